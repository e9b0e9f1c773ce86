"""Orders that revoke many accreditations at once: by sender, zone and category, with exemptions, by two officers.

Made for what happened in Vorë on 11 May 2025: all observers of one zone, except internationals and media.
The preview runs the same selection as the order and changes nothing.
"""

from __future__ import annotations

import hmac
from collections import Counter
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.elections import ElectionFacts
from accreditation.scope import PlaceKind, covers, units_of_scope
from accreditation.senders import SenderKind
from accreditation.standing import Accredited, RevocationScope, Standing, revocation_findings, revoked_by
from backend.actions import revocations, standing
from backend.actions.admissions import ActBody, act_values
from backend.actions.badge_scopes import facts_of as facts_of_scope
from backend.actions.elections import facts_of, require_election
from backend.actions.fields import long_text
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import KEY, Principal, require
from backend.problems import Problem, forbidden
from backend.services import Services
from backend.store import api_keys, audit
from backend.store import revocations as store
from backend.store import standing as standings
from backend.store.revocations import Candidate
from backend.vault import digest
from bots.reports.places import normal_form

REASON_LIMIT_CHARACTERS = 4_000
LIST_LIMIT = 2_000
"""Codes in one list of an order; a whole country is named by its category, not by its centres."""


class ZoneBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where: an accreditation is met when it touches one of these, even if it is good elsewhere too."""

    electoral_units: list[str] = []
    voting_centres: list[str] = []


class CategoryBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose: kinds of sender and roles of observers; both given must both hold."""

    organisation_kinds: list[SenderKind] = []
    roles: list[str] = []


class ExemptionBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who is spared: whoever meets any of these keeps the accreditation."""

    organisations: list[int] = []
    organisation_kinds: list[SenderKind] = []
    roles: list[str] = []
    accreditations: list[str] = []


class ConfirmationBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The second officer's own API key, another one than the caller's."""

    key: str


class OrderBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An order: whom it revokes, why, by which act, and who confirms. A preview needs neither act nor officer."""

    election: int
    organisations: list[int] = []
    zone: ZoneBody = msgspec.field(default_factory=ZoneBody)
    category: CategoryBody = msgspec.field(default_factory=CategoryBody)
    exempt: ExemptionBody = msgspec.field(default_factory=ExemptionBody)
    reason: str = ""
    act: ActBody = ActBody()
    confirmed_by: ConfirmationBody | None = None


async def preview(services: Services, principal: Principal, body: OrderBody) -> dict[str, Any]:
    """What the order would revoke now.

    Raises:
        Problem: 403; 404, no such election; 400, the order says nothing of whom.
    """
    require(principal, "cec")
    _check(body)
    async with services.database.reading() as conn:
        election = facts_of(await require_election(conn, body.election))
        found = await _met(conn, election, body)
    return {"preview": True, **_told(election, body, found)}


async def order(services: Services, principal: Principal, ticket: Ticket, body: OrderBody) -> Answer:
    """Revoke everyone that the order meets, effective at once: 201.

    Raises:
        Problem: 403, not the CEC, or the second officer's key is not a live one of another CEC officer; 404;
            400, the order says nothing of whom or lacks its act or confirmation; 409, it meets nobody.
    """
    require(principal, "cec")
    _check(body)
    if body.confirmed_by is None:
        raise Problem(400, "confirmation_missing", remedy="send_second_officer")
    second = body.confirmed_by.key

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        election = facts_of(await require_election(conn, body.election))
        confirmed_by = await _second_officer(conn, principal, second)
        reason = long_text("reason", body.reason, REASON_LIMIT_CHARACTERS)
        act = act_values(body.act, now)
        found = await _met(conn, election, body)
        locked = await standings.lock(conn, [one.id for one in found])
        still = {one.id for one in locked if one.state == Standing.VALID}
        found = [one for one in found if one.id in still]
        if not found:
            raise Problem(409, "nothing_to_revoke", remedy="use_preview")
        id = await store.add_order(
            conn,
            election_id=body.election,
            act=act,
            filter=msgspec.to_builtins({"zone": body.zone, "category": body.category, "exempt": body.exempt})
            | {"organisations": body.organisations},
            revoked=len(found),
            ordered_at=now,
            ordered_by=principal.key_id,
            confirmed_by=confirmed_by,
        )
        appeal = revocations.appeal_of(election, now, principal.role)
        ids = [one.id for one in found]
        numbers = await standing.revoke(
            services, conn, now, ids, reason, act, principal.role, order_id=id, appeal=appeal
        )
        details = {
            "ordered_by": principal.key_id,
            "confirmed_by": confirmed_by,
            "act": act["number"],
            "accreditations": numbers,
        }
        await audit.record(conn, now, principal.role, "revocation_ordered", f"revocation-order:{id}", details)
        return 201, {
            "id": id,
            "ordered_at": now,
            "act": act,
            "ordered_by": principal.key_id,
            "confirmed_by": confirmed_by,
            "appeal": appeal,
            **_told(election, body, found),
        }

    return await perform(services, ticket, work)


def _check(body: OrderBody) -> None:
    """Raises 400 where the order names no sender, zone or category, or too much."""
    lists = (
        body.organisations,
        body.zone.electoral_units,
        body.zone.voting_centres,
        body.category.organisation_kinds,
        body.category.roles,
    )
    if not any(lists):
        raise Problem(400, "filter_empty", article="19(2)", remedy="name_sender_zone_or_category")
    if any(len(one) > LIST_LIMIT for one in lists):
        raise Problem(400, "field_invalid", arguments={"reason": "too_many", "limit": LIST_LIMIT})


async def _met(conn: AsyncConnection, election: ElectionFacts, body: OrderBody) -> list[Candidate]:
    """The valid accreditations that the order meets, by id; the law judges sender, kind and unit."""
    held = await store.candidates(conn, int(election.id))
    unit_of = await store.unit_of_places(conn, int(election.id))
    centres = [_centre(code) for code in body.zone.voting_centres]
    zones = frozenset(body.zone.electoral_units)
    found = []
    for one in held:
        scope = facts_of_scope(one.scope)
        in_centre = any(
            covers(scope, PlaceKind.VOTING_CENTRES, code, unit_of.get(code, "")) for code in centres
        )
        # A centre of the zone that the scope covers meets the order without one of the order's units.
        units = frozenset() if in_centre else zones
        named = RevocationScope(
            units,
            frozenset(str(id) for id in body.organisations),
            frozenset(str(kind) for kind in body.category.organisation_kinds),
            frozenset(str(kind) for kind in body.exempt.organisation_kinds),
        )
        if (centres and not zones and not in_centre) or not _of_category(body, one):
            continue
        touched, _ = units_of_scope(scope, unit_of)
        if revoked_by(
            named, [Accredited(one.number, str(one.organisation_id), one.organisation_kind, touched)]
        ):
            found.append(one)
    return found


def _of_category(body: OrderBody, one: Candidate) -> bool:
    """Whether role and exemptions by sender, role and number leave this one to the order."""
    if body.category.roles and one.role not in body.category.roles:
        return False
    spared = body.exempt
    return not (
        one.organisation_id in spared.organisations
        or one.role in spared.roles
        or one.number in spared.accreditations
    )


def _centre(code: str) -> str:
    try:
        return normal_form(code)
    except ValueError:
        return code


def _told(election: ElectionFacts, body: OrderBody, found: list[Candidate]) -> dict[str, Any]:
    """Whom an order meets, and what the law finds about the order itself."""
    by_sender = Counter(one.organisation_id for one in found)
    named = RevocationScope(
        frozenset([*body.zone.electoral_units, *body.zone.voting_centres]),
        frozenset(str(id) for id in body.organisations),
    )
    return {
        "election": int(election.id),
        "count": len(found),
        "accreditations": [one.number for one in found],
        "by_organisation": [{"organisation": id, "count": by_sender[id]} for id in sorted(by_sender)],
        "findings": msgspec.to_builtins(revocation_findings(election, named)),
    }


async def _second_officer(conn: AsyncConnection, principal: Principal, key: str) -> str:
    """The id of the confirming officer's key: live, of the CEC, and not the caller's.

    Raises:
        Problem: 403.
    """
    match = KEY.fullmatch(key)
    found = await api_keys.find(conn, match[1]) if match else None
    if match is None or found is None or not hmac.compare_digest(found.secret_hash, digest(match[2])):
        raise Problem(403, "confirmation_wrong", remedy="send_second_officer")
    if found.role != "cec":
        raise forbidden("cec")
    if found.id == principal.key_id:
        raise Problem(403, "confirmation_wrong", remedy="send_second_officer")
    return found.id
