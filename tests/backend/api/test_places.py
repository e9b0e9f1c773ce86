"""The register of places over HTTP: import, dry run, template, lists with filters, and who may do it."""

from __future__ import annotations

import asyncio

import pytest

from tests.backend.api.test_redating import path

CSV = {"Content-Type": "text/csv"}
FILE = (
    "kind,code,name,unit,centre,special\n"
    "electoral_unit,KZAZ 12,Vorë,,,\n"
    "voting_centre,QV 4337,Shkolla,CEAZ nr. 12,,\n"
    "voting_centre,2224-1,Burgu,12,,prison\n"
    "voting_centre,9999,Askund,77,,\n"
    "counting_centre,vnv 12,Pallati,12,,\n"
    "counting_table,T1,Tavolina 1,,VNV-12,\n"
    "counting_abroad,VNV 900,Vota nga jashtë,,,\n"
)


async def taken(world, text: str = FILE, **params):
    """A file taken by the CEC."""
    answer = await world.cec.post(
        path(world, "places/import"), content=text.encode(), headers=CSV, params=params
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


async def codes(world, **filters) -> list[str]:
    """Codes of places under filters."""
    return [one["code"] for one in (await world.public.get(path(world, "places"), **filters)).json()["items"]]


async def test_good_rows_are_taken_each_row_is_answered_and_twice_changes_nothing(world):
    """The dry run tells the same and stores nothing; the second import finds everything unchanged."""
    trial = await taken(world, dry_run="true")
    assert "4337" not in await codes(world)
    done = await taken(world)
    again = await taken(world)

    assert trial["items"] == done["items"]
    assert [one["outcome"] for one in done["items"]] == [
        "created",
        "created",
        "created",
        "rejected",
        "created",
        "created",
        "created",
    ]
    rejected = done["items"][3]
    assert (rejected["row"], rejected["field"], rejected["reason"]) == (5, "unit", "unknown")
    assert (again["created"], again["changed"], again["unchanged"], again["rejected"]) == (0, 0, 6, 1)
    assert (done["commissions"], again["commissions"]) == (3, 0)


FILTERS = [
    ({"unit": "KZAZ 12"}, {"2224/01", "4337", "VNV-12", "VNV-12/T01"}),
    ({"unit": "zec 012", "kind": "voting_centre"}, {"2224/01", "4337"}),
    ({"special": "prison"}, {"2224/01"}),
    ({"special": "any"}, {"2224/01"}),
    ({"kind": "counting_table"}, {"VNV-12/T01"}),
    ({"centre": "BCC nr. 12"}, {"VNV-12/T01"}),
    ({"kind": "counting_abroad"}, {"VNV-900"}),
]


@pytest.mark.parametrize(("filters", "expected"), FILTERS)
async def test_the_register_is_filtered_by_codes_in_every_form(world, filters, expected):
    """Unit, kind, closed sites, the tables of a centre."""
    await taken(world)

    assert set(await codes(world, **filters)) == expected


async def test_units_and_commissions_are_listed_with_what_they_hold(world):
    """How many places lie in a unit; whose requests a commission decides on now, and by which instruction."""
    await taken(world)
    (unit,) = (await world.public.get(path(world, "electoral-units"), code="CEAZ 12")).json()["items"]
    assert (unit["voting_centres"], unit["counting_centres"], unit["counting_tables"]) == (2, 1, 1)
    listed = (await world.public.get(path(world, "electoral-units"), limit=1)).json()
    assert (listed["items"][0]["code"], listed["next_cursor"]) == ("12", "12")

    async def competence(role: str) -> dict | None:
        items = (await world.public.get(path(world, "commissions"), unit="KZAZ 12")).json()["items"]
        items += (await world.public.get(path(world, "commissions"), kind="cec")).json()["items"]
        return next(one["competence"] for one in items if one["role"] == role)

    assert (await competence("cec"))["senders"] == "all"
    assert await competence("zec:12") is None
    instruction = {
        "instruction": "5/2027",
        "to": "zec",
        "from_at": "2027-04-01T00:00:00Z",
        "units": ["ZEC 12"],
    }
    assert (await world.cec.post(path(world, "delegations"), instruction)).status_code == 201
    assert await competence("zec:12") == {
        "senders": "electoral_subjects",
        "article": "18(6)",
        "law": "9087/2003",
        "instruction": "5/2027",
    }
    assert await competence("vcc:4337") is None


async def test_an_import_mends_what_was_found_of_waiting_requests(world):
    """A request that named a place nobody knew is assessed again once the register knows it."""
    _, ngo = await world.organisation()
    number = (await world.filed(ngo, scope={"voting_centres": ["QV 4337"]}))["number"]

    async def findings() -> set[str]:
        request = (await ngo.get(f"/v1/requests/{number}")).json()
        return {one["code"] for one in request["assessment"]["findings"]}

    assert "scope_unknown_place" in await findings()
    await taken(world)
    assert "scope_unknown_place" not in await findings()


async def test_a_request_names_tables_and_codes_in_every_form(world):
    """They are kept in their normal form; under the code of 2005 the finding says that it knows no tables."""
    await taken(world)
    _, ngo = await world.organisation()
    scope = {
        "voting_centres": ["qv nr. 4337", "2224 / 1", "４３３７"],
        "electoral_units": ["KZAZ 12"],
        "counting_centres": ["bcc 12"],
        "counting_tables": ["VNV 12 tavolina 1"],
        "commissions": ["KQZ", "KZAZ 12"],
    }

    receipt = await world.filed(ngo, scope=scope)

    request = (await ngo.get(f"/v1/requests/{receipt['number']}")).json()
    assert request["scope"] == {
        "voting_centres": ["4337", "2224/01"],
        "electoral_units": ["12"],
        "counting_centres": ["VNV-12"],
        "counting_tables": ["VNV-12/T01"],
        "commissions": ["cec", "zec:12"],
    }
    codes = {one["code"] for one in receipt["assessment"]["findings"]}
    assert "scope_unknown_place" not in codes
    assert "counting_tables_not_in_edition" in codes
    answer = await world.cec.post(f"/v1/requests/{receipt['number']}/decision", world.decision())
    assert answer.status_code == 200, answer.text
    card = await ngo.client.get(
        f"/v1/accreditations/{answer.json()['accreditation']}/badge.pdf",
        headers={"Authorization": f"Bearer {ngo.key}"},
    )
    assert card.content.startswith(b"%PDF")


@pytest.mark.parametrize("format", ["csv", "xlsx"])
async def test_the_template_is_itself_a_file_that_is_taken(world, format):
    """Downloaded by anybody, taken as it is."""
    file = await world.client.get(path(world, f"places/template?format={format}"))
    assert file.status_code == 200

    answer = await world.cec.post(
        path(world, "places/import"),
        files={"file": (f"places.{format}", file.content, file.headers["content-type"])},
    )

    assert answer.status_code == 200, answer.text
    assert answer.json()["rejected"] == 0


async def test_only_the_cec_imports_and_a_broken_file_is_one_problem(world):
    """403 for others; 400 for a file without its columns; 415 for another format; 404 for another election."""
    _, ngo = await world.organisation()
    target = path(world, "places/import")

    assert (await ngo.post(target, content=FILE.encode(), headers=CSV)).status_code == 403
    assert (await world.public.post(target, content=FILE.encode(), headers=CSV)).status_code == 401
    broken = await world.cec.post(target, content=b"code,name\n1,x\n", headers=CSV)
    assert (broken.status_code, broken.json()["code"]) == (400, "columns_missing")
    other = await world.cec.post(target, content=b"%PDF", headers={"Content-Type": "application/pdf"})
    assert other.status_code == 415
    gone = await world.cec.post("/v1/elections/999/places/import", content=FILE.encode(), headers=CSV)
    assert gone.status_code == 404


async def test_imports_at_once_leave_one_register(world):
    """Two files of the same rows beside each other: nothing twice, no error."""
    answers = await asyncio.gather(*(taken(world) for _ in range(3)))

    assert sorted(one["created"] for one in answers) == [0, 0, 6]
