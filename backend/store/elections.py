"""Elections: what the computation of every time limit starts from."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

_COLUMNS = (
    "id, name, kind, election_date, decreed_on, edition, reading, hour_anchor, hour_clock, holidays, reduced_days, "
    "set_limits, demo, final_announcement, created_at, set_choices"
)


class ElectionRow(msgspec.Struct, frozen=True):
    """One election as it is stored; dates are civil, instants aware.

    `set_limits` holds `{code, value, act, demo}` for each number that an act set for this election,
    `set_choices` holds `{code, option, act}` for each open question that an act answered.
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


async def add(conn: AsyncConnection, row: ElectionRow, created_by: str) -> ElectionRow:
    """Store an election; its `id` is ignored and given anew."""
    cursor = await conn.execute(
        "INSERT INTO elections (name, kind, election_date, decreed_on, edition, reading, hour_anchor, hour_clock, "
        "holidays, reduced_days, set_limits, demo, final_announcement, created_at, created_by) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
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
        ),
    )
    return msgspec.structs.replace(row, id=(await cursor.fetchone())[0])


async def find(conn: AsyncConnection, id: int) -> ElectionRow | None:
    """The election with this id."""
    cursor = await conn.execute(f"SELECT {_COLUMNS} FROM elections WHERE id = %s", (id,))  # noqa: S608
    row = await cursor.fetchone()
    return ElectionRow(*row) if row else None


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


async def lock_all(conn: AsyncConnection) -> None:
    """Let nobody else record an election until the transaction ends; reading goes on."""
    await conn.execute("LOCK TABLE elections IN EXCLUSIVE MODE")
