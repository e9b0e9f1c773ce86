"""An accreditation on its request's page: the badge as a file, and its revocation."""

from typing import Literal

from litestar import Response, get, post

from backend.actions import accreditations, badge_files
from backend.actions.accreditations import RevocationBody
from backend.actions.principals import require
from backend.console.forms import RevocationForm, defects_of
from backend.console.requests import READERS, request_page
from backend.console.visits import Form, Officer, file_answer, see
from backend.problems import Problem

Suffix = Literal["png", "pdf"]


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
