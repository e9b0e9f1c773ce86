"""What a provider reports of a message of ours: statuses only ever move forward, in whatever order they come."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from psycopg import AsyncConnection

from backend.services import Services
from backend.store import outbox
from backend.store.outbox import Reported
from bots.channels.rendered import Rendered
from bots.channels.sending import Refused, Retry
from bots.channels.twilio import (
    FINAL_FAILURES,
    WINDOW_CLOSED,
    StatusCallback,
    advance,
    judge,
    number_buttons,
    split,
)

GIVE_UP = timedelta(hours=24)
"""A message that could not be sent for so long is given up: WhatsApp's window has closed by then."""
_DECODER = msgspec.json.Decoder(Rendered)


async def report(services: Services, mark: str, callback: StatusCallback) -> None:
    """Record a status callback; an unknown mark is ignored, since nothing of ours hangs on it."""
    now = services.clock.now()
    async with services.database.transaction() as conn:
        id = await outbox.id_of_mark(conn, mark)
        row = await outbox.reported(conn, id) if id is not None else None
        if row is None or callback.status is None or _is_stale(row, callback):
            return
        status = advance(row.provider_status, callback.status)
        if status == row.provider_status:
            # Repeated, or overtaken by a later one: it changes nothing.
            return
        if status in FINAL_FAILURES:
            await _failed(conn, row, status, callback, now)
            return
        await outbox.set_status(
            conn, row.id, status, callback.provider_message_id, state=_settled(row), error=None
        )
    services.parts.get("wake", lambda _: None)("outbox")


def _parts(row: Reported) -> int:
    return len(split(number_buttons(_DECODER.decode(row.body))[0]))


def _is_stale(row: Reported, callback: StatusCallback) -> bool:
    """Whether it tells of an earlier attempt: one that failed before the message was put to be sent anew."""
    if row.state == "waiting":
        return True
    other = row.provider_ref is not None and row.provider_ref != callback.provider_message_id
    return other and _parts(row) == 1


def _settled(row: Reported) -> str | None:
    """The outbox state that an acceptance implies, or None for no change.

    A riding reply has arrived, and an attempt in doubt was accepted. Of a text in several parts each part reports
    for itself, and a sender at work settles its own attempt.
    """
    if row.state == "riding" or (row.state == "unknown" and _parts(row) == 1):
        return "sent"
    return None


async def _failed(
    conn: AsyncConnection, row: Reported, status: str, callback: StatusCallback, now: datetime
) -> None:
    code = callback.error_code or status
    asked = judge(code)
    if isinstance(asked, Retry) and now - row.created_at < GIVE_UP:
        await outbox.send_again(conn, row.id, now + timedelta(seconds=asked.after_s), code)
        return
    # A message to a closed 24-hour window waits until the person writes again.
    state = "escrowed" if code == WINDOW_CLOSED else "failed"
    await outbox.set_status(conn, row.id, status, callback.provider_message_id, state=state, error=code)
    if isinstance(asked, Refused) and asked.permanent:
        await outbox.stop_conversation(conn, row.conversation_id, now)
