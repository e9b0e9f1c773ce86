"""The register of places as everybody may read it."""

from __future__ import annotations

from typing import Any

from backend.actions.elections import require_election
from backend.services import Services
from backend.store import places


async def places_of(
    services: Services, election_id: int, after: str, limit: int, unit: str | None, kind: str | None
) -> dict[str, Any]:
    """A page of voting and counting centres in order of code; raises 404 for an unknown election."""
    async with services.database.reading() as conn:
        await require_election(conn, election_id)
        rows = await places.page(conn, election_id, after, limit + 1, unit=unit, kind=kind)
    more = len(rows) > limit
    rows = rows[:limit]
    return {"items": rows, "next_cursor": rows[-1].code if more else None}


async def units_of(services: Services, election_id: int) -> dict[str, Any]:
    """The electoral units of an election; raises 404 for an unknown election."""
    async with services.database.reading() as conn:
        await require_election(conn, election_id)
        return {"items": await places.units(conn, election_id), "next_cursor": None}
