"""When voting centres open and close, and who may still vote after closing."""

from __future__ import annotations

from datetime import date, datetime, time

import msgspec

from accreditation.civil_time import at_local, require_aware
from accreditation.elections import ElectionFacts
from accreditation.law.limits import LimitCode

SUMMER_FIRST, SUMMER_LAST = (3, 31), (10, 15)
"""Art. 8(1): month and day of the first and the last election date with the later closing."""


class VotingHours(msgspec.Struct, frozen=True):
    """The voting day.

    Attributes:
        opens_at: the instant voting centres open.
        closes_at: the instant they close, None where the hour was not found.
        article: the article cited.
        law: its law.
    """

    opens_at: datetime
    closes_at: datetime | None
    article: str
    law: str


def is_summer(election_date: date) -> bool:
    """From 31 March to 15 October voting centres close at 19:00, from 16 October to 30 March at 18:00.

    Source: Art. 8(1)-(2) of the code of 2005.
    """
    return SUMMER_FIRST <= (election_date.month, election_date.day) <= SUMMER_LAST


def voting_hours(election: ElectionFacts) -> VotingHours:
    """Voting centres open at 7:00 and close at 19:00 or at 18:00, by the date of the election.

    Source: Art. 8(1)-(2) of the code of 2005; for the code in force see each row of the table of limits.
    """
    day = election.election_date
    opening = election.limit(LimitCode.VOTING_OPENS)
    code = LimitCode.VOTING_CLOSES_SUMMER if is_summer(day) else LimitCode.VOTING_CLOSES_WINTER
    closing = election.limit(code).value
    # The opening hour is known in both editions, so its value is never None; 7 stands in the table only.
    return VotingHours(
        opens_at=at_local(day, time(opening.value or 0)),
        closes_at=at_local(day, time(closing)) if closing is not None else None,
        article=opening.citation.label,
        law=str(opening.citation.law),
    )


def may_still_vote(hours: VotingHours, at: datetime, *, waiting_at_closing: bool) -> bool | None:
    """No one votes after closing, except voters who were waiting at the time of closing.

    Returns: None where the closing hour was not found.
    Raises:
        NaiveInstant: `at` has no time zone.

    Source: Art. 8(3) of the code of 2005.
    """
    at = require_aware(at)
    if hours.closes_at is None:
        return None
    return at >= hours.opens_at and (at < hours.closes_at or waiting_at_closing)
