"""Sessions of the commission's pages: a key is shown once, then a sealed cookie stands for it.

The cookie holds the key's id and role, never the key. It is opened on every request, and the key must still be live,
so that revoking a key ends its sessions at once. A session cannot be taken back by itself: it ends after 12 hours,
with its key, or when the browser forgets the cookie.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from datetime import datetime, timedelta

import msgspec

from backend.actions.principals import KeyRing, Principal, require
from backend.problems import Problem
from backend.services import Services
from backend.store import api_keys, audit
from backend.vault import SealBroken

OFFICERS = ("cec", "zec", "lgec", "vcc", "kas", "college", "helpdesk", "auditor", "operator")
"""The kinds of role that have pages; organisations and observers use the API and the chat."""
LIFE = timedelta(hours=12)
PURPOSE = "session"
FORM_PURPOSE = "session-form"
NONCE_BYTES = 16


class Session(msgspec.Struct, frozen=True):
    """What the cookie holds. `nonce` binds the forms of a session to it."""

    key_id: str
    role: str
    nonce: str
    expires_at: datetime


def sealed(services: Services, value: bytes, purpose: str) -> str:
    """A value sealed by the vault, as text for a cookie or a form."""
    return base64.urlsafe_b64encode(services.vault.seal(value, purpose)).decode().rstrip("=")


def opened(services: Services, text: str, purpose: str) -> bytes | None:
    """The value of a sealed text, or None if it is not ours, was altered or has another purpose."""
    try:
        raw = base64.urlsafe_b64decode(text.encode("ascii", "replace") + b"=" * (-len(text) % 4))
        return services.vault.open(raw, purpose)
    except (SealBroken, binascii.Error, ValueError):
        return None


async def sign_in(services: Services, bearer: str) -> tuple[Session, str]:
    """Open a session for the key of an officer; returns it and its sealed text.

    Raises:
        Problem: 401, there is no such live key; 403, the key's role has no pages.
    """
    principal = await KeyRing(services).principal(bearer.strip())
    require(principal, *OFFICERS)
    now = services.clock.now()
    session = Session(principal.key_id, principal.role, secrets.token_hex(NONCE_BYTES), now + LIFE)
    async with services.database.transaction() as conn:
        await audit.record(conn, now, principal.role, "session_opened", f"key:{principal.key_id}", {})
    return session, sealed(services, msgspec.json.encode(session), PURPOSE)


async def session_of(services: Services, text: str) -> tuple[Session, Principal]:
    """The session of a cookie and who acts in it.

    Raises:
        Problem: 401, the session is over, is not ours, or its key is no longer live.
    """
    session = _decoded(services, text)
    if session is None or session.expires_at <= services.clock.now():
        raise Problem(401, "session_over", remedy="sign_in")
    async with services.database.reading() as conn:
        key = await api_keys.find(conn, session.key_id)
    if key is None or key.role != session.role:
        raise Problem(401, "session_over", remedy="sign_in")
    return session, Principal(key.role, key.id, key.organisation_id)


def _decoded(services: Services, text: str) -> Session | None:
    raw = opened(services, text, PURPOSE)
    try:
        return msgspec.json.decode(raw, type=Session) if raw is not None else None
    except msgspec.DecodeError:
        return None


def form_token(services: Services, nonce: str) -> str:
    """The token that every form of a session carries."""
    return sealed(services, nonce.encode(), FORM_PURPOSE)


def require_form_token(services: Services, nonce: str, token: str) -> None:
    """A form must come from a page of the same session (cross-site request forgery).

    Raises:
        Problem: 403.
    """
    found = opened(services, token, FORM_PURPOSE)
    if found is None or not nonce or not hmac.compare_digest(found, nonce.encode()):
        raise Problem(403, "form_expired", remedy="open_page_again")
