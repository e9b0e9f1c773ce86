"""One limiter per bot token or sender: replies that ride, replies that are sent and alerts all draw on it.

The bucket is a row of the database, shared by every process. A process draws the tokens of what is at hand
in a short transaction of its own, so that no batch of the intake ever locks that row. What it drew is good for
a quarter of a second only, and what is left goes back with the next draw: so in any second no more is sent
than the rate and the burst together, in however many processes.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from psycopg import AsyncConnection

from backend.actions.ports import Limit
from backend.services import Services
from backend.store import budgets

HELD_S = 0.25
"""Tokens that were drawn and not used within this are void."""
AHEAD_S = 0.1
ASK_AGAIN_S = 0.02
"""An empty bucket is not asked more often than this."""
WAIT_S = 0.1
PAUSE_MARGIN_S = 0.5
CHATS_REMEMBERED = 20_000


@dataclass(slots=True)
class _Share:
    limit: Limit
    tokens: float = 0.0
    drawn_at: float = float("-inf")
    paused_until: float = 0.0

    def left(self, at_s: float) -> float:
        """Tokens that are still good."""
        if at_s < self.paused_until or at_s - self.drawn_at > HELD_S:
            self.tokens = 0.0
        return self.tokens


class Limiter:
    """This process's shares of the budgets, and the pace of each chat."""

    def __init__(self, services: Services, limits: dict[str, Limit]) -> None:
        self._services = services
        self._shares = {key: _Share(limit) for key, limit in limits.items()}
        self._chats: dict[tuple[str, str], tuple[float, float]] = {}
        self._drawing = {key: asyncio.Lock() for key in limits}

    def take(self, sender_key: str, chat_key: str) -> bool:
        """Take one token for a message to a chat now; False when it has to wait.

        A reply to a person who just wrote is not held to the chat's own pace: the person sets it.
        """
        share = self._shares[sender_key]
        if share.left(time.monotonic()) < 1:
            return False
        share.tokens -= 1
        self._spend(share.limit, sender_key, chat_key)
        return True

    async def acquire(self, sender_key: str, chat_key: str) -> float:
        """Take one token, drawing it if need be; 0 when it was taken, else the seconds to wait."""
        if self.take(sender_key, chat_key):
            return 0.0
        await self.ensure(sender_key, 1)
        if self.take(sender_key, chat_key):
            return 0.0
        return max(WAIT_S, self._shares[sender_key].paused_until - time.monotonic())

    async def ensure(self, sender_key: str, count: int, conn: AsyncConnection | None = None) -> None:
        """Draw, so that `count` tokens are at hand, if the bucket has them; on a connection of the caller's if given."""
        share = self._shares[sender_key]
        if self._enough(share, count):
            return
        async with self._drawing[sender_key]:
            if self._enough(share, count):
                return
            if conn is not None:
                await self._draw(conn, sender_key, share, count)
                return
            async with self._services.database.reading() as own:
                await self._draw(own, sender_key, share, count)

    def _enough(self, share: _Share, count: int) -> bool:
        """Whether nothing is to be drawn: there is enough, or it is too early to ask again."""
        now = time.monotonic()
        tokens = share.left(now)
        return (
            tokens >= count or now < share.paused_until or (tokens < 1 and now - share.drawn_at < ASK_AGAIN_S)
        )

    async def _draw(self, conn: AsyncConnection, key: str, share: _Share, count: int) -> None:
        limit = share.limit
        capacity = max(1.0, limit.burst - 2 * HELD_S * limit.rate_per_s)
        # Of a fast sender a tenth of a second is drawn ahead, so that not every batch asks.
        wanted = max(float(count), float(int(limit.rate_per_s * AHEAD_S)))
        started = time.monotonic()
        unused, share.tokens = share.left(started), 0.0
        async with conn.transaction():
            given, paused_s = await budgets.take(conn, key, wanted, unused, limit.rate_per_s, capacity)
        share.tokens = given
        share.drawn_at = started
        if paused_s > 0:
            share.paused_until = started + paused_s

    def chat_wait_s(self, sender_key: str, chat_key: str) -> float:
        """Seconds until this chat may get another message that nobody asked for at this moment."""
        limit = self._shares[sender_key].limit
        tokens, at = self._chats.get((sender_key, chat_key), (limit.chat_burst, time.monotonic()))
        tokens = min(limit.chat_burst, tokens + (time.monotonic() - at) * limit.chat_rate_per_s)
        return 0.0 if tokens >= 1 else (1 - tokens) / limit.chat_rate_per_s

    def _spend(self, limit: Limit, sender_key: str, chat_key: str) -> None:
        now = time.monotonic()
        if len(self._chats) > CHATS_REMEMBERED:
            self._chats.clear()
        tokens, at = self._chats.get((sender_key, chat_key), (limit.chat_burst, now))
        tokens = min(limit.chat_burst, tokens + (now - at) * limit.chat_rate_per_s)
        self._chats[sender_key, chat_key] = (tokens - 1, now)

    async def pause(self, sender_key: str, seconds: float) -> None:
        """The provider asked for silence: pause this sender in every process."""
        share = self._shares[sender_key]
        share.paused_until = max(share.paused_until, time.monotonic() + seconds + PAUSE_MARGIN_S)
        share.tokens = 0.0
        async with self._services.database.transaction() as conn:
            await budgets.pause(conn, sender_key, seconds + PAUSE_MARGIN_S)
