"""Case tables for a lawyer: the hard edges of the windows (EC-1 to EC-4) and of the voting day (EC-20)."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from accreditation.elections import ElectionFacts, ElectionKind
from accreditation.law.counting import StepCode
from accreditation.law.editions import EditionId
from accreditation.law.readings import HourAnchor, HourClock
from accreditation.voting_hours import may_still_vote, voting_hours
from accreditation.windows import albanian_request, foreign_request

TIRANE = ZoneInfo("Europe/Tirane")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TIRANE)


def election(day: str, decreed: str | None = None, **facts) -> ElectionFacts:
    return ElectionFacts(
        id="e",
        name="E",
        kind=ElectionKind.ASSEMBLY,
        election_date=date.fromisoformat(day),
        decreed_on=date.fromisoformat(decreed) if decreed else None,
        **facts,
    )


@pytest.mark.parametrize(
    ("election_day", "fifteenth_day"),
    [
        ("2005-07-03", "2005-06-18"),
        ("2021-04-25", "2021-04-10"),
        ("2023-05-14", "2023-04-29"),
        ("2025-05-11", "2025-04-26"),
    ],
)
def test_ec1_fifteenth_day_before_a_sunday_is_a_saturday(election_day: str, fifteenth_day: str):
    """EC-1: for a Sunday election E-15 is a Saturday, and the calendar reading ends on it."""
    (calendar,) = [
        one for one in albanian_request(election(election_day)).readings if one.reading == "calendar"
    ]

    assert date.fromisoformat(fifteenth_day) == calendar.last_day
    assert calendar.last_day.strftime("%A") == "Saturday"


SEVENTY_TWO_HOURS = [
    # election      anchor           clock         the limit ends at     why
    ("2005-07-03", "start_of_date", "elapsed", "2005-06-30 00:00", "all of Wednesday is in"),
    ("2005-07-03", "opening_hour", "elapsed", "2005-06-30 07:00", "Thursday until 7"),
    ("2025-05-11", "start_of_date", "elapsed", "2025-05-08 00:00", "all of Wednesday is in"),
    ("2025-05-11", "opening_hour", "elapsed", "2025-05-08 07:00", "Thursday until 7"),
    # EC-3: clocks go forward on the morning of the vote: that night has an hour less.
    ("2024-03-31", "start_of_date", "elapsed", "2024-03-28 00:00", "the change comes after midnight"),
    ("2024-03-31", "opening_hour", "elapsed", "2024-03-28 06:00", "72 hours that really passed"),
    ("2024-03-31", "opening_hour", "wall_clock", "2024-03-28 07:00", "as the clock on the wall"),
    # EC-3: clocks go back on the morning of the vote: that night has an hour more.
    ("2027-10-31", "start_of_date", "elapsed", "2027-10-28 00:00", "the change comes after midnight"),
    ("2027-10-31", "opening_hour", "elapsed", "2027-10-28 08:00", "72 hours that really passed"),
    ("2027-10-31", "opening_hour", "wall_clock", "2027-10-28 07:00", "as the clock on the wall"),
]


@pytest.mark.parametrize(("day", "anchor", "clock", "ends", "why"), SEVENTY_TWO_HOURS)
def test_ec2_ec3_seventy_two_hours(day: str, anchor: str, clock: str, ends: str, why: str):
    """EC-2, EC-3: 72 hours before the date, from its midnight or its opening, elapsed or by the wall clock."""
    window = foreign_request(election(day, hour_anchor=HourAnchor(anchor), hour_clock=HourClock(clock)))

    assert local(ends) == window.closes_at, why
    assert anchor == window.reading


@pytest.mark.parametrize(
    ("day", "safe", "lenient"),
    [
        ("2005-07-03", "2005-06-30 00:00", "2005-06-30 07:00"),
        ("2025-05-11", "2025-05-08 00:00", "2025-05-08 07:00"),
        ("2024-03-31", "2024-03-28 00:00", "2024-03-28 07:00"),
        ("2027-10-31", "2027-10-28 00:00", "2027-10-28 08:00"),
    ],
)
def test_ec2_safe_is_thursday_midnight(day: str, safe: str, lenient: str):
    """EC-2: applicants are told Thursday 00:00; the officer looks at the latest of the four readings."""
    window = foreign_request(election(day))

    assert (local(safe), local(lenient)) == (window.safe_until, window.lenient_until)
    assert window.closes_at == window.safe_until


@pytest.mark.parametrize(("day", "changes"), [("2024-03-31", 1), ("2027-10-31", 1), ("2025-05-11", 0)])
def test_ec3_clock_change_is_printed(day: str, changes: int):
    """EC-3: a count across a clock change states the offsets; another one does not mention it."""
    window = foreign_request(election(day, hour_anchor=HourAnchor.OPENING_HOUR))

    assert changes == len([step for step in window.counting if step.code is StepCode.CLOCK_CHANGE])


def test_ec2_seventy_two_hours_hold_under_the_code_in_force():
    """EC-2: the code in force keeps 72 hours and 15 days; its opening day and its five days were not found."""
    held = election("2025-05-11", "2024-07-26", edition=EditionId.CODE_2008)
    albanian = albanian_request(held)

    assert local("2025-05-08 00:00") == foreign_request(held).closes_at
    assert local("2025-04-27 00:00") == albanian.closes_at
    assert albanian.opens_at is None
    assert [one.code for one in albanian.warnings] == ["limit_unset"]
    assert albanian.warnings[0].arguments["limit"] == "albanian_opens"


OPENINGS = [
    # decreed       election      opens         why
    ("2005-05-21", "2005-07-03", "2005-05-21", "decree two days after E-45"),
    ("2005-05-16", "2005-07-03", "2005-05-19", "E-45, three days after the decree"),
    ("2005-05-19", "2005-07-03", "2005-05-19", "decree on E-45 itself"),
    (None, "2005-07-03", "2005-05-19", "no decree known yet"),
]


@pytest.mark.parametrize(("decreed", "day", "opens", "why"), OPENINGS)
def test_ec4_window_opens_at_the_later_of_e45_and_decree(decreed, day: str, opens: str, why: str):
    """EC-4: the window opens at 00:00 of E-45, never before the decree that sets the date."""
    window = albanian_request(election(day, decreed))

    assert local(f"{opens} 00:00") == window.opens_at, why


def test_ec4_late_decree_leaves_an_empty_window_that_says_so():
    """EC-4: a decree ten days before the vote opens a window that is already over; it warns, nothing breaks."""
    window = albanian_request(election("2005-07-03", "2005-06-23"))

    assert window.opens_at == window.closes_at == window.safe_until == window.lenient_until
    assert "window_empty" in [one.code for one in window.warnings]


VOTING_DAY = [
    # date          opens    closes
    ("2024-03-30", "07:00", "18:00"),
    ("2024-03-31", "07:00", "19:00"),
    ("2005-07-03", "07:00", "19:00"),
    ("2027-10-15", "07:00", "19:00"),
    ("2027-10-16", "07:00", "18:00"),
    ("2027-10-31", "07:00", "18:00"),
    ("2028-01-09", "07:00", "18:00"),
]


@pytest.mark.parametrize(("day", "opens", "closes"), VOTING_DAY)
def test_voting_hours_turn_on_31_march_and_16_october(day: str, opens: str, closes: str):
    """Art. 8: from 31 March to 15 October voting ends at 19:00, otherwise at 18:00."""
    hours = voting_hours(election(day))

    assert (local(f"{day} {opens}"), local(f"{day} {closes}")) == (hours.opens_at, hours.closes_at)


@pytest.mark.parametrize(
    ("at", "waiting", "may"),
    [
        ("06:59", False, False),
        ("07:00", False, True),
        ("18:59", False, True),
        ("19:00", False, False),
        ("19:00", True, True),
        ("20:30", True, True),
    ],
)
def test_voters_waiting_at_closing_may_vote(at: str, waiting: bool, may: bool):
    """Art. 8(3): after closing only those vote who were waiting at the time of closing."""
    hours = voting_hours(election("2005-07-03"))

    assert may == may_still_vote(hours, local(f"2005-07-03 {at}"), waiting_at_closing=waiting)


def test_closing_hour_that_was_not_found_is_none():
    """The winter hour of the code in force was not found: it is None, and no answer about it is given."""
    hours = voting_hours(election("2028-01-09", edition=EditionId.CODE_2008))

    assert hours.closes_at is None
    assert may_still_vote(hours, local("2028-01-09 12:00"), waiting_at_closing=False) is None
