"""Poison: whatever an authentic webhook carries is recorded and answered 200, and the neighbours do not notice."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest

from tests.backend.intake.house import update

DEEP = b"[" * 5_000 + b"]" * 5_000


def _with_text(chat: int, raw_text: bytes) -> bytes:
    whole = json.dumps(update(chat, "@@")).encode()
    return whole.replace(b'"@@"', b'"' + raw_text + b'"')


BODIES = {
    "nul_escape": _with_text(71, b"ku votoj\\u0000?"),
    "nul_byte": _with_text(72, b"ku votoj\x00?"),
    "lone_surrogate": _with_text(73, b"ku votoj \\ud800?"),
    "broken_utf8": _with_text(74, b"ku votoj \xff\xfe?"),
    "deep": DEEP,
    "deep_inside": json.dumps(update(75)).encode()[:-1] + b', "x": ' + DEEP + b"}",
    "not_json": b"\x00\xff not JSON at all",
    "empty": b"",
    "a_number": b"5",
    "unknown_kind": json.dumps({"update_id": 990_001, "business_connection": {"id": "x"}}).encode(),
    "wrong_types": json.dumps({"update_id": "no", "message": {"chat": []}}).encode(),
    "huge_number": b'{"update_id": 99999999999999999999999999, "message": {"chat": {"id": 1e999}}}',
}


@pytest.mark.parametrize("name", BODIES)
async def test_it_is_recorded_and_answered(house, name):
    """Each body is one row of the inbox, closed, with exactly the bytes that came."""
    answer = await house.post(BODIES[name])

    assert answer.status_code == 200
    assert answer.json() == {} or answer.json()["method"] == "sendMessage"
    rows = await house.sql("SELECT raw, state FROM inbox")
    assert len(rows) == 1
    assert (bytes(rows[0][0]), rows[0][1]) == (BODIES[name], "done")


async def test_neighbours_of_one_batch_are_not_affected(house):
    """Poison of every kind arrives together with thirty good messages: each good one is answered."""
    async with httpx.AsyncClient(timeout=20) as client:
        answers = await asyncio.gather(
            *(house.post(body, client=client) for body in BODIES.values()),
            *(house.post(update(800 + n), client=client) for n in range(30)),
        )

    assert {answer.status_code for answer in answers} == {200}
    await house.eventually("SELECT count(*) FROM inbox WHERE state = 'done'", len(BODIES) + 30)
    assert (
        await house.one("SELECT count(*) FROM conversations WHERE chat_key::bigint >= 800 AND steps = 1")
        == 30
    )


async def test_the_same_unreadable_body_is_one_row(house):
    """A body without an id is known by its hash, so that a repetition records nothing new."""
    for _ in range(3):
        assert (await house.post(DEEP)).status_code == 200

    assert await house.one("SELECT count(*) FROM inbox") == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"MessageSid=SM1&From=whatsapp%3A%2B355690000101&To=whatsapp%3A%2B355440000001&Body=%FF%FE%00ku",
        b"MessageSid=SM2&From=whatsapp%3A%2B355690000102&To=whatsapp%3A%2B355440000001&Body=%00",
        b"MessageSid=SM3&From=&To=whatsapp%3A%2B355440000001&Body=ku",
        b"Body=no+id+at+all",
        b"MessageSid=%00%01&From=whatsapp%3A%2B355690000103&Body=ku",
        b"",
    ],
)
async def test_a_form_of_another_charset_is_recorded_and_answered(house, raw):
    """Bytes that are not UTF-8, NULs and missing fields: recorded, answered with TwiML."""
    from bots.channels.twilio_forms import parse_form
    from bots.channels.twilio_signature import sign

    url = f"{house.url}/webhooks/twilio/messages"
    headers = {
        "x-twilio-signature": sign(url, parse_form(raw), "an-auth-token-of-tests"),
        "content-type": "application/x-www-form-urlencoded; charset=utf-16",
    }
    async with httpx.AsyncClient(timeout=20) as client:
        answer = await client.post(url, content=raw, headers=headers)

    assert answer.status_code == 200
    assert b"<Response" in answer.content
    assert await house.one("SELECT count(*) FROM inbox WHERE state = 'done'") == 1


async def test_every_odd_message_gets_an_answer(house):
    """A sticker, a voice note, an edited message, an unknown button and a group: each is answered in words."""
    phone = await house.greeted()
    before = len(phone.received())
    phone.send_file("sticker")
    await phone.reply()
    phone.send_file("voice", b"OggS" + b"\x00" * 50)
    await phone.reply()
    mine = phone.say("ku votoj?")
    await phone.reply()
    phone.edit(mine, "ku votoj unë?")
    await phone.reply()
    assert len(phone.received()) >= before + 4

    pressed = update(phone.chat_id)
    query = {
        "update_id": pressed["update_id"],
        "callback_query": {
            "id": "1",
            "from": pressed["message"]["from"],
            "message": pressed["message"],
            "data": "no:such#button",
        },
    }
    told = len(phone.received())
    assert (await house.post(query)).status_code == 200
    await house.until(lambda: len(phone.received()) > told)

    group = house.telegram.group("Komisioni", phone.bot)
    phone.say("/start", group=group)
    await house.until(lambda: any(not bubble.mine for bubble in phone.transcript(group)))


async def test_a_web_chat_id_that_no_text_column_holds_is_recorded(house):
    """A NUL and a lone surrogate in the page's own id: recorded under its hash, and not in its neighbours' way."""
    session = "s" * 24
    async with httpx.AsyncClient(timeout=20) as client:
        for raw in (b"a\\u0000b", b"a\\ud800b"):
            body = b'{"id": "' + raw + b'", "session": "' + session.encode() + b'", "text": "ku votoj?"}'
            answers = await asyncio.gather(
                client.post(
                    f"{house.url}/v1/chat/messages",
                    content=body,
                    headers={"content-type": "application/json"},
                ),
                house.post(update(901), client=client),
            )
            assert answers[0].status_code in {200, 400}
            assert answers[1].status_code == 200
