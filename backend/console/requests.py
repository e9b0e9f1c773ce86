"""One request: who asks, what speaks for and against, the clocks, and the form that decides."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Response, get, post
from litestar.params import Parameter

from accreditation.findings import FindingCode, Severity
from accreditation.interim import InterimUntil
from accreditation.requests import RequestState
from backend.actions.decisions import decision_papers, decisions, interim, proposals
from backend.actions.decisions.decisions import DecisionBody
from backend.actions.decisions.interim import InterimBody
from backend.actions.elections.register import register
from backend.actions.principals import require
from backend.actions.requests import photos, request_pages, translations
from backend.actions.standing import accreditations
from backend.console.forms import DecisionForm, RevocationForm, TypedAct, defects_of
from backend.console.visits import Form, Officer, file_answer, see
from backend.problems import Problem
from backend.services import Services
from backend.store import console

DECIDABLE = {
    RequestState.RECEIVED,
    RequestState.ASSESSED,
    RequestState.OVERDUE,
    RequestState.RETURNED,
}
READERS = ("cec", "zec", "lgec", "auditor")


@get("/console/requests/{number:str}")
async def read(
    number: str,
    officer: Officer,
    done: Annotated[str, Parameter(max_length=20)] = "",
    warned: Annotated[str, Parameter(max_length=400)] = "",
) -> Response:
    """The request's page."""
    require(officer.principal, *READERS)
    warnings = [code for code in warned.split(",") if code in set(FindingCode)]
    return await request_page(officer, number, 200, done=done, warnings=warnings)


async def request_page(
    officer: Officer,
    number: str,
    status: int,
    *,
    form: DecisionForm | None = None,
    revocation: RevocationForm | None = None,
    **context: Any,
) -> Response:
    """The page of one request, with what was typed where a form came back.

    Raises:
        Problem: 404, there is none, or it is in the competence of another commission.
    """
    found = await request_pages.read(officer.services, officer.principal, number)
    async with officer.services.database.reading() as conn:
        sender = await console.sender(conn, found["organisation"], found["election"])
        places = await _places(officer.services, conn, found)
        competent = await _commission(officer.services, conn, found)
    proposed = (await proposals.listed(officer.services, officer.principal, number))["items"]
    badge = None
    if found["accreditation"]:
        badge = await accreditations.read(officer.services, officer.principal, found["accreditation"])
    findings = found["assessment"]["findings"]
    groups = {
        one: [finding for finding in findings if finding["severity"] == one]
        for one in (Severity.AGAINST, Severity.NEEDS_LEGAL_DECISION, Severity.TO_RECORD, Severity.FOR)
    }
    own = officer.principal.role == found["competent"]
    return officer.page(
        "request.html",
        status,
        filed=found,
        sender=sender,
        places=places,
        competent=competent,
        groups=groups,
        timed=next((one for one in findings if one.get("readings")), None),
        late=next((one for one in findings if one["code"] == FindingCode.TOO_LATE), None),
        badge=badge,
        waiting=found["status"] in {"received", "assessed", "overdue"},
        # The CEC may decide what it delegated, and is warned; every other body decides its own only.
        may_decide=(own or officer.principal.kind == "cec") and found["status"] in DECIDABLE,
        own=own,
        may_revoke=bool(badge) and officer.principal.kind in {"cec", "zec", "lgec"},
        proposals=proposed,
        # Shown wherever an appeal runs; the action says what else it needs.
        may_interim=officer.principal.kind == "cec"
        and found["status"] in {"refused", "overdue"}
        and bool(found["appeals"]),
        form=form or DecisionForm.of_findings(officer, findings),
        revocation=revocation or RevocationForm(),
        **{"defects": [], "done": "", "warnings": [], "interim_act": TypedAct(), **context},
    )


async def _places(services: Services, conn: Any, found: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """The scope in words: each kind of place with the names of its places."""
    election = (await register(services, conn)).elections.get(found["election"])
    names: dict[str, str] = {}
    if election is not None:
        names |= {code: place.name for code, place in election.places.items()}
        names |= election.commissions
    shown = []
    for kind in ("electoral_units", "voting_centres", "counting_centres", "counting_tables", "commissions"):
        codes = found["scope"].get(kind) or []
        known = election.units if election is not None and kind == "electoral_units" else names
        if codes:
            shown.append((kind, [f"{code} {known.get(code, '')}".strip() for code in codes]))
    return shown


async def _commission(services: Services, conn: Any, found: dict[str, Any]) -> str:
    election = (await register(services, conn)).elections.get(found["election"])
    known = election.commissions if election is not None else {}
    return known.get(found["competent"], "")


@post("/console/requests/{number:str}/decision")
async def decide(number: str, officer: Officer, form: Form) -> Response:
    """Decide by the same action as the API; what the decision lacks is said on the same page."""
    typed = DecisionForm.of_posted(form)
    try:
        body = typed.body()
        answer = await decisions.decide(
            officer.services, officer.principal, form.ticket(officer), number, body
        )
    except Problem as problem:
        return await request_page(
            officer, number, problem.status, form=typed, defects=defects_of(officer, problem)
        )
    result = msgspec.json.decode(answer.body)
    warned = ",".join(one["code"] for one in result.get("warnings") or [])
    return see(f"/console/requests/{number}", done=_done(body), **({"warned": warned} if warned else {}))


@post("/console/requests/{number:str}/proposal")
async def propose(number: str, officer: Officer, form: Form) -> Response:
    """Propose what the form holds; nothing is decided."""
    typed = DecisionForm.of_posted(form)
    try:
        await proposals.propose(
            officer.services, officer.principal, form.ticket(officer), number, typed.proposal()
        )
    except Problem as problem:
        return await request_page(
            officer, number, problem.status, form=typed, defects=defects_of(officer, problem)
        )
    return see(f"/console/requests/{number}", done="proposal")


@post("/console/requests/{number:str}/interim")
async def accredit_interim(number: str, officer: Officer, form: Form) -> Response:
    """Accredit for the time of an appeal by the same action as the API."""
    act = TypedAct.of_posted(form)
    try:
        until = InterimUntil(form.text("until") or InterimUntil.APPEAL_DECISION)
        body = InterimBody(act.body(), until, form.text("reason"))
        await interim.issue(officer.services, officer.principal, form.ticket(officer), number, body)
    except ValueError:
        raise Problem(400, "malformed") from None
    except Problem as problem:
        return await request_page(
            officer, number, problem.status, interim_defects=defects_of(officer, problem), interim_act=act
        )
    return see(f"/console/requests/{number}", done="interim")


@get("/console/requests/{number:str}/decision.pdf")
async def paper(number: str, officer: Officer, language: Literal["sq", "en"] = "sq") -> Response:
    """The written decision as PDF."""
    require(officer.principal, *READERS)
    content = await decision_papers.of_request(officer.services, officer.principal, number, language)
    return file_answer(content, "application/pdf", f"{number}.pdf")


def _done(body: DecisionBody) -> str:
    return str(body.outcome)


@get("/console/requests/{number:str}/photo")
async def photo(number: str, officer: Officer) -> Response:
    """The observer's photo, for whoever may read the request."""
    require(officer.principal, *READERS)
    content = await photos.read(officer.services, officer.principal, number)
    return file_answer(content, "image/jpeg", f"{number}.jpg")


@get("/console/requests/{number:str}/translation")
async def translation(number: str, officer: Officer) -> Response:
    """The translation that the sender delivered, for whoever may read the request; saved, never shown in the browser."""
    require(officer.principal, *READERS)
    content, media_type = await translations.read(officer.services, officer.principal, number)
    return file_answer(content, media_type, f"{number}-translation", inline=False)
