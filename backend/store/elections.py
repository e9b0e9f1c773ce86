"""Elections: what the computation of every time limit starts from."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

_COLUMNS = (
    "id, name, kind, election_date, decreed_on, edition, reading, hour_anchor, hour_clock, holidays, reduced_days, "
    "set_limits, demo, final_announcement, created_at, set_choices, repeats, "
    "(SELECT kind FROM elections earlier WHERE earlier.id = elections.repeats), "
    "(SELECT coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'day', d.day, 'reduced', d.reduced, 'name', d.name, "
    "'bodies', d.bodies, 'act', d.act, 'recorded_at', d.recorded_at) ORDER BY d.day, d.id), '[]') "
    "FROM rest_days d WHERE d.election_id = elections.id)"
)


class ElectionRow(msgspec.Struct, frozen=True):
    """One election as it is stored; dates are civil, instants aware.

    `set_limits` holds `{code, value, act, demo}` for each number that an act set for this election,
    `set_choices` holds `{code, option, act}` for each open question that an act answered.
    `repeats` is the election that a repeat election repeats, and `repeated_kind` what that one is.
    `rest_days` holds `{id, day, reduced, name, bodies, act, recorded_at}` for each day off that an act announced.
    """

    id: int
    name: str
    kind: str
    election_date: date
    decreed_on: date | None
    edition: str
    reading: str
    hour_anchor: str
    hour_clock: str
    holidays: list[date]
    reduced_days: list[date]
    set_limits: list[dict[str, Any]]
    demo: bool
    final_announcement: datetime | None
    created_at: datetime
    set_choices: list[dict[str, Any]] = []
    repeats: int | None = None
    repeated_kind: str | None = None
    rest_days: list[dict[str, Any]] = []


async def add(conn: AsyncConnection, row: ElectionRow, created_by: str) -> ElectionRow:
    """Store an election; its `id` is ignored and given anew."""
    cursor = await conn.execute(
        "INSERT INTO elections (name, kind, election_date, decreed_on, edition, reading, hour_anchor, hour_clock, "
        "holidays, reduced_days, set_limits, demo, final_announcement, created_at, created_by, repeats) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
        (
            row.name,
            row.kind,
            row.election_date,
            row.decreed_on,
            row.edition,
            row.reading,
            row.hour_anchor,
            row.hour_clock,
            row.holidays,
            row.reduced_days,
            Jsonb(row.set_limits),
            row.demo,
            row.final_announcement,
            row.created_at,
            created_by,
            row.repeats,
        ),
    )
    return msgspec.structs.replace(row, id=(await cursor.fetchone())[0])


async def find(conn: AsyncConnection, id: int) -> ElectionRow | None:
    """The election with this id."""
    cursor = await conn.execute(f"SELECT {_COLUMNS} FROM elections WHERE id = %s", (id,))  # noqa: S608
    row = await cursor.fetchone()
    return ElectionRow(*row) if row else None


async def hold(conn: AsyncConnection, id: int) -> None:
    """Keep the dates and days off of an election as they are until the transaction ends; others may hold it too.

    A filing holds its election, so that no request can be stored on limits that a re-dating has replaced.
    """
    await conn.execute("SELECT 1 FROM elections WHERE id = %s FOR SHARE", (id,))


async def lock(conn: AsyncConnection, id: int) -> ElectionRow | None:
    """The election with this id, to be changed: waits for every filing that holds it, and keeps new ones waiting."""
    # Not FOR UPDATE: a decision on a request must be able to refer to the election meanwhile.
    await conn.execute("SELECT 1 FROM elections WHERE id = %s FOR NO KEY UPDATE", (id,))
    return await find(conn, id)


async def redate(conn: AsyncConnection, id: int, election_date: date, decreed_on: date | None) -> None:
    """Store another date of an election."""
    await conn.execute(
        "UPDATE elections SET election_date = %s, decreed_on = %s WHERE id = %s",
        (election_date, decreed_on, id),
    )


class NewRestDay(msgspec.Struct, frozen=True):
    """A day off to record; `bodies` is None for the whole country."""

    day: date
    reduced: bool
    name: str
    bodies: list[str] | None


async def add_rest_days(
    conn: AsyncConnection,
    id: int,
    days: list[NewRestDay],
    act: dict[str, Any],
    recorded_at: datetime,
    recorded_by: str,
) -> None:
    """Record days off of one act."""
    async with conn.cursor() as cursor:
        await cursor.executemany(
            "INSERT INTO rest_days (election_id, day, reduced, name, bodies, act, recorded_at, recorded_by) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            [
                (id, one.day, one.reduced, one.name, one.bodies, Jsonb(act), recorded_at, recorded_by)
                for one in days
            ],
        )


async def page(conn: AsyncConnection, after: int, limit: int) -> list[ElectionRow]:
    """Elections in order of id, those after the given id."""
    cursor = await conn.execute(
        f"SELECT {_COLUMNS} FROM elections WHERE id > %s ORDER BY id LIMIT %s",  # noqa: S608
        (after, limit),
    )
    return [ElectionRow(*row) for row in await cursor.fetchall()]


async def count(conn: AsyncConnection) -> int:
    """How many elections there are."""
    return (await (await conn.execute("SELECT count(*) FROM elections")).fetchone())[0]


async def announce(conn: AsyncConnection, id: int, at: datetime) -> bool:
    """Record the final announcement of results; returns whether it was the first."""
    cursor = await conn.execute(
        "UPDATE elections SET final_announcement = %s WHERE id = %s AND final_announcement IS NULL", (at, id)
    )
    return cursor.rowcount == 1


async def add_limit(conn: AsyncConnection, id: int, entry: dict[str, Any]) -> bool:
    """Append a number set by an act; returns whether there is such an election."""
    cursor = await conn.execute(
        "UPDATE elections SET set_limits = set_limits || %s WHERE id = %s", (Jsonb([entry]), id)
    )
    return cursor.rowcount == 1


async def add_choice(conn: AsyncConnection, id: int, entry: dict[str, Any]) -> bool:
    """Append an answer set by an act; returns whether there is such an election."""
    cursor = await conn.execute(
        "UPDATE elections SET set_choices = set_choices || %s WHERE id = %s", (Jsonb([entry]), id)
    )
    return cursor.rowcount == 1


async def newest(conn: AsyncConnection) -> int | None:
    """The id of the election with the latest date, None where there is none."""
    cursor = await conn.execute("SELECT id FROM elections ORDER BY election_date DESC, id DESC LIMIT 1")
    row = await cursor.fetchone()
    return row[0] if row else None


async def lock_all(conn: AsyncConnection) -> None:
    """Let nobody else record an election until the transaction ends; reading goes on."""
    await conn.execute("LOCK TABLE elections IN EXCLUSIVE MODE")
