"""The queue of requests: what is late on top, then what is due first."""

from typing import Annotated

from litestar import Response, get
from litestar.params import Parameter

from accreditation.requests import RequestState
from backend.actions.principals import require
from backend.console.acts import DraftForm
from backend.console.alerts import open_alerts
from backend.console.visits import Officer, see
from backend.store import console

PAGE = 50
WAITING = (RequestState.RECEIVED, RequestState.ASSESSED, RequestState.OVERDUE)
"""States in which the commission owes a decision."""
FIRST_PAGE = {
    "vcc": "/console/reports",
    "helpdesk": "/console/waiting",
    "operator": "/console/operation",
    "kas": "/console/appeals",
    "college": "/console/appeals",
}


@get("/console")
async def queue(
    officer: Officer,
    status: Annotated[str, Parameter(max_length=20)] = "waiting",
    of: Annotated[str, Parameter(max_length=20)] = "",
    number: Annotated[str, Parameter(max_length=40)] = "",
    page: Annotated[int, Parameter(ge=1, le=10_000)] = 1,
) -> Response:
    """The requests in this body's competence; a role without requests is sent to its own first page."""
    if officer.principal.kind in FIRST_PAGE:
        return see(FIRST_PAGE[officer.principal.kind])
    require(officer.principal, "cec", "zec", "lgec", "auditor")
    sees_all = officer.principal.kind in {"cec", "auditor"}
    everything = sees_all and (of == "all" or officer.principal.kind == "auditor")
    competent = None if everything else officer.principal.role
    known = [one.value for one in RequestState]
    states = [status] if status in known else known if status == "all" else list(WAITING)
    async with officer.services.database.reading() as conn:
        items = await console.queue(
            conn,
            competent=competent,
            states=known if number else states,
            number=number.strip().upper() or None,
            limit=PAGE + 1,
            offset=(page - 1) * PAGE,
        )
        counts = await console.counts(conn, competent)
    return officer.page(
        "queue.html",
        items=items[:PAGE],
        more=len(items) > PAGE,
        page=page,
        state=status,
        states=["waiting", *known, "all"],
        counts={
            **counts,
            "waiting": sum(counts.get(one, 0) for one in WAITING),
            "all": sum(counts.values()),
        },
        body="all" if everything else "",
        sees_all=officer.principal.kind == "cec",
        number=number,
        waiting=set(WAITING),
        decides=officer.principal.kind in {"cec", "zec", "lgec"},
        draft=DraftForm(),
        alerts=await open_alerts(officer),
    )


@get("/console/operation")
async def operation(officer: Officer) -> Response:
    """Where the operator finds the state of the service."""
    require(officer.principal, "operator")
    return officer.page("operation.html")
