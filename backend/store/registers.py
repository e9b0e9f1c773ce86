"""The register of the open election, read whole: it is small, and every step needs it."""

from __future__ import annotations

from datetime import date, datetime

import msgspec
from psycopg import AsyncConnection


class RegisterPlace(msgspec.Struct, frozen=True):
    """One voting centre or counting centre."""

    code: str
    kind: str
    unit_code: str
    name: str
    latitude: float | None
    longitude: float | None


class RegisterElection(msgspec.Struct, frozen=True):
    """One election as the chat needs it."""

    id: int
    name: str
    kind: str
    election_date: date
    demo: bool
    final_announcement: datetime | None


async def fingerprint(conn: AsyncConnection) -> tuple:
    """Changes whenever an election or the register of places changes in number, date or end."""
    cursor = await conn.execute(
        "SELECT (SELECT count(*) FROM places), (SELECT count(*) FROM commissions), "
        "(SELECT md5(string_agg(id || ':' || register_version || name || election_date "
        "|| coalesce(final_announcement::text, ''), ',' ORDER BY id)) "
        "FROM elections)"
    )
    return await cursor.fetchone()


async def elections(conn: AsyncConnection) -> list[RegisterElection]:
    """Every election, the latest date first."""
    cursor = await conn.execute(
        "SELECT id, name, kind, election_date, demo, final_announcement FROM elections ORDER BY election_date DESC, id"
    )
    return [RegisterElection(*row) for row in await cursor.fetchall()]


async def places(conn: AsyncConnection, election_id: int) -> list[RegisterPlace]:
    """Every voting centre and counting centre of an election."""
    cursor = await conn.execute(
        "SELECT code, kind, unit_code, name, latitude, longitude FROM places WHERE election_id = %s "
        "AND kind IN ('voting_centre', 'counting_centre') ORDER BY code",
        (election_id,),
    )
    return [RegisterPlace(*row) for row in await cursor.fetchall()]


async def units(conn: AsyncConnection, election_id: int) -> dict[str, str]:
    """Names of the electoral units of an election by code."""
    cursor = await conn.execute(
        "SELECT code, name FROM electoral_units WHERE election_id = %s", (election_id,)
    )
    return dict(await cursor.fetchall())


async def commissions(conn: AsyncConnection, election_id: int) -> dict[str, str]:
    """Names of the commissions of an election by role."""
    cursor = await conn.execute("SELECT role, name FROM commissions WHERE election_id = %s", (election_id,))
    return dict(await cursor.fetchall())
