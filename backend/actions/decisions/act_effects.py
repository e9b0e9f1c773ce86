"""Putting an act into effect: every request of its list decided in one transaction, or none.

What a crash leaves: before COMMIT the draft as it was, after it the whole act; there is nothing in between.
Two acts that overlap wait for each other on the rows; the second finds the shared requests decided.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection, errors

from accreditation.competence import body_of_role
from accreditation.decisions import DecisionFacts, Outcome, act_defects
from accreditation.findings import RemedyAction
from accreditation.remedies import officer_remedy
from backend.actions.acts import ActBody
from backend.actions.decisions import act_judging, deciding
from backend.actions.decisions.act_drafts import act_view, counts_of, require_act, require_draft
from backend.actions.decisions.act_judging import JudgedLine
from backend.actions.decisions.deciding import Act
from backend.actions.decisions.decisions import require_commission, written_act
from backend.actions.elections.elections import facts_of, require_election
from backend.actions.notices import notices
from backend.actions.notices.notices import NoticeKind
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal
from backend.problems import Problem
from backend.services import Services
from backend.store import acts as store
from backend.store import audit, requests
from backend.store.acts import ActRow
from backend.store.elections import ElectionRow

NAMED = 50
"""So many blocked lines are named in a problem; all of them are in the preview."""
NUMBERS = 200
"""So many numbers of requests are in a sender's notice; the act holds all of them."""
OUTCOMES = ((Outcome.GRANT, "granted"), (Outcome.REFUSE, "refused"), (Outcome.RETURN, "returned"))


class EffectBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What makes a draft an act.

    `lenient_date_seen` says that the officer saw the latest reading of every late request that is refused.
    `leave_out_blocked` decides the rest where some lines are blocked; without it nothing is decided then.
    """

    number: str = ""
    date: dt.date | None = None
    signatory: str = ""
    lenient_date_seen: bool = False
    leave_out_blocked: bool = False


async def put_in_effect(
    services: Services, principal: Principal, ticket: Ticket, id: int, body: EffectBody
) -> Answer:
    """Decide every request of a draft by one act with number, date and signatory.

    Raises:
        Problem: 403, no commission or another's draft; 404; 400, the act lacks something; 409, it is no draft, its
            number is taken, lines are blocked (they are named), or none is left.
    """
    require_commission(principal)
    act = written_act(ActBody(body.number, body.date, body.signatory), id)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        await store.wait_longer(conn)
        row = await require_act(conn, principal, id, lock=True)
        require_draft(principal, row)
        election = await require_election(conn, row.election_id)
        _require_act(election, act, row.body, now)
        await _sign(conn, row, act, now, principal)
        lines = await store.lines(conn, id)
        rows = await requests.lock_all(conn, [one.request_id for one in lines])
        rows = await deciding.record_failures(conn, rows, now)
        judged = await act_judging.judge_lines(
            services, conn, row, election, lines, rows, now, act, lenient_seen=body.lenient_date_seen
        )
        taken = _taken(judged, leave_out=body.leave_out_blocked)
        left_out = [one for one in judged if not one.takeable]
        await store.leave_out(
            conn, id, [(one.row.id, [str(each.code) for each in one.blocks]) for one in left_out]
        )
        counts = counts_of([str(one.outcome) for one in taken], left_out=len(left_out))
        details = {"act": act.number, **counts, "key": principal.key_id}
        await audit.record(conn, now, principal.role, "act_put_in_effect", f"act:{id}", details)
        decisions = [one.judged for one in taken if one.judged is not None]
        effect = await deciding.take_effect(services, conn, now, principal, act, decisions)
        await _tell(services, conn, now, row, act, taken, effect)
        signed = msgspec.structs.replace(
            row, state="in_effect", number=act.number, date=act.date, signatory=act.signatory, effected_at=now
        )
        return 200, {
            **act_view(signed),
            "counts": counts,
            "left_out": [
                {"request": one.row.number, "codes": [str(each.code) for each in one.blocks]}
                for one in left_out
            ],
        }

    return await perform(services, ticket, work)


def _require_act(election: ElectionRow, act: Act, body: str, now: datetime) -> None:
    """What the act lacks is said once, and not for every line."""
    facts = DecisionFacts(Outcome.GRANT, body_of_role(body), now, act.number, act.date, act.signatory)
    defects = act_defects(facts_of(election), facts)
    if defects:
        raise Problem(
            400,
            str(defects[0].code),
            article=defects[0].article,
            remedy="complete_decision",
            arguments={**defects[0].arguments, "defects": [str(one.code) for one in defects]},
        )


async def _sign(conn: AsyncConnection, row: ActRow, act: Act, now: datetime, principal: Principal) -> None:
    assert act.date is not None  # _require_act found it
    try:
        await store.put_in_effect(
            conn,
            row.id,
            number=act.number,
            date=act.date,
            signatory=act.signatory,
            at=now,
            by=principal.role,
        )
    except errors.UniqueViolation as error:
        raise Problem(
            409,
            "act_number_taken",
            article="18(5)",
            remedy="use_next_number",
            arguments={"number": act.number},
        ) from error


def _taken(judged: Sequence[JudgedLine], *, leave_out: bool) -> list[JudgedLine]:
    """The lines that are decided.

    Raises:
        Problem: 409, some are blocked and the officer did not say that they are left out, or none remains.
    """
    blocked = [one for one in judged if not one.takeable]
    taken = [one for one in judged if one.takeable]
    if blocked and (not leave_out or not taken):
        codes = {str(each.code) for one in blocked for each in one.blocks}
        first = min((each for one in blocked for each in one.blocks), key=deciding.gravity)
        remedy = officer_remedy(first.code)
        if remedy not in (RemedyAction.SET_LIMIT_BY_ACT, RemedyAction.SEE_LENIENT_DATE):
            # What only one line lacks keeps no other from being decided.
            remedy = RemedyAction.LEAVE_OUT_BLOCKED
        raise Problem(
            409,
            "act_blocked",
            article=first.article,
            remedy=str(remedy),
            arguments={
                "count": len(blocked),
                "codes": sorted(codes),
                "blocked": [
                    {"request": one.row.number, "codes": [str(each.code) for each in one.blocks]}
                    for one in blocked[:NAMED]
                ],
            },
        )
    return taken


async def _tell(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    row: ActRow,
    act: Act,
    taken: Sequence[JudgedLine],
    effect: deciding.Effect,
) -> None:
    """One notice for each sender with its own part of the list, and one for each observer who was accredited."""
    by_sender: dict[int, list[JudgedLine]] = defaultdict(list)
    for one in taken:
        by_sender[one.row.organisation_id].append(one)
    told = []
    for organisation_id, lines in by_sender.items():
        arguments: dict[str, Any] = {"act": act.number, "act_date": act.date, "election": row.election_id}
        for outcome, name in OUTCOMES:
            numbers = [one.row.number for one in lines if one.outcome is outcome]
            arguments |= {name: len(numbers), f"{name}_requests": numbers[:NUMBERS]}
        last_days = [one.judged.found.appeal for one in lines if one.judged and one.judged.found.appeal]
        if last_days:
            arguments["last_day"] = last_days[0].last_day
        told.append(
            notices.to_sender(organisation_id, NoticeKind.ACT_IN_EFFECT, f"act:{row.id}", **arguments)
        )
    await notices.tell(services, conn, now, [*told, *deciding.to_observers(effect, row.election_id)])
