"""Failure to decide: silence past the limit of the law becomes an event, judged by the limit and not by the clock
of whoever notices it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

import msgspec
from psycopg import AsyncConnection

from accreditation import failure
from accreditation.appeals import AppealWindow
from accreditation.decision_time import DueKind
from accreditation.elections import ElectionFacts
from accreditation.law.editions import Provision, cite
from accreditation.requests import REQUESTS, RequestMove, RequestState
from backend.actions.elections.elections import facts_of, require_election
from backend.actions.notices.notices import NoticeKind, to_sender
from backend.actions.requests import assessing
from backend.store import audit, notices, requests, sweeping
from backend.store.notices import NewNotice
from backend.store.requests import RequestRow

SYSTEM = "system"
EACH_NOTICE = 20
"""A sender is told of each of so few requests; of more at once it is told in one notice with their count."""


class Due(Protocol):
    """What of a request decides whether the commission failed: a whole row, or the few columns of the sweep."""

    @property
    def id(self) -> int: ...
    @property
    def number(self) -> str: ...
    @property
    def election_id(self) -> int: ...
    @property
    def organisation_id(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def competent(self) -> str: ...
    @property
    def decision_due_at(self) -> datetime | None: ...
    @property
    def decision_due_kind(self) -> str | None: ...


def is_due(row: Due, now: datetime) -> bool:
    """Whether the law's time to decide has passed on a request that still waits for a decision."""
    return (
        row.decision_due_kind == DueKind.LAW
        and row.decision_due_at is not None
        and row.decision_due_at <= now
        and REQUESTS.allows(RequestState(row.state), RequestMove.FAIL)
    )


def failure_window(election: ElectionFacts, row: RequestRow, failed_at: datetime) -> AppealWindow:
    """The appeal that a failure opens, against the commission that was competent."""
    return failure.failure_window(election, failed_at, row.competent)


async def record_if_due(conn: AsyncConnection, row: RequestRow, now: datetime) -> RequestRow:
    """Record the failure on a locked request if its time has passed; returns the row as it stands then.

    The failure arose at the due instant, whenever it is recorded.
    The event, the finding, the audit record, the notice and the deadline are one transaction with the caller's.
    """
    if not is_due(row, now):
        return row
    election = facts_of(await require_election(conn, row.election_id))
    await record(conn, [row], {row.election_id: election}, now)
    return await requests.lock_by_id(conn, row.id) or row


async def record(
    conn: AsyncConnection, rows: Sequence[Due], elections: Mapping[int, ElectionFacts], now: datetime
) -> None:
    """Record the failures on locked requests whose time has passed, in a few statements however many they are.

    Requests of one election and commission that were due at one instant share the finding and the remedy.
    """
    alike: dict[tuple[int, str, datetime, str], list[Due]] = defaultdict(list)
    for row in rows:
        assert row.decision_due_at is not None  # `is_due` said so
        state = str(REQUESTS.after(RequestState(row.state), RequestMove.FAIL))
        alike[row.election_id, row.competent, row.decision_due_at, state].append(row)
    events, records, told = [], [], []
    for (election_id, competent, failed_at, state), group in alike.items():
        election = elections[election_id]
        findings = failure.failure_findings(election, failed_at, competent)
        remedy = failure.failure_remedy(election, failed_at, competent)
        await sweeping.fail(
            conn, [row.id for row in group], state, msgspec.to_builtins(findings), msgspec.to_builtins(remedy)
        )
        cited = cite(election.edition, Provision.DECISION_TIME).label
        details = {"due_at": failed_at.isoformat(), "article": cited, "competent": competent}
        window = failure.failure_window(election, failed_at, competent)
        for row in group:
            events.append((row.id, assessing.FAILURE, SYSTEM, details))
            records.append((SYSTEM, assessing.FAILURE, assessing.subject_of(row.id), details))
        told += _notices(group, failed_at, window)
    await requests.add_events(conn, now, events)
    await audit.record_all(conn, now, records)
    subjects = [assessing.subject_of(row.id) for row in rows]
    await sweeping.raise_subjects(conn, assessing.FAILURE, subjects, now)
    await notices.add(conn, now, told)


def _notices(group: Sequence[Due], failed_at: datetime, window: AppealWindow) -> list[NewNotice]:
    last_day = window.last_day.isoformat() if window.last_day else None
    return told_of(group, NoticeKind.FAILURE_TO_DECIDE, "failure", failed_at=failed_at, last_day=last_day)


def told_of(group: Sequence[Due], kind: NoticeKind, key: str, **arguments: Any) -> list[NewNotice]:
    """Notices to the senders of these requests: of each, or where there are many of one sender, in one notice."""
    by_sender: dict[tuple[int, int], list[Due]] = defaultdict(list)
    for row in group:
        by_sender[row.organisation_id, row.election_id].append(row)
    told = []
    for (organisation_id, election_id), rows in by_sender.items():
        if len(rows) <= EACH_NOTICE:
            told += [
                to_sender(
                    organisation_id,
                    kind,
                    assessing.subject_of_number(row.number),
                    dedup_key=f"{key}:{row.id}",
                    **arguments,
                )
                for row in rows
            ]
        else:
            told.append(
                to_sender(
                    organisation_id,
                    kind,
                    f"election:{election_id}",
                    dedup_key=f"{key}:{rows[0].id}+{len(rows)}",
                    count=len(rows),
                    **arguments,
                )
            )
    return told
