"""Days off as data: whose offices they shut, whose calendar moves which limit, and that lateness changes nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accreditation.decision_time import albanian_decision_due
from accreditation.elections import ElectionFacts, ElectionKind
from accreditation.law.readings import Reading
from accreditation.law.rest_days import RestDay, shuts, work_calendar
from accreditation.windows import albanian_request

FRIDAY = date(2027, 4, 9)
RECORDED = datetime(2027, 4, 8, 10, tzinfo=UTC)

WHOM = [
    # day off for        body       shut?
    (None, "cec", True),
    (None, "zec:30", True),
    (frozenset({"cec"}), "cec", True),
    (frozenset({"cec"}), "zec:30", False),
    (frozenset({"30"}), "zec:30", True),
    (frozenset({"30"}), "lgec:30", True),
    (frozenset({"30"}), "zec:90", False),
    (frozenset({"30"}), "cec", False),
    (frozenset({"cec", "30"}), "zec:30", True),
]


@pytest.mark.parametrize(("bodies", "body", "shut"), WHOM)
def test_a_local_day_off_shuts_the_offices_of_its_region_only(bodies, body, shut):
    """Law 8485/1999 Art. 62(c) asks whether the administration concerned is closed."""
    assert shuts(RestDay(FRIDAY, bodies=bodies), body) is shut


def election(*days: RestDay, reading: Reading = Reading.ADMINISTRATIVE) -> ElectionFacts:
    """Sunday 16 May 2027 with days off."""
    return ElectionFacts(
        "e", "E", ElectionKind.ASSEMBLY, date(2027, 5, 16), date(2027, 3, 31), reading=reading, rest_days=days
    )


DUE = [
    # reading                  days off of       decided by  filed Mon 5 April: due on
    (Reading.CALENDAR, "30", "zec:30", date(2027, 4, 10)),
    (Reading.CIVIL_PROCEDURE, "30", "zec:30", date(2027, 4, 12)),
    (Reading.ADMINISTRATIVE, "nobody", "zec:30", date(2027, 4, 12)),
    (Reading.ADMINISTRATIVE, "30", "zec:30", date(2027, 4, 13)),
    (Reading.ADMINISTRATIVE, "30", "zec:90", date(2027, 4, 12)),
    (Reading.ADMINISTRATIVE, "30", "cec", date(2027, 4, 12)),
    (Reading.ADMINISTRATIVE, "cec", "cec", date(2027, 4, 13)),
]


@pytest.mark.parametrize(("reading", "region", "body", "last_day"), DUE)
def test_the_time_to_decide_follows_the_days_off_of_the_body_in_competence(reading, region, body, last_day):
    """A ZEC whose region rests on a day has a day more; the CEC and other ZECs have not."""
    facts = election(RestDay(FRIDAY, bodies=frozenset({region})), reading=reading)

    due = albanian_decision_due(facts, date(2027, 4, 5), body)

    own = next(one for one in due.readings if one.reading == reading and one.variant == "main")
    assert own.last_day == last_day


def test_the_limit_of_requests_follows_the_days_off_of_the_cec_alone():
    """Requests are submitted to the CEC (Art. 18(5)): a day off at its seat moves E-15, one in a unit does not."""
    # E-15 is Saturday 1 May; under civil procedure it ends on the first working day after it.
    monday = date(2027, 5, 3)
    plain = albanian_request(election(reading=Reading.CIVIL_PROCEDURE))
    local = albanian_request(
        election(RestDay(monday, bodies=frozenset({"30"})), reading=Reading.CIVIL_PROCEDURE)
    )
    seat = albanian_request(
        election(RestDay(monday, bodies=frozenset({"cec"})), reading=Reading.CIVIL_PROCEDURE)
    )

    assert plain.closes_at == local.closes_at == datetime(2027, 5, 3, 22, tzinfo=UTC)
    assert seat.closes_at == datetime(2027, 5, 4, 22, tzinfo=UTC)


@given(
    st.sets(st.dates(date(2027, 3, 1), date(2027, 6, 1)), max_size=8),
    st.sampled_from([None, frozenset({"cec"}), frozenset({"30"})]),
    st.sampled_from(["cec", "zec:30", "zec:90"]),
)
def test_days_off_never_shorten_a_limit_and_lateness_changes_nothing(days, bodies, body):
    """More days off never end the time to decide earlier; when they were recorded plays no part in the count."""
    early = election(*(RestDay(day, bodies=bodies) for day in days))
    late = election(*(RestDay(day, bodies=bodies, recorded_at=RECORDED) for day in days))

    without = albanian_decision_due(election(), date(2027, 4, 5), body)
    found = albanian_decision_due(early, date(2027, 4, 5), body)

    assert found.at == albanian_decision_due(late, date(2027, 4, 5), body).at
    assert without.at is not None
    assert found.at is not None
    assert found.at >= without.at


def test_a_day_recorded_after_it_began_says_so():
    """`late` is told to whoever reads the calendar."""
    assert RestDay(date(2027, 4, 8), recorded_at=RECORDED).late
    assert not RestDay(FRIDAY, recorded_at=RECORDED).late
    assert not RestDay(FRIDAY).late


def test_a_day_of_reduced_hours_is_not_a_day_off():
    """The two kinds stay apart in the calendar of a body."""
    day = RestDay(FRIDAY, reduced=True)

    found = work_calendar(frozenset(), frozenset(), [day], "cec")

    assert (found.holidays, found.reduced_days) == (frozenset(), frozenset({FRIDAY}))
