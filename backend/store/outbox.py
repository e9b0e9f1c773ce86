"""The outbox: every message to a person is a row before it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from backend.store.recordsets import recordset


class NewMessage(msgspec.Struct, frozen=True):
    """A message to be sent. `body` is the rendered message as JSON; `op_no` orders the messages of one step."""

    conversation_id: int
    channel: str
    inbox_id: int | None
    op_no: int
    lane: int
    body: bytes
    state: str = "waiting"
    lease_until: datetime | None = None
    dedup_key: str | None = None


class Leased(msgspec.Struct, frozen=True):
    """A message that this sender holds until its lease ends. `was` is its state before the lease."""

    id: int
    conversation_id: int
    channel: str
    chat_key: str
    lane: int
    body: bytes
    attempts: int
    sent_parts: int
    was: str
    created_at: datetime
    lease_until: datetime


async def add(conn: AsyncConnection, messages: Sequence[NewMessage], now: datetime) -> list[int]:
    """Store messages in their order; returns their ids. A repeated dedup key stores nothing."""
    return [row[0] for row in await (await conn.execute(*add_statement(messages, now))).fetchall()]


def add_statement(messages: Sequence[NewMessage], now: datetime) -> tuple[str, tuple]:
    """The statement that stores messages in their order; it returns their ids."""
    return _ADD, (now, now, recordset(messages))


_ADD = """
INSERT INTO outbox (conversation_id, channel, inbox_id, op_no, lane, body, state, lease_until, dedup_key, due_at, created_at)
SELECT m.conversation_id, m.channel, m.inbox_id, m.op_no, m.lane, decode(m.body, 'base64'), m.state, m.lease_until,
       m.dedup_key, %s, %s
FROM ROWS FROM (json_to_recordset(%s::json) AS (conversation_id bigint, channel text, inbox_id bigint, op_no smallint,
     lane smallint, body text, state text, lease_until timestamptz, dedup_key text))
     WITH ORDINALITY AS m (conversation_id, channel, inbox_id, op_no, lane, body, state, lease_until, dedup_key, place)
ORDER BY m.place
ON CONFLICT DO NOTHING RETURNING id
"""


_LEASE = """
WITH heads AS MATERIALIZED (
    SELECT DISTINCT ON (conversation_id) id, state, due_at, lease_until, lane, channel
    FROM outbox WHERE state IN ('waiting', 'riding', 'leased', 'unknown')
    ORDER BY conversation_id, id
), due AS MATERIALIZED (
    SELECT id FROM heads
    WHERE channel = ANY(%(channels)s)
      AND ((state = 'waiting' AND due_at <= %(now)s)
        OR (state = 'unknown' AND due_at <= %(now)s)
        OR (state IN ('leased', 'riding') AND lease_until <= %(now)s))
    ORDER BY lane, due_at LIMIT %(limit)s
), taken AS MATERIALIZED (
    SELECT o.id, o.state FROM outbox o WHERE o.id IN (SELECT id FROM due)
      AND ((o.state IN ('waiting', 'unknown') AND o.due_at <= %(now)s)
        OR (o.state IN ('leased', 'riding') AND o.lease_until <= %(now)s))
    ORDER BY o.id FOR UPDATE OF o SKIP LOCKED
)
UPDATE outbox SET state = 'leased', lease_until = %(until)s, attempts = attempts + 1, sent_at = %(now)s
FROM taken, conversations c
WHERE outbox.id = taken.id AND c.id = outbox.conversation_id
RETURNING outbox.id, outbox.conversation_id, outbox.channel, c.chat_key, outbox.lane, outbox.body, outbox.attempts,
          outbox.sent_parts, taken.state, outbox.created_at, outbox.lease_until
"""


async def lease(
    conn: AsyncConnection, channels: Sequence[str], now: datetime, until: datetime, limit: int
) -> list[Leased]:
    """Take the oldest unsent message of each conversation that is due, alerts first.

    Only the head of a conversation is ever taken, so that order holds; its neighbours wait for nobody.
    """
    cursor = await conn.execute(
        _LEASE, {"channels": list(channels), "now": now, "until": until, "limit": limit}
    )
    rows = [Leased(*row[:5], bytes(row[5]), *row[6:]) for row in await cursor.fetchall()]
    return sorted(rows, key=lambda row: (row.lane, row.id))


async def sent(conn: AsyncConnection, row: Leased, provider_ref: str | None, now: datetime) -> None:
    """The provider took it. What a status report said of it meanwhile stands."""
    await conn.execute(
        "UPDATE outbox SET provider_ref = coalesce(%s, provider_ref), sent_at = %s, "
        "state = CASE WHEN state = 'leased' THEN 'sent' ELSE state END, "
        "lease_until = CASE WHEN state = 'leased' THEN NULL ELSE lease_until END, "
        "error = CASE WHEN state = 'leased' THEN NULL ELSE error END "
        "WHERE id = %s AND (state <> 'leased' OR lease_until = %s)",
        (provider_ref, now, row.id, row.lease_until),
    )


async def rode(conn: AsyncConnection, ids: Sequence[int]) -> None:
    """The answers that carried these were written."""
    await conn.execute(
        "UPDATE outbox SET state = 'sent', lease_until = NULL WHERE id = ANY(%s) AND state = 'riding'",
        (list(ids),),
    )


async def later(
    conn: AsyncConnection,
    row: Leased,
    due_at: datetime,
    error: str,
    sent_parts: int,
    *,
    unknown: bool = False,
) -> None:
    """Not sent: again at `due_at`; with `unknown` the provider may have taken it. Only the lease's holder may say so."""
    await conn.execute(
        "UPDATE outbox SET state = %s, due_at = %s, error = %s, sent_parts = greatest(sent_parts, %s), lease_until = NULL "
        "WHERE id = %s AND state = 'leased' AND lease_until = %s",
        ("unknown" if unknown else "waiting", due_at, error, sent_parts, row.id, row.lease_until),
    )


async def failed(conn: AsyncConnection, row: Leased, error: str, *, escrow: bool = False) -> None:
    """Given up; with `escrow` it waits until the person opens the 24-hour window."""
    await conn.execute(
        "UPDATE outbox SET state = %s, error = %s, lease_until = NULL "
        "WHERE id = %s AND state = 'leased' AND lease_until = %s",
        ("escrowed" if escrow else "failed", error, row.id, row.lease_until),
    )


async def known_refs(conn: AsyncConnection, conversation_id: int, besides: int) -> set[str]:
    """The provider's ids of a conversation's other messages."""
    cursor = await conn.execute(
        "SELECT provider_ref FROM outbox WHERE conversation_id = %s AND id <> %s AND provider_ref IS NOT NULL",
        (conversation_id, besides),
    )
    return {row[0] for row in await cursor.fetchall()}


async def release_escrow(conn: AsyncConnection, conversation_ids: Sequence[int], now: datetime) -> int:
    """The person wrote again: what was held for the closed window becomes due."""
    cursor = await conn.execute(
        "UPDATE outbox SET state = 'waiting', due_at = %s, sent_parts = 0, attempts = 0, provider_ref = NULL, "
        "provider_status = NULL, error = NULL WHERE conversation_id = ANY(%s) AND state = 'escrowed'",
        (now, list(conversation_ids)),
    )
    return cursor.rowcount


class Reported(msgspec.Struct, frozen=True):
    """One message as a status report finds it."""

    id: int
    conversation_id: int
    state: str
    provider_status: str | None
    provider_ref: str | None
    body: bytes
    created_at: datetime


async def reported(conn: AsyncConnection, id: int) -> Reported | None:
    """The message of a status report, locked."""
    cursor = await conn.execute(
        "SELECT id, conversation_id, state, provider_status, provider_ref, body, created_at FROM outbox "
        "WHERE id = %s FOR UPDATE",
        (id,),
    )
    row = await cursor.fetchone()
    return Reported(*row[:5], bytes(row[5]), row[6]) if row else None


async def set_status(
    conn: AsyncConnection,
    id: int,
    status: str,
    provider_ref: str | None,
    *,
    state: str | None,
    error: str | None,
) -> None:
    """Record a provider's status; `state` and `error` change only when they are given."""
    await conn.execute(
        "UPDATE outbox SET provider_status = %s, provider_ref = coalesce(provider_ref, %s), "
        "state = coalesce(%s, state), error = coalesce(%s, error) WHERE id = %s",
        (status, provider_ref, state, error, id),
    )


async def send_again(conn: AsyncConnection, id: int, due_at: datetime, error: str) -> None:
    """The provider took it and failed afterwards for a reason that passes: send it anew at `due_at`."""
    await conn.execute(
        "UPDATE outbox SET state = 'waiting', due_at = %s, error = %s, sent_parts = 0, attempts = 0, provider_ref = NULL, "
        "provider_status = NULL, lease_until = NULL WHERE id = %s",
        (due_at, error, id),
    )


class Shown(msgspec.Struct, frozen=True):
    """A message as a web chat fetches it."""

    id: int
    body: bytes
    created_at: datetime


async def shown_after(conn: AsyncConnection, conversation_id: int, after: int, limit: int) -> list[Shown]:
    """The messages of a conversation after an id, for the web chat, which fetches instead of being sent to."""
    cursor = await conn.execute(
        "SELECT id, body, created_at FROM outbox WHERE conversation_id = %s AND id > %s AND state = 'sent' "
        "ORDER BY id LIMIT %s",
        (conversation_id, after, limit),
    )
    return [Shown(row[0], bytes(row[1]), row[2]) for row in await cursor.fetchall()]


async def postpone(conn: AsyncConnection, row: Leased, due_at: datetime) -> None:
    """The limiter says later: the lease is given back and the attempt does not count."""
    await conn.execute(
        "UPDATE outbox SET state = 'waiting', due_at = %s, lease_until = NULL, attempts = attempts - 1 "
        "WHERE id = %s AND state = 'leased' AND lease_until = %s",
        (due_at, row.id, row.lease_until),
    )


async def stop_conversation(conn: AsyncConnection, conversation_id: int, now: datetime) -> None:
    """Nothing reaches this person any more: nothing is sent unasked until they write again."""
    await conn.execute(
        "UPDATE conversations SET stopped_at = coalesce(stopped_at, %s) WHERE id = %s", (now, conversation_id)
    )
    await conn.execute(
        "UPDATE outbox SET state = 'failed', error = 'unreachable' WHERE conversation_id = %s AND state = 'waiting'",
        (conversation_id,),
    )


async def id_of_mark(conn: AsyncConnection, mark: str) -> int | None:
    """The outbox id of a status callback's mark: an id, or `i<inbox id>.<op number>` of a reply that rode."""
    if mark.isdigit():
        return int(mark) if len(mark) < 19 else None
    inbox_id, _, op_no = mark.removeprefix("i").partition(".")
    if not mark.startswith("i") or not inbox_id.isdigit() or not op_no.isdigit() or len(mark) > 24:
        return None
    cursor = await conn.execute(
        "SELECT id FROM outbox WHERE inbox_id = %s AND op_no = %s", (int(inbox_id), int(op_no))
    )
    row = await cursor.fetchone()
    return row[0] if row else None
