"""The senders' webhooks: where each organisation takes its notices, and the work of delivering to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from psycopg import AsyncConnection


class Webhook(msgspec.Struct, frozen=True):
    """One organisation's endpoint. Secrets are sealed; while `previous_until` lasts, two of them sign."""

    organisation_id: int
    url: str
    secret_sealed: bytes
    secret_since: datetime
    previous_sealed: bytes | None
    previous_until: datetime | None
    state: str
    reason: str | None
    set_at: datetime
    failing_since: datetime | None
    delivered_at: datetime | None
    last_outcome: str | None
    tested_at: datetime | None


_COLUMNS = (
    "organisation_id, url, secret_sealed, secret_since, previous_sealed, previous_until, state, reason, set_at, "
    "failing_since, delivered_at, last_outcome, tested_at"
)


def _webhook(row: Sequence) -> Webhook:
    previous = None if row[4] is None else bytes(row[4])
    return Webhook(row[0], row[1], bytes(row[2]), row[3], previous, *row[5:])


async def find(conn: AsyncConnection, organisation_id: int, *, lock: bool = False) -> Webhook | None:
    """The endpoint of an organisation."""
    suffix = " FOR UPDATE" if lock else ""
    cursor = await conn.execute(
        f"SELECT {_COLUMNS} FROM sender_webhooks WHERE organisation_id = %s{suffix}",  # noqa: S608
        (organisation_id,),
    )
    row = await cursor.fetchone()
    return _webhook(row) if row else None


async def put(
    conn: AsyncConnection,
    organisation_id: int,
    url: str,
    secret_sealed: bytes | None,
    now: datetime,
    previous_until: datetime,
) -> None:
    """Set an endpoint and make it live; a new secret, if given, lets the old one sign along until `previous_until`."""
    await conn.execute(
        "INSERT INTO sender_webhooks (organisation_id, url, secret_sealed, secret_since, set_at) "
        "VALUES (%(id)s, %(url)s, %(secret)s, %(now)s, %(now)s) "
        "ON CONFLICT (organisation_id) DO UPDATE SET url = excluded.url, set_at = excluded.set_at, state = 'live', "
        "reason = NULL, failing_since = NULL, paused_until = NULL"
        if secret_sealed is not None
        else "UPDATE sender_webhooks SET url = %(url)s, set_at = %(now)s, state = 'live', reason = NULL, "
        "failing_since = NULL, paused_until = NULL WHERE organisation_id = %(id)s",
        {"id": organisation_id, "url": url, "secret": secret_sealed, "now": now},
    )
    if secret_sealed is not None:
        await conn.execute(
            "UPDATE sender_webhooks SET previous_sealed = secret_sealed, previous_until = %s, secret_sealed = %s, "
            "secret_since = %s WHERE organisation_id = %s AND secret_sealed <> %s",
            (previous_until, secret_sealed, now, organisation_id, secret_sealed),
        )


async def remove(conn: AsyncConnection, organisation_id: int) -> bool:
    """Remove an endpoint and give up what waits for it; returns whether there was one."""
    await give_up_waiting(conn, organisation_id, "webhook_removed")
    cursor = await conn.execute("DELETE FROM sender_webhooks WHERE organisation_id = %s", (organisation_id,))
    return cursor.rowcount > 0


async def tested(conn: AsyncConnection, organisation_id: int, now: datetime) -> None:
    """Remember when a test was asked for."""
    await conn.execute(
        "UPDATE sender_webhooks SET tested_at = %s WHERE organisation_id = %s", (now, organisation_id)
    )


async def give_up_waiting(conn: AsyncConnection, organisation_id: int, error: str) -> None:
    """Nothing more is sent to this endpoint; the feed still has it all."""
    await conn.execute(
        "UPDATE deliveries SET state = 'failed', error = %s "
        "WHERE organisation_id = %s AND channel = 'webhook' AND state = 'waiting'",
        (error, organisation_id),
    )


_CLAIM = f"""
UPDATE sender_webhooks SET lease_until = %(until)s, lease = %(lease)s
WHERE organisation_id IN (
    SELECT w.organisation_id FROM sender_webhooks w
    WHERE w.state = 'live' AND (w.lease_until IS NULL OR w.lease_until <= %(now)s)
      AND (w.paused_until IS NULL OR w.paused_until <= %(now)s)
      AND EXISTS (SELECT 1 FROM deliveries d WHERE d.organisation_id = w.organisation_id AND d.channel = 'webhook'
                  AND d.state = 'waiting' AND d.due_at <= %(now)s)
    ORDER BY w.lease_until NULLS FIRST, w.organisation_id LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
RETURNING {_COLUMNS}
"""  # noqa: S608


async def claim(
    conn: AsyncConnection, now: datetime, until: datetime, lease: str, limit: int
) -> list[Webhook]:
    """Take endpoints that have something due: one worker at a time serves an endpoint, so that order holds."""
    cursor = await conn.execute(_CLAIM, {"now": now, "until": until, "lease": lease, "limit": limit})
    return [_webhook(row) for row in await cursor.fetchall()]


async def release(
    conn: AsyncConnection, organisation_id: int, lease: str, now: datetime, paused_until: datetime | None
) -> None:
    """Give an endpoint back; it is left alone until `paused_until`."""
    await conn.execute(
        "UPDATE sender_webhooks SET lease = NULL, lease_until = %s, paused_until = %s "
        "WHERE organisation_id = %s AND lease = %s",
        (now, paused_until, organisation_id, lease),
    )


class Due(msgspec.Struct, frozen=True):
    """One notice for an endpoint; `attempts` counts those before this one."""

    id: int
    notice_id: int
    body: bytes
    attempts: int
    first_at: datetime


async def due(conn: AsyncConnection, organisation_id: int, now: datetime, limit: int) -> list[Due]:
    """What is due for an endpoint, in order."""
    cursor = await conn.execute(
        "SELECT id, notice_id, body, attempts, first_at FROM deliveries WHERE organisation_id = %s "
        "AND channel = 'webhook' AND state = 'waiting' AND due_at <= %s ORDER BY id LIMIT %s",
        (organisation_id, now, limit),
    )
    return [Due(row[0], row[1], bytes(row[2]), row[3], row[4]) for row in await cursor.fetchall()]


async def holds(conn: AsyncConnection, organisation_id: int, lease: str) -> bool:
    """Lock the endpoint and say whether this worker still serves it."""
    cursor = await conn.execute(
        "SELECT 1 FROM sender_webhooks WHERE organisation_id = %s AND lease = %s AND state = 'live' FOR UPDATE",
        (organisation_id, lease),
    )
    return await cursor.fetchone() is not None


async def delivered(conn: AsyncConnection, organisation_id: int, id: int, now: datetime) -> None:
    """The endpoint took it."""
    await conn.execute(
        "UPDATE deliveries SET state = 'sent', sent_at = %s, attempts = attempts + 1, error = NULL WHERE id = %s",
        (now, id),
    )
    await conn.execute(
        "UPDATE sender_webhooks SET failing_since = NULL, delivered_at = %s, last_outcome = 'ok' "
        "WHERE organisation_id = %s",
        (now, organisation_id),
    )


async def not_delivered(
    conn: AsyncConnection, organisation_id: int, id: int, now: datetime, error: str, due_at: datetime | None
) -> None:
    """The endpoint did not take it: again at `due_at`, or given up."""
    await conn.execute(
        "UPDATE deliveries SET state = CASE WHEN %(due)s::timestamptz IS NULL THEN 'failed' ELSE 'waiting' END, "
        "due_at = coalesce(%(due)s, due_at), attempts = attempts + 1, error = %(error)s WHERE id = %(id)s",
        {"due": due_at, "error": error, "id": id},
    )
    await conn.execute(
        "UPDATE sender_webhooks SET failing_since = coalesce(failing_since, %s), last_outcome = %s "
        "WHERE organisation_id = %s",
        (now, error, organisation_id),
    )


async def disable(conn: AsyncConnection, organisation_id: int, reason: str) -> None:
    """Close an endpoint, and give up what waits for it."""
    await conn.execute(
        "UPDATE sender_webhooks SET state = 'disabled', reason = %s, lease = NULL, lease_until = NULL "
        "WHERE organisation_id = %s",
        (reason, organisation_id),
    )
    await give_up_waiting(conn, organisation_id, "endpoint_disabled")


async def waiting(conn: AsyncConnection, organisation_id: int) -> int:
    """How many notices wait for an endpoint."""
    cursor = await conn.execute(
        "SELECT count(*) FROM deliveries WHERE organisation_id = %s AND channel = 'webhook' AND state = 'waiting'",
        (organisation_id,),
    )
    return (await cursor.fetchone())[0]
