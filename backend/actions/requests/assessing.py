"""From stored rows to the facts of the rules, and from their assessment to what is stored and shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.assessment import Assessment, assess, filed_at
from accreditation.bodies import HeldScope, bodies_taken
from accreditation.competence import BodyKind, Competence, DelegationFacts, competent_body
from accreditation.decision_time import DueKind
from accreditation.elections import ElectionFacts
from accreditation.findings import FindingCode
from accreditation.law.choices import ChoiceCode, Option
from accreditation.observers import ObserverFacts, citizenships_of
from accreditation.reaccreditation import FollowedOrder
from accreditation.requests import Course, Earlier, Office, RequestFacts, Return, Translation
from accreditation.scope import CEC, ScopeFacts, units_of_scope
from accreditation.senders import ELECTORAL_SUBJECTS, SenderFacts
from accreditation.timeliness import window_of
from backend.actions.elections.elections import facts_of
from backend.actions.senders.registrations import sender_facts
from backend.store import conduct, deadlines, organisations, places, registrations, requests, revocations
from backend.store.elections import ElectionRow
from backend.store.places import ScopeRegister
from backend.store.requests import RequestRow

ALBANIAN = "sq"
FAILURE = "failure_to_decide"
TARGET = "decision_target"
OPENING = "open_held_request"
TRANSLATION = "translation_due"


class Grounds(msgspec.Struct, frozen=True):
    """All facts that bear on one request."""

    election: ElectionFacts
    sender: SenderFacts
    request: RequestFacts
    competence: Competence


class AskedFor(msgspec.Struct, frozen=True):
    """What of a request the rules look at."""

    organisation_id: int
    citizenship: str
    role: str
    language: str
    scope: ScopeFacts
    conduct_accepted: bool
    hold_consent: bool
    replaces: int | None = None
    follows: FollowedOrder | None = None
    conduct_version: str = ""
    earlier: Earlier | None = None
    course: Course = Course()


def asked_for(row: RequestRow) -> AskedFor:
    """What a stored request asks for."""
    return AskedFor(
        organisation_id=row.organisation_id,
        citizenship=row.citizenship,
        role=row.role,
        language=row.language,
        scope=msgspec.convert(row.scope, ScopeFacts),
        conduct_accepted=bool(row.code_of_conduct.get("accepted")),
        hold_consent=row.hold_consent,
        replaces=row.replaces,
        follows=followed(row.assessment),
        conduct_version=row.code_of_conduct.get("version", ""),
        earlier=earlier_of(row),
        course=course_of(row),
    )


def earlier_of(row: RequestRow) -> Earlier | None:
    """The request that this one hangs on, or None."""
    if row.earlier is None:
        return None
    return msgspec.convert({**row.earlier, "same_observer": row.addendum}, Earlier)


def course_of(row: RequestRow) -> Course:
    """What happened to a stored request since it was filed."""
    returns: list[Return] = []
    for one in row.returns or ():
        at = datetime.fromisoformat(one["at"])
        if one["event"] == "returned":
            returns.append(Return(at))
        elif returns and returns[-1].completed_at is None:
            returns[-1] = Return(returns[-1].at, at)
    return Course(
        sent_at=row.sent_at,
        translation=msgspec.convert(row.translation, Translation) if row.translation else None,
        returns=tuple(returns),
        failed_at=row.failure_at,
        failed_body=row.competent,
        reinstatement_asked_at=row.reinstatement_asked_at,
        offices=msgspec.convert(row.offices or (), tuple[Office, ...]),
    )


def followed(assessment: dict[str, Any]) -> FollowedOrder | None:
    """The order that a stored request follows: its first assessment says so, and every later one keeps it."""
    for one in assessment.get("findings", ()):
        if one["code"] == FindingCode.FOLLOWS_ORDER:
            given = one["arguments"]
            at = datetime.fromisoformat(given["effective_at"])
            return FollowedOrder(given["accreditation"], given["order_act"], at, given["same_person"])
    return None


class HeldByRequest(msgspec.Struct, frozen=True):
    """One accreditation in force of the sender's, with the request that it was granted on."""

    request_id: int
    held: HeldScope


class CaseFile(msgspec.Struct, frozen=True):
    """What bears on every request of one sender in one election: read once, however many requests are filed."""

    election: ElectionFacts
    sender: SenderFacts
    delegations: tuple[DelegationFacts, ...]
    held: tuple[HeldByRequest, ...] = ()
    codes_of_conduct: tuple[tuple[datetime, str], ...] = ()
    """Every version published, with the instant from which it holds, oldest first."""


async def case_file(conn: AsyncConnection, election: ElectionRow, organisation_id: int) -> CaseFile:
    """Read what bears on every request of a sender in an election.

    Raises:
        LookupError: the organisation is not stored, which a foreign key excludes.
    """
    organisation = await organisations.find(conn, organisation_id)
    if organisation is None:
        raise LookupError("organisation")
    sender = sender_facts(organisation, await registrations.of(conn, organisation.id, election.id))
    facts = facts_of(election)
    held = await _held(conn, facts, sender, organisation.id)
    codes = await conduct.versions(conn, election.id)
    return CaseFile(facts, sender, await delegation_facts(conn, election.id), held, codes)


async def _held(
    conn: AsyncConnection, election: ElectionFacts, sender: SenderFacts, organisation_id: int
) -> tuple[HeldByRequest, ...]:
    """What the sender holds, read only where the lawyer reads "an observer" of 18(2) strictly."""
    if sender.kind not in ELECTORAL_SUBJECTS:
        return ()
    if not election.chosen(ChoiceCode.AN_OBSERVER, Option.ONE_FOR_EACH_BODY):
        return ()
    unit_of = await revocations.unit_of_places(conn, int(election.id))
    group = [organisation_id, *([int(sender.coalition_id)] if sender.coalition_id else [])]
    found = []
    for row in await registrations.held_of(conn, int(election.id), group):
        scope = msgspec.convert(row.scope, ScopeFacts)
        units, _ = units_of_scope(scope, unit_of)
        found.append(HeldByRequest(row.request_id, HeldScope(row.number, scope, units)))
    return tuple(found)


async def register_of(conn: AsyncConnection, election_id: int, scopes: Iterable[ScopeFacts]) -> ScopeRegister:
    """What the register knows of every code in these scopes, in one query."""
    codes: set[str] = set()
    units: set[str] = set()
    roles: set[str] = set()
    for scope in scopes:
        codes.update(scope.voting_centres, scope.counting_centres, scope.counting_tables)
        units.update(scope.electoral_units)
        named = [role for role in scope.commissions if role != CEC]
        roles.update(named)
        units.update(role.partition(":")[2] for role in named if role.startswith(("zec:", "lgec:")))
    return await places.register_of(conn, election_id, sorted(codes), sorted(units), sorted(roles))


def grounds_of(
    case: CaseFile,
    asked: AskedFor,
    known: ScopeRegister,
    now: datetime,
    replaces_filed_at: datetime | None = None,
) -> Grounds:
    """The facts that bear on one request, from what was read; `now` is when competence is judged. Pure."""
    units, unknown = _units(asked.scope, known)
    # Whoever replaces an observer takes that one's place at the body.
    others = [one.held for one in case.held if asked.replaces is None or one.request_id != asked.replaces]
    taken = bodies_taken(asked.scope, others, known.unit_of) if others else {}
    request = RequestFacts(
        observer=ObserverFacts(citizenships_of(asked.citizenship), asked.role),
        scope=asked.scope,
        units=units,
        unknown_places=unknown,
        code_of_conduct=asked.conduct_accepted,
        hold_consent=asked.hold_consent,
        foreign_language=asked.language != ALBANIAN,
        replaces_filed_at=asked.earlier.filed_at if asked.earlier else replaces_filed_at,
        earlier=asked.earlier,
        course=asked.course,
        bodies_taken=taken,
        judged_at=now,
        follows=asked.follows,
        conduct_version=asked.conduct_version,
        conduct_in_force=next((name for at, name in reversed(case.codes_of_conduct) if at <= now), ""),
    )
    # A unit that does not exist has no commission: such a request stays with the CEC.
    delegated_units = frozenset() if unknown else units
    competence = competent_body(case.election, case.sender, delegated_units, case.delegations, now)
    return Grounds(case.election, case.sender, request, competence)


async def grounds(conn: AsyncConnection, election: ElectionRow, asked: AskedFor, now: datetime) -> Grounds:
    """Read the facts that bear on a request; `now` is the instant at which competence is judged.

    Raises:
        LookupError: the organisation is not stored, which a foreign key excludes.
    """
    case = await case_file(conn, election, asked.organisation_id)
    known = await register_of(conn, election.id, [asked.scope])
    replaces_filed_at = await requests.received_at(conn, asked.replaces) if asked.replaces else None
    return grounds_of(case, asked, known, now, replaces_filed_at)


async def delegation_facts(conn: AsyncConnection, election_id: int) -> tuple[DelegationFacts, ...]:
    """The instructions of an election as the rules need them."""
    return tuple(
        DelegationFacts(
            row.instruction,
            BodyKind(row.body_kind),
            row.from_at,
            row.until_at,
            frozenset(row.units) if row.units is not None else None,
        )
        for row in await registrations.delegations_of(conn, election_id)
    )


def _units(scope: ScopeFacts, known: ScopeRegister) -> tuple[frozenset[str], tuple[str, ...]]:
    """The units that a scope touches, and every code of it that the register does not know."""
    units, unknown = units_of_scope(scope, known.unit_of)
    strange = [f"unit:{unit}" for unit in sorted(units - known.units) if unit not in known.unit_of.values()]
    return units, (*unknown, *strange)


def assessed(found: Grounds, received_at: datetime) -> Assessment:
    """The assessment of a request that was recorded at an instant."""
    return assess(found.election, found.sender, found.request, received_at, found.competence.body.role)


def counts_from(found: Grounds, assessment: Assessment, received_at: datetime) -> datetime:
    """From when a filing counts: its receipt, or the opening if its sender agreed that it is held."""
    window = window_of(found.election, assessment.classification.by_observer)
    return filed_at(window, received_at, hold_consent=found.request.hold_consent)


def stored(assessment: Assessment) -> bytes:
    """An assessment as JSON, as it is kept with the request."""
    return msgspec.json.encode(assessment)


async def refreshed(
    conn: AsyncConnection, election: ElectionRow, row: RequestRow, now: datetime
) -> dict[str, Any]:
    """The assessment of a waiting request on what is on file now; what the shell found stays in front.

    Candidacies and admissions are recorded after many filings, and an officer must not decide on old facts.
    """
    found = await grounds(conn, election, asked_for(row), now)
    return kept_anew(row, assessed(found, row.received_at))


def kept_anew(row: RequestRow, assessment: Assessment) -> dict[str, Any]:
    """A new assessment of a stored request as it is kept, with the findings that only the shell makes in front."""
    kept = msgspec.to_builtins(assessment, builtin_types=(datetime,))
    known = set(FindingCode)
    of_the_shell = [one for one in row.assessment["findings"] if one["code"] not in known]
    kept["findings"] = [*of_the_shell, *kept["findings"]]
    if due_stands(row):
        kept["decision_due"] = row.assessment["decision_due"]
    return kept


def due_stands(row: RequestRow) -> bool:
    """Whether the time to decide stays as it is, whatever is found anew: no machine takes it back.

    A ruling on an appeal gave a time of its own, or a failure arose under the limits of its day.
    """
    return row.failure_at is not None or "ruling" in row.assessment.get("decision_due", {})


def shown(kept: dict[str, Any]) -> dict[str, Any]:
    """The assessment of a stored request as the API shows it; the time to decide stands beside it."""
    return {name: value for name, value in kept.items() if name != "decision_due"}


def due_shown(kept: dict[str, Any]) -> dict[str, Any]:
    """The time to decide of a stored request: `at`, `kind`, and how it was counted."""
    return kept["decision_due"]


def deadline_of(assessment: Assessment) -> tuple[str, datetime] | None:
    """When the time to decide ends and as which kind of deadline; an internal target is one of its own kind."""
    due = assessment.decision_due
    if due.at is None:
        return None
    return (FAILURE if due.kind is DueKind.LAW else TARGET), due.at


async def put_deadlines(conn: AsyncConnection, request_id: int, assessment: Assessment) -> None:
    """Store when the time to decide ends."""
    ends = deadline_of(assessment)
    if ends is not None:
        await deadlines.put(conn, ends[0], subject_of(request_id), ends[1])


async def close_deadlines(conn: AsyncConnection, *request_ids: int) -> None:
    """Close the open deadlines of requests that no longer wait for a decision."""
    subjects = [subject_of(id) for id in request_ids]
    await deadlines.close_all(conn, (FAILURE, TARGET, OPENING, TRANSLATION), subjects)


def subject_of(request_id: int) -> str:
    """A request as the subject of deadlines and audit records."""
    return f"request:{request_id}"


def subject_of_number(number: str) -> str:
    """A request as the subject of notices, by the number that people know."""
    return f"request:{number}"
