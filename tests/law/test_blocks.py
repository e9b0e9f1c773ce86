"""Tables for a lawyer: what blocks a decision, an act, an order or an appeal, its article, and the step that mends it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
import pytest

from accreditation.acts import addendum_findings, badge_findings, proposal_findings
from accreditation.appeal_steps import body_findings, content_findings, usefulness, usefulness_findings
from accreditation.appeals import Appealable, appeal_findings, appeal_window
from accreditation.assessment import assess
from accreditation.capacity import Presence, presence_finding
from accreditation.coalitions import registration_findings
from accreditation.competence import Body, Competence, competence_findings
from accreditation.decisions import DecisionFacts, Ground, Outcome, act_defects, decision_defects
from accreditation.election_dates import calendar_warnings
from accreditation.elections import ElectionFacts, ElectionKind, limit_warnings
from accreditation.findings import Finding, FindingCode, RemedyAction
from accreditation.interim import interim_defects
from accreditation.law.choices import ChoiceCode, Option, SetChoice
from accreditation.law.editions import EditionId
from accreditation.law.limits import LimitCode, SetLimit
from accreditation.law.readings import Reading
from accreditation.observers import ObserverFacts
from accreditation.registration_changes import Held, effect_of
from accreditation.remedies import officer_remedy
from accreditation.requests import RequestFacts, RequestState
from accreditation.scope import ScopeFacts
from accreditation.senders import SenderFacts
from accreditation.standing import Measure, RevocationScope, SetBasis, basis_of, revocation_findings
from accreditation.windows import albanian_request

AT = datetime(2005, 6, 10, 9, tzinfo=UTC)
C05, C08 = EditionId.CODE_2005, EditionId.CODE_2008
ELECTION = ElectionFacts(
    "e", "E", ElectionKind.ASSEMBLY, date(2005, 7, 3), date(2005, 5, 16), set_limits=(SetLimit(LimitCode.APPEAL, 3, "1"),)
)  # fmt: skip
UNSET = msgspec.structs.replace(ELECTION, set_limits=())
OF_2025 = ElectionFacts("e", "E", ElectionKind.ASSEMBLY, date(2025, 5, 11), date(2025, 1, 10), C08)
CEC = Competence(Body("cec"), "18(5)", "9087/2003")
DELEGATED = Competence(Body("zec", "07"), "18(6)", "9087/2003", "Instruction 5")
GROUND = Ground("own", "18(1)", "No such body exists.", "The register of 9 June names none.")
NGO = SenderFacts("n", "N", "albanian_ngo", "AL")
ALBANIAN = ObserverFacts(("AL",))


def decided(outcome: str = "grant", election: ElectionFacts = ELECTION, **facts) -> list[Finding]:
    """What is found of a whole decision of 10 June 2005 by the CEC, with the row's facts in place of its own."""
    competence = facts.pop("competence", CEC)
    state = RequestState(facts.pop("state", "assessed"))
    given = {
        "outcome": Outcome(outcome),
        "body": Body("cec"),
        "decided_at": AT,
        "act_number": "857",
        "act_date": date(2005, 6, 10),
        "signatory": "The Chair",
        "grounds": () if outcome == "grant" else (GROUND,),
    }
    found = decision_defects(election, state, competence, DecisionFacts(**(given | facts)))
    return [*found.defects, *found.warnings]


def on_a_late_request(outcome: str, day: int) -> list[Finding]:
    """What is found of a decision on a request of a day in June: two readings save the 20th, none the 21st."""
    request = RequestFacts(ALBANIAN, ScopeFacts(voting_centres=("1001",)), frozenset({"U1"}))
    assessment = assess(ELECTION, NGO, request, datetime(2005, 6, day, 10, tzinfo=UTC))
    facts = DecisionFacts(
        Outcome(outcome), Body("cec"), datetime(2005, 6, 22, 9, tzinfo=UTC), "857", date(2005, 6, 22), "The Chair",
        () if outcome == "grant" else (GROUND,),
    )  # fmt: skip
    found = decision_defects(ELECTION, RequestState.ASSESSED, CEC, facts, assessment)
    return [*found.defects, *found.warnings]


def interim(**facts) -> list[Finding]:
    """What stands in the way of an interim accreditation in 2025, refused on 1 March and appealed."""
    given = {
        "state": RequestState.REFUSED,
        "announced_at": datetime(2025, 3, 1, 9, tzinfo=UTC),
        "appeal_open": True,
    }
    allowed = (SetChoice(ChoiceCode.INTERIM, Option.ALLOWED, "5"),) if facts.pop("basis", True) else ()
    days = (SetLimit(LimitCode.APPEAL_DECISION, 10, "4"),)
    election = msgspec.structs.replace(OF_2025, set_choices=allowed, set_limits=days)
    return list(interim_defects(election, **(given | facts)))


def appealed(*, by_sender: bool = True, day: int = 12, nothing: bool = False) -> list[Finding]:
    """What is found of an appeal of a day in June 2005 against a refusal of the 10th, with three days to appeal."""
    window = None if nothing else appeal_window(ELECTION, Appealable.REFUSAL, AT)
    return list(appeal_findings(ELECTION, window, datetime(2005, 6, day, 9, tzinfo=UTC), by_sender=by_sender))


def at_the_door(inside: int) -> list[Finding]:
    """What is found of an arrival while others of the same organisation are inside."""
    others = [Presence(f"VZH-{place}", "n", True, AT) for place in range(inside)]
    return [presence_finding(ELECTION, NGO, ALBANIAN, others)]


def left_coalition() -> list[Finding]:
    """What blocks the accreditation of a party that left its coalition: no rule for it was found."""
    facts = {"registered_as_subject": True, "multi_name_list": True}
    coalition, home = (
        SenderFacts("C", "C", "coalition", **facts),
        SenderFacts("P", "P", "political_party", **facts),
    )
    bases = {measure: basis_of(C05, measure) for measure in Measure}
    effect = effect_of(
        ELECTION, Held("VZH-1", frozenset({"07"}), passed_from="P"), coalition, None, home, AT, bases
    )
    return [effect.blocked] if effect.blocked else []


LATE_COALITION = datetime(2005, 5, 30, 12, tzinfo=UTC)
FAR = msgspec.structs.replace(OF_2025, set_limits=(SetLimit(LimitCode.APPEAL_DECISION, 10, "4"),))
MADE_EMPTY = msgspec.structs.replace(ELECTION, decreed_on=date(2005, 6, 25))
ADMINISTRATIVE = msgspec.structs.replace(OF_2025, reading=Reading.ADMINISTRATIVE, edition=C08)
UNREAD = datetime(2025, 5, 1, 9, tzinfo=UTC)

BLOCKS = [
    # what is so                                  found there                              code, points, article, remedy
    ("a ZEC decides what the CEC must decide", decided(body=Body("zec", "07")),
     "not_competent", "against", "18(6)", "ask_competent_commission"),
    ("EC-12: an office below the commission refuses", decided("refuse", body=Body("office")),
     "not_competent", "against", "18(6)", "ask_competent_commission"),
    ("the CEC decides what it delegated", decided(competence=DELEGATED),
     "delegated_away", "needs_legal_decision", "18(6)", "await_legal_decision"),
    ("the request was withdrawn", decided(state="withdrawn"), "state_forbids", "against", "18(5)", "read_status"),
    ("the act has no number", decided(act_number=" "), "act_number_missing", "against", "161/4", "complete_decision"),
    ("the act has no date", decided(act_date=None), "act_date_missing", "against", "161/4", "complete_decision"),
    ("the act is of tomorrow", decided(act_date=date(2005, 6, 11)),
     "act_date_wrong", "against", "161/4", "complete_decision"),
    ("nobody signed", decided(signatory=""), "signatory_missing", "against", "161/4", "complete_decision"),
    ("EC-12: refused without a ground", decided("refuse", grounds=()),
     "grounds_missing", "against", "161/4", "complete_decision"),
    ("EC-12: refused without an article", decided("refuse", grounds=(Ground("own", "", "R.", "F."),)),
     "ground_without_article", "against", "161/4", "complete_decision"),
    ("refused without a reason", decided("refuse", grounds=(Ground("own", "18(1)", "", "F."),)),
     "ground_without_reason", "against", "161/4", "complete_decision"),
    ("EC-12: refused without facts", decided("refuse", grounds=(Ground("own", "18(1)", "R."),)),
     "ground_without_facts", "against", "161/4", "complete_decision"),
    ("refused while the days to appeal are unset", decided("refuse", UNSET),
     "last_day_to_appeal_unset", "against", "146", "set_limit_by_act"),
    ("refused for lateness, and the latest date not looked at", on_a_late_request("refuse", 20),
     "lenient_date_not_seen", "against", "18(5)", "see_lenient_date"),
    ("a number that was not found", list(limit_warnings(UNSET.limit(LimitCode.APPEAL))),
     "limit_unset", "needs_legal_decision", "146", "set_limit_by_act"),
    ("a line on which nobody proposed anything", list(proposal_findings(C05, proposed=False)),
     "proposal_missing", "against", "18(5)", "leave_out_blocked"),
    ("EC-15: an addendum to the act of another sender", list(addendum_findings(C05, 7, {8, 9})),
     "not_in_earlier_act", "against", "18(4)", "leave_out_blocked"),
    ("more places than a badge can carry", list(badge_findings(C05, "scope")),
     "badge_cannot_carry", "against", "18(4)", "name_places_as_units"),
    ("EC-13: no act allows interim accreditation", interim(basis=False),
     "interim_basis_unset", "against", "6-7", "set_choice_by_act"),
    ("EC-13: no appeal runs", interim(appeal_open=False), "nothing_refused", "against", "6-7", "file_appeal"),
    ("EC-13: the appeal is over before the vote", interim(), "appeal_in_time", "against", "6-7", "await_ruling"),
    ("a party left its coalition, and nobody answered what follows", left_coalition(),
     "choice_unset", "needs_legal_decision", "18(2)", "set_choice_by_act"),
    ("an order without a basis in 2005", list(basis_of(C05, Measure.REVOKE).findings),
     "basis_unset", "needs_legal_decision", "18-19", "set_basis_by_act"),
    ("an order that names neither zone nor sender", list(revocation_findings(ELECTION, RevocationScope())),
     "zone_missing", "needs_legal_decision", "18-19", "name_zone_or_sender"),
    ("no source names the appeal body", list(body_findings(ELECTION, None)),
     "appeal_body_unset", "needs_legal_decision", "146", "set_appeal_rule_by_act"),
    ("nothing was refused", appealed(nothing=True), "nothing_to_appeal", "against", "18(5)", "read_status"),
    ("somebody else appeals", appealed(by_sender=False),
     "not_a_party", "against", "18(5)", "file_through_entitled_sender"),
    ("a decree after the window's end", list(albanian_request(MADE_EMPTY).warnings),
     "window_empty", "needs_legal_decision", "18(5)", "await_legal_decision"),
    ("a reading whose text in force was not found", list(albanian_request(ADMINISTRATIVE).warnings),
     "reading_text_unread", "needs_legal_decision", "62(b)", "await_legal_decision"),
    ("a third observer at the door", at_the_door(2), "cap_reached", "against", "18(4)", "wait_for_departure"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "found", "code", "severity", "article", "action"), BLOCKS, ids=[row[0] for row in BLOCKS]
)
def test_what_blocks_has_its_article_and_the_step_that_mends_it(
    words, found, code, severity, article, action
):
    """Each finding that blocks or waits for the lawyer, with the step by which an officer, lawyer or sender goes on."""
    (finding,) = [one for one in found if one.code == code]

    assert (finding.severity, finding.article) == (severity, article), words
    assert officer_remedy(finding.code) is RemedyAction(action)


DEMO_BASIS = SetBasis(Measure.REVOKE, "DEMO", "9087/2003", "Act 1", True)
LAST_YEARS_DATE = msgspec.structs.replace(
    ELECTION, election_date=date(2005, 7, 10), decreed_on=date(2005, 6, 1)
)
NOTED = [
    # what is so                                            found there                                     code, article
    ("a party registered five weeks before, too late for a party",
     list(registration_findings(ELECTION, coalition=False, since=LATE_COALITION)), "registered_after_limit", "15(1)"),
    ("a coalition registered after E-35",
     list(registration_findings(ELECTION, coalition=True, since=LATE_COALITION)), "registered_after_limit", "16(1)"),
    ("an Assembly election on another Sunday", list(calendar_warnings(LAST_YEARS_DATE)), "not_nearest_sunday", "7(7)"),
    ("a decree less than 45 days before", list(calendar_warnings(LAST_YEARS_DATE)), "window_truncated", "18(5)"),
    ("an appeal without evidence", list(content_findings(OF_2025, Appealable.REFUSAL, ["asked"])),
     "appeal_content_missing", "126"),
    ("EC-13: the way through both instances ends after the vote",
     list(usefulness_findings(FAR, usefulness(FAR, UNREAD))), "appeal_outlasts_election", "157"),
    ("granted although it was late", on_a_late_request("grant", 21), "decided_against_findings", "18(5)"),
    ("a demonstration basis", list(basis_of(C05, Measure.REVOKE, (DEMO_BASIS,)).findings), "basis_is_demo", "18-19"),
    ("a second observer at the door", at_the_door(1), "within_cap", "18(4)"),
    ("an embassy at the door", [presence_finding(ELECTION, SenderFacts("s", "S", "foreign_state"), ALBANIAN, ())],
     "not_capped", "18(4)"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "found", "code", "article"), NOTED, ids=[row[0] for row in NOTED])
def test_what_is_noted_blocks_nothing(words, found, code, article):
    """Each finding that an officer must see, with its article; it speaks for, or is put on record."""
    (finding,) = [one for one in found if one.code == code]

    assert finding.severity in ("for", "to_record"), words
    assert finding.article == article
    assert officer_remedy(finding.code) is None


def test_lines_that_may_be_decided_have_no_finding():
    """A proposed line, a name of the earlier act's sender and a badge that carries everything find nothing."""
    assert proposal_findings(C05, proposed=True) == ()
    assert addendum_findings(C05, 7, {7}) == ()
    assert addendum_findings(C05, 7, None) == ()
    assert addendum_findings(C05, 7, set()) != ()
    assert badge_findings(C05, None) == ()
    assert [one.arguments for one in badge_findings(C08, "name")] == [{"fact": "name"}]


def test_the_content_of_a_decision_borrows_no_article_of_the_code_in_force():
    """Art. 126 of the code in force is the content of a complaint; where that of a decision stands was not found."""
    bare = DecisionFacts(Outcome.GRANT, Body("cec"), AT)

    assert {one.article for one in act_defects(OF_2025, bare)} == {"not found"}
    assert {one.article for one in act_defects(ELECTION, bare)} == {"161/4"}


def test_the_delegating_commission_alone_is_excused():
    """18(6): the CEC that delegated is warned; another ZEC, and the CEC where nothing was delegated to it, are not."""
    (other,) = competence_findings(ELECTION, DELEGATED, Body("zec", "08"))
    (plain,) = competence_findings(ELECTION, Competence(Body("zec", "07"), "18(6)", ""), Body("cec"))

    assert (other.code, plain.code) == (FindingCode.NOT_COMPETENT, FindingCode.NOT_COMPETENT)
    assert competence_findings(ELECTION, DELEGATED, Body("zec", "07")) == ()
