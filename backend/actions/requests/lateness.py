"""What the commissions are late with: how long, since when, by which article, and until when an appeal is open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from backend.actions.principals import Principal, require
from backend.problems import Problem
from backend.services import Services
from backend.store import reminders
from backend.store.reminders import Late

READERS = ("cec", "zec", "lgec", "auditor")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LARGEST_ID = 2**63


async def listed(
    services: Services, principal: Principal, *, cursor: str | None, limit: int, election: int | None
) -> dict[str, Any]:
    """A page of what should have been decided, the longest late first, and the counts of each commission.

    A ZEC or LGEC sees its own; the CEC and an auditor see everybody's.
    Raises:
        Problem: 403, the role reads no requests; 400, the cursor is none of ours.
    """
    require(principal, *READERS)
    competent = principal.role if principal.kind in {"zec", "lgec"} else None
    now = services.clock.now()
    async with services.database.reading() as conn:
        rows = await reminders.late(
            conn,
            now,
            competent=competent,
            election_id=election,
            after=_place(cursor) if cursor else None,
            limit=limit + 1,
        )
        counts = await reminders.late_counts(conn, now, competent=competent, election_id=election)
    more = len(rows) > limit
    rows = rows[:limit]
    return {
        "items": [view(row, now) for row in rows],
        "next_cursor": _cursor(rows[-1]) if more else None,
        "at": now,
        "commissions": counts,
    }


def view(row: Late, now: datetime) -> dict[str, Any]:
    """One request that is late. An internal target that passed is no failure in law, and says so by its `kind`."""
    return {
        "number": row.number,
        "election": row.election,
        "organisation": row.organisation,
        "organisation_name": row.organisation_name,
        "competent": row.competent,
        "status": row.status,
        "received_at": row.received_at,
        "since": row.since,
        "late_seconds": int((now - row.since).total_seconds()),
        "kind": row.kind,
        "article": row.article,
        "law": row.law,
        "appeal_until": row.appeal_until,
        "appeal_open": row.kind == "law" and (row.appeal_until is None or now < row.appeal_until),
        "appeals": row.appeals,
    }


def _cursor(row: Late) -> str:
    return f"{(row.since - EPOCH) // MICROSECOND}.{row.id}"


def _place(cursor: str) -> tuple[datetime, int]:
    at, _, id = cursor.partition(".")
    try:
        place = EPOCH + timedelta(microseconds=int(at)), int(id)
        if not 0 <= place[1] < LARGEST_ID:
            raise ValueError(id)
        return place
    except (ValueError, OverflowError) as error:
        raise Problem(400, "cursor_malformed", remedy="use_cursor_of_page") from error
