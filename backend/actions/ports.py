"""A port: what the shell knows of one channel, and how it speaks to it.

Ports are built in `backend/jobs/channels.py` from the settings; steps, senders and tests use only this.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bots.channels.rendered import Rendered
from bots.channels.sending import SendResult
from bots.messages import Channel, Inbound, Media


class Sender(Protocol):
    """The sending half of a port; each call is one attempt with an honest outcome."""

    async def send(self, chat_key: str, rendered: Rendered, mark: str, skip_parts: int) -> SendResult:
        """Send a message; `mark` identifies its outbox row in status callbacks."""

    async def resolve(
        self,
        chat_key: str,
        rendered: Rendered,
        mark: str,
        since: datetime,
        sent_parts: int,
        known: Collection[str],
    ) -> SendResult | None:
        """Find out what became of an ambiguous send; None: it may be sent again.

        `known` are the provider's ids of other messages of the conversation, so that none of them is taken for it.
        """

    def fetch(self, media: Media) -> AsyncIterator[bytes]:
        """The bytes of a file that the provider holds, capped."""

    async def close(self) -> None:
        """Close the connections."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What a provider forgives: tokens a second, the most at once, and a pace for one chat.

    `heard_per_minute` is ours: past so many messages of one person in a minute, all are recorded and stepped,
    but they are answered with one notice.
    """

    rate_per_s: float
    burst: float
    chat_rate_per_s: float
    chat_burst: float
    heard_per_minute: int = 20


@dataclass(frozen=True, slots=True)
class Port:
    """One channel of this installation.

    Attributes:
        channel: which.
        sender_key: names the bot token or sender in the budgets; two channels may share one.
        limit: of that sender.
        decode: raw body to message; never raises.
        ride: rendered message to the body of the webhook's answer, or None when it cannot ride.
        silence: the body of a webhook's answer that says nothing.
        numbers_buttons: the channel has no buttons, so choices are numbered.
        fetched: the person's page fetches its messages, nothing is sent (web chat).
        sender: None on a fetched channel.
    """

    channel: Channel
    sender_key: str
    limit: Limit
    decode: Callable[[bytes, Channel], Inbound]
    ride: Callable[[str, Rendered, str], bytes | None]
    silence: bytes
    numbers_buttons: bool = False
    fetched: bool = False
    sender: Sender | None = None


class Allowance(Protocol):
    """The limiter as a step sees it."""

    def take(self, sender_key: str, chat_key: str) -> bool:
        """Take one token for one message now; False when it has to wait in the outbox."""
