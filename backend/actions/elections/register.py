"""The register of places in memory: looked up by code, by electoral unit and by distance."""

from __future__ import annotations

import math
import re
import time
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from psycopg import AsyncConnection

from backend.services import Services
from backend.store import registers
from backend.store.registers import RegisterElection, RegisterPlace

TIRANE = ZoneInfo("Europe/Tirane")
FRESH_S = 2.0
"""How long the register is believed before its fingerprint is compared again."""
NEAREST = 5
NEAREST_LIMIT_M = 10_000
EARTH_RADIUS_M = 6_371_000


class ElectionRegister(msgspec.Struct, frozen=True):
    """One election with its places, units and commissions."""

    election: RegisterElection
    places: dict[str, RegisterPlace]
    units: dict[str, str]
    commissions: dict[str, str]

    def unit_of(self, number: str) -> str | None:
        """The code of the electoral unit that people call by this number (`KZAZ 12`, `12`)."""
        if number in self.units:
            return number
        return next((code for code in self.units if _digits(code) == _digits(number) != ""), None)

    def nearest(self, latitude: float, longitude: float) -> list[RegisterPlace]:
        """The voting centres within 10 km, nearest first, at most five; distances on a sphere."""
        measured = [
            (distance_m(latitude, longitude, place.latitude, place.longitude), place.code, place)
            for place in self.places.values()
            if place.kind == "voting_centre" and place.latitude is not None and place.longitude is not None
        ]
        return [place for metres, _, place in sorted(measured)[:NEAREST] if metres <= NEAREST_LIMIT_M]


class Register(msgspec.Struct, frozen=True):
    """Every election of the database; `current` is the one the public is asked about."""

    elections: dict[int, ElectionRegister]
    order: tuple[int, ...]

    def current(self, now: datetime) -> ElectionRegister | None:
        """The next election that is not over yet, else the latest one."""
        today = now.astimezone(TIRANE).date()
        open_ones = [self.elections[id] for id in self.order if self._is_open(self.elections[id], now)]
        ahead = [found for found in open_ones if found.election.election_date >= today]
        if ahead:
            return min(ahead, key=lambda found: (found.election.election_date, found.election.id))
        if open_ones:
            return max(open_ones, key=lambda found: (found.election.election_date, found.election.id))
        return self.elections[self.order[0]] if self.order else None

    @staticmethod
    def _is_open(found: ElectionRegister, now: datetime) -> bool:
        announced = found.election.final_announcement
        return announced is None or announced > now


def distance_m(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Metres between two WGS 84 positions by the haversine formula, good to 0.5 %."""
    a, b = math.radians(latitude), math.radians(other_latitude)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(other_longitude - longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))


def _digits(code: str) -> str:
    return "".join(re.findall(r"\d", code)).lstrip("0")


async def register(services: Services, conn: AsyncConnection) -> Register:
    """The register, read again when its fingerprint changed."""
    kept = services.parts.get("register")
    if kept is not None and time.monotonic() - kept[0] < FRESH_S:
        return kept[2]
    mark = await registers.fingerprint(conn)
    if kept is None or kept[1] != mark:
        read = await _read(conn)
    else:
        read = kept[2]
    services.parts["register"] = (time.monotonic(), mark, read)
    return read


async def election_register(services: Services, conn: AsyncConnection, id: int) -> ElectionRegister:
    """The register of one stored election; one recorded since the register was last compared is read at once.

    Raises:
        LookupError: there is no such election, which a foreign key excludes.
    """
    found = (await register(services, conn)).elections.get(id)
    if found is None:
        services.parts.pop("register", None)
        found = (await register(services, conn)).elections.get(id)
    if found is None:
        raise LookupError("election")
    return found


async def _read(conn: AsyncConnection) -> Register:
    found = {}
    order = []
    for election in await registers.elections(conn):
        order.append(election.id)
        found[election.id] = ElectionRegister(
            election,
            {place.code: place for place in await registers.places(conn, election.id)},
            await registers.units(conn, election.id),
            await registers.commissions(conn, election.id),
        )
    return Register(found, tuple(order))
