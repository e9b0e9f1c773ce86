"""What keeps an observer outside: the law's cap, the badge, the place and the comparison, judged together.

Art. 18(4) and 19(2)(c). The cap comes last among the grounds, because a commissioner may override it with a reason.
"""

from __future__ import annotations

from typing import Any

from psycopg import AsyncConnection

from accreditation.capacity import Presence as LawPresence
from accreditation.capacity import cap_group, counts_toward_cap, presence_finding
from accreditation.findings import Finding, FindingCode
from accreditation.observers import ObserverFacts, citizenships_of
from accreditation.scope import PlaceKind
from accreditation.senders import SenderFacts
from backend.actions.door import verification
from backend.actions.door.verification import Checked
from backend.actions.elections.elections import facts_of, require_election
from backend.actions.principals import Principal
from backend.actions.senders.registrations import sender_facts
from backend.problems import Problem, not_yours
from backend.store import organisations, registrations
from backend.store.accreditations import Accreditation
from backend.store.check_ins import CheckIn, DoorPlace
from badges.checkin import DoorCode, DoorVerdict, Presence, Visit
from bots.reports.places import normal_form

OFFICERS = {"vcc", "zec", "lgec", "cec"}


async def law_of_presence(
    conn: AsyncConnection, row: Accreditation, inside: list[CheckIn]
) -> tuple[Finding, list[CheckIn]]:
    """What Art. 18(4) says of one more of this sender, and the visits that count for the same cap."""
    election = facts_of(await require_election(conn, row.election_id))
    senders = {
        id: await _sender(conn, id, row.election_id)
        for id in {row.organisation_id, *(visit.organisation_id for visit in inside if visit.counted)}
    }
    sender = senders[row.organisation_id]
    observer = ObserverFacts(citizenships_of(row.citizenship), row.role)
    present = [
        LawPresence(visit.number, cap_group(senders[visit.organisation_id]), True, visit.entered_at)
        for visit in inside
        if visit.counted
    ]
    finding = presence_finding(election, sender, observer, present, PlaceKind.VOTING_CENTRES, row.number)
    if not counts_toward_cap(sender, observer):
        return finding, []
    numbers = {one.accreditation for one in present if one.group == cap_group(sender)}
    return finding, [visit for visit in inside if visit.number in numbers and visit.number != row.number]


async def _sender(conn: AsyncConnection, id: int, election_id: int) -> SenderFacts:
    organisation = await organisations.find(conn, id)
    assert organisation is not None  # an accreditation's sender is never deleted
    return sender_facts(organisation, await registrations.of(conn, id, election_id))


def presence(
    finding: Finding, group: list[CheckIn], inside: list[CheckIn], elsewhere: CheckIn | None, place: DoorPlace
) -> Presence:
    """Who is inside, as the door's verdict needs it; an observer inside here already is among `uncapped_here`."""
    counted = {visit.id for visit in group}
    capped = finding.code in (FindingCode.WITHIN_CAP, FindingCode.CAP_REACHED)
    away = elsewhere is not None and elsewhere.place_code != place.code
    return Presence(
        cap=finding.arguments.get("cap") if capped else None,
        counted=tuple(_visit(visit) for visit in group),
        uncapped_here=tuple(_visit(visit) for visit in inside if visit.id not in counted),
        elsewhere=(_visit(elsewhere),) if away and elsewhere is not None else (),
    )


def _visit(visit: CheckIn) -> Visit:
    return Visit(str(visit.id), visit.election_id, visit.serial, visit.entered_at)


def refusal(
    principal: Principal,
    verdict: DoorVerdict,
    finding: Finding,
    group: list[CheckIn],
) -> Problem | None:
    """The first ground that keeps the observer outside, as a problem; the cap comes last, for it can be overridden."""
    reasons = {reason.code: reason for reason in verdict.reasons}
    if DoorCode.COMPARISON_FAILED in reasons:
        return Problem(409, "comparison_failed", article="19(2)(c)", remedy="refuse_and_record")
    if DoorCode.OUTSIDE_SCOPE in reasons or DoorCode.OTHER_CENTRE_OF_UNIT in reasons:
        return Problem(409, "outside_scope", article="18(4)", remedy="send_to_own_centre")
    if DoorCode.ALREADY_INSIDE in reasons:
        (visit,) = reasons[DoorCode.ALREADY_INSIDE].visits
        return Problem(
            409, "already_inside", remedy="record_departure", arguments={"check_in": int(visit.interval_id)}
        )
    if DoorCode.CAP_REACHED in reasons or finding.code is FindingCode.LIMIT_UNSET:
        names = principal.kind in OFFICERS
        return Problem(
            409,
            "cap_reached" if DoorCode.CAP_REACHED in reasons else "limit_unset",
            article=finding.article,
            remedy="ask_who_left",
            arguments={"cap": finding.arguments.get("cap"), "inside": [_person(one, names) for one in group]},
        )
    # A ground of a later version of the door's rules still keeps the door shut.
    return None if verdict.may_admit else Problem(409, "badge_not_good", remedy=str(verdict.step))


def _person(visit: CheckIn, named: bool) -> dict[str, Any]:
    """Who is inside: by name for the commissioner, who must ask who has left; without a name for an observer."""
    shown: dict[str, Any] = {"since": visit.entered_at}
    if named:
        shown |= {"check_in": visit.id, "accreditation": visit.number, "name": visit.display_name}
    return shown


def not_good(checked: Checked) -> Problem:
    """409: the badge is not accepted, with the verdict, its grounds and the commissioner's next step."""
    codes = [str(reason.code) for reason in checked.verification.reasons]
    codes += [str(code) for code, _ in checked.register]
    return Problem(
        409,
        "badge_not_good",
        article="19(2)(c)",
        remedy=str(verification.next_step(checked)),
        arguments={"verdict": str(checked.verdict), "reasons": codes},
    )


def may_close(principal: Principal, visit: CheckIn) -> bool:
    """Whether the principal may record the end of a visit."""
    if principal.kind == "observer":
        return principal.subject == visit.number
    return may_keep(principal, DoorPlace(visit.election_id, visit.place_code, visit.unit_code, ""))


def may_keep(principal: Principal, place: DoorPlace) -> bool:
    """Whether the principal may write presence for a place; an observer for its own visit only, checked apart."""
    if principal.kind == "vcc":
        return _same_centre(principal.subject, place.code)
    if principal.kind in {"zec", "lgec"}:
        return principal.subject == place.unit_code
    return principal.kind in {"cec", "observer"}


def _same_centre(subject: str, code: str) -> bool:
    try:
        return normal_form(subject) == code
    except ValueError:
        return subject == code


def centre_of(code: str) -> str:
    """A voting centre's code as it stands in a path: `1850-01` is `1850/01`; raises 404 for what is no code."""
    try:
        return normal_form(code)
    except ValueError:
        raise not_yours() from None
