"""The additional deadline for a translation, which the organ sets when it tells a sender of the duty to translate."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from accreditation.civil_time import civil_date, end_of_day
from accreditation.elections import ElectionFacts, limit_warnings
from accreditation.findings import Finding
from accreditation.law.counting import Step, StepCode, count_on
from accreditation.law.limits import LimitCode
from accreditation.law.readings import profile


class AdditionalDeadline(msgspec.Struct, frozen=True):
    """Until when a translation is delivered in time.

    Attributes:
        last_day: the last civil day, None if nobody set one.
        due_at: the first instant that is late, None if nobody set one.
        counting: every step of the count.
        warnings: an unset limit.
    """

    last_day: date | None
    due_at: datetime | None
    counting: tuple[Step, ...] = ()
    warnings: tuple[Finding, ...] = ()


def additional_deadline(
    election: ElectionFacts, notified_at: datetime, set_day: date | None = None
) -> AdditionalDeadline:
    """The organ sets an additional deadline in its notice; the law gives no number, an act may give one for all.

    Without one the deadline is unset, with a named warning; the filing stays in time all the same.
    Args:
        election: the facts of the election.
        notified_at: when the sender is told; that day is excluded.
        set_day: the last day that the notice itself sets, None to take the act's number of days.

    Raises:
        NaiveInstant: `notified_at` has no time zone.

    Source: Law 44/2015 Art. 20(4).
    """
    if set_day is not None:
        step = Step(StepCode.LAST_DAY, {"day": set_day.isoformat()})
        return AdditionalDeadline(set_day, end_of_day(set_day), (step,))
    row = election.limit(LimitCode.TRANSLATION)
    if row.value is None:
        return AdditionalDeadline(None, None, (), limit_warnings(row))
    rule = profile(election.reading, election.election_date).forward[0].rule
    counted = count_on(civil_date(notified_at), row.value, rule, election.calendar)
    return AdditionalDeadline(
        counted.last_day, end_of_day(counted.last_day), counted.steps, limit_warnings(row)
    )
