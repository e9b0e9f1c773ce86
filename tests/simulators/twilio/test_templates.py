"""Content: creation with WhatsApp's limits, sending with variables, buttons that a person presses."""

from __future__ import annotations

import aiohttp
import pytest
from twilio.base.exceptions import TwilioRestException

from bots.simulators.twilio.specification import answer_faults

PERSON = "whatsapp:+355690000001"
VOTER = "whatsapp:+355440000001"
MESSAGES = "/webhooks/twilio/messages"


class Raw:
    """A content type as it is; the library's classes would fill in nulls."""

    def __init__(self, types: dict, variables: dict | None = None) -> None:
        self.body = {"friendly_name": "t", "language": "sq", "variables": variables or {}, "types": types}

    def to_dict(self) -> dict:
        return self.body


def replies(count: int, title: str = "Po") -> dict:
    """A quick reply with so many buttons."""
    actions = [{"type": "QUICK_REPLY", "title": f"{title}{n}", "id": f"id{n}"} for n in range(count)]
    return {"twilio/quick-reply": {"body": "Zgjidh", "actions": actions}}


def picker(count: int, item: str = "QV", **more) -> dict:
    """A list picker with so many items."""
    items = [{"id": f"i{n}", "item": f"{item}{n}", "description": "x"} for n in range(count)]
    return {"twilio/list-picker": {"body": "Zgjidh", "button": "Hap", "items": items, **more}}


async def test_a_template_is_created_fetched_and_listed(world, client):
    """Through Twilio's own client, over pages."""
    made = [await client.content.v1.contents.create_async(Raw(replies(2))) for _ in range(3)]
    assert (await client.content.v1.contents(made[0].sid).fetch_async()).language == "sq"
    assert [c.sid for c in await client.content.v1.contents.list_async(page_size=2)] == [c.sid for c in made]
    resource = world.sim.account.templates[made[0].sid].resource()
    assert answer_faults("CreateContent", 201, resource) == []


BAD = [
    replies(0), replies(11), replies(1, "x" * 20), picker(0), picker(11), picker(1, "x" * 24), picker(1, button="x" * 21),
    picker(1, body="x" * 1025), {"twilio/text": {"body": 1}}, {"twilio/text": {}}, {"twilio/unknown": {}}, {},
]  # fmt: skip


@pytest.mark.parametrize("types", BAD)
async def test_what_breaks_a_limit_is_refused(client, types):
    """Buttons, items, titles, and the specification itself."""
    with pytest.raises(TwilioRestException) as caught:
        await client.content.v1.contents.create_async(Raw(types))
    assert caught.value.code == 20001


async def test_an_approved_template_reaches_a_closed_window_with_its_variables(world, client):
    """And an unapproved one fails with 63016."""
    made = await client.content.v1.contents.create_async(
        Raw({"twilio/text": {"body": "Ka një përgjigje, {{1}}."}})
    )
    send = {"from_": VOTER, "to": PERSON, "content_sid": made.sid, "content_variables": '{"1": "Arta"}'}
    refused = await client.messages.create_async(**send)
    await world.sim.settle()
    assert (await client.messages(refused.sid).fetch_async()).error_code == 63016
    async with (
        aiohttp.ClientSession() as session,
        session.put(
            f"{world.url}/_sim/templates/{made.sid}/approval", json={"approval": "approved"}
        ) as answer,
    ):
        assert answer.status == 200
    await client.messages.create_async(**send)
    assert (await world.sim.phone("+355690000001").wait_for()).text == "Ka një përgjigje, Arta."


async def test_a_missing_variable_fails_afterwards_and_a_malformed_one_at_once(world, client):
    """63028 by callback, 21656 in the answer."""
    made = await client.content.v1.contents.create_async(Raw({"twilio/text": {"body": "{{1}}"}}))
    sent = await client.messages.create_async(from_=VOTER, to=PERSON, content_sid=made.sid)
    await world.sim.settle()
    assert (await client.messages(sent.sid).fetch_async()).error_code == 63028
    with pytest.raises(TwilioRestException) as caught:
        await client.messages.create_async(
            from_=VOTER, to=PERSON, content_sid=made.sid, content_variables="{1:"
        )
    assert caught.value.code == 21656


async def test_a_pressed_button_comes_back_with_its_payload(world, client):
    """ButtonPayload and ButtonText; by position or by label."""
    phone = world.sim.phone("+355690000001")
    await phone.say("?")
    made = await client.content.v1.contents.create_async(Raw(replies(3)))
    await client.messages.create_async(from_=VOTER, to=PERSON, content_sid=made.sid)
    await phone.wait_for("Zgjidh")
    await phone.press(2)
    await phone.press("Po2")
    second, third = (got.form for got in world.receiver.of(MESSAGES)[1:])
    assert (second["ButtonPayload"], second["ButtonText"], second["MessageType"]) == ("id1", "Po1", "button")
    assert third["ButtonPayload"] == "id2"
    with pytest.raises(LookupError):
        await phone.press("Jo")


async def test_a_picked_item_comes_back_with_its_id(world, client):
    """ListId and ListTitle."""
    phone = world.sim.phone("+355690000001")
    await phone.say("?")
    made = await client.content.v1.contents.create_async(Raw(picker(10)))
    await client.messages.create_async(from_=VOTER, to=PERSON, content_sid=made.sid)
    await phone.wait_for("Zgjidh")
    await phone.press("QV9")
    assert world.receiver.of(MESSAGES)[-1].form["ListId"] == "i9"


async def test_four_unapproved_quick_replies_fail_in_a_session(world, client):
    """Three are shown; more need approval."""
    await world.sim.phone("+355690000001").say("?")
    made = await client.content.v1.contents.create_async(Raw(replies(4)))
    sent = await client.messages.create_async(from_=VOTER, to=PERSON, content_sid=made.sid)
    await world.sim.settle()
    assert (await client.messages(sent.sid).fetch_async()).error_code == 63021


async def test_approval_is_requested_and_a_list_picker_is_rejected(world, client):
    """A list picker can't be approved."""
    quick = await client.content.v1.contents.create_async(Raw(replies(1)))
    listed = await client.content.v1.contents.create_async(Raw(picker(1)))
    for made, expected in ((quick, "received"), (listed, "rejected")):
        request = type("R", (), {"to_dict": lambda self: {"name": "pergjigje_gati", "category": "UTILITY"}})()
        answered = await client.content.v1.contents(made.sid).approval_create.create_async(request)
        assert answered.status == expected
