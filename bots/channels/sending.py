"""What became of a send: values, so that the outbox decides and nothing is lost in an exception.

Neither Telegram nor Twilio has an idempotent send. So the difference between "surely not accepted"
(`Retry`, `Refused`) and "perhaps accepted" (`Ambiguous`) is the most important thing a sender can say.
"""

from __future__ import annotations

import msgspec


class Sent(msgspec.Struct, frozen=True, tag="sent"):
    """The provider accepted it.

    Attributes:
        provider_message_id: Telegram `message_id` or Twilio `MessageSid`; of the last part, if split.
    """

    provider_message_id: str


class Retry(msgspec.Struct, frozen=True, tag="retry"):
    """Surely not accepted; try again later.

    Attributes:
        after_s: seconds to wait, as the provider asked or our own first step.
        whole_channel: True when the whole sender must pause, not only this conversation.
        sent_parts: parts of a split text that were already accepted; pass it back as `skip_parts`.
        code: a short reason for the log and the console.
    """

    after_s: float
    whole_channel: bool = False
    sent_parts: int = 0
    code: str = ""


class Ambiguous(msgspec.Struct, frozen=True, tag="ambiguous"):
    """Perhaps accepted: the answer was lost. Never repeat it silently.

    Attributes:
        reason: a short code for the log and the console.
        sent_parts: parts of a split text that were surely accepted before.
    """

    reason: str
    sent_parts: int = 0


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """Surely not accepted, and repeating it would not help.

    Attributes:
        code: a short code: `blocked`, `chat_not_found`, `bad_request`, `unauthorized`, a Twilio number.
        permanent: True when nothing can reach this person any more (blocked, deleted); False when only
            this message was refused.
    """

    code: str
    permanent: bool


SendResult = Sent | Retry | Ambiguous | Refused
"""Every outcome of a send."""


class FetchFailed(Exception):
    """A file that the provider holds could not be read.

    Attributes:
        code: `too_large`, `gone`, `unreachable` or `cut_short`.
        permanent: True when trying again would not help.
    """

    def __init__(self, code: str, permanent: bool) -> None:
        """Keep the code; no address and no token ever enters the message."""
        super().__init__(code)
        self.code = code
        self.permanent = permanent
