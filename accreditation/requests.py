"""The states and moves of a request for accreditation, as one table.

A filing is always recorded first: every request begins as `received`, whatever speaks against it.
Silence past the limit of the law is the move `fail`: the request becomes `overdue`, an appeal opens,
and the commission can still decide; it is never an approval.
Only a competent body makes the moves `grant`, `refuse` and `send_back`; the machine makes none of them.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from accreditation.observers import ObserverFacts
from accreditation.reaccreditation import FollowedOrder
from accreditation.scope import ScopeFacts
from accreditation.tables import Table


class RequestState(StrEnum):
    """Where a request stands."""

    RECEIVED = "received"
    HELD = "held"
    """Filed too early and kept, with the sender's consent, until the window opens."""
    ASSESSED = "assessed"
    RETURNED = "returned"
    """Sent back for completion; the sender completes it or lets it be."""
    OVERDUE = "overdue"
    """The law's limit passed without a decision: a failure, which can be appealed."""
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    """Another observer took this one's place, by an addendum to the decision (EC-15)."""


class RequestMove(StrEnum):
    """What can happen to a request."""

    ASSESS = "assess"
    HOLD = "hold"
    OPEN = "open"
    """The window opened: a held request is filed at the opening minute."""
    SEND_BACK = "send_back"
    COMPLETE = "complete"
    FAIL = "fail"
    GRANT = "grant"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    REPLACE = "replace"
    REOPEN = "reopen"
    """An appeal sends the request back to the commission, for a new decision."""


_S, _M = RequestState, RequestMove

REQUESTS: Table[RequestState, RequestMove] = Table(
    "request",
    {
        _S.RECEIVED: {
            _M.ASSESS: _S.ASSESSED,
            _M.HOLD: _S.HELD,
            _M.FAIL: _S.OVERDUE,
            _M.REPLACE: _S.REPLACED,
            _M.WITHDRAW: _S.WITHDRAWN,
        },
        _S.HELD: {_M.OPEN: _S.RECEIVED, _M.WITHDRAW: _S.WITHDRAWN},
        _S.ASSESSED: {
            _M.HOLD: _S.HELD,
            _M.GRANT: _S.GRANTED,
            _M.REFUSE: _S.REFUSED,
            _M.SEND_BACK: _S.RETURNED,
            _M.FAIL: _S.OVERDUE,
            # Granted as changed, by an addendum that was filed while it waited.
            _M.REPLACE: _S.REPLACED,
            _M.WITHDRAW: _S.WITHDRAWN,
        },
        _S.RETURNED: {
            _M.COMPLETE: _S.RECEIVED,
            # A return stops no clock: the five days run on, and silence is a failure here as well.
            _M.FAIL: _S.OVERDUE,
            # A sender who does not complete is still owed a decision.
            _M.REFUSE: _S.REFUSED,
            # Granted as changed, by an addendum that was filed before the return.
            _M.REPLACE: _S.REPLACED,
            _M.WITHDRAW: _S.WITHDRAWN,
        },
        _S.OVERDUE: {
            # A late decision is late, not void: Art. 18(5) takes no competence away.
            _M.GRANT: _S.GRANTED,
            _M.REFUSE: _S.REFUSED,
            _M.REOPEN: _S.ASSESSED,
            # One that was returned can still be completed; the failure stays on record.
            _M.COMPLETE: _S.OVERDUE,
            _M.REPLACE: _S.REPLACED,
            _M.WITHDRAW: _S.WITHDRAWN,
        },
        # After a grant the accreditation moves along: see `standing`.
        _S.GRANTED: {_M.REPLACE: _S.REPLACED, _M.WITHDRAW: _S.WITHDRAWN},
        _S.REFUSED: {_M.REOPEN: _S.ASSESSED},
        _S.WITHDRAWN: {},
        _S.REPLACED: {},
    },
)


class Earlier(msgspec.Struct, frozen=True):
    """The earlier request that a filing hangs on: it replaces its observer, adds to it, or corrects it.

    Attributes:
        number: the earlier request's number.
        filed_at: its receipt.
        state: where it stands.
        decision: the number of the act that granted it, empty if it was not granted.
        same_observer: whether the observer stays: an addendum, no replacement.
    """

    number: str
    filed_at: datetime
    state: str
    decision: str = ""
    same_observer: bool = False


class Translation(msgspec.Struct, frozen=True):
    """The notice of the duty to translate, and what came of it.

    Attributes:
        notified_at: when the commission told the sender.
        due_at: the end of the additional deadline, None where none was set.
        delivered_at: when the translation came, None while it is awaited.
    """

    notified_at: datetime
    due_at: datetime | None = None
    delivered_at: datetime | None = None


class Return(msgspec.Struct, frozen=True):
    """A return for completion: when it was sent back, and when it was completed."""

    at: datetime
    completed_at: datetime | None = None


class Office(msgspec.Struct, frozen=True):
    """An office that the observer holds besides, as a register or an act says.

    Attributes:
        office: `commissioner`, `counter` or `candidate`.
        body: the commission, such as `zec:30`; empty for none.
        incompatible: what the source says of observing; None where it says nothing.
        source: the register or the act.
    """

    office: str
    body: str
    incompatible: bool | None
    source: str


class Course(msgspec.Struct, frozen=True):
    """What happened to a request after it was filed, as far as its clocks hang on it.

    Attributes:
        sent_at: when the sender says that it sent the filing; receipt decides.
        translation: the notice of the duty to translate, None if there was none.
        returns: each return for completion.
        failed_at: when the time to decide ended without a decision, None if it did not.
        failed_body: the commission that was competent then.
        reinstatement_asked_at: when the sender asked to be put back in time, None if it did not.
        offices: offices that the observer is known to hold.
    """

    sent_at: datetime | None = None
    translation: Translation | None = None
    returns: tuple[Return, ...] = ()
    failed_at: datetime | None = None
    failed_body: str = ""
    reinstatement_asked_at: datetime | None = None
    offices: tuple[Office, ...] = ()


class RequestFacts(msgspec.Struct, frozen=True):
    """One request for one observer.

    Attributes:
        observer: the person.
        scope: the places asked for.
        units: the electoral units touched, from `units_of_scope`.
        unknown_places: places whose unit is not in the register.
        code_of_conduct: whether its acceptance is recorded.
        hold_consent: whether the sender agreed that an early filing is held until the opening.
        foreign_language: whether the request is not in Albanian.
        bodies_taken: for each body asked for, the numbers of the sender's accreditations there already.
        judged_at: the instant at which the right is judged, None for the receipt; time is judged at the receipt.
        replaces_filed_at: the receipt of the request whose observer this one replaces, None if it replaces none.
        earlier: the request that this one hangs on, None if it stands alone.
        course: what happened to it after it was filed.
        follows: the order that ended the accreditation it asks for anew, None for any other filing.
        conduct_version: the version of the code of conduct that was accepted, empty if none was named.
        conduct_in_force: the version in force, empty if none was published.
    """

    observer: ObserverFacts
    scope: ScopeFacts
    units: frozenset[str] = frozenset()
    unknown_places: tuple[str, ...] = ()
    code_of_conduct: bool = True
    hold_consent: bool = False
    foreign_language: bool = False
    replaces_filed_at: datetime | None = None
    bodies_taken: dict[str, tuple[str, ...]] = {}
    judged_at: datetime | None = None
    earlier: Earlier | None = None
    course: Course = Course()
    follows: FollowedOrder | None = None
    conduct_version: str = ""
    conduct_in_force: str = ""


def advance(state: RequestState, move: RequestMove) -> RequestState:
    """A request moves only as its table says.

    Raises:
        IllegalMove: the table holds no such move from this state; nothing changed.

    Source: Art. 18(5) of the code of 2005, approval, refusal and failure to grant.
    """
    return REQUESTS.after(state, move)
