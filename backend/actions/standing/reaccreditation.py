"""The lane of re-accreditation: after an order its observers, or others of the same sender, are accredited anew.

A request of the lane is a request like any other: numbered, assessed, decided by an act. It stands in a queue of its
own with the clock that the order set, its lateness is left to the lawyer, and it is granted only after an officer
compared face, new photo and document, because forged and borrowed badges are what brought the order about.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.reaccreditation import FollowedOrder, lane_due
from accreditation.standing import Standing
from backend.actions.fields import cleaned_text, invalid, word_code
from backend.actions.notices import notices
from backend.actions.notices.notices import NoticeKind
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
from backend.actions.requests.requests import DOCUMENT, EMAIL, PHONE, Linked, add, require_request
from backend.actions.standing import accreditations
from backend.problems import Problem, not_yours
from backend.services import Services
from backend.store import audit, requests
from backend.store import reaccreditations as store
from backend.store.accreditations import Accreditation
from backend.store.reaccreditations import LaneItem
from backend.store.requests import RequestRow

LANE_LIMIT = 500


class ReaccreditationBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who is to be accredited anew: the same observer, or another one; what is not given stays as it was."""

    observer: ObserverBody | None = None
    scope: ScopeBody | None = None
    language: str | None = None
    code_of_conduct: CodeOfConductBody | bool | str | None = None


class IdentityBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an officer saw: the face against the new photo, and the person against the document."""

    photo_matches: bool
    document_matches: bool
    place: str = ""


async def file(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: ReaccreditationBody
) -> Answer:
    """A sender asks for one of its accreditations that an order or act ended: 201 with a number of its own.

    Raises:
        Problem: 403, the key is not an organisation's; 404; 409, the accreditation was not revoked or suspended, or
            it is asked for already; 400, a field cannot be read.
    """
    require(principal, "organisation")

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row, old = await _ended(conn, principal, number)
        filing = _filing(services, old, body, now)
        return 201, await _enter(services, conn, now, principal, ticket, row, filing, body.observer is None)

    return await perform(services, ticket, work)


async def file_request(services: Services, principal: Principal, ticket: Ticket, body: RequestBody) -> Answer:
    """A request that names in `reaccredits` the accreditation that an order ended: 201.

    Raises:
        Problem: 403; 400, there is no such accreditation of the sender in this election; 409, as `file`.
    """
    require(principal, "organisation")

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        try:
            row, old = await _ended(conn, principal, body.reaccredits)
        except Problem as problem:
            if problem.status != 404:
                raise
            raise invalid("reaccredits", "unknown") from problem
        if row.election_id != body.election:
            raise invalid("reaccredits", "unknown")
        filing = filing_of(msgspec.structs.replace(body, reaccredits=""), now)
        same = services.vault.open_text(old.document_sealed, DOCUMENT) == filing.document_number
        return 201, await _enter(services, conn, now, principal, ticket, row, filing, same)

    return await perform(services, ticket, work)


async def _ended(
    conn: AsyncConnection, principal: Principal, number: str
) -> tuple[Accreditation, RequestRow]:
    """The sender's accreditation, its row held, and the request that it was granted on.

    Raises:
        Problem: 404; 409, it was neither revoked nor suspended, or it is asked for already.
    """
    row = await accreditations.require_readable(conn, principal, number, lock=True)
    if row.state not in (Standing.REVOKED, Standing.SUSPENDED):
        raise Problem(
            409,
            "nothing_to_reaccredit",
            article="19(2)",
            remedy="read_status",
            arguments={"state": row.state},
        )
    asked = await store.open_for(conn, row.id)
    if asked is not None:
        raise Problem(409, "reaccreditation_asked", remedy="read_status", arguments={"request": asked})
    old = await requests.find(conn, row.request_number)
    assert old is not None  # an accreditation stands on its request
    return row, old


def _filing(services: Services, old: RequestRow, body: ReaccreditationBody, now: datetime) -> Filing:
    vault = services.vault
    person = {
        "given_name": old.given_name,
        "father_name": old.father_name,
        "family_name": old.family_name,
        "birth_date": old.birth_date,
        "citizenship": old.citizenship,
        "document_type": old.document_type,
        "document_number": vault.open_text(old.document_sealed, DOCUMENT),
        "phone": vault.open_text(old.phone_sealed, PHONE) if old.phone_sealed else None,
        "email": vault.open_text(old.email_sealed, EMAIL) if old.email_sealed else None,
        "languages": old.languages,
    }
    if body.observer is not None:
        person = observer_values(body.observer, now)
    conduct = old.code_of_conduct
    if body.observer is not None or body.code_of_conduct is not None:
        conduct = conduct_values(body.code_of_conduct, now)
    return Filing(
        election_id=old.election_id,
        scope=scope_values(body.scope) if body.scope is not None else assessing.asked_for(old).scope,
        role=old.role,
        language=word_code("language", body.language) if body.language else old.language,
        code_of_conduct=conduct,
        hold_consent=False,
        **person,
    )


async def _enter(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    principal: Principal,
    ticket: Ticket,
    row: Accreditation,
    filing: Filing,
    same_person: bool,
) -> dict[str, Any]:
    measure = row.revocation or {}
    order_id = measure.get("order")
    hours, act, effective_at = None, measure.get("act", {}).get("number", ""), row.standing_at
    if order_id is not None:
        hours, act, effective_at = await store.hours_of_order(conn, order_id)
    follows = FollowedOrder(row.number, act, effective_at or now, same_person)
    linked = Linked(filed_hash=ticket.body_hash, follows=follows)
    made = await add(services, conn, now, principal, filing, linked)
    stored = await requests.find(conn, made["number"])
    assert stored is not None  # it was stored just now
    due_at = lane_due(now, hours)
    await store.add(conn, stored.id, row.id, order_id, same_person=same_person, asked_at=now, due_at=due_at)
    details = {"accreditation": row.number, "order": order_id}
    await requests.add_event(conn, stored.id, now, "reaccreditation_asked", principal.role, details)
    lane = {"order": order_id, "due_at": due_at, "same_person": same_person, "identity": None}
    return made | {"reaccredits": row.number, "lane": lane}


async def check_identity(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: IdentityBody
) -> Answer:
    """An officer of the competent commission records the comparison for a request of the lane: 200.

    It can be recorded again; the last one holds. A comparison that failed keeps the request from being granted.
    Raises:
        Problem: 403; 404, no such request, or it is not in the lane; 409, it was decided, or it has no photo.
    """
    require(principal, "cec", "zec", "lgec")

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await require_request(conn, principal, number, lock=True)
        if not await store.of_requests(conn, [row.id]):
            raise not_yours()
        if row.state in ("granted", "refused", "withdrawn", "replaced"):
            raise Problem(
                409, "state_forbids", article="18(5)", remedy="read_status", arguments={"state": row.state}
            )
        if row.photo_ref is None:
            raise Problem(409, "photo_missing", article="19(2)(c)", remedy="put_photo")
        place = cleaned_text("place", body.place, 200, empty=True)
        matched = body.photo_matches and body.document_matches
        identity = {
            "photo_matches": body.photo_matches,
            "document_matches": body.document_matches,
            "matched": matched,
            "photo": row.photo_ref,
            "place": place,
            "at": now.isoformat(),
            "by": principal.role,
        }
        await store.set_identity(conn, row.id, identity)
        details = {"matched": matched}
        await requests.add_event(conn, row.id, now, "identity_checked", principal.role, details)
        outcome = "matched" if matched else "failed"
        await notices.tell_sender(
            services,
            conn,
            now,
            row.organisation_id,
            NoticeKind.IDENTITY_CHECKED,
            f"request:{row.number}",
            outcome=outcome,
        )
        details = {"matched": matched, "key": principal.key_id}
        await audit.record(
            conn, now, principal.role, "identity_checked", assessing.subject_of(row.id), details
        )
        return 200, {"number": number, "identity": _identity(identity)}

    return await perform(services, ticket, work)


def _identity(kept: dict[str, Any] | None) -> dict[str, Any] | None:
    """A comparison as it is shown; where the photo lies is no one's matter."""
    return None if kept is None else {name: value for name, value in kept.items() if name != "photo"}


async def listed(services: Services, principal: Principal, election_id: int | None) -> dict[str, Any]:
    """The requests of the lane that wait, what is due first; at most 500, because they are to be gone in hours.

    Raises:
        Problem: 403, neither a sender nor a commission nor an auditor.
    """
    require(principal, "organisation", "cec", "zec", "lgec", "auditor")
    async with services.database.reading() as conn:
        items = await store.lane(
            conn,
            organisation_id=principal.organisation_id if principal.kind == "organisation" else None,
            competent=principal.role if principal.kind in {"zec", "lgec"} else None,
            election_id=election_id,
            limit=LANE_LIMIT,
        )
    return {"items": [_shown(one) for one in items], "next_cursor": None}


def _shown(one: LaneItem) -> LaneItem:
    return msgspec.structs.replace(one, identity=_identity(one.identity))
