"""One batch of the intake: record, lock, step, write, in ONE transaction; the webhooks are answered after COMMIT.

Lock order: inbox rows sorted by (channel, provider id), conversations by id with SKIP LOCKED, then aggregates.
A conversation is stepped only under its lock, its older open rows first, at most eight a batch; else the worker does it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from psycopg import AsyncConnection, AsyncCursor

from backend.actions.conversations.stepping_batch import OpenChat, Taken, opened
from backend.actions.conversations.stepping_results import give_up_or_retry, write
from backend.actions.conversations.stepping_rows import step_chat
from backend.actions.elections.register import register
from backend.actions.ports import Allowance, Port
from backend.services import Services
from backend.store import chats, conversations, inbox, recordsets
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
        reads = await _lock(conn, named, OLDER_ROWS + 1 + len(ordered))
    chats_open = await _opened(conn, reads, named, now, OLDER_ROWS + 1 + len(ordered))
    fresh = {(row[1], row[2]): row[0] for row in await inserted.fetchall()}
    await _answer_repeats(conn, ordered, fresh, ports, taken)
    await _close_chatless(conn, ordered, fresh, ports, taken, now)
    fresh_ids = set(fresh.values())
    ready = [chat for chat in chats_open if sum(row.id not in fresh_ids for row in chat.queue) <= OLDER_ROWS]
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
    named = sorted(key for key in named if key[1] != NO_CHAT)
    async with conn.pipeline():
        reads = await _lock(conn, named, OLDER_ROWS)
    found = await _opened(conn, reads, named, now, OLDER_ROWS)
    await _step(services, conn, found, set(), ports, allowance, now, taken)
    return taken


async def _lock(
    conn: AsyncConnection, named: Sequence[tuple[str, str]], limit: int
) -> tuple[AsyncCursor, ...]:
    """Lock conversations and read what a step needs of them, in one round trip.

    What is read after the lock is read by later statements, so that it is what the lock's last holder committed.
    """
    keys = recordsets.chats(named)
    return (
        await conn.execute(*conversations.lock_statement(keys)),
        await conn.execute(*inbox.open_statement(keys, limit)),
        await conn.execute(*conversations.ties_statement(keys)),
    )


async def _opened(
    conn: AsyncConnection,
    reads: tuple[AsyncCursor, ...],
    named: Sequence[tuple[str, str]],
    now: datetime,
    limit: int,
) -> list[OpenChat]:
    """The locked conversations that have rows to be stepped now; those that do not exist yet are made."""
    found = await _read(conn, reads, now)
    existing = {(chat.row.channel, chat.row.chat_key) for chat in found}
    missing = [key for key in named if key not in existing]
    if missing:
        # New, or held by another transaction: making the latter anew does nothing to them.
        async with conn.pipeline():
            await conn.execute(*conversations.ensure_statement(recordsets.chats(missing), now))
            reads = await _lock(conn, missing, limit)
        found += await _read(conn, reads, now)
    return sorted((chat for chat in found if chat.queue), key=lambda chat: chat.row.id)


async def _read(conn: AsyncConnection, reads: tuple[AsyncCursor, ...], now: datetime) -> list[OpenChat]:
    """The conversations that one reading locked; what it read of others is stale as soon as they are let go."""
    locked, open_rows, ties = [await cursor.fetchall() for cursor in reads]
    unsent = {row[0] for row in ties if row[1]}
    held = {row[0] for row in locked}
    with_binding = [row[0] for row in ties if row[2] and row[0] in held]
    bound = chats.by_conversation(await chats.bound(conn, with_binding)) if with_binding else {}
    queues = inbox.queues(open_rows, now)
    return [
        opened(
            row,
            queues.get((row.channel, row.chat_key), []),
            bound.get(row.id, []),
            unsent=row.id in unsent,
        )
        for row in map(conversations.of_row, locked)
    ]


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
