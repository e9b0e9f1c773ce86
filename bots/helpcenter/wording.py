"""A person's words made comparable: cleaned, folded, cut into words, stems and character grams.

Both sides, the editors' phrasings and the voter's question, go through the same functions.
Albanian is written with and without ë and ç, so every mark is dropped before comparing.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import pairwise

MAX_CHARS = 1200
"""Longest text that is compared, in characters; a longer message keeps its head and its tail."""

_TAIL_CHARS = 300
_GREEK_SIGMA = str.maketrans({"ς": "σ", "ı": "i"})

# Endings of Albanian (folded, doubled letters made single) and the commonest of English, longest first.
_ENDINGS_BY_HAND = """
    imeve imesh uesve uesit uesin uarit uarin ohemi oheni ohesh imit imin imet ojme ojne uara uari uesi
    ohem ohet ohen ojne onte oni oja imi ime uar ues ova ove oj on oi uan eve ave ive nin nit shme shem
    eshin uam jen jes jet jne met mes ve ne te se et es it in en at ut un ur je ja i a e u t n
    ations ation ings ing tion ers ed er ly s
"""
_ENDINGS = tuple(sorted(_ENDINGS_BY_HAND.split(), key=len, reverse=True))
_REPEATED = 3
"""How often each word of a text stands in it, on average, before it is taken for repetition."""

_KEEP = 3
"""Letters that a stem keeps at least."""


def clean(text: str) -> str:
    """The text without control, zero-width and direction marks, in compatibility form, cut to size.

    A text past `MAX_CHARS` keeps its beginning and its end, whole words only: people greet first and ask last.
    """
    if len(text) > MAX_CHARS:
        head = text[: MAX_CHARS - _TAIL_CHARS].rpartition(" ")
        tail = text[-_TAIL_CHARS:].partition(" ")
        text = f"{head[0] or head[2]} {tail[2] or tail[0]}"
    normal = unicodedata.normalize("NFKC", text)
    kept = [" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in normal]
    return " ".join("".join(c for c in kept if unicodedata.category(c) not in ("Cf", "Cs", "Co")).split())


def fold(text: str) -> str:
    """Lower case, no marks, letters and digits only, runs of one letter made single, words by one space."""
    marks_off = unicodedata.normalize("NFD", text.lower())
    out: list[str] = []
    last = ""
    for c in marks_off:
        if unicodedata.combining(c):
            continue
        if not c.isalnum():
            c = " "
        if c == last and not c.isdigit():
            continue
        out.append(c)
        last = c
    return "".join(out).translate(_GREEK_SIGMA).strip()


def unrepeat(folded: str) -> str:
    """A folded text that says the same few words over and over, said once; any other text as it is."""
    words = folded.split()
    once = list(dict.fromkeys(words))
    return " ".join(once) if len(words) >= _REPEATED * len(once) else folded


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A folded word without its longest known ending; at least three letters stay."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _KEEP:
            return word[: -len(ending)]
    return word


def terms(folded: str) -> list[str]:
    """Stems of the words, and each pair of neighbours, of a folded text."""
    stems = [stem(word) for word in folded.split()]
    return stems + [f"{a} {b}" for a, b in pairwise(stems)]


def grams(folded: str, shortest: int = 2, longest: int = 4) -> list[str]:
    """Character grams inside each word, the word padded by one space on each side."""
    out: list[str] = []
    for word in folded.split():
        padded = f" {word} "
        size = len(padded)
        for n in range(shortest, longest + 1):
            if n >= size:
                out.append(padded)
                break
            out.extend(padded[i : i + n] for i in range(size - n + 1))
    return out
