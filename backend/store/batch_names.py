"""What a sender reads beside the answers of a batch: the names of its observers."""

from __future__ import annotations

from datetime import datetime

import msgspec
from psycopg import AsyncConnection


class ReceiptLine(msgspec.Struct, frozen=True):
    """One recorded row of a batch."""

    row: int
    number: str
    received_at: datetime
    name: str
    status: str
    due_at: datetime | None


async def of_rows(conn: AsyncConnection, batch_id: int, after: int, last: int) -> dict[int, str]:
    """The names of the recorded rows after one row and up to another."""
    cursor = await conn.execute(
        "SELECT batch_row, given_name || ' ' || family_name FROM requests "
        "WHERE batch_id = %s AND batch_row > %s AND batch_row <= %s",
        (batch_id, after, last),
    )
    return dict(await cursor.fetchall())


async def receipt(conn: AsyncConnection, batch_id: int) -> list[ReceiptLine]:
    """Every recorded row of a batch, in the order of the file; `row` is the line in the file where it is known."""
    cursor = await conn.execute(
        "SELECT coalesce(nullif((b.answer->>'line')::integer, 0), b.row), r.number, r.received_at, "
        "r.given_name || ' ' || r.family_name, r.state, r.decision_due_at FROM requests r "
        "JOIN batch_rows b ON b.batch_id = r.batch_id AND b.row = r.batch_row WHERE r.batch_id = %s ORDER BY b.row",
        (batch_id,),
    )
    return [ReceiptLine(*row) for row in await cursor.fetchall()]
