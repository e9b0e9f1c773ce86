"""The register of places taken from a file: every good row at once, an answer to each row, or only a dry run."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.elections import ElectionKind
from backend.actions.elections import place_files, place_tables, reassessing
from backend.actions.elections.elections import facts_of, require_election
from backend.actions.elections.place_files import CENTRE, COUNTING, Plan, Stored
from backend.actions.fields import invalid
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.services import Services
from backend.store import audit, places
from backend.store.elections import ElectionRow


class Loaded(msgspec.Struct, frozen=True):
    """How many rows of each kind a file holds, and how many commissions follow from them."""

    units: int
    voting_centres: int
    counting_centres: int
    commissions: int


async def import_places(
    services: Services,
    principal: Principal,
    ticket: Ticket,
    election_id: int,
    format: str,
    data: bytes,
    *,
    dry_run: bool = False,
) -> Answer:
    """The CEC takes a register of places from CSV or XLSX: 200 with what became of each row.

    Every good row is taken in one transaction; a dry run tells the same and stores nothing.
    Raises:
        Problem: 403, the key is not the CEC's; 404; 400, 413 or 415, the file as a whole cannot be read.
    """
    require(principal, "cec")
    return await take(services, ticket, election_id, format, data, principal.role, dry_run=dry_run)


async def take(
    services: Services,
    ticket: Ticket | None,
    election_id: int,
    format: str,
    data: bytes,
    actor: str,
    *,
    dry_run: bool = False,
) -> Answer:
    """The same for the command line, whose user is the operator."""
    # Tens of thousands of rows: away from the event loop, so that nobody else waits.
    rows = await asyncio.to_thread(place_tables.read_rows, format, data)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        election = await require_election(conn, election_id)
        await places.lock_register(conn, election_id)
        stored = await _stored(conn, election)
        planned = await asyncio.to_thread(place_files.plan, rows, stored)
        if not dry_run:
            await _put(services, conn, now, election_id, planned, actor)
        return 200, {
            "election": election_id,
            "dry_run": dry_run,
            "rows": len(rows),
            **{name: planned.count(name) for name in ("created", "changed", "unchanged", "rejected")},
            "commissions": len(planned.commissions),
            "items": planned.answers,
        }

    return await perform(services, ticket, work)


async def _stored(conn: AsyncConnection, election: ElectionRow) -> Stored:
    return Stored(
        units={unit.code: unit for unit in await places.units(conn, election.id)},
        places=await places.all_places(conn, election.id),
        commissions=await places.all_commissions(conn, election.id),
        local=facts_of(election).procedure is ElectionKind.LOCAL,
    )


async def _put(
    services: Services, conn: AsyncConnection, now: datetime, election_id: int, planned: Plan, actor: str
) -> None:
    """Store what a file changes; requests that named an unknown place are assessed on what is known now."""
    if not (planned.units or planned.places or planned.commissions):
        return
    await places.put_units(conn, election_id, planned.units)
    await places.put_places(conn, election_id, planned.places)
    await places.put_commissions(conn, election_id, planned.commissions)
    await places.changed(conn, election_id)
    details = {name: planned.count(name) for name in ("created", "changed", "rejected")}
    await audit.record(conn, now, actor, "places_imported", f"election:{election_id}", details)
    await reassessing.reassess_waiting(services, conn, now, election_id, cause="places", by_role=actor)


async def load(conn: AsyncConnection, now: datetime, election: ElectionRow, text: str, actor: str) -> Loaded:
    """Store a register that must be without fault, such as that of the demo, inside the caller's transaction.

    Raises:
        Problem: 400, a row cannot be taken, with its line and field; nothing is stored.
    """
    rows = place_tables.read_rows("csv", text.encode())
    planned = place_files.plan(rows, await _stored(conn, election))
    for one in planned.answers:
        if one.outcome == "rejected":
            raise invalid(one.field or "", one.reason or "", line=one.row)
    await places.put_units(conn, election.id, planned.units)
    await places.put_places(conn, election.id, planned.places)
    await places.put_commissions(conn, election.id, planned.commissions)
    await audit.record(
        conn, now, actor, "places_imported", f"election:{election.id}", {"places": len(planned.places)}
    )
    kinds = [one.kind for one in planned.places]
    return Loaded(len(planned.units), kinds.count(CENTRE), kinds.count(COUNTING), len(planned.commissions))
