"""What anybody may fetch to check badges without a network: the trust list and the revocation lists."""

from __future__ import annotations

import base64
from typing import Any

from backend.actions.door import badge_keys
from backend.actions.standing import revocations
from backend.services import Services
from backend.store import revocations as store
from backend.store.revocations import StoredList
from badges.keys import key_id

REFRESH_AFTER = revocations.LIST_LIFE / 2
"""A list older than this is signed again when somebody asks, so that a scanner with a network never shows it old."""


async def keys(services: Services) -> dict[str, Any]:
    """The trust list in force: its signed text, its keys in the open, and the root to pin."""
    async with services.database.reading() as conn:
        trust = await badge_keys.stored_trust(services, conn)
    if trust is None:
        async with services.database.transaction() as conn:
            trust = await badge_keys.trust(services, conn, services.clock.now())
    return {
        "root": {"kid": key_id(trust.root).hex(), "algorithm": "Ed25519", "public": _text(trust.root)},
        "seq": trust.list.seq,
        "issued_at": trust.list.issued_at,
        "list": trust.text,
        "keys": [
            {
                "kid": key.kid.hex(),
                "algorithm": key.algorithm,
                "public": _text(key.public),
                "valid_from": key.valid_from,
                "valid_until": key.valid_until,
                "status": str(key.status),
            }
            for key in trust.list.keys
        ],
    }


async def revoked(services: Services, election_id: int | None) -> dict[str, Any]:
    """The newest revocation list of every election, or of one; one that is missing or old is signed now."""
    now = services.clock.now()
    async with services.database.reading() as conn:
        wanted = [id for id in await store.elections(conn) if election_id in (None, id)]
        held = {one.election_id: one for one in await store.latest_lists(conn, election_id)}
    old = [id for id in wanted if id not in held or now - held[id].issued_at >= REFRESH_AFTER]
    if old:
        async with services.database.transaction() as conn:
            for id in old:
                held[id] = await revocations.refresh(services, conn, now, id, REFRESH_AFTER)
    return {"items": [_view(held[id]) for id in wanted], "next_cursor": None}


def _view(stored: StoredList) -> dict[str, Any]:
    return {
        "election": stored.election_id,
        "seq": stored.seq,
        "issued_at": stored.issued_at,
        "next_due_at": stored.issued_at + revocations.LIST_LIFE,
        "count": stored.serials,
        "list": stored.list,
    }


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
