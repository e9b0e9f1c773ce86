"""What one message means, before anything is looked up: the same reading serves questions and step."""

from __future__ import annotations

import re
from enum import StrEnum

import msgspec

from bots.dialogue.state import State
from bots.messages import Inbound, Kind
from bots.reports import matching, places, severity
from bots.reports.wording import fold, visible


class Heard(StrEnum):
    """The kinds of meaning; every inbound kind falls into one."""

    COMMAND = "command"
    PRESS = "press"
    WORDS = "words"
    FILES = "files"
    POSITION = "position"
    EDITED = "edited"
    ODD = "odd"


class Reading(msgspec.Struct, frozen=True):
    """One message understood.

    Attributes:
        heard: the kind of meaning.
        name: command name, button action, or the odd kind.
        value: command argument or button value.
        serial: the draft a button belongs to, or None.
        text: words or caption, visible characters only.
        folded: the text folded for comparison.
        codes: places named in the text.
    """

    heard: Heard
    name: str = ""
    value: str = ""
    serial: int | None = None
    text: str = ""
    folded: str = ""
    codes: tuple[places.Found, ...] = ()


LONGEST_TEXT = 20_000
"""Characters of one message that are kept; no channel sends more."""

_COMMANDS = {
    "start": "start", "fillo": "start",
    "help": "help", "ndihme": "help", "ndihma": "help",
    "report": "report", "raporto": "report", "raport": "report",
    "status": "status", "gjendja": "status", "gjendje": "status",
    "language": "language", "gjuha": "language", "gjuhe": "language", "lang": "language",
    "cancel": "cancel", "anulo": "cancel", "anullo": "cancel",
    "done": "done", "mbaro": "done", "perfundo": "done",
    "stop": "stop", "ndal": "stop", "ndalo": "stop", "stopall": "stop", "unsubscribe": "stop",
    "menu": "menu", "menyja": "menu", "menuja": "menu",
    "later": "later", "mevone": "later",
    "unbind": "unbind", "shkepute": "unbind", "shkeput": "unbind",
    "human": "human", "operator": "human", "njeri": "human", "operatori": "human",
}  # fmt: skip
COMMANDS = frozenset(_COMMANDS.values())
_GREETINGS = frozenset(
    [
        "pershendetje", "tungjatjeta", "tung", "hello", "hi", "hey", "miredita", "mirdita", "miremengjes",
        "mirmengjes", "mirembrema", "ciao", "alo", "good", "morning", "evening",
    ]
)  # fmt: skip
_BIND = re.compile(
    r"\s*(?:vezhgo|v\u00ebzhgo|VEZHGO|V\u00cbZHGO)[\s:]+([A-Za-z0-9_-]{6,64})\s*", re.IGNORECASE
)
_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_FILES = frozenset({Kind.PHOTO, Kind.VIDEO, Kind.VOICE, Kind.AUDIO, Kind.DOCUMENT})

PICKING_STEPS = frozenset({"report.guess", "report.group", "report.category", "report.knowledge"})
"""Steps in which a bare number can only be meant for a button, also when there is no such button."""


def read(state: State, inbound: Inbound) -> Reading:
    """The meaning of a message in this state. Never raises, whatever the message holds."""
    kind = inbound.kind
    if kind is Kind.BUTTON:
        return _pressed(inbound.button)
    if kind is Kind.TEXT:
        return _text(state, visible(inbound.text[:LONGEST_TEXT]).strip())
    if kind in _FILES and inbound.media:
        return _worded(Heard.FILES, visible(inbound.text[:LONGEST_TEXT]).strip())
    if kind is Kind.LOCATION and _on_earth(inbound):
        return Reading(Heard.POSITION)
    if kind is Kind.EDITED:
        return _worded(Heard.EDITED, visible(inbound.text[:LONGEST_TEXT]).strip())
    return Reading(Heard.ODD, name=kind.value)


def _on_earth(inbound: Inbound) -> bool:
    where = inbound.location
    return where is not None and -90 <= where.latitude <= 90 and -180 <= where.longitude <= 180


def _worded(heard: Heard, text: str) -> Reading:
    return Reading(heard, text=text, folded=fold(text), codes=places.find(text))


def _pressed(data: str) -> Reading:
    """A button's data: `action:value#serial`, value and serial optional."""
    main, mark, tag = data.rpartition("#")
    serial = int(tag) if mark and tag.isascii() and tag.isdigit() and len(tag) < 10 else None
    action, _, value = (main if serial is not None else data).partition(":")
    if action == "cmd":
        name = _COMMANDS.get(value)
        return Reading(Heard.COMMAND, name=name) if name else Reading(Heard.PRESS, name="unknown")
    return Reading(Heard.PRESS, name=action[:40], value=value[:64], serial=serial)


def _text(state: State, text: str) -> Reading:
    if not text:
        return Reading(Heard.ODD, name="empty")
    if text.startswith("/"):
        return _command(text)
    bind = _BIND.fullmatch(text)
    if bind:
        return Reading(Heard.COMMAND, name="start", value=bind[1])
    folded = fold(text)
    if len(text) <= 3 and text.isascii() and text.isdigit():
        index = int(text) - 1
        if 0 <= index < len(state.offered):
            return _pressed(state.offered[index])
        if state.at in PICKING_STEPS:
            return Reading(Heard.PRESS, name="unknown")
    name = _COMMANDS.get(folded.strip(" .!?"))
    if name:
        return Reading(Heard.COMMAND, name=name)
    return Reading(Heard.WORDS, text=text, folded=folded, codes=places.find(text))


def _command(text: str) -> Reading:
    word, _, argument = text[1:].partition(" ")
    name = _COMMANDS.get(fold(word.partition("@")[0]))
    if name is None:
        return Reading(Heard.COMMAND, name="unknown", text=text)
    argument = argument.strip()
    if name == "start":
        return Reading(Heard.COMMAND, name="start", value=argument if _CODE.fullmatch(argument) else "")
    return Reading(Heard.COMMAND, name=name, value=argument, text=argument)


def is_greeting(folded: str) -> bool:
    """Whether the words are only a greeting."""
    words = folded.strip(" .!?,").split()
    return 0 < len(words) <= 3 and all(word.strip("!,.") in _GREETINGS for word in words)


_ASKING = re.compile(
    r"^(?:a |ku |kur |si |kush |cfare |cka |c |cili |cila |pse |sa |per cfare |ne cilen |me cfare |"
    r"where |when |how |who |what |which |why |can |could |do |does |is |are |am i |may |should |must )"
)


def is_question(reading: Reading) -> bool:
    """Whether the words ask rather than tell."""
    return reading.text.rstrip().endswith("?") or (
        not reading.codes
        and _ASKING.match(reading.folded) is not None
        and not severity.dangerous(reading.text)
    )


def told(reading: Reading) -> str:
    """What the words tell besides the code of a place; empty when they are only a code."""
    if not reading.codes:
        return "" if places.alone_code(reading.text) else reading.text
    rest = reading.codes[0].rest
    # One word beside a code is mostly part of the place; "propaganda" or "dhunë" is the event itself.
    alone = len(rest.split()) < 2
    return "" if alone and not (matching.match(rest) or severity.dangerous(rest)) else rest


class Route(StrEnum):
    """What an accredited observer's free words at the menu are."""

    REPORT = "report"
    QUESTION = "question"
    GREETING = "greeting"
    UNSURE = "unsure"


def route(reading: Reading) -> Route:
    """A place with an event, danger, or a known irregularity is a report; doubt is asked, never decided."""
    if is_greeting(reading.folded):
        return Route.GREETING
    if is_question(reading):
        return Route.QUESTION
    if reading.codes and told(reading):
        return Route.REPORT
    if severity.dangerous(reading.text) or matching.match(reading.text):
        return Route.REPORT
    return Route.REPORT if places.alone_code(reading.text) else Route.UNSURE
