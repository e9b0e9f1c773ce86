"""Registrations of electoral subjects in an election: their changes with preview and order, and open questions."""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import State

from backend.actions.elections import legal_choices
from backend.actions.elections.legal_choices import ChoiceBody
from backend.actions.once import Ticket
from backend.actions.principals import Principal
from backend.actions.requests.batch_files import format_of
from backend.actions.senders import registration_change_views, registration_changes, registration_files
from backend.actions.senders.registration_changes import ChangesBody
from backend.api.callers import answered
from backend.api.pages import LIMIT_DEFAULT, Cursor, Limit, after_id
from backend.api.uploads import is_multipart, one_file
from backend.problems import Problem
from backend.services import Services


class RegistrationChangeController(Controller):
    """What officers change of registrations, and what follows for accreditations."""

    path = "/v1/elections/{id:int}"
    tags = ["registrations"]

    @post("/registration-changes", operation_id="change_registrations", status_code=201)
    async def change(
        self,
        id: int,
        data: ChangesBody,
        services: Services,
        principal: Principal,
        optional_ticket: Ticket | None,
        preview: bool = False,
    ) -> Response[Any]:
        """Change registrations with all that follows; with `preview=true` only tell what would (200)."""
        if preview:
            return Response(
                await registration_changes.preview(services, principal, id, data), status_code=200
            )
        if optional_ticket is None:
            raise Problem(400, "idempotency_key_required", remedy="send_idempotency_key")
        return answered(await registration_changes.order(services, principal, optional_ticket, id, data))

    @get("/registration-changes", operation_id="list_registration_changes")
    async def changes(
        self,
        id: int,
        services: Services,
        principal: Principal,
        limit: Limit = LIMIT_DEFAULT,
        cursor: Cursor = None,
    ) -> dict[str, Any]:
        """The orders that changed registrations in an election; the CEC and an auditor."""
        return await registration_change_views.listed(services, principal, id, after_id(cursor), limit)

    @get("/registration-changes/{change:int}", operation_id="read_registration_change")
    async def read(self, id: int, change: int, services: Services, principal: Principal) -> dict[str, Any]:
        """One order with what became of every accreditation it met."""
        return await registration_change_views.read(services, principal, id, change)

    @post("/registrations/import", operation_id="import_registrations")
    async def load(
        self,
        request: Request[Any, Any, State],
        id: int,
        services: Services,
        principal: Principal,
        ticket: Ticket,
    ) -> Response[Any]:
        """Record a register of electoral subjects from CSV or XLSX, the body or one file; every row is answered."""
        if is_multipart(request):
            part = await one_file(request)
            format, data = format_of(part.content_type, part.filename or ""), await part.read()
        else:
            data = await request.body()
            format = format_of(request.headers.get("content-type", ""))
        return answered(await registration_files.load(services, principal, ticket, id, format, data))

    @get("/choices", operation_id="list_choices")
    async def choices(self, id: int, services: Services) -> dict[str, Any]:
        """The questions that the text leaves open, each with the answer that holds for this election."""
        return await legal_choices.read(services, id)

    @post("/choices", operation_id="set_choice")
    async def choose(
        self, id: int, data: ChoiceBody, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """Answer an open question of the text for one election, by an act; the CEC only."""
        return answered(await legal_choices.set_choice(services, principal, ticket, id, data))
