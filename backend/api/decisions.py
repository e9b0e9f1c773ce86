"""What surrounds decisions: proposals, the written decision, the public list, delegations."""

from typing import Any, Literal

from litestar import Controller, Response, get, post

from backend.actions.decisions import decision_papers, delegations, interim, proposals, publication
from backend.actions.decisions.delegations import DelegationEndBody
from backend.actions.decisions.interim import InterimBody
from backend.actions.decisions.proposals import ProposalBody
from backend.actions.once import Ticket
from backend.actions.principals import Principal
from backend.api.callers import answered
from backend.api.pages import LIMIT_DEFAULT, Cursor, Limit, after_id
from backend.services import Services


def pdf_answer(content: bytes, name: str) -> Response[bytes]:
    """One PDF that is never cached."""
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'inline; filename="{name}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


class DecisionController(Controller):
    """Proposals, papers and delegations."""

    path = "/v1"
    tags = ["decisions"]

    @post("/requests/{number:str}/proposal", operation_id="propose_decision")
    async def propose(
        self, number: str, data: ProposalBody, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """Propose an outcome as an officer of the competent commission; nothing takes effect."""
        return answered(await proposals.propose(services, principal, ticket, number, data))

    @get("/requests/{number:str}/proposals", operation_id="list_proposals")
    async def list_proposals(self, number: str, services: Services, principal: Principal) -> dict[str, Any]:
        """What officers proposed on a request, oldest first; the last one counts."""
        return await proposals.listed(services, principal, number)

    @post("/requests/{number:str}/interim", operation_id="accredit_interim")
    async def interim(
        self, number: str, data: InterimBody, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """Accredit an observer for the time of an appeal that would outlast the election, by an act; the CEC only."""
        return answered(await interim.issue(services, principal, ticket, number, data))

    @get(
        "/requests/{number:str}/decision.pdf",
        operation_id="read_decision_paper",
        media_type="application/pdf",
    )
    async def paper(
        self, number: str, services: Services, principal: Principal, language: Literal["sq", "en"] = "sq"
    ) -> Response[bytes]:
        """The written decision as PDF, in Albanian or English; the Albanian text is authoritative."""
        content = await decision_papers.of_request(services, principal, number, language)
        return pdf_answer(content, "decision")

    @get("/elections/{id:int}/decisions", operation_id="list_decisions")
    async def published(
        self,
        id: int,
        services: Services,
        visitor: Principal,
        limit: Limit = LIMIT_DEFAULT,
        cursor: Cursor = None,
    ) -> dict[str, Any]:
        """The acts of an election in numbers, public: no observer, no party and no person is named."""
        return await publication.listed(services, id, after=after_id(cursor), limit=limit)

    @post(
        "/elections/{id:int}/delegations/{delegation:int}/end", operation_id="end_delegation", status_code=200
    )
    async def end_delegation(
        self,
        id: int,
        delegation: int,
        data: DelegationEndBody,
        services: Services,
        principal: Principal,
        ticket: Ticket,
    ) -> Response[Any]:
        """End a delegation before its time, by an instruction; the CEC only."""
        return answered(await delegations.end(services, principal, ticket, id, delegation, data))
