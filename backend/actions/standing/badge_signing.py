"""Signing badges from stored facts: anew for the same accreditation, or for one that takes another's place; in sets."""

from __future__ import annotations

import asyncio
import secrets
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import msgspec
from psycopg import AsyncConnection

from accreditation.civil_time import at_local
from accreditation.elections import ElectionFacts, ElectionKind
from accreditation.law.editions import EditionId
from accreditation.observers import ObserverRole
from accreditation.scope import validity
from backend.actions.door import badge_keys
from backend.actions.door.badge_scopes import badge_scope
from backend.problems import Problem
from backend.services import Services
from backend.store import standing as store
from backend.store.standing import Facts, NewAccreditation, Resigned
from badges import credential
from badges.errors import Misuse
from badges.instants import HOUR
from badges.keys import Signer
from badges.names import cleaned, shortened
from badges.payload import MAX_ACRONYM_BYTES, PHOTO_HASH_BYTES, Badge, Role
from badges.trust import TrustList

HORIZON = timedelta(days=90)
"""No law: a badge printed before the final announcement ends so many days after election day, in Albania.

The announcement itself ends it earlier. Where it has not come a fortnight before the end, the sweep signs the badge
again under the same serial for so many days more.
"""
AT_ONCE = 100
"""Badges signed before other work of the process gets its turn: about 20 ms."""

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


def sign(badge: Badge, signer: Signer, trust: TrustList, now: datetime) -> str:
    """The signed text of a badge, checked as a door would check it.

    Raises:
        Problem: 409, the name or the scope cannot stand on a badge.
    """
    try:
        text = credential.issue(badge, signer)
    except Misuse as error:
        raise Problem(
            409,
            "badge_cannot_carry",
            article="18(4)",
            remedy="name_places_as_units",
            arguments={"fact": "name" if not badge.name else "scope"},
        ) from error
    checked = credential.verify(text, trust, None, max(now, badge.valid_from))
    # Never false: it guards the register against a badge that no door could read.
    assert checked.evidence.signature_holds
    assert checked.badge is not None
    return text


def until(
    election_id: int,
    election_date: date,
    edition: str,
    final_announcement: datetime | None,
    decided_at: datetime,
    now: datetime | None = None,
) -> datetime:
    """The final announcement where it is known, else the horizon; on a whole hour, at least one hour long.

    With `now`, a horizon that is near or past moves on from it.
    """
    start = badge_keys.floor_to(decided_at, HOUR)
    election = ElectionFacts(
        str(election_id),
        "",
        ElectionKind.ASSEMBLY,
        election_date,
        edition=EditionId(edition),
        final_announcement=final_announcement,
    )
    ends = validity(election, decided_at).valid_until
    if ends is None:
        ends = at_local(election.election_date + HORIZON, time())
        if now is not None:
            ends = max(ends, now + HORIZON)
    return max(badge_keys.ceil_to(ends, HOUR), start + HOUR)


async def sign_again(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    ids: Sequence[int],
    *,
    keep_serial: bool = False,
) -> None:
    """Sign the badges of accreditations anew, in the caller's transaction.

    They get new serials and the old ones end for good, unless `keep_serial` only moves their end.
    """
    if not ids:
        return
    held = await store.facts(conn, ids)
    if not keep_serial:
        await store.end_serials(conn, ids, now)
    signer = await badge_keys.signer(services, conn, now)
    trust = await badge_keys.trust(services, conn, now)
    serials = {one.id: one.serial for one in held}
    if not keep_serial:
        serials = await _serials(conn, held)
    signed = []
    for count, one in enumerate(held):
        ends = until(
            one.election_id, one.election_date, one.edition, one.final_announcement, one.valid_from, now
        )
        sender = (one.organisation_id, one.organisation_acronym, one.organisation_name, one.organisation_kind)
        badge = _badge(one, sender, one.scope, serials[one.id], one.valid_from, ends, one.photo_hash)
        signed.append(Resigned(one.id, serials[one.id], sign(badge, signer, trust.list, now), ends))
        if count % AT_ONCE == AT_ONCE - 1:
            await asyncio.sleep(0)
    await store.resign(conn, signed)


class Reissue(msgspec.Struct, frozen=True):
    """What changes when an accreditation is issued anew; None keeps what it had.

    Attributes:
        accreditation_id: the old one.
        organisation_id: the sender it passes to.
        scope: the places, as they are stored.
        photo_ref: a new photo, with `photo_hash`, its SHA-256.
    """

    accreditation_id: int
    organisation_id: int | None = None
    scope: dict[str, list[str]] | None = None
    photo_ref: str | None = None
    photo_hash: bytes | None = None


async def issue_anew(
    services: Services, conn: AsyncConnection, now: datetime, wanted: Sequence[Reissue]
) -> dict[int, tuple[int, str]]:
    """Sign and store accreditations that take the place of others; returns the new id and number by the old id.

    The old ones must have been moved out of force in this transaction already.
    """
    held = {one.id: one for one in await store.facts(conn, [one.accreditation_id for one in wanted])}
    senders = await store.senders(conn, [one.organisation_id for one in wanted if one.organisation_id])
    signer = await badge_keys.signer(services, conn, now)
    trust = await badge_keys.trust(services, conn, now)
    year_numbers = iter(await store.numbers(conn, len(wanted)))
    ordered = sorted(wanted, key=lambda one: one.accreditation_id)
    serials = await _serials(conn, [held[one.accreditation_id] for one in ordered])
    made: list[NewAccreditation] = []
    for count, one in enumerate(ordered):
        old = held[one.accreditation_id]
        organisation_id = one.organisation_id or old.organisation_id
        sender = (organisation_id, old.organisation_acronym, old.organisation_name, old.organisation_kind)
        if organisation_id in senders:
            sender = (organisation_id, *senders[organisation_id])
        scope = one.scope if one.scope is not None else old.scope
        ends = until(old.election_id, old.election_date, old.edition, old.final_announcement, now, now)
        photo_hash = one.photo_hash if one.photo_ref else old.photo_hash
        badge = _badge(old, sender, scope, serials[old.id], now, ends, photo_hash)
        made.append(
            NewAccreditation(
                number=f"VZH-{old.election_date.year}-{next(year_numbers):06d}",
                serial=serials[old.id],
                request_id=old.request_id,
                election_id=old.election_id,
                organisation_id=organisation_id,
                issued_at=now,
                valid_from=now,
                valid_until=ends,
                display_name=badge.name,
                role=old.role,
                scope=scope,
                citizenship=old.citizenship,
                credential=sign(badge, signer, trust.list, now),
                public_id=secrets.token_urlsafe(16),
                photo_ref=one.photo_ref or old.photo_ref,
                reissues=old.id,
            )
        )
        if count % AT_ONCE == AT_ONCE - 1:
            await asyncio.sleep(0)
    ids = await store.add(conn, made)
    await store.hand_over(
        conn,
        [(new.reissues, ids[new.number]) for new in made],
        {ids[new.number]: new.organisation_id for new in made},
    )
    return {new.reissues: (ids[new.number], new.number) for new in made}


async def _serials(conn: AsyncConnection, held: Sequence[Facts]) -> dict[int, int]:
    """New serials for accreditations, each election's counter taken once, in order of election."""
    by_election: defaultdict[int, list[int]] = defaultdict(list)
    for one in held:
        by_election[one.election_id].append(one.id)
    found = {}
    for election_id, ids in sorted(by_election.items()):
        found.update(zip(ids, await store.take_serials(conn, election_id, len(ids)), strict=True))
    return found


def _badge(
    one: Facts,
    sender: tuple[int, str, str, str],
    scope: dict[str, list[str]],
    serial: int,
    start: datetime,
    ends: datetime,
    photo_hash: bytes | None,
) -> Badge:
    organisation_id, acronym, name, kind = sender
    return Badge(
        election=one.election_id,
        serial=serial,
        name=cleaned(one.display_name),
        organisation=organisation_id,
        acronym=acronym_of(acronym, name),
        role=badge_role(kind, one.role),
        valid_from=badge_keys.floor_to(start, HOUR),
        valid_until=ends,
        scope=badge_scope(scope),
        photo_hash=(photo_hash or b"")[:PHOTO_HASH_BYTES],
    )


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
