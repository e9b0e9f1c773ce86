"""Keys of an organisation: rotated by itself or by the commission, and never all gone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from backend.actions.fields import cleaned_text
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, issue_key, require
from backend.actions.senders.organisations import require_organisation
from backend.problems import Problem, not_yours
from backend.services import Services
from backend.store import api_keys, audit
from backend.store.api_keys import KeyRow

KEYS_LIMIT = 20
"""Live keys of one organisation: one for each of its systems, and no more than somebody can keep track of."""


class KeyBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A new key. The old one ends at once: the key that asks, or all of them where the commission asks.

    With `keep_old` nothing ends, and the old key is deleted once the new one has been put in its place.
    """

    label: str = ""
    keep_old: bool = False


def view(row: KeyRow) -> dict[str, Any]:
    """A key without its secret."""
    return {"id": row.id, "label": row.label, "created_at": row.created_at}


async def _owned(conn: AsyncConnection, principal: Principal, id: int, *, lock: bool = False) -> list[KeyRow]:
    """The live keys of an organisation, its row held with `lock` so that two cannot end each other's last key.

    Raises:
        Problem: 403, no owner, commission or operator; 404.
    """
    require(principal, "organisation", "cec", "operator")
    await require_organisation(conn, principal, id, lock=lock)
    return await api_keys.of_role(conn, f"organisation:{id}")


async def listed(services: Services, principal: Principal, id: int) -> dict[str, Any]:
    """The live keys of an organisation, oldest first, without their secrets.

    Raises:
        Problem: 403; 404.
    """
    async with services.database.reading() as conn:
        rows = await _owned(conn, principal, id)
    return {"items": [view(row) for row in rows], "next_cursor": None}


async def rotate(services: Services, principal: Principal, ticket: Ticket, id: int, body: KeyBody) -> Answer:
    """A new key at once, in the answer this once: 201 with the keys that ended.

    Raises:
        Problem: 403, an operator, who would act as the sender with it, or another role; 404; 409, there are too many
            live keys; 400, the label is too long.
    """
    require(principal, "organisation", "cec")
    label = cleaned_text("label", body.label, 60, empty=True)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        live = await _owned(conn, principal, id, lock=True)
        own = principal.organisation_id == id
        ended = [] if body.keep_old else [row.id for row in live if not own or row.id == principal.key_id]
        if len(live) - len(ended) >= KEYS_LIMIT:
            raise Problem(409, "too_many_keys", remedy="delete_a_key", arguments={"limit": KEYS_LIMIT})
        key = await issue_key(
            conn, now, f"organisation:{id}", label=label, organisation_id=id, actor=principal.role
        )
        for key_id in ended:
            await _end(conn, principal, id, key_id, now)
        made = (await api_keys.of_role(conn, f"organisation:{id}"))[-1]
        return 201, view(made) | {"api_key": key, "ended": ended}

    return await perform(services, ticket, work)


async def delete(
    services: Services, principal: Principal, ticket: Ticket | None, id: int, key_id: str
) -> Answer:
    """End one key: 200. The last one can't be ended by itself; a new key takes its place instead.

    Raises:
        Problem: 403; 404, no such live key of theirs; 409, it is the last one.
    """

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        live = await _owned(conn, principal, id, lock=True)
        found = next((row for row in live if row.id == key_id), None)
        if found is None:
            raise not_yours()
        if len(live) == 1:
            raise Problem(409, "last_key", remedy="issue_new_key")
        await _end(conn, principal, id, key_id, now)
        return 200, view(found) | {"ended_at": now}

    return await perform(services, ticket, work)


async def _end(conn: AsyncConnection, principal: Principal, id: int, key_id: str, now: datetime) -> None:
    await api_keys.revoke(conn, key_id, now)
    details = {"organisation": id, "by": principal.key_id}
    await audit.record(conn, now, principal.role, "key_revoked", f"key:{key_id}", details)
