"""Codes of places as people write them, and their one normal form.

Seen in Albanian observers' reports: `1850/01`, `289/1`, `4337`, with or without `QV`, `VC`, `nr.`;
and the zone commission as `KZAZ`, `CEAZ`, `ZAZ` or `EAZ 12`.
A voting centre is `1850/01` (two digits after the slash) or `4337`; a zone is `unit:12`.
"""

from __future__ import annotations

import re
import unicodedata

import msgspec

from bots.reports.wording import fold

_DIGIT = "[0-9oil|]"
_NUMBER = r"(?:\s*[:#]?\s*(?:nr|no|num|numer|numri|number|n)\b\.?)?\s*[:#.]?\s*"
_CENTRE = (
    r"(?:q\.?\s?v\.?|v\.?\s?c\.?|p\.?s\.?|qendr(?:a|en|es|er)\s+(?:e\s+|te\s+)?votimi(?:t)?|kqv"
    r"|voting\s+cent(?:re|er)|polling\s+(?:station|cent(?:re|er)))"
)
_UNIT = (
    r"(?:k\.?\s?z\.?\s?a\.?\s?z\.?|c\.?\s?e\.?\s?a\.?\s?z\.?|z\.?\s?a\.?\s?z\.?|e\.?\s?a\.?\s?z\.?"
    r"|njesi(?:a|ne)?\s+(?:zgjedhore|administrative)|zona|zone|zec|lgec)"
)
_FORMS = re.compile(
    rf"\b{_CENTRE}{_NUMBER}(?P<centre>{_DIGIT}{{1,5}})(?:\s?[/\\-]\s?(?P<table>{_DIGIT}{{1,2}}))?(?![0-9a-z/])"
    rf"|\b{_UNIT}{_NUMBER}(?P<unit>{_DIGIT}{{1,3}})(?![0-9a-z/])"
    rf"|(?<![0-9a-z/.,-])(?P<bare>{_DIGIT}{{3,5}})\s?[/\\]\s?(?P<sub>{_DIGIT}{{1,2}})(?![0-9a-z/])"
)
_ALONE = re.compile(rf"#?\s*({_DIGIT}{{3,5}})(?:\s?[/\\. -]\s?({_DIGIT}{{1,2}}))?")
_REPAIR = str.maketrans({"o": "0", "i": "1", "l": "1", "|": "1"})


class Found(msgspec.Struct, frozen=True):
    """A code found in a text.

    Attributes:
        code: in normal form.
        rest: the words around it, as written, without the code.
    """

    code: str
    rest: str


def normal_form(code: str) -> str:
    """The normal form of one code as the register or a person writes it.

    `289/1` is `289/01`, `QV nr. 4337` is `4337`, `KZAZ 12` is `unit:12`.
    Raises ValueError when it is no code.
    """
    text = code.strip()
    if text.startswith("unit:") and text[5:].isdigit():
        return f"unit:{int(text[5:])}"
    alone = alone_code(text)
    if alone is None:
        raise ValueError("not a code of a place")
    return alone


def alone_code(text: str) -> str | None:
    """The code when the text is nothing but a code, `4337` without a prefix included; else None."""
    folded = fold(text).strip(" .,;:!")
    whole = _FORMS.fullmatch(folded)
    if whole:
        return _code(whole)
    bare = _ALONE.fullmatch(folded)
    return _join(bare[1], bare[2]) if bare else None


def find(text: str) -> tuple[Found, ...]:
    """Every code in a text, in order, each once.

    A number without prefix and slash is no code here, because it may be a count, an hour or a year.
    A date such as 17/05/2025 is no code. The letters O, I and l inside a code are read as digits.
    """
    if not any(ch.isdigit() for ch in text):
        return ()
    plain = _same_length_fold(text)
    found: list[Found] = []
    seen: set[str] = set()
    for match in _FORMS.finditer(plain):
        code = _code(match)
        if code and code not in seen:
            seen.add(code)
            rest = f"{text[: match.start()]} {text[match.end() :]}"
            found.append(Found(code, rest.strip(" ,.;:-\n\t")))
    return tuple(found)


def _code(match: re.Match[str]) -> str | None:
    """The normal form of a match, or None when it holds no real digit."""
    if match["unit"]:
        number = _number(match["unit"])
        return f"unit:{number}" if number else None
    return _join(match["centre"] or match["bare"], match["table"] or match["sub"])


def _join(centre: str, table: str | None) -> str | None:
    number = _number(centre)
    if not number:
        return None
    if table is None:
        return str(number)
    if not any(ch.isdigit() for ch in centre):
        return None
    return f"{number}/{int(table.translate(_REPAIR)):02d}"


def _number(raw: str) -> int | None:
    """The number after repair; None when it is only letters or zero."""
    if not any(ch.isdigit() for ch in raw):
        return None
    return int(raw.translate(_REPAIR)) or None


def _same_length_fold(text: str) -> str:
    """Lower case without diacritics, one character for one, so that offsets hold in the original."""
    if text.isascii():
        return text.lower()
    return "".join(_plain(ch) for ch in text)


def _plain(ch: str) -> str:
    if ch.isascii():
        return ch.lower()
    first = unicodedata.normalize("NFKD", ch)[:1].lower()
    return first if len(first) == 1 else ch
