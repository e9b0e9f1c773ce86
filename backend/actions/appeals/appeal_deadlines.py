"""The clock of each appeal in the ledger of deadlines: which step runs, and what the sweep does when it is late."""

from __future__ import annotations

from datetime import datetime

from psycopg import AsyncConnection

from accreditation.appeal_steps import AppealFacts, AppealStep, StepClock, step_clock
from accreditation.appeals import APPEALS, Appealable, AppealMove, AppealState
from accreditation.law.appeal_rules import AppealBody
from backend.actions.appeals.appeal_rules import APPEALED
from backend.actions.elections.elections import facts_of, require_election
from backend.actions.notices.notices import NoticeKind, to_commission
from backend.store import appeals as store
from backend.store import audit, deadlines, notices
from backend.store.appeals import AppealRow
from backend.store.deadlines import Deadline

SYSTEM = "system"
KIND = "appeal_step"
ROLES = {"kas": "kas", "cec": "cec", "electoral_college": "college"}
"""The role that acts for each appeal body."""


def subject_of(id: int) -> str:
    """An appeal as the subject of its deadline."""
    return f"appeal:{id}"


def facts_of_row(row: AppealRow) -> AppealFacts:
    """What the clocks of a stored appeal run from; one against nothing runs like one against a refusal."""
    return AppealFacts(
        APPEALED[row.against] if row.against is not None else Appealable.REFUSAL,
        AppealBody(row.body) if row.body is not None else None,
        AppealState(row.state),
        row.filed_at,
        row.returned_at,
        row.completed_at,
    )


async def clock_of(conn: AsyncConnection, row: AppealRow) -> StepClock | None:
    """The step that runs on a stored appeal, None where nothing does, or no election says how to count."""
    if row.election_id is None:
        return None
    return step_clock(facts_of(await require_election(conn, row.election_id)), facts_of_row(row))


async def put_clock(conn: AsyncConnection, id: int, clock: StepClock | None) -> None:
    """Keep the running step with the appeal, and its end in the ledger; an unset end is no deadline."""
    due_at = clock.due_at if clock is not None else None
    await store.change(conn, id, due_step=str(clock.step) if clock is not None else None, due_at=due_at)
    if due_at is None:
        await deadlines.close(conn, KIND, subject_of(id))
    else:
        await deadlines.put(conn, KIND, subject_of(id), due_at)


async def renew_clock(conn: AsyncConnection, id: int) -> None:
    """After a step: the clock of the next one."""
    row = await store.by_id(conn, id)
    assert row is not None  # its row is held by the caller
    await put_clock(conn, id, await clock_of(conn, row))


async def raise_one(conn: AsyncConnection, deadline: Deadline, now: datetime) -> int:
    """A step became due: the appellant's time to complete has passed, or the body is late and it is on record.

    Lateness of a body ends nothing: the appeal waits, and stands in the list of what is late.
    """
    row = await store.by_id(conn, int(deadline.subject.partition(":")[2]), lock=True)
    taken = await deadlines.take(conn, deadline.id)
    if row is None or taken is None or taken.due_at > now:
        return 0
    await deadlines.mark_raised(conn, taken.id, now)
    details = {"due_at": taken.due_at.isoformat(), "body": row.body or ""}
    if row.due_step == AppealStep.COMPLETION:
        state = str(APPEALS.after(AppealState(row.state), AppealMove.COMPLETE))
        # The check goes on with what is there, from the instant at which the time to complete ended.
        await store.change(conn, row.id, state=state, completed_at=taken.due_at)
        await store.add_event(conn, row.id, now, "completion_lapsed", SYSTEM, details)
        await audit.record(conn, now, SYSTEM, "appeal_completion_lapsed", f"appeal:{row.number}", details)
        await renew_clock(conn, row.id)
        return 1
    if row.due_step is not None:
        late = {**details, "step": row.due_step}
        await store.add_event(conn, row.id, now, "body_late", SYSTEM, late)
        await audit.record(conn, now, SYSTEM, "appeal_body_late", f"appeal:{row.number}", late)
        if row.election_id is not None:
            role = ROLES.get(row.body or "", "cec")
            told = to_commission(
                row.election_id, role, NoticeKind.APPEAL_LATE, f"appeal:{row.number}", due_at=taken.due_at
            )
            await notices.add(conn, now, [told])
    return 1
