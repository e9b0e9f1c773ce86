"""Where a filing falls in its window: too early, in time or too late, under every reading."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from accreditation.civil_time import require_aware, start_of_day
from accreditation.elections import ElectionFacts
from accreditation.findings import Finding, FindingCode, Remedy, RemedyAction, Severity, found
from accreditation.law.citations import Citation, Law
from accreditation.law.editions import Provision, cite
from accreditation.law.procedure import DISPATCH, REINSTATEMENT_PLEA
from accreditation.observers import Classification, Track
from accreditation.windows import TimeLimit, albanian_request, foreign_request

REINSTATEMENT = Citation(
    Law.CAP_1999, "64", "", "http://ligjet.com/kodi_proc_admin/pjesa_v/kreu_iii/seksioni_ii"
)
"""Known by its title, "Rivendosja në afat"; Law 44/2015 Arts. 53-55 follow it."""


class Position(StrEnum):
    """Where an instant lies in a window."""

    TOO_EARLY = "too_early"
    IN_TIME = "in_time"
    TOO_LATE = "too_late"
    UNKNOWN = "unknown"
    """The end of the window is unset."""


class Placement(msgspec.Struct, frozen=True):
    """A filing in its window.

    Attributes:
        track: which window.
        limit: the window.
        position: under the election's own reading.
        in_time_under: the readings, as `reading/variant`, under which it is not late.
        late_under: those under which it is late.
    """

    track: Track
    limit: TimeLimit
    position: Position
    in_time_under: tuple[str, ...]
    late_under: tuple[str, ...]


def place(received_at: datetime, limit: TimeLimit, track: Track) -> Placement:
    """A filing is judged by the instant it was received, against the window's two ends.

    Raises:
        NaiveInstant: `received_at` has no time zone.

    Source: Art. 18(5) of the code of 2005.
    """
    at = require_aware(received_at)
    if limit.opens_at is not None and at < limit.opens_at:
        position = Position.TOO_EARLY
    elif limit.closes_at is None:
        position = Position.UNKNOWN
    else:
        position = Position.IN_TIME if at < limit.closes_at else Position.TOO_LATE
    names = {f"{one.reading}/{one.variant}": one.at for one in limit.readings}
    return Placement(
        track=track,
        limit=limit,
        position=position,
        in_time_under=tuple(name for name, end in names.items() if at < end),
        late_under=tuple(name for name, end in names.items() if at >= end),
    )


def window_of(election: ElectionFacts, track: Track) -> TimeLimit:
    """Albanian observers have the window in days, foreign observers the limit in hours.

    Source: Art. 18(5) of the code of 2005.
    """
    return albanian_request(election) if track is Track.ALBANIAN else foreign_request(election)


def _finding(
    placement: Placement, code: FindingCode, severity: Severity, instant: datetime | None
) -> Finding:
    limit = placement.limit
    arguments = {
        "limit": limit.code,
        "reading": limit.reading,
        "opens_at": limit.opens_at.isoformat() if limit.opens_at else None,
        "closes_at": limit.closes_at.isoformat() if limit.closes_at else None,
        "safe_until": limit.safe_until.isoformat() if limit.safe_until else None,
        "lenient_until": limit.lenient_until.isoformat() if limit.lenient_until else None,
        "in_time_under": list(placement.in_time_under),
        "late_under": list(placement.late_under),
        "demo": limit.demo,
    }
    return Finding(code, severity, limit.article, limit.law, arguments, instant, limit.readings)


def time_findings(
    election: ElectionFacts,
    classification: Classification,
    received_at: datetime,
    replaces_filed_at: datetime | None = None,
    window: TimeLimit | None = None,
) -> tuple[Finding, ...]:
    """A request filed outside its window is too early or too late; a reading may still save it.

    The window is that of the observer's own class, as the text words it.
    Late under the election's reading but in time under another one, or in time by the class of the sender,
    needs a legal decision; late under all of them speaks against.
    The text names no opening for foreign observers, so one who files before the decree is not early in law.
    It is silent about substitutes: a late one for a request filed in time needs a legal decision.
    Args:
        election: the facts of the election.
        classification: the observer's class by both readings.
        received_at: the instant the request was recorded.
        replaces_filed_at: the receipt of the request whose observer this one replaces, None if it replaces none.
        window: the window of the observer's class, if the caller has computed it.

    Raises:
        NaiveInstant: an instant has no time zone.

    Source: Art. 18(5) of the code of 2005.
    """
    window = window or window_of(election, classification.by_observer)
    placement = place(received_at, window, classification.by_observer)
    limit = placement.limit
    findings = []
    other = None
    if classification.other is not None:
        other = place(received_at, window_of(election, classification.other), classification.other)
    saved_by_sender = other is not None and other.position is Position.IN_TIME
    if placement.position is Position.TOO_EARLY:
        open_question = saved_by_sender or placement.track is Track.FOREIGN
        severity = Severity.NEEDS_LEGAL_DECISION if open_question else Severity.AGAINST
        findings.append(_finding(placement, FindingCode.TOO_EARLY, severity, limit.opens_at))
    elif placement.position is Position.TOO_LATE:
        substitute = _replaces_timely(placement, replaces_filed_at)
        open_question = bool(placement.in_time_under) or saved_by_sender or substitute
        severity = Severity.NEEDS_LEGAL_DECISION if open_question else Severity.AGAINST
        findings.append(_finding(placement, FindingCode.TOO_LATE, severity, limit.closes_at))
        if substitute:
            code = FindingCode.SUBSTITUTE_FOR_TIMELY
            findings.append(_finding(placement, code, Severity.NEEDS_LEGAL_DECISION, replaces_filed_at))
    elif placement.position is Position.IN_TIME:
        findings.append(_finding(placement, FindingCode.IN_TIME, Severity.FOR, limit.closes_at))
        if placement.late_under:
            code = FindingCode.LATE_BY_STRICTER_READING
            findings.append(_finding(placement, code, Severity.TO_RECORD, limit.safe_until))
    if other is not None and classification.dual:
        findings.append(_dual(election, placement, other))
    elif other is not None and other.position is not placement.position:
        findings.append(_disputed(election, placement, other))
    return (*findings, *limit.warnings)


def _replaces_timely(placement: Placement, replaces_filed_at: datetime | None) -> bool:
    """True if the replaced observer's own request was in time: EC-15, an addendum to a decision."""
    if replaces_filed_at is None:
        return False
    return place(replaces_filed_at, placement.limit, placement.track).position is Position.IN_TIME


def _disputed(election: ElectionFacts, by_observer: Placement, by_sender: Placement) -> Finding:
    """The class of the observer and that of the sender give different answers: EC-8."""
    cited = cite(election.edition, Provision.REQUEST_TIME)
    return Finding(
        FindingCode.OBSERVER_CLASS_DISPUTED,
        Severity.NEEDS_LEGAL_DECISION,
        cited.label,
        str(cited.law),
        {
            "by_observer": str(by_observer.track),
            "by_observer_position": str(by_observer.position),
            "by_sender": str(by_sender.track),
            "by_sender_position": str(by_sender.position),
            "also": cite(election.edition, Provision.PRESENCE_CAP).label,
        },
        by_sender.limit.closes_at,
        by_sender.limit.readings,
    )


def _dual(election: ElectionFacts, as_albanian: Placement, as_foreign: Placement) -> Finding:
    """A citizen of Albania and of another state is both: the two limits are shown side by side."""
    cited = cite(election.edition, Provision.REQUEST_TIME)
    same = as_albanian.position is as_foreign.position
    return Finding(
        FindingCode.DUAL_CITIZENSHIP,
        Severity.TO_RECORD if same else Severity.NEEDS_LEGAL_DECISION,
        cited.label,
        str(cited.law),
        {
            "as_albanian": str(as_albanian.position),
            "as_foreign": str(as_foreign.position),
            "albanian_until": _iso(as_albanian.limit.closes_at),
            "foreign_until": _iso(as_foreign.limit.closes_at),
        },
        as_foreign.limit.closes_at,
        as_foreign.limit.readings,
    )


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None


def dispatch_findings(
    election: ElectionFacts, placement: Placement, received_at: datetime, sent_at: datetime | None
) -> tuple[Finding, ...]:
    """Receipt decides; a filing received too late and sent in time, by its sender's own word, is put on record.

    The posting rule saves acts sent by post on the last day, before courts; whether it reaches a filing by wire
    is for the lawyer to say, so the finding speaks neither for nor against.
    Args:
        election: the facts of the election.
        placement: where the receipt lies in the window.
        received_at: the receipt.
        sent_at: the instant that the sender claims, None if it claims none.

    Raises:
        NaiveInstant: an instant has no time zone.

    Source: Civil Procedure Code Art. 149; Law 44/2015 Art. 60, which registers the receipt.
    """
    if sent_at is None or placement.position is not Position.TOO_LATE:
        return ()
    sent_at, received_at = require_aware(sent_at), require_aware(received_at)
    sent = place(sent_at, placement.limit, placement.track)
    if sent.position is not Position.IN_TIME or sent_at > received_at:
        return ()
    finding = found(
        FindingCode.DISPATCHED_IN_TIME,
        Severity.TO_RECORD,
        DISPATCH,
        instant=sent_at,
        sent_at=sent_at.isoformat(),
        received_at=received_at.isoformat(),
        closes_at=placement.limit.closes_at.isoformat() if placement.limit.closes_at else None,
        rule="receipt",
    )
    return (finding,)


def reinstatement_findings(asked_at: datetime | None) -> tuple[Finding, ...]:
    """A plea to be put back in time waits for the commission, which decides on it within its decision.

    Args:
        asked_at: when the sender asked, None if it did not.

    Source: Law 8485/1999 Art. 64; Civil Procedure Code Art. 152.
    """
    if asked_at is None:
        return ()
    severity = Severity.NEEDS_LEGAL_DECISION
    at = require_aware(asked_at)
    code = FindingCode.REINSTATEMENT_ASKED
    return (
        found(
            code,
            severity,
            REINSTATEMENT,
            instant=at,
            asked_at=at.isoformat(),
            also=str(REINSTATEMENT_PLEA.label),
        ),
    )


def time_remedy(
    election: ElectionFacts, findings: tuple[Finding, ...], *, hold_consent: bool, asked: bool = False
) -> Remedy | None:
    """A filing too early is held or filed again; one too late waits for a legal decision or asks reinstatement.

    Reinstatement has no term that was found; it is of use until the election date begins.
    Args:
        election: the facts of the election.
        findings: what `time_findings` gave.
        hold_consent: whether the sender agreed that an early filing is held until the opening.
        asked: whether the sender has asked to be put back in time.

    Returns: None if the filing was in time, or its lateness is only noted.
    Source: Art. 18(5) of the code of 2005; Law 8485/1999 Art. 64.
    """
    by_code = {finding.code: finding for finding in findings}
    early, late = by_code.get(FindingCode.TOO_EARLY), by_code.get(FindingCode.TOO_LATE)
    election_begins = start_of_day(election.election_date)
    if early is not None:
        if hold_consent:
            return Remedy(RemedyAction.HOLD_UNTIL_OPENING, early.article, early.instant, early.law)
        safe = early.arguments.get("safe_until")
        until = datetime.fromisoformat(safe) if safe else None
        return Remedy(RemedyAction.FILE_AGAIN, early.article, until, early.law)
    if late is not None:
        if late.severity is Severity.TO_RECORD:
            # By the lawyer's answer it follows an order and no window binds it: there is nothing to mend.
            return None
        if asked or late.severity is Severity.NEEDS_LEGAL_DECISION:
            return Remedy(RemedyAction.AWAIT_LEGAL_DECISION, late.article, election_begins, late.law)
        law = str(REINSTATEMENT.law)
        return Remedy(RemedyAction.ASK_REINSTATEMENT, REINSTATEMENT.label, election_begins, law)
    return None
