"""Appeals: always recorded, then assessed for what is appealed, by whom and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.appeals import Appealable, AppealState, AppealWindow, appeal_findings, appeal_window
from accreditation.civil_time import civil_date
from accreditation.elections import ElectionFacts
from backend.actions.decisions import appeal_view
from backend.actions.elections import facts_of, require_election
from backend.actions.failures import failure_window, record_if_due
from backend.actions.fields import long_text
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal
from backend.actions.requests import require_own
from backend.services import Services
from backend.store import appeals, audit, decisions, requests
from backend.store.decisions import DecisionRow
from backend.store.requests import RequestRow

GROUNDS_LIMIT_CHARACTERS = 20_000
AGAINST = {Appealable.REFUSAL: "refusal", Appealable.FAILURE: "failure_to_decide"}


class AppealBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An appeal in the sender's own words."""

    grounds: str


def _window(election: ElectionFacts, row: RequestRow, decision: DecisionRow | None) -> AppealWindow | None:
    """What can be appealed on a request: its refusal, else a failure that was not made good by a grant."""
    if decision is not None and decision.outcome == "refuse":
        return appeal_window(
            election, Appealable.REFUSAL, decision.decided_at, decision.body.partition(":")[0]
        )
    if row.failure_at is not None and row.state == "overdue":
        return failure_window(election, row, row.failure_at)
    return None


async def file(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: AppealBody
) -> Answer:
    """The sender appeals a refusal or a failure to decide: 201 with a number, whatever speaks against it.

    Raises:
        Problem: 403, the key is not an organisation's; 404; 400, the grounds are empty or too long.
    """
    grounds = long_text("grounds", body.grounds, GROUNDS_LIMIT_CHARACTERS)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await record_if_due(conn, await require_own(conn, principal, number), now)
        election = facts_of(await require_election(conn, row.election_id))
        window = _window(election, row, await decisions.latest(conn, row.id))
        findings = appeal_findings(election, window, now, by_sender=True)
        against = AGAINST.get(window.against) if window is not None else None
        assessment = {"findings": findings, "remedy": None, "window": appeal_view(window)}
        appeal_number = await appeals.add(
            conn,
            year=civil_date(now).year,
            request_id=row.id,
            against=against,
            state=str(AppealState.FILED),
            grounds=grounds,
            filed_at=now,
            filed_by=principal.role,
            assessment=msgspec.json.encode(assessment),
        )
        await requests.add_event(conn, row.id, now, "appealed", principal.role, {"appeal": appeal_number})
        await audit.record(
            conn,
            now,
            principal.role,
            "appeal_filed",
            f"appeal:{appeal_number}",
            {"against": against or "nothing"},
        )
        return 201, {
            "number": appeal_number,
            "request": number,
            "received_at": now,
            "status": "received",
            "against": against,
            "assessment": assessment,
        }

    return await perform(services, ticket, work)
