"""What a conversation is bound to, for the step of a chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection


class BoundRow(msgspec.Struct, frozen=True):
    """One accreditation that a conversation speaks for."""

    conversation_id: int
    accreditation_id: int
    number: str
    election_id: int
    election_name: str
    given_name: str
    organisation_id: int
    organisation: str
    state: str
    valid_until: datetime
    scope: dict[str, Any]
    last_place: str | None


_BOUND = """
SELECT b.conversation_id, a.id, a.number, a.election_id, e.name, r.given_name, a.organisation_id, o.name,
       a.state, a.valid_until, a.scope,
       (SELECT c.place_code FROM check_ins c WHERE c.accreditation_id = a.id ORDER BY c.id DESC LIMIT 1)
FROM bindings b JOIN accreditations a ON a.id = b.accreditation_id JOIN requests r ON r.id = a.request_id
JOIN elections e ON e.id = a.election_id JOIN organisations o ON o.id = a.organisation_id
"""


def by_conversation(rows: Sequence[BoundRow]) -> dict[int, list[BoundRow]]:
    """Bindings by conversation."""
    found: dict[int, list[BoundRow]] = {}
    for row in rows:
        found.setdefault(row.conversation_id, []).append(row)
    return found


async def bound(conn: AsyncConnection, conversation_ids: Sequence[int]) -> list[BoundRow]:
    """The live bindings of conversations by id, the latest first."""
    cursor = await conn.execute(
        _BOUND + "WHERE b.unbound_at IS NULL AND b.conversation_id = ANY(%s) ORDER BY b.id DESC",
        (list(conversation_ids),),
    )
    return [BoundRow(*row) for row in await cursor.fetchall()]
