"""The public list of acts: what each decided, in numbers, and nothing about any person.

Organisations that take part in no contest are named; parties, coalitions and candidates are counted only, because
whoever observes for them shows a political opinion, and a candidate's name is a person's.
"""

from __future__ import annotations

from typing import Any

import msgspec

from backend.actions.elections.elections import require_election
from backend.services import Services
from backend.store import decisions


async def listed(services: Services, election_id: int, *, after: int, limit: int) -> dict[str, Any]:
    """The acts of an election, oldest first; public.

    Raises:
        Problem: 404, there is no such election.
    """
    async with services.database.reading() as conn:
        election = await require_election(conn, election_id)
        rows = await decisions.published(conn, election_id, after=after, limit=limit + 1)
    more, rows = len(rows) > limit, rows[:limit]
    items = []
    for _, act in rows:
        shown = msgspec.structs.asdict(act)
        items.append(
            {
                "act": {"number": shown.pop("number"), "date": shown.pop("date")},
                **shown,
                "demo": election.demo,
            }
        )
    return {"items": items, "next_cursor": str(rows[-1][0]) if more else None}
