"""One accreditation: its badge, its history, and what the commission does with it."""

from typing import Any, Literal

import msgspec
from litestar import Response, get, post

from accreditation.standing import STANDINGS, Standing, StandingMove
from backend.actions.door import badge_files
from backend.actions.principals import require
from backend.actions.standing import accreditations
from backend.actions.standing.accreditations import RevocationBody
from backend.console.forms import RevocationForm, defects_of
from backend.console.requests import READERS, request_page
from backend.console.visits import Form, Officer, file_answer, see
from backend.problems import Problem

Suffix = Literal["png", "pdf"]
MEASURES = {
    "suspension": (StandingMove.SUSPEND, accreditations.suspend),
    "restoration": (StandingMove.RESTORE, accreditations.restore),
    "reissue": (StandingMove.REPLACE, accreditations.reissue),
    "revoking": (StandingMove.REVOKE, accreditations.revoke),
}
"""What an officer can do on this page, in the order it is offered."""


@get("/console/accreditations/{number:str}")
async def read(number: str, officer: Officer, done: str = "") -> Response:
    """The accreditation's page."""
    return await _page(officer, number, 200, done=done)


async def _page(officer: Officer, number: str, status: int, **context: Any) -> Response:
    """The page of one accreditation, with what was typed where a form came back.

    Raises:
        Problem: 404, there is none, or it is in the competence of another commission.
    """
    require(officer.principal, *READERS)
    shown = await accreditations.read(officer.services, officer.principal, number)
    history = await accreditations.history(officer.services, officer.principal, number)
    state = Standing(shown["state"])
    may = officer.principal.kind in {"cec", "zec", "lgec"}
    offered = [name for name, (move, _) in MEASURES.items() if may and STANDINGS.allows(state, move)]
    return officer.page(
        "accreditation.html",
        status,
        one=shown,
        history=history["items"],
        offered=offered,
        **{"typed": RevocationForm(), "tried": "", "defects": [], "done": "", **context},
    )


@post("/console/accreditations/{number:str}/{measure:str}")
async def take(number: str, measure: str, officer: Officer, form: Form) -> Response:
    """Suspend, restore, issue anew or revoke by the same actions as the API.

    Raises:
        Problem: 404, there is no such measure.
    """
    if measure not in MEASURES:
        raise Problem(404, "not_found", remedy="check_identifier")
    typed = RevocationForm.of_posted(form)
    action = MEASURES[measure][1]
    try:
        body = RevocationBody(typed.reason, typed.act.body())
        answer = await action(officer.services, officer.principal, form.ticket(officer), number, body)
    except Problem as problem:
        return await _page(
            officer,
            number,
            problem.status,
            typed=typed,
            tried=measure,
            defects=defects_of(officer, problem),
        )
    return see(f"/console/accreditations/{msgspec.json.decode(answer.body)['number']}", done=measure)


@get("/console/accreditations/{number:str}/badge.png")
async def badge_png(number: str, officer: Officer) -> Response[bytes]:
    """The symbol as a picture."""
    return await _file(officer, number, "png")


@get("/console/accreditations/{number:str}/badge.pdf")
async def badge_pdf(number: str, officer: Officer) -> Response[bytes]:
    """The card for the printer."""
    return await _file(officer, number, "pdf")


async def _file(officer: Officer, number: str, kind: Suffix) -> Response[bytes]:
    require(officer.principal, *READERS)
    content = await badge_files.badge_file(officer.services, officer.principal, number, kind)
    return file_answer(content, badge_files.MEDIA_TYPES[kind], f"{number}.{kind}")


@post("/console/accreditations/{number:str}/revocation")
async def revoke(number: str, officer: Officer, form: Form) -> Response:
    """Revoke by the same action as the API; what the act lacks is said on the request's page."""
    typed = RevocationForm.of_posted(form)
    shown = await accreditations.read(officer.services, officer.principal, number)
    try:
        body = RevocationBody(typed.reason, typed.act.body())
        await accreditations.revoke(officer.services, officer.principal, form.ticket(officer), number, body)
    except Problem as problem:
        return await request_page(
            officer,
            shown["request"],
            problem.status,
            revocation=typed,
            revocation_defects=defects_of(officer, problem),
        )
    return see(f"/console/requests/{shown['request']}", done="revoked")
