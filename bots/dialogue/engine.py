"""One step of a conversation: state, message, facts and clock in; state and effects out. Pure."""

from __future__ import annotations

from datetime import datetime

import msgspec

from bots.dialogue import commands, filing
from bots.dialogue.effects import Effect, Say, SetLanguage, StopChat
from bots.dialogue.facts import BoundAccreditation, Facts
from bots.dialogue.flows import REST, ROWS, report
from bots.dialogue.flows.menu import home_buttons
from bots.dialogue.lookup import another, language_after, needs
from bots.dialogue.questions import Question
from bots.dialogue.reading import Heard, Reading, read
from bots.dialogue.state import State, dump, load
from bots.dialogue.turn import Turn, button, column
from bots.messages import Inbound, Kind
from bots.reports import places

__all__ = ["State", "Step", "dump", "load", "questions", "step"]


class Step(msgspec.Struct, frozen=True):
    """The outcome of one message: the next state, and what is to be done, in order."""

    state: State
    effects: tuple[Effect, ...]


def questions(state: State, inbound: Inbound, bound: tuple[BoundAccreditation, ...]) -> tuple[Question, ...]:
    """What must be looked up before `step`; empty for most messages. Never raises."""
    if inbound.kind in (Kind.GROUP, Kind.BLOCKED):
        return ()
    state = _sound(state)
    return needs(state, inbound, read(state, inbound), bound)


def step(state: State, inbound: Inbound, facts: Facts, now: datetime) -> Step:
    """Answer one message.

    `facts` holds the answers to `questions(state, inbound, facts.bound)`; `now` is aware UTC.
    At least one `Say` comes out for every message except `Kind.BLOCKED`. Never raises on any input.
    A group chat is answered with one line and leaves the state as it was.
    """
    if inbound.kind is Kind.BLOCKED:
        return Step(state, (StopChat(),))
    state = _sound(state)
    reading = read(state, inbound)
    turn = Turn(state, inbound, reading, facts, now)
    if inbound.kind is Kind.GROUP:
        turn.say("group-private")
        return Step(state, tuple(turn.effects))
    language = language_after(state, inbound, reading, facts.bound)
    if language != state.language:
        turn.set(language=language)
        turn.do(SetLanguage(language))
    _enter(turn, _answer(turn))
    if not any(isinstance(effect, Say) for effect in turn.effects):
        turn.say("not-understood", home_buttons(turn))
    if not turn.state.greeted:
        turn.set(greeted=True)
        turn.say(
            "privacy-notice",
            column(button("cmd:language", "button-language")) if not turn.state.offered else (),
        )
    return Step(turn.state, tuple(turn.effects))


def _sound(state: State) -> State:
    """The state, at the menu when it stands where it cannot: no such step, or a report step without its draft."""
    if state.at not in ROWS or (state.flow == "report" and state.draft is None):
        return msgspec.structs.replace(state, flow="menu", step="home")
    if state.flow == "report" and not state.draft.filed and state.at not in report.ROWS:
        return msgspec.structs.replace(state, step="place")
    return state


def _answer(turn: Turn) -> str | None:
    """The next step, or None to stay silent where the turn stands."""
    reading = turn.reading
    if reading.heard is Heard.COMMAND:
        return commands.obey(turn, reading.name)
    if reading.heard is Heard.ODD:
        return _odd(turn, reading)
    if reading.heard is Heard.EDITED:
        return _edited(turn, reading)
    dealt, target = commands.anywhere(turn)
    if dealt:
        return target
    if reading.heard is Heard.WORDS:
        if turn.state.flow == "report" and another(turn.state, reading) and turn.facts.report_number:
            return report.from_words(turn)
        if _only_a_place(turn):
            filing.place(turn, turn.facts.places[0])
            turn.say("place-set", place=turn.draft.place)
            return turn.state.at
        if turn.state.at == "welcome.language" and len(reading.folded.split()) > 1:
            return ROWS["menu.home"].hear(turn)
    elif turn.state.at == "welcome.language":
        return ROWS["menu.home"].hear(turn)
    return ROWS[turn.state.at].hear(turn)


def _only_a_place(turn: Turn) -> bool:
    """A code and nothing else, where something else was asked in a filed report: it corrects the place."""
    draft = turn.draft
    return bool(
        turn.state.flow == "report"
        and draft.filed
        and turn.facts.places
        and turn.reading.codes
        and places.alone_code(turn.reading.text)
        and turn.state.at not in ("report.place", "report.nearest", "report.what")
    )


def _enter(turn: Turn, target: str | None) -> None:
    """Go to a step and ask its question."""
    if target is None:
        return
    if target == REST:
        turn.set(flow="menu", step="home")
        return
    flow, _, name = target.partition(".")
    turn.set(flow=flow, step=name, offered=())
    if target in report.RESUMABLE:
        turn.draw(stage=target)
    ROWS[target].ask(turn)


def _odd(turn: Turn, reading: Reading) -> str | None:
    """Things that carry no meaning here: each has its own clear answer, then the open question stays open."""
    turn.say("odd-input", what=reading.name, standing="report" if turn.state.flow == "report" else "menu")
    return None


def _edited(turn: Turn, reading: Reading) -> str | None:
    """An edited message: its new text joins the open report, the original stays; else it is explained."""
    if turn.draft and turn.draft.filed and reading.text:
        if filing.add_words(turn, reading.text, edited=True):
            turn.say("edited-kept", number=turn.draft.number)
        return None
    turn.say("edited-ignored")
    return None
