"""Admission: the commission's decision on an organisation, before or with its requests."""

from __future__ import annotations

import datetime as dt
from datetime import datetime
from typing import Any, Literal

import msgspec
from psycopg import AsyncConnection

from accreditation.civil_time import civil_date
from backend.actions.fields import civil_day, cleaned_text, invalid, long_text
from backend.actions.once import Answer, Ticket, perform
from backend.actions.organisations import require_organisation, view
from backend.actions.principals import Principal, require
from backend.problems import Problem
from backend.services import Services
from backend.store import audit, organisations


class ActBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An act of a commission; empty parts are found by the rule that needs them."""

    number: str = ""
    date: dt.date | None = None
    signatory: str = ""


class AdmissionBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An admission or a refusal; a refusal needs its article and reason."""

    outcome: Literal["admit", "refuse"]
    act: ActBody
    article: str = ""
    reason: str = ""


def act_values(act: ActBody, now: datetime) -> dict[str, Any]:
    """An act with number, date and signatory, ready to be stored.

    Raises:
        Problem: 400, a part is missing, or its date lies in the future.
    """
    number = cleaned_text("act.number", act.number, 60)
    signatory = cleaned_text("act.signatory", act.signatory)
    if act.date is None:
        raise invalid("act.date", "empty")
    if civil_day("act.date", act.date) > civil_date(now):
        raise invalid("act.date", "in_the_future")
    return {"number": number, "date": act.date.isoformat(), "signatory": signatory}


async def decide(
    services: Services, principal: Principal, ticket: Ticket, id: int, body: AdmissionBody
) -> Answer:
    """The CEC admits or refuses an organisation by an act.

    Raises:
        Problem: 403, the key is not the CEC's; 404; 409, it was decided already; 400, the act lacks something.
    """
    require(principal, "cec")

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await require_organisation(conn, principal, id, lock=True)
        act = act_values(body.act, now)
        admission = "admitted" if body.outcome == "admit" else "refused"
        if admission == "refused":
            act["article"] = cleaned_text("article", body.article, 60)
            act["reason"] = long_text("reason", body.reason, 4_000)
        # A refusal can be followed by an admission; a second act of the same outcome is a mistake.
        if row.admission in (admission, "admitted"):
            raise Problem(409, "admission_decided", article="18(1)", arguments={"admission": row.admission})
        await organisations.decide_admission(conn, id, admission, act, now)
        await audit.record(
            conn,
            now,
            principal.role,
            f"organisation_{admission}",
            f"organisation:{id}",
            {"act": act["number"], "key": principal.key_id},
        )
        return 200, view(await require_organisation(conn, principal, id))

    return await perform(services, ticket, work)
