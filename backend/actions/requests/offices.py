"""Offices that an observer holds besides: recorded where a register or an act says so, never guessed from a name."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec
from psycopg import AsyncConnection

from backend.actions.fields import cleaned_text
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.actions.requests import assessing
from backend.actions.requests.courses import reassess
from backend.actions.requests.reinstatements import WAITING
from backend.actions.requests.requests import require_request
from backend.problems import Problem
from backend.services import Services
from backend.store import audit, request_courses, requests


class OfficeBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An office as a register or an act says it.

    `body` is the commission of a commissioner, such as `zec:30`; `source` names the register or the act.
    `incompatible` is what that source says of observing: true, false, or null where it says nothing.
    """

    office: Literal["commissioner", "counter", "candidate"]
    source: str
    body: str = ""
    incompatible: bool | None = None


async def record(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: OfficeBody
) -> Answer:
    """A commission records an office of the observer on a request that waits: shown with its source, decided by nobody.

    Raises:
        Problem: 403; 404; 409, the request was decided; 400, no source.
    """
    require(principal, "cec", "zec", "lgec")
    source = cleaned_text("source", body.source, 200)
    office_body = cleaned_text("body", body.body, 60, empty=True)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await require_request(conn, principal, number, lock=True)
        if row.state not in WAITING:
            raise Problem(
                409,
                "state_forbids",
                article="18(4)",
                remedy="read_status",
                arguments={"state": row.state, "move": "office"},
            )
        await request_courses.add_office(
            conn,
            row.id,
            office=body.office,
            body=office_body,
            incompatible=body.incompatible,
            source=source,
            at=now,
            by=principal.role,
        )
        details = {"office": body.office, "incompatible": body.incompatible}
        await requests.add_event(conn, row.id, now, "office_recorded", principal.role, details)
        subject = assessing.subject_of(row.id)
        await audit.record(conn, now, principal.role, "office_recorded", subject, details)
        _, kept = await reassess(conn, number, now)
        return 201, {"number": number, "assessment": assessing.shown(kept)}

    return await perform(services, ticket, work)
