"""What an appeal challenges: a refusal, a failure to decide, a revocation, a suspension, an admission, a ruling."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.appeals import Appealable, AppealWindow, appeal_window
from accreditation.civil_time import civil_date
from accreditation.elections import ElectionFacts
from backend.actions.elections.elections import facts_of, require_election
from backend.actions.requests.failures import failure_window
from backend.store import appeals as store
from backend.store import decisions, standing
from backend.store.accreditations import Accreditation
from backend.store.appeals import AppealRow
from backend.store.decisions import DecisionRow
from backend.store.elections import ElectionRow
from backend.store.organisations import Organisation
from backend.store.requests import RequestRow

CEC = "cec"


class Challenged(msgspec.Struct, frozen=True):
    """What is challenged, found in the register.

    Attributes:
        organisation_id: whom it concerns; only that organisation is a party to it.
        window: until when it can be appealed, None if there is nothing to appeal, or no election to count under.
        object: how it stood, frozen with the appeal.
        election: the election it belongs to, None where there is none.
        announced_at: when it was announced or arose, None if there is nothing.
    """

    organisation_id: int | None
    window: AppealWindow | None
    object: dict[str, Any]
    election: ElectionRow | None = None
    announced_at: datetime | None = None
    request_id: int | None = None
    accreditation_id: int | None = None
    previous: int | None = None

    @property
    def against(self) -> Appealable | None:
        """What kind of act it is, None if there is nothing to appeal."""
        if self.window is not None:
            return self.window.against
        return (
            Appealable.ADMISSION if self.announced_at is not None and "organisation" in self.object else None
        )

    @property
    def deciding(self) -> str:
        """The role that decided or failed to."""
        return str(self.object.get("decided_by") or CEC)


def _kind(role: str) -> str:
    return role.partition(":")[0]


def _act(row: DecisionRow) -> dict[str, Any]:
    return {"number": row.act_number, "date": row.act_date.isoformat(), "signatory": row.signatory}


def window_of(election: ElectionFacts, row: RequestRow, decision: DecisionRow | None) -> AppealWindow | None:
    """What can be appealed on a request: its refusal, else a failure that was not made good by a decision."""
    if decision is not None and decision.outcome == "refuse" and row.state == "refused":
        return appeal_window(election, Appealable.REFUSAL, decision.decided_at, _kind(decision.body))
    if row.failure_at is not None and row.state == "overdue":
        return failure_window(election, row, row.failure_at)
    return None


async def of_request(conn: AsyncConnection, row: RequestRow) -> Challenged:
    """The refusal of a request, or the failure to decide on it; the row is held by the caller."""
    election = await require_election(conn, row.election_id)
    decision = await decisions.latest(conn, row.id)
    window = window_of(facts_of(election), row, decision)
    shown: dict[str, Any] = {"request": row.number, "decided_by": row.competent}
    announced_at = None
    if window is not None and window.against is Appealable.REFUSAL and decision is not None:
        announced_at = decision.decided_at
        shown |= {
            "decided_by": decision.body,
            "decided_at": announced_at.isoformat(),
            "act": _act(decision),
            "grounds": decision.grounds,
        }
    elif window is not None and row.failure_at is not None:
        announced_at = row.failure_at
        shown["failed_at"] = announced_at.isoformat()
    return Challenged(row.organisation_id, window, shown, election, announced_at, request_id=row.id)


async def of_accreditation(conn: AsyncConnection, row: Accreditation) -> Challenged:
    """The revocation or suspension of an accreditation, by an order or alone; the row is held by the caller."""
    election = await require_election(conn, row.election_id)
    measure = row.revocation or {}
    against = {"revoked": Appealable.REVOCATION, "suspended": Appealable.SUSPENSION}.get(row.state)
    shown: dict[str, Any] = {"accreditation": row.number, "request": row.request_number}
    if against is None:
        return Challenged(row.organisation_id, None, shown, election, accreditation_id=row.id)
    events = await standing.events(conn, row.id)
    at = next((one.at for one in reversed(events) if one.move in {"revoke", "suspend"}), row.revoked_at)
    by = str(measure.get("by") or CEC)
    shown |= {
        "decided_by": by,
        "decided_at": at.isoformat() if at is not None else None,
        "act": measure.get("act") or {},
        "reason": measure.get("reason") or "",
        "order": measure.get("order"),
    }
    window = appeal_window(facts_of(election), against, at, _kind(by)) if at is not None else None
    return Challenged(row.organisation_id, window, shown, election, at, accreditation_id=row.id)


async def of_admission(
    conn: AsyncConnection, organisation: Organisation, election: ElectionRow | None
) -> Challenged:
    """The refusal to admit an organisation, under the rules of an election."""
    shown: dict[str, Any] = {"organisation": organisation.id, "decided_by": CEC}
    act, at = organisation.admission_act or {}, organisation.admitted_at
    if organisation.admission != "refused" or at is None:
        return Challenged(organisation.id, None, shown, election)
    shown |= {
        "decided_at": at.isoformat(),
        "act": {name: act.get(name) for name in ("number", "date", "signatory")},
        "grounds": [{"article": act.get("article", ""), "reason": act.get("reason", "")}],
    }
    window = None
    if election is not None:
        window = appeal_window(facts_of(election), Appealable.ADMISSION, at, CEC)
    return Challenged(organisation.id, window, shown, election, at)


async def of_appeal(conn: AsyncConnection, row: AppealRow) -> Challenged:
    """The ruling on an appeal, before the second instance; the row is held by the caller."""
    election = await require_election(conn, row.election_id) if row.election_id is not None else None
    shown: dict[str, Any] = {
        "appeal": row.number,
        "request": row.request,
        "accreditation": row.accreditation,
        "decided_by": row.object.get("decided_by") or CEC,
    }
    ruling = await store.ruling(conn, row.id)
    at = ruling.decided_at if ruling is not None else None
    # Who was upheld in full has nothing left to ask for.
    open_ruling = ruling is not None and ruling.outcome != "uphold" and row.against != "ruling"
    window = None
    if ruling is not None and at is not None:
        shown |= {
            "ruled_by": ruling.body,
            "decided_at": at.isoformat(),
            "outcome": ruling.outcome,
            "act": {
                "number": ruling.act_number,
                "date": ruling.act_date.isoformat(),
                "signatory": ruling.signatory,
            },
            "grounds": ruling.grounds,
        }
        if open_ruling and election is not None:
            window = appeal_window(facts_of(election), Appealable.RULING, at, _kind(ruling.body))
    return Challenged(
        row.organisation_id,
        window,
        shown,
        election,
        at if open_ruling else None,
        request_id=row.request_id,
        accreditation_id=row.accreditation_id,
        previous=row.id,
    )


async def of_nothing(
    conn: AsyncConnection, now: datetime, organisation_id: int | None, named: str
) -> Challenged:
    """Something that is not in the register, or is another's: recorded with the words of whoever files."""
    election_id = await store.current_election(conn, civil_date(now))
    election = await require_election(conn, election_id) if election_id is not None else None
    return Challenged(organisation_id, None, {"named": named, "decided_by": CEC}, election)
