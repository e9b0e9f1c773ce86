"""The secrecy guard: lists of voters and personal numbers stay out of reports, everything else stays in.

An observer must not violate the secrecy of the vote (Electoral Code 2005, Art. 19(2)(d)). Lists of voters'
names were abused before. The guard is careful in both directions: it takes out what is a list beyond doubt,
and keeps every line that tells what happened.
"""

from __future__ import annotations

import re
from enum import StrEnum

import msgspec

_PERSONAL_NUMBER = re.compile(r"\b[A-Ta-t][0-9]{8}[A-Za-z]\b")
_LEADING = re.compile(r"^\s*(?:[-•*]|\(?\d{1,4}[.)\-:]?)?\s*")
_TRAILING = re.compile(
    r"[\s,;|]*(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\u2587+|[+\d][\d ]{5,}|po|jo|ka votuar|x)?[\s,;.|]*$", re.I
)
_NAME = re.compile(r"[^\W\d_]{2,}(?:['’-][^\W\d_]+)*")
# fmt: off
_NOT_NAMES = frozenset(
    {
        "qv", "vc", "kzaz", "ceaz", "zaz", "eaz", "kqz", "vnv", "qendra", "votimi", "votimit",
        "kutia", "komisioni", "komisioneri", "kryetari", "sekretari", "anetari", "vezhguesi",
        "vëzhguesi", "anëtari", "policia", "partia", "ora", "nuk", "eshte", "është", "jane", "janë",
        "dhe", "ne", "në", "me", "pa", "te", "të", "per", "për", "nga", "u", "po", "jo", "dikush",
        "familja", "votuesi", "votuesit", "lista", "the", "and", "is", "are", "was", "were", "not",
        "no", "voting", "centre", "center", "polling", "station", "commission", "police",
        "observer", "ballot", "box", "party", "with", "from", "tirane", "tiranë", "durres",
        "durrës", "vlore", "vlorë", "shkoder", "shkodër", "elbasan", "fier", "korce", "korçë",
        "lezhe", "lezhë", "kukes", "kukës", "berat", "diber", "dibër", "gjirokaster", "gjirokastër",
    }
)
# fmt: on
LIST_LINES = 5
"""So many lines of names in one message are a list of voters; fewer are not touched."""
LIST_NUMBERS = 3
"""So many personal numbers in one message are a list of voters."""
MASK = "\u2587" * 5


class Reason(StrEnum):
    """Why content was refused."""

    VOTER_LIST = "voter_list"
    PERSONAL_NUMBERS = "personal_numbers"


class Sifted(msgspec.Struct, frozen=True):
    """What the guard let through.

    Attributes:
        kept: the text to keep; empty when nothing but a list was sent.
        refused: why something was taken out, or None.
        masked: a personal number was replaced by a bar.
    """

    kept: str
    refused: Reason | None = None
    masked: bool = False


def sift(text: str) -> Sifted:
    """Take lists of voters and personal numbers out of a text.

    Five or more lines that are only names, or three or more lines with personal numbers, are a list:
    those lines go, other lines stay. A single personal number is masked and the words around it stay.
    """
    if len(text) < 10:
        return Sifted(text)
    numbers = len(_PERSONAL_NUMBER.findall(text))
    masked = _PERSONAL_NUMBER.sub(MASK, text) if numbers else text
    lines = _entries(masked)
    named = [_is_name_line(line) for line in lines]
    numbered = [MASK in line and _is_entry(line) for line in lines]
    if sum(named) >= LIST_LINES:
        reason = Reason.VOTER_LIST
    elif numbers >= LIST_NUMBERS:
        reason = Reason.PERSONAL_NUMBERS
    else:
        return Sifted(masked, None, numbers > 0)
    kept = [
        line
        for line, name, number in zip(lines, named, numbered, strict=True)
        if line.strip() and not (name or number)
    ]
    return Sifted("\n".join(kept).strip(), reason, numbers > 0)


def _entries(text: str) -> list[str]:
    """The lines of a text; one line of many commas is read as a list of entries, if they are mostly names."""
    lines = text.split("\n")
    if len(lines) == 1 and text.count(",") + text.count(";") >= LIST_LINES - 1:
        parts = re.split(r"[,;]", text)
        if sum(map(_is_name_line, parts)) >= LIST_LINES:
            return parts
    return lines


def _is_name_line(line: str) -> bool:
    """Two to four capitalised words and nothing else but a number before, a date or a mark after."""
    core = _TRAILING.sub("", _LEADING.sub("", line.replace(MASK, "")))
    words = core.replace(",", " ").split()
    return (
        2 <= len(words) <= 4
        and all(_NAME.fullmatch(word) and word[0].isupper() for word in words)
        and not any(word.lower() in _NOT_NAMES for word in words)
    )


def _is_entry(line: str) -> bool:
    """A line with a personal number and at most five other words, so that no sentence is lost."""
    return len(line.replace(MASK, " ").split()) <= 5
