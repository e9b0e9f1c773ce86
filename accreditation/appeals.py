"""Who may appeal what, until when, and how long an appeal is still of use."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

import msgspec

from accreditation.civil_time import civil_date, end_of_day, require_aware, start_of_day
from accreditation.decision_time import due_readings
from accreditation.elections import ElectionFacts, limit_warnings
from accreditation.findings import Finding, FindingCode, ReadingInstant, Severity, found
from accreditation.law.appeal_rules import (
    BY_TITLES,
    AppealBody,
    RuleCode,
    SetRule,
    appeal_rule,
)
from accreditation.law.counting import Step, count_on
from accreditation.law.editions import EditionId, Provision, cite
from accreditation.law.limits import LimitCode
from accreditation.law.readings import Rule
from accreditation.tables import Table
from accreditation.windows import chosen, unread_text_warning


class Appealable(StrEnum):
    """The acts against which Art. 18(5) opens an appeal, and what can be done to a sender besides."""

    REFUSAL = "refusal"
    FAILURE = "failure"
    REVOCATION = "revocation"
    SUSPENSION = "suspension"
    ADMISSION = "admission"
    """The commission refused to admit the organisation."""
    RULING = "ruling"
    """A ruling on an appeal, brought before the second instance."""


class AppealWindow(msgspec.Struct, frozen=True):
    """Until when an appeal can be filed.

    Attributes:
        against: what is appealed.
        body: who hears it.
        opens_at: the announcement, or the instant the failure arose.
        closes_at: the first instant that is late, None where the law's number is unset.
        last_day: the last civil day, None if unset.
        useful_until: when the election date begins; later, an appeal brings nobody into a voting centre.
        article: the article cited.
        law: that article's law.
        reading: the reading that gave `closes_at`.
        counting: every step of the count.
        readings: the end under each reading.
        warnings: unset limits and the like.
        demo: true if a demonstration value was used.
    """

    against: Appealable
    body: AppealBody
    opens_at: datetime
    closes_at: datetime | None
    last_day: date | None
    useful_until: datetime
    article: str
    law: str
    reading: str
    counting: tuple[Step, ...] = ()
    readings: tuple[ReadingInstant, ...] = ()
    warnings: tuple[Finding, ...] = ()
    demo: bool = False


def appeal_body(election: ElectionFacts, deciding_kind: str) -> AppealBody:
    """An appeal goes to KAS today; under the code of 2005 to the CEC, and from the CEC to the Electoral College.

    Args:
        election: the facts of the election.
        deciding_kind: `cec`, `zec` or `lgec`, the body that decided or failed to.

    Source: Art. 146 and Art. 162 of the code of 2005, by their titles; the decision on Vorë of 11.5.2025.
    """
    if election.edition is EditionId.CODE_2008:
        return AppealBody.KAS
    return _by_titles(deciding_kind)


def _by_titles(deciding_kind: str) -> AppealBody:
    return AppealBody.ELECTORAL_COLLEGE if deciding_kind == AppealBody.CEC else AppealBody.CEC


def competent_appeal_body(
    election: ElectionFacts, against: Appealable, deciding_kind: str, set_rules: Iterable[SetRule] = ()
) -> AppealBody | None:
    """The body that may decide an appeal is the one the edition names, or the one an act of the commission set.

    Unlike `appeal_body`, which tells an appellant where to turn, this never rests on a title alone.
    Args:
        election: the facts of the election.
        against: what is appealed; a ruling goes to the second instance.
        deciding_kind: `cec`, `zec` or `lgec`, the body that decided or failed to.
        set_rules: what was set for this election.

    Returns: the body, or None where no source names it and nobody set it: then no step can be decided.
    Source: the decision on Vorë of 11.5.2025; Arts. 146 and 162 of the code of 2005, titles only.
    """
    code = RuleCode.SECOND_BODY if against is Appealable.RULING else RuleCode.FIRST_BODY
    value = appeal_rule(code, election.edition, set_rules).value
    if value is None:
        return None
    return _by_titles(deciding_kind) if value == BY_TITLES else AppealBody(value)


def appeal_window(
    election: ElectionFacts, against: Appealable, at: datetime, deciding_kind: str = "cec"
) -> AppealWindow:
    """An appeal against a refusal or a failure to grant is filed as the code provides: three days to KAS today.

    The day of the announcement is excluded. The three days were read in a revocation and hold for refusals
    by analogy; under the code of 2005 the number was not found, so `closes_at` is None until it is set.
    Args:
        election: the facts of the election.
        against: what is appealed.
        at: the announcement, or the instant the failure arose.
        deciding_kind: the body that decided or failed to.

    Raises:
        NaiveInstant: `at` has no time zone.

    Source: Art. 18(5) and Art. 146 (title) of the code of 2005; the decision on Vorë of 11.5.2025.
    """
    at = require_aware(at)
    second = against is Appealable.RULING
    row = election.limit(LimitCode.COURT_APPEAL if second else LimitCode.APPEAL)
    body = AppealBody.ELECTORAL_COLLEGE if second else appeal_body(election, deciding_kind)
    warnings = limit_warnings(row) + unread_text_warning(election)
    useful = start_of_day(election.election_date)
    cited, law, reading = row.citation.label, str(row.citation.law), str(election.reading)
    if row.value is None:
        return AppealWindow(
            against, body, at, None, None, useful, cited, law, reading, warnings=warnings, demo=row.demo
        )
    readings = due_readings(election, civil_date(at), row.value, row.citation)
    own = chosen(readings, reading)
    return AppealWindow(
        against=against,
        body=body,
        opens_at=at,
        closes_at=own.at,
        last_day=own.last_day,
        useful_until=useful,
        article=cited,
        law=law,
        reading=reading,
        counting=own.counting,
        readings=readings,
        warnings=warnings,
        demo=row.demo,
    )


class CourtTimes(msgspec.Struct, frozen=True):
    """What may follow a decision of KAS.

    Attributes:
        file_until: the first instant that is late for the Electoral College, None if unset.
        decided_until: by when the College decides if filed on the last day, None if unset.
        warnings: unset limits.
    """

    file_until: datetime | None
    decided_until: datetime | None
    warnings: tuple[Finding, ...] = ()


def court_times(election: ElectionFacts, announced_at: datetime) -> CourtTimes:
    """From KAS to the Electoral College within five days; the College decides within ten days of filing.

    Counted in calendar days with the first day excluded, as the press counted the case of August 2025.
    Raises:
        NaiveInstant: `announced_at` has no time zone.

    Source: Art. 157 of the code in force, by the press; Arts. 168 and 173 of the code of 2005, titles only.
    """
    filing, deciding = election.limit(LimitCode.COURT_APPEAL), election.limit(LimitCode.COLLEGE_DECISION)
    warnings = limit_warnings(filing, deciding)
    if filing.value is None:
        return CourtTimes(None, None, warnings)
    last = count_on(civil_date(announced_at), filing.value, Rule.CALENDAR, election.calendar).last_day
    decided = None
    if deciding.value is not None:
        decided = end_of_day(last + timedelta(days=deciding.value))
    return CourtTimes(end_of_day(last), decided, warnings)


def appeal_findings(
    election: ElectionFacts, window: AppealWindow | None, filed_at: datetime, *, by_sender: bool
) -> tuple[Finding, ...]:
    """The sender of a request may appeal its refusal, or the failure to grant, within the time of the code.

    Args:
        election: the facts of the election.
        window: the appeal's window, None if nothing was refused, failed or revoked.
        filed_at: the instant the appeal was received.
        by_sender: whether the sender of the request files it.

    Raises:
        NaiveInstant: `filed_at` has no time zone.

    Source: Art. 18(5) of the code of 2005.
    """
    filed_at = require_aware(filed_at)
    cited = cite(election.edition, Provision.REQUEST_TIME)
    if window is None:
        return (found(FindingCode.NOTHING_TO_APPEAL, Severity.AGAINST, cited),)
    findings = []
    if not by_sender:
        findings.append(found(FindingCode.NOT_A_PARTY, Severity.AGAINST, cited))
    if window.closes_at is not None:
        late = filed_at >= window.closes_at
        lenient = max((one.at for one in window.readings), default=window.closes_at)
        severity = Severity.FOR
        if late:
            severity = Severity.AGAINST if filed_at >= lenient else Severity.NEEDS_LEGAL_DECISION
        findings.append(
            Finding(
                FindingCode.TOO_LATE if late else FindingCode.IN_TIME,
                severity,
                window.article,
                window.law,
                {"limit": "appeal", "body": str(window.body), "closes_at": window.closes_at.isoformat()},
                window.closes_at,
                window.readings,
            )
        )
    return (*findings, *window.warnings)


class AppealState(StrEnum):
    """Where an appeal stands."""

    FILED = "filed"
    """In the register; the preliminary check is to be made."""
    RETURNED = "returned"
    """Sent back for completion, which happens once only (Art. 129 of the code in force)."""
    COMPLETED = "completed"
    """Completed by the appellant, or its time for it passed: the check goes on, without a second return."""
    ACCEPTED = "accepted"
    """Accepted for review."""
    NOT_ACCEPTED = "not_accepted"
    """Not accepted for review: competence, standing, time or content was lacking."""
    UPHELD = "upheld"
    """The appellant won: the request goes back or is granted, or the accreditation is restored."""
    PARTLY_UPHELD = "partly_upheld"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class AppealMove(StrEnum):
    """What can happen to an appeal."""

    SEND_BACK = "send_back"
    COMPLETE = "complete"
    ACCEPT = "accept"
    NOT_ACCEPT = "not_accept"
    UPHOLD = "uphold"
    UPHOLD_PARTLY = "uphold_partly"
    REJECT = "reject"
    WITHDRAW = "withdraw"


_S, _M = AppealState, AppealMove
_CHECK = {_M.ACCEPT: _S.ACCEPTED, _M.NOT_ACCEPT: _S.NOT_ACCEPTED, _M.WITHDRAW: _S.WITHDRAWN}

APPEALS: Table[AppealState, AppealMove] = Table(
    "appeal",
    {
        _S.FILED: {_M.SEND_BACK: _S.RETURNED, **_CHECK},
        _S.RETURNED: {_M.COMPLETE: _S.COMPLETED, _M.WITHDRAW: _S.WITHDRAWN},
        _S.COMPLETED: _CHECK,
        _S.ACCEPTED: {
            _M.UPHOLD: _S.UPHELD,
            _M.UPHOLD_PARTLY: _S.PARTLY_UPHELD,
            _M.REJECT: _S.REJECTED,
            _M.WITHDRAW: _S.WITHDRAWN,
        },
        _S.NOT_ACCEPTED: {},
        _S.UPHELD: {},
        _S.PARTLY_UPHELD: {},
        _S.REJECTED: {},
        _S.WITHDRAWN: {},
    },
)

RUNNING = frozenset(state for state in AppealState if APPEALS.moves(state))
"""States in which somebody still owes a step."""
