"""The Telegram channel at the door: the webhook's secret, what we ask to be sent, what waits.

Decoding is in `telegram_decode`, encoding in `telegram_encode`, sending in `telegram_sender`.
Nothing here imports aiogram, whose import takes seconds: a webhook is answered before it is needed.
"""

from __future__ import annotations

import hmac
from datetime import datetime

import msgspec

from bots.channels.telegram_decode import decode, envelope
from bots.channels.telegram_encode import can_ride, encode_ride, split

__all__ = [
    "ALLOWED_UPDATES",
    "SECRET_HEADER",
    "Pending",
    "can_ride",
    "decode",
    "encode_ride",
    "envelope",
    "split",
    "verify",
]

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (a header's name)
"""The header that carries the webhook's secret (Bot API, setWebhook)."""

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
"""The updates we ask for; any other kind would only cost a delivery."""


def verify(header_value: str | None, secret: str) -> bool:
    """Whether a webhook's secret header is ours; the comparison takes the same time for any content.

    An empty secret is never right, so that a missing setting cannot open the door.
    """
    if not header_value or not secret:
        return False
    return hmac.compare_digest(header_value.encode("utf-8", "replace"), secret.encode())


class Pending(msgspec.Struct, frozen=True):
    """What Telegram says of its deliveries to us.

    Attributes:
        url: where it delivers; empty when no webhook is registered.
        count: updates waiting on its side, kept for 24 hours.
        last_error_at: its last failed delivery, aware UTC.
        last_error: why, in its words.
    """

    url: str
    count: int
    last_error_at: datetime | None = None
    last_error: str = ""
