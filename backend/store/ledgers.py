"""The three ledgers as numbers, for health and metrics."""

from __future__ import annotations

from datetime import datetime

import msgspec
from psycopg import AsyncConnection


class LedgerSizes(msgspec.Struct, frozen=True):
    """How much is open. `outbox` is by state; ages are in seconds."""

    inbox_open: int
    outbox: dict[str, int]
    outbox_oldest_s: float
    deadlines_late: int


async def ping(conn: AsyncConnection) -> None:
    """Ask the database anything."""
    await conn.execute("SELECT 1")


async def sizes(conn: AsyncConnection, now: datetime) -> LedgerSizes:
    """Read the ledgers' sizes; the indexes hold only open rows, so this is cheap."""
    inbox = await (await conn.execute("SELECT count(*) FROM inbox WHERE state = 'open'")).fetchone()
    cursor = await conn.execute(
        "SELECT state, count(*), coalesce(extract(epoch FROM %s - min(due_at)), 0) FROM outbox "
        "WHERE state IN ('waiting', 'riding', 'leased', 'unknown') OR state = 'escrowed' GROUP BY state",
        (now,),
    )
    rows = await cursor.fetchall()
    late = await (
        await conn.execute("SELECT count(*) FROM deadlines WHERE state = 'open' AND due_at <= %s", (now,))
    ).fetchone()
    oldest = max((float(row[2]) for row in rows if row[0] == "waiting"), default=0.0)
    return LedgerSizes(inbox[0], {row[0]: row[1] for row in rows}, max(oldest, 0.0), late[0])
