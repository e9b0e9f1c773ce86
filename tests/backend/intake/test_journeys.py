"""A journey on each channel: bind the chat, report with evidence, hear the commission's answer; and the log of it."""

from __future__ import annotations

import hashlib
import io
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from PIL import Image

from backend.app import compose
from tests.backend.badges.world import World
from tests.backend.intake.house import AUTH, BOT, SECRET, TOKEN, House

BORN = "23.04.1990"
WORDS = "familja voton bashke ne kabine"
NUMBER = re.compile(r"raporti ([A-Z]-?[0-9A-Z-]+)")
ANSWER = "Komisioni po e shqyrton."


@dataclass
class Observer:
    """An accredited observer with a fresh link; keys of the sender and of the commission."""

    code: str
    sender: str
    cec: str


@asynccontextmanager
async def _world(house: House):
    services = compose(house.services.settings, house.database_url, work_size=2)
    await services.database.open()
    try:
        yield World(services, None, election=await house.one("SELECT id FROM elections"))
    finally:
        await services.database.close()


@pytest.fixture
async def observer(house) -> Observer:
    """Made by SQL, the link by the API."""
    async with _world(house) as world:
        organisation = await world.make_organisation()
        number = await world.accredit(organisation)
        sender = (await world.key(f"organisation:{organisation}"))["authorization"].removeprefix("Bearer ")
        cec = (await world.key("cec"))["authorization"].removeprefix("Bearer ")
    link = await house.api("POST", f"/v1/accreditations/{number}/chat-links", sender, {})
    assert link.status_code == 201, link.text
    return Observer(link.json()["code"], sender, cec)


@pytest.fixture(autouse=True)
async def forgotten(house):
    """Accreditations of one test are not there in the next."""
    yield
    await house.sql("TRUNCATE accreditations, decisions, requests CASCADE")


def _picture() -> bytes:
    out = io.BytesIO()
    Image.radial_gradient("L").resize((640, 480)).convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


def _holds(folder: Path, beginning: bytes) -> bool:
    return any(file.is_file() and beginning in file.read_bytes() for file in folder.rglob("*"))


async def _answered(house: House, observer: Observer, number: str) -> None:
    """The officer reads and answers the report by the API."""
    read = await house.api("GET", f"/v1/reports/{number}", observer.cec)
    assert read.status_code == 200, read.text
    said = await house.api("POST", f"/v1/reports/{number}/responses", observer.cec, {"text": ANSWER})
    assert said.status_code == 201, said.text


async def _stored(house: House, original: bytes, observer: Observer, number: str, kind: str) -> None:
    """The evidence is the original's bytes, hashed and sniffed, and sealed at rest."""
    await house.eventually("SELECT state FROM evidence", "stored")
    digest, sniffed, size = (await house.sql("SELECT sha256, sniffed_type, size_bytes FROM evidence"))[0]
    assert bytes(digest) == hashlib.sha256(original).digest()
    assert (sniffed, size) == (kind, len(original))
    assert not _holds(house.services.settings.data_dir, original[:64])
    report = (await house.api("GET", f"/v1/reports/{number}", observer.sender)).json()
    one = report["evidence"][0]
    answer = await house.api("GET", f"/v1/reports/{number}/evidence/{one['id']}", observer.sender)
    assert answer.content == original


async def test_an_observer_reports_by_telegram(house, observer, logged):
    """Link, second fact, place and words, receipt, category, photo, location, answer; and nothing of it in the log."""
    phone = house.phone("Elira")
    phone.start(observer.code)
    await phone.wait_for(lambda bubble: "datëlindj" in bubble.text.lower() or "lindj" in bubble.text.lower())
    phone.say(BORN)
    await phone.wait_for(lambda bubble: bubble.text.startswith("Biseda u lidh"))
    assert await house.one("SELECT count(*) FROM bindings WHERE unbound_at IS NULL") == 1

    phone.say(f"QV 1850/01 {WORDS}")
    receipt = await phone.wait_for(lambda bubble: bubble.text.startswith("U regjistrua"))
    number = NUMBER.search(receipt.text)[1]
    await phone.wait_for(lambda bubble: any(data == "yes#1" for row in bubble.buttons for _, data in row))
    phone.press("yes#1")
    await phone.wait_for(
        lambda bubble: any(data.startswith("know:") for row in bubble.buttons for _, data in row)
    )
    phone.press("know:seen#1")
    await phone.reply()
    phone.say("11:30")
    await phone.reply()
    phone.say("3")
    await phone.reply()
    picture = _picture()
    phone.send_photo(picture, "te hyrja")
    await phone.wait_for(lambda bubble: number in bubble.text)
    phone.share_location(41.33, 19.82)
    await phone.reply()
    sent = next(bubble for bubble in phone.sent() if bubble.kind == "photo")
    await _stored(house, phone.file(sent.file), observer, number, "image/jpeg")

    report = (await house.api("GET", f"/v1/reports/{number}", observer.sender)).json()
    assert report["category"] == "FAM"
    assert report["location"] == {"latitude": 41.33, "longitude": 19.82}
    assert report["details"]["knowledge"] == "seen"
    before = len(phone.received())
    await _answered(house, observer, number)
    told = await phone.wait_for(
        lambda bubble: ANSWER in bubble.text, after=phone.received()[before - 1].message_id
    )
    assert number in told.text
    phone.say("/status")
    await phone.wait_for(lambda bubble: number in bubble.text)

    whole = "\n".join(logged)
    for secret in (WORDS, BORN, "Elira", "Hoxha", "te hyrja", observer.code, TOKEN, SECRET, AUTH, ANSWER):
        assert secret not in whole


async def test_an_observer_reports_by_whatsapp(house, observer, logged):
    """The same dialogue with numbered choices; the photo's bytes are those that WhatsApp held."""
    phone = house.twilio.phone("+355690000777", "Elira Hoxha")
    await phone.say(f"VEZHGO {observer.code}")
    await phone.wait_for("lindj", timeout_s=15)
    await phone.say(BORN)
    await phone.wait_for("Biseda u lidh", timeout_s=15)
    await phone.say(f"QV 1850/01 {WORDS}")
    receipt = await phone.wait_for("U regjistrua", timeout_s=15)
    number = NUMBER.search(receipt.text)[1]
    await phone.wait_for("1. ", timeout_s=15)
    await phone.say("1")
    await house.eventually("SELECT category FROM reports", "FAM")
    await house.settled(phone.address)
    picture = _picture()
    await phone.send_media(picture, "image/jpeg", "te hyrja")
    await phone.share_location(41.33, 19.82)
    await _stored(house, picture, observer, number, "image/jpeg")
    await house.eventually("SELECT latitude FROM reports", 41.33)
    await _answered(house, observer, number)
    await phone.wait_for(ANSWER, timeout_s=15)

    whole = "\n".join(logged)
    for secret in (WORDS, "690000777", "Elira", "te hyrja", observer.code, AUTH, ANSWER):
        assert secret not in whole


async def test_a_used_link_binds_nobody_else(house, observer):
    """A second chat with the same code, and one with a guessed code, are told so."""
    first, second = house.phone("Ana"), house.phone("Besa")
    first.start(observer.code)
    await first.wait_for(lambda bubble: "lindj" in bubble.text)
    first.say(BORN)
    await first.wait_for(lambda bubble: bubble.text.startswith("Biseda u lidh"))
    for code in (observer.code, "A" * 22):
        second.start(code)
        await second.reply()
    second.say(BORN)
    await second.reply()

    assert await house.one("SELECT count(*) FROM bindings") == 1


async def test_a_voter_asks_by_every_channel(house):
    """The same approved answer in Telegram, WhatsApp, the web chat and the API."""
    telegram = await house.greeted()
    telegram.say("ku votoj?")
    by_telegram = await telegram.reply(15)
    whatsapp = house.twilio.phone("+355690000100")
    await whatsapp.say("ku votoj?")
    by_whatsapp = await whatsapp.wait_for(timeout_s=15)
    async with httpx.AsyncClient(timeout=20) as client:
        answer = await client.post(
            f"{house.url}/v1/help/questions", json={"text": "ku votoj?", "language": "sq"}
        )
    assert answer.status_code == 200
    by_api = answer.json()

    assert by_api["kind"] == "answer"
    assert by_api["sources"]
    opening = (by_api["short_text"] or by_api["text"])[:40]
    assert opening in by_telegram.text
    assert opening in by_whatsapp.text
    assert telegram.bot == BOT
