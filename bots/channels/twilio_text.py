"""WhatsApp text: numbered choices, splitting at 1600, and the TwiML that rides in a webhook's answer.

Limits: https://www.twilio.com/docs/messaging/api/message-resource (Body at most 1,600 characters);
TwiML: https://www.twilio.com/docs/messaging/twiml/message
"""

from __future__ import annotations

import re
import unicodedata
from xml.sax.saxutils import escape, quoteattr

from bots.channels.rendered import Rendered

BODY_LIMIT = 1600
"""UTF-16 units of one Body. Twilio says characters; an emoji counted as two stays inside either reading."""

Offered = tuple[tuple[str, str], ...]
"""The choices last shown, in their order: (label, data)."""

_BORDERS = ("\n\n", "\n", " ", "\t")
_NUMBER = re.compile(r"[(\[#]?\s*(\d{1,2})\s*[.)\]:\-]?")
_NOT_XML = re.compile("[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def number_buttons(rendered: Rendered) -> tuple[str, Offered]:
    """The text with its buttons as a numbered list, and what each number means.

    Returns:
        The text to send, and the offered choices to keep with the conversation for `choose`.
    """
    offered = tuple((label, data) for row in rendered.buttons for label, data in row)
    if not offered:
        return rendered.text, ()
    lines = "\n".join(f"{number}. {label}" for number, (label, _) in enumerate(offered, 1))
    return (f"{rendered.text}\n\n{lines}" if rendered.text else lines), offered


def choose(text: str, offered: Offered) -> str | None:
    """The data of the choice that a person typed, or None when it is not a choice.

    Understood are the number (`1`, `1.`, `1)`, `(1)`, a keycap emoji) and the label itself, whatever its
    case, final point or missing diacritics (`ë` typed as `e`). A number counts before an equal label.
    A label borne by two choices chooses neither.
    """
    wanted = _folded(text)
    if not wanted or not offered:
        return None
    number = _NUMBER.fullmatch(wanted)
    if number and 1 <= int(number[1]) <= len(offered):
        return offered[int(number[1]) - 1][1]
    bare = wanted.rstrip(".!?")
    found = {data for label, data in offered if _folded(label) == wanted or _folded(label) == bare}
    return found.pop() if len(found) == 1 else None


def split(text: str, limit: int = BODY_LIMIT) -> tuple[str, ...]:
    """The text in parts of at most `limit` UTF-16 units, cut at paragraphs, lines, then spaces.

    Only white space at a cut is dropped. A word longer than a part is cut between whole characters.
    An empty or blank text gives no part.

    Args:
        text: any text.
        limit: at least 2.
    """
    parts: list[str] = []
    rest = text.strip()
    while rest:
        fitting = _fitting(rest, limit)
        if fitting == len(rest):
            parts.append(rest)
            break
        cut = _border(rest, fitting)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return tuple(parts)


def encode_ride(rendered: Rendered, status_callback: str = "") -> bytes:
    """The TwiML that answers a webhook with this message, UTF-8; `<Response/>` for an empty one.

    Buttons are numbered, because TwiML knows no interactive message. Characters that XML can't carry go.

    Args:
        rendered: without a photo.
        status_callback: where Twilio reports the delivery; it should carry the outbox id.

    Raises:
        ValueError: the message has a photo, which needs a public URL and so can't ride.
    """
    if rendered.photo:
        raise ValueError("a photo can't ride in TwiML")
    text, _ = number_buttons(rendered)
    parts = split(_NOT_XML.sub("", text))
    if not parts:
        return EMPTY_RIDE
    callback = f" statusCallback={quoteattr(status_callback)}" if status_callback else ""
    messages = "".join(f"<Message{callback}><Body>{escape(part)}</Body></Message>" for part in parts)
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{messages}</Response>'.encode()


EMPTY_RIDE = b'<?xml version="1.0" encoding="UTF-8"?><Response/>'
"""The answer that says nothing; its content type is `text/xml`."""


def _units(char: str) -> int:
    """UTF-16 units of one character."""
    return 2 if ord(char) > 0xFFFF else 1


def _fitting(text: str, limit: int) -> int:
    """How many characters from the start fit into `limit` units."""
    used = 0
    for place, char in enumerate(text):
        used += _units(char)
        if used > limit:
            return place
    return len(text)


def _border(text: str, fitting: int) -> int:
    """Where to cut: the last border in the fitting half, any space before, or between two characters."""
    for border in _BORDERS:
        cut = text.rfind(border, 0, fitting + 1)
        if cut > fitting // 2:
            return cut
    cut = max((text.rfind(border, 0, fitting + 1) for border in _BORDERS), default=-1)
    if cut > 0:
        return cut
    cut = fitting
    while cut > max(1, fitting - 32) and _joined(text[cut - 1], text[cut]):
        cut -= 1
    return cut if not _joined(text[cut - 1], text[cut]) else fitting


def _joined(left: str, right: str) -> bool:
    """Whether two characters are one on the screen: an accent, an emoji modifier, a joiner."""
    return (
        unicodedata.combining(right) > 0
        or right in "\u200d\ufe0f\u20e3"
        or left == "\u200d"
        or "\U0001f3fb" <= right <= "\U0001f3ff"
    )


def _folded(text: str) -> str:
    """The text for comparison: compatible forms, no accents, no case, single spaces."""
    plain = unicodedata.normalize("NFKD", text).replace("\ufe0f", "").replace("\u20e3", "")
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(letters.casefold().split())
