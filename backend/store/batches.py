"""Batches: what was filed together, and the answer to each row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb


class Batch(msgspec.Struct, frozen=True):
    """One batch; `rows` holds the answers so far, in the order of the file."""

    id: int
    organisation_id: int
    received_at: datetime
    format: str
    state: str
    total: int
    rows: list[dict[str, Any]]
    finished_at: datetime | None


async def add(
    conn: AsyncConnection,
    *,
    organisation_id: int,
    received_at: datetime,
    format: str,
    total: int,
    raw: bytes | None,
) -> int:
    """Store a batch; `raw` holds the sealed rows still to be worked off. Returns its id."""
    cursor = await conn.execute(
        "INSERT INTO batches (organisation_id, received_at, format, total, raw) VALUES (%s, %s, %s, %s, %s) RETURNING id",
        (organisation_id, received_at, format, total, raw),
    )
    return (await cursor.fetchone())[0]


async def find(conn: AsyncConnection, id: int) -> Batch | None:
    """The batch with this id."""
    cursor = await conn.execute(
        "SELECT id, organisation_id, received_at, format, state, total, rows, finished_at FROM batches WHERE id = %s",
        (id,),
    )
    row = await cursor.fetchone()
    return Batch(*row) if row else None


async def open_ids(conn: AsyncConnection, limit: int) -> list[int]:
    """Batches with rows to be worked off, oldest first."""
    cursor = await conn.execute(
        "SELECT id FROM batches WHERE state = 'received' ORDER BY id LIMIT %s", (limit,)
    )
    return [row[0] for row in await cursor.fetchall()]


async def take(conn: AsyncConnection, id: int) -> tuple[int, datetime, bytes, int] | None:
    """Lock a batch that nobody else works on: its organisation, instant, sealed rows, and how many are answered."""
    cursor = await conn.execute(
        "SELECT organisation_id, received_at, raw, jsonb_array_length(rows) FROM batches "
        "WHERE id = %s AND state = 'received' FOR UPDATE SKIP LOCKED",
        (id,),
    )
    row = await cursor.fetchone()
    return (row[0], row[1], bytes(row[2] or b""), row[3]) if row else None


async def answer(
    conn: AsyncConnection, id: int, rows: list[dict[str, Any]], finished_at: datetime | None
) -> None:
    """Append answers; with `finished_at` the batch is done and its sealed rows are dropped."""
    await conn.execute(
        "UPDATE batches SET rows = rows || %(rows)s, finished_at = %(at)s, "
        "state = CASE WHEN %(at)s::timestamptz IS NULL THEN state ELSE 'done' END, "
        "raw = CASE WHEN %(at)s::timestamptz IS NULL THEN raw END WHERE id = %(id)s",
        {"rows": Jsonb(rows, dumps=msgspec.json.encode), "at": finished_at, "id": id},
    )
