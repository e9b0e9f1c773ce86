"""Accreditations as their owners see them, and the revocation of one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.standing import Standing
from backend.actions import revocations, standing
from backend.actions.admissions import ActBody, act_values
from backend.actions.elections import facts_of, require_election
from backend.actions.fields import long_text
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal
from backend.problems import Problem, forbidden, not_yours
from backend.services import Services
from backend.store import accreditations as store
from backend.store.accreditations import Accreditation

REASON_LIMIT_CHARACTERS = 4_000


class RevocationBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The revocation of one accreditation: why, and by which act."""

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


async def listed(services: Services, principal: Principal, after: int, limit: int) -> dict[str, Any]:
    """A page of the accreditations that the principal may read, in order of issue.

    Raises:
        Problem: 403.
    """
    if principal.kind not in {"organisation", "cec", "zec", "lgec", "auditor"}:
        raise forbidden("organisation | cec | zec | lgec | auditor")
    competent = principal.role if principal.kind in {"zec", "lgec"} else None
    organisation_id = principal.organisation_id if principal.kind == "organisation" else None
    async with services.database.reading() as conn:
        rows = await store.page(
            conn, organisation_id=organisation_id, competent=competent, after=after, limit=limit + 1
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
        Problem: 403; 404; 409, it is revoked already; 400, the act or the reason lacks something.
    """
    if principal.kind not in {"cec", "zec", "lgec"}:
        raise forbidden("cec | zec | lgec")

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await require_readable(conn, principal, number, lock=True)
        if row.state != "valid":
            raise Problem(409, "accreditation_revoked", article="19(2)")
        reason = long_text("reason", body.reason, REASON_LIMIT_CHARACTERS)
        act = act_values(body.act, now)
        election = facts_of(await require_election(conn, row.election_id))
        appeal = revocations.appeal_of(election, now, principal.role)
        await standing.revoke(services, conn, now, [row.id], reason, act, principal.role, appeal=appeal)
        found = await store.find(conn, number)
        assert found is not None  # its row is locked
        return 201, view(services, found)

    return await perform(services, ticket, work)
