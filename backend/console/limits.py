"""The time limits of an election for everybody: on a phone, on paper, without scripts."""

from __future__ import annotations

from litestar import Response, get

from backend.actions.elections import calendar_views, time_limits
from backend.console.visits import Visit

NUMBERS_LIMIT = 2**31


@get("/elections/{id:int}/time-limits")
async def time_limits_page(id: int, visit: Visit, all: bool = False) -> Response:
    """Every limit with its rule, ends and counts; `all` opens every count, to be printed.

    Raises:
        Problem: 404, no such election.
    """
    id = id if id < NUMBERS_LIMIT else 0
    shown = await time_limits.read(visit.services, id, visit.language)
    changes = await calendar_views.events(visit.services, id, 0, 100)
    dates = [one for one in changes["items"] if one["kind"] == "redating"]
    return visit.page("time_limits.html", **shown, redatings=dates, everything=all)
