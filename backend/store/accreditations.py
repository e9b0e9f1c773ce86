"""Accreditations, the facts they are issued from, and the counters of their serials."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from backend.store.recordsets import recordset
from backend.store.request_filters import ACCREDITED, AccreditationFilters


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
    request_number: str


class NewAccreditation(msgspec.Struct, frozen=True):
    """An accreditation ready to be stored."""

    granted: GrantedRequest
    number: str
    serial: int
    issued_at: datetime
    valid_from: datetime
    valid_until: datetime
    display_name: str
    credential: str
    public_id: str


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
    """The measure that keeps it from being valid: which, why, by which act, and the remedy."""
    standing_at: datetime | None
    """Since when it stands where it stands; None for one that was never moved."""
    reissues: str | None
    """The number of the accreditation in whose place it was issued."""
    interim: dict[str, Any] | None
    """Issued for the time of an appeal: by which act, and what ends it; None for every other."""


COLUMNS = (
    "a.id, a.number, a.serial, a.state, a.election_id, e.name, e.kind, e.election_date, e.edition, "
    "e.final_announcement, e.demo, a.organisation_id, o.name, o.acronym, o.kind, r.number, r.competent, "
    "a.issued_at, a.valid_from, a.valid_until, a.display_name, a.role, a.scope, a.citizenship, a.credential, "
    "a.public_id, a.photo_ref, a.revoked_at, a.revocation, a.standing_at, "
    "(SELECT i.number FROM accreditations i WHERE i.id = a.reissues), a.interim"
)
TABLES = (
    "accreditations a JOIN elections e ON e.id = a.election_id "
    "JOIN organisations o ON o.id = a.organisation_id JOIN requests r ON r.id = a.request_id"
)


async def granted_all(conn: AsyncConnection, decision_ids: Sequence[int]) -> list[GrantedRequest]:
    """The facts of granted requests and of the decisions that grant them, in order of the request's id."""
    cursor = await conn.execute(
        "SELECT r.id, r.election_id, r.organisation_id, o.acronym, o.name, o.kind, r.given_name, r.family_name, "
        "r.citizenship, r.role, r.scope, r.photo_ref, r.photo_hash, r.replaces, e.election_date, "
        "e.final_announcement, e.edition, e.reading, d.decided_at, d.decided_by, d.act_number, d.act_date, "
        "d.signatory, r.number FROM requests r JOIN organisations o ON o.id = r.organisation_id "
        "JOIN elections e ON e.id = r.election_id JOIN decisions d ON d.request_id = r.id "
        "WHERE d.id = ANY(%s) AND d.outcome = 'grant' ORDER BY r.id",
        (list(decision_ids),),
    )
    found = []
    for row in await cursor.fetchall():
        values = list(row)
        values[12] = bytes(values[12]) if values[12] is not None else None
        found.append(GrantedRequest(*values))
    return found


async def next_numbers(conn: AsyncConnection, count: int) -> list[int]:
    """The next so many numbers of the installation, rising; a rolled back transaction leaves a gap."""
    cursor = await conn.execute(
        "SELECT nextval('accreditation_numbers') FROM generate_series(1, %s)", (count,)
    )
    return sorted(row[0] for row in await cursor.fetchall())


async def next_serials(conn: AsyncConnection, election_id: int, count: int) -> range:
    """The next so many badge serials of an election; the counter's row is held until COMMIT, so it is taken last."""
    cursor = await conn.execute(
        "INSERT INTO badge_counters (election_id, serial) VALUES (%(election)s, %(count)s) "
        "ON CONFLICT (election_id) DO UPDATE SET serial = badge_counters.serial + %(count)s RETURNING serial",
        {"election": election_id, "count": count},
    )
    last = (await cursor.fetchone())[0]
    return range(last - count + 1, last + 1)


_ADD = """
INSERT INTO accreditations (number, serial, request_id, election_id, organisation_id, issued_at, valid_from,
    valid_until, display_name, role, scope, citizenship, credential, public_id, photo_ref)
SELECT n.number, n.serial, n.request_id, n.election_id, n.organisation_id, n.issued_at, n.valid_from, n.valid_until,
       n.display_name, n.role, n.scope, n.citizenship, n.credential, n.public_id, n.photo_ref
FROM json_to_recordset(%s::json) AS n (number text, serial integer, request_id bigint, election_id integer,
    organisation_id bigint, issued_at timestamptz, valid_from timestamptz, valid_until timestamptz,
    display_name text, role text, scope jsonb, citizenship text, credential text, public_id text, photo_ref text)
ORDER BY n.serial
"""


async def add_all(conn: AsyncConnection, issued: Sequence[NewAccreditation]) -> None:
    """Store new accreditations in one statement."""
    rows = [
        {
            "number": one.number,
            "serial": one.serial,
            "request_id": one.granted.request_id,
            "election_id": one.granted.election_id,
            "organisation_id": one.granted.organisation_id,
            "issued_at": one.issued_at,
            "valid_from": one.valid_from,
            "valid_until": one.valid_until,
            "display_name": one.display_name,
            "role": one.granted.role,
            "scope": one.granted.scope,
            "citizenship": one.granted.citizenship,
            "credential": one.credential,
            "public_id": one.public_id,
            "photo_ref": one.granted.photo_ref,
        }
        for one in issued
    ]
    await conn.execute(_ADD, (recordset(rows),))


async def find(conn: AsyncConnection, number: str, *, lock: bool = False) -> Accreditation | None:
    """The accreditation with this number; with `lock` its row is held until COMMIT."""
    return await _one(conn, "a.number = %s", (number,), lock)


async def by_serial(conn: AsyncConnection, election_id: int, serial: int) -> Accreditation | None:
    """The accreditation whose badge has this serial in this election."""
    return await _one(conn, "a.election_id = %s AND a.serial = %s", (election_id, serial), lock=False)


async def id_of_request(conn: AsyncConnection, request_id: int) -> int | None:
    """The id of the accreditation in force that was issued on a request, if there is one."""
    cursor = await conn.execute(
        "SELECT id FROM accreditations WHERE request_id = %s AND state IN ('valid', 'suspended')",
        (request_id,),
    )
    row = await cursor.fetchone()
    return row[0] if row else None


async def photo_of(conn: AsyncConnection, request_number: str) -> tuple[str | None, bytes | None]:
    """Where the photo of a request is, and its hash."""
    cursor = await conn.execute(
        "SELECT photo_ref, photo_hash FROM requests WHERE number = %s", (request_number,)
    )
    row = await cursor.fetchone()
    if row is None:
        return None, None
    return row[0], bytes(row[1]) if row[1] is not None else None


async def page(
    conn: AsyncConnection,
    *,
    organisation_id: int | None,
    competent: str | None,
    after: int,
    limit: int,
    only: AccreditationFilters,
) -> list[Accreditation]:
    """Accreditations in order of id after `after`: of one organisation, of one commission, or all."""
    cursor = await conn.execute(
        f"SELECT {COLUMNS} FROM {TABLES} WHERE {ACCREDITED} AND a.id > %(after)s "  # noqa: S608
        "AND (%(organisation)s::bigint IS NULL OR a.organisation_id = %(organisation)s) "
        "AND (%(competent)s::text IS NULL OR r.competent = %(competent)s) ORDER BY a.id LIMIT %(limit)s",
        {"after": after, "organisation": organisation_id, "competent": competent, "limit": limit}
        | only.values(),
    )
    return [Accreditation(*row) for row in await cursor.fetchall()]


async def _one(conn: AsyncConnection, where: str, values: tuple, lock: bool) -> Accreditation | None:
    tail = " FOR NO KEY UPDATE OF a" if lock else ""
    cursor = await conn.execute(f"SELECT {COLUMNS} FROM {TABLES} WHERE {where}{tail}", values)  # noqa: S608
    row = await cursor.fetchone()
    return Accreditation(*row) if row else None
