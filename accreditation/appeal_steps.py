"""The steps of an appeal after it was recorded: their clocks, the lot, what it lacks, and how long it is of use."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from accreditation.appeals import Appealable, AppealState, appeal_window
from accreditation.civil_time import civil_date, end_of_day, require_aware, start_of_day
from accreditation.elections import ElectionFacts, limit_warnings
from accreditation.findings import Finding, FindingCode, Severity, found
from accreditation.law.appeal_rules import AppealBody
from accreditation.law.counting import count_on
from accreditation.law.editions import Provision, cite
from accreditation.law.limits import Limit, LimitCode, Unit
from accreditation.law.readings import Rule


class AppealStep(StrEnum):
    """The step that an appeal waits for."""

    CHECK = "check"
    """The rapporteur reports, and the body accepts, does not accept or sends back."""
    COMPLETION = "completion"
    """The appellant completes."""
    RULING = "ruling"
    """The body rules."""


class AppealFacts(msgspec.Struct, frozen=True):
    """What the clocks of one appeal run from.

    Attributes:
        against: what is appealed.
        body: who hears it, None where nobody set it.
        state: where it stands.
        filed_at: when it was recorded.
        returned_at: when the return for completion was announced.
        completed_at: when it was completed.
    """

    against: Appealable
    body: AppealBody | None
    state: AppealState
    filed_at: datetime
    returned_at: datetime | None = None
    completed_at: datetime | None = None


class StepClock(msgspec.Struct, frozen=True):
    """One running step.

    Attributes:
        step: which.
        owed_by: `body` or `appellant`.
        due_at: the first instant that is late, None where the law's number is unset.
        article: the article cited.
        law: that article's law.
        warnings: unset limits and the like.
        demo: true if a demonstration value was used.
    """

    step: AppealStep
    owed_by: str
    due_at: datetime | None
    article: str
    law: str
    warnings: tuple[Finding, ...] = ()
    demo: bool = False


def _ends(election: ElectionFacts, row: Limit, start: datetime) -> datetime | None:
    """The end of a limit in hours or days after an instant; days are calendar days, the first one excluded."""
    if row.value is None:
        return None
    if row.unit is Unit.HOURS:
        # Instants are UTC, so a change of the clock neither gives nor takes an hour.
        return start + timedelta(hours=row.value)
    counted = count_on(civil_date(start), row.value, Rule.CALENDAR, election.calendar)
    return end_of_day(counted.last_day)


def step_clock(election: ElectionFacts, appeal: AppealFacts) -> StepClock | None:
    """The check is made within 24 hours of the recording, a return completed within 24 hours of its announcement.

    The ruling of the Electoral College comes within ten days of filing; how long KAS or the CEC may take was not
    found. After a completion the hours of the check begin anew, which the text does not say: the lawyer confirms.

    Returns: the step that runs now, or None when nobody owes one.
    Raises:
        NaiveInstant: an instant has no time zone.

    Source: Arts. 129 and 157 of the code in force; Arts. 149, 150, 161/2 and 173 of 2005, titles only.
    """
    require_aware(appeal.filed_at)
    if appeal.state in (AppealState.FILED, AppealState.COMPLETED):
        step, owed_by, code = AppealStep.CHECK, "body", LimitCode.APPEAL_REPORT
        start = appeal.completed_at or appeal.filed_at
    elif appeal.state is AppealState.RETURNED:
        step, owed_by, code = AppealStep.COMPLETION, "appellant", LimitCode.APPEAL_COMPLETION
        start = appeal.returned_at or appeal.filed_at
    elif appeal.state is AppealState.ACCEPTED:
        college = appeal.body is AppealBody.ELECTORAL_COLLEGE
        step, owed_by = AppealStep.RULING, "body"
        code = LimitCode.COLLEGE_DECISION if college else LimitCode.APPEAL_DECISION
        start = appeal.filed_at
    else:
        return None
    row = election.limit(code)
    due = _ends(election, row, require_aware(start))
    return StepClock(
        step, owed_by, due, row.citation.label, str(row.citation.law), limit_warnings(row), row.demo
    )


def completion_open(election: ElectionFacts, appeal: AppealFacts, now: datetime) -> bool:
    """An appeal sent back is not judged before the time for its completion has passed.

    Where the number of hours is unset it stays open until the appellant completes.
    Raises:
        NaiveInstant: an instant has no time zone.

    Source: Art. 129 of the code in force.
    """
    clock = step_clock(election, appeal)
    if clock is None or clock.step is not AppealStep.COMPLETION:
        return False
    return clock.due_at is None or require_aware(now) < clock.due_at


CONTENT = ("decision_challenged", "legal_basis", "description", "asked", "evidence", "signatory")
"""What Art. 126 wants in an appeal; the appellant's name and address are known from its registration."""


def content_findings(
    election: ElectionFacts, against: Appealable | None, given: Sequence[str]
) -> tuple[Finding, ...]:
    """An appeal names what it challenges, its legal ground, the facts, what is asked, the evidence, and is signed.

    The decision challenged need not be there against a failure to decide. What is missing never stops the recording:
    it can be completed once.
    Args:
        election: the facts of the election.
        against: what is appealed, None if nothing was found.
        given: the parts of `CONTENT` that are there.

    Source: Art. 126 of the code in force; Art. 147 of the code of 2005, title only.
    """
    excused = {"decision_challenged"} if against is Appealable.FAILURE else set()
    missing = [part for part in CONTENT if part not in given and part not in excused]
    if not missing:
        return ()
    cited = cite(election.edition, Provision.APPEAL_CONTENT)
    return (found(FindingCode.APPEAL_CONTENT_MISSING, Severity.TO_RECORD, cited, missing=missing),)


def body_findings(election: ElectionFacts, body: AppealBody | None) -> tuple[Finding, ...]:
    """Where no source names the appeal body, the lawyer must before anything is decided; recording goes on.

    Source: Arts. 146 and 162 of the code of 2005, titles only.
    """
    if body is not None:
        return ()
    cited = cite(election.edition, Provision.COMPLAINT_TIME)
    return (found(FindingCode.APPEAL_BODY_UNSET, Severity.NEEDS_LEGAL_DECISION, cited),)


def drawn_by_lot(candidates: Sequence[str], seed: bytes, number: str) -> str:
    """The rapporteur that a seed draws: anybody who knows the candidates, the seed and the number can draw again.

    The candidates are sorted first, so that the order in which they were typed decides nothing.
    Raises:
        ValueError: there is nobody to draw, or the seed is shorter than 16 bytes.

    No article: how the lot is drawn is ours; that it is drawn is practice of KAS (Art. 129).
    """
    names = sorted(set(candidates))
    if not names or len(seed) < 16:
        raise ValueError("a lot needs candidates and a seed of 16 bytes")
    digest = hashlib.sha256(b"\0".join([seed, number.encode(), *(name.encode() for name in names)])).digest()
    return names[int.from_bytes(digest, "big") % len(names)]


class PathStep(msgspec.Struct, frozen=True):
    """One stage of the way through both instances.

    Attributes:
        code: `appeal_filed`, `appeal_decided`, `college_filed` or `college_decided`.
        latest: the latest instant of it that keeps every limit.
        at_least: true where a limit on the way is unset and was counted as no time at all.
    """

    code: str
    latest: datetime
    at_least: bool


class Usefulness(msgspec.Struct, frozen=True):
    """How long an appeal can still bring somebody into a voting centre.

    Attributes:
        until: the beginning of the election date.
        path: the stages still ahead, each at its latest.
        outlasts: true if the last stage can come after the election; None where no limit on the way is known.
        interim: true where an interim accreditation is an option worth showing.
    """

    until: datetime
    path: tuple[PathStep, ...]
    outlasts: bool | None
    interim: bool


def usefulness(election: ElectionFacts, announced_at: datetime, deciding_kind: str = "cec") -> Usefulness:
    """An appeal is of use until the election date begins; the ways of the law can end after it (EC-13).

    Every stage is put at its latest: the appeal on its last day, the ruling and the second appeal on theirs.
    Args:
        election: the facts of the election.
        announced_at: when the refusal was announced, or the failure arose.
        deciding_kind: the body that decided or failed to.

    Raises:
        NaiveInstant: `announced_at` has no time zone.

    Source: Art. 18(5) of the code of 2005; Arts. 129 and 157 of the code in force.
    """
    until = start_of_day(election.election_date)
    filing = appeal_window(election, Appealable.REFUSAL, announced_at, deciding_kind)
    if filing.closes_at is None:
        return Usefulness(until, (), None, False)
    at, unsure, path = filing.closes_at, False, [PathStep("appeal_filed", filing.closes_at, False)]
    stages = [("appeal_decided", LimitCode.APPEAL_DECISION), ("college_filed", LimitCode.COURT_APPEAL)]
    for code, limit_code in (*stages, ("college_decided", LimitCode.COLLEGE_DECISION)):
        row = election.limit(limit_code)
        # The last instant of a limit lies in its last day: one step back keeps the next count on that day.
        ends = _ends(election, row, at - timedelta(microseconds=1))
        unsure = unsure or ends is None
        at = ends or at
        path.append(PathStep(code, at, unsure))
    outlasts = True if at > until else None if unsure else False
    return Usefulness(until, tuple(path), outlasts, bool(outlasts))


def usefulness_findings(election: ElectionFacts, found_use: Usefulness) -> tuple[Finding, ...]:
    """Where the way through both instances can end after the vote, the commission sees it, and its options.

    Source: Art. 18(5) of the code of 2005; Art. 157 of the code in force.
    """
    if not found_use.outlasts:
        return ()
    cited = cite(election.edition, Provision.COLLEGE_TIME)
    last = found_use.path[-1].latest
    arguments = {"useful_until": found_use.until.isoformat(), "ends_at": last.isoformat()}
    code = FindingCode.APPEAL_OUTLASTS_ELECTION
    return (found(code, Severity.TO_RECORD, cited, instant=last, **arguments),)
