"""The transaction idiom of every action that creates or decides: once per idempotency key, answered after COMMIT."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection, errors

from backend.problems import Problem
from backend.services import Services
from backend.store import idempotency
from backend.store.database import RETRIED

KEY_LIMIT_CHARACTERS = 200
RETRIES = 4


class Ticket(msgspec.Struct, frozen=True):
    """An idempotency key in its scope: key, principal and path; `body_hash` is SHA-256 of the raw body."""

    principal: str
    path: str
    key: str
    body_hash: bytes


class Answer(msgspec.Struct, frozen=True):
    """A finished answer: HTTP status and JSON bytes, the same bytes for every repetition."""

    status: int
    body: bytes


Work = Callable[[AsyncConnection, datetime], Awaitable[tuple[int, Any]]]
"""The body of an action: it gets the transaction and the one clock reading, and returns status and result."""


def ticket_of(principal: str, path: str, key: str | None, body: bytes, *, required: bool) -> Ticket | None:
    """The ticket of a request.

    Raises:
        Problem: 400, the key is missing where it is required, or is too long.
    """
    if not key:
        if required:
            raise Problem(400, "idempotency_key_required", remedy="send_idempotency_key")
        return None
    if len(key) > KEY_LIMIT_CHARACTERS or not key.isprintable():
        raise Problem(400, "idempotency_key_malformed", remedy="send_idempotency_key")
    return Ticket(principal, path, key, hashlib.sha256(body).digest())


async def perform(services: Services, ticket: Ticket | None, work: Work) -> Answer:
    """Run `work` in one transaction and return its answer after COMMIT.

    With a ticket, a repetition gets the stored bytes, another body gets 409, and one in flight is waited for.
    A deadlock or serialisation failure runs the whole work again.

    Raises:
        Problem: raised by `work`, or 409 `idempotency_key_reused`, or 503 `idempotency_key_in_flight`.
    """
    for attempt in range(RETRIES):
        try:
            return await _perform(services, ticket, work)
        except RETRIED:
            if attempt == RETRIES - 1:
                raise
            await asyncio.sleep(0.01 * 2**attempt)
    raise AssertionError("unreachable")


async def _perform(services: Services, ticket: Ticket | None, work: Work) -> Answer:
    now = services.clock.now()
    async with services.database.transaction() as conn:
        if ticket is not None and (stored := await _stored(services, conn, ticket, now)) is not None:
            return stored
        status, result = await work(conn, now)
        answer = Answer(status, result if isinstance(result, bytes) else msgspec.json.encode(result))
        if ticket is not None:
            sealed = services.vault.seal(answer.body, "idempotency")
            await idempotency.keep(conn, ticket.principal, ticket.path, ticket.key, status, sealed)
    return answer


async def _stored(services: Services, conn: AsyncConnection, ticket: Ticket, now: datetime) -> Answer | None:
    try:
        found = await idempotency.claim(
            conn, ticket.principal, ticket.path, ticket.key, ticket.body_hash, now
        )
    except errors.LockNotAvailable as error:
        raise Problem(503, "idempotency_key_in_flight", remedy="repeat_request", retry_after_s=2) from error
    if found is None:
        return None
    if found.body_hash != ticket.body_hash:
        raise Problem(409, "idempotency_key_reused", remedy="use_new_idempotency_key")
    return Answer(found.status or 200, services.vault.open(found.answer or b"", "idempotency"))
