"""The public list of decisions: acts with their numbers, for anybody; it names no observer and no party."""

from typing import Annotated

from litestar import Response, get
from litestar.params import Parameter

from backend.actions.decisions import publication
from backend.actions.elections import elections
from backend.actions.requests.sentences import Sentences
from backend.console.visits import Visit

PAGE = 50


@get("/decisions")
async def listed(
    visit: Visit,
    election: Annotated[int | None, Parameter(ge=1, le=2**31 - 1)] = None,
    after: Annotated[int, Parameter(ge=0, le=2**62)] = 0,
) -> Response:
    """The acts of one election, the newest election by default."""
    known = (await elections.listed(visit.services, 0, 200))["items"]
    ids = [one["id"] for one in known]
    chosen = election if election in ids else (ids[-1] if ids else None)
    found = {"items": [], "next_cursor": None}
    if chosen is not None:
        found = await publication.listed(visit.services, chosen, after=after, limit=PAGE)
    return visit.page(
        "decisions.html",
        elections=known,
        chosen=chosen,
        items=found["items"],
        next_cursor=found["next_cursor"],
        say=Sentences(visit.services.texts, visit.language),
    )


ROUTES = [listed]
