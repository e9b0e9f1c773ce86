"""Accreditations, the facts they are issued from, and the counters of their serials."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb


class GrantedRequest(msgspec.Struct, frozen=True):
    """What an accreditation is issued from: a granted request, its sender, its election and its decision."""

    request_id: int
    election_id: int
    organisation_id: int
    organisation_acronym: str
    organisation_name: str
    organisation_kind: str
    given_name: str
    family_name: str
    citizenship: str
    role: str
    scope: dict[str, Any]
    photo_ref: str | None
    photo_hash: bytes | None
    replaces: int | None
    election_date: date
    final_announcement: datetime | None
    edition: str
    reading: str
    decided_at: datetime
    decided_by: str
    act_number: str
    act_date: date
    signatory: str


class Accreditation(msgspec.Struct, frozen=True):
    """One accreditation with what is shown beside it. Instants are aware UTC; `valid_until` is exclusive."""

    id: int
    number: str
    serial: int
    state: str
    election_id: int
    election_name: str
    election_kind: str
    election_date: date
    election_edition: str
    final_announcement: datetime | None
    demo: bool
    organisation_id: int
    organisation_name: str
    organisation_acronym: str
    organisation_kind: str
    request_number: str
    competent: str
    issued_at: datetime
    valid_from: datetime
    valid_until: datetime
    display_name: str
    role: str
    scope: dict[str, Any]
    citizenship: str
    credential: str
    public_id: str
    photo_ref: str | None
    revoked_at: datetime | None
    revocation: dict[str, Any] | None


COLUMNS = (
    "a.id, a.number, a.serial, a.state, a.election_id, e.name, e.kind, e.election_date, e.edition, "
    "e.final_announcement, e.demo, a.organisation_id, o.name, o.acronym, o.kind, r.number, r.competent, "
    "a.issued_at, a.valid_from, a.valid_until, a.display_name, a.role, a.scope, a.citizenship, a.credential, "
    "a.public_id, a.photo_ref, a.revoked_at, a.revocation"
)
TABLES = (
    "accreditations a JOIN elections e ON e.id = a.election_id "
    "JOIN organisations o ON o.id = a.organisation_id JOIN requests r ON r.id = a.request_id"
)


async def granted(conn: AsyncConnection, request_id: int, decision_id: int) -> GrantedRequest | None:
    """The facts of a request and of the decision that grants it."""
    cursor = await conn.execute(
        "SELECT r.id, r.election_id, r.organisation_id, o.acronym, o.name, o.kind, r.given_name, r.family_name, "
        "r.citizenship, r.role, r.scope, r.photo_ref, r.photo_hash, r.replaces, e.election_date, "
        "e.final_announcement, e.edition, e.reading, d.decided_at, d.decided_by, d.act_number, d.act_date, "
        "d.signatory FROM requests r JOIN organisations o ON o.id = r.organisation_id "
        "JOIN elections e ON e.id = r.election_id JOIN decisions d ON d.request_id = r.id "
        "WHERE r.id = %s AND d.id = %s AND d.outcome = 'grant'",
        (request_id, decision_id),
    )
    row = await cursor.fetchone()
    if row is None:
        return None
    values = list(row)
    values[12] = bytes(values[12]) if values[12] is not None else None
    return GrantedRequest(*values)


async def next_number(conn: AsyncConnection) -> int:
    """The next number of the installation; a rolled back transaction leaves a gap."""
    return (await (await conn.execute("SELECT nextval('accreditation_numbers')")).fetchone())[0]


async def next_serial(conn: AsyncConnection, election_id: int) -> int:
    """The next badge serial of an election; the counter's row is held until COMMIT, so it is taken last."""
    cursor = await conn.execute(
        "INSERT INTO badge_counters (election_id, serial) VALUES (%s, 1) "
        "ON CONFLICT (election_id) DO UPDATE SET serial = badge_counters.serial + 1 RETURNING serial",
        (election_id,),
    )
    return (await cursor.fetchone())[0]


async def add(
    conn: AsyncConnection,
    granted: GrantedRequest,
    *,
    number: str,
    serial: int,
    issued_at: datetime,
    valid_from: datetime,
    valid_until: datetime,
    display_name: str,
    credential: str,
    public_id: str,
) -> int:
    """Store a new accreditation; returns its id."""
    cursor = await conn.execute(
        "INSERT INTO accreditations (number, serial, request_id, election_id, organisation_id, issued_at, "
        "valid_from, valid_until, display_name, role, scope, citizenship, credential, public_id, photo_ref) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
        (
            number,
            serial,
            granted.request_id,
            granted.election_id,
            granted.organisation_id,
            issued_at,
            valid_from,
            valid_until,
            display_name,
            granted.role,
            Jsonb(granted.scope),
            granted.citizenship,
            credential,
            public_id,
            granted.photo_ref,
        ),
    )
    return (await cursor.fetchone())[0]


async def find(conn: AsyncConnection, number: str, *, lock: bool = False) -> Accreditation | None:
    """The accreditation with this number; with `lock` its row is held until COMMIT."""
    return await _one(conn, "a.number = %s", (number,), lock)


async def by_serial(conn: AsyncConnection, election_id: int, serial: int) -> Accreditation | None:
    """The accreditation whose badge has this serial in this election."""
    return await _one(conn, "a.election_id = %s AND a.serial = %s", (election_id, serial), lock=False)


async def id_of_request(conn: AsyncConnection, request_id: int) -> int | None:
    """The id of the valid accreditation issued on a request, if there is one."""
    cursor = await conn.execute(
        "SELECT id FROM accreditations WHERE request_id = %s AND state = 'valid'", (request_id,)
    )
    row = await cursor.fetchone()
    return row[0] if row else None


async def page(
    conn: AsyncConnection, *, organisation_id: int | None, competent: str | None, after: int, limit: int
) -> list[Accreditation]:
    """Accreditations in order of id after `after`: of one organisation, of one commission, or all."""
    cursor = await conn.execute(
        f"SELECT {COLUMNS} FROM {TABLES} WHERE a.id > %(after)s "  # noqa: S608
        "AND (%(organisation)s::bigint IS NULL OR a.organisation_id = %(organisation)s) "
        "AND (%(competent)s::text IS NULL OR r.competent = %(competent)s) ORDER BY a.id LIMIT %(limit)s",
        {"after": after, "organisation": organisation_id, "competent": competent, "limit": limit},
    )
    return [Accreditation(*row) for row in await cursor.fetchall()]


async def _one(conn: AsyncConnection, where: str, values: tuple, lock: bool) -> Accreditation | None:
    tail = " FOR NO KEY UPDATE OF a" if lock else ""
    cursor = await conn.execute(f"SELECT {COLUMNS} FROM {TABLES} WHERE {where}{tail}", values)  # noqa: S608
    row = await cursor.fetchone()
    return Accreditation(*row) if row else None
