"""A small election on the real database, and the real application in front of it."""

from __future__ import annotations

import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
import msgspec

from backend.actions.principals import issue_key
from backend.actions.standing.issuance import issue
from backend.app import compose, create_app
from backend.services import Services
from tests.client import client_of

NOW = datetime(2027, 5, 10, 9, 20, tzinfo=UTC)
ELECTION_DATE = "2027-05-16"
ACT = {"number": "214", "date": "2027-05-10", "signatory": "A. Kryetari"}
_keys = itertools.count(1)


@dataclass
class World:
    """The services, a client of the API, and rows made by SQL."""

    services: Services
    client: httpx.AsyncClient
    election: int = 0
    requests: int = 0

    async def sql(self, statement: str, values: tuple = ()) -> list[tuple]:
        async with self.services.database.transaction() as conn:
            cursor = await conn.execute(statement, values)
            return await cursor.fetchall() if cursor.description else []

    async def make_election(self, name: str = "Zgjedhjet e provës") -> int:
        rows = await self.sql(
            "INSERT INTO elections (name, kind, election_date, decreed_on, edition, reading, demo, created_at, "
            "created_by) VALUES (%s, 'assembly', %s, '2026-12-01', '2005', 'calendar', true, %s, 'test') "
            "RETURNING id",
            (name, ELECTION_DATE, NOW),
        )
        election = rows[0][0]
        # The code of 2005 names no power to revoke: without a basis set by an act every order would be blocked.
        for measure in ("suspend", "revoke"):
            await self.sql(
                "INSERT INTO legal_bases (election_id, measure, article, law, act, demo, set_at, set_by) "
                "VALUES (%s, %s, 'DEMO', 'DEMO', 'DEMO', true, %s, 'test')",
                (election, measure, NOW),
            )
        for unit in ("07", "12"):
            await self.sql(
                "INSERT INTO electoral_units (election_id, code, name) VALUES (%s, %s, %s)",
                (election, unit, f"Njësia {unit}"),
            )
        for code, unit in (("1850/01", "07"), ("1850/02", "07"), ("1851", "07"), ("4337", "12")):
            await self.sql(
                "INSERT INTO places (election_id, code, kind, unit_code, name) "
                "VALUES (%s, %s, 'voting_centre', %s, %s)",
                (election, code, unit, f"Qendra {code}"),
            )
        return election

    async def make_organisation(
        self, kind: str = "albanian_ngo", name: str = "Koalicioni i Vëzhguesve Vendorë", acronym: str = "KVV"
    ) -> int:
        rows = await self.sql(
            "INSERT INTO organisations (name, acronym, kind, country, contact, registered_at) "
            "VALUES (%s, %s, %s, 'AL', '{}', %s) RETURNING id",
            (name, acronym, kind, NOW),
        )
        return rows[0][0]

    async def make_request(self, organisation: int, **facts) -> tuple[int, int]:
        """A granted request; returns its id and the decision's."""
        self.requests += 1
        scope = facts.get("scope", {"voting_centres": ["1850/01", "1850/02"], "electoral_units": []})
        rows = await self.sql(
            "INSERT INTO requests (number, election_id, organisation_id, state, received_at, given_name, "
            "family_name, birth_date, citizenship, document_type, document_sealed, document_index, scope, role, "
            "language, code_of_conduct, competent, assessment, photo_ref, photo_hash, replaces) VALUES (%s, %s, "
            "%s, 'granted', %s, %s, %s, '1990-04-23', %s, 'passport', %s, %s, %s, %s, 'sq', '{}', 'cec', '{}', "
            "%s, %s, %s) RETURNING id",
            (
                f"K-2027-{self.requests:06d}",
                facts.get("election", self.election),
                organisation,
                NOW,
                facts.get("given_name", "Elira"),
                facts.get("family_name", "Hoxha-Përmeti"),
                facts.get("citizenship", "AL"),
                b"sealed",
                b"index",
                json.dumps(scope),
                facts.get("role", "short_term"),
                facts.get("photo_ref"),
                facts.get("photo_hash"),
                facts.get("replaces"),
            ),
        )
        request = rows[0][0]
        rows = await self.sql(
            "INSERT INTO decisions (request_id, outcome, grounds, act_number, act_date, signatory, body, "
            "decided_at, decided_by) VALUES (%s, 'grant', '[]', '11', '2027-05-10', 'A. Kryetari', 'cec', %s, 'cec')"
            " RETURNING id",
            (request, facts.get("decided_at", NOW)),
        )
        return request, rows[0][0]

    async def accredit(self, organisation: int, **facts) -> str:
        """An issued accreditation's number."""
        request, decision = await self.make_request(organisation, **facts)
        async with self.services.database.transaction() as conn:
            return await issue(
                self.services, conn, self.services.clock.now(), request_id=request, decision_id=decision
            )

    async def key(self, role: str) -> dict[str, str]:
        """Headers of a fresh key of a role."""
        async with self.services.database.transaction() as conn:
            key = await issue_key(conn, self.services.clock.now(), role)
        return {"authorization": f"Bearer {key}"}

    async def post(
        self, path: str, body: object, headers: dict[str, str] | None = None, key: str | None = None
    ):
        """POST with an idempotency key of its own."""
        headers = {**(headers or {}), "idempotency-key": key or f"k{next(_keys)}"}
        return await self.client.post(
            path, content=msgspec.json.encode(body), headers={**headers, "content-type": "application/json"}
        )

    async def credential(self, number: str) -> str:
        """The badge's text."""
        return (await self.sql("SELECT credential FROM accreditations WHERE number = %s", (number,)))[0][0]

    async def verify(self, text: str) -> dict:
        """The public verification's answer."""
        answer = await self.client.post("/v1/badges/verification", json={"text": text})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def clock(self, now: datetime) -> None:
        """Set the clock of every process."""
        answer = await self.client.put("/v1/test/clock", json={"now": now.isoformat()})
        assert answer.status_code == 200, answer.text

    async def later(self, **by) -> None:
        """Let time pass."""
        await self.clock(self.services.clock.now() + timedelta(**by))


@asynccontextmanager
async def open_world(settings, database_url) -> AsyncIterator[World]:
    """The application over its own pools, its clock on the day of the tests."""
    services = compose(settings, database_url)
    async with client_of(create_app(services, worker=False)) as client:
        world = World(services, client)
        await world.clock(NOW)
        world.election = await world.make_election()
        yield world
