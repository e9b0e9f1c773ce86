"""Reading from Twilio: the files of a message, and inbound messages whose webhook was lost.

Files: https://www.twilio.com/docs/messaging/api/media-resource. A file's address answers with a redirect
to Twilio's store; the account's password goes to the API host alone.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import aiohttp
from twilio.base import values
from twilio.base.exceptions import TwilioException, TwilioRestException

from bots.channels.twilio_forms import DATE_SENT
from bots.channels.twilio_http import AnswerLostError, NotAcceptedError, basic
from bots.channels.twilio_sending import TwilioSender
from bots.messages import Media

MEDIA_LIMIT_BYTES = 16 * 1024 * 1024
"""What WhatsApp lets through Twilio at most."""

_MEDIA_PATH = re.compile(
    r"/2010-04-01/Accounts/(AC[0-9a-f]{32})/Messages/((?:SM|MM)[0-9a-f]{32})/Media/(ME[0-9a-f]{32})"
)
_STORE_HOSTS = re.compile(r"([a-z0-9-]+\.)*twiliocdn\.com(\.s3[a-z0-9.-]*\.amazonaws\.com)?")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_REDIRECT_LIMIT = 2


class MediaError(Exception):
    """A file could not be read. Its message is a short code without any address.

    Attributes:
        retry: whether trying later may help.
    """

    def __init__(self, code: str, retry: bool) -> None:
        """Keep the code and whether a retry makes sense."""
        super().__init__(code)
        self.retry = retry


class TwilioUnavailableError(Exception):
    """Twilio's list could not be read now; try later."""


async def fetch(sender: TwilioSender, media: Media, limit_bytes: int = MEDIA_LIMIT_BYTES) -> bytes:
    """The bytes of an inbound file, as Twilio holds them.

    Only the path of the reference is used, and only if it is a Media of our own account; the host is the
    configured one, so a forged reference leads nowhere.

    Args:
        sender: whose account and connections are used.
        media: as decoded from a webhook.
        limit_bytes: more than this is not read.

    Raises:
        MediaError: `foreign`, `missing`, `too_large`, `unauthorized` (no retry), or `unavailable` (retry).
    """
    transport = sender.transport
    url = transport.api_url + _own_path(sender, media)
    headers = basic(*sender.credentials)
    limits = aiohttp.ClientTimeout(total=60, sock_connect=5, sock_read=15)
    try:
        for _ in range(_REDIRECT_LIMIT + 1):
            async with transport.session.get(
                url, headers=headers, allow_redirects=False, timeout=limits
            ) as answer:
                if answer.status in _REDIRECTS:
                    url = _store_url(transport.api_url, url, answer.headers.get("Location", ""))
                    headers = {}
                    continue
                return await _read(answer, limit_bytes)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise MediaError("unavailable", retry=True) from error
    raise MediaError("foreign", retry=False)


async def forget(sender: TwilioSender, media: Media) -> bool:
    """Delete a file at Twilio once we hold it; True when it is gone, also if it was gone before.

    Raises:
        MediaError: `foreign` when the reference is not a Media of our own account.
    """
    _, _, _, _, _, message_sid, _, media_sid = _own_path(sender, media).split("/")
    try:
        return bool(await sender.client.messages(message_sid).media(media_sid).delete_async())
    except TwilioRestException as error:
        return error.status == 404
    except (NotAcceptedError, AnswerLostError, TwilioException):
        return False


async def list_inbound(
    sender: TwilioSender, to: str, since: datetime, until: datetime | None = None, limit: int = 5000
) -> tuple[bytes, ...]:
    """Inbound messages received since then, oldest first, as form bodies equal to their webhooks'.

    They go through the same unique key (`MessageSid`) as webhooks. Twilio's list knows no profile name,
    no coordinates and no button payload: such a message decodes as text or `UNSUPPORTED`, and is answered.

    Args:
        sender: whose account is read.
        to: our sender address that was written to.
        since: aware; whole seconds count, the bound itself is included.
        until: aware; None is now. A long outage is read in pieces, from the oldest.
        limit: at most so many. Twilio lists the newest first, so a full answer lacks the oldest: when
            the result has `limit` forms, ask again for a shorter time.

    Raises:
        TwilioUnavailableError: the list could not be read; nothing was lost, try later.
    """
    try:
        messages = await sender.client.messages.list_async(
            to=to,
            date_sent_after=since.astimezone(UTC),
            date_sent_before=until.astimezone(UTC) if until else values.unset,
            limit=limit,
            page_size=min(limit, 1000),
        )
        forms = []
        for message in messages:
            if message.direction != "inbound":
                continue
            files: list[Any] = []
            if message.num_media not in (None, "", "0"):
                files = await sender.client.messages(message.sid).media.list_async(limit=10)
            forms.append((message.date_sent or message.date_created, _form(message, files)))
    except (NotAcceptedError, AnswerLostError, TwilioException) as error:
        raise TwilioUnavailableError("list") from error
    forms.reverse()
    forms.sort(key=lambda pair: pair[0] or since)
    return tuple(form for _, form in forms)


def _own_path(sender: TwilioSender, media: Media) -> str:
    """The path of a Media of our own account."""
    found = _MEDIA_PATH.fullmatch(urlsplit(media.provider_ref).path.removesuffix(".json"))
    if found is None or found[1] != sender.account_sid:
        raise MediaError("foreign", retry=False)
    return found[0]


def _store_url(api_url: str, current: str, location: str) -> str:
    """Where a redirect leads: Twilio's store over https, or the configured host itself."""
    url = urljoin(current, location)
    parts = urlsplit(url)
    if f"{parts.scheme}://{parts.netloc}" == api_url:
        return url
    if parts.scheme == "https" and parts.port in (None, 443) and _STORE_HOSTS.fullmatch(parts.hostname or ""):
        return url
    # The older form of the same store: https://s3-external-1.amazonaws.com/media.twiliocdn.com/...
    if (
        parts.scheme == "https"
        and parts.hostname == "s3-external-1.amazonaws.com"
        and parts.path.startswith("/media.twiliocdn.com/")
    ):
        return url
    raise MediaError("foreign", retry=False)


async def _read(answer: aiohttp.ClientResponse, limit_bytes: int) -> bytes:
    """The body, at most `limit_bytes`."""
    if answer.status == 404:
        raise MediaError("missing", retry=False)
    if answer.status in (401, 403):
        raise MediaError("unauthorized", retry=False)
    if answer.status != 200:
        raise MediaError("unavailable", retry=True)
    if (answer.content_length or 0) > limit_bytes:
        raise MediaError("too_large", retry=False)
    content = bytearray()
    async for chunk in answer.content.iter_chunked(65_536):
        content += chunk
        if len(content) > limit_bytes:
            raise MediaError("too_large", retry=False)
    return bytes(content)


def _form(message: Any, files: list[Any]) -> bytes:
    """The form body that the webhook of this message would have had."""
    fields = {
        "SmsMessageSid": message.sid,
        "NumMedia": str(len(files)),
        "SmsSid": message.sid,
        "SmsStatus": "received",
        "Body": message.body or "",
        "To": message.to or "",
        "NumSegments": message.num_segments or "1",
        "MessageSid": message.sid,
        "AccountSid": message.account_sid or "",
        "From": message.from_ or "",
        "ApiVersion": message.api_version or "2010-04-01",
    }
    if (message.from_ or "").startswith("whatsapp:+"):
        fields["WaId"] = message.from_.removeprefix("whatsapp:+")
    for place, file in enumerate(files):
        fields[f"MediaUrl{place}"] = "https://api.twilio.com" + file.uri.removesuffix(".json")
        fields[f"MediaContentType{place}"] = file.content_type or ""
    received = message.date_sent or message.date_created
    if received is not None:
        fields[DATE_SENT] = format_datetime(received.astimezone(UTC))
    return urlencode(fields).encode()
