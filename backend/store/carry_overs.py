"""Accreditations of an earlier election that a repeat election has no request for yet."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from psycopg import AsyncConnection

from backend.store.recordsets import recordset

# In force, or in force until the earlier election ended; one that was revoked is neither, whatever came after.
_FROM = (
    "FROM accreditations a WHERE a.election_id = %(earlier)s "
    "AND (a.state = 'valid' OR (a.state = 'expired' AND a.revoked_at IS NULL)) "
    "AND (%(organisation)s::bigint IS NULL OR a.organisation_id = %(organisation)s) "
)
_CARRIED = "EXISTS (SELECT 1 FROM requests c WHERE c.election_id = %(election)s AND c.carried_from = a.id)"


class Candidate(msgspec.Struct, frozen=True):
    """An accreditation that can be carried over."""

    id: int
    number: str
    request_id: int
    organisation_id: int


class Carried(msgspec.Struct, frozen=True):
    """A new request, the accreditation it was carried over from, and the request that one was granted on."""

    id: int
    accreditation_id: int
    earlier_request_id: int


async def candidates(
    conn: AsyncConnection,
    earlier_id: int,
    election_id: int,
    after: int,
    limit: int,
    organisation_id: int | None,
    *,
    lock: bool,
) -> list[Candidate]:
    """Accreditations to carry over in order of id, those after the given one; held ones of others are passed over."""
    suffix = "FOR NO KEY UPDATE SKIP LOCKED" if lock else ""
    cursor = await conn.execute(
        f"SELECT a.id, a.number, a.request_id, a.organisation_id {_FROM} AND a.id > %(after)s AND NOT {_CARRIED} "  # noqa: S608
        f"ORDER BY a.id LIMIT %(limit)s {suffix}",
        {
            "earlier": earlier_id,
            "election": election_id,
            "organisation": organisation_id,
            "after": after,
            "limit": limit,
        },
    )
    return [Candidate(*row) for row in await cursor.fetchall()]


async def counts(
    conn: AsyncConnection, earlier_id: int, election_id: int, organisation_id: int | None
) -> tuple[int, int]:
    """How many accreditations can be carried over, and how many were carried over already."""
    cursor = await conn.execute(
        f"SELECT count(*) FILTER (WHERE NOT {_CARRIED}), count(*) FILTER (WHERE {_CARRIED}) {_FROM}",  # noqa: S608
        {"earlier": earlier_id, "election": election_id, "organisation": organisation_id},
    )
    return await cursor.fetchone()


async def mark(conn: AsyncConnection, carried: Sequence[Carried]) -> None:
    """Say where requests were carried over from, and take over the photo of each."""
    await conn.execute(
        "UPDATE requests r SET carried_from = c.accreditation_id, photo_ref = e.photo_ref, photo_hash = e.photo_hash "
        "FROM json_to_recordset(%s::json) AS c (id bigint, accreditation_id bigint, earlier_request_id bigint) "
        "JOIN requests e ON e.id = c.earlier_request_id WHERE r.id = c.id",
        (recordset(carried),),
    )
