"""The worker's half of the intake: it steps what a batch could not, one conversation a transaction."""

from __future__ import annotations

import structlog

from backend.actions import stepping
from backend.actions.ports import Allowance, Port
from backend.services import Services
from backend.store import conversations, inbox
from backend.store.database import RETRIED

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
    except RETRIED:
        return 0
    except Exception as error:
        await _blame_head(services, ports, key, error)
        return 0
    if taken.sends:
        services.parts.get("wake", lambda _: None)("outbox")
    return taken.stepped


async def _blame_head(
    services: Services, ports: dict[str, Port], key: tuple[str, str], error: Exception
) -> None:
    """The SQL of a conversation's effects failed: count it against the oldest open row, in its own transaction."""
    log.error("conversation_failed", channel=key[0], error=type(error).__name__, exc_info=error)
    now = services.clock.now()
    async with services.database.transaction() as conn:
        locked = await (await conn.execute(*conversations.lock_statement([key]))).fetchall()
        opened = await (await conn.execute(*inbox.open_statement([key], now, 1))).fetchall()
        if locked and opened:
            row = inbox.OpenRow(*opened[0][:4], bytes(opened[0][4]), opened[0][5])
            chat = conversations.of_row(locked[0])
            await stepping.give_up_or_retry(services, conn, row, chat, type(error).__name__, now)
