"""Interim accreditation by the CEC: an observer stays in for the time of an appeal that would outlast the election."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.interim import InterimUntil, interim_defects
from accreditation.remedies import officer_remedy
from accreditation.requests import RequestState
from backend.actions.acts import ActBody, act_values
from backend.actions.elections.elections import facts_of, require_election
from backend.actions.fields import long_text
from backend.actions.notices import notices
from backend.actions.notices.notices import NoticeKind
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.actions.standing import issuance
from backend.problems import Problem, not_yours
from backend.services import Services
from backend.store import audit, decisions, interims, requests
from backend.store.requests import RequestRow


class InterimBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The act, what ends the accreditation, and why it is needed."""

    act: ActBody
    until: InterimUntil
    reason: str


async def issue(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: InterimBody
) -> Answer:
    """The CEC accredits an observer for the time of an appeal: 201 with the accreditation's number.

    The request stays refused or undecided, and the appeal goes on.
    Raises:
        Problem: 403, not the CEC; 404; 400, the act lacks something; 409, no basis is set for the election, no appeal
            is open, the appeal is decided before the election, or an accreditation is in force already.
    """
    require(principal, "cec")
    reason = long_text("reason", body.reason, 4_000)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await requests.find(conn, number, lock=True)
        if row is None:
            raise not_yours()
        act = act_values(body.act, now)
        appeal = await interims.open_appeal(conn, row.id)
        await _require(conn, row, appeal)
        if await interims.in_force(conn, [row.id]):
            raise Problem(409, "interim_issued", article="18(5)", remedy="read_status")
        facts = await interims.facts(
            conn,
            row.id,
            at=now,
            by=principal.role,
            number=act["number"],
            day=date.fromisoformat(act["date"]),
            signatory=act["signatory"],
        )
        issued = (await issuance.issue_granted(services, conn, now, [facts]))[row.id]
        mark = {"until": str(body.until), "act": act, "reason": reason, "appeal": appeal}
        await interims.mark(conn, issued, mark)
        details = {"act": act["number"], "accreditation": issued, "until": str(body.until)}
        await requests.add_event(conn, row.id, now, "interim_accredited", principal.role, details)
        audited = details | {"key": principal.key_id}
        await audit.record(conn, now, principal.role, "interim_accredited", f"request:{row.id}", audited)
        told = {"request": row.number, "interim": True, "until": str(body.until)}
        subject = f"accreditation:{issued}"
        kind = NoticeKind.ACCREDITATION_GRANTED
        await notices.tell(
            services,
            conn,
            now,
            [
                notices.to_sender(row.organisation_id, kind, subject, **told),
                notices.to_observer(issued, kind, subject, **told),
            ],
        )
        return 201, {"number": row.number, "status": row.state, "accreditation": issued, "interim": mark}

    return await perform(services, ticket, work)


async def _require(conn: AsyncConnection, row: RequestRow, appeal: str | None) -> None:
    """Raise what stands in the way of an interim accreditation: 409 with all of it."""
    election = facts_of(await require_election(conn, row.election_id))
    decision = await decisions.latest(conn, row.id)
    state = RequestState(row.state)
    announced = row.failure_at
    kind = row.competent.partition(":")[0]
    if state is RequestState.REFUSED and decision is not None:
        announced, kind = decision.decided_at, decision.body.partition(":")[0]
    defects = interim_defects(election, state, announced, appeal_open=appeal is not None, deciding_kind=kind)
    if defects:
        first = defects[0]
        raise Problem(
            409,
            str(first.code),
            article=first.article,
            remedy=str(officer_remedy(first.code)),
            arguments={**first.arguments, "defects": [str(one.code) for one in defects]},
        )
