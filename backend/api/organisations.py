"""Organisations: registered by themselves, admitted by the CEC."""

from typing import Any, Literal

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import State

from accreditation.senders import SenderKind
from backend.actions.once import Ticket
from backend.actions.principals import Principal
from backend.actions.senders import admissions, organisations, registrations
from backend.actions.senders.admissions import AdmissionBody
from backend.actions.senders.organisations import OrganisationBody
from backend.actions.senders.registrations import RegistrationBody
from backend.api.callers import answered
from backend.api.pages import LIMIT_DEFAULT, Cursor, Limit, after_id
from backend.api.rates import allow
from backend.services import Services

PER_HOUR = 30
LOOPBACK_PER_HOUR = 100_000


class OrganisationController(Controller):
    """Senders of observers, their admission, and what their right hangs on."""

    path = "/v1/organisations"
    tags = ["organisations"]

    @post("", operation_id="register_organisation")
    async def register(
        self,
        request: Request[Any, Any, State],
        data: OrganisationBody,
        services: Services,
        public_ticket: Ticket,
    ) -> Response[Any]:
        """Register an organisation; public. Its key is in the answer, this once, and files at once."""
        allow(request, "organisations", PER_HOUR, LOOPBACK_PER_HOUR)
        return answered(await organisations.register(services, public_ticket, data))

    @get("", operation_id="list_organisations")
    async def list_organisations(
        self,
        services: Services,
        principal: Principal,
        limit: Limit = LIMIT_DEFAULT,
        cursor: Cursor = None,
        admission: Literal["pending", "admitted", "refused"] | None = None,
        kind: SenderKind | None = None,
    ) -> dict[str, Any]:
        """All organisations, for the CEC and an auditor; `admission` and `kind` narrow the list."""
        return await organisations.listed(services, principal, after_id(cursor), limit, admission, kind)

    @get("/{id:int}", operation_id="read_organisation")
    async def read(self, id: int, services: Services, principal: Principal) -> dict[str, Any]:
        """One organisation: one's own, or any for the CEC."""
        return await organisations.read(services, principal, id)

    @post("/{id:int}/admission", operation_id="decide_admission", status_code=200)
    async def admission(
        self, id: int, data: AdmissionBody, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """Admit or refuse an organisation by an act; the CEC only."""
        return answered(await admissions.decide(services, principal, ticket, id, data))

    @post("/{id:int}/registrations", operation_id="record_registration")
    async def record(
        self, id: int, data: RegistrationBody, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """Record a registration, candidacy, list, coalition or engagement; the CEC only."""
        return answered(await registrations.record(services, principal, ticket, id, data))

    @get("/{id:int}/registrations", operation_id="list_registrations")
    async def registered(
        self, id: int, election: int, services: Services, principal: Principal
    ) -> dict[str, Any]:
        """What is recorded of an organisation in one election."""
        return await registrations.listed(services, principal, id, election)
