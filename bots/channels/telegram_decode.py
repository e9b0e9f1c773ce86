"""A Telegram update becomes words of a conversation; whatever Telegram sends, nothing here raises."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import UTC, datetime

import msgspec

from bots.channels.envelope import Envelope
from bots.channels.telegram_shapes import Chat, EnvelopeUpdate, Message, SentFile, Update, User
from bots.messages import Channel, Inbound, Kind, Location, Media

TEXT_LIMIT = 4096
"""Characters kept of a text; a Telegram message has at most 4096 (Bot API, sendMessage)."""

_NAME_LIMIT = 128
_FILE_NAME_LIMIT = 255
_TAG_LIMIT = 64


_ENVELOPES = msgspec.json.Decoder(EnvelopeUpdate)
_UPDATES = msgspec.json.Decoder(Update)
_BROKEN = (msgspec.MsgspecError, ValueError, RecursionError, OverflowError)
"""All that JSON of any shape can raise: malformed, wrong types, too deep, too big."""

# A quote inside a JSON string is escaped, so these cannot match inside a person's text.
_UPDATE_ID = re.compile(rb'"update_id"\s*:\s*(\d{1,19})(?=[\s,}])')
_CHAT_ID = re.compile(rb'"chat"\s*:\s*\{\s*"id"\s*:\s*(-?\d{1,19})(?=[\s,}])')

# Controls, lone surrogates, and the marks that turn the direction of text (they could make a console
# show something else than what was written). Zero-width joiners stay: emoji and scripts need them.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]")
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029")
_GONE = frozenset({"kicked", "left"})


def envelope(raw: bytes) -> Envelope | None:
    """The update's id and its conversation, in under three microseconds; None when it has no id.

    The conversation is the chat of a message, an edited message or a pressed button, and of a blocking.
    It is empty for kinds we do not know, and for an unblocking, which needs no answer.
    A body that is not JSON, or too deep, is searched for the two numbers instead.
    """
    try:
        update = _ENVELOPES.decode(raw)
    except _BROKEN:
        return _searched(raw)
    message = update.message
    if message is not None:
        return Envelope(str(update.update_id), str(message.chat.id))
    return Envelope(str(update.update_id), _other_chat(update))


def _other_chat(update: EnvelopeUpdate) -> str:
    if (callback := update.callback_query) is not None:
        if callback.message is not None:
            return str(callback.message.chat.id)
        return str(callback.sender.id) if callback.sender is not None else ""
    if (member := update.my_chat_member) is not None:
        status = member.new_chat_member.status if member.new_chat_member is not None else ""
        return str(member.chat.id) if status in _GONE else ""
    message = update.edited_message or update.channel_post or update.edited_channel_post
    return str(message.chat.id) if message is not None else ""


def _searched(raw: bytes) -> Envelope | None:
    found = _UPDATE_ID.search(raw)
    if found is None:
        return None
    chat = _CHAT_ID.search(raw)
    return Envelope(found[1].decode(), chat[1].decode() if chat else "")


def decode(raw: bytes, channel: Channel) -> Inbound:
    """One update as one `Inbound`.

    Never raises. What cannot be decoded is `Kind.UNREADABLE` with the envelope's ids, empty if there
    are none; what we have no word for is `Kind.UNSUPPORTED`.
    """
    try:
        update = _UPDATES.decode(raw)
    except _BROKEN:
        update = _forgiven(raw)
    if update is None:
        known = envelope(raw) or Envelope("", "")
        return Inbound(channel, known.provider_id, known.chat_key, Kind.UNREADABLE)
    if update.message is not None:
        return _of_message(update.message, channel, str(update.update_id))
    return _of_other(update, channel, str(update.update_id))


def _forgiven(raw: bytes) -> Update | None:
    """A second reading that lets lone surrogates, control bytes and broken UTF-8 pass; the text is cleaned
    afterwards anyway."""
    try:
        loose = json.loads(raw.decode("utf-8", "replace"), strict=False)
        for name in ("message", "edited_message"):
            if isinstance(message := loose.get(name), dict):
                for key in ("forward_origin", "contact"):
                    if key in message:
                        message[key] = msgspec.Raw(b"{}")
        return msgspec.convert(loose, Update)
    except (*_BROKEN, AttributeError):
        return None


def _of_message(message: Message, channel: Channel, provider_id: str) -> Inbound:
    chat, sender = message.chat, message.sender
    kind, media, location = _content(message)
    if chat.type != "private":
        kind = Kind.GROUP
    return Inbound(
        channel=channel,
        provider_id=provider_id,
        chat_key=str(chat.id),
        kind=kind,
        sent_at=_instant(message.date),
        text=clean(message.text or message.caption, TEXT_LIMIT),
        media=media,
        location=location,
        language_hint=_language(sender),
        sender_name=_name(sender),
        forwarded=bool(message.forward_origin),
        album=message.media_group_id[:_TAG_LIMIT],
    )


def _of_other(update: Update, channel: Channel, provider_id: str) -> Inbound:
    if (callback := update.callback_query) is not None:
        chat = callback.message.chat if callback.message is not None else Chat(callback.sender.id)
        return Inbound(
            channel=channel,
            provider_id=provider_id,
            chat_key=str(chat.id),
            kind=Kind.BUTTON if chat.type == "private" else Kind.GROUP,
            button=clean(callback.data, _TAG_LIMIT),
            language_hint=_language(callback.sender),
            sender_name=_name(callback.sender),
            callback_ref=callback.id,
        )
    if (edited := update.edited_message or update.edited_channel_post) is not None:
        inbound = _of_message(edited, channel, provider_id)
        kind = Kind.EDITED if inbound.kind is not Kind.GROUP else Kind.GROUP
        return msgspec.structs.replace(
            inbound, kind=kind, sent_at=_instant(edited.edit_date) or inbound.sent_at
        )
    if update.channel_post is not None:
        return _of_message(update.channel_post, channel, provider_id)
    if (member := update.my_chat_member) is not None:
        gone = member.new_chat_member.status in _GONE
        private = member.chat.type == "private"
        return Inbound(
            channel=channel,
            provider_id=provider_id,
            chat_key=str(member.chat.id) if gone else "",
            kind=Kind.GROUP if not private else Kind.BLOCKED if gone else Kind.UNSUPPORTED,
            sent_at=_instant(member.date),
            language_hint=_language(member.sender),
            sender_name=_name(member.sender),
        )
    return Inbound(channel, provider_id, "", Kind.UNSUPPORTED)


def _content(message: Message) -> tuple[Kind, tuple[Media, ...], Location | None]:
    """What a message carries; the order matters where Telegram sets two fields at once."""
    if message.text is not None:
        return Kind.TEXT, (), None
    if message.photo:
        return Kind.PHOTO, (_media(_largest(message.photo), "image/jpeg"),), None
    if message.location is not None:
        # A venue carries its location too. Telegram's own degrees are always in range.
        return Kind.LOCATION, (), Location(message.location.latitude, message.location.longitude)
    if message.live_photo is not None and message.live_photo.photo:
        return Kind.PHOTO, (_media(_largest(message.live_photo.photo), "image/jpeg"),), None
    # An animation also fills `document` (Bot API, Message.animation), so it is asked first.
    if (video := message.animation or message.video or message.video_note) is not None:
        return Kind.VIDEO, (_media(video, "video/mp4"),), None
    if message.voice is not None:
        return Kind.VOICE, (_media(message.voice, "audio/ogg"),), None
    if message.audio is not None:
        return Kind.AUDIO, (_media(message.audio, "audio/mpeg"),), None
    if message.document is not None:
        return Kind.DOCUMENT, (_media(message.document, ""),), None
    if message.sticker is not None:
        return Kind.STICKER, (), None
    if message.contact:
        return Kind.CONTACT, (), None
    return Kind.UNSUPPORTED, (), None


def _largest(sizes: list[SentFile]) -> SentFile:
    return max(sizes, key=lambda size: size.width * size.height)


def _media(file: SentFile, usual_type: str) -> Media:
    return Media(
        provider_ref=file.file_id,
        unique_ref=file.file_unique_id,
        declared_type=file.mime_type or usual_type,
        size_bytes=file.file_size,
        name=clean(file.file_name, _FILE_NAME_LIMIT).replace("\n", " ") if file.file_name else "",
    )


def clean(text: str, limit: int) -> str:
    """The text in NFC, without control and direction characters, cut to `limit` characters.

    Line feeds stay, every other line end becomes one, a tab becomes a space.
    """
    if text.isascii() and text.isprintable():
        return text[:limit]
    text = _LINE_ENDS.sub("\n", text[: 4 * limit]).replace("\t", " ")
    return unicodedata.normalize("NFC", _UNWANTED.sub("", text))[:limit]


def _instant(unix_s: int) -> datetime | None:
    """Telegram's whole seconds as an aware instant; None for 0 (an inaccessible message) and nonsense."""
    if not 0 < unix_s < 32_503_680_000:
        return None
    return datetime.fromtimestamp(unix_s, UTC)


def _language(user: User | None) -> str:
    return clean(user.language_code, _TAG_LIMIT) if user is not None else ""


def _name(user: User | None) -> str:
    if user is None:
        return ""
    name = f"{user.first_name} {user.last_name}" if user.last_name else user.first_name
    return clean(name, _NAME_LIMIT).replace("\n", " ")
