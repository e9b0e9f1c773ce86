"""Numbered choices, splitting and the TwiML that rides."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.channels.rendered import Rendered
from bots.channels.twilio import EMPTY_RIDE, choose, encode_ride, number_buttons, split
from bots.simulators.twilio.twiml import read_messages

BUTTONS = ((("Po", "yes"), ("Jo", "no")), (("Më vonë", "later"),))
OFFERED = (("Po", "yes"), ("Jo", "no"), ("Më vonë", "later"))


def test_buttons_become_numbered_lines_in_their_order():
    """Rows are read from left to right."""
    text, offered = number_buttons(Rendered("Je gati?", BUTTONS))
    assert text == "Je gati?\n\n1. Po\n2. Jo\n3. Më vonë"
    assert offered == OFFERED
    assert number_buttons(Rendered("x")) == ("x", ())


CHOICES = [
    ("1", "yes"), ("2.", "no"), ("3)", "later"), ("(2)", "no"), (" 1 ", "yes"), ("1️⃣", "yes"), ("#2", "no"),
    ("３", "later"), ("Po", "yes"), ("PO!", "yes"), ("jo.", "no"), ("më vonë", "later"), ("me  vone", "later"),
    ("0", None), ("4", None), ("1 2", None), ("po jo", None), ("", None), ("12345", None), ("...", None),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "data"), CHOICES)
def test_a_person_chooses_by_number_or_label(typed, data):
    """And nothing else is a choice."""
    assert choose(typed, OFFERED) == data


def test_a_number_counts_before_a_label_and_a_label_beyond_the_numbers_counts():
    """Labels may be numbers themselves."""
    offered = (("3", "a"), ("1", "b"), ("20", "c"))
    assert [choose(typed, offered) for typed in ("1", "3", "20")] == ["a", "c", "c"]


def test_a_label_of_two_choices_chooses_neither():
    """Unless both mean the same."""
    assert choose("po", (("Po", "a"), ("po", "b"))) is None
    assert choose("po", (("Po", "a"), ("po", "a"))) == "a"
    assert choose("1", ()) is None


def units(text: str) -> int:
    """UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@settings(deadline=None)
@given(st.text(max_size=600), st.integers(2, 80))
def test_splitting_loses_nothing_but_white_space_and_keeps_the_limit(text, limit):
    """Any text, any limit; no part is empty."""
    parts = split(text, limit)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(part and units(part) <= limit for part in parts)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["fjalë", "një", "\n\n", "\n", " ", "📷", "ë"]), max_size=900))
def test_a_long_message_keeps_1600(words):
    """The real limit."""
    assert all(units(part) <= 1600 for part in split("".join(words)))


def test_a_text_is_cut_at_a_paragraph_then_a_line_then_a_space():
    """In this order."""
    assert split("a" * 60 + "\n\n" + "b" * 20 + " " + "c" * 40, 90) == ("a" * 60, "b" * 20 + " " + "c" * 40)
    assert split("a" * 60 + "\n" + "b " * 40, 90)[0] == "a" * 60
    assert split("aaaa bbbb cccc", 10) == ("aaaa bbbb", "cccc")


def test_a_word_longer_than_a_part_is_cut_between_whole_characters():
    """An emoji of several code points and an accented letter stay whole."""
    family = "👩‍👩‍👧"
    assert all(part.count("👩") % 2 == 0 for part in split(family * 30, 20))
    assert not any(part.startswith("\u0308") for part in split("e\u0308" * 50, 7))


def test_a_ride_is_twiml_that_twilio_follows():
    """Escaped, with the callback on each message, buttons numbered."""
    ride = encode_ride(Rendered('a<b & "c"\x00\x0b', BUTTONS), "https://x.example/s?o=1&n=2")
    [reply] = read_messages("text/xml", ride)
    assert reply.body == 'a<b & "c"\n\n1. Po\n2. Jo\n3. Më vonë'
    assert reply.status_callback == "https://x.example/s?o=1&n=2"


def test_a_long_ride_is_several_messages():
    """Each inside the limit."""
    replies = read_messages("text/xml", encode_ride(Rendered("ë " * 2000), "https://x.example/s"))
    assert [units(reply.body) <= 1600 for reply in replies] == [True, True, True]


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_rides_as_readable_xml(text):
    """Also characters that XML forbids."""
    assert fromstring(encode_ride(Rendered(text))).tag == "Response"


def test_nothing_to_say_is_an_empty_response_and_a_photo_can_not_ride():
    """A photo needs an address."""
    assert encode_ride(Rendered("  ")) == EMPTY_RIDE
    assert read_messages("text/xml", EMPTY_RIDE) == []
    with pytest.raises(ValueError):
        encode_ride(Rendered("x", photo=b"\xff"))
