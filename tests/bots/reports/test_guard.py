"""The secrecy guard: lists of voters out, real reports in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.reports.guard import MASK, Reason, sift

NAMES = ["Agim Hoxha", "Besa Kola", "Drita Leka", "Ilir Meta Gashi", "Teuta Prifti", "Çlirim Dërvishi"]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(NAMES),
        "\n".join(f"{i}. {name}" for i, name in enumerate(NAMES, 1)),
        "\n".join(f"- {name}, 17.05.1990" for name in NAMES),
        "\n".join(f"{name} J12345678A" for name in NAMES),
        ", ".join(NAMES),
    ],
)
def test_list_of_names_is_refused(text: str) -> None:
    """Five or more entries that are only names are a list of voters, however it is written."""
    sifted = sift(text)
    assert (sifted.kept, sifted.refused) == ("", Reason.VOTER_LIST)


def test_three_personal_numbers_are_a_list() -> None:
    """Lines of personal numbers go, the sentence about them stays."""
    sifted = sift("J12345678A\nK12345678B\nI12345678C\nkëta votuan me të njëjtin dokument para nesh")
    assert sifted.refused is Reason.PERSONAL_NUMBERS
    assert sifted.kept == "këta votuan me të njëjtin dokument para nesh"


def test_one_personal_number_is_masked_and_the_report_stays() -> None:
    """A number inside a report is covered; no word is lost."""
    sifted = sift("votoi me dokumentin J12345678A të një tjetri")
    assert sifted.kept == f"votoi me dokumentin {MASK} të një tjetri"
    assert (sifted.refused, sifted.masked) == (None, True)


@pytest.mark.parametrize(
    "text",
    [
        "QV 1850/01 familja voton bashke ne kabine",
        "Kryetari i komisionit Agim Hoxha nuk lejon vëzhguesit",
        "Agim Hoxha\nBesa Kola\nvotuan për familjen",
        "Mungojnë vulat, Kutia e hapur, Pa kabinë, Pa dritë, Pa bojë, Radhë e gjatë",
        "Ora 7: mbyllur\nOra 8: mbyllur\nOra 9: hapur\nOra 10: radhë\nOra 11: ndërprerje\nOra 12: hapur",
        "QV 1850/01\nQV 2224/01\nQV 289/1\nQV 726/1\nQV 4337\nQV 2868/1",
        "Hapja Ne Rregull\nKutia E Vulosur\nKabina Ne Rregull\nLista E Afishuar\nPolicia Jashte",
        "",
        "po",
    ],
)
def test_real_report_is_untouched(text: str) -> None:
    """A report with a few names, codes, hours or short remarks is kept word for word."""
    assert sift(text).kept == text
    assert sift(text).refused is None


@given(st.text(max_size=400))
def test_nothing_is_refused_without_a_reason(text: str) -> None:
    """Without a reason no visible word is lost, whatever the text."""
    sifted = sift(text)
    if sifted.refused is None and not sifted.masked:
        assert sifted.kept == text
