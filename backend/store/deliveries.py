"""What became of each notice on each channel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from backend.store.recordsets import recordset


class NewDelivery(msgspec.Struct, frozen=True):
    """A notice to be delivered on one channel; `body` is what a webhook gets."""

    notice_id: int
    channel: str
    kind: str
    due_at: datetime
    target: str = ""
    organisation_id: int | None = None
    state: str = "waiting"
    error: str | None = None
    body: bytes | None = None
    address_sealed: bytes | None = None
    address_index: bytes | None = None
    language: str | None = None
    outbox_id: int | None = None


_ADD = """
INSERT INTO deliveries (notice_id, channel, kind, due_at, first_at, target, organisation_id, state, error, body,
                        address_sealed, address_index, language, outbox_id)
SELECT d.notice_id, d.channel, d.kind, d.due_at, %s, d.target, d.organisation_id, d.state, d.error,
       decode(d.body, 'base64'), decode(d.address_sealed, 'base64'), decode(d.address_index, 'base64'), d.language,
       d.outbox_id
FROM ROWS FROM (json_to_recordset(%s::json) AS (notice_id bigint, channel text, kind text, due_at timestamptz,
     target text, organisation_id bigint, state text, error text, body text, address_sealed text, address_index text,
     language text, outbox_id bigint)) WITH ORDINALITY AS d (notice_id, channel, kind, due_at, target,
     organisation_id, state, error, body, address_sealed, address_index, language, outbox_id, place)
ORDER BY d.place
ON CONFLICT (notice_id, channel, target) DO NOTHING
"""


async def add(conn: AsyncConnection, rows: Sequence[NewDelivery], now: datetime) -> None:
    """Store deliveries in their order; one that is there already stays as it is."""
    if rows:
        await conn.execute(_ADD, (now, recordset(rows)))


class Shown(msgspec.Struct, frozen=True):
    """One delivery as its recipient sees it. A chat's state is its message's."""

    notice_id: int
    channel: str
    state: str
    attempts: int
    due_at: datetime
    sent_at: datetime | None
    error: str | None


async def of_notices(conn: AsyncConnection, ids: Sequence[int]) -> dict[int, list[Shown]]:
    """The deliveries of notices, oldest first."""
    cursor = await conn.execute(
        "SELECT d.notice_id, d.channel, CASE WHEN o.id IS NULL THEN d.state "
        "WHEN o.state IN ('riding', 'leased') THEN 'waiting' ELSE o.state END, coalesce(o.attempts, d.attempts), "
        "d.due_at, coalesce(d.sent_at, o.sent_at), coalesce(o.error, d.error) "
        "FROM deliveries d LEFT JOIN outbox o ON o.id = d.outbox_id WHERE d.notice_id = ANY(%s) ORDER BY d.id",
        (list(ids),),
    )
    found: defaultdict[int, list[Shown]] = defaultdict(list)
    for row in await cursor.fetchall():
        found[row[0]].append(Shown(*row))
    return found


async def reopen(conn: AsyncConnection, notice_id: int, now: datetime) -> int:
    """Deliver the webhook and the mails of a notice again; returns how many. Those that wait already go at once.

    A mail whose address was deleted long after cannot be repeated.
    """
    await conn.execute(
        "DELETE FROM bad_addresses WHERE address_index IN "
        "(SELECT address_index FROM deliveries WHERE notice_id = %s AND channel = 'mail')",
        (notice_id,),
    )
    cursor = await conn.execute(
        "UPDATE deliveries SET due_at = %(now)s, error = NULL, "
        "first_at = CASE WHEN state = 'waiting' THEN first_at ELSE %(now)s END, "
        "attempts = CASE WHEN state = 'waiting' THEN attempts ELSE 0 END, "
        "mail_id = CASE WHEN state = 'waiting' THEN mail_id END, state = 'waiting', sent_at = NULL "
        "WHERE notice_id = %(id)s AND (channel = 'webhook' OR channel = 'mail' AND address_sealed IS NOT NULL)",
        {"now": now, "id": notice_id},
    )
    return cursor.rowcount


class Undelivered(msgspec.Struct, frozen=True):
    """A delivery that was given up or is in doubt. No address: the recipient's number says whose it was."""

    id: int
    notice_id: int
    recipient: str
    kind: str
    channel: str
    state: str
    attempts: int
    at: datetime
    error: str | None


async def undelivered(conn: AsyncConnection, before: int, limit: int) -> list[Undelivered]:
    """What could not be delivered, newest first; `before` is an id, 0 for the newest."""
    cursor = await conn.execute(
        "SELECT d.id, d.notice_id, n.recipient, d.kind, d.channel, d.state, d.attempts, d.due_at, d.error "
        "FROM deliveries d JOIN notices n ON n.id = d.notice_id WHERE d.state IN ('failed', 'unknown') "
        "AND (%(before)s = 0 OR d.id < %(before)s) ORDER BY d.id DESC LIMIT %(limit)s",
        {"before": before, "limit": limit},
    )
    return [Undelivered(*row) for row in await cursor.fetchall()]


class Sizes(msgspec.Struct, frozen=True):
    """How much is open, for metrics; the age is in seconds."""

    unspread: int
    waiting: dict[str, int]
    oldest_s: float
    disabled: int


async def sizes(conn: AsyncConnection, now: datetime) -> Sizes:
    """Count what waits; each count has an index that holds only what is open."""
    unspread = await (await conn.execute("SELECT count(*) FROM notices WHERE NOT spread")).fetchone()
    cursor = await conn.execute(
        "SELECT channel, count(*), coalesce(extract(epoch FROM %s - min(first_at)), 0) FROM deliveries "
        "WHERE state = 'waiting' AND channel IN ('webhook', 'mail') GROUP BY channel",
        (now,),
    )
    rows = await cursor.fetchall()
    disabled = await (
        await conn.execute("SELECT count(*) FROM sender_webhooks WHERE state = 'disabled'")
    ).fetchone()
    oldest = max((float(row[2]) for row in rows), default=0.0)
    return Sizes(unspread[0], {row[0]: row[1] for row in rows}, max(oldest, 0.0), disabled[0])
