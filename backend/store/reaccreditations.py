"""The lane of re-accreditation: requests that follow an order, their clock, and the comparison of face and document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb


class Entry(msgspec.Struct, frozen=True):
    """One request in the lane."""

    request_id: int
    accreditation_id: int
    accreditation: str
    order_id: int | None
    same_person: bool
    asked_at: datetime
    due_at: datetime | None
    identity: dict[str, Any] | None


class LaneItem(msgspec.Struct, frozen=True):
    """One line of the lane's queue."""

    request: str
    accreditation: str
    order: int | None
    election: int
    organisation: int
    organisation_name: str
    state: str
    competent: str
    same_person: bool
    asked_at: datetime
    due_at: datetime | None
    has_photo: bool
    identity: dict[str, Any] | None


async def add(
    conn: AsyncConnection,
    request_id: int,
    accreditation_id: int,
    order_id: int | None,
    *,
    same_person: bool,
    asked_at: datetime,
    due_at: datetime | None,
) -> None:
    """Put a request into the lane."""
    await conn.execute(
        "INSERT INTO reaccreditations (request_id, accreditation_id, order_id, same_person, asked_at, due_at) "
        "VALUES (%s, %s, %s, %s, %s, %s)",
        (request_id, accreditation_id, order_id, same_person, asked_at, due_at),
    )


async def of_requests(conn: AsyncConnection, request_ids: Sequence[int]) -> list[Entry]:
    """The entries of these requests, for those that are in the lane."""
    cursor = await conn.execute(
        "SELECT l.request_id, l.accreditation_id, a.number, l.order_id, l.same_person, l.asked_at, l.due_at, l.identity "
        "FROM reaccreditations l JOIN accreditations a ON a.id = l.accreditation_id WHERE l.request_id = ANY(%s)",
        (list(request_ids),),
    )
    return [Entry(*row) for row in await cursor.fetchall()]


async def open_for(conn: AsyncConnection, accreditation_id: int) -> str | None:
    """The number of the request that already asks for this accreditation anew and waits or was granted."""
    cursor = await conn.execute(
        "SELECT r.number FROM reaccreditations l JOIN requests r ON r.id = l.request_id "
        "WHERE l.accreditation_id = %s AND r.state NOT IN ('refused', 'withdrawn') ORDER BY r.id LIMIT 1",
        (accreditation_id,),
    )
    row = await cursor.fetchone()
    return row[0] if row else None


async def set_identity(conn: AsyncConnection, request_id: int, identity: dict[str, Any]) -> None:
    """Keep what the comparison of face, photo and document gave."""
    await conn.execute(
        "UPDATE reaccreditations SET identity = %s WHERE request_id = %s", (Jsonb(identity), request_id)
    )


async def set_granted(conn: AsyncConnection, request_ids: Sequence[int]) -> None:
    """Link the accreditations that were issued on requests of the lane."""
    await conn.execute(
        "UPDATE reaccreditations l SET accreditation_new = a.id FROM accreditations a "
        "WHERE a.request_id = l.request_id AND l.request_id = ANY(%s)",
        (list(request_ids),),
    )


async def hours_of_order(conn: AsyncConnection, order_id: int) -> tuple[int | None, str, datetime | None]:
    """The target of an order's lane in hours, its act's number, and when it took effect."""
    cursor = await conn.execute(
        "SELECT reaccreditation_hours, act->>'number', effective_at FROM revocation_orders WHERE id = %s",
        (order_id,),
    )
    return await cursor.fetchone()


async def lane(
    conn: AsyncConnection,
    *,
    organisation_id: int | None,
    competent: str | None,
    election_id: int | None,
    limit: int,
) -> list[LaneItem]:
    """Requests of the lane that wait for a decision, what is due first."""
    cursor = await conn.execute(
        "SELECT r.number, a.number, l.order_id, r.election_id, r.organisation_id, o.name, r.state, r.competent, "
        "l.same_person, l.asked_at, l.due_at, r.photo_ref IS NOT NULL, l.identity FROM reaccreditations l "
        "JOIN requests r ON r.id = l.request_id JOIN accreditations a ON a.id = l.accreditation_id "
        "JOIN organisations o ON o.id = r.organisation_id "
        "WHERE r.state IN ('received', 'held', 'assessed', 'returned', 'overdue') "
        "AND (%(organisation)s::bigint IS NULL OR r.organisation_id = %(organisation)s) "
        "AND (%(competent)s::text IS NULL OR r.competent = %(competent)s) "
        "AND (%(election)s::int IS NULL OR r.election_id = %(election)s) "
        "ORDER BY l.due_at NULLS LAST, r.id LIMIT %(limit)s",
        {"organisation": organisation_id, "competent": competent, "election": election_id, "limit": limit},
    )
    return [LaneItem(*row) for row in await cursor.fetchall()]
