"""Waiting requests assessed anew after a fact changed: a date, a day off, a number of the law, a sender's standing.

Small sets are done in the transaction of the change. Larger ones become an event of the election whose work a job does
in chunks, a transaction each; an event says how far it came, so a crash repeats nothing and loses nothing.
Until a request is reached its old deadlines stand, but none is raised: the sweep does this work first.
The instant of receipt never changes; what a request is assessed by is what is on file now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
import structlog
from psycopg import AsyncConnection

from accreditation.requests import REQUESTS, RequestMove, RequestState
from backend.actions.notices.notices import NoticeKind, tell, to_observer, to_sender
from backend.actions.requests import assessing
from backend.services import Services
from backend.store import deadlines, election_events, elections, reassessments, requests
from backend.store.election_events import ElectionEvent
from backend.store.elections import ElectionRow
from backend.store.reassessments import Anew, MovedDeadline
from backend.store.requests import RequestRow

log = structlog.get_logger()

INLINE_REQUESTS = 500
"""So many waiting requests are assessed anew in the transaction of the change itself, as with a batch."""
CHUNK_REQUESTS = 200
STUCK = timedelta(minutes=10)
CHUNK_NOTICES = 1_000
SYSTEM = "system"
POSITIONS = ("too_early", "in_time", "too_late")
REQUESTS_STAGE, ACCREDITATIONS_STAGE, CARRY_STAGE = "requests", "accreditations", "carry_over"


class Tally(msgspec.Struct, frozen=True):
    """What a new assessment came to: `counts` by what happened; `queued` is the event that a job works off."""

    counts: dict[str, int]
    queued: int | None = None


async def reassess_waiting(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    election_id: int,
    *,
    cause: str,
    organisation_id: int | None = None,
    by_role: str = SYSTEM,
) -> Tally:
    """Assess the waiting requests of an election, or of one sender in it, on what is on file now.

    Runs in the caller's transaction; more than 500 are left to a job (`queued`), which begins after COMMIT.
    Nobody is told but by the events of each request; who must be told, the caller tells.
    Raises:
        LookupError: there is no such election.
    """
    election = await elections.find(conn, election_id)
    if election is None:
        raise LookupError("election")
    if await reassessments.waiting_count(conn, election_id, organisation_id) <= INLINE_REQUESTS:
        ids = await reassessments.waiting_ids(conn, election_id, 0, INLINE_REQUESTS, organisation_id)
        counts, _ = await reassess(services, conn, now, election, ids, cause)
        return Tally(dict(counts))
    event = await election_events.add(
        conn,
        election_id=election_id,
        kind="facts",
        at=now,
        by_role=by_role,
        organisation_id=organisation_id,
        act={"cause": cause},
        before={},
        after={},
        stage=REQUESTS_STAGE,
    )
    wake(services)
    return Tally({}, event.id)


def wake(services: Services) -> None:
    """Let the job begin; its poll alone would be correct."""
    services.parts.get("wake", lambda _: None)("elections")


async def reassess(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    election: ElectionRow,
    ids: Sequence[int],
    cause: str,
) -> tuple[Counter[str], set[int]]:
    """Assess these requests anew and store what follows; returns what happened, and the senders whom it touches.

    A request that cannot be assessed is logged and left as it is, so that it keeps no other from its new limits.
    """
    rows = [one for one in await requests.lock_all(conn, ids) if one.state in reassessments.WAITING]
    asked = {row.id: assessing.asked_for(row) for row in rows}
    known = await assessing.register_of(conn, election.id, [one.scope for one in asked.values()])
    replaced = await reassessments.received_of(conn, [row.replaces for row in rows if row.replaces])
    cases: dict[int, assessing.CaseFile] = {}
    results = []
    for row in rows:
        if row.organisation_id not in cases:
            cases[row.organisation_id] = await assessing.case_file(conn, election, row.organisation_id)
        try:
            found = assessing.grounds_of(
                cases[row.organisation_id], asked[row.id], known, now, replaced.get(row.replaces or 0)
            )
            results.append(_judged(row, found, now))
        except (ValueError, KeyError, TypeError, OverflowError):
            log.exception("reassessment_failed", request=row.number, cause=cause)
    changed = [one for one in results if one.changed]
    await reassessments.store(conn, [one.anew for one in changed])
    await reassessments.move_deadlines(conn, [moved for one in changed for moved in one.deadlines])
    for one in changed:
        for subject, kinds in one.closed:
            for kind in kinds:
                await deadlines.close(conn, kind, subject)
    events = [
        (one.anew.id, event, SYSTEM, {"cause": cause, **details})
        for one in changed
        for event, details in one.events
    ]
    if events:
        await requests.add_events(conn, now, events)
    counts: Counter[str] = Counter(examined=len(rows), changed=len(changed))
    counts["failed"] += len(rows) - len(results)
    for one in changed:
        counts.update(one.happened)
    return +counts, {one.organisation_id for one in changed if one.happened}


class _Judged(msgspec.Struct, frozen=True):
    """What a new assessment means for one request."""

    anew: Anew
    organisation_id: int
    changed: bool
    happened: tuple[str, ...] = ()
    deadlines: tuple[MovedDeadline, ...] = ()
    closed: tuple[tuple[str, tuple[str, ...]], ...] = ()
    events: tuple[tuple[str, dict[str, Any]], ...] = ()


def _judged(row: RequestRow, found: assessing.Grounds, now: datetime) -> _Judged:
    """Assess one request anew. Pure."""
    assessment = assessing.assessed(found, row.received_at)
    kept = assessing.kept_anew(row, assessment)
    opens_at = assessing.counts_from(found, assessment, row.received_at)
    subject = assessing.subject_of(row.id)
    state = RequestState(row.state)
    happened: list[str] = []
    moved: list[MovedDeadline] = []
    closed: list[tuple[str, tuple[str, ...]]] = []
    events: list[tuple[str, dict[str, Any]]] = []
    due_at, due_kind = assessment.decision_due.at, str(assessment.decision_due.kind)
    if assessing.due_stands(row):
        due_at, due_kind = row.decision_due_at, row.decision_due_kind or due_kind
    if state is RequestState.OVERDUE:
        # An appeal is open.
        kept["remedy"] = row.assessment["remedy"]
    elif state is RequestState.HELD and opens_at <= now:
        state = REQUESTS.after(state, RequestMove.OPEN)
        closed.append((subject, (assessing.OPENING,)))
        events.append(("opened", {"counts_from": opens_at.isoformat()}))
        happened.append("opened")
    elif opens_at > now and REQUESTS.allows(state, RequestMove.HOLD):
        state = REQUESTS.after(state, RequestMove.HOLD)
        moved.append(MovedDeadline(assessing.OPENING, subject, opens_at))
        events.append(("held", {"opens_at": opens_at.isoformat()}))
        happened.append("held")
    elif state is RequestState.HELD and _opening_of(row) != opens_at:
        moved.append(MovedDeadline(assessing.OPENING, subject, opens_at))
        happened.append("opening_moved")
    if (due_at, due_kind) != (row.decision_due_at, row.decision_due_kind):
        moved_due, closed_due = _due_moved(row, subject, assessing.deadline_of(assessment))
        moved += moved_due
        closed += closed_due
        happened.append("due_moved")
    was, is_now = position(row.assessment), position(kept)
    if was != is_now:
        happened.append(f"now_{is_now or 'without_limit'}")
    competent = found.competence.body.role
    if competent != row.competent:
        events.append(("moved_to_commission", {"from": row.competent, "to": competent}))
    if happened:
        events.append(("reassessed", _difference(row, due_at, was, is_now)))
    encoded = msgspec.json.encode(kept)
    same = state == row.state and competent == row.competent and not happened
    return _Judged(
        Anew(row.id, str(state), competent, msgspec.Raw(encoded), due_at, due_kind),
        row.organisation_id,
        changed=not (same and msgspec.json.decode(encoded) == row.assessment),
        happened=tuple(happened),
        deadlines=tuple(moved),
        closed=tuple(closed),
        events=tuple(events),
    )


def _opening_of(row: RequestRow) -> datetime | None:
    """The opening that a held filing waits for, by its present assessment."""
    for one in row.assessment["findings"]:
        if one["code"] == "too_early" and one.get("instant"):
            return datetime.fromisoformat(one["instant"].replace("Z", "+00:00"))
    return None


def _due_moved(
    row: RequestRow, subject: str, ends: tuple[str, datetime] | None
) -> tuple[list[MovedDeadline], list[tuple[str, tuple[str, ...]]]]:
    """Where the time to decide ends now; a returned request keeps what was open or closed about it."""
    if ends is None:
        return [], [(subject, (assessing.FAILURE, assessing.TARGET))]
    kind, due_at = ends
    other = assessing.TARGET if kind == assessing.FAILURE else assessing.FAILURE
    only_open = row.state == RequestState.RETURNED
    return [MovedDeadline(kind, subject, due_at, only_open)], [(subject, (other,))]


def position(assessment: dict[str, Any]) -> str | None:
    """Whether an assessment as it is kept found the filing too early, in time or too late."""
    return next((one["code"] for one in assessment["findings"] if one["code"] in POSITIONS), None)


def _difference(
    row: RequestRow, due_at: datetime | None, was: str | None, is_now: str | None
) -> dict[str, Any]:
    details: dict[str, Any] = {}
    if was != is_now:
        details |= {"position_before": was, "position": is_now}
    if due_at != row.decision_due_at:
        before = row.decision_due_at.isoformat() if row.decision_due_at else None
        details |= {"due_before": before, "due_at": due_at.isoformat() if due_at else None}
    return details


async def work_off(services: Services) -> int:
    """Do the work of every open event, a chunk a transaction; returns how many rows were worked on.

    Safe in several processes at once: an event that another one has is passed over.
    """
    worked = 0
    async with services.database.reading() as conn:
        ids = await election_events.open_ids(conn)
    for id in ids:
        while done := await _chunk(services, id):
            worked += done
    return worked


async def settled(services: Services) -> bool:
    """Whether no request waits for its new limits; work that stands still for ten minutes holds nothing up."""
    async with services.database.reading() as conn:
        return not await election_events.is_unsettled(conn, services.clock.now() - STUCK)


async def _chunk(services: Services, id: int) -> int:
    """One chunk of an event's work; 0 where there was none, or another process has it."""
    now = services.clock.now()
    async with services.database.transaction() as conn:
        event = await election_events.take(conn, id)
        if event is None or event.stage not in (REQUESTS_STAGE, ACCREDITATIONS_STAGE):
            return 0
        event, worked = await step(services, conn, now, event)
        await election_events.came_to(conn, event)
    return worked


async def step(
    services: Services, conn: AsyncConnection, now: datetime, event: ElectionEvent
) -> tuple[ElectionEvent, int]:
    """Do the next chunk of an event's work in the caller's transaction; the event as it stands then, not yet stored."""
    if event.stage == REQUESTS_STAGE:
        return await _requests_step(services, conn, now, event)
    rows = await reassessments.accredited(conn, event.election_id, event.accreditation_after, CHUNK_NOTICES)
    if not rows:
        return msgspec.structs.replace(event, state="done", finished_at=now), 1
    subject = f"election:{event.election_id}"
    told = [
        to_observer(
            number,
            NoticeKind.LIMITS_CHANGED,
            subject,
            dedup_key=f"limits:{event.id}:observer:{number}",
            **event.after,
        )
        for _, number in rows
    ]
    await tell(services, conn, now, told)
    counts = Counter(event.counts) + Counter(observers_told=len(rows))
    return msgspec.structs.replace(event, accreditation_after=rows[-1][0], counts=dict(counts)), len(rows)


async def _requests_step(
    services: Services, conn: AsyncConnection, now: datetime, event: ElectionEvent
) -> tuple[ElectionEvent, int]:
    ids = await reassessments.waiting_ids(
        conn, event.election_id, event.request_after, CHUNK_REQUESTS, event.organisation_id
    )
    if not ids:
        if event.kind == "redating":
            return msgspec.structs.replace(event, stage=ACCREDITATIONS_STAGE), 1
        return msgspec.structs.replace(event, state="done", finished_at=now), 1
    election = await elections.find(conn, event.election_id)
    if election is None:  # a foreign key excludes it
        raise LookupError("election")
    counts, touched = await reassess(services, conn, now, election, ids, event.kind)
    if event.kind in ("holiday", "limit"):
        told = [
            to_sender(
                organisation_id,
                NoticeKind.LIMITS_CHANGED,
                f"election:{event.election_id}",
                dedup_key=f"limits:{event.id}:organisation:{organisation_id}",
                cause=event.kind,
            )
            for organisation_id in sorted(touched)
        ]
        await tell(services, conn, now, told)
    summed = Counter(event.counts) + counts
    return msgspec.structs.replace(event, request_after=ids[-1], counts=dict(summed)), len(ids)
