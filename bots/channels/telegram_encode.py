"""Rendered messages become Bot API arguments: text, keyboards, and the method inside a webhook's answer."""

from __future__ import annotations

from typing import Any

import msgspec

from bots.channels.rendered import Rendered

TEXT_LIMIT_UNITS = 4096
"""UTF-16 units of one message text (Bot API, sendMessage: 1-4096 characters after entities parsing)."""

CAPTION_LIMIT_UNITS = 1024
"""UTF-16 units of a caption (Bot API, sendPhoto)."""

DATA_LIMIT_BYTES = 64
"""Bytes of `callback_data` (Bot API, InlineKeyboardButton: 1-64 bytes)."""

_ENCODER = msgspec.json.Encoder()


def units(text: str) -> int:
    """The length of a text in UTF-16 units, in which Telegram counts entities; never below code points."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, limit: int = TEXT_LIMIT_UNITS) -> list[str]:
    """Cut a text into parts of at most `limit` UTF-16 units, at the best place there is.

    It cuts between paragraphs, else lines, else words, else anywhere but within a character.
    White space at a cut is dropped, everything else stays. An empty or blank text gives no part.
    """
    parts: list[str] = []
    rest = text.strip()
    while units(rest) > limit:
        window = _head(rest, limit)
        at = max(window.rfind("\n\n"), 0) or max(window.rfind("\n"), 0) or max(window.rfind(" "), 0)
        early = max(1, len(window) // 4)
        if at < early:
            # A cut this early would make a ragged row of tiny messages; prefer a later, lesser place.
            at = max(window.rfind("\n"), window.rfind(" "))
        if at < early:
            at = len(window)
        parts.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    if rest:
        parts.append(rest)
    return parts


def _head(text: str, limit: int) -> str:
    """The longest beginning of at most `limit` units."""
    head = text[:limit]
    while units(head) > limit:
        head = head[: len(head) - max(1, (units(head) - limit) // 2)]
    return head


def keyboard(rendered: Rendered) -> dict[str, Any] | None:
    """The `reply_markup`: inline buttons, else a "share location" key, else nothing.

    Raises:
        ValueError: a button's data is empty or longer than 64 bytes, a mistake of the caller.
    """
    if rendered.buttons:
        rows = [
            [{"text": label, "callback_data": _data(data)} for label, data in row] for row in rendered.buttons
        ]
        return {"inline_keyboard": rows}
    if rendered.ask_location and rendered.location_label:
        key = {"text": rendered.location_label, "request_location": True}
        return {"keyboard": [[key]], "resize_keyboard": True, "one_time_keyboard": True}
    return None


def _data(data: str) -> str:
    if not 1 <= len(data.encode()) <= DATA_LIMIT_BYTES:
        raise ValueError("callback data must have 1 to 64 bytes")
    return data


def can_ride(rendered: Rendered) -> bool:
    """Whether the message fits into one method of a webhook's answer: one text, no file."""
    return not rendered.photo and 0 < units(rendered.text.strip()) <= TEXT_LIMIT_UNITS


def encode_ride(chat_key: str, rendered: Rendered) -> bytes:
    """The body of a webhook's answer that makes Telegram send the message.

    Telegram performs the method, but never tells its result (Bot API, "Making requests when getting
    updates"). The text is plain: without `parse_mode` no text of a person can break it.

    Raises:
        ValueError: the message cannot ride (see `can_ride`), or its chat or a button is malformed.
    """
    if not can_ride(rendered):
        raise ValueError("this message cannot ride in a webhook's answer")
    answer: dict[str, Any] = {
        "method": "sendMessage",
        "chat_id": int(chat_key),
        "text": rendered.text.strip(),
        "link_preview_options": {"is_disabled": True},
    }
    if (markup := keyboard(rendered)) is not None:
        answer["reply_markup"] = markup
    return _ENCODER.encode(answer)
