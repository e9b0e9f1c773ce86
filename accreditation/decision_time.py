"""By when the commission must decide on a request, and what happens when it does not."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

import msgspec

from accreditation.civil_time import TIRANE, civil_date, end_of_day, require_aware
from accreditation.elections import ElectionFacts, limit_warnings
from accreditation.findings import Finding, ReadingInstant
from accreditation.law.citations import Citation
from accreditation.law.counting import Step, StepCode, count_on
from accreditation.law.limits import LimitCode
from accreditation.law.procedure import language_rule, return_rule
from accreditation.law.readings import Reading, profile
from accreditation.law.rest_days import CEC_SEAT
from accreditation.observers import Track
from accreditation.requests import Course, Return, Translation
from accreditation.voting_hours import voting_hours
from accreditation.windows import (
    TimeLimit,
    albanian_request,
    chosen,
    foreign_request,
    last_lawful_day,
    reading_instant,
    unread_text_warning,
)


class DueKind(StrEnum):
    """Whether a due instant is law or only what the commission sets itself."""

    LAW = "law"
    INTERNAL_TARGET = "internal_target"


class StartCode(StrEnum):
    """From what the time to decide can run."""

    RECEIPT = "receipt"
    TRANSLATION = "translation"
    """From the translated version of a filing in a foreign language."""


class ClockStart(msgspec.Struct, frozen=True):
    """One reading of when the time to decide begins.

    Attributes:
        code: from what it runs.
        begins_at: that instant, None while it has not come.
        at: when the time to decide then ends, None while it does not run.
        holds: whether this is the reading of the general code in force.
        article: on which article.
        law: that article's law.
    """

    code: StartCode
    begins_at: datetime | None
    at: datetime | None
    holds: bool
    article: str
    law: str


class DecisionDue(msgspec.Struct, frozen=True):
    """By when a request must be decided.

    Attributes:
        at: the first instant that is late, None where the law's number is unset.
        kind: law, or an internal target where the text is silent.
        article: the article it rests on.
        law: that article's law.
        reading: the reading that gave `at`.
        counting: every step of the count.
        readings: the due instant under each reading; empty for an internal target.
        warnings: unset limits and the like.
        demo: true if a demonstration value was used.
        starts: when the time begins, under each reading; empty where there is one only.
    """

    at: datetime | None
    kind: DueKind
    article: str
    law: str
    reading: str
    counting: tuple[Step, ...]
    readings: tuple[ReadingInstant, ...] = ()
    warnings: tuple[Finding, ...] = ()
    demo: bool = False
    starts: tuple[ClockStart, ...] = ()


def due_readings(
    election: ElectionFacts, filed_on: date, days: int, own: Citation, body: str = CEC_SEAT
) -> tuple[ReadingInstant, ...]:
    """A limit of days after a filing ends on a day that depends on the reading; the day of filing is excluded.

    The calendar that counts is that of the body which must decide; `own` is the article that sets the limit.
    Source: Art. 18(5) of the code of 2005; Civil Procedure Code Art. 148; Law 8485/1999 Art. 62(a)-(c).
    """
    instants = []
    for reading in Reading:
        for variant in profile(reading, election.election_date).forward:
            counted = count_on(filed_on, days, variant.rule, election.calendar_of(body))
            instants.append(reading_instant(reading, variant, counted, own))
    return tuple(instants)


def _limit_step(value: int, act: str) -> Step:
    args: dict[str, str | int] = {"limit": str(LimitCode.DECISION), "unit": "days", "value": value}
    return Step(StepCode.LIMIT, args | {"act": act} if act else args)


def albanian_decision_due(election: ElectionFacts, filed_on: date, body: str = CEC_SEAT) -> DecisionDue:
    """The commission approves the requests of Albanian observers no later than five days after submission.

    Args:
        election: the facts of the election.
        filed_on: the civil date of submission in Albania.
        body: the commission in competence, whose days off count.

    Returns: the due instant as law; None with a warning where the edition's number was not found.
    Source: Art. 18(5) of the code of 2005.
    """
    row = election.limit(LimitCode.DECISION)
    warnings = limit_warnings(row) + unread_text_warning(election)
    cited, law, reading = row.citation.label, str(row.citation.law), str(election.reading)
    if row.value is None:
        return DecisionDue(None, DueKind.LAW, cited, law, reading, (), (), warnings)
    readings = due_readings(election, filed_on, row.value, row.citation, body)
    own = chosen(readings, reading)
    steps = (_limit_step(row.value, row.act), *own.counting)
    return DecisionDue(own.at, DueKind.LAW, cited, law, reading, steps, readings, warnings, row.demo)


def foreign_decision_due(election: ElectionFacts, filed_at: datetime) -> DecisionDue:
    """No time to decide is stated for foreign observers; five days cannot fit inside 72 hours.

    The commission's own target is 24 hours, and always before voting opens if the filing came before.
    Raises:
        NaiveInstant: `filed_at` has no time zone.

    Source: Art. 18(5) of the code of 2005 is silent; the target is internal, not law.
    """
    filed_at = require_aware(filed_at)
    row = election.limit(LimitCode.FOREIGN_DECISION_TARGET)
    hours = row.value or 0
    at = filed_at + timedelta(hours=hours)
    steps = [
        Step(StepCode.NO_LIMIT_IN_LAW, {"article": row.citation.label}),
        Step(StepCode.HOURS_ON, {"hours": hours, "from": filed_at.astimezone(TIRANE).isoformat()}),
    ]
    opening = voting_hours(election).opens_at
    if filed_at < opening < at:
        at = opening
        steps.append(Step(StepCode.CAPPED_BY_OPENING, {"at": at.astimezone(TIRANE).isoformat()}))
    kind = DueKind.INTERNAL_TARGET
    return DecisionDue(at, kind, row.citation.label, str(row.citation.law), "internal", tuple(steps))


def decision_due(
    election: ElectionFacts,
    track: Track,
    filed_at: datetime,
    body: str = CEC_SEAT,
    *,
    foreign_language: bool = False,
    course: Course = Course(),
) -> DecisionDue:
    """The commission decides within five days for Albanian observers; for foreign ones a target stands in.

    A filing in a foreign language starts the law's time when its translation comes, once it was asked for.
    A return for completion stops nothing, unless the edition of the code says so.
    Args:
        election: the facts of the election.
        track: which limit the request falls under.
        filed_at: from when the filing counts.
        body: the commission in competence, whose days off count.
        foreign_language: whether the filing is not in Albanian.
        course: what happened to it since.

    Raises:
        NaiveInstant: `filed_at` has no time zone.

    Source: Art. 18(5) of the code of 2005; Law 44/2015 Art. 20(4).
    """
    if track is Track.FOREIGN:
        due = foreign_decision_due(election, filed_at)
    else:
        due = albanian_decision_due(election, civil_date(filed_at), body)
    if foreign_language:
        due = _with_translation(election, due, filed_at, body, course.translation)
    return _with_returns(election, due, course.returns)


def _with_translation(
    election: ElectionFacts, due: DecisionDue, filed_at: datetime, body: str, translation: Translation | None
) -> DecisionDue:
    """Law 44/2015 Art. 20(4): the organ's time runs from the translation, if it asked for one.

    An organ that asks for none can't stop its own time by silence: the filing is deemed complete in time.
    An internal target is no time of the law: the election does not wait, and neither does the target.
    """
    rule = language_rule(election.election_date)
    cited, law = rule.citation.label, str(rule.citation.law)
    if not rule.organ_waits:
        return due
    by_receipt = ClockStart(StartCode.RECEIPT, require_aware(filed_at), due.at, True, due.article, due.law)
    by_translation = ClockStart(StartCode.TRANSLATION, None, None, False, cited, law)
    if due.kind is not DueKind.LAW or translation is None:
        return msgspec.structs.replace(due, starts=(by_receipt, by_translation))
    by_receipt = msgspec.structs.replace(by_receipt, holds=False)
    if translation.delivered_at is None:
        awaits = Step(
            StepCode.AWAITS_TRANSLATION,
            {"day": civil_date(translation.notified_at).isoformat(), "article": cited},
        )
        starts = (by_receipt, msgspec.structs.replace(by_translation, holds=True))
        return msgspec.structs.replace(due, at=None, counting=(awaits,), readings=(), starts=starts)
    begins_at = max(require_aware(translation.delivered_at), require_aware(filed_at))
    later = albanian_decision_due(election, civil_date(begins_at), body)
    step = Step(StepCode.STARTS_AT_TRANSLATION, {"day": civil_date(begins_at).isoformat(), "article": cited})
    by_translation = ClockStart(StartCode.TRANSLATION, begins_at, later.at, True, cited, law)
    return msgspec.structs.replace(
        later, counting=(step, *later.counting), starts=(by_receipt, by_translation)
    )


def _with_returns(election: ElectionFacts, due: DecisionDue, returns: tuple[Return, ...]) -> DecisionDue:
    """Each return is a step of the count: by its edition it stops the time, or it does not."""
    if not returns or due.kind is not DueKind.LAW:
        return due
    rule = return_rule(election.edition)
    code = StepCode.RETURN_STOPS if rule.stops else StepCode.RETURN_DOES_NOT_STOP
    steps = [
        Step(code, {"day": civil_date(one.at).isoformat(), "article": rule.citation.label}) for one in returns
    ]
    counting = (*due.counting, *steps)
    if not rule.stops or due.at is None:
        return msgspec.structs.replace(due, counting=counting)
    if returns[-1].completed_at is None:
        return msgspec.structs.replace(due, at=None, counting=counting, readings=())
    stood = timedelta(
        days=sum((civil_date(one.completed_at or one.at) - civil_date(one.at)).days for one in returns)
    )
    at = end_of_day(civil_date(due.at) + stood - timedelta(days=1))
    return msgspec.structs.replace(due, at=at, counting=counting, readings=())


def failed_to_decide(due: DecisionDue, now: datetime) -> bool:
    """Silence past the limit is a failure that can be appealed, and never an approval.

    An internal target that passes is no failure in law.
    Raises:
        NaiveInstant: `now` has no time zone.

    Source: Art. 18(5) of the code of 2005, "refusal or failure to grant".
    """
    return due.kind is DueKind.LAW and due.at is not None and require_aware(now) >= due.at


def decision_limit(election: ElectionFacts, filed_on: date | None = None) -> TimeLimit:
    """The five-day limit as an item of the election's calendar, for a request filed on a given day.

    Args:
        election: the facts of the election.
        filed_on: the day of submission; by default the last lawful day under the election's reading.

    Returns: the limit; `opens_at` is the opening of the request window.
    Source: Art. 18(5) of the code of 2005.
    """
    window = albanian_request(election)
    due = albanian_decision_due(election, filed_on or last_lawful_day(window, election))
    return TimeLimit(
        code="decision",
        article=due.article,
        law=due.law,
        opens_at=window.opens_at,
        closes_at=due.at,
        reading=due.reading,
        safe_until=min((instant.at for instant in due.readings), default=None),
        lenient_until=max((instant.at for instant in due.readings), default=None),
        counting=due.counting,
        readings=due.readings,
        warnings=due.warnings,
        demo=due.demo,
    )


def time_limits(election: ElectionFacts) -> tuple[TimeLimit, ...]:
    """The limits of Art. 18(5): the two windows for requests, and the last day to decide.

    Source: Art. 18(5) of the code of 2005.
    """
    return albanian_request(election), foreign_request(election), decision_limit(election)
