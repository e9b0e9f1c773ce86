"""The simulator served on the loopback, and a receiver that stands for our webhooks."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import msgspec
import pytest
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from bots.channels.twilio_http import TwilioTransport
from bots.simulators.serving import drop, serve
from bots.simulators.twilio.app import Simulator, create

ACCOUNT = "AC" + "0" * 32
TOKEN = "an-auth-token-of-tests"
VOTER = "whatsapp:+355440000001"
OBSERVER = "whatsapp:+355440000002"
HOTLINE = "+355440000003"
START = datetime(2027, 5, 14, 8, 0, tzinfo=UTC)
TWIML = "text/xml"


class Got(msgspec.Struct):
    """One webhook as it arrived."""

    path: str
    form: dict[str, str]
    headers: dict[str, str]
    signed: bool


class Receiver:
    """Our side: checks the signature of every webhook and answers as a test wishes."""

    def __init__(self) -> None:
        self.public = "https://vezhgo.example"
        self.got: list[Got] = []
        self.answers: dict[str, list[tuple[int, str, bytes]]] = {}
        self.usual: tuple[int, str, bytes] = (200, TWIML, b"<Response/>")
        self.slow_s = 0.0
        self.drops = 0

    def then(self, path: str, *bodies: bytes, status: int = 200, kind: str = TWIML) -> None:
        """Answer the next webhooks of a path with these."""
        self.answers.setdefault(path, []).extend((status, kind, body) for body in bodies)

    def of(self, path: str) -> list[Got]:
        """What arrived at a path."""
        return [got for got in self.got if got.path == path]

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] != "http":
            for word in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{word}.complete"})
            return
        body = b""
        while True:
            event = await receive()
            body += event.get("body", b"")
            if not event.get("more_body"):
                break
        path = scope["path"]
        headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        form = dict(parse_qsl(body.decode(), keep_blank_values=True))
        query = scope["query_string"].decode()
        url = self.public + path + (f"?{query}" if query else "")
        signed = RequestValidator(TOKEN).validate(url, form, headers["x-twilio-signature"])
        self.got.append(Got(path, form, headers, signed))
        if self.drops > 0:
            self.drops -= 1
            drop(scope)
            return
        if self.slow_s:
            await asyncio.sleep(self.slow_s)
        queued = self.answers.get(path)
        status, kind, content = queued.pop(0) if queued else self.usual
        await send(
            {"type": "http.response.start", "status": status, "headers": [(b"content-type", kind.encode())]}
        )
        await send({"type": "http.response.body", "body": content})


class World:
    """A served simulator with its receiver and real clients."""

    def __init__(self, simulator: Simulator, url: str, receiver: Receiver) -> None:
        self.sim, self.url, self.receiver = simulator, url, receiver

    def client(self, token: str = TOKEN) -> Client:
        """Twilio's own client; close its transport with `done`."""
        return Client(ACCOUNT, token, http_client=TwilioTransport(self.url, total_s=5))


@pytest.fixture(scope="session")
def listening() -> Iterator[tuple[Receiver, str]]:
    """One server for our webhooks; each test finds it fresh."""
    ours = Receiver()
    with serve(ours) as served:
        yield ours, served.url


@pytest.fixture
def receiver(listening) -> Receiver:
    """Our webhooks, with nothing received yet."""
    listening[0].__init__()
    return listening[0]


def options(public: str, reach: str) -> dict:
    """The addresses of a usual simulator."""
    return {
        "webhook_url": f"{public}/webhooks/twilio/messages",
        "status_url": f"{public}/webhooks/twilio/status",
        "voice_url": f"{public}/webhooks/twilio/voice",
        "voice_number": HOTLINE,
        "reach": reach,
        "clock_start": START,
    }


@pytest.fixture
def build(listening, receiver: Receiver) -> Iterator:
    """Serve simulators with other addresses; all are stopped at the end."""
    with contextlib.ExitStack() as stack:

        def building(fragment: str = "", **more) -> World:
            usual = options(receiver.public, listening[1])
            usual["webhook_url"] += fragment
            simulator = create(ACCOUNT, TOKEN, {"voter": VOTER, "observer": OBSERVER}, **{**usual, **more})
            return World(simulator, stack.enter_context(serve(simulator)).url, receiver)

        yield building


@pytest.fixture(scope="session")
def usual(listening) -> Iterator[World]:
    """One usual simulator for all tests."""
    ours, reach = listening
    simulator = create(ACCOUNT, TOKEN, {"voter": VOTER, "observer": OBSERVER}, **options(ours.public, reach))
    with serve(simulator) as served:
        yield World(simulator, served.url, ours)


@pytest.fixture
async def world(usual, receiver):
    """The usual simulator, started anew; it must end without a failure of its own."""
    await usual.sim.reset()
    yield usual
    await usual.sim.settle()
    assert usual.sim.failures == []


@pytest.fixture
async def client(world):
    """Twilio's own client for the usual simulator."""
    made = world.client()
    yield made
    await made.http_client.close()
