"""How a filing that hangs on an earlier one is treated in law: the code is silent, so every way is shown."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from accreditation.elections import ElectionFacts
from accreditation.findings import Finding, FindingCode, Severity, found
from accreditation.law.editions import Provision, cite
from accreditation.observers import Track
from accreditation.requests import Earlier
from accreditation.timeliness import Position, place, window_of


class TreatmentCode(StrEnum):
    """The ways a commission can treat a filing that hangs on an earlier one."""

    NEW_REQUEST = "new_request"
    """A request of its own, with a window of its own."""
    ADDENDUM = "addendum"
    """An addendum to the decision on the earlier request, which came in time or not by itself."""
    AMENDMENT = "amendment"
    """A change of an earlier request that still waits for its decision."""


class ToDecide(StrEnum):
    """What the commission must decide under one treatment."""

    GRANT_OR_REFUSE = "grant_or_refuse"
    REFUSE_AS_LATE_OR_PUT_BACK_IN_TIME = "refuse_as_late_or_put_back_in_time"
    REFUSE_AS_EARLY_OR_HOLD = "refuse_as_early_or_hold"
    WHETHER_TO_ADD_TO_DECISION = "whether_to_add_to_decision"
    WHETHER_TO_TAKE_THE_CHANGE = "whether_to_take_the_change"
    SET_THE_LIMIT = "set_the_limit"


class Treatment(msgspec.Struct, frozen=True):
    """One way to treat a filing.

    Attributes:
        code: the way.
        counts_from: the receipt that is held against the window under this treatment.
        position: where it lies under the election's reading.
        closes_at: the end of that window, None if unset.
        in_time_under: the readings, as `reading/variant`, under which it is in time.
        late_under: those under which it is late.
        decision: the act that an addendum would add to, empty if there is none.
        to_decide: what the commission must decide.
        article: the article.
        law: its law.
        stated: whether the text itself says so; the code is silent on substitutes and addenda.
    """

    code: TreatmentCode
    counts_from: datetime
    position: Position
    closes_at: datetime | None
    in_time_under: tuple[str, ...]
    late_under: tuple[str, ...]
    decision: str
    to_decide: ToDecide
    article: str
    law: str
    stated: bool


_NEW = {
    Position.IN_TIME: ToDecide.GRANT_OR_REFUSE,
    Position.TOO_EARLY: ToDecide.REFUSE_AS_EARLY_OR_HOLD,
    Position.TOO_LATE: ToDecide.REFUSE_AS_LATE_OR_PUT_BACK_IN_TIME,
    Position.UNKNOWN: ToDecide.SET_THE_LIMIT,
}


def _treatment(
    election: ElectionFacts, track: Track, code: TreatmentCode, at: datetime, decision: str = ""
) -> Treatment:
    placement = place(at, window_of(election, track), track)
    to_decide = _NEW[placement.position]
    if placement.position is Position.IN_TIME and code is TreatmentCode.ADDENDUM:
        to_decide = ToDecide.WHETHER_TO_ADD_TO_DECISION
    elif placement.position is Position.IN_TIME and code is TreatmentCode.AMENDMENT:
        to_decide = ToDecide.WHETHER_TO_TAKE_THE_CHANGE
    cited = cite(election.edition, Provision.REQUEST_TIME)
    return Treatment(
        code=code,
        counts_from=at,
        position=placement.position,
        closes_at=placement.limit.closes_at,
        in_time_under=placement.in_time_under,
        late_under=placement.late_under,
        decision=decision,
        to_decide=to_decide,
        article=cited.label,
        law=str(cited.law),
        stated=code is TreatmentCode.NEW_REQUEST,
    )


def treatments(
    election: ElectionFacts, track: Track, received_at: datetime, earlier: Earlier | None
) -> tuple[Treatment, ...]:
    """A filing is a request of its own; one that hangs on an earlier request may also be taken with that one.

    The commission's practice of 2019 was the addendum: names were added to decision 857 three days before the vote.
    Args:
        election: the facts of the election.
        track: the observer's own window.
        received_at: when the filing came, or would come.
        earlier: the request it hangs on, None for a filing that stands alone.

    Returns: the treatments, that of the text first.
    Raises:
        NaiveInstant: an instant has no time zone.

    Source: Art. 18(5) of the code of 2005, which is silent on substitutes and addenda.
    """
    alone = _treatment(election, track, TreatmentCode.NEW_REQUEST, received_at)
    if earlier is None:
        return (alone,)
    code = TreatmentCode.ADDENDUM if earlier.decision else TreatmentCode.AMENDMENT
    return alone, _treatment(election, track, code, earlier.filed_at, earlier.decision)


def earlier_findings(
    election: ElectionFacts, track: Track, received_at: datetime, earlier: Earlier | None
) -> tuple[Finding, ...]:
    """A request that hangs on an earlier one says so, with every way to treat it.

    Source: Art. 18(5) of the code of 2005, which is silent on substitutes and addenda.
    """
    if earlier is None:
        return ()
    ways = treatments(election, track, received_at, earlier)
    finding = found(
        FindingCode.REPLACEMENT_ADDENDUM,
        Severity.TO_RECORD,
        cite(election.edition, Provision.REQUEST_TIME),
        instant=earlier.filed_at,
        replaces=earlier.number,
        filed_at=earlier.filed_at.isoformat(),
        decision=earlier.decision,
        state=earlier.state,
        same_observer=earlier.same_observer,
        treatments=msgspec.to_builtins(ways),
    )
    return (finding,)
