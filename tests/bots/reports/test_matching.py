"""Free words to categories: Albanian with and without marks, Gheg, English; doubt is no guess."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.reports.categories import CATEGORIES, GROUPS
from bots.reports.matching import match

CASES = [
    ("familja voton bashkë në kabinë", "FAM"),
    ("familja voton bashke ne kabine", "FAM"),
    ("familja tuj votue bashkë", "FAM"),
    ("dy persona hynë bashkë në kabinë", "FAM"),
    ("family voting in the booth", "FAM"),
    ("burri fotografoi fletën e votimit", "SEC"),
    ("he took a photo of the ballot", "SEC"),
    ("po blejnë vota", "BUY"),
    ("po japin lekë jashtë", "BUY"),
    ("vote buying near the school", "BUY"),
    ("nuk asht hapë ende", "OPN"),
    ("qendra u hap me vonesë", "OPN"),
    ("the centre opened late", "OPN"),
    ("mungojnë komisionerë", "STF"),
    ("operatori nuk ka ardhur", "STF"),
    ("mungojne fletet e votimit", "MAT"),
    ("pajisja nuk funksionon", "IDV"),
    ("the fingerprint device is broken", "IDV"),
    ("nuk na lejojnë të hyjmë", "ACC"),
    ("vezhguesi i partise u perjashtua nga salla", "ACC"),
    ("kryetari nuk me lejon me hy", "ACC"),
    ("voton per gjyshen", "FAM"),
    ("observers were not allowed inside", "ACC"),
    ("badge e rreme", "BDG"),
    ("akreditim i rremë", "BDG"),
    ("one person assists several voters", "AST"),
    ("po hedhin shumë fletë në kuti", "STU"),
    ("ballot stuffing", "STU"),
    ("kanosje ndaj votuesve", "INT"),
    ("there is intimidation", "INT"),
    ("po bejne propagande te dera", "CAM"),
    ("makina shtetërore në fushatë", "PUB"),
    ("persona te paautorizuar brenda", "UNA"),
    ("vulat ishin të thyera", "TRA"),
    ("nuk na dhanë kopje të procesverbalit", "REC"),
    ("numrat nuk dalin", "REC"),
    ("tabulimi po vonohet", "TAB"),
    ("zarfi erdhi bosh", "OCV"),
    ("gjithçka në rregull", "POS"),
    ("votimi u pezullua", "SUS"),
    ("no ramp for wheelchairs", "ACS"),
    ("nuk ka dhunë këtu", None),
    ("ku votoj", None),
    ("diçka", None),
    ("", None),
    ("1850/01", None),
]


@pytest.mark.parametrize(("words", "code"), CASES)
def test_words_name_a_category(words: str, code: str | None) -> None:
    """Plain words give the category that a person would pick, or nothing."""
    assert match(words) == code


def test_two_categories_alike_are_no_guess() -> None:
    """Words that speak of two things equally are left to the buttons."""
    assert match("po blejne vota dhe pajisja nuk funksionon") is None


@given(st.text(max_size=300))
def test_any_text_gives_a_listed_category_or_none(words: str) -> None:
    """No text raises, and only categories of the table come out."""
    assert match(words) in {None, *CATEGORIES}


def test_groups_hold_every_category_once_and_fit_a_list() -> None:
    """Two levels of buttons reach every category; a list of ten rows has room for skip and back."""
    codes = [code for group in GROUPS.values() for code in group]
    assert sorted(codes) == sorted(CATEGORIES)
    assert len(GROUPS) <= 9
    assert max(map(len, GROUPS.values())) <= 9


def test_only_complaints_of_voters_have_a_help_topic_and_asks_are_few() -> None:
    """At most three must-ask questions a category, so that a report stays under a minute."""
    assert max(len(category.asks) for category in CATEGORIES.values()) <= 3
    assert CATEGORIES["LST"].answers_with == ""
    assert CATEGORIES["BUY"].answers_with == "vote_buying"
