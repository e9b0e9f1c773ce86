"""The banner of duty alerts (severity S1): each stays until a named person takes it."""

from typing import Any

from litestar import Response, post

from backend.actions.reports import reports
from backend.actions.reports.report_views import readable
from backend.console.visits import Form, Officer, see
from backend.problems import Problem
from backend.store import console

LOOKED_AT = 200
SHOWN = 20
TAKERS = {"cec", "zec", "lgec", "helpdesk"}
"""Roles that may take an alert; see `reports.acknowledge`."""


async def open_alerts(officer: Officer) -> list[dict[str, Any]]:
    """The open alerts on reports that this officer may read, oldest first."""
    if officer.principal.kind not in TAKERS:
        return []
    shown = []
    async with officer.services.database.reading() as conn:
        for number, raised_at in await console.open_alerts(conn, LOOKED_AT):
            try:
                await readable(officer.services, conn, officer.principal, number)
            except Problem:
                continue
            shown.append({"number": number, "raised_at": raised_at})
            if len(shown) == SHOWN:
                break
    return shown


@post("/console/reports/{number:str}/acknowledgement")
async def acknowledge(number: str, officer: Officer, form: Form) -> Response:
    """Take an alert. Whoever comes second sees the report, which says who took it."""
    try:
        await reports.acknowledge(officer.services, officer.principal, form.ticket(officer), number)
    except Problem as problem:
        if problem.code != "no_open_alert":
            raise
    return see(f"/console/reports/{number}")
