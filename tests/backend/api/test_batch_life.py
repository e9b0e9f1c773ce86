"""The life of a list: interrupted and sent again, checked and filed, killed in the middle, mended and uploaded again."""

from __future__ import annotations

import asyncio
import io
import sys
import textwrap
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from backend.actions.requests import batch_rows
from backend.actions.requests.batches import CHUNK_ROWS, INLINE_ROWS, work_off
from backend.store import housekeeping
from tests.backend.api.test_batches import XLSX, as_csv, post, record


def counts(batch: dict[str, Any]) -> tuple[int, int, int]:
    """Recorded, recorded before, rejected."""
    return batch["recorded"], batch["already_recorded"], batch["rejected"]


async def filed(world: Any) -> int:
    """How many requests there are."""
    async with world.services.database.reading() as conn:
        return (await (await conn.execute("SELECT count(*) FROM requests")).fetchone())[0]


async def test_a_broken_line_is_mended_by_sending_the_file_again(world):
    """The same key gives the same batch; a new key records nothing twice and gives the numbers there are."""
    _, ngo = await world.organisation()
    rows = [record(world, n) for n in range(40)]
    first = await post(ngo, as_csv(rows[:25]), "text/csv", once="upload-1")
    same = await post(ngo, as_csv(rows[:25]), "text/csv", once="upload-1")
    whole = (await post(ngo, as_csv(rows), "text/csv", once="upload-2")).json()

    assert same.content == first.content
    assert counts(whole) == (15, 25, 0)
    numbers = [row["number"] for row in first.json()["rows"]]
    assert [row["number"] for row in whole["rows"][:25]] == numbers
    assert {row["outcome"] for row in whole["rows"][:25]} == {"already_recorded"}
    assert await filed(world) == 40


async def test_a_row_counts_as_recorded_only_for_its_sender_while_it_lives(world):
    """Another sender, a changed place, a withdrawn request and `again` are recorded; another spelling of space is not."""
    _, ngo = await world.organisation()
    _, other = await world.organisation()
    made = (await post(ngo, as_csv([record(world, 1)]), "text/csv")).json()
    assert counts((await post(other, as_csv([record(world, 1)]), "text/csv")).json()) == (1, 0, 0)
    spaced = record(world, 1, given_name="  Ana   1 ", voting_centres="1850/1; 289/01")
    assert counts((await post(ngo, as_csv([spaced]), "text/csv")).json()) == (0, 1, 0)
    moved = record(world, 1, voting_centres="1850/01")
    assert counts((await post(ngo, as_csv([moved]), "text/csv")).json()) == (1, 0, 0)
    again = await ngo.post(
        "/v1/requests/batch?again=true",
        content=as_csv([record(world, 1)]),
        headers={"Content-Type": "text/csv"},
    )
    assert counts(again.json()) == (1, 0, 0)
    for number in (made["rows"][0]["number"], again.json()["rows"][0]["number"]):
        assert (await ngo.post(f"/v1/requests/{number}/withdrawal", {})).status_code == 200
    assert counts((await post(ngo, as_csv([record(world, 1)]), "text/csv")).json()) == (1, 0, 0)


async def test_a_row_filed_alone_is_known_in_a_list(world):
    """A request by the API and the same one in a table are one."""
    _, ngo = await world.organisation()
    body = world.body(code_of_conduct=True)
    number = (await ngo.post("/v1/requests", body)).json()["number"]
    found = (await ngo.post("/v1/requests/batch", content=_line(body), headers=NDJSON)).json()

    assert (found["rows"][0]["outcome"], found["rows"][0]["number"]) == ("already_recorded", number)


ROOT = Path(__file__).parents[3]
NDJSON = {"Content-Type": "application/x-ndjson"}


def _line(body: dict[str, Any]) -> bytes:
    import json

    return json.dumps(body).encode()


async def test_two_lists_with_a_row_in_common_record_it_once(world):
    """At the same time, by two uploads of one sender."""
    _, ngo = await world.organisation()
    shared = [record(world, n) for n in range(60)]
    answers = await asyncio.gather(*(post(ngo, as_csv(shared), "text/csv") for _ in range(4)))

    assert {answer.status_code for answer in answers} <= {201, 503}
    assert sum(answer.json().get("recorded", 0) for answer in answers) == 60
    assert await filed(world) == 60


async def test_three_percent_of_broken_rows_file_the_other_ninety_seven(world):
    """Each broken row has its field; the file of corrections holds them only, and mended it files them."""
    _, ngo = await world.organisation()
    rows = [record(world, n) for n in range(300)]
    for n in range(0, 300, 33):
        rows[n]["birth_date"] = "1990-02-31"
    made = (await post(ngo, as_csv(rows), "text/csv")).json()
    assert counts(made) == (290, 0, 10)
    page = (await ngo.get(f"/v1/requests/batches/{made['id']}", outcome="rejected", limit=4)).json()
    assert [row["row"] for row in page["rows"]] == [1, 34, 67, 100]
    assert page["rows"][1]["line"] == 35
    rest = (
        await ngo.get(f"/v1/requests/batches/{made['id']}", outcome="rejected", cursor=page["next_cursor"])
    ).json()
    assert (len(rest["rows"]), rest["next_cursor"]) == (6, None)

    answer = await ngo.get(f"/v1/requests/batches/{made['id']}/rejected.xlsx", language="sq")
    assert answer.headers["content-type"] == XLSX
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert sheet.max_row == 11
    assert "28.02.1990" in sheet.cell(2, 1).value
    column = next(cell.column for cell in sheet[1] if cell.value == "Datëlindja")
    for line in range(2, 12):
        sheet.cell(line, column, "28.02.1990")
    mended = io.BytesIO()
    sheet.parent.save(mended)
    assert counts((await post(ngo, mended.getvalue(), XLSX)).json()) == (10, 0, 0)
    assert await filed(world) == 300

    table = (await ngo.get(f"/v1/requests/batches/{made['id']}/rejected.csv", language="en")).content
    assert "Date of birth" in table.decode("utf-8-sig")
    assert counts((await post(ngo, table, "text/csv")).json()) == (0, 0, 10)


async def test_the_original_rows_are_the_senders_alone(world):
    """The CEC sees why a row was rejected, not what was in it; a stranger sees nothing, and after 30 days nobody."""
    _, ngo = await world.organisation()
    _, stranger = await world.organisation()
    made = (await post(ngo, as_csv([record(world, 1, email="no-address")]), "text/csv")).json()
    path = f"/v1/requests/batches/{made['id']}/rejected.csv"

    assert b"K00000001" in (await ngo.get(path)).content
    seen = await world.cec.get(path)
    assert seen.status_code == 200
    assert b"K00000001" not in seen.content
    assert (await stranger.get(path)).status_code == 404
    assert (await world.public.get(path)).status_code == 401
    async with world.services.database.transaction() as conn:
        held = (await (await conn.execute("SELECT sealed FROM batch_rows")).fetchone())[0]
        assert b"K00000001" not in bytes(held)
        await housekeeping.tidy(conn, world.services.clock.now() + timedelta(days=31))
    assert b"K00000001" not in (await ngo.get(path)).content


async def test_a_trial_run_files_nothing_and_is_filed_as_it_was_checked(world):
    """Checked first: no request, no number; then filed at another instant, which is the one that counts."""
    _, ngo = await world.organisation()
    rows = [record(world, n) for n in range(5)] + [record(world, 4), record(world, 9, citizenship="?")]
    answer = await ngo.post(
        f"/v1/requests/batch?election={world.election}&check=true",
        content=as_csv(rows),
        headers={"Content-Type": "text/csv"},
    )
    trial = answer.json()
    assert (answer.status_code, trial["state"], trial["ready"]) == (201, "checked", 5)
    assert [row["outcome"] for row in trial["rows"]] == [*["ready"] * 5, "already_recorded", "rejected"]
    assert all("number" not in row for row in trial["rows"][:5])
    assert await filed(world) == 0

    await world.jump(world.services.clock.now() + timedelta(hours=2))
    path = f"/v1/requests/batches/{trial['id']}"
    answer = await ngo.post(f"{path}/file", once="now")
    done = answer.json()
    assert (answer.status_code, done["state"], counts(done)) == (201, "done", (5, 1, 1))
    assert done["received_at"] > trial["received_at"]
    assert done["rows"][0]["assessment"]["findings"] == trial["rows"][0]["assessment"]["findings"]
    assert (await ngo.post(f"{path}/file", once="now")).content == answer.content
    assert (await ngo.post(f"{path}/file")).json()["code"] == "batch_not_checked"
    _, stranger = await world.organisation()
    assert (await stranger.post(f"{path}/file")).status_code == 404
    assert (await world.cec.post(f"{path}/file")).status_code == 403


async def test_a_large_trial_run_is_checked_and_filed_by_the_worker(world):
    """501 rows: 202, checked behind; repeated rows are found across chunks; filed behind, and the chunks are gone."""
    _, ngo = await world.organisation()
    rows = [record(world, n) for n in range(INLINE_ROWS)] + [record(world, 0)]
    check = await ngo.post(
        "/v1/requests/batch?check=true", content=as_csv(rows), headers={"Content-Type": "text/csv"}
    )
    assert (check.status_code, check.json()["state"]) == (202, "checking")
    path = f"/v1/requests/batches/{check.json()['id']}"
    assert (await ngo.post(f"{path}/file")).json()["code"] == "batch_not_checked"
    assert await work_off(world.services) == len(rows)
    checked = (await ngo.get(path)).json()
    assert (checked["state"], checked["percent"]) == ("checked", 100)
    assert (checked["ready"], checked["already_recorded"]) == (INLINE_ROWS, 1)
    assert await filed(world) == 0

    assert (await ngo.post(f"{path}/file")).status_code == 202
    assert await work_off(world.services) == len(rows)
    assert counts((await ngo.get(path)).json()) == (INLINE_ROWS, 1, 0)
    async with world.services.database.reading() as conn:
        assert (await (await conn.execute("SELECT count(*) FROM batch_chunks")).fetchone())[0] == 0


async def test_a_trial_run_that_nobody_files_is_forgotten(world):
    """After 24 hours its rows and answers are gone; a filed list stays."""
    _, ngo = await world.organisation()
    table = as_csv([record(world, 1)])
    trial = await ngo.post(
        "/v1/requests/batch?check=true", content=table, headers={"Content-Type": "text/csv"}
    )
    kept = await post(ngo, table, "text/csv")
    async with world.services.database.transaction() as conn:
        told = await housekeeping.tidy(conn, world.services.clock.now() + timedelta(hours=25))

    assert told["trial_runs"] == 1
    assert (await ngo.get(f"/v1/requests/batches/{trial.json()['id']}")).status_code == 404
    assert (await ngo.get(f"/v1/requests/batches/{kept.json()['id']}")).status_code == 200


async def test_lists_are_listed_to_their_sender_and_to_the_cec(world):
    """The newest first, by pages; others see their own only, and a zone's commission none."""
    _, ngo = await world.organisation()
    _, other = await world.organisation()
    ids = [(await post(ngo, as_csv([record(world, n)]), "text/csv")).json()["id"] for n in range(3)]
    foreign = (await post(other, as_csv([record(world, 9)]), "text/csv")).json()["id"]

    first = (await ngo.get("/v1/requests/batches", limit=2)).json()
    assert [one["id"] for one in first["items"]] == [ids[2], ids[1]]
    assert "rows" not in first["items"][0]
    rest = (await ngo.get("/v1/requests/batches", limit=2, cursor=first["next_cursor"])).json()
    assert ([one["id"] for one in rest["items"]], rest["next_cursor"]) == ([ids[0]], None)
    seen = (await world.cec.get("/v1/requests/batches")).json()["items"]
    assert [one["id"] for one in seen] == [foreign, *reversed(ids)]
    assert (await (await world.key("zec:30")).get("/v1/requests/batches")).status_code == 403


async def test_a_row_that_the_database_does_not_take_takes_no_other_with_it(world, monkeypatch):
    """The statement for all fails, so each is stored alone: one is malformed, the others are recorded."""
    _, ngo = await world.organisation()
    prepared = batch_rows.prepared

    def spoiled(*args: Any) -> Any:
        import msgspec

        made = prepared(*args)
        if made.new.given_name != "Ana 3":
            return made
        return msgspec.structs.replace(made, new=msgspec.structs.replace(made.new, competent="\ud800"))

    monkeypatch.setattr(batch_rows, "prepared", spoiled)
    made = (await post(ngo, as_csv([record(world, n) for n in range(6)]), "text/csv")).json()

    assert [row["outcome"] for row in made["rows"]] == [*["recorded"] * 3, "rejected", *["recorded"] * 2]
    assert made["rows"][3]["problem"]["code"] == "malformed"


async def test_a_chunk_that_fails_is_done_again_by_another_process(world, monkeypatch):
    """The chunk rolls back whole; what was done before stays; the next one goes on where it stood."""
    _, ngo = await world.organisation()
    rows = [record(world, n) for n in range(INLINE_ROWS + 1)]
    id = (await post(ngo, as_csv(rows), "text/csv")).json()["id"]
    record_rows, calls = batch_rows.record, []

    async def dying(*args: Any) -> Any:
        calls.append(1)
        made = await record_rows(*args)
        if len(calls) == 2:
            raise ConnectionResetError
        return made

    monkeypatch.setattr(batch_rows, "record", dying)
    with pytest.raises(ConnectionResetError):
        await work_off(world.services)
    assert await filed(world) == CHUNK_ROWS
    half = (await ngo.get(f"/v1/requests/batches/{id}")).json()
    assert (half["state"], half["answered"], half["percent"]) == ("received", CHUNK_ROWS, 39)
    monkeypatch.setattr(batch_rows, "record", record_rows)

    assert await work_off(world.services) == INLINE_ROWS + 1 - CHUNK_ROWS
    assert counts((await ngo.get(f"/v1/requests/batches/{id}")).json()) == (INLINE_ROWS + 1, 0, 0)
    assert await filed(world) == INLINE_ROWS + 1


CHILD = textwrap.dedent(
    """
    import asyncio, sys
    from pathlib import Path
    from backend.app import compose
    from backend.settings import Settings
    from backend.actions.requests.batches import work_off

    async def main():
        services = compose(Settings(data_dir=Path(sys.argv[2]), secret_key=sys.argv[3], test_clock=True), sys.argv[1])
        await services.database.open()
        await work_off(services)

    asyncio.run(main())
    """
)


async def test_a_process_killed_in_the_middle_loses_no_row_and_doubles_none(world, database_url, settings):
    """SIGKILL while 1,400 rows are worked off: another process goes on; every row has one number."""
    _, ngo = await world.organisation()
    rows = [record(world, n) for n in range(1_400)]
    id = (await post(ngo, as_csv(rows), "text/csv")).json()["id"]
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CHILD, database_url, str(settings.data_dir), settings.secret_key, cwd=ROOT
    )
    try:
        for _ in range(500):
            if await filed(world):
                break
            await asyncio.sleep(0.05)
    finally:
        if child.returncode is None:
            child.kill()
        await child.wait()
    answered = (await ngo.get(f"/v1/requests/batches/{id}", limit=1)).json()["answered"]
    assert 0 < answered < 1_400
    assert await filed(world) == answered

    assert await work_off(world.services) == 1_400 - answered
    assert counts((await ngo.get(f"/v1/requests/batches/{id}", limit=1)).json()) == (1_400, 0, 0)
    async with world.services.database.reading() as conn:
        cursor = await conn.execute(
            "SELECT count(*), count(DISTINCT number), count(DISTINCT batch_row), min(batch_row), max(batch_row) FROM requests"
        )
        assert await cursor.fetchone() == (1_400, 1_400, 1_400, 1, 1_400)


@pytest.mark.parametrize("format", ["xlsx", "csv", "ndjson"])
async def test_the_template_is_public(world, format):
    """Without a key, in both languages, with a name."""
    for language, name in (("sq", "vezhgues-model"), ("en", "observers-template")):
        answer = await world.public.get("/v1/requests/batch/template", format=format, language=language)
        assert answer.status_code == 200
        assert f'filename="{name}.{format}"' in answer.headers["content-disposition"]
    assert (await world.public.get("/v1/requests/batch/template", format="pdf")).status_code == 400
