"""What the simulator answers keeps Twilio's own specification, and what breaks it is found."""

from __future__ import annotations

import pytest

from bots.simulators.twilio.specification import (
    answer_faults,
    form_faults,
    json_faults,
    operation,
    query_faults,
)
from bots.simulators.twilio.wire import Request

SID = "AC" + "0" * 32


async def test_every_kind_of_answer_keeps_the_specification(world):
    """Messages in and out, files, calls and lists."""
    phone = world.sim.phone("+355690000001")
    world.receiver.then("/webhooks/twilio/messages", b"<Response><Message>x</Message></Response>")
    sid = await phone.send_media(b"\xff", "image/jpeg")
    await world.sim.call("+355690000001")
    account = world.sim.account
    for message in account.messages.values():
        assert answer_faults("FetchMessage", 200, message.resource()) == []
    media = account.messages[sid]
    assert answer_faults("FetchMedia", 200, media.media_resource(media.files[0])) == []
    [call] = account.calls.values()
    assert answer_faults("FetchCall", 200, call.resource()) == []


FORMS = [
    ([("To", "x"), ("Body", "y")], 0),
    ([("To", "x"), ("To", "y")], 1),
    ([("Unheard", "x")], 1),
    ([("MediaUrl", "https://a"), ("MediaUrl", "https://b")], 0),
    ([("MessagingServiceSid", "MG12")], 1),
    ([("MessagingServiceSid", "MG" + "0" * 32)], 0),
    ([("Attempt", "1.5")], 1),
    ([("MaxPrice", "1.5")], 0),
    ([("MaxPrice", "much")], 1),
    ([("SmartEncoded", "yes")], 1),
    ([("SmartEncoded", "true")], 0),
    ([("ScheduleType", "fixed")], 0),
    ([("ScheduleType", "later")], 1),
    ([("SendAt", "tomorrow")], 1),
    ([("SendAt", "2027-05-14T08:00:00Z")], 0),
]


@pytest.mark.parametrize(("pairs", "faults"), FORMS)
def test_forms_are_checked(pairs, faults):
    """Names, repetitions, types, enums and patterns."""
    assert len(form_faults("CreateMessage", pairs)) == faults


@pytest.mark.parametrize(
    ("pairs", "faults"), [([("PageSize", "1000")], 0), ([("PageSize", "0")], 1), ([("Sort", "x")], 1)]
)
def test_queries_are_checked(pairs, faults):
    """Names and bounds."""
    assert len(query_faults("ListMessage", pairs)) == faults


def test_json_is_checked_all_through():
    """Missing, unknown and mistyped parts."""
    good = {"friendly_name": "t", "language": "sq", "types": {"twilio/text": {"body": "x"}}}
    assert json_faults("CreateContent", good) == []
    assert json_faults("CreateContent", good | {"types": {"twilio/text": {"body": None}}})
    assert json_faults("CreateContent", good | {"types": {"twilio/text": {"body": "x", "more": 1}}})
    assert json_faults("CreateContent", [])
    assert json_faults("CreateContent", {"types": {}})


def test_an_unheard_operation_is_a_mistake_of_ours():
    """Not of the caller."""
    with pytest.raises(LookupError):
        operation("SendPigeon")


@pytest.mark.parametrize("header", ["", "Basic", "Basic ???", "Bearer eDp5", "Basic eDp6"])
def test_wrong_credentials_are_not_authorised(header):
    """Missing, malformed, of another scheme, of another password."""
    assert not Request("GET", "/", [], {"authorization": header}, b"").authorised("x", "y")
    assert Request("GET", "/", [], {"authorization": "Basic eDp5"}, b"").authorised("x", "y")
