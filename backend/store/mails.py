"""Mails: the notices of one kind to one address, gathered, sent at least once, in doubt never silently."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from backend.store.notices import Notice

GATHERED_MOST = 200
"""Notices in one mail; what is beyond goes into the next one."""
GATHERING = 7_320_013
"""The advisory lock of whoever gathers; any number that nobody else uses."""


async def gather(conn: AsyncConnection, now: datetime, urgent: Collection[str]) -> bool:
    """Make one mail of the oldest due delivery, urgent kinds first, and all that wait for its address and kind.

    Returns False when none is due. The others need not be due yet: whoever is written to anyway hears it now.
    One worker gathers at a time, since two would part the notices of one mail between them.
    """
    cursor = await conn.execute("SELECT pg_try_advisory_xact_lock(%s)", (GATHERING,))
    if not (await cursor.fetchone())[0]:
        return False
    cursor = await conn.execute(
        "SELECT id, address_sealed, address_index, language, kind FROM deliveries "
        "WHERE channel = 'mail' AND state = 'waiting' AND mail_id IS NULL AND due_at <= %s "
        "ORDER BY kind = ANY(%s) DESC, due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED",
        (now, list(urgent)),
    )
    head = await cursor.fetchone()
    if head is None:
        return False
    id, sealed, index, language, kind = head
    cursor = await conn.execute(
        "INSERT INTO mails (address_sealed, address_index, language, kind, due_at, created_at) "
        "VALUES (%s, %s, %s, %s, %s, %s) RETURNING id",
        (sealed, index, language, kind, now, now),
    )
    mail_id = (await cursor.fetchone())[0]
    await conn.execute(
        "UPDATE deliveries SET mail_id = %(mail)s WHERE id IN (SELECT id FROM deliveries WHERE channel = 'mail' "
        "AND state = 'waiting' AND mail_id IS NULL AND address_index = %(index)s AND kind = %(kind)s "
        "AND language IS NOT DISTINCT FROM %(language)s ORDER BY id = %(id)s DESC, id LIMIT %(most)s "
        "FOR UPDATE SKIP LOCKED)",
        {
            "mail": mail_id,
            "index": index,
            "kind": kind,
            "language": language,
            "id": id,
            "most": GATHERED_MOST,
        },
    )
    return True


class Leased(msgspec.Struct, frozen=True):
    """A mail that this worker holds. `in_doubt`: an earlier attempt may have been taken."""

    id: int
    address_sealed: bytes
    address_index: bytes
    language: str | None
    attempts: int
    doubts: int
    created_at: datetime
    lease_until: datetime
    in_doubt: bool


async def lease(
    conn: AsyncConnection, now: datetime, until: datetime, limit: int, urgent: Collection[str]
) -> list[Leased]:
    """Take mails that are due, urgent kinds first, then the oldest; a lease that ran out counts as an attempt in doubt."""
    cursor = await conn.execute(
        "WITH taken AS MATERIALIZED (SELECT id, state FROM mails "
        "WHERE (state IN ('waiting', 'unknown') AND due_at <= %(now)s) "
        "OR (state = 'leased' AND lease_until <= %(now)s) ORDER BY kind = ANY(%(urgent)s) DESC, due_at, id "
        "LIMIT %(limit)s FOR UPDATE SKIP LOCKED) "
        "UPDATE mails SET state = 'leased', lease_until = %(until)s, attempts = attempts + 1, "
        "doubts = doubts + CASE WHEN taken.state = 'leased' THEN 1 ELSE 0 END "
        "FROM taken WHERE mails.id = taken.id RETURNING mails.id, address_sealed, address_index, language, attempts, "
        "doubts, created_at, lease_until, taken.state <> 'waiting'",
        {"now": now, "until": until, "limit": limit, "urgent": list(urgent)},
    )
    rows = [Leased(row[0], bytes(row[1]), bytes(row[2]), *row[3:]) for row in await cursor.fetchall()]
    return sorted(rows, key=lambda row: row.id)


async def notices_of(conn: AsyncConnection, mail_id: int) -> list[Notice]:
    """The notices that a mail tells, in order."""
    cursor = await conn.execute(
        "SELECT n.id, n.at, n.recipient, n.organisation_id, n.election_id, n.kind, n.subject, n.arguments "
        "FROM deliveries d JOIN notices n ON n.id = d.notice_id WHERE d.mail_id = %s ORDER BY d.notice_id",
        (mail_id,),
    )
    return [Notice(*row) for row in await cursor.fetchall()]


async def settle(
    conn: AsyncConnection,
    row: Leased,
    state: str,
    *,
    error: str | None = None,
    due_at: datetime | None = None,
    sent_at: datetime | None = None,
    doubt: bool = False,
    tried: bool = True,
) -> None:
    """What became of an attempt; only the lease's holder may say so. Its deliveries follow.

    `unknown` with a `due_at` is tried again; without one it is left in doubt for good. With `tried` false the attempt
    does not count.
    """
    final_doubt = state == "unknown" and due_at is None
    cursor = await conn.execute(
        "UPDATE mails SET state = %s, error = %s, due_at = coalesce(%s, due_at), sent_at = %s, lease_until = NULL, "
        "doubts = doubts + %s, attempts = attempts - %s WHERE id = %s AND state = 'leased' AND lease_until = %s",
        (
            "failed" if final_doubt else state,
            error,
            due_at,
            sent_at,
            int(doubt),
            int(not tried),
            row.id,
            row.lease_until,
        ),
    )
    if cursor.rowcount:
        told = "waiting" if due_at is not None and state == "waiting" else state
        await conn.execute(
            "UPDATE deliveries SET state = %s, error = %s, sent_at = %s, attempts = %s WHERE mail_id = %s",
            (told, error, sent_at, row.attempts - int(not tried), row.id),
        )


async def mark_bad(conn: AsyncConnection, address_index: bytes, code: str, now: datetime) -> None:
    """A server refused this address for good."""
    await conn.execute(
        "INSERT INTO bad_addresses (address_index, code, at) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
        (address_index, code, now),
    )


async def bad_among(conn: AsyncConnection, indexes: list[bytes]) -> set[bytes]:
    """Which of these addresses were refused for good."""
    cursor = await conn.execute(
        "SELECT address_index FROM bad_addresses WHERE address_index = ANY(%s)", (indexes,)
    )
    return {bytes(row[0]) for row in await cursor.fetchall()}
