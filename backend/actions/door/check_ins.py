"""Presence at the door: an observer comes in and goes out, and never are more of one sender inside than may be.

Online an admission over the cap cannot be stored: the voting centre's row is held while it is judged.
Locks are taken in the order accreditation, place, visit.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.findings import FindingCode
from backend.actions.door import badge_keys, verification
from backend.actions.door.badge_scopes import door
from backend.actions.door.door_checks import (
    OFFICERS,
    centre_of,
    law_of_presence,
    may_close,
    may_keep,
    not_good,
    presence,
    refusal,
)
from backend.actions.door.verification import Checked
from backend.actions.fields import long_text, word_code
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal
from backend.problems import Problem, forbidden, not_yours
from backend.services import Services
from backend.store import accreditations, audit
from backend.store import check_ins as store
from backend.store.accreditations import Accreditation
from backend.store.check_ins import CheckIn, DoorPlace
from badges.checkin import judge
from badges.credential import Verdict

REASON_LIMIT_CHARACTERS = 1_000


class OverrideBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a commissioner admits over the cap."""

    reason: str


class CheckInBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An arrival: the badge's text or the accreditation's number, one of them.

    The observer's own session may leave both out. `compared` is false where face or document did not match.
    `source` is a short code such as `scanner` or `manual`.
    """

    badge: str | None = None
    accreditation: str | None = None
    source: str = "manual"
    compared: bool = True
    override: OverrideBody | None = None


async def check_in(
    services: Services, principal: Principal, ticket: Ticket, code: str, body: CheckInBody
) -> Answer:
    """Record an arrival at a voting centre: 201 with the visit; an open visit elsewhere is closed by it.

    Raises:
        Problem: 403; 404, no such centre or accreditation of theirs; 409, the badge is not good, out of scope,
            already inside, or the cap of Art. 18(4) is reached, with who is inside.
    """
    if principal.kind not in OFFICERS | {"observer"}:
        raise forbidden("vcc | zec | lgec | cec | observer")
    place_code = centre_of(code)
    source = word_code("source", body.source)
    if body.override is not None and principal.kind == "observer":
        raise forbidden("vcc | zec | lgec | cec")

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        checked = await _checked(services, conn, principal, body, now)
        row = checked.accreditation
        if row is None or checked.verdict not in (Verdict.VALID, Verdict.CAUTION):
            raise not_good(checked)
        held = await accreditations.find(conn, row.number, lock=True)
        if held is None or held.state != "valid":
            raise Problem(409, "accreditation_revoked", article="19(2)", remedy="refuse_and_record")
        place = await store.hold_place(conn, row.election_id, place_code)
        if place is None or not may_keep(principal, place):
            raise not_yours()
        return 201, await _admit(conn, principal, checked, row, place, source, body, now)

    return await perform(services, ticket, work)


async def _checked(
    services: Services, conn: AsyncConnection, principal: Principal, body: CheckInBody, now: datetime
) -> Checked:
    """The verification of the badge shown, or of the stored badge of the number given."""
    number = body.accreditation
    if number is None and body.badge is None and principal.kind == "observer":
        number = principal.subject
    if (number is None) == (body.badge is None):
        raise Problem(400, "badge_or_number", remedy="mend_body")
    text = body.badge or ""
    if number is not None:
        row = await accreditations.find(conn, number)
        if row is None:
            raise not_yours()
        text = row.credential
    checked = await verification.check_with(conn, await badge_keys.trust(services, conn, now), text, now)
    found = checked.accreditation
    if principal.kind == "observer" and (found is None or found.number != principal.subject):
        raise not_yours()
    return checked


async def _admit(
    conn: AsyncConnection,
    principal: Principal,
    checked: Checked,
    row: Accreditation,
    place: DoorPlace,
    source: str,
    body: CheckInBody,
    now: datetime,
) -> dict[str, Any]:
    inside = await store.open_at(conn, place.election_id, place.code)
    elsewhere = await store.open_of(conn, row.id)
    finding, group = await law_of_presence(conn, row, inside)
    verdict = judge(
        checked.verification,
        door(
            place.code, place.unit_code, await store.centres_of_unit(conn, place.election_id, place.unit_code)
        ),
        presence(finding, group, inside, elsewhere, place),
        compared=body.compared,
    )
    refused = refusal(principal, verdict, finding, group)
    over_cap = refused is not None and refused.code in ("cap_reached", "limit_unset")
    override = None
    if refused is not None:
        if not over_cap or body.override is None:
            raise refused
        override = long_text("override.reason", body.override.reason, REASON_LIMIT_CHARACTERS)
    closed = None
    if elsewhere is not None:
        await store.close(conn, elsewhere.id, now, principal.role)
        closed = {"id": elsewhere.id, "voting_centre": elsewhere.place_code}
    id = await store.add(
        conn,
        place,
        accreditation_id=row.id,
        organisation_id=row.organisation_id,
        counted=finding.code is not FindingCode.NOT_CAPPED,
        entered_at=now,
        source=source,
        recorded_by=principal.role,
        override_reason=override,
    )
    if override is not None:
        details = {"place": place.code, "accreditation": row.number}
        await audit.record(conn, now, principal.role, "presence_cap_overridden", f"check-in:{id}", details)
    stored = await store.find(conn, id)
    assert stored is not None  # stored above, in this transaction
    return view(stored) | {
        "closed": closed,
        "cap": finding.arguments.get("cap"),
        "finding": {"code": finding.code, "article": finding.article, "law": finding.law},
        "inside_of_sender": len(group) + 1 if finding.code is not FindingCode.NOT_CAPPED else None,
    }


async def check_out(services: Services, principal: Principal, ticket: Ticket | None, id: int) -> Answer:
    """Record a departure by the visit's id: 200.

    Raises:
        Problem: 403; 404, no such visit of theirs; 409, it is closed already.
    """
    if principal.kind not in OFFICERS | {"observer"}:
        raise forbidden("vcc | zec | lgec | cec | observer")

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        visit = await store.find(conn, id, lock=True)
        if visit is None or not may_close(principal, visit):
            raise not_yours()
        if visit.left_at is not None:
            raise Problem(409, "already_out", arguments={"left_at": visit.left_at})
        await store.close(conn, id, now, principal.role)
        return 200, view(msgspec.structs.replace(visit, left_at=now, closed_by=principal.role))

    return await perform(services, ticket, work)


async def inside(
    services: Services, principal: Principal, code: str, election_id: int | None
) -> dict[str, Any]:
    """Who is inside a voting centre now, for its commissioner and the commissions above.

    An observer whose accreditation was revoked meanwhile is still listed, and marked, until the departure.

    Raises:
        Problem: 403; 404.
    """
    if principal.kind not in OFFICERS:
        raise forbidden("vcc | zec | lgec | cec")
    async with services.database.reading() as conn:
        place = await store.newest_place(conn, centre_of(code), election_id)
        if place is None or not may_keep(principal, place):
            raise not_yours()
        rows = await store.open_at(conn, place.election_id, place.code)
    return {
        "items": [view(row) | {"name": row.display_name, "accreditation_state": row.state} for row in rows],
        "next_cursor": None,
    }


def view(row: CheckIn) -> dict[str, Any]:
    """A visit as its commission and its observer see it."""
    return {
        "id": row.id,
        "accreditation": row.number,
        "voting_centre": row.place_code,
        "organisation": row.organisation_id,
        "entered_at": row.entered_at,
        "left_at": row.left_at,
        "counted": row.counted,
        "over_cap": row.over_cap,
        "override_reason": row.override_reason,
        "source": row.source,
        "recorded_by": row.recorded_by,
        "closed_by": row.closed_by,
    }
