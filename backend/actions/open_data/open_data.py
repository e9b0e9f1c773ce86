"""Accountability: what the commission did with the requests of an election, in numbers that name nobody.

Counted at most once a minute for each election, whoever asks and however often.
"""

from __future__ import annotations

import asyncio
import csv
import io
import time
from datetime import datetime
from typing import Any

from accreditation.appeals import AppealState
from accreditation.requests import RequestState
from accreditation.senders import SenderKind
from backend.actions.elections.elections import require_election
from backend.actions.open_data.small_numbers import HIDDEN, SMALL, THRESHOLD, Cell, published, shown
from backend.problems import not_yours
from backend.services import Services
from backend.store import open_data as store
from backend.store.open_data import Counts

AGE_S = 60
"""An answer is at most so old."""
GROUNDS_SHOWN = 40
STATES = tuple(str(one) for one in RequestState)
KINDS = tuple(str(one) for one in SenderKind)
AGAINST = ("refusal", "failure_to_decide", "revocation", "suspension", "admission", "ruling", "nothing")
ENDED = ("suspended", "revoked")
PUBLIC_ID_LENGTH = 32


async def election(services: Services, election_id: int) -> dict[str, Any]:
    """The numbers of one election, small ones hidden; raises 404."""
    kept: dict[int, tuple[float, datetime, dict[str, Any]]] = services.parts.setdefault("open_data", {})
    lock: asyncio.Lock = services.parts.setdefault("open_data_lock", asyncio.Lock())
    if (fresh := _fresh(services, kept, election_id)) is not None:
        return fresh
    async with lock:
        # Whoever waited finds what the first one counted.
        if (fresh := _fresh(services, kept, election_id)) is not None:
            return fresh
        now = services.clock.now()
        async with services.database.reading() as conn:
            row = await require_election(conn, election_id)
            counts = await store.counts(conn, election_id, now)
        told = {
            "election": {
                "id": row.id,
                "name": row.name,
                "kind": row.kind,
                "election_date": row.election_date,
                "demo": row.demo,
            },
            "as_of": now,
            "method": {
                language: services.texts.text(language, "open-method", threshold=THRESHOLD)
                for language in ("sq", "en")
            },
            "hidden": {"threshold": THRESHOLD, "small": SMALL, "hidden": HIDDEN},
            **_told(counts),
        }
        kept[election_id] = (time.monotonic(), now, told)
        return told


def _fresh(
    services: Services, kept: dict[int, tuple[float, datetime, dict[str, Any]]], election_id: int
) -> dict[str, Any] | None:
    """What was counted less than a minute ago, by the clock of the machine and by the clock of the service."""
    if election_id not in kept:
        return None
    counted, as_of, told = kept[election_id]
    age_s = abs((services.clock.now() - as_of).total_seconds())
    return told if time.monotonic() - counted < AGE_S and age_s < AGE_S else None


def _told(counts: Counts) -> dict[str, Any]:
    """The numbers as they may be told."""
    kinds = [one for one in KINDS if any(kind == one for kind, _ in counts.requests)]
    states = [one for one in STATES if any(state == one for _, state in counts.requests)]
    table = published([[counts.requests.get((kind, state), 0) for state in states] for kind in kinds])
    several = len(kinds) > 1
    grounds = sorted(counts.grounds, key=lambda one: (-counts.grounds[one], one))[:GROUNDS_SHOWN]
    against = [one for one in AGAINST if any(what == one for what, _ in counts.appeals)]
    outcomes = [str(one) for one in AppealState if any(state == one for _, state in counts.appeals)]
    appeals = published([[counts.appeals.get((what, state), 0) for state in outcomes] for what in against])
    by_state = dict(zip(states, table.column_totals if several else (table.cells or ((),))[0], strict=True))
    # One kind alone: its row is the table, and a second total would tell what the row hides.
    total = table.total if several else (table.row_totals[0] if kinds else SMALL)
    decided = {
        kind
        for place, kind in enumerate(kinds)
        if _known_decided(dict(zip(states, table.cells[place], strict=True)))
        and counts.decided.get(kind, 0) >= THRESHOLD
    }
    enough = _known_decided(by_state) and sum(counts.decided.values()) >= THRESHOLD
    return {
        "requests": {
            "kinds": kinds,
            "states": states,
            "cells": table.cells,
            "by_kind": table.row_totals,
            "by_state": table.column_totals if several else (),
            "total": total,
        },
        "decision_time": {
            "median_hours": _hours(counts.median_all_s) if enough else None,
            "longest_hours": _hours(counts.longest_s) if enough else None,
            "median_hours_by_kind": {
                kind: _hours(counts.median_s[kind]) for kind in kinds if kind in decided
            },
        },
        "refusals": [
            {
                "code": code,
                "article": article,
                "count": _beside(counts.grounds[code, article], by_state.get("refused")),
            }
            for code, article in grounds
        ],
        "failures_to_decide": _beside(counts.failures, by_state.get("overdue")),
        "decided_late": shown(counts.decided_late),
        "late_now": {
            "requests": _beside(counts.late_requests, by_state.get("overdue")),
            "appeals": shown(counts.late_appeals),
        },
        "appeals": {
            "against": against,
            "outcomes": outcomes,
            "cells": appeals.cells,
            "by_against": appeals.row_totals,
            "by_outcome": appeals.column_totals,
            "total": appeals.total if len(against) > 1 else (appeals.row_totals[0] if against else SMALL),
        },
        "accreditations": {one: shown(counts.ended.get(one, 0)) for one in ENDED},
    }


def _beside(value: int, total: Cell | None) -> Cell:
    """A number that follows from one of the table: where that one is hidden, this one would tell it."""
    return HIDDEN if value >= THRESHOLD and total == HIDDEN else shown(value)


def _known_decided(by_state: dict[str, Cell]) -> bool:
    """Whether the table itself tells that five or more were decided; a median must not tell it instead."""
    return any(by_state.get(one, SMALL) != SMALL for one in ("granted", "refused", "replaced"))


def _hours(seconds: float | None) -> float | None:
    return round(seconds / 3600, 1) if seconds is not None else None


async def requests_csv(services: Services, election_id: int) -> str:
    """Requests by kind of sender and state as CSV, with the totals as rows of their own; raises 404."""
    told = await election(services, election_id)
    found = told["requests"]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["election", "as_of", "kind", "status", "requests"])
    lead = [told["election"]["id"], told["as_of"].isoformat()]
    for kind, row, total in zip(found["kinds"], found["cells"], found["by_kind"], strict=True):
        writer.writerows(
            [*lead, kind, state, count] for state, count in zip(found["states"], row, strict=True)
        )
        writer.writerow([*lead, kind, "all", total])
    for state, count in zip(found["states"], found["by_state"], strict=False):
        writer.writerow([*lead, "all", state, count])
    writer.writerow([*lead, "all", "all", found["total"]])
    return out.getvalue()


async def public_status(services: Services, public_id: str) -> dict[str, Any]:
    """Where a request stands, for whoever has its unguessable id: no name, no sender, no party.

    Raises:
        Problem: 404.
    """
    async with services.database.reading() as conn:
        row = await store.public_request(conn, public_id) if len(public_id) == PUBLIC_ID_LENGTH else None
    if row is None:
        raise not_yours()
    appeal = row.appeal or {}
    waits = row.state in {"received", "assessed", "overdue", "returned", "held"}
    return {
        "status": row.state,
        "election": {"name": row.election, "demo": row.demo},
        "received_at": row.received_at,
        "decision_due": {"at": row.decision_due_at, "kind": row.decision_due_kind} if waits else None,
        "failure_at": row.failure_at,
        "decided_at": row.decided_at,
        "appeal_until": {
            "last_day": appeal.get("last_day"),
            "closes_at": appeal.get("closes_at"),
            "useful_until": appeal.get("useful_until"),
        }
        if row.state == "refused"
        else None,
        "as_of": services.clock.now(),
    }


def public_address(services: Services, public_id: str) -> str:
    """The page of a request's public status."""
    return f"{services.settings.public_url}/s/{public_id}"
