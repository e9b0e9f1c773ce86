"""Inbound webhooks: their fields, signature, time-outs, retries, and the TwiML that answers them."""

from __future__ import annotations

import socket

import pytest

from bots.simulators.faults import Fault, FaultKind
from bots.simulators.twilio.webhooks import Overrides, read_overrides

MESSAGES = "/webhooks/twilio/messages"
STATUS = "/webhooks/twilio/status"


def twiml(inside: str) -> bytes:
    """An answer with verbs."""
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{inside}</Response>'.encode()


async def test_a_text_arrives_signed_with_the_real_fields(world):
    """Form-encoded, an idempotency token, the profile name and the WhatsApp id."""
    sid = await world.sim.phone("+355690000001", "Arta Ü").say("Ku votoj? ë & +", forwarded=True)
    [got] = world.receiver.of(MESSAGES)
    assert got.signed
    assert got.headers["content-type"].startswith("application/x-www-form-urlencoded")
    assert got.headers["i-twilio-idempotency-token"]
    expected = {
        "MessageSid": sid, "SmsMessageSid": sid, "SmsSid": sid, "AccountSid": "AC" + "0" * 32,
        "From": "whatsapp:+355690000001", "To": "whatsapp:+355440000001", "Body": "Ku votoj? ë & +",
        "NumMedia": "0", "ProfileName": "Arta Ü", "WaId": "355690000001", "Forwarded": "true",
        "MessageType": "text", "SmsStatus": "received", "ApiVersion": "2010-04-01",
    }  # fmt: skip
    assert expected.items() <= got.form.items()


async def test_a_photo_a_location_and_a_reply_have_their_fields(world):
    """Media by address and type, degrees, and the message that is answered."""
    phone = world.sim.phone("+355690000001", sender="observer")
    sid = await phone.send_media(b"\xff\xd8\xff", "image/jpeg", "Kutia")
    await phone.share_location(41.3275, 19.8187, label="QV 1234")
    await phone.say("po", reply_to=sid)
    photo, place, reply = (got.form for got in world.receiver.of(MESSAGES))
    assert (photo["NumMedia"], photo["MediaContentType0"], photo["Body"]) == ("1", "image/jpeg", "Kutia")
    assert photo["MediaUrl0"].startswith("https://api.twilio.com/2010-04-01/Accounts/AC")
    assert photo["MessageSid"].startswith("MM")
    assert (place["Latitude"], place["Longitude"], place["Label"]) == ("41.3275", "19.8187", "QV 1234")
    assert reply["OriginalRepliedMessageSid"] == sid


async def test_the_answer_is_sent_to_the_person_and_its_status_is_told(world):
    """`<Message statusCallback>` becomes a reply whose callbacks go where it says."""
    callback = f"{world.receiver.public}{STATUS}?outbox=1&amp;x=2"
    world.receiver.then(
        MESSAGES, twiml(f'<Message statusCallback="{callback}"><Body>Mirë &lt;3</Body></Message>')
    )
    phone = world.sim.phone("+355690000001")
    await phone.say("?")
    assert (await phone.wait_for()).text == "Mirë <3"
    await world.sim.settle()
    told = world.receiver.of(STATUS)
    assert [got.form["MessageStatus"] for got in told] == ["sent", "delivered"]
    assert all(got.signed for got in told)


ALERTS = [
    (b"<Response><Message>", "text/xml", 12100),
    (b'<!DOCTYPE x [<!ENTITY a "b">]><Response/>', "text/xml", 12100),
    (b"<Reply/>", "text/xml", 12200),
    (b"<Response><Say>x</Say></Response>", "text/xml", 12200),
    (b"<Response>text</Response>", "text/xml", 12200),
    (b'<Response><Message callback="x">a</Message></Response>', "text/xml", 12200),
    (b"<Response><Message><Body>a</Body><Body>b</Body></Message></Response>", "text/xml", 12200),
    (b"<Response><Message></Message></Response>", "text/xml", 14103),
    (b"<Response><Message>" + b"x" * 1601 + b"</Message></Response>", "text/xml", 14103),
    (b'<Response><Message statusCallback="/rel">a</Message></Response>', "text/xml", 14105),
    (b'<Response><Message to="Arta">a</Message></Response>', "text/xml", 14101),
    (b"{}", "application/json", 12300),
]


@pytest.mark.parametrize(("body", "kind", "alert"), ALERTS)
async def test_a_wrong_answer_sends_nothing_and_raises_an_alert(world, body, kind, alert):
    """The debugger's number is kept with the delivery."""
    world.receiver.then(MESSAGES, body, kind=kind)
    await world.sim.phone("+355690000001").say("?")
    [delivery] = world.sim.account.deliveries
    assert delivery.alert == alert
    assert [m.direction for m in world.sim.account.messages.values()] == ["inbound"]


@pytest.mark.parametrize("body", [b"", b"<Response/>", b"<Response></Response>"])
async def test_an_empty_answer_says_nothing(world, body):
    """And is no alert."""
    world.receiver.then(MESSAGES, body)
    phone = world.sim.phone("+355690000001")
    await phone.say("?")
    assert world.sim.account.deliveries[0].alert == 0
    assert phone.last() is None


async def test_a_503_is_not_retried_unless_asked_for(build, receiver):
    """The default policy knows connect failures only; `rp=5xx` asks for more, with the same token."""
    usual, eager = build(), build("#rc=2&rp=5xx")
    receiver.then(MESSAGES, b"", status=503)
    await usual.sim.phone("+355690000001").say("a")
    assert [attempt.status for attempt in usual.sim.account.deliveries[0].attempts] == [503]
    assert usual.sim.account.deliveries[0].outcome == "failed"
    receiver.then(MESSAGES, b"", b"", status=503)
    receiver.then(MESSAGES, twiml("<Message>mbërriti</Message>"))
    phone = eager.sim.phone("+355690000001")
    await phone.say("b")
    assert [attempt.status for attempt in eager.sim.account.deliveries[0].attempts] == [503, 503, 200]
    assert len({got.headers["i-twilio-idempotency-token"] for got in receiver.got[1:4]}) == 1
    assert all(got.signed for got in receiver.got)
    assert (await phone.wait_for()).text == "mbërriti"


async def test_a_failed_connection_is_retried_once(build):
    """rc=1 and rp=ct by default: two attempts, then the webhook is lost but the message stays listable."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    world = build(reach=f"http://127.0.0.1:{port}", status_url="")
    sid = await world.sim.phone("+355690000001").say("a")
    [delivery] = world.sim.account.deliveries
    assert [attempt.outcome for attempt in delivery.attempts] == ["ct", "ct"]
    assert (delivery.outcome, delivery.alert) == ("failed", 11205)
    assert sid in world.sim.account.messages


async def test_a_slow_answer_runs_into_the_read_time_out(build, receiver):
    """`rt` in milliseconds; without `rp=rt` there is no second attempt."""
    receiver.slow_s = 0.6
    world = build("#rt=150")
    await world.sim.phone("+355690000001").say("a")
    assert [attempt.outcome for attempt in world.sim.account.deliveries[0].attempts] == ["rt"]


async def test_the_total_time_covers_all_retries(build, receiver):
    """`tt` ends the retries even when some are left."""
    receiver.slow_s = 0.6
    world = build("#rt=150&tt=400&rc=5&rp=all")
    await world.sim.phone("+355690000001").say("a")
    attempts = world.sim.account.deliveries[0].attempts
    assert {attempt.outcome for attempt in attempts} == {"rt"}
    assert len(attempts) <= 3


async def test_the_fallback_address_is_asked_with_the_reason(build, receiver):
    """ErrorCode and ErrorUrl are added, and its answer counts."""
    world = build(fallback_url=f"{receiver.public}/fallback")
    receiver.then(MESSAGES, b"", status=500)
    receiver.then("/fallback", twiml("<Message>nga rezerva</Message>"))
    phone = world.sim.phone("+355690000001")
    await phone.say("a")
    [got] = receiver.of("/fallback")
    assert got.signed
    assert got.form["ErrorCode"] == "11200"
    assert (await phone.wait_for()).text == "nga rezerva"


def test_overrides_are_read_from_the_fragment():
    """Twilio's defaults, and its ranges."""
    assert read_overrides("https://a.example/x?y=1") == ("https://a.example/x?y=1", Overrides())
    bare, asked = read_overrides("https://a.example/x#ct=2000&rt=4000&tt=9000&rc=3&rp=ct,5xx")
    assert bare == "https://a.example/x"
    assert asked == Overrides(2.0, 4.0, 9.0, 3, frozenset({"ct", "5xx"}))


@pytest.mark.parametrize("fragment", ["rc=6", "tt=15001", "rp=6xx", "ct=99", "zz=1", "rc=x"])
def test_an_override_out_of_range_stops_the_start(build, fragment):
    """A simulator that ignored it would test something else."""
    with pytest.raises(ValueError):
        build(f"#{fragment}")


# Scripted faults of deliveries


async def test_a_duplicate_arrives_twice_with_one_token_and_is_answered_once(world):
    """Two requests at the same time; the person sees one reply."""
    world.receiver.then(MESSAGES, twiml("<Message>një</Message>"), twiml("<Message>një</Message>"))
    world.sim.faults.arm(Fault(FaultKind.DUPLICATE, "webhook"))
    phone = world.sim.phone("+355690000001")
    await phone.say("a")
    await world.sim.settle()
    first, second = world.receiver.of(MESSAGES)
    assert first.form == second.form
    assert first.headers["i-twilio-idempotency-token"] == second.headers["i-twilio-idempotency-token"]
    assert [line.text for line in phone.transcript() if not line.mine] == ["një"]


async def test_a_redelivery_ignores_the_first_good_answer(world):
    """The first answer was lost on the way; the second, to the same token, is read."""
    world.receiver.then(MESSAGES, twiml("<Message>e para</Message>"), twiml("<Message>e dyta</Message>"))
    world.sim.faults.arm(Fault(FaultKind.REDELIVER, "webhook"))
    phone = world.sim.phone("+355690000001")
    await phone.say("a")
    await world.sim.settle()
    assert len({got.headers["i-twilio-idempotency-token"] for got in world.receiver.of(MESSAGES)}) == 1
    assert [line.text for line in phone.transcript() if not line.mine] == ["e dyta"]


async def test_a_held_message_arrives_after_the_next(world):
    """Order between webhooks is not promised."""
    world.sim.faults.arm(Fault(FaultKind.REORDER, "webhook"))
    phone = world.sim.phone("+355690000001")
    await phone.say("një")
    await phone.say("dy")
    await world.sim.settle()
    assert [got.form["Body"] for got in world.receiver.of(MESSAGES)] == ["dy", "një"]


async def test_status_callbacks_can_come_in_the_wrong_order(world, client):
    """Delivered before sent."""
    phone = world.sim.phone("+355690000001")
    await phone.say("?")
    world.sim.faults.arm(Fault(FaultKind.REORDER, "status"))
    await client.messages.create_async(from_=phone.sender, to=phone.address, body="x")
    await world.sim.settle()
    assert [got.form["MessageStatus"] for got in world.receiver.of(STATUS)] == ["delivered", "sent"]


async def test_a_lost_webhook_leaves_the_message_listable(world, client):
    """The reconciler's case."""
    world.sim.faults.arm(Fault(FaultKind.DROP_BEFORE, "webhook"))
    phone = world.sim.phone("+355690000001")
    sid = await phone.say("humbur")
    assert world.receiver.got == []
    assert world.sim.account.deliveries[0].outcome == "lost"
    assert [message.sid for message in await client.messages.list_async(to=phone.sender)] == [sid]


async def test_a_dropped_connection_of_ours_is_a_read_failure(world):
    """Not a connect failure, so it is not retried by default."""
    world.receiver.drops = 1
    await world.sim.phone("+355690000001").say("a")
    assert [attempt.outcome for attempt in world.sim.account.deliveries[0].attempts] == ["rt"]
