"""What follows for a waiting request when something happens to it: a new assessment, and clocks set anew."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from backend.actions.elections.elections import require_election
from backend.actions.requests import assessing
from backend.store import deadlines, requests
from backend.store.requests import RequestRow


async def reassess(conn: AsyncConnection, number: str, now: datetime) -> tuple[RequestRow, dict[str, Any]]:
    """Assess a stored request on what is on file by now, keep the assessment, and set its deadline to decide.

    A time to decide that does not run has no open deadline; one that runs anew has it at its new end.
    Raises:
        LookupError: there is no such request, which is the caller's mistake.
    """
    row = await requests.find(conn, number, lock=True)
    if row is None:
        raise LookupError("request")
    election = await require_election(conn, row.election_id)
    grounds = await assessing.grounds(conn, election, assessing.asked_for(row), now)
    assessment = assessing.assessed(grounds, row.received_at)
    kept = assessing.kept_anew(row, assessment)
    due = assessment.decision_due
    stands = assessing.due_stands(row)
    await requests.set_assessment(
        conn,
        row.id,
        state=row.state,
        competent=row.competent,
        assessment=msgspec.json.encode(kept),
        decision_due_at=row.decision_due_at if stands else due.at,
        decision_due_kind=kept["decision_due"]["kind"],
    )
    if stands:
        return msgspec.structs.replace(row, assessment=kept), kept
    if due.at is None:
        await deadlines.close(conn, assessing.FAILURE, assessing.subject_of(row.id))
    else:
        await assessing.put_deadlines(conn, row.id, assessment)
    return msgspec.structs.replace(row, assessment=kept, decision_due_at=due.at), kept
