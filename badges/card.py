"""The printed badge: one A6 page with the face, the facts in words, and the symbol.

Art. 19(2)(ç): nothing on it may serve as propaganda, so it is black on white, and a sender is named in
plain letters and has no sign. Art. 19(2)(c): it says itself that it is valid only with an identification
document. All words come as arguments, in Albanian and English; this module only sets them. The symbol is 44
mm at level Q: laminate glare, folds and dirt cost more than its size does.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from importlib.resources import files
from io import BytesIO
from zoneinfo import ZoneInfo

import msgspec
from fpdf import FPDF

from badges import names, symbol
from badges.errors import Misuse
from badges.scope import Scope, centre_text
from badges.typeset import LEADING, MM_PER_PT, fit

WIDTH_MM, HEIGHT_MM = 105.0, 148.0  # A6 upright
SYMBOL_MM = 44.0  # the dark part; the quiet zone comes on top
_PHOTO_MM = (35.0, 45.0)
_TIRANE = ZoneInfo("Europe/Tirane")
_FONT = "DejaVu"
_MISSING = "\u25a1"  # stands for a letter that the font lacks
_LEFT, _RIGHT = 6.0, 99.0
_COLUMN = 44.0  # where the words beside the photo begin


class Words(msgspec.Struct, frozen=True):
    """The same words in Albanian and in English."""

    sq: str
    en: str


class CardLabels(msgspec.Struct, frozen=True):
    """Every fixed word on the card, rendered by the caller."""

    authority: Words  # who issues it; always the commission (Art. 19(2)(c))
    title: Words  # "observer"
    number: Words
    valid: Words
    scope: Words
    everywhere: Words
    electoral_units: Words
    voting_centres: Words
    counting_centres: Words
    commissions: Words
    identity_document: Words  # "valid only with an identity document"
    check_at: Words  # stands before the public address
    notice: str = ""  # a warning over everything, such as "DEMO, NOT LAW"


class CardFacts(msgspec.Struct, frozen=True):
    """What one card says. `text` is the issued badge text that the symbol carries."""

    text: str
    name: str
    organisation: str
    role: Words
    number: str
    election: Words
    valid_from: datetime  # aware
    valid_until: datetime  # aware
    scope: Scope
    public_address: str
    photo: bytes = b""  # canonical JPEG; empty leaves an empty frame
    places: str = ""  # the scope as people name it, where the numbers of `scope` would not be understood
    name_latin: str = (
        ""  # as the passport writes it; shown below, or alone where the font lacks the name's script
    )


def card_pdf(facts: CardFacts, labels: CardLabels, now: datetime) -> bytes:
    """One card as a one-page A6 PDF; the same facts and `now` (aware) give the same bytes.

    Raises `Misuse` for a naive instant or a photo that is no JPEG, `SymbolUnreadable` as `symbol.draw` does.
    """
    return cards_pdf([facts], labels, now)


def cards_pdf(cards: Iterable[CardFacts], labels: CardLabels, now: datetime) -> bytes:
    """A print run: one A6 page a card, in the order given; at most some 250 cards a file keep memory low."""
    if now.tzinfo is None:
        raise Misuse("now is aware")
    pdf = blank_pdf((WIDTH_MM, HEIGHT_MM), now)
    for facts in cards:
        pdf.add_page()
        draw_card(pdf, facts, labels, 0.0, 0.0)
    return bytes(pdf.output())


def blank_pdf(format_mm: tuple[float, float], now: datetime) -> FPDF:
    """A document without pages that has the card's font; for cards and for sheets of several cards."""
    pdf = FPDF(unit="mm", format=format_mm)
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.set_creation_date(now)
    pdf.set_lang("sq")
    fonts = files("badges") / "fonts"
    pdf.add_font(_FONT, "", str(fonts / "DejaVuSans.ttf"))
    pdf.add_font(_FONT, "B", str(fonts / "DejaVuSans-Bold.ttf"))
    return pdf


def draw_card(pdf: FPDF, facts: CardFacts, labels: CardLabels, x: float, y: float) -> None:
    """One card on the open page of a `blank_pdf`, its upper left corner at `x`, `y` in mm.

    Raises as `card_pdf` does.
    """
    if facts.valid_from.tzinfo is None or facts.valid_until.tzinfo is None:
        raise Misuse("a validity is aware")
    pen = _Pen(pdf, x, y)
    _head(pen, facts, labels)
    _person(pen, facts, labels)
    _symbol(pen, symbol.draw(facts.text, symbol.Level.Q))
    _validity(pen, facts, labels)
    _foot(pen, facts, labels)


class _Pen:
    """Draws on one card whose corner is at `x`, `y` of the page."""

    def __init__(self, pdf: FPDF, x: float, y: float) -> None:
        self.pdf, self.x, self.y = pdf, x, y

    def box(
        self,
        text: str,
        left: float,
        top: float,
        width: float,
        height: float,
        max_pt: float,
        *,
        bold: bool = False,
        centred: bool = False,
        grey: int = 0,
    ) -> float:
        """Sets `text` at the top of a box and answers where it ends, in mm from the card's top."""
        pdf = self.pdf
        pdf.set_font(_FONT, "B" if bold else "", max_pt)
        block = fit(drawable(pdf, text), width, height, max_pt, self._measure)
        pdf.set_font_size(block.size_pt)
        pdf.set_text_color(grey)
        step = block.size_pt * LEADING * MM_PER_PT
        for row, line in enumerate(block.lines):
            indent = (width - self._measure(line) * block.size_pt) / 2 if centred else 0.0
            # The baseline stands below the line's top by the ascent, and half of the extra leading.
            pdf.text(self.x + left + indent, self.y + top + row * step + 0.86 * step, line)
        return top + block.height_mm

    def _measure(self, text: str) -> float:
        # Straight from the font's table: the document's own measure first looks for writing directions.
        return self.pdf.current_font.get_text_width(text, 1, None)[1] * MM_PER_PT

    def rule(self, top: float) -> None:
        self.pdf.set_draw_color(0)
        self.pdf.set_line_width(0.3)
        self.pdf.line(self.x + _LEFT, self.y + top, self.x + _RIGHT, self.y + top)


def drawable(pdf: FPDF, text: str) -> str:
    """`text` cleaned, with a box for every letter that the card's font lacks."""
    glyphs = pdf.fonts[_FONT.lower()].cmap
    return "".join(char if ord(char) in glyphs else _MISSING for char in names.cleaned(text))


def _head(pen: _Pen, facts: CardFacts, labels: CardLabels) -> None:
    width = _RIGHT - _LEFT
    end = pen.box(labels.authority.sq, _LEFT, 4.5, width, 4.0, 9, bold=True, centred=True)
    pen.box(labels.authority.en, _LEFT, end, width, 3.2, 7, centred=True)
    pen.pdf.set_fill_color(0)
    pen.pdf.rect(pen.x + _LEFT, pen.y + 12.5, width, 8.5, style="F")
    title = f"{labels.title.sq} · {labels.title.en}"
    pen.box(title, _LEFT + 2, 13.4, width - 4, 6.8, 16, bold=True, centred=True, grey=255)
    end = pen.box(facts.election.sq, _LEFT, 22.0, width, 3.6, 8, bold=True, centred=True)
    pen.box(facts.election.en, _LEFT, end, width, 3.2, 7, centred=True)


def _person(pen: _Pen, facts: CardFacts, labels: CardLabels) -> None:
    pdf, top, width = pen.pdf, 30.0, _RIGHT - _COLUMN
    if facts.photo and not facts.photo.startswith(b"\xff\xd8"):
        raise Misuse("the photo is a canonical JPEG of `badges.photo`")
    if facts.photo:
        pdf.image(BytesIO(facts.photo), pen.x + _LEFT, pen.y + top, *_PHOTO_MM)
    pdf.set_draw_color(0)
    pdf.set_line_width(0.2)
    pdf.rect(pen.x + _LEFT, pen.y + top, *_PHOTO_MM)
    own, latin = facts.name, facts.name_latin
    if latin and _MISSING in drawable(pdf, own):
        own, latin = latin, ""
    end = pen.box(own, _COLUMN, top - 0.6, width, 16.0 if latin else 20.5, 17, bold=True)
    if latin:
        end = pen.box(latin, _COLUMN, end + 0.3, width, 4.2, 9)
    end = pen.box(facts.organisation, _COLUMN, end + 1.0, width, 28.2 - (end - top), 10.5)
    end = pen.box(facts.role.sq, _COLUMN, max(end + 0.8, top + 30.0), width, 5.4, 9, bold=True)
    pen.box(facts.role.en, _COLUMN, end, width, top + 40.0 - end, 7.5)
    label = f"{labels.number.sq} / {labels.number.en}"
    pen.box(f"{label} {facts.number}", _COLUMN, top + 40.4, width, 4.8, 10, bold=True)


def _symbol(pen: _Pen, matrix: symbol.ModuleMatrix) -> None:
    module = SYMBOL_MM / matrix.size
    left = pen.x + _LEFT - symbol.QUIET_MODULES * module
    top = pen.y + 80.5 - symbol.QUIET_MODULES * module
    pdf, k = pen.pdf, pen.pdf.k
    pdf.set_fill_color(0)
    bars = (
        f"{(left + x * module) * k:.3f} {(pdf.h - top - y * module) * k:.3f} "
        f"{length * module * k:.3f} {-module * k:.3f} re"
        for x, y, length in symbol.runs(matrix)
    )
    # One fill for eight hundred bars, in the page's own language: a call of `rect` for each takes more than
    # half of a print run. A test decodes the symbol from the finished file.
    pdf._out(" ".join(bars) + " f")


def _validity(pen: _Pen, facts: CardFacts, labels: CardLabels) -> None:
    left = _LEFT + SYMBOL_MM + 5.0
    width = _RIGHT - left
    end = pen.box(f"{labels.valid.sq} / {labels.valid.en}", left, 78.5, width, 3.4, 7, grey=70)
    end = pen.box(_instant(facts.valid_from), left, end, width, 4.2, 9.5, bold=True)
    end = pen.box(f"– {_end(facts.valid_until)}", left, end, width, 4.2, 9.5, bold=True)
    end = pen.box(f"{labels.scope.sq} / {labels.scope.en}", left, end + 2.0, width, 3.4, 7, grey=70)
    pen.box(facts.places or scope_line(facts.scope, labels), left, end + 0.2, width, 126.0 - end, 9)


def _foot(pen: _Pen, facts: CardFacts, labels: CardLabels) -> None:
    width = _RIGHT - _LEFT
    pen.rule(128.0)
    end = pen.box(labels.identity_document.sq, _LEFT, 129.0, width, 4.2, 10, bold=True, centred=True)
    end = pen.box(labels.identity_document.en, _LEFT, end, width, 3.6, 8, centred=True)
    check = f"{labels.check_at.sq} / {labels.check_at.en}: {facts.public_address}"
    pen.box(check, _LEFT, end + 0.6, width, 3.4, 7.5, centred=True)
    if labels.notice:
        pen.box(labels.notice, _LEFT, 141.5, width, 4.5, 11, bold=True, centred=True)


def scope_line(scope: Scope, labels: CardLabels) -> str:
    """The scope in words and numbers: "Qendra votimi / Voting centres: 1523/01, 1524"."""
    if scope.everywhere:
        return f"{labels.everywhere.sq} / {labels.everywhere.en}"
    ranges = [f"{first}–{last}" for first, last in scope.centre_ranges]
    centres = ranges + [centre_text(code) for code in sorted(scope.voting_centres)]
    kinds = (
        (labels.electoral_units, [str(unit) for unit in sorted(scope.electoral_units)]),
        (labels.voting_centres, centres),
        (labels.counting_centres, [str(code) for code in sorted(scope.counting_centres)]),
        (labels.commissions, [str(code) for code in sorted(scope.commissions)]),
    )
    return "; ".join(f"{label.sq} / {label.en}: {', '.join(codes)}" for label, codes in kinds if codes)


def _instant(instant: datetime) -> str:
    return f"{instant.astimezone(_TIRANE):%d.%m.%Y %H:%M}"


def _end(instant: datetime) -> str:
    """The end of a validity; midnight is written as the 24:00 of the day that people still count to."""
    local = instant.astimezone(_TIRANE)
    if (local.hour, local.minute) == (0, 0):
        return f"{local - timedelta(days=1):%d.%m.%Y} 24:00"
    return _instant(instant)
