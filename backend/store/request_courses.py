"""What happens to a request beside its states: its receipt, translation, reinstatement, and who else it may be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from backend.store.request_filters import NARROWED, RequestFilters


class FiledRow(msgspec.Struct, frozen=True):
    """What was filed, when, and as which row of which batch."""

    number: str
    election_id: int
    organisation_id: int
    received_at: datetime
    sent_at: datetime | None
    filed_hash: bytes | None
    batch_id: int | None
    batch_row: int | None


async def filed(conn: AsyncConnection, id: int) -> FiledRow | None:
    """What the receipt of a request says."""
    cursor = await conn.execute(
        "SELECT number, election_id, organisation_id, received_at, sent_at, filed_hash, batch_id, batch_row "
        "FROM requests WHERE id = %s",
        (id,),
    )
    row = await cursor.fetchone()
    if row is None:
        return None
    return FiledRow(*row[:5], bytes(row[5]) if row[5] is not None else None, *row[6:])


class TranslationRow(msgspec.Struct, frozen=True):
    """The notice of the duty to translate and what came of it."""

    notified_at: datetime
    notified_by: str
    act: dict[str, Any]
    last_day: date | None
    due_at: datetime | None
    delivered_at: datetime | None
    file_ref: str | None
    file_type: str | None
    file_hash: bytes | None


async def add_translation_notice(
    conn: AsyncConnection,
    request_id: int,
    *,
    notified_at: datetime,
    notified_by: str,
    act: dict[str, Any],
    last_day: date | None,
    due_at: datetime | None,
) -> bool:
    """Store a notice; false if there was one already."""
    cursor = await conn.execute(
        "INSERT INTO translations (request_id, notified_at, notified_by, act, last_day, due_at) "
        "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (request_id) DO NOTHING",
        (request_id, notified_at, notified_by, Jsonb(act), last_day, due_at),
    )
    return cursor.rowcount == 1


async def deliver_translation(
    conn: AsyncConnection, request_id: int, *, at: datetime, file_ref: str, file_type: str, file_hash: bytes
) -> None:
    """Store that the translation came."""
    await conn.execute(
        "UPDATE translations SET delivered_at = %s, file_ref = %s, file_type = %s, file_hash = %s "
        "WHERE request_id = %s",
        (at, file_ref, file_type, file_hash, request_id),
    )


async def translation(conn: AsyncConnection, request_id: int) -> TranslationRow | None:
    """The notice of a request and what came of it."""
    cursor = await conn.execute(
        "SELECT notified_at, notified_by, act, last_day, due_at, delivered_at, file_ref, file_type, file_hash "
        "FROM translations WHERE request_id = %s",
        (request_id,),
    )
    row = await cursor.fetchone()
    if row is None:
        return None
    return TranslationRow(*row[:8], bytes(row[8]) if row[8] is not None else None)


class ReinstatementRow(msgspec.Struct, frozen=True):
    """A plea to be put back in time; documents are kept by their hashes."""

    filed_at: datetime
    reasons: str
    documents: list[dict[str, Any]]


async def add_reinstatement(
    conn: AsyncConnection,
    request_id: int,
    at: datetime,
    filed_by: str,
    reasons: str,
    documents: list[dict[str, Any]],
) -> int:
    """Store a plea; returns its id."""
    cursor = await conn.execute(
        "INSERT INTO reinstatements (request_id, filed_at, filed_by, reasons, documents) "
        "VALUES (%s, %s, %s, %s, %s) RETURNING id",
        (request_id, at, filed_by, reasons, Jsonb(documents)),
    )
    return (await cursor.fetchone())[0]


async def reinstatements(conn: AsyncConnection, request_id: int) -> list[ReinstatementRow]:
    """The pleas on a request, oldest first."""
    cursor = await conn.execute(
        "SELECT filed_at, reasons, documents FROM reinstatements WHERE request_id = %s ORDER BY id",
        (request_id,),
    )
    return [ReinstatementRow(*row) for row in await cursor.fetchall()]


class Resembling(msgspec.Struct, frozen=True):
    """Another request whose person shares the document or a search key: what of it is compared and shown."""

    id: int
    number: str
    organisation_id: int
    organisation: str
    state: str
    received_at: datetime
    competent: str
    given_name: str
    father_name: str
    family_name: str
    birth_date: date
    same_document: bool


_RESEMBLING = """
WITH near AS (
    (SELECT d.id FROM requests r JOIN requests d ON d.election_id = r.election_id
        AND d.document_index = r.document_index WHERE r.id = %(id)s AND d.id <> r.id
        AND (%(organisation)s::bigint IS NULL OR d.organisation_id = %(organisation)s) ORDER BY d.id LIMIT %(limit)s)
    UNION
    (SELECT d.id FROM requests r JOIN requests d ON d.person_keys && r.person_keys AND d.election_id = r.election_id
        WHERE r.id = %(id)s AND d.id <> r.id
        AND (%(organisation)s::bigint IS NULL OR d.organisation_id = %(organisation)s) LIMIT %(limit)s)
)
SELECT d.id, d.number, d.organisation_id, o.name, d.state, d.received_at, d.competent, d.given_name, d.father_name,
       d.family_name, d.birth_date, d.document_index = r.document_index
FROM near n JOIN requests d ON d.id = n.id JOIN organisations o ON o.id = d.organisation_id
JOIN requests r ON r.id = %(id)s ORDER BY d.id
"""


async def resembling(
    conn: AsyncConnection, id: int, *, organisation_id: int | None, limit: int
) -> list[Resembling]:
    """Requests of the same election that share the document or a search key, those of one sender if it is given."""
    cursor = await conn.execute(_RESEMBLING, {"id": id, "organisation": organisation_id, "limit": limit})
    return [Resembling(*row) for row in await cursor.fetchall()]


# Grouping the keys costs one pass; a probe for each request would cost one each.
_SHARED = f"""
WITH asked AS MATERIALIZED (
    SELECT id, election_id, document_index, person_keys, competent, state FROM requests
    WHERE (%(election)s::int IS NULL OR election_id = %(election)s)
      AND (%(organisation)s::bigint IS NULL OR organisation_id = %(organisation)s)
), shared AS (
    SELECT election_id, key FROM asked, unnest(person_keys) AS key GROUP BY election_id, key HAVING count(*) > 1
), documents AS (
    SELECT election_id, document_index FROM asked GROUP BY election_id, document_index HAVING count(*) > 1
), named AS (
    SELECT a.id FROM asked a, unnest(a.person_keys) AS k JOIN shared s ON s.key = k
    WHERE s.election_id = a.election_id AND a.id > %(after)s
    UNION
    SELECT a.id FROM asked a JOIN documents d USING (election_id, document_index) WHERE a.id > %(after)s
)
SELECT n.id FROM named n JOIN asked a ON a.id = n.id JOIN requests r ON r.id = n.id
WHERE {NARROWED} AND (%(competent)s::text IS NULL OR a.competent = %(competent)s)
  AND (%(status)s::text IS NULL OR a.state = %(status)s)
ORDER BY n.id LIMIT %(limit)s
"""  # noqa: S608


async def sharing_marks(
    conn: AsyncConnection,
    *,
    after: int,
    limit: int,
    election_id: int | None,
    organisation_id: int | None,
    competent: str | None,
    status: str | None,
    only: RequestFilters,
) -> list[int]:
    """Ids of requests that share a document or a search key with another one they may be compared with."""
    cursor = await conn.execute(
        _SHARED,
        {
            "after": after,
            "limit": limit,
            "election": election_id,
            "organisation": organisation_id,
            "competent": competent,
            "status": status,
            **only.values(),
        },
    )
    return [row[0] for row in await cursor.fetchall()]


class Pair(msgspec.Struct, frozen=True):
    """Two requests that share a document or a search key."""

    id: int
    given_name: str
    father_name: str
    family_name: str
    birth_date: date
    other_given_name: str
    other_father_name: str
    other_family_name: str
    other_birth_date: date
    same_document: bool


_PAIRS = """
SELECT r.id, r.given_name, r.father_name, r.family_name, r.birth_date,
       d.given_name, d.father_name, d.family_name, d.birth_date, d.document_index = r.document_index
FROM unnest(%(ids)s::bigint[]) AS i (id) JOIN requests r ON r.id = i.id
CROSS JOIN LATERAL (
    (SELECT * FROM requests d WHERE d.election_id = r.election_id AND d.document_index = r.document_index
        AND d.id <> r.id AND (%(organisation)s::bigint IS NULL OR d.organisation_id = %(organisation)s) LIMIT 1)
    UNION ALL
    (SELECT * FROM requests d WHERE d.person_keys && r.person_keys AND d.election_id = r.election_id
        AND d.id <> r.id AND (%(organisation)s::bigint IS NULL OR d.organisation_id = %(organisation)s)
        LIMIT %(limit)s)
) d
"""


async def pairs(
    conn: AsyncConnection, ids: Sequence[int], *, organisation_id: int | None, limit: int
) -> list[Pair]:
    """What `resembling` would find for each of these requests, at most so many, by name only."""
    cursor = await conn.execute(_PAIRS, {"ids": list(ids), "organisation": organisation_id, "limit": limit})
    return [Pair(*row) for row in await cursor.fetchall()]


async def without_keys(conn: AsyncConnection, limit: int) -> list[tuple[int, str, str, date]]:
    """Requests that were stored before there were search keys: id, names, birth date."""
    cursor = await conn.execute(
        "SELECT id, given_name, family_name, birth_date FROM requests WHERE person_keys = '{}' ORDER BY id "
        "LIMIT %s FOR UPDATE SKIP LOCKED",
        (limit,),
    )
    return await cursor.fetchall()


async def set_keys(conn: AsyncConnection, keys: Sequence[tuple[int, list[int]]]) -> None:
    """Store search keys."""
    async with conn.cursor() as cursor:
        await cursor.executemany(
            "UPDATE requests SET person_keys = %s WHERE id = %s", [(found, id) for id, found in keys]
        )


async def add_office(
    conn: AsyncConnection,
    request_id: int,
    *,
    office: str,
    body: str,
    incompatible: bool | None,
    source: str,
    at: datetime,
    by: str,
) -> None:
    """Store an office that the observer of a request holds."""
    await conn.execute(
        "INSERT INTO held_offices (request_id, office, body, incompatible, source, recorded_at, recorded_by) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s)",
        (request_id, office, body, incompatible, source, at, by),
    )
