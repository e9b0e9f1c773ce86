"""Messages as a person sees them on the phone."""

from __future__ import annotations

from typing import Any

import msgspec


class Bubble(msgspec.Struct, frozen=True):
    """One message as the person sees it.

    Attributes:
        message_id: its number in the bot's account.
        mine: True when the person wrote it.
        at: Unix seconds.
        kind: `text`, `photo`, `document`, `voice`, `sticker`, `location`, `contact`, `video`.
        text: text or caption.
        buttons: rows of (label, data) of the inline keyboard; a link's data is its address.
        keyboard: rows of labels of the reply keyboard; `asks_location` tells whether one asks the place.
        asks_location: whether a key of the keyboard shares the place.
        file: the unique id of its (largest) file.
        file_name: a document's name.
        location: (latitude, longitude).
        album: groups the messages of one album.
        edited: the text or keyboard was changed after sending.
        deleted: the bot deleted it.
    """

    message_id: int
    mine: bool
    at: int
    kind: str
    text: str = ""
    buttons: tuple[tuple[tuple[str, str], ...], ...] = ()
    keyboard: tuple[tuple[str, ...], ...] = ()
    asks_location: bool = False
    file: str = ""
    file_name: str = ""
    location: tuple[float, float] | None = None
    album: str = ""
    edited: bool = False
    deleted: bool = False


def bubble_of(message: dict[str, Any], user_id: int) -> Bubble:
    """A stored message as the person `user_id` sees it."""
    kinds = ("photo", "document", "voice", "video", "sticker", "audio", "location", "contact")
    kind = next((name for name in kinds if name in message), "text")
    file = message.get(kind, {}) if kind not in ("text", "location", "contact") else {}
    if isinstance(file, list):
        file = file[-1]
    markup = message.get("_markup", {})
    keys = [
        [key if isinstance(key, dict) else {"text": key} for key in row] for row in markup.get("keyboard", [])
    ]
    place = message.get("location")
    return Bubble(
        message_id=message["message_id"],
        mine=message["from"]["id"] == user_id,
        at=message["date"],
        kind=kind,
        text=message.get("text") or message.get("caption") or "",
        buttons=tuple(
            tuple((key["text"], key.get("callback_data") or key.get("url") or "") for key in row)
            for row in markup.get("inline_keyboard", [])
        ),
        keyboard=tuple(tuple(key["text"] for key in row) for row in keys),
        asks_location=any(key.get("request_location") for row in keys for key in row),
        file=file.get("file_unique_id", ""),
        file_name=file.get("file_name", ""),
        location=(place["latitude"], place["longitude"]) if place else None,
        album=message.get("media_group_id", ""),
        edited="edit_date" in message,
        deleted=bool(message.get("_deleted")),
    )
