"""Filings that hang on an earlier request: another observer in the place of one who was accredited, or an addendum.

The code is silent on both (EC-15), so each is a new request linked to the earlier one, with every way to treat it.
A preview assesses what would be filed, and records nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.decisions import Outcome
from accreditation.observers import Track
from accreditation.replacements import Treatment, treatments
from accreditation.requests import Earlier, RequestMove, RequestState
from accreditation.scope import ScopeFacts
from backend.actions.elections.elections import facts_of, require_election
from backend.actions.fields import instant, invalid, long_text, word_code
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.actions.requests import assessing
from backend.actions.requests.filings import (
    CodeOfConductBody,
    Filing,
    ObserverBody,
    RequestBody,
    ScopeBody,
    conduct_values,
    filing_of,
    observer_values,
    scope_values,
)
from backend.actions.requests.requests import (
    DOCUMENT,
    EMAIL,
    PHONE,
    Linked,
    Prepared,
    add,
    judged,
    moved,
    require_own,
)
from backend.problems import Problem
from backend.services import Services
from backend.store import decisions, requests
from backend.store.requests import RequestRow

ADDENDUM_TO = frozenset(
    {RequestState.RECEIVED, RequestState.ASSESSED, RequestState.OVERDUE, RequestState.GRANTED}
)
"""A request that waits or was granted can be added to; one that was sent back is completed instead."""


class ReplacementBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The new observer; scope, role and language are those of the old request unless given."""

    observer: ObserverBody
    reason: str = ""
    scope: ScopeBody | None = None
    role: str | None = None
    language: str | None = None
    code_of_conduct: CodeOfConductBody | bool | str | None = None
    sent_at: datetime | None = None


class AddendumBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is added to an earlier request: places beside its own, or the observer's data put right, whole."""

    scope: ScopeBody | None = None
    observer: ObserverBody | None = None
    role: str | None = None
    reason: str = ""
    sent_at: datetime | None = None


async def file(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: ReplacementBody
) -> Answer:
    """A sender asks that another observer takes the place of one who was granted: 201 with a number of its own.

    The old accreditation holds until the new request is granted; the same act then ends it.
    Raises:
        Problem: 403; 404; 409, the old request was not granted or is replaced already; 400.
    """

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row, filing, linked = await _replacement(conn, now, principal, number, body)
        linked = msgspec.structs.replace(linked, filed_hash=ticket.body_hash)
        made = await add(services, conn, now, principal, filing, linked)
        await _note(
            conn, now, principal, row, "replacement_filed", {"replacement": made["number"]}, body.reason
        )
        return 201, made | {"replaces": number}

    return await perform(services, ticket, work)


async def add_to(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: AddendumBody
) -> Answer:
    """A sender adds places to a request, or puts its data right: 201 with a number of its own, linked to the earlier.

    What was granted holds until the addendum is granted; the same act then takes its place.
    Raises:
        Problem: 403; 404; 409, the earlier request neither waits nor was granted; 400, nothing is added.
    """

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row, filing, linked = await _addendum(services, conn, now, principal, number, body)
        linked = msgspec.structs.replace(linked, filed_hash=ticket.body_hash)
        made = await add(services, conn, now, principal, filing, linked)
        await _keep_photo(conn, row, made["number"])
        await _note(conn, now, principal, row, "addendum_filed", {"addendum": made["number"]}, body.reason)
        return 201, made | {"addendum_to": number}

    return await perform(services, ticket, work)


async def preview_request(services: Services, principal: Principal, body: RequestBody) -> dict[str, Any]:
    """What would be found if this request were filed now; nothing is recorded.

    Raises:
        Problem: 403, the key is not an organisation's; 400, a field cannot be read.
    """
    require(principal, "organisation")
    now = services.clock.now()
    async with services.database.reading() as conn:
        ready = await judged(services, conn, now, principal, filing_of(body, now))
        return await _preview(conn, now, ready, None)


async def preview_replacement(
    services: Services, principal: Principal, number: str, body: ReplacementBody
) -> dict[str, Any]:
    """How a replacement would be treated if it were filed now; nothing is recorded.

    Raises:
        Problem: as `file`.
    """
    now = services.clock.now()
    async with services.database.transaction() as conn:
        _, filing, linked = await _replacement(conn, now, principal, number, body)
        ready = await judged(services, conn, now, principal, filing, linked)
        return await _preview(conn, now, ready, linked.earlier) | {"replaces": number}


async def preview_addendum(
    services: Services, principal: Principal, number: str, body: AddendumBody
) -> dict[str, Any]:
    """How an addendum would be treated if it were filed now; nothing is recorded.

    Raises:
        Problem: as `add_to`.
    """
    now = services.clock.now()
    async with services.database.transaction() as conn:
        _, filing, linked = await _addendum(services, conn, now, principal, number, body)
        ready = await judged(services, conn, now, principal, filing, linked)
        return await _preview(conn, now, ready, linked.earlier) | {"addendum_to": number}


async def _preview(
    conn: AsyncConnection, now: datetime, ready: Prepared, earlier: Earlier | None
) -> dict[str, Any]:
    election = facts_of(await require_election(conn, ready.new.election_id))
    track = Track(ready.kept["classification"]["by_observer"])
    ways: tuple[Treatment, ...] = treatments(election, track, now, earlier)
    return {
        "preview": True,
        "at": now,
        "status": ready.new.state,
        "competent": ready.new.competent,
        "assessment": assessing.shown(ready.kept),
        "decision_due": assessing.due_shown(ready.kept),
        "treatments": ways,
    }


async def _replacement(
    conn: AsyncConnection, now: datetime, principal: Principal, number: str, body: ReplacementBody
) -> tuple[RequestRow, Filing, Linked]:
    row = await require_own(conn, principal, number)
    if row.state != RequestState.GRANTED:
        raise _not_in(row, RequestMove.REPLACE)
    moved(row, RequestMove.REPLACE)
    asked = assessing.asked_for(row)
    filing = Filing(
        election_id=row.election_id,
        scope=scope_values(body.scope) if body.scope is not None else asked.scope,
        role=word_code("role", body.role) if body.role else row.role,
        language=word_code("language", body.language) if body.language else row.language,
        code_of_conduct=conduct_values(body.code_of_conduct, now),
        hold_consent=False,
        sent_at=instant("sent_at", body.sent_at) if body.sent_at is not None else None,
        **observer_values(body.observer, now),
    )
    return row, filing, Linked(replaces=row.id, earlier=await _earlier(conn, row, same_observer=False))


async def _addendum(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    principal: Principal,
    number: str,
    body: AddendumBody,
) -> tuple[RequestRow, Filing, Linked]:
    row = await require_own(conn, principal, number)
    if row.state not in ADDENDUM_TO:
        raise _not_in(row, RequestMove.REPLACE)
    if body.scope is None and body.observer is None and body.role is None:
        raise invalid("scope, observer, role", "empty")
    scope = assessing.asked_for(row).scope
    if body.scope is not None:
        scope = _joined(scope, scope_values(body.scope))
    person = observer_values(body.observer, now) if body.observer is not None else _person(services, row)
    filing = Filing(
        election_id=row.election_id,
        scope=scope,
        role=word_code("role", body.role) if body.role else row.role,
        language=row.language,
        code_of_conduct=row.code_of_conduct,
        hold_consent=False,
        sent_at=instant("sent_at", body.sent_at) if body.sent_at is not None else None,
        **person,
    )
    earlier = await _earlier(conn, row, same_observer=True)
    return row, filing, Linked(replaces=row.id, earlier=earlier, addendum=True)


def _joined(old: ScopeFacts, new: ScopeFacts) -> ScopeFacts:
    """The places of both, each once, the old ones first."""
    return ScopeFacts(
        **{
            name: tuple(dict.fromkeys((*getattr(old, name), *getattr(new, name))))
            for name in ScopeFacts.__struct_fields__
        }
    )


def _person(services: Services, row: RequestRow) -> dict[str, Any]:
    """The observer's data as they were filed, opened to be sealed again with the addendum."""
    vault = services.vault
    return {
        "given_name": row.given_name,
        "father_name": row.father_name,
        "family_name": row.family_name,
        "birth_date": row.birth_date,
        "citizenship": row.citizenship,
        "document_type": row.document_type,
        "document_number": vault.open_text(row.document_sealed, DOCUMENT),
        "phone": vault.open_text(row.phone_sealed, PHONE) if row.phone_sealed else None,
        "email": vault.open_text(row.email_sealed, EMAIL) if row.email_sealed else None,
        "languages": row.languages,
    }


async def _earlier(conn: AsyncConnection, row: RequestRow, *, same_observer: bool) -> Earlier:
    """The facts of the earlier request; its decision is the act that granted it."""
    decision = await decisions.latest(conn, row.id)
    granted = decision is not None and decision.outcome == Outcome.GRANT
    act = decision.act_number if decision is not None and granted else ""
    return Earlier(row.number, row.received_at, row.state, act, same_observer)


async def _keep_photo(conn: AsyncConnection, row: RequestRow, number: str) -> None:
    """The observer stays, and so does the photo until another is sent."""
    made = await requests.find(conn, number)
    if made is not None and row.photo_ref is not None and row.photo_hash is not None:
        await requests.set_photo(conn, made.id, row.photo_ref, row.photo_hash)


async def _note(
    conn: AsyncConnection,
    now: datetime,
    principal: Principal,
    row: RequestRow,
    event: str,
    details: dict[str, Any],
    reason: str,
) -> None:
    if reason:
        details = details | {"reason": long_text("reason", reason, 4_000)}
    await requests.add_event(conn, row.id, now, event, principal.role, details)


def _not_in(row: RequestRow, move: RequestMove) -> Problem:
    return Problem(
        409,
        "state_forbids",
        article="18(5)",
        remedy="read_status",
        arguments={"state": row.state, "move": str(move)},
    )
