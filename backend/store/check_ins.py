"""Presence at the doors of voting centres: visits, each closed by its own id."""

from __future__ import annotations

from datetime import datetime

import msgspec
from psycopg import AsyncConnection


class DoorPlace(msgspec.Struct, frozen=True):
    """A voting centre whose row is held, so that its admissions happen one after another."""

    election_id: int
    code: str
    unit_code: str
    name: str


class CheckIn(msgspec.Struct, frozen=True):
    """One visit. `counted` says whether it counts for the cap; `left_at` is None while it is open.

    `state` is the accreditation's now, `valid` or `revoked`.
    """

    id: int
    accreditation_id: int
    number: str
    serial: int
    display_name: str
    election_id: int
    organisation_id: int
    place_code: str
    unit_code: str
    counted: bool
    entered_at: datetime
    left_at: datetime | None
    source: str
    recorded_by: str
    closed_by: str | None
    override_reason: str | None
    over_cap: bool
    state: str


_SELECT = (
    "SELECT c.id, c.accreditation_id, a.number, a.serial, a.display_name, c.election_id, c.organisation_id, "
    "c.place_code, p.unit_code, c.counted, c.entered_at, c.left_at, c.source, c.recorded_by, c.closed_by, "
    "c.override_reason, c.over_cap, a.state FROM check_ins c JOIN accreditations a ON a.id = c.accreditation_id "
    "JOIN places p ON p.election_id = c.election_id AND p.code = c.place_code WHERE "
)


async def hold_place(conn: AsyncConnection, election_id: int, code: str) -> DoorPlace | None:
    """Hold a voting centre's row until COMMIT, after the accreditation's; None: there is no such centre."""
    cursor = await conn.execute(
        "SELECT election_id, code, unit_code, name FROM places "
        "WHERE election_id = %s AND code = %s AND kind = 'voting_centre' FOR NO KEY UPDATE",
        (election_id, code),
    )
    row = await cursor.fetchone()
    return DoorPlace(*row) if row else None


async def newest_place(conn: AsyncConnection, code: str, election_id: int | None) -> DoorPlace | None:
    """A voting centre of one election; else of the one where somebody is inside now, or of the newest that has the code.

    A repeat or a coming election has the same codes, and may be recorded while people vote in this one.
    """
    cursor = await conn.execute(
        "SELECT p.election_id, p.code, p.unit_code, p.name FROM places p "
        "WHERE p.code = %(code)s AND p.kind = 'voting_centre' "
        "AND (%(election)s::integer IS NULL OR p.election_id = %(election)s) "
        "ORDER BY EXISTS (SELECT 1 FROM check_ins c WHERE c.election_id = p.election_id "
        "AND c.place_code = p.code AND c.left_at IS NULL) DESC, p.election_id DESC LIMIT 1",
        {"code": code, "election": election_id},
    )
    row = await cursor.fetchone()
    return DoorPlace(*row) if row else None


async def centres_of_unit(conn: AsyncConnection, election_id: int, unit_code: str) -> list[str]:
    """The codes of the voting centres of a unit."""
    cursor = await conn.execute(
        "SELECT code FROM places WHERE election_id = %s AND unit_code = %s AND kind = 'voting_centre'",
        (election_id, unit_code),
    )
    return [row[0] for row in await cursor.fetchall()]


async def open_at(conn: AsyncConnection, election_id: int, code: str) -> list[CheckIn]:
    """The open visits of a voting centre, oldest first."""
    cursor = await conn.execute(
        _SELECT
        + "c.election_id = %s AND c.place_code = %s AND c.left_at IS NULL ORDER BY c.entered_at, c.id",
        (election_id, code),
    )
    return [CheckIn(*row) for row in await cursor.fetchall()]


async def open_of(conn: AsyncConnection, accreditation_id: int) -> CheckIn | None:
    """The open visit of an accreditation; there is at most one, and it is held until COMMIT."""
    cursor = await conn.execute(
        _SELECT + "c.accreditation_id = %s AND c.left_at IS NULL FOR UPDATE OF c", (accreditation_id,)
    )
    row = await cursor.fetchone()
    return CheckIn(*row) if row else None


async def find(conn: AsyncConnection, id: int, *, lock: bool = False) -> CheckIn | None:
    """The visit with this id; with `lock` its row is held until COMMIT."""
    cursor = await conn.execute(_SELECT + "c.id = %s" + (" FOR UPDATE OF c" if lock else ""), (id,))
    row = await cursor.fetchone()
    return CheckIn(*row) if row else None


async def add(
    conn: AsyncConnection,
    place: DoorPlace,
    *,
    accreditation_id: int,
    organisation_id: int,
    counted: bool,
    entered_at: datetime,
    source: str,
    recorded_by: str,
    override_reason: str | None,
) -> int:
    """Store a new open visit; returns its id. A reason for an override marks it as over the cap."""
    cursor = await conn.execute(
        "INSERT INTO check_ins (accreditation_id, election_id, organisation_id, place_code, counted, entered_at, "
        "source, recorded_by, override_reason, over_cap) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) "
        "RETURNING id",
        (
            accreditation_id,
            place.election_id,
            organisation_id,
            place.code,
            counted,
            entered_at,
            source,
            recorded_by,
            override_reason,
            override_reason is not None,
        ),
    )
    return (await cursor.fetchone())[0]


async def close(conn: AsyncConnection, id: int, left_at: datetime, closed_by: str) -> bool:
    """Close a visit by its id; returns whether it was open."""
    cursor = await conn.execute(
        "UPDATE check_ins SET left_at = %s, closed_by = %s WHERE id = %s AND left_at IS NULL",
        (left_at, closed_by, id),
    )
    return cursor.rowcount == 1
