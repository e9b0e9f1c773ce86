"""Delegations of Art. 18(6): an instruction makes ZECs or LGECs competent, and pending requests move with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.competence import BodyKind
from backend.actions import assessing
from backend.actions.elections import require_election
from backend.actions.fields import cleaned_text, instant, invalid
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.services import Services
from backend.store import audit, deadlines, places, registrations, requests

CHANGE = "delegation_changes"


class DelegationBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A special instruction: its number and date, to whom, from when until when, for which units (all if none)."""

    instruction: str
    to: BodyKind
    from_at: datetime
    until_at: datetime | None = None
    units: list[str] | None = None


async def delegate(
    services: Services, principal: Principal, ticket: Ticket, election_id: int, body: DelegationBody
) -> Answer:
    """The CEC delegates decisions on electoral subjects' requests by a special instruction: 201.

    Pending requests move to the commission that is competent from then on, now or when the instruction begins.
    Raises:
        Problem: 403; 404; 400, an unknown unit, an instant without time zone, or the CEC as its own delegate.
    """
    require(principal, "cec")
    if body.to is BodyKind.CEC:
        raise invalid("to", "not_a_lower_commission")
    instant("from_at", body.from_at)
    if body.until_at is not None:
        instant("until_at", body.until_at)
    if body.until_at is not None and body.until_at <= body.from_at:
        raise invalid("until_at", "impossible_date")

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        await require_election(conn, election_id)
        if body.units is not None:
            known = await places.register_of(conn, election_id, [], body.units, [])
            if known.units != frozenset(body.units):
                raise invalid("units", "unknown")
        id = await registrations.add_delegation(
            conn,
            election_id=election_id,
            instruction=cleaned_text("instruction", body.instruction),
            body_kind=str(body.to),
            units=body.units,
            from_at=instant("from_at", body.from_at),
            until_at=instant("until_at", body.until_at) if body.until_at else None,
        )
        details = {"to": str(body.to), "delegation": id}
        await audit.record(conn, now, principal.role, "delegated", f"election:{election_id}", details)
        for edge, at in (("from", body.from_at), ("until", body.until_at)):
            if at is not None and at > now:
                await deadlines.put(conn, CHANGE, f"election:{election_id}:{id}:{edge}", at)
        if body.from_at <= now:
            await move_pending(conn, election_id, now)
        return 201, {"id": id, **msgspec.to_builtins(body)}

    return await perform(services, ticket, work)


async def move_pending(conn: AsyncConnection, election_id: int, now: datetime) -> int:
    """Move the pending requests of electoral subjects to the commission that is competent now; returns how many.

    Decisions already made stay valid; only what waits moves (EC-12).
    """
    election = await require_election(conn, election_id)
    moved = 0
    for id in await requests.pending_of_subjects(conn, election_id):
        row = await requests.lock_by_id(conn, id)
        if row is None:
            continue
        found = await assessing.grounds(conn, election, assessing.asked_for(row), now)
        competent = found.competence.body.role
        if competent != row.competent:
            await requests.set_competent(conn, id, competent)
            details = {"from": row.competent, "to": competent, "instruction": found.competence.instruction}
            await requests.add_event(conn, id, now, "moved_to_commission", "system", details)
            moved += 1
    return moved
