"""What another date, a day off or a number of the law would change: limits, and whom it touches. Nothing is stored."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time
from typing import Any

from psycopg import AsyncConnection

from accreditation.assessment import filed_at
from accreditation.civil_time import at_local, civil_date
from accreditation.decision_time import decision_due
from accreditation.election_calendar import election_calendar
from accreditation.elections import ElectionFacts
from accreditation.observers import ObserverFacts, Track, citizenships_of, classify
from accreditation.senders import SenderFacts
from accreditation.timeliness import window_of
from accreditation.windows import TimeLimit
from backend.actions.standing.badge_signing import HORIZON
from backend.store import reassessments
from backend.store.reassessments import Filed

PAGE_ROWS = 5_000
"""Rows in memory at once; a page of them is judged in some tens of milliseconds."""


def limits_compared(before: ElectionFacts, after: ElectionFacts) -> list[dict[str, Any]]:
    """Every limit with its ends before and after; `moved` says whether one of them differs."""
    compared = []
    for old, new in zip(election_calendar(before), election_calendar(after), strict=True):
        ends, now = _ends(old.limit) | {"value": old.value}, _ends(new.limit) | {"value": new.value}
        compared.append(
            {
                "code": new.limit.code,
                "article": new.limit.article,
                "moved": ends != now,
                "before": ends,
                "after": now,
            }
        )
    return compared


def _ends(limit: TimeLimit) -> dict[str, Any]:
    return {
        "opens_at": limit.opens_at,
        "closes_at": limit.closes_at,
        "safe_until": limit.safe_until,
        "lenient_until": limit.lenient_until,
    }


def position(at: datetime, window: TimeLimit) -> str:
    """Where a filing lies in a window under the election's own reading."""
    if window.opens_at is not None and at < window.opens_at:
        return "too_early"
    if window.closes_at is None:
        return "without_limit"
    return "in_time" if at < window.closes_at else "too_late"


class _Judge:
    """The windows before and after, each computed once, and the times to decide, once for each day and body."""

    def __init__(self, before: ElectionFacts, after: ElectionFacts, now: datetime) -> None:
        self._facts = (before, after)
        self._now = now
        self._windows = {track: (window_of(before, track), window_of(after, track)) for track in Track}
        self._dues: dict[tuple[int, Track, date, str], datetime | None] = {}

    def happens(self, row: Filed) -> list[str]:
        sender = SenderFacts(id=str(row.organisation_id), name="", kind=row.kind, country=row.country)
        track = classify(sender, ObserverFacts(citizenships_of(row.citizenship), row.role)).by_observer
        old, new = self._windows[track]
        happened = []
        was, will = position(row.received_at, old), position(row.received_at, new)
        if was != will:
            happened.append(f"now_{will}")
        opens_at = filed_at(new, row.received_at, hold_consent=row.hold_consent)
        if row.state == "held" and opens_at <= self._now:
            happened.append("opened")
        elif row.state == "held" and old.opens_at != new.opens_at:
            happened.append("opening_moved")
        elif row.state in ("received", "assessed") and opens_at > self._now:
            happened.append("held")
        was_from = filed_at(old, row.received_at, hold_consent=row.hold_consent)
        if row.state != "overdue" and self._due(0, track, was_from, row) != self._due(
            1, track, opens_at, row
        ):
            happened.append("due_moved")
        return happened

    def _due(self, which: int, track: Track, at: datetime, row: Filed) -> datetime | None:
        facts = self._facts[which]
        if track is Track.FOREIGN:
            return decision_due(facts, track, at).at
        key = (which, track, civil_date(at), row.competent)
        if key not in self._dues:
            self._dues[key] = decision_due(facts, track, at, row.competent).at
        return self._dues[key]


async def touched(
    conn: AsyncConnection, before: ElectionFacts, after: ElectionFacts, now: datetime
) -> dict[str, Any]:
    """How many requests, senders, observers and commissions a change touches, and what happens to the requests."""
    election_id = int(before.id)
    judge = _Judge(before, after, now)
    counts: Counter[str] = Counter()
    last = 0
    while rows := await reassessments.filed(conn, election_id, last, PAGE_ROWS):
        last = rows[-1].id
        for row in rows:
            happened = judge.happens(row)
            counts["examined"] += 1
            counts["touched"] += bool(happened)
            counts.update(happened)
    horizon = at_local(after.election_date + HORIZON, time())
    valid, ending = await reassessments.accredited_counts(conn, election_id, horizon)
    _, expired = await reassessments.accredited_counts(
        conn, election_id, at_local(after.election_date, time(23, 59))
    )
    return {
        "requests": dict(counts),
        "senders": len(await reassessments.senders(conn, election_id)),
        "observers": valid,
        "commissions": len(await reassessments.deciding_roles(conn, election_id)),
        "badges": {"in_force": valid, "end_before_horizon": ending, "end_before_election": expired},
    }
