"""Codes of places in every form that observers write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.reports.places import Found, alone_code, find, normal_form

FORMS = [
    ("1850/01", "1850/01"),
    ("289/1", "289/01"),
    ("726/1", "726/01"),
    ("2224/01", "2224/01"),
    ("2868/1", "2868/01"),
    ("QV 1850/1", "1850/01"),
    ("qv1850/1", "1850/01"),
    ("Q.V. 1850/01", "1850/01"),
    ("QV nr. 4337", "4337"),
    ("QV Nr 4337", "4337"),
    ("QV nr.4337", "4337"),
    ("VC 4337", "4337"),
    ("VC no. 4337", "4337"),
    ("QV: 1850 / 01", "1850/01"),
    ("QV 1850-01", "1850/01"),
    ("QV 1850\\01", "1850/01"),
    ("qendra e votimit 1850/01", "1850/01"),
    ("Qendrën e votimit nr 1850/01", "1850/01"),
    ("polling station 1850/01", "1850/01"),
    ("QV 185O/O1", "1850/01"),
    ("QV l850/0I", "1850/01"),
    ("１８５０/０１", "1850/01"),
    ("KZAZ 12", "unit:12"),
    ("KZAZ nr. 12", "unit:12"),
    ("CEAZ no. 27", "unit:27"),
    ("ZAZ 5", "unit:5"),
    ("EAZ 47", "unit:47"),
    ("kzaz12", "unit:12"),
    ("K.Z.A.Z. 12", "unit:12"),
]


@pytest.mark.parametrize(("written", "code"), FORMS)
def test_code_is_found_in_a_sentence_and_alone(written: str, code: str) -> None:
    """Each written form has one normal form, alone and among words."""
    assert alone_code(written) == code
    found = find(f"familja voton {written} bashkë")
    assert [one.code for one in found] == [code]
    assert found[0].rest.split() == ["familja", "voton", "bashkë"]
    assert normal_form(written) == code
    assert normal_form(code) == code


@pytest.mark.parametrize(
    ("written", "code"), [("4337", "4337"), ("#4337", "4337"), ("1850 01", "1850/01"), ("KZAZ", None)]
)
def test_bare_number_is_a_code_only_alone(written: str, code: str | None) -> None:
    """Where a place was asked a bare number is a code; among words it is not."""
    assert alone_code(written) == code
    assert find(f"erdhën {written} veta") == ()


@pytest.mark.parametrize(
    "text",
    [
        "më 17/05/2025 në orën 12",
        "17/05 ishte mbyllur",
        "votuan 4337 veta",
        "në orën 14:30",
        "rreth 150 m larg",
        "tel 0691234567",
        "ollo/ll",
        "QV",
        "QV ollo",
        "",
        "3/4 e votuesve",
        "100/2000",
    ],
)
def test_dates_counts_hours_and_phones_are_no_codes(text: str) -> None:
    """What only looks like a code is none."""
    assert find(text) == ()


def test_several_codes_come_in_order_and_once() -> None:
    """All places of a message are found, each once, the first first."""
    assert [one.code for one in find("QV 1850/01, QV 289/1 dhe 1850/01")] == ["1850/01", "289/01"]


def test_words_around_keep_their_marks() -> None:
    """The rest of the message is as written, also after letters with marks."""
    assert find("Në QV 1850/01 çdo gjë është në rregull")[0] == Found(
        "1850/01", "Në   çdo gjë është në rregull"
    )


def test_no_code_is_refused() -> None:
    """A register row that holds no code is a mistake."""
    with pytest.raises(ValueError, match="code"):
        normal_form("Shkolla")


@given(st.text(max_size=200))
def test_any_text_is_read_without_error(text: str) -> None:
    """No text raises, and every code found is already in normal form."""
    for one in find(text):
        assert normal_form(one.code) == one.code


@given(st.integers(1, 99999), st.integers(0, 99))
def test_normal_form_is_stable(centre: int, table: int) -> None:
    """A code read twice is the same code."""
    once = find(f"QV {centre}/{table}")[0].code
    assert find(f"QV {once}")[0].code == once
