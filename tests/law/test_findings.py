"""Tables for a lawyer: each thing that an assessment can find about a request, its article, its remedy and until when.

The election is that of 3 July 2005 under the code of 2005, decreed on 16 May, read in calendar days, unless a row says
otherwise. A request is for one voting centre in unit U1, by an admitted Albanian organisation, filed on 1 June at noon.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest

from accreditation.assessment import Assessment, assess
from accreditation.elections import ElectionFacts, ElectionKind
from accreditation.findings import FindingCode, Severity
from accreditation.law.choices import ChoiceCode, Option, SetChoice
from accreditation.law.limits import LimitCode, SetLimit
from accreditation.observers import ObserverFacts
from accreditation.reaccreditation import FollowedOrder
from accreditation.requests import Course, Earlier, Office, RequestFacts, Translation
from accreditation.scope import ScopeFacts
from accreditation.senders import SenderFacts

TIRANE = ZoneInfo("Europe/Tirane")
UNITS, OTHER, NONE = frozenset({"U1"}), frozenset({"U2"}), frozenset()
NOON = "2005-06-01 12:00"
SAFE, VOTE = "2005-06-11 00:00", "2005-07-03 00:00"
ELECTION = ElectionFacts("e", "E", ElectionKind.ASSEMBLY, date(2005, 7, 3), date(2005, 5, 16))
NGO = {"kind": "albanian_ngo", "country": "AL"}
MISSION = {"kind": "international_organisation", "human_rights": True}
PARTY = {"kind": "political_party", "registered_as_subject": True, "units_with_candidate": UNITS}
COMMISSIONER = Office("commissioner", "vcc:1001", True, "Register of VCCs")
STRICT = SetChoice(ChoiceCode.AN_OBSERVER, Option.ONE_FOR_EACH_BODY, "9, 12.5.2005")
ORDER = FollowedOrder("VZH-2005-000001", "Vendimi 30", datetime(2005, 7, 1, 12, tzinfo=TIRANE))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TIRANE)


def of_2027(**facts) -> ElectionFacts:
    """The election of 16 May 2027, under which Law 44/2015 holds."""
    return ElectionFacts("e", "E", ElectionKind.ASSEMBLY, date(2027, 5, 16), date(2027, 3, 31), **facts)


def assessed(sender: dict, request: dict, at: str, election: ElectionFacts) -> Assessment:
    """The request of the table's head with the row's facts in place of its own."""
    facts = {
        "observer": ObserverFacts(("AL",)),
        "scope": ScopeFacts(voting_centres=("1001",)),
        "units": UNITS,
        **request,
    }
    body = SenderFacts("s", "Sender", **({"admitted": True} | sender))
    return assess(election, body, RequestFacts(**facts), local(at))


AGAINST = [
    # what is so                                       sender, request, filed at,  found, points, article, remedy, until
    ("filed before E-45", NGO, {}, "2005-05-18 23:59:59",
     "too_early", "against", "18(5)", "file_again", SAFE),
    ("filed before E-45, to be held by consent", NGO, {"hold_consent": True}, "2005-05-18 12:00",
     "too_early", "against", "18(5)", "hold_until_opening", "2005-05-19 00:00"),
    ("filed on Sunday E-14, two readings save it", NGO, {}, "2005-06-19 00:00",
     "too_late", "needs_legal_decision", "18(5)", "await_legal_decision", VOTE),
    ("filed on Tuesday E-12, late by every reading", NGO, {}, "2005-06-21 00:00",
     "too_late", "against", "18(5)", "ask_reinstatement", VOTE),
    ("late, and asks to be put back in time", NGO, {"course": Course(reinstatement_asked_at=local("2005-06-22 12:00"))},
     "2005-06-21 00:00", "reinstatement_asked", "needs_legal_decision", "64", "await_legal_decision", VOTE),
    ("late substitute for an observer filed in time", NGO, {"replaces_filed_at": local(NOON)}, "2005-07-01 12:00",
     "substitute_for_timely", "needs_legal_decision", "18(5)", "await_legal_decision", VOTE),
    ("Albanian interpreter of a mission, after E-15", MISSION, {}, "2005-06-29 12:00",
     "observer_class_disputed", "needs_legal_decision", "18(5)", "await_legal_decision", VOTE),
    ("citizen of Albania and Italy, after E-15", NGO, {"observer": ObserverFacts(("AL", "IT"))}, "2005-06-29 12:00",
     "dual_citizenship", "needs_legal_decision", "18(5)", "await_legal_decision", VOTE),
    ("a citizen alone", {"kind": "citizen"}, {}, NOON,
     "kind_has_no_right", "against", "18(1)", "file_through_entitled_sender", SAFE),
    ("international body, not engaged in human rights", {**MISSION, "human_rights": False}, {}, NOON,
     "human_rights_not_met", "against", "18(1)", "complete_request", SAFE),
    ("party that is no electoral subject", {**PARTY, "registered_as_subject": False}, {}, NOON,
     "not_registered_as_subject", "against", "18(2)", "register_as_subject", SAFE),
    ("party in a coalition", {**PARTY, "coalition_id": "C"}, {}, NOON,
     "coalition_only", "against", "18(2)", "file_through_coalition", SAFE),
    ("party with a candidate in another unit", {**PARTY, "units_with_candidate": OTHER}, {}, NOON,
     "no_candidate_in_unit", "against", "18(2)", "narrow_scope", SAFE),
    ("candidacy struck, appeal runs", {**PARTY, "units_with_candidate": NONE, "units_contested": UNITS}, {}, NOON,
     "candidacy_contested", "needs_legal_decision", "18(2)", "await_legal_decision", SAFE),
    ("registration struck, appeal runs", {**PARTY, "registration_contested": True}, {}, NOON,
     "registration_contested", "needs_legal_decision", "18(2)", "await_legal_decision", SAFE),
    ("candidate of a party", {"kind": "independent_candidate", "supported_by_party": True}, {}, NOON,
     "party_candidate_has_no_right", "against", "18(2)", "file_through_entitled_sender", SAFE),
    ("independent candidate outside the own zone",
     {"kind": "independent_candidate", "registered_as_subject": True, "own_units": OTHER}, {}, NOON,
     "outside_own_zone", "against", "18(3)", "narrow_scope", SAFE),
    ("independent candidacy struck, appeal runs",
     {"kind": "independent_candidate", "registered_as_subject": True, "own_units": UNITS, "units_contested": UNITS},
     {}, NOON, "candidacy_contested", "needs_legal_decision", "18(3)", "await_legal_decision", SAFE),
    ("the commission refused to admit the sender", {**NGO, "admitted": False}, {}, NOON,
     "sender_refused", "against", "18(1)", "ask_admission_again", SAFE),
    ("no place is named", NGO, {"scope": ScopeFacts(), "units": NONE}, NOON,
     "scope_empty", "against", "18(4)", "complete_request", SAFE),
    ("a register says that a commissioner may not observe", NGO, {"course": Course(offices=(COMMISSIONER,))}, NOON,
     "office_held", "needs_legal_decision", "45/1", "await_legal_decision", VOTE),
    ("in a foreign language, in 2005", NGO, {"foreign_language": True}, NOON,
     "translation_rule_unknown", "needs_legal_decision", "not found", "await_legal_decision", VOTE),
    ("late, and follows an order of revocation", NGO, {"follows": ORDER}, "2005-07-01 18:00",
     "follows_order", "needs_legal_decision", "18(5)", "await_legal_decision", VOTE),
    ("no code of conduct accepted", NGO, {"code_of_conduct": False}, NOON,
     "code_of_conduct_not_accepted", "to_record", "19(2)", "accept_code_of_conduct", None),
    ("an old version of the code of conduct accepted", NGO, {"conduct_version": "1", "conduct_in_force": "2"}, NOON,
     "code_of_conduct_outdated", "to_record", "19(2)", "accept_code_of_conduct", None),
    ("the commission was silent for five days", NGO,
     {"course": Course(failed_at=local("2005-06-07 00:00"), failed_body="cec")}, NOON,
     "failure_to_decide", "to_record", "18(5)", "appeal", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "sender", "request_facts", "at", "code", "severity", "article", "action", "until"),
    AGAINST,
    ids=[row[0] for row in AGAINST],
)
def test_what_stands_in_the_way_has_its_article_and_its_remedy(
    words, sender, request_facts, at, code, severity, article, action, until
):
    """Each finding that points against a request, or waits for the lawyer, with the nearest thing that helps."""
    found = assessed(sender, request_facts, at, ELECTION)
    finding = found.finding(FindingCode(code))

    assert finding is not None, words
    assert (finding.severity, finding.article) == (severity, article)
    assert (found.remedy.action, found.remedy.until) == (action, local(until) if until else None)


OTHERWISE = [
    # what is so, the election, the request                                 found, points, article, remedy, until
    ("a second observer of a party at a body, read strictly by an act", {"set_choices": (STRICT,)},
     {"bodies_taken": {"1001": ("VZH-1",)}}, "body_has_observer", "against", "18(2)", "narrow_scope", SAFE),
    ("a party in a referendum, in which nobody is a candidate", {"kind": ElectionKind.REFERENDUM}, {},
     "referendum_has_no_candidates", "needs_legal_decision", "18(2)", "await_legal_decision", SAFE),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "election", "request_facts", "code", "severity", "article", "action", "until"),
    OTHERWISE,
    ids=[row[0] for row in OTHERWISE],
)
def test_what_stands_in_a_partys_way_under_another_reading_or_vote(
    words, election, request_facts, code, severity, article, action, until
):
    """18(2) read as one observer for each body; Art. 2(30), a referendum: found, and with its remedy."""
    found = assessed(PARTY, request_facts, NOON, msgspec.structs.replace(ELECTION, **election))
    (finding,) = (*found.against, *found.open_questions)

    assert (finding.code, finding.severity, finding.article) == (code, severity, article), words
    assert (found.remedy.action, found.remedy.until) == (action, local(until))


def test_late_by_an_order_and_answered_so_there_is_nothing_to_mend():
    """The lawyer said that a re-accreditation follows its order: the lateness is noted, and no remedy is offered."""
    answer = SetChoice(ChoiceCode.REACCREDITATION_TIME, Option.FOLLOWS_ORDER, "Akti 7")
    found = assessed(
        NGO, {"follows": ORDER}, "2005-07-01 18:00", msgspec.structs.replace(ELECTION, set_choices=(answer,))
    )

    assert found.finding(FindingCode.TOO_LATE).severity is Severity.TO_RECORD
    assert found.finding(FindingCode.FOLLOWS_ORDER).severity is Severity.FOR
    assert found.remedy is None


TRANSLATED = Translation(local("2027-04-21 09:00"), local("2027-04-25 00:00"), local("2027-04-23 18:00"))
AWAITED = Translation(local("2027-04-21 09:00"), local("2027-04-25 00:00"))
IN_2027 = "2027-04-20 11:00"
DEMO = SetLimit(LimitCode.DECISION, 6, "DEMO", demo=True)
NOTES = [
    # what is so                                  election, sender, request, filed at,          found, points, article
    ("filed in time", ELECTION, NGO, {}, NOON, "in_time", "for", "18(5)"),
    ("filed on the last Saturday", ELECTION, NGO, {}, "2005-06-18 12:00",
     "late_by_stricter_reading", "to_record", "18(5)"),
    ("an organisation may send", ELECTION, NGO, {}, NOON, "kind_has_right", "for", "18(1)"),
    ("sent in time by its sender's word, received late", ELECTION, NGO,
     {"course": Course(sent_at=local("2005-06-18 23:59:58"))}, "2005-06-19 00:00:04",
     "dispatched_in_time", "to_record", "149"),
    ("the number was set for a demonstration", of_2027(set_limits=(DEMO,)), NGO, {}, IN_2027,
     "limit_is_demo", "to_record", "18(5)"),
    ("a code that is not in force on the date", of_2027(), NGO, {}, IN_2027,
     "edition_not_in_force", "to_record", "2(1)"),
    ("no decree is known", msgspec.structs.replace(ELECTION, decreed_on=None), NGO, {}, NOON,
     "election_not_decreed", "to_record", "2(1)"),
    ("engagement in human rights not recorded yet", ELECTION, {**MISSION, "human_rights": None}, {}, NOON,
     "human_rights_to_record", "to_record", "18(1)"),
    ("nothing on file of a party", ELECTION, {"kind": "political_party"}, {}, NOON,
     "registration_to_check", "to_record", "18(2)"),
    ("no candidacy on file of a party", ELECTION, {"kind": "political_party"}, {}, NOON,
     "candidacy_to_check", "to_record", "18(2)"),
    ("no zone on file of a candidate", ELECTION, {"kind": "independent_candidate"}, {}, NOON,
     "own_zone_to_check", "to_record", "18(3)"),
    ("the sender is not admitted yet", ELECTION, {**NGO, "admitted": None}, {}, NOON,
     "sender_not_admitted_yet", "to_record", "18(1)"),
    ("a place that is not in the register", ELECTION, NGO, {"unknown_places": ("9999",)}, NOON,
     "scope_unknown_place", "to_record", "18(4)"),
    ("a counting table, which the code of 2005 does not name", ELECTION, NGO,
     {"scope": ScopeFacts(counting_tables=("T1",))}, NOON, "counting_tables_not_in_edition", "to_record", "18(2)"),
    ("a citizen of two states, in time as both", ELECTION, NGO, {"observer": ObserverFacts(("AL", "IT"))}, NOON,
     "dual_citizenship", "to_record", "18(5)"),
    ("holds an office that no register calls incompatible", ELECTION, NGO,
     {"course": Course(offices=(Office("candidate", "", None, "Act 4"),))}, NOON, "office_held", "to_record", "not found"),
    ("in a foreign language", of_2027(), NGO, {"foreign_language": True}, IN_2027,
     "translation_to_ask", "to_record", "20(4)"),
    ("the translation was asked for", of_2027(), NGO,
     {"foreign_language": True, "course": Course(translation=AWAITED)}, IN_2027,
     "translation_awaited", "to_record", "20(4)"),
    ("the translation came", of_2027(), NGO, {"foreign_language": True, "course": Course(translation=TRANSLATED)}, IN_2027,
     "translation_delivered", "to_record", "20(4)"),
    ("an addition to decision 857", ELECTION, NGO, {"earlier": Earlier("R-1", local(NOON), "granted", "857")}, NOON,
     "replacement_addendum", "to_record", "18(5)"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "election", "sender", "request_facts", "at", "code", "severity", "article"),
    NOTES,
    ids=[row[0] for row in NOTES],
)
def test_what_is_put_on_record_stands_in_nobodys_way(
    words, election, sender, request_facts, at, code, severity, article
):
    """Each finding that an officer must see, and that by itself asks nothing of the sender."""
    found = assessed(sender, request_facts, at, election)
    finding = found.finding(FindingCode(code))

    assert finding is not None, words
    assert (finding.severity, finding.article) == (severity, article)
    if not found.against and not found.open_questions:
        assert found.remedy is None


TRANSLATIONS = [
    # due                 delivered            found                    its instant          in the additional time
    ("2027-04-25 00:00", None, "translation_awaited", "2027-04-25 00:00", None),
    ("2027-04-25 00:00", "2027-04-24 23:59:59", "translation_delivered", "2027-04-24 23:59:59", True),
    ("2027-04-25 00:00", "2027-04-25 00:00", "translation_delivered", "2027-04-25 00:00", False),
    (None, "2027-04-25 00:00", "translation_delivered", "2027-04-25 00:00", None),
]


@pytest.mark.parametrize(("due", "delivered", "code", "instant", "in_time"), TRANSLATIONS)
def test_a_translation_is_awaited_or_came_in_its_time(due, delivered, code, instant, in_time):
    """Law 44/2015 Art. 20(4): the additional deadline ends at its instant; one that nobody set is warned of."""
    course = Course(
        translation=Translation(local("2027-04-21 09:00"), due and local(due), delivered and local(delivered))
    )
    found = assessed(NGO, {"foreign_language": True, "course": course}, IN_2027, of_2027())
    finding = found.finding(FindingCode(code))

    assert (finding.instant, finding.arguments["in_additional_time"]) == (local(instant), in_time)
    unset = [one.arguments["limit"] for one in found.findings if one.code is FindingCode.LIMIT_UNSET]
    assert unset == ([] if due else ["translation"])
