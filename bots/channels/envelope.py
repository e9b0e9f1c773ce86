"""The envelope: the little of a webhook's body that the intake must know before it records it."""

from __future__ import annotations

import msgspec


class Envelope(msgspec.Struct, frozen=True):
    """What identifies and orders an update; the body itself stays raw bytes.

    Attributes:
        provider_id: unique on its channel (Telegram `update_id`, Twilio `MessageSid`).
        chat_key: the conversation (Telegram chat id, WhatsApp address); empty when the update has none
            or none could be read. Such an update is recorded and stepped by nobody.
    """

    provider_id: str
    chat_key: str
