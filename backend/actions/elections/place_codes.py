"""Codes of places in one form, however they are written: in files, in scopes of requests, in filters.

Seen in Albanian files and reports: `1850/01`, `1850-01`, `QV 4337`, `KZAZ 12`, `CEAZ nr. 27`, `ZEC 12`, in small letters,
in full-width digits, with spaces of every kind. A voting centre is `1850/01` or `4337`, a unit `12`, a commission
`zec:12`, a counting centre `VNV-12`, a table of it `VNV-12/T03`. A text that is no code stays as it is, cleaned:
what the register does not know is recorded and found, never refused.
"""

from __future__ import annotations

import re
import unicodedata

from bots.reports.places import normal_form

CEC = "cec"
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"), "-")
_SLASHES = dict.fromkeys(map(ord, "\u2044\u2215\u29f8\uff0f\\"), "/")
_NUMBER = r"(?:\s*(?:nr|no|num|numri|number|n)\b\.?)?\s*[:#.-]?\s*"
_UNIT_WORDS = (
    r"(?:k\.?\s?z\.?\s?a\.?\s?z|c\.?\s?e\.?\s?a\.?\s?z|z\.?\s?a\.?\s?z|e\.?\s?a\.?\s?z|k\.?\s?z\.?\s?q\.?\s?v"
    r"|njesia|njesi\s+zgjedhore|zona|zone|zec|lgec|unit)\.?"
)
_UNIT = re.compile(rf"(?:{_UNIT_WORDS}{_NUMBER})?0*(\d{{1,6}})", re.ASCII)
_COMMISSION = re.compile(rf"(?P<word>{_UNIT_WORDS}){_NUMBER}0*(?P<unit>\d{{1,6}})", re.ASCII)
_ROLE = re.compile(r"(zec|lgec|vcc)\s*:\s*(.+)", re.IGNORECASE)
_COUNTING = (
    r"(?:v\.?\s?n\.?\s?v|q\.?\s?n\.?\s?v|b\.?\s?c\.?\s?c|"
    r"vendi\s+i\s+numerimit|(?:ballot\s+)?counting\s+cent(?:re|er))\.?"
)
_COUNTING_CENTRE = re.compile(rf"{_COUNTING}{_NUMBER}0*(\d{{1,6}})", re.ASCII)
_TABLE = re.compile(
    r"(?P<centre>.+?)\s*[/,;-]?\s*(?:\bt|\btav|\btavolina|\btryeza|\btable)\.?\s*(?:nr|no)?\.?\s*-?\s*0*(?P<table>\d{1,3})",
    re.ASCII | re.IGNORECASE,
)
_LOCAL_WORDS = re.compile(r"lgec|k\.?\s?z\.?\s?q\.?\s?v")


def plain(text: str) -> str:
    """A code as typed on a plain keyboard: compatibility forms, dashes, slashes and spaces unified."""
    text = unicodedata.normalize("NFKC", text).translate(_DASHES).translate(_SLASHES)
    return " ".join(text.split())


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", plain(text).lower())
    return "".join(ch for ch in decomposed if not unicodedata.combining(ch)).strip(" .,;:")


def centre_code(text: str) -> str:
    """The code of a voting centre: `289/1`, `QV 289-01` and `289 / 01` are `289/01`; `QV 0437` is `437`."""
    typed = plain(text)
    if typed.isascii() and typed.isdigit():
        return typed.lstrip("0") or typed
    try:
        found = normal_form(typed)
    except ValueError:
        return typed
    # `KZAZ 12` is a code, but not one of a voting centre.
    return typed if found.startswith("unit:") else found


def unit_code(text: str) -> str:
    """The code of an electoral unit: `KZAZ 12`, `CEAZ nr. 27`, `zec:12` and `012` are their number."""
    found = _UNIT.fullmatch(_folded(text))
    return found[1] if found is not None else plain(text)


def counting_code(text: str) -> str:
    """The code of a counting centre: `VNV 30`, `BCC nr. 30` and `vnv-030` are `VNV-30`."""
    found = _COUNTING_CENTRE.fullmatch(_folded(text))
    return f"VNV-{found[1]}" if found is not None else plain(text)


def table_code(text: str) -> str:
    """The code of a counting table: `VNV 30 tavolina 3` and `vnv-30/t3` are `VNV-30/T03`."""
    found = _TABLE.fullmatch(plain(text))
    if found is None:
        return plain(text)
    return f"{counting_code(found['centre'].rstrip(' /,;-'))}/T{int(found['table']):02d}"


def centre_of_table(code: str) -> str:
    """The counting centre in the code of a table; the code itself where it names no table."""
    return code.rpartition("/T")[0] or code


def commission_role(text: str, *, local: bool = False) -> str:
    """The role of a commission: `KZAZ 12` and `ZEC nr. 12` are `zec:12`, `KZQV 4` is `lgec:4`, `KQZ` is `cec`.

    `local` says that a bare zone commission is meant in local elections, where the LGEC stands in its place.
    """
    typed, folded = plain(text), _folded(text)
    if folded in (CEC, "kqz"):
        return CEC
    role = _ROLE.fullmatch(typed)
    if role is not None:
        kind = role[1].lower()
        return f"{kind}:{centre_code(role[2]) if kind == 'vcc' else unit_code(role[2])}"
    found = _COMMISSION.fullmatch(folded)
    if found is None:
        return typed
    kind = "lgec" if local or _LOCAL_WORDS.match(found["word"]) else "zec"
    return f"{kind}:{found['unit']}"
