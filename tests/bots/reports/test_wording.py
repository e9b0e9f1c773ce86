"""Visible, folded and capped words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bots.reports.wording import cap, fold, visible


def test_marks_spelling_and_invisible_characters_do_not_hide_a_meaning() -> None:
    """Diacritics, case, direction marks and odd spaces fold away."""
    assert fold("VËZHGUESI\u200f  Çoi ’pusullën’") == "vezhguesi coi 'pusullen'"


def test_visible_text_can_be_stored() -> None:
    """NUL, lone surrogates and direction marks go; letters, line breaks and emoji stay."""
    assert visible("a\x00b\ud800\u202ec\nd🗳") == "a bc\nd🗳"
    assert visible("e\u0308") == "ë"


def test_a_cut_does_not_tear_a_letter_from_its_marks() -> None:
    """A name of many combining marks is cut before the letter, not inside it."""
    name = "ab" + "e\u0301\u0302\u0303" * 80
    short = cap(name, 20)
    assert len(short) <= 20
    assert short.endswith("…")
    assert short[-2] != "e"


@given(st.text(max_size=120), st.integers(2, 60))
def test_cap_never_exceeds_its_limit(text: str, limit: int) -> None:
    """Whatever the text, the result fits, and a text that fits is unchanged."""
    assert len(cap(text, limit)) <= limit
    if len(text) <= limit:
        assert cap(text, limit) == text


@given(st.text(max_size=120))
def test_visible_text_is_encodable_and_stable(text: str) -> None:
    """The result is valid UTF-8 without NUL, and seeing it twice changes nothing."""
    once = visible(text)
    assert "\x00" not in once
    once.encode()
    assert visible(once) == once
