"""Registers of electoral subjects from CSV and XLSX: each row answered, good rows recorded, the rest named."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from tests.backend.api.test_registration_changes import Cast

HEADER = "organisation,kind,electoral_unit,coalition,name,standing,since,act_number,act_date,signatory"
ACT = "12,2027-04-19,Kryetari"


async def load(world, text: str | bytes, type: str = "text/csv", api=None):
    """Send a file."""
    data = text.encode() if isinstance(text, str) else text
    return await (api or world.cec).post(
        f"/v1/elections/{world.election}/registrations/import",
        content=data,
        headers={"Content-Type": type},
    )


async def party(world, name: str, kind: str = "political_party", acronym: str = ""):
    """A registered organisation."""
    world.services.parts.pop("rates", None)
    answer = await world.public.post("/v1/organisations", {"name": name, "kind": kind, "acronym": acronym})
    return answer.json()["id"]


async def test_good_rows_are_recorded_and_broken_ones_named(world):
    """By id, name or initials; a wrong unit, an unknown party, a missing act and a future date are each rejected."""
    a = await party(world, "Partia e Gjelbër", acronym="PGJ")
    b = await party(world, "Lëvizja Qytetare")
    rows = [
        f"{a},subject,,,,,2027-04-01,{ACT}",
        f"pgj,candidate,KZAZ 30,,Ana Hoxha,,01.04.2027,{ACT}",
        f"levizja qytetare,multi_name_list,,,,,,{ACT}",
        f"{a},candidate,77,,,,,{ACT}",
        f"Partia që s'ekziston,subject,,,,,,{ACT}",
        f"{b},subject,,,,,,12,,Kryetari",
        f"{b},subject,,,,,,12,2031-01-01,Kryetari",
        f"{b},human_rights,,,,,,{ACT}",
        f"{b},nonsense,,,,,,{ACT}",
    ]
    answer = await load(world, "\n".join([HEADER, *rows]))

    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["recorded"], made["rejected"]) == (3, 6)
    said = [(one["row"], one.get("problem", {}).get("arguments", {}).get("field")) for one in made["rows"]]
    assert said == [
        (2, None), (3, None), (4, None), (5, "electoral_unit"), (6, "organisation"), (7, "act.date"),
        (8, "act.date"), (9, "kind"), (10, "kind"),
    ]  # fmt: skip
    listed = await world.cec.get(f"/v1/organisations/{a}/registrations", election=world.election)
    facts = [(one["kind"], one["electoral_unit"], one["name"]) for one in listed.json()["items"]]
    assert facts == [("subject", None, ""), ("candidate", "30", "Ana Hoxha")]


async def test_the_same_file_again_records_nothing(world):
    """A row that is on file already is answered so, in the file itself too."""
    id = await party(world, "P")
    text = "\n".join([HEADER, f"{id},subject,,,,,,{ACT}", f"{id},subject,,,,,,{ACT}"])

    first, again = await load(world, text), await load(world, text)

    assert [one["outcome"] for one in first.json()["rows"]] == ["recorded", "already_recorded"]
    assert again.json()["already_recorded"] == 2


async def test_a_workbook_with_albanian_headers_is_read(world):
    """The columns of the register as a registry clerk names them, dates as dates."""
    await party(world, "Partia Demo", acronym="PD")
    from datetime import date

    book = Workbook()
    book.active.append(
        ["Partia", "Lloji", "Njësia", "Kandidati", "Data", "Akti", "Data e aktit", "Nënshkruesi"]
    )
    book.active.append(["PD", "kandidat", 30, "Arben", date(2027, 4, 1), 12, date(2027, 4, 19), "Kryetari"])
    content = io.BytesIO()
    book.save(content)

    answer = await load(
        world,
        content.getvalue(),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )

    assert answer.json()["recorded"] == 1, answer.text


async def test_a_row_that_touches_accreditations_is_left_to_an_order(world):
    """A file cannot silently take a coalition's switch through: the row says how many accreditations it would touch."""
    cast = Cast(world)
    id, api = await cast.sender("political_party", {"kind": "multi_name_list"})
    coalition, _ = await cast.sender("coalition", {"kind": "multi_name_list"})
    number = await cast.granted(api)

    answer = await load(
        world,
        "\n".join(
            [HEADER, f"{id},coalition_member,,{coalition},,,,{ACT}", f"{id},multi_name_list,,,,ended,,{ACT}"]
        ),
    )

    problems = [one["problem"] for one in answer.json()["rows"]]
    assert [one["code"] for one in problems] == ["change_by_order", "change_by_order"]
    assert problems[0]["arguments"]["accreditations"] == 1
    assert await cast.state(number) == "valid"


@pytest.mark.parametrize(
    "text,type,status,code",
    [
        ("a,b\n1,2", "text/csv", 400, "columns_missing"),
        ("", "text/csv", 400, "batch_empty"),
        (HEADER, "text/csv", 400, "batch_empty"),
        ('{"a": 1}', "application/x-ndjson", 415, "unsupported_media_type"),
        (
            b"PK nonsense",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            400,
            "xlsx_broken",
        ),
    ],
)
async def test_a_file_that_is_no_register_is_one_clear_problem(world, text, type, status, code):
    """No header, no rows, another format, a broken workbook."""
    answer = await load(world, text, type)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_only_the_cec_loads_a_register(world):
    """A sender's key gets 403."""
    _, ngo = await world.organisation()

    assert (await load(world, HEADER, api=ngo)).status_code == 403
