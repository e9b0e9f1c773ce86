"""Elections: recorded by the CEC, read by everybody, with every time limit that follows from them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.decision_time import time_limits
from accreditation.elections import ElectionFacts, ElectionKind
from accreditation.law.choices import ChoiceCode, Option, SetChoice
from accreditation.law.editions import EditionId
from accreditation.law.limits import LimitCode, SetLimit
from accreditation.law.readings import HourAnchor, HourClock, Reading
from accreditation.law.rest_days import RestDay
from backend.actions.fields import cleaned_text, instant, invalid
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.problems import Problem, not_yours
from backend.services import Services
from backend.store import audit, elections, places
from backend.store.elections import ElectionRow


class SetLimitBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A number that an act sets for one election: `value` in the limit's own unit."""

    code: LimitCode
    value: int
    act: str


class ElectionBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An election as the commission records it. Dates are civil dates of Albania."""

    name: str
    kind: ElectionKind
    election_date: date
    decreed_on: date | None = None
    edition: EditionId = EditionId.CODE_2005
    reading: Reading = Reading.CALENDAR
    hour_anchor: HourAnchor = HourAnchor.START_OF_DATE
    hour_clock: HourClock = HourClock.ELAPSED
    holidays: list[date] = []
    reduced_days: list[date] = []
    set_limits: list[SetLimitBody] = []


class AnnouncementBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The instant of the final announcement of results."""

    announced_at: datetime


def facts_of(row: ElectionRow) -> ElectionFacts:
    """The facts that the rules need, from the stored row."""
    return ElectionFacts(
        id=str(row.id),
        name=row.name,
        kind=ElectionKind(row.kind),
        election_date=row.election_date,
        decreed_on=row.decreed_on,
        edition=EditionId(row.edition),
        reading=Reading(row.reading),
        holidays=frozenset(row.holidays),
        reduced_days=frozenset(row.reduced_days),
        final_announcement=row.final_announcement,
        hour_anchor=HourAnchor(row.hour_anchor),
        hour_clock=HourClock(row.hour_clock),
        set_limits=tuple(
            SetLimit(LimitCode(one["code"]), one["value"], one["act"], one.get("demo", False))
            for one in row.set_limits
        ),
        set_choices=tuple(
            SetChoice(ChoiceCode(one["code"]), Option(one["option"]), one["act"]) for one in row.set_choices
        ),
        rest_days=tuple(_rest_day(one) for one in row.rest_days),
        repeats=ElectionKind(row.repeated_kind) if row.repeated_kind else None,
    )


def _rest_day(kept: dict[str, Any]) -> RestDay:
    return RestDay(
        day=date.fromisoformat(kept["day"]),
        reduced=kept["reduced"],
        bodies=None if kept["bodies"] is None else frozenset(kept["bodies"]),
        recorded_at=datetime.fromisoformat(kept["recorded_at"]),
        act=kept["act"].get("number", ""),
    )


def view(row: ElectionRow) -> dict[str, Any]:
    """An election as the API shows it."""
    return msgspec.to_builtins(row, builtin_types=(date, datetime))


def _checked(body: ElectionBody, now: datetime) -> ElectionRow:
    """The row of a body.

    Raises:
        Problem: 400, an empty name, or dates that cannot be.
    """
    for entry in body.set_limits:
        _check_limit(entry)
    row = ElectionRow(
        id=0,
        name=cleaned_text("name", body.name, 200),
        kind=str(body.kind),
        election_date=body.election_date,
        decreed_on=body.decreed_on,
        edition=str(body.edition),
        reading=str(body.reading),
        hour_anchor=str(body.hour_anchor),
        hour_clock=str(body.hour_clock),
        holidays=sorted(set(body.holidays)),
        reduced_days=sorted(set(body.reduced_days)),
        set_limits=[msgspec.to_builtins(entry) for entry in body.set_limits],
        demo=False,
        final_announcement=None,
        created_at=now,
    )
    try:
        facts_of(row)
    except ValueError:
        # The facts check their own dates; the answer names both fields and repeats neither.
        raise invalid("election_date, decreed_on", "impossible_date") from None
    return row


def _check_limit(entry: SetLimitBody) -> None:
    act = cleaned_text("set_limits.act", entry.act, 200)
    try:
        SetLimit(entry.code, entry.value, act)
    except ValueError:
        raise invalid("set_limits.value", "out_of_range") from None


async def add_with_cec(conn: AsyncConnection, row: ElectionRow, actor: str) -> ElectionRow:
    """Store an election and its first commission, the CEC, inside the caller's transaction."""
    stored = await elections.add(conn, row, actor)
    cec = places.Commission("cec", "cec", "Komisioni Qendror i Zgjedhjeve")
    await places.put_commissions(conn, stored.id, [cec])
    await audit.record(conn, row.created_at, actor, "election_recorded", f"election:{stored.id}", {})
    return stored


async def create(services: Services, principal: Principal, ticket: Ticket, body: ElectionBody) -> Answer:
    """The CEC records an election: 201 with its id.

    Raises:
        Problem: 403, the key is not the CEC's; 400, dates that cannot be.
    """
    require(principal, "cec")

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        return 201, view(await add_with_cec(conn, _checked(body, now), principal.role))

    return await perform(services, ticket, work)


async def set_limit(
    services: Services, principal: Principal, ticket: Ticket, id: int, body: SetLimitBody
) -> Answer:
    """The CEC sets a number of the law for one election, by an act; the last one set of a code holds.

    Raises:
        Problem: 403, the key is not the CEC's; 404, no such election; 400, a value that cannot be.
    """
    require(principal, "cec")
    _check_limit(body)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        if not await elections.add_limit(conn, id, msgspec.to_builtins(body)):
            raise not_yours()
        await audit.record(
            conn, now, principal.role, "limit_set", f"election:{id}", msgspec.to_builtins(body)
        )
        return 201, view(await require_election(conn, id))

    return await perform(services, ticket, work)


async def announce(
    services: Services, principal: Principal, ticket: Ticket, id: int, body: AnnouncementBody
) -> Answer:
    """The CEC records the final announcement of results, which ends the election period (Art. 2(16)).

    Raises:
        Problem: 403, the key is not the CEC's; 404, no such election; 409, it was announced already.
    """
    require(principal, "cec")
    at = instant("announced_at", body.announced_at)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        await require_election(conn, id)
        if not await elections.announce(conn, id, at):
            raise Problem(409, "already_announced", article="2(16)")
        await audit.record(
            conn, now, principal.role, "results_announced", f"election:{id}", {"at": at.isoformat()}
        )
        return 200, view(await require_election(conn, id))

    return await perform(services, ticket, work)


async def require_election(conn: AsyncConnection, id: int) -> ElectionRow:
    """The election with this id.

    Raises:
        Problem: 404.
    """
    row = await elections.find(conn, id)
    if row is None:
        raise not_yours()
    return row


async def read(services: Services, id: int) -> dict[str, Any]:
    """One election; raises 404."""
    async with services.database.reading() as conn:
        return view(await require_election(conn, id))


async def listed(services: Services, after: int, limit: int) -> dict[str, Any]:
    """A page of elections in order of id."""
    async with services.database.reading() as conn:
        rows = await elections.page(conn, after, limit + 1)
    more = len(rows) > limit
    rows = rows[:limit]
    return {"items": [view(row) for row in rows], "next_cursor": str(rows[-1].id) if more else None}


async def limits(services: Services, id: int) -> dict[str, Any]:
    """Every time limit of an election, each with its count; raises 404."""
    async with services.database.reading() as conn:
        row = await require_election(conn, id)
    return {"items": time_limits(facts_of(row)), "next_cursor": None}
