"""Replacement: another observer in the place of one who was accredited, as a new request linked to the old one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.law.editions import Provision, cite
from accreditation.requests import RequestMove, RequestState
from backend.actions import assessing
from backend.actions.elections import facts_of, require_election
from backend.actions.fields import long_text, word_code
from backend.actions.filings import (
    CodeOfConductBody,
    Filing,
    ObserverBody,
    ScopeBody,
    conduct_values,
    observer_values,
    scope_values,
)
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal
from backend.actions.requests import Linked, add, moved, require_own
from backend.services import Services
from backend.store import decisions, requests
from backend.store.requests import RequestRow


class ReplacementBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The new observer; scope, role and language are those of the old request unless given."""

    observer: ObserverBody
    reason: str = ""
    scope: ScopeBody | None = None
    role: str | None = None
    language: str | None = None
    code_of_conduct: CodeOfConductBody | bool | str | None = None


async def file(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: ReplacementBody
) -> Answer:
    """A sender asks that another observer takes the place of one who was granted: 201 with a number of its own.

    The old accreditation holds until the new request is granted; the same act then ends it.
    Raises:
        Problem: 403; 404; 409, the old request was not granted or is replaced already; 400.
    """

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await require_own(conn, principal, number)
        moved(row, RequestMove.REPLACE)
        filing = _filing(row, body, now)
        finding = await _treatment(conn, row)
        made = await add(services, conn, now, principal, filing, Linked(replaces=row.id, findings=(finding,)))
        details = {"replacement": made["number"]}
        if body.reason:
            details["reason"] = long_text("reason", body.reason, 4_000)
        await requests.add_event(conn, row.id, now, "replacement_filed", principal.role, details)
        return 201, made | {"replaces": number}

    return await perform(services, ticket, work)


def _filing(row: RequestRow, body: ReplacementBody, now: datetime) -> Filing:
    asked = assessing.asked_for(row)
    return Filing(
        election_id=row.election_id,
        scope=scope_values(body.scope) if body.scope is not None else asked.scope,
        role=word_code("role", body.role) if body.role else row.role,
        language=word_code("language", body.language) if body.language else row.language,
        code_of_conduct=conduct_values(body.code_of_conduct, now),
        hold_consent=False,
        **observer_values(body.observer, now),
    )


async def _treatment(conn: AsyncConnection, row: RequestRow) -> dict[str, Any]:
    """The code is silent on substitutes, so the commission's lawyer decides; the practice of 2019 was an addendum.

    An addendum to the old decision would be in time whenever it comes; a new request has the window of its own.
    """
    election = facts_of(await require_election(conn, row.election_id))
    cited = cite(election.edition, Provision.REQUEST_TIME)
    decision = await decisions.latest(conn, row.id)
    return {
        "code": "replacement_addendum",
        "severity": "to_record",
        "article": cited.label,
        "law": str(cited.law),
        "arguments": {
            "replaces": row.number,
            "filed_at": row.received_at.isoformat(),
            "decision": decision.act_number if decision is not None else "",
            "state": str(RequestState(row.state)),
        },
        "instant": None,
        "readings": [],
    }
