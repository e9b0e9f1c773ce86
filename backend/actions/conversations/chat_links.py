"""One-time links: the only way to bind a chat or a phone app to an accreditation. The badge itself never does.

A code is 128 random bits in Telegram's alphabet for `start` parameters; its hash alone is stored.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from psycopg import AsyncConnection

from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal
from backend.actions.standing import accreditations
from backend.problems import Problem, forbidden
from backend.services import Services
from backend.settings import Settings
from backend.store import audit
from backend.store import chat_links as store
from backend.vault import digest

CODE_BYTES = 16
LIFE = timedelta(days=7)


async def create(services: Services, principal: Principal, ticket: Ticket, number: str) -> Answer:
    """A new link of an accreditation for its organisation or a competent officer: 201, the code shown this once.

    Raises:
        Problem: 403; 404; 409, the accreditation is revoked or has ended.
    """
    if principal.kind not in {"organisation", "cec", "zec", "lgec"}:
        raise forbidden("organisation | cec | zec | lgec")

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await accreditations.require_readable(conn, principal, number)
        if row.state != "valid":
            raise Problem(409, "accreditation_revoked", article="19(2)")
        if now >= row.valid_until:
            raise Problem(409, "accreditation_ended", article="2(16)")
        code = secrets.token_urlsafe(CODE_BYTES)
        expires_at = min(now + LIFE, row.valid_until)
        await store.add(
            conn,
            code_hash=digest(code),
            accreditation_id=row.id,
            created_at=now,
            created_by=principal.role,
            expires_at=expires_at,
        )
        await audit.record(conn, now, principal.role, "chat_link_created", f"accreditation:{number}")
        return 201, {
            "code": code,
            "telegram_url": telegram_url(services, code),
            "whatsapp_url": whatsapp_url(services.settings, code),
            "expires_at": expires_at,
        }

    return await perform(services, ticket, work)


def telegram_url(services: Services, code: str) -> str | None:
    """The deep link that opens the observers' bot with `/start CODE`; None while the bot's own name is not known.

    The name comes from Telegram (`services.parts["telegram_observer_username"]`).
    A name that was guessed could be a stranger's bot, which would be handed the code and then the birth date.
    """
    username = services.parts.get("telegram_observer_username")
    return f"https://t.me/{username}?start={code}" if username else None


def whatsapp_url(settings: Settings, code: str) -> str:
    """The link that opens WhatsApp with `VEZHGO CODE` written to the observers' number.

    Without a number of ours WhatsApp lets the person choose the receiver, as its documentation of links says.
    """
    sender = settings.twilio_observer_whatsapp_from or settings.twilio_whatsapp_from or ""
    digits = sender.removeprefix("whatsapp:").lstrip("+")
    return f"https://wa.me/{digits}?text={quote(f'VEZHGO {code}')}"
