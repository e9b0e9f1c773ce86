"""Audit records: written unchained in the action's transaction; one job links them into a chain of hashes.

The order of the chain is the order of linking, by id within one run.
An id is given before COMMIT, so a record that was committed late is linked later, at a higher position.
Nothing here compares transaction numbers: they have 32 bits, begin anew, and change when a backup is restored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from backend.store.recordsets import recordset

LINK_LOCK = 0x76657A68
"""Advisory lock of the linking job: only one process links at a time."""
PAGE = 2_000
"""Records read at once when the chain is walked."""


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


async def record_all(
    conn: AsyncConnection, at: datetime, records: Sequence[tuple[str, str, str, dict[str, Any]]]
) -> None:
    """Write many records in one statement: actor, action, subject and details of each, in the order given."""
    rows = [
        {"actor": actor, "action": action, "subject": subject, "details": details}
        for actor, action, subject, details in records
    ]
    await conn.execute(
        "INSERT INTO audit_records (at, actor, action, subject, details) "
        "SELECT %s, actor, action, subject, details FROM json_to_recordset(%s::json) "
        "AS r (actor text, action text, subject text, details jsonb)",
        (at, recordset(rows)),
    )


def link(previous: bytes, entry: AuditRecord) -> bytes:
    """The hash of a record in the chain: SHA-256 over the previous hash and the record's canonical JSON.

    The instant is written in UTC, whatever time zone the connection shows it in.
    """
    entry = msgspec.structs.replace(entry, at=entry.at.astimezone(UTC))
    canonical = msgspec.json.encode(entry, order="deterministic")
    return hashlib.sha256(previous + canonical).digest()


async def link_settled(conn: AsyncConnection, limit: int = 5_000) -> int:
    """Link the committed records that have no link yet, oldest id first; returns how many.

    What waits for its link stands in a table of its own, filled by the database with each record: the job reads only
    that, however long the chain is.
    Called in a transaction at READ COMMITTED.
    The lock is let go only after COMMIT, so the next one that takes it sees every link made before.
    """
    cursor = await conn.execute("SELECT pg_try_advisory_xact_lock(%s)", (LINK_LOCK,))
    if not (await cursor.fetchone())[0]:
        return 0
    position, previous = await head(conn)
    cursor = await conn.execute(
        "SELECT r.id, r.at, r.actor, r.action, r.subject, r.details "
        "FROM (SELECT record_id FROM audit_waiting ORDER BY record_id LIMIT %s) w "
        "JOIN audit_records r ON r.id = w.record_id ORDER BY r.id",
        (limit,),
    )
    positions, records, hashes = [], [], []
    for values in await cursor.fetchall():
        position += 1
        previous = link(previous, AuditRecord(*values))
        positions.append(position)
        records.append(values[0])
        hashes.append(previous)
    if positions:
        await conn.execute(
            "INSERT INTO audit_chain (position, record_id, hash) "
            "SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bytea[])",
            (positions, records, hashes),
        )
        await conn.execute("DELETE FROM audit_waiting WHERE record_id = ANY(%s)", (records,))
    return len(positions)


async def head(conn: AsyncConnection) -> tuple[int, bytes]:
    """The last position and its hash; (0, b"") for an empty chain."""
    cursor = await conn.execute("SELECT position, hash FROM audit_chain ORDER BY position DESC LIMIT 1")
    row = await cursor.fetchone()
    return (row[0], bytes(row[1])) if row else (0, b"")


async def hash_at(conn: AsyncConnection, position: int) -> bytes | None:
    """The stored hash of a position, or None where the chain does not reach it."""
    cursor = await conn.execute("SELECT hash FROM audit_chain WHERE position = %s", (position,))
    row = await cursor.fetchone()
    return bytes(row[0]) if row else None


async def not_linked(conn: AsyncConnection) -> int:
    """How many committed records have no link yet; the linking job comes to them in seconds.

    All records are compared with all links, so that one that was taken off the waiting list is counted too.
    """
    cursor = await conn.execute(
        "SELECT count(*) FROM audit_records r WHERE NOT EXISTS (SELECT 1 FROM audit_chain c WHERE c.record_id = r.id)"
    )
    return (await cursor.fetchone())[0]


async def verify(conn: AsyncConnection) -> tuple[int, int | None]:
    """Walk the chain; returns how many links hold and the position of the first broken one, or None.

    Links made meanwhile are walked too: the chain only grows.
    """
    previous, held = b"", 0
    while True:
        cursor = await conn.execute(
            "SELECT c.position, c.hash, r.id, r.at, r.actor, r.action, r.subject, r.details "
            "FROM audit_chain c LEFT JOIN audit_records r ON r.id = c.record_id "
            "WHERE c.position > %s ORDER BY c.position LIMIT %s",
            (held, PAGE),
        )
        rows = await cursor.fetchall()
        if not rows:
            return held, None
        for position, stored, *values in rows:
            if position != held + 1 or values[0] is None:
                return held, held + 1
            previous = link(previous, AuditRecord(*values))
            if previous != bytes(stored):
                return held, position
            held += 1
