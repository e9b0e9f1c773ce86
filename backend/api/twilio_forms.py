"""Twilio's webhooks at the door: the body bounded, its signature checked over the public URL."""

from litestar import Request

from backend.problems import Problem
from backend.services import Services
from bots.channels import twilio

BODY_LIMIT_BYTES = 1024 * 1024


async def bounded(request: Request) -> bytes:
    """The body, read no further than the limit.

    Raises:
        Problem: 413.
    """
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > BODY_LIMIT_BYTES:
            raise Problem(413, "too_large", remedy="send_less")
        chunks.append(chunk)
    return b"".join(chunks)


async def signed_form(request: Request, services: Services) -> tuple[bytes, dict[str, str]]:
    """The verified form of a Twilio webhook, as bytes and as fields.

    Raises:
        Problem: 403, the signature is not of this account over the public URL; 413.
    """
    token = services.settings.twilio_auth_token
    raw = await bounded(request)
    fields = twilio.parse_form(raw)
    # The URL that Twilio signed is the public one, whatever a proxy made of it.
    url = services.settings.public_url + request.url.path
    query = request.scope.get("query_string", b"").decode("latin-1")
    url = f"{url}?{query}" if query else url
    signature = request.headers.get("x-twilio-signature", "")
    if not token or not twilio.verify(signature, url, fields, token):
        raise Problem(403, "bad_signature")
    return raw, dict(fields)
