"""Civil days of Albania and instants, across both changes of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accreditation.civil_time import (
    NaiveInstant,
    at_local,
    civil_date,
    elapsed_before,
    end_of_day,
    offset_minutes,
    start_of_day,
    wall_clock_before,
)

DAYS = st.dates(date(1995, 1, 1), date(2060, 12, 31))

LENGTHS = [
    (date(2024, 3, 31), 23),
    (date(2027, 10, 31), 25),
    (date(2005, 7, 3), 24),
]


@pytest.mark.parametrize(("day", "hours"), LENGTHS)
def test_length_of_a_civil_day(day: date, hours: int):
    """A day on which clocks go forward has 23 hours, one on which they go back 25."""
    assert timedelta(hours=hours) == end_of_day(day) - start_of_day(day)


@given(DAYS)
def test_first_and_last_instant_belong_to_the_day(day: date):
    """A civil day holds its own 00:00 and everything up to, but not including, the next day's."""
    assert day == civil_date(start_of_day(day))
    assert day == civil_date(end_of_day(day) - timedelta(microseconds=1))
    assert end_of_day(day) == start_of_day(day + timedelta(days=1))


@given(DAYS, st.integers(0, 23), st.integers(0, 200))
def test_the_two_clocks_differ_by_the_change_of_offset(day: date, hour: int, hours: int):
    """Elapsed and wall-clock hours differ exactly by the change of the offset, but for a time shown twice or never."""
    at = at_local(day, time(hour))
    elapsed, wall = elapsed_before(at, hours), wall_clock_before(at, hours)
    change = timedelta(minutes=offset_minutes(at) - offset_minutes(wall))

    assert elapsed - wall in (-change, timedelta(0)) or abs(elapsed - wall) == timedelta(hours=1)
    if offset_minutes(elapsed) == offset_minutes(wall) == offset_minutes(at):
        assert elapsed == wall


@pytest.mark.parametrize("call", [civil_date, offset_minutes, lambda at: elapsed_before(at, 1)])
def test_instant_without_zone_is_refused(call):
    """A naive datetime raises: guessing its zone would move a right by hours."""
    with pytest.raises(NaiveInstant):
        call(datetime(2005, 7, 3, 12))


def test_midnight_in_tirana_is_the_day_before_in_utc():
    """The civil date is Albania's: 22:30 UTC in summer is already the next day."""
    assert date(2005, 7, 3) == civil_date(datetime(2005, 7, 2, 22, 30, tzinfo=UTC))
    assert date(2005, 1, 1) == civil_date(datetime(2005, 1, 1, 22, 30, tzinfo=UTC))
