"""What a step will need to know: the questions, read off the same understanding as the step itself."""

from __future__ import annotations

from bots.dialogue.facts import BoundAccreditation
from bots.dialogue.flows.menu import codes_of, topic_of_voter
from bots.dialogue.languages import clear, detect
from bots.dialogue.questions import (
    AskHelp,
    CheckSecondFact,
    FindPlaces,
    HelpTopic,
    MyReports,
    NearestCentres,
    NextReportNumber,
    OpenLink,
    Question,
)
from bots.dialogue.reading import Heard, Reading, Route, is_greeting, route, told
from bots.dialogue.state import State
from bots.dialogue.times import birth_date
from bots.messages import Inbound
from bots.reports import guard

_PLACE_STEPS = frozenset({"report.place", "report.nearest", "report.what", "report.resume"})


def language_after(
    state: State, inbound: Inbound, reading: Reading, bound: tuple[BoundAccreditation, ...]
) -> str:
    """The language of the answer: kept, detected at first contact, or a voter's who plainly changed it."""
    if state.language is None:
        return detect(reading.text, inbound.language_hint)
    if not bound and state.flow == "menu" and reading.heard is Heard.WORDS:
        return clear(reading.text) or state.language
    return state.language


def needs(
    state: State, inbound: Inbound, reading: Reading, bound: tuple[BoundAccreditation, ...]
) -> tuple[Question, ...]:
    """The questions of one reading."""
    language = language_after(state, inbound, reading, bound)
    match reading.heard:
        case Heard.COMMAND:
            return _command(state, reading, bound, language)
        case Heard.PRESS:
            return _press(state, reading, bound, language)
        case Heard.POSITION:
            return _position(state, inbound, bound)
        case Heard.FILES:
            return _files(state, reading, bound)
        case Heard.WORDS:
            return _words(state, reading, bound, language)
        case _:
            return ()


def _command(
    state: State, reading: Reading, bound: tuple[BoundAccreditation, ...], language: str
) -> tuple[Question, ...]:
    name = reading.name
    if name == "start" and reading.value:
        return (OpenLink(reading.value),)
    if name == "status":
        return (MyReports(),)
    if name == "help" and reading.text:
        return (AskHelp(guard.sift(reading.text).kept, language),)
    if name == "report" and reading.text and bound:
        return _filing(codes_of(reading.text))
    if name == "done" and state.draft and not state.draft.filed and state.draft.words:
        return (NextReportNumber(),)
    return _asked_again(state)


def _asked_again(state: State) -> tuple[Question, ...]:
    """What the second fact's question says of its link, where it may be asked once more."""
    return (OpenLink(state.link),) if state.flow == "binding" and state.link else ()


def _press(
    state: State, reading: Reading, bound: tuple[BoundAccreditation, ...], language: str
) -> tuple[Question, ...]:
    name, draft = reading.name, state.draft
    if name == "help":
        return (HelpTopic(reading.value, language),)
    if name == "st":
        return (MyReports(),)
    if name == "pl" and draft:
        places = FindPlaces((reading.value,))
        return (places,) if draft.filed or not draft.words else (places, NextReportNumber())
    if name == "new" and draft and not draft.filed and draft.words:
        return (NextReportNumber(),)
    if name == "pend" and reading.value == "question":
        return (AskHelp(state.pending, language),)
    if name == "pend" and reading.value == "report" and bound:
        return _filing(codes_of(state.pending))
    return _asked_again(state)


def _position(state: State, inbound: Inbound, bound: tuple[BoundAccreditation, ...]) -> tuple[Question, ...]:
    at_place = state.at in ("report.place", "report.nearest", "report.resume")
    where = inbound.location
    if where is None or not (at_place or (bound and state.flow == "menu")):
        return ()
    return (NearestCentres(where.latitude, where.longitude),)


def _files(state: State, reading: Reading, bound: tuple[BoundAccreditation, ...]) -> tuple[Question, ...]:
    if state.draft and state.draft.filed:
        return ()
    if state.flow == "report" or bound:
        return _filing(codes_of(reading.text))
    return ()


def _words(
    state: State, reading: Reading, bound: tuple[BoundAccreditation, ...], language: str
) -> tuple[Question, ...]:
    if state.flow == "binding":
        iso = birth_date(reading.text)
        return (OpenLink(state.link), CheckSecondFact(state.link, iso)) if iso and state.link else ()
    if state.flow == "report" and state.draft:
        codes = codes_of(reading.text)
        if not state.draft.filed:
            return _filing(codes)
        if not codes:
            return ()
        places = FindPlaces(codes)
        return (places, NextReportNumber()) if another(state, reading) else (places,)
    if not bound:
        if is_greeting(reading.folded):
            return ()
        topic = topic_of_voter(reading)
        return (HelpTopic(topic, language) if topic else AskHelp(guard.sift(reading.text).kept, language),)
    match route(reading):
        case Route.REPORT:
            return _filing(codes_of(reading.text))
        case Route.QUESTION:
            return (AskHelp(reading.text, language),)
        case _:
            return ()


def another(state: State, reading: Reading) -> bool:
    """Whether words in an open filed report may tell of another place, and so begin another report."""
    draft = state.draft
    return bool(
        draft
        and draft.filed
        and draft.place_known
        and reading.codes
        and state.at not in ("report.place", "report.nearest")
        and reading.codes[0].code != draft.place_code
        and reading.codes[0].code != draft.place_words
        and told(reading)
    )


def _filing(codes: tuple[str, ...]) -> tuple[Question, ...]:
    return (FindPlaces(codes), NextReportNumber()) if codes else (NextReportNumber(),)
