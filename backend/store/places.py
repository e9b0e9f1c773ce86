"""The register of places: electoral units, voting and counting centres, and the commissions that act for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from psycopg import AsyncConnection


class Unit(msgspec.Struct, frozen=True):
    """An electoral unit of one election."""

    code: str
    name: str


class Place(msgspec.Struct, frozen=True):
    """A voting or counting centre. `latitude` and `longitude` are WGS 84 degrees; `special` names a closed site."""

    code: str
    kind: str
    unit_code: str
    name: str
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    special: str | None = None


class Commission(msgspec.Struct, frozen=True):
    """A commission; `role` is the role that acts for it, such as `zec:30`."""

    role: str
    kind: str
    name: str
    unit_code: str | None = None
    place_code: str | None = None
    email: str | None = None


class ScopeRegister(msgspec.Struct, frozen=True):
    """What the register knows of the codes asked for: `unit_of` each place, and the units that exist."""

    unit_of: dict[str, str]
    units: frozenset[str]
    commissions: frozenset[str]


async def put_units(conn: AsyncConnection, election_id: int, units: Iterable[Unit]) -> None:
    """Store units; one that is there already gets its new name."""
    async with conn.cursor() as cursor:
        await cursor.executemany(
            "INSERT INTO electoral_units (election_id, code, name) VALUES (%s, %s, %s) "
            "ON CONFLICT (election_id, code) DO UPDATE SET name = excluded.name",
            [(election_id, unit.code, unit.name) for unit in units],
        )


async def put_places(conn: AsyncConnection, election_id: int, places: Iterable[Place]) -> None:
    """Store places; one that is there already is replaced.

    Raises:
        psycopg.errors.ForeignKeyViolation: a place names a unit that is not stored.
    """
    async with conn.cursor() as cursor:
        await cursor.executemany(
            "INSERT INTO places (election_id, code, kind, unit_code, name, address, latitude, longitude, special) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (election_id, code) DO UPDATE SET "
            "kind = excluded.kind, unit_code = excluded.unit_code, name = excluded.name, "
            "address = excluded.address, latitude = excluded.latitude, longitude = excluded.longitude, "
            "special = excluded.special",
            [
                (
                    election_id,
                    place.code,
                    place.kind,
                    place.unit_code,
                    place.name,
                    place.address,
                    place.latitude,
                    place.longitude,
                    place.special,
                )
                for place in places
            ],
        )


async def put_commissions(conn: AsyncConnection, election_id: int, commissions: Iterable[Commission]) -> None:
    """Store commissions; one that is there already keeps its e-mail address unless a new one is given."""
    async with conn.cursor() as cursor:
        await cursor.executemany(
            "INSERT INTO commissions (election_id, role, kind, name, unit_code, place_code, email) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (election_id, role) DO UPDATE SET "
            "name = excluded.name, email = coalesce(excluded.email, commissions.email)",
            [
                (
                    election_id,
                    commission.role,
                    commission.kind,
                    commission.name,
                    commission.unit_code,
                    commission.place_code,
                    commission.email,
                )
                for commission in commissions
            ],
        )


async def register_of(
    conn: AsyncConnection, election_id: int, codes: Sequence[str], units: Sequence[str], roles: Sequence[str]
) -> ScopeRegister:
    """What the register knows of these codes of places, units and roles of commissions, in one query."""
    cursor = await conn.execute(
        "SELECT 'place', code, unit_code FROM places WHERE election_id = %(election)s AND code = ANY(%(codes)s) "
        "UNION ALL SELECT 'unit', code, code FROM electoral_units "
        "WHERE election_id = %(election)s AND code = ANY(%(units)s) "
        "UNION ALL SELECT 'commission', role, coalesce(unit_code, '') FROM commissions "
        "WHERE election_id = %(election)s AND role = ANY(%(roles)s)",
        {"election": election_id, "codes": list(codes), "units": list(units), "roles": list(roles)},
    )
    rows = await cursor.fetchall()
    unit_of = {code: unit for kind, code, unit in rows if kind == "place"}
    unit_of |= {code: unit for kind, code, unit in rows if kind == "commission" and unit}
    return ScopeRegister(
        unit_of,
        frozenset(code for kind, code, _ in rows if kind == "unit"),
        frozenset(code for kind, code, _ in rows if kind == "commission"),
    )


async def units(conn: AsyncConnection, election_id: int) -> list[Unit]:
    """All electoral units of an election, by code."""
    cursor = await conn.execute(
        "SELECT code, name FROM electoral_units WHERE election_id = %s ORDER BY code", (election_id,)
    )
    return [Unit(*row) for row in await cursor.fetchall()]


async def page(
    conn: AsyncConnection, election_id: int, after: str, limit: int, *, unit: str | None, kind: str | None
) -> list[Place]:
    """Places in order of code, those after the given code, of one unit or kind if asked."""
    cursor = await conn.execute(
        "SELECT code, kind, unit_code, name, address, latitude, longitude, special FROM places "
        "WHERE election_id = %(election)s AND code > %(after)s "
        "AND (%(unit)s::text IS NULL OR unit_code = %(unit)s) AND (%(kind)s::text IS NULL OR kind = %(kind)s) "
        "ORDER BY code LIMIT %(limit)s",
        {"election": election_id, "after": after, "unit": unit, "kind": kind, "limit": limit},
    )
    return [Place(*row) for row in await cursor.fetchall()]


async def has_commission(conn: AsyncConnection, election_id: int, role: str) -> bool:
    """Whether a role acts for a commission of this election."""
    cursor = await conn.execute(
        "SELECT 1 FROM commissions WHERE election_id = %s AND role = %s", (election_id, role)
    )
    return await cursor.fetchone() is not None
