"""The history of an election's calendar, and its days off, as everybody may read them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from backend.actions.elections.elections import facts_of, require_election
from backend.services import Services
from backend.store import election_events
from backend.store.election_events import ElectionEvent
from backend.store.elections import ElectionRow


async def events(services: Services, id: int, after: int, limit: int) -> dict[str, Any]:
    """What changed the limits of an election, oldest first, with the facts before and after; raises 404."""
    async with services.database.reading() as conn:
        await require_election(conn, id)
        rows = await election_events.page(conn, id, after, limit + 1)
    more = len(rows) > limit
    rows = rows[:limit]
    return {"items": [event_view(row) for row in rows], "next_cursor": str(rows[-1].id) if more else None}


def event_view(row: ElectionEvent) -> dict[str, Any]:
    """An event as everybody may read it: no sender is named."""
    return {
        "id": row.id,
        "kind": row.kind,
        "at": row.at,
        "by": row.by_role if row.by_role.partition(":")[0] != "organisation" else "organisation",
        "act": row.act,
        "before": row.before,
        "after": row.after,
        "state": row.state,
        "counts": row.counts,
        "finished_at": row.finished_at,
    }


async def holidays(services: Services, id: int) -> dict[str, Any]:
    """The days off on record, oldest day first; raises 404."""
    async with services.database.reading() as conn:
        return {"items": holidays_view(await require_election(conn, id)), "next_cursor": None}


def holidays_view(row: ElectionRow) -> list[dict[str, Any]]:
    """Days off with whose offices they shut, when they were recorded, and whether that was late."""
    late = {(one.day, one.recorded_at): one.late for one in facts_of(row).rest_days}
    known = [
        {
            "day": day.isoformat(),
            "kind": kind,
            "name": "",
            "bodies": None,
            "act": None,
            "recorded_at": row.created_at,
            "announced_late": False,
        }
        for kind, days in (("holiday", row.holidays), ("reduced", row.reduced_days))
        for day in days
    ]
    announced = [
        {
            "day": one["day"],
            "kind": "reduced" if one["reduced"] else "holiday",
            "name": one["name"],
            "bodies": one["bodies"],
            "act": one["act"],
            "recorded_at": datetime.fromisoformat(one["recorded_at"]),
            "announced_late": late[
                date.fromisoformat(one["day"]), datetime.fromisoformat(one["recorded_at"])
            ],
        }
        for one in row.rest_days
    ]
    return sorted([*known, *announced], key=lambda one: (one["day"], one["kind"]))
