"""The assessment of a request: everything that speaks for and against, and what can still be done.

It refuses nothing: a hopeless request is assessed like any other, and only a competent commission decides.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from accreditation.civil_time import require_aware
from accreditation.decision_time import DecisionDue, decision_due
from accreditation.elections import ElectionFacts
from accreditation.eligibility import body_findings, eligibility_findings, right_remedy
from accreditation.findings import Finding, FindingCode, Remedy, Severity, found
from accreditation.law.citations import Citation, Law
from accreditation.law.editions import Provision, cite
from accreditation.law.rest_days import CEC_SEAT
from accreditation.observers import Classification, classify
from accreditation.requests import RequestFacts
from accreditation.scope import scope_findings
from accreditation.senders import SenderFacts
from accreditation.timeliness import time_findings, time_remedy, window_of
from accreditation.windows import TimeLimit

TRANSLATION = Citation(
    Law.CAP_2015, "20", "4", "http://komentarielektronik.magjistratura.edu.al/en/eli/fz/2015/44/20"
)


class Assessment(msgspec.Struct, frozen=True):
    """What the rules found about one request.

    Attributes:
        findings: time first, then the right, the scope, the conduct.
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

    Source: Art. 19(2)(a) of the code of 2005.
    """
    if request.code_of_conduct:
        return ()
    cited = cite(election.edition, Provision.DUTIES)
    return (found(FindingCode.CODE_OF_CONDUCT_NOT_ACCEPTED, Severity.TO_RECORD, cited),)


def language_findings(request: RequestFacts) -> tuple[Finding, ...]:
    """A request in a foreign language is in time on the day it came; the commission asks for a translation.

    Source: Law 44/2015 Art. 20.
    """
    if not request.foreign_language:
        return ()
    return (found(FindingCode.TRANSLATION_TO_ASK, Severity.TO_RECORD, TRANSLATION),)


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
    due = decision_due(election, classification.by_observer, counts_from, body)
    in_time = time_findings(election, classification, received_at, request.replaces_filed_at, window)
    right = (
        *eligibility_findings(election, sender, request.units, request.judged_at or received_at),
        *body_findings(election, sender, request.bodies_taken),
        *scope_findings(election, request.scope, request.unknown_places),
        *conduct_findings(election, request),
        *language_findings(request),
    )
    for_time = time_remedy(election, in_time, hold_consent=request.hold_consent)
    for_right = right_remedy(
        tuple(one for one in right if one.severity is Severity.AGAINST), _still_open(window, received_at)
    )
    open_right = right_remedy(right, _still_open(window, received_at))
    closed = any(one.code is FindingCode.TOO_LATE and one.severity is Severity.AGAINST for one in in_time)
    ranked = (for_time, for_right, open_right) if closed else (for_right, for_time, open_right)
    return Assessment(
        findings=(*in_time, *right, *(one for one in due.warnings if one not in in_time)),
        remedy=next((one for one in ranked if one is not None), None),
        decision_due=due,
        classification=classification,
        demo=window.demo or due.demo,
    )
