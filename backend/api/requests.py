"""Requests for accreditation: filed, followed, decided."""

from datetime import datetime
from typing import Any

from litestar import Controller, Request, Response, get, post, put
from litestar.datastructures import State

from accreditation.requests import RequestState
from accreditation.senders import SenderKind
from backend.actions.appeals import appeals
from backend.actions.appeals.appeals import AppealBody
from backend.actions.decisions import decisions
from backend.actions.decisions.decisions import DecisionBody
from backend.actions.once import Ticket
from backend.actions.principals import Principal
from backend.actions.requests import completions, photos, replacements, request_pages, requests
from backend.actions.requests.completions import CompletionBody
from backend.actions.requests.filings import RequestBody
from backend.actions.requests.replacements import ReplacementBody
from backend.actions.requests.requests import WithdrawalBody
from backend.actions.standing import reaccreditation
from backend.api.callers import answered
from backend.api.pages import LIMIT_DEFAULT, Cursor, Limit, after_id
from backend.api.uploads import one_file
from backend.services import Services
from backend.store.request_filters import RequestFilters
from badges.photo import MAX_INPUT_BYTES


class RequestController(Controller):
    """One observer, one request."""

    path = "/v1/requests"
    tags = ["requests"]

    @post("", operation_id="file_request")
    async def file(
        self,
        data: RequestBody,
        services: Services,
        principal: Principal,
        ticket: Ticket,
        preview: bool = False,
    ) -> Response[Any]:
        """File a request for one observer: recorded and assessed, however hopeless; `preview=true` records nothing (200)."""
        if preview:
            return Response(await replacements.preview_request(services, principal, data), status_code=200)
        if data.reaccredits:
            return answered(await reaccreditation.file_request(services, principal, ticket, data))
        return answered(await requests.file(services, principal, ticket, data))

    @get("", operation_id="list_requests")
    async def list_requests(
        self,
        services: Services,
        principal: Principal,
        limit: Limit = LIMIT_DEFAULT,
        cursor: Cursor = None,
        status: RequestState | None = None,
        election: int | None = None,
        organisation: int | None = None,
        kind: SenderKind | None = None,
        received_from: datetime | None = None,
        received_until: datetime | None = None,
        due_before: datetime | None = None,
        batch: int | None = None,
        similar: bool = False,
    ) -> dict[str, Any]:
        """One's own requests, for a commission those in its competence; `similar=true`: whose person may be in another.

        `kind` is the sender's. `received_from` is the first instant that counts, `received_until` the first that no
        longer does; `due_before` shows what waits and must be decided before that instant. Instants name their offset.
        """
        return await request_pages.listed(
            services,
            principal,
            after=after_id(cursor),
            limit=limit,
            status=status,
            election=election,
            similar=similar,
            only=RequestFilters(organisation, kind, received_from, received_until, due_before, batch),
        )

    @get("/{number:str}", operation_id="read_request")
    async def read(self, number: str, services: Services, principal: Principal) -> dict[str, Any]:
        """One request with its history, assessment, time to decide and decision."""
        return await request_pages.read(services, principal, number)

    @put("/{number:str}/photo", operation_id="put_photo")
    async def put_photo(
        self,
        request: Request[Any, Any, State],
        number: str,
        services: Services,
        principal: Principal,
        optional_ticket: Ticket | None,
    ) -> Response[Any]:
        """Store the observer's photo, the one file of a multipart body: JPEG, PNG or WebP of at most 10 MB."""
        content = await (await one_file(request)).read(MAX_INPUT_BYTES + 1)
        return answered(await photos.put(services, principal, optional_ticket, number, content))

    @get("/{number:str}/photo", operation_id="read_photo", media_type="image/jpeg")
    async def read_photo(self, number: str, services: Services, principal: Principal) -> Response[bytes]:
        """The stored photo, for its sender and the commission in competence."""
        content = await photos.read(services, principal, number)
        return Response(content, media_type="image/jpeg", headers={"Cache-Control": "no-store"})

    @post("/{number:str}/decision", operation_id="decide_request", status_code=200)
    async def decide(
        self, number: str, data: DecisionBody, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """Grant, refuse or return a request; the competent commission only."""
        return answered(await decisions.decide(services, principal, ticket, number, data))

    @post("/{number:str}/appeal", operation_id="appeal_request")
    async def appeal(
        self, number: str, data: AppealBody, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """Appeal a refusal or a failure to decide; recorded, however hopeless."""
        return answered(await appeals.file(services, principal, ticket, number, data))

    @post("/{number:str}/withdrawal", operation_id="withdraw_request", status_code=200)
    async def withdraw(
        self,
        number: str,
        services: Services,
        principal: Principal,
        ticket: Ticket,
        data: WithdrawalBody | None = None,
    ) -> Response[Any]:
        """Withdraw a request before it is decided."""
        return answered(
            await requests.withdraw(services, principal, ticket, number, data or WithdrawalBody())
        )

    @post("/{number:str}/completion", operation_id="complete_request", status_code=200)
    async def complete(
        self, number: str, data: CompletionBody, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """Complete a request that the commission sent back."""
        return answered(await completions.complete(services, principal, ticket, number, data))

    @post("/{number:str}/replacement", operation_id="replace_observer")
    async def replace(
        self,
        number: str,
        data: ReplacementBody,
        services: Services,
        principal: Principal,
        ticket: Ticket,
        preview: bool = False,
    ) -> Response[Any]:
        """Ask that another observer takes the place of one who was accredited; `preview=true` records nothing (200)."""
        if preview:
            found = await replacements.preview_replacement(services, principal, number, data)
            return Response(found, status_code=200)
        return answered(await replacements.file(services, principal, ticket, number, data))
