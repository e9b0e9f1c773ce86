"""Sessions of the senders' pages: an organisation signs in with its API key, and a sealed cookie stands for it.

They are apart from officers' sessions: another cookie, another purpose of the seal, another part of the site.
A session ends after 12 hours, with its key, or when the browser forgets the cookie.
"""

from __future__ import annotations

import secrets

import msgspec

from backend.actions.officer_sessions import LIFE, NONCE_BYTES, Session, opened, sealed
from backend.actions.principals import KeyRing, Principal, require
from backend.problems import Problem
from backend.services import Services
from backend.store import api_keys, audit

PURPOSE = "sender-session"


async def sign_in(services: Services, bearer: str) -> str:
    """Open a session for the key of an organisation; returns its sealed text.

    Raises:
        Problem: 401, there is no such live key; 403, the key is not an organisation's.
    """
    principal = await KeyRing(services).principal(bearer.strip())
    require(principal, "organisation")
    now = services.clock.now()
    session = Session(principal.key_id, principal.role, secrets.token_hex(NONCE_BYTES), now + LIFE)
    async with services.database.transaction() as conn:
        await audit.record(conn, now, principal.role, "session_opened", f"key:{principal.key_id}", {})
    return sealed(services, msgspec.json.encode(session), PURPOSE)


async def session_of(services: Services, text: str) -> tuple[Session, Principal]:
    """The session of a cookie and the organisation that acts in it.

    Raises:
        Problem: 401, the session is over, is not ours, or its key is no longer live.
    """
    raw = opened(services, text, PURPOSE)
    try:
        session = msgspec.json.decode(raw, type=Session) if raw is not None else None
    except msgspec.DecodeError:
        session = None
    if session is None or session.expires_at <= services.clock.now():
        raise Problem(401, "session_over", remedy="sign_in")
    async with services.database.reading() as conn:
        key = await api_keys.find(conn, session.key_id)
    if key is None or key.role != session.role or key.organisation_id is None:
        raise Problem(401, "session_over", remedy="sign_in")
    return session, Principal(key.role, key.id, key.organisation_id)
