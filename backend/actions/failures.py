"""Failure to decide: silence past the limit of the law becomes an event, judged by the limit and not by the clock
of whoever notices it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.appeals import Appealable, AppealWindow, appeal_window
from accreditation.decision_time import DueKind
from accreditation.elections import ElectionFacts
from accreditation.findings import Finding, Remedy, RemedyAction, Severity
from accreditation.law.editions import Provision, cite
from accreditation.requests import REQUESTS, RequestMove, RequestState
from backend.actions import assessing
from backend.actions.elections import facts_of, require_election
from backend.store import audit, deadlines, requests
from backend.store.requests import RequestRow

SYSTEM = "system"


def is_due(row: RequestRow, now: datetime) -> bool:
    """Whether the law's time to decide has passed on a request that still waits for a decision."""
    return (
        row.decision_due_kind == DueKind.LAW
        and row.decision_due_at is not None
        and row.decision_due_at <= now
        and REQUESTS.allows(RequestState(row.state), RequestMove.FAIL)
    )


def failure_window(election: ElectionFacts, row: RequestRow, failed_at: datetime) -> AppealWindow:
    """The appeal that a failure opens, against the commission that was competent."""
    return appeal_window(election, Appealable.FAILURE, failed_at, row.competent.partition(":")[0])


async def record_if_due(conn: AsyncConnection, row: RequestRow, now: datetime) -> RequestRow:
    """Record the failure on a locked request if its time has passed; returns the row as it stands then.

    The failure arose at the due instant, whenever it is recorded.
    The event, the finding, the audit record and the deadline are one transaction with the caller's.
    """
    if not is_due(row, now) or row.decision_due_at is None:
        return row
    failed_at = row.decision_due_at
    election = facts_of(await require_election(conn, row.election_id))
    window = failure_window(election, row, failed_at)
    cited = cite(election.edition, Provision.DECISION_TIME)
    finding = {
        "code": assessing.FAILURE,
        "severity": str(Severity.TO_RECORD),
        "article": cited.label,
        "law": str(cited.law),
        "arguments": {
            "competent": row.competent,
            "appeal_until": window.closes_at,
            "appeal_body": str(window.body),
        },
        "instant": failed_at,
        "readings": [],
    }
    assessment: dict[str, Any] = {
        **row.assessment,
        "findings": [*row.assessment["findings"], finding, *_warnings(window.warnings)],
        "remedy": msgspec.to_builtins(
            Remedy(RemedyAction.APPEAL, cited.label, window.closes_at, str(cited.law)),
            builtin_types=(datetime,),
        ),
    }
    state = str(REQUESTS.after(RequestState(row.state), RequestMove.FAIL))
    await requests.set_failure(conn, row.id, state, failed_at, msgspec.json.encode(assessment))
    details = {"due_at": failed_at.isoformat(), "article": cited.label, "competent": row.competent}
    await requests.add_event(conn, row.id, now, assessing.FAILURE, SYSTEM, details)
    await audit.record(conn, now, SYSTEM, assessing.FAILURE, assessing.subject_of(row.id), details)
    await deadlines.raise_now(conn, assessing.FAILURE, assessing.subject_of(row.id), now)
    return msgspec.structs.replace(row, state=state, failure_at=failed_at, assessment=assessment)


def _warnings(warnings: tuple[Finding, ...]) -> list[Any]:
    return msgspec.to_builtins(warnings, builtin_types=(datetime,))
