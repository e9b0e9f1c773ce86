"""Pages for everybody: what the commission did, in numbers, and the status of a request by its unguessable id."""

from typing import Annotated, Any

from litestar import Response, get
from litestar.params import Parameter

from backend.actions.elections.register import register
from backend.actions.open_data import open_data
from backend.console.visits import Visit
from backend.problems import Problem


@get("/open")
async def numbers(
    visit: Visit, election: Annotated[int | None, Parameter(ge=1, le=2_000_000_000)] = None
) -> Response:
    """The numbers of the election that is on, or of the one asked for."""
    async with visit.services.database.reading() as conn:
        known = await register(visit.services, conn)
    current = known.current(visit.now)
    chosen = election if election is not None else current.election.id if current is not None else None
    found: dict[str, Any] | None = None
    if chosen is not None:
        found = await open_data.election(visit.services, chosen)
    page = visit.page(
        "open.html",
        data=found,
        elections=sorted(
            ((one.election.id, one.election.name) for one in known.elections.values()), reverse=True
        ),
    )
    page.headers["Cache-Control"] = f"private, max-age={open_data.AGE_S}"
    return page


@get("/s/{public_id:str}")
async def status(public_id: Annotated[str, Parameter(max_length=100)], visit: Visit) -> Response:
    """The status of a request: dates only, never whose it is, nor who sent it."""
    try:
        found = await open_data.public_status(visit.services, public_id)
    except Problem:
        return visit.page("status.html", 404, found=None)
    return visit.page("status.html", found=found)


ROUTES = [numbers, status]
