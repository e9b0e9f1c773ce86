"""Notices: the feed, repeated delivery, what could not be delivered, and the sender's webhook."""

from typing import Annotated, Any

from litestar import Controller, Request, Response, delete, get, post, put
from litestar.datastructures import State
from litestar.params import Parameter

from backend.actions.notices import notice_feed, sender_webhooks
from backend.actions.notices.notices import NoticeKind
from backend.actions.notices.sender_webhooks import WebhookBody
from backend.actions.once import Ticket
from backend.actions.principals import Principal
from backend.api.callers import answered
from backend.api.errors import request_language
from backend.api.pages import LIMIT_DEFAULT, Cursor, Limit, after_id
from backend.jobs import webhook_tests
from backend.services import Services

Asked = Request[Any, Any, State]
After = Annotated[
    int | None,
    Parameter(ge=0, le=10**17, description="the `position` of the last notice read; `cursor` goes before it"),
]


class NoticeController(Controller):
    """What senders, observers and commissions are told."""

    path = "/v1/notices"
    tags = ["notices"]

    @get("", operation_id="list_notices")
    async def listed(
        self,
        request: Asked,
        services: Services,
        principal: Principal,
        limit: Limit = LIMIT_DEFAULT,
        cursor: Cursor = None,
        after: After = None,
        kind: NoticeKind | None = None,
    ) -> dict[str, Any]:
        """One's own notices in order, in the language of `Accept-Language`, each with its deliveries.

        Positions only grow: ask again with `after` and nothing is missed or read twice.
        """
        start = after_id(cursor) if cursor else after or 0
        return await notice_feed.listed(services, principal, request_language(request), start, limit, kind)

    @get("/{id:int}", operation_id="read_notice")
    async def read(self, id: int, request: Asked, services: Services, principal: Principal) -> dict[str, Any]:
        """One of one's own notices, with its deliveries."""
        return await notice_feed.read(services, principal, request_language(request), id)

    @post("/{id:int}/redelivery", operation_id="redeliver_notice", status_code=202)
    async def redeliver(
        self, id: int, request: Asked, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """Deliver a notice again by webhook and e-mail, under the same id (202)."""
        return answered(
            await notice_feed.redeliver(services, principal, ticket, request_language(request), id)
        )


class DeliveryController(Controller):
    """Where notices did not arrive."""

    path = "/v1/deliveries"
    tags = ["notices"]

    @get("/undelivered", operation_id="list_undelivered")
    async def undelivered(
        self, services: Services, principal: Principal, limit: Limit = LIMIT_DEFAULT, cursor: Cursor = None
    ) -> dict[str, Any]:
        """What could not be delivered or is in doubt, newest first; the operator and an auditor only."""
        return await notice_feed.undelivered_page(services, principal, after_id(cursor), limit)


class WebhookController(Controller):
    """The webhook of a sender."""

    path = "/v1/organisations/{id:int}/webhook"
    tags = ["notices"]

    @put("", operation_id="put_webhook")
    async def put(
        self, id: int, data: WebhookBody, services: Services, principal: Principal
    ) -> Response[Any]:
        """Set where one's notices go; a new secret is in the answer, this once.

        With `rotate` a new secret is made, and the old one signs along for 24 hours.
        """
        return answered(await sender_webhooks.put(services, principal, id, data))

    @get("", operation_id="read_webhook")
    async def read(self, id: int, services: Services, principal: Principal) -> dict[str, Any]:
        """One's own webhook, how it does, and how much waits for it; never its secret."""
        return await sender_webhooks.read(services, principal, id)

    @delete("", operation_id="remove_webhook", status_code=204)
    async def remove(self, id: int, services: Services, principal: Principal) -> None:
        """Remove the webhook; notices stay in the feed."""
        await sender_webhooks.remove(services, principal, id)

    @post("/test", operation_id="test_webhook", status_code=200)
    async def test(self, id: int, services: Services, principal: Principal) -> dict[str, Any]:
        """Call the webhook now with a signed `test` and tell what became of it."""
        return await webhook_tests.run(services, principal, id)
