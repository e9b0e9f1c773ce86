"""Proposals: an officer of the commission says what should be decided; nothing takes effect without an act."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.decisions import Ground, Outcome
from accreditation.findings import FindingCode
from backend.actions.decisions import deciding
from backend.actions.decisions.decisions import GroundBody, require_commission, written_grounds
from backend.actions.elections.elections import require_election
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.actions.requests.requests import require_request
from backend.problems import not_yours
from backend.services import Services
from backend.store import audit, proposals, requests
from backend.store.proposals import ProposalRow

STOPS_A_PROPOSAL = frozenset({FindingCode.NOT_COMPETENT, FindingCode.STATE_FORBIDS})
"""The rest an officer may still complete in the act; these nothing mends."""


class ProposalBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an officer proposes; the grounds are those of the decision, and may still lack something."""

    outcome: Outcome
    grounds: list[GroundBody] = []


def view(row: ProposalRow) -> dict[str, Any]:
    """A proposal as the commission sees it."""
    return {
        "id": row.id,
        "outcome": row.outcome,
        "grounds": row.grounds,
        "proposed_at": row.proposed_at,
        "proposed_by": row.proposed_by,
    }


def grounds_of(row: ProposalRow) -> tuple[Ground, ...]:
    """The grounds of a proposal as the rules need them."""
    return tuple(
        Ground(one["code"], one["article"], one["reason"], one.get("facts", "")) for one in row.grounds
    )


async def propose(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: ProposalBody
) -> Answer:
    """An officer of the competent commission proposes an outcome: 201; several may, the last one counts.

    The answer says under `lacking` what the decision would still lack besides its act.
    Raises:
        Problem: 403, no commission or not the competent one, with the article; 404; 409, the request is decided.
    """
    require_commission(principal)
    grounds = written_grounds(body.grounds)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await requests.find(conn, number, lock=True)
        if row is None:
            raise not_yours()
        election = await require_election(conn, row.election_id)
        cases = await deciding.cases_of(conn, election, [row])
        asked = deciding.Asked(row, body.outcome, grounds)
        judged = deciding.judge(cases, asked, now, principal.role, None)
        if any(one.code in STOPS_A_PROPOSAL for one in judged.found.defects):
            raise deciding.blocked(judged.found)
        kept = [deciding.ground_view(one, judged.assessment) for one in grounds]
        id = await proposals.add(
            conn,
            request_id=row.id,
            outcome=str(body.outcome),
            grounds=kept,
            proposed_at=now,
            proposed_by=principal.role,
            key_id=principal.key_id,
        )
        details = {"proposal": id, "outcome": str(body.outcome), "key": principal.key_id}
        await audit.record(conn, now, principal.role, "decision_proposed", f"request:{row.id}", details)
        made = ProposalRow(id, row.id, str(body.outcome), kept, now, principal.role)
        return 201, {**view(made), "lacking": judged.found.defects, "warnings": judged.found.warnings}

    return await perform(services, ticket, work)


async def listed(services: Services, principal: Principal, number: str) -> dict[str, Any]:
    """Every proposal on a request, oldest first; for commissions that may read it and auditors, never the sender.

    Raises:
        Problem: 403, another role; 404, there is no such request in the commission's competence.
    """
    require(principal, "cec", "zec", "lgec", "auditor")
    async with services.database.reading() as conn:
        row = await require_request(conn, principal, number)
        return {"items": [view(one) for one in await proposals.of(conn, row.id)], "next_cursor": None}
