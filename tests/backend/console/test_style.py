"""The style sheet: text can be read by people with weak sight (WCAG 2.1, 1.4.3), and loads nothing from elsewhere."""

from __future__ import annotations

import re
from importlib import resources

import pytest

CSS = (resources.files("backend.console") / "static" / "console.css").read_text("utf-8")
COLOURS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", CSS))
PAIRS = [
    ("ink", "paper"),
    ("ink", "ground"),
    ("quiet", "paper"),
    ("quiet", "ground"),
    ("link", "paper"),
    ("link", "ground"),
    ("bad", "paper"),
    ("bad", "bad-paper"),
    ("warn", "paper"),
    ("warn", "warn-paper"),
    ("good", "paper"),
    ("good", "good-paper"),
]
LEAST = 4.5


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.1)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("text", "paper"), PAIRS)
def test_text_stands_out_from_its_paper(text, paper):
    """Every pair of text and paper has a contrast of at least 4.5 to 1."""
    light, dark = sorted((luminance(COLOURS[text]), luminance(COLOURS[paper])), reverse=True)

    assert (light + 0.05) / (dark + 0.05) >= LEAST


def test_the_style_sheet_loads_nothing():
    """No font, picture or sheet of another host."""
    assert "@import" not in CSS
    assert "url(" not in CSS


def test_the_focus_is_always_drawn():
    """No rule takes the outline of the focus away."""
    assert ":focus-visible { outline: 3px" in CSS
    assert not re.search(r"outline:\s*(none|0)", CSS)
