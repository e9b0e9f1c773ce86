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
    """Every recorded row of a batch, in the order of the file."""
    cursor = await conn.execute(
        "SELECT batch_row, number, received_at, given_name || ' ' || family_name, state, decision_due_at "
        "FROM requests WHERE batch_id = %s ORDER BY batch_row",
        (batch_id,),
    )
    return [ReceiptLine(*row) for row in await cursor.fetchall()]
