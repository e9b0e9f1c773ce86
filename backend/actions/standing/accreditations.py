"""Accreditations as their owners see them, and what a commission does with one: suspend, restore, revoke, re-issue."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.standing import STANDINGS, Measure, Standing, StandingMove
from backend.actions.elections import legal_bases
from backend.actions.elections.elections import facts_of, require_election
from backend.actions.elections.place_codes import centre_code, unit_code
from backend.actions.fields import invalid, long_text
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal
from backend.actions.senders.admissions import ActBody, act_values
from backend.actions.standing import revocations, standing
from backend.problems import Problem, forbidden, not_yours
from backend.services import Services
from backend.store import accreditations as store
from backend.store import standing as standings
from backend.store.accreditations import Accreditation
from backend.store.request_filters import AccreditationFilters
from backend.store.standing import Event

REASON_LIMIT_CHARACTERS = 4_000
NOT_NARROWED = AccreditationFilters()


class RevocationBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A measure on one accreditation: why, and by which act."""

    reason: str
    act: ActBody


def view(services: Services, row: Accreditation) -> dict[str, Any]:
    """An accreditation as its owner, the commissions and the observer see it; never a document number."""
    here = f"/v1/accreditations/{row.number}"
    return {
        "number": row.number,
        "state": row.state,
        "serial": row.serial,
        "election": {"id": row.election_id, "name": row.election_name, "demo": row.demo},
        "organisation": {"id": row.organisation_id, "name": row.organisation_name},
        "request": row.request_number,
        "name": row.display_name,
        "role": row.role,
        "scope": row.scope,
        "issued_at": row.issued_at,
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
        "has_photo": row.photo_ref is not None,
        "badge": {
            "text": row.credential,
            **{kind: f"{here}/badge.{kind}" for kind in ("pdf", "png", "svg")},
            "public_address": public_address(services, row),
        },
        "revoked_at": row.revoked_at,
        "revocation": row.revocation if row.state == Standing.REVOKED else None,
        "standing_at": row.standing_at,
        "measure": row.revocation,
        "reissues": row.reissues,
        "interim": row.interim,
    }


def public_address(services: Services, row: Accreditation) -> str:
    """The page that anybody may open to see the accreditation's state, by an unguessable id."""
    return f"{services.settings.public_url}/b/{row.public_id}"


def may_read(principal: Principal, row: Accreditation) -> bool:
    """The owner, the commission competent for its request, the CEC, an auditor, and the observer's own session."""
    if principal.kind == "organisation":
        return principal.organisation_id == row.organisation_id
    if principal.kind == "observer":
        return principal.subject == row.number
    return principal.role in ("cec", "auditor", row.competent)


async def require_readable(
    conn: AsyncConnection, principal: Principal, number: str, *, lock: bool = False
) -> Accreditation:
    """An accreditation that the principal may read; with `lock` its row is held until COMMIT.

    Raises:
        Problem: 404.
    """
    row = await store.find(conn, number, lock=lock)
    if row is None or not may_read(principal, row):
        raise not_yours()
    return row


async def read(services: Services, principal: Principal, number: str) -> dict[str, Any]:
    """One accreditation; raises 404 unless it is the principal's."""
    async with services.database.reading() as conn:
        return view(services, await require_readable(conn, principal, number))


async def listed(
    services: Services,
    principal: Principal,
    after: int,
    limit: int,
    only: AccreditationFilters = NOT_NARROWED,
) -> dict[str, Any]:
    """A page of the accreditations that the principal may read, in order of issue; codes are read in every form.

    Raises:
        Problem: 403; 400, a code of a place without the election whose register it is in.
    """
    if only.election is None and (only.unit is not None or only.voting_centre is not None):
        raise invalid("election", "empty")
    only = msgspec.structs.replace(
        only,
        unit=only.unit and unit_code(only.unit),
        voting_centre=only.voting_centre and centre_code(only.voting_centre),
    )
    if principal.kind not in {"organisation", "cec", "zec", "lgec", "auditor"}:
        raise forbidden("organisation | cec | zec | lgec | auditor")
    competent = principal.role if principal.kind in {"zec", "lgec"} else None
    organisation_id = principal.organisation_id if principal.kind == "organisation" else None
    async with services.database.reading() as conn:
        rows = await store.page(
            conn,
            organisation_id=organisation_id,
            competent=competent,
            after=after,
            limit=limit + 1,
            only=only,
        )
    more = len(rows) > limit
    rows = rows[:limit]
    return {
        "items": [view(services, row) for row in rows],
        "next_cursor": str(rows[-1].id) if more else None,
    }


async def revoke(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: RevocationBody
) -> Answer:
    """The competent commission revokes one accreditation, effective at once: 201.

    Raises:
        Problem: 403; 404; 409, it is revoked already or has ended, or the measure has no legal basis; 400, the act or
            the reason lacks something.
    """
    return await _measure(services, principal, ticket, number, body, Measure.REVOKE)


async def suspend(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: RevocationBody
) -> Answer:
    """The competent commission suspends one accreditation, effective at once, until it is restored: 201.

    Raises:
        Problem: as `revoke` does.
    """
    return await _measure(services, principal, ticket, number, body, Measure.SUSPEND)


async def _measure(
    services: Services,
    principal: Principal,
    ticket: Ticket,
    number: str,
    body: RevocationBody,
    measure: Measure,
) -> Answer:
    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await _locked(conn, principal, number, measure.move)
        reason = long_text("reason", body.reason, REASON_LIMIT_CHARACTERS)
        act = act_values(body.act, now)
        election = facts_of(await require_election(conn, row.election_id))
        act["basis"] = legal_bases.shown(await legal_bases.require_basis(conn, election, measure))
        appeal = revocations.appeal_of(election, now, principal.role)
        await standing.move(
            services, conn, now, [row.id], measure.move, reason, act, principal.role, appeal=appeal
        )
        return 201, await _after(services, conn, number)

    _require_commission(principal)
    return await perform(services, ticket, work)


async def restore(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: RevocationBody
) -> Answer:
    """The competent commission restores a suspended or revoked accreditation by an act: 201.

    Raises:
        Problem: 403; 404; 409, it is valid, has ended, or its observer was accredited anew meanwhile; 400.
    """
    _require_commission(principal)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await _locked(conn, principal, number, StandingMove.RESTORE)
        reason = long_text("reason", body.reason, REASON_LIMIT_CHARACTERS)
        act = act_values(body.act, now)
        if not await standing.restore(services, conn, now, [row.id], reason, act, principal.role):
            raise Problem(409, "accredited_anew", article="18(4)", remedy="read_status")
        return 201, await _after(services, conn, number)

    return await perform(services, ticket, work)


async def reissue(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: RevocationBody
) -> Answer:
    """The competent commission issues a valid accreditation anew, such as for a lost badge: 201 with the new one.

    Raises:
        Problem: 403; 404; 409, it is not valid; 400.
    """
    _require_commission(principal)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await _locked(conn, principal, number, StandingMove.REPLACE)
        reason = long_text("reason", body.reason, REASON_LIMIT_CHARACTERS)
        act = act_values(body.act, now)
        # The request's photo is the newest one: it may have been put again since.
        photo_ref, photo_hash = await store.photo_of(conn, row.request_number)
        made = await standing.reissue(
            services,
            conn,
            now,
            row.id,
            photo_ref=photo_ref,
            photo_hash=photo_hash,
            reason=reason,
            act=act,
            actor=principal.role,
        )
        return 201, await _after(services, conn, made)

    return await perform(services, ticket, work)


async def history(services: Services, principal: Principal, number: str) -> dict[str, Any]:
    """What happened to an accreditation, oldest first; raises 404 unless it is the principal's."""
    async with services.database.reading() as conn:
        row = await require_readable(conn, principal, number)
        events = await standings.events(conn, row.id)
    granted = Event(row.issued_at, "issue", "system", "", {}, None, {})
    events = [*([] if any(one.move == "issue" for one in events) else [granted]), *events]
    return {"items": [_event(one) for one in events], "next_cursor": None}


def _event(one: Event) -> dict[str, Any]:
    return {
        "at": one.at,
        "move": one.move,
        "by": one.actor,
        "reason": one.reason,
        "act": one.act,
        "order": one.order_id,
        "appeal": one.details.get("appeal"),
    }


def _require_commission(principal: Principal) -> None:
    if principal.kind not in {"cec", "zec", "lgec"}:
        raise forbidden("cec | zec | lgec")


async def _locked(
    conn: AsyncConnection, principal: Principal, number: str, wanted: StandingMove
) -> Accreditation:
    """The accreditation, its row held; raises 404, or 409 where its state does not allow the move."""
    row = await require_readable(conn, principal, number, lock=True)
    state = Standing(row.state)
    if not STANDINGS.allows(state, wanted):
        code = "accreditation_revoked" if state is Standing.REVOKED else "accreditation_not_valid"
        if wanted is StandingMove.RESTORE:
            code = "nothing_to_restore"
        raise Problem(409, code, article="19(2)", remedy="read_status", arguments={"state": row.state})
    return row


async def _after(services: Services, conn: AsyncConnection, number: str) -> dict[str, Any]:
    found = await store.find(conn, number)
    assert found is not None  # its row is locked
    return view(services, found)
