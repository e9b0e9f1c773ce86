"""Writing what a batch came to: states, closed rows and messages, each table once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import msgspec
import structlog
from psycopg import AsyncConnection

from backend.actions.conversations.announcing import is_fetched
from backend.actions.conversations.rendering import render
from backend.actions.conversations.stepping_batch import OpenChat, SteppedRow, Taken
from backend.actions.ports import Allowance, Port
from backend.services import Services
from backend.store import conversations, inbox, outbox
from backend.store.conversations import Conversation
from backend.store.inbox import OpenRow
from bots.messages import Outbound

log = structlog.get_logger()

WINDOW = timedelta(hours=24)
"""WhatsApp's customer-service window, opened by each message of the person (Twilio error 63016)."""
RIDE_LEASE = timedelta(seconds=30)
"""A riding reply whose answer was never written holds its conversation for at most this long."""
RETRY_FIRST_S = 1.0
"""After the first failure; doubling, so that a row that fails five times holds its conversation for 15 s."""
DEAD_OP_NO = 99

_ENCODER = msgspec.json.Encoder()


async def write(
    services: Services,
    conn: AsyncConnection,
    chats: Sequence[OpenChat],
    fresh_ids: set[int],
    ports: Mapping[str, Port],
    allowance: Allowance,
    now: datetime,
    taken: Taken,
) -> None:
    """Write every stepped conversation, and count the steps that failed."""
    stepped = [chat for chat in chats if chat.closed]
    outcomes: list[inbox.Outcome] = []
    messages: list[outbox.NewMessage] = []
    riders: list[tuple[tuple[str, str], int]] = []
    for chat in stepped:
        _close(chat, fresh_ids, ports[chat.row.channel], allowance, now, taken, outcomes, messages, riders)
    if stepped:
        async with conn.pipeline():
            await conversations.save(conn, [_saved(chat) for chat in stepped], now, now + WINDOW)
            await inbox.close(conn, outcomes, now)
            whatsapp = [chat.row.id for chat in stepped if ports[chat.row.channel].numbers_buttons]
            if whatsapp:
                await outbox.release_escrow(conn, whatsapp, now)
            added = await conn.execute(*outbox.add_statement(messages, now)) if messages else None
        # Fetched after the pipeline's end, so that what failed in it is raised by its own name.
        ids = [row[0] for row in await added.fetchall()] if added is not None else []
        taken.sends = any(chat.unsent for chat in stepped) or any(
            message.state == "waiting" for message in messages
        )
        for key, place in riders:
            taken.rides[key] = ids[place]
    for chat in chats:
        if chat.broken is not None:
            row, cause = chat.broken
            log.error("step_failed", inbox=row.id, error=type(cause).__name__, exc_info=cause)
            await give_up_or_retry(services, conn, row, chat.row, type(cause).__name__, now)
            taken.left = True


def _close(
    chat: OpenChat,
    fresh_ids: set[int],
    port: Port,
    allowance: Allowance,
    now: datetime,
    taken: Taken,
    outcomes: list[inbox.Outcome],
    messages: list[outbox.NewMessage],
    riders: list[tuple[tuple[str, str], int]],
) -> None:
    """Close the rows of one conversation; the order number is the conversation's own count of steps."""
    first_no = chat.steps - len(chat.closed) + 1 - (1 if chat.broken else 0)
    for place, done in enumerate(chat.closed):
        row = done.row
        answer = port.silence
        said = [message for _, message in done.said]
        if _may_ride(chat, done, fresh_ids):
            body = port.ride(row.chat_key, done.said[0][0], f"i{row.id}.0")
            if body is not None and allowance.take(port.sender_key, row.chat_key):
                answer = body
                said = [msgspec.structs.replace(said[0], state="riding", lease_until=now + RIDE_LEASE)]
                riders.append(((row.channel, row.provider_id), len(messages)))
        messages.extend(said)
        taken.answers[row.channel, row.provider_id] = answer
        error = "refused_content" if done.refused else None
        outcomes.append(inbox.Outcome(row.id, first_no + place, answer, error=error))


def _may_ride(chat: OpenChat, done: SteppedRow, fresh_ids: set[int]) -> bool:
    """A reply rides only if it is the step's only output and nothing of its conversation is unsent."""
    return (
        done.may_ride
        and done.row.id in fresh_ids
        and len(chat.closed) == 1
        and chat.broken is None
        and not chat.unsent
        and done.said[0][1].state == "waiting"
    )


def _saved(chat: OpenChat) -> conversations.Stepped:
    return conversations.Stepped(
        chat.row.id,
        chat.language,
        chat.dumped,
        chat.offered,
        chat.steps,
        chat.stopped,
        chat.asked_human,
        chat.minute_at,
        chat.minute_count,
    )


async def give_up_or_retry(
    services: Services, conn: AsyncConnection, row: OpenRow, chat: Conversation, error: str, now: datetime
) -> None:
    """Count a failed step; after five the row is dead, the person is told, and the conversation goes on."""
    retry_at = now + timedelta(seconds=RETRY_FIRST_S * 2**row.attempts)
    attempts = await inbox.failed(conn, row.id, error, retry_at)
    if attempts < inbox.ATTEMPTS:
        return
    await inbox.close(conn, [inbox.Outcome(row.id, 0, b"", state="dead", error=error)], now)
    log.error("inbox_row_dead", inbox=row.id, error=error, action="operator_must_look")
    rendered = render(services.texts, chat.language, Outbound("chat-step-dead"))
    message = outbox.NewMessage(
        conversation_id=chat.id,
        channel=chat.channel,
        inbox_id=row.id,
        op_no=DEAD_OP_NO,
        lane=2,
        body=_ENCODER.encode(rendered),
        state="sent" if is_fetched(chat.channel) else "waiting",
    )
    await outbox.add(conn, [message], now)
