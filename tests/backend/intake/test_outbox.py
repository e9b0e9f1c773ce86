"""The outbox: leases, back-off, the provider's own waits, what is refused, what is in doubt."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bots.simulators.faults import Fault, FaultKind
from tests.backend.intake.house import WHATSAPP

STATE = "SELECT state FROM outbox ORDER BY id DESC LIMIT 1"


async def _tell(house, text: str, channel: str = "telegram", lane: int = 1) -> int:
    """Put a message to the only conversation of a channel into the outbox."""
    return await house.one(
        "INSERT INTO outbox (conversation_id, channel, lane, body, due_at, created_at) SELECT id, channel, %s, "
        "convert_to(json_build_object('text', %s::text)::text, 'UTF8'), now(), now() FROM conversations "
        "WHERE channel = %s RETURNING id",
        lane,
        text,
        channel,
    )


async def _whatsapp(house):
    """A WhatsApp person whose window is open."""
    phone = house.twilio.phone("+355690000100")
    await phone.say("ku votoj?")
    await house.settled(phone.address)
    await house.twilio.settle()
    return phone


async def test_messages_of_a_chat_arrive_in_their_order(house):
    """Ten messages of one chat are sent one by one, whatever their lanes."""
    phone = await house.greeted()
    for n in range(10):
        await _tell(house, f"lajm {n}", lane=n % 4)
    await house.until(lambda: len(phone.received()) == 12)

    assert [bubble.text for bubble in phone.received()[2:]] == [f"lajm {n}" for n in range(10)]


async def test_a_lease_that_ended_is_taken_again(house):
    """A sender that died with a message leaves it to the next one when its lease is over."""
    phone = await house.greeted()
    await house.sql("ALTER TABLE outbox DISABLE TRIGGER USER")
    id = await house.one(
        "INSERT INTO outbox (conversation_id, channel, body, state, lease_until, attempts, due_at, created_at) "
        "SELECT id, channel, convert_to('{\"text\": \"lajm\"}', 'UTF8'), 'leased', now() + interval '30 s', 1, "
        "now(), now() FROM conversations RETURNING id"
    )
    await asyncio.sleep(0.6)
    assert await house.one("SELECT state FROM outbox WHERE id = %s", id) == "leased"
    house.later(seconds=31)

    await phone.wait_for(lambda bubble: bubble.text == "lajm", after=0, timeout_s=15)
    await house.eventually("SELECT state FROM outbox WHERE id = %s", "sent", id)


async def test_a_server_error_is_tried_again_later(house):
    """Three refusals of Telegram's own making, each later than the one before, and then it is sent once."""
    phone = await house.greeted()
    house.telegram.arm(Fault(kind=FaultKind.SERVER_ERROR, operation="sendMessage", status=502, times=3))
    await _tell(house, "lajm")
    for _ in range(3):
        await house.eventually("SELECT error FROM outbox ORDER BY id DESC LIMIT 1", "server_error")
        house.later(seconds=10)
        await asyncio.sleep(0.4)

    await phone.wait_for(lambda bubble: bubble.text == "lajm", after=0, timeout_s=20)
    assert sum(bubble.text == "lajm" for bubble in phone.received()) == 1


async def test_a_429_pauses_the_chat_for_as_long_as_telegram_says(house):
    """After 429 nothing is sent to the chat before `retry_after`, and the message is not lost."""
    phone = await house.greeted()
    house.telegram.arm(Fault(kind=FaultKind.TOO_MANY, operation="sendMessage", retry_after_s=2))
    started = house.telegram.clock.now()
    await _tell(house, "lajm")
    await phone.wait_for(lambda bubble: bubble.text == "lajm", after=0, timeout_s=20)

    chat = str(phone.chat_id)
    sends = [call for call in house.telegram.sends() if (call.text, call.chat) == ("lajm", chat)]
    assert len(sends) == 1
    assert sends[0].at - started >= 2


async def test_who_blocked_the_bot_gets_nothing_more_until_they_write(house):
    """A permanent refusal stops the conversation and what waits for it; a new message of the person opens it."""
    phone = await house.greeted()
    phone.block()
    await house.eventually("SELECT stopped_at IS NOT NULL FROM conversations", True)
    await house.sql("UPDATE conversations SET stopped_at = NULL")
    await _tell(house, "lajm")
    await _tell(house, "lajm tjetër")

    await house.eventually("SELECT count(*) FROM outbox WHERE state = 'failed'", 2)
    assert await house.one("SELECT stopped_at IS NOT NULL FROM conversations")
    phone.unblock()
    phone.say("/menu")
    await house.until(lambda: len(phone.received()) == 3)
    assert not await house.one("SELECT stopped_at IS NOT NULL FROM conversations")


async def test_a_message_that_cannot_be_encoded_fails_alone(house):
    """A button too long for Telegram is our mistake: it fails, and the next message of the chat goes out."""
    phone = await house.greeted()
    await house.sql(
        "INSERT INTO outbox (conversation_id, channel, body, due_at, created_at) SELECT id, channel, "
        "convert_to(json_build_object('text', 'x', 'buttons', json_build_array(json_build_array(json_build_array("
        "'label', repeat('x', 65)))))::text, 'UTF8'), now(), now() FROM conversations"
    )
    await _tell(house, "lajm")

    await phone.wait_for(lambda bubble: bubble.text == "lajm", after=0, timeout_s=15)
    assert await house.one("SELECT count(*) FROM outbox WHERE error = 'unsendable'") == 1


async def test_a_closed_window_holds_the_message_until_the_person_writes(house):
    """63016 puts it in escrow; the person's next message opens the window, and it arrives before the reply."""
    phone = await _whatsapp(house)
    await house.twilio.advance(25 * 3600)
    await _tell(house, "Përgjigja e komisionit", "whatsapp")
    await house.eventually(STATE, "escrowed")
    assert not any(
        line.text == "Përgjigja e komisionit" and line.status == "delivered" for line in phone.transcript()
    )

    await phone.say("/menu")
    await phone.wait_for("Përgjigja e komisionit", timeout_s=15)
    await house.settled(phone.address)
    await house.twilio.settle()
    texts = [line.text for line in phone.transcript() if not line.mine and line.status == "delivered"]
    assert texts.count("Përgjigja e komisionit") == 1
    assert texts[-1] != "Përgjigja e komisionit", "the reply to the new message comes after it"


async def test_an_attempt_in_doubt_is_looked_up_and_not_repeated(house):
    """Twilio took the message and the answer was lost: the list shows it, and the person sees it once."""
    phone = await _whatsapp(house)
    house.twilio.faults.arm(Fault(kind=FaultKind.DROP_AFTER, operation="Messages.create"))
    await _tell(house, "lajm", "whatsapp")
    await house.eventually(STATE, "sent")
    await house.twilio.settle()

    assert [line.text for line in phone.transcript()].count("lajm") == 1
    assert await house.one("SELECT provider_ref FROM outbox ORDER BY id DESC LIMIT 1")


async def test_an_equal_earlier_message_is_not_taken_for_the_one_in_doubt(house):
    """The same words were sent a moment ago: the lost one is still found missing, and sent."""
    phone = await _whatsapp(house)
    await _tell(house, "lajm", "whatsapp")
    await house.eventually(STATE, "sent")
    house.twilio.faults.arm(Fault(kind=FaultKind.SERVER_ERROR, operation="Messages.create", status=500))
    await _tell(house, "lajm", "whatsapp")
    await house.eventually(STATE, "unknown")
    house.later(seconds=30)

    await house.eventually(STATE, "sent")
    await house.twilio.settle()
    assert [line.text for line in phone.transcript()].count("lajm") == 2


async def test_the_rest_of_a_long_message_is_sent_with_its_status_callback(house):
    """A text of three parts whose second is in doubt: each part arrives once, and each reports."""
    phone = await _whatsapp(house)
    parts = ["a" * 1500, "b" * 1500, "c" * 1500]
    house.twilio.faults.arm(Fault(kind=FaultKind.DROP_AFTER, operation="Messages.create", skip=1))
    await _tell(house, "\n\n".join(parts), "whatsapp")
    await house.eventually(STATE, "unknown")
    house.later(seconds=30)
    await house.eventually(STATE, "sent")
    await house.twilio.settle()

    assert [line.text for line in phone.transcript() if line.text in parts] == parts
    sent = [m for m in house.twilio.account.messages.values() if m.body in parts]
    assert all("/webhooks/twilio/status?o=" in message.status_callback for message in sent)
    assert {message.sender for message in sent} == {WHATSAPP}


@pytest.mark.parametrize("channel", ["telegram"])
async def test_a_lost_answer_of_telegram_is_sent_again(house, channel):
    """Telegram cannot be asked: after a while the message is sent again, and then it is settled."""
    phone = await house.greeted()
    house.telegram.arm(Fault(kind=FaultKind.DROP_AFTER, operation="sendMessage"))
    await _tell(house, "Raporti R-1", channel)
    await house.eventually(STATE, "unknown")
    house.later(seconds=30)

    await house.eventually(STATE, "sent")
    assert sum(bubble.text == "Raporti R-1" for bubble in phone.received()) == 2


def test_back_off_doubles_up_to_two_minutes():
    """Each wait is about twice the last; an outage of a day is outlived."""
    from backend.jobs import sender

    waits = [sender._backoff_s(attempts) for attempts in range(1, sender.ATTEMPTS)]

    assert 0.75 <= waits[0] <= 1.25
    assert all(wait <= 1.25 * 120 for wait in waits)
    assert timedelta(seconds=sum(waits)) > timedelta(hours=20)
