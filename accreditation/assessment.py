"""The assessment of a request: everything that speaks for and against, and what can still be done.

It refuses nothing: a hopeless request is assessed like any other, and only a competent commission decides.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from accreditation.civil_time import require_aware
from accreditation.decision_time import DecisionDue, decision_due
from accreditation.elections import ElectionFacts, limit_warnings
from accreditation.eligibility import body_findings, eligibility_findings, right_remedy
from accreditation.failure import failure_findings, failure_remedy
from accreditation.findings import Finding, FindingCode, Remedy, RemedyAction, Severity, found
from accreditation.law.citations import Mark
from accreditation.law.editions import Provision, cite
from accreditation.law.limits import LimitCode
from accreditation.law.procedure import incompatibility, language_rule
from accreditation.law.rest_days import CEC_SEAT
from accreditation.observers import Classification, classify
from accreditation.reaccreditation import order_findings
from accreditation.remedies import open_remedy
from accreditation.replacements import earlier_findings
from accreditation.requests import RequestFacts
from accreditation.scope import scope_findings
from accreditation.senders import SenderFacts
from accreditation.timeliness import (
    dispatch_findings,
    place,
    reinstatement_findings,
    time_findings,
    time_remedy,
    window_of,
)
from accreditation.windows import TimeLimit


class Assessment(msgspec.Struct, frozen=True):
    """What the rules found about one request.

    Attributes:
        findings: what it hangs on, time, then the right, the scope, the conduct, and a failure to decide last.
        remedy: the nearest thing that helps, None if nothing speaks against the request.
        decision_due: by when the commission decides.
        classification: Albanian or foreign, by both readings.
        demo: true if a demonstration value was used: print "DEMO, NOT LAW".
    """

    findings: tuple[Finding, ...]
    remedy: Remedy | None
    decision_due: DecisionDue
    classification: Classification
    demo: bool = False

    @property
    def against(self) -> tuple[Finding, ...]:
        """The findings that speak against the request."""
        return tuple(one for one in self.findings if one.severity is Severity.AGAINST)

    @property
    def open_questions(self) -> tuple[Finding, ...]:
        """The findings that only the commission's lawyer can settle."""
        return tuple(one for one in self.findings if one.severity is Severity.NEEDS_LEGAL_DECISION)

    def finding(self, code: FindingCode) -> Finding | None:
        """The first finding of a code, or None."""
        return next((one for one in self.findings if one.code is code), None)


def conduct_findings(election: ElectionFacts, request: RequestFacts) -> tuple[Finding, ...]:
    """Observers respect the code and the commission's instructions; acceptance is recorded with the request.

    Where the commission published versions, the one in force is to be accepted.

    Source: Art. 19(2)(a) of the code of 2005.
    """
    cited = cite(election.edition, Provision.DUTIES)
    if not request.code_of_conduct:
        return (found(FindingCode.CODE_OF_CONDUCT_NOT_ACCEPTED, Severity.TO_RECORD, cited),)
    if request.conduct_in_force and request.conduct_version != request.conduct_in_force:
        accepted, current = request.conduct_version, request.conduct_in_force
        code = FindingCode.CODE_OF_CONDUCT_OUTDATED
        return (found(code, Severity.TO_RECORD, cited, accepted=accepted, current=current),)
    return ()


def conduct_remedy(election: ElectionFacts, findings: tuple[Finding, ...]) -> Remedy | None:
    """Whoever accepted no code of conduct, or an old version, can accept the one in force until the decision.

    Source: Art. 19(2)(a) of the code of 2005.
    """
    lacking = (FindingCode.CODE_OF_CONDUCT_NOT_ACCEPTED, FindingCode.CODE_OF_CONDUCT_OUTDATED)
    if not any(one.code in lacking for one in findings):
        return None
    cited = cite(election.edition, Provision.DUTIES)
    return Remedy(RemedyAction.ACCEPT_CODE_OF_CONDUCT, cited.label, law=str(cited.law))


def office_findings(election: ElectionFacts, request: RequestFacts) -> tuple[Finding, ...]:
    """An observer who holds an office is shown with its source; only what the register says is incompatible is open.

    No text that was read forbids it, and no age is asked: the commission's lawyer decides on what a register says.
    Source: Arts. 34/1, 40/1 and 45/1 of the code of 2005, titles only.
    """
    return tuple(
        found(
            FindingCode.OFFICE_HELD,
            Severity.NEEDS_LEGAL_DECISION if one.incompatible else Severity.TO_RECORD,
            incompatibility(election.edition, one.body.partition(":")[0]),
            office=one.office,
            body=one.body,
            incompatible=one.incompatible,
            source=one.source,
        )
        for one in request.course.offices
    )


def language_findings(election: ElectionFacts, request: RequestFacts) -> tuple[Finding, ...]:
    """A request in a foreign language is in time on the day it came; the commission asks for a translation.

    The organ tells the sender of the duty to translate and sets an additional deadline. If it tells nobody, the
    request is deemed submitted in time as it is. Where the general code's words were not found, the lawyer decides.
    Source: Law 44/2015 Art. 20(4).
    """
    if not request.foreign_language:
        return ()
    cited = language_rule(election.election_date).citation
    translation = request.course.translation
    if cited.mark is Mark.NOT_FOUND:
        return (found(FindingCode.TRANSLATION_RULE_UNKNOWN, Severity.NEEDS_LEGAL_DECISION, cited),)
    if translation is None:
        return (found(FindingCode.TRANSLATION_TO_ASK, Severity.TO_RECORD, cited),)
    notified, due, came = translation.notified_at, translation.due_at, translation.delivered_at
    arguments = {
        "notified_at": notified.isoformat(),
        "due_at": due.isoformat() if due else None,
        "delivered_at": came.isoformat() if came else None,
        "in_additional_time": came < due if came and due else None,
    }
    if came is None:
        finding = found(FindingCode.TRANSLATION_AWAITED, Severity.TO_RECORD, cited, instant=due, **arguments)
    else:
        finding = found(
            FindingCode.TRANSLATION_DELIVERED, Severity.TO_RECORD, cited, instant=came, **arguments
        )
    if due is not None:
        return (finding,)
    return finding, *limit_warnings(election.limit(LimitCode.TRANSLATION))


def filed_at(window: TimeLimit, received_at: datetime, *, hold_consent: bool) -> datetime:
    """A filing counts from its receipt; one held by consent counts from the opening of its window.

    Args:
        window: the window the filing falls under.
        received_at: the instant the request was recorded.
        hold_consent: whether the sender agreed that an early filing is held until the opening.

    Raises:
        NaiveInstant: `received_at` has no time zone.

    Source: Art. 18(5) of the code of 2005, not earlier than 45 days.
    """
    received_at = require_aware(received_at)
    if hold_consent and window.opens_at is not None:
        return max(received_at, window.opens_at)
    return received_at


def _still_open(window: TimeLimit, at: datetime) -> datetime | None:
    """Until when a new filing can still be in time: the safe end, then the own one, then the lenient one."""
    ends = (window.safe_until, window.closes_at, window.lenient_until)
    return next((end for end in ends if end is not None and at < end), None)


def assess(
    election: ElectionFacts,
    sender: SenderFacts,
    request: RequestFacts,
    received_at: datetime,
    body: str = CEC_SEAT,
) -> Assessment:
    """A request is assessed under Art. 18: its time, its sender's right, its scope, its observer's duties.

    Args:
        election: the election.
        sender: the body that sends; a kind outside the law is a finding.
        request: the observer, the places, the units they touch.
        received_at: the instant the request was recorded; the assessment never reads a clock.
        body: the commission in competence, whose days off count for the time to decide.

    Returns: all findings in the order time, right, scope, conduct, and the nearest remedy.
        The right's remedy comes before that of time, because filing again does not mend a missing right;
        it comes after it once the window is shut under every reading, because nothing else can be filed.
    Raises:
        NaiveInstant: `received_at` has no time zone.

    Source: Art. 18(1)-(5) and Art. 19(2) of the code of 2005.
    """
    received_at = require_aware(received_at)
    classification = classify(sender, request.observer)
    window = window_of(election, classification.by_observer)
    counts_from = filed_at(window, received_at, hold_consent=request.hold_consent)
    course, track = request.course, classification.by_observer
    due = decision_due(
        election,
        track,
        counts_from,
        body,
        foreign_language=request.foreign_language,
        course=course,
    )
    in_time = time_findings(election, classification, received_at, request.replaces_filed_at, window)
    in_time = order_findings(election, in_time, request.follows)
    asked = course.reinstatement_asked_at
    clocks = (
        *dispatch_findings(election, place(received_at, window, track), received_at, course.sent_at),
        *reinstatement_findings(asked),
    )
    right = (
        *eligibility_findings(election, sender, request.units, request.judged_at or received_at),
        *body_findings(election, sender, request.bodies_taken),
        *scope_findings(election, request.scope, request.unknown_places),
        *conduct_findings(election, request),
        *language_findings(election, request),
        *office_findings(election, request),
    )
    for_time = time_remedy(election, in_time, hold_consent=request.hold_consent, asked=asked is not None)
    for_right = right_remedy(
        tuple(one for one in right if one.severity is Severity.AGAINST), _still_open(window, received_at)
    )
    open_right = right_remedy(right, _still_open(window, received_at))
    closed = any(one.code is FindingCode.TOO_LATE and one.severity is Severity.AGAINST for one in in_time)
    ranked = (for_time, for_right, open_right) if closed else (for_right, for_time, open_right)
    ranked = (*ranked, open_remedy(election, (*in_time, *right)), conduct_remedy(election, right))
    failure: tuple[Finding, ...] = ()
    if course.failed_at is not None:
        failure = failure_findings(election, course.failed_at, course.failed_body)
        ranked = (failure_remedy(election, course.failed_at, course.failed_body), *ranked)
    return Assessment(
        findings=(
            *earlier_findings(election, track, received_at, request.earlier),
            *in_time,
            *clocks,
            *right,
            *(one for one in due.warnings if one not in in_time),
            *failure,
        ),
        remedy=next((one for one in ranked if one is not None), None),
        decision_due=due,
        classification=classification,
        demo=window.demo or due.demo,
    )
