"""Whether the date of an election fits its decree, and what a late decree does to the windows."""

from __future__ import annotations

from datetime import date, timedelta

from accreditation.elections import ElectionFacts, ElectionKind, election_warnings
from accreditation.findings import Finding, FindingCode, Severity, found
from accreditation.law.counting import SUNDAY
from accreditation.law.editions import Provision, cite
from accreditation.law.limits import LimitCode

WEEK_DAYS = 7


def nearest_sunday(day: date) -> date:
    """The Sunday nearest to a day; a week has an odd number of days, so it is always one.

    Source: Art. 7(7) of the code of 2005.
    """
    ahead = (SUNDAY - day.weekday()) % WEEK_DAYS
    return day + timedelta(days=ahead if ahead <= WEEK_DAYS // 2 else ahead - WEEK_DAYS)


def date_warnings(election: ElectionFacts) -> tuple[Finding, ...]:
    """The elections for the Assembly take place on the Sunday nearest to the forty-fifth day after the decree.

    It warns and never blocks: the date is the President's to set. An edition whose rule was not found says nothing,
    and neither does a partial or repeat election, which has a calendar of its own.
    Source: Art. 7(7) of the code of 2005.
    """
    row = election.limit(LimitCode.ELECTION_AFTER_DECREE)
    if election.kind is not ElectionKind.ASSEMBLY or election.decreed_on is None or row.value is None:
        return ()
    expected = nearest_sunday(election.decreed_on + timedelta(days=row.value))
    if election.election_date == expected:
        return ()
    return (
        found(
            FindingCode.NOT_NEAREST_SUNDAY,
            Severity.TO_RECORD,
            row.citation,
            election_date=election.election_date.isoformat(),
            decreed_on=election.decreed_on.isoformat(),
            expected=expected.isoformat(),
            days=row.value,
        ),
    )


def truncation_warnings(election: ElectionFacts) -> tuple[Finding, ...]:
    """A decree that comes less than 45 days before the date cuts the window of Albanian observers short.

    There is no election before its decree, so the window opens with it; a dissolved local council can leave less
    than 45 days.
    Source: Art. 18(5), Art. 2(1), Art. 7(7) and Art. 7(8) of the code of 2005.
    """
    row = election.limit(LimitCode.ALBANIAN_OPENS)
    if row.value is None or election.decreed_on is None:
        return ()
    full = election.election_date - timedelta(days=row.value)
    lost = (election.decreed_on - full).days
    if lost <= 0:
        return ()
    return (
        found(
            FindingCode.WINDOW_TRUNCATED,
            Severity.TO_RECORD,
            cite(election.edition, Provision.REQUEST_TIME),
            opens_on=election.decreed_on.isoformat(),
            full_opening=full.isoformat(),
            days=lost,
        ),
    )


def calendar_warnings(election: ElectionFacts) -> tuple[Finding, ...]:
    """Everything that the record of an election should make its commission look twice; nothing of it blocks.

    Source: Arts. 2(1), 7(1), 7(7), 7(8) and 18(5) of the code of 2005.
    """
    return (*election_warnings(election), *date_warnings(election), *truncation_warnings(election))
