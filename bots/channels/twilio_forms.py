"""Twilio's inbound webhook: from form bytes to an envelope and an `Inbound`.

Fields: https://www.twilio.com/docs/messaging/guides/webhook-request (WhatsApp adds ProfileName, WaId,
ButtonText, ButtonPayload, ListId, ListTitle, Latitude, Longitude, Forwarded, MessageType).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qsl

from bots.channels.envelope import Envelope
from bots.messages import Channel, Inbound, Kind, Location, Media

DATE_SENT = "DateSent"
"""A field that only our reconciler adds: when Twilio received the message (RFC 2822)."""

_SID = re.compile(r"[A-Za-z0-9]{2,64}")
_MEDIA_SID = re.compile(r"/Media/(ME[0-9a-fA-F]{32})(?:\.json)?$")
_FILE_NAME = re.compile(r"[^\n/\\]{1,180}\.[A-Za-z0-9]{1,8}")
_ADDRESS_LIMIT = 160
_MEDIA_LIMIT = 10
_TEXT_LIMIT = 65_536


def parse_form(raw: bytes) -> list[tuple[str, str]]:
    """The pairs of a form body, empty values kept, in their order. Never raises.

    Bytes that are not UTF-8 become U+FFFD: Twilio sends none, so such a body has no valid signature.
    """
    return parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True, errors="replace")


def envelope(form: Mapping[str, str]) -> Envelope | None:
    """The message id and the conversation, or None when the form names no message.

    Args:
        form: `dict(parse_form(raw))`.
    """
    provider_id = form.get("MessageSid") or form.get("SmsMessageSid") or form.get("SmsSid") or ""
    if not _SID.fullmatch(provider_id):
        return None
    return Envelope(provider_id, _address(form.get("From", "")))


def decode(raw_form: bytes, channel: Channel) -> Inbound:
    """The message in the words of the dialogue. Never raises: what can't be read has kind `UNREADABLE`.

    A number typed in answer to numbered choices stays text; `choose` of `twilio_text` maps it.

    Args:
        raw_form: the body as it arrived, or as the reconciler built it.
        channel: `WHATSAPP` or `WHATSAPP_OBSERVER`, by the sender that was addressed.
    """
    form = dict(parse_form(raw_form))
    head = envelope(form)
    if head is None or not head.chat_key:
        return Inbound(
            channel=channel,
            provider_id=head.provider_id if head else "",
            chat_key=head.chat_key if head else "",
            kind=Kind.UNREADABLE,
        )
    media = _media(form)
    location = _location(form)
    button = form.get("ButtonPayload") or form.get("ListId") or ""
    text = clean(form.get("Body", ""))
    if button:
        text = clean(form.get("ButtonText") or form.get("ListTitle") or "") or text
    kind = _kind(form, text, button, media, location)
    if kind is Kind.DOCUMENT and _FILE_NAME.fullmatch(text):
        # WhatsApp has no caption for such a document; Twilio puts the file's name into Body.
        media, text = (_named(media[0], text), *media[1:]), ""
    return Inbound(
        channel=channel,
        provider_id=head.provider_id,
        chat_key=head.chat_key,
        kind=kind,
        sent_at=_instant(form.get(DATE_SENT, "")),
        text=text,
        button=button if kind is Kind.BUTTON else "",
        media=media,
        location=location,
        sender_name=clean(form.get("ProfileName", ""))[:120],
        forwarded="true" in (form.get("Forwarded"), form.get("FrequentlyForwarded")),
    )


def clean(text: str) -> str:
    """Text in NFC without control characters; new lines and tabs stay, lone surrogates go."""
    if text.isascii() and text.isprintable():
        return text[:_TEXT_LIMIT].strip()
    normal = unicodedata.normalize("NFC", text[:_TEXT_LIMIT].replace("\r\n", "\n").replace("\r", "\n"))
    kept = (c for c in normal if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip()


def _kind(
    form: Mapping[str, str], text: str, button: str, media: tuple[Media, ...], location: Location | None
) -> Kind:
    """What the message carries; the payload decides, then Twilio's own word `MessageType`."""
    if button:
        return Kind.BUTTON
    if location is not None:
        return Kind.LOCATION
    if media:
        return _media_kind(form.get("MessageType", ""), media[0].declared_type)
    if form.get("MessageType") == "contacts":
        return Kind.CONTACT
    return Kind.TEXT if text else Kind.UNSUPPORTED


def _media_kind(message_type: str, mime: str) -> Kind:
    """The kind of a file; a picture sent as a document keeps its original bytes, so it stays one."""
    if mime in ("text/vcard", "text/x-vcard", "text/directory"):
        # Somebody's card is no evidence, however it was sent: other people's numbers are not kept.
        return Kind.CONTACT
    if message_type == "document":
        return Kind.DOCUMENT
    if message_type == "sticker" or mime == "image/webp":
        return Kind.STICKER
    family = mime.partition("/")[0]
    if family == "audio":
        # A WhatsApp voice note is Opus in Ogg; a sent music file is not.
        return Kind.VOICE if mime == "audio/ogg" else Kind.AUDIO
    return {"image": Kind.PHOTO, "video": Kind.VIDEO}.get(family, Kind.DOCUMENT)


def _media(form: Mapping[str, str]) -> tuple[Media, ...]:
    """The files named by NumMedia, MediaUrlN and MediaContentTypeN."""
    count = form.get("NumMedia", "0")
    number = min(int(count), _MEDIA_LIMIT) if count.isascii() and count.isdigit() and len(count) < 4 else 0
    found = []
    for place in range(number):
        url = form.get(f"MediaUrl{place}", "")
        if not url:
            continue
        sid = _MEDIA_SID.search(url)
        mime = form.get(f"MediaContentType{place}", "").partition(";")[0].strip().lower()
        found.append(Media(provider_ref=url, unique_ref=sid[1] if sid else "", declared_type=mime))
    return tuple(found)


def _named(media: Media, name: str) -> Media:
    """The same file with the sender's name for it."""
    return Media(media.provider_ref, media.unique_ref, media.declared_type, media.size_bytes, name)


def _location(form: Mapping[str, str]) -> Location | None:
    """The shared position, when both numbers are degrees."""
    try:
        latitude, longitude = float(form["Latitude"]), float(form["Longitude"])
    except (KeyError, ValueError):
        return None
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        return None
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Location(latitude, longitude)


def _address(value: str) -> str:
    """A channel address fit to be a key: short and printable, or empty."""
    return value if 0 < len(value) <= _ADDRESS_LIMIT and value.isprintable() else ""


def _instant(value: str) -> datetime | None:
    """An RFC 2822 date as aware UTC."""
    if not value:
        return None
    try:
        return parsedate_to_datetime(value).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None
