"""Decisions of the competent commissions on requests, stored one by one and by the thousand by the same statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from backend.store.recordsets import recordset


class DecisionRow(msgspec.Struct, frozen=True):
    """One decision with its act; `appeal` is the remedy and its last day, printed on a refusal."""

    id: int
    outcome: str
    grounds: list[dict[str, Any]]
    act_number: str
    act_date: date
    signatory: str
    body: str
    decided_at: datetime
    decided_by: str
    appeal: dict[str, Any] | None
    act_id: int | None
    basis: dict[str, Any]
    found: list[dict[str, Any]]


class NewDecision(msgspec.Struct, frozen=True):
    """A decision ready to be stored, with what it does to its request.

    Attributes:
        request_id: the request.
        outcome: grant, refuse or return.
        grounds: code, article, reason and facts of each.
        appeal: the remedy against a refusal, None otherwise.
        basis: the competence with its instruction, and the edition.
        found: what the rules found, without the counts.
        state: the state of the request after the decision.
        competent: the competent commission.
        assessment: the assessment decided upon as JSON; None keeps the one that is stored.
    """

    request_id: int
    outcome: str
    grounds: list[dict[str, Any]]
    appeal: dict[str, Any] | None
    basis: dict[str, Any]
    found: list[dict[str, Any]]
    state: str
    competent: str
    assessment: msgspec.Raw | None = None


class Signed(msgspec.Struct, frozen=True):
    """What makes decisions an act: number, civil date, signatory, the deciding commission, instant and actor."""

    number: str
    date: date
    signatory: str
    body: str
    at: datetime
    by: str
    act_id: int | None = None


_ADD = """
INSERT INTO decisions (request_id, round, outcome, grounds, appeal, basis, found, act_number, act_date, signatory,
    body, decided_at, decided_by, act_id)
SELECT n.request_id, r.round, n.outcome, n.grounds, n.appeal, n.basis, n.found, %(number)s, %(date)s, %(signatory)s,
       %(body)s, %(at)s, %(by)s, %(act_id)s
FROM json_to_recordset(%(rows)s::json) AS n (request_id bigint, outcome text, grounds jsonb, appeal jsonb,
    basis jsonb, found jsonb)
JOIN requests r ON r.id = n.request_id ORDER BY n.request_id
RETURNING request_id, id
"""
_MOVE = """
UPDATE requests r SET state = n.state, competent = n.competent, assessment = coalesce(n.assessment, r.assessment)
FROM json_to_recordset(%s::json) AS n (request_id bigint, state text, competent text, assessment jsonb)
WHERE r.id = n.request_id
"""
ROWS_AT_ONCE = 250
"""Assessments are some ten thousand characters each; a statement carries a few megabytes."""


async def add_all(conn: AsyncConnection, new: Sequence[NewDecision], signed: Signed) -> dict[int, int]:
    """Store decisions and move their requests; returns the decisions' ids by the request's.

    Raises:
        psycopg.errors.UniqueViolation: a request was granted or refused already.
    """
    act = {name: getattr(signed, name) for name in Signed.__struct_fields__}
    ids: dict[int, int] = {}
    for start in range(0, len(new), ROWS_AT_ONCE):
        part = new[start : start + ROWS_AT_ONCE]
        rows = [
            {
                "request_id": one.request_id,
                "outcome": one.outcome,
                "grounds": one.grounds,
                "appeal": one.appeal,
                "basis": one.basis,
                "found": one.found,
            }
            for one in part
        ]
        cursor = await conn.execute(_ADD, act | {"rows": recordset(rows)})
        ids |= dict(await cursor.fetchall())
        moved = [
            {
                "request_id": one.request_id,
                "state": one.state,
                "competent": one.competent,
                "assessment": one.assessment,
            }
            for one in part
        ]
        await conn.execute(_MOVE, (recordset(moved),))
    return ids


_COLUMNS = (
    "d.id, d.outcome, d.grounds, d.act_number, d.act_date, d.signatory, d.body, d.decided_at, d.decided_by, "
    "d.appeal, d.act_id, d.basis, d.found"
)


async def latest(conn: AsyncConnection, request_id: int) -> DecisionRow | None:
    """The latest decision on a request."""
    cursor = await conn.execute(
        f"SELECT {_COLUMNS} FROM decisions d WHERE d.request_id = %s ORDER BY d.id DESC LIMIT 1",  # noqa: S608
        (request_id,),
    )
    row = await cursor.fetchone()
    return DecisionRow(*row) if row else None


async def latest_refusal(conn: AsyncConnection, request_id: int) -> DecisionRow | None:
    """The latest refusal of a request."""
    cursor = await conn.execute(
        f"SELECT {_COLUMNS} FROM decisions d "  # noqa: S608
        "WHERE d.request_id = %s AND d.outcome = 'refuse' ORDER BY d.id DESC LIMIT 1",
        (request_id,),
    )
    row = await cursor.fetchone()
    return DecisionRow(*row) if row else None


class PublishedAct(msgspec.Struct, frozen=True):
    """One act as the public may know it: counts, and senders that take part in no contest by name."""

    body: str
    number: str
    date: date
    announced_at: datetime
    addendum_to: str | None
    granted: int
    refused: int
    returned: int
    subjects: int
    organisations: list[dict[str, Any]]
    grounds: list[dict[str, Any]]


_PUBLISHED = """
WITH page AS (
    SELECT d.body, d.act_number, d.act_date, min(d.decided_at) AS announced_at, min(d.id) AS first, min(d.act_id) AS act
    FROM decisions d JOIN requests r ON r.id = d.request_id WHERE r.election_id = %(election)s
    GROUP BY d.body, d.act_number, d.act_date HAVING min(d.id) > %(after)s ORDER BY first LIMIT %(limit)s
), lines AS (
    SELECT p.first, d.outcome, d.grounds, o.id AS sender, o.name, o.kind,
           o.kind IN ('political_party', 'coalition', 'independent_candidate') AS subject
    FROM page p JOIN decisions d ON d.body = p.body AND d.act_number = p.act_number AND d.act_date = p.act_date
    JOIN requests r ON r.id = d.request_id AND r.election_id = %(election)s
    JOIN organisations o ON o.id = r.organisation_id
), totals AS (
    SELECT first, count(*) FILTER (WHERE outcome = 'grant')::int AS granted,
           count(*) FILTER (WHERE outcome = 'refuse')::int AS refused,
           count(*) FILTER (WHERE outcome = 'return')::int AS returned,
           count(*) FILTER (WHERE subject)::int AS subjects
    FROM lines GROUP BY first
), named AS (
    SELECT first, jsonb_agg(jsonb_build_object('name', name, 'kind', kind, 'granted', granted, 'refused', refused,
                                               'returned', returned) ORDER BY name) AS organisations
    FROM (SELECT first, sender, name, kind, count(*) FILTER (WHERE outcome = 'grant') AS granted,
                 count(*) FILTER (WHERE outcome = 'refuse') AS refused,
                 count(*) FILTER (WHERE outcome = 'return') AS returned
          FROM lines WHERE NOT subject GROUP BY first, sender, name, kind) each GROUP BY first
), grounded AS (
    SELECT first, jsonb_agg(jsonb_build_object('code', code, 'article', article, 'count', count)
                            ORDER BY count DESC, code, article) AS grounds
    FROM (SELECT first, g->>'code' AS code, g->>'article' AS article, count(*) AS count
          FROM lines, jsonb_array_elements(grounds) g WHERE outcome = 'refuse' GROUP BY 1, 2, 3) each GROUP BY first
)
SELECT p.first, p.body, p.act_number, p.act_date, p.announced_at, e.number, t.granted, t.refused, t.returned, t.subjects,
       coalesce(n.organisations, '[]'), coalesce(g.grounds, '[]')
FROM page p JOIN totals t USING (first) LEFT JOIN named n USING (first) LEFT JOIN grounded g USING (first)
LEFT JOIN acts a ON a.id = p.act LEFT JOIN acts e ON e.id = a.addendum_to ORDER BY p.first
"""


async def published(
    conn: AsyncConnection, election_id: int, *, after: int, limit: int
) -> list[tuple[int, PublishedAct]]:
    """The acts of an election after a place, oldest first, each with its place in the list."""
    cursor = await conn.execute(_PUBLISHED, {"election": election_id, "after": after, "limit": limit})
    return [(row[0], PublishedAct(*row[1:])) for row in await cursor.fetchall()]
