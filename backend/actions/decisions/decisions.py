"""Decisions: made by the competent commission with act, grounds, remedy and last day to appeal, or not at all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.decisions import Ground, Outcome
from backend.actions.acts import ActBody
from backend.actions.decisions import deciding
from backend.actions.decisions.deciding import Act, Asked, appeal_view
from backend.actions.elections.elections import require_election
from backend.actions.fields import civil_day, cleaned_text, long_text
from backend.actions.notices import notices
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal
from backend.problems import Problem, not_yours
from backend.services import Services
from backend.store import requests
from backend.store.requests import RequestRow

__all__ = ["ActBody", "DecisionBody", "GroundBody", "appeal_view", "decide"]

GROUNDS_LIMIT = 50


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


def require_commission(principal: Principal) -> None:
    """Let only election commissions pass: an office never decides in a commission's place (EC-12).

    Raises:
        Problem: 403 with the article.
    """
    if not principal.is_commission:
        raise Problem(
            403,
            "wrong_role",
            article="18(5)",
            remedy="use_key_of_role",
            arguments={"needed": "cec | zec | lgec"},
        )


async def decide(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: DecisionBody
) -> Answer:
    """The competent commission grants, refuses or returns a request; a grant issues the accreditation.

    The request's row is locked first, so that of two officers one decides and the other gets 409.
    A failure to decide that arose before is recorded before the decision, which is late but not void.
    Raises:
        Problem: 403, no commission or not the competent one, with the article; 404; 409, the state forbids it or
            the last day to appeal is unset; 400, the act or the grounds lack something, or the lenient date of a
            request that some reading saves was not seen.
    """
    require_commission(principal)
    grounds = written_grounds(body.grounds)
    act = written_act(body.act)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await requests.find(conn, number, lock=True)
        if row is None:
            raise not_yours()
        asked = Asked(row, body.outcome, grounds, body.lenient_date_seen)
        return 200, await _decide(services, conn, now, principal, asked, act)

    return await perform(services, ticket, work)


def written_grounds(grounds: list[GroundBody]) -> tuple[Ground, ...]:
    """Grounds with their texts cleaned; an empty text stays, for the rules to find.

    Raises:
        Problem: 400, a text is too long, or there are too many.
    """
    if len(grounds) > GROUNDS_LIMIT:
        raise Problem(
            400, "field_invalid", arguments={"field": "grounds", "reason": "too_many", "limit": GROUNDS_LIMIT}
        )
    return tuple(
        Ground(
            cleaned_text("grounds.code", one.code, 60, empty=True),
            cleaned_text("grounds.article", one.article, 60, empty=True),
            long_text("grounds.reason", one.reason, 8_000) if one.reason.strip() else "",
            long_text("grounds.facts", one.facts, 8_000) if one.facts.strip() else "",
        )
        for one in grounds
    )


def written_act(act: ActBody, id: int | None = None) -> Act:
    """An act with its texts cleaned; what is missing stays so, for the rules to find.

    Raises:
        Problem: 400, a text is too long or the date centuries away.
    """
    return Act(
        cleaned_text("act.number", act.number, 60, empty=True),
        civil_day("act.date", act.date) if act.date else None,
        cleaned_text("act.signatory", act.signatory, empty=True),
        id,
    )


async def _decide(
    services: Services, conn: AsyncConnection, now: datetime, principal: Principal, asked: Asked, act: Act
) -> dict[str, Any]:
    (row,) = await deciding.record_failures(conn, [asked.row], now)
    asked = msgspec.structs.replace(asked, row=row)
    election = await require_election(conn, row.election_id)
    cases = await deciding.cases_of(conn, election, [row])
    judged = deciding.judge(cases, asked, now, principal.role, act)
    if judged.found.blocks:
        raise deciding.blocked(judged.found)
    effect = await deciding.take_effect(services, conn, now, principal, act, [judged])
    accreditation = effect.accreditations.get(row.id)
    await _tell(services, conn, now, row, judged, effect)
    after = await requests.lock_all(conn, [row.id], lock=False)
    return {
        "number": row.number,
        "status": after[0].state,
        "decision": {
            "outcome": str(asked.outcome),
            "grounds": [deciding.ground_view(one, judged.assessment) for one in asked.grounds],
            "act": {"number": act.number, "date": act.date, "signatory": act.signatory},
            "body": judged.facts.body.role,
            "decided_at": now,
            "appeal": appeal_view(judged.found.appeal, deciding.outlasts(judged.found)),
        },
        "accreditation": accreditation,
        "warnings": judged.found.warnings,
    }


async def _tell(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    row: RequestRow,
    judged: deciding.Judged,
    effect: deciding.Effect,
) -> None:
    """Tell the sender, and the observer whose accreditation was issued."""
    arguments: dict[str, Any] = {"election": row.election_id}
    if row.id in effect.accreditations:
        arguments["accreditation"] = effect.accreditations[row.id]
    if judged.found.appeal is not None:
        arguments |= {
            "last_day": judged.found.appeal.last_day,
            "body": str(judged.found.appeal.body),
            "useful_until": judged.found.appeal.useful_until,
        }
    kind = deciding.TOLD[judged.facts.outcome]
    sender = notices.to_sender(row.organisation_id, kind, f"request:{row.number}", **arguments)
    await notices.tell(services, conn, now, [sender, *deciding.to_observers(effect, row.election_id)])
