"""Idempotency keys: the stored answer of a POST, in the transaction of its own action."""

from __future__ import annotations

from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from backend.store.database import LOCK_TIMEOUT_MS

IN_FLIGHT_WAIT_MS = 10_000
"""How long a second request with the same key waits for the first."""


class StoredAnswer(msgspec.Struct, frozen=True):
    """What was answered the first time; `status` is None while the first attempt is under way."""

    body_hash: bytes
    status: int | None
    answer: bytes | None


async def claim(
    conn: AsyncConnection, principal: str, path: str, key: str, body_hash: bytes, now: datetime
) -> StoredAnswer | None:
    """Claim a key for this transaction; returns the stored answer when another one had it.

    A second claim of a key in flight waits here for the first transaction to end.

    Raises:
        psycopg.errors.LockNotAvailable: the first one takes longer than `IN_FLIGHT_WAIT_MS`.
    """
    await conn.execute("SELECT set_config('lock_timeout', %s, true)", (str(IN_FLIGHT_WAIT_MS),))
    cursor = await conn.execute(
        "INSERT INTO idempotency_keys (principal, path, key, body_hash, created_at) VALUES (%s, %s, %s, %s, %s) "
        "ON CONFLICT DO NOTHING",
        (principal, path, key, body_hash, now),
    )
    if cursor.rowcount:
        await conn.execute("SELECT set_config('lock_timeout', %s, true)", (str(LOCK_TIMEOUT_MS),))
        return None
    cursor = await conn.execute(
        "SELECT body_hash, status, answer FROM idempotency_keys WHERE principal = %s AND path = %s AND key = %s",
        (principal, path, key),
    )
    row = await cursor.fetchone()
    return StoredAnswer(*row) if row else None


async def keep(
    conn: AsyncConnection, principal: str, path: str, key: str, status: int, answer: bytes
) -> None:
    """Store the answer of a claimed key."""
    await conn.execute(
        "UPDATE idempotency_keys SET status = %s, answer = %s WHERE principal = %s AND path = %s AND key = %s",
        (status, answer, principal, path, key),
    )


async def forget_before(conn: AsyncConnection, before: datetime) -> int:
    """Delete keys older than an instant; returns how many."""
    return (await conn.execute("DELETE FROM idempotency_keys WHERE created_at < %s", (before,))).rowcount
