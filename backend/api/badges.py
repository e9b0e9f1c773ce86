"""Public checks of badges: trust list, revocation lists, verification."""

import hashlib
from typing import Annotated

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.params import Parameter

from backend.actions.door import verification
from backend.actions.standing import published_lists
from backend.api.errors import request_language
from backend.services import Services


class VerificationBody(msgspec.Struct, forbid_unknown_fields=True):
    """The text of a symbol, whatever it holds."""

    text: str


class BadgeController(Controller):
    """What anybody may ask about badges."""

    path = "/v1/badges"
    tags = ["badges"]

    @get("/keys", operation_id="badge_keys")
    async def keys(self, request: Request, services: Services) -> Response[bytes]:
        """The signed trust list `VZ5`, its keys, and the root key to pin."""
        return _cached(request, await published_lists.keys(services))

    @get("/revocations", operation_id="badge_revocations")
    async def revocations(
        self,
        request: Request,
        services: Services,
        election: Annotated[
            int | None, Parameter(ge=1, le=2**31 - 1, description="only this election")
        ] = None,
    ) -> Response[bytes]:
        """The newest signed revocation list `VZ3` of each election; numbers only grow."""
        return _cached(request, await published_lists.revoked(services, election))

    @post("/verification", operation_id="verify_badge", status_code=200)
    async def verify(self, request: Request, data: VerificationBody, services: Services) -> dict:
        """The verdict on a badge's text; garbage has a verdict too and is no error."""
        checked = await verification.check(services, data.text, services.clock.now())
        return verification.view(checked, services.texts, request_language(request))


def _cached(request: Request, content: dict) -> Response[bytes]:
    """The content with an entity tag of its bytes; 304 where the caller holds the same (RFC 9110, 13.1.2)."""
    body = msgspec.json.encode(content)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "public, max-age=0, must-revalidate"}
    held = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if tag in held or "*" in held:
        return Response(b"", status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)
