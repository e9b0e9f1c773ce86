"""One-time links that bind a chat or a phone app to an accreditation; only the hash of a code is stored.

The second fact is the observer's birth date. A link is good once, for a time, and for a few wrong facts.
"""

from __future__ import annotations

import hmac
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from bots.dialogue.facts import LinkFact, LinkState

WRONG_FACTS_LIMIT = 5
"""The wrong second fact that burns a link: a birth date has some 20,000 values, so 5 tries are 1 in 4,000."""


class Link(msgspec.Struct, frozen=True):
    """One link with what its holder may be shown; `accreditation_state` is `valid` or `revoked`."""

    accreditation_id: int
    number: str
    organisation_id: int
    given_name: str
    election_name: str
    accreditation_state: str
    accreditation_until: datetime
    expires_at: datetime
    wrong_facts: int
    used_at: datetime | None
    burned_at: datetime | None

    @property
    def attempts_left(self) -> int:
        """Wrong second facts that are still forgiven."""
        return max(0, WRONG_FACTS_LIMIT - self.wrong_facts)

    def state(self, now: datetime) -> LinkState:
        """What the link is worth at `now`; the end of the accreditation ends it too."""
        if self.used_at is not None:
            return LinkState.USED
        if self.burned_at is not None or self.accreditation_state != "valid":
            return LinkState.BURNED
        if now >= min(self.expires_at, self.accreditation_until):
            return LinkState.EXPIRED
        return LinkState.VALID


async def add(
    conn: AsyncConnection,
    *,
    code_hash: bytes,
    accreditation_id: int,
    created_at: datetime,
    created_by: str,
    expires_at: datetime,
) -> None:
    """Store a new link by the hash of its code."""
    await conn.execute(
        "INSERT INTO chat_links (code_hash, accreditation_id, created_at, created_by, expires_at) "
        "VALUES (%s, %s, %s, %s, %s)",
        (code_hash, accreditation_id, created_at, created_by, expires_at),
    )


async def open(conn: AsyncConnection, code_hash: bytes, now: datetime, *, lock: bool = True) -> Link | None:
    """The link of a code, used or not; with `lock` its row is held until COMMIT. None: there is no such code.

    `now` is not needed to find it; the caller judges by `Link.state(now)`.
    """
    tail = " FOR UPDATE OF l" if lock else ""
    cursor = await conn.execute(
        "SELECT a.id, a.number, a.organisation_id, r.given_name, e.name, a.state, a.valid_until, l.expires_at, "  # noqa: S608
        "l.wrong_facts, l.used_at, l.burned_at FROM chat_links l "
        "JOIN accreditations a ON a.id = l.accreditation_id JOIN requests r ON r.id = a.request_id "
        f"JOIN elections e ON e.id = a.election_id WHERE l.code_hash = %s{tail}",
        (code_hash,),
    )
    row = await cursor.fetchone()
    return Link(*row) if row else None


async def fact(conn: AsyncConnection, code_hash: bytes, now: datetime) -> LinkFact:
    """The link as a dialogue may know it, without personal data; unknown codes have the state `unknown`."""
    link = await open(conn, code_hash, now, lock=False)
    if link is None:
        return LinkFact(LinkState.UNKNOWN)
    return LinkFact(link.state(now), link.attempts_left, link.given_name[:1], link.election_name)


async def second_fact_right(conn: AsyncConnection, code_hash: bytes, iso_birth_date: str) -> bool:
    """Whether the observer of a live link was born on this ISO date, compared in constant time.

    The link's row is held until COMMIT, so that guesses sent at once are counted one after another.
    A used or burned link is right for nobody.
    """
    cursor = await conn.execute(
        "SELECT r.birth_date, l.used_at IS NULL AND l.burned_at IS NULL FROM chat_links l "
        "JOIN accreditations a ON a.id = l.accreditation_id JOIN requests r ON r.id = a.request_id "
        "WHERE l.code_hash = %s FOR UPDATE OF l",
        (code_hash,),
    )
    row = await cursor.fetchone()
    if row is None:
        return False
    same = hmac.compare_digest(row[0].isoformat().encode(), iso_birth_date.strip().encode())
    return same and row[1]


async def count_wrong(conn: AsyncConnection, code_hash: bytes, now: datetime) -> int:
    """Count one wrong second fact, the last one burning the link; returns how many are still forgiven."""
    cursor = await conn.execute(
        "UPDATE chat_links SET wrong_facts = wrong_facts + 1, "
        "burned_at = CASE WHEN wrong_facts + 1 >= %(limit)s THEN %(now)s ELSE burned_at END "
        "WHERE code_hash = %(hash)s AND used_at IS NULL AND burned_at IS NULL RETURNING wrong_facts",
        {"limit": WRONG_FACTS_LIMIT, "now": now, "hash": code_hash},
    )
    row = await cursor.fetchone()
    return max(0, WRONG_FACTS_LIMIT - row[0]) if row else 0


async def use(conn: AsyncConnection, code_hash: bytes, now: datetime) -> int | None:
    """Use a link up; returns its accreditation's id, or None where it is not good any more."""
    cursor = await conn.execute(
        "UPDATE chat_links l SET used_at = %(now)s FROM accreditations a WHERE l.code_hash = %(hash)s "
        "AND a.id = l.accreditation_id AND a.state = 'valid' AND a.valid_until > %(now)s "
        "AND l.used_at IS NULL AND l.burned_at IS NULL AND l.expires_at > %(now)s RETURNING a.id",
        {"now": now, "hash": code_hash},
    )
    row = await cursor.fetchone()
    return row[0] if row else None
