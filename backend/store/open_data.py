"""Counts for the public: never a row of a person or a sender, only numbers of many."""

from __future__ import annotations

from datetime import datetime

import msgspec
from psycopg import AsyncConnection


class Counts(msgspec.Struct, frozen=True):
    """What is counted of one election, before small numbers are hidden.

    Attributes:
        requests: how many requests of each sender's kind stand in each state.
        decided: how many were decided, by sender's kind.
        median_s: seconds from receipt to the first final decision, the median, by sender's kind.
        longest_s: the longest such time of all.
        median_all_s: the median of all.
        grounds: how many refusals that stand name each code and article.
        failures: requests on which the commission failed to decide in time.
        decided_late: those of them that were decided afterwards.
        late_requests: requests that are past the law's limit and wait for a decision now.
        appeals: appeals by what they are against and where they stand.
        late_appeals: appeals whose body is past a limit now.
        ended: accreditations that are not valid any more, by standing.
    """

    requests: dict[tuple[str, str], int]
    decided: dict[str, int]
    median_s: dict[str, float]
    median_all_s: float | None
    longest_s: float | None
    grounds: dict[tuple[str, str], int]
    failures: int
    decided_late: int
    late_requests: int
    appeals: dict[tuple[str, str], int]
    late_appeals: int
    ended: dict[str, int]


_REQUESTS = """
SELECT o.kind, r.state, count(*),
       count(*) FILTER (WHERE r.decision_due_kind = 'law' AND r.decision_due_at <= %(now)s
                        AND r.state IN ('received', 'assessed', 'overdue'))
FROM requests r JOIN organisations o ON o.id = r.organisation_id
WHERE r.election_id = %(election)s GROUP BY o.kind, r.state
"""
_TIMES = """
SELECT o.kind, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY d.seconds), max(d.seconds), grouping(o.kind)
FROM (SELECT DISTINCT ON (x.request_id) r.organisation_id,
             extract(epoch FROM x.decided_at - r.received_at)::double precision AS seconds
      FROM decisions x JOIN requests r ON r.id = x.request_id
      WHERE r.election_id = %(election)s AND x.outcome IN ('grant', 'refuse')
      ORDER BY x.request_id, x.id) d
JOIN organisations o ON o.id = d.organisation_id GROUP BY GROUPING SETS ((o.kind), ())
"""
_GROUNDS = """
SELECT coalesce(g.value->>'code', ''), coalesce(g.value->>'article', ''), count(DISTINCT d.request_id)
FROM decisions d JOIN requests r ON r.id = d.request_id AND r.round = d.round AND r.state = 'refused'
CROSS JOIN jsonb_array_elements(d.grounds) g
WHERE r.election_id = %(election)s AND d.outcome = 'refuse' GROUP BY 1, 2
"""
_FAILURES = """
SELECT count(DISTINCT r.id),
       count(DISTINCT r.id) FILTER (WHERE EXISTS (SELECT 1 FROM decisions d WHERE d.request_id = r.id
                                    AND d.outcome IN ('grant', 'refuse') AND d.decided_at >= e.at))
FROM request_events e JOIN requests r ON r.id = e.request_id
WHERE e.event = 'failure_to_decide' AND r.election_id = %(election)s
"""
_APPEALS = """
SELECT coalesce(against, 'nothing'), state, count(*),
       count(*) FILTER (WHERE due_at <= %(now)s AND due_step <> 'completion')
FROM appeals WHERE election_id = %(election)s GROUP BY 1, 2
"""
_ENDED = "SELECT state, count(*) FROM accreditations WHERE election_id = %(election)s GROUP BY state"


async def counts(conn: AsyncConnection, election_id: int, now: datetime) -> Counts:
    """Count everything of one election at an instant."""
    given = {"election": election_id, "now": now}
    requests = await (await conn.execute(_REQUESTS, given)).fetchall()
    times = await (await conn.execute(_TIMES, given)).fetchall()
    grounds = await (await conn.execute(_GROUNDS, given)).fetchall()
    failures = await (await conn.execute(_FAILURES, given)).fetchone()
    appeals = await (await conn.execute(_APPEALS, given)).fetchall()
    ended = await (await conn.execute(_ENDED, given)).fetchall()
    whole = next((row for row in times if row[4] == 1), None)
    by_kind = [row for row in times if row[4] == 0]
    return Counts(
        requests={(row[0], row[1]): row[2] for row in requests},
        decided={row[0]: row[1] for row in by_kind},
        median_s={row[0]: row[2] for row in by_kind},
        median_all_s=whole[2] if whole else None,
        longest_s=whole[3] if whole else None,
        grounds={(row[0], row[1]): row[2] for row in grounds},
        failures=failures[0],
        decided_late=failures[1],
        late_requests=sum(row[3] for row in requests),
        appeals={(row[0], row[1]): row[2] for row in appeals},
        late_appeals=sum(row[3] for row in appeals),
        ended=dict(ended),
    )


class PublicRequest(msgspec.Struct, frozen=True):
    """What anybody may know of a request by its unguessable id: where it stands, never whose it is nor who sent it."""

    state: str
    received_at: datetime
    decision_due_at: datetime | None
    decision_due_kind: str | None
    failure_at: datetime | None
    decided_at: datetime | None
    outcome: str | None
    appeal: dict | None
    election: str
    demo: bool


async def public_request(conn: AsyncConnection, public_id: str) -> PublicRequest | None:
    """The request with this public id, or None."""
    cursor = await conn.execute(
        "SELECT r.state, r.received_at, r.decision_due_at, r.decision_due_kind, r.failure_at, d.decided_at, d.outcome, "
        "d.appeal, e.name, e.demo FROM requests r JOIN elections e ON e.id = r.election_id "
        "LEFT JOIN LATERAL (SELECT decided_at, outcome, appeal FROM decisions x WHERE x.request_id = r.id "
        "AND x.round = r.round ORDER BY x.id DESC LIMIT 1) d ON true WHERE r.public_id = %s",
        (public_id,),
    )
    row = await cursor.fetchone()
    return PublicRequest(*row) if row else None


async def public_id(conn: AsyncConnection, request_id: int) -> str:
    """The public id of a request."""
    cursor = await conn.execute("SELECT public_id FROM requests WHERE id = %s", (request_id,))
    return (await cursor.fetchone())[0]
