"""Acts of a commission with their lists of requests: drafts, acts in effect, and addenda to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from backend.store.recordsets import recordset

LONG_LOCK_TIMEOUT_MS = 25_000


class ActRow(msgspec.Struct, frozen=True):
    """One act as it is stored; number, date and signatory are None while it is a draft."""

    id: int
    election_id: int
    body: str
    state: str
    addendum_to: int | None
    created_at: datetime
    created_by: str
    number: str | None
    date: date | None
    signatory: str | None
    effected_at: datetime | None


class Line(msgspec.Struct, frozen=True):
    """One request of an act; `outcome` None takes the last proposal, `left_out` holds why it was not decided."""

    request_id: int
    outcome: str | None
    grounds: list[dict[str, Any]]
    left_out: list[str] | None = None


_COLUMNS = (
    "a.id, a.election_id, a.body, a.state, a.addendum_to, a.created_at, a.created_by, a.number, a.act_date, "
    "a.signatory, a.effected_at"
)


async def wait_longer(conn: AsyncConnection) -> None:
    """In this transaction a lock is waited for as long as an act of thousands may hold it."""
    await conn.execute(f"SET LOCAL lock_timeout = {LONG_LOCK_TIMEOUT_MS}")


async def add(
    conn: AsyncConnection,
    *,
    election_id: int,
    body: str,
    addendum_to: int | None,
    created_at: datetime,
    created_by: str,
    lines: Sequence[Line],
) -> int:
    """Store a draft with its list; returns its id."""
    cursor = await conn.execute(
        "INSERT INTO acts (election_id, body, addendum_to, created_at, created_by) VALUES (%s, %s, %s, %s, %s) "
        "RETURNING id",
        (election_id, body, addendum_to, created_at, created_by),
    )
    id: int = (await cursor.fetchone())[0]
    await conn.execute(
        "INSERT INTO act_lines (act_id, request_id, outcome, grounds) SELECT %s, request_id, outcome, grounds "
        "FROM json_to_recordset(%s::json) AS l (request_id bigint, outcome text, grounds jsonb)",
        (id, recordset(lines)),
    )
    return id


async def find(conn: AsyncConnection, id: int, *, lock: bool = False) -> ActRow | None:
    """The act with this id; with `lock` its row is held until COMMIT."""
    suffix = " FOR UPDATE" if lock else ""
    cursor = await conn.execute(f"SELECT {_COLUMNS} FROM acts a WHERE a.id = %s{suffix}", (id,))  # noqa: S608
    row = await cursor.fetchone()
    return ActRow(*row) if row else None


async def lines(conn: AsyncConnection, id: int) -> list[Line]:
    """The list of an act, in order of the request's id."""
    cursor = await conn.execute(
        "SELECT request_id, outcome, grounds, left_out FROM act_lines WHERE act_id = %s ORDER BY request_id",
        (id,),
    )
    return [Line(*row) for row in await cursor.fetchall()]


async def senders(conn: AsyncConnection, id: int) -> frozenset[int]:
    """The organisations that an act, with every act that it adds to and every addendum before it, is about."""
    cursor = await conn.execute(
        "WITH RECURSIVE earlier AS (SELECT id, addendum_to FROM acts WHERE id = %s "
        "UNION SELECT a.id, a.addendum_to FROM acts a JOIN earlier e ON a.id = e.addendum_to) "
        "SELECT DISTINCT r.organisation_id FROM decisions d JOIN requests r ON r.id = d.request_id "
        "WHERE d.act_id IN (SELECT id FROM earlier)",
        (id,),
    )
    return frozenset(row[0] for row in await cursor.fetchall())


async def put_in_effect(
    conn: AsyncConnection, id: int, *, number: str, date: date, signatory: str, at: datetime, by: str
) -> None:
    """Store what makes a draft an act.

    Raises:
        psycopg.errors.UniqueViolation: another act of the commission has this number and date.
    """
    await conn.execute(
        "UPDATE acts SET state = 'in_effect', number = %s, act_date = %s, signatory = %s, effected_at = %s, "
        "effected_by = %s WHERE id = %s",
        (number, date, signatory, at, by, id),
    )


async def leave_out(conn: AsyncConnection, id: int, reasons: Sequence[tuple[int, Sequence[str]]]) -> None:
    """Mark the lines that the act did not decide, with the codes that stood in the way."""
    await conn.execute(
        "UPDATE act_lines l SET left_out = ARRAY(SELECT jsonb_array_elements_text(n.codes)) "
        "FROM json_to_recordset(%s::json) AS n (request_id bigint, codes jsonb) "
        "WHERE l.act_id = %s AND l.request_id = n.request_id",
        (recordset([{"request_id": request, "codes": list(codes)} for request, codes in reasons]), id),
    )


async def abandon(conn: AsyncConnection, id: int) -> None:
    """A draft that nobody will put in effect."""
    await conn.execute("UPDATE acts SET state = 'abandoned' WHERE id = %s", (id,))


class ActItem(msgspec.Struct, frozen=True):
    """One act in a list with the size of its list and what it decided."""

    id: int
    election: int
    body: str
    state: str
    addendum_to: int | None
    created_at: datetime
    number: str | None
    date: date | None
    signatory: str | None
    effected_at: datetime | None
    requests: int
    granted: int
    refused: int
    returned: int


async def page(
    conn: AsyncConnection,
    *,
    after: int,
    limit: int,
    body: str | None,
    organisation_id: int | None,
    election_id: int | None,
    state: str | None,
) -> list[ActItem]:
    """Acts after an id: of one commission, of one sender (in effect only, its own part of the list), or all."""
    cursor = await conn.execute(
        "SELECT a.id, a.election_id, a.body, a.state, a.addendum_to, a.created_at, a.number, a.act_date, a.signatory, "
        "a.effected_at, (SELECT count(*) FROM act_lines l JOIN requests r ON r.id = l.request_id WHERE l.act_id = a.id "
        "AND (%(organisation)s::bigint IS NULL OR r.organisation_id = %(organisation)s))::int, "
        "d.granted, d.refused, d.returned FROM acts a CROSS JOIN LATERAL (SELECT "
        "count(*) FILTER (WHERE outcome = 'grant')::int AS granted, "
        "count(*) FILTER (WHERE outcome = 'refuse')::int AS refused, "
        "count(*) FILTER (WHERE outcome = 'return')::int AS returned FROM decisions x "
        "JOIN requests r ON r.id = x.request_id WHERE x.act_id = a.id "
        "AND (%(organisation)s::bigint IS NULL OR r.organisation_id = %(organisation)s)) d WHERE a.id > %(after)s "
        "AND (%(body)s::text IS NULL OR a.body = %(body)s) "
        "AND (%(election)s::int IS NULL OR a.election_id = %(election)s) "
        "AND (%(state)s::text IS NULL OR a.state = %(state)s) "
        "AND (%(organisation)s::bigint IS NULL OR (a.state = 'in_effect' AND d.granted + d.refused + d.returned > 0)) "
        "ORDER BY a.id LIMIT %(limit)s",
        {
            "after": after,
            "limit": limit,
            "body": body,
            "organisation": organisation_id,
            "election": election_id,
            "state": state,
        },
    )
    return [ActItem(*row) for row in await cursor.fetchall()]


class Decided(msgspec.Struct, frozen=True):
    """One line of an act in effect, as its annex prints it."""

    request_id: int
    number: str
    organisation_id: int
    organisation: str
    organisation_kind: str
    given_name: str
    family_name: str
    scope: dict[str, Any]
    role: str
    outcome: str
    grounds: list[dict[str, Any]]
    appeal: dict[str, Any] | None
    basis: dict[str, Any]
    found: list[dict[str, Any]]
    accreditation: str | None


async def decided(conn: AsyncConnection, id: int, organisation_id: int | None = None) -> list[Decided]:
    """What an act decided, by sender and request; of one sender only where one is given."""
    cursor = await conn.execute(
        "SELECT r.id, r.number, o.id, o.name, o.kind, r.given_name, r.family_name, r.scope, r.role, d.outcome, d.grounds, "
        "d.appeal, d.basis, d.found, (SELECT c.number FROM accreditations c WHERE c.request_id = r.id ORDER BY c.id "
        "LIMIT 1) FROM decisions d JOIN requests r ON r.id = d.request_id "
        "JOIN organisations o ON o.id = r.organisation_id WHERE d.act_id = %(act)s "
        "AND (%(organisation)s::bigint IS NULL OR o.id = %(organisation)s) ORDER BY o.name, o.id, r.id",
        {"act": id, "organisation": organisation_id},
    )
    return [Decided(*row) for row in await cursor.fetchall()]


async def chosen(
    conn: AsyncConnection,
    *,
    election_id: int,
    numbers: Sequence[str] | None,
    organisation_id: int | None,
    states: Sequence[str],
    competent: str | None,
    finding: str | None,
    without: Sequence[str],
    proposed: str | None,
    limit: int,
) -> list[tuple[int, str]]:
    """Ids and numbers of an election's requests: those named, or those that a filter takes, in order of id."""
    cursor = await conn.execute(
        "SELECT r.id, r.number FROM requests r WHERE r.election_id = %(election)s "
        "AND (%(numbers)s::text[] IS NULL OR r.number = ANY(%(numbers)s)) "
        "AND (%(organisation)s::bigint IS NULL OR r.organisation_id = %(organisation)s) "
        "AND (%(numbers)s::text[] IS NOT NULL OR r.state = ANY(%(states)s)) "
        "AND (%(competent)s::text IS NULL OR r.competent = %(competent)s) "
        "AND (%(finding)s::text IS NULL OR EXISTS (SELECT 1 FROM jsonb_array_elements(r.assessment->'findings') f "
        "WHERE f->>'code' = %(finding)s)) "
        "AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(r.assessment->'findings') f "
        "WHERE f->>'code' = ANY(%(without)s)) "
        "AND (%(proposed)s::text IS NULL OR %(proposed)s = (SELECT p.outcome FROM proposals p "
        "WHERE p.request_id = r.id ORDER BY p.id DESC LIMIT 1)) ORDER BY r.id LIMIT %(limit)s",
        {
            "election": election_id,
            "numbers": list(numbers) if numbers is not None else None,
            "organisation": organisation_id,
            "states": list(states),
            "competent": competent,
            "finding": finding,
            "without": list(without),
            "proposed": proposed,
            "limit": limit,
        },
    )
    return [(row[0], row[1]) for row in await cursor.fetchall()]


async def elections_of(conn: AsyncConnection, numbers: Sequence[str]) -> list[int]:
    """The elections of these requests."""
    cursor = await conn.execute(
        "SELECT DISTINCT election_id FROM requests WHERE number = ANY(%s) ORDER BY 1", (list(numbers),)
    )
    return [row[0] for row in await cursor.fetchall()]


async def waiting_senders(conn: AsyncConnection, competent: str | None) -> list[int]:
    """The organisations whose requests wait for a decision of one commission (None: of any)."""
    cursor = await conn.execute(
        "SELECT DISTINCT organisation_id FROM requests WHERE state IN ('received', 'assessed', 'overdue') "
        "AND (%(competent)s::text IS NULL OR competent = %(competent)s) LIMIT 500",
        {"competent": competent},
    )
    return [row[0] for row in await cursor.fetchall()]
