"""Appeals: filed against anything, followed by their appellant, decided by the body that hears them."""

from typing import Annotated, Any, Literal

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import State
from litestar.params import Parameter

from backend.actions.appeals import (
    appeal_attestations,
    appeal_documents,
    appeal_rules,
    appeal_rulings,
    appeal_steps,
    appeal_views,
    appeals,
)
from backend.actions.appeals.appeal_rules import SetRuleBody
from backend.actions.appeals.appeal_rulings import RulingBody
from backend.actions.appeals.appeal_steps import (
    AppealCompletionBody,
    AppealWithdrawalBody,
    CheckBody,
    HearingBody,
    RapporteurBody,
)
from backend.actions.appeals.appeals import AppealBody, GeneralAppealBody
from backend.actions.once import Ticket
from backend.actions.principals import Principal
from backend.api.callers import answered
from backend.api.pages import LIMIT_DEFAULT, Cursor, Limit, after_id
from backend.api.uploads import one_file
from backend.services import Services

Status = Annotated[str | None, Parameter(max_length=40)]


class AppealController(Controller):
    """The register of appeals."""

    path = "/v1/appeals"
    tags = ["appeals"]

    @post("", operation_id="file_appeal")
    async def file(
        self, data: GeneralAppealBody, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """Appeal against anything, named by a number or in words; recorded, however hopeless."""
        return answered(await appeals.file_on_anything(services, principal, ticket, data))

    @get("", operation_id="list_appeals")
    async def list_appeals(
        self,
        services: Services,
        principal: Principal,
        limit: Limit = LIMIT_DEFAULT,
        cursor: Cursor = None,
        status: Status = None,
        election: int | None = None,
        late: bool = False,
    ) -> dict[str, Any]:
        """One's own appeals; for an appeal body those before it; with `late` those whose body is late."""
        return await appeal_views.listed(
            services,
            principal,
            after=after_id(cursor),
            limit=limit,
            status=status,
            election=election,
            late=late,
        )

    @get("/{number:str}", operation_id="read_appeal")
    async def read(self, number: str, services: Services, principal: Principal) -> dict[str, Any]:
        """One appeal with its object, clocks, steps, documents, ruling and what follows."""
        return await appeal_views.read(services, principal, number)

    @get("/{number:str}/attestation", operation_id="read_appeal_attestation")
    async def attestation(
        self,
        number: str,
        services: Services,
        principal: Principal,
    ) -> Response[Any]:
        """The attestation that the appeal was recorded, with date and time to the second."""
        facts = await appeal_attestations.attestation(services, principal, number)
        return Response(facts, headers={"Cache-Control": "private, no-store"})

    @get(
        "/{number:str}/attestation.pdf",
        operation_id="read_appeal_attestation_pdf",
        media_type="application/pdf",
    )
    async def attestation_pdf(
        self,
        number: str,
        services: Services,
        principal: Principal,
        language: Literal["sq", "en"] = "sq",
    ) -> Response[bytes]:
        """The attestation as an A4 page, in Albanian or English."""
        facts = await appeal_attestations.attestation(services, principal, number)
        headers = {
            "Cache-Control": "private, no-store",
            "Content-Disposition": f'inline; filename="{number}.pdf"',
        }
        content = appeal_attestations.pdf(services, facts, language)
        return Response(content, media_type="application/pdf", headers=headers)

    @post("/{number:str}/documents", operation_id="add_appeal_document")
    async def attach(
        self,
        request: Request[Any, Any, State],
        number: str,
        services: Services,
        principal: Principal,
        ticket: Ticket,
    ) -> Response[Any]:
        """Attach the one file of a multipart body, at most 10 MB, with the field `title`."""
        file = await one_file(request)
        content = await file.read(appeal_documents.DOCUMENT_LIMIT_BYTES + 1)
        title = str((await request.form()).get("title") or file.filename or "")
        return answered(await appeal_documents.attach(services, principal, ticket, number, content, title))

    @get("/{number:str}/documents/{place:int}", operation_id="read_appeal_document")
    async def document(
        self, number: str, place: int, services: Services, principal: Principal
    ) -> Response[bytes]:
        """The original bytes of one document."""
        content, kind, name = await appeal_documents.read(services, principal, number, place)
        return Response(
            content,
            media_type=kind,
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "private, no-store",
            },
        )

    @post("/{number:str}/rapporteur", operation_id="name_appeal_rapporteur", status_code=200)
    async def rapporteur(
        self, number: str, data: RapporteurBody, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """Name the rapporteur, by a lot that anybody can draw again, or by hand and recorded."""
        return answered(await appeal_steps.name_rapporteur(services, principal, ticket, number, data))

    @post("/{number:str}/check", operation_id="check_appeal", status_code=200)
    async def check(
        self, number: str, data: CheckBody, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """The preliminary check: accept for review, or send back for completion, once only."""
        return answered(await appeal_steps.check(services, principal, ticket, number, data))

    @post("/{number:str}/completion", operation_id="complete_appeal", status_code=200)
    async def complete(
        self,
        number: str,
        data: AppealCompletionBody,
        services: Services,
        principal: Principal,
        ticket: Ticket,
    ) -> Response[Any]:
        """Complete an appeal that was sent back."""
        return answered(await appeal_steps.complete(services, principal, ticket, number, data))

    @post("/{number:str}/hearing", operation_id="set_appeal_hearing", status_code=200)
    async def hearing(
        self, number: str, data: HearingBody, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """Set the instant of the hearing."""
        return answered(await appeal_steps.set_hearing(services, principal, ticket, number, data))

    @post("/{number:str}/decision", operation_id="decide_appeal", status_code=200)
    async def decide(
        self, number: str, data: RulingBody, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """Uphold, uphold in part, reject, or not accept; what follows happens in the same instant."""
        return answered(await appeal_rulings.rule(services, principal, ticket, number, data))

    @post("/{number:str}/withdrawal", operation_id="withdraw_appeal", status_code=200)
    async def withdraw(
        self,
        number: str,
        services: Services,
        principal: Principal,
        ticket: Ticket,
        data: AppealWithdrawalBody | None = None,
    ) -> Response[Any]:
        """Withdraw an appeal; what was appealed stands."""
        return answered(
            await appeal_steps.withdraw(services, principal, ticket, number, data or AppealWithdrawalBody())
        )

    @post("/{number:str}/appeal", operation_id="appeal_ruling")
    async def appeal(
        self, number: str, data: AppealBody, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """Bring the ruling before the second instance; recorded, however hopeless."""
        return answered(await appeals.file_on_ruling(services, principal, ticket, number, data))


@post("/v1/accreditations/{number:str}/appeal", operation_id="appeal_accreditation", tags=["appeals"])
async def appeal_accreditation(
    number: str, data: AppealBody, services: Services, principal: Principal, ticket: Ticket
) -> Response[Any]:
    """Appeal a revocation or suspension; recorded, however hopeless."""
    return answered(await appeals.file_on_accreditation(services, principal, ticket, number, data))


@post("/v1/organisations/{id:int}/appeal", operation_id="appeal_admission", tags=["appeals"])
async def appeal_admission(
    id: int, data: AppealBody, services: Services, principal: Principal, ticket: Ticket
) -> Response[Any]:
    """Appeal the refusal to admit one's own organisation; recorded, however hopeless."""
    return answered(await appeals.file_on_admission(services, principal, ticket, id, data))


@get("/v1/elections/{id:int}/appeal-rules", operation_id="read_appeal_rules", tags=["appeals"])
async def read_appeal_rules(id: int, services: Services) -> dict[str, Any]:
    """Who hears appeals of an election, how the rapporteur is named, and what a ruling does, each with its source."""
    return await appeal_rules.read(services, id)


@post("/v1/elections/{id:int}/appeal-rules", operation_id="set_appeal_rule", tags=["appeals"])
async def set_appeal_rule(
    id: int, data: SetRuleBody, services: Services, principal: Principal, ticket: Ticket
) -> Response[Any]:
    """Set a rule of appeals that no source gives, by an act; the CEC only."""
    return answered(await appeal_rules.set_rule(services, principal, ticket, id, data))


ROUTES = [
    AppealController,
    appeal_accreditation,
    appeal_admission,
    read_appeal_rules,
    set_appeal_rule,
]
