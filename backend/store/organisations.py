"""Organisations that send observers, and the commission's admission of each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

_COLUMNS = "id, name, acronym, kind, country, contact, registered_at, admission, admission_act, admitted_at"


class Organisation(msgspec.Struct, frozen=True):
    """One sender of observers. `contact` holds what it gave: person, email, phone, address."""

    id: int
    name: str
    acronym: str
    kind: str
    country: str
    contact: dict[str, Any]
    registered_at: datetime
    admission: str
    admission_act: dict[str, Any] | None
    admitted_at: datetime | None


async def add(
    conn: AsyncConnection,
    *,
    name: str,
    acronym: str,
    kind: str,
    country: str,
    contact: dict[str, Any],
    registered_at: datetime,
) -> int:
    """Store an organisation, its admission pending; returns its id."""
    cursor = await conn.execute(
        "INSERT INTO organisations (name, acronym, kind, country, contact, registered_at) "
        "VALUES (%s, %s, %s, %s, %s, %s) RETURNING id",
        (name, acronym, kind, country, Jsonb(contact), registered_at),
    )
    return (await cursor.fetchone())[0]


async def find(conn: AsyncConnection, id: int, *, lock: bool = False) -> Organisation | None:
    """The organisation with this id; with `lock` its row is held until the transaction ends."""
    suffix = " FOR UPDATE" if lock else ""
    cursor = await conn.execute(f"SELECT {_COLUMNS} FROM organisations WHERE id = %s{suffix}", (id,))  # noqa: S608
    row = await cursor.fetchone()
    return Organisation(*row) if row else None


async def page(conn: AsyncConnection, after: int, limit: int, admission: str | None) -> list[Organisation]:
    """Organisations in order of id, those after the given id, of one state of admission if asked."""
    cursor = await conn.execute(
        f"SELECT {_COLUMNS} FROM organisations WHERE id > %(after)s "  # noqa: S608
        "AND (%(admission)s::text IS NULL OR admission = %(admission)s) ORDER BY id LIMIT %(limit)s",
        {"after": after, "admission": admission, "limit": limit},
    )
    return [Organisation(*row) for row in await cursor.fetchall()]


async def decide_admission(
    conn: AsyncConnection, id: int, admission: str, act: dict[str, Any], at: datetime
) -> None:
    """Store the commission's admission or refusal of an organisation."""
    await conn.execute(
        "UPDATE organisations SET admission = %s, admission_act = %s, admitted_at = %s WHERE id = %s",
        (admission, Jsonb(act), at, id),
    )
