"""Deadlines of requests raised by the thousand: what is due taken in a chunk, and what follows in a few statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb


class DueRequest(msgspec.Struct, frozen=True):
    """A due deadline with what of its request decides what follows. `ended_at` is the deadline's own instant."""

    deadline_id: int
    ended_at: datetime
    id: int
    number: str
    election_id: int
    organisation_id: int
    state: str
    competent: str
    decision_due_at: datetime | None
    decision_due_kind: str | None


async def due_page(
    conn: AsyncConnection, kind: str, now: datetime, after: tuple[datetime, int] | None, limit: int
) -> list[tuple[datetime, int]]:
    """Instant and id of open deadlines of one kind that are due, after a place, earliest first; nothing is locked."""
    at, id = after or (None, None)
    cursor = await conn.execute(
        "SELECT due_at, id FROM deadlines WHERE state = 'open' AND kind = %(kind)s AND due_at <= %(now)s "
        "AND (%(at)s::timestamptz IS NULL OR (due_at, id) > (%(at)s, %(id)s)) ORDER BY due_at, id LIMIT %(limit)s",
        {"kind": kind, "now": now, "at": at, "id": id, "limit": limit},
    )
    return await cursor.fetchall()


# Requests are locked in order of id, then their deadlines; whatever another process holds is left to the next sweep.
_TAKE = """
WITH due AS (
    SELECT id, due_at, substring(subject FROM 9)::bigint AS request_id FROM deadlines
    WHERE id = ANY(%(ids)s) AND state = 'open'
)
SELECT d.id, d.due_at, r.id, r.number, r.election_id, r.organisation_id, r.state, r.competent, r.decision_due_at,
       r.decision_due_kind
FROM requests r JOIN due d ON d.request_id = r.id ORDER BY r.id FOR UPDATE OF r SKIP LOCKED
"""


async def take(conn: AsyncConnection, ids: Sequence[int], now: datetime) -> list[DueRequest]:
    """Lock the requests of these deadlines, and the deadlines that are still open and due then."""
    cursor = await conn.execute(_TAKE, {"ids": list(ids)})
    rows = {row[0]: DueRequest(*row) for row in await cursor.fetchall()}
    cursor = await conn.execute(
        "SELECT id FROM deadlines WHERE id = ANY(%s) AND state = 'open' AND due_at <= %s ORDER BY id FOR UPDATE",
        (list(rows), now),
    )
    return [rows[row[0]] for row in await cursor.fetchall()]


async def mark(conn: AsyncConnection, deadline_ids: Sequence[int], state: str, now: datetime) -> None:
    """Mark deadlines as raised or closed."""
    await conn.execute(
        "UPDATE deadlines SET state = %(state)s, raised_at = CASE WHEN %(state)s = 'raised' THEN %(now)s::timestamptz "
        "END WHERE id = ANY(%(ids)s)",
        {"state": state, "now": now, "ids": list(deadline_ids)},
    )


async def move(conn: AsyncConnection, moved: Sequence[tuple[int, datetime]]) -> None:
    """Set open deadlines to another instant, by id."""
    async with conn.cursor() as cursor:
        await cursor.executemany(
            "UPDATE deadlines SET due_at = %s WHERE id = %s", [(at, id) for id, at in moved]
        )


async def fail(
    conn: AsyncConnection, ids: Sequence[int], state: str, findings: list[Any], remedy: dict[str, Any]
) -> None:
    """Store one failure to decide for requests that share it; their assessments are added to where they lie."""
    await conn.execute(
        "UPDATE requests SET state = %(state)s, failure_at = decision_due_at, assessment = jsonb_set(jsonb_set("
        "assessment, '{findings}', (assessment->'findings') || %(findings)s), '{remedy}', %(remedy)s) "
        "WHERE id = ANY(%(ids)s)",
        {"ids": list(ids), "state": state, "findings": Jsonb(findings), "remedy": Jsonb(remedy)},
    )


async def set_states(conn: AsyncConnection, ids: Sequence[int], state: str) -> None:
    """Store one state for many requests."""
    await conn.execute("UPDATE requests SET state = %s WHERE id = ANY(%s)", (state, list(ids)))


async def raise_subjects(conn: AsyncConnection, kind: str, subjects: Sequence[str], now: datetime) -> None:
    """Mark the open deadlines of these subjects as raised."""
    await conn.execute(
        "UPDATE deadlines SET state = 'raised', raised_at = %s "
        "WHERE kind = %s AND subject = ANY(%s) AND state = 'open'",
        (now, kind, list(subjects)),
    )
