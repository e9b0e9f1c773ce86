"""Delivering to senders' webhooks: at least once, the same bytes under the same id, in order while all goes well.

One worker at a time serves an endpoint. An endpoint that does not answer is left alone with its pause, so that
nobody waits for it and it is not hammered; the notices behind it keep their order.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from datetime import timedelta

import structlog
from prometheus_client import Counter

from backend.actions.notices import notices
from backend.actions.notices.notices import NoticeKind
from backend.actions.notices.sender_webhooks import secrets_of
from backend.jobs.spreading import message_id
from backend.jobs.webhook_calls import GIVE_UP, TOTAL_S, Caller, Outcome, pause_s
from backend.services import Services
from backend.store import audit, sender_webhooks
from backend.store.sender_webhooks import Due, Webhook

log = structlog.get_logger()

DELIVERIES = Counter("vezhgo_deliveries_total", "Attempts to deliver a notice", ["channel", "outcome"])
ENDPOINTS_AT_ONCE = 8
ROWS_AT_ONCE = 50
SERVED_S = 15.0
"""An endpoint is served for so long before others have their turn; one call more may end it."""
LEASE = timedelta(seconds=60)
"""Longer than an endpoint is ever served."""


async def deliver_due(services: Services) -> int:
    """Deliver what is due to a few endpoints at once; returns how many calls were made."""
    now = services.clock.now()
    lease = secrets.token_hex(8)
    async with services.database.transaction() as conn:
        claimed = await sender_webhooks.claim(conn, now, now + LEASE, lease, ENDPOINTS_AT_ONCE)
    results = await asyncio.gather(
        *(_serve(services, webhook, lease) for webhook in claimed), return_exceptions=True
    )
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return sum(result for result in results if isinstance(result, int))


async def _serve(services: Services, webhook: Webhook, lease: str) -> int:
    id, now = webhook.organisation_id, services.clock.now()
    async with services.database.reading() as conn:
        rows = await sender_webhooks.due(conn, id, now, ROWS_AT_ONCE)
    until, calls, pause = time.monotonic() + SERVED_S, 0, 0.0
    loopback = services.settings.is_loopback
    async with Caller(webhook.url, secrets_of(services, webhook, now), loopback=loopback) as caller:
        for row in rows:
            if time.monotonic() > until:
                break
            at = services.clock.now()
            # Whatever happens, no call outlives the lease: then another worker may serve this endpoint.
            async with asyncio.timeout(TOTAL_S + 5):
                outcome = await caller.call(message_id(row.notice_id), row.body, at)
            calls += 1
            DELIVERIES.labels("webhook", "sent" if outcome.ok else outcome.code).inc()
            if not await _settle(services, webhook, lease, row, outcome):
                return calls
            if outcome.silent:
                pause = pause_s(row.attempts + 1, outcome.after_s)
                break
    now = services.clock.now()
    async with services.database.transaction() as conn:
        paused_until = now + timedelta(seconds=pause) if pause else None
        await sender_webhooks.release(conn, id, lease, now, paused_until)
    return calls


async def _settle(services: Services, webhook: Webhook, lease: str, row: Due, outcome: Outcome) -> bool:
    """Record an attempt; False when this worker serves the endpoint no longer."""
    now = services.clock.now()
    async with services.database.transaction() as conn:
        if not await sender_webhooks.holds(conn, webhook.organisation_id, lease):
            # Removed, closed, or another worker has it: that one repeats under the same id.
            return False
        if outcome.ok:
            await sender_webhooks.delivered(conn, webhook.organisation_id, row.id, now)
            return True
        attempts = row.attempts + 1
        given_up = now - row.first_at >= GIVE_UP
        due_at = None if given_up else now + timedelta(seconds=pause_s(attempts, outcome.after_s))
        await sender_webhooks.not_delivered(conn, webhook.organisation_id, row.id, now, outcome.code, due_at)
        log.warning(
            "webhook_not_delivered",
            organisation=webhook.organisation_id,
            notice=row.notice_id,
            code=outcome.code,
            attempts=attempts,
            given_up=given_up,
        )
        since = webhook.failing_since
        failing = (await sender_webhooks.find(conn, webhook.organisation_id)) or webhook
        since = failing.failing_since or since
        reason = "gone" if outcome.gone else "failing" if since and now - since >= GIVE_UP else None
        if reason is None:
            return True
        await sender_webhooks.disable(conn, webhook.organisation_id, reason)
        await audit.record(
            conn,
            now,
            "system",
            "webhook_disabled",
            f"organisation:{webhook.organisation_id}",
            {"reason": reason},
        )
        await notices.tell_sender(
            services,
            conn,
            now,
            webhook.organisation_id,
            NoticeKind.ENDPOINT_DISABLED,
            f"organisation:{webhook.organisation_id}",
            reason=reason,
        )
        return False
