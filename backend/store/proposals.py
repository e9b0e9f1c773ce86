"""What officers propose on requests; the last proposal of a request counts, all are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb


class ProposalRow(msgspec.Struct, frozen=True):
    """One proposal of an officer, by the role of the commission that the officer acts for."""

    id: int
    request_id: int
    outcome: str
    grounds: list[dict[str, Any]]
    proposed_at: datetime
    proposed_by: str


async def add(
    conn: AsyncConnection,
    *,
    request_id: int,
    outcome: str,
    grounds: list[dict[str, Any]],
    proposed_at: datetime,
    proposed_by: str,
    key_id: str,
) -> int:
    """Store a proposal; returns its id."""
    cursor = await conn.execute(
        "INSERT INTO proposals (request_id, outcome, grounds, proposed_at, proposed_by, key_id) "
        "VALUES (%s, %s, %s, %s, %s, %s) RETURNING id",
        (request_id, outcome, Jsonb(grounds), proposed_at, proposed_by, key_id),
    )
    return (await cursor.fetchone())[0]


_COLUMNS = "id, request_id, outcome, grounds, proposed_at, proposed_by"


async def of(conn: AsyncConnection, request_id: int) -> list[ProposalRow]:
    """Every proposal on a request, oldest first."""
    cursor = await conn.execute(
        f"SELECT {_COLUMNS} FROM proposals WHERE request_id = %s ORDER BY id",  # noqa: S608
        (request_id,),
    )
    return [ProposalRow(*row) for row in await cursor.fetchall()]


async def latest_of(conn: AsyncConnection, request_ids: Sequence[int]) -> dict[int, ProposalRow]:
    """The last proposal of each request that has one, by the request's id."""
    cursor = await conn.execute(
        f"SELECT DISTINCT ON (request_id) {_COLUMNS} FROM proposals WHERE request_id = ANY(%s) "  # noqa: S608
        "ORDER BY request_id, id DESC",
        (list(request_ids),),
    )
    return {row[1]: ProposalRow(*row) for row in await cursor.fetchall()}
