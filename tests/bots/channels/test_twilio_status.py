"""Statuses move forward only, whatever the order of callbacks."""

from __future__ import annotations

from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.channels.sending import Refused, Retry
from bots.channels.twilio import Status, StatusCallback, advance, decode_status, judge

SID = "SM" + "a" * 32


@settings(deadline=None)
@given(st.lists(st.sampled_from([*Status, "receiving", "unheard", ""]), max_size=8), st.randoms())
def test_any_order_of_the_same_callbacks_ends_in_the_same_status(words, random):
    """Also with repetitions and unknown words."""
    shuffled = [*words, *words[:2]]
    random.shuffle(shuffled)
    assert reduce(advance, words, "queued") == reduce(advance, shuffled, "queued")


STEPS = [
    (None, "queued", "queued"), ("queued", "sent", "sent"), ("delivered", "sent", "delivered"), ("sent", "read", "read"),
    ("read", "delivered", "read"), ("sent", "failed", "failed"), ("failed", "sent", "failed"),
    ("failed", "delivered", "delivered"), ("sent", "unheard", "sent"), (None, "unheard", ""), ("unheard", "sent", "sent"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), STEPS)
def test_a_later_rank_wins(old, new, expected):
    """An unknown word changes nothing."""
    assert advance(old, new) == expected


def test_a_callback_names_its_message_its_status_and_its_error():
    """The newer names are preferred to the older."""
    form = {"MessageSid": SID, "MessageStatus": "failed", "SmsStatus": "sent", "ErrorCode": "63016"}
    assert decode_status(form) == StatusCallback(SID, Status.FAILED, "63016")
    assert decode_status({"SmsSid": SID, "SmsStatus": "Sent"}) == StatusCallback(SID, Status.SENT, "")
    assert decode_status({"MessageSid": SID, "MessageStatus": "unheard"}) == StatusCallback(SID, None, "")
    assert decode_status({"MessageSid": SID}) is None
    assert decode_status({"MessageStatus": "sent"}) is None


MEANINGS = [
    ("63016", Refused("63016", permanent=False)),
    ("63018", Retry(10.0, whole_channel=True, code="63018")),
    ("63017", Retry(10.0, whole_channel=True, code="63017")),
    ("20429", Retry(5.0, whole_channel=True, code="20429")),
    ("131056", Retry(6.0, whole_channel=False, code="131056")),
    ("63024", Refused("63024", permanent=True)),
    ("21610", Refused("21610", permanent=True)),
    ("21617", Refused("21617", permanent=False)),
    ("", Refused("unknown", permanent=False)),
]


@pytest.mark.parametrize(("code", "meaning"), MEANINGS)
def test_each_number_has_its_meaning(code, meaning):
    """Rates are retried and never block the person; only an unreachable recipient is permanent."""
    assert judge(code) == meaning


def test_the_providers_own_wish_is_obeyed():
    """At least half a second."""
    assert judge("20429", 30.0).after_s == 30.0
    assert judge("20429", 0.0).after_s == 0.5
