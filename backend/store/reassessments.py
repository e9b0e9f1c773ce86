"""Waiting requests assessed anew in sets: which ones, and what follows for each, a set in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from backend.store.recordsets import recordset

WAITING = ("received", "held", "assessed", "returned", "overdue")
"""States in which a request still waits for a decision."""
_OVER = ("withdrawn", "refused", "replaced")


class Anew(msgspec.Struct, frozen=True):
    """What a new assessment stores of one request."""

    id: int
    state: str
    competent: str
    assessment: msgspec.Raw
    decision_due_at: datetime | None
    decision_due_kind: str | None


class MovedDeadline(msgspec.Struct, frozen=True):
    """A deadline at another instant; `only_open` leaves one alone that was raised or closed."""

    kind: str
    subject: str
    due_at: datetime
    only_open: bool = False


async def waiting_ids(
    conn: AsyncConnection, election_id: int, after: int, limit: int, organisation_id: int | None = None
) -> list[int]:
    """Ids of requests that wait for a decision, in order, those after the given one; of one sender if asked."""
    cursor = await conn.execute(
        "SELECT id FROM requests WHERE election_id = %(election)s AND id > %(after)s AND state = ANY(%(states)s) "
        "AND (%(organisation)s::bigint IS NULL OR organisation_id = %(organisation)s) ORDER BY id LIMIT %(limit)s",
        {
            "election": election_id,
            "after": after,
            "states": list(WAITING),
            "organisation": organisation_id,
            "limit": limit,
        },
    )
    return [row[0] for row in await cursor.fetchall()]


async def waiting_count(conn: AsyncConnection, election_id: int, organisation_id: int | None = None) -> int:
    """How many requests wait for a decision."""
    cursor = await conn.execute(
        "SELECT count(*) FROM requests WHERE election_id = %(election)s AND state = ANY(%(states)s) "
        "AND (%(organisation)s::bigint IS NULL OR organisation_id = %(organisation)s)",
        {"election": election_id, "states": list(WAITING), "organisation": organisation_id},
    )
    return (await cursor.fetchone())[0]


async def received_of(conn: AsyncConnection, ids: Sequence[int]) -> dict[int, datetime]:
    """When these requests were recorded."""
    if not ids:
        return {}
    cursor = await conn.execute("SELECT id, received_at FROM requests WHERE id = ANY(%s)", (list(ids),))
    return dict(await cursor.fetchall())


async def store(conn: AsyncConnection, rows: Sequence[Anew]) -> None:
    """Store new assessments of requests whose rows are held."""
    if not rows:
        return
    await conn.execute(
        "UPDATE requests r SET state = n.state, competent = n.competent, assessment = n.assessment, "
        "decision_due_at = n.decision_due_at, decision_due_kind = n.decision_due_kind "
        "FROM json_to_recordset(%s::json) AS n (id bigint, state text, competent text, assessment jsonb, "
        "decision_due_at timestamptz, decision_due_kind text) WHERE r.id = n.id",
        (recordset(rows),),
    )


async def move_deadlines(conn: AsyncConnection, moved: Sequence[MovedDeadline]) -> None:
    """Store deadlines at their new instants; one that was raised or closed opens anew unless `only_open`."""
    if not moved:
        return
    await conn.execute(
        "WITH n AS (SELECT * FROM json_to_recordset(%(rows)s::json) "
        "AS n (kind text, subject text, due_at timestamptz, only_open boolean)), "
        "kept AS (UPDATE deadlines d SET due_at = n.due_at FROM n "
        "WHERE n.only_open AND d.kind = n.kind AND d.subject = n.subject AND d.state = 'open') "
        "INSERT INTO deadlines (kind, subject, due_at) SELECT kind, subject, due_at FROM n WHERE NOT only_open "
        "ON CONFLICT (kind, subject) DO UPDATE SET due_at = excluded.due_at, state = 'open', raised_at = NULL",
        {"rows": recordset(moved)},
    )


class Filed(msgspec.Struct, frozen=True):
    """What of a waiting request decides on its place in the windows."""

    id: int
    state: str
    received_at: datetime
    citizenship: str
    role: str
    hold_consent: bool
    competent: str
    organisation_id: int
    kind: str
    country: str


async def filed(conn: AsyncConnection, election_id: int, after: int, limit: int) -> list[Filed]:
    """Waiting requests as the preview of a re-dating needs them, in order of id."""
    cursor = await conn.execute(
        "SELECT r.id, r.state, r.received_at, r.citizenship, r.role, r.hold_consent, r.competent, r.organisation_id, "
        "o.kind, o.country FROM requests r JOIN organisations o ON o.id = r.organisation_id "
        "WHERE r.election_id = %s AND r.id > %s AND r.state = ANY(%s) ORDER BY r.id LIMIT %s",
        (election_id, after, list(WAITING), limit),
    )
    return [Filed(*row) for row in await cursor.fetchall()]


async def senders(conn: AsyncConnection, election_id: int) -> list[int]:
    """Organisations with a request that is neither withdrawn, refused nor replaced."""
    cursor = await conn.execute(
        "SELECT DISTINCT organisation_id FROM requests WHERE election_id = %s AND NOT state = ANY(%s) ORDER BY 1",
        (election_id, list(_OVER)),
    )
    return [row[0] for row in await cursor.fetchall()]


async def accredited(
    conn: AsyncConnection, election_id: int, after: int, limit: int
) -> list[tuple[int, str]]:
    """Ids and numbers of accreditations in force or suspended, in order of id."""
    cursor = await conn.execute(
        "SELECT id, number FROM accreditations WHERE election_id = %s AND id > %s "
        "AND state IN ('valid', 'suspended') ORDER BY id LIMIT %s",
        (election_id, after, limit),
    )
    return await cursor.fetchall()


async def accredited_counts(conn: AsyncConnection, election_id: int, before: datetime) -> tuple[int, int]:
    """How many accreditations are in force or suspended, and how many of their badges end before an instant."""
    cursor = await conn.execute(
        "SELECT count(*), count(*) FILTER (WHERE valid_until < %s) FROM accreditations "
        "WHERE election_id = %s AND state IN ('valid', 'suspended')",
        (before, election_id),
    )
    return await cursor.fetchone()


async def deciding_roles(conn: AsyncConnection, election_id: int) -> list[str]:
    """The roles of the commissions above the voting centres."""
    cursor = await conn.execute(
        "SELECT role FROM commissions WHERE election_id = %s AND kind <> 'vcc' ORDER BY role", (election_id,)
    )
    return [row[0] for row in await cursor.fetchall()]
