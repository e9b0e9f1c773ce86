"""Batches of requests: NDJSON, CSV or XLSX, as the body or as the one file of a multipart body."""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import State

from backend.actions import batches
from backend.actions.batch_files import format_of
from backend.actions.once import Ticket
from backend.actions.principals import Principal
from backend.api.callers import answered
from backend.api.uploads import is_multipart, one_file
from backend.services import Services


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
        election: int | None = None,
    ) -> Response[Any]:
        """File up to 500 requests with an answer for each (201), or up to 20,000 to be read at the batch (202)."""
        format, data = await _content(request)
        return answered(await batches.file(services, principal, ticket, format, data, election))

    @get("/batches/{id:int}", operation_id="read_batch")
    async def read(self, id: int, services: Services, principal: Principal) -> dict[str, Any]:
        """A batch with the answers so far."""
        return await batches.read(services, principal, id)


async def _content(request: Request[Any, Any, State]) -> tuple[str, bytes]:
    """The format and the bytes of the body, or of the one file in it.

    Raises:
        Problem: 400, a multipart body without one file; 415, another format.
    """
    if not is_multipart(request):
        return format_of(request.headers.get("content-type", "")), await request.body()
    file = await one_file(request)
    return format_of(file.content_type, file.filename), await file.read()
