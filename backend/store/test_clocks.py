"""The test clock's offset, shared by every process through one row."""

from __future__ import annotations

from psycopg import AsyncConnection


async def offset_s(conn: AsyncConnection) -> float:
    """Seconds between the test clock and the machine's clock; 0 when it was never set."""
    row = await (await conn.execute("SELECT offset_s FROM test_clock")).fetchone()
    return row[0] if row else 0.0


async def set_offset_s(conn: AsyncConnection, offset: float) -> None:
    """Store the offset."""
    await conn.execute(
        "INSERT INTO test_clock (singleton, offset_s) VALUES (true, %s) "
        "ON CONFLICT (singleton) DO UPDATE SET offset_s = excluded.offset_s",
        (offset,),
    )
