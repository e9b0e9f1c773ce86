"""Issuing accreditations anew: a lost badge, a new photo, another sender after a coalition's order; in sets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection

from accreditation.standing import STANDINGS, Standing, StandingMove
from backend.actions.notices import notices
from backend.actions.notices.notices import NoticeKind
from backend.actions.standing import badge_signing, revocations
from backend.actions.standing.badge_signing import Reissue
from backend.problems import Problem
from backend.services import Services
from backend.store import audit
from backend.store import standing as store


async def reissue(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    accreditation_id: int,
    *,
    organisation_id: int | None = None,
    scope: dict[str, list[str]] | None = None,
    photo_ref: str | None = None,
    photo_hash: bytes | None = None,
    reason: str,
    act: dict[str, Any],
    actor: str,
    publish: bool = True,
) -> str:
    """Issue one accreditation anew in the caller's transaction; returns the new number.

    Raises:
        Problem: 409, it is not valid.
    """
    wanted = Reissue(accreditation_id, organisation_id, scope, photo_ref, photo_hash)
    made = await reissue_all(
        services, conn, now, [wanted], reason=reason, act=act, actor=actor, publish=publish
    )
    if accreditation_id not in made:
        raise Problem(409, "accreditation_not_valid", article="19(2)(c)", remedy="read_status")
    return made[accreditation_id]


async def reissue_all(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    wanted: Sequence[Reissue],
    *,
    reason: str,
    act: dict[str, Any],
    actor: str,
    kind: NoticeKind = NoticeKind.ACCREDITATION_REISSUED,
    publish: bool = True,
) -> dict[int, str]:
    """Issue accreditations anew, thousands in one transaction; returns the new numbers by the old ids.

    Each gets a new number, serial and badge; the old one becomes `replaced` and stands in the signed list of the same
    transaction. Bound chats and open visits pass to the new one. Those not valid are passed over: issuing a
    suspended one anew would undo its suspension, so it is restored first, by an act.
    """
    locked = {
        one.id: one
        for one in await store.lock(conn, [one.accreditation_id for one in wanted])
        if STANDINGS.allows(Standing(one.state), StandingMove.REPLACE)
    }
    chosen = [one for one in wanted if one.accreditation_id in locked]
    if not chosen:
        return {}
    old_ids = sorted(locked)
    numbers = [locked[id].number for id in old_ids]
    measure = {"measure": str(StandingMove.REPLACE), "reason": reason, "act": act, "by": actor}
    await store.mark(conn, old_ids, Standing.REPLACED, now, measure)
    await store.silence(conn, numbers, old_ids, now)
    await store.add_events(conn, old_ids, now, str(StandingMove.REPLACE), actor, reason, act)
    made = await badge_signing.issue_anew(services, conn, now, chosen)
    new_ids = [made[id][0] for id in old_ids]
    await store.add_events(conn, new_ids, now, "issue", actor, reason, act)
    changed = {one.accreditation_id: one.organisation_id for one in chosen}
    told = []
    for id in old_ids:
        new = made[id][1]
        shared = {"at": now, "act": act.get("number", ""), "replaces": locked[id].number}
        owner = changed[id] or locked[id].organisation_id
        told.append(notices.to_sender(owner, kind, f"accreditation:{new}", **shared))
        told.append(notices.to_observer(new, kind, f"accreditation:{new}", **shared))
    await notices.tell(services, conn, now, told)
    await audit.record(
        conn,
        now,
        actor,
        "accreditations_reissued",
        f"accreditations:{numbers[0]}",
        {
            "act": act.get("number", ""),
            "from": numbers,
            "to": [made[id][1] for id in old_ids],
        },
    )
    if publish:
        await revocations.publish_all(services, conn, now, {one.election_id for one in locked.values()})
    return {id: made[id][1] for id in old_ids}
