"""Appeals: against what, to whom, until when, and what is not known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from accreditation.appeals import Appealable, appeal_findings, appeal_window, court_times
from accreditation.elections import ElectionFacts, ElectionKind
from accreditation.law.editions import EditionId
from accreditation.law.readings import Reading

VORE = datetime(2025, 5, 11, 16, tzinfo=UTC)


def in_force(reading: str = "calendar") -> ElectionFacts:
    return ElectionFacts(
        "al-2025",
        "Assembly 2025",
        ElectionKind.ASSEMBLY,
        date(2025, 5, 11),
        date(2024, 7, 26),
        EditionId.CODE_2008,
        Reading(reading),
    )


THREE_DAYS = [
    # announced                  reading            last day      why
    ("2025-05-11T18:00+02:00", "calendar", "2025-05-14", "the day of announcement is excluded"),
    ("2025-05-14T23:59+02:00", "calendar", "2025-05-17", "a Saturday, not moved"),
    ("2025-05-14T23:59+02:00", "civil_procedure", "2025-05-19", "Saturday moves to Monday"),
    ("2025-05-14T23:59+02:00", "administrative", "2025-05-19", "Thursday, Friday, Monday"),
    ("2025-05-14T22:30+00:00", "calendar", "2025-05-18", "already 15 May in Tirana"),
]


@pytest.mark.parametrize(("announced", "reading", "last_day", "why"), THREE_DAYS)
def test_three_days_to_kas(announced: str, reading: str, last_day: str, why: str):
    """Under the code in force an appeal goes to KAS within three days of the announcement."""
    window = appeal_window(in_force(reading), Appealable.REVOCATION, datetime.fromisoformat(announced))

    assert date.fromisoformat(last_day) == window.last_day, why
    assert window.body == "kas"


@pytest.mark.parametrize("against", list(Appealable))
def test_days_to_appeal_of_2005_are_unset(election: ElectionFacts, against: Appealable):
    """Art. 146 of 2005 is known by its title only: no last day, and a warning that names the limit."""
    window = appeal_window(election, against, datetime(2005, 6, 10, tzinfo=UTC))

    limit, article = ("court_appeal", "168") if against is Appealable.RULING else ("appeal", "146")
    assert (window.closes_at, window.last_day) == (None, None)
    assert [(one.code, one.arguments["limit"], one.article) for one in window.warnings] == [
        ("limit_unset", limit, article)
    ]


BODIES = [
    ("2005", "zec", "cec"),
    ("2005", "lgec", "cec"),
    ("2005", "cec", "electoral_college"),
    ("2008", "cec", "kas"),
    ("2008", "zec", "kas"),
]


@pytest.mark.parametrize(("edition", "deciding", "body"), BODIES)
def test_body_that_hears_the_appeal(election: ElectionFacts, edition: str, deciding: str, body: str):
    """In 2005 the CEC hears ZECs and LGECs, and the Electoral College the CEC; today KAS hears all."""
    held = in_force() if edition == "2008" else election

    assert body == appeal_window(held, Appealable.REFUSAL, VORE, deciding).body


def test_appeal_on_the_last_day_is_in_time_and_after_it_late():
    """The last microsecond of the third day is in time, the next one is late under calendar days."""
    window = appeal_window(in_force(), Appealable.REFUSAL, VORE)
    ends = window.closes_at
    last, after = ends - timedelta(microseconds=1), ends

    assert [one.code for one in appeal_findings(in_force(), window, last, by_sender=True)] == ["in_time"]
    assert [one.code for one in appeal_findings(in_force(), window, after, by_sender=True)] == ["too_late"]


def test_late_appeal_saved_by_another_reading_needs_a_lawyer():
    """Three calendar days that end on Saturday leave the civil code's Monday open to a lawyer."""
    window = appeal_window(in_force(), Appealable.REFUSAL, datetime(2025, 5, 14, 12, tzinfo=UTC))
    sunday, tuesday = datetime(2025, 5, 18, 12, tzinfo=UTC), datetime(2025, 5, 20, 12, tzinfo=UTC)

    assert [one.severity for one in appeal_findings(in_force(), window, sunday, by_sender=True)] == [
        "needs_legal_decision"
    ]
    assert [one.severity for one in appeal_findings(in_force(), window, tuesday, by_sender=True)] == [
        "against"
    ]


def test_nothing_refused_and_a_stranger_are_findings():
    """An appeal against nothing and one by a stranger are found as such; both are still recorded."""
    window = appeal_window(in_force(), Appealable.FAILURE, VORE)

    assert [one.code for one in appeal_findings(in_force(), None, VORE, by_sender=True)] == [
        "nothing_to_appeal"
    ]
    assert [one.code for one in appeal_findings(in_force(), window, VORE, by_sender=False)] == [
        "not_a_party",
        "in_time",
    ]


def test_ec13_the_court_can_end_after_the_vote():
    """EC-13: refused on E-10 and appealed at once, the College may still decide after the election."""
    refused = datetime(2025, 5, 1, 10, tzinfo=UTC)
    appeal = appeal_window(in_force(), Appealable.REFUSAL, refused)
    times = court_times(in_force(), appeal.closes_at)

    assert date(2025, 5, 4) == appeal.last_day
    assert times.decided_until > appeal.useful_until


def test_court_times_of_2005_are_unset(election: ElectionFacts):
    """Arts. 168 and 173 of 2005 are titles: no instants, two warnings."""
    times = court_times(election, datetime(2005, 6, 10, tzinfo=UTC))

    assert (times.file_until, times.decided_until) == (None, None)
    assert [one.arguments["limit"] for one in times.warnings] == ["court_appeal", "college_decision"]


def test_college_decides_in_ten_days_as_the_press_counted():
    """An appeal filed on the last day, 4 August 2025, was counted to end on 14 August."""
    times = court_times(in_force(), datetime(2025, 7, 30, 12, tzinfo=UTC))

    assert datetime(2025, 8, 4, 22, tzinfo=UTC) == times.file_until
    assert datetime(2025, 8, 14, 22, tzinfo=UTC) == times.decided_until
