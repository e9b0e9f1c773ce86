"""The one core of every decision, alone or by the thousand: facts read once, judged by the rules, stored together.

The caller holds the rows of the requests. Order of locks: the act, the requests by id, accreditations, counters last.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.appeals import AppealWindow
from accreditation.assessment import Assessment
from accreditation.competence import body_of_role
from accreditation.decisions import (
    DecisionDefects,
    DecisionFacts,
    Ground,
    Outcome,
    decision_defects,
    move_of,
    proposal_defects,
)
from accreditation.elections import ElectionFacts
from accreditation.findings import Finding, FindingCode, RemedyAction, Severity
from accreditation.findings import found as found_finding
from accreditation.law.editions import EDITIONS, Provision, cite
from accreditation.remedies import officer_remedy
from accreditation.requests import REQUESTS, RequestMove, RequestState
from backend.actions.notices import notices
from backend.actions.notices.notices import NoticeKind
from backend.actions.principals import Principal
from backend.actions.requests import assessing
from backend.actions.requests.failures import is_due, record_if_due
from backend.actions.requests.requests import moved
from backend.actions.standing import issuance
from backend.problems import Problem
from backend.services import Services
from backend.store import audit, decisions, requests
from backend.store.decisions import NewDecision, Signed
from backend.store.elections import ElectionRow
from backend.store.notices import NewNotice
from backend.store.places import ScopeRegister
from backend.store.requests import RequestRow

STATUS = {
    FindingCode.NOT_COMPETENT: 403,
    FindingCode.STATE_FORBIDS: 409,
    FindingCode.LAST_DAY_TO_APPEAL_UNSET: 409,
}
"""A decision with any other defect is malformed: 400."""
AT_ONCE = 20
"""So many requests are judged before the process answers others."""


class Act(msgspec.Struct, frozen=True):
    """The act of a decision as typed; None and empty parts are defects that the rules find."""

    number: str = ""
    date: date | None = None
    signatory: str = ""
    id: int | None = None


class Asked(msgspec.Struct, frozen=True):
    """One request with what a commission would decide on it."""

    row: RequestRow
    outcome: Outcome
    grounds: tuple[Ground, ...] = ()
    lenient_seen: bool = False


class Judged(msgspec.Struct, frozen=True):
    """What the rules say of one decision: `state` is where the request stands once it was assessed."""

    row: RequestRow
    state: RequestState
    grounds: assessing.Grounds
    assessment: Assessment
    facts: DecisionFacts
    found: DecisionDefects


class Cases(msgspec.Struct, frozen=True):
    """Everything outside the requests themselves that bears on them, read in a few queries."""

    files: dict[int, assessing.CaseFile]
    register: ScopeRegister
    replaced_at: dict[int, datetime]

    def grounds(self, row: RequestRow, now: datetime) -> assessing.Grounds:
        """The facts that bear on one request; `now` is when competence is judged."""
        asked = assessing.asked_for(row)
        replaced = self.replaced_at.get(row.replaces) if row.replaces else None
        return assessing.grounds_of(self.files[row.organisation_id], asked, self.register, now, replaced)


async def cases_of(conn: AsyncConnection, election: ElectionRow, rows: Sequence[RequestRow]) -> Cases:
    """Read the files of every sender, the places of every scope, and the receipts of whoever is replaced."""
    files = {
        id: await assessing.case_file(conn, election, id)
        for id in sorted({row.organisation_id for row in rows})
    }
    asked = [assessing.asked_for(row) for row in rows]
    register = await assessing.register_of(conn, election.id, [one.scope for one in asked])
    replaced = sorted({row.replaces for row in rows if row.replaces})
    replaced_at = {row.id: row.received_at for row in await requests.lock_all(conn, replaced, lock=False)}
    return Cases(files, register, replaced_at)


def judge(cases: Cases, asked: Asked, now: datetime, role: str, act: Act | None) -> Judged:
    """Judge one decision of a body at an instant; without an act it is a proposal. Nothing is stored."""
    row = asked.row
    grounds = cases.grounds(row, now)
    assessment = assessing.assessed(grounds, row.received_at)
    state = RequestState(row.state)
    if is_due(row, now):
        state = REQUESTS.after(state, RequestMove.FAIL)
    if state is RequestState.RECEIVED:
        # The assessment is made anew on the facts of today and put before the commission: that is the move.
        state = REQUESTS.after(state, RequestMove.ASSESS)
    facts = DecisionFacts(
        outcome=asked.outcome,
        body=body_of_role(role),
        decided_at=now,
        act_number=act.number if act else "",
        act_date=act.date if act else None,
        signatory=act.signatory if act else "",
        grounds=asked.grounds,
        lenient_seen=asked.lenient_seen,
    )
    rules = decision_defects if act else proposal_defects
    found = rules(grounds.election, state, grounds.competence, facts, assessment)
    if asked.outcome is Outcome.GRANT and row.earlier and row.earlier["state"] == RequestState.REPLACED:
        found = msgspec.structs.replace(found, defects=(*found.defects, place_taken(grounds.election, row)))
    return Judged(row, state, grounds, assessment, facts, found)


def place_taken(election: ElectionFacts, row: RequestRow) -> Finding:
    """Another request took the place of the earlier one that this request hangs on; there is none left to take."""
    earlier = row.earlier or {}
    return found_finding(
        FindingCode.STATE_FORBIDS,
        Severity.AGAINST,
        cite(election.edition, Provision.INDIVIDUAL_DATA),
        state=str(RequestState.REPLACED),
        move=str(RequestMove.REPLACE),
        earlier=earlier.get("number", ""),
    )


async def judge_all(
    cases: Cases, asked: Iterable[Asked], now: datetime, role: str, act: Act | None
) -> list[Judged]:
    """Judge many decisions, letting the process answer others in between."""
    judged = []
    for place, one in enumerate(asked, start=1):
        judged.append(judge(cases, one, now, role, act))
        if place % AT_ONCE == 0:
            await asyncio.sleep(0)
    return judged


def gravity(defect: Finding) -> int:
    """Competence first, then the state, then what the decision lacks; what only the law lacks comes last."""
    order = {
        FindingCode.NOT_COMPETENT: 0,
        FindingCode.STATE_FORBIDS: 1,
        FindingCode.LAST_DAY_TO_APPEAL_UNSET: 3,
    }
    return order.get(defect.code, 2)


def blocked(found: DecisionDefects) -> Problem:
    """The problem that names the gravest defect, and the codes of all."""
    first = min(found.defects, key=gravity)
    return Problem(
        STATUS.get(first.code, 400),
        str(first.code),
        article=first.article,
        remedy=str(officer_remedy(first.code) or RemedyAction.COMPLETE_DECISION),
        arguments={**first.arguments, "defects": [str(one.code) for one in found.defects]},
    )


async def record_failures(
    conn: AsyncConnection, rows: Sequence[RequestRow], now: datetime
) -> list[RequestRow]:
    """Failures to decide that arose before are recorded before the decision, which is late but not void."""
    return [await record_if_due(conn, row, now) if is_due(row, now) else row for row in rows]


class Effect(msgspec.Struct, frozen=True):
    """What decisions did: accreditations by the request's id."""

    accreditations: dict[int, str]


async def take_effect(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    principal: Principal,
    act: Act,
    judged: Sequence[Judged],
) -> Effect:
    """Store decisions without a defect, move their requests, issue the accreditations; badge serials come last.

    The caller tells the senders: one decision and one act tell differently.
    """
    assert act.date is not None  # the rules find a decision without it
    body = judged[0].facts.body.role
    signed = Signed(act.number, act.date, act.signatory, body, now, principal.role, act.id)
    new = [_new(one) for one in judged]
    ids = await decisions.add_all(conn, new, signed)
    events, records = [], []
    details = {"act": act.number} if act.id is None else {"act": act.number, "act_id": act.id}
    for one, row in zip(judged, new, strict=True):
        if one.row.state == RequestState.RECEIVED:
            events.append((one.row.id, "assessed", "system", {}))
        events.append((one.row.id, row.state, principal.role, details))
        told = {"outcome": row.outcome, "act": act.number, "key": principal.key_id}
        records.append((principal.role, "request_decided", assessing.subject_of(one.row.id), told))
    await requests.add_events(conn, now, events)
    # A return for completion stops no clock: what was due stays due.
    final = [one.row.id for one in judged if one.facts.outcome is not Outcome.RETURN]
    await assessing.close_deadlines(conn, *final)
    await audit.record_all(conn, now, records)
    granted = [one for one in judged if one.facts.outcome is Outcome.GRANT]
    for one in granted:
        if one.row.replaces is not None:
            await replace_earlier(conn, one.row.replaces, now, principal.role)
    if not granted:
        return Effect({})
    return Effect(await issuance.issue_all(services, conn, now, [ids[one.row.id] for one in granted]))


def _new(one: Judged) -> NewDecision:
    row = msgspec.structs.replace(one.row, state=str(one.state))
    fresh = one.row.state in (RequestState.RECEIVED, RequestState.ASSESSED)
    kept = assessing.kept_anew(one.row, one.assessment) if fresh else one.row.assessment
    return NewDecision(
        request_id=one.row.id,
        outcome=str(one.facts.outcome),
        grounds=[ground_view(ground, one.assessment) for ground in one.facts.grounds],
        appeal=appeal_view(one.found.appeal, outlasts(one.found)),
        basis=basis_view(one.grounds),
        found=[
            {
                name: finding.get(name)
                for name in ("code", "severity", "article", "law", "arguments", "instant")
            }
            for finding in kept["findings"]
        ],
        state=moved(row, move_of(one.facts.outcome)),
        competent=one.grounds.competence.body.role,
        assessment=msgspec.Raw(msgspec.json.encode(kept)) if fresh else None,
    )


def outlasts(found: DecisionDefects) -> bool:
    """Whether the remedies against a refusal can end after the election."""
    return any(one.code is FindingCode.APPEAL_OUTLASTS_ELECTION for one in found.warnings)


def ground_view(ground: Ground, assessment: Assessment) -> dict[str, Any]:
    """A ground as it is stored; one that names a finding keeps what was found with it as its facts."""
    kept: dict[str, Any] = msgspec.to_builtins(ground)
    finding = next((one for one in assessment.findings if one.code == ground.code), None)
    if finding is not None:
        kept["finding"] = {"code": str(finding.code), "arguments": finding.arguments}
    return kept


def basis_view(grounds: assessing.Grounds) -> dict[str, Any]:
    """On what a body decides: the article of its competence, the instruction that delegated, the edition."""
    competence = grounds.competence
    return {
        "article": competence.article,
        "law": competence.law,
        "instruction": competence.instruction,
        "issued_by": str(competence.issued_by),
        "edition": str(grounds.election.edition),
        "edition_law": str(EDITIONS[grounds.election.edition].law),
    }


async def replace_earlier(conn: AsyncConnection, earlier_id: int, now: datetime, actor: str) -> None:
    """The request whose place another takes moves with the grant of that one, and nothing is due on it any more.

    One that was withdrawn or refused meanwhile has no place to give: what hangs on it is granted on its own.
    """
    earlier = await requests.lock_by_id(conn, earlier_id)
    if earlier is None or earlier.state in (RequestState.WITHDRAWN, RequestState.REFUSED):
        return
    await requests.set_state(conn, earlier_id, moved(earlier, RequestMove.REPLACE))
    await requests.add_event(conn, earlier_id, now, "replaced", actor)
    await assessing.close_deadlines(conn, earlier_id)


def appeal_view(window: AppealWindow | None, outlasts: bool = False) -> dict[str, Any] | None:
    """The remedy against a decision as it is stored and shown: body, last day, and how long it is of use.

    `outlasts` says that the way through both instances can end after the election (EC-13).
    """
    if window is None:
        return None
    shown = msgspec.to_builtins(window, builtin_types=(datetime,)) | {"outlasts_election": outlasts}
    return {
        name: shown[name]
        for name in (
            "body",
            "article",
            "law",
            "last_day",
            "closes_at",
            "useful_until",
            "outlasts_election",
            "reading",
            "counting",
            "readings",
            "warnings",
            "demo",
        )
    }


TOLD = {
    Outcome.GRANT: NoticeKind.REQUEST_GRANTED,
    Outcome.REFUSE: NoticeKind.REQUEST_REFUSED,
    Outcome.RETURN: NoticeKind.REQUEST_RETURNED,
}


def to_observers(effect: Effect, election_id: int) -> list[NewNotice]:
    """One notice for each observer whose accreditation was issued."""
    return [
        notices.to_observer(
            number, NoticeKind.ACCREDITATION_GRANTED, f"accreditation:{number}", election=election_id
        )
        for number in effect.accreditations.values()
    ]
