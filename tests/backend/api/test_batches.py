"""Batches over HTTP: NDJSON, CSV and XLSX; each row answered on its own, none lost."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime

import pytest
from openpyxl import Workbook

from backend.actions.requests.batch_columns import COLUMNS
from backend.actions.requests.batches import INLINE_ROWS, work_off

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def record(world, n: int, **changes: str) -> dict[str, str]:
    """One row of a table."""
    return {
        "election": str(world.election),
        "given_name": f"Ana {n}",
        "family_name": "Hoxha",
        "birth_date": "1990-02-28",
        "citizenship": "AL",
        "document_type": "id_card",
        "document_number": f"K{n:08d}",
        "phone": "+355691234567",
        "languages": "sq en",
        "voting_centres": "1850/01;289/1",
        "code_of_conduct": "po",
        **changes,
    }


def as_csv(rows, delimiter=",") -> bytes:
    """Rows as CSV with a header."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=COLUMNS, delimiter=delimiter, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(rows) -> bytes:
    """Rows as a workbook."""
    book = Workbook()
    book.active.append(list(COLUMNS))
    for row in rows:
        book.active.append([row.get(name, "") for name in COLUMNS])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


async def post(sender, data, type, **kwargs):
    """POST a batch as the raw body."""
    return await sender.post("/v1/requests/batch", content=data, headers={"Content-Type": type}, **kwargs)


async def test_every_row_is_answered_on_its_own(world):
    """Good rows are recorded with numbers; malformed ones are reported with their field; none is lost."""
    _, ngo = await world.organisation()
    good, bad = json.dumps(world.body()), json.dumps(world.body(observer={"birth_date": "1990-02-30"}))
    lines = [
        good,
        "{not json",
        bad,
        json.dumps(world.body(surprise=1)),
        json.dumps(world.body(election=999)),
        good,
    ]
    answer = await post(ngo, "\n".join(lines).encode(), "application/x-ndjson", once="batch-1")
    again = await post(ngo, "\n".join(lines).encode(), "application/x-ndjson", once="batch-1")

    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["state"], made["total"], made["recorded"], made["rejected"]) == ("done", 6, 1, 4)
    assert [row["row"] for row in made["rows"]] == [1, 2, 3, 4, 5, 6]
    assert [row["outcome"] for row in made["rows"]] == ["recorded", *["rejected"] * 4, "already_recorded"]
    assert made["rows"][0]["assessment"]["findings"][0]["article"] == "18(5)"
    assert made["rows"][0]["decision_due"]["kind"] == "law"
    fields = [row["problem"]["arguments"].get("field") for row in made["rows"][1:5]]
    assert fields == [None, "observer.birth_date", "surprise", "election"]
    assert again.content == answer.content
    listed = (await ngo.get("/v1/requests")).json()["items"]
    assert [item["number"] for item in listed] == [made["rows"][0]["number"]]
    assert made["rows"][5]["number"] == made["rows"][0]["number"]
    assert (await ngo.get(f"/v1/requests/batches/{made['id']}")).json() == made
    _, stranger = await world.organisation()
    assert (await stranger.get(f"/v1/requests/batches/{made['id']}")).status_code == 404


@pytest.mark.parametrize("kind", ["csv", "xlsx", "multipart"])
async def test_tables_are_read_as_they_are_saved(world, kind):
    """CSV with a byte order mark, XLSX, and a file in a multipart body give the same requests."""
    _, ngo = await world.organisation()
    rows = [record(world, 1), record(world, 2, birth_date="30.02.1990"), record(world, 3, election="")]
    if kind == "csv":
        answer = await post(ngo, as_csv(rows), "text/csv")
    elif kind == "xlsx":
        answer = await post(ngo, as_xlsx(rows), XLSX)
    else:
        files = {"file": ("lista.csv", as_csv(rows), "application/octet-stream")}
        answer = await ngo.post(f"/v1/requests/batch?election={world.election}", files=files)

    assert answer.status_code == 201, answer.text
    outcomes = [row["outcome"] for row in answer.json()["rows"]]
    assert outcomes == ["recorded", "rejected", "recorded" if kind == "multipart" else "rejected"]
    number = answer.json()["rows"][0]["number"]
    seen = (await ngo.get(f"/v1/requests/{number}")).json()
    assert seen["scope"]["voting_centres"] == ["1850/01", "289/01"]
    assert seen["observer"]["languages"] == ["sq", "en"]
    assert seen["code_of_conduct"]["accepted"] is True


UNREADABLE = [
    (b"given_name,family_name\nA,B\n", "text/csv", 400, "columns_missing"),
    (b"given_name;family_name;birth_date\nA;B;C\n", "text/csv", 400, "columns_missing"),
    (b"given_name,shoe_size\nA,B\n", "text/csv", 400, "columns_unknown"),
    (b"emri,given_name\nA,B\n", "text/csv", 400, "columns_twice"),
    ("g,i\n1,2\n".encode("utf-16"), "text/csv", 400, "columns_unknown"),
    (b"\xff\xfeg", "text/csv", 400, "text_unreadable"),
    (b"PK\x03\x04 not a workbook", XLSX, 400, "xlsx_broken"),
    (b"", "application/x-ndjson", 400, "batch_empty"),
    (b"{}", "application/json", 415, "unsupported_media_type"),
]


async def test_a_file_that_cannot_be_read_is_one_clear_problem(world):
    """The wrong delimiter, columns, encoding or format: a problem with a code, and nothing recorded."""
    _, ngo = await world.organisation()
    for data, type, status, code in UNREADABLE:
        answer = await post(ngo, data, type)

        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert (await ngo.get("/v1/requests")).json()["items"] == []


async def test_a_large_batch_is_answered_behind_202(world):
    """Above 500 rows the answer is 202; the worker answers every row, all with the batch's own instant, sealed at rest."""
    _, ngo = await world.organisation()
    rows = [record(world, n) for n in range(INLINE_ROWS + 1)]
    rows[7]["birth_date"] = "never"
    answer = await post(ngo, as_csv(rows), "text/csv")
    assert (answer.status_code, answer.json()["state"], answer.json()["rows"]) == (202, "received", [])
    async with world.services.database.reading() as conn:
        held = await (await conn.execute("SELECT sealed FROM batch_chunks")).fetchall()
    assert held
    assert all(b"K00000003" not in bytes(raw) for (raw,) in held)

    assert await work_off(world.services) == INLINE_ROWS + 1
    assert await work_off(world.services) == 0

    done = (await ngo.get(f"/v1/requests/batches/{answer.json()['id']}")).json()
    assert (done["state"], done["recorded"], done["rejected"]) == ("done", INLINE_ROWS, 1)
    assert [row["row"] for row in done["rows"]] == list(range(1, INLINE_ROWS + 1))
    rest = (await ngo.get(f"/v1/requests/batches/{answer.json()['id']}", cursor=done["next_cursor"])).json()
    assert ([row["row"] for row in rest["rows"]], rest["next_cursor"]) == ([INLINE_ROWS + 1], None)
    assert done["rows"][7]["problem"]["arguments"]["field"] == "observer.birth_date"
    instants = {
        datetime.fromisoformat(row["received_at"]) for row in done["rows"] if row["outcome"] == "recorded"
    }
    assert instants == {datetime.fromisoformat(done["received_at"])}
