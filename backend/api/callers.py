"""Who calls and with which idempotency key: the dependencies of every route."""

from typing import Any

from litestar import Request, Response

from backend.actions.once import Answer, Ticket, ticket_of
from backend.actions.principals import PUBLIC, KeyRing, Principal
from backend.api.rates import allow_key
from backend.problems import Problem
from backend.services import Services


async def provide_services(request: Request) -> Services:
    """The shell's parts."""
    return request.app.state.services


async def provide_principal(request: Request) -> Principal:
    """The principal of the bearer key.

    Raises:
        Problem: 401, there is no key, or it is not known; 429, the key called too often.
    """
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not bearer:
        raise Problem(401, "key_missing", remedy="use_valid_key")
    ring: KeyRing = request.app.state.key_ring
    principal = await ring.principal(bearer.strip())
    allow_key(request, principal)
    return principal


async def provide_visitor(request: Request) -> Principal:
    """The principal of the bearer key, or the public when none is sent."""
    if "authorization" not in request.headers:
        return PUBLIC
    return await provide_principal(request)


async def provide_ticket(request: Request, principal: Principal) -> Ticket:
    """The required idempotency key of a POST that creates or decides."""
    return await _ticket(request, principal, required=True)


async def provide_public_ticket(request: Request) -> Ticket:
    """The required idempotency key of a public POST; its scope is the caller's address."""
    host = request.client.host if request.client else ""
    return await _ticket(request, Principal(f"public@{host}"), required=True)


async def provide_optional_ticket(request: Request, principal: Principal) -> Ticket | None:
    """The idempotency key, where one is accepted but not required."""
    return await _ticket(request, principal, required=False)


async def _ticket(request: Request, principal: Principal, *, required: bool) -> Any:
    name = principal.key_id or principal.role
    body = await request.body()
    return ticket_of(name, request.url.path, request.headers.get("idempotency-key"), body, required=required)


def answered(answer: Answer) -> Response:
    """An action's finished answer as an HTTP response, byte for byte."""
    return Response(answer.body, status_code=answer.status, media_type="application/json")
