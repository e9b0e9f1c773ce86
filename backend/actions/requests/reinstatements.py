"""Reinstatement in time: a sender pleads that it missed a limit without fault; the commission decides in its decision."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.requests import RequestState
from accreditation.timeliness import REINSTATEMENT
from backend.actions.fields import cleaned_text, invalid, long_text
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal
from backend.actions.requests import assessing
from backend.actions.requests.courses import reassess
from backend.actions.requests.requests import require_own
from backend.problems import Problem
from backend.services import Services
from backend.store import request_courses, requests

DOCUMENTS_LIMIT = 20
SHA256 = re.compile(r"[0-9a-f]{64}")
WAITING = frozenset(
    {
        RequestState.RECEIVED,
        RequestState.HELD,
        RequestState.ASSESSED,
        RequestState.RETURNED,
        RequestState.OVERDUE,
    }
)


class PleaDocumentBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A document that supports the plea: what it is, and the SHA-256 of its bytes, which stay with the sender."""

    title: str
    sha256: str


class ReinstatementBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The plea: why the limit was missed without fault, and what proves it."""

    reasons: str
    documents: list[PleaDocumentBody] = []


async def plead(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: ReinstatementBody
) -> Answer:
    """A sender asks to be put back in time: recorded with its instant, put before the commission with the request.

    Raises:
        Problem: 403; 404; 409, the request was decided; 400, no reasons, or a hash that is none.
    """
    reasons = long_text("reasons", body.reasons, 8_000)
    if len(body.documents) > DOCUMENTS_LIMIT:
        raise invalid("documents", "too_many", limit=DOCUMENTS_LIMIT)
    documents = [_document(one) for one in body.documents]

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await require_own(conn, principal, number)
        if row.state not in WAITING:
            raise Problem(
                409,
                "state_forbids",
                article=REINSTATEMENT.label,
                remedy="read_status",
                arguments={"state": row.state, "move": "reinstatement"},
            )
        await request_courses.add_reinstatement(conn, row.id, now, principal.role, reasons, documents)
        details = {"documents": len(documents)}
        await requests.add_event(conn, row.id, now, "reinstatement_asked", principal.role, details)
        row, kept = await reassess(conn, number, now)
        return 201, {
            "number": number,
            "filed_at": now,
            "article": REINSTATEMENT.label,
            "law": str(REINSTATEMENT.law),
            "documents": documents,
            "assessment": assessing.shown(kept),
        }

    return await perform(services, ticket, work)


def _document(body: PleaDocumentBody) -> dict[str, Any]:
    sha256 = body.sha256.strip().lower()
    if not SHA256.fullmatch(sha256):
        raise invalid("documents.sha256", "not_a_hash")
    return {"title": cleaned_text("documents.title", body.title, 200), "sha256": sha256}
