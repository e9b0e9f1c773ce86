"""Revoking accreditations, and the signed numbered lists that carry it to every door.

Art. 19(2): an accreditation is revoked by the commission. It takes effect at once: the register says so online,
and the next signed list says so to scanners without a network.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.appeals import Appealable, appeal_window
from accreditation.competence import body_of_role
from accreditation.elections import ElectionFacts
from backend.actions import badge_keys
from backend.actions.announcing import tell_bound_chats
from backend.services import Services
from backend.store import audit
from backend.store import revocations as store
from backend.store.revocations import StoredList
from badges import revocations as lists
from badges.instants import MINUTE
from badges.revocations import RevocationList
from bots.messages import Outbound

LIST_LIFE = timedelta(hours=6)
"""After this a scanner that got no newer list shows its age as a caution; it never refuses for it."""


async def revoke(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    ids: Sequence[int],
    reason: str,
    act: dict[str, Any],
    actor: str,
    *,
    order_id: int | None = None,
    appeal: dict[str, Any] | None = None,
) -> list[str]:
    """Revoke accreditations by id inside the caller's transaction and sign new lists; returns their numbers.

    Those already revoked are passed over. Phone keys and unused one-time codes end with the accreditation,
    and each observer is told in every chat that is bound to it.
    `appeal` is the remedy as `appeal_of` gives it; it is kept with each of them.
    """
    locked = await store.lock_rows(conn, ids)
    if not locked:
        return []
    kept = {"reason": reason, "act": act, "by": actor}
    if order_id is not None:
        kept["order"] = order_id
    if appeal is not None:
        kept["appeal"] = appeal
    valid_ids, numbers = [row[0] for row in locked], [row[1] for row in locked]
    await store.mark(conn, valid_ids, now, kept)
    await store.silence(conn, numbers, valid_ids, now)
    # An order has one record of its own that names all of them.
    for number in numbers if order_id is None else ():
        details = {"act": act.get("number", "")}
        await audit.record(conn, now, actor, "accreditation_revoked", f"accreditation:{number}", details)
    for accreditation_id, number in zip(valid_ids, numbers, strict=True):
        notice = Outbound("accreditation-revoked-notice", {"number": number, "at": now}, ride=False, lane=0)
        key = f"revoked:{number}"
        await tell_bound_chats(services, conn, accreditation_id, notice, now, dedup_key=key)
    for election_id in sorted({row[2] for row in locked}):
        await publish(services, conn, now, election_id)
    return numbers


def appeal_of(election: ElectionFacts, now: datetime, role: str) -> dict[str, Any]:
    """The remedy against a revocation announced now by a commission's role: who hears it, and its last day.

    A term that nobody found is None, with its warning; a revocation does not wait for it.
    """
    window = appeal_window(election, Appealable.REVOCATION, now, body_of_role(role).kind)
    shown = msgspec.to_builtins(window)
    names = ("body", "article", "law", "last_day", "closes_at", "reading", "warnings", "demo")
    return {name: shown[name] for name in names}


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
