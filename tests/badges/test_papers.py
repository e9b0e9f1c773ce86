"""Papers of a commission, read back from what is set on their pages: nothing is clipped, lost or set twice."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st

from badges.errors import Misuse
from badges.papers import HEIGHT_MM, WIDTH_MM, Column, Paper, Section, Table, paper_pdf

NOW = datetime(2027, 4, 20, 9, tzinfo=UTC)
COLUMNS = (Column("Nr.", 1), Column("Vëzhguesi", 4), Column("Vendet", 3))


def paper(**changes) -> Paper:
    """A small paper."""
    given = {
        "language": "sq",
        "state": "REPUBLIKA E SHQIPËRISË",
        "authority": "Komisioni Qendror i Zgjedhjeve",
        "title": "VENDIM",
        "dated": "Nr. 857, datë 20 prill 2027",
        "subject": "Për diçka",
        "sections": (Section("Faktet", ("Një fakt.",)),),
        "signature": ("Kryetari",),
        "footer": "KQZ",
        "pages": "{page}/{of}",
    }
    return Paper(**(given | changes))


@pytest.fixture
def placed(monkeypatch):
    """What is set: page, x and right edge in mm, y, and the text."""
    seen = []
    write = FPDF.text

    def text(self, x, y, text):
        seen.append((self.page, x, x + self.get_string_width(text), y, text))
        write(self, x, y, text)

    monkeypatch.setattr(FPDF, "text", text)
    return seen


NAMES = ["Γιώργος Παπαδόπουλος", "Љубица Петровска", "Şükrü Çağlar", "Ëngjëll Çela", "Nguyễn Thị Ánh"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_any_script_prints_as_it_is_written(placed, name):
    """Greek, Cyrillic and every Latin letter stand on the page, in the text and in the list."""
    paper_pdf(paper(sections=(Section("X", (name,)),), table=Table("L", COLUMNS, (("1", name, "–"),))), NOW)

    words = " ".join(text for *_, text in placed)
    assert words.count(name.split()[0]) == 2
    assert "\u25a1" not in words


def test_a_long_list_repeats_its_heading_and_loses_no_row(placed):
    """Four hundred rows over many pages: every row once, the headings on each page, the page's number at its foot."""
    rows = tuple((str(n), f"Emri {n} Mbiemri", "1850/01") for n in range(400))
    paper_pdf(paper(table=Table("Lista", COLUMNS, rows)), NOW)

    pages = max(page for page, *_ in placed)
    texts = [text for *_, text in placed]
    assert pages > 5
    assert texts.count("Vëzhguesi") == pages - 1
    assert [text for text in texts if text.startswith("Emri")] == [row[1] for row in rows]
    assert [text for text in texts if text.endswith(f"/{pages}")] == [
        f"{n}/{pages}" for n in range(1, pages + 1)
    ]


def test_a_warning_stands_on_every_page(placed):
    """The demo mark is in a frame at the head and again at the foot of each page."""
    rows = tuple((str(n), "Emri", "x") for n in range(120))
    paper_pdf(paper(table=Table("Lista", COLUMNS, rows), notice="PROVË"), NOW)

    pages = max(page for page, *_ in placed)
    for page in range(1, pages + 1):
        assert [text for at, *_, text in placed if at == page].count("PROVË") == 2


@given(st.text(max_size=600), st.text(max_size=120))
@settings(max_examples=40, deadline=None)
def test_no_text_leaves_the_page(words, cell):
    """Whatever is written, in the text or in a narrow cell, stays between the margins and above the foot."""
    seen = []
    write = FPDF.text

    def text(self, x, y, text):
        seen.append(
            (x, x + self.current_font.get_text_width(text, 1, None)[1] * self.font_size_pt * 25.4 / 72, y)
        )
        write(self, x, y, text)

    FPDF.text = text
    try:
        paper_pdf(
            paper(sections=(Section("X", (words,)),), table=Table("L", COLUMNS, (("1", cell, cell),))), NOW
        )
    finally:
        FPDF.text = write
    for left, right, y in seen:
        assert left >= 20
        assert right <= WIDTH_MM - 20
        assert y <= HEIGHT_MM - 8


def test_the_same_paper_gives_the_same_bytes():
    """A paper drawn again is the same file; a clock without a zone is a mistake."""
    assert paper_pdf(paper(), NOW) == paper_pdf(paper(), NOW)
    with pytest.raises(Misuse):
        paper_pdf(paper(), NOW.replace(tzinfo=None))
