"""Every time limit of an election in one list, for the lawyer who checks it: the rule, its number, its ends, its count.

The limits of requests and decisions come from their own rules; registrations are counted back from the election date;
appeals run from an event that is not known yet, so they have a length and no instant.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from accreditation.decision_time import decision_limit
from accreditation.elections import ElectionFacts, limit_warnings
from accreditation.law.counting import Step, StepCode
from accreditation.law.limits import Limit, LimitCode
from accreditation.voting_hours import voting_hours
from accreditation.windows import (
    TimeLimit,
    albanian_request,
    chosen,
    day_readings,
    foreign_request,
    unread_text_warning,
)


class CountedFrom(StrEnum):
    """What a limit is counted from."""

    ELECTION_DATE = "election_date"
    SUBMISSION = "submission"
    ANNOUNCEMENT = "announcement"
    APPEAL = "appeal"
    DECREE = "decree"


class CalendarItem(msgspec.Struct, frozen=True):
    """One line of the calendar.

    Attributes:
        limit: the limit with its ends and readings.
        value: its number, None where it was not found and nobody set it.
        unit: what the number counts.
        counted_from: the event it runs from or up to.
        mark: how well the number is known.
        source: where it was read.
        note: what the reader must know.
        act: the act that set it for this election, else empty.
        unset: true if the act that needs it is blocked until the lawyer sets it.
        internal: true for a target that is no law.
    """

    limit: TimeLimit
    value: int | None
    unit: str
    counted_from: CountedFrom
    mark: str
    source: str
    note: str = ""
    act: str = ""
    unset: bool = False
    internal: bool = False


def _item(limit: TimeLimit, row: Limit, counted_from: CountedFrom, *, internal: bool = False) -> CalendarItem:
    return CalendarItem(
        limit=limit,
        value=row.value,
        unit=str(row.unit),
        counted_from=counted_from,
        mark=str(row.citation.mark),
        source=row.citation.source,
        note=row.note,
        act=row.act,
        unset=row.value is None,
        internal=internal,
    )


def _step(row: Limit) -> tuple[Step, ...]:
    if row.value is None:
        return ()
    args: dict[str, str | int] = {"limit": str(row.code), "unit": str(row.unit), "value": row.value}
    return (Step(StepCode.LIMIT, args | {"act": row.act} if row.act else args),)


def registration_limit(election: ElectionFacts, code: LimitCode) -> TimeLimit:
    """A party registers no later than 40 days, a coalition 35 days before the day of the elections.

    Args:
        election: the facts of the election.
        code: `party_registration` or `coalition_registration`.

    Source: Art. 15(1) and Art. 16(1) of the code of 2005; 75 and 70 days since February 2025.
    """
    row = election.limit(code)
    warnings = limit_warnings(row) + unread_text_warning(election)
    cited, law, reading = row.citation.label, str(row.citation.law), str(election.reading)
    if row.value is None:
        return TimeLimit(str(code), cited, law, None, None, reading, None, None, (), (), warnings, row.demo)
    readings = day_readings(election, row.value, row.citation)
    own = chosen(readings, reading)
    return TimeLimit(
        code=str(code),
        article=cited,
        law=law,
        opens_at=None,
        closes_at=own.at,
        reading=reading,
        safe_until=min(one.at for one in readings),
        lenient_until=max(one.at for one in readings),
        counting=(*_step(row), *own.counting),
        readings=readings,
        warnings=warnings,
        demo=row.demo,
    )


def term(election: ElectionFacts, code: LimitCode) -> TimeLimit:
    """A limit that runs from an event still to come has a length, and no instant yet.

    Source: Arts. 146, 168 and 173 (titles) of the code of 2005; Arts. 122-130 and 157 of the code in force.
    """
    row = election.limit(code)
    reading = str(election.reading)
    warnings = limit_warnings(row)
    cited = row.citation
    return TimeLimit(
        str(code),
        cited.label,
        str(cited.law),
        None,
        None,
        reading,
        None,
        None,
        _step(row),
        (),
        warnings,
        row.demo,
    )


def voting_day(election: ElectionFacts) -> TimeLimit:
    """Voting centres open at 7:00 and close at 19:00 or at 18:00, by the date.

    Source: Art. 8(1)-(2) of the code of 2005.
    """
    hours = voting_hours(election)
    return TimeLimit("voting", hours.article, hours.law, hours.opens_at, hours.closes_at, "", None, None, ())


_AFTER_EVENTS = (
    (LimitCode.APPEAL, CountedFrom.ANNOUNCEMENT),
    (LimitCode.APPEAL_REPORT, CountedFrom.APPEAL),
    (LimitCode.APPEAL_COMPLETION, CountedFrom.ANNOUNCEMENT),
    (LimitCode.APPEAL_DECISION, CountedFrom.APPEAL),
    (LimitCode.COURT_APPEAL, CountedFrom.ANNOUNCEMENT),
    (LimitCode.COLLEGE_DECISION, CountedFrom.APPEAL),
)


def election_calendar(election: ElectionFacts) -> tuple[CalendarItem, ...]:
    """The limits of requests, of decisions, of registrations and of appeals, and the hours of voting.

    Source: Arts. 8, 15(1), 16(1), 18(5) of the code of 2005, and for appeals the articles of each layer by edition.
    """
    voting = voting_day(election)
    target = term(election, LimitCode.FOREIGN_DECISION_TARGET)
    return (
        _item(
            albanian_request(election), election.limit(LimitCode.ALBANIAN_CLOSES), CountedFrom.ELECTION_DATE
        ),
        _item(foreign_request(election), election.limit(LimitCode.FOREIGN_CLOSES), CountedFrom.ELECTION_DATE),
        _item(decision_limit(election), election.limit(LimitCode.DECISION), CountedFrom.SUBMISSION),
        _item(
            target,
            election.limit(LimitCode.FOREIGN_DECISION_TARGET),
            CountedFrom.SUBMISSION,
            internal=True,
        ),
        *(_item(term(election, code), election.limit(code), event) for code, event in _AFTER_EVENTS),
        _item(
            registration_limit(election, LimitCode.PARTY_REGISTRATION),
            election.limit(LimitCode.PARTY_REGISTRATION),
            CountedFrom.ELECTION_DATE,
        ),
        _item(
            registration_limit(election, LimitCode.COALITION_REGISTRATION),
            election.limit(LimitCode.COALITION_REGISTRATION),
            CountedFrom.ELECTION_DATE,
        ),
        _item(voting, election.limit(LimitCode.VOTING_OPENS), CountedFrom.ELECTION_DATE),
    )
