"""What can be done about a finding that blocks a decision or waits for the lawyer, and by whom.

What a sender does about a finding against its own request stands with the rule that finds it: see `eligibility`
and `timeliness`.
"""

from __future__ import annotations

from accreditation.civil_time import start_of_day
from accreditation.elections import ElectionFacts
from accreditation.findings import Finding, FindingCode, Remedy, RemedyAction, Severity

_C, _A = FindingCode, RemedyAction
_OFFICERS: dict[FindingCode, RemedyAction] = {
    # competence and state
    _C.NOT_COMPETENT: _A.ASK_COMPETENT_COMMISSION,
    _C.DELEGATED_AWAY: _A.AWAIT_LEGAL_DECISION,
    _C.STATE_FORBIDS: _A.READ_STATUS,
    # what a decision or its act lacks
    _C.ACT_NUMBER_MISSING: _A.COMPLETE_DECISION,
    _C.ACT_DATE_MISSING: _A.COMPLETE_DECISION,
    _C.ACT_DATE_WRONG: _A.COMPLETE_DECISION,
    _C.SIGNATORY_MISSING: _A.COMPLETE_DECISION,
    _C.GROUNDS_MISSING: _A.COMPLETE_DECISION,
    _C.GROUND_WITHOUT_ARTICLE: _A.COMPLETE_DECISION,
    _C.GROUND_WITHOUT_REASON: _A.COMPLETE_DECISION,
    _C.GROUND_WITHOUT_FACTS: _A.COMPLETE_DECISION,
    _C.LENIENT_DATE_NOT_SEEN: _A.SEE_LENIENT_DATE,
    _C.LAST_DAY_TO_APPEAL_UNSET: _A.SET_LIMIT_BY_ACT,
    # lines of an act with a list
    _C.PROPOSAL_MISSING: _A.LEAVE_OUT_BLOCKED,
    _C.NOT_IN_EARLIER_ACT: _A.LEAVE_OUT_BLOCKED,
    _C.BADGE_CANNOT_CARRY: _A.NAME_PLACES_AS_UNITS,
    # interim accreditation
    _C.INTERIM_BASIS_UNSET: _A.SET_CHOICE_BY_ACT,
    _C.NOTHING_REFUSED: _A.FILE_APPEAL,
    _C.APPEAL_IN_TIME: _A.AWAIT_RULING,
    # what the sources do not give
    _C.LIMIT_UNSET: _A.SET_LIMIT_BY_ACT,
    _C.CHOICE_UNSET: _A.SET_CHOICE_BY_ACT,
    _C.BASIS_UNSET: _A.SET_BASIS_BY_ACT,
    _C.APPEAL_BODY_UNSET: _A.SET_APPEAL_RULE_BY_ACT,
    _C.READING_TEXT_UNREAD: _A.AWAIT_LEGAL_DECISION,
    _C.WINDOW_EMPTY: _A.AWAIT_LEGAL_DECISION,
    _C.ZONE_MISSING: _A.NAME_ZONE_OR_SENDER,
    # presence
    _C.CAP_REACHED: _A.WAIT_FOR_DEPARTURE,
    # appeals
    _C.NOTHING_TO_APPEAL: _A.READ_STATUS,
    _C.NOT_A_PARTY: _A.FILE_THROUGH_ENTITLED_SENDER,
}

_OPEN = (
    FindingCode.OBSERVER_CLASS_DISPUTED,
    FindingCode.DUAL_CITIZENSHIP,
    FindingCode.OFFICE_HELD,
    FindingCode.TRANSLATION_RULE_UNKNOWN,
    FindingCode.FOLLOWS_ORDER,
)


def officer_remedy(code: FindingCode) -> RemedyAction | None:
    """What blocks a decision, an order or an appeal has one step that mends it, by an officer, a lawyer or a sender.

    Returns: None for a code that blocks nothing, or whose remedy hangs on the request (see `assess`).
    Source: Art. 18(4)-(6) and Art. 161/4 (title) of the code of 2005; Arts. 126-130 of the code in force.
    """
    return _OFFICERS.get(code)


def open_remedy(election: ElectionFacts, findings: tuple[Finding, ...]) -> Remedy | None:
    """A question about the observer that only the lawyer can settle is of use until the election date begins.

    What the edition itself leaves open, such as an unset limit, is no matter of one request and gives no remedy here.
    Source: Art. 18(4)-(5) of the code of 2005.
    """
    for one in findings:
        if one.code in _OPEN and one.severity is Severity.NEEDS_LEGAL_DECISION:
            until = start_of_day(election.election_date)
            return Remedy(RemedyAction.AWAIT_LEGAL_DECISION, one.article, until, one.law)
    return None
