"""A change of registrations as it is shown: its plan, what it did, and the orders of an election."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec

from backend.actions.elections.elections import require_election
from backend.actions.principals import Principal, require
from backend.actions.senders.change_plans import Met, Plan
from backend.problems import not_yours
from backend.services import Services
from backend.store import registration_changes as store
from backend.store.registration_changes import Change

LISTED_LIMIT = 1_000
"""Lines of a preview or answer; the counts are always of all."""


def told(plan: Plan, issued: dict[int, str] | None = None) -> dict[str, Any]:
    """What a change does, counted by organisation and unit, with every accreditation and every other finding."""
    by_sender: dict[int, Counter[str]] = {}
    by_unit: dict[str, Counter[str]] = {}
    for one in plan.met:
        effect = str(one.effect.effect)
        by_sender.setdefault(one.row.organisation_id, Counter())[effect] += 1
        for unit in one.units or {""}:
            by_unit.setdefault(unit, Counter())[effect] += 1
    return {
        "election": int(plan.election.id),
        "digest": plan.digest,
        "counts": plan.counts,
        "by_organisation": [
            {"organisation": id, "name": plan.senders[id].name, "counts": dict(sorted(counts.items()))}
            for id, counts in sorted(by_sender.items())
        ],
        "by_unit": [
            {"electoral_unit": unit, "counts": dict(sorted(counts.items()))}
            for unit, counts in sorted(by_unit.items())
        ],
        "accreditations": [line(one, (issued or {}).get(one.row.id)) for one in plan.met[:LISTED_LIMIT]],
        "more_accreditations": max(0, len(plan.met) - LISTED_LIMIT),
        "requests": msgspec.to_builtins(plan.requests[:LISTED_LIMIT]),
        "more_requests": max(0, len(plan.requests) - LISTED_LIMIT),
        "over_cap": msgspec.to_builtins(plan.over_cap),
        "findings": msgspec.to_builtins(plan.findings),
        "blocked_by": msgspec.to_builtins(plan.blocked),
    }


def line(one: Met, issued: str | None) -> dict[str, Any]:
    """One accreditation of a preview or order."""
    blocked = one.effect.blocked
    return {
        "accreditation": one.row.number,
        "effect": str(one.effect.effect),
        "organisation": one.row.organisation_id,
        "to": one.to,
        "reason": str(one.effect.reason),
        "article": one.effect.article,
        "law": one.effect.law,
        "basis": one.effect.basis,
        "electoral_units": sorted(one.units),
        "electoral_units_left": sorted(one.effect.units),
        "spared": one.spared,
        "blocked": str(blocked.code) if blocked is not None else None,
        "issued": issued,
    }


async def listed(
    services: Services, principal: Principal, election_id: int, after: int, limit: int
) -> dict[str, Any]:
    """The orders of an election, oldest first, for the CEC and an auditor.

    Raises:
        Problem: 403; 404.
    """
    require(principal, "cec", "auditor")
    async with services.database.reading() as conn:
        await require_election(conn, election_id)
        rows = await store.page(conn, election_id, after, limit + 1)
    more = len(rows) > limit
    rows = rows[:limit]
    return {"items": [view(row) for row in rows], "next_cursor": str(rows[-1].id) if more else None}


async def read(services: Services, principal: Principal, election_id: int, id: int) -> dict[str, Any]:
    """One order with what became of every accreditation it met.

    Raises:
        Problem: 403; 404.
    """
    require(principal, "cec", "auditor")
    async with services.database.reading() as conn:
        row = await store.find(conn, election_id, id)
        if row is None:
            raise not_yours()
        items = await store.items(conn, id, LISTED_LIMIT)
    return view(row) | {"accreditations": msgspec.to_builtins(items)}


def view(row: Change) -> dict[str, Any]:
    """An order as it is kept."""
    return {
        "id": row.id,
        "election": row.election_id,
        "act": row.act,
        "changes": row.changes,
        "counts": row.counts,
        "ordered_at": row.ordered_at,
    }
