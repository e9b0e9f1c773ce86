"""Registrations of electoral subjects, and the facts about a sender that follow from them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec
from psycopg import AsyncConnection

from accreditation.coalitions import registration_findings
from accreditation.elections import ElectionFacts
from accreditation.findings import Finding
from accreditation.law.choices import ChoiceCode, Option
from accreditation.senders import RegistrationKind, SenderFacts, recorded_of
from accreditation.similar_names import folded_name
from backend.actions.acts import ActBody, act_values
from backend.actions.elections.elections import facts_of, require_election
from backend.actions.elections.place_codes import unit_code
from backend.actions.fields import cleaned_text, instant, invalid
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.actions.senders.organisations import require_organisation
from backend.problems import Problem
from backend.services import Services
from backend.store import audit, organisations, places, registrations
from backend.store.organisations import Organisation
from backend.store.registrations import Registration

ONE_COALITION = "16(5)"
"""The article of the code of 2005: a party takes part in one coalition."""
WITH_UNIT = {RegistrationKind.CANDIDATE}


class RegistrationFact(msgspec.Struct, frozen=True):
    """One fact to record about a sender, checked or not."""

    kind: RegistrationKind
    electoral_unit: str | None = None
    coalition: int | None = None
    standing: str = "holds"
    since: datetime | None = None


class RegistrationBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One fact that an officer records about a sender in an election.

    `subject`: registered as an electoral subject. `candidate`: has a candidate in `electoral_unit`.
    `multi_name_list`: submitted a list. `coalition_member`: appears in the coalition `coalition`.
    `party_candidate`: a candidate supported by a party. `human_rights`: engaged in protecting human rights.
    `standing` is `ended` where the fact no longer holds, or was found not to hold; `contested` while an appeal runs.
    """

    election: int
    kind: RegistrationKind
    act: ActBody
    electoral_unit: str | None = None
    coalition: int | None = None
    standing: Literal["holds", "ended", "contested"] = "holds"
    since: datetime | None = None
    name: str = ""


def view(row: Registration) -> dict[str, Any]:
    """A recorded fact as the API shows it."""
    return {
        "id": row.id,
        "kind": row.kind,
        "standing": row.standing,
        "electoral_unit": row.unit_code,
        "coalition": row.coalition_id,
        "since": row.since,
        "name": row.name,
        "act": row.act,
        "recorded_at": row.recorded_at,
    }


async def record(
    services: Services, principal: Principal, ticket: Ticket, organisation_id: int, body: RegistrationBody
) -> Answer:
    """The CEC records a registration, candidacy, list, coalition or engagement of a sender: 201.

    Raises:
        Problem: 403; 404, no such organisation or election; 400, an unknown unit or coalition, or an act that
            lacks something.
    """
    require(principal, "cec")

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        organisation = await require_organisation(conn, principal, organisation_id, lock=True)
        election = facts_of(await require_election(conn, body.election))
        unit = unit_code(body.electoral_unit) if body.electoral_unit else None
        fact = RegistrationFact(body.kind, unit, body.coalition, body.standing, body.since)
        await check(conn, election, organisation, fact)
        id = await registrations.add(
            conn,
            election_id=body.election,
            organisation_id=organisation_id,
            kind=str(body.kind),
            standing=body.standing,
            unit_code=unit,
            coalition_id=body.coalition,
            since=instant("since", body.since) if body.since else now,
            act=act_values(body.act, now),
            recorded_at=now,
            recorded_by=principal.role,
            name=cleaned_text("name", body.name, empty=True),
        )
        details = {"kind": body.kind, "standing": body.standing, "election": body.election}
        await audit.record(
            conn, now, principal.role, "registration_recorded", f"organisation:{organisation_id}", details
        )
        rows = await registrations.of(conn, organisation_id, body.election)
        shown = view(next(row for row in rows if row.id == id))
        return 201, shown | {"findings": findings_of(election, organisation, fact, now)}

    return await perform(services, ticket, work)


def recordable(election: ElectionFacts, kind: str) -> frozenset[RegistrationKind]:
    """What an officer can record of a kind of sender in an election."""
    return recorded_of(kind, ngos_too=election.chosen(ChoiceCode.HUMAN_RIGHTS, Option.NGOS_TOO))


def findings_of(
    election: ElectionFacts, organisation: Organisation, fact: RegistrationFact, now: datetime
) -> tuple[Finding, ...]:
    """What the law says of a registration as a subject: in time, or after the last day of Arts. 15 and 16."""
    kinds = {"political_party": False, "coalition": True}
    if (
        fact.kind is not RegistrationKind.SUBJECT
        or fact.standing == "ended"
        or organisation.kind not in kinds
    ):
        return ()
    return registration_findings(election, coalition=kinds[organisation.kind], since=fact.since or now)


async def check(
    conn: AsyncConnection,
    election: ElectionFacts,
    organisation: Organisation,
    fact: RegistrationFact,
    rows: list[Registration] | None = None,
) -> None:
    """A fact belongs to its kind of sender, names a unit and a coalition that exist, and one coalition at a time.

    `rows` is what is on file of the organisation where the caller has read it, earlier facts of the same order included.
    Raises:
        Problem: 400, the fact is none of this kind of sender's, or names what does not exist;
            409, the party is in another coalition (Art. 16(5)).
    """
    if fact.since is not None:
        instant("since", fact.since)
    if fact.kind not in recordable(election, organisation.kind):
        raise invalid("kind", "not_for_this_sender", sender=organisation.kind)
    if (fact.kind in WITH_UNIT) != (fact.electoral_unit is not None):
        raise invalid("electoral_unit", "empty" if fact.electoral_unit is None else "not_for_this_kind")
    if fact.electoral_unit is not None:
        known = await places.register_of(conn, int(election.id), [], [fact.electoral_unit], [])
        if fact.electoral_unit not in known.units:
            raise invalid("electoral_unit", "unknown")
    member = fact.kind is RegistrationKind.COALITION_MEMBER
    if member != (fact.coalition is not None):
        raise invalid("coalition", "empty" if fact.coalition is None else "not_for_this_kind")
    if fact.coalition is not None:
        coalition = await organisations.find(conn, fact.coalition)
        if coalition is None or coalition.kind != "coalition" or coalition.id == organisation.id:
            raise invalid("coalition", "unknown")
        if fact.standing == "holds":
            if rows is None:
                rows = await registrations.of(conn, organisation.id, int(election.id))
            latest = _latest(rows, RegistrationKind.COALITION_MEMBER)
            if latest is not None and latest.standing != "ended" and latest.coalition_id != fact.coalition:
                raise Problem(
                    409,
                    "in_another_coalition",
                    article=ONE_COALITION,
                    remedy="record_that_it_left",
                    arguments={"coalition": latest.coalition_id},
                )


async def listed(
    services: Services, principal: Principal, organisation_id: int, election_id: int
) -> dict[str, Any]:
    """Everything recorded of an organisation in an election, oldest first; 404 unless it is the caller's own."""
    async with services.database.reading() as conn:
        await require_organisation(conn, principal, organisation_id)
        rows = await registrations.of(conn, organisation_id, election_id)
    return {"items": [view(row) for row in rows], "next_cursor": None}


def _latest(rows: list[Registration], kind: str) -> Registration | None:
    return next((row for row in reversed(rows) if row.kind == kind), None)


def _holds(rows: list[Registration], kind: str) -> bool | None:
    latest = _latest(rows, kind)
    return None if latest is None else latest.standing != "ended"


def _contested(rows: list[Registration], kind: str) -> bool:
    latest = _latest(rows, kind)
    return latest is not None and latest.standing == "contested"


def sender_facts(organisation: Organisation, rows: list[Registration]) -> SenderFacts:
    """The facts about a sender in one election, from what officers recorded; the latest record counts.

    Once a sender is recorded as a subject the commission holds its file: what is not in it does not hold.
    Before that nothing is known, and the assessment asks an officer to check.
    """
    on_file = bool(rows)
    candidacies = {row.unit_code: row.standing for row in rows if row.kind == "candidate" and row.unit_code}
    holding = frozenset(unit for unit, standing in candidacies.items() if standing == "holds")
    contested = frozenset(unit for unit, standing in candidacies.items() if standing == "contested")
    member = _latest(rows, "coalition_member")
    in_coalition = member is not None and member.standing != "ended"
    independent = organisation.kind == "independent_candidate"
    # A list whose deposit is contested opens no unit until the appeal is decided.
    multi_name_list = _holds(rows, "multi_name_list") and not _contested(rows, "multi_name_list")
    return SenderFacts(
        id=str(organisation.id),
        name=organisation.name,
        kind=organisation.kind,
        country=organisation.country,
        admitted={"admitted": True, "refused": False}.get(organisation.admission),
        human_rights=_holds(rows, "human_rights"),
        registered_as_subject=_holds(rows, "subject"),
        coalition_id=str(member.coalition_id) if in_coalition else "",
        coalition_registered_at=member.since if in_coalition else None,
        units_with_candidate=holding if on_file else None,
        multi_name_list=bool(multi_name_list) if on_file else None,
        units_contested=contested,
        own_units=(holding | contested if on_file else None) if independent else None,
        supported_by_party=bool(_holds(rows, "party_candidate")),
        declared_group=declared_group(organisation),
        registration_contested=_contested(rows, "subject"),
        list_contested=_contested(rows, "multi_name_list"),
    )


def declared_group(organisation: Organisation) -> str:
    """Whose cap the observers of a member of an observer coalition count for, as it declared and was admitted with.

    Before the admission the declaration counts for nothing: nobody fills another's cap by naming it.
    """
    declared = organisation.declaration
    if declared.get("sender") != "coalition" or organisation.admission != "admitted":
        return ""
    return str(declared["coalition"] or f"name:{folded_name(declared['name'])}")
