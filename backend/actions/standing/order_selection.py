"""Whom an order meets: by sender, zone and category, with exemptions; one selection for preview, order and effect."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.elections import ElectionFacts
from accreditation.scope import PlaceKind, covers, units_of_scope
from accreditation.senders import SenderKind
from accreditation.standing import (
    STANDINGS,
    Accredited,
    Measure,
    RevocationScope,
    Standing,
    revocation_findings,
    revoked_by,
)
from backend.actions.door.badge_scopes import facts_of as facts_of_scope
from backend.actions.elections.place_codes import centre_code, unit_code
from backend.problems import Problem
from backend.store import revocations as store
from backend.store.revocations import Candidate

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


class FilterBody(msgspec.Struct, frozen=True):
    """Whom an order names."""

    organisations: list[int] = []
    zone: ZoneBody = msgspec.field(default_factory=ZoneBody)
    category: CategoryBody = msgspec.field(default_factory=CategoryBody)
    exempt: ExemptionBody = msgspec.field(default_factory=ExemptionBody)


class Selection(msgspec.Struct, frozen=True):
    """Whom an order meets now, and how many its exemptions spare; `units` counts by electoral unit."""

    met: tuple[Candidate, ...]
    exempted: tuple[Candidate, ...]
    units: dict[str, int]

    @property
    def ids(self) -> list[int]:
        """The ids of those met, ascending."""
        return [one.id for one in self.met]


def check(body: FilterBody) -> None:
    """Let an order pass that says whom it means.

    Raises:
        Problem: 400, it names no sender, zone or category, or too much.
    """
    lists = (
        body.organisations,
        body.zone.electoral_units,
        body.zone.voting_centres,
        body.category.organisation_kinds,
        body.category.roles,
    )
    if not any(lists):
        raise Problem(400, "filter_empty", article="19(2)", remedy="name_sender_zone_or_category")
    spared = body.exempt
    if any(
        len(one) > LIST_LIMIT for one in (*lists, spared.organisations, spared.accreditations, spared.roles)
    ):
        raise Problem(400, "field_invalid", arguments={"reason": "too_many", "limit": LIST_LIMIT})


async def select(
    conn: AsyncConnection, election: ElectionFacts, body: FilterBody, measure: Measure
) -> Selection:
    """The accreditations that the order meets, by id; the law judges sender, kind and unit."""
    states = [str(one) for one in Standing if STANDINGS.allows(one, measure.move)]
    held = await store.candidates(conn, int(election.id), states)
    unit_of = await store.unit_of_places(conn, int(election.id))
    centres = [centre_code(code) for code in body.zone.voting_centres]
    zones = frozenset(form for code in body.zone.electoral_units for form in (code, unit_code(code)))
    senders = frozenset(str(id) for id in body.organisations)
    kinds = frozenset(str(kind) for kind in body.category.organisation_kinds)
    spared_kinds = frozenset(str(kind) for kind in body.exempt.organisation_kinds)
    met, exempted = [], []
    units: Counter[str] = Counter()
    for one in held:
        if body.category.roles and one.role not in body.category.roles:
            continue
        scope = facts_of_scope(one.scope)
        in_centre = any(
            covers(scope, PlaceKind.VOTING_CENTRES, code, unit_of.get(code, "")) for code in centres
        )
        if centres and not zones and not in_centre:
            continue
        touched, _ = units_of_scope(scope, unit_of)
        # A centre of the zone that the scope covers meets the order without one of the order's units.
        named = RevocationScope(frozenset() if in_centre else zones, senders, kinds)
        facts = Accredited(one.number, str(one.organisation_id), one.organisation_kind, touched)
        if not revoked_by(named, [facts]):
            continue
        by_kind = msgspec.structs.replace(named, exempt_kinds=spared_kinds)
        if not revoked_by(by_kind, [facts]) or _spared(body.exempt, one):
            exempted.append(one)
            continue
        met.append(one)
        units.update(touched & zones if zones and not in_centre else touched)
    return Selection(tuple(met), tuple(exempted), dict(sorted(units.items())))


def _spared(exempt: ExemptionBody, one: Candidate) -> bool:
    """Whether the exemptions by sender, role or number leave this one alone."""
    return (
        one.organisation_id in exempt.organisations
        or one.role in exempt.roles
        or one.number in exempt.accreditations
    )


def findings_of(election: ElectionFacts, body: FilterBody) -> list[dict[str, Any]]:
    """What the law finds about the order itself."""
    named = RevocationScope(
        frozenset([*body.zone.electoral_units, *body.zone.voting_centres]),
        frozenset(str(id) for id in body.organisations),
    )
    return msgspec.to_builtins(revocation_findings(election, named))


async def told(
    conn: AsyncConnection, election: ElectionFacts, body: FilterBody, found: Selection
) -> dict[str, Any]:
    """Whom an order meets, in numbers, and what the law finds about the order itself."""
    spared = Counter(one.organisation_kind for one in found.exempted)
    return {
        "election": int(election.id),
        "count": len(found.met),
        "accreditations": [one.number for one in found.met],
        "by_organisation": await store.senders_of(conn, found.ids),
        "by_unit": [{"unit": unit, "count": count} for unit, count in found.units.items()],
        "exempted": {
            "count": len(found.exempted),
            "by_kind": [{"kind": kind, "count": spared[kind]} for kind in sorted(spared)],
        },
        "inside": await store.inside(conn, found.ids),
        "findings": findings_of(election, body),
    }
