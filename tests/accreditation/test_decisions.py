"""What a decision must carry to take effect: competence, act, grounds, and the last day to appeal."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest

from accreditation.assessment import assess
from accreditation.competence import Body, Competence
from accreditation.decisions import (
    DecisionFacts,
    Ground,
    Outcome,
    decision_defects,
    move_of,
    proposal_defects,
)
from accreditation.observers import ObserverFacts
from accreditation.requests import REQUESTS, RequestFacts, RequestState
from accreditation.scope import ScopeFacts

CEC = Competence(Body("cec"), "18(5)", "9087/2003")
AT = datetime(2005, 6, 10, 9, tzinfo=UTC)
GROUND = Ground(
    "too_late", "18(5)", "Filed after the last day under every reading.", "Received on 25 June at 12:00."
)


def decision(outcome: str = "refuse", **facts) -> DecisionFacts:
    given = {
        "outcome": Outcome(outcome),
        "body": Body("cec"),
        "decided_at": AT,
        "act_number": "857",
        "act_date": date(2005, 6, 10),
        "signatory": "The Chair",
        "grounds": () if outcome == "grant" else (GROUND,),
    }
    return DecisionFacts(**(given | facts))


WHOLE = ["grant", "refuse", "return"]


@pytest.mark.parametrize("outcome", WHOLE)
def test_whole_decision_has_no_defect(election_with_appeal, outcome: str):
    """A decision by the competent body with act and grounds takes effect, and moves the request."""
    found = decision_defects(election_with_appeal, RequestState.ASSESSED, CEC, decision(outcome))

    assert found.defects == ()
    assert not found.blocks
    assert REQUESTS.allows(RequestState.ASSESSED, move_of(Outcome(outcome)))


DEFECTS = [
    # outcome    what is wrong                                           defect
    ("grant", {"act_number": " "}, "act_number_missing"),
    ("grant", {"act_date": None}, "act_date_missing"),
    ("grant", {"act_date": date(2005, 6, 11)}, "act_date_wrong"),
    ("grant", {"signatory": ""}, "signatory_missing"),
    ("grant", {"body": Body("zec", "07")}, "not_competent"),
    ("refuse", {"body": Body("vcc", "1001")}, "not_competent"),
    ("refuse", {"grounds": ()}, "grounds_missing"),
    ("refuse", {"grounds": (Ground("x", "", "Because.", "Seen."),)}, "ground_without_article"),
    ("refuse", {"grounds": (GROUND, Ground("x", "18(1)", "  ", "Seen."))}, "ground_without_reason"),
    ("refuse", {"grounds": (GROUND, Ground("x", "18(1)", "Because.", " \n"))}, "ground_without_facts"),
    ("return", {"grounds": ()}, "grounds_missing"),
]


@pytest.mark.parametrize(("outcome", "facts", "defect"), DEFECTS)
def test_each_defect_blocks_the_decision(election_with_appeal, outcome: str, facts: dict, defect: str):
    """Each thing a decision lacks is one defect with an article, and it blocks."""
    found = decision_defects(election_with_appeal, RequestState.ASSESSED, CEC, decision(outcome, **facts))

    assert [defect] == [one.code for one in found.defects]
    assert found.blocks
    assert found.defects[0].article


@pytest.mark.parametrize("state", ["received", "held", "granted", "refused", "withdrawn"])
def test_state_that_cannot_be_decided_blocks(election_with_appeal, state: str):
    """A request that was not assessed, or is over, can't be granted: a defect and no exception."""
    found = decision_defects(election_with_appeal, RequestState(state), CEC, decision("grant"))

    assert [one.code for one in found.defects] == ["state_forbids"]


def test_act_date_is_judged_by_the_civil_day_in_albania(election_with_appeal):
    """An act dated 11 June is not of the future when it is 00:30 of 11 June in Tirana, still the 10th in UTC."""
    at = datetime(2005, 6, 10, 22, 30, tzinfo=UTC)
    made = decision("grant", decided_at=at, act_date=date(2005, 6, 11))

    assert not decision_defects(election_with_appeal, RequestState.ASSESSED, CEC, made).blocks


def test_refusal_carries_its_remedy_and_last_day(election_with_appeal):
    """A refusal of Friday 10 June with three days to appeal names the body and Monday 13 June."""
    appeal = decision_defects(election_with_appeal, RequestState.ASSESSED, CEC, decision()).appeal

    assert (date(2005, 6, 13), "electoral_college") == (appeal.last_day, appeal.body)
    assert datetime(2005, 6, 14, tzinfo=ZoneInfo("Europe/Tirane")) == appeal.closes_at


def test_refusal_without_a_known_last_day_is_blocked(election):
    """Under the code of 2005 the days to appeal were not found: no refusal until the lawyer sets them."""
    found = decision_defects(election, RequestState.ASSESSED, CEC, decision())

    assert [one.code for one in found.defects] == ["last_day_to_appeal_unset"]
    assert found.defects[0].article == "146"
    assert "limit_unset" in [one.code for one in found.warnings]
    assert not decision_defects(election, RequestState.ASSESSED, CEC, decision("grant")).blocks


def filed(election, ngo, day: str):
    request = RequestFacts(ObserverFacts(("AL",)), ScopeFacts(voting_centres=("1001",)), frozenset({"U1"}))
    return assess(election, ngo, request, datetime.fromisoformat(f"{day}T12:00:00+02:00"))


LENIENT = [
    # filed on      seen    warned
    ("2005-06-20", False, True),
    ("2005-06-20", True, False),
    ("2005-06-25", False, False),
    ("2005-06-10", False, False),
]


@pytest.mark.parametrize(("day", "seen", "warned"), LENIENT)
def test_officer_sees_the_lenient_date_before_refusing(election_with_appeal, ngo, day, seen, warned: bool):
    """Refusing for lateness while a reading saves the filing is blocked until the lenient date was seen."""
    assessment = filed(election_with_appeal, ngo, day)
    made = decision(lenient_seen=seen, decided_at=datetime(2005, 6, 26, 9, tzinfo=UTC))
    found = decision_defects(election_with_appeal, RequestState.ASSESSED, CEC, made, assessment)
    defects = {one.code: one for one in found.defects}

    assert warned == ("lenient_date_not_seen" in defects) == found.blocks
    if warned:
        assert defects["lenient_date_not_seen"].arguments["lenient_until"] == "2005-06-20T22:00:00+00:00"


def test_grant_against_a_finding_is_the_commissions_right(election_with_appeal, ngo):
    """The machine's finding does not bind: a grant of a late request is warned of, and takes effect."""
    assessment = filed(election_with_appeal, ngo, "2005-06-25")
    made = decision("grant", decided_at=datetime(2005, 6, 26, 9, tzinfo=UTC))
    found = decision_defects(election_with_appeal, RequestState.ASSESSED, CEC, made, assessment)

    assert [one.code for one in found.warnings] == ["decided_against_findings"]
    assert found.warnings[0].arguments["codes"] == ["too_late"]
    assert not found.blocks


def test_delegating_cec_is_warned_and_not_blocked(election_with_appeal):
    """The CEC that decides what it delegated gets a warning for its lawyer."""
    delegated = Competence(Body("zec", "07"), "18(6)", "9087/2003", "Instruction 5")
    found = decision_defects(election_with_appeal, RequestState.ASSESSED, delegated, decision("grant"))

    assert [one.code for one in found.warnings] == ["delegated_away"]
    assert not found.blocks


def test_defects_are_json(election):
    """Defects encode to JSON with code and article, as problem details need them."""
    found = decision_defects(election, RequestState.ASSESSED, CEC, decision(act_number=""))
    wire = msgspec.json.decode(msgspec.json.encode(found))

    assert [one["code"] for one in wire["defects"]] == ["act_number_missing", "last_day_to_appeal_unset"]


def test_a_ground_that_names_a_finding_has_its_facts_there(election_with_appeal, ngo):
    """The finding `too_late` holds the instants: a refusal for it needs no other words; another code does."""
    assessment = filed(election_with_appeal, ngo, "2005-06-25")
    at = datetime(2005, 6, 26, 9, tzinfo=UTC)
    for code, blocked in (("too_late", []), ("own", ["ground_without_facts"])):
        made = decision(grounds=(Ground(code, "18(5)", "Late."),), decided_at=at)
        found = decision_defects(election_with_appeal, RequestState.ASSESSED, CEC, made, assessment)
        assert [one.code for one in found.defects] == blocked


def test_a_request_sent_back_needs_no_facts(election_with_appeal):
    """Returning asks for something; it establishes nothing against the sender."""
    made = decision("return", grounds=(Ground("own", "18(4)", "The scope is missing."),))

    assert not decision_defects(election_with_appeal, RequestState.ASSESSED, CEC, made).blocks


@pytest.mark.parametrize("outcome", WHOLE)
def test_a_proposal_has_no_act_and_the_same_defects_otherwise(election_with_appeal, outcome: str):
    """Whatever a proposal lacks its decision lacks too; the decision lacks the act besides."""
    for facts in ({}, {"grounds": ()}, {"body": Body("zec", "07")}):
        made = decision(outcome, act_number="", act_date=None, signatory="", **facts)
        proposed = proposal_defects(election_with_appeal, RequestState.ASSESSED, CEC, made)
        decided = decision_defects(election_with_appeal, RequestState.ASSESSED, CEC, made)
        act = {"act_number_missing", "act_date_missing", "signatory_missing"}

        assert {one.code for one in decided.defects} - act == {one.code for one in proposed.defects}
        assert act <= {one.code for one in decided.defects}
