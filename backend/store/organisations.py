"""Organisations that send observers, and the commission's admission of each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

_COLUMNS = (
    "id, name, acronym, kind, country, contact, registered_at, admission, admission_act, admitted_at, "
    "declaration"
)


class Organisation(msgspec.Struct, frozen=True):
    """One sender of observers. `contact` holds what it gave: person, email, phone, address.

    `declaration` holds `{sender, coalition, name}` where it belongs to an observer coalition and said who sends.
    """

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
    declaration: dict[str, Any] = {}


async def add(
    conn: AsyncConnection,
    *,
    name: str,
    acronym: str,
    kind: str,
    country: str,
    contact: dict[str, Any],
    registered_at: datetime,
    declaration: dict[str, Any] | None = None,
) -> int:
    """Store an organisation, its admission pending; returns its id."""
    cursor = await conn.execute(
        "INSERT INTO organisations (name, acronym, kind, country, contact, registered_at, declaration) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING id",
        (name, acronym, kind, country, Jsonb(contact), registered_at, Jsonb(declaration or {})),
    )
    return (await cursor.fetchone())[0]


async def find(conn: AsyncConnection, id: int, *, lock: bool = False) -> Organisation | None:
    """The organisation with this id; with `lock` its row is held until the transaction ends."""
    suffix = " FOR UPDATE" if lock else ""
    cursor = await conn.execute(f"SELECT {_COLUMNS} FROM organisations WHERE id = %s{suffix}", (id,))  # noqa: S608
    row = await cursor.fetchone()
    return Organisation(*row) if row else None


async def page(
    conn: AsyncConnection, after: int, limit: int, admission: str | None, kind: str | None = None
) -> list[Organisation]:
    """Organisations in order of id, those after the given id, of one state of admission and one kind if asked."""
    cursor = await conn.execute(
        f"SELECT {_COLUMNS} FROM organisations WHERE id > %(after)s "  # noqa: S608
        "AND (%(admission)s::text IS NULL OR admission = %(admission)s) "
        "AND (%(kind)s::text IS NULL OR kind = %(kind)s) ORDER BY id LIMIT %(limit)s",
        {"after": after, "admission": admission, "kind": kind, "limit": limit},
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


async def set_contact(conn: AsyncConnection, id: int, contact: dict[str, Any]) -> None:
    """Store another contact."""
    await conn.execute("UPDATE organisations SET contact = %s WHERE id = %s", (Jsonb(contact), id))


async def ask_again(conn: AsyncConnection, id: int) -> None:
    """Let a refused admission wait for a decision again; what was decided stays in its history."""
    await conn.execute("UPDATE organisations SET admission = 'pending' WHERE id = %s", (id,))


class AdmissionEvent(msgspec.Struct, frozen=True):
    """Something that happened to an admission: admitted, refused, or asked again with new facts."""

    at: datetime
    event: str
    actor: str
    details: dict[str, Any]


async def add_admission_event(
    conn: AsyncConnection, id: int, at: datetime, event: str, actor: str, details: dict[str, Any]
) -> None:
    """Keep an event of an admission."""
    await conn.execute(
        "INSERT INTO admission_events (organisation_id, at, event, actor, details) VALUES (%s, %s, %s, %s, %s)",
        (id, at, event, actor, Jsonb(details)),
    )


async def admission_events(conn: AsyncConnection, id: int) -> list[AdmissionEvent]:
    """The history of an admission, oldest first."""
    cursor = await conn.execute(
        "SELECT at, event, actor, details FROM admission_events WHERE organisation_id = %s ORDER BY id", (id,)
    )
    return [AdmissionEvent(*row) for row in await cursor.fetchall()]


class Named(msgspec.Struct, frozen=True):
    """An organisation by its names, for comparing."""

    id: int
    name: str
    acronym: str
    kind: str
    admission: str


async def names(conn: AsyncConnection, but: int) -> list[Named]:
    """All other organisations by their names, in order of id."""
    cursor = await conn.execute(
        "SELECT id, name, acronym, kind, admission FROM organisations WHERE id <> %s ORDER BY id", (but,)
    )
    return [Named(*row) for row in await cursor.fetchall()]


async def of_ids(conn: AsyncConnection, ids: list[int], *, lock: bool = False) -> dict[int, Organisation]:
    """Organisations by id; with `lock` their rows are held, in order of id, until the transaction ends."""
    suffix = " FOR UPDATE" if lock else ""
    cursor = await conn.execute(
        f"SELECT {_COLUMNS} FROM organisations WHERE id = ANY(%s) ORDER BY id{suffix}",  # noqa: S608
        (ids,),
    )
    return {row[0]: Organisation(*row) for row in await cursor.fetchall()}
