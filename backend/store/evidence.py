"""The files of reports: rows that wait to be fetched, and what was fetched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from backend.store.reports import Evidence


class Waiting(msgspec.Struct, frozen=True):
    """A file to be fetched, held until its lease ends."""

    id: int
    channel: str
    media: dict[str, Any]
    attempts: int


async def add(
    conn: AsyncConnection,
    report_id: int,
    *,
    inbox_id: int | None,
    op_no: int,
    channel: str,
    media: dict[str, Any],
    kind: str,
    caption: str,
    forwarded: bool,
    album: str,
    now: datetime,
) -> None:
    """Attach a file that the provider holds; a repeated step stores nothing."""
    await conn.execute(
        "INSERT INTO evidence (report_id, inbox_id, op_no, channel, media, kind, caption, forwarded, album, due_at) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (inbox_id, op_no) DO NOTHING",
        (report_id, inbox_id, op_no, channel, Jsonb(media), kind, caption, forwarded, album, now),
    )


async def add_stored(
    conn: AsyncConnection,
    report_id: int,
    *,
    kind: str,
    caption: str,
    sha256: bytes,
    sniffed_type: str,
    size_bytes: int,
    now: datetime,
) -> int:
    """Attach a file that was uploaded and stored already; returns its id."""
    cursor = await conn.execute(
        "INSERT INTO evidence (report_id, channel, media, kind, caption, state, due_at, sha256, sniffed_type, size_bytes, "
        "stored_at) VALUES (%s, 'api', '{}', %s, %s, 'stored', %s, %s, %s, %s, %s) RETURNING id",
        (report_id, kind, caption, now, sha256, sniffed_type, size_bytes, now),
    )
    return (await cursor.fetchone())[0]


async def lease(
    conn: AsyncConnection, channels: Sequence[str], now: datetime, until: datetime, limit: int
) -> list[Waiting]:
    """Take files that are due."""
    cursor = await conn.execute(
        "UPDATE evidence SET lease_until = %s, attempts = attempts + 1 WHERE id IN (SELECT id FROM evidence "
        "WHERE state = 'waiting' AND channel = ANY(%s) AND due_at <= %s AND (lease_until IS NULL OR lease_until <= %s) "
        "ORDER BY due_at LIMIT %s FOR UPDATE SKIP LOCKED) RETURNING id, channel, media, attempts",
        (until, list(channels), now, now, limit),
    )
    return [Waiting(*row) for row in await cursor.fetchall()]


async def stored(
    conn: AsyncConnection, id: int, sha256: bytes, sniffed_type: str, size_bytes: int, now: datetime
) -> None:
    """The original bytes lie in the evidence store under this hash."""
    await conn.execute(
        "UPDATE evidence SET state = 'stored', sha256 = %s, sniffed_type = %s, size_bytes = %s, stored_at = %s, "
        "lease_until = NULL, error = NULL WHERE id = %s",
        (sha256, sniffed_type, size_bytes, now, id),
    )


async def not_fetched(conn: AsyncConnection, id: int, error: str, due_at: datetime | None) -> None:
    """Not fetched: again at `due_at`, or given up when it is None."""
    await conn.execute(
        "UPDATE evidence SET state = CASE WHEN %s::timestamptz IS NULL THEN 'failed' ELSE 'waiting' END, "
        "due_at = coalesce(%s, due_at), error = %s, lease_until = NULL WHERE id = %s",
        (due_at, due_at, error, id),
    )


async def of_report(conn: AsyncConnection, report_id: int) -> list[Evidence]:
    """The files of a report in the order they came."""
    cursor = await conn.execute(
        "SELECT id, kind, caption, forwarded, album, state, sha256, sniffed_type, size_bytes, stored_at, error "
        "FROM evidence WHERE report_id = %s ORDER BY id",
        (report_id,),
    )
    return [
        Evidence(*row[:6], bytes(row[6]) if row[6] is not None else None, *row[7:])
        for row in await cursor.fetchall()
    ]


async def one(conn: AsyncConnection, report_id: int, id: int) -> Evidence | None:
    """One file of a report, or None."""
    return next((found for found in await of_report(conn, report_id) if found.id == id), None)
