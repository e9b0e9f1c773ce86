"""The secrets of senders' webhooks and the signatures made with them.

Headers and signature are those of Standard Webhooks (https://www.standardwebhooks.com, version 1): HMAC-SHA256 over
`<id>.<timestamp>.<body>`, so that a receiver can tell a repetition by the id and a replay by the timestamp.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

PREFIX = "whsec_"
SECRET_BYTES = 32
TOLERANCE_S = 300
"""A receiver should refuse a timestamp that is further from its own clock than this."""


def new_secret() -> str:
    """A fresh secret, as it is shown once: `whsec_` and 32 random bytes in base64."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def sign(secret: str, id: str, timestamp: int, body: bytes) -> str:
    """One signature, `v1,<base64>`; `timestamp` is in whole seconds since 1970."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def headers(given: Sequence[str], id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers of one attempt; with two secrets, two signatures parted by a space."""
    timestamp = int(at.timestamp())
    return {
        "webhook-id": id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(sign(secret, id, timestamp, body) for secret in given),
    }


def verify(secret: str, received: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """Whether a delivery is ours and fresh, as a receiver judges it; `received` has lower-case names."""
    id, sent_at = received.get("webhook-id", ""), received.get("webhook-timestamp", "")
    if not sent_at.isascii() or not sent_at.isdigit() or len(sent_at) > 12:
        return False
    if abs(now.timestamp() - int(sent_at)) > TOLERANCE_S:
        return False
    try:
        wanted = sign(secret, id, int(sent_at), body).encode()
    except binascii.Error:
        return False
    given = received.get("webhook-signature", "").encode().split()
    return any(hmac.compare_digest(wanted, one) for one in given)
