"""What must be looked up before a step: the dialogue asks, the shell answers with `Facts`.

The step does no I/O. `engine.questions` names what it will need, the shell reads it in the same transaction
and passes the answers as `facts.Facts`. A question that was not asked has no fact.
"""

from __future__ import annotations

import msgspec


class FindPlaces(msgspec.Struct, frozen=True, tag="find_places"):
    """Places of the open election with these codes, in normal form (`1850/01`, `unit:12`).

    A code `unit:12` asks for the commission or electoral unit number 12 (KZAZ, CEAZ, ZAZ, EAZ).
    Answered in `Facts.places`; an unknown code has no row there.
    """

    codes: tuple[str, ...]


class NearestCentres(msgspec.Struct, frozen=True, tag="nearest_centres"):
    """The voting centres nearest to a WGS 84 position, nearest first, at most five: `Facts.nearest`."""

    latitude: float
    longitude: float


class OpenLink(msgspec.Struct, frozen=True, tag="open_link"):
    """The state of a one-time chat link: `Facts.link`, with state `unknown` when no such code exists."""

    code: str


class CheckSecondFact(msgspec.Struct, frozen=True, tag="check_second_fact"):
    """Whether the observer of a link was born on this date: `Facts.second_fact_right`.

    `answer` is an ISO date (`1990-05-17`). The shell compares it in constant time. It never counts here:
    a wrong answer is counted by the effect `CountWrongFact`.
    """

    code: str
    answer: str


class NextReportNumber(msgspec.Struct, frozen=True, tag="next_report_number"):
    """A fresh report number: `Facts.report_number`. One that is not used leaves a gap, which is allowed."""


class MyReports(msgspec.Struct, frozen=True, tag="my_reports"):
    """The latest reports of the bound observer, newest first, at most ten: `Facts.reports`."""


class AskHelp(msgspec.Struct, frozen=True, tag="ask_help"):
    """A free question to the help center, in a language (`sq` or `en`): `Facts.help`."""

    text: str
    language: str


class HelpTopic(msgspec.Struct, frozen=True, tag="help_topic"):
    """The approved answer of one topic in a language: `Facts.help`; None when there is no such topic."""

    topic: str
    language: str


Question = (
    FindPlaces
    | NearestCentres
    | OpenLink
    | CheckSecondFact
    | NextReportNumber
    | MyReports
    | AskHelp
    | HelpTopic
)
