"""Signed lists of serials that are not valid, and the orders that suspend or revoke many at once."""

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


class Candidate(msgspec.Struct, frozen=True):
    """One accreditation that an order may meet."""

    id: int
    number: str
    organisation_id: int
    organisation_kind: str
    role: str
    scope: dict[str, Any]


class Order(msgspec.Struct, frozen=True):
    """One order as it is stored; `frozen` are the ids that the first officer saw."""

    id: int
    election_id: int
    measure: str
    state: str
    act: dict[str, Any]
    reason: str
    basis: dict[str, Any] | None
    appeal: dict[str, Any] | None
    filter: dict[str, Any]
    revoked: int
    exempted: int
    frozen: list[int]
    ordered_at: datetime
    ordered_by: str
    confirmed_by: str | None
    effective_at: datetime | None
    reaccreditation_hours: int | None
    election_name: str
    demo: bool


class Sender(msgspec.Struct, frozen=True):
    """How many accreditations of one sender an order meets."""

    organisation: int
    name: str
    kind: str
    count: int


class Inside(msgspec.Struct, frozen=True):
    """How many of those that an order meets are recorded as inside a place."""

    place: str
    unit: str
    count: int


_ORDER = (
    "SELECT r.id, r.election_id, r.measure, r.state, r.act, r.reason, r.basis, r.appeal, r.filter, r.revoked, "
    "r.exempted, r.frozen, r.ordered_at, r.ordered_by, r.confirmed_by, r.effective_at, r.reaccreditation_hours, "
    "e.name, e.demo FROM revocation_orders r JOIN elections e ON e.id = r.election_id "
)


async def candidates(
    conn: AsyncConnection, election_id: int, states: Sequence[str] = ("valid",)
) -> list[Candidate]:
    """The accreditations of an election in these states, by id."""
    cursor = await conn.execute(
        "SELECT a.id, a.number, a.organisation_id, o.kind, a.role, a.scope FROM accreditations a "
        "JOIN organisations o ON o.id = a.organisation_id "
        "WHERE a.election_id = %s AND a.state = ANY(%s) ORDER BY a.id",
        (election_id, list(states)),
    )
    return [Candidate(*row) for row in await cursor.fetchall()]


async def senders_of(conn: AsyncConnection, ids: Sequence[int]) -> list[Sender]:
    """Accreditations counted by sender, by the sender's id."""
    cursor = await conn.execute(
        "SELECT o.id, o.name, o.kind, count(*)::int FROM accreditations a "
        "JOIN organisations o ON o.id = a.organisation_id WHERE a.id = ANY(%s) GROUP BY o.id ORDER BY o.id",
        (list(ids),),
    )
    return [Sender(*row) for row in await cursor.fetchall()]


async def inside(conn: AsyncConnection, ids: Sequence[int]) -> list[Inside]:
    """Where accreditations are recorded as inside right now, by place."""
    cursor = await conn.execute(
        "SELECT c.place_code, p.unit_code, count(*)::int FROM check_ins c JOIN places p "
        "ON p.election_id = c.election_id AND p.code = c.place_code "
        "WHERE c.accreditation_id = ANY(%s) AND c.left_at IS NULL "
        "GROUP BY c.place_code, p.unit_code ORDER BY c.place_code",
        (list(ids),),
    )
    return [Inside(*row) for row in await cursor.fetchall()]


async def numbers_of(conn: AsyncConnection, ids: Sequence[int]) -> list[str]:
    """The numbers of accreditations, by id."""
    cursor = await conn.execute(
        "SELECT number FROM accreditations WHERE id = ANY(%s) ORDER BY id", (list(ids),)
    )
    return [row[0] for row in await cursor.fetchall()]


async def numbers_of_order(conn: AsyncConnection, order_id: int) -> list[str]:
    """The numbers that an order took effect on, by id."""
    cursor = await conn.execute(
        "SELECT a.number FROM standing_events s JOIN accreditations a ON a.id = s.accreditation_id "
        "WHERE s.order_id = %s AND s.move IN ('suspend', 'revoke') ORDER BY a.id",
        (order_id,),
    )
    return [row[0] for row in await cursor.fetchall()]


async def unit_of_places(conn: AsyncConnection, election_id: int) -> dict[str, str]:
    """The electoral unit of every place of an election, by the place's code."""
    cursor = await conn.execute(
        "SELECT code, unit_code FROM places WHERE election_id = %s AND unit_code IS NOT NULL", (election_id,)
    )
    return dict(await cursor.fetchall())


async def add_order(
    conn: AsyncConnection,
    *,
    election_id: int,
    measure: str,
    act: dict[str, Any],
    reason: str,
    basis: dict[str, Any],
    filter: dict[str, Any],
    frozen: Sequence[int],
    exempted: int,
    ordered_at: datetime,
    ordered_by: str,
    reaccreditation_hours: int | None,
) -> int:
    """Store a proposed order with what its first officer saw; returns its id."""
    cursor = await conn.execute(
        "INSERT INTO revocation_orders (election_id, measure, state, act, reason, basis, filter, revoked, exempted, "
        "frozen, ordered_at, ordered_by, reaccreditation_hours) "
        "VALUES (%s, %s, 'proposed', %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
        (
            election_id,
            measure,
            Jsonb(act),
            reason,
            Jsonb(basis),
            Jsonb(filter),
            len(frozen),
            exempted,
            list(frozen),
            ordered_at,
            ordered_by,
            reaccreditation_hours,
        ),
    )
    return (await cursor.fetchone())[0]


async def take_effect(
    conn: AsyncConnection,
    id: int,
    *,
    now: datetime,
    confirmed_by: str,
    count: int,
    basis: dict[str, Any],
    appeal: dict[str, Any],
) -> None:
    """Mark an order as effective, confirmed by its second officer."""
    await conn.execute(
        "UPDATE revocation_orders SET state = 'effective', effective_at = %s, confirmed_by = %s, revoked = %s, "
        "basis = %s, appeal = %s WHERE id = %s",
        (now, confirmed_by, count, Jsonb(basis), Jsonb(appeal), id),
    )


async def withdraw_order(conn: AsyncConnection, id: int) -> None:
    """Mark a proposed order as withdrawn."""
    await conn.execute("UPDATE revocation_orders SET state = 'withdrawn' WHERE id = %s", (id,))


async def order(conn: AsyncConnection, id: int, *, lock: bool = False) -> Order | None:
    """One order; with `lock` its row is held until COMMIT."""
    tail = " FOR UPDATE OF r" if lock else ""
    row = await (await conn.execute(f"{_ORDER} WHERE r.id = %s{tail}", (id,))).fetchone()
    return Order(*row) if row else None


async def orders(
    conn: AsyncConnection, *, before: int | None, limit: int, election_id: int | None, state: str | None
) -> list[Order]:
    """Orders, the newest first."""
    cursor = await conn.execute(
        _ORDER + "WHERE (%(before)s::bigint IS NULL OR r.id < %(before)s) "
        "AND (%(election)s::int IS NULL OR r.election_id = %(election)s) "
        "AND (%(state)s::text IS NULL OR r.state = %(state)s) ORDER BY r.id DESC LIMIT %(limit)s",
        {"before": before, "election": election_id, "state": state, "limit": limit},
    )
    return [Order(*row) for row in await cursor.fetchall()]


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
