"""Encoding: the method in a webhook's answer, keyboards, splitting, and the check of the secret."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.channels.rendered import Rendered
from bots.channels.telegram import can_ride, encode_ride, split, verify
from bots.channels.telegram_encode import keyboard, units


@pytest.mark.parametrize(
    "header, secret, right",
    [
        ("s3cret", "s3cret", True),
        ("s3creT", "s3cret", False),
        ("s3cret ", "s3cret", False),
        ("", "s3cret", False),
        (None, "s3cret", False),
        ("", "", False),
        (None, "", False),
        ("ç", "s3cret", False),
        ("\udcff", "s3cret", False),
    ],
)
def test_only_the_registered_secret_opens(header: str | None, secret: str, right: bool) -> None:
    """A missing secret opens for nobody, and no header raises."""
    assert verify(header, secret) is right


def test_a_ride_is_one_plain_method() -> None:
    """Plain text without a parse mode, the chat as a number, buttons inline."""
    body = encode_ride("-77", Rendered("Ku <votoj>?", buttons=((("Këtu", "here"),), (("Atje", "there"),))))
    assert json.loads(body) == {
        "method": "sendMessage",
        "chat_id": -77,
        "text": "Ku <votoj>?",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": {
            "inline_keyboard": [
                [{"text": "Këtu", "callback_data": "here"}],
                [{"text": "Atje", "callback_data": "there"}],
            ]
        },
    }


def test_the_place_is_asked_by_a_key() -> None:
    """Only with a label, and only where no inline buttons take its place."""
    asked = Rendered("Ku jeni?", ask_location=True, location_label="Dërgo vendin")
    assert keyboard(asked) == {
        "keyboard": [[{"text": "Dërgo vendin", "request_location": True}]],
        "resize_keyboard": True,
        "one_time_keyboard": True,
    }
    assert keyboard(Rendered("Ku jeni?", ask_location=True)) is None
    both = keyboard(Rendered("x", buttons=((("a", "b"),),), ask_location=True, location_label="y"))
    assert both is not None
    assert "inline_keyboard" in both


@pytest.mark.parametrize(
    "rendered, rides",
    [
        (Rendered("x"), True),
        (Rendered("x" * 4096), True),
        (Rendered("x" * 4097), False),
        (Rendered("😀" * 2049), False),
        (Rendered(" \n"), False),
        (Rendered("x", photo=b"jpeg"), False),
    ],
)
def test_only_one_short_text_rides(rendered: Rendered, rides: bool) -> None:
    """What cannot ride is a mistake to encode."""
    assert can_ride(rendered) is rides
    if not rides:
        with pytest.raises(ValueError, match="cannot ride"):
            encode_ride("1", rendered)


@pytest.mark.parametrize("data", ["", "x" * 65, "ë" * 33])
def test_a_button_with_bad_data_is_a_mistake(data: str) -> None:
    """1 to 64 bytes of UTF-8."""
    with pytest.raises(ValueError, match="64 bytes"):
        encode_ride("1", Rendered("x", buttons=((("label", data),),)))


@pytest.mark.parametrize(
    "text, limit, parts",
    [
        ("", 10, []),
        ("  \n ", 10, []),
        ("një dy tre", 10, ["një dy tre"]),
        ("një dy tre katër", 10, ["një dy", "tre katër"]),
        ("aaaa\nbbbb cc", 10, ["aaaa", "bbbb cc"]),
        ("aaaa bb\n\ncccc dd", 12, ["aaaa bb", "cccc dd"]),
        ("x" * 25, 10, ["x" * 10, "x" * 10, "x" * 5]),
        ("😀" * 6, 4, ["😀😀", "😀😀", "😀😀"]),
    ],
)
def test_a_long_text_is_cut_at_the_best_place(text: str, limit: int, parts: list[str]) -> None:
    """Between paragraphs, else lines, else words, else anywhere but within a character."""
    assert split(text, limit) == parts


@given(st.text(alphabet="ab ë😀\n", max_size=300), st.integers(min_value=2, max_value=40))
def test_splitting_loses_no_word(text: str, limit: int) -> None:
    """Every part fits and is not blank, and together they hold all that is not white space."""
    parts = split(text, limit)
    assert all(part.strip() and units(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
