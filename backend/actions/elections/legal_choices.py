"""Open questions of the text: shown to everybody with the answer that holds, answered by the CEC for one election."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.elections import ElectionFacts
from accreditation.law.choices import OPTIONS, ChoiceCode, Option, SetChoice
from backend.actions.acts import ActBody, act_values
from backend.actions.elections.elections import facts_of, require_election
from backend.actions.fields import invalid
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.services import Services
from backend.store import audit, elections


class ChoiceBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The answer to an open question for one election, by an act of the commission."""

    code: ChoiceCode
    option: Option
    act: ActBody


def view(election: ElectionFacts) -> dict[str, Any]:
    """Every open question with its possible answers, the one that holds, and on what it rests."""
    items = []
    for code in ChoiceCode:
        row = election.choice(code)
        items.append(
            {
                "code": str(code),
                "options": [str(one) for one in row.options],
                "option": str(row.option) if row.option is not None else None,
                "article": row.citation.label,
                "law": str(row.citation.law),
                "mark": str(row.citation.mark),
                "note": row.note,
                "act": row.act or None,
            }
        )
    return {"items": items, "next_cursor": None}


async def read(services: Services, election_id: int) -> dict[str, Any]:
    """The open questions of an election; raises 404."""
    async with services.database.reading() as conn:
        return view(facts_of(await require_election(conn, election_id)))


async def set_choice(
    services: Services, principal: Principal, ticket: Ticket, election_id: int, body: ChoiceBody
) -> Answer:
    """The CEC records the answer that its lawyer gives, by an act: 201; the last one of a question holds.

    Raises:
        Problem: 403; 404, no such election; 400, the question has no such answer, or the act lacks something.
    """
    require(principal, "cec")
    if body.option not in OPTIONS[body.code]:
        raise invalid("option", "unknown", options=[str(one) for one in OPTIONS[body.code]])

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        await require_election(conn, election_id)
        act = act_values(body.act, now)
        named = f"{act['number']}, {act['date']}"
        entry = msgspec.to_builtins(SetChoice(body.code, body.option, named))
        await elections.add_choice(conn, election_id, entry)
        await audit.record(conn, now, principal.role, "choice_set", f"election:{election_id}", entry)
        return 201, view(facts_of(await require_election(conn, election_id)))

    return await perform(services, ticket, work)
