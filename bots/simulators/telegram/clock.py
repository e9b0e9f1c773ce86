"""The simulator's clock: it runs by itself or stands still, and can be moved forward at will."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class SimClock:
    """Unix seconds that every limit, delay and time-out of the simulator reads. Safe between threads."""

    def __init__(self, start_s: float | None = None, running: bool = True) -> None:
        """Start at `start_s` (None is now); a clock that is not running moves only by `advance`."""
        self._lock = threading.Lock()
        self._base_s = time.time() if start_s is None else start_s
        self._since_s = time.monotonic()
        self._running = running
        self._moved: list[Callable[[], None]] = []

    @property
    def running(self) -> bool:
        """Whether it moves by itself."""
        return self._running

    def now(self) -> float:
        """The present instant in Unix seconds."""
        with self._lock:
            return self._now()

    def _now(self) -> float:
        return self._base_s + (time.monotonic() - self._since_s if self._running else 0.0)

    def advance(self, seconds: float) -> float:
        """Move forward and wake everyone who waits; answers the new instant.

        Raises:
            ValueError: the step is negative, since no real clock of this kind goes back.
        """
        if seconds < 0:
            raise ValueError("the clock only moves forward")
        with self._lock:
            self._base_s += seconds
            now_s = self._now()
        self._tell()
        return now_s

    def run(self, running: bool) -> None:
        """Let it run, or hold it."""
        with self._lock:
            self._base_s, self._since_s = self._now(), time.monotonic()
            self._running = running
        self._tell()

    def on_move(self, call: Callable[[], None]) -> None:
        """Call `call` after every jump; it must be quick and safe from any thread."""
        self._moved.append(call)

    def _tell(self) -> None:
        for call in self._moved:
            call()
