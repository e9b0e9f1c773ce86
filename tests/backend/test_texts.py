"""The Fluent catalogue."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from importlib import resources

import pytest

from backend.locales.texts import LANGUAGES, MissingText, Texts, civil_date, instant

TEXTS = Texts(strict=True)
MESSAGE = re.compile(r"^([a-z][a-z0-9-]*) *=", re.MULTILINE)


def _ids(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    folder = resources.files("backend") / "locales" / language
    for file in folder.iterdir():
        if file.name.endswith(".ftl"):
            for id in MESSAGE.findall(file.read_text(encoding="utf-8")):
                assert id not in found, f"{id} stands in {found[id]} and {file.name} of {language}"
                found[id] = file.name
    return found


def test_every_message_stands_in_both_languages_in_the_same_file():
    """Albanian is authoritative and English is complete: a locale goes live at 100 %."""
    assert _ids("sq") == _ids("en")


def test_a_message_that_does_not_exist_is_our_mistake():
    """A strict catalogue raises; the service's own shows the id and logs it."""
    with pytest.raises(MissingText):
        TEXTS.text("sq", "no-such-message")
    assert Texts(strict=False).text("sq", "no-such-message") == "no-such-message"


def test_a_missing_argument_is_our_mistake():
    """Fluent itself would print the argument's name; nobody should read that."""
    with pytest.raises(MissingText):
        TEXTS.text("sq", "report-answered", number="RP-1")


def test_an_instant_is_shown_in_tirana_with_24_hours():
    """22:30 UTC in summer is half past midnight of the next day in Tirana."""
    at = datetime(2027, 5, 16, 22, 30, tzinfo=UTC)

    assert instant(at, "sq") == "17 maj 2027, 00:30"
    assert instant(at, "en") == "17 May 2027, 00:30"
    assert civil_date(date(2027, 5, 17), "sq") == "17 maj 2027"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_holds_a_narrow_space_that_phones_show_as_a_box(language):
    """U+202F stands in CLDR's patterns; ours never carry it."""
    folder = resources.files("backend") / "locales" / language
    for file in folder.iterdir():
        if file.name.endswith(".ftl"):
            assert "\u202f" not in file.read_text(encoding="utf-8")
