"""Fetching of evidence: original bytes, hashed, sniffed, sealed, stored once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import filetype
import msgspec
import structlog

from backend.actions.ports import Port
from backend.services import Services
from backend.store import evidence
from backend.store.evidence import Waiting
from bots.channels.sending import FetchFailed
from bots.messages import Media

log = structlog.get_logger()

LEASE = timedelta(minutes=5)
AT_ONCE = 4
ATTEMPTS = 10
BACKOFF_FIRST_S, BACKOFF_LIMIT_S = 5.0, 3_600.0
"""Telegram keeps a file far longer than ten attempts last; Twilio keeps it until it is deleted."""
UNKNOWN_TYPE = "application/octet-stream"


def sniffed(content: bytes) -> str:
    """The MIME type by the first bytes; what the sender declared is never trusted."""
    return filetype.guess_mime(content[:8192]) or UNKNOWN_TYPE


async def fetch_due(services: Services, ports: dict[str, Port]) -> int:
    """Fetch the files that are due; returns how many were tried."""
    now = services.clock.now()
    senders = [channel for channel, port in ports.items() if port.sender is not None]
    if not senders:
        return 0
    async with services.database.transaction() as conn:
        waiting = await evidence.lease(conn, senders, now, now + LEASE, AT_ONCE)
    await asyncio.gather(*(_fetch(services, ports[row.channel], row) for row in waiting))
    return len(waiting)


async def _fetch(services: Services, port: Port, row: Waiting) -> None:
    try:
        media = msgspec.convert(row.media, Media)
        content = b"".join([chunk async for chunk in port.sender.fetch(media)])
        name = await services.files.put(content)
    except FetchFailed as error:
        await _not_fetched(services, row, error.code, permanent=error.permanent)
        return
    except Exception as error:
        permanent = getattr(error, "retry", True) is False
        await _not_fetched(services, row, getattr(error, "code", type(error).__name__), permanent=permanent)
        return
    now = services.clock.now()
    async with services.database.transaction() as conn:
        await evidence.stored(conn, row.id, name, sniffed(content), len(content), now)


async def _not_fetched(services: Services, row: Waiting, code: str, *, permanent: bool) -> None:
    wait_s = min(BACKOFF_LIMIT_S, BACKOFF_FIRST_S * 2 ** (row.attempts - 1))
    due_at = (
        None if permanent or row.attempts >= ATTEMPTS else services.clock.now() + timedelta(seconds=wait_s)
    )
    log.warning("evidence_not_fetched", evidence=row.id, code=code, given_up=due_at is None)
    async with services.database.transaction() as conn:
        await evidence.not_fetched(conn, row.id, code, due_at)
