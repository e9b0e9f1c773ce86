"""A served simulator on a standing clock, the real aiogram client, and a program that receives webhooks."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bots.simulators.serving import Served, serve
from bots.simulators.telegram.app import create
from bots.simulators.telegram.clock import SimClock
from bots.simulators.telegram.simulator import Simulator

VOTER = "vezhgo_voter_bot"
OBSERVER = "vezhgo_observer_bot"


class Receiver:
    """A program under test: it keeps every delivery and answers as told, 200 by default."""

    def __init__(self) -> None:
        """Answer 200 with an empty body."""
        self.updates: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.answers: list[tuple[int, dict[str, str], bytes]] = []
        self.always: tuple[int, dict[str, str], bytes] = (200, {}, b"")
        self.hold_s = 0.0
        self.open = 0
        self.widest = 0
        self.widest_by_chat: dict[int, int] = {}
        self._open_by_chat: dict[int, int] = {}

    def then(self, status: int, headers: dict[str, str] | None = None, body: Any = None) -> None:
        """Answer the next unanswered delivery so; after the last one, 200 again."""
        self.answers.append((status, headers or {}, json.dumps(body).encode() if body else b""))

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """The ASGI application."""
        if scope["type"] == "lifespan":
            while True:
                message = await receive()
                await send({"type": message["type"] + ".complete"})
                if message["type"] == "lifespan.shutdown":
                    return
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        update = json.loads(body)
        chat = update.get("message", {}).get("chat", {}).get("id", 0)
        self.updates.append(update)
        self.headers.append({name.decode().lower(): value.decode() for name, value in scope["headers"]})
        self.open += 1
        self._open_by_chat[chat] = self._open_by_chat.get(chat, 0) + 1
        self.widest = max(self.widest, self.open)
        self.widest_by_chat[chat] = max(self.widest_by_chat.get(chat, 0), self._open_by_chat[chat])
        status, headers, answer = self.answers.pop(0) if self.answers else self.always
        if self.hold_s:
            await asyncio.sleep(self.hold_s)
        self.open -= 1
        self._open_by_chat[chat] -= 1
        pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
        if answer:
            pairs.append((b"content-type", b"application/json"))
        pairs.append((b"content-length", str(len(answer)).encode()))
        await send({"type": "http.response.start", "status": status, "headers": pairs})
        await send({"type": "http.response.body", "body": answer})


async def eventually(condition: Callable[[], bool], timeout_s: float = 3.0) -> None:
    """Wait in real time until a condition holds.

    Raises:
        TimeoutError: it never did.
    """
    async with asyncio.timeout(timeout_s):
        # What is awaited happens in another thread, so there is no event of this loop to wait for.
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.003)


async def settled(seconds: float = 0.06) -> None:
    """Give something that must not happen the time to happen."""
    await asyncio.sleep(seconds)


@pytest.fixture
def clock() -> SimClock:
    """A clock that stands until a test moves it."""
    return SimClock(start_s=1_800_000_000.0, running=False)


@pytest.fixture
def simulator(clock: SimClock) -> Simulator:
    """A simulator with the two demo bots."""
    return Simulator(clock=clock)


@pytest.fixture
def served(simulator: Simulator) -> Iterator[Served]:
    """The simulator on a loopback port."""
    with serve(create(simulator=simulator)) as address:
        yield address


@pytest.fixture
async def bot(simulator: Simulator, served: Served) -> AsyncIterator[Bot]:
    """The real client of the voters' bot."""
    client = client_of(simulator, served, VOTER)
    yield client
    await hang_up(client)


@pytest.fixture
async def observer_bot(simulator: Simulator, served: Served) -> AsyncIterator[Bot]:
    """The real client of the observers' bot."""
    client = client_of(simulator, served, OBSERVER)
    yield client
    await hang_up(client)


def client_of(simulator: Simulator, served: Served, username: str) -> Bot:
    """An aiogram client of one bot."""
    server = TelegramAPIServer.from_base(served.url)
    return Bot(simulator.bot(username).token, session=AiohttpSession(api=server, timeout=5))


async def hang_up(client: Bot) -> None:
    """Close the client without aiogram's quarter of a second for TLS, which is not used here."""
    if client.session._session is not None:
        await client.session._session.close()


@pytest.fixture
def receiver() -> Receiver:
    """What the program under test does with deliveries."""
    return Receiver()


@pytest.fixture
def hook(receiver: Receiver) -> Iterator[str]:
    """The address of the receiver."""
    with serve(receiver) as address:
        yield f"{address.url}/webhooks/telegram"
