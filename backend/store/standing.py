"""Where accreditations stand: moved in sets, with their history, their ended serials and who holds their phones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from backend.store.recordsets import recordset


class Locked(msgspec.Struct, frozen=True):
    """One accreditation whose row is held until COMMIT."""

    id: int
    number: str
    election_id: int
    organisation_id: int
    request_id: int
    serial: int
    state: str
    superseded: bool
    """Another accreditation of the same request, or one that followed it in the lane, is in force; or its request was
    withdrawn or gave its place to another, so that there is nothing left to be restored."""


class Facts(msgspec.Struct, frozen=True):
    """What a badge is signed from again: the accreditation as it is stored, its sender and its election."""

    id: int
    number: str
    serial: int
    state: str
    request_id: int
    election_id: int
    organisation_id: int
    organisation_acronym: str
    organisation_name: str
    organisation_kind: str
    display_name: str
    role: str
    scope: dict[str, Any]
    citizenship: str
    photo_ref: str | None
    photo_hash: bytes | None
    election_date: date
    final_announcement: datetime | None
    edition: str
    reading: str
    valid_from: datetime
    valid_until: datetime


class NewAccreditation(msgspec.Struct, frozen=True):
    """An accreditation that takes the place of another one."""

    number: str
    serial: int
    request_id: int
    election_id: int
    organisation_id: int
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
    reissues: int


class Resigned(msgspec.Struct, frozen=True):
    """A badge signed anew for the same accreditation."""

    id: int
    serial: int
    credential: str
    valid_until: datetime


class Event(msgspec.Struct, frozen=True):
    """Something that happened to an accreditation."""

    at: datetime
    move: str
    actor: str
    reason: str
    act: dict[str, Any]
    order_id: int | None
    details: dict[str, Any]


# Several EXISTS and no OR inside one: each is answered by an index, for ten thousand rows too.
_LOCK = """
SELECT a.id, a.number, a.election_id, a.organisation_id, a.request_id, a.serial, a.state,
       EXISTS (SELECT 1 FROM accreditations o WHERE o.request_id = a.request_id AND o.id <> a.id
               AND o.state IN ('valid', 'suspended'))
       OR EXISTS (SELECT 1 FROM reaccreditations l JOIN accreditations o ON o.id = l.accreditation_new
                  WHERE l.accreditation_id = a.id AND o.state IN ('valid', 'suspended'))
       OR EXISTS (SELECT 1 FROM requests r WHERE r.id = a.request_id AND r.state IN ('withdrawn', 'replaced'))
FROM accreditations a WHERE a.id = ANY(%s) ORDER BY a.id FOR NO KEY UPDATE OF a
"""


async def lock(conn: AsyncConnection, ids: Sequence[int]) -> list[Locked]:
    """Lock accreditations in order of id."""
    return [Locked(*row) for row in await (await conn.execute(_LOCK, (list(ids),))).fetchall()]


async def mark(
    conn: AsyncConnection, ids: Sequence[int], state: str, now: datetime, measure: dict[str, Any] | None
) -> None:
    """Store the state that the table of moves gave; `measure` says why it is not valid, None where it is."""
    await conn.execute(
        "UPDATE accreditations SET state = %(state)s, standing_at = %(now)s, revocation = %(measure)s, "
        "revoked_at = CASE WHEN %(state)s = 'revoked' THEN %(now)s::timestamptz END WHERE id = ANY(%(ids)s)",
        {
            "state": state,
            "now": now,
            "measure": Jsonb(measure) if measure is not None else None,
            "ids": list(ids),
        },
    )


async def add_events(
    conn: AsyncConnection,
    ids: Sequence[int],
    now: datetime,
    move: str,
    actor: str,
    reason: str,
    act: dict[str, Any],
    order_id: int | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """The same event of many accreditations, in one statement."""
    await conn.execute(
        "INSERT INTO standing_events (accreditation_id, at, move, actor, reason, act, order_id, details) "
        "SELECT id, %s, %s, %s, %s, %s, %s, %s FROM unnest(%s::bigint[]) AS id",
        (now, move, actor, reason, Jsonb(act), order_id, Jsonb(details or {}), list(ids)),
    )


async def events(conn: AsyncConnection, accreditation_id: int) -> list[Event]:
    """The history of an accreditation, oldest first."""
    cursor = await conn.execute(
        "SELECT at, move, actor, reason, act, order_id, details FROM standing_events "
        "WHERE accreditation_id = %s ORDER BY id",
        (accreditation_id,),
    )
    return [Event(*row) for row in await cursor.fetchall()]


async def silence(conn: AsyncConnection, numbers: Sequence[str], ids: Sequence[int], now: datetime) -> None:
    """End the phone keys and the unused one-time codes of accreditations that are not valid."""
    await conn.execute(
        "UPDATE api_keys SET revoked_at = %s WHERE role = ANY(%s) AND revoked_at IS NULL",
        (now, [f"observer:{number}" for number in numbers]),
    )
    await conn.execute(
        "UPDATE chat_links SET burned_at = %s WHERE accreditation_id = ANY(%s) AND used_at IS NULL "
        "AND burned_at IS NULL",
        (now, list(ids)),
    )


async def facts(conn: AsyncConnection, ids: Sequence[int]) -> list[Facts]:
    """What the badges of accreditations are signed from, by id."""
    cursor = await conn.execute(
        "SELECT a.id, a.number, a.serial, a.state, a.request_id, a.election_id, a.organisation_id, o.acronym, o.name, "
        "o.kind, a.display_name, a.role, a.scope, a.citizenship, a.photo_ref, r.photo_hash, e.election_date, "
        "e.final_announcement, e.edition, e.reading, a.valid_from, a.valid_until FROM accreditations a "
        "JOIN organisations o ON o.id = a.organisation_id JOIN elections e ON e.id = a.election_id "
        "JOIN requests r ON r.id = a.request_id WHERE a.id = ANY(%s) ORDER BY a.id",
        (list(ids),),
    )
    found = []
    for row in await cursor.fetchall():
        values = list(row)
        values[15] = bytes(values[15]) if values[15] is not None else None
        found.append(Facts(*values))
    return found


async def senders(conn: AsyncConnection, ids: Sequence[int]) -> dict[int, tuple[str, str, str]]:
    """Acronym, name and kind of organisations, by id."""
    cursor = await conn.execute(
        "SELECT id, acronym, name, kind FROM organisations WHERE id = ANY(%s)", (list(ids),)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in await cursor.fetchall()}


async def numbers(conn: AsyncConnection, count: int) -> list[int]:
    """The next so many numbers of the installation, ascending."""
    cursor = await conn.execute(
        "SELECT nextval('accreditation_numbers') FROM generate_series(1, %s)", (count,)
    )
    return sorted(row[0] for row in await cursor.fetchall())


async def take_serials(conn: AsyncConnection, election_id: int, count: int) -> range:
    """The next so many badge serials of an election; the counter's row is held until COMMIT."""
    cursor = await conn.execute(
        "INSERT INTO badge_counters (election_id, serial) VALUES (%(election)s, %(count)s) "
        "ON CONFLICT (election_id) DO UPDATE SET serial = badge_counters.serial + %(count)s RETURNING serial",
        {"election": election_id, "count": count},
    )
    last = (await cursor.fetchone())[0]
    return range(last - count + 1, last + 1)


_ADD = """
INSERT INTO accreditations (number, serial, request_id, election_id, organisation_id, issued_at, valid_from,
    valid_until, display_name, role, scope, citizenship, credential, public_id, photo_ref, reissues, standing_at, passed_from)
SELECT n.number, n.serial, n.request_id, n.election_id, n.organisation_id, n.issued_at, n.valid_from, n.valid_until,
       n.display_name, n.role, n.scope, n.citizenship, n.credential, n.public_id, n.photo_ref, n.reissues, n.issued_at,
       (SELECT earlier.passed_from FROM accreditations earlier WHERE earlier.id = n.reissues)
FROM json_to_recordset(%s::json) AS n (number text, serial integer, request_id bigint, election_id integer,
    organisation_id bigint, issued_at timestamptz, valid_from timestamptz, valid_until timestamptz,
    display_name text, role text, scope jsonb, citizenship text, credential text, public_id text, photo_ref text,
    reissues bigint)
RETURNING id, number
"""


async def add(conn: AsyncConnection, new: Sequence[NewAccreditation]) -> dict[str, int]:
    """Store accreditations that take the place of others; returns their ids by number."""
    cursor = await conn.execute(_ADD, (recordset(new),))
    return {row[1]: row[0] for row in await cursor.fetchall()}


async def end_serials(conn: AsyncConnection, ids: Sequence[int], now: datetime) -> None:
    """Keep the present serials of accreditations as ended for good."""
    await conn.execute(
        "INSERT INTO ended_serials (election_id, serial, accreditation_id, ended_at) "
        "SELECT election_id, serial, id, %s FROM accreditations WHERE id = ANY(%s) ON CONFLICT DO NOTHING",
        (now, list(ids)),
    )


async def ended_serial(conn: AsyncConnection, election_id: int, serial: int) -> tuple[str, datetime] | None:
    """The number of the accreditation that once had this serial, and since when it has another."""
    cursor = await conn.execute(
        "SELECT a.number, s.ended_at FROM ended_serials s JOIN accreditations a ON a.id = s.accreditation_id "
        "WHERE s.election_id = %s AND s.serial = %s",
        (election_id, serial),
    )
    return await cursor.fetchone()


async def resign(conn: AsyncConnection, signed: Sequence[Resigned]) -> None:
    """Store badges signed anew."""
    await conn.execute(
        "UPDATE accreditations a SET serial = n.serial, credential = n.credential, valid_until = n.valid_until "
        "FROM json_to_recordset(%s::json) AS n (id bigint, serial integer, credential text, valid_until timestamptz) "
        "WHERE a.id = n.id",
        (recordset(signed),),
    )


async def hand_over(
    conn: AsyncConnection, pairs: Sequence[tuple[int, int]], organisations: dict[int, int]
) -> None:
    """Bound chats and open visits pass from the old accreditation to the new one: nobody leaves the room for it."""
    values = recordset([{"old": old, "new": new, "organisation": organisations[new]} for old, new in pairs])
    named = "json_to_recordset(%s::json) AS n (old bigint, new bigint, organisation bigint)"
    await conn.execute(
        f"UPDATE bindings b SET accreditation_id = n.new FROM {named} "  # noqa: S608
        "WHERE b.accreditation_id = n.old AND b.unbound_at IS NULL",
        (values,),
    )
    await conn.execute(
        f"UPDATE check_ins c SET accreditation_id = n.new, organisation_id = n.organisation FROM {named} "  # noqa: S608
        "WHERE c.accreditation_id = n.old AND c.left_at IS NULL",
        (values,),
    )


async def to_expire(conn: AsyncConnection, now: datetime, limit: int) -> list[int]:
    """Accreditations in force whose election's final announcement has come, by id."""
    cursor = await conn.execute(
        "SELECT a.id FROM accreditations a JOIN elections e ON e.id = a.election_id "
        "WHERE a.state IN ('valid', 'suspended') AND e.final_announcement <= %s ORDER BY a.id LIMIT %s",
        (now, limit),
    )
    return [row[0] for row in await cursor.fetchall()]


async def to_extend(conn: AsyncConnection, before: datetime, now: datetime, limit: int) -> list[int]:
    """Accreditations in force whose badge ends soon, though nothing was announced; by id.

    One that has ended already is not brought back: it is issued anew by an act.
    """
    cursor = await conn.execute(
        "SELECT a.id FROM accreditations a JOIN elections e ON e.id = a.election_id "
        "WHERE a.state IN ('valid', 'suspended') AND a.valid_until < %s AND a.valid_until > %s "
        "AND e.final_announcement IS NULL ORDER BY a.id LIMIT %s",
        (before, now, limit),
    )
    return [row[0] for row in await cursor.fetchall()]
