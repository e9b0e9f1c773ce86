"""The one clock: aware UTC, and, for tests on loopback only, an instant that can be set.

Every action reads it once. The test clock is an offset, so that time goes on from the instant set.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Gives the present instant as aware UTC."""

    def __init__(self) -> None:
        self.offset = timedelta(0)

    def now(self) -> datetime:
        """The present instant, aware UTC, with the test offset if one is set."""
        return datetime.now(UTC) + self.offset

    def set(self, now: datetime) -> timedelta:
        """Let time go on from `now`; returns the new offset from the machine's clock."""
        self.offset = now.astimezone(UTC) - datetime.now(UTC)
        return self.offset
