"""Channel budgets: one token bucket per bot token or sender, shared by every process."""

from __future__ import annotations

from datetime import datetime

from psycopg import AsyncConnection


async def take(
    conn: AsyncConnection, sender: str, want: float, rate_per_s: float, burst: float, now: datetime
) -> tuple[float, datetime | None]:
    """Take up to `want` tokens; returns how many were given and until when the sender is paused.

    Must run in a short transaction of its own: the row is locked until it ends.
    """
    await conn.execute(
        "INSERT INTO channel_budgets (sender, tokens, refilled_at) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
        (sender, burst, now),
    )
    cursor = await conn.execute(
        "SELECT tokens, refilled_at, paused_until FROM channel_budgets WHERE sender = %s FOR UPDATE",
        (sender,),
    )
    tokens, refilled_at, paused_until = await cursor.fetchone()
    # A clock that was set back must not take tokens away.
    elapsed_s = max(0.0, (now - refilled_at).total_seconds())
    tokens = min(burst, tokens + elapsed_s * rate_per_s)
    if paused_until is not None and paused_until > now:
        given = 0.0
    else:
        paused_until = None
        given = min(want, float(int(tokens)))
    await conn.execute(
        "UPDATE channel_budgets SET tokens = %s, refilled_at = %s, paused_until = %s WHERE sender = %s",
        (tokens - given, now, paused_until, sender),
    )
    return given, paused_until


async def pause(conn: AsyncConnection, sender: str, until: datetime) -> None:
    """Pause a sender for every process, as its provider asked."""
    await conn.execute(
        "INSERT INTO channel_budgets (sender, tokens, refilled_at, paused_until) VALUES (%s, 0, %s, %s) "
        "ON CONFLICT (sender) DO UPDATE SET paused_until = greatest(channel_budgets.paused_until, excluded.paused_until)",
        (sender, until, until),
    )
