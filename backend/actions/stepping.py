"""One batch of the intake: record, lock, step, write, in ONE transaction; the webhooks are answered after COMMIT.

Lock order: inbox rows sorted by (channel, provider id), conversations by id with SKIP LOCKED, then aggregates.
A conversation is stepped only under its lock, its older open rows first, at most eight a batch; else the worker does it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec
import structlog
from psycopg import AsyncConnection

from backend.actions import chat_facts
from backend.actions.announcing import is_fetched
from backend.actions.chat_effects import Context, Done, carry_out
from backend.actions.ports import Allowance, Port
from backend.actions.register import Register, register
from backend.actions.rendering import render
from backend.services import Services
from backend.store import chats, conversations, inbox, outbox
from backend.store.chats import BoundRow
from backend.store.conversations import Conversation
from backend.store.inbox import Arrival, OpenRow
from bots.channels.twilio_text import choose
from bots.dialogue import engine
from bots.messages import Inbound, Kind, Outbound

log = structlog.get_logger()

OLDER_ROWS = 8
"""A conversation with more open rows than this is left to the worker whole."""
WINDOW = timedelta(hours=24)
"""WhatsApp's customer-service window, opened by each message of the person (Twilio error 63016)."""
RIDE_LEASE = timedelta(seconds=30)
"""A riding reply whose answer was never written holds its conversation for at most this long."""
RETRY_FIRST_S = 2.0
NO_CHAT = ""

_ENCODER = msgspec.json.Encoder()
_OFFERED = msgspec.json.Decoder(tuple[tuple[str, str], ...])


class StepBroken(Exception):
    """A pure step, or the SQL of its effects, failed; the row is `inbox_id`."""

    def __init__(self, inbox_id: int, cause: BaseException) -> None:
        super().__init__(type(cause).__name__)
        self.inbox_id = inbox_id
        self.cause = cause


@dataclass(slots=True)
class Taken:
    """What became of a batch.

    Attributes:
        answers: the webhook's answer of each arrival, by (channel, provider id).
        rides: outbox ids by (channel, provider id) of the answers that carry a reply.
        left: conversations with rows that the worker must step.
        callbacks: pressed buttons to be acknowledged: (channel, callback reference).
        stepped: how many rows were stepped.
    """

    answers: dict[tuple[str, str], bytes] = field(default_factory=dict)
    rides: dict[tuple[str, str], int] = field(default_factory=dict)
    left: bool = False
    callbacks: list[tuple[str, str]] = field(default_factory=list)
    stepped: int = 0
    sends: bool = False


@dataclass(slots=True)
class _Chat:
    """One locked conversation during a batch."""

    row: Conversation
    queue: list[OpenRow]
    state: engine.State
    bound: list[BoundRow]
    language: str | None
    steps: int
    offered: bytes | None
    stopped: bool
    asked_human: bool = False
    touched: bool = False
    closed: list[tuple[OpenRow, list[outbox.NewMessage], bool]] = field(default_factory=list)
    broken: tuple[OpenRow, BaseException] | None = None


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
        if named:
            await conn.execute(*conversations.ensure_statement(named, now))
            locked = await conn.execute(*conversations.lock_statement(named))
            opened = await conn.execute(*inbox.open_statement(named, now, OLDER_ROWS + len(ordered)))
    fresh = {(row[1], row[2]): row[0] for row in await inserted.fetchall()}
    await _answer_repeats(conn, ordered, fresh, ports, taken)
    if not named:
        await _close_chatless(conn, ordered, fresh, ports, taken, now)
        return taken
    await _close_chatless(conn, ordered, fresh, ports, taken, now)
    rows = [conversations.of_row(row) for row in await locked.fetchall()]
    queues: dict[tuple[str, str], list[OpenRow]] = {}
    for row in await opened.fetchall():
        queues.setdefault((row[1], row[3]), []).append(OpenRow(*row[:4], bytes(row[4]), row[5]))
    await _step_chats(services, conn, rows, queues, set(fresh.values()), ports, allowance, now, taken)
    silent = [key for key in fresh if key not in taken.answers]
    if silent:
        # Recorded, but another transaction holds the conversation, or it has too many open rows.
        taken.left = True
        for key in silent:
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
    ordered = sorted(named)
    await conn.execute(*conversations.ensure_statement(ordered, now))
    locked = await conn.execute(*conversations.lock_statement(ordered))
    rows = [conversations.of_row(row) for row in await locked.fetchall()]
    opened = await conn.execute(*inbox.open_statement(ordered, now, OLDER_ROWS))
    queues: dict[tuple[str, str], list[OpenRow]] = {}
    for row in await opened.fetchall():
        queues.setdefault((row[1], row[3]), []).append(OpenRow(*row[:4], bytes(row[4]), row[5]))
    await _step_chats(services, conn, rows, queues, set(), ports, allowance, now, taken)
    return taken


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
            silence = ports[arrival.channel].silence
            taken.answers[key] = silence
            outcomes.append(inbox.Outcome(fresh[key], 0, silence, error="no_chat"))
    if outcomes:
        await inbox.close(conn, outcomes, now)


async def _step_chats(
    services: Services,
    conn: AsyncConnection,
    rows: Sequence[Conversation],
    queues: Mapping[tuple[str, str], list[OpenRow]],
    fresh_ids: set[int],
    ports: Mapping[str, Port],
    allowance: Allowance,
    now: datetime,
    taken: Taken,
) -> None:
    known = await register(services, conn)
    bound = await _bound(conn, [row.id for row in rows])
    open_chats = []
    for row in rows:
        queue = queues.get((row.channel, row.chat_key), [])
        older = sum(1 for waiting in queue if waiting.id not in fresh_ids)
        if fresh_ids and older > OLDER_ROWS:
            continue
        if queue:
            open_chats.append(_opened(row, queue, bound.get(row.id, [])))
    for chat in open_chats:
        await _step_chat(services, conn, chat, ports, known, now, taken)
    await _write(services, conn, open_chats, fresh_ids, ports, allowance, now, taken)


def _opened(row: Conversation, queue: list[OpenRow], bound: list[BoundRow]) -> _Chat:
    return _Chat(
        row=row,
        queue=queue,
        state=engine.load(row.state),
        bound=bound,
        language=row.language,
        steps=row.steps,
        offered=row.offered,
        stopped=row.stopped,
    )


async def _bound(conn: AsyncConnection, ids: Sequence[int]) -> dict[int, list[BoundRow]]:
    found: dict[int, list[BoundRow]] = {}
    if ids:
        for row in await chats.bound(conn, ids):
            found.setdefault(row.conversation_id, []).append(row)
    return found


async def _step_chat(
    services: Services,
    conn: AsyncConnection,
    chat: _Chat,
    ports: Mapping[str, Port],
    known: Register,
    now: datetime,
    taken: Taken,
) -> None:
    """Step the open rows of one conversation in their order, until one fails."""
    port = ports.get(chat.row.channel)
    if port is None:
        return
    for row in chat.queue:
        inbound = port.decode(row.raw, port.channel)
        if inbound.callback_ref:
            taken.callbacks.append((row.channel, inbound.callback_ref))
        chat.steps += 1
        chat.touched = True
        taken.stepped += 1
        if chat.row.human_owner is not None:
            # A human holds the conversation: the bot is silent, the message stands in the inbox.
            chat.closed.append((row, [], False))
            continue
        try:
            done, messages = await _step_row(services, conn, chat, row, inbound, port, known, now)
        except StepBroken as broken:
            chat.broken = (row, broken.cause)
            return
        chat.closed.append((row, messages, done.refused))
        if done.rebind:
            chat.bound = (await _bound(conn, [chat.row.id])).get(chat.row.id, [])


async def _step_row(
    services: Services,
    conn: AsyncConnection,
    chat: _Chat,
    row: OpenRow,
    inbound: Inbound,
    port: Port,
    known: Register,
    now: datetime,
) -> tuple[Done, list[outbox.NewMessage]]:
    inbound = _chosen(inbound, port, chat.offered)
    try:
        bound_facts = tuple(chat_facts.bound_fact(found, now, known) for found in chat.bound)
        asked = engine.questions(chat.state, inbound, bound_facts)
    except Exception as error:
        raise StepBroken(row.id, error) from error
    facts = await chat_facts.answer(services, conn, asked, chat.bound, bound_facts, known, now)
    try:
        step = engine.step(chat.state, inbound, facts, now)
    except Exception as error:
        raise StepBroken(row.id, error) from error
    context = Context(
        chat.row.id, row.id, inbound, step.state.language or chat.language, chat.bound, known, now
    )
    done = await carry_out(services, conn, step.effects, context)
    chat.state = step.state
    chat.language = done.language or step.state.language
    chat.stopped = done.stopped if inbound.kind is not Kind.BLOCKED else True
    chat.asked_human = chat.asked_human or done.asked_human
    return done, _messages(services, chat, row, port, done.said)


def _chosen(inbound: Inbound, port: Port, offered: bytes | None) -> Inbound:
    """A number typed on a channel without buttons is the press of that button."""
    if not port.numbers_buttons or not offered or inbound.kind is not Kind.TEXT:
        return inbound
    data = choose(inbound.text, _OFFERED.decode(offered))
    return msgspec.structs.replace(inbound, kind=Kind.BUTTON, button=data) if data is not None else inbound


def _messages(
    services: Services, chat: _Chat, row: OpenRow, port: Port, said: Sequence[Outbound]
) -> list[outbox.NewMessage]:
    messages = []
    for op_no, outbound in enumerate(said):
        rendered = render(services.texts, chat.language, outbound)
        offered = tuple(choice for line in rendered.buttons for choice in line)
        chat.offered = _ENCODER.encode(offered) if offered else None
        messages.append(
            outbox.NewMessage(
                conversation_id=chat.row.id,
                channel=chat.row.channel,
                inbox_id=row.id,
                op_no=op_no,
                lane=outbound.lane,
                body=_ENCODER.encode(rendered),
                state="sent" if is_fetched(chat.row.channel) else "waiting",
                dedup_key="ride" if outbound.ride and len(said) == 1 else None,
            )
        )
    return messages


async def _write(
    services: Services,
    conn: AsyncConnection,
    open_chats: Sequence[_Chat],
    fresh_ids: set[int],
    ports: Mapping[str, Port],
    allowance: Allowance,
    now: datetime,
    taken: Taken,
) -> None:
    """Write states, messages and closed rows of every stepped conversation, each table once."""
    stepped = [chat for chat in open_chats if chat.closed]
    outcomes: list[inbox.Outcome] = []
    messages: list[outbox.NewMessage] = []
    riders: list[tuple[tuple[str, str], int]] = []
    for chat in stepped:
        port = ports[chat.row.channel]
        first_no = chat.steps - len(chat.closed) + 1 - (1 if chat.broken else 0)
        for place, (row, said, refused) in enumerate(chat.closed):
            answer = port.silence
            if _may_ride(chat, row, said, fresh_ids):
                answer, said = _ride(chat, row, said, port, allowance, now)
                if said and said[0].state == "riding":
                    riders.append(((row.channel, row.provider_id), len(messages)))
            messages.extend(msgspec.structs.replace(message, dedup_key=None) for message in said)
            taken.answers[row.channel, row.provider_id] = answer
            outcomes.append(
                inbox.Outcome(row.id, first_no + place, answer, error="refused_content" if refused else None)
            )
    if stepped:
        async with conn.pipeline():
            await conversations.save(conn, [_saved(chat) for chat in stepped], now, now + WINDOW)
            await inbox.close(conn, outcomes, now)
            whatsapp = [
                chat.row.id for chat in stepped if ports[chat.row.channel].channel.family == "whatsapp"
            ]
            if whatsapp:
                await outbox.release_escrow(conn, whatsapp, now)
    if messages:
        ids = await outbox.add(conn, messages, now)
        taken.sends = any(message.state == "waiting" for message in messages)
        for key, place in riders:
            taken.rides[key] = ids[place]
    for chat in open_chats:
        if chat.broken is not None:
            await _count_broken(services, conn, chat, now, taken)


def _saved(chat: _Chat) -> conversations.Stepped:
    return conversations.Stepped(
        chat.row.id,
        chat.language,
        engine.dump(chat.state),
        chat.offered,
        chat.steps,
        chat.stopped,
        chat.asked_human,
    )


def _may_ride(chat: _Chat, row: OpenRow, said: list[outbox.NewMessage], fresh_ids: set[int]) -> bool:
    """A reply rides only if it is the step's only output and nothing of its conversation is unsent."""
    return (
        row.id in fresh_ids
        and len(chat.closed) == 1
        and chat.broken is None
        and not chat.row.unsent
        and len(said) == 1
        and said[0].dedup_key == "ride"
        and said[0].state == "waiting"
    )


def _ride(
    chat: _Chat, row: OpenRow, said: list[outbox.NewMessage], port: Port, allowance: Allowance, now: datetime
) -> tuple[bytes, list[outbox.NewMessage]]:
    from bots.channels.rendered import Rendered

    rendered = msgspec.json.decode(said[0].body, type=Rendered)
    body = port.ride(row.chat_key, rendered, f"i{row.id}.0")
    if body is None or not allowance.take(port.sender_key, row.chat_key):
        return port.silence, said
    return body, [msgspec.structs.replace(said[0], state="riding", lease_until=now + RIDE_LEASE)]


async def _count_broken(
    services: Services, conn: AsyncConnection, chat: _Chat, now: datetime, taken: Taken
) -> None:
    row, cause = chat.broken
    log.error("step_failed", inbox=row.id, error=type(cause).__name__, exc_info=cause)
    await give_up_or_retry(services, conn, row, chat.row, type(cause).__name__, now)
    taken.left = True


async def give_up_or_retry(
    services: Services, conn: AsyncConnection, row: OpenRow, chat: Conversation, error: str, now: datetime
) -> None:
    """Count a failed step; after five the row is dead, the person is told, and the conversation goes on."""
    attempts = await inbox.failed(
        conn, row.id, error, now + timedelta(seconds=RETRY_FIRST_S * 2**row.attempts)
    )
    if attempts < inbox.ATTEMPTS:
        return
    await inbox.close(conn, [inbox.Outcome(row.id, 0, b"", state="dead", error=error)], now)
    log.error("inbox_row_dead", inbox=row.id, error=error, action="operator_must_look")
    rendered = render(services.texts, chat.language, Outbound("chat-step-dead"))
    await outbox.add(
        conn,
        [
            outbox.NewMessage(
                conversation_id=chat.id,
                channel=chat.channel,
                inbox_id=row.id,
                op_no=99,
                lane=2,
                body=_ENCODER.encode(rendered),
                state="sent" if is_fetched(chat.channel) else "waiting",
            )
        ],
        now,
    )
