"""The first page: the election, its windows in plain words, the table to fill in and the form that takes it."""

from typing import Annotated, Any

from litestar import Response, get
from litestar.params import Parameter

from backend.actions.elections import elections, time_limits
from backend.actions.requests import batches, request_pages
from backend.actions.requests.batch_files import ROWS_LIMIT
from backend.console.sending.visits import HOME, Sender
from backend.problems import not_yours

ELECTIONS = 200
SHOWN = 8
WINDOWS = ("albanian_request", "foreign_request")


@get(HOME)
async def home(
    sender: Sender, election: Annotated[int, Parameter(ge=0, le=2**31 - 1)] = 0, done: str = ""
) -> Response:
    """The page of one election; without a choice that of the next one."""
    return await home_page(sender, 200, election, done=done)


async def home_page(
    sender: Sender, status: int, election: int = 0, *, defects: list[str] | None = None, done: str = ""
) -> Response:
    """The page, with what stood in the way of an upload.

    Raises:
        Problem: 404, there is no such election.
    """
    found = (await elections.listed(sender.services, 0, ELECTIONS))["items"]
    chosen = _chosen(sender, found, election)
    windows = await windows_of(sender, chosen["id"]) if chosen else []
    own = await batches.listed(
        sender.services, sender.sender, limit=SHOWN, election=chosen["id"] if chosen else None
    )
    filed = await request_pages.listed(
        sender.services,
        sender.sender,
        after=0,
        limit=1,
        status=None,
        election=chosen["id"] if chosen else None,
    )
    return sender.page(
        "sending_home.html",
        status,
        elections=found,
        chosen=chosen,
        windows=windows,
        batches=own["items"],
        has_requests=bool(filed["items"]),
        rows_limit=ROWS_LIMIT,
        defects=defects or [],
        done=done,
    )


def _chosen(sender: Sender, found: list[dict[str, Any]], id: int) -> dict[str, Any] | None:
    if id:
        chosen = next((one for one in found if one["id"] == id), None)
        if chosen is None:
            raise not_yours()
        return chosen
    today = sender.now.date()
    ahead = [one for one in found if one["election_date"] >= today]
    return min(ahead, key=lambda one: one["election_date"]) if ahead else (found[-1] if found else None)


async def windows_of(sender: Sender, election_id: int) -> list[dict[str, Any]]:
    """The windows of requests, each with where it stands now: `early`, `open`, `doubtful`, `closed` or `unset`."""
    limits = await time_limits.read(sender.services, election_id, sender.language)
    shown = []
    for one in limits["items"]:
        if one["code"] in WINDOWS:
            shown.append(one | {"standing": _standing(one, sender.now)})
    return shown


def _standing(limit: dict[str, Any], now: Any) -> str:
    if limit["closes_at"] is None:
        return "unset"
    if limit["opens_at"] is not None and now < limit["opens_at"]:
        return "early"
    if now < limit["safe_until"]:
        return "open"
    return "doubtful" if now < limit["lenient_until"] else "closed"
