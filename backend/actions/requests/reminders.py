"""Reminders to commissions: what is due soon, at leads that the CEC chooses for each election, and what is overdue.

One notice tells a commission how many requests end within one hour, so that twenty thousand make no flood of mails.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec

from backend.actions.elections.elections import require_election
from backend.actions.fields import invalid
from backend.actions.notices.notices import NoticeKind, to_commission
from backend.actions.principals import Principal, require
from backend.services import Services
from backend.store import audit, notices, reminders
from backend.store.notices import NewNotice
from backend.store.reminders import Counted

DEFAULT_LEADS_HOURS = (48, 24, 6)
"""No law: what holds until the CEC chooses for an election."""
LEADS_LIMIT = 10
LONGEST_LEAD_HOURS = 240
LOOK_BACK = timedelta(days=7)
"""A commission is told of what became overdue in this time; a service that stood still longer tells no more of it."""


class RemindersBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many hours before a decision is due its commission is reminded; an empty list reminds nobody."""

    leads_hours: list[int]


async def choose(
    services: Services, principal: Principal, election_id: int, body: RemindersBody
) -> dict[str, Any]:
    """The CEC chooses the leads of an election; the answer shows them, the longest first.

    Raises:
        Problem: 403; 404; 400, too many leads, or one that is no number of hours.
    """
    require(principal, "cec")
    chosen = sorted(set(body.leads_hours), reverse=True)
    if len(chosen) > LEADS_LIMIT:
        raise invalid("leads_hours", "too_many", limit=LEADS_LIMIT)
    if any(not 1 <= lead <= LONGEST_LEAD_HOURS for lead in chosen):
        raise invalid("leads_hours", "out_of_range")
    now = services.clock.now()
    async with services.database.transaction() as conn:
        await require_election(conn, election_id)
        await reminders.set_leads(conn, election_id, chosen, now, principal.role)
        details = {"leads_hours": chosen}
        await audit.record(conn, now, principal.role, "reminders_chosen", f"election:{election_id}", details)
    return {"election": election_id, "leads_hours": chosen, "default": False}


async def shown(services: Services, principal: Principal, election_id: int) -> dict[str, Any]:
    """The leads of an election; raises 403 or 404."""
    require(principal, "cec", "zec", "lgec", "auditor")
    async with services.database.reading() as conn:
        await require_election(conn, election_id)
        chosen = await reminders.leads(conn, election_id)
    leads_hours = list(DEFAULT_LEADS_HOURS) if chosen is None else chosen
    return {"election": election_id, "leads_hours": leads_hours, "default": chosen is None}


async def remind(services: Services, now: datetime) -> int:
    """Tell every commission what is due soon and what became overdue, each once; returns how many were told anew."""
    async with services.database.transaction() as conn:
        chosen = await reminders.all_leads(conn)
        longest = max([*DEFAULT_LEADS_HOURS, *(lead for leads in chosen.values() for lead in leads)])
        told: list[NewNotice] = []
        for one in await reminders.due_between(conn, now, now + timedelta(hours=longest)):
            lead = lead_of(one.due_at - now, chosen.get(one.election_id, DEFAULT_LEADS_HOURS))
            if lead is not None:
                told.append(_notice(one, NoticeKind.DECISION_DUE_SOON, f"due-soon-{lead}h", lead_hours=lead))
        for one in await reminders.missed_between(conn, now - LOOK_BACK, now):
            told.append(_notice(one, NoticeKind.DECISION_OVERDUE, "overdue"))
        new = await notices.add(conn, now, told)
    if new:
        services.parts.get("wake", lambda _: None)("notices")
    return new


def lead_of(left: timedelta, leads_hours: tuple[int, ...] | list[int]) -> int | None:
    """The shortest lead that has been reached, None before the first: a late sweep reminds once, not three times."""
    reached = [lead for lead in leads_hours if left <= timedelta(hours=lead)]
    return min(reached, default=None)


def _notice(one: Counted, kind: NoticeKind, key: str, **arguments: Any) -> NewNotice:
    single = one.count == 1
    return to_commission(
        one.election_id,
        one.competent,
        kind,
        f"request:{one.number}" if single else f"election:{one.election_id}",
        dedup_key=f"{key}:{one.election_id}:{one.competent}:{one.kind}:{one.hour.isoformat()}",
        due_at=one.due_at,
        count=None if single else one.count,
        due_kind=one.kind,
        **arguments,
    )
