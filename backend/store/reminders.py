"""What is due soon and what is late, counted by commission; the leads that the CEC chose."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from psycopg import AsyncConnection


async def leads(conn: AsyncConnection, election_id: int) -> list[int] | None:
    """The leads chosen for an election, in hours; None where nobody chose."""
    cursor = await conn.execute(
        "SELECT leads_hours FROM reminder_leads WHERE election_id = %s", (election_id,)
    )
    row = await cursor.fetchone()
    return row[0] if row else None


async def all_leads(conn: AsyncConnection) -> dict[int, list[int]]:
    """The leads of every election for which they were chosen."""
    cursor = await conn.execute("SELECT election_id, leads_hours FROM reminder_leads")
    return dict(await cursor.fetchall())


async def set_leads(
    conn: AsyncConnection, election_id: int, leads_hours: Sequence[int], now: datetime, actor: str
) -> None:
    """Store the leads of an election."""
    await conn.execute(
        "INSERT INTO reminder_leads (election_id, leads_hours, set_at, set_by) VALUES (%s, %s, %s, %s) "
        "ON CONFLICT (election_id) DO UPDATE SET leads_hours = excluded.leads_hours, set_at = excluded.set_at, "
        "set_by = excluded.set_by",
        (election_id, list(leads_hours), now, actor),
    )


class Counted(msgspec.Struct, frozen=True):
    """Requests of one commission whose time ends in one hour: how many, the first end, one number."""

    election_id: int
    competent: str
    kind: str
    hour: datetime
    due_at: datetime
    count: int
    number: str


_COUNTED = (
    "SELECT election_id, competent, decision_due_kind, date_trunc('hour', decision_due_at), min(decision_due_at), "
    "count(*)::int, min(number) FROM requests WHERE {} "
    "GROUP BY election_id, competent, decision_due_kind, date_trunc('hour', decision_due_at) "
    "ORDER BY 1, 2, 4"
)


async def due_between(conn: AsyncConnection, after: datetime, until: datetime) -> list[Counted]:
    """What waits for a decision that is due after one instant and not after another."""
    where = "state IN ('received', 'assessed', 'returned') AND decision_due_at > %s AND decision_due_at <= %s"
    cursor = await conn.execute(_COUNTED.format(where), (after, until))
    return [Counted(*row) for row in await cursor.fetchall()]


async def missed_between(conn: AsyncConnection, after: datetime, until: datetime) -> list[Counted]:
    """What was due after one instant and not after another and is not decided: failures, and missed targets."""
    where = (
        "(state = 'overdue' OR (state IN ('received', 'assessed', 'returned') "
        "AND decision_due_kind = 'internal_target')) AND decision_due_at > %s AND decision_due_at <= %s"
    )
    cursor = await conn.execute(_COUNTED.format(where), (after, until))
    return [Counted(*row) for row in await cursor.fetchall()]


class Late(msgspec.Struct, frozen=True):
    """One request that should have been decided."""

    id: int
    number: str
    election: int
    organisation: int
    organisation_name: str
    competent: str
    status: str
    received_at: datetime
    since: datetime
    kind: str
    article: str
    law: str
    appeal_until: datetime | None
    appeals: int


_LATE = """
SELECT r.id, r.number, r.election_id, r.organisation_id, o.name, r.competent, r.state, r.received_at, r.decision_due_at,
       r.decision_due_kind, coalesce(r.assessment->'decision_due'->>'article', ''),
       coalesce(r.assessment->'decision_due'->>'law', ''),
       (SELECT (f->'arguments'->>'appeal_until')::timestamptz FROM jsonb_array_elements(r.assessment->'findings') f
        WHERE f->>'code' = 'failure_to_decide' LIMIT 1),
       (SELECT count(*)::int FROM appeals a WHERE a.request_id = r.id AND a.against = 'failure_to_decide')
FROM requests r JOIN organisations o ON o.id = r.organisation_id
WHERE r.state IN ('received', 'assessed', 'returned', 'overdue') AND r.decision_due_at <= %(now)s
  AND (%(competent)s::text IS NULL OR r.competent = %(competent)s)
  AND (%(election)s::int IS NULL OR r.election_id = %(election)s)
  AND (%(at)s::timestamptz IS NULL OR (r.decision_due_at, r.id) > (%(at)s, %(id)s))
ORDER BY r.decision_due_at, r.id LIMIT %(limit)s
"""


async def late(
    conn: AsyncConnection,
    now: datetime,
    *,
    competent: str | None,
    election_id: int | None,
    after: tuple[datetime, int] | None,
    limit: int,
) -> list[Late]:
    """What should have been decided by now and is not, the longest late first; None is no filter."""
    at, id = after or (None, None)
    cursor = await conn.execute(
        _LATE,
        {
            "now": now,
            "competent": competent,
            "election": election_id,
            "at": at,
            "id": id,
            "limit": limit,
        },
    )
    return [Late(*row) for row in await cursor.fetchall()]


class LateCount(msgspec.Struct, frozen=True):
    """How much one commission is late with, by law and by its own target, and since when."""

    competent: str
    election: int
    law: int
    internal_target: int
    oldest: datetime


async def late_counts(
    conn: AsyncConnection, now: datetime, *, competent: str | None, election_id: int | None
) -> list[LateCount]:
    """What each commission is late with, counted."""
    cursor = await conn.execute(
        "SELECT competent, election_id, count(*) FILTER (WHERE decision_due_kind = 'law')::int, "
        "count(*) FILTER (WHERE decision_due_kind <> 'law')::int, min(decision_due_at) FROM requests "
        "WHERE state IN ('received', 'assessed', 'returned', 'overdue') AND decision_due_at <= %(now)s "
        "AND (%(competent)s::text IS NULL OR competent = %(competent)s) "
        "AND (%(election)s::int IS NULL OR election_id = %(election)s) "
        "GROUP BY competent, election_id ORDER BY competent, election_id",
        {"now": now, "competent": competent, "election": election_id},
    )
    return [LateCount(*row) for row in await cursor.fetchall()]
