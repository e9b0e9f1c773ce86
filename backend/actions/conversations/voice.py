"""A voter's phone call: language, menu of topics, approved short text with source and date, a person.

Each turn of a call is one request of the provider, and where the call stands is in its address (`Turn`).
Nothing about the caller is read, kept or counted but which topic was asked in which language.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import msgspec
from prometheus_client import Counter

from backend.actions.conversations.chat_facts import help_center, help_election, help_fact, knowledge
from backend.actions.elections.register import register
from backend.services import Services
from backend.store.database import UNAVAILABLE
from bots.dialogue.facts import HelpFact, HelpKind
from bots.helpcenter.election import Election

CALLS = Counter("vezhgo_voice_calls_total", "Phone calls answered")
CHOICES = Counter("vezhgo_voice_choices_total", "What callers asked for", ["language", "choice"])

LANGUAGES = {"1": "sq", "2": "en"}
TOPICS = {
    "1": "where_vote",
    "2": "voting_hours",
    "3": "id_documents",
    "4": "dia_register",
    "5": "impostor",
}
"""The digit of a topic never changes, so that people can pass it on."""
PERSON, AGAIN = "0", "9"
REPEATS = 2
"""How often a wrong digit or silence is forgiven before the call ends."""


class Step(StrEnum):
    """Where a call stands, as it is written in the address of the next request."""

    START = "start"
    LANGUAGE = "language"
    MENU = "menu"
    AFTER = "after"
    """An answer was read; silence now means that the caller has what they came for."""
    DIALLED = "dialled"


class Turn(msgspec.Struct, frozen=True):
    """One request of a call.

    Attributes:
        step: what the caller was asked.
        language: `sq` or `en`, chosen before.
        wrong: wrong answers to this question so far.
        digit: what the caller pressed; empty for silence.
        dialled: how the connection to a person ended, in the provider's words; empty before.
    """

    step: Step
    language: str = "sq"
    wrong: int = 0
    digit: str = ""
    dialled: str = ""


class Line(msgspec.Struct, frozen=True):
    """One text to be spoken, and the language of the voice."""

    language: str
    text: str


class Reply(msgspec.Struct, frozen=True):
    """What the caller hears, and then one of: a digit is awaited, a number is dialled, the call ends.

    Attributes:
        lines: spoken in this order.
        next: where the answer goes; None where the call ends.
        dial: the number to connect to, or None.
    """

    lines: tuple[Line, ...]
    next: Turn | None = None
    dial: str | None = None


def read(query: Mapping[str, str], form: Mapping[str, str]) -> Turn:
    """The turn of an address and a form; what cannot be read starts the call anew."""
    step = query.get("s", "")
    wrong = query.get("n", "0")
    return Turn(
        step=Step(step) if step in set(Step) else Step.START,
        language=query["l"] if query.get("l") in LANGUAGES.values() else "sq",
        wrong=int(wrong) if wrong in {"0", "1", "2"} else REPEATS,
        digit=form.get("Digits", "")[:1],
        dialled=form.get("DialCallStatus", ""),
    )


async def answer(services: Services, turn: Turn) -> Reply:
    """What to say in this turn; a database that is away is said to the caller, never an error tone."""
    if turn.step is Step.START:
        CALLS.inc()
        return _ask_language(services, 0)
    if turn.step is Step.LANGUAGE:
        return await _language(services, turn)
    if turn.step is Step.DIALLED:
        return _dialled(services, turn)
    return await _menu(services, turn)


def _ask_language(services: Services, wrong: int) -> Reply:
    lines = tuple(Line(code, services.texts.text(code, "voice-language")) for code in LANGUAGES.values())
    return Reply(lines, Turn(Step.LANGUAGE, wrong=wrong))


async def _language(services: Services, turn: Turn) -> Reply:
    language = LANGUAGES.get(turn.digit)
    if language is not None:
        return await _offer(services, language, 0, welcome=True)
    if turn.wrong < REPEATS:
        return _ask_language(services, turn.wrong + 1)
    # Nobody chose a language: the way on is told in both.
    both = [line for code in LANGUAGES.values() for line in (_channels(services, code), _bye(services, code))]
    return Reply(tuple(both))


async def _menu(services: Services, turn: Turn) -> Reply:
    language = turn.language
    if turn.digit == PERSON:
        CHOICES.labels(language, "person").inc()
        return _person(services, language)
    if turn.digit == AGAIN:
        return await _offer(services, language, 0)
    topic = TOPICS.get(turn.digit)
    if topic is not None:
        CHOICES.labels(language, topic).inc()
        return await _topic(services, language, topic)
    if not turn.digit and turn.step is Step.AFTER:
        return Reply((_bye(services, language),))
    if turn.wrong < REPEATS:
        sorry = _line(services, language, "voice-not-a-choice")
        offered = await _offer(services, language, turn.wrong + 1)
        return msgspec.structs.replace(offered, lines=(sorry, *offered.lines))
    return Reply((_channels(services, language), _bye(services, language)))


async def _offer(services: Services, language: str, wrong: int, *, welcome: bool = False) -> Reply:
    """The menu: only topics that have an approved answer today, each under its own digit."""
    try:
        election = await _election(services)
    except UNAVAILABLE:
        return Reply((_line(services, language, "voice-unavailable"),))
    lines = []
    if election is None:
        lines.append(_line(services, language, "voice-no-election"))
    elif welcome:
        lines.append(_line(services, language, "voice-welcome", election=election.name))
    lines += [
        _line(services, language, "voice-row", title=_ended(base_title), digit=digit)
        for digit, topic in TOPICS.items()
        if (base_title := _title(services, language, topic, election))
    ]
    lines.append(_line(services, language, "voice-row-person"))
    lines.append(_line(services, language, "voice-row-again"))
    return Reply(tuple(lines), Turn(Step.MENU, language, wrong))


async def _topic(services: Services, language: str, topic: str) -> Reply:
    try:
        election = await _election(services)
    except UNAVAILABLE:
        return Reply((_line(services, language, "voice-unavailable"),))
    found = _fact(services, language, topic, election)
    if found is None:
        lines = [_line(services, language, "voice-no-answer"), _channels(services, language)]
    else:
        lines = [Line(language, found.text)]
        if found.source:
            lines.append(
                _line(services, language, "voice-source", source=found.source, valid_from=found.valid_from)
            )
        if election.demo:
            lines.append(_line(services, language, "voice-demo"))
    lines.append(_line(services, language, "voice-row-person"))
    lines.append(_line(services, language, "voice-row-again"))
    return Reply(tuple(lines), Turn(Step.AFTER, language))


def _person(services: Services, language: str) -> Reply:
    number = services.settings.voice_forward_to
    if number:
        connecting = _line(services, language, "voice-connecting")
        return Reply((connecting,), Turn(Step.DIALLED, language), dial=number)
    nobody = _line(services, language, "voice-nobody")
    return Reply((nobody, _channels(services, language)), Turn(Step.AFTER, language))


def _dialled(services: Services, turn: Turn) -> Reply:
    """A person answered and the talk is over, or nobody took the call."""
    if turn.dialled in {"completed", "answered"}:
        return Reply((_bye(services, turn.language),))
    nobody = _line(services, turn.language, "voice-nobody")
    return Reply((nobody, _channels(services, turn.language)), Turn(Step.AFTER, turn.language))


async def _election(services: Services) -> Election | None:
    async with services.database.reading() as conn:
        return help_election((await register(services, conn)).current(services.clock.now()))


def _fact(services: Services, language: str, topic: str, election: Election | None) -> HelpFact | None:
    if election is None:
        return None
    found = knowledge(services).topic(topic, language=language, election=election, now=services.clock.now())
    fact = help_fact(found, services, language)
    return fact if fact.kind is HelpKind.ANSWER and fact.text else None


def _title(services: Services, language: str, topic: str, election: Election | None) -> str:
    """The title of a topic that can be answered today, or nothing."""
    if _fact(services, language, topic, election) is None:
        return ""
    return knowledge(services).topics[topic].title.in_language(language)


def _ended(title: str) -> str:
    return title if title.endswith(("?", "!", ".")) else f"{title}."


def _line(services: Services, language: str, message: str, **arguments: str) -> Line:
    return Line(language, services.texts.text(language, message, **arguments))


def _bye(services: Services, language: str) -> Line:
    return _line(services, language, "voice-goodbye")


def _channels(services: Services, language: str) -> Line:
    """The other official channels; a number is spaced, so that it is read digit by digit."""
    found = help_center(services)
    whatsapp = " ".join(found.whatsapp.removeprefix("+"))
    chatbot = found.chatbot if not services.settings.is_loopback else ""
    return _line(
        services,
        language,
        "voice-channels",
        any="yes" if whatsapp or found.email or chatbot else "no",
        whatsapp=whatsapp or "none",
        email=found.email or "none",
        chatbot=chatbot or "none",
    )
