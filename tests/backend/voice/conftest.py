"""The application on a port, the simulated Twilio that calls it, and the demo election."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass

import msgspec
import pytest

from backend.app import compose, create_app
from backend.cli import demo_data
from backend.services import Services
from bots.simulators.serving import serve
from bots.simulators.twilio.app import Simulator, create

ACCOUNT = "AC" + "0" * 32
AUTH = "an-auth-token-of-tests"
HOTLINE = "+355440000003"
WHATSAPP = "+355440000001"
CALLER = "+355690000100"


@dataclass
class Line:
    """The voice number: its services, its address and the provider in front of it."""

    services: Services
    url: str
    twilio: Simulator


@pytest.fixture
def open_line(settings, database_url):
    """Open a voice number; changed settings as arguments, `demo=False` for no election."""

    @asynccontextmanager
    async def opened(*, demo: bool = True, **changes) -> AsyncIterator[Line]:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        url = f"http://127.0.0.1:{port}"
        found = msgspec.structs.replace(
            settings,
            public_url=url,
            twilio_auth_token=AUTH,
            twilio_whatsapp_from=WHATSAPP,
            mail_address="ndihma@example.org",
            **changes,
        )
        services = compose(found, database_url)
        with ExitStack() as served:
            served.enter_context(serve(create_app(services, worker=False), port))
            if demo:
                loader = compose(found, database_url)
                await loader.database.open()
                await demo_data.load(loader)
                await loader.database.close()
            twilio = create(
                ACCOUNT,
                AUTH,
                senders={"voters": f"whatsapp:{WHATSAPP}"},
                webhook_url=f"{url}/webhooks/twilio/messages",
                voice_url=f"{url}/webhooks/twilio/voice",
                voice_number=HOTLINE,
            )
            served.enter_context(serve(twilio))
            yield Line(services, url, twilio)
            await asyncio.sleep(0)

    return opened
