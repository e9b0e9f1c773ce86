"""The election a question is about, and the facts the law computes from its own data.

No date or hour of an election is ever typed into an answer: an answer names a fact, this file computes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

import msgspec
from babel.dates import format_date

TIRANE = ZoneInfo("Europe/Tirane")


class Election(msgspec.Struct, frozen=True):
    """What the help center must know of one election.

    Attributes:
        id: the caller's own id, given back untouched.
        name: the name shown with each answer.
        date: the day of voting, a civil date in Europe/Tirane.
        kind: `assembly`, `local`, `referendum` or `partial`.
        opens_at: opening of the voting centres as "HH:MM"; None means by Art. 8.
        closes_at: closing of the voting centres as "HH:MM"; None means by Art. 8.
        albanian_request_closes_on: last civil day for requests of Albanian observers, as `accreditation` counts.
        foreign_request_closes_at: last instant for requests of foreign observers, aware.
        demo: True for an invented election; its answers are marked DEMO.
    """

    id: str
    name: str
    date: date
    kind: str = "assembly"
    opens_at: str | None = None
    closes_at: str | None = None
    albanian_request_closes_on: date | None = None
    foreign_request_closes_at: datetime | None = None
    demo: bool = False

    @property
    def key(self) -> str:
        """What a dated answer names it by: kind and date, as in `assembly:2025-05-11`."""
        return f"{self.kind}:{self.date.isoformat()}"


def voting_hours(day: date) -> tuple[str, str]:
    """Voting centres open at 7:00 and close at 19:00 from 31 March to 15 October, at 18:00 otherwise.

    Electoral Code 2005, Art. 8(1) and (2).
    """
    summer = (3, 31) <= (day.month, day.day) <= (10, 15)
    return ("07:00", "19:00" if summer else "18:00")


FACTS = frozenset(
    {
        "election_name",
        "election_date",
        "election_weekday",
        "opens_at",
        "closes_at",
        "albanian_request_closes_on",
        "foreign_request_closes_at",
    }
)
"""The names an answer may use between braces."""


@lru_cache(maxsize=64)
def facts_of(election: Election, language: str) -> Mapping[str, str]:
    """The facts of the election as words of one language; a fact that is not known is left out.

    Dates are written by CLDR through Babel, instants in Europe/Tirane.
    """
    opens, closes = voting_hours(election.date)
    facts = {
        "election_name": election.name,
        "election_date": _day(election.date, language),
        "election_weekday": _day(election.date, language, "EEEE"),
        "opens_at": election.opens_at or opens,
        "closes_at": election.closes_at or closes,
    }
    if election.albanian_request_closes_on is not None:
        facts["albanian_request_closes_on"] = _day(election.albanian_request_closes_on, language)
    if election.foreign_request_closes_at is not None:
        local = election.foreign_request_closes_at.astimezone(TIRANE)
        facts["foreign_request_closes_at"] = f"{_day(local.date(), language)}, {local:%H:%M}"
    return MappingProxyType(facts)


def _day(day: date, language: str, pattern: str = "d MMMM y") -> str:
    """A civil date as the language writes it; the bare form fits after an Albanian preposition."""
    return format_date(day, pattern, locale="sq" if language == "sq" else "en_GB")
