"""Requests for accreditation and the events of each; documents and phones are sealed and never in a list."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection, sql
from psycopg.types.json import Jsonb

from backend.store.recordsets import recordset
from backend.store.request_filters import NARROWED, RequestFilters

_COLUMNS = (
    "r.id, r.number, r.election_id, r.organisation_id, r.state, r.received_at, r.given_name, r.father_name, "
    "r.family_name, r.birth_date, r.citizenship, r.document_type, r.document_sealed, r.phone_sealed, r.email_sealed, "
    "r.languages, r.scope, r.role, r.language, r.code_of_conduct, r.photo_ref, r.photo_hash, r.hold_consent, "
    "r.competent, r.assessment, r.decision_due_at, r.decision_due_kind, r.failure_at, r.replaces, "
    # What happened to it since, for its clocks; each part is read by an index, and seldom there.
    "r.sent_at, r.filed_hash, r.addendum, "
    "(SELECT jsonb_build_object('notified_at', t.notified_at, 'due_at', t.due_at, 'delivered_at', t.delivered_at) "
    "FROM translations t WHERE t.request_id = r.id), "
    "(SELECT min(p.filed_at) FROM reinstatements p WHERE p.request_id = r.id), "
    "(SELECT jsonb_agg(jsonb_build_object('event', e.event, 'at', e.at) ORDER BY e.id) FROM request_events e "
    "WHERE e.request_id = r.id AND e.event IN ('returned', 'completed')), "
    "(SELECT jsonb_build_object('number', p.number, 'filed_at', p.received_at, 'state', p.state, 'decision', "
    "coalesce((SELECT d.act_number FROM decisions d WHERE d.request_id = p.id AND d.outcome = 'grant' "
    "ORDER BY d.id DESC LIMIT 1), '')) FROM requests p WHERE p.id = r.replaces), "
    "(SELECT jsonb_agg(jsonb_build_object('office', h.office, 'body', h.body, 'incompatible', h.incompatible, "
    "'source', h.source) ORDER BY h.id) FROM held_offices h WHERE h.request_id = r.id)"
)


class NewRequest(msgspec.Struct, frozen=True):
    """A filing ready to be stored; sealed values are bytes of the vault."""

    election_id: int
    organisation_id: int
    received_at: datetime
    given_name: str
    father_name: str
    family_name: str
    birth_date: date
    citizenship: str
    document_type: str
    document_sealed: bytes
    document_index: bytes
    phone_sealed: bytes | None
    email_sealed: bytes | None
    languages: list[str]
    scope: dict[str, Any]
    role: str
    language: str
    code_of_conduct: dict[str, Any]
    hold_consent: bool
    state: str
    competent: str
    assessment: bytes
    decision_due_at: datetime | None
    decision_due_kind: str
    replaces: int | None = None
    batch_id: int | None = None
    batch_row: int | None = None
    fingerprint: bytes | None = None
    person_keys: list[int] = []
    sent_at: datetime | None = None
    filed_hash: bytes | None = None
    addendum: bool = False
    public_id: str = msgspec.field(default_factory=lambda: secrets.token_hex(16))
    """128 random bits; whoever has them sees the status, and nothing of the person or the sender."""


class RequestRow(msgspec.Struct, frozen=True):
    """One request as it is stored."""

    id: int
    number: str
    election_id: int
    organisation_id: int
    state: str
    received_at: datetime
    given_name: str
    father_name: str
    family_name: str
    birth_date: date
    citizenship: str
    document_type: str
    document_sealed: bytes
    phone_sealed: bytes | None
    email_sealed: bytes | None
    languages: list[str]
    scope: dict[str, Any]
    role: str
    language: str
    code_of_conduct: dict[str, Any]
    photo_ref: str | None
    photo_hash: bytes | None
    hold_consent: bool
    competent: str
    assessment: dict[str, Any]
    decision_due_at: datetime | None
    decision_due_kind: str | None
    failure_at: datetime | None
    replaces: int | None
    sent_at: datetime | None = None
    filed_hash: bytes | None = None
    addendum: bool = False
    translation: dict[str, Any] | None = None
    reinstatement_asked_at: datetime | None = None
    returns: list[dict[str, Any]] | None = None
    earlier: dict[str, Any] | None = None
    offices: list[dict[str, Any]] | None = None


class RequestItem(msgspec.Struct, frozen=True):
    """One line of a list: no document, phone or e-mail."""

    id: int
    number: str
    election: int
    organisation: int
    status: str
    received_at: datetime
    given_name: str
    family_name: str
    role: str
    competent: str
    has_photo: bool
    decision_due_at: datetime | None
    decision_due_kind: str | None
    against: int


class Event(msgspec.Struct, frozen=True):
    """Something that happened to a request."""

    at: datetime
    event: str
    actor: str
    details: dict[str, Any]


async def add_all(conn: AsyncConnection, new: Sequence[NewRequest], year: int) -> list[tuple[int, str]]:
    """Store requests in one statement; the id and number (`R-<year>-<sequence>`) of each, in the order given.

    The columns are the fields of `NewRequest`, so a field that is added there is stored here too.
    """
    names = NewRequest.__struct_fields__
    columns = ", ".join(names)
    cursor = await conn.execute(
        f"INSERT INTO requests (number, {columns}) "  # noqa: S608
        f"SELECT 'R-' || %s || '-' || lpad(nextval('request_numbers')::text, 6, '0'), {columns} FROM "
        "(SELECT * FROM json_populate_recordset(NULL::requests, %s::json) WITH ORDINALITY ORDER BY ordinality) rows "
        "RETURNING id, number",
        (str(year), recordset([_as_json(one) for one in new])),
    )
    return sorted(await cursor.fetchall())


def _as_json(new: NewRequest) -> dict[str, Any]:
    """A row for `json_populate_recordset`: bytes in PostgreSQL's hexadecimal form."""
    values: dict[str, Any] = {}
    for name in NewRequest.__struct_fields__:
        value = getattr(new, name)
        if name == "assessment":
            value = msgspec.Raw(value)
        elif isinstance(value, bytes):
            value = "\\x" + value.hex()
        values[name] = value
    return values


async def add_events(
    conn: AsyncConnection, at: datetime, events: Sequence[tuple[int, str, str, dict[str, Any]]]
) -> None:
    """Store events of many requests at one instant: request id, event, actor, details."""
    rows = [
        {"request_id": id, "event": event, "actor": actor, "details": details}
        for id, event, actor, details in events
    ]
    await conn.execute(
        "INSERT INTO request_events (request_id, at, event, actor, details) "
        "SELECT request_id, %s, event, actor, details FROM json_to_recordset(%s::json) "
        "AS r (request_id bigint, event text, actor text, details jsonb)",
        (at, recordset(rows)),
    )


async def recorded_alike(
    conn: AsyncConnection, organisation_id: int, election_id: int, fingerprints: Sequence[bytes]
) -> dict[bytes, str]:
    """Which of these fingerprints a sender's live requests have, with the number of the first of each."""
    cursor = await conn.execute(
        "SELECT DISTINCT ON (fingerprint) fingerprint, number FROM requests "
        "WHERE organisation_id = %s AND election_id = %s AND fingerprint = ANY(%s) "
        "AND state NOT IN ('withdrawn', 'refused', 'replaced') ORDER BY fingerprint, id",
        (organisation_id, election_id, list(fingerprints)),
    )
    return {bytes(mark): number for mark, number in await cursor.fetchall()}


async def find(conn: AsyncConnection, number: str, *, lock: bool = False) -> RequestRow | None:
    """The request with this number; with `lock` its row is held until the transaction ends."""
    suffix = " FOR UPDATE" if lock else ""
    cursor = await conn.execute(f"SELECT {_COLUMNS} FROM requests r WHERE r.number = %s{suffix}", (number,))  # noqa: S608
    return _row(await cursor.fetchone())


async def lock_by_id(conn: AsyncConnection, id: int) -> RequestRow | None:
    """The request with this id, its row held until the transaction ends."""
    cursor = await conn.execute(f"SELECT {_COLUMNS} FROM requests r WHERE r.id = %s FOR UPDATE", (id,))  # noqa: S608
    return _row(await cursor.fetchone())


async def lock_all(conn: AsyncConnection, ids: Sequence[int], *, lock: bool = True) -> list[RequestRow]:
    """The requests with these ids in order of id; unless `lock` is false their rows are held until COMMIT."""
    suffix = " FOR UPDATE" if lock else ""
    cursor = await conn.execute(
        f"SELECT {_COLUMNS} FROM requests r WHERE r.id = ANY(%s) ORDER BY r.id{suffix}",  # noqa: S608
        (list(ids),),
    )
    return [row for row in map(_row, await cursor.fetchall()) if row is not None]


def _row(values: tuple | None) -> RequestRow | None:
    if values is None:
        return None
    row = list(values)
    for place in (12, 13, 14, 21, 30):
        row[place] = bytes(row[place]) if row[place] is not None else None
    return RequestRow(*row)


async def number_of(conn: AsyncConnection, id: int) -> str | None:
    """The number of a request."""
    row = await (await conn.execute("SELECT number FROM requests WHERE id = %s", (id,))).fetchone()
    return row[0] if row else None


async def received_at(conn: AsyncConnection, id: int) -> datetime | None:
    """When a request was recorded."""
    row = await (await conn.execute("SELECT received_at FROM requests WHERE id = %s", (id,))).fetchone()
    return row[0] if row else None


async def replacement_of(conn: AsyncConnection, id: int) -> str | None:
    """The number of the latest request that asks to replace this one."""
    cursor = await conn.execute(
        "SELECT number FROM requests WHERE replaces = %s ORDER BY id DESC LIMIT 1", (id,)
    )
    row = await cursor.fetchone()
    return row[0] if row else None


async def accreditation_of(conn: AsyncConnection, id: int) -> str | None:
    """The number of the accreditation that was last issued on a request."""
    row = await (
        await conn.execute(
            "SELECT number FROM accreditations WHERE request_id = %s ORDER BY id DESC LIMIT 1", (id,)
        )
    ).fetchone()
    return row[0] if row else None


async def page(
    conn: AsyncConnection,
    *,
    after: int,
    limit: int,
    organisation_id: int | None,
    competent: str | None,
    status: str | None,
    election_id: int | None,
    only: RequestFilters,
    ids: Sequence[int] | None = None,
) -> list[RequestItem]:
    """Requests in order of id, those after the given id; None is no filter."""
    cursor = await conn.execute(
        "SELECT id, number, election_id, organisation_id, state, received_at, given_name, family_name, role, "  # noqa: S608
        "competent, photo_ref IS NOT NULL, decision_due_at, decision_due_kind, "
        "(SELECT count(*) FROM jsonb_array_elements(assessment->'findings') f WHERE f->>'severity' = 'against')::int "
        f"FROM requests r WHERE {NARROWED} AND id > %(after)s AND (%(ids)s::bigint[] IS NULL OR id = ANY(%(ids)s)) "
        "AND (%(organisation)s::bigint IS NULL OR organisation_id = %(organisation)s) "
        "AND (%(competent)s::text IS NULL OR competent = %(competent)s) "
        "AND (%(status)s::text IS NULL OR state = %(status)s) "
        "AND (%(election)s::int IS NULL OR election_id = %(election)s) ORDER BY id LIMIT %(limit)s",
        {
            "after": after,
            "organisation": organisation_id,
            "competent": competent,
            "status": status,
            "election": election_id,
            "limit": limit,
            "ids": list(ids) if ids is not None else None,
            **only.values(),
        },
    )
    return [RequestItem(*row) for row in await cursor.fetchall()]


async def add_event(
    conn: AsyncConnection,
    request_id: int,
    at: datetime,
    event: str,
    actor: str,
    details: dict[str, Any] | None = None,
) -> None:
    """Store an event of a request."""
    await conn.execute(
        "INSERT INTO request_events (request_id, at, event, actor, details) VALUES (%s, %s, %s, %s, %s)",
        (request_id, at, event, actor, Jsonb(details or {})),
    )


async def events(conn: AsyncConnection, request_id: int) -> list[Event]:
    """The history of a request, oldest first."""
    cursor = await conn.execute(
        "SELECT at, event, actor, details FROM request_events WHERE request_id = %s ORDER BY id",
        (request_id,),
    )
    return [Event(*row) for row in await cursor.fetchall()]


async def set_state(conn: AsyncConnection, id: int, state: str) -> None:
    """Store the state that the table of moves gave."""
    await conn.execute("UPDATE requests SET state = %s WHERE id = %s", (state, id))


async def pending_of_subjects(conn: AsyncConnection, election_id: int) -> list[int]:
    """Requests of parties, coalitions and candidates that wait for a decision, in order of id."""
    cursor = await conn.execute(
        "SELECT r.id FROM requests r JOIN organisations o ON o.id = r.organisation_id WHERE r.election_id = %s "
        "AND r.state IN ('received', 'held', 'assessed', 'returned', 'overdue') "
        "AND o.kind IN ('political_party', 'coalition', 'independent_candidate') ORDER BY r.id",
        (election_id,),
    )
    return [row[0] for row in await cursor.fetchall()]


async def set_competent(conn: AsyncConnection, id: int, competent: str) -> None:
    """Store which commission is competent."""
    await conn.execute("UPDATE requests SET competent = %s WHERE id = %s", (competent, id))


async def set_competent_all(conn: AsyncConnection, moves: Sequence[tuple[int, str]]) -> None:
    """Store which commission is competent for each of many requests."""
    await conn.execute(
        "UPDATE requests r SET competent = n.competent "
        "FROM json_to_recordset(%s::json) AS n (id bigint, competent text) WHERE r.id = n.id",
        (recordset([{"id": id, "competent": competent} for id, competent in moves]),),
    )


async def set_failure(
    conn: AsyncConnection, id: int, state: str, failure_at: datetime, assessment: bytes
) -> None:
    """Store a failure to decide with the assessment that now says so."""
    await conn.execute(
        "UPDATE requests SET state = %s, failure_at = %s, assessment = %s::jsonb WHERE id = %s",
        (state, failure_at, assessment.decode(), id),
    )


async def set_assessment(
    conn: AsyncConnection,
    id: int,
    *,
    state: str,
    competent: str,
    assessment: bytes,
    decision_due_at: datetime | None,
    decision_due_kind: str,
) -> None:
    """Store a new assessment and what follows from it."""
    await conn.execute(
        "UPDATE requests SET state = %s, competent = %s, assessment = %s::jsonb, decision_due_at = %s, "
        "decision_due_kind = %s WHERE id = %s",
        (state, competent, assessment.decode(), decision_due_at, decision_due_kind, id),
    )


CHANGEABLE = frozenset(
    {
        "given_name",
        "father_name",
        "family_name",
        "birth_date",
        "citizenship",
        "document_type",
        "document_sealed",
        "document_index",
        "person_keys",
        "phone_sealed",
        "email_sealed",
        "languages",
        "scope",
        "role",
        "language",
        "code_of_conduct",
    }
)
"""What a completion may change; the number, the sender, the election and the instant of receipt never do."""


async def change(conn: AsyncConnection, id: int, changes: dict[str, Any]) -> None:
    """Store changed fields of a returned request.

    Raises:
        KeyError: a field that no completion may change.
    """
    strange = changes.keys() - CHANGEABLE
    if strange:
        raise KeyError(", ".join(sorted(strange)))
    values = {name: Jsonb(value) if isinstance(value, dict) else value for name, value in changes.items()}
    columns = sql.SQL(", ").join(
        sql.SQL("{} = {}").format(sql.Identifier(name), sql.Placeholder(name)) for name in values
    )
    await conn.execute(
        sql.SQL("UPDATE requests SET {} WHERE id = %(id)s").format(columns), values | {"id": id}
    )


async def set_photo(conn: AsyncConnection, id: int, photo_ref: str, photo_hash: bytes) -> None:
    """Store where the photo is and the hash that the badge carries."""
    await conn.execute(
        "UPDATE requests SET photo_ref = %s, photo_hash = %s WHERE id = %s", (photo_ref, photo_hash, id)
    )


async def same_document(
    conn: AsyncConnection, election_id: int, document_index: bytes, but: int
) -> list[str]:
    """Numbers of other requests of the election that name the same document."""
    cursor = await conn.execute(
        "SELECT number FROM requests WHERE election_id = %s AND document_index = %s AND id <> %s ORDER BY id LIMIT 20",
        (election_id, document_index, but),
    )
    return [row[0] for row in await cursor.fetchall()]
