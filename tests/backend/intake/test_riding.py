"""Replies that ride in the webhook's answer: only a lone reply, with a token, before anything else of its chat."""

from __future__ import annotations

import asyncio

import pytest

from backend.actions.ports import Limit
from tests.backend.intake.house import make_election, open_house, update

LAST = "SELECT state FROM outbox ORDER BY id DESC LIMIT 1"


async def test_a_riding_reply_is_a_row_of_the_outbox(house):
    """It is committed as riding, holds its chat until the answer is written and a grace is over, and is then sent."""
    phone = await house.greeted()
    answer = await house.post(update(phone.chat_id))

    assert answer.json()["method"] == "sendMessage"
    assert await house.one(LAST) == "riding"
    await house.eventually(LAST, "sent")
    assert await house.one("SELECT count(*) FROM outbox WHERE state = 'sent'") == 3


async def test_a_reply_rides_only_when_nothing_of_its_chat_is_unsent(web):
    """A waiting, an escrowed or another riding message before it sends the reply to the outbox."""
    await web.post(update(41))
    for state in ("waiting", "riding", "leased", "unknown", "escrowed"):
        await web.sql("UPDATE outbox SET state = 'sent'")
        await web.sql("UPDATE outbox SET state = %s, lease_until = now() + interval '1 hour' "
                      "WHERE id = (SELECT min(id) FROM outbox)", state)  # fmt: skip
        assert (await web.post(update(41))).json() == {}, state
        assert await web.one(LAST) == "waiting"
    await web.sql("UPDATE outbox SET state = 'sent'")
    assert "method" in (await web.post(update(41))).json()


async def test_two_outputs_never_ride(web):
    """A step that says two things puts both into the outbox, in their order."""
    assert (await web.post(update(41))).json() == {}

    assert await web.sql("SELECT op_no, state FROM outbox ORDER BY id") == [(0, "waiting"), (1, "waiting")]


@pytest.fixture
def poor(database_url, tmp_path):
    """A service whose sender may send two messages, and then one in a hundred seconds."""
    make_election(database_url)
    with open_house(database_url, tmp_path, limits=Limit(0.001, 4, 1e9, 1e9), worker=False) as opened:
        yield opened


async def test_without_a_token_the_reply_goes_to_the_outbox(poor):
    """Rides draw on the same limiter as every send."""
    for chat in (41, 42, 43, 44):
        await poor.post(update(chat))
    await poor.sql("UPDATE outbox SET state = 'sent'")
    await asyncio.sleep(0.4)
    await poor.sql("UPDATE channel_budgets SET tokens = 2")
    rides = ["method" in (await poor.post(update(chat))).json() for chat in (41, 42, 43, 44)]

    assert rides == [True, True, False, False]
    assert await poor.one("SELECT count(*) FROM outbox WHERE state = 'waiting'") == 2


async def test_a_later_message_waits_until_the_riding_one_has_left(house):
    """What is said next reaches the phone after the reply that rode."""
    phone = await house.greeted()
    phone.say("/menu")
    await house.until(lambda: len(phone.received()) == 3)
    riding = await house.one("SELECT max(id) FROM outbox")
    conversation = await house.one("SELECT id FROM conversations")
    await house.sql(
        "INSERT INTO outbox (conversation_id, channel, lane, body, due_at, created_at) "
        "VALUES (%s, 'telegram', 1, convert_to('{\"text\": \"Lajm nga komisioni\"}', 'UTF8'), now(), now())",
        conversation,
    )
    assert await house.one("SELECT state FROM outbox WHERE id = %s", riding) in {"riding", "sent"}
    await house.until(lambda: len(phone.received()) == 4)
    assert phone.received()[-1].text == "Lajm nga komisioni"
    assert await house.one("SELECT state FROM outbox WHERE id = %s", riding) == "sent"


async def test_a_reply_whose_answer_was_lost_is_repeated_with_the_update(house):
    """Telegram repeats an update whose answer it did not get, and is given the same bytes: one reply in the end."""
    from bots.simulators.faults import Fault, FaultKind

    phone = await house.greeted()
    house.telegram.arm(Fault(kind=FaultKind.REDELIVER, operation="webhook"))
    phone.say("/menu")
    await house.until(lambda: len(phone.received()) == 3)
    await house.settled(phone.chat_id)

    assert len(phone.received()) == 3
    assert await house.one("SELECT steps FROM conversations") == 2


async def test_a_whatsapp_reply_rides_with_a_status_callback(house):
    """TwiML carries where Twilio reports on it, and the report settles the riding row."""
    phone = house.twilio.phone("+355690000100")
    await phone.say("ku votoj?")
    await house.settled(phone.address)
    await phone.say("/menu")
    await house.twilio.settle()
    await house.settled(phone.address)

    rows = await house.sql("SELECT state, provider_status, provider_ref FROM outbox ORDER BY id DESC LIMIT 1")
    assert rows[0][:2] == ("sent", "delivered")
    assert rows[0][2].startswith("SM")
    assert house.twilio.account.messages[rows[0][2]].direction == "outbound-reply"
