"""The web chat's reading half: the page fetches what the outbox holds for its session."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from backend.problems import Problem
from backend.services import Services
from backend.store import conversations, outbox
from bots.channels.rendered import Rendered
from bots.messages import Channel

SESSION = re.compile(r"[A-Za-z0-9_-]{22,64}")
PAGE = 50
_DECODER = msgspec.json.Decoder(Rendered)


async def messages(services: Services, session: str, after: int) -> dict[str, Any]:
    """The messages of a session after an id, oldest first.

    Raises:
        Problem: 400, the session is not one that the page makes.
    """
    if not SESSION.fullmatch(session):
        raise Problem(400, "session_malformed", remedy="open_chat_again")
    async with services.database.reading() as conn:
        found = await conversations.by_key(conn, Channel.WEBCHAT, session)
        rows = await outbox.shown_after(conn, found, after, PAGE) if found is not None else []
    return {
        "items": [
            {
                "id": row.id,
                "at": row.created_at,
                "text": (rendered := _DECODER.decode(row.body)).text,
                "buttons": [
                    [{"label": label, "data": data} for label, data in line] for line in rendered.buttons
                ],
            }
            for row in rows
        ]
    }
