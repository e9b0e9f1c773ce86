"""Acts on many requests: drafted with a preview, put into effect in one step."""

from typing import Any, Literal

from litestar import Controller, Response, get, post

from backend.actions.decisions import act_drafts, act_effects, decision_papers
from backend.actions.decisions.act_drafts import ActDraftBody
from backend.actions.decisions.act_effects import EffectBody
from backend.actions.once import Ticket
from backend.actions.principals import Principal
from backend.api.callers import answered
from backend.api.decisions import pdf_answer
from backend.api.pages import LIMIT_DEFAULT, Cursor, Limit, after_id
from backend.services import Services


class ActController(Controller):
    """One act, many decisions."""

    path = "/v1/acts"
    tags = ["decisions"]

    @post("", operation_id="draft_act")
    async def draft(
        self, data: ActDraftBody, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """Gather requests in a draft act and preview it; nothing is decided."""
        return answered(await act_drafts.draft(services, principal, ticket, data))

    @get("", operation_id="list_acts")
    async def list_acts(
        self,
        services: Services,
        principal: Principal,
        limit: Limit = LIMIT_DEFAULT,
        cursor: Cursor = None,
        election: int | None = None,
        status: str | None = None,
    ) -> dict[str, Any]:
        """A commission's acts; for a sender those in effect that decided on its requests."""
        return await act_drafts.listed(
            services, principal, after=after_id(cursor), limit=limit, election=election, status=status
        )

    @get("/{id:int}", operation_id="read_act")
    async def read(self, id: int, services: Services, principal: Principal) -> dict[str, Any]:
        """One act: a draft with what can be taken and what is blocked, an act in effect with what it decided."""
        return await act_drafts.read(services, principal, id)

    @get("/{id:int}/decision.pdf", operation_id="read_act_paper", media_type="application/pdf")
    async def paper(
        self, id: int, services: Services, principal: Principal, language: Literal["sq", "en"] = "sq"
    ) -> Response[bytes]:
        """The act as PDF with its list: whole for the commission, its own lines for a sender."""
        return pdf_answer(await decision_papers.of_act(services, principal, id, language), f"act-{id}")

    @post("/{id:int}/effect", operation_id="put_act_in_effect", status_code=200)
    async def effect(
        self, id: int, data: EffectBody, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """Decide every request of a draft by its number, date and signatory, in one transaction."""
        return answered(await act_effects.put_in_effect(services, principal, ticket, id, data))

    @post("/{id:int}/abandonment", operation_id="abandon_act", status_code=200)
    async def abandon(
        self, id: int, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """Give up a draft; its requests wait as before."""
        return answered(await act_drafts.abandon(services, principal, ticket, id))
