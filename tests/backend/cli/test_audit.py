"""The audit chain: nothing skipped, nothing linked twice, and every change inside it found."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime

import psycopg
import pytest

from backend.store import audit

AT = datetime(2027, 5, 10, 9, 20, tzinfo=UTC)


async def sql(services, statement: str, values: tuple = ()) -> list[tuple]:
    async with services.database.transaction() as conn:
        cursor = await conn.execute(statement, values)
        return await cursor.fetchall() if cursor.description else []


async def write(services, *subjects: str) -> None:
    async with services.database.transaction() as conn:
        for subject in subjects:
            await audit.record(conn, AT, "cec", "tested", subject, {"n": 1.5, "ë": ["ç", None]})


async def link_all(services) -> int:
    total = 0
    while True:
        async with services.database.transaction() as conn:
            linked = await audit.link_settled(conn)
        if not linked:
            return total
        total += linked


async def unlock(services) -> None:
    """What only the owner of the tables can do: switch off the triggers that keep records as they are."""
    for table in ("audit_records", "audit_chain"):
        await sql(services, f"ALTER TABLE {table} DISABLE TRIGGER USER")


async def check(services) -> tuple[int, int | None]:
    async with services.database.reading() as conn:
        return await audit.verify(conn)


async def test_a_record_committed_after_a_later_id_is_linked_later_and_never_lost(services, database_url):
    """Ids are given before COMMIT: the late one takes the next position, and the chain holds."""
    async with await psycopg.AsyncConnection.connect(database_url) as slow:
        await audit.record(slow, AT, "cec", "slow", "first-id")
        await write(services, "second-id", "third-id")

        assert await link_all(services) == 2
        assert await link_all(services) == 0
        await slow.commit()

    assert await link_all(services) == 1
    rows = await sql(
        services, "SELECT subject FROM audit_chain JOIN audit_records ON id = record_id ORDER BY position"
    )
    assert [row[0] for row in rows] == ["second-id", "third-id", "first-id"]
    assert await check(services) == (3, None)


async def test_writers_and_linkers_at_once_leave_every_record_linked_once(services):
    """Four writers with mixed lengths and roll-backs, three linkers: positions without gaps, each record once."""
    dice = random.Random(7)
    kept: list[str] = []

    async def writer(name: int) -> None:
        for turn in range(30):
            subject, wanted = f"{name}:{turn}", dice.random() < 0.8
            try:
                async with services.database.transaction() as conn:
                    await audit.record(conn, AT, "cec", "tested", subject)
                    await asyncio.sleep(dice.random() * 0.004)
                    if not wanted:
                        raise LookupError
                kept.append(subject)
            except LookupError:
                pass

    done = asyncio.Event()

    async def linker() -> None:
        while not done.is_set():
            async with services.database.transaction() as conn:
                await audit.link_settled(conn, limit=dice.choice([1, 7, 5_000]))

    async def writers() -> None:
        try:
            await asyncio.gather(*(writer(name) for name in range(4)))
        finally:
            done.set()

    await asyncio.gather(writers(), linker(), linker(), linker())
    await link_all(services)

    rows = await sql(
        services,
        "SELECT position, subject FROM audit_chain JOIN audit_records ON id = record_id ORDER BY position",
    )
    assert [row[0] for row in rows] == list(range(1, len(kept) + 1))
    assert sorted(row[1] for row in rows) == sorted(kept)
    assert await check(services) == (len(kept), None)


async def test_one_linker_waits_for_none_and_links_nothing_twice(services):
    """While one process links, another finds the lock taken and does nothing."""
    await write(services, "a", "b")
    async with services.database.transaction() as first:
        assert await audit.link_settled(first) == 2
        async with services.database.transaction() as second:
            assert await audit.link_settled(second) == 0
    assert await link_all(services) == 0


@pytest.mark.parametrize(
    ("damage", "broken"),
    [
        ("UPDATE audit_records SET actor = 'nobody' WHERE subject = 's3'", 3),
        ("UPDATE audit_records SET at = at + interval '1 microsecond' WHERE subject = 's1'", 1),
        ("UPDATE audit_records SET details = '{}' WHERE subject = 's5'", 5),
        ("DELETE FROM audit_chain WHERE position = 2", 2),
        ("UPDATE audit_chain SET hash = sha256('x') WHERE position = 4", 4),
        (
            "ALTER TABLE audit_chain DROP CONSTRAINT audit_chain_record_id_fkey; "
            "DELETE FROM audit_records WHERE subject = 's2'",
            2,
        ),
    ],
)
async def test_the_command_names_the_first_broken_position(services, run, damage, broken):
    """A changed, moved or deleted record, or a changed link: exit 1 and the position."""
    await write(services, *(f"s{n}" for n in range(1, 7)))
    await link_all(services)
    found = await run("audit", "verify")
    assert (found.exit_code, found.stdout.splitlines()[0]) == (0, "6 links hold."), found.output

    await unlock(services)
    for statement in damage.split("; "):
        await sql(services, statement)

    found = await run("audit", "verify")
    assert found.exit_code == 1
    assert f"{broken - 1} links hold." in found.stdout
    assert found.stderr.splitlines()[-1] == f"vezhgo: the chain is broken at position {broken}."


async def test_the_command_counts_what_is_not_linked_yet(services, run):
    """Records younger than the last run of the job are no fault."""
    await write(services, "a", "b")
    await link_all(services)
    await write(services, "c", "d", "e")

    found = await run("audit", "verify")

    assert found.exit_code == 0
    assert found.stdout.splitlines()[:2] == ["2 links hold.", "3 records are not linked yet."]


async def test_a_noted_link_shows_that_the_end_was_cut_off_or_all_written_anew(services, run):
    """The printed last line, given back later, must still stand in the chain."""
    await write(services, "a", "b", "c")
    await link_all(services)
    noted = (await run("audit", "verify")).stdout.splitlines()[-1]
    await write(services, "d")
    await link_all(services)
    assert (await run("audit", "verify", "--noted", noted)).exit_code == 0

    await unlock(services)
    await sql(services, "DELETE FROM audit_chain")
    await sql(services, "DELETE FROM audit_records WHERE subject = 'b'")
    await sql(services, "INSERT INTO audit_waiting SELECT id FROM audit_records")
    await link_all(services)

    assert (await run("audit", "verify")).exit_code == 0
    found = await run("audit", "verify", "--noted", noted)
    assert found.exit_code == 1
    assert "position 3 is not the link that was noted" in found.stderr
    for wrong in ("3", "3:zz", "-1:" + "0" * 64, "x:" + "0" * 64):
        assert (await run("audit", "verify", "--noted", wrong)).exit_code == 2


async def test_a_long_chain_is_walked_page_by_page_in_any_time_zone(services, database_url):
    """The hash does not hang on the time zone of the connection, nor on the size of a page."""
    await sql(
        services,
        "INSERT INTO audit_records (at, actor, action, subject) "
        "SELECT now() + make_interval(secs => n), 'cec', 'tested', n::text FROM generate_series(1, 4100) n",
    )
    assert await link_all(services) == 4100
    async with await psycopg.AsyncConnection.connect(database_url, options="-c timezone=Asia/Tokyo") as conn:
        assert await audit.verify(conn) == (4100, None)


@pytest.mark.parametrize("table", ["audit_records", "audit_chain"])
@pytest.mark.parametrize(
    "statement",
    ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE", "DELETE FROM {} WHERE false"],
)
async def test_the_database_itself_refuses_to_change_or_remove(services, table, statement):
    """No action of ours, and no slip at a prompt, changes a record or a link: the database says no."""
    column = "actor" if table == "audit_records" else "hash"
    await write(services, "a", "b")
    await link_all(services)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        await sql(services, statement.format(table, column, column))
    assert await check(services) == (2, None)
    await write(services, "c")
    assert await link_all(services) == 1


async def test_a_record_taken_off_the_waiting_list_is_still_counted(services, run):
    """Whoever empties the waiting list hides no record from the command."""
    await write(services, "a", "b", "c")
    await sql(
        services, "DELETE FROM audit_waiting WHERE record_id = (SELECT max(record_id) FROM audit_waiting)"
    )
    assert await link_all(services) == 2
    found = await run("audit", "verify")
    assert found.stdout.splitlines()[:2] == ["2 links hold.", "1 records are not linked yet."]


async def test_linking_reads_only_what_waits(services):
    """With 200,000 linked records the plan touches the waiting list and its records by key, not the whole table."""
    await sql(
        services,
        "INSERT INTO audit_records (at, actor, action, subject) "
        "SELECT now(), 'cec', 'tested', n::text FROM generate_series(1, 200000) n",
    )
    # The chain is filled here without its hashes: what is tested is how the job finds what waits.
    await sql(services, "INSERT INTO audit_chain SELECT id, id, sha256('x') FROM audit_records")
    await sql(services, "DELETE FROM audit_waiting")
    await write(services, "a", "b", "c")
    await sql(services, "ANALYZE audit_records, audit_chain, audit_waiting")
    plan = await sql(
        services,
        "EXPLAIN SELECT r.id FROM (SELECT record_id FROM audit_waiting ORDER BY record_id LIMIT 5000) w "
        "JOIN audit_records r ON r.id = w.record_id ORDER BY r.id",
    )
    shown = "\n".join(row[0] for row in plan)

    assert "Seq Scan on audit_records" not in shown, shown
    assert "audit_records_pkey" in shown
    assert await link_all(services) == 3
