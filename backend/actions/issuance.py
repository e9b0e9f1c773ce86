"""Issuing an accreditation and its signed badge, inside the transaction of the decision that grants it."""

from __future__ import annotations

import secrets
from datetime import datetime, time, timedelta

from psycopg import AsyncConnection

from accreditation.civil_time import at_local
from accreditation.elections import ElectionFacts, ElectionKind
from accreditation.law.editions import EditionId
from accreditation.observers import ObserverRole
from accreditation.scope import validity
from backend.actions import badge_keys, revocations
from backend.actions.badge_scopes import badge_scope
from backend.problems import Problem
from backend.services import Services
from backend.store import accreditations as store
from backend.store import audit
from backend.store.accreditations import GrantedRequest
from badges import credential
from badges.errors import Misuse
from badges.instants import HOUR
from badges.names import cleaned, shortened
from badges.payload import MAX_ACRONYM_BYTES, PHOTO_HASH_BYTES, Badge, Role

HORIZON = timedelta(days=90)
"""No law: a badge printed before the final announcement ends so many days after election day, in Albania.

The announcement itself ends it earlier: the verification online judges by the election's own record.
"""

_ROLES = {
    "albanian_ngo": Role.ALBANIAN_NGO,
    "foreign_ngo": Role.FOREIGN_NGO,
    "international_organisation": Role.INTERNATIONAL_ORGANISATION,
    "foreign_state": Role.FOREIGN_STATE,
    "media": Role.MEDIA,
    "political_party": Role.POLITICAL_PARTY,
    "coalition": Role.COALITION,
    "independent_candidate": Role.INDEPENDENT_CANDIDATE,
}


async def issue(
    services: Services, conn: AsyncConnection, now: datetime, *, request_id: int, decision_id: int
) -> str:
    """Issue the accreditation of a granted request inside the caller's transaction; returns its number.

    Where the request replaces another observer, that one's accreditation is revoked by the same act.
    The serial's counter stays locked until COMMIT, so the caller writes nothing but its audit afterwards.

    Raises:
        Problem: 409, the scope is empty or too long for a badge, or the name cannot be printed.
        LookupError: there is no such granting decision on the request, which is the caller's mistake.
    """
    granted = await store.granted(conn, request_id, decision_id)
    if granted is None:
        raise LookupError("no granting decision on this request")
    if granted.replaces is not None:
        await _revoke_replaced(services, conn, now, granted)
    signer = await badge_keys.signer(services, conn, now)
    trust = await badge_keys.trust(services, conn, now)
    number = f"VZH-{granted.election_date.year}-{await store.next_number(conn):06d}"
    serial = await store.next_serial(conn, granted.election_id)
    badge = _badge(granted, serial)
    try:
        text = credential.issue(badge, signer)
    except Misuse as error:
        raise Problem(
            409,
            "badge_cannot_carry",
            article="18(4)",
            remedy="name_places_as_units",
            arguments={"fact": _misused(badge)},
        ) from error
    checked = credential.verify(text, trust.list, None, max(now, badge.valid_from))
    # Never false: it guards the register against a badge that no door could read.
    assert checked.evidence.signature_holds
    assert checked.badge is not None
    await store.add(
        conn,
        granted,
        number=number,
        serial=serial,
        issued_at=now,
        valid_from=granted.decided_at,
        valid_until=badge.valid_until,
        display_name=badge.name,
        credential=text,
        public_id=secrets.token_urlsafe(16),
    )
    details = {"serial": serial, "election": granted.election_id, "kid": signer.kid.hex()}
    await audit.record(
        conn, now, granted.decided_by, "accreditation_issued", f"accreditation:{number}", details
    )
    return number


def _badge(granted: GrantedRequest, serial: int) -> Badge:
    start = badge_keys.floor_to(granted.decided_at, HOUR)
    return Badge(
        election=granted.election_id,
        serial=serial,
        name=cleaned(f"{granted.given_name} {granted.family_name}"),
        organisation=granted.organisation_id,
        acronym=acronym_of(granted.organisation_acronym, granted.organisation_name),
        role=badge_role(granted.organisation_kind, granted.role),
        valid_from=start,
        valid_until=_until(granted, start),
        scope=badge_scope(granted.scope),
        photo_hash=(granted.photo_hash or b"")[:PHOTO_HASH_BYTES],
    )


def _until(granted: GrantedRequest, start: datetime) -> datetime:
    """The final announcement where it is known, else the horizon; on a whole hour, at least one hour long."""
    election = ElectionFacts(
        str(granted.election_id),
        "",
        ElectionKind.ASSEMBLY,
        granted.election_date,
        edition=EditionId(granted.edition),
        final_announcement=granted.final_announcement,
    )
    until = validity(election, granted.decided_at).valid_until
    if until is None:
        until = at_local(granted.election_date + HORIZON, time())
    return max(badge_keys.ceil_to(until, HOUR), start + HOUR)


def _misused(badge: Badge) -> str:
    """Which fact a badge cannot carry; `issue` has refused it already."""
    if not badge.name:
        return "name"
    return "scope"


async def _revoke_replaced(
    services: Services, conn: AsyncConnection, now: datetime, granted: GrantedRequest
) -> None:
    replaced = await store.id_of_request(conn, granted.replaces or 0)
    if replaced is None:
        return
    act = {
        "number": granted.act_number,
        "date": granted.act_date.isoformat(),
        "signatory": granted.signatory,
    }
    await revocations.revoke(services, conn, now, [replaced], "replaced", act, granted.decided_by)


def badge_role(organisation_kind: str, role: str) -> int:
    """The number on the badge for whom the observer observes; an interpreter is one whoever sends."""
    if role == ObserverRole.INTERPRETER:
        return Role.INTERPRETER
    return _ROLES.get(organisation_kind, Role.CITIZEN)


def acronym_of(acronym: str, name: str) -> str:
    """The sender's acronym, or the initials of its name where it gave none; at most 12 bytes."""
    given = cleaned(acronym)
    if not given:
        given = "".join(word[0] for word in cleaned(name).split() if word[0].isupper() or word[0].isdigit())
    return shortened(given, MAX_ACRONYM_BYTES)
