"""Symbols: what is drawn decodes, in every form in which it leaves."""

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from badges import symbol
from badges.errors import Misuse, SymbolUnreadable
from badges.symbol import QUIET_MODULES, Level, ModuleMatrix
from tests.badges.samples import TEXT

BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
M, Q = (symbol.draw(TEXT, level) for level in (Level.M, Level.Q))


def raster(modules, side, scale):
    """A grey picture of dark modules given as x, y, width on a grid of `side`."""
    image = Image.new("L", (side * scale, side * scale), 255)
    for x, y, width in modules:
        image.paste(0, (x * scale, y * scale, (x + width) * scale, (y + 1) * scale))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_badge_is_version_8_at_m_and_10_at_q():
    """The realistic badge has 49 modules a side for phones and 57 for the card."""
    assert (M.version, M.size) == (8, 49)
    assert (Q.version, Q.size) == (10, 57)


@pytest.mark.parametrize("module_px", [2, 3, 4, 10, 40])
@pytest.mark.parametrize("matrix", [M, Q], ids=["M", "Q"])
def test_png_decodes_and_has_its_quiet_zone(matrix, module_px):
    """At every size the PNG reads back, and four light modules surround the symbol."""
    picture = symbol.png(matrix, module_px)
    assert symbol.decoded(picture) == TEXT
    image = Image.open(io.BytesIO(picture))
    side = (matrix.size + 2 * QUIET_MODULES) * module_px
    assert image.size == (side, side)
    edge = QUIET_MODULES * module_px
    assert image.convert("L").crop((0, 0, side, edge)).getextrema() == (255, 255)
    assert image.convert("L").crop((side - edge, 0, side, side)).getextrema() == (255, 255)


@pytest.mark.parametrize("matrix", [M, Q], ids=["M", "Q"])
def test_svg_path_decodes_when_painted(matrix):
    """Painting the runs of the SVG's path gives a picture that reads back."""
    drawing = symbol.svg(matrix).decode()
    side = int(re.search(r'viewBox="0 0 (\d+) \1"', drawing)[1])
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", drawing)
    assert symbol.decoded(raster([tuple(map(int, run)) for run in runs], side, 4)) == TEXT
    assert side == matrix.size + 2 * QUIET_MODULES
    assert len(drawing) < 12_000


def test_svg_holds_nothing_but_two_paths():
    """The SVG carries no text, script or reference: the badge's text can't be copied out of it."""
    drawing = symbol.svg(M).decode()
    assert re.findall(r"<(\w+)", drawing) == ["svg", "path", "path"]
    assert TEXT not in drawing


@given(st.text(BASE45, min_size=1, max_size=400), st.sampled_from(Level))
@settings(max_examples=40, deadline=None)
def test_every_text_of_the_family_decodes_again(tail, level):
    """Whatever a badge holds, its symbol is released only because it read back."""
    text = "VZ1:" + tail
    assert symbol.decoded(symbol.png(symbol.draw(text, level), 3)) == text


def test_largest_badge_has_a_symbol():
    """A text of 1,024 bytes still has a symbol at both levels."""
    text = "VZ1:" + "AB$9Z" * 307
    for level in Level:
        assert symbol.draw(text, level).version <= 40


def test_text_for_no_symbol_is_our_own_mistake():
    """A text that no version holds is refused."""
    with pytest.raises(Misuse):
        symbol.draw("VZ1:" + "A" * 5000, Level.Q)


@pytest.mark.parametrize("module_px", [0, -1, 41])
def test_module_of_no_sensible_size_is_our_own_mistake(module_px):
    """A picture of no pixels, or of millions, is not made."""
    with pytest.raises(Misuse):
        symbol.png(M, module_px)


def test_symbol_that_does_not_decode_is_never_released():
    """A matrix that was tampered with raises instead of leaving as a picture."""
    broken = ModuleMatrix(M.text, M.level, M.version, (bytes(49),) * 25 + M.rows[25:])
    with pytest.raises(SymbolUnreadable):
        symbol.png(broken)
    other = ModuleMatrix("VZ1:ANOTHER", M.level, M.version, M.rows)
    with pytest.raises(SymbolUnreadable):
        symbol.png(other)


@pytest.mark.parametrize("picture", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", symbol.png(M)[:200]])
def test_picture_without_a_symbol_decodes_to_none(picture):
    """Broken pictures answer None and raise nothing."""
    assert symbol.decoded(picture) is None


def test_level_q_survives_a_stain_that_covers_a_tenth():
    """A blot over 8 % of the card's symbol leaves it readable."""
    image = Image.open(io.BytesIO(symbol.png(Q, 6))).convert("L")
    blot = int((0.08 * image.width**2) ** 0.5)
    corner = int(image.width * 0.45)
    image.paste(0, (corner, corner, corner + blot, corner + blot))
    out = io.BytesIO()
    image.save(out, "PNG")
    assert symbol.decoded(out.getvalue()) == TEXT


def test_text_that_no_mask_brings_back_is_not_released():
    """A control character is read back in words by the decoder; such a symbol never leaves `draw`."""
    with pytest.raises(SymbolUnreadable):
        symbol.draw("VZ1:\x1d", Level.M)


def test_svg_that_differs_from_its_modules_is_not_released():
    """A row whose runs can't be told from its bytes raises instead of leaving as a drawing."""
    broken = ModuleMatrix(M.text, M.level, M.version, (b"\x02" * 49, *M.rows[1:]))
    with pytest.raises(SymbolUnreadable):
        symbol.svg(broken)
