"""What a commission was told, newest first; for the operator and an auditor, what could not be delivered."""

from typing import Annotated

from litestar import Response, get
from litestar.params import Parameter

from backend.actions.notices import notice_feed
from backend.console.visits import Officer

PAGE = 50


@get("/console/notices")
async def listed(officer: Officer, before: Annotated[int, Parameter(ge=0, le=10**17)] = 0) -> Response:
    """One's own notices; an operator and an auditor see where delivery failed, without an address."""
    if officer.principal.kind in {"operator", "auditor"}:
        rows, more = await notice_feed.undelivered(officer.services, officer.principal, before, PAGE)
        next_before = rows[-1].id if more else None
        return officer.page("undelivered.html", items=rows, next_before=next_before)
    items, more = await notice_feed.newest(
        officer.services, officer.principal, officer.language, before, PAGE
    )
    next_before = items[-1]["position"] if more else None
    return officer.page("notices.html", items=items, next_before=next_before)
