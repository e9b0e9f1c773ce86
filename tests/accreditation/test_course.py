"""What happens to a request after its filing, as tables: dispatch, reinstatement, translation, return, addendum."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest

from accreditation import decision_time
from accreditation.assessment import assess
from accreditation.decision_time import DueKind, StartCode, decision_due
from accreditation.elections import ElectionFacts, ElectionKind
from accreditation.findings import FindingCode, Severity
from accreditation.law.counting import StepCode
from accreditation.law.editions import EditionId
from accreditation.law.limits import LimitCode, SetLimit
from accreditation.law.procedure import RETURN_RULES, ReturnRule
from accreditation.law.readings import Reading
from accreditation.observers import ObserverFacts, Track
from accreditation.replacements import treatments
from accreditation.requests import Course, Earlier, RequestFacts, Return, Translation
from accreditation.scope import ScopeFacts
from accreditation.translation import additional_deadline

TIRANE = ZoneInfo("Europe/Tirane")
ELECTION = ElectionFacts("e", "E", ElectionKind.ASSEMBLY, date(2027, 5, 16), date(2027, 3, 31))


def local(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=TIRANE) if text else None


def request(citizenship: str = "AL", **facts) -> RequestFacts:
    scope = ScopeFacts(voting_centres=("1001",))
    return RequestFacts(ObserverFacts((citizenship,)), scope, frozenset({"U1"}), **facts)


DISPATCH = [
    # received               sent, by the sender       is it put on record
    ("2027-05-02 00:00:04", "2027-05-01 23:59:58", True),
    ("2027-05-02 00:00:04", "2027-05-02 00:00:00", False),
    ("2027-05-02 00:00:04", "2027-03-01 12:00", False),
    ("2027-05-01 23:59:59", "2027-05-01 23:59:58", False),
    ("2027-05-02 00:00:04", None, False),
]


@pytest.mark.parametrize(("received", "sent", "recorded"), DISPATCH)
def test_ec17_receipt_decides_and_dispatch_is_recorded(ngo, received: str, sent: str | None, recorded: bool):
    """EC-17: sent in time and received late is late by the stated rule; what the sender says stands beside it."""
    found = assess(ELECTION, ngo, request(course=Course(sent_at=local(sent))), local(received))
    finding = found.finding(FindingCode.DISPATCHED_IN_TIME)
    late = found.finding(FindingCode.TOO_LATE)

    assert (finding is not None) is recorded
    assert (late is not None) == (received >= "2027-05-02")
    if finding is not None:
        assert (finding.severity, finding.article, finding.law) == (Severity.TO_RECORD, "149", "8116/1996")
        alone = assess(ELECTION, ngo, request(), local(received)).finding(FindingCode.TOO_LATE)
        assert late == alone, "what the sender says changes nothing of what the receipt says"


def test_a_plea_to_be_put_back_in_time_is_put_before_the_commission(ngo):
    """Late under every reading: before the plea it is the remedy, after it the commission decides on it."""
    at = local("2027-05-06 12:00")
    before = assess(ELECTION, ngo, request(), at)
    after = assess(ELECTION, ngo, request(course=Course(reinstatement_asked_at=at)), at)

    assert before.remedy.action == "ask_reinstatement"
    assert after.remedy.action == "await_legal_decision"
    plea = after.finding(FindingCode.REINSTATEMENT_ASKED)
    assert (plea.severity, plea.article, plea.law) == (Severity.NEEDS_LEGAL_DECISION, "64", "8485/1999")
    assert after.finding(FindingCode.TOO_LATE).severity is Severity.AGAINST


TRANSLATION = [
    # notified            delivered           time to decide ends    it holds from
    (None, None, "2027-04-26 00:00", "receipt"),
    ("2027-04-21 09:00", None, None, "translation"),
    ("2027-04-21 09:00", "2027-04-23 18:00", "2027-04-29 00:00", "translation"),
    ("2027-04-21 09:00", "2027-04-23 23:59", "2027-04-29 00:00", "translation"),
    ("2027-04-21 09:00", "2027-04-24 00:00", "2027-04-30 00:00", "translation"),
]


@pytest.mark.parametrize(("notified", "delivered", "due", "holds"), TRANSLATION)
def test_the_time_to_decide_begins_with_the_translation(ngo, notified, delivered, due, holds):
    """CAP 20(4): stamped in time on the day it came; the organ's time runs from the translation it asked for."""
    translation = Translation(local(notified), None, local(delivered)) if notified else None
    facts = request(foreign_language=True, course=Course(translation=translation))
    found = assess(ELECTION, ngo, facts, local("2027-04-20 11:00"))

    assert found.finding(FindingCode.IN_TIME).severity is Severity.FOR
    assert found.decision_due.at == local(due)
    by_code = {one.code: one for one in found.decision_due.starts}
    assert set(by_code) == {StartCode.RECEIPT, StartCode.TRANSLATION}
    assert [str(code) for code, one in by_code.items() if one.holds] == [holds]
    assert by_code[StartCode.RECEIPT].at == local("2027-04-26 00:00")
    assert by_code[StartCode.TRANSLATION].article == "20(4)"


def test_a_target_for_foreign_observers_waits_for_no_translation(mission):
    """The election does not wait: an internal target is no time of the law, and runs from the receipt."""
    asked = Course(translation=Translation(local("2027-05-12 10:00")))
    facts = request("IT", foreign_language=True, course=asked)
    due = assess(ELECTION, mission, facts, local("2027-05-12 09:00")).decision_due

    assert (due.at, due.kind) == (local("2027-05-13 09:00"), DueKind.INTERNAL_TARGET)


def test_without_known_words_of_the_law_nothing_is_asked_in_its_name(election, ngo):
    """What the general code of 2005 said about languages was not found: the lawyer decides, the clock runs on."""
    facts = request(foreign_language=True)
    found = assess(election, ngo, facts, local("2005-06-01 12:00"))

    assert found.finding(FindingCode.TRANSLATION_RULE_UNKNOWN).severity is Severity.NEEDS_LEGAL_DECISION
    assert found.finding(FindingCode.TRANSLATION_TO_ASK) is None
    assert found.decision_due.starts == ()
    assert found.decision_due.at == local("2005-06-07 00:00")


DEADLINES = [
    # set in the notice   set for the election   last day             warned
    (None, None, None, True),
    (date(2027, 4, 25), None, date(2027, 4, 25), False),
    (None, 3, date(2027, 4, 24), False),
    (date(2027, 4, 25), 3, date(2027, 4, 25), False),
]


@pytest.mark.parametrize(("day", "days", "last", "warned"), DEADLINES)
def test_the_additional_deadline_is_set_by_act_or_unset_with_a_warning(day, days, last, warned):
    """The law gives no number: the notice or an act sets it, and nobody makes one up."""
    limits = (SetLimit(LimitCode.TRANSLATION, days, "Act 7"),) if days else ()
    facts = msgspec.structs.replace(ELECTION, set_limits=limits)
    found = additional_deadline(facts, local("2027-04-21 09:00"), day)

    assert found.last_day == last
    assert bool(found.warnings) is warned
    assert all(one.arguments["limit"] == "translation" for one in found.warnings)


@pytest.mark.parametrize("reading", list(Reading))
def test_a_return_stops_no_clock(ngo, reading: Reading):
    """The five days run from the submission, returned or not, completed or not, under every reading."""
    facts = msgspec.structs.replace(ELECTION, reading=reading)
    plain = decision_due(facts, Track.ALBANIAN, local("2027-04-20 11:00"))
    for completed in (None, local("2027-04-24 09:00")):
        returned = Course(returns=(Return(local("2027-04-22 09:00"), completed),))
        due = decision_due(facts, Track.ALBANIAN, local("2027-04-20 11:00"), course=returned)

        assert (due.at, due.readings) == (plain.at, plain.readings)
        assert due.counting[:-1] == plain.counting
        assert due.counting[-1].code is StepCode.RETURN_DOES_NOT_STOP
        assert due.counting[-1].args["article"] == "18(5)"


STOPS = [
    # returned on         completed on         time to decide ends
    ("2027-04-22 09:00", "2027-04-24 09:00", "2027-04-28 00:00"),
    ("2027-04-22 09:00", "2027-04-22 18:00", "2027-04-26 00:00"),
    ("2027-04-22 09:00", None, None),
]


@pytest.mark.parametrize(("returned", "completed", "due"), STOPS)
def test_an_edition_that_says_so_would_stop_it(monkeypatch, returned, completed, due):
    """The rule is data by edition: with a row that stops, the days between return and completion do not count."""
    stops = ReturnRule(EditionId.CODE_2005, True, RETURN_RULES[0].citation)
    monkeypatch.setattr(decision_time, "return_rule", lambda edition: stops)
    course = Course(returns=(Return(local(returned), local(completed)),))

    assert decision_due(ELECTION, Track.ALBANIAN, local("2027-04-20 11:00"), course=course).at == local(due)


WAYS = [
    # filed at            earlier filed at     its act  new request: position and duty         the other way
    (
        "2027-05-14 10:00",
        "2027-04-20 11:00",
        "857",
        ("too_late", "refuse_as_late_or_put_back_in_time"),
        ("addendum", "in_time", "whether_to_add_to_decision"),
    ),
    (
        "2027-04-28 10:00",
        "2027-04-20 11:00",
        "857",
        ("in_time", "grant_or_refuse"),
        ("addendum", "in_time", "whether_to_add_to_decision"),
    ),
    (
        "2027-05-14 10:00",
        "2027-04-20 11:00",
        "",
        ("too_late", "refuse_as_late_or_put_back_in_time"),
        ("amendment", "in_time", "whether_to_take_the_change"),
    ),
    (
        "2027-05-14 10:00",
        "2027-05-06 11:00",
        "857",
        ("too_late", "refuse_as_late_or_put_back_in_time"),
        ("addendum", "too_late", "refuse_as_late_or_put_back_in_time"),
    ),
]


@pytest.mark.parametrize(("at", "earlier_at", "act", "new", "other"), WAYS)
def test_ec15_every_way_to_treat_a_filing_that_hangs_on_another(at, earlier_at, act, new, other):
    """EC-15: a new request by its own receipt, or an addendum or amendment by the earlier one's; the text names one."""
    earlier = Earlier("R-1", local(earlier_at), "granted", act)
    alone, second = treatments(ELECTION, Track.ALBANIAN, local(at), earlier)

    assert (alone.code, alone.position, alone.to_decide) == ("new_request", *new)
    assert (second.code, second.position, second.to_decide) == other
    assert (alone.stated, second.stated) == (True, False)
    assert {alone.article, second.article} == {"18(5)"}
    assert second.decision == act


def test_a_filing_that_stands_alone_has_one_treatment():
    """A plain request is a request, and the commission grants or refuses it."""
    (only,) = treatments(ELECTION, Track.ALBANIAN, local("2027-04-20 11:00"), None)

    assert (only.code, only.to_decide, only.stated) == ("new_request", "grant_or_refuse", True)


def test_a_failure_is_found_with_its_appeal(election_with_appeal, ngo):
    """Silence past the five days: the finding names the body, the last instant to appeal is the remedy."""
    failed_at = local("2005-06-07 00:00")
    course = Course(failed_at=failed_at, failed_body="zec:30")
    found = assess(election_with_appeal, ngo, request(course=course), local("2005-06-01 12:00"))
    failure = found.finding(FindingCode.FAILURE_TO_DECIDE)

    assert (failure.severity, failure.article, failure.instant) == (Severity.TO_RECORD, "18(5)", failed_at)
    assert failure.arguments["competent"] == "zec:30"
    assert datetime.fromisoformat(failure.arguments["appeal_until"]) == local("2005-06-11 00:00")
    assert (found.remedy.action, found.remedy.until) == ("appeal", local("2005-06-11 00:00"))
