"""The control over HTTP, and the page on which a person types."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator

import httpx
import pytest
from aiogram import Bot
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bots.simulators.serving import Served, serve
from bots.simulators.telegram.clock import SimClock
from bots.simulators.telegram.simulator import Simulator
from tests.simulators.telegram.conftest import OBSERVER, VOTER, Receiver, eventually
from tests.simulators.telegram.test_methods import picture

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture
async def control(served: Served) -> AsyncIterator[httpx.AsyncClient]:
    """A client of `/_sim`."""
    async with httpx.AsyncClient(base_url=f"{served.url}/_sim", timeout=5) as client:
        yield client


async def test_a_phone_is_moved_over_http(control: httpx.AsyncClient, bot: Bot) -> None:
    """Every action of the Python phone has its HTTP form; the transcript shows the same."""
    made = (await control.post("/phones", json={"bot": VOTER, "first_name": "Ana"})).json()
    path = f"/phones/{VOTER}/{made['user_id']}"

    async def act(**action: object) -> httpx.Response:
        return await control.post(f"{path}/actions", json=action)

    assert (await act(do="start", payload="KOD-1")).status_code == 201
    said = (await act(do="say", text="gabim")).json()["done"]
    await act(do="edit", message_id=said, text="saktë")
    await act(do="share_location", latitude=41.3, longitude=19.8)
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Po", callback_data="yes")]])
    await bot.send_message(made["user_id"], "Vazhdojmë?", reply_markup=keyboard)
    await act(do="press", button="yes")
    query = (await bot.get_updates())[-1].callback_query
    await bot.answer_callback_query(query.id, text="Faleminderit")
    shown = (await control.get(path)).json()
    assert [one["text"] for one in shown["messages"]] == ["/start KOD-1", "saktë", "", "Vazhdojmë?"]
    assert shown["messages"][3]["buttons"] == [[["Po", "yes"]]]
    assert (shown["notes"], shown["unanswered"], shown["blocked"]) == (["Faleminderit"], 0, False)
    await act(do="block")
    assert (await control.get(path)).json()["blocked"]
    assert (await act(do="press", button="nothing")).status_code == 400
    assert (await act(do="fly")).status_code == 400
    assert (await control.get(f"/phones/{VOTER}/1")).status_code == 404


async def test_files_go_up_and_are_shown(control: httpx.AsyncClient, bot: Bot) -> None:
    """A photo is shown in place; a document is never shown as a page."""
    made = (await control.post("/phones", json={"bot": VOTER})).json()
    path = f"/phones/{VOTER}/{made['user_id']}"
    assert (await control.post(f"{path}/files?caption=dera", content=picture(300, 200))).status_code == 201
    name = {"kind": "document", "name": "a.html"}
    await control.post(
        f"{path}/files", params=name, content=b"<script>", headers={"Content-Type": "text/html"}
    )
    photo, document = (await control.get(path)).json()["messages"]
    assert (photo["kind"], photo["text"], document["file_name"]) == ("photo", "dera", "a.html")
    assert (await control.get(f"/files/{photo['file']}")).headers["content-type"] == "image/jpeg"
    answer = await control.get(f"/files/{document['file']}")
    assert (answer.content, answer.headers["content-type"]) == (b"<script>", "application/octet-stream")
    assert (await bot.get_updates())[-1].message.document.mime_type == "text/html"
    assert (await control.post(f"{path}/files", content=b"no picture")).status_code == 400


async def test_faults_are_armed_over_http(control: httpx.AsyncClient) -> None:
    """One or a list; unknown words are refused."""
    assert (await control.post("/faults", json={"kind": "too_many", "retry_after_s": 9})).status_code == 201
    several = [{"kind": "duplicate", "operation": "webhook"}, {"kind": "drop_after", "chat": "7"}]
    assert (await control.post("/faults", json=several)).json() == {"armed": 3}
    assert (await control.post("/faults", json={"kind": "earthquake"})).status_code == 400
    assert (await control.post("/faults", json={"kind": "slow", "often": 3})).status_code == 400
    armed = (await control.get("/faults")).json()["armed"]
    assert [one["kind"] for one in armed] == ["too_many", "duplicate", "drop_after"]
    assert (await control.delete("/faults")).status_code == 204
    assert (await control.get("/faults")).json()["armed"] == []


async def test_the_clock_is_moved_over_http(control: httpx.AsyncClient, clock: SimClock) -> None:
    """Forward only."""
    before = clock.now()
    moved = (await control.put("/clock", json={"advance_s": 3600})).json()
    assert moved == {"now": before + 3600, "running": False}
    assert (await control.put("/clock", json={"advance_s": -1})).status_code == 400
    assert (await control.put("/clock", json={"running": True})).json()["running"]


async def test_a_kill_test_sees_everything(
    control: httpx.AsyncClient, simulator: Simulator, bot: Bot, receiver: Receiver, hook: str
) -> None:
    """Accepted sends with time and chat, and every try of a delivery with its status; no token anywhere."""
    ana = simulator.phone(VOTER, "Ana")
    receiver.then(503)
    await bot.set_webhook(hook)
    ana.say("x")
    await eventually(lambda: len(simulator.deliveries()) == 1)
    simulator.clock.advance(1)
    await eventually(lambda: simulator.pending(VOTER) == 0)
    await bot.send_message(ana.chat_id, "po")
    tries = (await control.get("/deliveries")).json()
    assert [(one["status"], one["attempt"], one["chat"]) for one in tries] == [
        (503, 1, str(ana.chat_id)),
        (200, 2, str(ana.chat_id)),
    ]
    (send,) = (await control.get("/sends")).json()
    assert (send["chat"], send["text"], send["at"]) == (str(ana.chat_id), "po", simulator.clock.now())
    assert (await control.get("/sends?since=1")).json() == []
    listed = await control.get("/bots")
    assert {one["username"] for one in listed.json()} == {VOTER, OBSERVER}
    assert bot.token not in listed.text


def test_two_servers_live_side_by_side_and_stop() -> None:
    """A served simulator takes a free port and gives it back."""
    from bots.simulators.telegram.app import create

    with serve(create()) as one, serve(create()) as two:
        assert one.port != two.port
        assert httpx.get(f"{one.url}/").status_code == httpx.get(f"{two.url}/").status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{one.url}/", timeout=2)


async def test_the_page_needs_no_other_host(served: Served) -> None:
    """It is one self-contained document."""
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"{served.url}/")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "src=" not in answer.text
    assert '<link rel="stylesheet"' not in answer.text


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium was found")
async def test_a_person_types_on_the_page(simulator: Simulator, served: Served, bot: Bot) -> None:
    """Open a start link, type, press a button, send a photo and the place; markup in a text stays text."""
    from playwright.async_api import async_playwright

    complaints: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page(viewport={"width": 1360, "height": 900})
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        await page.goto(served.url)
        await page.get_by_label("Start link or code").fill(f"https://t.me/{OBSERVER}?start=KOD-7")
        await page.get_by_role("button", name="Open on this phone").click()
        await page.get_by_text("/start KOD-7").wait_for()
        await page.get_by_role("button", name="Vezhgo Voter").click()
        await page.get_by_role("button", name="START", exact=True).click()
        await page.get_by_label("Message", exact=True).fill("<img src=x onerror=alert(1)>")
        await page.keyboard.press("Enter")
        await page.get_by_text("<img src=x onerror=alert(1)>").wait_for()
        phone = simulator.phones()[0]
        keyboard = InlineKeyboardMarkup(
            inline_keyboard=[[InlineKeyboardButton(text="Ku votoj?", callback_data="where")]]
        )
        await bot.send_message(phone.chat_id, "Zgjidhni:", reply_markup=keyboard)
        await page.get_by_role("button", name="Ku votoj?").click()
        await page.get_by_label("Share the location").click()
        await page.locator("#photo").set_input_files(
            {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": picture(200, 100)}
        )
        await page.get_by_alt_text("photo").wait_for()
        await browser.close()
    updates = await bot.get_updates()
    carried = [one.callback_query.data if one.callback_query else one.message.content_type for one in updates]
    assert carried == ["text", "text", "where", "location", "photo"]
    assert simulator.phone(OBSERVER, user_id=phone.chat_id).sent()[0].text == "/start KOD-7"
    assert complaints == []
