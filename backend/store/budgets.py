"""Channel budgets: one token bucket per bot token or sender, shared by every process.

They run on the database's own clock: the processes' clocks may differ, and the test clock is not the provider's.
"""

from __future__ import annotations

from psycopg import AsyncConnection


async def take(
    conn: AsyncConnection, sender: str, want: float, unused: float, rate_per_s: float, capacity: float
) -> tuple[float, float]:
    """Give `unused` tokens back and take up to `want`.

    Returns how many were given, and the seconds for which the sender is still paused.

    Must run in a short transaction of its own: the row is locked until it ends.
    """
    # A crash may forget that tokens were taken, for the tenth of a second that this saves a flush to disk.
    await conn.execute("SET LOCAL synchronous_commit = off")
    await conn.execute(
        "INSERT INTO channel_budgets (sender, tokens, refilled_at) VALUES (%s, %s, clock_timestamp()) "
        "ON CONFLICT DO NOTHING",
        (sender, capacity),
    )
    cursor = await conn.execute(
        "SELECT tokens, extract(epoch FROM clock_timestamp() - refilled_at)::float8, "
        "coalesce(extract(epoch FROM paused_until - clock_timestamp()), 0)::float8 "
        "FROM channel_budgets WHERE sender = %s FOR UPDATE",
        (sender,),
    )
    tokens, elapsed_s, paused_s = await cursor.fetchone()
    # A clock that was set back must not take tokens away.
    tokens = min(capacity, tokens + unused + max(0.0, elapsed_s) * rate_per_s)
    given = 0.0 if paused_s > 0 else min(want, float(int(tokens)))
    await conn.execute(
        "UPDATE channel_budgets SET tokens = %s, refilled_at = clock_timestamp() WHERE sender = %s",
        (tokens - given, sender),
    )
    return given, max(0.0, paused_s)


async def pause(conn: AsyncConnection, sender: str, seconds: float) -> None:
    """Pause a sender for every process, as its provider asked."""
    await conn.execute(
        "INSERT INTO channel_budgets (sender, tokens, refilled_at, paused_until) "
        "VALUES (%s, 0, clock_timestamp(), clock_timestamp() + %s * interval '1 second') "
        "ON CONFLICT (sender) DO UPDATE SET paused_until = greatest(channel_budgets.paused_until, excluded.paused_until)",
        (sender, seconds),
    )
