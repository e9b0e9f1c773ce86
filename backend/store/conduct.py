"""Published versions of an election's code of conduct."""

from __future__ import annotations

from datetime import datetime

import msgspec
from psycopg import AsyncConnection


class CodeOfConduct(msgspec.Struct, frozen=True):
    """One version. `sha256` is of the texts, or of the document at `url`, in hexadecimal."""

    version: str
    text_sq: str
    text_en: str
    url: str
    sha256: str
    valid_from: datetime
    published_at: datetime
    published_by: str


async def add(conn: AsyncConnection, election_id: int, code: CodeOfConduct) -> bool:
    """Store a version; False where the election has one of this name."""
    cursor = await conn.execute(
        "INSERT INTO codes_of_conduct (election_id, version, text_sq, text_en, url, sha256, valid_from, published_at, "
        "published_by) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (election_id, version) DO NOTHING",
        (
            election_id,
            code.version,
            code.text_sq,
            code.text_en,
            code.url,
            code.sha256,
            code.valid_from,
            code.published_at,
            code.published_by,
        ),
    )
    return cursor.rowcount == 1


async def of_election(conn: AsyncConnection, election_id: int) -> list[CodeOfConduct]:
    """Every version of an election, the one that holds from the earliest instant first."""
    cursor = await conn.execute(
        "SELECT version, text_sq, text_en, url, sha256, valid_from, published_at, published_by FROM codes_of_conduct "
        "WHERE election_id = %s ORDER BY valid_from, id",
        (election_id,),
    )
    return [CodeOfConduct(*row) for row in await cursor.fetchall()]


async def versions(conn: AsyncConnection, election_id: int) -> tuple[tuple[datetime, str], ...]:
    """From when each version holds and its name, oldest first."""
    cursor = await conn.execute(
        "SELECT valid_from, version FROM codes_of_conduct WHERE election_id = %s ORDER BY valid_from, id",
        (election_id,),
    )
    return tuple([(row[0], row[1]) for row in await cursor.fetchall()])
