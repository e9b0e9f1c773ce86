"""What the commission's pages read across aggregates: the queue, alerts, conversations, a public badge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection


class QueueItem(msgspec.Struct, frozen=True):
    """One line of the queue. `open_codes` are the findings against and those that need a legal decision."""

    number: str
    organisation: str
    given_name: str
    family_name: str
    election: str
    demo: bool
    state: str
    competent: str
    received_at: datetime
    due_at: datetime | None
    due_kind: str | None
    failure_at: datetime | None
    has_photo: bool
    open_codes: list[str]


_QUEUE = """
SELECT r.number, o.name, r.given_name, r.family_name, e.name, e.demo, r.state, r.competent, r.received_at,
       r.decision_due_at, r.decision_due_kind, r.failure_at, r.photo_ref IS NOT NULL,
       ARRAY(SELECT f->>'code' FROM jsonb_array_elements(r.assessment->'findings') f
             WHERE f->>'severity' IN ('against', 'needs_legal_decision'))
FROM requests r JOIN organisations o ON o.id = r.organisation_id JOIN elections e ON e.id = r.election_id
WHERE (%(competent)s::text IS NULL OR r.competent = %(competent)s) AND r.state = ANY(%(states)s)
  AND (%(number)s::text IS NULL OR r.number = %(number)s)
ORDER BY r.state <> 'overdue', r.decision_due_at NULLS LAST, r.id
LIMIT %(limit)s OFFSET %(offset)s
"""


async def queue(
    conn: AsyncConnection,
    *,
    competent: str | None,
    states: Sequence[str],
    number: str | None,
    limit: int,
    offset: int,
) -> list[QueueItem]:
    """Requests of one commission (None: of all), failures to decide first, then what is due first."""
    cursor = await conn.execute(
        _QUEUE,
        {
            "competent": competent,
            "states": list(states),
            "number": number,
            "limit": limit,
            "offset": offset,
        },
    )
    return [QueueItem(*row) for row in await cursor.fetchall()]


async def counts(conn: AsyncConnection, competent: str | None) -> dict[str, int]:
    """How many requests of one commission (None: of all) stand in each state."""
    cursor = await conn.execute(
        "SELECT state, count(*) FROM requests WHERE %(competent)s::text IS NULL OR competent = %(competent)s "
        "GROUP BY state",
        {"competent": competent},
    )
    return dict(await cursor.fetchall())


class Sender(msgspec.Struct, frozen=True):
    """The organisation and the election of one request."""

    name: str
    acronym: str
    kind: str
    country: str
    admission: str
    election: str
    election_date: Any
    demo: bool


async def sender(conn: AsyncConnection, organisation_id: int, election_id: int) -> Sender | None:
    """Who sends, and for which election."""
    cursor = await conn.execute(
        "SELECT o.name, o.acronym, o.kind, o.country, o.admission, e.name, e.election_date, e.demo "
        "FROM organisations o, elections e WHERE o.id = %s AND e.id = %s",
        (organisation_id, election_id),
    )
    row = await cursor.fetchone()
    return Sender(*row) if row else None


async def organisation_names(conn: AsyncConnection, ids: Sequence[int]) -> dict[int, str]:
    """Names of organisations by id."""
    cursor = await conn.execute("SELECT id, name FROM organisations WHERE id = ANY(%s)", (list(ids),))
    return dict(await cursor.fetchall())


async def open_alerts(conn: AsyncConnection, limit: int) -> list[tuple[str, datetime]]:
    """Numbers of the reports whose duty alert nobody took yet, with the instant it was raised, oldest first."""
    cursor = await conn.execute(
        "SELECT r.number, a.raised_at FROM duty_alerts a JOIN reports r ON r.id = a.report_id "
        "WHERE a.acknowledged_at IS NULL ORDER BY a.id LIMIT %s",
        (limit,),
    )
    return [(row[0], row[1]) for row in await cursor.fetchall()]


class PublicBadge(msgspec.Struct, frozen=True):
    """What anybody may know of an accreditation: its state and its time, never whose it is. `valid_until` is exclusive."""

    state: str
    valid_from: datetime
    valid_until: datetime
    revoked_at: datetime | None
    election: str
    final_announcement: datetime | None
    demo: bool


async def public_badge(conn: AsyncConnection, public_id: str) -> PublicBadge | None:
    """The accreditation with this public id, or None."""
    cursor = await conn.execute(
        "SELECT a.state, a.valid_from, a.valid_until, a.revoked_at, e.name, e.final_announcement, e.demo "
        "FROM accreditations a JOIN elections e ON e.id = a.election_id WHERE a.public_id = %s",
        (public_id,),
    )
    row = await cursor.fetchone()
    return PublicBadge(*row) if row else None


class Waiting(msgspec.Struct, frozen=True):
    """A conversation in which a human was asked for. `owner` is who has it, None for nobody yet."""

    id: int
    channel: str
    language: str | None
    since: datetime
    owner: str | None


_WAITING = "SELECT id, channel, language, human_since, human_owner FROM conversations"


async def waiting(conn: AsyncConnection, limit: int) -> list[Waiting]:
    """The conversations in which a human was asked for, those of nobody first, then the oldest."""
    cursor = await conn.execute(
        f"{_WAITING} WHERE human_since IS NOT NULL ORDER BY human_owner IS NOT NULL, human_since, id LIMIT %s",
        (limit,),
    )
    return [Waiting(*row) for row in await cursor.fetchall()]


async def waiting_one(conn: AsyncConnection, id: int, *, lock: bool = False) -> Waiting | None:
    """One such conversation; with `lock` it is held until the transaction ends, so that the bot does not step it."""
    suffix = " FOR UPDATE" if lock else ""
    cursor = await conn.execute(f"{_WAITING} WHERE id = %s AND human_since IS NOT NULL{suffix}", (id,))  # noqa: S608
    row = await cursor.fetchone()
    return Waiting(*row) if row else None


async def set_owner(conn: AsyncConnection, id: int, owner: str) -> None:
    """A human holds the conversation: from now on the bot is silent in it."""
    await conn.execute("UPDATE conversations SET human_owner = %s WHERE id = %s", (owner, id))


async def give_back(conn: AsyncConnection, id: int) -> None:
    """The bot has the conversation again."""
    await conn.execute("UPDATE conversations SET human_owner = NULL, human_since = NULL WHERE id = %s", (id,))


class Said(msgspec.Struct, frozen=True):
    """One message of a conversation as it is stored: what the person sent, or what was sent to them."""

    at: datetime
    theirs: bool
    body: bytes
    state: str


async def said(conn: AsyncConnection, id: int, limit: int) -> list[Said]:
    """The last messages of a conversation in both directions, oldest first."""
    cursor = await conn.execute(
        "SELECT at, theirs, body, state FROM (SELECT at, theirs, body, state, place FROM ("
        "(SELECT i.received_at AS at, true AS theirs, i.raw AS body, i.state, i.id AS place FROM inbox i "
        "JOIN conversations c ON c.channel = i.channel AND c.chat_key = i.chat_key WHERE c.id = %(id)s "
        "ORDER BY i.id DESC LIMIT %(limit)s) UNION ALL "
        "(SELECT o.created_at, false, o.body, o.state, o.id FROM outbox o WHERE o.conversation_id = %(id)s "
        "ORDER BY o.id DESC LIMIT %(limit)s)) AS both_ways ORDER BY at DESC, theirs, place DESC LIMIT %(limit)s) AS last "
        "ORDER BY at, theirs DESC, place",
        {"id": id, "limit": limit},
    )
    return [Said(row[0], row[1], bytes(row[2]), row[3]) for row in await cursor.fetchall()]
