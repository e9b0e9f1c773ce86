"""Orders that change registrations: what each recorded, and what became of every accreditation it met."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from backend.store.recordsets import recordset

_COLUMNS = "id, election_id, act, changes, counts, ordered_at, ordered_by"


class Change(msgspec.Struct, frozen=True):
    """One order; `counts` says how many accreditations each effect met."""

    id: int
    election_id: int
    act: dict[str, Any]
    changes: list[dict[str, Any]]
    counts: dict[str, int]
    ordered_at: datetime
    ordered_by: str


class Item(msgspec.Struct, frozen=True):
    """What became of one accreditation; `issued` is the number that took its place."""

    accreditation_id: int
    effect: str
    from_id: int
    to_id: int
    issued: str | None
    reason: str
    article: str


class ItemView(msgspec.Struct, frozen=True):
    """One line of an order, by numbers."""

    accreditation: str
    effect: str
    organisation: int
    to: int
    issued: str | None
    reason: str
    article: str


class Waiting(msgspec.Struct, frozen=True):
    """A request that waits for a decision, as far as its sender's right is concerned."""

    id: int
    number: str
    organisation_id: int
    scope: dict[str, Any]


class Presence(msgspec.Struct, frozen=True):
    """One open visit that counts for the cap."""

    number: str
    organisation_id: int
    place_code: str


async def add(
    conn: AsyncConnection,
    *,
    election_id: int,
    act: dict[str, Any],
    changes: list[dict[str, Any]],
    counts: dict[str, int],
    ordered_at: datetime,
    ordered_by: str,
) -> int:
    """Store an order; returns its id."""
    cursor = await conn.execute(
        "INSERT INTO registration_changes (election_id, act, changes, counts, ordered_at, ordered_by) "
        "VALUES (%s, %s, %s, %s, %s, %s) RETURNING id",
        (election_id, Jsonb(act), Jsonb(changes), Jsonb(counts), ordered_at, ordered_by),
    )
    return (await cursor.fetchone())[0]


async def add_items(conn: AsyncConnection, change_id: int, items: Sequence[Item]) -> None:
    """Store what became of each accreditation, thousands in one statement."""
    await conn.execute(
        "INSERT INTO registration_change_items (change_id, accreditation_id, effect, from_id, to_id, issued, reason, "
        "article) SELECT %s, n.accreditation_id, n.effect, n.from_id, n.to_id, n.issued, n.reason, n.article "
        "FROM json_to_recordset(%s::json) AS n (accreditation_id bigint, effect text, from_id bigint, to_id bigint, "
        "issued text, reason text, article text)",
        (change_id, recordset(items)),
    )


async def came_from(conn: AsyncConnection, numbers: Sequence[str], origins: Sequence[int | None]) -> None:
    """Keep with newly issued accreditations the party from which each passed; None for one that returned."""
    pairs = [{"number": number, "origin": origin} for number, origin in zip(numbers, origins, strict=True)]
    await conn.execute(
        "UPDATE accreditations a SET passed_from = n.origin "
        "FROM json_to_recordset(%s::json) AS n (number text, origin bigint) WHERE a.number = n.number",
        (recordset(pairs),),
    )


async def find(conn: AsyncConnection, election_id: int, id: int) -> Change | None:
    """One order of an election."""
    cursor = await conn.execute(
        f"SELECT {_COLUMNS} FROM registration_changes WHERE election_id = %s AND id = %s",  # noqa: S608
        (election_id, id),
    )
    row = await cursor.fetchone()
    return Change(*row) if row else None


async def page(conn: AsyncConnection, election_id: int, after: int, limit: int) -> list[Change]:
    """The orders of an election in order of id, those after the given id."""
    cursor = await conn.execute(
        f"SELECT {_COLUMNS} FROM registration_changes WHERE election_id = %s AND id > %s "  # noqa: S608
        "ORDER BY id LIMIT %s",
        (election_id, after, limit),
    )
    return [Change(*row) for row in await cursor.fetchall()]


async def latest(conn: AsyncConnection, election_id: int, limit: int) -> list[Change]:
    """The newest orders of an election, newest first."""
    cursor = await conn.execute(
        f"SELECT {_COLUMNS} FROM registration_changes WHERE election_id = %s ORDER BY id DESC LIMIT %s",  # noqa: S608
        (election_id, limit),
    )
    return [Change(*row) for row in await cursor.fetchall()]


async def items(conn: AsyncConnection, change_id: int, limit: int) -> list[ItemView]:
    """What an order did, by accreditation."""
    cursor = await conn.execute(
        "SELECT a.number, i.effect, i.from_id, i.to_id, i.issued, i.reason, i.article "
        "FROM registration_change_items i JOIN accreditations a ON a.id = i.accreditation_id "
        "WHERE i.change_id = %s ORDER BY i.accreditation_id LIMIT %s",
        (change_id, limit),
    )
    return [ItemView(*row) for row in await cursor.fetchall()]


async def waiting(conn: AsyncConnection, election_id: int, organisation_ids: list[int]) -> list[Waiting]:
    """The requests of some senders that wait for a decision, by id."""
    cursor = await conn.execute(
        "SELECT id, number, organisation_id, scope FROM requests WHERE election_id = %s "
        "AND organisation_id = ANY(%s) AND state IN ('received', 'held', 'assessed', 'returned', 'overdue') "
        "ORDER BY id",
        (election_id, organisation_ids),
    )
    return [Waiting(*row) for row in await cursor.fetchall()]


async def inside(conn: AsyncConnection, election_id: int, organisation_ids: list[int]) -> list[Presence]:
    """The open visits of some senders that count for the cap, by place."""
    cursor = await conn.execute(
        "SELECT a.number, c.organisation_id, c.place_code FROM check_ins c "
        "JOIN accreditations a ON a.id = c.accreditation_id WHERE c.election_id = %s "
        "AND c.organisation_id = ANY(%s) AND c.left_at IS NULL AND c.counted ORDER BY c.place_code, c.id",
        (election_id, organisation_ids),
    )
    return [Presence(*row) for row in await cursor.fetchall()]


async def senders(conn: AsyncConnection) -> list[tuple[int, str, str]]:
    """The organisations of which something can be recorded, by kind and name: id, name and kind."""
    cursor = await conn.execute(
        "SELECT id, name, kind FROM organisations WHERE kind NOT IN ('foreign_state', 'media') "
        "ORDER BY kind DESC, name, id LIMIT 5000"
    )
    return [(row[0], row[1], row[2]) for row in await cursor.fetchall()]


async def members(conn: AsyncConnection, election_id: int, coalition_ids: list[int]) -> list[int]:
    """The parties of which some membership in these coalitions was ever recorded."""
    cursor = await conn.execute(
        "SELECT DISTINCT organisation_id FROM electoral_registrations WHERE election_id = %s "
        "AND kind = 'coalition_member' AND coalition_id = ANY(%s) ORDER BY organisation_id",
        (election_id, coalition_ids),
    )
    return [row[0] for row in await cursor.fetchall()]
