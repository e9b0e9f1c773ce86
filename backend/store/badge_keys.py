"""Keys of badges and the trust lists signed by the root; private halves arrive and leave sealed."""

from __future__ import annotations

from datetime import datetime

import msgspec
from psycopg import AsyncConnection

CREATION_LOCK = 0x76626B79
"""Advisory lock of the first creation and of a rotation: two processes never make keys at once."""


class BadgeKey(msgspec.Struct, frozen=True):
    """One key. `purpose` is `root` or `badge`; `until_at` is exclusive."""

    kid: bytes
    purpose: str
    status: str
    public_key: bytes
    private_sealed: bytes
    from_at: datetime
    until_at: datetime
    created_at: datetime


class StoredTrust(msgspec.Struct, frozen=True):
    """One signed trust list as text."""

    seq: int
    issued_at: datetime
    list: str


async def lock(conn: AsyncConnection) -> None:
    """Wait until no other transaction creates or rotates keys; held until COMMIT."""
    await conn.execute("SELECT pg_advisory_xact_lock(%s)", (CREATION_LOCK,))


async def all_keys(conn: AsyncConnection) -> list[BadgeKey]:
    """Every key, oldest first."""
    cursor = await conn.execute(
        "SELECT kid, purpose, status, public_key, private_sealed, from_at, until_at, created_at "
        "FROM badge_keys ORDER BY created_at, purpose DESC, status, kid"
    )
    return [_key(row) for row in await cursor.fetchall()]


async def current(conn: AsyncConnection, purpose: str = "badge") -> BadgeKey | None:
    """The key that signs now for a purpose, if there is one."""
    cursor = await conn.execute(
        "SELECT kid, purpose, status, public_key, private_sealed, from_at, until_at, created_at "
        "FROM badge_keys WHERE purpose = %s AND status = 'current'",
        (purpose,),
    )
    row = await cursor.fetchone()
    return _key(row) if row else None


async def add(conn: AsyncConnection, key: BadgeKey) -> None:
    """Store a new key."""
    await conn.execute(
        "INSERT INTO badge_keys (kid, purpose, status, public_key, private_sealed, from_at, until_at, created_at) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        (
            key.kid,
            key.purpose,
            key.status,
            key.public_key,
            key.private_sealed,
            key.from_at,
            key.until_at,
            key.created_at,
        ),
    )


async def set_status(conn: AsyncConnection, kid: bytes, status: str) -> None:
    """Move a key to another status."""
    await conn.execute("UPDATE badge_keys SET status = %s WHERE kid = %s", (status, kid))


async def latest_trust(conn: AsyncConnection) -> StoredTrust | None:
    """The trust list with the highest number, if one was ever signed."""
    cursor = await conn.execute("SELECT seq, issued_at, list FROM trust_lists ORDER BY seq DESC LIMIT 1")
    row = await cursor.fetchone()
    return StoredTrust(*row) if row else None


async def add_trust(conn: AsyncConnection, trust: StoredTrust) -> None:
    """Store a newly signed trust list."""
    await conn.execute(
        "INSERT INTO trust_lists (seq, issued_at, list) VALUES (%s, %s, %s)",
        (trust.seq, trust.issued_at, trust.list),
    )


def _key(row: tuple) -> BadgeKey:
    kid, purpose, status, public, sealed, *instants = row
    return BadgeKey(bytes(kid), purpose, status, bytes(public), bytes(sealed), *instants)
