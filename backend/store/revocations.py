"""Revoked accreditations, signed revocation lists and the orders that revoke many at once."""

from __future__ import annotations

from collections.abc import Sequence
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


class Target(msgspec.Struct, frozen=True):
    """One accreditation that an order would revoke."""

    id: int
    number: str
    organisation_id: int


class Selection(msgspec.Struct, frozen=True):
    """Whom an order revokes; an empty list asks nothing. `units` and `centres` are the zone."""

    election_id: int
    organisations: list[int] = []
    units: list[str] = []
    centres: list[str] = []
    organisation_kinds: list[str] = []
    roles: list[str] = []
    exempt_organisations: list[int] = []
    exempt_organisation_kinds: list[str] = []
    exempt_roles: list[str] = []
    exempt_numbers: list[str] = []


# An accreditation touches a unit that it names, or in which a place or commission that it names lies;
# it touches a voting centre that it names, or that lies in a unit that it names.
_TOUCHES = """
  a.scope->'electoral_units' ?| %(units)s::text[]
  OR a.scope->'commissions' ?| %(commissions)s::text[]
  OR a.scope->'voting_centres' ?| %(centres)s::text[]
  OR EXISTS (
    SELECT 1 FROM places p WHERE p.election_id = a.election_id AND (
      (p.unit_code = ANY(%(units)s::text[])
       AND (a.scope->'voting_centres' ? p.code OR a.scope->'counting_centres' ? p.code))
      OR (p.code = ANY(%(centres)s::text[]) AND a.scope->'electoral_units' ? p.unit_code)))
"""


async def targets(conn: AsyncConnection, wanted: Selection, *, lock: bool) -> list[Target]:
    """The valid accreditations that a selection meets, by id; with `lock` they are held until COMMIT."""
    cursor = await conn.execute(
        "SELECT a.id, a.number, a.organisation_id FROM accreditations a "  # noqa: S608
        "JOIN organisations o ON o.id = a.organisation_id "
        "WHERE a.election_id = %(election_id)s AND a.state = 'valid' "
        "AND (%(organisations)s::bigint[] = '{}' OR a.organisation_id = ANY(%(organisations)s::bigint[])) "
        "AND (%(organisation_kinds)s::text[] = '{}' OR o.kind = ANY(%(organisation_kinds)s::text[])) "
        "AND (%(roles)s::text[] = '{}' OR a.role = ANY(%(roles)s::text[])) "
        "AND a.organisation_id <> ALL(%(exempt_organisations)s::bigint[]) "
        "AND o.kind <> ALL(%(exempt_organisation_kinds)s::text[]) "
        "AND a.role <> ALL(%(exempt_roles)s::text[]) AND a.number <> ALL(%(exempt_numbers)s::text[]) "
        f"AND ((%(units)s::text[] = '{{}}' AND %(centres)s::text[] = '{{}}') OR {_TOUCHES}) "
        "ORDER BY a.id" + (" FOR NO KEY UPDATE OF a" if lock else ""),
        {
            **msgspec.structs.asdict(wanted),
            "commissions": [f"{kind}:{unit}" for unit in wanted.units for kind in ("zec", "lgec")],
        },
    )
    return [Target(*row) for row in await cursor.fetchall()]


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


async def lock_rows(conn: AsyncConnection, ids: Sequence[int]) -> list[tuple[int, str, int]]:
    """Lock accreditations in order of id; returns id, number and election of those still valid."""
    cursor = await conn.execute(
        "SELECT id, number, election_id FROM accreditations WHERE id = ANY(%s) AND state = 'valid' "
        "ORDER BY id FOR NO KEY UPDATE",
        (list(ids),),
    )
    return [(row[0], row[1], row[2]) for row in await cursor.fetchall()]


async def mark(conn: AsyncConnection, ids: Sequence[int], now: datetime, revocation: dict[str, Any]) -> None:
    """Mark locked accreditations as revoked."""
    await conn.execute(
        "UPDATE accreditations SET state = 'revoked', revoked_at = %s, revocation = %s WHERE id = ANY(%s)",
        (now, Jsonb(revocation), list(ids)),
    )


async def silence(conn: AsyncConnection, numbers: Sequence[str], ids: Sequence[int], now: datetime) -> None:
    """End the phone keys and the unused one-time codes of revoked accreditations."""
    await conn.execute(
        "UPDATE api_keys SET revoked_at = %s WHERE role = ANY(%s) AND revoked_at IS NULL",
        (now, [f"observer:{number}" for number in numbers]),
    )
    await conn.execute(
        "UPDATE chat_links SET burned_at = %s WHERE accreditation_id = ANY(%s) AND used_at IS NULL "
        "AND burned_at IS NULL",
        (now, list(ids)),
    )


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
    """The serials revoked in an election."""
    cursor = await conn.execute(
        "SELECT serial FROM accreditations WHERE election_id = %s AND state = 'revoked'", (election_id,)
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
