"""Elections: recorded by the CEC, read by everybody, with every time limit that follows from them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.election_dates import calendar_warnings
from accreditation.elections import ElectionFacts, ElectionKind
from accreditation.law.choices import ChoiceCode, Option, SetChoice
from accreditation.law.editions import EditionId
from accreditation.law.limits import LimitCode, SetLimit
from accreditation.law.readings import HourAnchor, HourClock, Reading
from accreditation.law.rest_days import RestDay
from accreditation.voting_hours import is_summer, voting_hours
from backend.actions.elections.place_codes import unit_code
from backend.actions.fields import cleaned_text, instant, invalid
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.problems import Problem, not_yours
from backend.services import Services
from backend.store import audit, elections, places
from backend.store.elections import ElectionRow

IDS_LIMIT = 2**31 - 1


class SetLimitBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A number that an act sets for one election: `value` in the limit's own unit."""

    code: LimitCode
    value: int
    act: str


class ElectionBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An election as the commission records it. Dates are civil dates of Albania.

    A repeat election names the one that it repeats, and `units` of it that vote again (all if none is named);
    their register of places is taken over, and its calendar is its own.
    """

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
    repeats: int | None = None
    units: list[str] = []


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
    """An election as the API shows it: its record, the hours of voting, and what its commission should look at."""
    facts = facts_of(row)
    hours = voting_hours(facts)
    shown = msgspec.to_builtins(row, builtin_types=(date, datetime))
    shown["voting_hours"] = {
        "opens_at": hours.opens_at,
        "closes_at": hours.closes_at,
        "branch": "summer" if is_summer(row.election_date) else "winter",
        "article": hours.article,
        "law": hours.law,
    }
    shown["warnings"] = [
        {"code": one.code, "article": one.article, "law": one.law, "arguments": one.arguments}
        for one in calendar_warnings(facts)
    ]
    return shown


def _checked(body: ElectionBody, now: datetime, earlier: ElectionRow | None) -> ElectionRow:
    """The row of a body.

    Raises:
        Problem: 400, an empty name, or dates that cannot be.
    """
    for entry in body.set_limits:
        check_limit(entry)
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
        repeats=body.repeats,
        repeated_kind=(earlier.repeated_kind or earlier.kind) if earlier else None,
    )
    try:
        facts_of(row)
    except ValueError:
        # The facts check their own dates; the answer names both fields and repeats neither.
        raise invalid("election_date, decreed_on", "impossible_date") from None
    return row


def check_limit(entry: SetLimitBody) -> None:
    """Let only a number pass that an act can set.

    Raises:
        Problem: 400, the act is empty, or the value negative or beyond any limit.
    """
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
        earlier = await _repeated(conn, body)
        stored = await add_with_cec(conn, _checked(body, now, earlier), principal.role)
        if earlier is not None:
            await places.take_over(conn, earlier.id, stored.id, await _units(conn, earlier.id, body.units))
        return 201, view(stored)

    return await perform(services, ticket, work)


async def _repeated(conn: AsyncConnection, body: ElectionBody) -> ElectionRow | None:
    """The election that a repeat election repeats.

    Raises:
        Problem: 400, a repeat election names none, another kind names one, or it is unknown or not earlier.
    """
    if (body.kind is ElectionKind.REPEAT) != (body.repeats is not None):
        raise invalid("repeats", "empty" if body.repeats is None else "not_for_this_kind")
    if body.repeats is None:
        if body.units:
            raise invalid("units", "not_for_this_kind")
        return None
    earlier = await elections.find(conn, body.repeats) if 0 < body.repeats <= IDS_LIMIT else None
    if earlier is None:
        raise invalid("repeats", "unknown")
    if earlier.election_date >= body.election_date:
        raise invalid("election_date", "impossible_date")
    return earlier


async def _units(conn: AsyncConnection, election_id: int, named: list[str]) -> list[str]:
    """The units named, in the register's form; all of the election where none is named.

    Raises:
        Problem: 400, one is not in the register.
    """
    known = [unit.code for unit in await places.units(conn, election_id)]
    if not named:
        return known
    codes = [unit_code(cleaned_text("units", one, 60)) for one in named]
    if not set(codes) <= set(known):
        raise invalid("units", "unknown")
    return codes


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
