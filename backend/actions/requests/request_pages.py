"""Requests as they are read: one with its history, many in a list."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from psycopg import AsyncConnection

from accreditation.requests import RequestState
from backend.actions.elections.elections import require_election
from backend.actions.fields import invalid
from backend.actions.open_data.open_data import public_address
from backend.actions.principals import Principal, require
from backend.actions.requests import assessing, receipts, translations
from backend.actions.requests import similar as similar_persons
from backend.actions.requests.requests import DOCUMENT, EMAIL, PHONE, require_request
from backend.services import Services
from backend.store import appeals, decisions, interims, open_data, request_courses, requests
from backend.store.decisions import DecisionRow
from backend.store.request_filters import RequestFilters
from backend.store.requests import RequestRow

SHOWN_CHARACTERS = 2
NOT_NARROWED = RequestFilters()
COMPARING = frozenset({"organisation", "cec", "zec", "lgec", "auditor"})
"""Who is shown requests that may be for the same person: a sender its own only."""


def masked(text: str) -> str:
    """A secret of a person with only its last two characters readable; a very short one not at all."""
    if len(text) <= 2 * SHOWN_CHARACTERS:
        return "•" * len(text)
    return "•" * (len(text) - SHOWN_CHARACTERS) + text[-SHOWN_CHARACTERS:]


def decision_view(row: DecisionRow | None) -> dict[str, Any] | None:
    """A decision as everybody who may read the request sees it."""
    if row is None:
        return None
    return {
        "outcome": row.outcome,
        "grounds": row.grounds,
        "act": {"number": row.act_number, "date": row.act_date, "signatory": row.signatory},
        "body": row.body,
        "decided_at": row.decided_at,
        "appeal": row.appeal,
        "act_id": row.act_id,
        "basis": row.basis,
    }


def observer_view(services: Services, row: RequestRow) -> dict[str, Any]:
    """The observer; the number of the document and the phone are masked even for the sender."""
    vault = services.vault
    return {
        "given_name": row.given_name,
        "father_name": row.father_name,
        "family_name": row.family_name,
        "birth_date": row.birth_date,
        "citizenship": row.citizenship.partition(" ")[0],
        "citizenships": row.citizenship.split(),
        "document": {
            "type": row.document_type,
            "number": masked(vault.open_text(row.document_sealed, DOCUMENT)),
        },
        "phone": masked(vault.open_text(row.phone_sealed, PHONE)) if row.phone_sealed else None,
        "email": vault.open_text(row.email_sealed, EMAIL) if row.email_sealed else None,
        "languages": row.languages,
    }


WAITING = frozenset({RequestState.RECEIVED, RequestState.HELD, RequestState.ASSESSED, RequestState.RETURNED})


async def view(services: Services, conn: AsyncConnection, row: RequestRow, now: datetime) -> dict[str, Any]:
    """A request with its status, history, assessment, time to decide, decision and appeals.

    While it waits, the assessment is made on what is on file now; afterwards it is the one decided upon.
    """
    assessment = row.assessment
    if row.state in WAITING:
        assessment = await assessing.refreshed(conn, await require_election(conn, row.election_id), row, now)
    history = await requests.events(conn, row.id)
    decision = await decisions.latest(conn, row.id)
    filed = await appeals.of(conn, row.id)
    return {
        "number": row.number,
        "election": row.election_id,
        "organisation": row.organisation_id,
        "received_at": row.received_at,
        "status": row.state,
        "observer": observer_view(services, row),
        "scope": row.scope,
        "role": row.role,
        "language": row.language,
        "code_of_conduct": row.code_of_conduct,
        "photo": row.photo_ref is not None,
        "competent": row.competent,
        "assessment": assessing.shown(assessment),
        "decision_due": assessing.due_shown(assessment),
        "failure_at": row.failure_at,
        "decision": decision_view(decision),
        "accreditation": await requests.accreditation_of(conn, row.id),
        "interim": await interims.of_request(conn, row.id),
        "appeals": [
            {
                "number": one.number,
                "against": one.against,
                "status": one.state,
                "filed_at": one.filed_at,
                "grounds": one.grounds,
                "assessment": one.assessment,
            }
            for one in filed
        ],
        "sent_at": row.sent_at,
        "translation": await translations.shown(conn, row.id),
        "reinstatements": await request_courses.reinstatements(conn, row.id),
        "replaces": row.earlier["number"] if row.earlier and not row.addendum else None,
        "addendum_to": row.earlier["number"] if row.earlier and row.addendum else None,
        "replacement": await requests.replacement_of(conn, row.id),
        "public_status": public_address(services, await open_data.public_id(conn, row.id)),
        "history": history,
    }


async def read(services: Services, principal: Principal, number: str) -> dict[str, Any]:
    """One request; 404 unless the caller sent it or a commission of the caller is in competence."""
    async with services.database.reading() as conn:
        row = await require_request(conn, principal, number)
        found = await view(services, conn, row, services.clock.now())
        if principal.kind in COMPARING:
            found["similar"] = await similar_persons.of_request(conn, row, principal.organisation_id)
        return found


async def receipt(services: Services, principal: Principal, number: str) -> dict[str, Any]:
    """The signed receipt of a request; 404 unless the caller may read it."""
    async with services.database.reading() as conn:
        row = await require_request(conn, principal, number)
        filed = await request_courses.filed(conn, row.id)
    assert filed is not None  # the row is there
    return receipts.view(services, filed)


async def listed(
    services: Services,
    principal: Principal,
    *,
    after: int,
    limit: int,
    status: str | None,
    election: int | None,
    similar: bool = False,
    only: RequestFilters = NOT_NARROWED,
) -> dict[str, Any]:
    """A page of requests: an organisation's own, all for the CEC, those in competence for a ZEC or LGEC.

    Raises:
        Problem: 403, the role reads no requests; 400, an instant without its offset from UTC.
    """
    for name in ("received_from", "received_until", "due_before"):
        instant = getattr(only, name)
        if instant is not None and instant.tzinfo is None:
            raise invalid(name, "no_offset")
    require(principal, "organisation", "cec", "zec", "lgec", "auditor")
    filters: dict[str, Any] = {
        "after": after,
        "limit": limit + 1,
        "organisation_id": principal.organisation_id if principal.kind == "organisation" else None,
        "competent": principal.role if principal.kind in {"zec", "lgec"} else None,
        "status": status,
        "election_id": election,
        "only": only,
    }
    async with services.database.reading() as conn:
        if similar:
            # A sender's requests are compared with its own only.
            filters["ids"] = await similar_persons.ids_with_similar(conn, **filters)
        items = await requests.page(conn, **filters)
    more = len(items) > limit
    items = items[:limit]
    return {"items": items, "next_cursor": str(items[-1].id) if more else None}
