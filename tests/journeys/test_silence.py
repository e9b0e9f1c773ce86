"""Silence that was asked for, and answers that come too late for WhatsApp's window."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from typing import Any

import pytest

from tests.journeys.test_chats import start
from tests.journeys.town import BIRTH_SPOKEN, Caller, Chat, Town, moved


async def reported(town: Town, channel: str) -> tuple[Chat, Caller, str]:
    """A bound chat that has sent a report: the chat, its sender, the report's number."""
    _, sender = await town.organisation()
    chat = Chat(town, channel)
    code = (await town.link(sender, await town.accredited(sender)))["code"]
    await chat.say(start(channel, code))
    await chat.say(BIRTH_SPOKEN)
    found = re.search(r"RP-\d{4}-\d{6}", await chat.say("QV 1850/01 familja voton bashkë"))
    assert found
    return chat, sender, found[0]


async def texts(chat: Chat) -> list[str]:
    """Everything the chat has heard."""
    return await chat._texts()


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_nothing_unasked_is_sent_after_stop_and_the_report_goes_on(town: Town, channel: str) -> None:
    """After `/stop` an answer of the commission is not pushed into the chat; whoever writes again can read it."""
    chat, sender, number = await reported(town, channel)
    await chat.say("/stop")
    heard = len(await texts(chat))
    await town.cec.ok(f"/v1/reports/{number}/responses", {"text": "U dërgua një inspektor."})
    await asyncio.sleep(0.7)
    assert len(await texts(chat)) == heard
    waiting = await town.house.one(
        "SELECT count(*) FROM outbox o JOIN conversations c ON c.id = o.conversation_id "
        "WHERE c.chat_key = %s AND o.state <> 'sent'",
        chat.key,
    )
    assert waiting == 0
    assert "U dërgua një inspektor." in (await sender.get(f"/v1/reports/{number}")).text
    assert number in await chat.say("/gjendja")


async def test_an_answer_after_the_24_hours_waits_for_the_person_and_is_not_lost(town: Town) -> None:
    """WhatsApp refuses what comes after its window (63016): the answer is kept and told at the next message."""
    chat, _, number = await reported(town, "whatsapp")
    async with moved(town, await town.now() + timedelta(hours=26)):
        await town.house.twilio.advance(26 * 3600)
        heard = len(await texts(chat))
        await town.cec.ok(f"/v1/reports/{number}/responses", {"text": "Përgjigje pas një dite."})
        await asyncio.sleep(0.7)
        assert len(await texts(chat)) == heard
        told = await chat.say("Tungjatjeta")
        for _ in range(40):
            if "Përgjigje pas një dite." in told:
                break
            await asyncio.sleep(0.1)
            told = "\n".join((await texts(chat))[heard:])
        assert "Përgjigje pas një dite." in told


async def test_a_contact_card_is_never_kept_as_evidence(town: Town) -> None:
    """Other people's numbers are not stored, on either channel; the report goes on."""
    card = b"BEGIN:VCARD\nTEL:+355681234567\nEND:VCARD"
    for channel in ("telegram", "whatsapp"):
        chat, sender, number = await reported(town, channel)
        sends: Any = chat.phone
        if channel == "telegram":
            sends.share_contact("+355681234567", "Zamira")
        else:
            await sends.send_media(card, "text/vcard")
        assert "kontakte" in await chat.answer()
        assert (await sender.get(f"/v1/reports/{number}")).json()["evidence"] == []
