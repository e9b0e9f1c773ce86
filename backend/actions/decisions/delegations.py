"""Delegations of Art. 18(6): an instruction makes ZECs or LGECs competent, and pending requests move with it.

Decisions already made stay valid, times to decide run on from the filing, and every authorisation is still the CEC's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.competence import BodyKind
from backend.actions.decisions import deciding
from backend.actions.elections import reassessing
from backend.actions.elections.elections import require_election
from backend.actions.elections.place_codes import unit_code
from backend.actions.fields import cleaned_text, instant, invalid
from backend.actions.notices import notices
from backend.actions.notices.notices import NoticeKind
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.problems import Problem, not_yours
from backend.services import Services
from backend.store import audit, deadlines, places, registrations, requests
from backend.store.registrations import Delegation
from backend.store.requests import RequestRow

CHANGE = "delegation_changes"
NUMBERS = 200
"""So many numbers of requests are in one notice."""


class DelegationBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A special instruction: its number and date, to whom, from when until when, for which units (all if none)."""

    instruction: str
    to: BodyKind
    from_at: datetime
    until_at: datetime | None = None
    units: list[str] | None = None


class DelegationEndBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The instruction that ends a delegation before its time, and when; at once without an instant."""

    instruction: str
    at: datetime | None = None


def view(row: Delegation, now: datetime) -> dict[str, Any]:
    """A delegation as everybody may read it."""
    over = row.until_at is not None and row.until_at <= now
    return {
        "id": row.id,
        "instruction": row.instruction,
        "to": row.body_kind,
        "from_at": row.from_at,
        "until_at": row.until_at,
        "units": row.units,
        "status": "ended" if over else "planned" if now < row.from_at else "in_force",
        "ended": row.ended,
    }


async def delegate(
    services: Services, principal: Principal, ticket: Ticket, election_id: int, body: DelegationBody
) -> Answer:
    """The CEC delegates decisions on electoral subjects' requests by a special instruction: 201.

    Pending requests move to the commission that is competent from then on, now or when the instruction begins.
    Raises:
        Problem: 403; 404; 400, an unknown unit, an instant without time zone, or the CEC as its own delegate;
            409, the same unit is delegated to another kind of commission in the same time.
    """
    require(principal, "cec")
    if body.to is BodyKind.CEC:
        raise invalid("to", "not_a_lower_commission")
    from_at = instant("from_at", body.from_at)
    until_at = instant("until_at", body.until_at) if body.until_at is not None else None
    if until_at is not None and until_at <= from_at:
        raise invalid("until_at", "impossible_date")
    if body.units is not None and not body.units:
        raise invalid("units", "empty")
    if body.units is not None:
        body = msgspec.structs.replace(body, units=[unit_code(one) for one in body.units])

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        # The election's row is held: two instructions that overlap are never stored side by side.
        await require_election(conn, election_id)
        await registrations.hold_delegations(conn, election_id)
        if body.units is not None:
            known = await places.register_of(conn, election_id, [], body.units, [])
            if known.units != frozenset(body.units):
                raise invalid("units", "unknown")
        planned = Delegation(0, body.instruction, str(body.to), body.units, from_at, until_at)
        _require_free(await registrations.delegations_of(conn, election_id), planned)
        id = await registrations.add_delegation(
            conn,
            election_id=election_id,
            instruction=cleaned_text("instruction", body.instruction),
            body_kind=str(body.to),
            units=body.units,
            from_at=from_at,
            until_at=until_at,
        )
        details = {"to": str(body.to), "delegation": id, "key": principal.key_id}
        await audit.record(conn, now, principal.role, "delegated", f"election:{election_id}", details)
        for edge, at in (("from", from_at), ("until", until_at)):
            if at is not None and at > now:
                await deadlines.put(conn, CHANGE, f"election:{election_id}:{id}:{edge}", at)
        moved = await move_pending(services, conn, election_id, now) if from_at <= now else 0
        row = next(one for one in await registrations.delegations_of(conn, election_id) if one.id == id)
        return 201, {**view(row, now), "moved": moved}

    return await perform(services, ticket, work)


def _require_free(held: Sequence[Delegation], planned: Delegation) -> None:
    """One unit has one competent commission at a time.

    Raises:
        Problem: 409, an instruction for the same unit and time names another kind of commission.
    """
    for one in held:
        apart = (one.until_at is not None and one.until_at <= planned.from_at) or (
            planned.until_at is not None and planned.until_at <= one.from_at
        )
        other_units = (
            one.units is not None and planned.units is not None and not set(one.units) & set(planned.units)
        )
        if not apart and not other_units and one.body_kind != planned.body_kind:
            raise Problem(
                409,
                "delegation_conflicts",
                article="18(6)",
                remedy="end_earlier_delegation",
                arguments={"delegation": one.id, "instruction": one.instruction, "to": one.body_kind},
            )


async def end(
    services: Services,
    principal: Principal,
    ticket: Ticket,
    election_id: int,
    delegation_id: int,
    body: DelegationEndBody,
) -> Answer:
    """The CEC ends a delegation before its time, by an instruction; what waits comes back then.

    Raises:
        Problem: 403; 404; 400, the end lies in the past or after the planned one; 409, it has ended already.
    """
    require(principal, "cec")
    instruction = cleaned_text("instruction", body.instruction)
    asked = instant("at", body.at) if body.at is not None else None

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        await require_election(conn, election_id)
        await registrations.hold_delegations(conn, election_id)
        held = {one.id: one for one in await registrations.delegations_of(conn, election_id)}
        row = held.get(delegation_id)
        if row is None:
            raise not_yours()
        if row.until_at is not None and row.until_at <= now:
            raise Problem(409, "delegation_ended", article="18(6)", remedy="read_status")
        at = asked or now
        if at < now or (row.until_at is not None and at > row.until_at):
            raise invalid("at", "out_of_range")
        ended = {"instruction": instruction, "at": at.isoformat(), "planned_until": row.until_at}
        await registrations.end_delegation(conn, delegation_id, at, msgspec.to_builtins(ended))
        details = {"delegation": delegation_id, "at": at.isoformat(), "key": principal.key_id}
        await audit.record(conn, now, principal.role, "delegation_ended", f"election:{election_id}", details)
        edge = f"election:{election_id}:{delegation_id}:until"
        moved = 0
        if at > now:
            await deadlines.put(conn, CHANGE, edge, at)
        else:
            await deadlines.close(conn, CHANGE, edge)
            moved = await move_pending(services, conn, election_id, now)
        row = next(one for one in await registrations.delegations_of(conn, election_id) if one.id == row.id)
        return 200, {**view(row, now), "moved": moved}

    return await perform(services, ticket, work)


async def listed(services: Services, election_id: int) -> dict[str, Any]:
    """The delegations of an election, oldest first; instructions are public.

    Raises:
        Problem: 404, there is no such election.
    """
    now = services.clock.now()
    async with services.database.reading() as conn:
        await require_election(conn, election_id)
        rows = await registrations.delegations_of(conn, election_id)
    return {"items": [view(row, now) for row in rows], "next_cursor": None}


async def move_pending(services: Services, conn: AsyncConnection, election_id: int, now: datetime) -> int:
    """Move the pending requests of electoral subjects to the commission that is competent now; returns how many.

    Decisions already made stay valid; only what waits moves (EC-12). The time to decide still runs from the filing;
    its end is computed anew, because the days off of the commission that decides now count for it.
    Senders and both commissions are told, each once with the numbers.
    """
    election = await require_election(conn, election_id)
    rows = await requests.lock_all(conn, await requests.pending_of_subjects(conn, election_id))
    cases = await deciding.cases_of(conn, election, rows)
    moved: list[tuple[RequestRow, str, str]] = []
    for row in rows:
        found = cases.grounds(row, now).competence
        if found.body.role != row.competent:
            moved.append((row, found.body.role, found.instruction))
    if not moved:
        return 0
    await requests.set_competent_all(conn, [(row.id, to) for row, to, _ in moved])
    events = [
        (
            row.id,
            "moved_to_commission",
            "system",
            {"from": row.competent, "to": to, "instruction": instruction},
        )
        for row, to, instruction in moved
    ]
    await requests.add_events(conn, now, events)
    if len(moved) <= reassessing.INLINE_REQUESTS:
        await reassessing.reassess(
            services, conn, now, election, [row.id for row, _, _ in moved], "competence_moved"
        )
    else:
        await reassessing.reassess_waiting(services, conn, now, election_id, cause="competence_moved")
    await _tell(services, conn, now, election_id, moved)
    return len(moved)


async def _tell(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    election_id: int,
    moved: Sequence[tuple[RequestRow, str, str]],
) -> None:
    of_senders: dict[tuple[int, str], list[str]] = defaultdict(list)
    of_commissions: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row, to, _ in moved:
        of_senders[row.organisation_id, to].append(row.number)
        for commission in (row.competent, to):
            of_commissions[commission, row.competent, to].append(row.number)
    kind = NoticeKind.COMPETENCE_MOVED
    told = []
    for (organisation_id, to), numbers in of_senders.items():
        subject = f"request:{numbers[0]}" if len(numbers) == 1 else f"election:{election_id}"
        told.append(notices.to_sender(organisation_id, kind, subject, to=to, **_counted(numbers)))
    for (commission, origin, to), numbers in of_commissions.items():
        subject = f"request:{numbers[0]}" if len(numbers) == 1 else f"election:{election_id}"
        arguments = {"from": origin, "to": to, **_counted(numbers)}
        told.append(notices.to_commission(election_id, commission, kind, subject, **arguments))
    await notices.tell(services, conn, now, told)


def _counted(numbers: list[str]) -> dict[str, Any]:
    """Several requests in one notice: how many, and the first two hundred numbers."""
    return {} if len(numbers) == 1 else {"count": len(numbers), "requests": numbers[:NUMBERS]}
