"""What a provider reports of a message of ours: statuses only ever move forward."""

from __future__ import annotations

from backend.services import Services
from backend.store import outbox
from bots.channels.twilio import FINAL_FAILURES, WINDOW_CLOSED, StatusCallback, advance


async def report(services: Services, mark: str, callback: StatusCallback) -> None:
    """Record a status callback; an unknown mark is ignored, since nothing of ours hangs on it."""
    async with services.database.transaction() as conn:
        id = await outbox.id_of_mark(conn, mark)
        row = await outbox.status_of(conn, id) if id is not None else None
        if id is None or row is None:
            return
        state, known, _ = row
        if callback.status is None:
            return
        status = advance(known, callback.status)
        await outbox.set_status(
            conn,
            id,
            status,
            callback.provider_message_id,
            _state(state, status, callback),
            callback.error_code or status if status in FINAL_FAILURES else None,
        )
    services.parts.get("wake", lambda _: None)("outbox")


def _state(state: str, status: str, callback: StatusCallback) -> str | None:
    """The outbox state that a status implies, or None for no change."""
    if status in FINAL_FAILURES:
        # A message to a closed 24-hour window waits until the person writes again.
        return "escrowed" if callback.error_code == WINDOW_CLOSED else "failed"
    # The provider has it: whatever was in doubt is settled, and a riding reply has arrived.
    return "sent" if state in {"unknown", "leased", "riding"} else None
