"""The printed card, read back from its own PDF: the symbol, the words, and their places."""

import io
import re
import zlib
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from badges import card, credential, names, photo, symbol
from badges.card import HEIGHT_MM, SYMBOL_MM, WIDTH_MM, Words
from badges.errors import Misuse
from badges.scope import Scope
from badges.typeset import MM_PER_PT
from tests.badges.samples import BADGE, CARD, LABELS, NOW, SIGNER

replace = msgspec.structs.replace
MM_PER_POINT = 25.4 / 72


def picture():
    """A canonical photo."""
    out = io.BytesIO()
    Image.effect_noise((700, 900), 50).convert("RGB").save(out, "JPEG")
    return photo.intake(out.getvalue()).jpeg


PHOTO = picture()


def streams(pdf):
    """Every stream of a PDF that is compressed, opened."""
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            yield zlib.decompress(found[1])
        except zlib.error:
            continue


def filled(pdf):
    """The filled rectangles of a page as x, y from the top, width and height, in mm."""
    page = next(stream for stream in streams(pdf) if b" re" in stream)
    for found in re.finditer(rb"([\d.-]+) ([\d.-]+) ([\d.-]+) ([\d.-]+) re(?! S)", page):
        x, y, width, height = (float(number) * MM_PER_POINT for number in found.groups())
        yield x, HEIGHT_MM - y, width, -height


def painted_symbol(pdf):
    """The symbol of a card, painted at 8 dots a mm from the rectangles of its PDF."""
    image = Image.new("L", (int(WIDTH_MM * 8), int(HEIGHT_MM * 8)), 255)
    for x, y, width, height in filled(pdf):
        image.paste(0, tuple(round(edge * 8) for edge in (x, y, x + width, y + height)))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def placed(facts, labels=LABELS):
    """Every piece of text that a card sets: left, top, right, bottom in mm, and the text."""
    pdf = card.blank_pdf((WIDTH_MM, HEIGHT_MM), NOW)
    pdf.add_page()
    seen = []
    write = pdf.text

    def text(x, y, text):
        size_mm = pdf.font_size_pt * MM_PER_PT
        seen.append((x, y - 0.8 * size_mm, x + pdf.get_string_width(text), y + 0.25 * size_mm, text))
        write(x, y, text)

    pdf.text = text
    card.draw_card(pdf, facts, labels, 0, 0)
    return seen


def test_symbol_of_the_pdf_decodes_to_the_badge():
    """Painting the PDF's own rectangles gives a symbol that reads back, without and with a photo."""
    for facts in (CARD, replace(CARD, photo=PHOTO)):
        assert symbol.decoded(painted_symbol(card.card_pdf(facts, LABELS, NOW))) == CARD.text


def test_symbol_is_at_least_forty_millimetres_with_a_quiet_zone():
    """The dark part is 44 mm wide and high, at level Q, and nothing is printed within four modules of it."""
    assert SYMBOL_MM >= 40
    modules = [box for box in filled(card.card_pdf(CARD, LABELS, NOW)) if box[3] < 2]
    left, top = min(box[0] for box in modules), min(box[1] for box in modules)
    right, bottom = max(box[0] + box[2] for box in modules), max(box[1] + box[3] for box in modules)
    assert right - left == pytest.approx(SYMBOL_MM, abs=0.1)
    assert bottom - top == pytest.approx(SYMBOL_MM, abs=0.1)
    quiet = 4 * SYMBOL_MM / 57
    for x, y, end, low, _ in placed(CARD):
        assert end <= left - quiet or x >= right + quiet or low <= top - quiet or y >= bottom + quiet


def test_same_card_and_instant_give_the_same_bytes():
    """A card is a function of its facts: printing again gives the same file."""
    assert card.card_pdf(CARD, LABELS, NOW) == card.card_pdf(CARD, LABELS, NOW)


def test_card_says_everything_in_both_languages():
    """Name, organisation, role, number, validity, scope and the identity document are on the card."""
    said = " ".join(text for *_, text in placed(CARD))
    for words in (LABELS.authority, LABELS.title, LABELS.identity_document, CARD.role, CARD.election):
        assert words.sq in said
        assert words.en in said
    for words in (
        CARD.number,
        CARD.public_address,
        "09.05.2027 06:00",
        "13.05.2027 24:00",
        "1523/01, 1523/02,",
    ):
        assert words in said
    assert CARD.name in said
    assert CARD.organisation in said


def test_card_does_not_hold_the_badge_text_as_text():
    """The signed text is in the symbol only: copying the page's text gives no badge."""
    pdf = card.card_pdf(CARD, LABELS, NOW)
    assert CARD.text.encode() not in pdf
    assert not any(CARD.text.encode() in stream for stream in streams(pdf))


def test_no_colour_is_drawn():
    """Everything but the photo is black, grey or white (Art. 19(2)(ç))."""
    for stream in streams(card.card_pdf(CARD, LABELS, NOW)):
        assert not re.search(rb"[\d.]+ [\d.]+ [\d.]+ (rg|RG)\b", stream)


WORDS = st.builds(Words, st.text(max_size=80), st.text(max_size=80))
SCOPES = st.builds(
    Scope,
    everywhere=st.booleans(),
    electoral_units=st.lists(st.integers(1, 92), max_size=5).map(tuple),
    voting_centres=st.lists(st.integers(16, 99_999), min_size=1, max_size=60).map(tuple),
)


@given(
    st.text(max_size=200),
    st.text(max_size=40),
    st.text(max_size=300),
    WORDS,
    st.text(max_size=40),
    SCOPES,
    st.text(max_size=60),
)
@settings(max_examples=25, deadline=None)
def test_no_text_leaves_the_card_or_touches_another(name, latin, organisation, role, number, scope, notice):
    """Whatever the names, nothing is clipped by the edge, and no two pieces of text lie on each other."""
    facts = replace(
        CARD, name=name, name_latin=latin, organisation=organisation, role=role, number=number, scope=scope
    )
    seen = placed(facts, replace(LABELS, notice=notice))
    for left, top, right, bottom, _ in seen:
        assert left >= 5.9
        assert right <= WIDTH_MM - 5.9
        assert top >= 3
        assert bottom <= HEIGHT_MM - 1
    for at, (left, top, right, bottom, text) in enumerate(seen):
        for left_2, top_2, right_2, bottom_2, text_2 in seen[:at]:
            apart = right <= left_2 or right_2 <= left or bottom <= top_2 + 0.4 or bottom_2 <= top + 0.4
            assert apart, (text, text_2)


LONG = {
    "Albanian": "Ëngjëllushe Çapajev-Përmeti " * 8,
    "Greek": "Μαρία-Ελένη Παπαδοπούλου " * 9,
    "Cyrillic": "Александра-Њешка Ђорђевић " * 8,
    "one word": "Wolfeschlegelsteinhausenbergerdorff" * 6,
    "combining": "e\u0308\u0301" * 90,
}


@pytest.mark.parametrize("name", [text[:200] for text in LONG.values()], ids=list(LONG))
def test_long_name_is_whole_on_the_card(name):
    """Two hundred letters of a name all stand on the card, at a size that can be read with good eyes."""
    seen = placed(replace(CARD, name=name))
    column = [(text, bottom - top) for left, top, _, bottom, text in seen if left == 44.0]
    assert names.cleaned(name).replace(" ", "") in "".join(text for text, _ in column).replace(" ", "")
    assert column[0][1] >= 1.5  # mm from ascent to descent, about 4 pt


@pytest.mark.parametrize(
    "name", ["ë Ë ç Ç", "Ελένη Ώρα", "Ђорђе Њежић Щука", "Łódź Ğüneş Ő ș ț", "Նարեկ", "გიორგი"]
)
def test_scripts_of_the_region_are_in_the_font(name):
    """Albanian, Greek, Cyrillic, Polish, Turkish, Romanian, Armenian and Georgian letters all have a glyph."""
    pdf = card.blank_pdf((WIDTH_MM, HEIGHT_MM), NOW)
    assert card.drawable(pdf, name) == name
    assert all(ord(char) in pdf.fonts["dejavuB"].cmap for char in name)


def test_name_in_a_script_without_glyphs_gives_way_to_its_latin_form():
    """A name that the font can't draw is shown as the passport writes it; without that, as boxes, not as a crash."""
    said = [text for *_, text in placed(replace(CARD, name="王小明", name_latin="WANG XIAOMING"))]
    assert "WANG" in said
    assert not any("□" in text for text in said)
    assert "□□□" in [text for *_, text in placed(replace(CARD, name="王小明"))]


def test_latin_form_stands_below_a_name_in_its_own_script():
    """Both forms are shown where both can be."""
    said = [text for *_, text in placed(replace(CARD, name="Ђорђе", name_latin="DORDE"))]
    assert {"Ђорђе", "DORDE"} <= set(said)


def test_print_run_has_a_page_for_each_card_in_order():
    """A run of three cards has three pages of A6, each with its own symbol."""
    texts = [credential.issue(replace(BADGE, serial=serial), SIGNER) for serial in (1, 2, 3)]
    pdf = card.cards_pdf([replace(CARD, text=text) for text in texts], LABELS, NOW)
    assert pdf.count(b"/Type /Page\n") == 3
    assert b"/MediaBox [0 0 297.64 419.53]" in pdf


def test_naive_instants_are_our_own_mistake():
    """A card prints civil times, so its instants must be aware."""
    with pytest.raises(Misuse):
        card.card_pdf(CARD, LABELS, datetime(2027, 5, 1))
    with pytest.raises(Misuse):
        card.card_pdf(replace(CARD, valid_from=datetime(2027, 5, 9, 4)), LABELS, NOW)


def test_validity_is_printed_in_civil_time():
    """Times are those of Tirana: two hours ahead of UTC in summer, one in winter."""
    winter = replace(CARD, valid_from=datetime(2027, 1, 9, 4, tzinfo=UTC))
    assert "09.01.2027 05:00" in [text for *_, text in placed(winter)]
