"""Days off that an act announced: for the whole country or for some bodies only, and perhaps late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from accreditation.civil_time import require_aware, start_of_day
from accreditation.law.counting import WorkCalendar

CEC_SEAT = "cec"
"""The Central Election Commission, whose offices are in Tirana, in the list of bodies that a day off is for."""


class RestDay(msgspec.Struct, frozen=True):
    """A day on which offices are shut, or work reduced hours.

    Attributes:
        day: the civil date.
        reduced: false for a day off, true for a day of reduced office hours.
        bodies: None for the whole country; else unit codes, whose commissions are meant, and `cec`.
        recorded_at: when it was recorded, None where it was known from the start.
        act: number and date of the act that announced it.
    """

    day: date
    reduced: bool = False
    bodies: frozenset[str] | None = None
    recorded_at: datetime | None = None
    act: str = ""

    @property
    def late(self) -> bool:
        """True if it was recorded when the day had begun already."""
        return self.recorded_at is not None and require_aware(self.recorded_at) >= start_of_day(self.day)


def shuts(rest_day: RestDay, body: str) -> bool:
    """A day off of one region shuts the offices of that region only.

    Args:
        rest_day: the day.
        body: `cec`, or a commission of a unit such as `zec:12` or `lgec:12`.

    Source: Law 8485/1999 Art. 62(c), a day on which the administration concerned is closed.
    """
    kind, _, unit = body.partition(":")
    return rest_day.bodies is None or (unit if unit else kind) in rest_day.bodies


def work_calendar(
    holidays: frozenset[date], reduced_days: frozenset[date], announced: Iterable[RestDay], body: str
) -> WorkCalendar:
    """The calendar that counts is that of the body before which, or by which, the act is done.

    Requests are submitted to the CEC (Art. 18(5)), so its calendar moves their limits, whoever decides later.
    The time to decide runs for the body in competence, so a ZEC's own calendar moves it.
    A day off announced late counts like any other: the law asks whether the office was open on the day.
    Args:
        holidays: days off of the whole country.
        reduced_days: days of reduced hours of the whole country.
        announced: further days, each for the country or for some bodies.
        body: `cec`, or a commission of a unit such as `zec:12`.

    Source: Law 8485/1999 Art. 62(b)-(c); Civil Procedure Code Art. 148; Art. 18(5)-(6) of the code of 2005.
    """
    ours = [one for one in announced if shuts(one, body)]
    if not ours:
        return WorkCalendar(holidays, reduced_days)
    return WorkCalendar(
        holidays | {one.day for one in ours if not one.reduced},
        reduced_days | {one.day for one in ours if one.reduced},
    )
