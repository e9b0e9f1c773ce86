"""Conversations: one row a chat, locked while it is stepped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from psycopg import AsyncConnection


class Conversation(msgspec.Struct, frozen=True):
    """One chat under lock.

    Attributes:
        human_owner: a human holds it; the bot says nothing.
        minute_at: when the present minute of its pace began; None before the first message.
        minute_count: messages of the person since then.
    """

    id: int
    channel: str
    chat_key: str
    language: str | None
    state: bytes | None
    offered: bytes | None
    human_owner: str | None
    stopped: bool
    steps: int
    minute_at: datetime | None
    minute_count: int


class Stepped(msgspec.Struct, frozen=True):
    """What a step leaves in its conversation."""

    id: int
    language: str | None
    state: bytes
    offered: bytes | None
    steps: int
    stopped: bool
    asked_human: bool
    minute_at: datetime | None
    minute_count: int


_ENSURE = """
INSERT INTO conversations (channel, chat_key, created_at)
SELECT k.channel, k.chat_key, %s FROM unnest(%s::text[], %s::text[]) AS k (channel, chat_key)
ORDER BY k.channel, k.chat_key
ON CONFLICT (channel, chat_key) DO NOTHING
"""
_LOCK = """
SELECT c.id, c.channel, c.chat_key, c.language, c.state, c.offered, c.human_owner, c.stopped_at IS NOT NULL, c.steps,
       c.minute_at, c.minute_count
FROM conversations c
WHERE c.id IN (
    SELECT f.id FROM conversations f
    JOIN unnest(%s::text[], %s::text[]) AS k (channel, chat_key) USING (channel, chat_key)
)
ORDER BY c.id
FOR NO KEY UPDATE OF c SKIP LOCKED
"""
# NO KEY: a message to a locked conversation only refers to its key, so whoever writes one need not wait for the step.


def ensure_statement(chats: Sequence[tuple[str, str]], now: datetime) -> tuple[str, tuple]:
    """The statement that makes the conversations that do not exist yet."""
    return _ENSURE, (now, [chat[0] for chat in chats], [chat[1] for chat in chats])


def lock_statement(chats: Sequence[tuple[str, str]]) -> tuple[str, tuple]:
    """The statement that locks conversations in order of id, leaving out those that another transaction holds."""
    return _LOCK, ([chat[0] for chat in chats], [chat[1] for chat in chats])


def of_row(row: Sequence) -> Conversation:
    """A conversation from a row of the lock statement."""
    return Conversation(
        row[0],
        row[1],
        row[2],
        row[3],
        bytes(row[4]) if row[4] is not None else None,
        bytes(row[5]) if row[5] is not None else None,
        *row[6:],
    )


_SAVE = """
UPDATE conversations SET language = s.language, state = s.state, offered = s.offered, steps = s.steps,
    last_inbound_at = %s,
    window_until = %s,
    stopped_at = CASE WHEN s.stopped THEN coalesce(stopped_at, %s) END,
    human_since = CASE WHEN s.asked THEN coalesce(human_since, %s) ELSE human_since END,
    minute_at = s.minute_at, minute_count = s.minute_count
FROM unnest(%s::bigint[], %s::text[], %s::bytea[], %s::bytea[], %s::bigint[], %s::bool[], %s::bool[],
            %s::timestamptz[], %s::integer[])
    AS s (id, language, state, offered, steps, stopped, asked, minute_at, minute_count)
WHERE conversations.id = s.id
"""


async def save(
    conn: AsyncConnection, stepped: Sequence[Stepped], now: datetime, window_until: datetime
) -> None:
    """Write back the states of stepped conversations; they are locked by this transaction."""
    await conn.execute(
        _SAVE,
        (
            now,
            window_until,
            now,
            now,
            [row.id for row in stepped],
            [row.language for row in stepped],
            [row.state for row in stepped],
            [row.offered for row in stepped],
            [row.steps for row in stepped],
            [row.stopped for row in stepped],
            [row.asked_human for row in stepped],
            [row.minute_at for row in stepped],
            [row.minute_count for row in stepped],
        ),
    )


class Target(msgspec.Struct, frozen=True):
    """Where a message to a person goes."""

    id: int
    channel: str
    chat_key: str
    language: str | None


async def bound_to(conn: AsyncConnection, accreditation_id: int) -> list[Target]:
    """The chats bound to an accreditation that still want messages, oldest binding first."""
    cursor = await conn.execute(
        "SELECT c.id, c.channel, c.chat_key, c.language FROM bindings b JOIN conversations c ON c.id = b.conversation_id "
        "WHERE b.accreditation_id = %s AND b.unbound_at IS NULL AND c.stopped_at IS NULL ORDER BY b.id",
        (accreditation_id,),
    )
    return [Target(*row) for row in await cursor.fetchall()]


async def target(conn: AsyncConnection, id: int) -> Target | None:
    """One conversation as a target, or None."""
    cursor = await conn.execute(
        "SELECT id, channel, chat_key, language FROM conversations WHERE id = %s", (id,)
    )
    row = await cursor.fetchone()
    return Target(*row) if row else None


async def by_key(conn: AsyncConnection, channel: str, chat_key: str) -> int | None:
    """The id of a conversation by its key on its channel, or None."""
    cursor = await conn.execute(
        "SELECT id FROM conversations WHERE channel = %s AND chat_key = %s", (channel, chat_key)
    )
    row = await cursor.fetchone()
    return row[0] if row else None
