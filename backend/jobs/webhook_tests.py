"""A test of a sender's webhook: one signed call now, and what became of it; nothing is recorded as delivered."""

from __future__ import annotations

import secrets
import time
from typing import Any

import msgspec

from backend.actions.notices.sender_webhooks import allow_test, secrets_of
from backend.actions.principals import Principal
from backend.jobs.webhook_calls import Caller
from backend.services import Services


async def run(services: Services, principal: Principal, id: int) -> dict[str, Any]:
    """Call the webhook of one's own organisation with a `test`; `code` says what was answered, never its words.

    Raises:
        Problem: 403; 404; 429, it was tested a moment ago.
    """
    webhook = await allow_test(services, principal, id)
    now = services.clock.now()
    mark = f"test-{secrets.token_hex(8)}"
    body = msgspec.json.encode({"id": mark, "type": "test", "timestamp": now, "sequence": 0, "data": {}})
    started = time.monotonic()
    signing = secrets_of(services, webhook, now)
    async with Caller(webhook.url, signing, loopback=services.settings.is_loopback) as caller:
        outcome = await caller.call(mark, body, now)
    return {
        "id": mark,
        "delivered": outcome.ok,
        "code": outcome.code,
        "status": outcome.status or None,
        "took_ms": round((time.monotonic() - started) * 1000),
    }
