"""Audit records: written unchained in the action's transaction; one job links them in order of id."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

LINK_LOCK = 0x76657A68
"""Advisory lock of the linking job: only one process links at a time."""
SETTLED_S = 30
"""Ids are given before COMMIT, so a row is linked only when no older transaction can still appear."""


class AuditRecord(msgspec.Struct, frozen=True):
    """One act: who did what to what, and when; never a name, a number of a document, or a secret."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: dict[str, Any]


async def record(
    conn: AsyncConnection,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    details: dict[str, Any] | None = None,
) -> None:
    """Write one record in the present transaction."""
    await conn.execute(
        "INSERT INTO audit_records (at, actor, action, subject, details) VALUES (%s, %s, %s, %s, %s)",
        (at, actor, action, subject, Jsonb(details or {})),
    )


def link(previous: bytes, entry: AuditRecord) -> bytes:
    """The hash of a record in the chain: SHA-256 over the previous hash and the record's canonical JSON."""
    canonical = msgspec.json.encode(entry, order="deterministic")
    return hashlib.sha256(previous + canonical).digest()


async def link_settled(conn: AsyncConnection, limit: int = 5_000) -> int:
    """Link the records that no running transaction can still precede; returns how many."""
    cursor = await conn.execute("SELECT pg_try_advisory_xact_lock(%s)", (LINK_LOCK,))
    if not (await cursor.fetchone())[0]:
        return 0
    cursor = await conn.execute("SELECT position, hash FROM audit_chain ORDER BY position DESC LIMIT 1")
    row = await cursor.fetchone()
    position, previous = (row[0], bytes(row[1])) if row else (0, b"")
    cursor = await conn.execute(
        "SELECT r.id, r.at, r.actor, r.action, r.subject, r.details FROM audit_records r "
        "LEFT JOIN audit_chain c ON c.record_id = r.id WHERE c.record_id IS NULL "
        "AND r.xmin::text::bigint < (pg_snapshot_xmin(pg_current_snapshot())::text::bigint & 4294967295) "
        "ORDER BY r.id LIMIT %s",
        (limit,),
    )
    linked = 0
    for values in await cursor.fetchall():
        position += 1
        previous = link(previous, AuditRecord(*values))
        await conn.execute(
            "INSERT INTO audit_chain (position, record_id, hash) VALUES (%s, %s, %s)",
            (position, values[0], previous),
        )
        linked += 1
    return linked


async def verify(conn: AsyncConnection) -> tuple[int, int | None]:
    """Walk the chain; returns how many links hold and the position of the first broken one, or None."""
    previous, held = b"", 0
    cursor = conn.cursor()
    await cursor.execute(
        "SELECT c.position, c.hash, r.id, r.at, r.actor, r.action, r.subject, r.details "
        "FROM audit_chain c LEFT JOIN audit_records r ON r.id = c.record_id ORDER BY c.position"
    )
    async for position, stored, *values in cursor:
        if position != held + 1 or values[0] is None:
            return held, held + 1
        previous = link(previous, AuditRecord(*values))
        if previous != bytes(stored):
            return held, position
        held += 1
    return held, None
