"""One batch of the intake: record, lock, step, write, in ONE transaction; the webhooks are answered after COMMIT.

Lock order: inbox rows sorted by (channel, provider id), conversations by id with SKIP LOCKED, then aggregates.
A conversation is stepped only under its lock, its older open rows first, at most eight a batch; else the worker does it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from psycopg import AsyncConnection

from backend.actions.ports import Allowance, Port
from backend.actions.register import register
from backend.actions.stepping_batch import Taken, opened
from backend.actions.stepping_results import give_up_or_retry, write
from backend.actions.stepping_rows import step_chat
from backend.services import Services
from backend.store import chats, conversations, inbox
from backend.store.chats import BoundRow
from backend.store.conversations import Conversation
from backend.store.inbox import Arrival, OpenRow

__all__ = ["OLDER_ROWS", "Taken", "drain", "give_up_or_retry", "record_only", "take"]

OLDER_ROWS = 8
"""A conversation with more older open rows than this is left to the worker whole."""
NO_CHAT = ""


async def record_only(conn: AsyncConnection, arrivals: Sequence[Arrival], now: datetime) -> None:
    """Record arrivals without stepping them; the worker does that."""
    await conn.execute(*inbox.insert_statement(sorted(arrivals), now))


async def take(
    services: Services,
    conn: AsyncConnection,
    arrivals: Sequence[Arrival],
    ports: Mapping[str, Port],
    allowance: Allowance,
    now: datetime,
) -> Taken:
    """Record a batch of arrivals and step their conversations, inside the caller's transaction."""
    taken = Taken()
    ordered = sorted(arrivals)
    named = sorted(
        {(arrival.channel, arrival.chat_key) for arrival in ordered if arrival.chat_key != NO_CHAT}
    )
    async with conn.pipeline():
        inserted = await conn.execute(*inbox.insert_statement(ordered, now))
        locked, open_rows, bound = await _lock(conn, named, now, OLDER_ROWS + 1 + len(ordered))
    fresh = {(row[1], row[2]): row[0] for row in await inserted.fetchall()}
    await _answer_repeats(conn, ordered, fresh, ports, taken)
    await _close_chatless(conn, ordered, fresh, ports, taken, now)
    rows = [conversations.of_row(row) for row in await locked.fetchall()]
    queues = inbox.queues(await open_rows.fetchall())
    fresh_ids = set(fresh.values())
    ready = [
        row for row in rows if _older(queues.get((row.channel, row.chat_key), ()), fresh_ids) <= OLDER_ROWS
    ]
    await _step(services, conn, ready, queues, chats.by_conversation(await bound.fetchall()), fresh_ids, ports,
                allowance, now, taken)  # fmt: skip
    for key in fresh:
        if key not in taken.answers:
            # Recorded, but another transaction holds the conversation, or it has too many open rows.
            taken.left = True
            taken.answers[key] = ports[key[0]].silence
    return taken


async def drain(
    services: Services,
    conn: AsyncConnection,
    named: Sequence[tuple[str, str]],
    ports: Mapping[str, Port],
    allowance: Allowance,
    now: datetime,
) -> Taken:
    """Step what a batch could not: the oldest open rows of these conversations. Nothing rides here."""
    taken = Taken()
    async with conn.pipeline():
        locked, open_rows, bound = await _lock(conn, sorted(named), now, OLDER_ROWS)
    rows = [conversations.of_row(row) for row in await locked.fetchall()]
    queues = inbox.queues(await open_rows.fetchall())
    await _step(services, conn, rows, queues, chats.by_conversation(await bound.fetchall()), set(), ports,
                allowance, now, taken)  # fmt: skip
    return taken


async def _lock(conn: AsyncConnection, named: Sequence[tuple[str, str]], now: datetime, limit: int):
    """Make, lock and read conversations with their open rows and bindings, in one round trip."""
    await conn.execute(*conversations.ensure_statement(named, now))
    locked = await conn.execute(*conversations.lock_statement(named))
    open_rows = await conn.execute(*inbox.open_statement(named, now, limit))
    bound = await conn.execute(*chats.bound_statement(named))
    return locked, open_rows, bound


def _older(queue: Sequence[OpenRow], fresh_ids: set[int]) -> int:
    return sum(1 for row in queue if row.id not in fresh_ids)


async def _answer_repeats(
    conn: AsyncConnection,
    ordered: Sequence[Arrival],
    fresh: Mapping[tuple[str, str], int],
    ports: Mapping[str, Port],
    taken: Taken,
) -> None:
    """A repeated provider id never steps again: it is answered with the stored bytes."""
    repeated = sorted({(a.channel, a.provider_id) for a in ordered} - set(fresh))
    if not repeated:
        return
    stored = await inbox.answers(conn, repeated)
    for key in repeated:
        state, answer = stored.get(key, ("open", None))
        taken.answers[key] = answer if state == "done" and answer is not None else ports[key[0]].silence
        taken.left = taken.left or state == "open"


async def _close_chatless(
    conn: AsyncConnection,
    ordered: Sequence[Arrival],
    fresh: Mapping[tuple[str, str], int],
    ports: Mapping[str, Port],
    taken: Taken,
    now: datetime,
) -> None:
    """An update without a chat is recorded; there is nobody to answer."""
    outcomes = []
    for arrival in ordered:
        key = (arrival.channel, arrival.provider_id)
        if arrival.chat_key == NO_CHAT and key in fresh and key not in taken.answers:
            taken.answers[key] = ports[arrival.channel].silence
            outcomes.append(inbox.Outcome(fresh[key], 0, taken.answers[key], error="no_chat"))
    if outcomes:
        await inbox.close(conn, outcomes, now)


async def _step(
    services: Services,
    conn: AsyncConnection,
    rows: Sequence[Conversation],
    queues: Mapping[tuple[str, str], list[OpenRow]],
    bound: Mapping[int, list[BoundRow]],
    fresh_ids: set[int],
    ports: Mapping[str, Port],
    allowance: Allowance,
    now: datetime,
    taken: Taken,
) -> None:
    known = await register(services, conn)
    open_chats = []
    for row in rows:
        queue = queues.get((row.channel, row.chat_key))
        if queue:
            open_chats.append(opened(row, queue, bound.get(row.id, [])))
    for chat in open_chats:
        await step_chat(services, conn, chat, ports, known, now, taken)
    await write(services, conn, open_chats, fresh_ids, ports, allowance, now, taken)
