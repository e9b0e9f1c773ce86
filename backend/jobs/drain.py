"""The worker's half of the intake: it steps what a batch could not, one conversation a transaction."""

from __future__ import annotations

import structlog
from psycopg import errors
from psycopg.errors import PipelineAborted

from backend.actions.conversations import stepping
from backend.actions.ports import Allowance, Port
from backend.services import Services
from backend.store import conversations, inbox, recordsets
from backend.store.database import RETRIED, UNAVAILABLE

log = structlog.get_logger()

CHATS_A_ROUND = 50


async def drain(services: Services, ports: dict[str, Port], allowance: Allowance) -> int:
    """Step the conversations that have open rows; returns how many rows were stepped."""
    async with services.database.reading() as conn:
        named = await inbox.chats_with_open_rows(conn, services.clock.now(), CHATS_A_ROUND)
    stepped = 0
    for key in named:
        if key[0] in ports:
            stepped += await _one(services, ports, allowance, key)
    return stepped


async def _one(services: Services, ports: dict[str, Port], allowance: Allowance, key: tuple[str, str]) -> int:
    now = services.clock.now()
    try:
        async with services.database.transaction() as conn:
            taken = await stepping.drain(services, conn, [key], ports, allowance, now)
    except (*RETRIED, errors.LockNotAvailable):
        return 0
    except UNAVAILABLE as error:
        if not isinstance(error, (errors.QueryCanceled, PipelineAborted)):
            # The database is away, which is nobody's fault: no row is blamed for it.
            raise
        await _blame_head(services, ports, key, error)
        return 0
    except Exception as error:
        await _blame_head(services, ports, key, error)
        return 0
    if taken.sends:
        services.parts.get("wake", lambda _: None)("outbox")
    for pressed in taken.callbacks:
        services.parts.get("acknowledge", lambda *_: None)(*pressed)
    return taken.stepped


async def _blame_head(
    services: Services, ports: dict[str, Port], key: tuple[str, str], error: Exception
) -> None:
    """The SQL of a conversation's effects failed: count it against the oldest open row, in its own transaction."""
    log.error("conversation_failed", channel=key[0], error=type(error).__name__, exc_info=error)
    now = services.clock.now()
    async with services.database.transaction() as conn:
        named = recordsets.chats([key])
        # A first message that fails takes its new conversation back with it.
        await conn.execute(*conversations.ensure_statement(named, now))
        locked = await (await conn.execute(*conversations.lock_statement(named))).fetchall()
        opened = inbox.queues(await (await conn.execute(*inbox.open_statement(named, 1))).fetchall(), now)
        if locked and opened:
            row = opened[key][0]
            chat = conversations.of_row(locked[0])
            await stepping.give_up_or_retry(services, conn, row, chat, type(error).__name__, now)
