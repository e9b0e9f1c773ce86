"""Whether two filings may be for one person: names in one normal form, compared without deciding anything.

Names of observers come in Albanian, in other Latin alphabets, in Greek and in Macedonian or Serbian Cyrillic, with and
without their marks, given name first or last, with and without the father's name, and with slips of the finger.
What is found here is shown to an officer; no rule of the code follows from it, and no age rule is made up (EC-18).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from functools import lru_cache

import msgspec

SHORTEST_TOKEN_WITH_SLIP = 4
"""In a shorter name one other letter is another name: Ana and Eva, Ilir and Ylli are no slips."""
SHORTEST_TOKEN_WITH_TWO_SLIPS = 9
KEYS_LIMIT = 12
"""No name needs more search terms: nine for its parts, three for the whole."""


class Person(msgspec.Struct, frozen=True):
    """What of a person tells it from others. The names are as they were written."""

    given_name: str
    family_name: str
    birth_date: date
    father_name: str = ""


class Likeness(StrEnum):
    """Why two filings may be for one person, the strongest first."""

    SAME_DOCUMENT = "same_document"
    SAME_NAME_AND_BIRTH_DATE = "same_name_and_birth_date"
    SIMILAR_NAME_SAME_BIRTH_DATE = "similar_name_same_birth_date"
    """A name spelled otherwise or with a slip, a part left out, or another father's name."""
    SAME_NAME_SIMILAR_BIRTH_DATE = "same_name_similar_birth_date"
    """Day and month changed places, or one figure differs."""


# Letters that Unicode does not take apart into a Latin letter and its marks; digraphs as passports write them.
_LATIN = {
    "đ": "dj", "ð": "dh", "þ": "th", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "ŋ": "n",
    "ħ": "h", "ĸ": "k", "ŧ": "t", "ə": "e", "ĳ": "ij",
}  # fmt: skip
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ѓ": "gj", "ђ": "dj", "е": "e", "ё": "e", "ж": "zh", "з": "z",
    "ѕ": "dz", "и": "i", "й": "j", "ј": "j", "к": "k", "ќ": "kj", "л": "l", "љ": "lj", "м": "m", "н": "n", "њ": "nj",
    "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "ћ": "c", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "ch",
    "џ": "xh", "ш": "sh", "щ": "sht", "ъ": "a", "ы": "i", "ь": "", "э": "e", "ю": "ju", "я": "ja", "є": "e",
    "і": "i", "ї": "i", "ґ": "g", "ў": "u",
}  # fmt: skip
_GREEK_PAIRS = (("ου", "u"), ("μπ", "b"), ("ντ", "nt"), ("γκ", "g"), ("γγ", "ng"), ("τσ", "ts"), ("τζ", "xh"),
                ("αι", "e"), ("ει", "i"), ("οι", "i"), ("αυ", "av"), ("ευ", "ev"))  # fmt: skip
_GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "i", "φ": "f",
    "χ": "h", "ψ": "ps", "ω": "o",
}  # fmt: skip
_LETTERS = str.maketrans({**_LATIN, **_CYRILLIC, **_GREEK})
_PARTED = re.compile(r"[^\w'’`´ʼ]+|_+")
_NO_LETTER = re.compile(r"[\W\d_]+")
_GREEK_LETTER = re.compile(r"[\u0370-\u03ff]")

# Spellings of one sound in the languages of the region, so that Hoxha and Hodža, Gjorgji and Đorđe's Đ meet.
_SOUNDS = (
    ("dzh", "z"), ("xh", "z"), ("dz", "z"), ("zh", "z"), ("sh", "s"), ("sch", "s"), ("tch", "c"),
    ("ch", "c"), ("kj", "c"), ("tj", "c"), ("q", "c"), ("ts", "c"), ("tz", "c"), ("gj", "j"), ("dj", "j"),
    ("dh", "d"), ("th", "t"), ("ph", "f"), ("kh", "h"), ("ck", "k"), ("ou", "u"), ("x", "ks"), ("w", "v"),
    ("nj", "n"), ("lj", "l"), ("y", "i"), ("j", "i"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=20_000)
def latin(name: str) -> str:
    """A name in lower-case Latin letters without marks, its parts one space apart: "Çelë-Mëma" is "cele mema".

    Source: Art. 18(4) asks for individual data; how names are compared is ours, for EC-18.
    """
    text = unicodedata.normalize("NFC", name).casefold()
    # Cyrillic letters such as ѓ and й are letters of their own: they are read before marks are taken off.
    text = "".join(_CYRILLIC.get(letter, letter) for letter in text)
    # A styled letter, such as a mathematical capital, has its case only after it is read as a plain one.
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    if _GREEK_LETTER.search(text):
        for pair, read in _GREEK_PAIRS:
            text = text.replace(pair, read)
    text = text.translate(_LETTERS)
    parts = (_NO_LETTER.sub("", part) for part in _PARTED.split(text))
    return " ".join(part for part in parts if part)


@lru_cache(maxsize=20_000)
def sound(token: str) -> str:
    """One part of a name in Latin letters as it sounds, so that spellings of one sound are equal.

    Source: Art. 18(4) asks for individual data; how names are compared is ours, for EC-18.
    """
    for spelling, heard in _SOUNDS:
        token = token.replace(spelling, heard)
    return _DOUBLED.sub(r"\1", token)


def tokens(person: Person) -> tuple[str, ...]:
    """The parts of given and family name in Latin letters, in alphabetical order: which stood first is forgotten.

    Source: Art. 18(4) asks for individual data; how names are compared is ours, for EC-18.
    """
    return tuple(sorted(f"{latin(person.given_name)} {latin(person.family_name)}".split()))


def search_terms(person: Person) -> tuple[str, ...]:
    """The texts under which a person is found: those of two persons are compared for equality.

    A term holds a birth date with one part of the name, or the whole name with a part of the birth date.
    So a slip in one part of the name, or in the date, leaves another term that is equal.
    Slips in every part of a name are not found.
    Source: Art. 18(4) asks for individual data; how names are compared is ours, for EC-18.
    """
    born = person.birth_date
    heard = sorted({sound(token) for token in tokens(person)})
    whole = " ".join(heard)
    terms = [f"{born.isoformat()} {part}" for part in heard[: KEYS_LIMIT - 3]]
    # Written together or apart: Annamaria and Anna Maria.
    terms.append(f"{born.isoformat()} ={''.join(sorted(whole.replace(' ', '')))}")
    terms.append(f"{born.year} ={whole}")
    low, high = sorted((born.day, born.month))
    terms.append(f"{low}/{high} ={whole}")
    return tuple(dict.fromkeys(terms))


def slips(one: str, other: str, most: int) -> int:
    """How many letters were mistyped between two words: left out, added, changed, or two that changed places.

    Returns: the number, or `most` + 1 where there are more.
    Source: Art. 18(4) asks for individual data; how names are compared is ours, for EC-18.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for column, against in enumerate(other, start=1):
            cost = min(last[column] + 1, line[-1] + 1, last[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        if min(line) > most:
            return most + 1
        before, last = last, line
    return min(last[-1], most + 1)


def _allowed_slips(one: str, other: str) -> int:
    length = min(len(one), len(other))
    if length < SHORTEST_TOKEN_WITH_SLIP:
        return 0
    return 1 if length < SHORTEST_TOKEN_WITH_TWO_SLIPS else 2


def alike(one: str, other: str) -> bool:
    """Whether two parts of a name sound alike or differ by a slip.

    Source: Art. 18(4) asks for individual data; how names are compared is ours, for EC-18.
    """
    heard, against = sound(one), sound(other)
    if heard == against:
        return True
    # Both are tried: what differs by one letter in writing may differ by two in sound, and the other way round.
    most = _allowed_slips(one, other)
    if most and slips(one, other, most) <= most:
        return True
    return _allowed_slips(heard, against) > 0 and slips(heard, against, 1) <= 1


def _paired(fewer: Iterable[str], more: Iterable[str]) -> bool:
    """Whether each part of one name has a part of its own in the other."""
    left = list(more)
    for part in sorted(fewer, key=len, reverse=True):
        match = next((one for one in left if sound(one) == sound(part)), None)
        match = match or next((one for one in left if alike(one, part)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def similar_names(one: Person, other: Person) -> bool:
    """Whether two names may be one name: each part of the shorter has its like in the longer.

    A name of one part is like another only whole.
    Source: Art. 18(4) asks for individual data; how names are compared is ours, for EC-18.
    """
    first, second = sorted((tokens(one), tokens(other)), key=lambda parts: (len(parts), parts))
    if not first:
        return False
    if (len(first) >= 2 or len(second) == 1) and _paired(first, second):
        return True
    joined = "".join(sorted("".join(sound(part) for part in first)))
    return joined == "".join(sorted("".join(sound(part) for part in second)))


def similar_dates(one: date, other: date) -> bool:
    """Whether one birth date may be the other with day and month exchanged, or with one wrong figure.

    Source: Art. 18(4) asks for individual data; how names are compared is ours, for EC-18.
    """
    if one.year == other.year and (one.day, one.month) == (other.month, other.day):
        return True
    pairs = zip(one.strftime("%Y%m%d"), other.strftime("%Y%m%d"), strict=True)
    return sum(figure != against for figure, against in pairs) == 1


def _other_father(one: Person, other: Person) -> bool:
    """Whether both name a father and the names are not alike; a name left out says nothing."""
    father, against = latin(one.father_name).split(), latin(other.father_name).split()
    if not father or not against:
        return False
    return not _paired(*sorted((father, against), key=len))


def likeness(one: Person, other: Person) -> Likeness | None:
    """Why two persons may be one, or None; documents are compared by their blind index elsewhere.

    It never says that they are one: relatives, namesakes and twins are told apart by an officer.
    Source: Art. 18(4) asks for individual data; how names are compared is ours, for EC-18.
    """
    if one.birth_date == other.birth_date:
        if not similar_names(one, other):
            return None
        if tokens(one) == tokens(other) and not _other_father(one, other):
            return Likeness.SAME_NAME_AND_BIRTH_DATE
        return Likeness.SIMILAR_NAME_SAME_BIRTH_DATE
    if not similar_dates(one.birth_date, other.birth_date) or _other_father(one, other):
        return None
    heard = sorted(sound(part) for part in tokens(one))
    if heard and heard == sorted(sound(part) for part in tokens(other)):
        return Likeness.SAME_NAME_SIMILAR_BIRTH_DATE
    return None
