"""Twilio's error numbers and what each means for the outbox.

Numbers: https://www.twilio.com/docs/api/errors/63016 and its siblings; 131056 is Meta's own number.
"""

from __future__ import annotations

from bots.channels.sending import Refused, Retry

WINDOW_CLOSED = "63016"
"""The person's last message is older than 24 hours: only an approved template reaches them."""

_RETRIES: dict[str, Retry] = {
    "20429": Retry(5.0, whole_channel=True, code="20429"),
    "14107": Retry(30.0, code="14107"),
    "21611": Retry(60.0, whole_channel=True, code="21611"),
    "30001": Retry(60.0, whole_channel=True, code="30001"),
    "30022": Retry(30.0, whole_channel=True, code="30022"),
    "63017": Retry(10.0, whole_channel=True, code="63017"),
    "63018": Retry(10.0, whole_channel=True, code="63018"),
    "63038": Retry(3600.0, whole_channel=True, code="63038"),
    # Meta's pair rate: about one message in six seconds to one person. It says nothing about the person.
    "131056": Retry(6.0, code="131056"),
    # Our own credentials are wrong. The messages wait for the operator; none is dropped.
    "20003": Retry(60.0, whole_channel=True, code="unauthorized"),
    "20005": Retry(60.0, whole_channel=True, code="account_suspended"),
}

_UNREACHABLE = frozenset({"21211", "21408", "21610", "21614", "63003", "63024", "63033"})
"""No such recipient, not on WhatsApp, opted out, or blocked by them."""


def judge(code: str, retry_after_s: float | None = None) -> Retry | Refused:
    """What an error number asks for, at the call or in a later status callback.

    Args:
        code: Twilio's number as text; an empty or unknown one is refused and not permanent.
        retry_after_s: the provider's own wish, when it told one.
    """
    retry = _RETRIES.get(code)
    if retry is not None:
        after_s = retry.after_s if retry_after_s is None else max(retry_after_s, 0.5)
        return Retry(after_s, retry.whole_channel, 0, retry.code)
    return Refused(code or "unknown", permanent=code in _UNREACHABLE)
