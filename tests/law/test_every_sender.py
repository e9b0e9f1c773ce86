"""Tables for a lawyer: each kind of sender, in each kind of election, in each state of its registration, by edition.

A row says what speaks; an empty cell means that nothing does. Art. 18(1)-(3), Art. 2(30), Art. 14(6).
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import product

import pytest

from accreditation.elections import ElectionFacts, ElectionKind
from accreditation.eligibility import body_findings, eligibility_findings
from accreditation.findings import FindingCode, Severity
from accreditation.law.choices import CHOICES, OPTIONS, ChoiceCode, Option, SetChoice, choice
from accreditation.law.editions import EditionId
from accreditation.senders import ELECTORAL_SUBJECTS, RegistrationKind, SenderFacts, SenderKind, recorded_of

AT = datetime(2025, 3, 1, 10, tzinfo=UTC)
UNITS = frozenset({"U1"})
OTHER = frozenset({"U2"})
NONE: frozenset[str] = frozenset()


def election(kind: str, edition: EditionId, *choices: SetChoice) -> ElectionFacts:
    """An election of 2025, whatever its edition: the rules here count no days."""
    return ElectionFacts(
        "e", "E", ElectionKind(kind), date(2025, 5, 11), date(2025, 1, 10), edition, set_choices=choices
    )


def codes(facts: ElectionFacts, kind: str, **sender: object) -> set[str]:
    """What speaks, the admission and the right itself left out."""
    found = eligibility_findings(facts, SenderFacts("1", "S", kind, **sender), UNITS, AT)
    silent = {FindingCode.SENDER_NOT_ADMITTED_YET, FindingCode.KIND_HAS_RIGHT}
    return {str(one.code) for one in found if one.code not in silent}


def on(**facts: object) -> dict[str, object]:
    """On file as a registered subject, with more facts."""
    return {"registered_as_subject": True, **facts}


PARTY_STATES = [
    # state                          facts, what speaks
    ("nothing on file",              {}, {"registration_to_check", "candidacy_to_check"}),
    ("registered, no candidate yet", on(units_with_candidate=NONE), {"no_candidate_in_unit"}),
    ("candidate in the unit",        on(units_with_candidate=UNITS), set()),
    ("candidate elsewhere",          on(units_with_candidate=OTHER), {"no_candidate_in_unit"}),
    ("list deposited",               on(multi_name_list=True), set()),
    ("list struck, appeal pending",  on(units_with_candidate=NONE, list_contested=True), {"candidacy_contested"}),
    ("list struck, candidate stays", on(units_with_candidate=UNITS, list_contested=True), set()),
    ("candidacy struck, appeal",     on(units_with_candidate=NONE, units_contested=UNITS), {"candidacy_contested"}),
    ("registration ended",           on(registered_as_subject=False, multi_name_list=True), {"not_registered_as_subject"}),
    ("registration contested",       on(registration_contested=True, units_with_candidate=UNITS), {"registration_contested"}),
]  # fmt: skip
INDEPENDENT_STATES = [
    ("nothing on file",        {}, {"registration_to_check", "own_zone_to_check"}),
    ("own zone",               on(own_units=UNITS), set()),
    ("another zone",           on(own_units=OTHER), {"outside_own_zone"}),
    ("registration ended",     on(registered_as_subject=False, own_units=UNITS), {"not_registered_as_subject"}),
    ("registration contested", on(registration_contested=True, own_units=UNITS), {"registration_contested"}),
    ("candidate of a party",   on(own_units=UNITS, supported_by_party=True), {"party_candidate_has_no_right"}),
]  # fmt: skip
GENERAL_STATES = [
    # kind                        engagement recorded   by the letter                narrow criterion read widely
    ("albanian_ngo",              None,  set(),                       {"human_rights_to_record"}),
    ("albanian_ngo",              True,  set(),                       set()),
    ("albanian_ngo",              False, set(),                       {"human_rights_not_met"}),
    ("foreign_ngo",               None,  set(),                       {"human_rights_to_record"}),
    ("foreign_ngo",               False, set(),                       {"human_rights_not_met"}),
    ("international_organisation", None,  {"human_rights_to_record"}, {"human_rights_to_record"}),
    ("international_organisation", True,  set(),                      set()),
    ("international_organisation", False, {"human_rights_not_met"},   {"human_rights_not_met"}),
    ("foreign_state",             None,  set(),                       set()),
    ("foreign_state",             False, set(),                       set()),
    ("media",                     None,  set(),                       set()),
    ("media",                     False, set(),                       set()),
]  # fmt: skip
CANDIDATES_STAND = ("assembly", "local", "partial")
EDITION_IDS = list(EditionId)


@pytest.mark.parametrize("edition", EDITION_IDS)
@pytest.mark.parametrize("kind", CANDIDATES_STAND)
@pytest.mark.parametrize("sender", ["political_party", "coalition"])
@pytest.mark.parametrize(("state", "facts", "expected"), PARTY_STATES, ids=[row[0] for row in PARTY_STATES])
def test_parties_and_coalitions(edition, kind, sender, state, facts, expected):
    """18(2): registered, and a candidate in the unit or a list; the same for Assembly, local and partial elections."""
    assert codes(election(kind, edition), sender, **facts) == expected


@pytest.mark.parametrize("edition", EDITION_IDS)
@pytest.mark.parametrize("kind", CANDIDATES_STAND)
@pytest.mark.parametrize(
    ("state", "facts", "expected"), INDEPENDENT_STATES, ids=[row[0] for row in INDEPENDENT_STATES]
)
def test_independent_candidates(edition, kind, state, facts, expected):
    """18(3): in the own zone only; the candidate of a party never (18(2), last sentence)."""
    assert codes(election(kind, edition), "independent_candidate", **facts) == expected


@pytest.mark.parametrize("edition", EDITION_IDS)
@pytest.mark.parametrize("kind", [*CANDIDATES_STAND, "referendum"])
@pytest.mark.parametrize(("sender", "engaged", "letter", "wide"), GENERAL_STATES)
def test_general_senders(edition, kind, sender, engaged, letter, wide):
    """18(1): engagement in human rights for international organisations; for NGOs under that reading; else never."""
    read_wide = SetChoice(ChoiceCode.HUMAN_RIGHTS, Option.NGOS_TOO, "7, 2025-01-12")

    assert codes(election(kind, edition), sender, human_rights=engaged) == letter
    assert codes(election(kind, edition, read_wide), sender, human_rights=engaged) == wide


@pytest.mark.parametrize("edition", EDITION_IDS)
@pytest.mark.parametrize("sender", sorted(ELECTORAL_SUBJECTS))
@pytest.mark.parametrize("row", PARTY_STATES, ids=[row[0] for row in PARTY_STATES])
def test_a_referendum_opens_no_right_of_subjects(edition, sender, row):
    """Art. 2(30) with 18(2)-(3): whatever is on file, the one thing found is that a lawyer must decide."""
    assert codes(election("referendum", edition), sender, **row[1]) == {"referendum_has_no_candidates"}


@pytest.mark.parametrize("kind", [*SenderKind, "citizen", ""])
@pytest.mark.parametrize(
    ("admitted", "expected"), [(None, "sender_not_admitted_yet"), (False, "sender_refused"), (True, None)]
)
def test_admission_is_noted_for_every_kind(kind, admitted, expected):
    """Pending is a note, refused speaks against, admitted says nothing; none of them stops a filing."""
    found = eligibility_findings(
        election("assembly", EditionId.CODE_2005), SenderFacts("1", "S", kind, admitted=admitted), UNITS, AT
    )
    noted = {"sender_not_admitted_yet", "sender_refused"} & {str(one.code) for one in found}

    assert noted == ({expected} if expected else set())


@pytest.mark.parametrize("edition", EDITION_IDS)
@pytest.mark.parametrize("sender", list(SenderKind))
def test_one_observer_for_each_body(edition, sender):
    """18(2) read strictly speaks against a party's second observer at a body; never against the senders of 18(1)."""
    strict = SetChoice(ChoiceCode.AN_OBSERVER, Option.ONE_FOR_EACH_BODY, "9, 2025-01-12")
    taken = {"zec:U1": ("VZH-1",)}
    facts = SenderFacts("1", "S", sender)

    assert body_findings(election("assembly", edition), facts, taken) == ()
    found = body_findings(election("assembly", edition, strict), facts, taken)
    assert [one.severity for one in found] == ([Severity.AGAINST] if sender in ELECTORAL_SUBJECTS else [])
    assert body_findings(election("assembly", edition, strict), facts, {}) == ()


RECORDED = [
    # kind                          recorded of it                                          under the wide reading
    ("political_party",             {"subject", "candidate", "multi_name_list", "coalition_member"}, None),
    ("coalition",                   {"subject", "candidate", "multi_name_list"},                     None),
    ("independent_candidate",       {"subject", "candidate", "party_candidate"},                     None),
    ("international_organisation",  {"human_rights"},                                                None),
    ("albanian_ngo",                set(),                                                           {"human_rights"}),
    ("foreign_ngo",                 set(),                                                           {"human_rights"}),
    ("foreign_state",               set(),                                                           None),
    ("media",                       set(),                                                           None),
    ("citizen",                     set(),                                                           None),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "letter", "wide"), RECORDED)
def test_what_an_officer_records_of_whom(kind, letter, wide):
    """Nothing is recorded of states and media; a coalition is in no coalition; a party is nobody's candidate."""
    assert set(map(str, recorded_of(kind))) == letter
    assert set(map(str, recorded_of(kind, ngos_too=True))) == (letter if wide is None else wide)
    assert recorded_of(kind) <= set(RegistrationKind)


def test_every_open_question_has_a_row_in_every_edition():
    """A question that an edition forgets would raise while an officer waits."""
    assert {(row.code, row.edition) for row in CHOICES} == set(product(ChoiceCode, EditionId))
    assert len(CHOICES) == len(ChoiceCode) * len(EditionId)
    for row in CHOICES:
        assert row.option is None or row.option in row.options
        assert row.options == OPTIONS[row.code]
        assert row.note


@pytest.mark.parametrize("code", list(ChoiceCode))
def test_the_last_act_answers_a_question(code):
    """An act answers for one election, with its number; an answer that the question has not, or no act, is a mistake."""
    first, last = OPTIONS[code][0], OPTIONS[code][-1]
    acts = (SetChoice(code, first, "1"), SetChoice(code, last, "2"))

    assert choice(code, EditionId.CODE_2005, acts).option is last
    assert choice(code, EditionId.CODE_2005, acts).act == "2"
    with pytest.raises(ValueError, match="act"):
        SetChoice(code, first, " ")
    strange = next(option for option in Option if option not in OPTIONS[code])
    with pytest.raises(ValueError, match="no such answer"):
        SetChoice(code, strange, "1")
