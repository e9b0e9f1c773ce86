"""Orders that suspend or revoke many accreditations at once: previewed, proposed, confirmed by a second officer."""

from typing import Annotated

from litestar import Controller, Response, get, post
from litestar.params import Parameter

from backend.actions.once import Ticket
from backend.actions.principals import Principal
from backend.actions.standing import order_papers, revocation_orders
from backend.actions.standing.revocation_orders import OrderBody, SecondBody
from backend.api.callers import answered
from backend.api.pages import LIMIT_DEFAULT, Cursor, Limit, before_id
from backend.locales.texts import LANGUAGES
from backend.problems import Problem
from backend.services import Services

OrderId = Annotated[int, Parameter(ge=1, le=2**62)]


class RevocationController(Controller):
    """What two officers of the CEC do, and what everybody may read of it."""

    path = "/v1/revocations"
    tags = ["revocations"]

    @post("", operation_id="order_revocation", status_code=201)
    async def order(
        self,
        data: OrderBody,
        principal: Principal,
        optional_ticket: Ticket | None,
        services: Services,
        preview: bool = False,
    ) -> Response:
        """Propose an order by sender, zone and category, with exemptions; `preview=true` only tells whom (200)."""
        if preview:
            return Response(await revocation_orders.preview(services, principal, data), status_code=200)
        if optional_ticket is None:
            raise Problem(400, "idempotency_key_required", remedy="send_idempotency_key")
        return answered(await revocation_orders.order(services, principal, optional_ticket, data))

    @get("", operation_id="list_revocations")
    async def listed(
        self,
        principal: Principal,
        services: Services,
        limit: Limit = LIMIT_DEFAULT,
        cursor: Cursor = None,
        election: Annotated[
            int | None, Parameter(ge=1, le=2**31 - 1, description="only this election")
        ] = None,
        status: Annotated[
            str | None, Parameter(max_length=20, description="proposed, effective or withdrawn")
        ] = None,
    ) -> dict:
        """Orders, the newest first; whom they met is counted and not named."""
        return await revocation_orders.listed(
            services, principal, before=before_id(cursor), limit=limit, election=election, state=status
        )

    @get("/{id:int}", operation_id="read_revocation")
    async def read(self, id: OrderId, principal: Principal, services: Services) -> dict:
        """One order with the accreditations it meets; while it is proposed, with what changed since."""
        return await revocation_orders.read(services, principal, id)

    @post("/{id:int}/confirmation", operation_id="confirm_revocation", status_code=200)
    async def confirm(
        self,
        id: OrderId,
        principal: Principal,
        ticket: Ticket,
        services: Services,
        data: SecondBody | None = None,
    ) -> Response:
        """Confirm a proposed order as its second officer; it takes effect at once."""
        return answered(
            await revocation_orders.confirm(services, principal, ticket, id, data or SecondBody())
        )

    @post("/{id:int}/withdrawal", operation_id="withdraw_revocation", status_code=200)
    async def withdraw(
        self, id: OrderId, principal: Principal, ticket: Ticket, services: Services
    ) -> Response:
        """Withdraw an order that was proposed and not confirmed."""
        return answered(await revocation_orders.withdraw(services, principal, ticket, id))

    @get("/{id:int}/paper.pdf", operation_id="revocation_paper", media_type="application/pdf")
    async def paper(self, id: OrderId, services: Services, lang: str = LANGUAGES[0]) -> Response[bytes]:
        """The published decision of an order in effect as PDF, in Albanian (`lang=sq`) or English (`lang=en`)."""
        language = lang if lang in LANGUAGES else LANGUAGES[0]
        content = await order_papers.paper(services, id, language)
        headers = {"Content-Disposition": f'inline; filename="order-{id}-{language}.pdf"'}
        return Response(content, media_type="application/pdf", headers=headers)
