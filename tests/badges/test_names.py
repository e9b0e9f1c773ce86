"""Names: cleaned of what can't be seen, shortened between letters."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges import names

ANY = st.text(st.characters(), max_size=200)  # lone surrogates included
FAMILY = "👩\u200d👩\u200d👧"


@given(ANY)
def test_cleaning_twice_changes_nothing(text):
    """A cleaned name is NFC, on one line, free of controls and direction marks, and stays as it is."""
    once = names.cleaned(text)
    assert names.cleaned(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "  " not in once
    assert once == once.strip()
    once.encode()
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp") for char in once)


@given(ANY.map(names.cleaned), st.integers(7, 60))
def test_shortened_fits_and_breaks_between_letters(text, limit):
    """The result fits its limit; what is kept is whole letters from the front, unless one alone is too long."""
    short = names.shortened(text, limit)
    assert len(short.encode()) <= limit
    if short == text:
        return
    assert short.endswith("…")
    kept = short[:-1]
    assert text.startswith(kept)
    whole = list(names.letters(text))
    if len(whole[0].encode()) <= limit - 3:
        assert kept in {"".join(whole[:count]).rstrip(" \u200c\u200d") for count in range(len(whole))}


@given(ANY)
def test_letters_put_together_are_the_text(text):
    """Cutting into letters loses nothing."""
    assert "".join(names.letters(text)) == text


@pytest.mark.parametrize(
    "text,expected",
    [
        ("e\u0301a", ["e\u0301", "a"]),
        (FAMILY + "x", [FAMILY, "x"]),
        ("🇦🇱🇽🇰", ["🇦🇱", "🇽🇰"]),
        ("👍🏽!", ["👍🏽", "!"]),
        ("한\u1100\u1161\u11a8", ["한", "\u1100\u1161\u11a8"]),
        ("ñandú", ["ñ", "a", "n", "d", "ú"]),
    ],
)
def test_letters_are_what_a_reader_sees(text, expected):
    """Accents, joined emoji, flags, skin tones and Hangul syllables stay whole."""
    assert list(names.letters(text)) == expected


@pytest.mark.parametrize(
    "text,expected",
    [
        ("  Elira\t\n Hoxha ", "Elira Hoxha"),
        ("E\u0308ngje\u0308ll", "Ëngjëll"),
        ("\u202eLLЁV\u202c", "LLЁV"),
        ("A\u0000B\u200bC\ufeffD", "ABCD"),
        ("\ud800Elira", "Elira"),
        ("a" + "\u0323" * 40, "ạ" + "\u0323" * 4),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u202e\u200d", ""),
    ],
)
def test_invisible_tricks_go_and_letters_stay(text, expected):
    """Controls, direction marks, piled marks and lone surrogates go; joiners that a script needs stay."""
    assert names.cleaned(text) == expected
