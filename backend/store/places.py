"""The register of places: electoral units, voting and counting centres, and the commissions that act for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from psycopg import AsyncConnection

from backend.store.recordsets import recordset

CHUNK_ROWS = 2_000
"""So many rows are one JSON parameter of one statement."""


class Unit(msgspec.Struct, frozen=True):
    """An electoral unit of one election."""

    code: str
    name: str


class Place(msgspec.Struct, frozen=True):
    """A voting centre, counting centre or table, or a counting place for votes from abroad, which lies in no unit.

    `latitude` and `longitude` are WGS 84 degrees; `special` names a closed site; `parent_code` is a table's centre.
    """

    code: str
    kind: str
    unit_code: str
    name: str
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    special: str | None = None
    parent_code: str | None = None


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
    for chunk in _chunks(units):
        await conn.execute(
            "INSERT INTO electoral_units (election_id, code, name) SELECT %s, code, name "
            "FROM json_to_recordset(%s::json) AS r (code text, name text) "
            "ON CONFLICT (election_id, code) DO UPDATE SET name = excluded.name",
            (election_id, chunk),
        )


async def put_places(conn: AsyncConnection, election_id: int, places: Iterable[Place]) -> None:
    """Store places, centres before tables; one that is there already is replaced.

    Raises:
        psycopg.errors.ForeignKeyViolation: a place names a unit that is not stored, or a table an unknown centre.
    """
    for chunk in _chunks(sorted(places, key=lambda place: place.parent_code is not None)):
        await conn.execute(
            "INSERT INTO places (election_id, code, kind, unit_code, name, address, latitude, longitude, special, "
            "parent_code) SELECT %s, code, kind, nullif(unit_code, ''), name, address, latitude, longitude, special, "
            "parent_code FROM json_to_recordset(%s::json) AS r (code text, kind text, unit_code text, name text, "
            "address text, latitude double precision, longitude double precision, special text, parent_code text) "
            "ON CONFLICT (election_id, code) DO UPDATE SET "
            "kind = excluded.kind, unit_code = excluded.unit_code, name = excluded.name, "
            "address = excluded.address, latitude = excluded.latitude, longitude = excluded.longitude, "
            "special = excluded.special, parent_code = excluded.parent_code",
            (election_id, chunk),
        )


async def put_commissions(conn: AsyncConnection, election_id: int, commissions: Iterable[Commission]) -> None:
    """Store commissions; one that is there already keeps its e-mail address unless a new one is given."""
    for chunk in _chunks(commissions):
        await conn.execute(
            "INSERT INTO commissions (election_id, role, kind, name, unit_code, place_code, email) "
            "SELECT %s, role, kind, name, unit_code, place_code, email FROM json_to_recordset(%s::json) "
            "AS r (role text, kind text, name text, unit_code text, place_code text, email text) "
            "ON CONFLICT (election_id, role) DO UPDATE SET "
            "name = excluded.name, email = coalesce(excluded.email, commissions.email)",
            (election_id, chunk),
        )


def _chunks(rows: Iterable[object]) -> Iterator[str]:
    """Rows as JSON parameters of bounded size."""
    held = list(rows)
    for start in range(0, len(held), CHUNK_ROWS):
        yield recordset(held[start : start + CHUNK_ROWS])


async def lock_register(conn: AsyncConnection, election_id: int) -> None:
    """Let one import of an election's register run at a time; filings and readers go on."""
    await conn.execute("SELECT pg_advisory_xact_lock(hashtext('register'), %s)", (election_id,))


async def changed(conn: AsyncConnection, election_id: int) -> None:
    """Say that the register of an election changed, so that each process reads it again."""
    await conn.execute(
        "UPDATE elections SET register_version = register_version + 1 WHERE id = %s", (election_id,)
    )


async def take_over(conn: AsyncConnection, earlier_id: int, election_id: int, units: Sequence[str]) -> None:
    """Copy units of an earlier election with their places and commissions, and what lies in no unit."""
    values = {"earlier": earlier_id, "election": election_id, "units": list(units)}
    await conn.execute(
        "INSERT INTO electoral_units (election_id, code, name) SELECT %(election)s, code, name FROM electoral_units "
        "WHERE election_id = %(earlier)s AND code = ANY(%(units)s)",
        values,
    )
    await conn.execute(
        "INSERT INTO places (election_id, code, kind, unit_code, name, address, latitude, longitude, special, "
        "parent_code) SELECT %(election)s, code, kind, unit_code, name, address, latitude, longitude, special, "
        "parent_code FROM places WHERE election_id = %(earlier)s AND (unit_code IS NULL OR unit_code = ANY(%(units)s)) "
        "ORDER BY parent_code NULLS FIRST",
        values,
    )
    await conn.execute(
        "INSERT INTO commissions (election_id, role, kind, name, unit_code, place_code, email) "
        "SELECT %(election)s, role, kind, name, unit_code, place_code, email FROM commissions "
        "WHERE election_id = %(earlier)s AND unit_code = ANY(%(units)s) ON CONFLICT DO NOTHING",
        values,
    )


async def register_of(
    conn: AsyncConnection, election_id: int, codes: Sequence[str], units: Sequence[str], roles: Sequence[str]
) -> ScopeRegister:
    """What the register knows of these codes of places, units and roles of commissions, in one query."""
    cursor = await conn.execute(
        "SELECT 'place', code, coalesce(unit_code, '') FROM places "
        "WHERE election_id = %(election)s AND code = ANY(%(codes)s) "
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


_PLACE = "code, kind, coalesce(unit_code, ''), name, address, latitude, longitude, special, parent_code"


async def page(
    conn: AsyncConnection,
    election_id: int,
    after: str,
    limit: int,
    *,
    unit: str | None = None,
    kind: str | None = None,
    special: str | None = None,
    centre: str | None = None,
) -> list[Place]:
    """Places in order of code, those after the given code; None is no filter.

    `special` is a kind of closed site, or `any` for all of them; `centre` is the counting centre of tables.
    """
    cursor = await conn.execute(
        f"SELECT {_PLACE} FROM places "  # noqa: S608
        "WHERE election_id = %(election)s AND code > %(after)s "
        "AND (%(unit)s::text IS NULL OR unit_code = %(unit)s) AND (%(kind)s::text IS NULL OR kind = %(kind)s) "
        "AND (%(special)s::text IS NULL OR special = %(special)s OR (%(special)s = 'any' AND special IS NOT NULL)) "
        "AND (%(centre)s::text IS NULL OR parent_code = %(centre)s) ORDER BY code LIMIT %(limit)s",
        {
            "election": election_id,
            "after": after,
            "unit": unit,
            "kind": kind,
            "special": special,
            "centre": centre,
            "limit": limit,
        },
    )
    return [Place(*row) for row in await cursor.fetchall()]


async def all_places(conn: AsyncConnection, election_id: int) -> dict[str, Place]:
    """The whole register of places by code, to compare a file with."""
    cursor = await conn.execute(f"SELECT {_PLACE} FROM places WHERE election_id = %s", (election_id,))  # noqa: S608
    return {row[0]: Place(*row) for row in await cursor.fetchall()}


async def all_commissions(conn: AsyncConnection, election_id: int) -> dict[str, Commission]:
    """Every commission by role."""
    cursor = await conn.execute(
        "SELECT role, kind, name, unit_code, place_code, email FROM commissions WHERE election_id = %s",
        (election_id,),
    )
    return {row[0]: Commission(*row) for row in await cursor.fetchall()}


async def commissions_page(
    conn: AsyncConnection, election_id: int, after: str, limit: int, *, kind: str | None, unit: str | None
) -> list[Commission]:
    """Commissions in order of role, those after the given role; None is no filter."""
    cursor = await conn.execute(
        "SELECT role, kind, name, unit_code, place_code, email FROM commissions "
        "WHERE election_id = %(election)s AND role > %(after)s "
        "AND (%(kind)s::text IS NULL OR kind = %(kind)s) AND (%(unit)s::text IS NULL OR unit_code = %(unit)s) "
        "ORDER BY role LIMIT %(limit)s",
        {"election": election_id, "after": after, "kind": kind, "unit": unit, "limit": limit},
    )
    return [Commission(*row) for row in await cursor.fetchall()]


class UnitCount(msgspec.Struct, frozen=True):
    """An electoral unit with how much of each kind lies in it."""

    code: str
    name: str
    voting_centres: int
    counting_centres: int
    counting_tables: int


async def units_page(
    conn: AsyncConnection, election_id: int, after: str, limit: int, *, code: str | None
) -> list[UnitCount]:
    """Units in order of code, those after the given code, or the one asked for."""
    cursor = await conn.execute(
        "SELECT u.code, u.name, count(*) FILTER (WHERE p.kind = 'voting_centre'), "
        "count(*) FILTER (WHERE p.kind = 'counting_centre'), count(*) FILTER (WHERE p.kind = 'counting_table') "
        "FROM electoral_units u LEFT JOIN places p ON p.election_id = u.election_id AND p.unit_code = u.code "
        "WHERE u.election_id = %(election)s AND u.code > %(after)s "
        "AND (%(code)s::text IS NULL OR u.code = %(code)s) "
        "GROUP BY u.code, u.name ORDER BY u.code LIMIT %(limit)s",
        {"election": election_id, "after": after, "code": code, "limit": limit},
    )
    return [UnitCount(*row) for row in await cursor.fetchall()]


async def has_commission(conn: AsyncConnection, election_id: int, role: str) -> bool:
    """Whether a role acts for a commission of this election."""
    cursor = await conn.execute(
        "SELECT 1 FROM commissions WHERE election_id = %s AND role = %s", (election_id, role)
    )
    return await cursor.fetchone() is not None
