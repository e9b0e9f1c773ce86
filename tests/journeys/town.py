"""A whole service between strict simulators with the demo loaded: what a user, and an enemy, walks through."""

from __future__ import annotations

import asyncio
import contextlib
import io
import itertools
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
import structlog
from PIL import Image, ImageDraw
from psycopg import sql

from backend.actions.door import badge_keys
from backend.actions.principals import issue_key
from backend.cli import demo_data
from backend.settings import Settings
from tests.backend.intake.house import House, open_house
from tests.described import Described

_count = itertools.count(1)
APPLICATION_LOG = io.StringIO()
"""Everything that the services of these tests logged."""

SECRET_KEY = "a secret key of the journeys, long enough"
BIRTH = "1990-05-17"
BIRTH_SPOKEN = "17.05.1990"


def fresh(prefix: str) -> str:
    """A word that no other test used."""
    return f"{prefix}{next(_count)}"


def portrait() -> bytes:
    """A drawn face as a JPEG."""
    image = Image.new("RGB", (600, 800), (200, 210, 220))
    pen = ImageDraw.Draw(image)
    pen.ellipse((170, 120, 430, 460), fill=(235, 200, 170))
    pen.rectangle((100, 500, 500, 800), fill=(40, 60, 90))
    out = io.BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


def log_to_memory() -> None:
    """Send the structured log of this process to `APPLICATION_LOG`, with the processors of the product."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(file=APPLICATION_LOG),
        cache_logger_on_first_use=False,
    )


class Caller:
    """One API client: a key or none, a language, a fresh idempotency key for each POST."""

    def __init__(self, town: Town, key: str | None = None, language: str = "") -> None:
        self.town, self.key, self.language = town, key, language

    async def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        once: str | None = "",
        headers: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> httpx.Response:
        """Send one request; `once=None` sends no idempotency key."""
        sent = dict(headers or {})
        if self.key:
            sent.setdefault("authorization", f"Bearer {self.key}")
        if self.language:
            sent.setdefault("accept-language", self.language)
        if once == "" and method == "POST":
            once = fresh("journey-")
        if once:
            sent.setdefault("idempotency-key", once)
        if body is not None:
            kwargs["json"] = body
        # Loopback only: reading the certificates of the world for every call would take most of the time.
        hooks = {"response": [self.town.described.check]}
        async with httpx.AsyncClient(timeout=30, verify=False, event_hooks=hooks) as client:
            return await client.request(method, self.town.house.url + path, headers=sent, **kwargs)

    async def get(self, path: str, **params: Any) -> httpx.Response:
        """GET with query parameters."""
        return await self.call("GET", path, params=params)

    async def post(self, path: str, body: Any = None, **kwargs: Any) -> httpx.Response:
        """POST JSON."""
        return await self.call("POST", path, body, **kwargs)

    async def ok(self, path: str, body: Any = None, status: int = 201) -> dict[str, Any]:
        """POST, and the answer's JSON, which must come with this status."""
        answer = await self.post(path, body)
        assert answer.status_code == status, (path, answer.status_code, answer.text)
        return answer.json()


class Town:
    """The running service with the demo's election, its keys and everybody's phones."""

    house: House
    keys: demo_data.DemoKeys

    def __init__(self, house: House, keys: demo_data.DemoKeys) -> None:
        self.house, self.keys = house, keys
        self.described = Described(house.app)
        self.public = Caller(self)
        self.cec = Caller(self, keys.cec_key)
        self.zec = Caller(self, keys.zec_key)
        self.demo = Caller(self, keys.organisation_key)
        self.day = keys.election_date

    async def key(self, role: str) -> Caller:
        """A client with a fresh key of a role."""
        async with await psycopg.AsyncConnection.connect(self.house.database_url, autocommit=True) as conn:
            return Caller(self, await issue_key(conn, datetime.now(UTC), role))

    async def organisation(
        self, kind: str = "albanian_ngo", country: str = "AL", **body: Any
    ) -> tuple[int, Caller]:
        """A newly registered organisation: its id and its client."""
        made = await self.public.ok(
            "/v1/organisations", {"name": fresh("Shoqata "), "kind": kind, "country": country, **body}
        )
        return made["id"], Caller(self, made["api_key"])

    async def at(self, now: datetime | None) -> None:
        """Move the clock of every process and run what became due; None brings the true time back."""
        answer = await self.public.call(
            "PUT", "/v1/test/clock", {"now": (now or datetime.now(UTC)).isoformat()}
        )
        assert answer.status_code == 200, answer.text

    async def now(self) -> datetime:
        """The present instant of the service."""
        return datetime.fromisoformat((await self.public.get("/v1/test/clock")).json()["now"])

    async def election(self, day: date | None = None, kind: str = "assembly", **changes: Any) -> int:
        """A further election, with an appeal term so that refusals can be made."""
        day = day or self.day
        body = {
            "name": fresh("Zgjedhje të tjera "),
            "kind": kind,
            "election_date": day.isoformat(),
            "decreed_on": (day - timedelta(days=60)).isoformat(),
            "set_limits": [{"code": "appeal", "value": 3, "act": "TEST 1"}],
            **changes,
        }
        return (await self.cec.ok("/v1/elections", body))["id"]

    def body(self, **changes: Any) -> dict[str, Any]:
        """A request for one observer; `observer` and `scope` are merged, the rest replaced."""
        body: dict[str, Any] = {
            "election": self.keys.election_id,
            "observer": {
                "given_name": "Elira",
                "father_name": "Agim",
                "family_name": "Hoxha-Përmeti",
                "birth_date": BIRTH,
                "citizenship": "AL",
                "document": {"type": "id_card", "number": f"J{next(_count):08d}A"},
                "phone": "+355691111111",
                "email": "elira@example.al",
                "languages": ["sq"],
            },
            "scope": {"voting_centres": ["1850/01"]},
            "role": "short_term",
            "language": "sq",
            "code_of_conduct": {"accepted": True, "version": "1"},
        }
        for name, value in changes.items():
            body[name] = {**body[name], **value} if name in ("observer", "scope") else value
        return body

    def decision(self, outcome: str = "grant", today: date | None = None, **changes: Any) -> dict[str, Any]:
        """A decision without a defect."""
        grounds = (
            []
            if outcome == "grant"
            else [
                {
                    "code": "too_late",
                    "article": "18(5)",
                    "facts": "U regjistrua vonë.",
                    "reason": "Jashtë afatit.",
                }
            ]
        )
        act = {
            "number": fresh("A-"),
            "date": (today or datetime.now(UTC).date()).isoformat(),
            "signatory": "Kryetari",
        }
        return {"outcome": outcome, "grounds": grounds, "act": act, **changes}

    async def filed(self, sender: Caller, **changes: Any) -> dict[str, Any]:
        """A filed request's receipt."""
        return await sender.ok("/v1/requests", self.body(**changes))

    async def photographed(self, sender: Caller, number: str) -> None:
        """Give a request its photo."""
        answer = await sender.call(
            "PUT", f"/v1/requests/{number}/photo", files={"file": ("p.jpg", portrait())}
        )
        assert answer.status_code in (200, 201), answer.text

    async def accredited(self, sender: Caller, **changes: Any) -> str:
        """The number of a fresh accreditation."""
        number = (await self.filed(sender, **changes))["number"]
        await self.photographed(sender, number)
        decided = await self.cec.ok(f"/v1/requests/{number}/decision", self.decision(), 200)
        return decided["accreditation"]

    async def link(self, sender: Caller, accreditation: str) -> dict[str, Any]:
        """A one-time link, once the bot has told its name."""
        await self.house.until(lambda: "telegram_observer_username" in self.house.services.parts)
        return await sender.ok(f"/v1/accreditations/{accreditation}/chat-links")


def codes(assessment: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The findings of an assessment by code."""
    return {one["code"]: one for one in assessment["findings"]}


class Chat:
    """A person's chat on any channel: say something, and read all that came back until it is quiet."""

    def __init__(self, town: Town, channel: str, name: str = "Ana") -> None:
        self.town, self.channel = town, channel
        self.house = town.house
        if channel == "telegram":
            self.phone: Any = self.house.phone(name)
        elif channel == "whatsapp":
            self.phone = self.house.twilio.phone(f"+35569{next(_count):07d}", name)
        else:
            self.session = fresh("s" * 24)
        self.heard = 0

    @property
    def key(self) -> str:
        """The chat's key in the database."""
        if self.channel == "telegram":
            return str(self.phone.chat_id)
        return self.phone.address if self.channel == "whatsapp" else self.session

    async def say(self, text: str) -> str:
        """Write, and everything answered, joined."""
        if self.channel == "telegram":
            self.phone.say(text)
        elif self.channel == "whatsapp":
            await self.phone.say(text)
        else:
            await self._post(text=text)
        return await self.answer()

    async def press(self, label: str) -> str:
        """Press a visible button, and everything answered."""
        if self.channel == "webchat":
            found = next(
                b
                for m in reversed(await self.lines())
                for row in m["buttons"]
                for b in row
                if b["label"] == label
            )
            await self._post(button=found["data"])
        elif self.channel == "telegram":
            self.phone.press(label)
        else:
            await self.phone.press(label)
        return await self.answer()

    async def _post(self, **fields: Any) -> None:
        answer = await self.town.public.call(
            "POST", "/v1/chat/messages", {"session": self.session, "id": fresh("m"), **fields}, once=None
        )
        assert answer.status_code == 200, answer.text

    async def lines(self) -> list[dict[str, Any]]:
        """The service's messages of the web chat."""
        return (await self.town.public.get("/v1/chat/messages", session=self.session)).json()["items"]

    async def answer(self, timeout_s: float = 8.0) -> str:
        """All that came since the last reading, once nothing is unsent."""
        async with asyncio.timeout(timeout_s):
            while True:
                seen = await self._texts()
                if len(seen) > self.heard and await self._quiet():
                    seen = await self._texts()
                    new, self.heard = seen[self.heard :], len(seen)
                    return "\n---\n".join(new)
                await asyncio.sleep(0.03)

    async def _texts(self) -> list[str]:
        if self.channel == "telegram":
            return [bubble.text for bubble in self.phone.received()]
        if self.channel == "whatsapp":
            return [line.text for line in self.phone.transcript() if not line.mine]
        return [line["text"] for line in await self.lines() if not line.get("mine")]

    async def _quiet(self) -> bool:
        waiting = await self.house.one(
            "SELECT (SELECT count(*) FROM inbox WHERE state NOT IN ('done', 'dead')) + "
            "(SELECT count(*) FROM outbox o JOIN conversations c ON c.id = o.conversation_id "
            "WHERE c.chat_key = %s AND o.state IN ('waiting', 'riding', 'leased', 'unknown'))",
            self.key,
        )
        return waiting == 0


@contextlib.contextmanager
def database(server_url: str, template: str, name: str) -> Iterator[str]:
    """A migrated database for as long as the block lasts."""
    from psycopg import conninfo

    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(server_url, autocommit=True) as conn:
        conn.execute(drop)
        conn.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
    yield conninfo.make_conninfo(server_url, dbname=name)
    with psycopg.connect(server_url, autocommit=True) as conn:
        conn.execute(drop)


@contextlib.contextmanager
def open_town(url: str, folder: Path) -> Iterator[Town]:
    """Serve the application with the demo until the block ends."""
    log_to_memory()
    # The demo is there before the service starts, as with `vezhgo demo`: nothing is answered without an election.
    keys = asyncio.run(_load(Settings(data_dir=folder, secret_key=SECRET_KEY), url))
    assert keys is not None
    with open_house(url, folder, test_clock=True, secret_key=SECRET_KEY) as house:
        yield Town(house, keys)


async def _load(settings: Settings, url: str) -> demo_data.DemoKeys | None:
    from backend.app import compose

    services = compose(settings, url)
    await services.database.open()
    try:
        keys = await demo_data.load(services)
        # Journeys move the clock forth and back; the badges' key must be older than all of them.
        async with services.database.transaction() as conn:
            await badge_keys.signer(services, conn, services.clock.now())
        return keys
    finally:
        await services.database.close()


@contextlib.asynccontextmanager
async def moved(town: Town, now: datetime) -> AsyncIterator[None]:
    """The clock stands elsewhere within the block, and is right again after it."""
    await town.at(now)
    try:
        yield
    finally:
        await town.at(None)
