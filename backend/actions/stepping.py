"""One batch of the intake: record, lock, step, write, in ONE transaction; the webhooks are answered after COMMIT.

Lock order: inbox rows sorted by (channel, provider id), conversations by id with SKIP LOCKED, then aggregates.
A conversation is stepped only under its lock, its older open rows first, at most eight a batch; else the worker does it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from psycopg import AsyncConnection, AsyncCursor

from backend.actions.ports import Allowance, Port
from backend.actions.register import register
from backend.actions.stepping_batch import OpenChat, Taken, opened
from backend.actions.stepping_results import give_up_or_retry, write
from backend.actions.stepping_rows import step_chat
from backend.services import Services
from backend.store import chats, conversations, inbox, outbox
from backend.store.inbox import Arrival

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
        reads = await _lock(conn, named, now, OLDER_ROWS + 1 + len(ordered))
    fresh = {(row[1], row[2]): row[0] for row in await inserted.fetchall()}
    await _answer_repeats(conn, ordered, fresh, ports, taken)
    await _close_chatless(conn, ordered, fresh, ports, taken, now)
    fresh_ids = set(fresh.values())
    ready = [
        chat
        for chat in await _opened(reads, now)
        if sum(row.id not in fresh_ids for row in chat.queue) <= OLDER_ROWS
    ]
    await _step(services, conn, ready, fresh_ids, ports, allowance, now, taken)
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
    for channel in sorted({key[0] for key in named if key[1] == NO_CHAT}):
        await inbox.close_chatless(conn, channel, ports[channel].silence, now)
    async with conn.pipeline():
        reads = await _lock(conn, sorted(key for key in named if key[1] != NO_CHAT), now, OLDER_ROWS)
    await _step(services, conn, await _opened(reads, now), set(), ports, allowance, now, taken)
    return taken


async def _lock(
    conn: AsyncConnection, named: Sequence[tuple[str, str]], now: datetime, limit: int
) -> tuple[AsyncCursor, ...]:
    """Make, lock and read conversations with all that a step needs of them, in one round trip.

    What is read after the lock is read by later statements, so that it is what the lock's last holder committed.
    """
    await conn.execute(*conversations.ensure_statement(named, now))
    return (
        await conn.execute(*conversations.lock_statement(named)),
        await conn.execute(*inbox.open_statement(named, limit)),
        await conn.execute(*chats.bound_statement(named)),
        await conn.execute(*outbox.unsent_statement(named)),
    )


async def _opened(reads: tuple[AsyncCursor, ...], now: datetime) -> list[OpenChat]:
    """The locked conversations that have rows to be stepped now."""
    locked, open_rows, bound_rows, unsent_rows = [await cursor.fetchall() for cursor in reads]
    queues = inbox.queues(open_rows, now)
    bound = chats.by_conversation(bound_rows)
    unsent = {row[0] for row in unsent_rows}
    found = []
    for row in map(conversations.of_row, locked):
        queue = queues.get((row.channel, row.chat_key))
        if queue:
            found.append(opened(row, queue, bound.get(row.id, []), unsent=row.id in unsent))
    return found


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
    open_chats: Sequence[OpenChat],
    fresh_ids: set[int],
    ports: Mapping[str, Port],
    allowance: Allowance,
    now: datetime,
    taken: Taken,
) -> None:
    known = await register(services, conn)
    for chat in open_chats:
        await step_chat(services, conn, chat, ports, known, now, taken)
    await write(services, conn, open_chats, fresh_ids, ports, allowance, now, taken)
