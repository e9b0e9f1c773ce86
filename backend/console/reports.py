"""Reports of observers: the list, one report with its history and files, and what a commission does with it."""

from typing import Annotated, Any

from litestar import Response, get, post
from litestar.params import Parameter

from backend.actions.elections.register import register
from backend.actions.principals import require
from backend.actions.reports import report_evidence, reports
from backend.actions.reports.reports import ResponseBody, TransitionBody
from backend.console.alerts import open_alerts
from backend.console.forms import defects_of
from backend.console.visits import Form, Officer, file_answer, see
from backend.problems import Problem
from backend.store import console
from bots.reports.severity import Severity
from bots.reports.states import MOVES, Status

PAGE = 50
READERS = ("cec", "zec", "lgec", "vcc", "auditor", "helpdesk")
COMMISSIONS = ("cec", "zec", "lgec", "vcc")
PICTURES = {"image/jpeg", "image/png", "image/webp"}


@get("/console/reports")
async def listed(
    officer: Officer,
    status: Annotated[str, Parameter(max_length=20)] = "",
    severity: Annotated[str, Parameter(max_length=4)] = "",
    before: Annotated[int | None, Parameter(ge=1)] = None,
    done: Annotated[str, Parameter(max_length=20)] = "",
) -> Response:
    """The reports that this body may read, newest first."""
    require(officer.principal, *READERS)
    found = await reports.listed(
        officer.services,
        officer.principal,
        state=status if status in set(Status) else None,
        severity=severity if severity in set(Severity) else None,
        before=before,
        limit=PAGE,
    )
    return officer.page(
        "reports.html",
        items=found["items"],
        next_cursor=found["next_cursor"],
        state=status,
        severity=severity,
        states=["", *[one.value for one in Status]],
        severities=["", *[one.value for one in Severity]],
        done=done,
        alerts=await open_alerts(officer),
    )


@get("/console/reports/{number:str}")
async def read(
    number: str, officer: Officer, done: Annotated[str, Parameter(max_length=20)] = ""
) -> Response:
    """One report; its addressee's first look at it marks it as read."""
    require(officer.principal, *READERS)
    return await report_page(officer, number, 200, done=done)


async def report_page(officer: Officer, number: str, status: int, **context: Any) -> Response:
    """The page of one report, with what was typed where a form came back."""
    found = await reports.read(officer.services, officer.principal, number)
    async with officer.services.database.reading() as conn:
        election = (await register(officer.services, conn)).elections.get(found["election"] or 0)
        sender = found.get("organisation")
        names = await console.organisation_names(conn, [sender]) if sender is not None else {}
    may_act = officer.principal.kind in COMMISSIONS
    allowed = MOVES[Status(found["status"])] if may_act else frozenset()
    return officer.page(
        "report.html",
        status,
        report=found,
        sender=names.get(sender, "") if sender is not None else "",
        election=election.election if election is not None else None,
        commissions=sorted(election.commissions.items()) if election is not None else [],
        allowed={str(one) for one in allowed},
        may_see_files=may_act,
        pictures=PICTURES,
        alerts=[one for one in await open_alerts(officer) if one["number"] == number],
        **{"defects": [], "done": "", "typed": {}, **context},
    )


@post("/console/reports/{number:str}/transition")
async def move(number: str, officer: Officer, form: Form) -> Response:
    """Mark as read, pass on or close; the observer is told in the chat."""
    body = TransitionBody(form.text("to"), form.text("addressee") or None, form.text("note"))
    return await _done(
        officer,
        number,
        form,
        body.to,
        lambda: reports.transition(officer.services, officer.principal, form.ticket(officer), number, body),
    )


@post("/console/reports/{number:str}/answer")
async def answer(number: str, officer: Officer, form: Form) -> Response:
    """Answer the observer in words."""
    body = ResponseBody(form.text("text"))
    return await _done(
        officer,
        number,
        form,
        "answered",
        lambda: reports.respond(officer.services, officer.principal, form.ticket(officer), number, body),
    )


async def _done(officer: Officer, number: str, form: Form, done: str, act: Any) -> Response:
    try:
        await act()
    except Problem as problem:
        typed = {name: form.text(name) for name in ("text", "note", "addressee")}
        defects = defects_of(officer, problem)
        return await report_page(officer, number, problem.status, defects=defects, typed=typed)
    if done == "passed_on":
        # The body that passes on keeps sight of the report, but its page may not be its own any more.
        return see("/console/reports", done=done)
    return see(f"/console/reports/{number}", done=done)


@get("/console/reports/{number:str}/evidence/{id:int}")
async def evidence(number: str, id: int, officer: Officer) -> Response[bytes]:
    """One file; each reading is audited. Pictures are shown, everything else is only saved."""
    content, sniffed = await report_evidence.content(officer.services, officer.principal, number, id)
    shown = sniffed in PICTURES
    name = f"{number}-{id}"
    return file_answer(content, sniffed if shown else "application/octet-stream", name, inline=shown)
