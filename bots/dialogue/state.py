"""The state of one conversation, stored as JSON by the shell between two messages."""

from __future__ import annotations

from typing import Any

import msgspec

from bots.reports.form import Draft

VERSION = 1
"""Version of the stored form. An older or newer form starts afresh, keeping language and report number."""


class State(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a conversation stands.

    Attributes:
        version: of the stored form.
        language: `sq`, `en`, or None before the first message.
        flow: name of the flow.
        step: name of the step within the flow.
        draft: the report being told, kept while it is paused too.
        serial: number of drafts begun.
        offered: data of the buttons last offered, in order, for channels that number them.
        link: code of the one-time link that waits for its second fact.
        pending: words held until the person says what they are.
        last_place: code of the place of the last report.
        greeted: the privacy notice was given.
    """

    version: int = VERSION
    language: str | None = None
    flow: str = "menu"
    step: str = "home"
    draft: Draft | None = None
    serial: int = 0
    offered: tuple[str, ...] = ()
    link: str = ""
    pending: str = ""
    last_place: str = ""
    greeted: bool = False

    @property
    def at(self) -> str:
        """The step as `flow.step`."""
        return f"{self.flow}.{self.step}"


def dump(state: State) -> bytes:
    """The state as JSON bytes."""
    return msgspec.json.encode(state)


def load(stored: bytes | str | None) -> State:
    """The state from its JSON; None gives a fresh one.

    A form that can't be read, or of another version, starts afresh: language, greeting, draft counter and
    an open report's number survive, so that further words still reach that report. Never raises.
    """
    if not stored:
        return State()
    try:
        state = msgspec.json.decode(stored, type=State)
        if state.version == VERSION:
            return state
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    try:
        raw: Any = msgspec.json.decode(stored)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return State()
    return _salvage(raw if isinstance(raw, dict) else {})


def _salvage(raw: dict[str, Any]) -> State:
    """What is worth keeping of a foreign form."""
    language = raw.get("language")
    serial = raw.get("serial")
    serial = serial if isinstance(serial, int) and serial >= 0 else 0
    draft = None
    old = raw.get("draft")
    number = old.get("number") if isinstance(old, dict) else None
    if isinstance(number, str) and number:
        serial += 1
        draft = Draft(serial=serial, number=number)
    return State(
        language=language if language in ("sq", "en") else None,
        draft=draft,
        serial=serial,
        greeted=raw.get("greeted") is True,
    )
