"""Presence at the doors of voting centres."""

from typing import Annotated

from litestar import Controller, Response, get, post
from litestar.params import Parameter

from backend.actions.door import check_ins
from backend.actions.door.check_ins import CheckInBody
from backend.actions.once import Ticket
from backend.actions.principals import Principal
from backend.api.callers import answered
from backend.services import Services

ID_LIMIT = 2**63 - 1


class CheckInController(Controller):
    """Arrivals and departures; `1850-01` in a path is the voting centre `1850/01`."""

    tags = ["presence"]

    @post("/v1/voting-centres/{code:str}/check-ins", operation_id="check_in", status_code=201)
    async def check_in(
        self, code: str, data: CheckInBody, principal: Principal, ticket: Ticket, services: Services
    ) -> Response:
        """Record an arrival; 409 with who is inside where the cap of Art. 18(4) is reached."""
        return answered(await check_ins.check_in(services, principal, ticket, code, data))

    @post(
        "/v1/voting-centres/{number:str}/{sub:str}/check-ins",
        operation_id="check_in_by_slash",
        status_code=201,
        include_in_schema=False,
    )
    async def check_in_by_slash(
        self,
        number: str,
        sub: str,
        data: CheckInBody,
        principal: Principal,
        ticket: Ticket,
        services: Services,
    ) -> Response:
        """The same for a code written with its slash, as `1850/01` or `1850%2F01`."""
        return answered(await check_ins.check_in(services, principal, ticket, f"{number}/{sub}", data))

    @get("/v1/voting-centres/{code:str}/check-ins", operation_id="list_inside")
    async def inside(
        self,
        code: str,
        principal: Principal,
        services: Services,
        election: Annotated[int | None, Parameter(ge=1, le=2**31 - 1)] = None,
    ) -> dict:
        """Who is inside now."""
        return await check_ins.inside(services, principal, code, election)

    @post("/v1/check-ins/{id:int}/check-out", operation_id="check_out", status_code=200)
    async def check_out(
        self,
        id: Annotated[int, Parameter(ge=1, le=ID_LIMIT)],
        principal: Principal,
        optional_ticket: Ticket | None,
        services: Services,
    ) -> Response:
        """Record a departure by the visit's id."""
        return answered(await check_ins.check_out(services, principal, optional_ticket, id))
