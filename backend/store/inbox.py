"""The inbox: every authentic update, recorded before anything is judged.

Lock order, everywhere: inbox rows by (channel, provider id), then conversations by id, then aggregates, counters last.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from backend.store.recordsets import recordset

ATTEMPTS = 5
"""After this many failed steps a row is dead and the conversation goes on."""


class Arrival(msgspec.Struct, frozen=True, order=True):
    """One update as it came in; the sort order is the lock order."""

    channel: str
    provider_id: str
    chat_key: str
    raw: bytes


class OpenRow(msgspec.Struct, frozen=True):
    """One row still to be stepped; one that failed waits until `retry_at`, and so does all that came after it."""

    id: int
    channel: str
    provider_id: str
    chat_key: str
    raw: bytes
    attempts: int
    retry_at: datetime | None = None


class Outcome(msgspec.Struct, frozen=True):
    """How a stepped row is closed: `answer` is what its webhook was told, byte for byte."""

    id: int
    step_no: int
    answer: bytes
    state: str = "done"
    error: str | None = None


_INSERT = """
INSERT INTO inbox (channel, provider_id, chat_key, received_at, raw)
SELECT a.channel, a.provider_id, a.chat_key, %s, decode(a.raw, 'base64')
FROM ROWS FROM (json_to_recordset(%s::json) AS (channel text, provider_id text, chat_key text, raw text))
     WITH ORDINALITY AS a (channel, provider_id, chat_key, raw, place)
ORDER BY a.place
ON CONFLICT (channel, provider_id) DO NOTHING
RETURNING id, channel, provider_id
"""


def insert_statement(arrivals: Sequence[Arrival], now: datetime) -> tuple[str, tuple]:
    """The statement that records sorted arrivals; it returns the new ones as (id, channel, provider_id)."""
    return _INSERT, (now, recordset(arrivals))


async def answers(
    conn: AsyncConnection, keys: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], tuple[str, bytes | None]]:
    """State and stored answer of rows by (channel, provider_id)."""
    cursor = await conn.execute(
        "SELECT i.channel, i.provider_id, i.state, i.answer FROM inbox i "
        "JOIN unnest(%s::text[], %s::text[]) AS k (channel, provider_id) USING (channel, provider_id)",
        ([key[0] for key in keys], [key[1] for key in keys]),
    )
    return {
        (row[0], row[1]): (row[2], bytes(row[3]) if row[3] is not None else None)
        for row in await cursor.fetchall()
    }


_OPEN_OF = """
SELECT i.id, i.channel, i.provider_id, i.chat_key, i.raw, i.attempts, i.retry_at
FROM json_to_recordset(%s::json) AS k (channel text, chat_key text)
CROSS JOIN LATERAL (
    SELECT id, channel, provider_id, chat_key, raw, attempts, retry_at FROM inbox
    WHERE inbox.channel = k.channel AND inbox.chat_key = k.chat_key AND state = 'open'
    ORDER BY id LIMIT %s
) AS i
ORDER BY i.id
"""


def open_statement(named: str, limit: int) -> tuple[str, tuple]:
    """The statement that reads the oldest open rows of conversations (`recordsets.chats`), at most `limit` of each.

    It must run after the one that locks them: an earlier snapshot would miss what another batch just closed.
    """
    return _OPEN_OF, (named, limit)


def queues(rows: Sequence[Sequence], now: datetime) -> dict[tuple[str, str], list[OpenRow]]:
    """The rows of the open statement by conversation, oldest first.

    A conversation whose oldest row waits for its next attempt is left out whole, so that order holds.
    """
    found: dict[tuple[str, str], list[OpenRow]] = {}
    for row in rows:
        found.setdefault((row[1], row[3]), []).append(OpenRow(*row[:4], bytes(row[4]), *row[5:]))
    return {
        key: queue for key, queue in found.items() if queue[0].retry_at is None or queue[0].retry_at <= now
    }


async def close_chatless(conn: AsyncConnection, channel: str, answer: bytes, now: datetime) -> int:
    """Close the recorded updates of a channel that name no chat: there is nobody to answer."""
    cursor = await conn.execute(
        "UPDATE inbox SET state = 'done', step_no = 0, answer = %s, error = 'no_chat', done_at = %s "
        "WHERE channel = %s AND chat_key = '' AND state = 'open'",
        (answer, now, channel),
    )
    return cursor.rowcount


async def close(conn: AsyncConnection, outcomes: Sequence[Outcome], now: datetime) -> None:
    """Close stepped rows with the order number each had under its conversation's lock."""
    await conn.execute(
        "UPDATE inbox SET state = o.state, step_no = o.step_no, answer = decode(o.answer, 'base64'), error = o.error, "
        "done_at = %s, raw = CASE WHEN o.error = 'refused_content' THEN ''::bytea ELSE inbox.raw END "
        "FROM json_to_recordset(%s::json) AS o (id bigint, state text, step_no bigint, answer text, error text) "
        "WHERE inbox.id = o.id",
        (now, recordset(outcomes)),
    )


async def failed(conn: AsyncConnection, id: int, error: str, retry_at: datetime) -> int:
    """Count one failed step of a row; returns its attempts so far."""
    cursor = await conn.execute(
        "UPDATE inbox SET attempts = attempts + 1, error = %s, retry_at = %s WHERE id = %s AND state = 'open' "
        "RETURNING attempts",
        (error, retry_at, id),
    )
    row = await cursor.fetchone()
    return row[0] if row else 0


async def chats_with_open_rows(conn: AsyncConnection, now: datetime, limit: int) -> list[tuple[str, str]]:
    """Conversations that have something to be stepped, oldest first; a row waiting for its retry holds the later ones."""
    cursor = await conn.execute(
        "SELECT channel, chat_key FROM (SELECT DISTINCT ON (channel, chat_key) channel, chat_key, id, retry_at "
        "FROM inbox WHERE state = 'open' ORDER BY channel, chat_key, id) AS heads "
        "WHERE retry_at IS NULL OR retry_at <= %s ORDER BY id LIMIT %s",
        (now, limit),
    )
    return [(row[0], row[1]) for row in await cursor.fetchall()]


async def known_ids(conn: AsyncConnection, channel: str, provider_ids: Sequence[str]) -> set[str]:
    """Which of these provider ids are recorded already."""
    cursor = await conn.execute(
        "SELECT provider_id FROM inbox WHERE channel = %s AND provider_id = ANY(%s)",
        (channel, list(provider_ids)),
    )
    return {row[0] for row in await cursor.fetchall()}
