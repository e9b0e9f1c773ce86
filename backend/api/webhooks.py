"""The webhooks: verify, decode the envelope, record and step, answer after COMMIT.

A bad secret or signature is 403, a body over 1 MiB is 413, and what cannot be recorded is 503 with Retry-After.
An authentic update that cannot be read is recorded and answered 200.
"""

import hashlib

from litestar import Request, Response, post
from litestar.status_codes import HTTP_200_OK

from backend.actions.conversations import delivery
from backend.api.errors import respond
from backend.api.twilio_forms import bounded, signed_form
from backend.jobs.collector import Collector, NotRecorded, Overloaded
from backend.problems import Problem
from backend.services import Services
from backend.store.inbox import Arrival
from bots.channels import telegram, twilio
from bots.channels.telegram_decode import envelope as telegram_envelope
from bots.messages import Channel

RETRY_AFTER_S = 2
XML = "text/xml"


def _unnamed(raw: bytes) -> str:
    """A provider id for a body that has none: its hash, so that a repetition is still one row."""
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


async def _recorded(request: Request, services: Services, arrival: Arrival, media_type: str) -> Response:
    collector: Collector = services.parts["collector"]
    try:
        answer = await collector.submit(arrival)
    except (Overloaded, NotRecorded):
        return respond(
            request, Problem(503, "not_recorded", remedy="repeat_request", retry_after_s=RETRY_AFTER_S)
        )
    return Response(answer, status_code=HTTP_200_OK, media_type=media_type)


async def _telegram(request: Request, services: Services, channel: Channel) -> Response:
    if not telegram.verify(
        request.headers.get(telegram.SECRET_HEADER), services.settings.telegram_webhook_secret or ""
    ):
        raise Problem(403, "bad_secret")
    raw = await bounded(request)
    if channel not in services.parts["ports"]:
        channel = Channel.TELEGRAM
        if channel not in services.parts["ports"]:
            raise Problem(503, "channel_not_configured", retry_after_s=60)
    found = telegram_envelope(raw)
    arrival = Arrival(
        channel, found.provider_id if found else _unnamed(raw), found.chat_key if found else "", raw
    )
    return await _recorded(request, services, arrival, "application/json")


@post("/webhooks/telegram", operation_id="telegram_webhook", status_code=HTTP_200_OK, tags=["webhooks"])
async def telegram_webhook(request: Request, services: Services) -> Response:
    """An update for the bot that voters and observers write to."""
    return await _telegram(request, services, Channel.TELEGRAM)


@post(
    "/webhooks/telegram/observer",
    operation_id="telegram_observer_webhook",
    status_code=HTTP_200_OK,
    tags=["webhooks"],
)
async def telegram_observer_webhook(request: Request, services: Services) -> Response:
    """An update for the observers' own bot, where there is one."""
    return await _telegram(request, services, Channel.TELEGRAM_OBSERVER)


@post("/webhooks/twilio/messages", operation_id="twilio_messages", status_code=HTTP_200_OK, tags=["webhooks"])
async def twilio_messages(request: Request, services: Services) -> Response:
    """An inbound WhatsApp message."""
    raw, form = await signed_form(request, services)
    channel = _whatsapp_channel(services, form.get("To", ""))
    found = twilio.envelope(form)
    arrival = Arrival(
        channel, found.provider_id if found else _unnamed(raw), found.chat_key if found else "", raw
    )
    return await _recorded(request, services, arrival, XML)


def _whatsapp_channel(services: Services, to: str) -> Channel:
    observer = services.settings.twilio_observer_whatsapp_from
    if observer and to.removeprefix("whatsapp:") == observer.removeprefix("whatsapp:"):
        return Channel.WHATSAPP_OBSERVER
    if Channel.WHATSAPP not in services.parts["ports"]:
        raise Problem(503, "channel_not_configured", retry_after_s=60)
    return Channel.WHATSAPP


@post("/webhooks/twilio/status", operation_id="twilio_status", status_code=HTTP_200_OK, tags=["webhooks"])
async def twilio_status(request: Request, services: Services) -> Response:
    """What became of a message of ours; repeated and reordered reports end at the same status."""
    _, form = await signed_form(request, services)
    found = twilio.decode_status(form)
    if found is not None:
        await delivery.report(services, request.query_params.get("o", ""), found)
    return Response(twilio.EMPTY_RIDE, media_type=XML)


ROUTES = [telegram_webhook, telegram_observer_webhook, twilio_messages, twilio_status]
