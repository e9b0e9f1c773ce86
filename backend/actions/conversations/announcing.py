"""Messages that nobody asked for at this moment: rows of the outbox, written by the action that causes them."""

from __future__ import annotations

from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from backend.actions.conversations.rendering import render
from backend.services import Services
from backend.store import conversations, outbox
from bots.messages import Channel, Outbound

_ENCODER = msgspec.json.Encoder()


def is_fetched(channel: str) -> bool:
    """Whether the person's page fetches its messages, so that they count as sent at once."""
    return channel == Channel.WEBCHAT


async def tell(
    services: Services,
    conn: AsyncConnection,
    target: conversations.Target,
    outbound: Outbound,
    now: datetime,
    *,
    dedup_key: str | None = None,
) -> int | None:
    """Put one message to a conversation into the outbox, in the present transaction; returns its id if it is new."""
    rendered = render(services.texts, target.language, outbound)
    ids = await outbox.add(
        conn,
        [
            outbox.NewMessage(
                conversation_id=target.id,
                channel=target.channel,
                inbox_id=None,
                op_no=0,
                lane=outbound.lane,
                body=_ENCODER.encode(rendered),
                state="sent" if is_fetched(target.channel) else "waiting",
                dedup_key=dedup_key,
            )
        ],
        now,
    )
    services.parts.get("wake", lambda _: None)("outbox")
    return ids[0] if ids else None


async def tell_bound_chats(
    services: Services,
    conn: AsyncConnection,
    accreditation_id: int,
    outbound: Outbound,
    now: datetime,
    *,
    dedup_key: str | None = None,
) -> int:
    """Tell every chat bound to an accreditation; returns how many."""
    targets = await conversations.bound_to(conn, accreditation_id)
    for target in targets:
        key = f"{dedup_key}:{target.id}" if dedup_key else None
        await tell(services, conn, target, outbound, now, dedup_key=key)
    return len(targets)
