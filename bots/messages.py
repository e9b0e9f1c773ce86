"""The vocabulary of a conversation: what came in, what goes out, and buttons.

Every channel adapter decodes its provider's payload into `Inbound` and encodes `Outbound`.
The dialogue speaks only these words, so it is one for all channels.
No text lives here: an outgoing message is a message id with arguments, rendered by the shell.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec


class Channel(StrEnum):
    """Where a conversation takes place; the observer channels have their own token or sender."""

    TELEGRAM = "telegram"
    TELEGRAM_OBSERVER = "telegram_observer"
    WHATSAPP = "whatsapp"
    WHATSAPP_OBSERVER = "whatsapp_observer"
    WEBCHAT = "webchat"

    @property
    def family(self) -> str:
        """The provider behind the channel: `telegram`, `whatsapp` or `webchat`."""
        return self.value.partition("_")[0]


class Kind(StrEnum):
    """What an inbound message carries; each unknown thing has a kind, so that it gets an answer."""

    TEXT = "text"
    BUTTON = "button"
    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    AUDIO = "audio"
    DOCUMENT = "document"
    LOCATION = "location"
    STICKER = "sticker"
    CONTACT = "contact"
    EDITED = "edited"
    GROUP = "group"
    BLOCKED = "blocked"
    """The person stopped the bot (Telegram `my_chat_member`); nothing can be said back."""
    UNSUPPORTED = "unsupported"
    UNREADABLE = "unreadable"
    """Authentic, recorded, but it could not be decoded."""


class Media(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file that the provider holds for us.

    Attributes:
        provider_ref: Telegram `file_id` or Twilio media URL.
        unique_ref: Telegram `file_unique_id` or the media SID; stable for one file.
        declared_type: the provider's MIME type, never trusted.
        size_bytes: the provider's size, when it says one.
        name: the sender's file name, when there is one.
    """

    provider_ref: str
    unique_ref: str = ""
    declared_type: str = ""
    size_bytes: int | None = None
    name: str = ""


class Location(msgspec.Struct, frozen=True):
    """A shared position in WGS 84 degrees."""

    latitude: float
    longitude: float


class Inbound(msgspec.Struct, frozen=True, omit_defaults=True):
    """One message of a person, the same on every channel.

    Attributes:
        channel: where it came from.
        provider_id: unique on its channel (Telegram `update_id`, Twilio `MessageSid`).
        chat_key: the conversation on its channel (Telegram chat id, WhatsApp address, web session).
        kind: what it carries.
        sent_at: the provider's clock, aware UTC; None when the provider gives none.
        text: the text or caption, NFC, without control characters.
        button: the callback data of a pressed button.
        media: the files, largest variant of each.
        location: a shared position.
        language_hint: the client's language code, when the provider tells.
        sender_name: the profile name, for the console only.
        forwarded: the provider marked it as forwarded.
        album: groups the messages of one album (`media_group_id`).
        callback_ref: what an answerCallbackQuery needs.
    """

    channel: Channel
    provider_id: str
    chat_key: str
    kind: Kind
    sent_at: datetime | None = None
    text: str = ""
    button: str = ""
    media: tuple[Media, ...] = ()
    location: Location | None = None
    language_hint: str = ""
    sender_name: str = ""
    forwarded: bool = False
    album: str = ""
    callback_ref: str = ""


class Button(msgspec.Struct, frozen=True, omit_defaults=True):
    """A choice offered under a message.

    Attributes:
        data: what comes back when it is pressed; at most 64 bytes (Telegram callback data).
        label: message id of the label, in the Fluent catalogue.
        args: arguments of the label.
    """

    data: str
    label: str
    args: dict[str, Any] = {}


class Outbound(msgspec.Struct, frozen=True, omit_defaults=True):
    """One message to a person: an id with arguments, rendered in the conversation's language.

    Attributes:
        message: Fluent message id.
        args: its arguments; strings, numbers, or aware datetimes (rendered in Europe/Tirane).
        buttons: rows of buttons; a channel without buttons numbers them.
        ask_location: offer the platform's own "share location" button where there is one.
        ride: whether it may travel inside the webhook's answer (receipts, decisions, alerts never do).
        lane: 0 alert, 1 human answer, 2 receipt, 3 dialogue, 4 broadcast; lower goes first.
    """

    message: str
    args: dict[str, Any] = {}
    buttons: tuple[tuple[Button, ...], ...] = ()
    ask_location: bool = False
    ride: bool = True
    lane: int = 3
