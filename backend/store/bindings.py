"""Which conversation speaks for which accreditation."""

from __future__ import annotations

from datetime import datetime

import msgspec
from psycopg import AsyncConnection


class Binding(msgspec.Struct, frozen=True):
    """One live binding; `state` is the accreditation's, `valid` or `revoked`."""

    id: int
    conversation_id: int
    accreditation_id: int
    number: str
    state: str
    bound_at: datetime


_LIVE = (
    "SELECT b.id, b.conversation_id, b.accreditation_id, a.number, a.state, b.bound_at FROM bindings b "
    "JOIN accreditations a ON a.id = b.accreditation_id WHERE b.unbound_at IS NULL AND "
)


async def bind(conn: AsyncConnection, conversation_id: int, accreditation_id: int, now: datetime) -> None:
    """Bind a conversation to an accreditation; binding it again changes nothing."""
    await conn.execute(
        "INSERT INTO bindings (conversation_id, accreditation_id, bound_at) VALUES (%s, %s, %s) "
        "ON CONFLICT (conversation_id, accreditation_id) WHERE unbound_at IS NULL DO NOTHING",
        (conversation_id, accreditation_id, now),
    )


async def unbind(conn: AsyncConnection, conversation_id: int, number: str, now: datetime) -> bool:
    """Unbind a conversation from the accreditation with this number; returns whether it was bound."""
    cursor = await conn.execute(
        "UPDATE bindings b SET unbound_at = %s FROM accreditations a WHERE b.conversation_id = %s "
        "AND a.id = b.accreditation_id AND a.number = %s AND b.unbound_at IS NULL",
        (now, conversation_id, number),
    )
    return cursor.rowcount > 0


async def of_conversation(conn: AsyncConnection, conversation_id: int) -> list[Binding]:
    """The live bindings of a conversation, the latest first."""
    cursor = await conn.execute(_LIVE + "b.conversation_id = %s ORDER BY b.id DESC", (conversation_id,))
    return [Binding(*row) for row in await cursor.fetchall()]


async def of_accreditation(conn: AsyncConnection, accreditation_id: int) -> list[Binding]:
    """The live bindings of an accreditation, oldest first."""
    cursor = await conn.execute(_LIVE + "b.accreditation_id = %s ORDER BY b.id", (accreditation_id,))
    return [Binding(*row) for row in await cursor.fetchall()]
