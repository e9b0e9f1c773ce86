"""Stepping the open rows of one conversation in their order, each pure step under its own guard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import msgspec
from psycopg import AsyncConnection

from backend.actions.conversations import chat_facts
from backend.actions.conversations.announcing import is_fetched
from backend.actions.conversations.chat_effects import Context, Done, carry_out
from backend.actions.conversations.rendering import render
from backend.actions.conversations.stepping_batch import OpenChat, SteppedRow, Taken
from backend.actions.elections.register import Register
from backend.actions.ports import Port
from backend.services import Services
from backend.store import chats, outbox
from backend.store.inbox import OpenRow
from bots.channels.rendered import Rendered
from bots.channels.twilio_text import choose
from bots.dialogue import engine
from bots.messages import Inbound, Kind, Outbound

MINUTE = timedelta(minutes=1)
RECEIPT_LANE = 2

_ENCODER = msgspec.json.Encoder()
_OFFERED = msgspec.json.Decoder(tuple[tuple[str, str], ...])


class StepBroken(Exception):
    """A pure step failed: our mistake, counted against its row and nobody else's."""


async def step_chat(
    services: Services,
    conn: AsyncConnection,
    chat: OpenChat,
    ports: Mapping[str, Port],
    known: Register,
    now: datetime,
    taken: Taken,
) -> None:
    """Step the open rows of one conversation, until one fails."""
    port = ports.get(chat.row.channel)
    if port is None:
        return
    for row in chat.queue:
        chat.steps += 1
        taken.stepped += 1
        if chat.row.human_owner is not None:
            # A human holds the conversation: the bot is silent, the message stands in the inbox.
            chat.closed.append(SteppedRow(row, [], False))
            continue
        try:
            inbound = _decoded(row, port)
            if inbound.callback_ref:
                taken.callbacks.append((row.channel, inbound.callback_ref))
            done, said = await _step_row(services, conn, chat, row, inbound, port, known, now)
        except StepBroken as broken:
            chat.broken = (row, broken.__cause__ or broken)
            return
        may_ride = len(said) == 1 and all(outbound.ride for outbound in done.said)
        chat.closed.append(SteppedRow(row, said, may_ride, done.refused))
        if done.rebind:
            chat.bound = await chats.bound(conn, [chat.row.id])


async def _step_row(
    services: Services,
    conn: AsyncConnection,
    chat: OpenChat,
    row: OpenRow,
    inbound: Inbound,
    port: Port,
    known: Register,
    now: datetime,
) -> tuple[Done, list[tuple[Rendered, outbox.NewMessage]]]:
    try:
        inbound = _chosen(inbound, port, chat.offered)
        bound_facts = tuple(chat_facts.bound_fact(found, now, known) for found in chat.bound)
        asked = engine.questions(chat.state, inbound, bound_facts)
    except Exception as error:
        raise StepBroken from error
    facts = await chat_facts.answer(services, conn, asked, chat.bound, bound_facts, known, now)
    try:
        step = engine.step(chat.state, inbound, facts, now)
        dumped = engine.dump(step.state)
    except Exception as error:
        raise StepBroken from error
    language = step.state.language or chat.language
    context = Context(chat.row.id, row.id, inbound, language, chat.bound, known, now)
    done = await carry_out(services, conn, step.effects, context)
    chat.state, chat.dumped = step.state, dumped
    chat.language = done.language or language
    chat.stopped = done.stopped or inbound.kind is Kind.BLOCKED
    chat.asked_human = chat.asked_human or done.asked_human
    return done, _messages(services, chat, row, _paced(chat, port, done.said, now))


def _decoded(row: OpenRow, port: Port) -> Inbound:
    try:
        return port.decode(row.raw, port.channel)
    except Exception as error:
        raise StepBroken from error


def _paced(chat: OpenChat, port: Port, said: Sequence[Outbound], now: datetime) -> Sequence[Outbound]:
    """What is said to a person who writes faster than anybody reads: receipts, and one notice a minute."""
    if chat.minute_at is None or not timedelta(0) <= now - chat.minute_at < MINUTE:
        chat.minute_at, chat.minute_count = now, 0
    chat.minute_count += 1
    too_many = chat.minute_count - port.limit.heard_per_minute
    if too_many <= 0:
        return said
    kept = [outbound for outbound in said if outbound.lane <= RECEIPT_LANE]
    return [Outbound("chat-too-fast"), *kept] if too_many == 1 else kept


def _chosen(inbound: Inbound, port: Port, offered: bytes | None) -> Inbound:
    """A number typed on a channel without buttons is the press of that button."""
    if not port.numbers_buttons or not offered or inbound.kind is not Kind.TEXT:
        return inbound
    data = choose(inbound.text, _OFFERED.decode(offered))
    return msgspec.structs.replace(inbound, kind=Kind.BUTTON, button=data) if data is not None else inbound


def _messages(
    services: Services, chat: OpenChat, row: OpenRow, said: Sequence[Outbound]
) -> list[tuple[Rendered, outbox.NewMessage]]:
    messages = []
    for op_no, outbound in enumerate(said):
        rendered = render(services.texts, chat.language, outbound)
        if rendered.buttons:
            chat.offered = _ENCODER.encode([choice for line in rendered.buttons for choice in line])
        elif op_no == 0:
            chat.offered = None
        message = outbox.NewMessage(
            conversation_id=chat.row.id,
            channel=chat.row.channel,
            inbox_id=row.id,
            op_no=op_no,
            lane=outbound.lane,
            body=_ENCODER.encode(rendered),
            state="sent" if is_fetched(chat.row.channel) else "waiting",
        )
        messages.append((rendered, message))
    return messages
