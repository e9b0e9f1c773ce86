"""One turn of the conversation: what the flows read, and what they build up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from bots.dialogue.effects import Effect, RefusedContent, Say
from bots.dialogue.facts import BoundAccreditation, Facts
from bots.dialogue.reading import Reading
from bots.dialogue.state import State
from bots.messages import Button, Inbound, Outbound
from bots.reports import guard
from bots.reports.form import Draft
from bots.reports.wording import cap

ECHO = 300
"""Characters of a person's own words that are said back at most."""


class Turn:
    """The one mutable thing of a step: it lives from the message to its outcome and is never stored."""

    __slots__ = ("effects", "facts", "inbound", "now", "reading", "state")

    def __init__(self, state: State, inbound: Inbound, reading: Reading, facts: Facts, now: datetime) -> None:
        """`now` is aware UTC."""
        self.state = state
        self.inbound = inbound
        self.reading = reading
        self.facts = facts
        self.now = now
        self.effects: list[Effect] = []

    # what is known

    @property
    def language(self) -> str:
        """The language of the conversation; Albanian before one is known."""
        return self.state.language or "sq"

    @property
    def draft(self) -> Draft | None:
        """The report being told, filed or not."""
        return self.state.draft

    def accreditation(self) -> BoundAccreditation | None:
        """The accreditation to speak for: the first that is not revoked, else the first, else None."""
        for bound in self.facts.bound:
            if not bound.revoked:
                return bound
        return self.facts.bound[0] if self.facts.bound else None

    # what is done

    def set(self, **changes: Any) -> None:
        """Change fields of the state."""
        self.state = msgspec.structs.replace(self.state, **changes)

    def draw(self, **changes: Any) -> Draft:
        """Change fields of the draft, which must exist, and return it."""
        draft = msgspec.structs.replace(self.state.draft, **changes)
        self.set(draft=draft)
        return draft

    def do(self, effect: Effect) -> None:
        """Add one effect."""
        self.effects.append(effect)

    def say(
        self,
        message: str,
        buttons: tuple[tuple[Button, ...], ...] = (),
        *,
        ask_location: bool = False,
        ride: bool = True,
        lane: int = 3,
        **args: Any,
    ) -> None:
        """Say one message. Its buttons, if any, become the ones that a bare number picks from."""
        if buttons:
            self.set(offered=tuple(button.data for row in buttons for button in row))
        self.do(Say(Outbound(message, args, buttons, ask_location, ride, lane)))

    def sift(self, text: str) -> str:
        """The text as it may be kept; says so when the secrecy guard took something out."""
        sifted = guard.sift(text)
        if sifted.refused:
            self.do(RefusedContent(sifted.refused.value))
            self.say("guard-refused", reason=sifted.refused.value)
        elif sifted.masked:
            self.say("guard-masked")
        return sifted.kept


def button(data: str, label: str, **args: Any) -> Button:
    """A button; its data is cut to the 64 bytes that Telegram allows, which no data here reaches."""
    return Button(data.encode()[:64].decode(errors="ignore"), label, args)


def column(*buttons: Button) -> tuple[tuple[Button, ...], ...]:
    """One button a row."""
    return tuple((one,) for one in buttons)


def echo(text: str) -> str:
    """A person's own words, short enough to be said back."""
    return cap(text, ECHO)
