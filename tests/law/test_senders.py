"""Case tables for a lawyer: who may send observers, and where (Art. 18(1)-(3))."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from accreditation.elections import ElectionFacts, ElectionKind
from accreditation.eligibility import eligibility_findings, referendum_findings
from accreditation.senders import SenderFacts, SenderKind

AT = datetime(2005, 6, 1, 10, tzinfo=UTC)
UNITS = frozenset({"U1"})


def election(kind: str = "assembly") -> ElectionFacts:
    return ElectionFacts("e", "E", ElectionKind(kind), date(2005, 7, 3), date(2005, 5, 16))


def found(sender: SenderFacts, units: frozenset[str] = UNITS, kind: str = "assembly") -> list[tuple]:
    """The findings as (code, severity, article), the admission note left out."""
    findings = eligibility_findings(election(kind), sender, units, AT)
    return [
        (one.code, one.severity, one.article) for one in findings if one.code != "sender_not_admitted_yet"
    ]


RIGHT = ("kind_has_right", "for")
PARTY_CASES = [
    (
        "registered, candidate in the unit",
        {"registered_as_subject": True, "units_with_candidate": UNITS},
        [(*RIGHT, "18(2)")],
    ),
    (
        "registered, multi-name list opens every unit",
        {"registered_as_subject": True, "multi_name_list": True},
        [(*RIGHT, "18(2)")],
    ),
    (
        "not registered",
        {"registered_as_subject": False, "units_with_candidate": UNITS},
        [("not_registered_as_subject", "against", "18(2)")],
    ),
    (
        "registered, candidate in another unit only",
        {"registered_as_subject": True, "units_with_candidate": frozenset({"U2"})},
        [("no_candidate_in_unit", "against", "18(2)")],
    ),
    (
        "registered, no candidate anywhere yet",
        {"registered_as_subject": True, "units_with_candidate": frozenset()},
        [("no_candidate_in_unit", "against", "18(2)")],
    ),
    (
        "candidacy struck, appeal pending",
        {
            "registered_as_subject": True,
            "units_with_candidate": frozenset(),
            "units_contested": UNITS,
        },
        [("candidacy_contested", "needs_legal_decision", "18(2)")],
    ),
    (
        "facts not recorded yet",
        {},
        [
            (*RIGHT, "18(2)"),
            ("registration_to_check", "to_record", "18(2)"),
            ("candidacy_to_check", "to_record", "18(2)"),
        ],
    ),
    (
        "in a coalition",
        {"registered_as_subject": True, "units_with_candidate": UNITS, "coalition_id": "C"},
        [("coalition_only", "against", "18(2)")],
    ),
]


@pytest.mark.parametrize(("case", "facts", "expected"), PARTY_CASES, ids=[case[0] for case in PARTY_CASES])
def test_party(case: str, facts: dict, expected: list):
    """Art. 18(2): registered as a subject, a candidate or a list, and in no coalition."""
    assert expected == found(SenderFacts("P", "Party", SenderKind.POLITICAL_PARTY, **facts))


COALITION_CASES = [
    (
        "registered, candidate in the unit",
        {"registered_as_subject": True, "units_with_candidate": UNITS},
        [(*RIGHT, "18(2)")],
    ),
    (
        "registered, no candidate in the unit",
        {"registered_as_subject": True, "units_with_candidate": frozenset()},
        [("no_candidate_in_unit", "against", "18(2)")],
    ),
]


@pytest.mark.parametrize(("case", "facts", "expected"), COALITION_CASES)
def test_coalition(case: str, facts: dict, expected: list):
    """Art. 18(2): the coalition holds the right of its parties, unit by unit."""
    assert expected == found(SenderFacts("C", "Coalition", SenderKind.COALITION, **facts))


INDEPENDENT_CASES = [
    (
        "own zone",
        {"registered_as_subject": True, "own_units": UNITS},
        [(*RIGHT, "18(3)")],
    ),
    (
        "part of the own zone",
        {"registered_as_subject": True, "own_units": frozenset({"U1", "U2"})},
        [(*RIGHT, "18(3)")],
    ),
    (
        "another zone",
        {"registered_as_subject": True, "own_units": frozenset({"U2"})},
        [("outside_own_zone", "against", "18(3)")],
    ),
    (
        "candidate of a party",
        {"supported_by_party": True},
        [("party_candidate_has_no_right", "against", "18(2)")],
    ),
    (
        "zone not recorded",
        {"registered_as_subject": True},
        [(*RIGHT, "18(3)"), ("own_zone_to_check", "to_record", "18(3)")],
    ),
]


@pytest.mark.parametrize(("case", "facts", "expected"), INDEPENDENT_CASES)
def test_independent_candidate(case: str, facts: dict, expected: list):
    """Art. 18(3): an independent candidate in the own zone; Art. 18(2): a party's candidate never."""
    assert expected == found(SenderFacts("I", "Candidate", SenderKind.INDEPENDENT_CANDIDATE, **facts))


GENERAL_CASES = [
    ("albanian_ngo", {}, [(*RIGHT, "18(1)")]),
    ("foreign_ngo", {}, [(*RIGHT, "18(1)")]),
    ("foreign_state", {}, [(*RIGHT, "18(1)")]),
    ("media", {}, [(*RIGHT, "18(1)")]),
    ("international_organisation", {"human_rights": True}, [(*RIGHT, "18(1)")]),
    (
        "international_organisation",
        {},
        [(*RIGHT, "18(1)"), ("human_rights_to_record", "to_record", "18(1)")],
    ),
    (
        "international_organisation",
        {"human_rights": False},
        [(*RIGHT, "18(1)"), ("human_rights_not_met", "against", "18(1)")],
    ),
    ("citizen", {}, [("kind_has_no_right", "against", "18(1)")]),
    ("", {}, [("kind_has_no_right", "against", "18(1)")]),
]


@pytest.mark.parametrize(("kind", "facts", "expected"), GENERAL_CASES)
def test_senders_of_the_general_rule(kind: str, facts: dict, expected: list):
    """Art. 18(1): five kinds send observers; a person alone or an unknown kind has no right, as a finding."""
    assert expected == found(SenderFacts("S", "Sender", kind, **facts))


@pytest.mark.parametrize("kind", ["political_party", "coalition", "independent_candidate"])
def test_referendum_has_no_candidates(kind: str):
    """Art. 2(30): nobody is registered as a candidate in a referendum, so a lawyer decides about subjects."""
    sender = SenderFacts("S", "Sender", kind, registered_as_subject=True, multi_name_list=True)

    assert found(sender, kind="referendum") == [
        ("referendum_has_no_candidates", "needs_legal_decision", "18(2)")
    ]


@pytest.mark.parametrize("kind", ["albanian_ngo", "foreign_state", "media"])
def test_referendum_is_open_to_the_general_senders(kind: str):
    """Art. 18(1): organisations, states and media observe a referendum as any other vote."""
    assert [(*RIGHT, "18(1)")] == found(SenderFacts("S", "Sender", kind), kind="referendum")


def test_the_referendum_note_is_for_referendums_only():
    """A party is told about referendums in a referendum, and not before an Assembly election."""
    party = SenderFacts("S", "Sender", SenderKind.POLITICAL_PARTY)

    assert referendum_findings(election("assembly"), party) == ()
    assert [one.code for one in referendum_findings(election("referendum"), party)] == [
        "referendum_has_no_candidates"
    ]


COALITION_SWITCH = [
    # instant judged                     coalition registered   the party's own right
    ("2005-05-25T12:00:00+02:00", "2005-05-29T10:00:00+02:00", True),
    ("2005-05-29T09:59:59+02:00", "2005-05-29T10:00:00+02:00", True),
    ("2005-05-29T10:00:00+02:00", "2005-05-29T10:00:00+02:00", False),
    ("2005-06-10T12:00:00+02:00", "2005-05-29T10:00:00+02:00", False),
]


@pytest.mark.parametrize(("at", "registered", "holds"), COALITION_SWITCH)
def test_ec10_right_passes_to_the_coalition_when_it_registers(at: str, registered: str, holds: bool):
    """EC-10: between the party's registration and the coalition's the party holds the right, then never."""
    party = SenderFacts(
        "P",
        "Party",
        SenderKind.POLITICAL_PARTY,
        registered_as_subject=True,
        multi_name_list=True,
        coalition_id="C",
        coalition_registered_at=datetime.fromisoformat(registered),
    )
    codes = [one.code for one in eligibility_findings(election(), party, UNITS, datetime.fromisoformat(at))]

    assert holds == ("coalition_only" not in codes)
