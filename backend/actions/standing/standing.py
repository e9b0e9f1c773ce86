"""Moving accreditations after the grant: suspended, restored, revoked, replaced, withdrawn, expired; in sets.

Every function works inside the caller's transaction and takes effect with its COMMIT: the register says so online,
and the signed list of the same transaction says so to scanners without a network.
Whoever moves several sets in one transaction passes `publish=False` to all but the last of an election, or calls
`revocations.publish_all` once at the end.
Lock order: the accreditations by id, then each election's counter, last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection

from accreditation.standing import STANDINGS, Standing, StandingMove
from backend.actions.notices import notices
from backend.actions.notices.notices import NoticeKind
from backend.actions.standing import badge_signing, revocations
from backend.actions.standing.reissues import reissue, reissue_all
from backend.services import Services
from backend.store import audit
from backend.store import standing as store
from backend.store.notices import NewNotice
from backend.store.standing import Locked

__all__ = ["move", "reissue", "reissue_all", "restore", "revoke", "suspend"]

KINDS = {
    StandingMove.SUSPEND: NoticeKind.ACCREDITATION_SUSPENDED,
    StandingMove.RESTORE: NoticeKind.ACCREDITATION_RESTORED,
    StandingMove.REVOKE: NoticeKind.ACCREDITATION_REVOKED,
}
"""Moves that sender and observer are told of; the others follow from an act that they are told of already."""


async def suspend(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    ids: Sequence[int],
    reason: str,
    act: dict[str, Any],
    actor: str,
    *,
    appeal: dict[str, Any] | None = None,
    order_id: int | None = None,
    publish: bool = True,
) -> list[str]:
    """Suspend valid accreditations: their badges fail until restored. Returns the numbers; others are passed over.

    `appeal` is the remedy as `revocations.appeal_of` gives it; `act` holds number, date and signatory.
    """
    return await move(
        services,
        conn,
        now,
        ids,
        StandingMove.SUSPEND,
        reason,
        act,
        actor,
        appeal=appeal,
        order_id=order_id,
        publish=publish,
    )


async def restore(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    ids: Sequence[int],
    reason: str,
    act: dict[str, Any],
    actor: str,
    *,
    publish: bool = True,
) -> list[str]:
    """Restore suspended and revoked accreditations; returns the numbers.

    One that was suspended keeps its badge. One that was revoked gets a badge with a new serial: the old serial may
    stand in lists that scanners hold without a network. Whoever was re-accredited meanwhile is passed over.
    """
    return await move(services, conn, now, ids, StandingMove.RESTORE, reason, act, actor, publish=publish)


async def revoke(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    ids: Sequence[int],
    reason: str,
    act: dict[str, Any],
    actor: str,
    *,
    appeal: dict[str, Any] | None = None,
    order_id: int | None = None,
    publish: bool = True,
) -> list[str]:
    """Revoke valid and suspended accreditations, effective at once; returns the numbers; others are passed over."""
    return await move(
        services,
        conn,
        now,
        ids,
        StandingMove.REVOKE,
        reason,
        act,
        actor,
        appeal=appeal,
        order_id=order_id,
        publish=publish,
    )


async def move(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    ids: Sequence[int],
    wanted: StandingMove,
    reason: str,
    act: dict[str, Any],
    actor: str,
    *,
    appeal: dict[str, Any] | None = None,
    order_id: int | None = None,
    details: dict[str, Any] | None = None,
    publish: bool = True,
    tell: bool = True,
) -> list[str]:
    """Make one move of the state table with every accreditation that allows it; returns their numbers by id.

    Phone keys and unused one-time codes end with an accreditation that is not valid any more.
    """
    locked = [one for one in await store.lock(conn, ids) if _allows(one, wanted)]
    if not locked:
        return []
    moved, numbers = [one.id for one in locked], [one.number for one in locked]
    state = STANDINGS.after(Standing(locked[0].state), wanted)
    if wanted is StandingMove.RESTORE:
        revoked = [one.id for one in locked if one.state == Standing.REVOKED]
        await store.mark(conn, moved, state, now, None)
        await badge_signing.sign_again(services, conn, now, revoked)
    else:
        measure: dict[str, Any] = {"measure": str(wanted), "reason": reason, "act": act, "by": actor}
        if order_id is not None:
            measure["order"] = order_id
        if appeal is not None:
            measure["appeal"] = appeal
        await store.mark(conn, moved, state, now, measure)
        await store.silence(conn, numbers, moved, now)
    kept = dict(details or {}) | ({"appeal": appeal} if appeal else {})
    await store.add_events(conn, moved, now, str(wanted), actor, reason, act, order_id, kept)
    # An order has one record of its own that names all of them.
    if order_id is None:
        await _audit(conn, now, actor, wanted, locked, act)
    if tell and wanted in KINDS:
        await _tell(services, conn, now, KINDS[wanted], locked, act, appeal, order_id)
    if publish:
        await revocations.publish_all(services, conn, now, {one.election_id for one in locked})
    return numbers


def _allows(one: Locked, wanted: StandingMove) -> bool:
    if wanted is StandingMove.RESTORE and one.superseded:
        return False
    return STANDINGS.allows(Standing(one.state), wanted)


async def _audit(
    conn: AsyncConnection,
    now: datetime,
    actor: str,
    wanted: StandingMove,
    locked: Sequence[Locked],
    act: dict[str, Any],
) -> None:
    action = f"accreditation_{STANDINGS.after(Standing(locked[0].state), wanted)}"
    if wanted is StandingMove.RESTORE:
        action = "accreditation_restored"
    if len(locked) == 1:
        subject, details = f"accreditation:{locked[0].number}", {"act": act.get("number", "")}
    else:
        subject = f"accreditations:{locked[0].number}"
        details = {"act": act.get("number", ""), "accreditations": [one.number for one in locked]}
    await audit.record(conn, now, actor, action, subject, details)


async def _tell(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    kind: NoticeKind,
    locked: Sequence[Locked],
    act: dict[str, Any],
    appeal: dict[str, Any] | None,
    order_id: int | None,
) -> None:
    """Every observer is told of its own accreditation; a sender of an order once, with the count."""
    shared = {
        "at": now,
        "act": act.get("number", ""),
        "last_day": (appeal or {}).get("last_day"),
        "order": order_id,
    }
    by_sender: defaultdict[int, list[str]] = defaultdict(list)
    for one in locked:
        by_sender[one.organisation_id].append(one.number)
    told: list[NewNotice] = []
    for organisation_id, numbers in sorted(by_sender.items()):
        if order_id is None:
            told += [
                notices.to_sender(organisation_id, kind, f"accreditation:{number}", **shared)
                for number in numbers
            ]
        else:
            told.append(
                notices.to_sender(
                    organisation_id,
                    NoticeKind.ORDER_TOOK_EFFECT,
                    f"order:{order_id}",
                    **shared,
                    count=len(numbers),
                    measure="suspend" if kind is NoticeKind.ACCREDITATION_SUSPENDED else "revoke",
                )
            )
    told += [notices.to_observer(one.number, kind, f"accreditation:{one.number}", **shared) for one in locked]
    await notices.tell(services, conn, now, told)
