"""The web chat: a page of ours, so its messages are JSON of ours, and it fetches its answers."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from bots.channels.telegram_decode import clean
from bots.messages import Channel, Inbound, Kind

TEXT_LIMIT = 4_000


class ChatMessage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the page posts.

    Attributes:
        id: made by the page, unique in its session, so that a repeated post is stepped once.
        session: the conversation's unguessable key.
        text: what was typed.
        button: the data of a pressed button.
        language: `sq` or `en`, as the page is shown.
        sent_at_ms: the page's clock, milliseconds since 1970.
    """

    id: str
    session: str
    text: str = ""
    button: str = ""
    language: str = ""
    sent_at_ms: int = 0


_DECODER = msgspec.json.Decoder(ChatMessage)


def decode(raw: bytes, channel: Channel) -> Inbound:
    """A posted message as an inbound one; never raises."""
    try:
        message = _DECODER.decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return Inbound(channel=channel, provider_id="", chat_key="", kind=Kind.UNREADABLE)
    return Inbound(
        channel=channel,
        provider_id=f"{message.session}:{message.id}",
        chat_key=message.session,
        kind=Kind.BUTTON if message.button else Kind.TEXT,
        sent_at=_instant(message.sent_at_ms),
        text=clean(message.text, TEXT_LIMIT),
        button=message.button[:64],
        language_hint=message.language,
    )


def _instant(milliseconds: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC) if milliseconds > 0 else None
    except (OverflowError, ValueError, OSError):
        return None
