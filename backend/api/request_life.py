"""The life of a request after its filing: receipt, addendum, translation, reinstatement; and what is late."""

from typing import Annotated, Any

from litestar import Controller, Request, Response, get, post, put
from litestar.datastructures import State
from litestar.params import Parameter

from backend.actions.once import Ticket
from backend.actions.principals import Principal
from backend.actions.requests import (
    lateness,
    offices,
    receipts,
    reinstatements,
    reminders,
    replacements,
    request_pages,
    translations,
)
from backend.actions.requests.offices import OfficeBody
from backend.actions.requests.receipts import ReceiptText
from backend.actions.requests.reinstatements import ReinstatementBody
from backend.actions.requests.reminders import RemindersBody
from backend.actions.requests.replacements import AddendumBody
from backend.actions.requests.translations import MAX_BYTES, TranslationNoticeBody
from backend.api.callers import answered
from backend.api.pages import LIMIT_DEFAULT, Limit
from backend.api.uploads import one_file
from backend.services import Services

PLAIN = "text/plain"


class RequestLifeController(Controller):
    """What happens to one request beside its decision."""

    path = "/v1/requests"
    tags = ["requests"]

    @get("/{number:str}/receipt", operation_id="read_receipt")
    async def receipt(self, number: str, services: Services, principal: Principal) -> dict[str, Any]:
        """The signed receipt: what was filed, by its hash, and when; `text` is what is signed."""
        return await request_pages.receipt(services, principal, number)

    @get("/{number:str}/receipt.txt", operation_id="read_receipt_text", media_type=PLAIN)
    async def receipt_text(self, number: str, services: Services, principal: Principal) -> Response[str]:
        """The signed receipt as plain text, to keep and to show."""
        found = await request_pages.receipt(services, principal, number)
        return Response(found["text"], media_type=f"{PLAIN}; charset=utf-8")

    @post("/{number:str}/addendum", operation_id="add_to_request")
    async def add_to(
        self,
        number: str,
        data: AddendumBody,
        services: Services,
        principal: Principal,
        ticket: Ticket,
        preview: bool = False,
    ) -> Response[Any]:
        """Add places to a waiting or granted request, or put its data right; `preview=true` records nothing (200)."""
        if preview:
            return Response(
                await replacements.preview_addendum(services, principal, number, data), status_code=200
            )
        return answered(await replacements.add_to(services, principal, ticket, number, data))

    @post("/{number:str}/translation-notice", operation_id="ask_translation")
    async def ask_translation(
        self,
        number: str,
        data: TranslationNoticeBody,
        services: Services,
        principal: Principal,
        ticket: Ticket,
    ) -> Response[Any]:
        """Tell the sender that the filing must be translated, with an additional deadline; the competent commission only."""
        return answered(await translations.notify(services, principal, ticket, number, data))

    @post("/{number:str}/translation", operation_id="deliver_translation")
    async def deliver_translation(
        self,
        request: Request[Any, Any, State],
        number: str,
        services: Services,
        principal: Principal,
        ticket: Ticket,
    ) -> Response[Any]:
        """Deliver the translation, the one file of a multipart body: PDF, JPEG, PNG or office document up to 10 MB."""
        content = await (await one_file(request)).read(MAX_BYTES + 1)
        return answered(await translations.deliver(services, principal, ticket, number, content))

    @get("/{number:str}/translation", operation_id="read_translation", media_type="application/octet-stream")
    async def read_translation(
        self, number: str, services: Services, principal: Principal
    ) -> Response[bytes]:
        """The translation's bytes, for its sender and the commission in competence."""
        content, media_type = await translations.read(services, principal, number)
        headers = {
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="{number}-translation"',
            "X-Content-Type-Options": "nosniff",
        }
        return Response(content, media_type=media_type, headers=headers)

    @post("/{number:str}/reinstatement", operation_id="ask_reinstatement")
    async def ask_reinstatement(
        self, number: str, data: ReinstatementBody, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """Ask to be put back in time, with reasons and the hashes of documents; the commission decides with its decision."""
        return answered(await reinstatements.plead(services, principal, ticket, number, data))

    @post("/{number:str}/offices", operation_id="record_office")
    async def record_office(
        self, number: str, data: OfficeBody, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """Record an office that the observer holds, as a register or an act says; a commission only, nothing follows."""
        return answered(await offices.record(services, principal, ticket, number, data))


class ReceiptController(Controller):
    """Receipts, verified by anybody."""

    path = "/v1/receipts"
    tags = ["requests"]

    @get("/key", operation_id="read_receipt_key")
    async def key(self, services: Services) -> dict[str, Any]:
        """The public key that signs receipts (Ed25519)."""
        return receipts.key_view(services)

    @post("/verification", operation_id="verify_receipt", status_code=200)
    async def verify(self, data: ReceiptText, services: Services) -> dict[str, Any]:
        """Whether a text is a receipt of this service; garbage has a verdict too and is no error."""
        return receipts.verified(services, data)


class LatenessController(Controller):
    """What the commissions are late with."""

    path = "/v1/late"
    tags = ["requests"]

    @get("", operation_id="list_late")
    async def listed(
        self,
        services: Services,
        principal: Principal,
        limit: Limit = LIMIT_DEFAULT,
        cursor: Annotated[str | None, Parameter(max_length=60)] = None,
        election: int | None = None,
    ) -> dict[str, Any]:
        """What should have been decided: since when, for how long, by which article, and until when an appeal is open."""
        return await lateness.listed(services, principal, cursor=cursor, limit=limit, election=election)


class ReminderController(Controller):
    """When commissions are reminded."""

    path = "/v1/elections"
    tags = ["elections"]

    @get("/{id:int}/reminders", operation_id="read_reminders")
    async def read(self, id: int, services: Services, principal: Principal) -> dict[str, Any]:
        """How many hours before a decision is due its commission is reminded."""
        return await reminders.shown(services, principal, id)

    @put("/{id:int}/reminders", operation_id="choose_reminders")
    async def choose(
        self, id: int, data: RemindersBody, services: Services, principal: Principal
    ) -> dict[str, Any]:
        """Choose how many hours before a decision is due its commission is reminded; the CEC only."""
        return await reminders.choose(services, principal, id, data)


ROUTES = [RequestLifeController, ReceiptController, LatenessController, ReminderController]
