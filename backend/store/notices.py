"""The ledger of notices: one row a recipient and event, written in the transaction of the event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from backend.store.recordsets import recordset


class NewNotice(msgspec.Struct, frozen=True):
    """A notice to record; one with a `dedup_key` that is there already is passed over."""

    recipient: str
    kind: str
    subject: str
    arguments: dict[str, Any]
    organisation_id: int | None = None
    election_id: int | None = None
    dedup_key: str | None = None


_ADD = """
INSERT INTO notices (at, recipient, kind, subject, arguments, organisation_id, election_id, dedup_key)
SELECT %s, n.recipient, n.kind, n.subject, n.arguments, n.organisation_id, n.election_id, n.dedup_key
FROM json_to_recordset(%s::json) AS n (recipient text, kind text, subject text, arguments jsonb,
                                       organisation_id bigint, election_id integer, dedup_key text)
ON CONFLICT (dedup_key) DO NOTHING
"""


async def add(conn: AsyncConnection, at: datetime, notices: Sequence[NewNotice]) -> int:
    """Record notices in the present transaction; returns how many were new."""
    if not notices:
        return 0
    return (await conn.execute(_ADD, (at, recordset(notices)))).rowcount


class Notice(msgspec.Struct, frozen=True):
    """A notice as it is stored; `position` and `sequence` are there once it is spread."""

    id: int
    at: datetime
    recipient: str
    organisation_id: int | None
    election_id: int | None
    kind: str
    subject: str
    arguments: dict[str, Any]
    position: int | None = None
    sequence: int | None = None


_COLUMNS = "id, at, recipient, organisation_id, election_id, kind, subject, arguments, position, sequence"


async def take_unspread(conn: AsyncConnection, limit: int) -> list[Notice]:
    """The oldest notices that are not spread yet, held until the transaction ends; those of another worker are left."""
    cursor = await conn.execute(
        f"SELECT {_COLUMNS} FROM notices WHERE NOT spread ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED",  # noqa: S608
        (limit,),
    )
    return [Notice(*row) for row in await cursor.fetchall()]


async def count_up(conn: AsyncConnection, counts: dict[str, int]) -> dict[str, int]:
    """Raise the counters of recipients by so many each; returns the value before. Taken last, in order of name."""
    cursor = await conn.execute(
        "INSERT INTO notice_counters (recipient, last) "
        "SELECT c.recipient, c.count FROM json_to_recordset(%s::json) AS c (recipient text, count bigint) "
        "ORDER BY c.recipient "
        "ON CONFLICT (recipient) DO UPDATE SET last = notice_counters.last + excluded.last RETURNING recipient, last",
        (recordset([{"recipient": name, "count": counts[name]} for name in sorted(counts)]),),
    )
    return {name: last - counts[name] for name, last in await cursor.fetchall()}


async def mark_spread(conn: AsyncConnection, placed: Sequence[Notice]) -> None:
    """Mark notices as spread, with their position and sequence."""
    await conn.execute(
        "UPDATE notices SET spread = true, position = p.position, sequence = p.sequence "
        "FROM json_to_recordset(%s::json) AS p (id bigint, position bigint, sequence bigint) WHERE notices.id = p.id",
        (recordset([{"id": one.id, "position": one.position, "sequence": one.sequence} for one in placed]),),
    )


async def page(
    conn: AsyncConnection,
    recipients: Sequence[str],
    after: int,
    limit: int,
    kind: str | None = None,
    *,
    newest_first: bool = False,
) -> list[Notice]:
    """Spread notices of recipients in order of position, those after the given one (before it, newest first)."""
    direction = (
        "(%(after)s = 0 OR position < %(after)s) ORDER BY position DESC"
        if newest_first
        else "position > %(after)s ORDER BY position"
    )
    cursor = await conn.execute(
        f"SELECT {_COLUMNS} FROM notices WHERE recipient = ANY(%(recipients)s) AND position IS NOT NULL "  # noqa: S608
        f"AND (%(kind)s::text IS NULL OR kind = %(kind)s) AND {direction} LIMIT %(limit)s",
        {"recipients": list(recipients), "after": after, "kind": kind, "limit": limit},
    )
    return [Notice(*row) for row in await cursor.fetchall()]


async def find(conn: AsyncConnection, id: int, *, lock: bool = False) -> Notice | None:
    """One spread notice."""
    suffix = " FOR UPDATE" if lock else ""
    cursor = await conn.execute(
        f"SELECT {_COLUMNS} FROM notices WHERE id = %s AND position IS NOT NULL{suffix}",  # noqa: S608
        (id,),
    )
    row = await cursor.fetchone()
    return Notice(*row) if row else None


async def recipients_of_role(conn: AsyncConnection, role: str) -> list[str]:
    """The recipients that a commission's role stands for: one in each election."""
    cursor = await conn.execute("SELECT id FROM elections ORDER BY id")
    return [f"commission:{row[0]}:{role}" for row in await cursor.fetchall()]
