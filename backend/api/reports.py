"""Reports under Art. 19(1)(b), for observers, senders and commissions."""

from typing import Annotated, Any

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import State
from litestar.params import Parameter

from backend.actions.once import Ticket
from backend.actions.principals import Principal, require
from backend.actions.reports import report_evidence, report_filing, reports
from backend.actions.reports.report_filing import ReportBody, sifted_text
from backend.actions.reports.report_views import READERS
from backend.actions.reports.reports import ResponseBody, TransitionBody
from backend.api.callers import answered
from backend.api.uploads import one_file
from backend.jobs.fetching import sniffed
from backend.problems import Problem
from backend.services import Services

PAGE_LIMIT = 200
EVIDENCE_LIMIT_BYTES = 10 * 1024 * 1024
CAPTION_LIMIT = 1_000
INLINE_TYPES = {"image/jpeg", "image/png", "image/webp"}


class ReportController(Controller):
    """File, follow, answer and move on."""

    path = "/v1/reports"
    tags = ["reports"]

    @post("", operation_id="file_report", status_code=201)
    async def file(
        self, data: ReportBody, principal: Principal, ticket: Ticket, services: Services
    ) -> Response:
        """File a report for an accreditation of one's own."""
        return answered(await report_filing.file(services, principal, ticket, data))

    @get("", operation_id="list_reports")
    async def list(
        self,
        principal: Principal,
        services: Services,
        status: str | None = None,
        severity: str | None = None,
        limit: Annotated[int, Parameter(ge=1, le=PAGE_LIMIT)] = 50,
        cursor: Annotated[str | None, Parameter(pattern=r"^\d{1,18}$")] = None,
    ) -> dict:
        """The reports that the key may read, newest first."""
        require(principal, *READERS)
        return await reports.listed(
            services,
            principal,
            state=status,
            severity=severity,
            before=int(cursor) if cursor else None,
            limit=limit,
        )

    @get("/{number:str}", operation_id="read_report")
    async def read(self, number: str, principal: Principal, services: Services) -> dict:
        """One report whole, with history, evidence and receipt."""
        return await reports.read(services, principal, number)

    @post("/{number:str}/responses", operation_id="answer_report", status_code=201)
    async def respond(
        self, number: str, data: ResponseBody, principal: Principal, ticket: Ticket, services: Services
    ) -> Response:
        """Answer a report, or answer back."""
        return answered(await reports.respond(services, principal, ticket, number, data))

    @post("/{number:str}/transitions", operation_id="move_report", status_code=200)
    async def transition(
        self, number: str, data: TransitionBody, principal: Principal, ticket: Ticket, services: Services
    ) -> Response:
        """Move a report on the ladder: read, passed_on, answered, closed."""
        return answered(await reports.transition(services, principal, ticket, number, data))

    @post("/{number:str}/acknowledgement", operation_id="acknowledge_alert", status_code=200)
    async def acknowledge(
        self, number: str, principal: Principal, ticket: Ticket, services: Services
    ) -> Response:
        """Take an S1 alert."""
        return answered(await reports.acknowledge(services, principal, ticket, number))

    @post("/{number:str}/evidence", operation_id="add_evidence", status_code=201)
    async def attach(
        self,
        request: Request[Any, Any, State],
        number: str,
        principal: Principal,
        optional_ticket: Ticket | None,
        services: Services,
    ) -> Response:
        """Attach the one file of a multipart body, at most 10 MB; the field `caption` is optional.

        Raises:
            Problem: 400 no file; 413.
        """
        content = await (await one_file(request)).read(EVIDENCE_LIMIT_BYTES + 1)
        if len(content) > EVIDENCE_LIMIT_BYTES:
            raise Problem(413, "too_large", remedy="send_less")
        if not content:
            raise Problem(400, "file_missing", remedy="send_one_file")
        caption = str((await request.form()).get("caption") or "")
        caption = sifted_text("caption", caption, CAPTION_LIMIT) if caption else ""
        return answered(
            await report_evidence.attach(
                services, principal, optional_ticket, number, content, caption, sniffed(content)
            )
        )

    @get("/{number:str}/evidence/{id:int}", operation_id="read_evidence")
    async def evidence(
        self, number: str, id: int, principal: Principal, services: Services
    ) -> Response[bytes]:
        """The original bytes of one file."""
        content, sniffed_type = await report_evidence.content(services, principal, number, id)
        shown = sniffed_type if sniffed_type in INLINE_TYPES else "application/octet-stream"
        return Response(
            content,
            media_type=shown,
            headers={
                "Content-Disposition": f'attachment; filename="{number}-{id}"',
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "private, no-store",
            },
        )
