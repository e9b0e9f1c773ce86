"""Batches: what was filed together, the rows that wait in sealed chunks, and the answer to each row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from backend.store.recordsets import recordset

LOCK_CLASS = 0x62617463
"""Class of the advisory locks that let one chunk of a sender be stored at a time."""
_COLUMNS = (
    "id, organisation_id, filed_by, received_at, format, state, total, election_id, again, checked_at, answered, "
    "recorded, repeated, notes, finished_at"
)


class Batch(msgspec.Struct, frozen=True):
    """One batch. `answered`, `recorded` and `repeated` count rows; a trial run is `checking`, then `checked`.

    `repeated` are rows equal to a request that the sender has already.
    """

    id: int
    organisation_id: int
    filed_by: str
    received_at: datetime
    format: str
    state: str
    total: int
    election_id: int | None
    again: bool
    checked_at: datetime | None
    answered: int
    recorded: int
    repeated: int
    notes: list[dict[str, Any]]
    finished_at: datetime | None


class Chunk(msgspec.Struct, frozen=True):
    """Rows that wait, sealed; `first_row` counts from 1."""

    first_row: int
    rows: int
    sealed: bytes


class RowAnswer(msgspec.Struct, frozen=True):
    """The answer to one row; `sealed` is the row as it was sent, kept where it was rejected; `mark` is kept by trial runs."""

    row: int
    outcome: str
    answer: msgspec.Raw
    sealed: bytes | None = None
    mark: bytes | None = None


async def add(
    conn: AsyncConnection,
    *,
    organisation_id: int,
    filed_by: str,
    received_at: datetime,
    format: str,
    state: str,
    total: int,
    election_id: int | None,
    again: bool,
    notes: list[dict[str, Any]],
) -> Batch:
    """Store a batch without its rows."""
    cursor = await conn.execute(
        "INSERT INTO batches (organisation_id, filed_by, received_at, format, state, total, election_id, again, notes) "  # noqa: S608
        f"VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING {_COLUMNS}",
        (organisation_id, filed_by, received_at, format, state, total, election_id, again, Jsonb(notes)),
    )
    return Batch(*await cursor.fetchone())


async def put_chunks(conn: AsyncConnection, id: int, chunks: Sequence[Chunk]) -> None:
    """Store the rows of a batch that wait."""
    async with conn.cursor() as cursor:
        await cursor.executemany(
            "INSERT INTO batch_chunks (batch_id, first_row, rows, sealed) VALUES (%s, %s, %s, %s)",
            [(id, one.first_row, one.rows, one.sealed) for one in chunks],
        )


async def find(conn: AsyncConnection, id: int, *, lock: bool = False) -> Batch | None:
    """The batch with this id; with `lock` its row is held until the transaction ends."""
    suffix = " FOR UPDATE" if lock else ""
    cursor = await conn.execute(f"SELECT {_COLUMNS} FROM batches WHERE id = %s{suffix}", (id,))  # noqa: S608
    row = await cursor.fetchone()
    return Batch(*row) if row else None


async def page(
    conn: AsyncConnection, *, before: int, limit: int, organisation_id: int | None, election_id: int | None
) -> list[Batch]:
    """Batches with ids below the given one, the newest first; None is no filter."""
    cursor = await conn.execute(
        f"SELECT {_COLUMNS} FROM batches WHERE id < %(before)s "  # noqa: S608
        "AND (%(organisation)s::bigint IS NULL OR organisation_id = %(organisation)s) "
        "AND (%(election)s::int IS NULL OR election_id = %(election)s) ORDER BY id DESC LIMIT %(limit)s",
        {"before": before, "organisation": organisation_id, "election": election_id, "limit": limit},
    )
    return [Batch(*row) for row in await cursor.fetchall()]


async def open_ids(conn: AsyncConnection, limit: int) -> list[int]:
    """Batches with rows that wait, oldest first."""
    cursor = await conn.execute(
        "SELECT id FROM batches WHERE state IN ('received', 'checking') ORDER BY id LIMIT %s", (limit,)
    )
    return [row[0] for row in await cursor.fetchall()]


async def take(conn: AsyncConnection, id: int) -> Batch | None:
    """Lock a batch with rows that wait, unless somebody else works on it."""
    cursor = await conn.execute(
        f"SELECT {_COLUMNS} FROM batches WHERE id = %s AND state IN ('received', 'checking') "  # noqa: S608
        "FOR UPDATE SKIP LOCKED",
        (id,),
    )
    row = await cursor.fetchone()
    return Batch(*row) if row else None


async def next_chunk(conn: AsyncConnection, batch: Batch) -> Chunk | None:
    """The first rows that have no answer yet."""
    cursor = await conn.execute(
        "SELECT first_row, rows, sealed FROM batch_chunks WHERE batch_id = %s AND first_row > %s "
        "ORDER BY first_row LIMIT 1",
        (batch.id, batch.answered),
    )
    row = await cursor.fetchone()
    return Chunk(row[0], row[1], bytes(row[2])) if row else None


async def one_at_a_time(conn: AsyncConnection, organisation_id: int) -> None:
    """Wait until nobody else stores rows of this sender: two files with one row in common record it once.

    Raises:
        psycopg.errors.LockNotAvailable: another one takes longer than the lock time-out.
    """
    await conn.execute("SELECT pg_advisory_xact_lock(%s, %s)", (LOCK_CLASS, organisation_id % 2**31))


async def answer(conn: AsyncConnection, id: int, rows: Sequence[RowAnswer]) -> None:
    """Store answers and count them."""
    values = [
        {
            "row": one.row,
            "outcome": one.outcome,
            "answer": one.answer,
            "sealed": _hex(one.sealed),
            "mark": _hex(one.mark),
        }
        for one in rows
    ]
    await conn.execute(
        "INSERT INTO batch_rows (batch_id, row, outcome, answer, sealed, mark) "
        "SELECT %s, row, outcome, answer, sealed, mark "
        "FROM json_to_recordset(%s::json) AS r (row integer, outcome text, answer json, sealed bytea, mark bytea)",
        (id, recordset(values)),
    )
    recorded = sum(one.outcome in ("recorded", "ready") for one in rows)
    repeated = sum(one.outcome == "already_recorded" for one in rows)
    await conn.execute(
        "UPDATE batches SET answered = answered + %s, recorded = recorded + %s, repeated = repeated + %s WHERE id = %s",
        (len(rows), recorded, repeated, id),
    )


def _hex(value: bytes | None) -> str | None:
    return None if value is None else "\\x" + value.hex()


async def marks(conn: AsyncConnection, id: int, sought: Sequence[bytes]) -> list[bytes]:
    """Which of these marks rows of a trial run have already."""
    cursor = await conn.execute(
        "SELECT DISTINCT mark FROM batch_rows WHERE batch_id = %s AND mark = ANY(%s)", (id, list(sought))
    )
    return [bytes(row[0]) for row in await cursor.fetchall()]


async def discard(conn: AsyncConnection, id: int) -> None:
    """Forget a batch of which nothing was filed, with its rows and answers."""
    await conn.execute("DELETE FROM batches WHERE id = %s", (id,))


async def drop_chunk(conn: AsyncConnection, id: int, first_row: int) -> None:
    """Forget rows that have their answer."""
    await conn.execute("DELETE FROM batch_chunks WHERE batch_id = %s AND first_row = %s", (id, first_row))


async def finish(conn: AsyncConnection, id: int, at: datetime) -> None:
    """A batch whose rows all have an answer is done; a trial run is checked and keeps its rows."""
    await conn.execute(
        "UPDATE batches SET state = CASE state WHEN 'checking' THEN 'checked' ELSE 'done' END, "
        "checked_at = CASE state WHEN 'checking' THEN %(at)s::timestamptz ELSE checked_at END, "
        "finished_at = CASE state WHEN 'checking' THEN NULL ELSE %(at)s::timestamptz END WHERE id = %(id)s",
        {"at": at, "id": id},
    )


async def begin(conn: AsyncConnection, id: int, received_at: datetime, *, again: bool) -> None:
    """A checked batch is filed: its answers are forgotten, and its instant of receipt is now."""
    await conn.execute("DELETE FROM batch_rows WHERE batch_id = %s", (id,))
    await conn.execute(
        "UPDATE batches SET state = 'received', received_at = %s, again = %s, answered = 0, recorded = 0, "
        "repeated = 0 WHERE id = %s",
        (received_at, again, id),
    )


async def answers(
    conn: AsyncConnection, id: int, *, after: int, limit: int, outcome: str | None = None
) -> list[msgspec.Raw]:
    """Answers by row, those after the given row, of one outcome if asked; each as the JSON it was given as."""
    cursor = await conn.execute(
        "SELECT answer::text FROM batch_rows WHERE batch_id = %(id)s AND row > %(after)s "
        "AND (%(outcome)s::text IS NULL OR outcome = %(outcome)s) ORDER BY row LIMIT %(limit)s",
        {"id": id, "after": after, "outcome": outcome, "limit": limit},
    )
    return [msgspec.Raw(row[0].encode()) for row in await cursor.fetchall()]


async def rejected(conn: AsyncConnection, id: int) -> list[tuple[int, dict[str, Any], bytes | None]]:
    """The rejected rows of a batch: row, answer, and the row as it was sent, sealed, while it is kept."""
    cursor = await conn.execute(
        "SELECT row, answer, sealed FROM batch_rows WHERE batch_id = %s AND outcome = 'rejected' ORDER BY row",
        (id,),
    )
    return [(row, told, bytes(sealed) if sealed else None) for row, told, sealed in await cursor.fetchall()]
