"""Papers of a commission as A4 PDF: a head, numbered sections, a table that runs over pages, a signature.

All words come as arguments; this module only sets them. The fonts are those of the printed badge, so that names in
Greek and Cyrillic letters print as they are written.
"""

from collections.abc import Iterator
from datetime import datetime

import msgspec
from fpdf import FPDF

from badges.card import blank_pdf, drawable
from badges.errors import Misuse
from badges.typeset import MM_PER_PT

WIDTH_MM, HEIGHT_MM = 210.0, 297.0  # A4 upright
_LEFT, _RIGHT, _TOP, _BOTTOM = 22.0, 188.0, 18.0, 272.0
_FONT = "DejaVu"
_BODY_PT, _SMALL_PT, _TABLE_PT = 10.0, 8.0, 8.0
_LEADING = 1.32


class Section(msgspec.Struct, frozen=True):
    """A heading with its paragraphs; a paragraph that begins with `• ` hangs."""

    heading: str
    paragraphs: tuple[str, ...]


class Column(msgspec.Struct, frozen=True):
    """One column of a table: its heading, and its share of the width."""

    heading: str
    share: float


class Table(msgspec.Struct, frozen=True):
    """A list under a heading; its column headings stand again on every page."""

    heading: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


class Paper(msgspec.Struct, frozen=True):
    """What one paper says, in one language.

    Attributes:
        language: `sq` or `en`, as readers for the blind need it.
        state: the first line of the head.
        authority: who decides.
        title: the kind of paper, such as "VENDIM".
        dated: number and date.
        subject: what it is about.
        sections: in order.
        table: the annex, None where there is none.
        signature: the lines below the text, set to the right.
        note: a line in a frame below, such as which language is authoritative; empty for none.
        notice: a warning in a frame on every page, such as "DEMO, NOT LAW"; empty for none.
        footer: stands at the foot of every page before the page's number.
        pages: the word for a page of so many, with `{page}` and `{of}`.
    """

    language: str
    state: str
    authority: str
    title: str
    dated: str
    subject: str
    sections: tuple[Section, ...]
    signature: tuple[str, ...]
    footer: str
    pages: str
    table: Table | None = None
    note: str = ""
    notice: str = ""


def paper_pdf(paper: Paper, now: datetime) -> bytes:
    """The paper as PDF; the same paper and `now` (aware) give the same bytes.

    Raises `Misuse` for a naive instant.
    """
    if now.tzinfo is None:
        raise Misuse("now is aware")
    pdf = blank_pdf((WIDTH_MM, HEIGHT_MM), now)
    pdf.set_lang(paper.language)
    pdf.set_title(f"{paper.title} {paper.dated}")
    pen = _Pen(pdf, paper)
    pen.page()
    _head(pen, paper)
    for section in paper.sections:
        pen.section(section)
    _signature(pen, paper)
    if paper.table is not None:
        _annex(pen, paper.table)
    _feet(pdf, paper)
    return bytes(pdf.output())


class _Pen:
    """Sets lines downwards and opens a page where one is full; `y` is the top of the next line in mm."""

    def __init__(self, pdf: FPDF, paper: Paper) -> None:
        self.pdf, self.paper, self.y = pdf, paper, _TOP

    def page(self) -> None:
        self.pdf.add_page()
        self.y = _TOP
        if self.paper.notice:
            self.pdf.set_draw_color(0)
            self.pdf.set_line_width(0.5)
            self.pdf.rect(_LEFT, self.y - 6, _RIGHT - _LEFT, 7)
            self.y -= 4.9
            self.line(self.paper.notice, _BODY_PT, bold=True, centred=True)
            self.y = _TOP + 4

    def room(self, height_mm: float) -> None:
        """Open a page unless so much is left on this one."""
        if self.y + height_mm > _BOTTOM:
            self.page()

    def width(self, text: str, size: float) -> float:
        # Straight from the font's table: the document's own measure first looks for writing directions.
        return self.pdf.current_font.get_text_width(text, 1, None)[1] * MM_PER_PT * size

    def font(self, size: float, *, bold: bool = False) -> None:
        self.pdf.set_font(_FONT, "B" if bold else "", size)

    def wrapped(self, text: str, width: float, size: float) -> Iterator[str]:
        """Lines no wider than `width`, in the font that is set; a word breaks only where it is wider itself."""
        line = ""
        for word in drawable(self.pdf, text).split():
            longer = f"{line} {word}" if line else word
            if self.width(longer, size) <= width:
                line = longer
                continue
            if line:
                yield line
            while self.width(word, size) > width:
                cut = max(1, int(len(word) * width / self.width(word, size)))
                while cut > 1 and self.width(word[:cut], size) > width:
                    cut -= 1
                yield word[:cut]
                word = word[cut:]
            line = word
        yield line

    def line(
        self,
        text: str,
        size: float,
        *,
        bold: bool = False,
        centred: bool = False,
        right: bool = False,
        indent: float = 0.0,
        hang: float = 0.0,
        grey: int = 0,
    ) -> None:
        """Set a text of any length from margin to margin; lines after the first hang by `hang` mm."""
        width = _RIGHT - _LEFT - indent
        step = size * _LEADING * MM_PER_PT
        self.font(size, bold=bold)
        for place, line in enumerate(list(self.wrapped(text, width - hang, size))):
            self.room(step)
            self.font(size, bold=bold)
            self.pdf.set_text_color(grey)
            left = _LEFT + indent + (hang if place else 0.0)
            if centred:
                left += (width - self.width(line, size)) / 2
            elif right:
                left = _RIGHT - self.width(line, size)
            self.pdf.text(left, self.y + 0.8 * step, line)
            self.y += step
        self.pdf.set_text_color(0)

    def section(self, section: Section) -> None:
        self.y += 2.5
        self.room(12)
        self.line(section.heading, _BODY_PT, bold=True)
        self.y += 0.6
        for paragraph in section.paragraphs:
            for part in paragraph.split("\n"):
                self.line(part, _BODY_PT, hang=3.4 if part.startswith("• ") else 0.0)
            self.y += 0.9


def _head(pen: _Pen, paper: Paper) -> None:
    pen.line(paper.state, 9, centred=True)
    pen.line(paper.authority, 13, bold=True, centred=True)
    pen.y += 1.5
    pen.pdf.set_line_width(0.3)
    pen.pdf.line(_LEFT, pen.y, _RIGHT, pen.y)
    pen.y += 5
    pen.line(paper.title, 15, bold=True, centred=True)
    pen.line(paper.dated, 11, bold=True, centred=True)
    pen.y += 1.5
    pen.line(paper.subject, _BODY_PT, bold=True, centred=True)
    pen.y += 2


def _signature(pen: _Pen, paper: Paper) -> None:
    pen.y += 6
    pen.room(22)
    for place, line in enumerate(paper.signature):
        pen.line(line, _BODY_PT, bold=place == 0, right=True)
    if paper.note:
        pen.y += 6
        pen.room(12)
        pen.pdf.set_line_width(0.2)
        top = pen.y
        pen.y += 1.2
        pen.line(paper.note, _SMALL_PT + 0.5, centred=True)
        pen.pdf.rect(_LEFT, top, _RIGHT - _LEFT, pen.y - top + 1.2)


def _annex(pen: _Pen, table: Table) -> None:
    pen.page()
    pen.line(table.heading, 12, bold=True, centred=True)
    pen.y += 3
    total = sum(column.share for column in table.columns)
    widths = [column.share / total * (_RIGHT - _LEFT) for column in table.columns]
    headings = tuple(column.heading for column in table.columns)
    _row(pen, headings, widths, bold=True)
    for row in table.rows:
        if _row_height(pen, row, widths, bold=False) + pen.y > _BOTTOM:
            pen.page()
            _row(pen, headings, widths, bold=True)
        _row(pen, row, widths, bold=False)


_CELL_MM = 1.0


def _cells(pen: _Pen, row: tuple[str, ...], widths: list[float], *, bold: bool) -> list[list[str]]:
    pen.font(_TABLE_PT, bold=bold)
    return [
        list(pen.wrapped(cell, width - 2 * _CELL_MM, _TABLE_PT))
        for cell, width in zip(row, widths, strict=True)
    ]


def _row_height(pen: _Pen, row: tuple[str, ...], widths: list[float], *, bold: bool) -> float:
    lines = max(len(cell) for cell in _cells(pen, row, widths, bold=bold))
    return lines * _TABLE_PT * _LEADING * MM_PER_PT + 2 * _CELL_MM


def _row(pen: _Pen, row: tuple[str, ...], widths: list[float], *, bold: bool) -> None:
    cells = _cells(pen, row, widths, bold=bold)
    step = _TABLE_PT * _LEADING * MM_PER_PT
    height = max(len(cell) for cell in cells) * step + 2 * _CELL_MM
    pen.pdf.set_line_width(0.15)
    pen.pdf.set_draw_color(120)
    left = _LEFT
    for cell, width in zip(cells, widths, strict=True):
        if bold:
            pen.pdf.set_fill_color(232)
            pen.pdf.rect(left, pen.y, width, height, style="DF")
        else:
            pen.pdf.rect(left, pen.y, width, height)
        for place, line in enumerate(cell):
            pen.pdf.text(left + _CELL_MM, pen.y + _CELL_MM + (place + 0.78) * step, line)
        left += width
    pen.y += height


def _feet(pdf: FPDF, paper: Paper) -> None:
    """The foot of every page, once it is known how many there are."""
    count = len(pdf.pages)
    for page in range(1, count + 1):
        pdf.page = page
        pdf.set_font(_FONT, "", _SMALL_PT)
        pdf.set_text_color(90)
        right = paper.pages.format(page=page, of=count)
        width = pdf.current_font.get_text_width(right, 1, None)[1] * MM_PER_PT * _SMALL_PT
        pdf.text(_LEFT, 284, drawable(pdf, paper.footer))
        pdf.text(_RIGHT - width, 284, right)
        if paper.notice:
            pdf.text(_LEFT, 288.5, drawable(pdf, paper.notice))
