"""The signed numbered lists that carry every end of an accreditation to every door, and the remedy against one.

A list names the serial of every accreditation of its election that is not valid: suspended, revoked, replaced,
withdrawn, expired; one that is restored leaves it. The register says the same online at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.appeals import Appealable, appeal_window
from accreditation.competence import body_of_role
from accreditation.elections import ElectionFacts
from backend.actions.door import badge_keys
from backend.services import Services
from backend.store import revocations as store
from backend.store.revocations import StoredList
from badges import revocations as lists
from badges.instants import MINUTE
from badges.revocations import RevocationList

LIST_LIFE = timedelta(hours=6)
"""After this a scanner that got no newer list shows its age as a caution; it never refuses for it."""


def appeal_of(election: ElectionFacts, now: datetime, role: str) -> dict[str, Any]:
    """The remedy against a revocation announced now by a commission's role: who hears it, and its last day.

    A term that nobody found is None, with its warning; a revocation does not wait for it.
    """
    window = appeal_window(election, Appealable.REVOCATION, now, body_of_role(role).kind)
    shown = msgspec.to_builtins(window)
    names = ("body", "article", "law", "last_day", "closes_at", "reading", "warnings", "demo")
    return {name: shown[name] for name in names}


async def publish_all(
    services: Services, conn: AsyncConnection, now: datetime, election_ids: Iterable[int]
) -> None:
    """Sign the list of each election anew; the last thing that a transaction does but its audit."""
    for election_id in sorted(set(election_ids)):
        await publish(services, conn, now, election_id)


async def publish(services: Services, conn: AsyncConnection, now: datetime, election_id: int) -> StoredList:
    """Sign the revocation list of an election under its next number."""
    signer = await badge_keys.signer(services, conn, now)
    seq = await store.next_seq(conn, election_id)
    # Read after the counter is held: whoever revoked before has committed, and is in the list.
    serials = frozenset(await store.serials(conn, election_id))
    issued_at = badge_keys.floor_to(now, MINUTE)
    text = lists.issue(RevocationList(election_id, seq, issued_at, issued_at + LIST_LIFE, serials), signer)
    stored = StoredList(election_id, seq, issued_at, text, len(serials))
    await store.add_list(conn, stored)
    return stored


async def refresh(
    services: Services, conn: AsyncConnection, now: datetime, election_id: int, older_than: timedelta
) -> StoredList:
    """The newest list of an election, signed anew where there is none or it is older than `older_than`.

    Two callers at once wait for each other on the counter, and the second takes the first one's list.
    """
    await store.hold_counter(conn, election_id)
    held = await store.latest_lists(conn, election_id)
    if held and now - held[0].issued_at < older_than:
        return held[0]
    return await publish(services, conn, now, election_id)
