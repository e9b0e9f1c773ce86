"""The articles that the commission's lawyer names for measures of an election, by acts."""

from __future__ import annotations

from datetime import datetime

import msgspec
from psycopg import AsyncConnection


class LegalBasis(msgspec.Struct, frozen=True):
    """One basis as it was set."""

    measure: str
    article: str
    law: str
    act: str
    demo: bool
    set_at: datetime
    set_by: str


async def add(conn: AsyncConnection, election_id: int, basis: LegalBasis) -> None:
    """Store a basis; the last one of a measure holds."""
    await conn.execute(
        "INSERT INTO legal_bases (election_id, measure, article, law, act, demo, set_at, set_by) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        (
            election_id,
            basis.measure,
            basis.article,
            basis.law,
            basis.act,
            basis.demo,
            basis.set_at,
            basis.set_by,
        ),
    )


async def of_election(conn: AsyncConnection, election_id: int) -> list[LegalBasis]:
    """Every basis that was set for an election, oldest first."""
    cursor = await conn.execute(
        "SELECT measure, article, law, act, demo, set_at, set_by FROM legal_bases WHERE election_id = %s ORDER BY id",
        (election_id,),
    )
    return [LegalBasis(*row) for row in await cursor.fetchall()]
