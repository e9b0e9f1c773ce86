"""The phases of an election that a report can belong to, and a first guess of the phase."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

_TIRANE = ZoneInfo("Europe/Tirane")


class Phase(StrEnum):
    """In the order of time; votes from abroad and complaints run beside the others."""

    PRE_ELECTION = "pre_election"
    OPENING = "opening"
    VOTING = "voting"
    CLOSING = "closing"
    DELIVERY = "delivery"
    COUNTING = "counting"
    TABULATION = "tabulation"
    ABROAD = "abroad"
    COMPLAINTS = "complaints"


OPENING_HOUR = 7
"""Voting centres open at 7:00 local time (Electoral Code 2005, Art. 8(1))."""
SUMMER_CLOSING_HOUR, WINTER_CLOSING_HOUR = 19, 18
"""Closing hour from 31 March to 15 October, and in the rest of the year (Electoral Code 2005, Art. 8)."""
_OF_CATEGORY = {
    "OPN": Phase.OPENING,
    "CLS": Phase.CLOSING,
    "TRA": Phase.DELIVERY,
    "CNT": Phase.COUNTING,
    "REC": Phase.COUNTING,
    "TAB": Phase.TABULATION,
    "OCV": Phase.ABROAD,
}


def closing_hour(day: date) -> int:
    """The local hour at which voting centres close on this day.

    Electoral Code 2005, Art. 8.
    """
    return SUMMER_CLOSING_HOUR if (3, 31) <= (day.month, day.day) <= (10, 15) else WINTER_CLOSING_HOUR


def guess(category: str | None, at: datetime, election_date: date | None) -> Phase:
    """The likely phase of an event at an instant (aware UTC); the category is believed before the clock.

    Before the election day it is always the time before the election, except for votes from abroad.
    Without an election date the category decides, else it is voting.
    """
    local = at.astimezone(UTC).astimezone(_TIRANE)
    by_category = _OF_CATEGORY.get(category or "")
    if election_date is not None:
        if local.date() < election_date:
            return Phase.ABROAD if by_category is Phase.ABROAD else Phase.PRE_ELECTION
        if by_category is None:
            return _by_clock(local, election_date)
    return by_category or Phase.VOTING


def _by_clock(local: datetime, election_date: date) -> Phase:
    if local.date() > election_date:
        return Phase.COUNTING if (local.date() - election_date).days <= 2 else Phase.COMPLAINTS
    closes = closing_hour(election_date)
    if local.hour < OPENING_HOUR:
        return Phase.OPENING
    if local.hour < closes:
        return Phase.VOTING
    return Phase.CLOSING if local.hour == closes else Phase.COUNTING
