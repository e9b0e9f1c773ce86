"""Appeals as they are read: who may, one with everything, many in a list with their clocks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from psycopg import AsyncConnection

from accreditation.appeal_steps import content_findings, usefulness
from accreditation.appeals import APPEALS, AppealState
from accreditation.civil_time import start_of_day
from accreditation.law.editions import Provision, cite
from backend.actions.appeals.appeal_deadlines import ROLES, clock_of
from backend.actions.appeals.appeal_rules import APPEALED, rules_of, view
from backend.actions.appeals.appeals import given, step_view
from backend.actions.elections.elections import facts_of, require_election
from backend.actions.principals import Principal, require
from backend.problems import not_yours
from backend.services import Services
from backend.store import appeals as store
from backend.store.appeals import AppealDocument, AppealRow, RulingRow

READERS = ("organisation", "cec", "zec", "lgec", "kas", "college", "auditor")
BODIES = {role: body for body, role in ROLES.items()}
"""The appeal body behind each role."""


def heard_by(role: str) -> str | None:
    """The appeal body that a role acts for, None for a role that hears no appeals."""
    return BODIES.get(role)


async def may_read(conn: AsyncConnection, principal: Principal, row: AppealRow) -> bool:
    """The appellant; the CEC and an auditor; the body that hears it, or what was brought on from it; the commission
    whose act is challenged."""
    if principal.kind == "organisation":
        return principal.organisation_id == row.organisation_id
    if principal.kind in {"cec", "auditor"}:
        return True
    if principal.kind in {"zec", "lgec"}:
        return principal.role in (row.competent, row.object.get("decided_by"))
    body = heard_by(principal.role)
    if body is None:
        return False
    if row.body == body:
        return True
    for number in await store.following(conn, row.id):
        onward = await store.find(conn, number)
        if onward is not None and onward.body == body:
            return True
    return False


async def require_appeal(
    conn: AsyncConnection, principal: Principal, number: str, *, lock: bool = False
) -> AppealRow:
    """An appeal that the principal may read; with `lock` its row is held until the transaction ends.

    Raises:
        Problem: 404, there is none, or it is somebody else's.
    """
    row = await store.find(conn, number, lock=lock)
    if row is None or not await may_read(conn, principal, row):
        raise not_yours()
    return row


def document_view(one: AppealDocument) -> dict[str, Any]:
    """A document as it is listed: its title, type by its bytes, size and hash; never the bytes."""
    return {
        "place": one.place,
        "title": one.title,
        "type": one.sniffed_type,
        "size_bytes": one.size_bytes,
        "sha256": one.sha256.hex(),
        "added_at": one.added_at,
    }


def ruling_view(ruling: RulingRow | None) -> dict[str, Any] | None:
    """A ruling as everybody who may read the appeal sees it."""
    if ruling is None:
        return None
    return {
        "outcome": ruling.outcome,
        "grounds": ruling.grounds,
        "act": {"number": ruling.act_number, "date": ruling.act_date, "signatory": ruling.signatory},
        "body": ruling.body,
        "decided_at": ruling.decided_at,
        "effect": ruling.effect,
        "appeal": ruling.remedy,
    }


def line(row: AppealRow, now: datetime) -> dict[str, Any]:
    """One line of a list: what, whose, where it stands, and its clock."""
    return {
        "number": row.number,
        "ordinal": row.ordinal,
        "election": row.election_id,
        "organisation": {"id": row.organisation_id, "name": row.organisation},
        "against": row.against,
        "request": row.request,
        "accreditation": row.accreditation,
        "previous": row.previous_number,
        "body": row.body,
        "status": row.state,
        "filed_at": row.filed_at,
        "due": {"step": row.due_step, "at": row.due_at} if row.due_step else None,
        "late": row.due_at is not None and row.due_at <= now and row.due_step != "completion",
    }


async def whole(conn: AsyncConnection, row: AppealRow, now: datetime) -> dict[str, Any]:
    """An appeal with everything: object, content, findings, steps, clocks, documents, ruling and what follows."""
    documents = await store.documents(conn, row.id)
    clock = await clock_of(conn, row)
    shown = line(row, now) | {
        "object": row.object,
        "grounds": row.grounds,
        "content": row.content,
        "documents": [document_view(one) for one in documents],
        "assessment": row.assessment,
        "lacks": [],
        "useful": None,
        "step": step_view(clock),
        "rapporteur": row.rapporteur,
        "returned": row.returned | {"at": row.returned_at} if row.returned is not None else None,
        "completed_at": row.completed_at,
        "accepted_at": row.accepted_at,
        "hearing": row.hearing,
        "ruling": ruling_view(await store.ruling(conn, row.id)),
        "following": await store.following(conn, row.id),
        "moves": [str(move) for move in APPEALS.moves(AppealState(row.state))],
        "history": await store.events(conn, row.id),
        "attestation": f"/v1/appeals/{row.number}/attestation",
        "observer": None,
        "rules": [],
    }
    if row.request_id is not None:
        shown["observer"] = await store.observer_of(conn, row.request_id)
    if row.election_id is not None:
        election = await require_election(conn, row.election_id)
        facts = facts_of(election)
        against = APPEALED[row.against] if row.against is not None else None
        lacking = content_findings(facts, against, given(against, row.content, len(documents)))
        shown["lacks"] = lacking[0].arguments["missing"] if lacking else []
        shown["useful"] = _useful(facts, row, now)
        shown["rules"] = view(election.edition, await rules_of(conn, row.election_id))["items"]
    return shown


def _useful(facts: Any, row: AppealRow, now: datetime) -> dict[str, Any]:
    """Until when the appeal can still bring somebody into a voting centre, and whether the ways of the law outlast it."""
    until = start_of_day(facts.election_date)
    at = row.object.get("decided_at") or row.object.get("failed_at")
    use = None
    if at and row.against not in (None, "ruling"):
        deciding = str(row.object.get("decided_by") or "cec").partition(":")[0]
        use = usefulness(facts, datetime.fromisoformat(at), deciding)
    cited = cite(facts.edition, Provision.COLLEGE_TIME)
    return {
        "until": until,
        "still": now < until,
        "outlasts": use.outlasts if use is not None else None,
        "interim": bool(use.interim) if use is not None else False,
        "path": use.path if use is not None else (),
        "article": cited.label,
        "law": str(cited.law),
    }


async def read(services: Services, principal: Principal, number: str) -> dict[str, Any]:
    """One appeal whole; 404 unless the principal may read it."""
    async with services.database.reading() as conn:
        row = await require_appeal(conn, principal, number)
        return await whole(conn, row, services.clock.now())


async def listed(
    services: Services,
    principal: Principal,
    *,
    after: int,
    limit: int,
    status: str | None,
    election: int | None,
    late: bool,
) -> dict[str, Any]:
    """A page of appeals: an organisation's own, those before an appeal body, those against a commission, all for the
    CEC and an auditor; with `late` only those whose body is late.

    Raises:
        Problem: 403, the role reads no appeals.
    """
    require(principal, *READERS)
    now = services.clock.now()
    body = heard_by(principal.role) if principal.kind in {"kas", "college"} else None
    async with services.database.reading() as conn:
        rows = await store.page(
            conn,
            after=after,
            limit=limit + 1,
            organisation_id=principal.organisation_id if principal.kind == "organisation" else None,
            body=body,
            competent=principal.role if principal.kind in {"zec", "lgec"} else None,
            state=status,
            election_id=election,
            late_at=now if late else None,
        )
    more, rows = len(rows) > limit, rows[:limit]
    return {
        "items": [line(row, now) for row in rows],
        "next_cursor": str(rows[-1].id) if more else None,
    }
