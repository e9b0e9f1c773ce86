"""Where the recipients of notices are reached: addresses, languages, chats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from backend.store.conversations import Target


class OrganisationReach(msgspec.Struct, frozen=True):
    """How an organisation is reached. `language` is as it wrote it."""

    id: int
    email: str
    language: str
    has_webhook: bool


class BoundChat(msgspec.Struct, frozen=True):
    """A chat that speaks for an accreditation, since when, and until when WhatsApp takes free texts to it."""

    target: Target
    since: datetime
    window_until: datetime | None


class ObserverReach(msgspec.Struct, frozen=True):
    """How an observer is reached: the address as sealed in the request, the request's language."""

    number: str
    email_sealed: bytes | None
    language: str
    chats: list[BoundChat]


async def organisations(conn: AsyncConnection, ids: Sequence[int]) -> dict[int, OrganisationReach]:
    """How organisations are reached."""
    cursor = await conn.execute(
        "SELECT o.id, coalesce(o.contact->>'email', ''), coalesce(o.contact->>'language', ''), "
        "coalesce(w.state = 'live', false) FROM organisations o "
        "LEFT JOIN sender_webhooks w ON w.organisation_id = o.id WHERE o.id = ANY(%s)",
        (list(ids),),
    )
    return {row[0]: OrganisationReach(*row) for row in await cursor.fetchall()}


async def commissions(conn: AsyncConnection, election_ids: Sequence[int]) -> dict[tuple[int, str], str]:
    """The e-mail addresses of commissions by election and role."""
    cursor = await conn.execute(
        "SELECT election_id, role, email FROM commissions WHERE election_id = ANY(%s) AND email IS NOT NULL",
        (list(election_ids),),
    )
    return {(row[0], row[1]): row[2] for row in await cursor.fetchall()}


async def observers(conn: AsyncConnection, numbers: Sequence[str]) -> dict[str, ObserverReach]:
    """How observers are reached, by the number of their accreditation; silent chats are left out."""
    chats: defaultdict[str, list[BoundChat]] = defaultdict(list)
    cursor = await conn.execute(
        "SELECT a.number, b.bound_at, c.window_until, c.id, c.channel, c.chat_key, c.language FROM bindings b "
        "JOIN accreditations a ON a.id = b.accreditation_id JOIN conversations c ON c.id = b.conversation_id "
        "WHERE a.number = ANY(%s) AND b.unbound_at IS NULL AND c.stopped_at IS NULL ORDER BY b.id",
        (list(numbers),),
    )
    for row in await cursor.fetchall():
        chats[row[0]].append(BoundChat(Target(*row[3:]), row[1], row[2]))
    cursor = await conn.execute(
        "SELECT a.number, r.email_sealed, r.language FROM accreditations a JOIN requests r ON r.id = a.request_id "
        "WHERE a.number = ANY(%s)",
        (list(numbers),),
    )
    return {
        row[0]: ObserverReach(row[0], None if row[1] is None else bytes(row[1]), row[2], chats[row[0]])
        for row in await cursor.fetchall()
    }
