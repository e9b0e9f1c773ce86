"""Conversations: one row a chat, locked while it is stepped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from backend.store.recordsets import recordset


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
SELECT k.channel, k.chat_key, %s FROM json_to_recordset(%s::json) AS k (channel text, chat_key text)
ORDER BY k.channel, k.chat_key
ON CONFLICT (channel, chat_key) DO NOTHING
"""
_LOCK = """
SELECT c.id, c.channel, c.chat_key, c.language, c.state, c.offered, c.human_owner, c.stopped_at IS NOT NULL, c.steps,
       c.minute_at, c.minute_count
FROM conversations c
WHERE c.id IN (
    SELECT f.id FROM conversations f
    JOIN json_to_recordset(%s::json) AS k (channel text, chat_key text) USING (channel, chat_key)
)
ORDER BY c.id
FOR NO KEY UPDATE OF c SKIP LOCKED
"""
# NO KEY: a message to a locked conversation only refers to its key, so whoever writes one need not wait for the step.


def ensure_statement(named: str, now: datetime) -> tuple[str, tuple]:
    """The statement that makes the conversations (`recordsets.chats`) that do not exist yet."""
    return _ENSURE, (now, named)


def lock_statement(named: str) -> tuple[str, tuple]:
    """The statement that locks conversations in order of id, leaving out those that another transaction holds."""
    return _LOCK, (named,)


_TIES = """
SELECT c.id,
    EXISTS (SELECT 1 FROM outbox o WHERE o.conversation_id = c.id
            AND o.state IN ('waiting', 'riding', 'leased', 'unknown', 'escrowed')),
    EXISTS (SELECT 1 FROM bindings b WHERE b.conversation_id = c.id AND b.unbound_at IS NULL)
FROM conversations c JOIN json_to_recordset(%s::json) AS k (channel text, chat_key text) USING (channel, chat_key)
"""


def ties_statement(named: str) -> tuple[str, tuple]:
    """The statement that tells of each conversation, by id, whether it has unsent messages, and whether it is bound.

    It must run after the one that locks them.
    """
    return _TIES, (named,)


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
UPDATE conversations SET language = s.language, state = decode(s.state, 'base64'),
    offered = decode(s.offered, 'base64'), steps = s.steps,
    last_inbound_at = %s,
    window_until = %s,
    stopped_at = CASE WHEN s.stopped THEN coalesce(stopped_at, %s) END,
    human_since = CASE WHEN s.asked_human THEN coalesce(human_since, %s) ELSE human_since END,
    minute_at = s.minute_at, minute_count = s.minute_count
FROM json_to_recordset(%s::json)
    AS s (id bigint, language text, state text, offered text, steps bigint, stopped boolean, asked_human boolean,
          minute_at timestamptz, minute_count integer)
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
            recordset(stepped),
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


async def target(conn: AsyncConnection, id: int, *, unasked: bool = False) -> Target | None:
    """One conversation as a target, or None; `unasked` leaves out whoever asked for silence."""
    cursor = await conn.execute(
        "SELECT id, channel, chat_key, language FROM conversations "
        "WHERE id = %s AND (stopped_at IS NULL OR NOT %s)",
        (id, unasked),
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
