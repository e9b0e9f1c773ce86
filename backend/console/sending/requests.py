"""The sender's requests: the list, and one with what was found, what can be done, its badge and its decision."""

from typing import Annotated, Literal

import msgspec
from litestar import Response, get, post
from litestar.params import Parameter

from accreditation.findings import Severity
from accreditation.requests import REQUESTS, RequestMove, RequestState
from backend.actions.appeals import appeals
from backend.actions.appeals.appeals import AppealBody
from backend.actions.decisions import decision_papers
from backend.actions.door import badge_files
from backend.actions.requests import photos, request_pages, requests
from backend.actions.requests.requests import WithdrawalBody
from backend.actions.standing import accreditations
from backend.console.forms import defects_of
from backend.console.sending.visits import Sender, SenderForm
from backend.console.visits import file_answer, see
from backend.problems import Problem

PAGE = 50
PHOTO_UNTIL = photos.WAITING
APPEALED = ("refused", "overdue")
Number = Annotated[str, Parameter(max_length=40)]


@get("/senders/requests")
async def listed(
    sender: Sender,
    status: Annotated[str, Parameter(max_length=20)] = "",
    election: Annotated[int, Parameter(ge=0, le=2**31 - 1)] = 0,
    after: Annotated[int, Parameter(ge=0)] = 0,
) -> Response:
    """The sender's requests in the order they were recorded, of one state if asked."""
    known = status if status in set(RequestState) else ""
    found = await request_pages.listed(
        sender.services,
        sender.sender,
        after=after,
        limit=PAGE,
        status=known or None,
        election=election or None,
    )
    return sender.page(
        "sending_requests.html",
        items=found["items"],
        more=found["next_cursor"],
        status=known,
        election=election,
        states=[str(one) for one in RequestState],
        waiting=("received", "held", "assessed", "overdue"),
    )


@get("/senders/requests/{number:str}")
async def read(number: str, sender: Sender, done: Annotated[str, Parameter(max_length=20)] = "") -> Response:
    """One request."""
    return await request_page(sender, number, 200, done=done)


async def request_page(
    sender: Sender,
    number: str,
    status: int,
    *,
    done: str = "",
    defects: list[str] | None = None,
    typed: str = "",
) -> Response:
    """The page of one request, with what was typed where a form came back.

    Raises:
        Problem: 404, it is not the sender's.
    """
    found = await request_pages.read(sender.services, sender.sender, number)
    badge = None
    if found["accreditation"]:
        badge = await accreditations.read(sender.services, sender.sender, found["accreditation"])
    findings = found["assessment"]["findings"]
    groups = {
        one: [finding for finding in findings if finding["severity"] == one]
        for one in (Severity.AGAINST, Severity.NEEDS_LEGAL_DECISION, Severity.TO_RECORD, Severity.FOR)
    }
    state = RequestState(found["status"])
    return sender.page(
        "sending_request.html",
        status,
        filed=found,
        badge=badge,
        groups=groups,
        waiting=found["status"] in ("received", "assessed", "overdue"),
        may_withdraw=REQUESTS.allows(state, RequestMove.WITHDRAW),
        may_send_photo=state in PHOTO_UNTIL,
        may_appeal=found["status"] in APPEALED or found["failure_at"] is not None,
        defects=defects or [],
        done=done,
        typed=typed,
    )


@get("/senders/requests/{number:str}/decision.pdf")
async def decision_pdf(number: str, sender: Sender) -> Response[bytes]:
    """The written decision in the language of the page."""
    content = await decision_papers.of_request(sender.services, sender.sender, number, sender.language)
    return file_answer(content, "application/pdf", f"{number}.pdf", inline=False)


@get("/senders/requests/{number:str}/photo")
async def photo(number: str, sender: Sender) -> Response[bytes]:
    """The observer's photo."""
    content = await photos.read(sender.services, sender.sender, number)
    return file_answer(content, "image/jpeg", f"{number}.jpg")


@post("/senders/requests/{number:str}/photo")
async def send_photo(number: str, sender: Sender, sender_form: SenderForm) -> Response:
    """Store the observer's photo."""
    return await _done(sender, number, "photo", sender_form, photo=True)


@post("/senders/requests/{number:str}/withdrawal")
async def withdraw(number: str, sender: Sender, sender_form: SenderForm) -> Response:
    """Withdraw the request; what was granted on it ends."""
    return await _done(sender, number, "withdrawn", sender_form)


@post("/senders/requests/{number:str}/appeal")
async def appeal(number: str, sender: Sender, sender_form: SenderForm) -> Response:
    """Appeal; an appeal is always recorded."""
    return await _done(sender, number, "appealed", sender_form)


async def _done(sender: Sender, number: str, what: str, form: SenderForm, *, photo: bool = False) -> Response:
    """Carry out one form of the request's page, and come back to it."""
    services, principal = sender.services, sender.sender
    try:
        if photo:
            _, _, content = await form.content()
            await photos.put(services, principal, form.ticket_for(sender, content), number, content)
        elif what == "withdrawn":
            if form.text("sure") != "1":
                raise Problem(400, "field_invalid", arguments={"field": "sure", "reason": "empty"})
            body = WithdrawalBody(form.text("reason"))
            await requests.withdraw(services, principal, form.ticket_for(sender), number, body)
        else:
            await appeals.file(services, principal, form.ticket_for(sender), number, _appeal(form))
    except Problem as problem:
        defects = defects_of(sender, problem)
        return await request_page(sender, number, problem.status, defects=defects, typed=form.text("grounds"))
    return see(f"/senders/requests/{number}", done=what)


def _appeal(form: SenderForm) -> AppealBody:
    return msgspec.convert(
        {name: form.text(name) for name in ("grounds", "legal_basis", "asked", "signatory")}, AppealBody
    )


@get("/senders/accreditations/{number:str}/badge.pdf")
async def badge_pdf(number: str, sender: Sender) -> Response[bytes]:
    """The badge as a card for the printer."""
    return await _badge(sender, number, "pdf")


@get("/senders/accreditations/{number:str}/badge.png")
async def badge_png(number: str, sender: Sender) -> Response[bytes]:
    """The badge's symbol as a picture."""
    return await _badge(sender, number, "png")


async def _badge(sender: Sender, number: str, kind: Literal["pdf", "png"]) -> Response[bytes]:
    content = await badge_files.badge_file(sender.services, sender.sender, number, kind)
    return file_answer(content, badge_files.MEDIA_TYPES[kind], f"{number}.{kind}", inline=False)
