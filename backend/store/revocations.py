"""Revoked accreditations, signed revocation lists and the orders that revoke many at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb


class StoredList(msgspec.Struct, frozen=True):
    """One signed revocation list; `serials` is how many it holds."""

    election_id: int
    seq: int
    issued_at: datetime
    list: str
    serials: int


class Candidate(msgspec.Struct, frozen=True):
    """One valid accreditation that an order may meet."""

    id: int
    number: str
    organisation_id: int
    organisation_kind: str
    role: str
    scope: dict[str, Any]


async def candidates(conn: AsyncConnection, election_id: int) -> list[Candidate]:
    """The valid accreditations of an election, by id."""
    cursor = await conn.execute(
        "SELECT a.id, a.number, a.organisation_id, o.kind, a.role, a.scope FROM accreditations a "
        "JOIN organisations o ON o.id = a.organisation_id "
        "WHERE a.election_id = %s AND a.state = 'valid' ORDER BY a.id",
        (election_id,),
    )
    return [Candidate(*row) for row in await cursor.fetchall()]


async def unit_of_places(conn: AsyncConnection, election_id: int) -> dict[str, str]:
    """The electoral unit of every place of an election, by the place's code."""
    cursor = await conn.execute("SELECT code, unit_code FROM places WHERE election_id = %s", (election_id,))
    return dict(await cursor.fetchall())


async def add_order(
    conn: AsyncConnection,
    *,
    election_id: int,
    act: dict[str, Any],
    filter: dict[str, Any],
    revoked: int,
    ordered_at: datetime,
    ordered_by: str,
    confirmed_by: str,
) -> int:
    """Store an order with both officers' keys; returns its id."""
    cursor = await conn.execute(
        "INSERT INTO revocation_orders (election_id, act, filter, revoked, ordered_at, ordered_by, confirmed_by) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING id",
        (election_id, Jsonb(act), Jsonb(filter), revoked, ordered_at, ordered_by, confirmed_by),
    )
    return (await cursor.fetchone())[0]


async def next_seq(conn: AsyncConnection, election_id: int) -> int:
    """The next list number of an election; the counter's row is held until COMMIT, so it is taken last."""
    cursor = await conn.execute(
        "INSERT INTO badge_counters (election_id, revocation_seq) VALUES (%s, 1) ON CONFLICT (election_id) "
        "DO UPDATE SET revocation_seq = badge_counters.revocation_seq + 1 RETURNING revocation_seq",
        (election_id,),
    )
    return (await cursor.fetchone())[0]


async def hold_counter(conn: AsyncConnection, election_id: int) -> None:
    """Hold the election's counter until COMMIT without moving it."""
    await conn.execute(
        "INSERT INTO badge_counters (election_id) VALUES (%(election)s) ON CONFLICT (election_id) "
        "DO UPDATE SET election_id = excluded.election_id",
        {"election": election_id},
    )


async def serials(conn: AsyncConnection, election_id: int) -> list[int]:
    """The serials of an election that a door must not take: not valid, or ended under their accreditation."""
    cursor = await conn.execute(
        "SELECT serial FROM accreditations WHERE election_id = %(election)s AND state <> 'valid' "
        "UNION ALL SELECT serial FROM ended_serials WHERE election_id = %(election)s",
        {"election": election_id},
    )
    return [row[0] for row in await cursor.fetchall()]


async def add_list(conn: AsyncConnection, stored: StoredList) -> None:
    """Store a newly signed list."""
    await conn.execute(
        "INSERT INTO revocation_lists (election_id, seq, issued_at, list, serials) VALUES (%s, %s, %s, %s, %s)",
        (stored.election_id, stored.seq, stored.issued_at, stored.list, stored.serials),
    )


async def latest_lists(conn: AsyncConnection, election_id: int | None = None) -> list[StoredList]:
    """The newest list of each election, or of one, in order of election."""
    cursor = await conn.execute(
        "SELECT DISTINCT ON (election_id) election_id, seq, issued_at, list, serials FROM revocation_lists "
        "WHERE %(election)s::integer IS NULL OR election_id = %(election)s ORDER BY election_id, seq DESC",
        {"election": election_id},
    )
    return [StoredList(*row) for row in await cursor.fetchall()]


async def elections(conn: AsyncConnection) -> list[int]:
    """The ids of all elections, ascending."""
    return [row[0] for row in await (await conn.execute("SELECT id FROM elections ORDER BY id")).fetchall()]
