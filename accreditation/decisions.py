"""What a commission may decide on a request, and what a decision must carry to take effect.

The machine never refuses and never grants.
It says what a decision lacks; a decision with a defect takes no effect and is not sent.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import msgspec

from accreditation.appeal_steps import usefulness, usefulness_findings
from accreditation.appeals import Appealable, AppealWindow, appeal_window
from accreditation.assessment import Assessment
from accreditation.civil_time import civil_date, require_aware
from accreditation.competence import Body, Competence, competence_findings
from accreditation.elections import ElectionFacts
from accreditation.findings import Finding, FindingCode, Severity, found
from accreditation.law.editions import Provision, cite
from accreditation.requests import REQUESTS, RequestMove, RequestState


class Outcome(StrEnum):
    """What a commission can decide."""

    GRANT = "grant"
    REFUSE = "refuse"
    RETURN = "return"


MOVES = {
    Outcome.GRANT: RequestMove.GRANT,
    Outcome.REFUSE: RequestMove.REFUSE,
    Outcome.RETURN: RequestMove.SEND_BACK,
}


class Ground(msgspec.Struct, frozen=True):
    """One ground of a decision.

    Attributes:
        code: a finding's code, or the commission's own.
        article: the article it rests on.
        reason: why, in words.
        facts: what was established, in words; a ground that names a finding of the assessment has its facts there.
    """

    code: str = ""
    article: str = ""
    reason: str = ""
    facts: str = ""


class DecisionFacts(msgspec.Struct, frozen=True):
    """A decision as a body proposes it.

    Attributes:
        outcome: grant, refuse or return.
        body: the deciding commission.
        decided_at: the instant it is made known.
        act_number: number of the act.
        act_date: civil date of the act.
        signatory: who signed it.
        grounds: why; needed for refusing and returning.
        lenient_seen: whether the officer saw the lenient date before refusing for lateness.
    """

    outcome: Outcome
    body: Body
    decided_at: datetime
    act_number: str = ""
    act_date: date | None = None
    signatory: str = ""
    grounds: tuple[Ground, ...] = ()
    lenient_seen: bool = False


class DecisionDefects(msgspec.Struct, frozen=True):
    """What stands in the way of a decision.

    Attributes:
        defects: each one blocks the decision.
        warnings: what the officer must see; they do not block.
        appeal: for a refusal, the remedy and its last day, to be printed on the act; None otherwise.
    """

    defects: tuple[Finding, ...]
    warnings: tuple[Finding, ...] = ()
    appeal: AppealWindow | None = None

    @property
    def blocks(self) -> bool:
        """True if the decision must not take effect."""
        return bool(self.defects)


def act_defects(election: ElectionFacts, decision: DecisionFacts) -> list[Finding]:
    """An act has a number, a date that is not of the future, and a signatory.

    Returns: each thing it lacks.
    Source: Art. 161/4 of the code of 2005, by its title; that of the code in force was not found.
    """
    cited = cite(election.edition, Provision.DECISION_CONTENT)
    missing = []
    if not decision.act_number.strip():
        missing.append(found(FindingCode.ACT_NUMBER_MISSING, Severity.AGAINST, cited))
    if decision.act_date is None:
        missing.append(found(FindingCode.ACT_DATE_MISSING, Severity.AGAINST, cited))
    elif decision.act_date > civil_date(decision.decided_at):
        dated = decision.act_date.isoformat()
        missing.append(found(FindingCode.ACT_DATE_WRONG, Severity.AGAINST, cited, act_date=dated))
    if not decision.signatory.strip():
        missing.append(found(FindingCode.SIGNATORY_MISSING, Severity.AGAINST, cited))
    return missing


def _ground_defects(
    election: ElectionFacts, decision: DecisionFacts, assessment: Assessment | None
) -> list[Finding]:
    cited = cite(election.edition, Provision.DECISION_CONTENT)
    if decision.outcome is Outcome.GRANT:
        return []
    if not decision.grounds:
        return [found(FindingCode.GROUNDS_MISSING, Severity.AGAINST, cited)]
    missing = []
    for index, ground in enumerate(decision.grounds):
        if not ground.article.strip():
            code = FindingCode.GROUND_WITHOUT_ARTICLE
            missing.append(found(code, Severity.AGAINST, cited, index=index))
        if not ground.reason.strip():
            code = FindingCode.GROUND_WITHOUT_REASON
            missing.append(found(code, Severity.AGAINST, cited, index=index))
        if decision.outcome is Outcome.REFUSE and not _has_facts(ground, assessment):
            code = FindingCode.GROUND_WITHOUT_FACTS
            missing.append(found(code, Severity.AGAINST, cited, index=index))
    return missing


def _has_facts(ground: Ground, assessment: Assessment | None) -> bool:
    """Facts in words, or the finding of the same code, which holds what was established."""
    if ground.facts.strip():
        return True
    return assessment is not None and any(one.code == ground.code for one in assessment.findings)


def _lateness_defects(
    election: ElectionFacts, decision: DecisionFacts, assessment: Assessment | None
) -> list[Finding]:
    """Nobody refuses a late request while a reading is open before having seen the lenient date."""
    late = assessment.finding(FindingCode.TOO_LATE) if assessment is not None else None
    if decision.outcome is not Outcome.REFUSE or late is None or decision.lenient_seen:
        return []
    if late.severity is not Severity.NEEDS_LEGAL_DECISION:
        return []
    cited = cite(election.edition, Provision.REQUEST_TIME)
    return [
        found(
            FindingCode.LENIENT_DATE_NOT_SEEN,
            Severity.AGAINST,
            cited,
            readings=late.readings,
            lenient_until=late.arguments.get("lenient_until"),
            in_time_under=late.arguments.get("in_time_under"),
        )
    ]


def decision_defects(
    election: ElectionFacts,
    state: RequestState,
    competence: Competence,
    decision: DecisionFacts,
    assessment: Assessment | None = None,
) -> DecisionDefects:
    """A decision needs a competent body, an act with number, date and signatory; a refusal also ground and facts.

    A refusal carries its remedy and the last day to appeal, which this computes; where the law's number of days
    is unset the refusal is blocked by `last_day_to_appeal_unset`.
    A refusal of a request that is in time under some reading is blocked until the lenient date was seen.
    Granting against a finding is the commission's right; it is shown as a warning, and so is a refusal whose
    remedies can outlast the election (EC-13).
    Args:
        election: the facts of the election.
        state: where the request stands.
        competence: the competent body, from `competent_body`.
        decision: the decision proposed.
        assessment: what the machine found, if known.

    Returns: the defects as values; nothing is raised for a decision that lacks something.
    Raises:
        NaiveInstant: `decided_at` has no time zone.

    Source: Art. 18(4)-(6) and Art. 161/4 (title) of the code of 2005.
    """
    return _defects(election, state, competence, decision, assessment, act_defects(election, decision))


def proposal_defects(
    election: ElectionFacts,
    state: RequestState,
    competence: Competence,
    decision: DecisionFacts,
    assessment: Assessment | None = None,
) -> DecisionDefects:
    """What a decision would still lack once its act has number, date and signatory: a proposal has no act yet.

    Args and return value as of `decision_defects`; the act of `decision` is not looked at.
    Raises:
        NaiveInstant: `decided_at` has no time zone.

    Source: Art. 18(5)-(6) and Art. 161/4 (title) of the code of 2005.
    """
    return _defects(election, state, competence, decision, assessment, [])


def _defects(
    election: ElectionFacts,
    state: RequestState,
    competence: Competence,
    decision: DecisionFacts,
    assessment: Assessment | None,
    of_the_act: list[Finding],
) -> DecisionDefects:
    require_aware(decision.decided_at)
    cited = cite(election.edition, Provision.DECISION_TIME)
    checks = competence_findings(election, competence, decision.body)
    defects = [one for one in checks if one.severity is Severity.AGAINST]
    warnings = [one for one in checks if one.severity is not Severity.AGAINST]
    if not REQUESTS.allows(state, MOVES[decision.outcome]):
        outcome = str(decision.outcome)
        code = FindingCode.STATE_FORBIDS
        defects.append(found(code, Severity.AGAINST, cited, state=str(state), outcome=outcome))
    defects += of_the_act + _ground_defects(election, decision, assessment)
    defects += _lateness_defects(election, decision, assessment)
    if decision.outcome is Outcome.GRANT and assessment is not None and assessment.against:
        codes = [str(one.code) for one in assessment.against]
        code = FindingCode.DECIDED_AGAINST_FINDINGS
        warnings.append(found(code, Severity.TO_RECORD, cited, codes=codes))
    if decision.outcome is not Outcome.REFUSE:
        return DecisionDefects(tuple(defects), tuple(warnings))
    appeal = appeal_window(election, Appealable.REFUSAL, decision.decided_at, decision.body.kind)
    if appeal.last_day is None:
        unset = cite(election.edition, Provision.COMPLAINT_TIME)
        defects.append(found(FindingCode.LAST_DAY_TO_APPEAL_UNSET, Severity.AGAINST, unset))
    use = usefulness(election, decision.decided_at, decision.body.kind)
    warnings += [*appeal.warnings, *usefulness_findings(election, use)]
    return DecisionDefects(tuple(defects), tuple(warnings), appeal)


def move_of(outcome: Outcome) -> RequestMove:
    """The move of the request's table that a decision makes.

    Source: Art. 18(5) of the code of 2005.
    """
    return MOVES[outcome]
