"""Fixtures of the report tests: an election with commissions, two senders, one accredited observer of each."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from tests.backend.badges.world import World, open_world


@dataclass
class Scene:
    """Who is there: keys as headers, numbers of accreditations."""

    world: World
    organisation: int
    sender: dict[str, str]
    rival: dict[str, str]
    observer: dict[str, str]
    accreditation: str
    cec: dict[str, str]
    zec: dict[str, str]
    vcc: dict[str, str]
    other_vcc: dict[str, str]

    async def file(self, **changes) -> dict:
        """A filed report as its observer sees it."""
        body = {
            "place": "QV 1850/01",
            "words": "Familja voton bashkë në kabinë.",
            "category": "FAM",
            **changes,
        }
        answer = await self.world.post("/v1/reports", body, self.observer)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def read(self, number: str, headers: dict[str, str]):
        """GET of one report."""
        return await self.world.client.get(f"/v1/reports/{number}", headers=headers)


@pytest.fixture
async def scene(settings, database_url) -> AsyncIterator[Scene]:
    """The scene, set on a fresh database."""
    async with open_world(settings, database_url) as world:
        if not world.election:
            world.election = await world.make_election()
        for role, kind, name, unit, place in (
            ("cec", "cec", "Komisioni Qendror i Zgjedhjeve", None, None),
            ("zec:07", "zec", "KZAZ 7", "07", None),
            ("zec:12", "zec", "KZAZ 12", "12", None),
            ("vcc:1850/01", "vcc", "KQV 1850/01", "07", "1850/01"),
            ("vcc:4337", "vcc", "KQV 4337", "12", "4337"),
        ):
            await world.sql(
                "INSERT INTO commissions (election_id, role, kind, name, unit_code, place_code) "
                "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                (world.election, role, kind, name, unit, place),
            )
        organisation = await world.make_organisation()
        rival = await world.make_organisation(name="Tjetër", acronym="TJ")
        number = await world.accredit(organisation)
        yield Scene(
            world=world,
            organisation=organisation,
            sender=await world.key(f"organisation:{organisation}"),
            rival=await world.key(f"organisation:{rival}"),
            observer=await world.key(f"observer:{number}"),
            accreditation=number,
            cec=await world.key("cec"),
            zec=await world.key("zec:07"),
            vcc=await world.key("vcc:1850/01"),
            other_vcc=await world.key("vcc:4337"),
        )
