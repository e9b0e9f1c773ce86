"""Case tables for a lawyer: the four readings of Art. 18(5), for the election of Sunday 3 July 2005.

Each row is one example. The law's "24:00" of a day is written as the first instant of the next day.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from accreditation.decision_time import albanian_decision_due, decision_limit, time_limits
from accreditation.elections import ElectionFacts, ElectionKind
from accreditation.law.counting import StepCode
from accreditation.law.readings import Reading
from accreditation.windows import albanian_request

TIRANE = ZoneInfo("Europe/Tirane")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TIRANE)


def election_2005(reading: Reading = Reading.CALENDAR, **facts) -> ElectionFacts:
    given = {
        "id": "al-2005",
        "name": "Assembly 2005",
        "kind": ElectionKind.ASSEMBLY,
        "election_date": date(2005, 7, 3),
        "decreed_on": date(2005, 5, 16),
        "reading": reading,
    }
    return ElectionFacts(**(given | facts))


LAST_DAYS = [
    # reading            variant   last lawful day      why
    ("calendar", "main", "2005-06-18", "Saturday E-15, to 24:00, no shift"),
    ("clear_days", "main", "2005-06-17", "15 full days lie between"),
    ("civil_procedure", "main", "2005-06-20", "Saturday is a rest day: Monday"),
    ("administrative", "main", "2005-06-13", "15 working days counted back"),
    ("administrative", "clear", "2005-06-10", "15 clear working days"),
    ("administrative", "moved", "2005-06-20", "62(c): Saturday moves to Monday"),
]


@pytest.mark.parametrize(("reading", "variant", "last_day", "why"), LAST_DAYS)
def test_last_day_of_an_albanian_request(reading: str, variant: str, last_day: str, why: str):
    """The last lawful day of a request for 3 July 2005 under each reading is the one of the table."""
    window = albanian_request(election_2005())
    (found,) = [one for one in window.readings if (one.reading, one.variant) == (reading, variant)]

    assert date.fromisoformat(last_day) == found.last_day, why


CLOSINGS = [
    ("calendar", "2005-06-19 00:00"),
    ("clear_days", "2005-06-18 00:00"),
    ("civil_procedure", "2005-06-21 00:00"),
    ("administrative", "2005-06-14 00:00"),
]


@pytest.mark.parametrize(("reading", "closes"), CLOSINGS)
def test_window_closes_by_the_chosen_reading(reading: str, closes: str):
    """The chosen reading closes the window; the safe and the lenient instants are the same under all."""
    window = albanian_request(election_2005(Reading(reading)))

    assert (local(closes), reading) == (window.closes_at, window.reading)
    assert local("2005-05-19 00:00") == window.opens_at
    assert local("2005-06-11 00:00") == window.safe_until
    assert local("2005-06-21 00:00") == window.lenient_until
    assert window.article == "18(5)"
    assert window.warnings == ()


DECISIONS = [
    # reading            filed         decided by the end of
    ("calendar", "2005-06-18", "2005-06-23"),
    ("clear_days", "2005-06-18", "2005-06-23"),
    ("civil_procedure", "2005-06-18", "2005-06-23"),
    ("administrative", "2005-06-18", "2005-06-24"),
    # Filed on Monday 13 June: the fifth day is a Saturday.
    ("calendar", "2005-06-13", "2005-06-18"),
    ("civil_procedure", "2005-06-13", "2005-06-20"),
    ("administrative", "2005-06-13", "2005-06-20"),
]


@pytest.mark.parametrize(("reading", "filed", "last_day"), DECISIONS)
def test_five_days_to_decide(reading: str, filed: str, last_day: str):
    """A request is decided by the end of the fifth day after its filing, as each reading counts days."""
    due = albanian_decision_due(election_2005(Reading(reading)), date.fromisoformat(filed))
    (found,) = [one for one in due.readings if one.reading == reading]

    assert date.fromisoformat(last_day) == found.last_day
    assert found.at == due.at
    assert due.kind == "law"


HOLIDAYS = [
    # A day off on Thursday 16 June 2005, invented for the example.
    ("calendar", "main", "2005-06-18"),
    ("administrative", "main", "2005-06-10"),
    ("administrative", "clear", "2005-06-09"),
]


@pytest.mark.parametrize(("reading", "variant", "last_day"), HOLIDAYS)
def test_an_official_holiday_counts_only_where_working_days_count(reading: str, variant: str, last_day: str):
    """One more holiday moves the working-day reading by one working day and leaves calendar days alone."""
    window = albanian_request(election_2005(holidays=frozenset({date(2005, 6, 16)})))
    (found,) = [one for one in window.readings if (one.reading, one.variant) == (reading, variant)]

    assert date.fromisoformat(last_day) == found.last_day


def test_reduced_office_hours_move_the_end_under_62c_only():
    """If offices work reduced hours on Monday 20 June, 62(c) moves to Tuesday and the civil code does not."""
    window = albanian_request(election_2005(reduced_days=frozenset({date(2005, 6, 20)})))
    ends = {(one.reading, one.variant): one.last_day for one in window.readings}

    assert date(2005, 6, 21) == ends["administrative", "moved"]
    assert date(2005, 6, 20) == ends["civil_procedure", "main"]


def test_count_is_printed_step_by_step():
    """The count under the administrative reading names each day it suspended and the day it ended on."""
    window = albanian_request(election_2005(Reading.ADMINISTRATIVE))
    suspended = [
        (str(step.code), step.args["day"]) for step in window.counting if step.code.startswith("suspended")
    ]
    (last,) = [step.args["day"] for step in window.counting if step.code is StepCode.LAST_DAY]

    assert suspended == [
        ("suspended_saturday", "2005-07-02"),
        ("suspended_sunday", "2005-06-26"),
        ("suspended_saturday", "2005-06-25"),
        ("suspended_sunday", "2005-06-19"),
        ("suspended_saturday", "2005-06-18"),
    ]
    assert last == "2005-06-13"


def test_moved_end_says_from_where_to_where():
    """The civil code's count says that the end fell on a rest day and moved to the working day after it."""
    window = albanian_request(election_2005(Reading.CIVIL_PROCEDURE))
    (moved,) = [step.args for step in window.counting if step.code is StepCode.MOVED_TO_WORKING_DAY]

    assert moved == {"from": "2005-06-18", "to": "2005-06-20"}


def test_calendar_of_an_election_has_the_three_limits():
    """An election's calendar lists both request windows and the last day to decide, each with its count."""
    limits = {one.code: one for one in time_limits(election_2005())}

    assert {"albanian_request", "foreign_request", "decision"} == set(limits)
    assert all(one.counting and one.readings for one in limits.values())
    assert local("2005-06-24 00:00") == limits["decision"].closes_at
    assert local("2005-06-25 00:00") == decision_limit(election_2005(), date(2005, 6, 18)).lenient_until


def test_reading_whose_text_was_not_found_says_so():
    """After Law 44/2015 the administrative reading stands on the older text, and its window warns of it."""
    election = election_2005(
        Reading.ADMINISTRATIVE, election_date=date(2025, 5, 11), decreed_on=date(2024, 7, 26)
    )

    assert "reading_text_unread" in [one.code for one in albanian_request(election).warnings]
