"""Waking: an event inside the process, NOTIFY between processes, and a poll as the floor.

The poll alone is correct; everything here only makes it quicker. NOTIFY is sent outside business transactions
and at most once in 20 ms, because one in every transaction costs a third of the commits.
"""

from __future__ import annotations

import asyncio

import psycopg
import structlog

from backend.services import Services
from backend.store import waking

log = structlog.get_logger()

POLL_S = 0.25
COALESCE_S = 0.02


class Bell:
    """Wakes the loops of this process, and tells the others."""

    def __init__(self, services: Services, *, tells_others: bool) -> None:
        self._services = services
        self._tells_others = tells_others
        self._events: dict[str, asyncio.Event] = {}
        self._rung = asyncio.Event()

    def ring(self, name: str) -> None:
        """There is something for the loop with this name (`inbox`, `outbox`, `evidence`)."""
        if name in self._events:
            self._events[name].set()
        elif self._tells_others:
            self._rung.set()

    async def wait(self, name: str, poll_s: float = POLL_S) -> None:
        """Wait until the bell rings for this loop, or the poll's time is over."""
        event = self._events.setdefault(name, asyncio.Event())
        try:
            async with asyncio.timeout(poll_s):
                await event.wait()
        except TimeoutError:
            pass
        event.clear()

    async def keep_telling(self) -> None:
        """Tell the other processes, at most once in 20 ms."""
        while True:
            await self._rung.wait()
            self._rung.clear()
            async with self._services.database.reading() as conn:
                await waking.notify(conn)
            await asyncio.sleep(COALESCE_S)

    async def keep_listening(self) -> None:
        """Ring every loop when another process tells; behind a pooler this may never happen, and the poll serves."""
        async with await psycopg.AsyncConnection.connect(
            self._services.database.url, autocommit=True
        ) as conn:
            await waking.listen(conn)
            async for _ in conn.notifies():
                for event in self._events.values():
                    event.set()
