"""One plain form of written words, so that spelling and marks do not hide a meaning."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe0e\ufe0f]")
_SPACE = re.compile(r"\s+")


def visible(text: str) -> str:
    """The text in NFC without invisible marks (zero width, direction, soft hyphen); line breaks stay.

    NUL and other controls become spaces, lone surrogates are dropped, so that the result can be stored.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _INVISIBLE.sub("", text)
    text = "".join(
        ch
        if ch == "\n" or (kind := unicodedata.category(ch)) not in ("Cc", "Cs")
        else (" " if kind == "Cc" else "")
        for ch in text
    )
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Lower case without diacritics, apostrophes unified, white space single: `Vëzhguesi` is `vezhguesi`."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.lower())
        text = "".join(ch for ch in decomposed if not unicodedata.combining(ch))
        text = _INVISIBLE.sub("", text).replace("\u2019", "'").replace("\u2018", "'").replace("`", "'")
    return _SPACE.sub(" ", text.lower()).strip()


def cap(text: str, characters: int) -> str:
    """At most this many characters, an ellipsis in place of what is cut; combining marks are not torn off."""
    if len(text) <= characters:
        return text
    cut = characters - 1
    while cut > 0 and unicodedata.combining(text[cut]):
        cut -= 1
    return text[:cut].rstrip() + "…"
