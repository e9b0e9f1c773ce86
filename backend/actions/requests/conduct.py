"""The code of conduct: its versions as the CEC publishes them, and its acceptance by a request's sender."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.requests import RequestState
from backend.actions.elections.elections import require_election
from backend.actions.fields import cleaned_text, instant, invalid, long_text
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.actions.requests import assessing
from backend.actions.requests.filings import CodeOfConductBody, conduct_values
from backend.actions.requests.requests import require_own
from backend.problems import Problem
from backend.services import Services
from backend.store import audit, conduct, requests
from backend.store.conduct import CodeOfConduct

TEXT_LIMIT_CHARACTERS = 100_000
ADDRESS = re.compile(r"https://[^\s<>\"]{4,500}")
SHA256 = re.compile(r"[0-9a-f]{64}")
OPEN = (
    RequestState.RECEIVED,
    RequestState.HELD,
    RequestState.ASSESSED,
    RequestState.RETURNED,
    RequestState.OVERDUE,
)
"""A request that still waits for its decision."""


class PublishedTextBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The wording in Albanian, and in English where there is one."""

    sq: str
    en: str = ""


class ConductVersionBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A version: its wording, or the address and the SHA-256 of a document that holds it."""

    version: str
    valid_from: datetime
    text: PublishedTextBody | None = None
    url: str = ""
    sha256: str = ""


class AcceptanceBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which version is accepted, and when it was where that was earlier than now."""

    version: str
    accepted_at: datetime | None = None


def view(code: CodeOfConduct, *, in_force: bool) -> dict[str, Any]:
    """A version as everybody reads it."""
    return {
        "version": code.version,
        "valid_from": code.valid_from,
        "in_force": in_force,
        "text": {"sq": code.text_sq, "en": code.text_en} if code.text_sq else None,
        "url": code.url or None,
        "sha256": code.sha256,
        "published_at": code.published_at,
    }


async def publish(
    services: Services, principal: Principal, ticket: Ticket, election_id: int, body: ConductVersionBody
) -> Answer:
    """The CEC publishes a version of the code of conduct (Art. 19(2)(a)): 201; a version is never changed.

    Raises:
        Problem: 403, not the CEC; 404, no such election; 409, the version was published; 400, it has no content.
    """
    require(principal, "cec")
    version = cleaned_text("version", body.version, 60)
    valid_from = instant("valid_from", body.valid_from)
    sq, en, url, digest = _content(body)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        await require_election(conn, election_id)
        code = CodeOfConduct(version, sq, en, url, digest, valid_from, now, principal.role)
        if not await conduct.add(conn, election_id, code):
            raise Problem(409, "version_published", article="19(2)(a)", remedy="publish_new_version")
        details = {"version": version, "sha256": digest, "key": principal.key_id}
        await audit.record(
            conn, now, principal.role, "code_of_conduct_published", f"election:{election_id}", details
        )
        return 201, view(code, in_force=valid_from <= now)

    return await perform(services, ticket, work)


def _content(body: ConductVersionBody) -> tuple[str, str, str, str]:
    """Albanian, English, address and hash; the hash of a wording is made here."""
    if body.text is not None:
        sq = long_text("text.sq", body.text.sq, TEXT_LIMIT_CHARACTERS)
        en = long_text("text.en", body.text.en, TEXT_LIMIT_CHARACTERS) if body.text.en.strip() else ""
        return sq, en, "", hashlib.sha256(f"{sq}\0{en}".encode()).hexdigest()
    if not ADDRESS.fullmatch(body.url):
        raise invalid("url", "empty" if not body.url else "not_an_address")
    digest = body.sha256.lower()
    if not SHA256.fullmatch(digest):
        raise invalid("sha256", "not_a_hash")
    return "", "", body.url, digest


async def listed(services: Services, election_id: int) -> dict[str, Any]:
    """Every version of an election's code of conduct, oldest first; raises 404."""
    now = services.clock.now()
    async with services.database.reading() as conn:
        await require_election(conn, election_id)
        codes = await conduct.of_election(conn, election_id)
    current = next((one.version for one in reversed(codes) if one.valid_from <= now), None)
    return {"items": [view(one, in_force=one.version == current) for one in codes], "next_cursor": None}


async def accept(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: AcceptanceBody
) -> Answer:
    """A sender accepts a version for a request that waits for its decision: 200 with the new assessment.

    Raises:
        Problem: 403; 404; 409, the request was decided; 400, no such version was published, or a later instant.
    """
    version = cleaned_text("version", body.version, 60)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await require_own(conn, principal, number)
        if row.state not in OPEN:
            raise Problem(
                409, "state_forbids", article="18(5)", remedy="read_status", arguments={"state": row.state}
            )
        if body.accepted_at is not None and instant("accepted_at", body.accepted_at) > now:
            raise invalid("accepted_at", "in_the_future")
        published = [name for _, name in await conduct.versions(conn, row.election_id)]
        if published and version not in published:
            raise invalid("version", "unknown")
        kept = conduct_values(CodeOfConductBody(True, version, body.accepted_at), now)
        await requests.change(conn, row.id, {"code_of_conduct": kept})
        row = msgspec.structs.replace(row, code_of_conduct=kept)
        election = await require_election(conn, row.election_id)
        assessment = await assessing.refreshed(conn, election, row, now)
        await requests.set_assessment(
            conn,
            row.id,
            state=row.state,
            competent=row.competent,
            assessment=msgspec.json.encode(assessment),
            decision_due_at=row.decision_due_at,
            decision_due_kind=row.decision_due_kind or "",
        )
        await requests.add_event(conn, row.id, now, "conduct_accepted", principal.role, {"version": version})
        return 200, {
            "number": number,
            "status": row.state,
            "code_of_conduct": kept,
            "assessment": assessing.shown(assessment),
        }

    return await perform(services, ticket, work)
