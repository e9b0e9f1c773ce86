"""The register of places and commissions as everybody may read it; codes in filters are read in every form."""

from __future__ import annotations

from typing import Any

from accreditation.competence import BodyKind
from accreditation.law.editions import Provision, cite
from backend.actions.elections.elections import facts_of, require_election
from backend.actions.elections.place_codes import counting_code, unit_code
from backend.actions.requests.assessing import delegation_facts
from backend.services import Services
from backend.store import places
from backend.store.places import Commission

ALL, SUBJECTS = "all", "electoral_subjects"
"""Whose requests a commission decides on."""


async def places_of(
    services: Services,
    election_id: int,
    after: str,
    limit: int,
    *,
    unit: str | None = None,
    kind: str | None = None,
    special: str | None = None,
    centre: str | None = None,
) -> dict[str, Any]:
    """A page of places in order of code; raises 404 for an unknown election."""
    async with services.database.reading() as conn:
        await require_election(conn, election_id)
        rows = await places.page(
            conn,
            election_id,
            after,
            limit + 1,
            unit=unit_code(unit) if unit else None,
            kind=kind,
            special=special,
            centre=counting_code(centre) if centre else None,
        )
    more = len(rows) > limit
    rows = rows[:limit]
    return {"items": rows, "next_cursor": rows[-1].code if more else None}


async def units_of(
    services: Services, election_id: int, after: str, limit: int, code: str | None = None
) -> dict[str, Any]:
    """A page of electoral units with how much lies in each; raises 404 for an unknown election."""
    async with services.database.reading() as conn:
        await require_election(conn, election_id)
        rows = await places.units_page(
            conn, election_id, after, limit + 1, code=unit_code(code) if code else None
        )
    more = len(rows) > limit
    rows = rows[:limit]
    return {"items": rows, "next_cursor": rows[-1].code if more else None}


async def commissions_of(
    services: Services, election_id: int, after: str, limit: int, *, kind: str | None, unit: str | None
) -> dict[str, Any]:
    """A page of commissions, each with whose requests it decides on now; raises 404 for an unknown election."""
    now = services.clock.now()
    async with services.database.reading() as conn:
        election = await require_election(conn, election_id)
        rows = await places.commissions_page(
            conn, election_id, after, limit + 1, kind=kind, unit=unit_code(unit) if unit else None
        )
        delegations = [one for one in await delegation_facts(conn, election_id) if one.in_force(now)]
    edition = facts_of(election).edition
    own, delegated = cite(edition, Provision.REQUEST_TIME), cite(edition, Provision.DELEGATION)

    def competence(row: Commission) -> dict[str, Any] | None:
        if row.kind == BodyKind.CEC:
            return {"senders": ALL, "article": own.label, "law": str(own.law), "instruction": None}
        for one in sorted(delegations, key=lambda held: held.in_force_from, reverse=True):
            if str(one.to) == row.kind and (one.units is None or row.unit_code in one.units):
                by = {"article": delegated.label, "law": str(delegated.law), "instruction": one.instruction}
                return {"senders": SUBJECTS, **by}
        return None

    more = len(rows) > limit
    rows = rows[:limit]
    items = [
        {
            "role": row.role,
            "kind": row.kind,
            "name": row.name,
            "unit_code": row.unit_code,
            "place_code": row.place_code,
            "competence": competence(row),
        }
        for row in rows
    ]
    return {"items": items, "next_cursor": rows[-1].role if more else None}
