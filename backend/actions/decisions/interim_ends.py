"""How interim accreditations end: by the ruling on the appeal where their act says so, or by the grant itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection

from accreditation.interim import InterimUntil
from accreditation.standing import StandingMove
from backend.actions.standing import standing
from backend.services import Services
from backend.store import interims
from backend.store.accreditations import GrantedRequest


async def by_ruling(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    request_id: int,
    act: dict[str, Any],
    actor: str,
    reason: str = "appeal_decided",
) -> list[str]:
    """End the interim accreditation of a request whose appeal is decided, if its act ends it then; its number."""
    ended = [
        id
        for id, interim, mark in await interims.in_force(conn, [request_id])
        if interim and mark["until"] == InterimUntil.APPEAL_DECISION
    ]
    return await standing.move(services, conn, now, ended, StandingMove.EXPIRE, reason, act, actor)


async def by_withdrawal(
    services: Services, conn: AsyncConnection, now: datetime, request_id: int, actor: str
) -> list[str]:
    """End what was issued for the time of an appeal that is withdrawn, unless another one still runs; its number."""
    if await interims.open_appeals(conn, request_id) > 1:
        return []
    return await by_ruling(services, conn, now, request_id, {}, actor, "appeal_withdrawn")


async def before_grant(
    services: Services, conn: AsyncConnection, now: datetime, granted: Sequence[GrantedRequest]
) -> None:
    """A grant takes the place of what was issued for the time of the appeal."""
    if not granted:
        return
    held = await interims.in_force(conn, [one.request_id for one in granted])
    ended = [id for id, interim, _ in held if interim]
    first = granted[0]
    act = {"number": first.act_number, "date": first.act_date.isoformat(), "signatory": first.signatory}
    await standing.move(
        services, conn, now, ended, StandingMove.REPLACE, "granted", act, first.decided_by, tell=False
    )
