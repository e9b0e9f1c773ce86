"""One limiter per bot token or sender: replies that ride, replies that are sent and alerts all draw on it.

The bucket is a row of the database, shared by every process. A process draws a small share in advance,
in a short transaction of its own, so that no batch of the intake ever locks that row.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.actions.ports import Limit
from backend.services import Services
from backend.store import budgets

SHARE_S = 0.25
"""A process draws at most this many seconds of a sender's rate in advance."""
PAUSE_MARGIN_S = 0.5
CHATS_REMEMBERED = 20_000


@dataclass(slots=True)
class _Share:
    limit: Limit
    tokens: float = 0.0
    wanted: float = 0.0
    drawn_at: float = 0.0
    paused_until: float = 0.0


class Limiter:
    """This process's shares of the budgets, and the pace of each chat."""

    def __init__(self, services: Services, limits: dict[str, Limit]) -> None:
        self._services = services
        self._shares = {key: _Share(limit) for key, limit in limits.items()}
        self._chats: dict[tuple[str, str], tuple[float, float]] = {}
        self._drawing = asyncio.Lock()

    def take(self, sender_key: str, chat_key: str) -> bool:
        """Take one token for a message to a chat now; False when it has to wait.

        A reply to a person who just wrote is not held to the chat's own pace: the person sets it.
        """
        share = self._shares[sender_key]
        share.wanted += 1
        if share.tokens < 1 or time.monotonic() < share.paused_until:
            return False
        share.tokens -= 1
        self._spend(share.limit, sender_key, chat_key)
        return True

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
        until = self._services.clock.now() + timedelta(seconds=seconds + PAUSE_MARGIN_S)
        async with self._services.database.transaction() as conn:
            await budgets.pause(conn, sender_key, until)

    async def draw(self, sender_keys: Iterable[str] | None = None) -> None:
        """Draw what was wanted since the last time, and a little ahead for replies that ride."""
        async with self._drawing:
            for key in sender_keys or self._shares:
                await self._draw(key)

    async def _draw(self, key: str) -> None:
        share = self._shares[key]
        ahead = max(1.0, share.limit.rate_per_s * SHARE_S)
        want = min(ahead, max(share.wanted, ahead / 2)) - share.tokens
        share.wanted = 0.0
        if want < 1:
            return
        now: datetime = self._services.clock.now()
        async with self._services.database.transaction() as conn:
            given, paused_until = await budgets.take(
                conn, key, want, share.limit.rate_per_s, share.limit.burst, now
            )
        share.tokens += given
        if paused_until is not None:
            share.paused_until = time.monotonic() + (paused_until - now).total_seconds()

    async def keep_drawing(self) -> None:
        """Top the shares up for as long as the process lives."""
        while True:
            await self.draw()
            await asyncio.sleep(SHARE_S / 4)
