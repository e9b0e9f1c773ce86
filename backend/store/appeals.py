"""Appeals against refusals and failures to decide: recorded whatever speaks against them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection


class AppealRow(msgspec.Struct, frozen=True):
    """One appeal as it was filed, with its assessment."""

    number: str
    against: str | None
    state: str
    grounds: str
    filed_at: datetime
    filed_by: str
    assessment: dict[str, Any]


async def add(
    conn: AsyncConnection,
    *,
    year: int,
    request_id: int,
    against: str | None,
    state: str,
    grounds: str,
    filed_at: datetime,
    filed_by: str,
    assessment: bytes,
) -> str:
    """Store an appeal; returns its number, `A-<year>-<sequence>`."""
    cursor = await conn.execute(
        "INSERT INTO appeals (number, request_id, against, state, grounds, filed_at, filed_by, assessment) VALUES ("
        "'A-' || %s || '-' || lpad(nextval('appeal_numbers')::text, 6, '0'), %s, %s, %s, %s, %s, %s, %s::jsonb) "
        "RETURNING number",
        (year, request_id, against, state, grounds, filed_at, filed_by, assessment.decode()),
    )
    return (await cursor.fetchone())[0]


async def of(conn: AsyncConnection, request_id: int) -> list[AppealRow]:
    """The appeals on a request, oldest first."""
    cursor = await conn.execute(
        "SELECT number, against, state, grounds, filed_at, filed_by, assessment FROM appeals "
        "WHERE request_id = %s ORDER BY id",
        (request_id,),
    )
    return [AppealRow(*row) for row in await cursor.fetchall()]
