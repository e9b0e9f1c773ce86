"""Who acts: roles, keys, and the one check of each."""

from __future__ import annotations

import hmac
import re
import secrets
import time
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from backend.problems import Problem, forbidden
from backend.services import Services
from backend.store import api_keys, audit
from backend.vault import digest

ROLE = re.compile(
    r"cec|kas|college|helpdesk|auditor|operator|(zec|lgec|vcc):[^\s:]{1,40}|organisation:\d{1,18}|observer:[A-Z0-9-]{1,40}"
)
KEY = re.compile(r"vzk_([a-z2-7]{16})_([A-Za-z0-9_-]{43})")
KNOWN_FOR_S = 5.0
"""A revoked key may still work for this long; longer would matter, shorter would cost a query each call."""
KNOWN_LIMIT = 10_000


class Principal(msgspec.Struct, frozen=True):
    """Who acts.

    Attributes:
        role: as in the contract, such as `cec` or `organisation:5`.
        key_id: the key used, for the audit; empty for a chat or the command line.
        organisation_id: set for `organisation:<id>`.
    """

    role: str
    key_id: str = ""
    organisation_id: int | None = None

    @property
    def kind(self) -> str:
        """The role without its subject: `organisation:5` is `organisation`."""
        return self.role.partition(":")[0]

    @property
    def subject(self) -> str:
        """The role's subject: the unit, voting centre, organisation id or accreditation number."""
        return self.role.partition(":")[2]

    @property
    def is_commission(self) -> bool:
        """Whether the role is an election commission that may decide or answer."""
        return self.kind in {"cec", "zec", "lgec", "vcc"}


PUBLIC = Principal("public")


def require(principal: Principal, *kinds: str) -> None:
    """Let only these kinds of role pass.

    Raises:
        Problem: 403.
    """
    if principal.kind not in kinds:
        raise forbidden(" | ".join(kinds))


def new_key() -> tuple[str, str, bytes]:
    """A fresh key: its id, the key as shown once, and the hash of its secret."""
    id = "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz234567") for _ in range(16))
    secret = secrets.token_urlsafe(32)
    return id, f"vzk_{id}_{secret}", digest(secret)


async def issue_key(
    conn: AsyncConnection,
    now: datetime,
    role: str,
    *,
    label: str = "",
    organisation_id: int | None = None,
    actor: str = "cli",
) -> str:
    """Issue a key for a role inside the caller's transaction; returns it, this once.

    Raises:
        Problem: 400, there is no such role.
    """
    if not ROLE.fullmatch(role):
        raise Problem(400, "unknown_role", remedy="use_known_role")
    if organisation_id is None and role.startswith("organisation:"):
        organisation_id = int(role.partition(":")[2])
    id, shown, secret_hash = new_key()
    await api_keys.add(
        conn,
        id=id,
        secret_hash=secret_hash,
        role=role,
        label=label,
        organisation_id=organisation_id,
        created_at=now,
    )
    await audit.record(conn, now, actor, "key_issued", f"key:{id}", {"role": role})
    return shown


class KeyRing:
    """Authenticates bearer keys, remembering a good one for a few seconds."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._known: dict[bytes, tuple[float, Principal]] = {}

    async def principal(self, bearer: str) -> Principal:
        """The principal of a key.

        Raises:
            Problem: 401, there is no such live key.
        """
        match = KEY.fullmatch(bearer)
        if match is None:
            raise Problem(401, "key_unknown", remedy="use_valid_key")
        secret_hash = digest(match[2])
        remembered = digest(bearer)
        at, principal = self._known.get(remembered, (0.0, PUBLIC))
        if time.monotonic() - at < KNOWN_FOR_S:
            return principal
        async with self._services.database.reading() as conn:
            key = await api_keys.find(conn, match[1])
        if key is None or not hmac.compare_digest(key.secret_hash, secret_hash):
            self._known.pop(remembered, None)
            raise Problem(401, "key_unknown", remedy="use_valid_key")
        principal = Principal(key.role, key.id, key.organisation_id)
        if len(self._known) > KNOWN_LIMIT:
            self._known.clear()
        self._known[remembered] = (time.monotonic(), principal)
        return principal
