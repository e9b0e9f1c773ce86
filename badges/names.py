"""Names as people write them, made fit for a badge: cleaned of invisible tricks, shortened without breaking
letters.

A name keeps its own script. What goes is only what can't be seen or turns the text around it: control
characters, direction marks, private-use and unassigned code points, and piles of combining marks.
"""

import unicodedata
from collections.abc import Iterator

_JOINERS = "\u200c\u200d"  # needed inside Persian and Indic words and joined emoji
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_MARKS = frozenset({"Mn", "Mc", "Me"})
_MAX_MARKS = 4  # on one letter; Vietnamese needs 2, Hebrew with cantillation 3
_ELLIPSIS = "…"


def cleaned(text: str) -> str:
    """`text` in NFC, on one line, single-spaced, without invisible or direction-turning characters.

    Cleaning twice changes nothing. The result may be empty.
    """
    spaced = "".join(" " if char.isspace() else char for char in text)
    seen = "".join(char for char in spaced if char in _JOINERS or unicodedata.category(char) not in _DROPPED)
    return _marks_capped(unicodedata.normalize("NFC", " ".join(seen.split()))).strip(" " + _JOINERS)


def shortened(text: str, max_bytes: int) -> str:
    """`text` if its UTF-8 takes at most `max_bytes`; else whole letters of it and an ellipsis.

    A letter is what a reader sees as one: accents, joined emoji and flags are never torn. Where a single
    letter is too long for the limit, only its leading code points are kept.
    """
    if len(text.encode()) <= max_bytes:
        return text
    room = max_bytes - len(_ELLIPSIS.encode())
    kept = ""
    for letter in letters(text):
        if len((kept + letter).encode()) > room:
            break
        kept += letter
    if not kept:
        kept = text.encode()[:room].decode(errors="ignore")
    return kept.rstrip(" " + _JOINERS) + _ELLIPSIS


def letters(text: str) -> Iterator[str]:
    """`text` cut where a reader sees one letter end and the next begin.

    The useful part of the rules of Unicode Standard Annex 29, 3.1.1: marks and joiners stay with what they
    follow, regional indicators go in pairs, Hangul vowels and finals stay with their initial.
    """
    letter = ""
    for char in text:
        if letter and not _extends(letter, char):
            yield letter
            letter = ""
        letter += char
    if letter:
        yield letter


def _extends(letter: str, char: str) -> bool:
    point = ord(char)
    if unicodedata.category(char) in _MARKS or char in _JOINERS:
        return True
    if letter[-1] == "\u200d" or 0x1F3FB <= point <= 0x1F3FF or 0x1160 <= point <= 0x11FF:
        return True
    return _is_flag_half(char) and len(letter) == 1 and _is_flag_half(letter)


def _is_flag_half(char: str) -> bool:
    return 0x1F1E6 <= ord(char) <= 0x1F1FF


def _marks_capped(text: str) -> str:
    out, run = [], 0
    for char in text:
        run = run + 1 if unicodedata.category(char) in _MARKS else 0
        if run <= _MAX_MARKS:
            out.append(char)
    return "".join(out)
