"""The photo of an observer: taken in from a stranger, stripped, and stored sealed until a badge carries its hash."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection

from accreditation.requests import REQUESTS, RequestMove, RequestState
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal
from backend.actions.requests.requests import require_own, require_request
from backend.problems import Problem, not_yours
from backend.services import Services
from backend.store import requests
from badges.errors import PhotoRejected
from badges.photo import MAX_INPUT_BYTES, PhotoFault, intake

WAITING = frozenset(
    state
    for state in RequestState
    if REQUESTS.allows(state, RequestMove.WITHDRAW) and state is not RequestState.GRANTED
)
"""A photo can change until the request is decided: afterwards the badge has signed its hash."""
PARALLEL = 2
"""Decoding a photo takes up to 150 MB; more at once wait."""


async def put(
    services: Services, principal: Principal, ticket: Ticket | None, number: str, data: bytes
) -> Answer:
    """Store the photo of a request that is not decided yet.

    Raises:
        Problem: 400, the bytes are no usable picture; 413, they are too many; 403; 404; 409, it is decided.
    """
    async with services.database.reading() as conn:
        # Ownership comes before any work on the bytes of a stranger.
        await require_own_now(conn, principal, number)
    gate = services.parts.setdefault("photo_gate", asyncio.Semaphore(PARALLEL))
    try:
        async with gate:
            photo = await asyncio.to_thread(intake, data)
    except PhotoRejected as error:
        raise rejected(error) from error
    reference = (await services.files.put(photo.jpeg)).hex()

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await require_own_now(conn, principal, number)
        await requests.set_photo(conn, row.id, reference, photo.badge_hash)
        await requests.add_event(conn, row.id, now, "photo_stored", principal.role)
        return 200, {"number": number, "photo": {"sha256": photo.digest.hex(), "crop": photo.crop}}

    return await perform(services, ticket, work)


async def require_own_now(conn: AsyncConnection, principal: Principal, number: str) -> requests.RequestRow:
    """The principal's own request while its photo can still change.

    Raises:
        Problem: 403, 404, or 409 once it is decided.
    """
    row = await require_own(conn, principal, number)
    if row.state not in WAITING:
        raise Problem(
            409,
            "state_forbids",
            article="18(5)",
            remedy="read_status",
            arguments={"state": row.state, "move": "photo"},
        )
    return row


def rejected(error: PhotoRejected) -> Problem:
    """The problem of a photo that was not taken: its fault is the code."""
    code = str(error.code)
    status = 413 if code in {PhotoFault.TOO_LARGE, PhotoFault.TOO_MANY_PIXELS} else 400
    return Problem(status, code, remedy="send_other_photo", arguments={"limit_bytes": MAX_INPUT_BYTES})


async def read(services: Services, principal: Principal, number: str) -> bytes:
    """The canonical JPEG of a request's photo; 404 unless the caller may read the request and it has one."""
    async with services.database.reading() as conn:
        row = await require_request(conn, principal, number)
    if row.photo_ref is None:
        raise not_yours()
    return await services.files.get(bytes.fromhex(row.photo_ref))
