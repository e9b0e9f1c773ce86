"""One step of a conversation: state, message, facts and clock in; state and effects out. Pure."""

from __future__ import annotations

from datetime import datetime

import msgspec

from bots.dialogue.effects import Effect
from bots.dialogue.facts import BoundAccreditation, Facts
from bots.dialogue.questions import Question
from bots.dialogue.state import State, dump, load
from bots.messages import Inbound

__all__ = ["State", "Step", "dump", "load", "questions", "step"]


class Step(msgspec.Struct, frozen=True):
    """The outcome of one message: the next state, and what is to be done, in order."""

    state: State
    effects: tuple[Effect, ...]


def questions(state: State, inbound: Inbound, bound: tuple[BoundAccreditation, ...]) -> tuple[Question, ...]:
    """What must be looked up before `step`; empty for most messages. Never raises."""
    raise NotImplementedError


def step(state: State, inbound: Inbound, facts: Facts, now: datetime) -> Step:
    """Answer one message.

    `facts` holds the answers to `questions(state, inbound, facts.bound)`; `now` is aware UTC.
    At least one `Say` comes out for every message except `Kind.BLOCKED`. Never raises on any input.
    """
    raise NotImplementedError
