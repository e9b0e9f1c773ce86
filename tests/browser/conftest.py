"""A real server on a loopback port and a real Chromium in front of it."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
from collections.abc import AsyncIterator
from datetime import datetime

import httpx
import pytest
import uvicorn
from playwright.async_api import Browser, Page, async_playwright

from backend.app import compose, create_app
from backend.settings import Settings
from backend.store import places
from tests.backend.api.conftest import ELECTION, Api, World

CHROMIUM = os.environ.get("VEZHGO_CHROMIUM") or next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
    None,
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder drives a browser; without one it is skipped, and the count is printed."""
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium was found"))


@pytest.fixture
async def site(settings: Settings, database_url: str, now: datetime) -> AsyncIterator[World]:
    """The service with an open election; `site.url` is its address."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    made = World()
    made.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    made.services = compose(settings, database_url)
    app = create_app(made.services, worker=False)
    server = uvicorn.Server(uvicorn.Config(app, lifespan="on", log_config=None, access_log=False, ws="none"))
    server.install_signal_handlers = lambda: None
    async with asyncio.TaskGroup() as group:
        group.create_task(server.serve(sockets=[listener]))
        while not server.started:  # noqa: ASYNC110  (uvicorn offers no event for it)
            await asyncio.sleep(0.02)
        try:
            async with httpx.AsyncClient(base_url=made.url, timeout=20) as client:
                made.client = client
                await _furnish(made, now)
                yield made
        finally:
            server.should_exit = True


async def _furnish(made: World, now: datetime) -> None:
    await made.at(now)
    made.public = Api(made.client)
    made.cec = await made.key("cec")
    answer = await made.cec.post("/v1/elections", ELECTION)
    assert answer.status_code == 201, answer.text
    made.election = answer.json()["id"]
    async with made.services.database.transaction() as conn:
        await places.put_units(conn, made.election, [places.Unit("30", "Tiranë")])
        await places.put_places(
            conn, made.election, [places.Place("1850/01", "voting_centre", "30", "Shkolla 1")]
        )
        await places.put_commissions(
            conn, made.election, [places.Commission("zec:30", "zec", "KZAZ 30", "30")]
        )


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    """A headless Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            await browser.close()


class Seen:
    """What a page complained of: script errors, and what its policy forbade."""

    def __init__(self) -> None:
        self.complaints: list[str] = []

    def watch(self, page: Page) -> Page:
        """Note the complaints of a page."""
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda message: self.complaints.append(message.text) if message.type == "error" else None,
        )
        return page


@pytest.fixture
def seen() -> Seen:
    """The complaints of the pages of one test."""
    return Seen()


PHONE = {"width": 360, "height": 640}


@pytest.fixture
async def phone(chromium: Browser, seen: Seen) -> Page:
    """A page on a small phone, which knows this service only: every other host fails."""
    context = await chromium.new_context(viewport=PHONE, locale="sq-AL")
    return seen.watch(await context.new_page())


@pytest.fixture
async def desk(chromium: Browser, seen: Seen) -> Page:
    """A page on a desktop."""
    context = await chromium.new_context(viewport={"width": 1280, "height": 900})
    return seen.watch(await context.new_page())
