"""Silence of the commission past the law's time: what is found of it, and what the applicant can do."""

from __future__ import annotations

from datetime import datetime

from accreditation.appeals import Appealable, AppealWindow, appeal_window
from accreditation.elections import ElectionFacts
from accreditation.findings import Finding, FindingCode, Remedy, RemedyAction, Severity, found
from accreditation.law.editions import Provision, cite


def failure_window(election: ElectionFacts, failed_at: datetime, body_role: str) -> AppealWindow:
    """A failure to grant opens an appeal against the commission that was competent, from the instant it arose.

    Args:
        election: the facts of the election.
        failed_at: the instant at which the time to decide ended, whenever somebody noticed it.
        body_role: the commission that was competent, such as `zec:30`.

    Source: Art. 18(5) of the code of 2005, refusal or failure to grant.
    """
    return appeal_window(election, Appealable.FAILURE, failed_at, body_role.partition(":")[0])


def failure_findings(election: ElectionFacts, failed_at: datetime, body_role: str) -> tuple[Finding, ...]:
    """Silence past the time to decide is a failure that can be appealed, and never an approval.

    Returns: the failure with the last instant to appeal, then the warnings of that appeal's term.
    Source: Art. 18(5) of the code of 2005, refusal or failure to grant.
    """
    window = failure_window(election, failed_at, body_role)
    failure = found(
        FindingCode.FAILURE_TO_DECIDE,
        Severity.TO_RECORD,
        cite(election.edition, Provision.DECISION_TIME),
        instant=failed_at,
        competent=body_role,
        appeal_until=window.closes_at.isoformat() if window.closes_at else None,
        appeal_body=str(window.body),
    )
    return failure, *window.warnings


def failure_remedy(election: ElectionFacts, failed_at: datetime, body_role: str) -> Remedy:
    """The applicant appeals the failure, as long as the appeal's term runs; without a term, at any time.

    Source: Art. 18(5) of the code of 2005, refusal or failure to grant.
    """
    cited = cite(election.edition, Provision.DECISION_TIME)
    until = failure_window(election, failed_at, body_role).closes_at
    return Remedy(RemedyAction.APPEAL, cited.label, until, str(cited.law))
