"""The sender: drains the outbox with leases, back-off and the providers' own waits.

An attempt that may have been accepted is `unknown`: it is asked after where the provider can be asked,
and otherwise sent again, its receipt number showing that it is a repeat.
"""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta

import msgspec
import structlog
from prometheus_client import Counter

from backend.actions.ports import Port
from backend.jobs.limiter import Limiter
from backend.services import Services
from backend.store import outbox
from backend.store.outbox import Leased
from bots.channels.rendered import Rendered
from bots.channels.sending import Ambiguous, Refused, Retry, SendResult, Sent

log = structlog.get_logger()

LEASE = timedelta(seconds=60)
"""Longer than any attempt: both clients give up after 15 to 30 s."""
AT_ONCE = 40
ATTEMPTS = 12
BACKOFF_FIRST_S, BACKOFF_LIMIT_S = 1.0, 600.0
UNKNOWN_WAIT_S = 10.0
"""Time for a status callback or the provider's list to show an ambiguous message."""
WINDOW_CLOSED = "63016"

SENDS = Counter("vezhgo_sends_total", "Attempts to send", ["channel", "outcome"])
_DECODER = msgspec.json.Decoder(Rendered)


async def send_due(services: Services, ports: dict[str, Port], limiter: Limiter) -> int:
    """Send what is due, at most one message a conversation; returns how many were tried."""
    now = services.clock.now()
    senders = [channel for channel, port in ports.items() if port.sender is not None]
    if not senders:
        return 0
    async with services.database.transaction() as conn:
        leased = await outbox.lease(conn, senders, now, now + LEASE, AT_ONCE)
    await asyncio.gather(*(_send(services, ports[row.channel], limiter, row) for row in leased))
    return len(leased)


async def _send(services: Services, port: Port, limiter: Limiter, row: Leased) -> None:
    rendered = _DECODER.decode(row.body)
    if row.was == "riding" and port.channel.family == "telegram":
        # The webhook's answer carried it; had it been lost, Telegram would have repeated the update
        # within the lease and been answered with the same bytes.
        await _settle(services, port, row, Sent(""), limiter)
        return
    if row.was in {"leased", "unknown", "riding"}:
        found = await port.sender.resolve(row.chat_key, rendered, row.created_at, row.sent_parts)
        if found is not None:
            await _settle(services, port, row, found, limiter)
            return
    wait_s = limiter.chat_wait_s(port.sender_key, row.chat_key)
    if wait_s > 0:
        await _postpone(services, row, wait_s)
        return
    if not limiter.take(port.sender_key, row.chat_key):
        await limiter.draw([port.sender_key])
        if not limiter.take(port.sender_key, row.chat_key):
            await _postpone(services, row, 0.2)
            return
    result = await port.sender.send(row.chat_key, rendered, str(row.id), row.sent_parts)
    await _settle(services, port, row, result, limiter)


async def _postpone(services: Services, row: Leased, seconds: float) -> None:
    """Not tried: the limiter says later; the attempt does not count."""
    due_at = services.clock.now() + timedelta(seconds=seconds)
    async with services.database.transaction() as conn:
        await outbox.postpone(conn, row.id, due_at)


async def _settle(services: Services, port: Port, row: Leased, result: SendResult, limiter: Limiter) -> None:
    now = services.clock.now()
    SENDS.labels(row.channel, type(result).__name__.lower()).inc()
    if isinstance(result, Retry) and result.whole_channel:
        await limiter.pause(port.sender_key, result.after_s)
    async with services.database.transaction() as conn:
        match result:
            case Sent(reference):
                await outbox.sent(conn, row.id, reference or None, now)
            case Retry(after_s, _, parts, code) if row.attempts < ATTEMPTS:
                wait_s = max(after_s, _backoff_s(row.attempts) if after_s <= 0 else 0.0)
                await outbox.later(conn, row.id, now + timedelta(seconds=wait_s), code or "retry", parts)
            case Ambiguous(reason, parts) if row.attempts < ATTEMPTS:
                due_at = now + timedelta(seconds=UNKNOWN_WAIT_S)
                await outbox.later(conn, row.id, due_at, reason, parts, unknown=True)
            case Refused(code, permanent):
                await outbox.failed(conn, row.id, code, escrow=code == WINDOW_CLOSED)
                if permanent:
                    await outbox.stop_conversation(conn, row.conversation_id, now)
            case _:
                await outbox.failed(conn, row.id, "given_up")
                log.error("message_given_up", outbox=row.id, channel=row.channel)


def _backoff_s(attempts: int) -> float:
    """Doubling from one second to ten minutes, with jitter so that a crowd does not come back at once."""
    return min(BACKOFF_LIMIT_S, BACKOFF_FIRST_S * 2 ** (attempts - 1)) * random.uniform(0.75, 1.25)  # noqa: S311
