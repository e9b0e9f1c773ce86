"""The real application on a real database, at a fixed instant, with an election whose windows are open."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Any

import httpx
import pytest

from backend.actions.principals import issue_key
from backend.app import compose, create_app
from backend.settings import Settings
from backend.store import test_clocks
from tests.client import client_of

_keys = itertools.count(1)

ELECTION = {
    "name": "Zgjedhjet për Kuvendin (TEST)",
    "kind": "assembly",
    "election_date": "2027-05-16",
    "decreed_on": "2027-03-31",
    "edition": "2005",
    "reading": "calendar",
    "set_limits": [{"code": "appeal", "value": 3, "act": "TEST 1"}],
}


class Api:
    """A client that speaks for one key, with a fresh idempotency key for each POST unless one is given."""

    def __init__(self, client: httpx.AsyncClient, key: str | None = None) -> None:
        self.client = client
        self.key = key

    def _headers(self, given: dict[str, str] | None, *, once: str | None) -> dict[str, str]:
        headers = dict(given or {})
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        if once:
            headers["Idempotency-Key"] = once
        return headers

    async def get(self, path: str, **params: Any):
        """GET with query parameters."""
        return await self.client.get(path, params=params, headers=self._headers(None, once=None))

    async def post(self, path: str, body: Any = None, *, once: str | None = "", **kwargs: Any):
        """POST JSON; `once=None` sends no idempotency key."""
        once = f"test-{next(_keys)}" if once == "" else once
        headers = self._headers(kwargs.pop("headers", None), once=once)
        if body is not None:
            kwargs["json"] = body
        return await self.client.post(path, headers=headers, **kwargs)

    async def put(self, path: str, **kwargs: Any):
        """PUT."""
        return await self.client.put(
            path, headers=self._headers(kwargs.pop("headers", None), once=None), **kwargs
        )


class World:
    """An election in its windows, its register, and keys."""

    services: Any
    client: httpx.AsyncClient
    public: Api
    cec: Api
    election: int

    async def key(self, role: str) -> Api:
        """A client with a fresh key of a role."""
        async with self.services.database.transaction() as conn:
            return Api(self.client, await issue_key(conn, self.services.clock.now(), role))

    async def organisation(self, kind: str = "albanian_ngo", country: str = "AL") -> tuple[int, Api]:
        """A registered organisation: its id and a client with its key."""
        body = {"name": f"Vëzhguesit {next(_keys)}", "kind": kind, "country": country}
        # The rate of the public route is tested on its own; every test is a new process here.
        self.services.parts.pop("rates", None)
        answer = await self.public.post("/v1/organisations", body)
        assert answer.status_code == 201, answer.text
        return answer.json()["id"], Api(self.client, answer.json()["api_key"])

    def body(self, **changes: Any) -> dict[str, Any]:
        """The body of a request for one observer; `observer` and `scope` are merged, the rest replaced."""
        body: dict[str, Any] = {
            "election": self.election,
            "observer": {
                "given_name": "Ana",
                "father_name": "Petrit",
                "family_name": "Hoxha",
                "birth_date": "1990-02-28",
                "citizenship": "AL",
                "document": {"type": "id_card", "number": f"J{next(_keys):08d}K"},
                "phone": "+355 69 123 4567",
                "email": "ana@example.org",
                "languages": ["sq", "en"],
            },
            "scope": {
                "voting_centres": ["1850/01"],
                "electoral_units": [],
                "counting_centres": [],
                "commissions": [],
            },
            "role": "short_term",
            "language": "sq",
            "code_of_conduct": {"accepted": True, "version": "2027-1"},
        }
        for name, value in changes.items():
            body[name] = {**body[name], **value} if name in ("observer", "scope") else value
        return body

    async def filed(self, sender: Api, **changes: Any) -> dict[str, Any]:
        """A filed request's receipt."""
        answer = await sender.post("/v1/requests", self.body(**changes))
        assert answer.status_code == 201, answer.text
        return answer.json()

    def decision(self, outcome: str = "grant", **changes: Any) -> dict[str, Any]:
        """The body of a decision without a defect."""
        grounds = []
        if outcome != "grant":
            grounds = [
                {
                    "code": "too_late",
                    "article": "18(5)",
                    "facts": "Kërkesa u regjistrua pas ditës së fundit.",
                    "reason": "U paraqit pas afatit.",
                }
            ]
        act = {
            "number": "12",
            "date": self.services.clock.now().date().isoformat(),
            "signatory": "Kryetari i KQZ",
        }
        return {"outcome": outcome, "grounds": grounds, "act": act, **changes}

    async def jump(self, now: datetime) -> None:
        """Move the clock of every process without running what became due."""
        offset = self.services.clock.offset_to(now)
        async with self.services.database.transaction() as conn:
            await test_clocks.set_offset_s(conn, offset.total_seconds())
        self.services.clock.jump(offset)

    async def at(self, now: datetime) -> None:
        """Move the clock of every process, and run what became due."""
        answer = await self.client.put("/v1/test/clock", json={"now": now.isoformat()})
        assert answer.status_code == 200, answer.text


@contextlib.asynccontextmanager
async def open_world(settings: Settings, database_url: str, now: datetime) -> AsyncIterator[World]:
    """The application with an open election, two units, three places, and keys, until the block ends."""
    from backend.store import places

    made = World()
    made.services = compose(settings, database_url)
    async with client_of(create_app(made.services, worker=False)) as client:
        made.client = client
        await made.at(now)
        made.public = Api(client)
        made.cec = await made.key("cec")
        answer = await made.cec.post("/v1/elections", ELECTION)
        assert answer.status_code == 201, answer.text
        made.election = answer.json()["id"]
        async with made.services.database.transaction() as conn:
            await places.put_units(
                conn, made.election, [places.Unit("30", "Tiranë"), places.Unit("90", "Vlorë")]
            )
            await places.put_places(
                conn,
                made.election,
                [
                    places.Place("1850/01", "voting_centre", "30", "Shkolla 1"),
                    places.Place("289/01", "voting_centre", "90", "Shkolla 2"),
                    places.Place("VNV-30", "counting_centre", "30", "Palestra"),
                ],
            )
            await places.put_commissions(
                conn,
                made.election,
                [
                    places.Commission("zec:30", "zec", "KZAZ 30", "30"),
                    places.Commission("zec:90", "zec", "KZAZ 90", "90"),
                    places.Commission("vcc:1850/01", "vcc", "KQV 1850/01", "30", "1850/01"),
                ],
            )
        yield made


@pytest.fixture
async def world(settings: Settings, database_url: str, now: datetime) -> AsyncIterator[World]:
    """The application with an open election, two units, three places, and keys."""
    async with open_world(settings, database_url, now) as made:
        yield made


@pytest.fixture
def today(now: datetime) -> date:
    """The civil date of the fixed instant."""
    return now.date()
