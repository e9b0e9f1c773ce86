"""Accreditations issued for the time of an appeal: the facts they are issued from, their mark, and their ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from backend.store.accreditations import GrantedRequest

OPEN = ("filed", "returned", "completed", "accepted")
"""States of an appeal that nobody has decided yet."""


async def facts(
    conn: AsyncConnection, request_id: int, *, at: datetime, by: str, number: str, day: date, signatory: str
) -> GrantedRequest:
    """What an interim accreditation of a request is issued from; the act is the interim one."""
    cursor = await conn.execute(
        "SELECT r.id, r.election_id, r.organisation_id, o.acronym, o.name, o.kind, r.given_name, r.family_name, "
        "r.citizenship, r.role, r.scope, r.photo_ref, r.photo_hash, NULL::bigint, e.election_date, "
        "e.final_announcement, e.edition, e.reading, %s::timestamptz, %s::text, %s::text, %s::date, %s::text, r.number "
        "FROM requests r JOIN organisations o ON o.id = r.organisation_id JOIN elections e ON e.id = r.election_id "
        "WHERE r.id = %s",
        (at, by, number, day, signatory, request_id),
    )
    values = list(await cursor.fetchone())
    values[12] = bytes(values[12]) if values[12] is not None else None
    return GrantedRequest(*values)


async def open_appeal(conn: AsyncConnection, request_id: int) -> str | None:
    """The number of an appeal against the refusal or the failure that nobody has decided yet."""
    cursor = await conn.execute(
        "SELECT number FROM appeals WHERE request_id = %s AND state = ANY(%s) "
        "AND against IN ('refusal', 'failure_to_decide') ORDER BY id DESC LIMIT 1",
        (request_id, list(OPEN)),
    )
    row = await cursor.fetchone()
    return row[0] if row else None


async def open_appeals(conn: AsyncConnection, request_id: int) -> int:
    """How many appeals on a request nobody has decided yet, appeals against rulings included."""
    cursor = await conn.execute(
        "SELECT count(*) FROM appeals WHERE request_id = %s AND state = ANY(%s)", (request_id, list(OPEN))
    )
    return (await cursor.fetchone())[0]


async def in_force(
    conn: AsyncConnection, request_ids: Sequence[int]
) -> list[tuple[int, bool, dict[str, Any]]]:
    """Accreditations in force on these requests: id, whether interim, and its mark."""
    cursor = await conn.execute(
        "SELECT id, interim IS NOT NULL, coalesce(interim, '{}') FROM accreditations "
        "WHERE request_id = ANY(%s) AND state IN ('valid', 'suspended') ORDER BY id",
        (list(request_ids),),
    )
    return [(row[0], row[1], row[2]) for row in await cursor.fetchall()]


async def mark(conn: AsyncConnection, number: str, interim: dict[str, Any]) -> None:
    """Mark an accreditation as interim."""
    await conn.execute("UPDATE accreditations SET interim = %s WHERE number = %s", (Jsonb(interim), number))


async def of_request(conn: AsyncConnection, request_id: int) -> dict[str, Any] | None:
    """The latest interim accreditation of a request: its number, where it stands, and its mark."""
    cursor = await conn.execute(
        "SELECT number, state, interim FROM accreditations WHERE request_id = %s AND interim IS NOT NULL "
        "ORDER BY id DESC LIMIT 1",
        (request_id,),
    )
    row = await cursor.fetchone()
    return {"accreditation": row[0], "state": row[1], **row[2]} if row else None
