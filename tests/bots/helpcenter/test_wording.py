"""Words made comparable: marks, case, repeats and strange characters do not matter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.helpcenter.lexicon import Lexicon
from bots.helpcenter.wording import MAX_CHARS, clean, fold, grams, stem, terms, unrepeat


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Çfarë është?", "cfare eshte"),
        ("KU  VOTOJ!!!", "ku votoj"),
        ("kuuuuu votojjj", "ku votoj"),
        ("n'shpi", "n shpi"),
        ("Πού ψηφίζω;", "που ψηφιζω"),
        ("e\u0308", "e"),
        ("2025 dhe 1100", "2025 dhe 1100"),
        ("", ""),
    ],
)
def test_texts_are_folded(text: str, folded: str) -> None:
    """Case, marks, doubled letters and signs fall away; digits keep their repeats."""
    assert fold(text) == folded


@pytest.mark.parametrize(
    "text", ["\u200bku\u200d votoj\ufeff", "\u202eku votoj\u202c", "ku\x00votoj", "\ud800ku votoj"]
)
def test_invisible_characters_fall_away(text: str) -> None:
    """Zero-width, direction, control characters and lone surrogates do not reach the ranker."""
    assert clean(text) == "ku votoj"


@given(st.text(max_size=3000))
def test_cleaning_and_folding_are_bounded_and_stable(text: str) -> None:
    """A cleaned text stays within its size and folding twice changes nothing."""
    once = fold(clean(text[:MAX_CHARS]))
    assert fold(once) == once
    assert "  " not in once


def test_a_long_text_keeps_its_head_and_tail() -> None:
    """People greet first and ask last; whole words are kept."""
    text = "pershendetje " + "fjale " * 2000 + "ku votoj"
    cut = clean(text)
    assert len(cut) <= MAX_CHARS + 1
    assert cut.startswith("pershendetje fjale")
    assert cut.endswith("fjale ku votoj")


def test_repetition_is_said_once_and_speech_is_kept() -> None:
    """Only a text that is mostly repetition is shortened."""
    assert unrepeat("ku votoj " * 9) == "ku votoj"
    assert unrepeat("a votoj une apo a votoj ti") == "a votoj une apo a votoj ti"


def test_forms_of_one_word_share_a_stem() -> None:
    """Inflection is cut off, three letters stay at least."""
    assert stem("votimit") == stem("votimet") == stem("votimi")
    assert stem("ditet") == stem("dites")
    assert all(len(stem(word)) >= 3 for word in ("eshte", "kane", "une", "jane"))


def test_terms_hold_stems_and_neighbour_pairs() -> None:
    """Two words make two stems and one pair."""
    assert len(terms("ku votoj")) == 3


def test_grams_stay_inside_a_word_with_its_borders() -> None:
    """A short word is one gram with its borders; no gram spans two words."""
    assert grams("ku", 2, 4) == [" k", "ku", "u ", " ku", "ku ", " ku "]
    assert not any(g.strip().count(" ") for g in grams("ku votoj"))


def test_the_lexicon_holds_for_its_language_only() -> None:
    """The longest prefix wins; another language's words stay untouched."""
    lexicon = Lexicon({"it": {"vot": "votoj", "votazion": "votimi"}})
    assert lexicon.pivot("dove voto", "it") == "dove votoj"
    assert lexicon.pivot("votazione", "it") == "votimi"
    assert lexicon.pivot("dove voto", "sq") == "dove voto"
