"""The sender: drains the outbox with leases, back-off and the providers' own waits.

An attempt that may have been accepted is `unknown`: it is asked after where the provider can be asked,
and otherwise sent again, its receipt number showing that it is a repeat.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter as Counted
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

LEASE = timedelta(seconds=30)
"""Longer than any attempt; after a crash a message waits so long for the next sender."""
ATTEMPT_LIMIT_S = 25.0
AT_ONCE = 40
ATTEMPTS = 720
BACKOFF_FIRST_S, BACKOFF_LIMIT_S = 1.0, 120.0
"""Together about a day: an outage of the provider loses nothing that could still be delivered."""
DOUBTFUL_ATTEMPTS = 6
"""A message that the provider may have taken each time is not repeated more often than this."""
UNKNOWN_WAIT_S = 10.0
"""Time for a status callback or the provider's list to show an ambiguous message."""
NOT_LISTED = "resolve_unavailable"
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
    for sender_key, count in Counted(ports[row.channel].sender_key for row in leased).items():
        await limiter.ensure(sender_key, count)
    # Each attempt is guarded by itself; what is left over, such as a lost database, ends the lease by time.
    results = await asyncio.gather(
        *(_guarded(services, ports[row.channel], limiter, row) for row in leased), return_exceptions=True
    )
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return len(leased)


async def _guarded(services: Services, port: Port, limiter: Limiter, row: Leased) -> None:
    try:
        await _send(services, port, limiter, row)
    except (ValueError, TypeError) as error:
        # The message itself cannot be encoded for its channel: our mistake, and repeating it would not help.
        log.error("message_unsendable", outbox=row.id, error=type(error).__name__, exc_info=error)
        await _settle(services, port, row, Refused("unsendable", permanent=False), limiter)


async def _send(services: Services, port: Port, limiter: Limiter, row: Leased) -> None:
    rendered = _DECODER.decode(row.body)
    if row.was == "riding" and port.channel.family == "telegram":
        # The webhook's answer carried it; had it been lost, Telegram would have repeated the update
        # within the lease and been answered with the same bytes.
        await _settle(services, port, row, Sent(""), limiter)
        return
    if row.was in {"leased", "unknown", "riding"}:
        async with services.database.reading() as conn:
            known = await outbox.known_refs(conn, row.conversation_id, row.id)
        found = await port.sender.resolve(
            row.chat_key, rendered, str(row.id), row.created_at, row.sent_parts, known
        )
        if found is not None:
            await _settle(services, port, row, found, limiter)
            return
    wait_s = limiter.chat_wait_s(port.sender_key, row.chat_key)
    if wait_s > 0:
        await _postpone(services, row, wait_s)
        return
    wait_s = await limiter.acquire(port.sender_key, row.chat_key)
    if wait_s > 0:
        await _postpone(services, row, wait_s)
        return
    try:
        async with asyncio.timeout(ATTEMPT_LIMIT_S):
            result = await port.sender.send(row.chat_key, rendered, str(row.id), row.sent_parts)
    except TimeoutError:
        result = Ambiguous("timeout", row.sent_parts)
    await _settle(services, port, row, result, limiter)


async def _postpone(services: Services, row: Leased, seconds: float) -> None:
    """Not tried: the limiter says later; the attempt does not count."""
    due_at = services.clock.now() + timedelta(seconds=seconds)
    async with services.database.transaction() as conn:
        await outbox.postpone(conn, row, due_at)


async def _settle(services: Services, port: Port, row: Leased, result: SendResult, limiter: Limiter) -> None:
    now = services.clock.now()
    SENDS.labels(row.channel, type(result).__name__.lower()).inc()
    if isinstance(result, Retry) and result.whole_channel:
        await limiter.pause(port.sender_key, result.after_s)
    async with services.database.transaction() as conn:
        match result:
            case Sent(reference):
                await outbox.sent(conn, row, reference or None, now)
            case Retry(after_s, _, parts, code) if row.attempts < ATTEMPTS:
                # Where the provider could not be asked about an earlier attempt, that one is still in doubt.
                due_at = now + timedelta(seconds=max(after_s, _backoff_s(row.attempts)))
                await outbox.later(conn, row, due_at, code or "retry", parts, unknown=code == NOT_LISTED)
            case Ambiguous(reason, parts) if row.attempts < DOUBTFUL_ATTEMPTS:
                due_at = now + timedelta(seconds=UNKNOWN_WAIT_S * row.attempts)
                await outbox.later(conn, row, due_at, reason, parts, unknown=True)
            case Refused(code, permanent):
                await outbox.failed(conn, row, code, escrow=code == WINDOW_CLOSED)
                if permanent:
                    await outbox.stop_conversation(conn, row.conversation_id, now)
            case _:
                await outbox.failed(conn, row, "given_up")
                log.error("message_given_up", outbox=row.id, channel=row.channel)


def _backoff_s(attempts: int) -> float:
    """Doubling from one second to two minutes, with jitter so that a crowd does not come back at once."""
    return min(BACKOFF_LIMIT_S, BACKOFF_FIRST_S * 2 ** min(attempts - 1, 10)) * random.uniform(0.75, 1.25)  # noqa: S311
