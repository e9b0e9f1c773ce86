"""Fields that people fill in: what is kept, what is refused, and that nothing refused is repeated."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.actions.fields import (
    NAME_LIMIT_LETTERS,
    cleaned_text,
    country_code,
    email_address,
    long_text,
    person_name,
    phone_number,
)
from backend.problems import Problem


@given(st.text(max_size=300))
def test_a_cleaned_text_is_clean_or_refused(text):
    """Any text: NFC, one line, no control or direction character; cleaning twice changes nothing."""
    try:
        seen = cleaned_text("name", text)
    except Problem as problem:
        reason = problem.arguments["reason"]
    else:
        reason = None
    assert reason in {None, "empty", "too_long"}
    if reason is not None:
        return
    assert unicodedata.is_normalized("NFC", seen)
    assert not any(unicodedata.category(ch) in {"Cc", "Cs", "Zl", "Zp"} for ch in seen)
    assert not set(seen) & set(
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u200b\ufeff"
    )
    assert cleaned_text("name", seen) == seen


@pytest.mark.parametrize(
    "text,taken",
    [
        ("e\u0308" * NAME_LIMIT_LETTERS, True),
        ("x\u0323\u0301\u0302" * NAME_LIMIT_LETTERS, True),
        ("👩‍👩‍👧" * NAME_LIMIT_LETTERS, True),
        ("ë" * (NAME_LIMIT_LETTERS + 1), False),
        ("a" * 5_000, False),
    ],
)
def test_length_is_counted_in_letters_as_a_reader_sees_them(text, taken):
    """Two hundred letters with any marks are taken; one more is refused with the limit and without the text."""
    if taken:
        assert cleaned_text("name", text)
        return
    with pytest.raises(Problem) as refused:
        cleaned_text("name", text)
    assert refused.value.arguments == {"field": "name", "reason": "too_long", "limit": NAME_LIMIT_LETTERS}


@pytest.mark.parametrize(
    "read,good,kept,bad",
    [
        (country_code, " al ", "AL", ["Albania", "A", "A1", "АЛ"]),
        (email_address, " a.b@example.org ", "a.b@example.org", ["a", "a@", "@b", "a b@c", "a@b@c", "<a@b>"]),
        (phone_number, "+355 (69) 123-45.67", "+355691234567", ["12345", "+", "phone", "٠١٢٣٤٥٦٧", "1" * 16]),
        (person_name, " Ëngjëll  D'Ambrosio ", "Ëngjëll D'Ambrosio", ["", "123", "🎉", "\u200f"]),
    ],
)
def test_each_kind_of_field_has_its_form(read, good, kept, bad):
    """The good form is kept clean; every bad one is refused and never repeated in the problem."""
    assert read("field", good) == kept
    for text in bad:
        with pytest.raises(Problem) as refused:
            read("field", text)
        assert refused.value.arguments.keys() == {"field", "reason"}
        assert refused.value.arguments["field"] == "field"
        assert text not in refused.value.arguments.values()


def test_a_long_text_keeps_its_lines():
    """Line breaks and tabs stay; other control characters and direction marks go."""
    assert long_text("reason", " a\n\tb\u0000\u202ec \n", 100) == "a\n\tbc"
