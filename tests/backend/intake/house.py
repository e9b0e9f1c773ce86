"""The whole service between strict simulators: the real application on a port, its database, phones and keys."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
from litestar import Litestar

from backend.actions.ports import Limit
from backend.app import compose, create_app
from backend.jobs import channels
from backend.services import Services
from backend.settings import Settings
from bots.channels.twilio_signature import sign
from bots.simulators.serving import serve
from bots.simulators.telegram.app import create as create_telegram
from bots.simulators.telegram.phones import Phone
from bots.simulators.telegram.simulator import Simulator as Telegram
from bots.simulators.twilio.app import Simulator as Twilio
from bots.simulators.twilio.app import create as create_twilio

BOT = "vezhgo_test_bot"
TOKEN = "1000001:AAtests-simulated-token-not-a-secret"
SECRET = "tests-webhook-secret"
ACCOUNT = "AC" + "0" * 32
AUTH = "an-auth-token-of-tests"
NUMBER = "+355440000001"
WHATSAPP = f"whatsapp:{NUMBER}"
WIDE = Limit(1e9, 1e9, 1e9, 1e9)
"""A limit so wide that it is not what is tested."""

_updates = itertools.count(5_000_001)
_keys = itertools.count(1)


def free_port() -> int:
    """A free loopback port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def update(chat: int, text: str = "/menu", *, number: int | None = None, **changes: Any) -> dict[str, Any]:
    """A text message as Telegram sends it; `changes` replace fields of the message."""
    number = number if number is not None else next(_updates)
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1_800_000_000,
            "chat": {"id": chat, "type": "private", "first_name": "Ana"},
            "from": {"id": chat, "is_bot": False, "first_name": "Ana", "language_code": "sq"},
            "text": text,
            **changes,
        },
    }


class House:
    """One running service; `telegram` and `twilio` are its simulators."""

    app: Litestar
    services: Services
    url: str
    database_url: str
    telegram: Telegram
    twilio: Twilio

    async def sql(self, statement: str, *values: Any) -> list[tuple]:
        """Run one statement on a connection of the test's own."""
        async with await psycopg.AsyncConnection.connect(self.database_url, autocommit=True) as conn:
            cursor = await conn.execute(statement, values)
            return await cursor.fetchall() if cursor.description else []

    async def one(self, statement: str, *values: Any) -> Any:
        """The first column of the first row."""
        return (await self.sql(statement, *values))[0][0]

    async def post(
        self, body: Any, *, secret: str = SECRET, client: httpx.AsyncClient | None = None
    ) -> httpx.Response:
        """Deliver an update as Telegram does; `body` is a dict or raw bytes."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"x-telegram-bot-api-secret-token": secret, "content-type": "application/json"}
        if client is not None:
            return await client.post(f"{self.url}/webhooks/telegram", content=raw, headers=headers)
        async with httpx.AsyncClient(timeout=20) as own:
            return await own.post(f"{self.url}/webhooks/telegram", content=raw, headers=headers)

    async def form(
        self, path: str, fields: dict[str, str], *, token: str = AUTH, raw: bytes | None = None
    ) -> httpx.Response:
        """Deliver a form as Twilio does, signed over the public address."""
        url = self.url + path
        body = raw if raw is not None else str(httpx.QueryParams(fields)).encode()
        pairs = fields if raw is None else dict(httpx.QueryParams(raw.decode("latin-1")).multi_items())
        headers = {
            "x-twilio-signature": sign(url, pairs, token),
            "content-type": "application/x-www-form-urlencoded",
        }
        async with httpx.AsyncClient(timeout=20) as client:
            return await client.post(url, content=body, headers=headers)

    def whatsapp_form(self, sid: str, text: str, person: str = "whatsapp:+355690000100") -> dict[str, str]:
        """The form of an inbound WhatsApp message."""
        return {
            "MessageSid": sid,
            "SmsMessageSid": sid,
            "AccountSid": ACCOUNT,
            "From": person,
            "To": WHATSAPP,
            "Body": text,
            "NumMedia": "0",
            "WaId": person.removeprefix("whatsapp:+"),
        }

    def phone(self, name: str = "Ana") -> Phone:
        """A new person's phone in the chat with the bot."""
        return self.telegram.phone(BOT, name)

    async def greeted(self, name: str = "Ana") -> Phone:
        """A phone whose person has been through the welcome, and whose answers have all arrived."""
        phone = self.phone(name)
        phone.start()
        await self.until(lambda: len(phone.received()) >= 2)
        await self.settled(phone.chat_id)
        return phone

    async def settled(self, chat: int | str) -> None:
        """Wait until nothing of a chat is unsent."""
        await self.eventually(
            "SELECT count(*) FROM outbox o JOIN conversations c ON c.id = o.conversation_id "
            "WHERE c.chat_key = %s AND o.state IN ('waiting', 'riding', 'leased', 'unknown')",
            0,
            str(chat),
        )

    async def eventually(self, statement: str, wanted: Any, *values: Any, timeout_s: float = 20.0) -> None:
        """Wait until a query's first column equals a value.

        Raises:
            AssertionError: it never did; the text says what it was.
        """
        found: Any = None
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                while True:
                    rows = await self.sql(statement, *values)
                    found = rows[0][0] if rows else None
                    if found == wanted:
                        return
                    await asyncio.sleep(0.02)
        raise AssertionError(f"{statement}: {found!r}, not {wanted!r}")

    async def until(self, condition: Callable[[], Any], timeout_s: float = 20.0) -> None:
        """Wait until a condition holds.

        Raises:
            TimeoutError: it never did.
        """
        async with asyncio.timeout(timeout_s):
            # What is awaited happens in other threads, so there is no event of this loop to wait for.
            while not condition():  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    def later(self, **by: float) -> None:
        """Let the service's clock jump."""
        self.services.clock.offset += timedelta(**by)

    async def api(self, method: str, path: str, key: str, body: Any = None) -> httpx.Response:
        """Call the API with a key and a fresh idempotency key."""
        headers = {"authorization": f"Bearer {key}", "idempotency-key": f"house-{next(_keys)}"}
        async with httpx.AsyncClient(timeout=20) as client:
            return await client.request(method, self.url + path, json=body, headers=headers)


@contextlib.contextmanager
def open_house(
    database_url: str,
    folder: Path,
    *,
    limits: Limit | None = WIDE,
    worker: bool = True,
    pick: Callable[[Services], None] | None = None,
    webhook: str = "",
    **changes: Any,
) -> Iterator[House]:
    """Serve the application and both simulators until the block ends.

    Args:
        database_url: a migrated database.
        folder: for evidence.
        limits: of every sender; None keeps the real ones.
        worker: whether the ledgers are drained too.
        pick: changes the services before they start.
        webhook: overrides of the Twilio webhook, such as `#rc=0`.
        changes: fields of the settings.
    """
    house = House()
    house.database_url = database_url
    port = free_port()
    house.url = f"http://127.0.0.1:{port}"
    house.telegram = Telegram({BOT: TOKEN}, limited=False)
    house.twilio = create_twilio(
        ACCOUNT, AUTH, {"voter": WHATSAPP}, f"{house.url}/webhooks/twilio/messages{webhook}", reach=house.url
    )
    with contextlib.ExitStack() as served:
        telegram_url = served.enter_context(serve(create_telegram(simulator=house.telegram))).url
        twilio_url = served.enter_context(serve(house.twilio)).url
        settings = Settings(
            **{
                "data_dir": folder,
                "public_url": house.url,
                "secret_key": "a secret key of the tests, long enough",
                "telegram_token": TOKEN,
                "telegram_api_url": telegram_url,
                "telegram_webhook_secret": SECRET,
                "twilio_account_sid": ACCOUNT,
                "twilio_auth_token": AUTH,
                "twilio_whatsapp_from": NUMBER,
                "twilio_api_url": twilio_url,
                **changes,
            }
        )
        house.services = compose(settings, database_url, work_size=6)
        if limits is not None:
            built = channels.build(settings)
            house.services.parts["ports"] = {
                name: replace(port, limit=limits) for name, port in built.items()
            }
        if pick is not None:
            pick(house.services)
        house.app = create_app(house.services, worker=worker)
        served.enter_context(serve(house.app, port))
        give_up_at = time.monotonic() + 30
        while worker and house.telegram.bot(BOT).webhook is None and time.monotonic() < give_up_at:
            time.sleep(0.02)
        _warm(house)
        yield house


def _warm(house: House) -> None:
    """Let the first message of a process, which is slow, be nobody's; nothing of it stays."""
    for text in ("/menu", "ku votoj?"):
        headers = {"x-telegram-bot-api-secret-token": SECRET}
        httpx.post(f"{house.url}/webhooks/telegram", json=update(1, text), headers=headers, timeout=20)
    with psycopg.connect(house.database_url, autocommit=True) as conn:
        conn.execute("TRUNCATE inbox, outbox, conversations CASCADE")


def make_election(database_url: str, name: str = "Zgjedhjet e provës") -> int:
    """An election with two units and four voting centres, by SQL; returns its id."""
    now = datetime.now(UTC)
    with psycopg.connect(database_url, autocommit=True) as conn:
        election = conn.execute(
            "INSERT INTO elections (name, kind, election_date, decreed_on, edition, reading, demo, created_at, "
            "created_by) VALUES (%s, 'assembly', %s, %s, '2005', 'calendar', true, %s, 'test') RETURNING id",
            (name, now.date() + timedelta(days=5), now.date() - timedelta(days=40), now),
        ).fetchone()[0]
        for unit in ("07", "12"):
            conn.execute(
                "INSERT INTO electoral_units (election_id, code, name) VALUES (%s, %s, %s)",
                (election, unit, f"Njësia {unit}"),
            )
        for code, unit in (("1850/01", "07"), ("1850/02", "07"), ("1851", "07"), ("4337", "12")):
            conn.execute(
                "INSERT INTO places (election_id, code, kind, unit_code, name, latitude, longitude) "
                "VALUES (%s, %s, 'voting_centre', %s, %s, 41.33, 19.82)",
                (election, code, unit, f"Qendra {code}"),
            )
    return election
