"""API keys: only the hash of a secret is stored."""

from __future__ import annotations

from datetime import datetime

import msgspec
from psycopg import AsyncConnection


class ApiKey(msgspec.Struct, frozen=True):
    """One key. `role` is as in the contract: `cec`, `zec:<unit>`, `organisation:<id>` and so on."""

    id: str
    secret_hash: bytes
    role: str
    organisation_id: int | None


async def add(
    conn: AsyncConnection,
    *,
    id: str,
    secret_hash: bytes,
    role: str,
    label: str,
    organisation_id: int | None,
    created_at: datetime,
) -> None:
    """Store a new key."""
    await conn.execute(
        "INSERT INTO api_keys (id, secret_hash, role, label, organisation_id, created_at) "
        "VALUES (%s, %s, %s, %s, %s, %s)",
        (id, secret_hash, role, label, organisation_id, created_at),
    )


async def find(conn: AsyncConnection, id: str) -> ApiKey | None:
    """The key with this id, if it was not revoked."""
    cursor = await conn.execute(
        "SELECT id, secret_hash, role, organisation_id FROM api_keys WHERE id = %s AND revoked_at IS NULL",
        (id,),
    )
    row = await cursor.fetchone()
    return ApiKey(row[0], bytes(row[1]), row[2], row[3]) if row else None


class KeyRow(msgspec.Struct, frozen=True):
    """A key as its owner sees it: never its secret."""

    id: str
    label: str
    created_at: datetime


async def of_role(conn: AsyncConnection, role: str) -> list[KeyRow]:
    """The live keys of a role, oldest first."""
    cursor = await conn.execute(
        "SELECT id, label, created_at FROM api_keys WHERE role = %s AND revoked_at IS NULL "
        "ORDER BY created_at, id",
        (role,),
    )
    return [KeyRow(*row) for row in await cursor.fetchall()]


async def revoke(conn: AsyncConnection, id: str, now: datetime) -> bool:
    """Revoke a key; returns whether it was live."""
    cursor = await conn.execute(
        "UPDATE api_keys SET revoked_at = %s WHERE id = %s AND revoked_at IS NULL", (now, id)
    )
    return cursor.rowcount == 1
