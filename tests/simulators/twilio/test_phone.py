"""Files, calls, the doors under `/_sim/`, and faults of calls."""

from __future__ import annotations

import base64

import aiohttp
import pytest

from bots.channels.twilio_http import AnswerLostError, NotAcceptedError, TwilioTransport, basic
from bots.simulators.faults import Fault, FaultKind

PERSON = "whatsapp:+355690000001"
VOTER = "whatsapp:+355440000001"
MESSAGES = "/webhooks/twilio/messages"
VOICE = "/webhooks/twilio/voice"


@pytest.fixture
async def http():
    """A plain HTTP client."""
    async with aiohttp.ClientSession() as session:
        yield session


async def test_a_file_needs_the_password_and_is_read_behind_a_redirect(world, client, http):
    """401 without it; 307 to the store, which refuses the password; 204 deletes it."""
    await world.sim.phone("+355690000001").send_media(b"\x89PNG\r\n", "image/png")
    path = world.receiver.got[0].form["MediaUrl0"].removeprefix("https://api.twilio.com")
    async with http.get(world.url + path) as answer:
        assert answer.status == 401
    headers = basic(client.username, client.password)
    async with http.get(world.url + path, headers=headers, allow_redirects=False) as answer:
        assert answer.status == 307
        store = answer.headers["Location"]
    async with http.get(world.url + store, headers=headers) as answer:
        assert answer.status == 400
    async with http.get(world.url + store) as answer:
        assert await answer.read() == b"\x89PNG\r\n"
    async with http.get(world.url + store.partition("?")[0]) as answer:
        assert answer.status == 404
    message_sid, media_sid = path.split("/")[5], path.split("/")[7]
    assert [m.content_type for m in await client.messages(message_sid).media.list_async()] == ["image/png"]
    assert await client.messages(message_sid).media(media_sid).delete_async()
    async with http.get(world.url + store) as answer:
        assert answer.status == 404


@pytest.mark.parametrize(
    ("size", "kind"),
    [(5 * 1024 * 1024 + 1, "image/jpeg"), (16 * 1024 * 1024 + 1, "video/mp4"), (0, "image/png")],
)
async def test_the_phone_sends_no_file_that_whatsapp_would_not(world, size, kind):
    """Pictures to 5 MB, others to 16 MB."""
    with pytest.raises(ValueError):
        await world.sim.phone("+355690000001").send_media(b"x" * size, kind)


async def test_an_outgoing_file_is_fetched_from_our_address(world, client):
    """A missing one fails with 63019; a good one is on the phone."""
    phone = world.sim.phone("+355690000001")
    await phone.say("?")
    world.sim.account.unreachable.clear()
    lost = await client.messages.create_async(
        from_=VOTER, to=PERSON, media_url=["http://127.0.0.1:1/badge.png"]
    )
    good = await client.messages.create_async(
        from_=VOTER, to=PERSON, body="Karta", media_url=[f"{world.url}/_sim/senders"]
    )
    await world.sim.settle()
    assert (await client.messages(lost.sid).fetch_async()).error_code == 63019
    assert (await phone.wait_for("Karta")).files == [
        (world.sim.account.messages[good.sid].files[0].sid, "application/json")
    ]


async def test_a_numbered_text_is_pressed_by_number_or_label(world, client):
    """The person types the number."""
    phone = world.sim.phone("+355690000001")
    await phone.say("?")
    await client.messages.create_async(from_=VOTER, to=PERSON, body="Zgjidh\n\n1. Po\n2. Jo, faleminderit")
    await phone.wait_for("Zgjidh")
    await phone.press("Jo, faleminderit")
    await phone.press(1)
    assert [got.form["Body"] for got in world.receiver.of(MESSAGES)[1:]] == ["2", "1"]


async def test_waiting_for_what_never_comes_says_what_did(world):
    """The error names the unseen bubbles."""
    with pytest.raises(TimeoutError, match="no bubble holds 'x'"):
        await world.sim.phone("+355690000001").wait_for("x", timeout_s=0.02)


async def test_a_call_is_asked_followed_and_answered(world):
    """CallSid, From; then Digits or SpeechResult to the Gather's action; Dial connects."""
    world.receiver.then(
        VOICE,
        b'<Response><Say language="en-GB">Hello</Say><Gather input="dtmf speech" action="/webhooks/twilio/voice?step=2"'
        b' numDigits="1"><Say>Press 1</Say></Gather></Response>',
        b'<Response><Gather input="speech"><Say>Speak</Say></Gather></Response>',
        b"<Response><Dial><Number>+355440000009</Number></Dial></Response>",
    )
    call = await world.sim.call("+355690000001")
    assert call.heard == ["Hello", "Press 1"]
    await call.press("1")
    with pytest.raises(LookupError):
        await call.press("2")
    await call.speak("ku votoj")
    first, second, third = (got for got in world.receiver.of(VOICE))
    assert all(got.signed for got in (first, second, third))
    assert first.form["CallSid"].startswith("CA")
    assert (first.form["CallStatus"], second.form["Digits"]) == ("ringing", "1")
    assert third.form["SpeechResult"] == "ku votoj"
    assert call.record.dialled == "+355440000009"


@pytest.mark.parametrize(
    "body",
    [
        b"<Response><Message>x</Message></Response>",
        b"<Response><Say></Say></Response>",
        b'<Response><Gather input="voice"/></Response>',
        b'<Response><Say loud="1">x</Say></Response>',
        b"<Response><Dial/></Response>",
        b"",
    ],
)
async def test_a_wrong_voice_answer_ends_the_call_with_an_alert(world, body):
    """The caller hears that something went wrong."""
    world.receiver.then(VOICE, body)
    call = await world.sim.call("+355690000001")
    assert call.record.status == "completed"
    assert "error" in call.heard[0]
    assert world.sim.account.deliveries[0].alert in (12100, 12200)


async def test_the_phone_works_over_http(world, http):
    """Say, share, attach, press, transcript; wrong input is 400."""
    phone = f"{world.url}/_sim/phones/%2B355690000001"
    answer = b"<Response><Message>Zgjidh\n\n1. Po</Message></Response>"
    world.receiver.then(MESSAGES, b"", answer)
    async with http.post(
        f"{phone}/location?sender=observer&name=Arta", json={"latitude": 41.3, "longitude": 19.8}
    ) as got:
        assert got.status == 201
    async with http.post(f"{phone}/say?sender=observer", json={"text": "ja"}) as got:
        assert got.status == 201
    await world.sim.phone("+355690000001", sender="observer").wait_for("Zgjidh")
    async with http.post(f"{phone}/press?sender=observer", json={"which": "Po"}) as got:
        assert got.status == 201
    photo = {"content": base64.b64encode(b"\xff\xd8").decode(), "content_type": "image/jpeg"}
    async with http.post(f"{phone}/media?sender=observer", json=photo) as got:
        assert got.status == 201
    for wrong in ({"text": ""}, {"words": "x"}):
        async with http.post(f"{phone}/say", json=wrong) as got:
            assert got.status == 400
    async with http.get(f"{phone}?sender=observer") as got:
        lines = await got.json()
    assert [line["text"] for line in lines] == ["", "ja", "Zgjidh\n\n1. Po", "1", ""]
    async with http.get(f"{world.url}/_sim/files/{lines[-1]['files'][0][0]}") as got:
        assert await got.read() == b"\xff\xd8"
    for listed in ("messages", "deliveries", "senders", "clock", "faults", "phones"):
        async with http.get(f"{world.url}/_sim/{listed}") as got:
            assert got.status == 200
            assert await got.json()
    async with http.get(world.url + "/") as got:
        page = await got.text()
    assert "http://" not in page
    assert "https://" not in page


async def test_the_page_is_told_when_our_webhook_is_not_heard(world, http):
    """With the debugger's number, so that a person at the page knows why nothing comes."""
    world.receiver.then(MESSAGES, b"", status=500)
    async with http.post(f"{world.url}/_sim/phones/%2B355690000001/say", json={"text": "a"}) as got:
        told = await got.json()
    assert (told["webhook"], told["trouble"]) == ("failed", "11200 HTTP retrieval failure")


async def test_a_body_above_the_limit_is_refused(world, http):
    """413, and the simulator goes on."""
    async with http.post(f"{world.url}/_sim/faults", data=b"x" * (24 * 1024 * 1024 + 1)) as got:
        assert got.status == 413
    assert await world.sim.phone("+355690000001").say("a")


async def test_the_clock_and_the_faults_are_set_over_http(world, client, http):
    """The clock moves the window; an armed fault meets the next call."""
    await world.sim.phone("+355690000001").say("?")
    async with http.put(f"{world.url}/_sim/clock", json={"advance_s": 86400}) as got:
        assert (await got.json())["now"].startswith("2027-05-15T08:00")
    assert not world.sim.account.window_open(VOTER, PERSON)
    async with http.post(
        f"{world.url}/_sim/faults", json={"kind": "too_many", "operation": "messages.create"}
    ) as got:
        assert got.status == 201
    async with http.post(f"{world.url}/_sim/faults", json={"kind": "unheard"}) as got:
        assert got.status == 400
    with pytest.raises(Exception, match="Too Many Requests"):
        await client.messages.create_async(from_=VOTER, to=PERSON, body="x")
    async with http.delete(f"{world.url}/_sim/faults") as got:
        assert got.status == 204


ACCEPTS = [
    (Fault(FaultKind.DROP_BEFORE, "Messages.create"), 0),
    (Fault(FaultKind.DROP_AFTER, "Messages.create"), 1),
    (Fault(FaultKind.TIMEOUT_AFTER, "Messages.create", delay_s=0.2), 1),
]


@pytest.mark.parametrize(("fault", "accepted"), ACCEPTS)
async def test_a_broken_call_leaves_the_caller_in_doubt(world, client, fault, accepted):
    """The client sees the same, whether it was accepted or not; only the list tells."""
    world.sim.faults.arm(fault)
    with pytest.raises(AnswerLostError):
        await client.messages.create_async(from_=VOTER, to=PERSON, body="x")
    assert len(world.sim.account.messages) == accepted


async def test_where_nobody_listens_nothing_was_accepted():
    """A refused connection is surely not accepted."""
    transport = TwilioTransport("http://127.0.0.1:1")
    with pytest.raises(NotAcceptedError):
        await transport.request("GET", "https://api.twilio.com/2010-04-01")
    await transport.close()


async def test_pace_moves_a_message_by_the_clock(build):
    """Sent after 2 seconds of the clock, delivered 3 later."""
    world = build(pace_s=(2.0, 3.0))
    client = world.client()
    await world.sim.phone("+355690000001").say("?")
    sid = (await client.messages.create_async(from_=VOTER, to=PERSON, body="x")).sid
    seen = []
    for seconds in (1.9, 0.2, 2.8, 0.2):
        await world.sim.advance(seconds)
        seen.append(world.sim.account.messages[sid].status)
    await client.http_client.close()
    assert seen == ["queued", "sent", "sent", "delivered"]
