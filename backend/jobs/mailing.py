"""Mailing: notices of one kind to one address become one mail; each mail is sent at least once, in doubt never silently."""

from __future__ import annotations

import asyncio
import random
from datetime import datetime, timedelta

import structlog

from backend.jobs import mail_writing, smtp
from backend.jobs.mail_writing import BadAddress, Letter
from backend.jobs.smtp import MailOutcome, MailServer
from backend.jobs.spreading import ADDRESS, URGENT
from backend.jobs.webhooks_out import DELIVERIES
from backend.services import Services
from backend.store import mails
from backend.store.mails import Leased

log = structlog.get_logger()

AT_ONCE = 20
"""Mails over one connection."""
PER_SECOND = 10.0
"""A mail server of a commission takes this with ease; more looks like a flood to those behind it."""
LEASE = timedelta(minutes=5)
PAUSES_S = (30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800)
GIVE_UP = timedelta(days=3)
DOUBTS = 3
"""A mail that may have been taken each time is not repeated more often than this; it stays in doubt then."""
DOUBT_PAUSE_S = 300.0
UNUSABLE_PAUSE_S = 120.0


async def gather_due(services: Services) -> int:
    """Make mails of what waits; returns how many."""
    if services.settings.smtp_url is None:
        return 0
    made = 0
    while made < AT_ONCE:
        async with services.database.transaction() as conn:
            if not await mails.gather(conn, services.clock.now(), URGENT):
                break
        made += 1
    return made


async def send_due(services: Services) -> int:
    """Gather, and send what is due over one connection; returns how many mails were tried."""
    settings = services.settings
    if settings.smtp_url is None or settings.mail_address is None:
        return 0
    await gather_due(services)
    now = services.clock.now()
    async with services.database.transaction() as conn:
        leased = await mails.lease(conn, now, now + LEASE, AT_ONCE, URGENT)
    letters: list[tuple[Leased, Letter]] = []
    for row in leased:
        letter = await _written(services, row)
        if letter is not None:
            letters.append((row, letter))
    if letters:
        server = MailServer.of_url(settings.smtp_url)
        context = services.parts.get("mail_tls")
        outcomes = await asyncio.to_thread(
            smtp.send_all,
            server,
            [letter for _, letter in letters],
            context,
            services.parts.get("mail_timeout_s", smtp.TIMEOUT_S),
        )
        for (row, _), outcome in zip(letters, outcomes, strict=True):
            await _settle(services, row, outcome)
        await asyncio.sleep(len(letters) / services.parts.get("mails_per_s", PER_SECOND))
    return len(leased)


async def _written(services: Services, row: Leased) -> Letter | None:
    async with services.database.reading() as conn:
        told_of = await mails.notices_of(conn, row.id)
    if not told_of:
        # Its notices were asked for again, and stand in a newer mail.
        async with services.database.transaction() as conn:
            await mails.settle(conn, row, "failed", error="superseded")
        return None
    address = services.vault.open_text(row.address_sealed, ADDRESS)
    try:
        return mail_writing.write(
            services.texts,
            services.settings.public_url,
            services.settings.mail_address or "",
            address,
            row.language,
            row.id,
            row.created_at,
            told_of,
        )
    except BadAddress:
        await _settle(services, row, MailOutcome("bad_address", "malformed"))
        return None


async def _settle(services: Services, row: Leased, outcome: MailOutcome) -> None:
    now = services.clock.now()
    DELIVERIES.labels("mail", outcome.kind).inc()
    async with services.database.transaction() as conn:
        match outcome.kind:
            case "sent":
                await mails.settle(conn, row, "sent", sent_at=now)
                return
            case "untried":
                # An earlier attempt in doubt stays in doubt.
                state = "unknown" if row.in_doubt else "waiting"
                await mails.settle(conn, row, state, due_at=now, tried=False)
                return
            case "bad_address":
                await mails.mark_bad(conn, row.address_index, outcome.code, now)
                await mails.settle(conn, row, "failed", error=outcome.code)
            case "refused":
                await mails.settle(conn, row, "failed", error=outcome.code)
            case "doubt" if row.doubts + 1 < DOUBTS:
                due_at = now + timedelta(seconds=DOUBT_PAUSE_S)
                await mails.settle(conn, row, "unknown", error=outcome.code, due_at=due_at, doubt=True)
            case "doubt":
                await mails.settle(conn, row, "unknown", error=outcome.code, doubt=True)
            case _ if now - row.created_at < GIVE_UP:
                state = "unknown" if row.in_doubt else "waiting"
                await mails.settle(conn, row, state, error=outcome.code, due_at=_again(now, row, outcome))
            case _:
                await mails.settle(
                    conn, row, "unknown" if row.in_doubt else "failed", error=f"given_up_{outcome.code}"
                )
    log.warning("mail_not_sent", mail=row.id, kind=outcome.kind, code=outcome.code, attempts=row.attempts)


def _again(now: datetime, row: Leased, outcome: MailOutcome) -> datetime:
    usual = PAUSES_S[min(row.attempts, len(PAUSES_S)) - 1]
    pause = max(usual, UNUSABLE_PAUSE_S) if outcome.kind == "unusable" else usual
    return now + timedelta(seconds=pause * random.uniform(0.8, 1.2))  # noqa: S311
