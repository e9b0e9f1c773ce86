"""Tables for a lawyer: the last instant and the first one after it, where a rule turns; and whose body is taken."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest

from accreditation.appeals import Appealable, appeal_findings, appeal_window
from accreditation.assessment import assess
from accreditation.bodies import HeldScope, bodies_taken
from accreditation.decision_time import decision_due
from accreditation.election_dates import truncation_warnings
from accreditation.elections import ElectionFacts, ElectionKind
from accreditation.law.editions import EditionId
from accreditation.law.limits import LimitCode, SetLimit
from accreditation.law.procedure import incompatibility, language_rule
from accreditation.law.rest_days import RestDay
from accreditation.observers import ObserverFacts, Track
from accreditation.requests import RequestFacts
from accreditation.scope import ScopeFacts
from accreditation.senders import SenderFacts
from accreditation.windows import albanian_request

TIRANE = ZoneInfo("Europe/Tirane")
ELECTION = ElectionFacts("e", "E", ElectionKind.ASSEMBLY, date(2005, 7, 3), date(2005, 5, 16))
OF_2025 = ElectionFacts(
    "e", "E", ElectionKind.ASSEMBLY, date(2025, 5, 11), date(2025, 1, 10), EditionId.CODE_2008
)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TIRANE)


UNIT_OF = {"1001": "U1", "2001": "U2", "zec:U1": "U1", "Abroad": ""}
AT_CENTRE = HeldScope("VZH-1", ScopeFacts(voting_centres=("1001",)), frozenset({"U1"}))
IN_UNIT = HeldScope("VZH-2", ScopeFacts(electoral_units=("U1",)), frozenset({"U1"}))
TAKEN = [
    # asked for                                         held            who is there already
    (ScopeFacts(voting_centres=("1001",)), (AT_CENTRE,), {"1001": ("VZH-1",)}),
    (ScopeFacts(voting_centres=("1001",)), (IN_UNIT,), {"1001": ("VZH-2",)}),
    (ScopeFacts(voting_centres=("1001",)), (AT_CENTRE, IN_UNIT), {"1001": ("VZH-1", "VZH-2")}),
    (ScopeFacts(voting_centres=("2001",)), (AT_CENTRE, IN_UNIT), {}),
    (ScopeFacts(electoral_units=("U1",)), (AT_CENTRE,), {"U1": ("VZH-1",)}),
    (ScopeFacts(electoral_units=("U2",)), (AT_CENTRE, IN_UNIT), {}),
    (ScopeFacts(commissions=("zec:U1",)), (IN_UNIT,), {"zec:U1": ("VZH-2",)}),
    (ScopeFacts(commissions=("lgec:U1", "zec:U9")), (IN_UNIT,), {"lgec:U1": ("VZH-2",)}),
    (ScopeFacts(commissions=("vcc:U1", "cec")), (IN_UNIT,), {}),
    (ScopeFacts(counting_centres=("Abroad",)), (IN_UNIT,), {}),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "held", "taken"), TAKEN)
def test_a_body_is_taken_where_the_sender_reaches_it(asked, held, taken):
    """18(2): the ZEC, LGEC, VCC or counting centre that an accreditation names, or that lies in a unit it names."""
    assert bodies_taken(asked, held, UNIT_OF) == taken


@pytest.mark.parametrize(("decreed", "lost"), [("2005-05-19", 0), ("2005-05-20", 1), ("2005-05-21", 2)])
def test_ec4_a_decree_one_day_after_e45_costs_one_day(decreed, lost):
    """EC-4: on E-45 itself nothing is lost; each later day is one day of the window."""
    warned = truncation_warnings(msgspec.structs.replace(ELECTION, decreed_on=date.fromisoformat(decreed)))

    assert [one.arguments["days"] for one in warned] == ([lost] if lost else [])


DEMO = [
    # which number is a demonstration      printed so
    (LimitCode.ALBANIAN_CLOSES, True),
    (LimitCode.DECISION, True),
    (LimitCode.APPEAL, False),
]


@pytest.mark.parametrize(("code", "demo"), DEMO)
def test_one_demonstration_value_on_the_way_marks_the_whole_assessment(code, demo):
    """Of the window alone or of the time to decide alone: either is no law, and the assessment must say so."""
    election = msgspec.structs.replace(ELECTION, set_limits=(SetLimit(code, 10, "DEMO", demo=True),))
    request = RequestFacts(ObserverFacts(("AL",)), ScopeFacts(voting_centres=("1001",)), frozenset({"U1"}))

    assert (
        assess(election, SenderFacts("n", "N", "albanian_ngo"), request, local("2005-06-01 12:00")).demo
        is demo
    )


@pytest.mark.parametrize(
    ("day", "law"), [("2016-05-27", "8485/1999"), ("2016-05-28", "44/2015"), ("2016-05-29", "44/2015")]
)
def test_the_general_code_turns_on_its_first_day(day, law):
    """An election on the first day of the new code is under the new one."""
    assert language_rule(date.fromisoformat(day)).citation.law == law


ENDS = [
    # filed                  the next end ahead
    ("2005-06-10 23:59:59", "2005-06-11 00:00"),
    ("2005-06-11 00:00", "2005-06-19 00:00"),
    ("2005-06-18 23:59:59", "2005-06-19 00:00"),
]


@pytest.mark.parametrize(("filed", "until"), ENDS)
def test_a_remedy_names_the_next_end_that_is_still_ahead(filed, until):
    """On the instant of the safe end the window's own end is named: never an end that has come."""
    request = RequestFacts(ObserverFacts(("AL",)), ScopeFacts(voting_centres=("1001",)))

    assert assess(ELECTION, SenderFacts("x", "X", "citizen"), request, local(filed)).remedy.until == local(
        until
    )


@pytest.mark.parametrize(
    ("recorded", "late"), [(None, False), ("2005-06-09 23:59:59", False), ("2005-06-10 00:00", True)]
)
def test_a_day_off_is_late_when_its_day_has_begun(recorded, late):
    """Recorded at 00:00 of the day itself it is late, a second before it is not; known from the start it never is."""
    assert RestDay(date(2005, 6, 10), recorded_at=recorded and local(recorded)).late is late


APPEALS = [
    # filed                  found, points
    ("2005-06-13 23:59:59", "in_time", "for"),
    ("2005-06-14 00:00", "too_late", "needs_legal_decision"),
    ("2005-06-15 23:59:59", "too_late", "needs_legal_decision"),
    ("2005-06-16 00:00", "too_late", "against"),
]


@pytest.mark.parametrize(("filed", "code", "severity"), APPEALS)
def test_an_appeal_is_late_by_one_reading_before_it_is_late_by_all(filed, code, severity):
    """Three days from a refusal of Friday 10 June: Monday by the calendar, Wednesday 15 June in working days."""
    election = msgspec.structs.replace(ELECTION, set_limits=(SetLimit(LimitCode.APPEAL, 3, "1"),))
    window = appeal_window(election, Appealable.REFUSAL, local("2005-06-10 11:00"))
    (found,) = appeal_findings(election, window, local(filed), by_sender=True)

    assert (found.code, found.severity) == (code, severity)


def test_a_reading_by_the_codes_own_words_cites_the_article_of_its_limit_in_its_edition():
    """A window of 2025 and an appeal rest on their own articles; only a general code keeps the number of another law."""
    set_days = msgspec.structs.replace(OF_2025, set_limits=(SetLimit(LimitCode.DECISION, 5, "KQZ 2"),))
    counted = (
        (albanian_request(OF_2025), ("6-7", "10019/2008")),
        (appeal_window(OF_2025, Appealable.REVOCATION, local("2025-05-11 17:00")), ("122-125", "10019/2008")),
        (decision_due(set_days, Track.ALBANIAN, local("2025-04-20 12:00")), ("6-7", "10019/2008")),
        (albanian_request(ELECTION), ("18(5)", "9087/2003")),
    )
    for limit, own in counted:
        own_words = {
            (one.article, one.law) for one in limit.readings if one.reading in ("calendar", "clear_days")
        }
        general = {one.law for one in limit.readings if one.reading not in ("calendar", "clear_days")}

        assert own_words == {own}
        assert general == {"8116/1996", "8485/1999"}


def test_an_incompatibility_is_cited_from_the_edition_it_stands_in():
    """The code of 2005 has an article for each commission, by title; no article of the code in force is borrowed from it."""
    found = [
        (str(one.law), one.article) for one in (incompatibility(edition, "zec") for edition in EditionId)
    ]

    assert found == [("9087/2003", "34/1"), ("10019/2008", "not found")]
    assert incompatibility(EditionId.CODE_2005, "").label == "not found"
    assert incompatibility(EditionId.CODE_2005, "").law == "9087/2003"
