"""Admission: the commission's decision on an organisation, before or with its requests; filing never waits for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec
from psycopg import AsyncConnection

from accreditation.appeals import Appealable, appeal_window
from accreditation.law.editions import Provision, cite
from backend.actions.acts import ActBody, act_values
from backend.actions.elections.elections import facts_of, require_election
from backend.actions.fields import cleaned_text, invalid, long_text
from backend.actions.notices import notices
from backend.actions.notices.notices import NoticeKind
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.actions.senders.organisations import require_organisation, view
from backend.problems import Problem
from backend.services import Services
from backend.store import audit, elections, organisations
from backend.store.elections import ElectionRow

__all__ = ["ActBody", "AdmissionBody", "AskedAgainBody", "act_values", "ask_again", "decide"]
GROUNDS_LIMIT = 20
TEXT_LIMIT_CHARACTERS = 4_000


class AdmissionGroundBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One ground of an admission or its refusal: the article, the reason in words, and the facts it rests on."""

    article: str = ""
    reason: str = ""
    facts: str = ""
    code: str = ""


class AdmissionBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An admission or a refusal. A refusal needs a ground with article, reason and facts.

    `article`, `reason` and `facts` are one ground. `election` says whose law and terms give the last day to appeal;
    left out, it is the election with the latest date.
    """

    outcome: Literal["admit", "refuse"]
    act: ActBody
    article: str = ""
    reason: str = ""
    facts: str = ""
    grounds: list[AdmissionGroundBody] = []
    election: int | None = None


class AskedAgainBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """New facts that an organisation puts before the commission after a refusal."""

    facts: str


def _grounds(body: AdmissionBody) -> list[dict[str, str]]:
    """The grounds as they are stored; a refusal lacks none of its parts.

    Raises:
        Problem: 400, a refusal has no ground, or a ground lacks a part.
    """
    given = list(body.grounds)
    if body.article or body.reason or body.facts or (body.outcome == "refuse" and not given):
        given.insert(0, AdmissionGroundBody(body.article, body.reason, body.facts))
    if len(given) > GROUNDS_LIMIT:
        raise invalid("grounds", "too_many", limit=GROUNDS_LIMIT)
    inline = not body.grounds
    empty = body.outcome == "admit"
    made = []
    for one in given:
        prefix = "" if inline else "grounds."
        made.append(
            {
                "code": cleaned_text(f"{prefix}code", one.code, 60, empty=True),
                "article": cleaned_text(f"{prefix}article", one.article, 60, empty=empty),
                "reason": _long(f"{prefix}reason", one.reason, empty=empty),
                "facts": _long(f"{prefix}facts", one.facts, empty=empty),
            }
        )
    return made


def _long(field: str, text: str, *, empty: bool) -> str:
    return "" if empty and not text.strip() else long_text(field, text, TEXT_LIMIT_CHARACTERS)


async def decide(
    services: Services, principal: Principal, ticket: Ticket, id: int, body: AdmissionBody
) -> Answer:
    """The CEC admits or refuses an organisation by an act; the organisation is told.

    A refusal can be followed by an admission, or by another refusal once the organisation has put new facts.
    Raises:
        Problem: 403, the key is not the CEC's; 404; 409, it was decided already, or the term to appeal a refusal
            is not set; 400, the act or a ground lacks something.
    """
    require(principal, "cec")

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await require_organisation(conn, principal, id, lock=True)
        act = act_values(body.act, now)
        admission = "admitted" if body.outcome == "admit" else "refused"
        grounds = _grounds(body)
        if row.admission in (admission, "admitted"):
            raise Problem(409, "admission_decided", article="18(1)", arguments={"admission": row.admission})
        election = await _election(conn, body.election)
        appeal = _appeal(election, now) if admission == "refused" else None
        kept = act | {"grounds": grounds, "appeal": appeal}
        await organisations.decide_admission(conn, id, admission, kept, now)
        await organisations.add_admission_event(conn, id, now, admission, principal.role, kept)
        await notices.tell_sender(
            services,
            conn,
            now,
            id,
            NoticeKind.ADMISSION_DECIDED,
            f"organisation:{id}",
            outcome=admission,
            act=act["number"],
            at=now,
            last_day=appeal["last_day"] if appeal else None,
        )
        details = {"act": act["number"], "key": principal.key_id}
        await audit.record(
            conn, now, principal.role, f"organisation_{admission}", f"organisation:{id}", details
        )
        return 200, view(await require_organisation(conn, principal, id))

    return await perform(services, ticket, work)


async def _election(conn: AsyncConnection, id: int | None) -> ElectionRow | None:
    """The election named, or the one with the latest date; None where there is none yet."""
    if id is not None:
        return await require_election(conn, id)
    newest = await elections.newest(conn)
    return await require_election(conn, newest) if newest is not None else None


def _appeal(election: ElectionRow | None, now: datetime) -> dict[str, Any]:
    """The remedy against a refusal announced now, as any refusal has it: body, article and last day.

    Raises:
        Problem: 409, the number of days is not set, or there is no election whose law would give it.
    """
    window = appeal_window(facts_of(election), Appealable.REFUSAL, now) if election is not None else None
    if election is None or window is None or window.last_day is None:
        cited = cite(facts_of(election).edition, Provision.COMPLAINT_TIME) if election is not None else None
        raise Problem(
            409,
            "last_day_to_appeal_unset",
            article=cited.label if cited else None,
            remedy="set_limit_by_act",
        )
    shown = msgspec.to_builtins(window)
    names = ("body", "article", "law", "last_day", "closes_at", "useful_until", "reading", "demo")
    return {"election": election.id} | {name: shown[name] for name in names}


async def ask_again(
    services: Services, principal: Principal, ticket: Ticket, id: int, body: AskedAgainBody
) -> Answer:
    """A refused organisation puts new facts before the commission: its admission waits for a decision again.

    Raises:
        Problem: 403, not the organisation's key; 404; 409, its admission was not refused; 400, no facts.
    """
    require(principal, "organisation")
    facts = long_text("facts", body.facts, TEXT_LIMIT_CHARACTERS)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await require_organisation(conn, principal, id, lock=True)
        if row.admission != "refused":
            raise Problem(409, "admission_not_refused", arguments={"admission": row.admission})
        await organisations.ask_again(conn, id)
        await organisations.add_admission_event(
            conn, id, now, "asked_again", principal.role, {"facts": facts}
        )
        details = {"key": principal.key_id}
        await audit.record(conn, now, principal.role, "admission_asked_again", f"organisation:{id}", details)
        return 201, view(await require_organisation(conn, principal, id))

    return await perform(services, ticket, work)
