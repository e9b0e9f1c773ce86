"""Windows hold together for every election date, every decree and every set of holidays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from accreditation.civil_time import civil_date, end_of_day, start_of_day
from accreditation.decision_time import decision_due, failed_to_decide, time_limits
from accreditation.elections import ElectionFacts, ElectionKind
from accreditation.law.counting import WorkCalendar, count_back, count_on, suspension
from accreditation.law.limits import LimitCode, SetLimit
from accreditation.law.readings import HourAnchor, HourClock, Reading, Rule
from accreditation.observers import Track
from accreditation.windows import albanian_request, foreign_request

DAYS = st.dates(date(2005, 2, 1), date(2045, 12, 31))


@st.composite
def elections(draw) -> ElectionFacts:
    day = draw(DAYS)
    near = st.integers(-70, 5).map(lambda days: day + timedelta(days=days))
    return ElectionFacts(
        id="e",
        name="E",
        kind=draw(st.sampled_from(list(ElectionKind))),
        election_date=day,
        decreed_on=draw(st.none() | st.integers(0, 100).map(lambda days: day - timedelta(days=days))),
        reading=draw(st.sampled_from(list(Reading))),
        holidays=draw(st.frozensets(near, max_size=12)),
        reduced_days=draw(st.frozensets(near, max_size=5)),
        hour_anchor=draw(st.sampled_from(list(HourAnchor))),
        hour_clock=draw(st.sampled_from(list(HourClock))),
    )


@given(elections())
def test_safe_is_never_after_any_reading_and_lenient_never_before(election: ElectionFacts):
    """safe <= every reading <= lenient, and the chosen reading is one of them, for every limit."""
    for limit in time_limits(election):
        ends = [one.at for one in limit.readings]

        assert limit.safe_until == min(ends)
        assert limit.lenient_until == max(ends)
        assert limit.closes_at in ends


@given(elections())
def test_windows_open_before_they_close(election: ElectionFacts):
    """opens <= closes under every reading, however late the decree."""
    for limit in (albanian_request(election), foreign_request(election)):
        if limit.opens_at is not None:
            assert all(limit.opens_at <= one.at for one in limit.readings)
            assert limit.opens_at <= limit.closes_at


@given(elections())
def test_filing_ends_before_the_vote(election: ElectionFacts):
    """Under every reading the request windows end before voting opens, unless the decree itself is later."""
    for limit in (albanian_request(election), foreign_request(election)):
        if election.decreed_on is None or election.decreed_on < election.election_date - timedelta(days=45):
            assert all(one.at <= start_of_day(election.election_date) for one in limit.readings)


@given(elections(), st.integers(1, 400))
def test_a_later_election_never_closes_earlier(election: ElectionFacts, days: int):
    """Windows are monotone in the election date under every reading, the holidays being the same."""
    later = msgspec.structs.replace(election, election_date=election.election_date + timedelta(days=days))
    election, later = (msgspec.structs.replace(one, decreed_on=None) for one in (election, later))
    for first, second in zip(
        albanian_request(election).readings, albanian_request(later).readings, strict=True
    ):
        assert first.at <= second.at
    # An hour of slack: an opening on the morning of a clock change is an hour nearer or further.
    for first, second in zip(
        foreign_request(election).readings, foreign_request(later).readings, strict=True
    ):
        assert first.at <= second.at + timedelta(hours=1)


@given(elections(), st.integers(0, 44))
def test_more_days_close_earlier(election: ElectionFacts, days: int):
    """Setting a longer limit never makes a window close later, under any reading."""
    election = msgspec.structs.replace(election, decreed_on=None)
    ends = []
    for value in (days, days + 1):
        chosen = (SetLimit(LimitCode.ALBANIAN_CLOSES, value, "Decision 1"),)
        ends.append(albanian_request(msgspec.structs.replace(election, set_limits=chosen)).readings)
    for short, long in zip(*ends, strict=True):
        assert long.at <= short.at or long.at == albanian_request(election).opens_at


CALENDARS = st.builds(WorkCalendar, st.frozensets(st.dates(date(2005, 5, 1), date(2005, 8, 1)), max_size=20))
AROUND = st.dates(date(2005, 6, 1), date(2005, 7, 20))


@given(AROUND, st.integers(1, 20), CALENDARS)
def test_working_days_counted_back_leave_exactly_that_many(day: date, days: int, calendar: WorkCalendar):
    """From the last day of a working-day limit to the day before the event there are that many working days."""
    last = count_back(day, days, Rule.WORKING, calendar).last_day
    span = [last + timedelta(days=step) for step in range((day - last).days)]

    assert suspension(last, calendar) is None
    assert len([one for one in span if suspension(one, calendar) is None]) == days


@given(AROUND, st.integers(1, 20), CALENDARS)
def test_clear_days_lie_fully_between(day: date, days: int, calendar: WorkCalendar):
    """The clear reading leaves the full number of days between the act and the event."""
    assert (day - count_back(day, days, Rule.CLEAR, calendar).last_day).days - 1 == days


@given(AROUND, st.integers(0, 20), CALENDARS)
def test_a_moved_end_is_the_first_working_day_from_the_calendar_end(
    day: date, days: int, calendar: WorkCalendar
):
    """An end moves only over rest days and only forward, counted back and counted on alike."""
    for count in (count_back, count_on):
        plain = count(day, days, Rule.CALENDAR, calendar).last_day
        moved = count(day, days, Rule.MOVED, calendar).last_day
        passed = [plain + timedelta(days=step) for step in range((moved - plain).days)]

        assert moved >= plain
        assert suspension(moved, calendar) is None
        assert all(suspension(one, calendar) is not None for one in passed)


INSTANTS = st.datetimes(datetime(2005, 5, 1), datetime(2005, 7, 2), timezones=st.just(UTC))


@given(elections(), INSTANTS)
def test_a_decision_is_due_after_the_filing(election: ElectionFacts, filed_at: datetime):
    """Every due instant lies after the filing; five full days at least for Albanian observers."""
    albanian = decision_due(election, Track.ALBANIAN, filed_at)
    foreign = decision_due(election, Track.FOREIGN, filed_at)

    assert albanian.kind == "law"
    assert all(one.at >= end_of_day(civil_date(filed_at) + timedelta(days=5)) for one in albanian.readings)
    assert foreign.kind == "internal_target"
    assert filed_at < foreign.at <= filed_at + timedelta(hours=24)


def test_foreign_decision_is_due_before_voting_opens(election: ElectionFacts):
    """A foreign request of Saturday evening is due by Sunday 07:00 and not a day later; no law says so."""
    due = decision_due(election, Track.FOREIGN, datetime(2005, 7, 2, 18, tzinfo=UTC))

    assert datetime(2005, 7, 3, 5, tzinfo=UTC) == due.at
    assert due.law == "internal"
    assert not failed_to_decide(due, datetime(2005, 7, 3, 9, tzinfo=UTC))


def test_silence_becomes_a_failure_at_the_due_instant(election: ElectionFacts):
    """One microsecond before the sixth day begins nothing failed; at its first instant the failure arises."""
    due = decision_due(election, Track.ALBANIAN, datetime(2005, 6, 18, 9, tzinfo=UTC))
    ends = datetime(2005, 6, 23, 22, tzinfo=UTC)

    assert not failed_to_decide(due, ends - timedelta(microseconds=1))
    assert failed_to_decide(due, ends)


def test_a_demonstration_value_marks_what_it_touches(election: ElectionFacts):
    """A window computed with a demonstration value says so, and the others do not."""
    chosen = (SetLimit(LimitCode.ALBANIAN_CLOSES, 10, "demo", demo=True),)
    limits = time_limits(msgspec.structs.replace(election, set_limits=chosen))

    assert [one.demo for one in limits] == [True, False, False]
    assert "limit_is_demo" in [one.code for one in limits[0].warnings]


def test_time_limits_are_json(election: ElectionFacts):
    """A time limit encodes to JSON with all the names of the contract."""
    (first, *_rest) = msgspec.json.decode(msgspec.json.encode(time_limits(election)))

    assert {
        "code",
        "article",
        "opens_at",
        "closes_at",
        "reading",
        "safe_until",
        "lenient_until",
        "counting",
    } <= set(first)
    assert first["counting"][0] == {
        "code": "limit",
        "args": {"limit": "albanian_opens", "unit": "days", "value": 45},
    }
