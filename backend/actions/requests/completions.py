"""Completion: a sender completes a request that the commission sent back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.requests import RequestMove
from backend.actions.elections.elections import require_election
from backend.actions.fields import long_text, word_code
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal
from backend.actions.requests import assessing
from backend.actions.requests.filings import (
    CodeOfConductBody,
    ObserverBody,
    ScopeBody,
    conduct_values,
    observer_values,
    scope_values,
)
from backend.actions.requests.requests import moved, receipt, require_own, sealed_person
from backend.problems import Problem
from backend.services import Services
from backend.store import requests
from backend.store.requests import RequestRow


class CompletionBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is completed; what is left out stays as it was. `observer` is the same person, whole."""

    observer: ObserverBody | None = None
    scope: ScopeBody | None = None
    role: str | None = None
    language: str | None = None
    code_of_conduct: CodeOfConductBody | bool | str | None = None
    note: str = ""


async def complete(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: CompletionBody
) -> Answer:
    """The sender completes its returned request, which is assessed anew; it keeps its number and its receipt's instant.

    The commission's time goes on from that instant: the law knows no pause for a request that was sent back.
    Raises:
        Problem: 403; 404; 409, it was not returned; 400, a field cannot be read.
    """

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await require_own(conn, principal, number)
        state = moved(row, RequestMove.COMPLETE)
        returns = assessing.course_of(row).returns
        if not returns or returns[-1].completed_at is not None:
            # An overdue request can be completed only if it was sent back before its time ran out.
            raise Problem(
                409,
                "state_forbids",
                article="18(5)",
                remedy="read_status",
                arguments={"state": row.state, "move": str(RequestMove.COMPLETE)},
            )
        row = await _changed(services, conn, row, body, now)
        election = await require_election(conn, row.election_id)
        grounds = await assessing.grounds(conn, election, assessing.asked_for(row), now)
        assessment = assessing.assessed(grounds, row.received_at)
        # What a ruling said and the time that it gave outlast a return.
        kept = assessing.kept_anew(row, assessment)
        stands = assessing.due_stands(row)
        await requests.set_assessment(
            conn,
            row.id,
            state=state,
            competent=grounds.competence.body.role,
            assessment=msgspec.json.encode(kept),
            decision_due_at=row.decision_due_at if stands else assessment.decision_due.at,
            decision_due_kind=kept["decision_due"]["kind"],
        )
        details = {"note": long_text("note", body.note, 4_000)} if body.note else {}
        await requests.add_event(conn, row.id, now, "completed", principal.role, details)
        if not stands:
            await assessing.put_deadlines(conn, row.id, assessment)
        return 200, receipt(number, row.received_at, kept) | {"completed_at": now}

    return await perform(services, ticket, work)


async def _changed(
    services: Services, conn: AsyncConnection, row: RequestRow, body: CompletionBody, now: datetime
) -> RequestRow:
    """Store what the body changes; returns the row as it stands then."""
    changes: dict[str, Any] = {}
    if body.observer is not None:
        changes |= sealed_person(services, observer_values(body.observer, now))
    if body.scope is not None:
        changes["scope"] = msgspec.to_builtins(scope_values(body.scope))
    if body.role is not None:
        changes["role"] = word_code("role", body.role)
    if body.language is not None:
        changes["language"] = word_code("language", body.language)
    if body.code_of_conduct is not None:
        changes["code_of_conduct"] = conduct_values(body.code_of_conduct, now)
    if changes:
        await requests.change(conn, row.id, changes)
        for hidden in ("document_index", "person_keys"):
            changes.pop(hidden, None)
    return msgspec.structs.replace(row, **changes)
