"""A service with an organisation that is told things, and the means to move time."""

from __future__ import annotations

import itertools
import json
from datetime import datetime, timedelta
from typing import Any

from backend.actions.notices import notices, sender_webhooks
from backend.actions.notices.notices import NoticeKind, to_sender
from backend.actions.notices.sender_webhooks import WebhookBody
from backend.actions.principals import Principal
from backend.actions.senders.organisations import ContactBody, OrganisationBody, add
from backend.jobs import mailing, spreading, webhooks_out
from backend.services import Services

_numbers = itertools.count(1)


class House:
    """One organisation of a service, told of requests."""

    def __init__(self, services: Services, now: datetime) -> None:
        self.services = services
        self.organisation = 0
        self.principal = Principal("public")
        self.secret = ""
        self.move_to(now)

    def move_to(self, now: datetime) -> None:
        """Set the clock."""
        self.services.clock.jump(self.services.clock.offset_to(now))

    def later(self, **time: float) -> None:
        """Move the clock on."""
        self.move_to(self.services.clock.now() + timedelta(**time))

    async def open(self, **contact: str) -> None:
        """Register the organisation."""
        async with self.services.database.transaction() as conn:
            body = OrganisationBody("Vëzhguesit e Lirë", "albanian_ngo", "AL", ContactBody(**contact))
            stored, _ = await add(conn, self.services.clock.now(), body, "test")
        self.organisation = stored.id
        self.principal = Principal(f"organisation:{stored.id}", "key", stored.id)

    async def set_webhook(self, url: str, *, rotate: bool = False) -> dict[str, Any]:
        """Set the webhook; the secret is kept."""
        answer = await sender_webhooks.put(
            self.services, self.principal, self.organisation, WebhookBody(url, rotate)
        )
        shown = json.loads(answer.body)
        self.secret = shown.get("secret", self.secret)
        return shown

    async def tell(self, count: int = 1, kind: NoticeKind = NoticeKind.REQUEST_GRANTED) -> None:
        """Record notices to the organisation, one transaction each."""
        for _ in range(count):
            number = f"R-2027-{next(_numbers):06d}"
            async with self.services.database.transaction() as conn:
                told = [
                    to_sender(self.organisation, kind, f"request:{number}", accreditation="A-2027-000001")
                ]
                await notices.tell(self.services, conn, self.services.clock.now(), told)

    async def spread(self) -> None:
        """Spread all."""
        while await spreading.spread_due(self.services):
            pass

    async def deliver(self) -> int:
        """Spread, and call webhooks as long as something is due."""
        await self.spread()
        calls = 0
        while made := await webhooks_out.deliver_due(self.services):
            calls += made
        return calls

    async def mail(self) -> int:
        """Spread, and send mails as long as something is due."""
        await self.spread()
        sent = 0
        while made := await mailing.send_due(self.services):
            sent += made
        return sent

    async def rows(self, statement: str, *given: Any) -> list[tuple]:
        """Rows of a statement."""
        async with self.services.database.reading() as conn:
            return await (await conn.execute(statement, given or None)).fetchall()

    async def states(self, channel: str = "webhook") -> list[str]:
        """The states of the deliveries of a channel, in order."""
        rows = await self.rows("SELECT state FROM deliveries WHERE channel = %s ORDER BY id", channel)
        return [row[0] for row in rows]
