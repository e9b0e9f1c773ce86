"""The one clock: aware UTC, and, for tests on loopback only, an instant that can be set.

Every action reads it once. The test clock is an offset, so that time goes on from the instant set.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Gives the present instant as aware UTC."""

    def __init__(self) -> None:
        self.offset = timedelta(0)
        self.sets = 0
        """How often it was set here; who follows a stored offset drops one that was read before the last."""

    def now(self) -> datetime:
        """The present instant, aware UTC, with the test offset if one is set."""
        return datetime.now(UTC) + self.offset

    def offset_to(self, now: datetime) -> timedelta:
        """The offset from the machine's clock with which time goes on from `now`; changes nothing."""
        return now.astimezone(UTC) - datetime.now(UTC)

    def jump(self, offset: timedelta) -> None:
        """Go on with another offset."""
        self.offset = offset
        self.sets += 1

    def set(self, now: datetime) -> None:
        """Let time go on from `now` in this process."""
        self.jump(self.offset_to(now))
