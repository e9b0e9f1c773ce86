"""Civil time of Albania and instants: the only file that knows the time zone.

Civil dates are those of Europe/Tirane; instants are aware and in UTC.
A civil day is half open: it begins at its 00:00 and ends at the next day's 00:00, which the law calls 24:00.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

TIRANE = ZoneInfo("Europe/Tirane")


class NaiveInstant(ValueError):
    """An instant came without its time zone; that is the caller's mistake, never a legal outcome."""


def require_aware(instant: datetime) -> datetime:
    """An instant must carry its offset; returns it in UTC.

    Raises:
        NaiveInstant: the datetime has no time zone.

    No article: a safeguard of ours.
    """
    if instant.tzinfo is None or instant.utcoffset() is None:
        raise NaiveInstant("an instant needs a time zone")
    return instant.astimezone(UTC)


def civil_date(instant: datetime) -> date:
    """The civil date in Albania at an instant.

    Raises:
        NaiveInstant: the datetime has no time zone.

    No article: time zone data, Europe/Tirane.
    """
    return require_aware(instant).astimezone(TIRANE).date()


def at_local(day: date, at: time) -> datetime:
    """The instant of a wall-clock time on a civil day.

    A time that the clock shows twice is the first of the two; one that it skips is read with the offset before.
    No article: time zone data, Europe/Tirane.
    """
    return datetime.combine(day, at.replace(tzinfo=None), TIRANE).astimezone(UTC)


def start_of_day(day: date) -> datetime:
    """A civil day begins at 00:00 in Albania.

    Source: Civil Procedure Code Art. 149, whose last day runs to 24:00.
    """
    return at_local(day, time())


def end_of_day(day: date) -> datetime:
    """The last day of a limit runs until its 24:00, which is the next day's 00:00.

    Source: Civil Procedure Code Art. 149.
    """
    return start_of_day(day + timedelta(days=1))


def elapsed_before(instant: datetime, hours: int) -> datetime:
    """The instant that lies so many elapsed hours earlier, whatever clocks on walls showed.

    Raises:
        NaiveInstant: the datetime has no time zone.

    No article: one of the two ways to count the 72 hours of Art. 18(5).
    """
    return require_aware(instant) - timedelta(hours=hours)


def wall_clock_before(instant: datetime, hours: int) -> datetime:
    """The instant at which a clock on a wall in Albania showed so many hours less.

    Raises:
        NaiveInstant: the datetime has no time zone.

    No article: one of the two ways to count the 72 hours of Art. 18(5).
    """
    wall = require_aware(instant).astimezone(TIRANE).replace(tzinfo=None) - timedelta(hours=hours)
    return at_local(wall.date(), wall.time())


def offset_minutes(instant: datetime) -> int:
    """Minutes that Albania's clocks are ahead of UTC at an instant, 60 in winter and 120 in summer.

    Raises:
        NaiveInstant: the datetime has no time zone.

    No article: time zone data, Europe/Tirane.
    """
    offset = require_aware(instant).astimezone(TIRANE).utcoffset()
    # Never None: the instant is aware by now.
    return int((offset or timedelta()).total_seconds() // 60)
