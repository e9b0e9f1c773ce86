"""Codes of conduct, legal bases, and the lane of re-accreditation."""

from litestar import Controller, Response, get, post

from backend.actions.elections import legal_bases
from backend.actions.elections.legal_bases import BasisBody
from backend.actions.once import Ticket
from backend.actions.principals import Principal
from backend.actions.requests import conduct
from backend.actions.requests.conduct import AcceptanceBody, ConductVersionBody
from backend.actions.standing import reaccreditation
from backend.actions.standing.reaccreditation import IdentityBody
from backend.api.callers import answered
from backend.services import Services


class ConductController(Controller):
    """What an election's orders rest on, and what its observers accept."""

    tags = ["elections"]

    @post("/v1/elections/{id:int}/codes-of-conduct", operation_id="publish_code_of_conduct", status_code=201)
    async def publish(
        self, id: int, data: ConductVersionBody, principal: Principal, ticket: Ticket, services: Services
    ) -> Response:
        """Publish a version of the code of conduct: its wording, or the address and hash of a document."""
        return answered(await conduct.publish(services, principal, ticket, id, data))

    @get("/v1/elections/{id:int}/codes-of-conduct", operation_id="list_codes_of_conduct")
    async def versions(self, id: int, services: Services) -> dict:
        """Every version of an election's code of conduct, and which one is in force."""
        return await conduct.listed(services, id)

    @post("/v1/elections/{id:int}/legal-bases", operation_id="set_legal_basis", status_code=201)
    async def set_basis(
        self, id: int, data: BasisBody, principal: Principal, ticket: Ticket, services: Services
    ) -> Response:
        """Name by an act the article on which suspending or revoking rests in an election."""
        return answered(await legal_bases.set_basis(services, principal, ticket, id, data))

    @get("/v1/elections/{id:int}/legal-bases", operation_id="list_legal_bases")
    async def bases(self, id: int, services: Services) -> dict:
        """On which article each measure rests, or that it is blocked."""
        return await legal_bases.read(services, id)


class LaneController(Controller):
    """The code of conduct of one request, and the lane of re-accreditation."""

    tags = ["requests"]

    @post("/v1/requests/{number:str}/conduct", operation_id="accept_code_of_conduct", status_code=200)
    async def accept(
        self, number: str, data: AcceptanceBody, principal: Principal, ticket: Ticket, services: Services
    ) -> Response:
        """Accept a version of the code of conduct for a request that waits for its decision."""
        return answered(await conduct.accept(services, principal, ticket, number, data))

    @post("/v1/requests/{number:str}/identity-check", operation_id="check_identity", status_code=200)
    async def check(
        self, number: str, data: IdentityBody, principal: Principal, ticket: Ticket, services: Services
    ) -> Response:
        """Record that face, photo and document were compared for a request of the lane."""
        return answered(await reaccreditation.check_identity(services, principal, ticket, number, data))

    @get("/v1/reaccreditations", operation_id="list_reaccreditations")
    async def lane(self, principal: Principal, services: Services, election: int | None = None) -> dict:
        """The open requests of the lane that the key may read, what is due first; its clock is the order's."""
        return await reaccreditation.listed(services, principal, election)
