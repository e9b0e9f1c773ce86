"""What changed the limits of an election, with the facts before and after, and how far the work on it came."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

_COLUMNS = (
    "id, election_id, kind, at, by_role, organisation_id, act, before, after, state, stage, request_after, "
    "accreditation_after, counts, finished_at"
)


class ElectionEvent(msgspec.Struct, frozen=True):
    """One event; `stage` is what its work is at: `requests`, `accreditations` or `carry_over`."""

    id: int
    election_id: int
    kind: str
    at: datetime
    by_role: str
    organisation_id: int | None
    act: dict[str, Any]
    before: dict[str, Any]
    after: dict[str, Any]
    state: str
    stage: str
    request_after: int
    accreditation_after: int
    counts: dict[str, int]
    finished_at: datetime | None


async def add(
    conn: AsyncConnection,
    *,
    election_id: int,
    kind: str,
    at: datetime,
    by_role: str,
    act: dict[str, Any],
    before: dict[str, Any],
    after: dict[str, Any],
    stage: str,
    organisation_id: int | None = None,
) -> ElectionEvent:
    """Record an event whose work is still to be done."""
    cursor = await conn.execute(
        "INSERT INTO election_events (election_id, kind, at, by_role, organisation_id, act, before, after, stage) "  # noqa: S608
        f"VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING {_COLUMNS}",
        (election_id, kind, at, by_role, organisation_id, Jsonb(act), Jsonb(before), Jsonb(after), stage),
    )
    return ElectionEvent(*await cursor.fetchone())


async def open_ids(conn: AsyncConnection) -> list[int]:
    """Events whose work is not done, oldest first."""
    cursor = await conn.execute("SELECT id FROM election_events WHERE state = 'open' ORDER BY id")
    return [row[0] for row in await cursor.fetchall()]


async def is_unsettled(conn: AsyncConnection, since: datetime) -> bool:
    """Whether an event since the given instant still has requests to go through."""
    cursor = await conn.execute(
        "SELECT EXISTS (SELECT 1 FROM election_events WHERE state = 'open' AND stage = 'requests' AND at > %s)",
        (since,),
    )
    return (await cursor.fetchone())[0]


async def take(conn: AsyncConnection, id: int) -> ElectionEvent | None:
    """Lock an event whose work is not done, unless another process has it."""
    cursor = await conn.execute(
        f"SELECT {_COLUMNS} FROM election_events WHERE id = %s AND state = 'open' FOR UPDATE SKIP LOCKED",  # noqa: S608
        (id,),
    )
    row = await cursor.fetchone()
    return ElectionEvent(*row) if row else None


async def came_to(conn: AsyncConnection, event: ElectionEvent) -> None:
    """Store how far the work came."""
    await conn.execute(
        "UPDATE election_events SET state = %s, stage = %s, request_after = %s, accreditation_after = %s, "
        "counts = %s, finished_at = %s WHERE id = %s",
        (
            event.state,
            event.stage,
            event.request_after,
            event.accreditation_after,
            Jsonb(event.counts),
            event.finished_at,
            event.id,
        ),
    )


async def find(conn: AsyncConnection, election_id: int, id: int) -> ElectionEvent | None:
    """One event of an election."""
    cursor = await conn.execute(
        f"SELECT {_COLUMNS} FROM election_events WHERE election_id = %s AND id = %s",  # noqa: S608
        (election_id, id),
    )
    row = await cursor.fetchone()
    return ElectionEvent(*row) if row else None


async def page(conn: AsyncConnection, election_id: int, after: int, limit: int) -> list[ElectionEvent]:
    """The events of an election in order of id."""
    cursor = await conn.execute(
        f"SELECT {_COLUMNS} FROM election_events WHERE election_id = %s AND id > %s ORDER BY id LIMIT %s",  # noqa: S608
        (election_id, after, limit),
    )
    return [ElectionEvent(*row) for row in await cursor.fetchall()]
