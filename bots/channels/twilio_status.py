"""Delivery status: callbacks decoded, and a rank table that only moves forward.

Twilio promises no order of status callbacks (https://www.twilio.com/docs/messaging/guides/track-outbound-message-status),
so a later rank wins and the same set of callbacks ends in the same status, in whatever order it came.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import msgspec


class Status(StrEnum):
    """The statuses of an outgoing message that Twilio's Message resource knows."""

    SCHEDULED = "scheduled"
    ACCEPTED = "accepted"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    PARTIALLY_DELIVERED = "partially_delivered"
    CANCELED = "canceled"
    FAILED = "failed"
    UNDELIVERED = "undelivered"
    DELIVERED = "delivered"
    READ = "read"


_ORDER = tuple(Status)
RANK: dict[Status, int] = {status: rank for rank, status in enumerate(_ORDER)}
"""The rank of each status. All differ, so that no two orders can end differently.

`delivered` stands above the failures: a message that a phone has acknowledged did arrive, whatever an
earlier route said. `read` implies `delivered`.
"""

FINAL_FAILURES = frozenset({Status.CANCELED, Status.FAILED, Status.UNDELIVERED})
"""Statuses after which nothing arrives by itself."""


class StatusCallback(msgspec.Struct, frozen=True):
    """One decoded status callback.

    Attributes:
        provider_message_id: `MessageSid`.
        status: what Twilio says now; None when it is a word this table does not know.
        error_code: Twilio's number as text (`63016`), empty when there is none; see `twilio_codes.judge`.
    """

    provider_message_id: str
    status: Status | None
    error_code: str = ""


def advance(old: str | None, new: str) -> str:
    """The status after a callback: the one with the higher rank. An unknown word changes nothing.

    Args:
        old: what is stored; None or an unknown word is below every status.
        new: what the callback says.
    """
    kept = old if old is not None else ""
    try:
        new_rank = RANK[Status(new)]
    except ValueError:
        return kept
    try:
        old_rank = RANK[Status(kept)]
    except ValueError:
        old_rank = -1
    return Status(new).value if new_rank > old_rank else kept


def decode_status(form: Mapping[str, str]) -> StatusCallback | None:
    """The callback of a form, or None when it names no message or no status.

    Args:
        form: `dict(parse_form(raw))`.
    """
    sid = form.get("MessageSid") or form.get("SmsSid") or ""
    word = form.get("MessageStatus") or form.get("SmsStatus") or ""
    if not sid.isalnum() or len(sid) > 64 or not word:
        return None
    try:
        status: Status | None = Status(word.lower())
    except ValueError:
        status = None
    code = form.get("ErrorCode", "")
    return StatusCallback(sid, status, code if code.isascii() and code.isdigit() and len(code) < 12 else "")
