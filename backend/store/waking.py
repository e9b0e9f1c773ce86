"""LISTEN and NOTIFY, used only to be quicker than the poll."""

from __future__ import annotations

from psycopg import AsyncConnection


async def notify(conn: AsyncConnection) -> None:
    """Tell every listening process that there is work."""
    await conn.execute("NOTIFY vezhgo_work")


async def listen(conn: AsyncConnection) -> None:
    """Listen on this connection, which must stay open."""
    await conn.execute("LISTEN vezhgo_work")
