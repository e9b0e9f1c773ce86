"""Due deadlines of requests, one transaction each: failures, missed targets, and held filings whose window opened."""

from __future__ import annotations

from datetime import datetime

from psycopg import AsyncConnection

from accreditation.requests import REQUESTS, RequestMove, RequestState
from backend.actions import assessing, delegations
from backend.actions.failures import SYSTEM, record_if_due
from backend.services import Services
from backend.store import deadlines, requests
from backend.store.deadlines import Deadline
from backend.store.requests import RequestRow

KINDS = (delegations.CHANGE, assessing.OPENING, assessing.FAILURE, assessing.TARGET)
"""In this order: competence moves first, and a held filing is opened before anything is due on it."""
PAGE = 500


async def raise_due(services: Services, now: datetime) -> int:
    """Raise what is due at `now`; returns how many deadlines were raised or closed.

    Each runs in its own transaction, so one that fails keeps no other waiting.
    Two processes may run this at once: the request's row is locked first, then the deadline is taken if still open.
    """
    raised = 0
    for kind in KINDS:
        async with services.database.reading() as conn:
            found = await deadlines.due(conn, kind, now, PAGE)
        for deadline in found:
            async with services.database.transaction() as conn:
                raised += await _raise(conn, deadline, now)
    return raised


async def _raise(conn: AsyncConnection, deadline: Deadline, now: datetime) -> int:
    if deadline.kind == delegations.CHANGE:
        return await _move(conn, deadline, now)
    row = await requests.lock_by_id(conn, int(deadline.subject.partition(":")[2]))
    taken = await deadlines.take(conn, deadline.id)
    if row is None or taken is None or taken.due_at > now:
        return 0
    if taken.kind == assessing.FAILURE:
        failed = await record_if_due(conn, row, now)
        # A request that was decided or sent back in the meantime waits for nobody.
        if failed.state == row.state:
            await deadlines.close(conn, taken.kind, taken.subject)
        return 1
    if taken.kind == assessing.OPENING:
        await _open(conn, row, now)
    else:
        await _note_missed_target(conn, row, taken, now)
    await deadlines.mark_raised(conn, taken.id, now)
    return 1


async def _move(conn: AsyncConnection, deadline: Deadline, now: datetime) -> int:
    """An instruction began or ended: what waits moves to the commission that is competent now."""
    await delegations.move_pending(conn, int(deadline.subject.split(":")[1]), now)
    if await deadlines.take(conn, deadline.id) is None:
        return 0
    await deadlines.mark_raised(conn, deadline.id, now)
    return 1


async def _open(conn: AsyncConnection, row: RequestRow, now: datetime) -> None:
    """The window opened: a filing held with its sender's consent counts from the opening minute."""
    if not REQUESTS.allows(RequestState(row.state), RequestMove.OPEN):
        return
    await requests.set_state(conn, row.id, REQUESTS.after(RequestState(row.state), RequestMove.OPEN))
    await requests.add_event(conn, row.id, now, "opened", SYSTEM)


async def _note_missed_target(
    conn: AsyncConnection, row: RequestRow, deadline: Deadline, now: datetime
) -> None:
    """An internal target that passes is no failure in law; it is noted, and the request waits on."""
    details = {"due_at": deadline.due_at.isoformat()}
    await requests.add_event(conn, row.id, now, "decision_target_missed", SYSTEM, details)
