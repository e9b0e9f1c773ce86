"""Issuing an accreditation and its signed badge, inside the transaction of the decision that grants it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from datetime import datetime

from psycopg import AsyncConnection

from accreditation.standing import StandingMove
from backend.actions.decisions import interim_ends
from backend.actions.door import badge_keys
from backend.actions.door.badge_scopes import badge_scope
from backend.actions.standing import badge_signing, lane_checks, standing
from backend.actions.standing.badge_signing import acronym_of, badge_role
from backend.problems import Problem
from backend.services import Services
from backend.store import accreditations as store
from backend.store import audit, reaccreditations
from backend.store.accreditations import GrantedRequest, NewAccreditation
from badges import credential
from badges.errors import Misuse
from badges.instants import HOUR
from badges.keys import Signer
from badges.names import cleaned
from badges.payload import PHOTO_HASH_BYTES, Badge

AT_ONCE = 20
LONGEST_SERIAL = 2**32 - 1


async def issue(
    services: Services, conn: AsyncConnection, now: datetime, *, request_id: int, decision_id: int
) -> str:
    """Issue the accreditation of a granted request inside the caller's transaction; returns its number.

    Raises: as `issue_all` does.
    """
    return (await issue_all(services, conn, now, [decision_id]))[request_id]


async def issue_all(
    services: Services, conn: AsyncConnection, now: datetime, decision_ids: Sequence[int]
) -> dict[int, str]:
    """Issue the accreditations of granting decisions of one election; returns their numbers by the request's id.

    Where a request replaces another observer, that one's accreditation ends by the same act.
    All serials are taken in one step and stay locked until COMMIT, so the caller writes nothing slow afterwards.
    Badges are signed twenty at a time, so that the process goes on answering others.

    Raises:
        Problem: 409, a scope is empty or too long for a badge, or a name cannot be printed; it names the request.
        LookupError: a decision grants nothing, which is the caller's mistake.
    """
    all_granted = await store.granted_all(conn, decision_ids)
    if len(all_granted) != len(set(decision_ids)):
        raise LookupError("no granting decision on this request")
    await interim_ends.before_grant(services, conn, now, all_granted)
    return await issue_granted(services, conn, now, all_granted)


async def issue_granted(
    services: Services, conn: AsyncConnection, now: datetime, all_granted: Sequence[GrantedRequest]
) -> dict[int, str]:
    """Issue accreditations from facts that were read already; returns their numbers by the request's id.

    Raises: as `issue_all` does, but no LookupError.
    """
    if not all_granted:
        return {}
    signer = await badge_keys.signer(services, conn, now)
    trust = await badge_keys.trust(services, conn, now)
    for place, granted in enumerate(all_granted):
        fact = cannot_carry(granted, signer)
        if fact is not None:
            raise Problem(
                409,
                "badge_cannot_carry",
                article="18(4)",
                remedy="name_places_as_units",
                arguments={"fact": fact, "request": granted.request_number},
            )
        await _let_others(place)
    of_lane = await lane_checks.require_identity(conn, all_granted)
    await _end_replaced(services, conn, now, all_granted)
    numbers = await store.next_numbers(conn, len(all_granted))
    serials = await store.next_serials(conn, all_granted[0].election_id, len(all_granted))
    issued = []
    for place, (granted, number, serial) in enumerate(zip(all_granted, numbers, serials, strict=True)):
        badge = _badge(granted, serial)
        text = credential.issue(badge, signer)
        checked = credential.verify(text, trust.list, None, max(now, badge.valid_from))
        # Never false: it guards the register against a badge that no door could read.
        assert checked.evidence.signature_holds
        assert checked.badge is not None
        issued.append(
            NewAccreditation(
                granted=granted,
                number=f"VZH-{granted.election_date.year}-{number:06d}",
                serial=serial,
                issued_at=now,
                valid_from=granted.decided_at,
                valid_until=badge.valid_until,
                display_name=badge.name,
                credential=text,
                public_id=secrets.token_urlsafe(16),
            )
        )
        await _let_others(place)
    await store.add_all(conn, issued)
    if of_lane:
        await reaccreditations.set_granted(conn, of_lane)
    await audit.record_all(
        conn,
        now,
        [
            (
                one.granted.decided_by,
                "accreditation_issued",
                f"accreditation:{one.number}",
                {"serial": one.serial, "election": one.granted.election_id, "kid": signer.kid.hex()},
            )
            for one in issued
        ],
    )
    return {one.granted.request_id: one.number for one in issued}


def cannot_carry(granted: GrantedRequest, signer: Signer) -> str | None:
    """Which fact of a request no badge can carry, `name` or `scope`, or None: found before any counter is held."""
    badge = _badge(granted, LONGEST_SERIAL)
    try:
        credential.issue(badge, signer)
    except Misuse:
        return _misused(badge)
    return None


async def _let_others(place: int) -> None:
    """Let the process answer others after every twenty badges."""
    if place % AT_ONCE == AT_ONCE - 1:
        await asyncio.sleep(0)


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
        valid_until=badge_signing.until(
            granted.election_id,
            granted.election_date,
            granted.edition,
            granted.final_announcement,
            granted.decided_at,
        ),
        scope=badge_scope(granted.scope),
        photo_hash=(granted.photo_hash or b"")[:PHOTO_HASH_BYTES],
    )


def _misused(badge: Badge) -> str:
    """Which fact a badge cannot carry; `issue` has refused it already."""
    if not badge.name:
        return "name"
    return "scope"


async def _end_replaced(
    services: Services, conn: AsyncConnection, now: datetime, all_granted: Sequence[GrantedRequest]
) -> None:
    """End the accreditations of the observers who are replaced; all are granted by one act."""
    ids = [await store.id_of_request(conn, one.replaces) for one in all_granted if one.replaces is not None]
    replaced = sorted(id for id in ids if id is not None)
    if replaced:
        first = all_granted[0]
        act = {"number": first.act_number, "date": first.act_date.isoformat(), "signatory": first.signatory}
        moves = StandingMove.REPLACE
        await standing.move(services, conn, now, replaced, moves, "replaced", act, first.decided_by)
