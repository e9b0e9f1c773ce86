"""The ledger of deadlines: computed from the law, raised by the sweep, judged by `due_at`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from backend.store.recordsets import recordset


class Deadline(msgspec.Struct, frozen=True):
    """One deadline. `subject` names what it is of, such as `request:17`."""

    id: int
    kind: str
    subject: str
    due_at: datetime


async def put(conn: AsyncConnection, kind: str, subject: str, due_at: datetime) -> None:
    """Store a deadline, or open it anew with another instant."""
    await conn.execute(
        "INSERT INTO deadlines (kind, subject, due_at) VALUES (%s, %s, %s) "
        "ON CONFLICT (kind, subject) DO UPDATE SET due_at = excluded.due_at, state = 'open', raised_at = NULL",
        (kind, subject, due_at),
    )


async def add_all(conn: AsyncConnection, new: Sequence[tuple[str, str, datetime]]) -> None:
    """Store deadlines of subjects that had none: kind, subject, instant."""
    rows = [{"kind": kind, "subject": subject, "due_at": due_at} for kind, subject, due_at in new]
    await conn.execute(
        "INSERT INTO deadlines (kind, subject, due_at) SELECT kind, subject, due_at "
        "FROM json_to_recordset(%s::json) AS r (kind text, subject text, due_at timestamptz)",
        (recordset(rows),),
    )


async def close(conn: AsyncConnection, kind: str, subject: str) -> None:
    """Close a deadline that was met or no longer matters; a raised one stays raised."""
    await conn.execute(
        "UPDATE deadlines SET state = 'closed' WHERE kind = %s AND subject = %s AND state = 'open'",
        (kind, subject),
    )


async def close_all(conn: AsyncConnection, kinds: Sequence[str], subjects: Sequence[str]) -> None:
    """Close the open deadlines of these kinds and subjects, in one statement."""
    await conn.execute(
        "UPDATE deadlines SET state = 'closed' WHERE kind = ANY(%s) AND subject = ANY(%s) AND state = 'open'",
        (list(kinds), list(subjects)),
    )


async def due(conn: AsyncConnection, kind: str, now: datetime, limit: int) -> list[Deadline]:
    """Open deadlines of one kind that are due, earliest first; nothing is locked."""
    cursor = await conn.execute(
        "SELECT id, kind, subject, due_at FROM deadlines WHERE state = 'open' AND kind = %s AND due_at <= %s "
        "ORDER BY due_at, id LIMIT %s",
        (kind, now, limit),
    )
    return [Deadline(*row) for row in await cursor.fetchall()]


async def take(conn: AsyncConnection, id: int) -> Deadline | None:
    """Lock one deadline if it is still open and nobody else has it."""
    cursor = await conn.execute(
        "SELECT id, kind, subject, due_at FROM deadlines WHERE id = %s AND state = 'open' FOR UPDATE SKIP LOCKED",
        (id,),
    )
    row = await cursor.fetchone()
    return Deadline(*row) if row else None


async def mark_raised(conn: AsyncConnection, id: int, now: datetime) -> None:
    """Mark a deadline as raised."""
    await conn.execute("UPDATE deadlines SET state = 'raised', raised_at = %s WHERE id = %s", (now, id))


async def raise_now(conn: AsyncConnection, kind: str, subject: str, now: datetime) -> None:
    """Mark an open deadline as raised, by its subject."""
    await conn.execute(
        "UPDATE deadlines SET state = 'raised', raised_at = %s WHERE kind = %s AND subject = %s AND state = 'open'",
        (now, kind, subject),
    )
