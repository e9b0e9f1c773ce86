"""Telegram's HTML: text with tags in, plain text with entities out, and its own complaints.

Source: core.telegram.org/bots/api#html-style; the texts of the complaints are those of TDLib
(`MessageEntity.cpp`, `parse_html`). Offsets of a complaint are in bytes of UTF-8; those of an entity are
in UTF-16 units.
"""

from __future__ import annotations

import re
from typing import Any

from bots.simulators.telegram.errors import bad_request

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w+));")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)?([^<>]*)>")
_ATTRIBUTE = re.compile(r"""([a-zA-Z][\w-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")


def utf16_units(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parsed(text: str, parse_mode: str | None) -> tuple[str, list[dict[str, Any]]]:
    """The plain text and its entities.

    Raises:
        ApiError: 400, the markup is broken or its mode unknown.
    """
    if not parse_mode:
        return text, []
    if parse_mode.lower() != "html":
        if parse_mode.lower() in ("markdown", "markdownv2"):
            raise bad_request(f"parse_mode {parse_mode} is not simulated (refused by the simulator only)")
        raise bad_request("unsupported parse_mode")
    return _html(text)


def _html(text: str) -> tuple[str, list[dict[str, Any]]]:
    plain: list[str] = []
    length = 0
    stack: list[tuple[str, int, dict[str, Any]]] = []
    entities: list[dict[str, Any]] = []
    at = 0
    while at < len(text):
        if text[at] != "<":
            stop = text.find("<", at)
            piece = _REFERENCE.sub(_resolved, text[at : stop if stop >= 0 else len(text)])
            plain.append(piece)
            length += utf16_units(piece)
            at = stop if stop >= 0 else len(text)
            continue
        offset = len(text[:at].encode())
        tag = _TAG.match(text, at)
        if tag is None:
            raise _broken(f"Unclosed start tag at byte offset {offset}")
        closing, name = tag[1], (tag[2] or "").lower()
        at = tag.end()
        if not closing:
            if name not in _KINDS:
                raise _broken(f'Unsupported start tag "{name}" at byte offset {offset}')
            stack.append((name, length, _attributes(name, tag[3], offset)))
            continue
        if not stack:
            raise _broken(f"Unexpected end tag at byte offset {offset}")
        opened, start, extra = stack.pop()
        if name and name != opened:
            raise _broken(
                f'Unmatched end tag at byte offset {offset}, expected "</{opened}>", found "</{name}>"'
            )
        if length > start:
            entities.append({"type": _KINDS[opened], "offset": start, "length": length - start, **extra})
    if stack:
        raise _broken(f'Can\'t find end tag corresponding to start tag "{stack[-1][0]}"')
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(plain), entities


def _attributes(name: str, text: str, offset: int) -> dict[str, Any]:
    found = {match[1].lower(): match[2] or match[3] or match[4] or "" for match in _ATTRIBUTE.finditer(text)}
    if name == "span" and found.get("class") != "tg-spoiler":
        raise _broken(f'Tag "span" must have class "tg-spoiler" at byte offset {offset}')
    if name == "a":
        return {"url": found.get("href", "")}
    if name == "tg-emoji":
        return {"custom_emoji_id": found.get("emoji-id", "")}
    return {}


def _resolved(match: re.Match[str]) -> str:
    if match[3]:
        # Only four names are known; any other stays as it was written.
        return _NAMED.get(match[3], match[0])
    code = int(match[1]) if match[1] else int(match[2], 16)
    return chr(code) if 0 < code < 0x110000 else match[0]


def _broken(text: str) -> Exception:
    return bad_request(f"can't parse entities: {text}")
