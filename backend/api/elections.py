"""Elections and their time limits: read by everybody, recorded by the CEC."""

from typing import Any

from litestar import Controller, Response, get, post

from backend.actions import delegations, elections, registry
from backend.actions.delegations import DelegationBody
from backend.actions.elections import AnnouncementBody, ElectionBody, SetLimitBody
from backend.actions.once import Ticket
from backend.actions.principals import Principal
from backend.api.callers import answered
from backend.api.pages import LIMIT_DEFAULT, Cursor, Limit, after_id
from backend.services import Services


class ElectionController(Controller):
    """Elections, their limits, their register of places."""

    path = "/v1/elections"
    tags = ["elections"]

    @post("", operation_id="create_election")
    async def create(
        self, data: ElectionBody, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """Record an election; the CEC only."""
        return answered(await elections.create(services, principal, ticket, data))

    @get("", operation_id="list_elections")
    async def list_elections(
        self, services: Services, visitor: Principal, limit: Limit = LIMIT_DEFAULT, cursor: Cursor = None
    ) -> dict[str, Any]:
        """All elections in order of id."""
        return await elections.listed(services, after_id(cursor), limit)

    @get("/{id:int}", operation_id="read_election")
    async def read(self, id: int, services: Services, visitor: Principal) -> dict[str, Any]:
        """One election."""
        return await elections.read(services, id)

    @get("/{id:int}/time-limits", operation_id="read_time_limits")
    async def time_limits(self, id: int, services: Services, visitor: Principal) -> dict[str, Any]:
        """Every limit of Art. 18(5) under every reading, with the count of each."""
        return await elections.limits(services, id)

    @get("/{id:int}/places", operation_id="list_places")
    async def places(
        self,
        id: int,
        services: Services,
        visitor: Principal,
        limit: Limit = LIMIT_DEFAULT,
        cursor: Cursor = None,
        unit: str | None = None,
        kind: str | None = None,
    ) -> dict[str, Any]:
        """Voting and counting centres in order of code."""
        return await registry.places_of(services, id, cursor or "", limit, unit, kind)

    @get("/{id:int}/electoral-units", operation_id="list_electoral_units")
    async def units(self, id: int, services: Services, visitor: Principal) -> dict[str, Any]:
        """The electoral units."""
        return await registry.units_of(services, id)

    @post("/{id:int}/limits", operation_id="set_limit")
    async def set_limit(
        self, id: int, data: SetLimitBody, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """Set a number that the law's text does not give, by an act; the CEC only."""
        return answered(await elections.set_limit(services, principal, ticket, id, data))

    @post("/{id:int}/announcement", operation_id="announce_results", status_code=200)
    async def announce(
        self, id: int, data: AnnouncementBody, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """Record the final announcement of results; the CEC only."""
        return answered(await elections.announce(services, principal, ticket, id, data))

    @post("/{id:int}/delegations", operation_id="delegate")
    async def delegate(
        self, id: int, data: DelegationBody, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """Delegate decisions on electoral subjects to ZECs or LGECs (Art. 18(6)); the CEC only."""
        return answered(await delegations.delegate(services, principal, ticket, id, data))
