"""Interim accreditation: for the time of an appeal that would be decided after the vote (EC-13)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from accreditation.appeal_steps import usefulness
from accreditation.elections import ElectionFacts
from accreditation.findings import Finding, FindingCode, Severity, found
from accreditation.law.choices import ChoiceCode, Option
from accreditation.law.editions import Provision, cite
from accreditation.requests import RequestState

APPEALABLE = frozenset({RequestState.REFUSED, RequestState.OVERDUE})


class InterimUntil(StrEnum):
    """What ends an interim accreditation, as its act says."""

    APPEAL_DECISION = "appeal_decision"
    ELECTION = "election"


def interim_defects(
    election: ElectionFacts,
    state: RequestState,
    announced_at: datetime | None,
    *,
    appeal_open: bool,
    deciding_kind: str = "cec",
) -> tuple[Finding, ...]:
    """An observer may stay in for the time of an appeal only where an act says so, and the appeal would come too late.

    Args:
        election: the facts of the election, with what its lawyer set.
        state: where the request stands.
        announced_at: when the refusal was announced or the failure arose, None where neither.
        appeal_open: whether an appeal on the request is filed and not decided.
        deciding_kind: the body that refused or failed to decide.

    Returns: what stands in the way; nothing is in the way where no limit of the appeal is known.
    Raises:
        NaiveInstant: `announced_at` has no time zone.

    Source: Art. 18(5) of the code of 2005; no text knows the measure, it rests on the act that sets it.
    """
    cited = cite(election.edition, Provision.REQUEST_TIME)
    defects = []
    if election.choice(ChoiceCode.INTERIM).option is not Option.ALLOWED:
        defects.append(found(FindingCode.INTERIM_BASIS_UNSET, Severity.AGAINST, cited))
    if state not in APPEALABLE or announced_at is None or not appeal_open:
        defects.append(found(FindingCode.NOTHING_REFUSED, Severity.AGAINST, cited, state=str(state)))
    elif usefulness(election, announced_at, deciding_kind).outlasts is False:
        defects.append(found(FindingCode.APPEAL_IN_TIME, Severity.AGAINST, cited))
    return tuple(defects)
