"""Bad input in the chats and at the webhooks: each a clear answer in the person's language, nothing lost, nobody waits."""

from __future__ import annotations

import asyncio
import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.backend.intake.house import ACCOUNT, BOT, SECRET, update
from tests.journeys.test_chats import plain, start
from tests.journeys.town import BIRTH_SPOKEN, Chat, Town, fresh, moved, portrait

TEXTS = {
    "emoji only": "😀😀👍🏽🇦🇱",
    "a bidirectional trick": "\u202eotov uk\u202c \u200fku votoj\u200e?",
    "Italian": "dove posso votare?",
    "Greek": "πού ψηφίζω;",
    "German": "wo kann ich wählen?",
    "SQL": "'; DROP TABLE inbox; -- ku votoj?",
    "HTML": "<b>ku</b> <script>alert(1)</script> votoj",
    "Fluent": "{ $number } { -term } ku votoj",
    "a format string": "%s %n {0} {number!r}",
    "a NUL": "ku\x00 votoj",
    "a lone surrogate": "ku votoj \ud83d",
    "only spaces": "   \n\t  ",
    "combining marks": "k" + "u\u0301\u0302\u0303" * 300 + " votoj",
    "a very long word": "a" * 4_000,
    "a path": "../../../../etc/passwd",
    "a number": "1850/01",
    "a command that is none": "/vidhe",
    "slash alone": "/",
    "a phone number": "+355 69 123 4567",
}
ODD: dict[str, dict[str, Any]] = {
    "a sticker": {"text": None, "sticker": {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1,
                                            "height": 1, "is_animated": False, "is_video": False}},
    "a contact": {"text": None, "contact": {"phone_number": "+355691234567", "first_name": "Zamira"}},
    "a voice note": {"text": None, "voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}},
    "a poll": {"text": None, "poll": {"id": "1", "question": "x", "options": []}},
    "a dice": {"text": None, "dice": {"emoji": "🎲", "value": 3}},
    "a far place": {"text": None, "location": {"latitude": -33.9, "longitude": 151.2}},
    "a place that is none": {"text": None, "location": {"latitude": 999, "longitude": "east"}},
    "a document": {"text": None, "document": {"file_id": "d", "file_unique_id": "d", "file_name": "a.pdf"}},
    "an empty message": {"text": None},
}  # fmt: skip
BROKEN = {
    "deep JSON": b'{"update_id": %d, "message": ' + b'{"a":' * 5_000 + b"1" + b"}" * 5_000 + b"}",
    "not JSON": b"\x00\x01\xff not json %d",
    "not UTF-8": b'{"update_id": %d, "message": {"text": "\xff"}}',
    "an array": b"[%d]",
    "a number too large": b'{"update_id": %d9999999999999999999999}',
    "no chat": b'{"update_id": %d, "message": {"text": "x"}}',
    "an unknown kind": b'{"update_id": %d, "telepathy": {"text": "x"}}',
    "text is a number": b'{"update_id": %d, "message": {"chat": {"id": 5}, "text": 7}}',
    "a NUL escape": b'{"update_id": %d, "message": {"chat": {"id": 77, "type": "private"}, "text": "\\u0000"}}',
    "empty": b"",
}


def deliver(town: Town, chat: Chat, **message: Any) -> None:
    """Have the simulator deliver a message as it is, valid or not; None leaves a field out."""
    body = update(chat.phone.chat_id, **message)
    body["message"] = {name: value for name, value in body["message"].items() if value is not None}
    raw = json.dumps(body).encode()
    town.house.telegram.inject(BOT, raw, body["update_id"], str(chat.phone.chat_id))


@pytest.mark.parametrize("channel", ["telegram", "webchat"])
async def test_strange_texts_are_answered_in_words(town: Town, channel: str) -> None:
    """Emoji, other alphabets, markup, marks, NUL, surrogates: one chat hears a clear answer to each, in order."""
    chat = Chat(town, channel)
    await chat.say("Përshëndetje")
    for n, (what, text) in enumerate(TEXTS.items()):
        if n == len(TEXTS) // 2:
            # Past twenty messages in a minute only one notice is said, which is not what is tried here.
            assert "e-Albania" in await chat.say("ku votoj?")
            chat = Chat(town, channel)
            await chat.say("Përshëndetje")
        if channel == "telegram":
            deliver(town, chat, text=text)
        else:
            message = {"session": chat.session, "id": fresh("m"), "text": text}
            async with httpx.AsyncClient(timeout=20) as client:
                answer = await client.post(
                    f"{town.house.url}/v1/chat/messages",
                    content=json.dumps(message).encode(),
                    headers={"content-type": "application/json"},
                )
            if answer.status_code == 400:
                assert what in ("a lone surrogate", "a NUL"), what
                continue
            assert answer.status_code == 200, (what, answer.text)
        said = await chat.answer()
        assert said.strip(), what
        if what not in ("Fluent", "a format string", "HTML"):
            plain(said.replace("_", ""))
    assert "e-Albania" in await chat.say("ku votoj?")


@pytest.mark.parametrize("what", ODD)
async def test_what_is_no_text_gets_a_friendly_word_and_a_way_on(town: Town, what: str) -> None:
    """Stickers, contacts, voices, places: the voter is told what can be read here; nothing of it is kept as a report."""
    chat = Chat(town, "telegram")
    await chat.say("Përshëndetje")
    deliver(town, chat, **ODD[what])
    said = await chat.answer()
    assert len(said) > 20
    plain(said)
    assert "e-Albania" in await chat.say("ku votoj?")


@pytest.mark.parametrize("what", BROKEN)
async def test_an_authentic_update_that_cannot_be_read_is_recorded_and_holds_nobody_up(
    town: Town, what: str
) -> None:
    """200 at once, a row in the inbox, and another chat is answered in the same moment."""
    number = 900_000_000 + int(time.time() * 1000) % 10_000_000
    raw = BROKEN[what] % number if b"%d" in BROKEN[what] else BROKEN[what]
    before = await town.house.one("SELECT count(*) FROM inbox")
    other = Chat(town, "telegram")
    started = time.monotonic()
    answer, said = await asyncio.gather(town.house.post(raw), other.say("ku votoj?"))
    assert answer.status_code == 200, answer.text
    assert said
    assert time.monotonic() - started < 6
    assert await town.house.one("SELECT count(*) FROM inbox") >= before + 2
    await town.house.eventually("SELECT count(*) FROM inbox WHERE state NOT IN ('done', 'dead')", 0)


async def test_an_edited_message_an_unknown_button_and_a_strangers_button_are_told_so(town: Town) -> None:
    """Edits are not read silently; buttons of nobody or of another's chat do nothing but say so."""
    _, sender = await town.organisation()
    observer, stranger = Chat(town, "telegram"), Chat(town, "telegram", "Tjetër")
    code = (await town.link(sender, await town.accredited(sender)))["code"]
    await observer.say(start("telegram", code))
    await observer.say(BIRTH_SPOKEN)
    receipt = await observer.say("QV 1850/01 familja voton bashkë")
    number = receipt.split("raporti ")[1].split(",")[0]
    mine = observer.phone.sent()[-1].message_id
    observer.phone.edit(mine, "QV 1850/01 katër familje votojnë bashkë")
    assert "Ndryshimi u shtua" in await observer.answer()
    await stranger.say("Përshëndetje")
    data = next(bubble.buttons[0][0][1] for bubble in reversed(observer.phone.received()) if bubble.buttons)
    for pressed in (data, "yes#1", "cat:FAM#1", "nothing:at:all", "x" * 64, "unbind:yes", "st:" + number):
        query = {
            "id": fresh("q"),
            "from": {"id": stranger.phone.chat_id, "is_bot": False, "first_name": "T", "language_code": "sq"},
            "chat_instance": "1",
            "data": pressed,
            "message": {
                "message_id": 1,
                "date": 1_800_000_000,
                "chat": {"id": stranger.phone.chat_id, "type": "private", "first_name": "T"},
            },
        }
        number_of = update(0)["update_id"]
        raw = json.dumps({"update_id": number_of, "callback_query": query}).encode()
        town.house.telegram.inject(BOT, raw, number_of, str(stranger.phone.chat_id))
        said = await stranger.answer()
        assert number not in said, (pressed, said)
        plain(said)
    report = (await sender.get(f"/v1/reports/{number}")).json()
    assert report["category"] in (None, "FAM")
    assert "unbound" not in str(report)
    assert await observer.say("/gjendja")


async def test_a_group_gets_one_word_and_no_conversation(town: Town) -> None:
    """In a group nothing is said about anybody: please write in private."""
    group = town.house.telegram.group("Vëzhgues", BOT)
    phone = town.house.phone("Në grup")
    phone.say("/start QWERTYUIOPASDFGHJKLZXC", group=group)
    phone.say("QV 1850/01 familja në grup voton bashkë", group=group)
    await asyncio.sleep(1.0)
    written = [bubble.text for bubble in phone.transcript(group) if not bubble.mine]
    assert len(written) <= 2
    assert all("privat" in text for text in written)
    assert await town.house.one("SELECT count(*) FROM reports WHERE words LIKE %s", "%në grup%") == 0


async def test_an_album_is_one_report(town: Town) -> None:
    """Three photos with a caption from an observer: one report with three files, one receipt."""
    _, sender = await town.organisation()
    chat = Chat(town, "telegram")
    code = (await town.link(sender, await town.accredited(sender)))["code"]
    await chat.say(start("telegram", code))
    await chat.say(BIRTH_SPOKEN)
    chat.phone.send_album([portrait()] * 3, caption="QV 1850/01 kutia pa vula")
    said = await chat.answer()
    await asyncio.sleep(0.6)
    said += "\n".join(bubble.text for bubble in chat.phone.received()[chat.heard :])
    assert said.count("U regjistrua") == 1, said
    listed = (await sender.get("/v1/reports")).json()["items"]
    assert len(listed) == 1
    shown = (await sender.get(f"/v1/reports/{listed[0]['number']}")).json()
    assert len(shown["evidence"]) == 3


async def test_messages_in_a_burst_are_each_recorded_in_order(town: Town) -> None:
    """Twenty at once from one chat: twenty rows, a word on the pace, and a minute later the chat works on."""
    chat = Chat(town, "telegram")
    await chat.say("Përshëndetje")
    for n in range(20):
        chat.phone.say(f"pyetja ime numër {n}: ku votoj?")
    await town.house.until(lambda: town.house.telegram.pending(BOT) == 0, 15)
    assert "shumë mesazhe" in await chat.answer()
    recorded = await town.house.one("SELECT count(*) FROM inbox WHERE chat_key = %s", chat.key)
    assert recorded == 21
    async with moved(town, datetime.now(UTC) + timedelta(minutes=2)):
        assert "pyetjen tuaj" in await chat.say("/menu")


@pytest.mark.parametrize("who", ["nobody", "wrong", "empty"])
async def test_a_webhook_without_the_right_secret_is_refused_and_records_nothing(
    town: Town, who: str
) -> None:
    """Telegram's secret, Twilio's signature: 403 in a problem document, and the inbox stays as it was."""
    before = await town.house.one("SELECT count(*) FROM inbox")
    sent = {"nobody": {}, "wrong": {"x": SECRET[:-1] + "x"}, "empty": {"x": ""}}[who]
    body = json.dumps(update(123, "/start")).encode()
    async with httpx.AsyncClient(timeout=20) as client:
        for path, header, type in (
            ("telegram", "x-telegram-bot-api-secret-token", "application/json"),
            ("twilio/messages", "x-twilio-signature", "application/x-www-form-urlencoded"),
            ("twilio/status", "x-twilio-signature", "application/x-www-form-urlencoded"),
            ("twilio/voice", "x-twilio-signature", "application/x-www-form-urlencoded"),
        ):
            headers = {"content-type": type} | {header: value for value in sent.values()}
            content = body if path == "telegram" else b"MessageSid=SM1&From=whatsapp%3A%2B355690000001&Body=x"
            answer = await client.post(f"{town.house.url}/webhooks/{path}", content=content, headers=headers)
            assert answer.status_code == 403, path
            assert answer.headers["content-type"] == "application/problem+json"
            assert SECRET not in answer.text
    assert await town.house.one("SELECT count(*) FROM inbox") == before


async def test_a_webhook_body_over_one_mebibyte_is_refused(town: Town) -> None:
    """413, at each webhook, with the right secret or not."""
    body = json.dumps(update(123, "x" * (1 << 20))).encode()
    answer = await town.house.post(body)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


FORMS = {
    "no sid": {"MessageSid": ""},
    "no sender": {"From": ""},
    "a NUL": {"Body": "ku\x00votoj"},
    "too long": {"Body": "ë" * 5_000},
    "media that is none": {"NumMedia": "99", "MediaUrl0": "file:///etc/passwd"},
    "media elsewhere": {
        "NumMedia": "1",
        "MediaUrl0": "http://127.0.0.1:1/secret",
        "MediaContentType0": "image/jpeg",
    },
    "not a number of media": {"NumMedia": "shumë"},
    "a place that is none": {"Latitude": "north", "Longitude": "nan"},
    "an unknown button": {"ButtonPayload": "nothing:at:all", "ButtonText": "?"},
}


@pytest.mark.parametrize("what", FORMS)
async def test_a_signed_form_that_is_odd_is_recorded_and_answered(town: Town, what: str) -> None:
    """Twilio's own form with strange values: 200, and the next message of the person is answered."""
    person = f"whatsapp:+35568{int(time.time() * 1000) % 10_000_000:07d}"
    form = town.house.whatsapp_form(fresh("SM") + "0" * 10, "ku votoj?", person) | FORMS[what]
    assert form["AccountSid"] == ACCOUNT
    answer = await town.house.form("/webhooks/twilio/messages", form)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/xml")
    again = town.house.whatsapp_form(fresh("SM") + "1" * 10, "ku votoj?", person)
    assert (await town.house.form("/webhooks/twilio/messages", again)).status_code == 200
    await town.house.eventually(
        "SELECT count(*) > 0 FROM outbox o JOIN conversations c ON c.id = o.conversation_id WHERE c.chat_key = %s",
        True,
        person,
    )
