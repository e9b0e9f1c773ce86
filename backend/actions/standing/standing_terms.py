"""What time does to accreditations: they end with the final announcement, and a badge outlives a late one."""

from __future__ import annotations

from datetime import datetime, timedelta

from accreditation.standing import StandingMove
from backend.actions.notices import notices
from backend.actions.notices.notices import NoticeKind
from backend.actions.standing import badge_signing, standing
from backend.services import Services
from backend.store import standing as store

ACTOR = "system"
PAGE = 2_000
RENEW_BEFORE = timedelta(days=14)
"""A badge whose horizon is so near, while nothing was announced, is signed again under its serial."""


async def move_due(services: Services, now: datetime) -> int:
    """Expire and renew what is due; returns how many. One transaction for each page of 2,000.

    An accreditation ends with the final announcement of results (Art. 2(16), by inference), from which on the
    verification online calls its badge ended; here its state follows, and the signed list names its serial.
    Where no announcement came before the horizon of 90 days, the badge is signed again for 90 more: the same serial,
    a new end, and sender and observer are told to fetch it.
    """
    moved = 0
    while ended := await _expire(services, now):
        moved += ended
    while renewed := await _renew(services, now):
        moved += renewed
    return moved


async def _expire(services: Services, now: datetime) -> int:
    async with services.database.reading() as conn:
        if not await store.to_expire(conn, now, 1):
            return 0
    async with services.database.transaction() as conn:
        ids = await store.to_expire(conn, now, PAGE)
        moved = await standing.move(
            services, conn, now, ids, StandingMove.EXPIRE, "final_announcement", {}, ACTOR
        )
    return len(moved)


async def _renew(services: Services, now: datetime) -> int:
    before = now + RENEW_BEFORE
    async with services.database.reading() as conn:
        if not await store.to_extend(conn, before, now, 1):
            return 0
    async with services.database.transaction() as conn:
        locked = await store.lock(conn, await store.to_extend(conn, before, now, PAGE))
        ids = [one.id for one in locked]
        await badge_signing.sign_again(services, conn, now, ids, keep_serial=True)
        await store.add_events(conn, ids, now, "renew", ACTOR, "no_announcement_yet", {})
        told = []
        for one in locked:
            subject = f"accreditation:{one.number}"
            kind = NoticeKind.BADGE_RENEWED
            told.append(notices.to_sender(one.organisation_id, kind, subject, at=now))
            told.append(notices.to_observer(one.number, kind, subject, at=now))
        await notices.tell(services, conn, now, told)
    return len(ids)
