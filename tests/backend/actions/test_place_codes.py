"""Codes of places in every form seen, and that their normal form is one and stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.actions.elections.place_codes import (
    centre_code,
    centre_of_table,
    commission_role,
    counting_code,
    table_code,
    unit_code,
)

FORMS = [
    (centre_code, "1850/01", "1850/01"),
    (centre_code, "1850-01", "1850/01"),
    (centre_code, "1850\u20131", "1850/01"),
    (centre_code, "1850 / 1", "1850/01"),
    (centre_code, "QV 4337", "4337"),
    (centre_code, "qv nr. 289/1", "289/01"),
    (centre_code, "VC 4337", "4337"),
    (centre_code, "QV\u00a04337", "4337"),
    (centre_code, "\uff11\uff18\uff15\uff10\uff0f\uff10\uff11", "1850/01"),
    (centre_code, "0437", "437"),
    (centre_code, "Shkolla", "Shkolla"),
    (centre_code, "KZAZ 12", "KZAZ 12"),
    (unit_code, "KZAZ 12", "12"),
    (unit_code, "kzaz nr. 012", "12"),
    (unit_code, "K.Z.A.Z. 12", "12"),
    (unit_code, "CEAZ nr. 27", "27"),
    (unit_code, "ZEC 12", "12"),
    (unit_code, "zec:12", "12"),
    (unit_code, "unit:12", "12"),
    (unit_code, "\uff11\uff12", "12"),
    (unit_code, "TR-1", "TR-1"),
    (counting_code, "vnv 30", "VNV-30"),
    (counting_code, "BCC nr. 030", "VNV-30"),
    (counting_code, "Pallati", "Pallati"),
    (table_code, "VNV 30 tavolina 3", "VNV-30/T03"),
    (table_code, "vnv-30/t3", "VNV-30/T03"),
    (table_code, "BCC 30 table 11", "VNV-30/T11"),
    (commission_role, "KZAZ 12", "zec:12"),
    (commission_role, "ZEC nr. 12", "zec:12"),
    (commission_role, "zec:012", "zec:12"),
    (commission_role, "KZQV 4", "lgec:4"),
    (commission_role, "KQZ", "cec"),
    (commission_role, "vcc:1850/1", "vcc:1850/01"),
]


@pytest.mark.parametrize(("read", "written", "code"), FORMS)
def test_each_written_form_has_one_code(read, written, code):
    """As people, spreadsheets and other systems write them."""
    assert read(written) == code
    assert read(code) == code


SPACES = st.sampled_from(["", " ", "  ", "\u00a0", "\u2009", "\t"])


def wide(text: str) -> str:
    """Digits as a keyboard for East Asian text writes them."""
    return "".join(chr(ord(ch) + 0xFEE0) if ch.isdigit() else ch for ch in text)


@st.composite
def decorated(draw: st.DrawFn, words: list[str], number: int, sub: int | None = None) -> str:
    """A number behind a word in any case, spacing and width of digits."""
    word = draw(st.sampled_from(words))
    word = draw(st.sampled_from([word, word.lower(), word.upper()]))
    gap = draw(st.sampled_from([" ", "  ", "\u00a0", " nr. ", " Nr "]))
    text = f"{word}{gap}{number}"
    if sub is not None:
        text += draw(SPACES) + draw(st.sampled_from(["/", "-", "\u2013", "\u2044"])) + draw(SPACES)
        text += draw(st.sampled_from([f"{sub:02d}", str(sub)]))
    text = draw(SPACES) + text + draw(SPACES)
    return wide(text) if draw(st.booleans()) else text


@given(st.data(), st.integers(1, 99_999), st.integers(1, 15))
def test_a_voting_centre_is_read_in_every_decoration(data, number, sub):
    """Word, case, spaces, dashes and full-width digits change nothing."""
    written = data.draw(decorated(["QV", "VC", "Q.V."], number, sub))

    assert centre_code(written) == f"{number}/{sub:02d}"


@given(st.data(), st.integers(1, 999))
def test_a_unit_is_read_in_every_decoration(data, number):
    """As a unit and as its commission."""
    written = data.draw(decorated(["KZAZ", "CEAZ", "ZEC", "ZAZ"], number))

    assert unit_code(written) == str(number)
    assert commission_role(written) == f"zec:{number}"


@given(st.data(), st.integers(1, 999), st.integers(1, 99))
def test_a_table_names_its_centre(data, number, table):
    """The centre can be read off the table's code."""
    centre = data.draw(decorated(["VNV", "BCC"], number))
    word = data.draw(st.sampled_from(["tavolina", "T", "Table", "tav."]))

    found = table_code(f"{centre.strip()} {word} {table}")

    assert found == f"VNV-{number}/T{table:02d}"
    assert centre_of_table(found) == f"VNV-{number}"


READERS = (centre_code, unit_code, counting_code, table_code, commission_role)


@given(st.text(max_size=80), st.sampled_from(READERS))
def test_any_text_is_read_without_error_and_stays(text, read):
    """A text that is no code is cleaned, and what was read once is read the same again."""
    once = read(text)

    assert read(once) == once
