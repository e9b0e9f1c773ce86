"""Due deadlines of requests, raised a chunk at a time: held filings whose window opened, failures, missed targets.

Twenty thousand that are due at one midnight take a few statements for each chunk of them, and bounded memory.
Deadlines of instructions and of appeals are few, and run one transaction each.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import structlog
from psycopg import AsyncConnection

from accreditation.decision_time import DueKind
from accreditation.elections import ElectionFacts
from accreditation.requests import REQUESTS, RequestMove, RequestState
from backend.actions.appeals import appeal_deadlines
from backend.actions.decisions import delegations
from backend.actions.elections.elections import facts_of, require_election
from backend.actions.notices.notices import NoticeKind
from backend.actions.requests import assessing, failures, reminders
from backend.actions.requests.failures import SYSTEM
from backend.services import Services
from backend.store import deadlines, notices, requests, sweeping
from backend.store.database import RETRIED
from backend.store.deadlines import Deadline
from backend.store.sweeping import DueRequest

log = structlog.get_logger()

CHUNK = 500
"""So many deadlines are raised in one transaction; others wait for its locks no longer than that takes."""
PAGE = 500
"""Instructions and appeal steps raised by one sweep."""

Elections = dict[int, ElectionFacts]
Raise = Callable[[AsyncConnection, Sequence[DueRequest], Elections, datetime], Awaitable[None]]


async def raise_due(services: Services, now: datetime) -> int:
    """Raise what is due at `now`; returns how many deadlines were raised or closed.

    Competence moves first, and a held filing is opened before anything is due on it.
    A chunk that fails is raised again one by one, so that one bad request keeps no other waiting.
    Two processes may run this at once: requests are locked first, then their deadlines if they are still open.
    """
    raised = await _one_by_one(services, delegations.CHANGE, now)
    for kind, what in (
        (assessing.OPENING, _open),
        (assessing.FAILURE, _fail),
        (assessing.TARGET, _note_missed_target),
        (assessing.TRANSLATION, _note_missed_translation),
    ):
        raised += await _in_chunks(services, kind, what, now)
    raised += await _one_by_one(services, appeal_deadlines.KIND, now)
    await reminders.remind(services, now)
    return raised


async def _in_chunks(services: Services, kind: str, what: Raise, now: datetime) -> int:
    raised, after = 0, None
    elections: Elections = {}
    while True:
        async with services.database.reading() as conn:
            page = await sweeping.due_page(conn, kind, now, after, CHUNK)
        if not page:
            break
        after, ids = page[-1], [id for _, id in page]
        try:
            raised += await _chunk(services, ids, what, elections, now)
        except RETRIED:
            # Somebody else held a row the other way round; the next sweep finds what is left.
            log.warning("sweep_chunk_left", kind=kind, deadlines=len(ids))
        except Exception:
            log.exception("sweep_chunk_failed", kind=kind, deadlines=len(ids))
            raised += await _each(services, ids, what, elections, now)
    if raised:
        services.parts.get("wake", lambda _: None)("notices")
    return raised


async def _each(
    services: Services, ids: Sequence[int], what: Raise, elections: Elections, now: datetime
) -> int:
    raised = 0
    for id in ids:
        try:
            raised += await _chunk(services, [id], what, elections, now)
        except Exception:
            log.exception("sweep_deadline_failed", deadline=id)
    return raised


async def _chunk(
    services: Services, ids: Sequence[int], what: Raise, elections: Elections, now: datetime
) -> int:
    async with services.database.transaction() as conn:
        taken = await sweeping.take(conn, ids, now)
        for id in sorted({one.election_id for one in taken} - elections.keys()):
            elections[id] = facts_of(await require_election(conn, id))
        if taken:
            await what(conn, taken, elections, now)
    return len(taken)


async def _open(
    conn: AsyncConnection, taken: Sequence[DueRequest], elections: Elections, now: datetime
) -> None:
    """The window opened: filings held with their senders' consent count from the opening minute."""
    held = [one for one in taken if REQUESTS.allows(RequestState(one.state), RequestMove.OPEN)]
    if held:
        opened = str(REQUESTS.after(RequestState.HELD, RequestMove.OPEN))
        await sweeping.set_states(conn, [one.id for one in held], opened)
        await requests.add_events(conn, now, [(one.id, "opened", SYSTEM, {}) for one in held])
        await notices.add(conn, now, failures.told_of(held, NoticeKind.REQUEST_OPENED, "opened"))
    await sweeping.mark(conn, [one.deadline_id for one in taken], "raised", now)


async def _fail(
    conn: AsyncConnection, taken: Sequence[DueRequest], elections: Elections, now: datetime
) -> None:
    """Silence past the law's time is a failure; a request that was decided in the meantime waits for nobody."""
    failed = [one for one in taken if failures.is_due(one, now)]
    if failed:
        await failures.record(conn, failed, elections, now)
    gone = {one.id for one in failed}
    later, over = [], []
    for one in taken:
        if one.id in gone:
            continue
        due = one.decision_due_at if one.decision_due_kind == DueKind.LAW else None
        waits = REQUESTS.allows(RequestState(one.state), RequestMove.FAIL)
        if waits and due is not None:
            later.append((one.deadline_id, due))
        else:
            over.append(one.deadline_id)
    if later:
        await sweeping.move(conn, later)
    if over:
        await sweeping.mark(conn, over, "closed", now)


async def _note_missed_target(
    conn: AsyncConnection, taken: Sequence[DueRequest], elections: Elections, now: datetime
) -> None:
    """An internal target that passes is no failure in law; it is noted, and the request waits on."""
    events = [
        (one.id, "decision_target_missed", SYSTEM, {"due_at": one.ended_at.isoformat()}) for one in taken
    ]
    await requests.add_events(conn, now, events)
    await sweeping.mark(conn, [one.deadline_id for one in taken], "raised", now)


async def _note_missed_translation(
    conn: AsyncConnection, taken: Sequence[DueRequest], elections: Elections, now: datetime
) -> None:
    """The additional deadline for a translation passed: it is noted, and the commission decides on what it has."""
    events = [(one.id, "translation_missed", SYSTEM, {"due_at": one.ended_at.isoformat()}) for one in taken]
    await requests.add_events(conn, now, events)
    await sweeping.mark(conn, [one.deadline_id for one in taken], "raised", now)


async def _one_by_one(services: Services, kind: str, now: datetime) -> int:
    raised = 0
    async with services.database.reading() as conn:
        found = await deadlines.due(conn, kind, now, PAGE)
    for deadline in found:
        try:
            async with services.database.transaction() as conn:
                if kind == delegations.CHANGE:
                    raised += await _move(services, conn, deadline, now)
                else:
                    raised += await appeal_deadlines.raise_one(conn, deadline, now)
        except RETRIED:
            log.warning("sweep_deadline_left", deadline=deadline.id)
        except Exception:
            # One that cannot be raised keeps no other from it.
            log.exception("sweep_deadline_failed", deadline=deadline.id)
    return raised


async def _move(services: Services, conn: AsyncConnection, deadline: Deadline, now: datetime) -> int:
    """An instruction began or ended: what waits moves to the commission that is competent now."""
    await delegations.move_pending(services, conn, int(deadline.subject.split(":")[1]), now)
    if await deadlines.take(conn, deadline.id) is None:
        return 0
    await deadlines.mark_raised(conn, deadline.id, now)
    return 1
