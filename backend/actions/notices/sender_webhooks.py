"""The webhook of a sender: set, read and removed by its own key; its secret is shown once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
from psycopg import AsyncConnection

from backend.actions.notices.webhook_secrets import new_secret
from backend.actions.notices.webhook_targets import TargetRefused, check_url
from backend.actions.once import Answer, perform
from backend.actions.principals import Principal, require
from backend.problems import Problem, not_yours
from backend.services import Services
from backend.store import audit, sender_webhooks
from backend.store.sender_webhooks import Webhook

SECRET = "webhook-secret"  # noqa: S105 - the purpose of its seal
OVERLAP = timedelta(hours=24)
"""After a rotation the old secret signs along for so long."""
TEST_PAUSE = timedelta(seconds=10)
"""A test calls another party's server, so it is not repeated sooner."""


class WebhookBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where notices go; `rotate` makes a new secret, the old one signing along for a day."""

    url: str
    rotate: bool = False


def secrets_of(services: Services, webhook: Webhook, now: datetime) -> list[str]:
    """The secrets that sign now, the present one first."""
    sealed = [webhook.secret_sealed]
    if webhook.previous_sealed is not None and webhook.previous_until and now < webhook.previous_until:
        sealed.append(webhook.previous_sealed)
    return [services.vault.open_text(one, SECRET) for one in sealed]


def _own(principal: Principal, id: int) -> None:
    require(principal, "organisation")
    if principal.organisation_id != id:
        raise not_yours()


def _view(webhook: Webhook, waiting: int, now: datetime) -> dict[str, Any]:
    overlapping = webhook.previous_until is not None and now < webhook.previous_until
    return {
        "organisation": webhook.organisation_id,
        "url": webhook.url,
        "state": webhook.state,
        "reason": webhook.reason,
        "set_at": webhook.set_at,
        "secret_since": webhook.secret_since,
        "old_secret_until": webhook.previous_until if overlapping else None,
        "delivered_at": webhook.delivered_at,
        "failing_since": webhook.failing_since,
        "last_outcome": webhook.last_outcome,
        "waiting": waiting,
    }


async def _read(conn: AsyncConnection, id: int, now: datetime) -> dict[str, Any]:
    webhook = await sender_webhooks.find(conn, id)
    if webhook is None:
        raise not_yours()
    return _view(webhook, await sender_webhooks.waiting(conn, id), now)


async def read(services: Services, principal: Principal, id: int) -> dict[str, Any]:
    """The webhook of one's own organisation, without its secret.

    Raises:
        Problem: 403; 404, it is another's, or none is set.
    """
    _own(principal, id)
    async with services.database.reading() as conn:
        return await _read(conn, id, services.clock.now())


async def put(services: Services, principal: Principal, id: int, body: WebhookBody) -> Answer:
    """Set the webhook: 200, with `secret` where one was made, this once. A closed one is live again.

    Raises:
        Problem: 403; 404; 400 `webhook_url_refused`, the address may not be called.
    """
    _own(principal, id)
    try:
        check_url(body.url, loopback=services.settings.is_loopback)
    except TargetRefused as refused:
        raise Problem(
            400, "webhook_url_refused", remedy="use_public_https", arguments={"reason": refused.reason}
        ) from None

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        before = await sender_webhooks.find(conn, id, lock=True)
        secret = new_secret() if before is None or body.rotate else None
        sealed = services.vault.seal_text(secret, SECRET) if secret else None
        await sender_webhooks.put(conn, id, body.url, sealed, now, now + OVERLAP)
        action = "webhook_rotated" if before and body.rotate else "webhook_set"
        await audit.record(conn, now, principal.role, action, f"organisation:{id}", {"key": principal.key_id})
        return 200, await _read(conn, id, now) | ({"secret": secret} if secret else {})

    return await perform(services, None, work)


async def remove(services: Services, principal: Principal, id: int) -> None:
    """Remove the webhook; what waited for it is given up, and stays in the feed.

    Raises:
        Problem: 403; 404, it is another's, or none is set.
    """
    _own(principal, id)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        if not await sender_webhooks.remove(conn, id):
            raise not_yours()
        await audit.record(
            conn, now, principal.role, "webhook_removed", f"organisation:{id}", {"key": principal.key_id}
        )
        return 204, None

    await perform(services, None, work)


async def allow_test(services: Services, principal: Principal, id: int) -> Webhook:
    """The webhook to be tested now.

    Raises:
        Problem: 403; 404; 429, it was tested a moment ago.
    """
    _own(principal, id)
    now = services.clock.now()
    async with services.database.transaction() as conn:
        webhook = await sender_webhooks.find(conn, id, lock=True)
        if webhook is None:
            raise not_yours()
        if webhook.tested_at is not None and timedelta(0) <= now - webhook.tested_at < TEST_PAUSE:
            raise Problem(429, "too_many_requests", retry_after_s=int(TEST_PAUSE.total_seconds()))
        await sender_webhooks.tested(conn, id, now)
    return webhook
