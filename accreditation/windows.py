"""When a filing is in time, under every reading, with the count of each.

Windows are half open: `opens_at` is in time, `closes_at` is the first instant that is late.
So a last day that runs "until 24:00" closes at the next day's 00:00.
`safe_until` is the earliest end of all readings: what applicants are told.
`lenient_until` is the latest: what an officer must look at before refusing for lateness.
The administrative reading has three variants (counted back, clear, moved by 62(c)); its own answer is the
first, and all three take part in the safe and the lenient instant.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

import msgspec

from accreditation.civil_time import (
    TIRANE,
    elapsed_before,
    end_of_day,
    offset_minutes,
    start_of_day,
    wall_clock_before,
)
from accreditation.elections import ElectionFacts, election_warnings, limit_warnings
from accreditation.findings import Finding, FindingCode, ReadingInstant, Severity, found
from accreditation.law.citations import Citation, Law
from accreditation.law.counting import Counted, Step, StepCode, count_back
from accreditation.law.limits import Limit, LimitCode
from accreditation.law.readings import HourAnchor, HourClock, Reading, Variant, profile
from accreditation.voting_hours import voting_hours


class TimeLimit(msgspec.Struct, frozen=True):
    """One time limit of an election.

    Attributes:
        code: `albanian_request`, `foreign_request` or `decision`.
        article: the article that sets it.
        law: that article's law.
        opens_at: the first instant in time, None where the law gives none or it was not found.
        closes_at: the first instant that is late under the election's reading, None if unset.
        reading: the reading that gave `closes_at`.
        safe_until: the earliest end of all readings.
        lenient_until: the latest end of all readings.
        counting: every step of the count under `reading`.
        readings: the end under each reading, each with its own count.
        warnings: unset limits, texts not read, demonstration values.
        demo: true if a demonstration value was used: print "DEMO, NOT LAW".
    """

    code: str
    article: str
    law: str
    opens_at: datetime | None
    closes_at: datetime | None
    reading: str
    safe_until: datetime | None
    lenient_until: datetime | None
    counting: tuple[Step, ...]
    readings: tuple[ReadingInstant, ...] = ()
    warnings: tuple[Finding, ...] = ()
    demo: bool = False


REMEMBERED = 256
"""Windows kept: they follow from the facts of an election alone, and thousands of requests ask for the same."""


def _limit_step(row: Limit) -> Step:
    args: dict[str, str | int] = {"limit": str(row.code), "unit": str(row.unit)}
    if row.value is not None:
        args["value"] = row.value
    if row.act:
        args["act"] = row.act
    return Step(StepCode.LIMIT, args)


def _opening(election: ElectionFacts) -> tuple[datetime | None, tuple[Step, ...], Limit]:
    """The opening is the same under every reading: calendar days, never before the decree."""
    row = election.limit(LimitCode.ALBANIAN_OPENS)
    if row.value is None:
        return None, (_limit_step(row),), row
    first = election.election_date - timedelta(days=row.value)
    steps = [_limit_step(row), Step(StepCode.OPENS_ON, {"day": first.isoformat()})]
    if election.decreed_on is not None and election.decreed_on > first:
        first = election.decreed_on
        steps.append(Step(StepCode.OPENED_BY_DECREE, {"day": first.isoformat()}))
    return start_of_day(first), tuple(steps), row


def reading_instant(reading: Reading, variant: Variant, counted: Counted, own: Citation) -> ReadingInstant:
    """A limit ends with its last day, at 24:00; a reading by the code's own words rests on the article of the limit.

    Args:
        reading: the reading.
        variant: how it was carried out.
        counted: what the count gave.
        own: the article that sets the limit, in the edition the election is held under.

    Source: Art. 18(5) of the code of 2005; Civil Procedure Code Arts. 148-149.
    """
    cited = own if variant.citation.law is Law.CODE_2005 else variant.citation
    end = Step(StepCode.DAY_ENDS_AT_24, {"day": counted.last_day.isoformat()})
    return ReadingInstant(
        reading=str(reading),
        variant=variant.code,
        at=end_of_day(counted.last_day),
        last_day=counted.last_day,
        article=cited.label,
        law=str(cited.law),
        counting=(*counted.steps, end),
    )


def day_readings(election: ElectionFacts, days: int, own: Citation) -> tuple[ReadingInstant, ...]:
    """A limit of days before the election date ends on a day that depends on the reading.

    Args:
        election: its date and rest days.
        days: how many days before the date.
        own: the article that sets the limit.

    Returns: the end under every variant of every reading; `main` comes first within each reading.
    Source: Art. 18(5) of the code of 2005; Civil Procedure Code Arts. 148-149; Law 8485/1999 Art. 62.
    """
    instants = []
    for reading in Reading:
        for variant in profile(reading, election.election_date).backward:
            counted = count_back(election.election_date, days, variant.rule, election.calendar)
            instants.append(reading_instant(reading, variant, counted, own))
    return tuple(instants)


def chosen(readings: tuple[ReadingInstant, ...], reading: str, variant: str = "main") -> ReadingInstant:
    """The one instant that a reading and its variant gave.

    Raises:
        LookupError: the reading is not among them.

    No article: a look-up.
    """
    for instant in readings:
        if instant.reading == reading and instant.variant == variant:
            return instant
    raise LookupError(f"no reading {reading}/{variant}")


def unread_text_warning(election: ElectionFacts) -> tuple[Finding, ...]:
    """A reading whose text in force was not found stands on the older text, and must say so.

    Source: Law 44/2015 Arts. 56-57, known by their titles only.
    """
    held = profile(election.reading, election.election_date)
    if held.text_read:
        return ()
    cited = held.backward[0].citation
    code = FindingCode.READING_TEXT_UNREAD
    severity = Severity.NEEDS_LEGAL_DECISION
    return (found(code, severity, cited, reading=str(held.reading), note=held.note),)


def _not_before(
    readings: tuple[ReadingInstant, ...], opens_at: datetime | None
) -> tuple[ReadingInstant, ...]:
    """A window never closes before it opens: after a late decree it is empty, and its count says so."""
    if opens_at is None:
        return readings
    empty = Step(StepCode.WINDOW_EMPTY, {"opens_on": opens_at.astimezone(TIRANE).date().isoformat()})
    return tuple(
        instant
        if instant.at >= opens_at
        else msgspec.structs.replace(instant, at=opens_at, counting=(*instant.counting, empty))
        for instant in readings
    )


@lru_cache(maxsize=REMEMBERED)
def albanian_request(election: ElectionFacts) -> TimeLimit:
    """Requests by Albanian observers are filed not earlier than 45 and not later than 15 days before the date.

    The window opens at 00:00 of E-45, or of the day of the decree if that is later.
    Returns: the window; an edition whose numbers were not found gives None and the warning `limit_unset`.
    Source: Art. 18(5), Art. 2(1) and Art. 7(7) of the code of 2005.
    """
    opens_at, steps, opening = _opening(election)
    closing = election.limit(LimitCode.ALBANIAN_CLOSES)
    warnings = limit_warnings(opening, closing) + election_warnings(election) + unread_text_warning(election)
    demo = opening.demo or closing.demo
    cited, law = closing.citation.label, str(closing.citation.law)
    reading = str(election.reading)
    code = "albanian_request"
    if closing.value is None:
        return TimeLimit(code, cited, law, opens_at, None, reading, None, None, steps, (), warnings, demo)
    readings = _not_before(day_readings(election, closing.value, closing.citation), opens_at)
    own = chosen(readings, reading)
    if opens_at is not None and own.at == opens_at:
        warnings += (
            found(
                FindingCode.WINDOW_EMPTY,
                Severity.NEEDS_LEGAL_DECISION,
                closing.citation,
                instant=opens_at,
                opens_at=opens_at.isoformat(),
            ),
        )
    return TimeLimit(
        code=code,
        article=cited,
        law=law,
        opens_at=opens_at,
        closes_at=own.at,
        reading=reading,
        safe_until=min(instant.at for instant in readings),
        lenient_until=max(instant.at for instant in readings),
        counting=(*steps, _limit_step(closing), *own.counting),
        readings=readings,
        warnings=warnings,
        demo=demo,
    )


def hour_readings(election: ElectionFacts, row: Limit) -> tuple[ReadingInstant, ...]:
    """A limit of hours before the election date is counted from its 00:00 or from the opening of voting.

    Both are counted in elapsed hours and on the wall clock; they differ only across a clock change.
    Returns: four instants, empty if the limit is unset.
    Source: Art. 18(5) and Art. 8 of the code of 2005.
    """
    if row.value is None:
        return ()
    hours = row.value
    anchors = {
        HourAnchor.START_OF_DATE: start_of_day(election.election_date),
        HourAnchor.OPENING_HOUR: voting_hours(election).opens_at,
    }
    instants = []
    for anchor, at in anchors.items():
        for clock in HourClock:
            end = elapsed_before(at, hours) if clock is HourClock.ELAPSED else wall_clock_before(at, hours)
            steps = [
                Step(StepCode.ANCHOR, {"anchor": str(anchor), "at": at.astimezone(TIRANE).isoformat()}),
                Step(StepCode.HOURS_BACK, {"hours": hours, "clock": str(clock)}),
            ]
            before, after = offset_minutes(end), offset_minutes(at)
            if before != after:
                steps.append(Step(StepCode.CLOCK_CHANGE, {"minutes_before": before, "minutes_after": after}))
            instants.append(
                ReadingInstant(
                    reading=str(anchor),
                    variant=str(clock),
                    at=end,
                    last_day=None,
                    article=row.citation.label,
                    law=str(row.citation.law),
                    counting=tuple(steps),
                )
            )
    return tuple(instants)


@lru_cache(maxsize=REMEMBERED)
def foreign_request(election: ElectionFacts) -> TimeLimit:
    """Requests by foreign observers are filed not later than 72 hours before the election date.

    The text gives no opening day; the window opens with the decree, before which there is no election.
    The closing instant itself is already late: the safe side of "not later than".
    Returns: the window; `reading` is the anchor chosen for the election.
    Source: Art. 18(5) and Art. 2(1) of the code of 2005.
    """
    row = election.limit(LimitCode.FOREIGN_CLOSES)
    steps: tuple[Step, ...] = (_limit_step(row),)
    opens_at = None
    if election.decreed_on is not None:
        opens_at = start_of_day(election.decreed_on)
        steps = (Step(StepCode.OPENED_BY_DECREE, {"day": election.decreed_on.isoformat()}), *steps)
    warnings = limit_warnings(row) + election_warnings(election)
    readings = _not_before(hour_readings(election, row), opens_at)
    own = chosen(readings, election.hour_anchor, election.hour_clock) if readings else None
    return TimeLimit(
        code="foreign_request",
        article=row.citation.label,
        law=str(row.citation.law),
        opens_at=opens_at,
        closes_at=own.at if own else None,
        reading=str(election.hour_anchor),
        safe_until=min((instant.at for instant in readings), default=None),
        lenient_until=max((instant.at for instant in readings), default=None),
        counting=(*steps, *(own.counting if own else ())),
        readings=readings,
        warnings=warnings,
        demo=row.demo,
    )


def last_lawful_day(window: TimeLimit, election: ElectionFacts) -> date:
    """The last civil day on which a filing is still in time under the election's reading.

    Falls back to the day before the election where the window's end is unset.
    Source: Art. 18(5) of the code of 2005.
    """
    if window.closes_at is None:
        return election.election_date - timedelta(days=1)
    return (window.closes_at - timedelta(microseconds=1)).astimezone(TIRANE).date()
