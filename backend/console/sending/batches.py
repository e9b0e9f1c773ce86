"""A list on its way: uploaded and checked, filed by its sender, followed row by row, its receipt printed."""

from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from litestar.params import Parameter

from backend.actions.requests import batch_downloads, batches
from backend.actions.requests.batch_books import MEDIA, mend
from backend.actions.requests.batch_files import format_of
from backend.actions.requests.batches import Options
from backend.console.forms import defects_of
from backend.console.sending.home import home_page
from backend.console.sending.visits import Sender, SenderForm
from backend.console.visits import file_answer, see
from backend.problems import Problem
from backend.store import batch_names

PAGE = 100
LISTED = 50
WORTH_TELLING = ("scope_unknown_place",)
"""Findings that speak against nothing, and are most often a slip of the pen."""
After = Annotated[int, Parameter(ge=0, le=10**6)]
Outcome = Annotated[str, Parameter(max_length=20)]


@post("/senders/elections/{id:int}/check")
async def check(id: int, sender: Sender, sender_form: SenderForm) -> Response:
    """Check an uploaded list; nothing is filed. A file that cannot be read comes back with the reason."""
    try:
        name, media, content = await sender_form.content()
        answer = await batches.file(
            sender.services,
            sender.sender,
            sender_form.ticket_for(sender, content),
            format_of(media if media != "application/octet-stream" else "", name),
            content,
            Options(id, check=True),
        )
    except Problem as problem:
        return await home_page(sender, problem.status, id, defects=mended(sender, problem))
    return see(f"/senders/batches/{msgspec.json.decode(answer.body)['id']}")


@get("/senders/batches")
async def listed(sender: Sender, before: Annotated[int, Parameter(ge=0)] = 0) -> Response:
    """The sender's lists, the newest first."""
    found = await batches.listed(sender.services, sender.sender, before=before or batches.LAST, limit=LISTED)
    return sender.page("sending_batches.html", batches=found["items"], older=found["next_cursor"])


@get("/senders/batches/{id:int}")
async def read(id: int, sender: Sender, outcome: Outcome = "", after: After = 0) -> Response:
    """One list: how far it is, and the answer to each row."""
    return await batch_page(sender, id, 200, outcome=outcome, after=after)


async def batch_page(
    sender: Sender,
    id: int,
    status: int,
    *,
    outcome: str = "",
    after: int = 0,
    defects: list[str] | None = None,
) -> Response:
    """The page of one list.

    Raises:
        Problem: 404, it is not the sender's.
    """
    found = await batches.read(
        sender.services, sender.sender, id, after=after, limit=PAGE, outcome=outcome or None
    )
    async with sender.services.database.reading() as conn:
        names = await batch_names.of_rows(conn, id, after, _last(found) if found["rows"] else after)
    rows = [_shown(sender, msgspec.json.decode(row), names) for row in found["rows"]]
    return sender.page(
        "sending_batch.html",
        status,
        batch=found,
        working=found["state"] in ("received", "checking"),
        trial=found["state"] in ("checking", "checked"),
        notes=[_note(sender, one) for one in found["notes"]],
        rows=rows,
        outcome=outcome,
        defects=defects or [],
    )


def _last(found: dict[str, Any]) -> int:
    return msgspec.json.decode(found["rows"][-1])["row"]


def _note(sender: Sender, note: dict[str, Any]) -> str:
    arguments = {name: value for name, value in note.items() if name != "code"}
    return sender.text(f"batch-note-{note['code'].replace('_', '-')}", **arguments)


def _shown(sender: Sender, row: dict[str, Any], names: dict[int, str]) -> dict[str, Any]:
    """A row's answer with its words: what to mend, and what stands open or against it."""
    open_codes = [
        one["code"]
        for one in row.get("assessment", {}).get("findings", [])
        if one["severity"] in ("against", "needs_legal_decision") or one["code"] in WORTH_TELLING
    ]
    problem = row.get("problem")
    told = mend(sender.services.texts, sender.language, problem) if problem else ""
    return (
        {"number": None, "line": 0}
        | row
        | {"mend": told, "open_codes": open_codes, "name": names.get(row["row"], "")}
    )


def mended(sender: Sender, problem: Problem) -> list[str]:
    """What stands in the way of a row or a form, in the words of its columns."""
    if problem.code == "field_invalid":
        told = {"code": problem.code, "arguments": problem.arguments}
        return [mend(sender.services.texts, sender.language, told)]
    return defects_of(sender, problem)


@post("/senders/batches/{id:int}/file")
async def file(id: int, sender: Sender, sender_form: SenderForm) -> Response:
    """File a checked list."""
    try:
        await batches.file_checked(
            sender.services,
            sender.sender,
            sender_form.ticket_for(sender),
            id,
            again=sender_form.text("again") == "1",
        )
    except Problem as problem:
        return await batch_page(sender, id, problem.status, defects=defects_of(sender, problem))
    return see(f"/senders/batches/{id}")


@post("/senders/batches/{id:int}/discard")
async def discard(id: int, sender: Sender, sender_form: SenderForm) -> Response:
    """Forget a checked list."""
    await batches.discard(sender.services, sender.sender, sender_form.ticket_for(sender), id)
    return see("/senders", done="discarded")


@get("/senders/batches/{id:int}/rejected.csv")
async def rejected_csv(id: int, sender: Sender) -> Response[bytes]:
    """The rejected rows, each with what to mend, as CSV."""
    return await _rejected(sender, id, "csv")


@get("/senders/batches/{id:int}/rejected.xlsx")
async def rejected_xlsx(id: int, sender: Sender) -> Response[bytes]:
    """The same as a workbook."""
    return await _rejected(sender, id, "xlsx")


async def _rejected(sender: Sender, id: int, kind: str) -> Response[bytes]:
    name, content = await batch_downloads.rejected(sender.services, sender.sender, id, kind, sender.language)
    return file_answer(content, MEDIA[kind], name, inline=False)


@get("/senders/batches/{id:int}/receipt")
async def receipt(id: int, sender: Sender) -> Response:
    """The receipt: every number with its instant, to be printed."""
    found = await batches.read(sender.services, sender.sender, id, limit=1)
    async with sender.services.database.reading() as conn:
        numbers = await batch_names.receipt(conn, id)
    return sender.page("sending_receipt.html", batch=found, numbers=numbers)
