"""What the right of electoral subjects hangs on: registrations, candidacies, lists and coalitions (Art. 18(2)-(3))."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb


class Registration(msgspec.Struct, frozen=True):
    """One recorded fact; the latest row of a kind, unit and coalition is the one that counts."""

    id: int
    kind: str
    standing: str
    unit_code: str | None
    coalition_id: int | None
    since: datetime
    act: dict[str, Any]
    recorded_at: datetime
    name: str = ""


class Delegation(msgspec.Struct, frozen=True):
    """An instruction of Art. 18(6); `units` is None where it covers all."""

    id: int
    instruction: str
    body_kind: str
    units: list[str] | None
    from_at: datetime
    until_at: datetime | None
    ended: dict[str, Any] | None = None


async def add(
    conn: AsyncConnection,
    *,
    election_id: int,
    organisation_id: int,
    kind: str,
    standing: str,
    unit_code: str | None,
    coalition_id: int | None,
    since: datetime,
    act: dict[str, Any],
    recorded_at: datetime,
    recorded_by: str,
    name: str = "",
) -> int:
    """Record one fact; `name` is the candidate or list as registered. Returns its id."""
    cursor = await conn.execute(
        "INSERT INTO electoral_registrations (election_id, organisation_id, kind, standing, unit_code, coalition_id, "
        "since, act, recorded_at, recorded_by, name) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
        (
            election_id,
            organisation_id,
            kind,
            standing,
            unit_code,
            coalition_id,
            since,
            Jsonb(act),
            recorded_at,
            recorded_by,
            name,
        ),
    )
    return (await cursor.fetchone())[0]


async def of(conn: AsyncConnection, organisation_id: int, election_id: int) -> list[Registration]:
    """Everything recorded of an organisation in an election, oldest first."""
    cursor = await conn.execute(
        "SELECT id, kind, standing, unit_code, coalition_id, since, act, recorded_at, name "
        "FROM electoral_registrations WHERE organisation_id = %s AND election_id = %s ORDER BY id",
        (organisation_id, election_id),
    )
    return [Registration(*row) for row in await cursor.fetchall()]


async def of_all(
    conn: AsyncConnection, organisation_ids: list[int], election_id: int
) -> dict[int, list[Registration]]:
    """Everything recorded of some organisations in an election, oldest first, by organisation."""
    cursor = await conn.execute(
        "SELECT organisation_id, id, kind, standing, unit_code, coalition_id, since, act, recorded_at, name "
        "FROM electoral_registrations WHERE organisation_id = ANY(%s) AND election_id = %s ORDER BY id",
        (organisation_ids, election_id),
    )
    found: dict[int, list[Registration]] = {id: [] for id in organisation_ids}
    for row in await cursor.fetchall():
        found[row[0]].append(Registration(*row[1:]))
    return found


class HeldRow(msgspec.Struct, frozen=True):
    """One accreditation in force, as its registration carries it. `cause` is the change that suspended it, if any."""

    id: int
    number: str
    request_id: int
    organisation_id: int
    scope: dict[str, Any]
    state: str
    passed_from: int | None
    cause: int | None


async def held_of(
    conn: AsyncConnection, election_id: int, organisation_ids: list[int], *, lock: bool = False
) -> list[HeldRow]:
    """The accreditations in force of some senders in an election, by id; with `lock` held until COMMIT."""
    tail = " FOR NO KEY UPDATE OF a" if lock else ""
    cursor = await conn.execute(
        "SELECT a.id, a.number, a.request_id, a.organisation_id, a.scope, a.state, a.passed_from, "  # noqa: S608
        "(SELECT i.change_id FROM registration_change_items i WHERE i.accreditation_id = a.id "
        "AND i.effect = 'suspended' ORDER BY i.change_id DESC LIMIT 1) FROM accreditations a "
        "WHERE a.election_id = %s AND a.organisation_id = ANY(%s) AND a.state IN ('valid', 'suspended') "
        f"ORDER BY a.id{tail}",
        (election_id, organisation_ids),
    )
    return [HeldRow(*row) for row in await cursor.fetchall()]


async def add_delegation(
    conn: AsyncConnection,
    *,
    election_id: int,
    instruction: str,
    body_kind: str,
    units: list[str] | None,
    from_at: datetime,
    until_at: datetime | None,
) -> int:
    """Store an instruction that delegates; returns its id."""
    cursor = await conn.execute(
        "INSERT INTO delegations (election_id, instruction, body_kind, units, from_at, until_at) "
        "VALUES (%s, %s, %s, %s, %s, %s) RETURNING id",
        (election_id, instruction, body_kind, units, from_at, until_at),
    )
    return (await cursor.fetchone())[0]


async def delegations_of(conn: AsyncConnection, election_id: int) -> list[Delegation]:
    """The instructions of an election, oldest first."""
    cursor = await conn.execute(
        "SELECT id, instruction, body_kind, units, from_at, until_at, ended FROM delegations "
        "WHERE election_id = %s ORDER BY id",
        (election_id,),
    )
    return [Delegation(*row) for row in await cursor.fetchall()]


async def hold_delegations(conn: AsyncConnection, election_id: int) -> None:
    """Hold the election's row until COMMIT, so that two instructions are never judged side by side."""
    await conn.execute("SELECT 1 FROM elections WHERE id = %s FOR NO KEY UPDATE", (election_id,))


async def end_delegation(conn: AsyncConnection, id: int, at: datetime, ended: dict[str, Any]) -> None:
    """Store an earlier end with the instruction that ordered it."""
    await conn.execute(
        "UPDATE delegations SET until_at = %s, ended = %s WHERE id = %s", (at, Jsonb(ended), id)
    )
