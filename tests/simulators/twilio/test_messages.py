"""The Messages API, driven by Twilio's own client."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from twilio.base.exceptions import TwilioRestException

from bots.channels.twilio_http import basic
from bots.simulators.twilio.specification import answer_faults

PERSON = "whatsapp:+355690000001"
VOTER = "whatsapp:+355440000001"
STATUS = "/webhooks/twilio/status"


async def refused(call) -> TwilioRestException:
    """The refusal of a call."""
    with pytest.raises(TwilioRestException) as caught:
        await call
    return caught.value


async def test_a_message_inside_the_window_is_delivered_and_each_later_status_is_told(world, client):
    """Queued is never told; sent and delivered are, in order, signed, with the message's id."""
    phone = world.sim.phone("+355690000001", "Arta")
    await phone.say("Përshëndetje")
    message = await client.messages.create_async(from_=VOTER, to=PERSON, body="Mirë se erdhe")
    assert message.status == "queued"
    assert answer_faults("CreateMessage", 201, world.sim.account.messages[message.sid].resource()) == []
    assert (await phone.wait_for("Mirë")).sid == message.sid
    await world.sim.settle()
    told = world.receiver.of(STATUS)
    assert [got.form["MessageStatus"] for got in told] == ["sent", "delivered"]
    assert all(got.signed and got.form["MessageSid"] == message.sid for got in told)
    assert (await client.messages(message.sid).fetch_async()).status == "delivered"


async def test_reading_the_chat_is_told_as_read(world, client):
    """A person who opens the chat makes a read callback with its event type."""
    phone = world.sim.phone("+355690000001")
    await phone.say("?")
    await client.messages.create_async(from_=VOTER, to=PERSON, body="a")
    await world.sim.settle()
    await phone.read()
    assert world.receiver.of(STATUS)[-1].form["EventType"] == "READ"


async def test_outside_the_window_a_message_is_accepted_and_fails_with_63016(world, client):
    """The call succeeds; the failure comes by callback, as with the real one."""
    message = await client.messages.create_async(from_=VOTER, to=PERSON, body="Vonë")
    await world.sim.settle()
    told = world.receiver.of(STATUS)
    assert [(got.form["MessageStatus"], got.form["ErrorCode"]) for got in told] == [("failed", "63016")]
    assert (await client.messages(message.sid).fetch_async()).error_code == 63016


@pytest.mark.parametrize(("later_s", "status"), [(24 * 3600 - 1, "delivered"), (24 * 3600, "failed")])
async def test_the_window_lasts_24_hours_from_the_last_inbound_message(world, client, later_s, status):
    """The last second is open, the next is closed."""
    await world.sim.phone("+355690000001").say("tani")
    await world.sim.advance(later_s)
    message = await client.messages.create_async(from_=VOTER, to=PERSON, body="përgjigje")
    await world.sim.settle()
    assert (await client.messages(message.sid).fetch_async()).status == status


async def test_a_window_belongs_to_one_sender(world, client):
    """Writing to the voters' number opens nothing at the observers'."""
    await world.sim.phone("+355690000001", sender="voter").say("tani")
    message = await client.messages.create_async(from_="whatsapp:+355440000002", to=PERSON, body="x")
    await world.sim.settle()
    assert (await client.messages(message.sid).fetch_async()).error_code == 63016


async def test_a_number_without_whatsapp_is_undelivered_with_63024(world, client):
    """It is accepted first, as every message is."""
    world.sim.account.unreachable.add(PERSON)
    message = await client.messages.create_async(from_=VOTER, to=PERSON, body="x")
    await world.sim.settle()
    found = await client.messages(message.sid).fetch_async()
    assert (found.status, found.error_code) == ("undelivered", 63024)


REFUSALS = [
    ({"to": None, "body": "x"}, 400, 21604),
    ({"from_": None, "body": "x"}, 400, 21603),
    ({"to": "whatsapp:0690000001", "body": "x"}, 400, 21211),
    ({"to": "+355690000001", "body": "x"}, 400, 21910),
    ({"from_": "whatsapp:+355449999999", "body": "x"}, 400, 63007),
    ({}, 400, 21619),
    ({"body": "   "}, 400, 21619),
    ({"body": "x" * 1601}, 400, 21617),
    ({"media_url": ["https://a.example/1.jpg", "https://a.example/2.jpg"]}, 400, 21623),
    ({"media_url": ["ftp://a.example/1.jpg"]}, 400, 21620),
    ({"body": "x", "status_callback": "nowhere"}, 400, 21609),
    ({"content_sid": "HX" + "0" * 32}, 400, 21655),
    ({"body": "x", "content_variables": "{}"}, 400, 21656),
    ({"content_sid": "HX-short"}, 400, 20001),
    ({"body": "x", "validity_period": "soon"}, 400, 20001),
    ({"body": "x", "risk_check": "perhaps"}, 400, 20001),
]


@pytest.mark.parametrize(("change", "status", "code"), REFUSALS)
async def test_each_broken_rule_has_its_number_and_nothing_is_sent(world, client, change, status, code):
    """The error body is Twilio's: code, message, more_info, status."""
    call = {"from_": VOTER, "to": PERSON, **change}
    call = {name: value for name, value in call.items() if value is not None}
    if "to" not in call:
        call["to"] = ""
    error = await refused(client.messages.create_async(**call))
    assert (error.status, error.code) == (status, code)
    assert error.msg
    assert world.sim.account.messages == {}


async def test_a_body_of_1600_characters_is_accepted(world, client):
    """The limit itself is inside."""
    assert (await client.messages.create_async(from_=VOTER, to=PERSON, body="ë" * 1600)).sid


async def test_a_wrong_token_is_401_and_20003(world):
    """Before anything else is looked at."""
    stranger = world.client("another-token")
    error = await refused(stranger.messages.create_async(from_=VOTER, to=PERSON, body="x"))
    await stranger.http_client.close()
    assert (error.status, error.code) == (401, 20003)


async def test_an_unknown_message_is_404_and_20404(world, client):
    """The text names the path."""
    error = await refused(client.messages("SM" + "0" * 32).fetch_async())
    assert (error.status, error.code) == (404, 20404)


async def test_the_list_is_paged_filtered_and_newest_first(world, client):
    """Twilio's client walks every page; the filters of address and date hold."""
    phone = world.sim.phone("+355690000001")
    other = world.sim.phone("+355690000002")
    for number in range(7):
        await phone.say(f"m{number}")
        await world.sim.advance(60)
    await other.say("other")
    listed = await client.messages.list_async(from_=phone.address, page_size=3)
    assert [message.body for message in listed] == [f"m{number}" for number in range(6, -1, -1)]
    since = datetime(2027, 5, 14, 8, 4, tzinfo=UTC)
    listed = await client.messages.list_async(from_=phone.address, date_sent_after=since)
    assert [message.body for message in listed] == ["m6", "m5", "m4"]
    listed = await client.messages.list_async(
        from_=phone.address, date_sent_before=since - timedelta(minutes=3)
    )
    assert [message.body for message in listed] == ["m1", "m0"]
    assert len(await client.messages.list_async(limit=2, page_size=1)) == 2


async def test_the_same_day_can_be_listed(world, client):
    """A date without a time means the whole day."""
    await world.sim.phone("+355690000001").say("sot")
    assert len(await client.messages.list_async(date_sent=datetime(2027, 5, 14, tzinfo=UTC))) == 0
    async with client.http_client.session.get(
        f"{world.url}/2010-04-01/Accounts/{client.username}/Messages.json",
        params={"DateSent": "2027-05-14"},
        headers=basic(client.username, client.password),
    ) as answer:
        assert len((await answer.json())["messages"]) == 1


async def test_a_page_size_out_of_bounds_is_refused(world, client):
    """1 to 1000."""
    with pytest.raises(Exception, match="Unable to fetch page"):
        await client.messages.page_async(page_size=1001)
