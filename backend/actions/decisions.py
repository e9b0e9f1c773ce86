"""Decisions: made by the competent commission with act, grounds, remedy and last day to appeal, or not at all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.appeals import AppealWindow
from accreditation.assessment import Assessment
from accreditation.competence import body_of_role
from accreditation.decisions import DecisionDefects, DecisionFacts, Ground, Outcome, decision_defects, move_of
from accreditation.findings import Finding, FindingCode
from accreditation.requests import RequestMove, RequestState
from backend.actions import assessing, issuance
from backend.actions.admissions import ActBody
from backend.actions.elections import require_election
from backend.actions.failures import record_if_due
from backend.actions.fields import civil_day, cleaned_text, long_text
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal
from backend.actions.requests import moved
from backend.problems import Problem, not_yours
from backend.services import Services
from backend.store import audit, decisions, requests
from backend.store.requests import RequestRow

GROUNDS_LIMIT = 50
STATUS = {
    FindingCode.NOT_COMPETENT: 403,
    FindingCode.STATE_FORBIDS: 409,
    FindingCode.LAST_DAY_TO_APPEAL_UNSET: 409,
}
"""A decision with any other defect is malformed: 400."""
REMEDIES = {
    FindingCode.NOT_COMPETENT: "ask_competent_commission",
    FindingCode.STATE_FORBIDS: "read_status",
    FindingCode.LAST_DAY_TO_APPEAL_UNSET: "set_limit_by_act",
}


class GroundBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One ground: a finding's code or the commission's own, the article, the facts and the reason in words.

    A refusal states the facts of each ground; where `code` names a finding of the assessment they are taken from it.
    """

    code: str = ""
    article: str = ""
    reason: str = ""
    facts: str = ""


class DecisionBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A decision as a commission sends it; `lenient_date_seen` says that the officer saw the latest reading."""

    outcome: Outcome
    grounds: list[GroundBody] = []
    act: ActBody = ActBody()
    lenient_date_seen: bool = False


async def decide(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: DecisionBody
) -> Answer:
    """The competent commission grants, refuses or returns a request; a grant issues the accreditation.

    The request's row is locked first, so that of two officers one decides and the other gets 409.
    A failure to decide that arose before is recorded before the decision, which is late but not void.
    Raises:
        Problem: 403, no commission or not the competent one, with the article; 404; 409, the state forbids it or
            the last day to appeal is unset; 400, the act or the grounds lack something.
    """
    if not principal.is_commission:
        raise Problem(
            403,
            "wrong_role",
            article="18(5)",
            remedy="use_key_of_role",
            arguments={"needed": "cec | zec | lgec"},
        )
    written = _written(body)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await requests.find(conn, number, lock=True)
        if row is None:
            raise not_yours()
        return 200, await _decide(services, conn, now, principal, row, written)

    return await perform(services, ticket, work)


def _written(body: DecisionBody) -> DecisionBody:
    """The body with its texts cleaned; an empty text stays, for the rules to find.

    Raises:
        Problem: 400, a text is too long.
    """
    if len(body.grounds) > GROUNDS_LIMIT:
        raise Problem(
            400, "field_invalid", arguments={"field": "grounds", "reason": "too_many", "limit": GROUNDS_LIMIT}
        )
    return DecisionBody(
        outcome=body.outcome,
        grounds=[
            GroundBody(
                cleaned_text("grounds.code", one.code, 60, empty=True),
                cleaned_text("grounds.article", one.article, 60, empty=True),
                long_text("grounds.reason", one.reason, 8_000) if one.reason.strip() else "",
                long_text("grounds.facts", one.facts, 8_000) if one.facts.strip() else "",
            )
            for one in body.grounds
        ],
        act=ActBody(
            cleaned_text("act.number", body.act.number, 60, empty=True),
            civil_day("act.date", body.act.date) if body.act.date else None,
            cleaned_text("act.signatory", body.act.signatory, empty=True),
        ),
        lenient_date_seen=body.lenient_date_seen,
    )


async def _decide(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    principal: Principal,
    row: RequestRow,
    body: DecisionBody,
) -> dict[str, Any]:
    row = await record_if_due(conn, row, now)
    election = await require_election(conn, row.election_id)
    grounds = await assessing.grounds(conn, election, assessing.asked_for(row), now)
    assessment = assessing.assessed(grounds, row.received_at)
    state = RequestState(row.state)
    if state is RequestState.RECEIVED:
        # The assessment is made anew on the facts of today and put before the commission: that is the move.
        state = RequestState(moved(row, RequestMove.ASSESS))
    facts = DecisionFacts(
        outcome=body.outcome,
        body=body_of_role(principal.role),
        decided_at=now,
        act_number=body.act.number,
        act_date=body.act.date,
        signatory=body.act.signatory,
        grounds=tuple(Ground(one.code, one.article, one.reason, one.facts) for one in body.grounds),
        lenient_seen=body.lenient_date_seen,
    )
    found = decision_defects(grounds.election, state, grounds.competence, facts, assessment)
    if found.blocks:
        raise _blocked(found)
    if state is not row.state and row.state == RequestState.RECEIVED:
        await _keep_assessment(conn, row, assessment, grounds.competence.body.role, state, now)
    row = msgspec.structs.replace(row, state=str(state))
    return await _take_effect(services, conn, now, principal, row, facts, found)


def _gravity(defect: Finding) -> int:
    """Competence first, then the state, then what the decision lacks; what only the law lacks comes last."""
    order = {
        FindingCode.NOT_COMPETENT: 0,
        FindingCode.STATE_FORBIDS: 1,
        FindingCode.LAST_DAY_TO_APPEAL_UNSET: 3,
    }
    return order.get(defect.code, 2)


def _blocked(found: DecisionDefects) -> Problem:
    """The problem that names the gravest defect, and the codes of all."""
    first = min(found.defects, key=_gravity)
    return Problem(
        STATUS.get(first.code, 400),
        str(first.code),
        article=first.article,
        remedy=REMEDIES.get(first.code, "complete_decision"),
        arguments={**first.arguments, "defects": [str(one.code) for one in found.defects]},
    )


async def _keep_assessment(
    conn: AsyncConnection, row: RequestRow, assessment: Assessment, competent: str, state: str, now: datetime
) -> None:
    """Keep the assessment on which the commission decides."""
    await requests.set_assessment(
        conn,
        row.id,
        state=state,
        competent=competent,
        assessment=msgspec.json.encode(assessing.kept_anew(row, assessment)),
        decision_due_at=row.decision_due_at,
        decision_due_kind=row.decision_due_kind or str(assessment.decision_due.kind),
    )
    await requests.add_event(conn, row.id, now, "assessed", "system")


async def _take_effect(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    principal: Principal,
    row: RequestRow,
    facts: DecisionFacts,
    found: DecisionDefects,
) -> dict[str, Any]:
    """Store the decision, move the request, issue the accreditation; the badge's counter is locked last."""
    state = moved(row, move_of(facts.outcome))
    assert facts.act_date is not None  # `decision_defects` finds a decision without it
    grounds = [msgspec.to_builtins(one) for one in facts.grounds]
    appeal = appeal_view(found.appeal)
    decision_id = await decisions.add(
        conn,
        request_id=row.id,
        outcome=str(facts.outcome),
        grounds=grounds,
        act_number=facts.act_number,
        act_date=facts.act_date,
        signatory=facts.signatory,
        body=facts.body.role,
        decided_at=now,
        decided_by=principal.role,
        appeal=msgspec.json.encode(appeal) if appeal else None,
    )
    await requests.set_state(conn, row.id, state)
    await requests.add_event(conn, row.id, now, state, principal.role, {"act": facts.act_number})
    await assessing.close_deadlines(conn, row.id)
    details = {"outcome": str(facts.outcome), "act": facts.act_number, "key": principal.key_id}
    await audit.record(conn, now, principal.role, "request_decided", assessing.subject_of(row.id), details)
    accreditation = None
    if facts.outcome is Outcome.GRANT:
        if row.replaces is not None:
            await _replace(conn, row.replaces, now, principal)
        accreditation = await issuance.issue(services, conn, now, request_id=row.id, decision_id=decision_id)
    return {
        "number": row.number,
        "status": state,
        "decision": {
            "outcome": str(facts.outcome),
            "grounds": grounds,
            "act": {"number": facts.act_number, "date": facts.act_date, "signatory": facts.signatory},
            "body": facts.body.role,
            "decided_at": now,
            "appeal": appeal,
        },
        "accreditation": accreditation,
        "warnings": found.warnings,
    }


async def _replace(conn: AsyncConnection, replaced_id: int, now: datetime, principal: Principal) -> None:
    """The request whose observer is replaced moves with the decision on its replacement."""
    replaced = await requests.lock_by_id(conn, replaced_id)
    if replaced is None:
        return
    await requests.set_state(conn, replaced_id, moved(replaced, RequestMove.REPLACE))
    await requests.add_event(conn, replaced_id, now, "replaced", principal.role)


def appeal_view(window: AppealWindow | None) -> dict[str, Any] | None:
    """The remedy against a decision as it is stored and shown: body, last day, and how long it is of use."""
    if window is None:
        return None
    shown = msgspec.to_builtins(window, builtin_types=(datetime,))
    return {
        name: shown[name]
        for name in (
            "body",
            "article",
            "law",
            "last_day",
            "closes_at",
            "useful_until",
            "reading",
            "counting",
            "readings",
            "warnings",
            "demo",
        )
    }
