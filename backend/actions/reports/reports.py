"""What people do with reports besides the chat: read, move on, answer, take an alert."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from backend.actions.conversations import announcing
from backend.actions.elections.register import register
from backend.actions.fields import invalid, long_text
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.actions.reports.report_filing import sifted_text
from backend.actions.reports.report_views import addressees_of, may_read, readable, summary, whole
from backend.problems import Problem
from backend.services import Services
from backend.store import audit, conversations, reports
from backend.store.reports import Report
from bots.messages import Outbound
from bots.reports.severity import Severity
from bots.reports.states import IllegalMove, Status, move

WORDS_LIMIT = 10_000
ANSWER_LIMIT = 10_000


class ResponseBody(msgspec.Struct, forbid_unknown_fields=True):
    """An answer of the commission, or of the observer back to it."""

    text: str


class TransitionBody(msgspec.Struct, forbid_unknown_fields=True):
    """A move on the status ladder; `addressee` is the role a report is passed on to."""

    to: str
    addressee: str | None = None
    note: str = ""


async def listed(
    services: Services,
    principal: Principal,
    *,
    state: str | None,
    severity: str | None,
    before: int | None,
    limit: int,
) -> dict[str, Any]:
    """The reports a principal may read, newest first."""
    if principal.kind == "helpdesk":
        if severity not in (None, Severity.S1):
            return {"items": [], "next_cursor": None}
        severity = Severity.S1
    async with services.database.reading() as conn:
        known = await register(services, conn)
        rows = await reports.listed(
            conn,
            organisation_id=(principal.organisation_id or 0) if principal.kind == "organisation" else None,
            accreditation=principal.subject if principal.kind == "observer" else None,
            addressees=addressees_of(principal, known)
            if principal.kind not in {"organisation", "observer"}
            else None,
            state=state,
            severity=severity,
            before=before,
            limit=limit + 1,
        )
    items = [summary(row, principal, known) for row in rows[:limit] if may_read(principal, row, known)]
    return {"items": items, "next_cursor": str(rows[limit - 1].id) if len(rows) > limit else None}


async def read(services: Services, principal: Principal, number: str) -> dict[str, Any]:
    """One report whole. When its addressee reads it for the first time, the observer is told so.

    Raises:
        Problem: 404.
    """
    async with services.database.reading() as conn:
        report = await readable(services, conn, principal, number)
        if not (
            report.state == Status.RECEIVED and principal.is_commission and principal.role == report.addressee
        ):
            return await whole(services, conn, principal, report)
    now = services.clock.now()
    async with services.database.transaction() as conn:
        report = await readable(services, conn, principal, number, lock=True)
        if report.state == Status.RECEIVED:
            await _moved(services, conn, principal, report, Status.READ, "", {}, now)
            report = await reports.find(conn, number)
        return await whole(services, conn, principal, report)


async def transition(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: TransitionBody
) -> Answer:
    """Move a report on; the observer is told in the chat, in the same transaction.

    Raises:
        Problem: 400 no such status or commission; 403; 404; 409 the ladder has no such move.
    """
    require(principal, "cec", "zec", "lgec", "vcc")
    note = long_text("note", body.note, ANSWER_LIMIT) if body.note else ""

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        report = await readable(services, conn, principal, number, lock=True)
        status = _step(report, body.to)
        details: dict[str, Any] = {}
        if status is Status.PASSED_ON:
            details = {"to": await _pass_on(services, conn, principal, report, body.addressee)}
        await _moved(services, conn, principal, report, status, note, details, now)
        return 200, await whole(services, conn, principal, await reports.find(conn, number))

    return await perform(services, ticket, work)


def _step(report: Report, wanted: str) -> Status:
    try:
        return move(report.state, wanted)
    except IllegalMove as error:
        raise Problem(
            409, "illegal_move", remedy="read_report", arguments={"from": report.state, "to": wanted}
        ) from error
    except ValueError as error:
        raise invalid("to", "unknown") from error


async def _pass_on(
    services: Services, conn: AsyncConnection, principal: Principal, report: Report, addressee: str | None
) -> str:
    known = await register(services, conn)
    election = known.elections.get(report.election_id) if report.election_id is not None else None
    if not addressee or election is None or addressee not in election.commissions:
        raise invalid("addressee", "unknown")
    await reports.set_column(conn, report.id, "addressee", addressee)
    passed_by = [*(report.fields.get("passed_by") or []), principal.role]
    await reports.set_passed_by(conn, report.id, passed_by)
    return addressee


async def _moved(
    services: Services,
    conn: AsyncConnection,
    principal: Principal,
    report: Report,
    status: Status,
    note: str,
    details: dict[str, Any],
    now: datetime,
) -> None:
    await reports.set_column(conn, report.id, "state", status)
    await reports.event(conn, report.id, now, status, principal.role, note, details)
    await audit.record(conn, now, principal.role, f"report_{status}", f"report:{report.number}", details)
    name = await commission_name(services, conn, report, details.get("to") or principal.role)
    await _tell(
        services,
        conn,
        report,
        Outbound(
            "report-status-changed",
            {"number": report.number, "status": str(status), "commission": name, "at": now},
            ride=False,
            lane=1,
        ),
        now,
    )


async def respond(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: ResponseBody
) -> Answer:
    """Answer a report as its commission, or answer back as its observer or sender.

    Raises:
        Problem: 400, 403, 404; 409 the report is closed.
    """
    require(principal, "cec", "zec", "lgec", "vcc", "observer", "organisation")
    clean = long_text if principal.is_commission else sifted_text
    text = clean("text", body.text, ANSWER_LIMIT)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        report = await readable(services, conn, principal, number, lock=True)
        if principal.is_commission:
            status = _step(report, Status.ANSWERED)
            await reports.set_column(conn, report.id, "state", status)
            await reports.event(conn, report.id, now, status, principal.role, text, {})
            name = await commission_name(services, conn, report, principal.role)
            arguments = {"number": report.number, "commission": name, "at": now, "text": text}
            await _tell(
                services, conn, report, Outbound("report-answered", arguments, ride=False, lane=1), now
            )
        else:
            await reports.event(conn, report.id, now, "words_added", principal.kind, text, {})
        await audit.record(conn, now, principal.role, "report_response", f"report:{number}", {})
        return 201, await whole(services, conn, principal, await reports.find(conn, number))

    return await perform(services, ticket, work)


async def commission_name(services: Services, conn: AsyncConnection, report: Report, role: str) -> str:
    """The name of a commission as the register has it; its role when it has none."""
    known = await register(services, conn)
    election = known.elections.get(report.election_id) if report.election_id is not None else None
    if election and role in election.commissions:
        return election.commissions[role]
    return "KQZ" if role == "cec" else role


async def _tell(
    services: Services, conn: AsyncConnection, report: Report, outbound: Outbound, now: datetime
) -> None:
    """Tell the observer: in the chat the report came from, and in every other chat bound to the accreditation."""
    told: set[int] = set()
    if report.accreditation_id is not None:
        for target in await conversations.bound_to(conn, report.accreditation_id):
            told.add(target.id)
            await announcing.tell(services, conn, target, outbound, now)
    if report.conversation_id is not None and report.conversation_id not in told:
        target = await conversations.target(conn, report.conversation_id, unasked=True)
        if target is not None:
            await announcing.tell(services, conn, target, outbound, now)


async def acknowledge(services: Services, principal: Principal, ticket: Ticket, number: str) -> Answer:
    """A named officer takes an S1 alert; only now may anybody say that a human has it.

    Raises:
        Problem: 403, 404; 409 there is no open alert.
    """
    require(principal, "cec", "zec", "lgec", "helpdesk")

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        report = await readable(services, conn, principal, number, lock=True)
        if not await reports.acknowledge_alert(conn, report.id, principal.role, now):
            raise Problem(409, "no_open_alert", remedy="read_report")
        await reports.event(conn, report.id, now, "alert_acknowledged", principal.role, "", {})
        await audit.record(conn, now, principal.role, "alert_acknowledged", f"report:{number}", {})
        return 200, {"number": number, "acknowledged_at": now}

    return await perform(services, ticket, work)
