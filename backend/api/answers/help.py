"""Answers of the help center, the web chat and a phone app's session."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from backend.api.answers import Answer, Answers


class Alternative(Answer, frozen=True):
    """Another topic that may be meant."""

    topic: str
    title: str


class HelpAnswer(Answer, frozen=True):
    """An approved text (`answer`), topics to choose from (`list`), or the other channels (`handover`)."""

    kind: str
    topic: str | None
    text: str
    language: str
    sources: list[dict[str, Any]]
    valid_from: Any
    alternatives: list[Alternative]
    title: str | None = None
    short_text: str | None = None
    election: str | None = None
    demo: bool = False
    channels: dict[str, str] | msgspec.UnsetType = msgspec.UNSET
    reason: str | msgspec.UnsetType = msgspec.UNSET


class Recorded(Answer, frozen=True):
    """The message is stored; its answers are fetched."""

    recorded: bool


class ChatButton(Answer, frozen=True):
    """A button: its label, and the data that a press sends back."""

    label: str
    data: str


class ChatMessageShown(Answer, frozen=True):
    """One message of the bot or of a person of the help center."""

    id: int
    at: datetime
    text: str
    buttons: list[list[ChatButton]]


class ChatMessages(Answer, frozen=True):
    """The messages after an id."""

    items: list[ChatMessageShown]


class Session(Answer, frozen=True):
    """The phone app's key, shown once."""

    api_key: str
    role: str
    accreditation: str
    valid_until: datetime


class ChatLink(Answer, frozen=True):
    """A one-time link; an address is null where the channel is not set up."""

    code: str
    telegram_url: str | None
    whatsapp_url: str | None
    expires_at: datetime


ANSWERS: Answers = {
    "ask_help": {200: HelpAnswer},
    "send_chat_message": {200: Recorded},
    "read_chat_messages": {200: ChatMessages},
    "open_observer_session": {201: Session},
    "create_chat_link": {201: ChatLink},
}
