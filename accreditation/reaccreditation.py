"""A request that follows an order: its observer, or another one of the same sender, is to be accredited anew.

The sources tell that accreditations were issued anew within hours on 27 April 2021 and after 11 May 2025, both after
every window had closed. No text says under which limit, so the commission's lawyer answers, and nothing is refused.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from accreditation.civil_time import require_aware
from accreditation.elections import ElectionFacts
from accreditation.findings import Finding, FindingCode, Severity, found
from accreditation.law.choices import ChoiceCode, Option
from accreditation.law.editions import Provision, cite


class FollowedOrder(msgspec.Struct, frozen=True):
    """What a request for re-accreditation follows.

    Attributes:
        accreditation: the number of the accreditation that the order ended.
        act: the number of the order's act.
        effective_at: when the order took effect.
        same_person: whether the observer is the same one.
    """

    accreditation: str
    act: str
    effective_at: datetime
    same_person: bool = True


def order_findings(
    election: ElectionFacts, in_time: tuple[Finding, ...], follows: FollowedOrder | None
) -> tuple[Finding, ...]:
    """A request that follows an order is not judged as a late filing before the lawyer has said whether it is one.

    Unanswered, the lateness becomes an open question; answered `follows_order`, it is noted and no more; answered
    `own_window`, it stands as for any filing. A request in time is in time.
    Args:
        election: the facts of the election.
        in_time: what `time_findings` gave.
        follows: the order it follows, None for any other filing.

    Source: Art. 18(5) of the code of 2005, which is silent on it; the decision on Vorë of 11.5.2025, Arts. 6, 7, 19.
    """
    if follows is None:
        return in_time
    answer = election.choice(ChoiceCode.REACCREDITATION_TIME)
    late = any(one.code is FindingCode.TOO_LATE for one in in_time)
    severity = Severity.NEEDS_LEGAL_DECISION
    if not late or answer.option is Option.OWN_WINDOW:
        severity = Severity.TO_RECORD
    elif answer.option is Option.FOLLOWS_ORDER:
        severity = Severity.FOR
    told = found(
        FindingCode.FOLLOWS_ORDER,
        severity,
        cite(election.edition, Provision.REQUEST_TIME),
        accreditation=follows.accreditation,
        order_act=follows.act,
        effective_at=follows.effective_at.isoformat(),
        same_person=follows.same_person,
        reading=str(answer.option) if answer.option else "",
        act=answer.act,
    )
    if not late or answer.option is Option.OWN_WINDOW:
        return (*in_time, told)
    softened = Severity.TO_RECORD if answer.option is Option.FOLLOWS_ORDER else Severity.NEEDS_LEGAL_DECISION
    return (
        *(
            msgspec.structs.replace(one, severity=softened) if one.code is FindingCode.TOO_LATE else one
            for one in in_time
        ),
        told,
    )


def lane_due(asked_at: datetime, target_hours: int | None) -> datetime | None:
    """The lane has a clock of its own: the hours that the order set, from the request; None where it set none.

    It is a target of the order and no limit of law; the five days run beside it.
    Raises:
        NaiveInstant: `asked_at` has no time zone.

    Source: the decision on Vorë of 11.5.2025, Arts. 6, 7, 19, whose accreditations were given back within hours.
    """
    asked_at = require_aware(asked_at)
    return None if target_hours is None else asked_at + timedelta(hours=target_hours)
