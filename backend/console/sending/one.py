"""A form for one observer, with a photo."""

from typing import Any

import msgspec
from litestar import Response, get, post

from accreditation.observers import ObserverRole
from backend.actions.elections.elections import read as read_election
from backend.actions.requests import photos, requests
from backend.actions.requests.batch_columns import CODED, LISTS, PERSON
from backend.actions.requests.batch_files import body_of
from backend.actions.requests.batch_rows import words_of
from backend.console.forms import defects_of
from backend.console.sending.batches import mended
from backend.console.sending.home import windows_of
from backend.console.sending.visits import Sender, SenderForm
from backend.console.visits import see
from backend.problems import Problem

FIELDS = (*PERSON, "document_type", "document_number", "languages", *LISTS, "role", "language")


@get("/senders/elections/{id:int}/one")
async def blank(id: int, sender: Sender) -> Response:
    """An empty form."""
    return await _page(sender, id, 200, {"role": ObserverRole.SHORT_TERM, "language": sender.language})


async def _page(
    sender: Sender, id: int, status: int, typed: dict[str, str], defects: list[str] | None = None
) -> Response:
    return sender.page(
        "sending_one.html",
        status,
        election=await read_election(sender.services, id),
        windows=await windows_of(sender, id),
        typed={name: typed.get(name, "") for name in (*FIELDS, "code_of_conduct", "hold_until_opening")},
        coded=CODED,
        defects=defects or [],
    )


@post("/senders/elections/{id:int}/one")
async def file(id: int, sender: Sender, sender_form: SenderForm) -> Response:
    """File the request, then its photo; a photo that is not taken leaves the request recorded."""
    typed = {name: text for name in FIELDS if (text := sender_form.text(name).strip())}
    typed |= {
        name: "po" for name in ("code_of_conduct", "hold_until_opening") if sender_form.text(name) == "1"
    }
    services, principal = sender.services, sender.sender
    try:
        body = body_of(typed, id, words_of(services))
        answer = await requests.file(services, principal, sender_form.ticket_for(sender), body)
    except Problem as problem:
        return await _page(sender, id, problem.status, typed, mended(sender, problem))
    number: Any = msgspec.json.decode(answer.body)["number"]
    if sender_form.file is not None and sender_form.file.filename:
        content = await sender_form.file.read()
        try:
            await photos.put(services, principal, None, number, content)
        except Problem as problem:
            defects_of(sender, problem)
            return see(f"/senders/requests/{number}", done="photo_not_taken")
    return see(f"/senders/requests/{number}", done="filed")
