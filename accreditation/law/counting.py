"""How days are counted under each rule, with every step kept so that the count can be printed and checked."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

import msgspec

from accreditation.law.readings import Rule

SATURDAY, SUNDAY = 5, 6


class StepCode(StrEnum):
    """What happened in a count."""

    LIMIT = "limit"
    EXCLUDED_DAY = "excluded_day"
    COUNTED_DAYS = "counted_days"
    SUSPENDED_SATURDAY = "suspended_saturday"
    SUSPENDED_SUNDAY = "suspended_sunday"
    SUSPENDED_HOLIDAY = "suspended_holiday"
    CLEAR_DAY = "clear_day"
    ENDS_ON_REST_DAY = "ends_on_rest_day"
    MOVED_TO_WORKING_DAY = "moved_to_working_day"
    LAST_DAY = "last_day"
    DAY_ENDS_AT_24 = "day_ends_at_24"
    OPENS_ON = "opens_on"
    OPENED_BY_DECREE = "opened_by_decree"
    WINDOW_EMPTY = "window_empty"
    ANCHOR = "anchor"
    HOURS_BACK = "hours_back"
    HOURS_ON = "hours_on"
    CLOCK_CHANGE = "clock_change"
    CAPPED_BY_OPENING = "capped_by_opening"
    HELD_UNTIL_OPENING = "held_until_opening"
    NO_LIMIT_IN_LAW = "no_limit_in_law"
    RETURN_STOPS = "return_stops"
    RETURN_DOES_NOT_STOP = "return_does_not_stop"
    STARTS_AT_TRANSLATION = "starts_at_translation"
    AWAITS_TRANSLATION = "awaits_translation"


class Step(msgspec.Struct, frozen=True):
    """One step of a count: a code and its arguments, dates as ISO texts and numbers as numbers."""

    code: StepCode
    args: dict[str, str | int] = {}


class WorkCalendar(msgspec.Struct, frozen=True):
    """The days on which offices are shut, given by the caller.

    Attributes:
        holidays: official days off, nationwide or of the region concerned; they may be announced late.
        reduced_days: days on which the administration works reduced hours.
    """

    holidays: frozenset[date] = frozenset()
    reduced_days: frozenset[date] = frozenset()


class Counted(msgspec.Struct, frozen=True):
    """The last day of a limit, and how it was reached."""

    last_day: date
    steps: tuple[Step, ...]


def suspension(day: date, calendar: WorkCalendar) -> StepCode | None:
    """Saturdays, Sundays and official holidays are rest days; returns which, or None for a working day.

    Source: Law 8485/1999 Art. 62(b).
    """
    if day.weekday() == SATURDAY:
        return StepCode.SUSPENDED_SATURDAY
    if day.weekday() == SUNDAY:
        return StepCode.SUSPENDED_SUNDAY
    return StepCode.SUSPENDED_HOLIDAY if day in calendar.holidays else None


def next_working_day(day: date, calendar: WorkCalendar, *, reduced_too: bool = False) -> Counted:
    """A limit that ends on a rest day ends on the working day after it.

    Args:
        day: the day the count ended on.
        calendar: rest days.
        reduced_too: whether a day of reduced office hours moves the end as well.

    Source: Civil Procedure Code Art. 148; Law 8485/1999 Art. 62(c).
    """
    moved, steps = day, []
    while suspension(moved, calendar) or (reduced_too and moved in calendar.reduced_days):
        why = suspension(moved, calendar) or "reduced_hours"
        steps.append(Step(StepCode.ENDS_ON_REST_DAY, {"day": moved.isoformat(), "why": str(why)}))
        moved += timedelta(days=1)
    if moved != day:
        steps.append(Step(StepCode.MOVED_TO_WORKING_DAY, {"from": day.isoformat(), "to": moved.isoformat()}))
    return Counted(moved, tuple(steps))


def _walk(start: date, days: int, direction: int, calendar: WorkCalendar | None) -> Counted:
    """Step day by day; with a calendar, rest days are passed over and noted."""
    day, left, first = start, days, None
    steps = [Step(StepCode.EXCLUDED_DAY, {"day": start.isoformat()})]
    while left > 0:
        day += timedelta(days=direction)
        rest = suspension(day, calendar) if calendar is not None else None
        if rest is not None:
            steps.append(Step(rest, {"day": day.isoformat()}))
            continue
        first = first or day
        left -= 1
    if first is not None:
        steps.append(
            Step(StepCode.COUNTED_DAYS, {"days": days, "first": first.isoformat(), "last": day.isoformat()})
        )
    return Counted(day, tuple(steps))


def _finish(counted: Counted, rule: Rule, calendar: WorkCalendar) -> Counted:
    steps, last = counted.steps, counted.last_day
    if rule in (Rule.MOVED, Rule.MOVED_REDUCED):
        moved = next_working_day(last, calendar, reduced_too=rule is Rule.MOVED_REDUCED)
        steps, last = steps + moved.steps, moved.last_day
    return Counted(last, (*steps, Step(StepCode.LAST_DAY, {"day": last.isoformat()})))


def count_back(event_day: date, days: int, rule: Rule, calendar: WorkCalendar) -> Counted:
    """A limit of days before an event is counted back from it, the day of the event excluded.

    Args:
        event_day: the election date.
        days: how many, not negative.
        rule: the way of counting.
        calendar: rest days; calendar days ignore them.

    Returns: the last day on which the act is in time.
    Raises:
        ValueError: `days` is negative.

    Source: Art. 18(5) of the code of 2005; Civil Procedure Code Art. 148; Law 8485/1999 Art. 62.
    """
    if days < 0:
        raise ValueError("a limit of days is not negative")
    working = rule in (Rule.WORKING, Rule.WORKING_CLEAR)
    counted = _walk(event_day, days, -1, calendar if working else None)
    if rule in (Rule.CLEAR, Rule.WORKING_CLEAR):
        # One further day back, so that the full number lies between; a working day if working days count.
        further = _walk(counted.last_day, 1, -1, calendar if working else None)
        clear = Step(StepCode.CLEAR_DAY, {"day": further.last_day.isoformat(), "between": days})
        passed = tuple(step for step in further.steps if step.code.startswith("suspended"))
        counted = Counted(further.last_day, (*counted.steps, *passed, clear))
    return _finish(counted, rule, calendar)


def count_on(from_day: date, days: int, rule: Rule, calendar: WorkCalendar) -> Counted:
    """A limit of days after an act is counted on from it, the day of the act excluded.

    Returns: the last day of the limit.
    Raises:
        ValueError: `days` is negative.

    Source: Art. 18(5) of the code of 2005; Civil Procedure Code Art. 148; Law 8485/1999 Art. 62(a)-(c).
    """
    if days < 0:
        raise ValueError("a limit of days is not negative")
    working = rule in (Rule.WORKING, Rule.WORKING_CLEAR)
    return _finish(_walk(from_day, days, 1, calendar if working else None), rule, calendar)
