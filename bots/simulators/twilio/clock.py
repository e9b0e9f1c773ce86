"""The simulator's clock: the wall clock, or a frozen one that only moves when it is told to."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta


class Clock:
    """Gives the time and lets tasks sleep on it; used inside the simulator's loop only."""

    def __init__(self, start: datetime | None = None) -> None:
        """Freeze the clock at `start` (aware), or follow the wall clock when it is None."""
        self._start = start
        self._moved = timedelta()
        self._sleepers: list[tuple[datetime, asyncio.Event]] = []

    @property
    def virtual(self) -> bool:
        """Whether the clock moves by `advance` only."""
        return self._start is not None

    @property
    def sleeping(self) -> int:
        """How many tasks wait on a frozen clock; on the wall clock none counts, since it will wake."""
        return len(self._sleepers) if self.virtual else 0

    def now(self) -> datetime:
        """The time, aware UTC."""
        return (self._start or datetime.now(UTC)).astimezone(UTC) + self._moved

    def advance(self, seconds: float) -> None:
        """Move the clock forward and wake what became due."""
        self._moved += timedelta(seconds=seconds)
        due = [pair for pair in self._sleepers if pair[0] <= self.now()]
        self._sleepers = [pair for pair in self._sleepers if pair[0] > self.now()]
        for _, woken in due:
            woken.set()

    def reset(self) -> None:
        """Go back to the start; what sleeps is woken."""
        self._moved = timedelta()
        sleepers, self._sleepers = self._sleepers, []
        for _, woken in sleepers:
            woken.set()

    async def sleep(self, seconds: float) -> None:
        """Wait for so many seconds of this clock."""
        if seconds <= 0:
            return
        woken = asyncio.Event()
        entry = (self.now() + timedelta(seconds=seconds), woken)
        self._sleepers.append(entry)
        try:
            await asyncio.wait_for(woken.wait(), None if self.virtual else seconds)
        except TimeoutError:
            pass
        finally:
            if entry in self._sleepers:
                self._sleepers.remove(entry)
