"""Batches of requests: NDJSON, CSV or XLSX, as the body or as the one file of a multipart body."""

from typing import Annotated, Any, Literal

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import State
from litestar.params import Parameter

from backend.actions.once import Ticket
from backend.actions.principals import Principal
from backend.actions.requests import batch_downloads, batches
from backend.actions.requests.batch_books import MEDIA
from backend.actions.requests.batch_files import format_of
from backend.actions.requests.batches import Options
from backend.api.callers import answered
from backend.api.pages import LIMIT_DEFAULT, Cursor, Limit, after_id
from backend.api.uploads import is_multipart, one_file
from backend.services import Services

Election = Annotated[int | None, Parameter(description="the election of rows that name none")]
Again = Annotated[
    bool, Parameter(description="record rows again that are equal to a request recorded before")
]
Check = Annotated[bool, Parameter(description="a trial run: every row is answered, nothing is filed")]
RowLimit = Annotated[int, Parameter(ge=1, le=batches.PAGE_ROWS, description="how many rows, at most 500")]
Outcome = Annotated[
    str | None,
    Parameter(
        max_length=20, description="`recorded`, `already_recorded`, `rejected`, or `ready` of a trial run"
    ),
]
Language = Annotated[Literal["sq", "en"], Parameter(description="of headers and of what to mend")]


class BatchController(Controller):
    """Many requests at once."""

    path = "/v1/requests"
    tags = ["requests"]

    @post("/batch", operation_id="file_batch")
    async def file(
        self,
        request: Request[Any, Any, State],
        services: Services,
        principal: Principal,
        ticket: Ticket,
        election: Election = None,
        again: Again = False,
        check: Check = False,
    ) -> Response[Any]:
        """File up to 500 requests with an answer for each (201), or up to 20,000 to be read at the batch (202)."""
        format, data = await _content(request)
        options = Options(election, again, check)
        return answered(await batches.file(services, principal, ticket, format, data, options))

    @get("/batch/template", operation_id="batch_template")
    async def template(
        self,
        services: Services,
        format: Literal["xlsx", "csv", "ndjson"] = "xlsx",
        language: Language = "sq",
    ) -> Response[bytes]:
        """A table to fill in, with lists to choose from and an example row that is not read; public."""
        name, content = await batch_downloads.template(services, format, language)
        return _file(name, content, format)

    @get("/batches", operation_id="list_batches")
    async def list_batches(
        self,
        services: Services,
        principal: Principal,
        limit: Limit = LIMIT_DEFAULT,
        cursor: Cursor = None,
        election: Election = None,
    ) -> dict[str, Any]:
        """One's own batches, the newest first; all of them for the CEC."""
        before = after_id(cursor) or batches.LAST
        return await batches.listed(services, principal, before=before, limit=limit, election=election)

    @get("/batches/{id:int}", operation_id="read_batch")
    async def read(
        self,
        id: int,
        services: Services,
        principal: Principal,
        limit: RowLimit = batches.PAGE_ROWS,
        cursor: Cursor = None,
        outcome: Outcome = None,
    ) -> dict[str, Any]:
        """A batch with its counts and the answers so far, up to 500 to a page."""
        return await batches.read(
            services, principal, id, after=after_id(cursor), limit=limit, outcome=outcome
        )

    @post("/batches/{id:int}/file", operation_id="file_checked_batch")
    async def file_checked(
        self, id: int, services: Services, principal: Principal, ticket: Ticket, again: Again = False
    ) -> Response[Any]:
        """File a batch that was checked, as it was checked; it is received now."""
        return answered(await batches.file_checked(services, principal, ticket, id, again=again))

    @get("/batches/{id:int}/rejected.csv", operation_id="batch_rejected_csv")
    async def rejected_csv(
        self, id: int, services: Services, principal: Principal, language: Language = "sq"
    ) -> Response[bytes]:
        """The rejected rows as they were sent, each with what to mend, as CSV to be corrected and uploaded again."""
        name, content = await batch_downloads.rejected(services, principal, id, "csv", language)
        return _file(name, content, "csv")

    @get("/batches/{id:int}/rejected.xlsx", operation_id="batch_rejected_xlsx")
    async def rejected_xlsx(
        self, id: int, services: Services, principal: Principal, language: Language = "sq"
    ) -> Response[bytes]:
        """The rejected rows as they were sent, each with what to mend, as a workbook."""
        name, content = await batch_downloads.rejected(services, principal, id, "xlsx", language)
        return _file(name, content, "xlsx")


def _file(name: str, content: bytes, format: str) -> Response[bytes]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=MEDIA[format], headers=headers)


async def _content(request: Request[Any, Any, State]) -> tuple[str, bytes]:
    """The format and the bytes of the body, or of the one file in it.

    Raises:
        Problem: 400, a multipart body without one file; 415, another format.
    """
    if not is_multipart(request):
        return format_of(request.headers.get("content-type", "")), await request.body()
    file = await one_file(request)
    return format_of(file.content_type, file.filename), await file.read()
