"""One request assessed: everything is found, nothing is refused, and a remedy is named."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accreditation.assessment import assess
from accreditation.civil_time import NaiveInstant
from accreditation.elections import ElectionFacts, ElectionKind
from accreditation.findings import FindingCode, Severity
from accreditation.law.editions import EditionId
from accreditation.law.readings import Reading
from accreditation.observers import ObserverFacts
from accreditation.requests import RequestFacts
from accreditation.scope import ScopeFacts
from accreditation.senders import SenderFacts, SenderKind

TIRANE = ZoneInfo("Europe/Tirane")
SCOPE = ScopeFacts(voting_centres=("1001",))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TIRANE)


def request(citizenship: str = "AL", **facts) -> RequestFacts:
    citizenships = (citizenship,) if citizenship else ()
    given_facts = {"observer": ObserverFacts(citizenships), "scope": SCOPE, "units": frozenset({"U1"})}
    return RequestFacts(**(given_facts | facts))


TIMES = [
    # an Albanian organisation files at   finding, severity, remedy, remedy's instant
    ("2005-05-18 23:59:59", "too_early", "against", "file_again", "2005-06-11 00:00"),
    ("2005-05-19 00:00", "in_time", "for", None, None),
    ("2005-06-10 23:59:59", "in_time", "for", None, None),
    ("2005-06-18 23:59:59", "in_time", "for", None, None),
    ("2005-06-19 00:00", "too_late", "needs_legal_decision", "await_legal_decision", "2005-07-03 00:00"),
    ("2005-06-20 23:59:59", "too_late", "needs_legal_decision", "await_legal_decision", "2005-07-03 00:00"),
    ("2005-06-21 00:00", "too_late", "against", "ask_reinstatement", "2005-07-03 00:00"),
]


@pytest.mark.parametrize(("at", "code", "severity", "action", "until"), TIMES)
def test_time_of_an_albanian_request(
    election: ElectionFacts, ngo: SenderFacts, at: str, code: str, severity: str, action, until
):
    """Too early, in time, late by the reading, late by all: code, article, instants and remedy of each."""
    found = assess(election, ngo, request(), local(at))
    finding = found.findings[0]

    assert (code, severity, "18(5)", "9087/2003") == (
        finding.code,
        finding.severity,
        finding.article,
        finding.law,
    )
    assert len(finding.readings) == 6
    assert finding.instant is not None
    assert action == (found.remedy.action if found.remedy else None)
    if until is not None:
        assert local(until) == found.remedy.until


def test_a_late_filing_names_the_readings_that_save_it(election: ElectionFacts, ngo: SenderFacts):
    """Filed on Monday E-13 under calendar days: late, yet in time by the civil code and by 62(c)."""
    late = assess(election, ngo, request(), local("2005-06-20 12:00")).finding(FindingCode.TOO_LATE)

    assert late.arguments["in_time_under"] == ["civil_procedure/main", "administrative/moved"]
    assert late.instant == local("2005-06-19 00:00")


def test_a_timely_filing_names_the_stricter_readings(election: ElectionFacts, ngo: SenderFacts):
    """Filed on the last Saturday: in time by calendar days, and the stricter readings are put on record."""
    found = assess(election, ngo, request(), local("2005-06-18 12:00"))
    stricter = found.finding(FindingCode.LATE_BY_STRICTER_READING)

    assert stricter.severity is Severity.TO_RECORD
    assert stricter.arguments["late_under"] == [
        "clear_days/main",
        "administrative/main",
        "administrative/clear",
    ]
    assert found.against == ()


def test_an_early_filing_is_held_with_consent(election: ElectionFacts, ngo: SenderFacts):
    """With consent an early filing waits for the opening, and its five days run from there."""
    found = assess(election, ngo, request(hold_consent=True), local("2005-05-10 09:00"))

    assert ("hold_until_opening", local("2005-05-19 00:00")) == (found.remedy.action, found.remedy.until)
    assert local("2005-05-25 00:00") == found.decision_due.at


SUBSTITUTES = [
    # the replaced request was filed   the substitute's lateness
    ("2005-06-18 12:00", "needs_legal_decision", True),
    ("2005-06-25 12:00", "against", False),
    (None, "against", False),
]


@pytest.mark.parametrize(("replaced", "severity", "noted"), SUBSTITUTES)
def test_ec15_late_substitute_for_a_timely_request(election, ngo, replaced, severity: str, noted: bool):
    """EC-15: on E-2 a substitute for an observer filed in time needs a legal decision; for none, it is late."""
    replaces = local(replaced) if replaced else None
    found = assess(election, ngo, request(replaces_filed_at=replaces), local("2005-07-01 12:00"))

    assert ("too_late", severity) == (found.findings[0].code, found.findings[0].severity)
    assert noted == (found.finding(FindingCode.SUBSTITUTE_FOR_TIMELY) is not None)


def test_a_foreign_request_before_the_decree_is_not_early_in_law(election, mission):
    """The text has no opening for foreign observers: before the decree it is a question, not a ground against."""
    found = assess(election, mission, request("DE"), local("2005-05-10 12:00"))

    assert (found.findings[0].code, found.findings[0].severity) == ("too_early", "needs_legal_decision")


def test_a_warning_is_given_once(ngo):
    """A text that was not read is warned of once, though the window and the decision both rest on it."""
    held = ElectionFacts(
        "e", "E", ElectionKind.ASSEMBLY, date(2026, 12, 6), date(2026, 10, 20), reading=Reading.ADMINISTRATIVE
    )
    codes = [one.code for one in assess(held, ngo, request(), local("2026-11-01 12:00")).findings]

    assert codes.count(FindingCode.READING_TEXT_UNREAD) == 1


FOREIGN = [
    ("2005-06-29 23:59:59", "in_time", "for"),
    ("2005-06-30 00:00", "too_late", "needs_legal_decision"),
    ("2005-06-30 06:59:59", "too_late", "needs_legal_decision"),
    ("2005-06-30 07:00", "too_late", "against"),
]


@pytest.mark.parametrize(("at", "code", "severity"), FOREIGN)
def test_time_of_a_foreign_request(election, mission, at: str, code: str, severity: str):
    """A foreign observer files until 72 hours before the date; between midnight and opening a lawyer decides."""
    found = assess(election, mission, request("DE"), local(at))

    assert (code, severity) == (found.findings[0].code, found.findings[0].severity)
    assert found.decision_due.kind == "internal_target"


ALBANIAN_LINES = [
    # an Albanian observer of an international organisation: E-15 is 18 June, E-3 is 30 June
    ("2005-06-18 12:00", "in_time", "for", False),
    ("2005-06-21 12:00", "too_late", "needs_legal_decision", True),
    ("2005-06-29 12:00", "too_late", "needs_legal_decision", True),
    ("2005-06-30 12:00", "too_late", "against", False),
    ("2005-05-18 12:00", "too_early", "needs_legal_decision", True),
]


@pytest.mark.parametrize(("at", "code", "severity", "disputed"), ALBANIAN_LINES)
def test_ec8_albanian_line_of_a_foreign_sender(election, mission, at, code, severity, disputed: bool):
    """EC-8: between E-15 and E-3 an Albanian line of a foreign organisation needs a legal decision."""
    found = assess(election, mission, request("AL"), local(at))
    dispute = found.finding(FindingCode.OBSERVER_CLASS_DISPUTED)

    assert (code, severity) == (found.findings[0].code, found.findings[0].severity)
    assert disputed == (dispute is not None)
    if dispute is not None:
        assert dispute.severity is Severity.NEEDS_LEGAL_DECISION
        assert dispute.arguments["also"] == "18(4)"
        assert found.remedy.action == "await_legal_decision" or code == "too_early"


CLASSES = [
    # sender kind, its country, the observer's citizenship -> by observer, by sender
    ("albanian_ngo", "AL", ("AL",), "albanian", "albanian"),
    ("albanian_ngo", "AL", ("ALB",), "albanian", "albanian"),
    ("albanian_ngo", "AL", ("IT",), "foreign", "albanian"),
    ("foreign_ngo", "DE", ("DE",), "foreign", "foreign"),
    ("foreign_state", "US", ("AL",), "albanian", "foreign"),
    ("international_organisation", "", ("AL", "IT"), "albanian", "foreign"),
    ("media", "QA", ("AL",), "albanian", "foreign"),
    ("media", "AL", ("AL",), "albanian", "albanian"),
    ("media", "", ("GB",), "foreign", "foreign"),
    ("foreign_ngo", "DE", (), "foreign", "foreign"),
    ("political_party", "AL", (), "albanian", "albanian"),
]


@pytest.mark.parametrize(("kind", "country", "citizenships", "by_observer", "by_sender"), CLASSES)
def test_albanian_or_foreign(election, kind, country, citizenships, by_observer: str, by_sender: str):
    """Art. 18(5) looks at the observer, Art. 18(4) at the sender; both answers are kept."""
    sender = SenderFacts("s", "S", kind, country)
    found = assess(election, sender, request(observer=ObserverFacts(citizenships)), local("2005-06-01 12:00"))

    assert (by_observer, by_sender) == (found.classification.by_observer, found.classification.by_sender)


REMEDIES = [
    # sender facts                                    filed at              remedy
    ({"kind": "citizen"}, "2005-06-01", "file_through_entitled_sender"),
    ({"kind": "citizen"}, "2005-06-15", "file_through_entitled_sender"),
    ({"kind": "citizen"}, "2005-06-25", "ask_reinstatement"),
    (
        {"kind": "political_party", "coalition_id": "C", "multi_name_list": True},
        "2005-06-01",
        "file_through_coalition",
    ),
    ({"kind": "political_party", "registered_as_subject": False}, "2005-06-01", "register_as_subject"),
    ({"kind": "political_party", "units_with_candidate": frozenset()}, "2005-06-01", "narrow_scope"),
    ({"kind": "independent_candidate", "own_units": frozenset({"U9"})}, "2005-06-01", "narrow_scope"),
    (
        {"kind": "independent_candidate", "supported_by_party": True},
        "2005-06-01",
        "file_through_entitled_sender",
    ),
    ({"kind": "albanian_ngo"}, "2005-06-01", None),
]


@pytest.mark.parametrize(("facts", "day", "action"), REMEDIES)
def test_outside_the_right_a_remedy_is_named(election, facts: dict, day: str, action):
    """Whatever stands against a request, the nearest thing that helps is named, never one already past."""
    at = local(f"{day} 12:00")
    found = assess(election, SenderFacts("s", "S", **facts), request(), at)

    assert action == (found.remedy.action if found.remedy else None)
    if found.remedy is not None:
        assert found.remedy.article
        assert found.remedy.until > at


def test_scope_conduct_and_language_are_put_on_record(election, ngo):
    """An empty scope speaks against; a missing acceptance and a foreign language are recorded and mended."""
    bad = request(scope=ScopeFacts(), units=frozenset(), code_of_conduct=False, foreign_language=True)
    found = assess(election, ngo, bad, local("2005-06-01 12:00"))

    assert found.finding(FindingCode.SCOPE_EMPTY).severity is Severity.AGAINST
    assert found.finding(FindingCode.CODE_OF_CONDUCT_NOT_ACCEPTED).article == "19(2)"
    # What the general code of 2005 said about languages was not found, so nothing is asked in its name.
    assert found.finding(FindingCode.TRANSLATION_RULE_UNKNOWN).severity is Severity.NEEDS_LEGAL_DECISION
    assert found.remedy.action == "complete_request"


def test_unset_limit_of_the_code_in_force_is_a_named_warning(ngo):
    """Under the code in force the five days were not found: no due instant, and a warning that names it."""
    held = ElectionFacts(
        "al-2025", "A", ElectionKind.ASSEMBLY, date(2025, 5, 11), date(2024, 7, 26), EditionId.CODE_2008
    )
    found = assess(held, ngo, request(), local("2025-04-20 12:00"))

    assert found.decision_due.at is None
    assert {"albanian_opens", "decision"} == {
        one.arguments["limit"] for one in found.findings if one.code is FindingCode.LIMIT_UNSET
    }


def test_an_assessment_is_json_in_the_shape_of_the_contract(election, ngo):
    """The assessment encodes with findings, remedy and due instant under the names the contract gives."""
    wire = msgspec.json.decode(
        msgspec.json.encode(assess(election, ngo, request(), local("2005-06-25 12:00")))
    )

    assert {"code", "article", "arguments", "instant", "readings"} <= set(wire["findings"][0])
    assert {"action", "article", "until"} <= set(wire["remedy"])
    assert {"at", "kind"} <= set(wire["decision_due"])


def test_an_instant_without_time_zone_is_a_mistake(election, ngo):
    """A naive instant raises: that is the caller's error and no legal outcome."""
    with pytest.raises(NaiveInstant):
        assess(election, ngo, request(), datetime(2005, 6, 1))


@given(
    kind=st.sampled_from([*SenderKind]) | st.text(max_size=12),
    citizenships=st.lists(st.sampled_from(["AL", "IT", "ALB", "", "??"]), max_size=3).map(tuple),
    at=st.datetimes(datetime(2004, 1, 1), datetime(2006, 1, 1), timezones=st.just(UTC)),
    reading=st.sampled_from(list(Reading)),
    election_kind=st.sampled_from(list(ElectionKind)),
    units=st.frozensets(st.sampled_from(["U1", "U2"])),
    registered=st.none() | st.booleans(),
    candidates=st.none() | st.frozensets(st.sampled_from(["U1", "U2"])),
    coalition=st.sampled_from(["", "C"]),
)
def test_every_well_formed_filing_is_assessed(
    kind, citizenships, at, reading, election_kind, units, registered, candidates, coalition
):
    """However hopeless a filing is, it is assessed: each finding has an article, and what is against has a remedy."""
    election = ElectionFacts("e", "E", election_kind, date(2005, 7, 3), date(2005, 5, 16), reading=reading)
    sender = SenderFacts(
        "s",
        "S",
        kind,
        registered_as_subject=registered,
        units_with_candidate=candidates,
        coalition_id=coalition,
        own_units=candidates,
    )
    found = assess(election, sender, request(observer=ObserverFacts(citizenships), units=units), at)

    assert found.findings
    assert all(one.article and one.law for one in found.findings)
    assert found.decision_due.at is not None
    if found.against:
        assert found.remedy is not None
