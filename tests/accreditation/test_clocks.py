"""The clocks against an independent slow computation that walks through time hour by hour, clock changes included."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from accreditation.decision_time import decision_due, failed_to_decide
from accreditation.elections import ElectionFacts, ElectionKind
from accreditation.law.readings import HourAnchor, HourClock, Reading
from accreditation.observers import Track
from accreditation.timeliness import Position, place
from accreditation.windows import albanian_request, foreign_request

TIRANE = ZoneInfo("Europe/Tirane")
HOUR = timedelta(hours=1)
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
"""The clock changes of 2027: at 02:00 forward, at 03:00 back."""


def election(day: date, holidays: frozenset[date] = frozenset(), **facts) -> ElectionFacts:
    return ElectionFacts(
        "e", "E", ElectionKind.LOCAL, day, day - timedelta(days=50), holidays=holidays, **facts
    )


def hours_of(first: date, last: date):
    """Every hour of universal time that touches these local days, with the local date and time it begins at."""
    at = datetime(first.year, first.month, first.day, tzinfo=UTC) - 3 * HOUR
    while at < datetime(last.year, last.month, last.day, tzinfo=UTC) + 27 * HOUR:
        yield at, at.astimezone(TIRANE)
        at += HOUR


def first_hour(day: date) -> datetime:
    """The first hour of universal time that has this local date: Tirana is whole hours away from it."""
    return next(at for at, local in hours_of(day, day) if local.date() == day)


def slow_last_day_back(event: date, days: int, working: bool, holidays: frozenset[date]) -> date:
    """Tick days off on a wall calendar, hour by hour, backwards from the event."""
    ticked: list[date] = []
    for _, local in reversed(list(hours_of(event - timedelta(days=90), event - timedelta(days=1)))):
        day = local.date()
        rest = local.isoweekday() in (6, 7) or day in holidays
        if day < event and day not in ticked and not (working and rest):
            ticked.append(day)
        if len(ticked) == days:
            return ticked[-1]
    raise AssertionError("ninety days were too few")


def slow_last_day_on(start: date, days: int, working: bool, holidays: frozenset[date]) -> date:
    """The same forwards, the day of the act excluded."""
    ticked: list[date] = []
    for _, local in hours_of(start + timedelta(days=1), start + timedelta(days=60)):
        day = local.date()
        rest = local.isoweekday() in (6, 7) or day in holidays
        if day > start and day not in ticked and not (working and rest):
            ticked.append(day)
        if len(ticked) == days:
            return ticked[-1]
    raise AssertionError("sixty days were too few")


def moved(day: date, holidays: frozenset[date]) -> date:
    """The next day on which offices are open, the day itself if they are."""
    while day.isoweekday() in (6, 7) or day in holidays:
        day += timedelta(days=1)
    return day


DAYS = st.dates(date(2020, 3, 1), date(2040, 12, 31))


@st.composite
def elections(draw) -> ElectionFacts:
    day = draw(DAYS | st.sampled_from([SPRING, AUTUMN]) | st.just(date(2027, 4, 11)))
    near = st.integers(-60, 20).map(lambda days: day + timedelta(days=days))
    return election(day, draw(st.frozensets(near, max_size=10)))


@settings(max_examples=60, deadline=None)
@given(elections())
@example(election(date(2027, 4, 12)))
@example(election(date(2027, 11, 15)))
def test_the_window_of_albanian_requests(facts: ElectionFacts):
    """E-45 and E-15 under every reading, as a patient person would tick them off on a calendar."""
    day, holidays = facts.election_date, facts.holidays
    window = albanian_request(facts)
    back = {
        ("calendar", "main"): slow_last_day_back(day, 15, False, holidays),
        ("clear_days", "main"): slow_last_day_back(day, 16, False, holidays),
        ("civil_procedure", "main"): moved(slow_last_day_back(day, 15, False, holidays), holidays),
        ("administrative", "main"): slow_last_day_back(day, 15, True, holidays),
        ("administrative", "clear"): slow_last_day_back(day, 16, True, holidays),
        ("administrative", "moved"): moved(slow_last_day_back(day, 15, False, holidays), holidays),
    }
    opens = first_hour(slow_last_day_back(day, 45, False, holidays))

    assert window.opens_at == opens
    for one in window.readings:
        last = back[one.reading, one.variant]
        end = first_hour(last + timedelta(days=1))
        # After a late opening a window is empty: it never ends before it opens.
        assert one.at == max(end, opens), (one.reading, one.variant)


@settings(max_examples=60, deadline=None)
@given(elections(), st.integers(0, 44), st.integers(0, 23), st.integers(0, 59))
def test_the_five_days_to_decide(facts: ElectionFacts, before: int, hour: int, minute: int):
    """The day of filing is excluded, the fifth day runs to its 24:00, under every reading."""
    day = facts.election_date - timedelta(days=before)
    filed_at = datetime(day.year, day.month, day.day, hour, minute, 59, tzinfo=TIRANE).astimezone(UTC)
    filed_on = filed_at.astimezone(TIRANE).date()
    due = decision_due(facts, Track.ALBANIAN, filed_at)
    on = {
        "calendar": slow_last_day_on(filed_on, 5, False, facts.holidays),
        "clear_days": slow_last_day_on(filed_on, 5, False, facts.holidays),
        "civil_procedure": moved(slow_last_day_on(filed_on, 5, False, facts.holidays), facts.holidays),
        "administrative": slow_last_day_on(filed_on, 5, True, facts.holidays),
    }

    for one in due.readings:
        assert one.at == first_hour(on[one.reading] + timedelta(days=1)), one.reading
    assert due.at is not None
    assert not failed_to_decide(due, due.at - timedelta(microseconds=1))
    assert failed_to_decide(due, due.at)


@settings(max_examples=60, deadline=None)
@given(elections(), st.sampled_from(list(HourAnchor)), st.sampled_from(list(HourClock)))
def test_seventy_two_hours(facts: ElectionFacts, anchor: HourAnchor, clock: HourClock):
    """Elapsed hours are counted one by one; hours on the wall are read off a clock on a wall."""
    day = facts.election_date
    if anchor is HourAnchor.START_OF_DATE:
        start = first_hour(day)
    else:
        start = next(at for at, local in hours_of(day, day) if local.date() == day and local.hour == 7)
    if clock is HourClock.ELAPSED:
        end = start
        for _ in range(72):
            end -= HOUR
    else:
        wall = start.astimezone(TIRANE).replace(tzinfo=None) - timedelta(hours=72)
        found = [
            at
            for at, local in hours_of(wall.date() - timedelta(days=1), wall.date() + timedelta(days=1))
            if local.replace(tzinfo=None) == wall
        ]
        # A time that the clock skipped is read with the offset before.
        end = found[0] if found else (wall - HOUR).replace(tzinfo=UTC)
    window = foreign_request(facts)
    shown = next(one for one in window.readings if (one.reading, one.variant) == (anchor, clock))

    assert shown.at == end


EDGES = [
    # election day        the last instant in time                      why
    (date(2027, 4, 12), "2027-03-28T23:59:59.999999+02:00", "E-15 is the day of the clock change in spring"),
    (date(2027, 11, 15), "2027-10-31T23:59:59.999999+01:00", "E-15 is the day of the clock change in autumn"),
    (date(2027, 5, 16), "2027-05-01T23:59:59.999999+02:00", "a plain day in May"),
    (date(2027, 12, 12), "2027-11-27T23:59:59.999999+01:00", "a plain day in November"),
]


@pytest.mark.parametrize(("day", "last", "why"), EDGES)
def test_the_last_instant_and_the_first_late_one(day: date, last: str, why: str):
    """The last microsecond of E-15 is in time, the next one is late, whatever clocks did that night."""
    window = albanian_request(election(day))
    at = datetime.fromisoformat(last)

    assert place(at, window, Track.ALBANIAN).position is Position.IN_TIME, why
    late = at + timedelta(microseconds=1)
    assert place(late, window, Track.ALBANIAN).position is Position.TOO_LATE, why
    assert window.closes_at == late


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
def test_both_two_o_clocks_of_an_autumn_night_are_in_one_day(day: date):
    """The hour that comes twice, and the one that never comes, belong to the day of filing; five days follow it."""
    facts = election(day + timedelta(days=15))
    begin, end = first_hour(day), first_hour(day + timedelta(days=1))
    lasted = end - begin
    due = {
        decision_due(facts, Track.ALBANIAN, begin + timedelta(minutes=30 * step)).at
        for step in range(int(lasted / timedelta(minutes=30)))
    }

    assert lasted == timedelta(hours=23 if day == SPRING else 25)
    assert due == {first_hour(day + timedelta(days=6))}


def test_no_reading_is_left_out():
    """A new reading must be computed here as well before it is believed."""
    shown = {one.reading for one in albanian_request(election(date(2027, 5, 16))).readings}

    assert shown == {str(one) for one in Reading}
