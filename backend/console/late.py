"""What the commission is late with: for how long, since when, by which article, and until when an appeal is open."""

from typing import Annotated

from litestar import Response, get
from litestar.params import Parameter

from backend.actions.requests import lateness
from backend.console.alerts import open_alerts
from backend.console.visits import Officer

PAGE = 50


@get("/console/late")
async def listed(officer: Officer, cursor: Annotated[str, Parameter(max_length=60)] = "") -> Response:
    """The list of what is late: a zone's own, everybody's for the CEC and an auditor."""
    found = await lateness.listed(
        officer.services, officer.principal, cursor=cursor or None, limit=PAGE, election=None
    )
    return officer.page(
        "late.html",
        items=found["items"],
        counts=found["commissions"],
        next_cursor=found["next_cursor"],
        further=bool(cursor),
        sees_all=officer.principal.kind in {"cec", "auditor"},
        alerts=await open_alerts(officer),
    )
