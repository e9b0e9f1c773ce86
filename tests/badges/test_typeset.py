"""Text in a box: it shrinks, breaks, and never leaves the box."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from badges import names, typeset
from badges.typeset import MM_PER_PT

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=200).map(names.cleaned)


def measure(text):
    """A plain metric: every code point is six tenths of the size wide."""
    return len(text) * 0.6 * MM_PER_PT


@given(ANY, st.floats(10, 90), st.floats(4, 30), st.floats(6, 18))
@settings(deadline=None)
def test_text_never_leaves_its_box(text, width, height, max_pt):
    """Whatever the text, its lines are no wider and together no higher than the box."""
    block = typeset.fit(text, width, height, max_pt, measure)
    assert block.height_mm <= height
    assert block.size_pt <= max_pt
    for line in block.lines:
        assert measure(line) * block.size_pt <= width or len(list(names.letters(line))) == 1


@given(ANY)
def test_two_hundred_letters_of_a_name_stay_whole(text):
    """In the card's box for a name, 200 code points lose no letter and their order is kept."""
    block = typeset.fit(text, 55, 16, 17, measure)
    assert "".join(block.lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    "text,lines",
    [
        ("", ()),
        ("Elira", ("Elira",)),
        ("Elira Hoxha-Përmeti", ("Elira", "Hoxha-Përmeti")),
        ("x" * 33, ("x" * 16, "x" * 16, "x")),
    ],
)
def test_lines_break_between_words_and_inside_only_where_they_must(text, lines):
    """Words stay whole while they fit a line."""
    assert typeset.fit(text, 16.1 * 0.6 * MM_PER_PT * 10, 20, 10, measure).lines == lines


def test_text_for_no_box_says_that_it_was_shortened():
    """Ten thousand letters in a small box end with an ellipsis instead of vanishing under the edge."""
    block = typeset.fit("word " * 2000, 20, 5, 10, measure)
    assert block.lines[-1].endswith("…")
    assert block.height_mm <= 5
