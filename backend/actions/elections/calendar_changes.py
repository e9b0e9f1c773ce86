"""An election is given another date, a day off is recorded, a number of the law is set: every limit is computed anew.

Boundary: ONE transaction stores the change, its history (`election_events`, with the facts before and after), its audit
record and the notices to senders and commissions. If at most 500 requests wait, they are assessed anew in it and the
answer is 200; if more, the answer is 202, and a job does the rest in chunks of 200, a transaction each.
A filing holds its election while it is recorded, so none can be stored on limits that were replaced meanwhile.
Observers with an accreditation in force are told by the job, a thousand in a transaction.
A badge keeps the end that its signature covers; the answer counts the badges that end too early to be of use.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Any, Literal

import msgspec
from psycopg import AsyncConnection

from accreditation.civil_time import civil_date
from accreditation.law.rest_days import CEC_SEAT
from backend.actions.elections import reassessing
from backend.actions.elections.elections import SetLimitBody, check_limit, facts_of, require_election, view
from backend.actions.elections.place_codes import unit_code
from backend.actions.elections.redating_preview import limits_compared, touched
from backend.actions.fields import civil_day, cleaned_text, invalid
from backend.actions.notices.notices import NoticeKind, tell, to_commission, to_sender
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.actions.senders.admissions import ActBody, act_values
from backend.problems import Problem, not_yours
from backend.services import Services
from backend.store import audit, election_events, elections, places, reassessments
from backend.store.election_events import ElectionEvent
from backend.store.elections import ElectionRow, NewRestDay

DAYS_LIMIT = 60
BODIES_LIMIT = 1_000


class RedatingBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another date of an election, by a decree or another act; the date of the decree stays unless one is given."""

    election_date: date
    act: ActBody = ActBody()
    decreed_on: date | None = None


class RestDayBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A day off, or of reduced hours. `bodies` is null for the whole country, else unit codes and `cec`."""

    day: date
    kind: Literal["holiday", "reduced"] = "holiday"
    name: str = ""
    bodies: list[str] | None = None


class HolidaysBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The days of one act; an act may announce them late, even after they have begun."""

    days: list[RestDayBody]
    act: ActBody = ActBody()


Change = Callable[[AsyncConnection, ElectionRow], Awaitable[None]]


async def redate_preview(
    services: Services, principal: Principal, id: int, body: RedatingBody
) -> dict[str, Any]:
    """What another date would change, and whom it touches; nothing is stored.

    Raises:
        Problem: 403, the key is not the CEC's; 404; 400, a date that cannot be; 409, announced or nothing to change.
    """
    require(principal, "cec")
    async with services.database.reading() as conn:
        now = services.clock.now()
        row = await require_election(conn, id)
        return {"preview": True, **await _told(conn, now, row, _redated(row, body, now))}


async def redate(
    services: Services, principal: Principal, ticket: Ticket, id: int, body: RedatingBody
) -> Answer:
    """The CEC records another date of an election: every limit follows, and everyone whom it touches is told.

    Raises:
        Problem: 403, the key is not the CEC's; 404; 400, a date that cannot be, or the act lacks a part;
            409, the results are announced already, or the date is the one on record.
    """
    require(principal, "cec")

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        act = act_values(body.act, now)
        row = await _locked(conn, id)
        after = _redated(row, body, now)
        told = await _told(conn, now, row, after)
        await elections.redate(conn, id, after.election_date, after.decreed_on)
        dates = {"election_date": after.election_date, "decreed_on": after.decreed_on}
        before = {"election_date": row.election_date, "decreed_on": row.decreed_on}
        return await _follow_up(services, conn, now, principal, row, "redating", act, before, dates, told)

    return await perform(services, ticket, work)


def _redated(row: ElectionRow, body: RedatingBody, now: datetime) -> ElectionRow:
    """The election as it is after a re-dating.

    Raises:
        Problem: 400, the date lies in the past or before its decree; 409, announced, or nothing would change.
    """
    _require_open(row)
    if body.election_date < civil_date(now):
        raise invalid("election_date", "in_the_past")
    after = msgspec.structs.replace(
        row, election_date=body.election_date, decreed_on=body.decreed_on or row.decreed_on
    )
    if (after.election_date, after.decreed_on) == (row.election_date, row.decreed_on):
        raise Problem(409, "nothing_changed", article="2(1)", remedy="read_status")
    try:
        facts_of(after)
    except ValueError:
        raise invalid("election_date, decreed_on", "impossible_date") from None
    return after


async def holidays_preview(
    services: Services, principal: Principal, id: int, body: HolidaysBody
) -> dict[str, Any]:
    """What days off would change, and whom they touch; nothing is stored. Raises as recording them does."""
    require(principal, "cec")
    async with services.database.reading() as conn:
        now = services.clock.now()
        row = await require_election(conn, id)
        _require_open(row)
        new = await _new_days(conn, row, body)
        return {"preview": True, **await _told(conn, now, row, _with_days(row, new, {}, now))}


async def record_holidays(
    services: Services, principal: Principal, ticket: Ticket, id: int, body: HolidaysBody
) -> Answer:
    """The CEC records days off of one act, of the country or of some bodies, however late they were announced.

    Raises:
        Problem: 403; 404; 400, no day, an unknown unit, a day far away or on record already, or the act lacks a part;
            409, the results are announced already.
    """
    require(principal, "cec")

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        act = act_values(body.act, now)
        row = await _locked(conn, id)
        _require_open(row)
        new = await _new_days(conn, row, body)
        told = await _told(conn, now, row, _with_days(row, new, act, now))
        await elections.add_rest_days(conn, id, new, act, now, principal.role)
        added = {"days": msgspec.to_builtins(new)}
        return await _follow_up(services, conn, now, principal, row, "holiday", act, {}, added, told)

    return await perform(services, ticket, work)


async def _new_days(conn: AsyncConnection, row: ElectionRow, body: HolidaysBody) -> list[NewRestDay]:
    """The days of a body, checked against the register and the calendar on record."""
    if not body.days:
        raise invalid("days", "empty")
    if len(body.days) > DAYS_LIMIT:
        raise invalid("days", "too_many", limit=DAYS_LIMIT)
    known = {unit.code for unit in await places.units(conn, row.id)} | {CEC_SEAT}
    on_record = {_day_key(one["day"], one["reduced"], one["bodies"]) for one in row.rest_days}
    on_record |= {_day_key(day.isoformat(), False, None) for day in row.holidays}
    on_record |= {_day_key(day.isoformat(), True, None) for day in row.reduced_days}
    new = []
    for one in body.days:
        bodies = None if one.bodies is None else _bodies(one.bodies, known)
        day = civil_day("days.day", one.day)
        key = _day_key(day.isoformat(), one.kind == "reduced", bodies)
        if key in on_record:
            raise invalid("days.day", "on_record", day=day.isoformat())
        on_record.add(key)
        name = cleaned_text("days.name", one.name, 200, empty=True)
        new.append(NewRestDay(day, one.kind == "reduced", name, bodies))
    return new


def _day_key(day: str, reduced: bool, bodies: list[str] | None) -> tuple[str, bool, tuple[str, ...] | None]:
    return day, reduced, None if bodies is None else tuple(bodies)


def _bodies(given: list[str], known: set[str]) -> list[str]:
    if not given:
        raise invalid("days.bodies", "empty")
    if len(given) > BODIES_LIMIT:
        raise invalid("days.bodies", "too_many", limit=BODIES_LIMIT)
    codes = [cleaned_text("days.bodies", one, 60) for one in given]
    codes = sorted({CEC_SEAT if one.lower() == CEC_SEAT else unit_code(one) for one in codes})
    if not set(codes) <= known:
        raise invalid("days.bodies", "unknown")
    return codes


def _with_days(row: ElectionRow, new: list[NewRestDay], act: dict[str, Any], now: datetime) -> ElectionRow:
    added = [{**msgspec.to_builtins(one), "id": 0, "act": act, "recorded_at": now.isoformat()} for one in new]
    return msgspec.structs.replace(row, rest_days=[*row.rest_days, *added])


async def set_limit(
    services: Services, principal: Principal, ticket: Ticket, id: int, body: SetLimitBody
) -> Answer:
    """The CEC sets a number of the law for one election, by an act; the last one set of a code holds.

    What waits is assessed anew, because a request must not be decided on a number that was replaced.
    Raises:
        Problem: 403, the key is not the CEC's; 404, no such election; 400, a value that cannot be.
    """
    require(principal, "cec")
    check_limit(body)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await _locked(conn, id)
        entry = msgspec.to_builtins(body)
        held = [one for one in row.set_limits if one["code"] == entry["code"]]
        await elections.add_limit(conn, id, entry)
        await audit.record(conn, now, principal.role, "limit_set", f"election:{id}", entry)
        event = await election_events.add(
            conn,
            election_id=id,
            kind="limit",
            at=now,
            by_role=principal.role,
            act={"number": body.act},
            before=held[-1] if held else {},
            after=entry,
            stage=reassessing.REQUESTS_STAGE,
        )
        await _begin(services, conn, now, event)
        return 201, view(await require_election(conn, id))

    return await perform(services, ticket, work)


async def _locked(conn: AsyncConnection, id: int) -> ElectionRow:
    row = await elections.lock(conn, id)
    if row is None:
        raise not_yours()
    return row


def _require_open(row: ElectionRow) -> None:
    if row.final_announcement is not None:
        raise Problem(409, "already_announced", article="2(16)")


async def _told(
    conn: AsyncConnection, now: datetime, before: ElectionRow, after: ElectionRow
) -> dict[str, Any]:
    """What changes and whom it touches."""
    old, new = facts_of(before), facts_of(after)
    return {
        "election": before.id,
        "before": {"election_date": before.election_date, "decreed_on": before.decreed_on},
        "after": {"election_date": after.election_date, "decreed_on": after.decreed_on},
        "limits": limits_compared(old, new),
        "touches": await touched(conn, old, new, now),
        "warnings": view(after)["warnings"],
    }


async def _follow_up(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    principal: Principal,
    row: ElectionRow,
    kind: str,
    act: dict[str, Any],
    before: dict[str, Any],
    after: dict[str, Any],
    told: dict[str, Any],
) -> tuple[int, Any]:
    """History, audit, notices, and the work on what waits; the answer of the change."""
    subject = f"election:{row.id}"
    event = await election_events.add(
        conn,
        election_id=row.id,
        kind=kind,
        at=now,
        by_role=principal.role,
        act=act,
        before=msgspec.to_builtins(before),
        after=msgspec.to_builtins(after),
        stage=reassessing.REQUESTS_STAGE,
    )
    details = {"act": act["number"], "before": event.before, "after": event.after, "event": event.id}
    await audit.record(conn, now, principal.role, f"election_{kind}", subject, details)
    arguments = {"cause": kind, **(event.after if kind == "redating" else {})}
    notices = [
        to_commission(
            row.id,
            role,
            NoticeKind.LIMITS_CHANGED,
            subject,
            dedup_key=f"limits:{event.id}:{role}",
            **arguments,
        )
        for role in await reassessments.deciding_roles(conn, row.id)
    ]
    if kind == "redating":
        notices += [
            to_sender(
                id,
                NoticeKind.LIMITS_CHANGED,
                subject,
                dedup_key=f"limits:{event.id}:organisation:{id}",
                **arguments,
            )
            for id in await reassessments.senders(conn, row.id)
        ]
    await tell(services, conn, now, notices)
    event = await _begin(services, conn, now, event)
    state = {"event": event.id, "state": event.state, "done": event.counts}
    return (200 if event.state == "done" else 202), {"preview": False, **told, **state}


async def _begin(
    services: Services, conn: AsyncConnection, now: datetime, event: ElectionEvent
) -> ElectionEvent:
    """Do the work of an event here if it is small; else leave it to the job, which is told after COMMIT."""
    waiting = await reassessments.waiting_count(conn, event.election_id)
    accredited, _ = await reassessments.accredited_counts(conn, event.election_id, now)
    observers = accredited if event.kind == "redating" else 0
    if waiting > reassessing.INLINE_REQUESTS or observers > reassessing.CHUNK_NOTICES:
        reassessing.wake(services)
        return event
    while event.state != "done":
        event, _ = await reassessing.step(services, conn, now, event)
    await election_events.came_to(conn, event)
    return event
