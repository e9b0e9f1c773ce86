"""Rules of appeals of one election: the edition's own, and what an act of the commission set where nothing was found."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.appeals import Appealable, competent_appeal_body
from accreditation.elections import ElectionFacts
from accreditation.law.appeal_rules import RuleCode, SetRule, appeal_rule
from accreditation.law.editions import EditionId
from backend.actions.elections.elections import facts_of, require_election
from backend.actions.fields import cleaned_text, invalid
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.services import Services
from backend.store import appeals as store
from backend.store import audit
from backend.store.appeals import SetRuleRow

AGAINST = {
    Appealable.REFUSAL: "refusal",
    Appealable.FAILURE: "failure_to_decide",
    Appealable.REVOCATION: "revocation",
    Appealable.SUSPENSION: "suspension",
    Appealable.ADMISSION: "admission",
    Appealable.RULING: "ruling",
}
"""What is appealed, as it is stored and shown."""
APPEALED = {shown: one for one, shown in AGAINST.items()}


class SetRuleBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule that an act sets for one election."""

    code: RuleCode
    value: str
    act: str


def set_rules(rows: list[SetRuleRow]) -> tuple[SetRule, ...]:
    """Stored rules as the law's functions take them."""
    return tuple(SetRule(RuleCode(row.code), row.value, row.act, row.demo) for row in rows)


async def rules_of(conn: AsyncConnection, election_id: int | None) -> tuple[SetRule, ...]:
    """What was set for an election."""
    return set_rules(await store.rules(conn, election_id))


def view(edition: str, rules: tuple[SetRule, ...]) -> dict[str, Any]:
    """Every rule of an election with its source, and the act where one set it."""
    items = []
    for code in RuleCode:
        row = appeal_rule(code, EditionId(edition), rules)
        items.append(
            {
                "code": str(code),
                "value": row.value,
                "article": row.citation.label,
                "law": str(row.citation.law),
                "source": row.citation.source,
                "mark": str(row.citation.mark),
                "note": row.note,
                "act": row.act,
                "demo": row.demo,
            }
        )
    return {"items": items}


async def read(services: Services, election_id: int) -> dict[str, Any]:
    """The rules of appeals of an election; raises 404."""
    async with services.database.reading() as conn:
        election = await require_election(conn, election_id)
        return view(election.edition, await rules_of(conn, election_id))


async def set_rule(
    services: Services, principal: Principal, ticket: Ticket, election_id: int, body: SetRuleBody
) -> Answer:
    """The CEC sets a rule of appeals for one election, by an act; appeals that waited for a body get it.

    Raises:
        Problem: 403, the key is not the CEC's; 404, no such election; 400, a value that the rule cannot have.
    """
    require(principal, "cec")
    act = cleaned_text("act", body.act, 200)
    try:
        SetRule(body.code, body.value, act)
    except ValueError:
        raise invalid("value", "unknown") from None

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        election = await require_election(conn, election_id)
        row = SetRuleRow(str(body.code), body.value, act, election.demo, now, principal.role)
        await store.add_rule(conn, election_id, row)
        rules = await rules_of(conn, election_id)
        await _name_bodies(conn, facts_of(election), election_id, rules, now, principal)
        details = {"code": str(body.code), "value": body.value, "act": act, "key": principal.key_id}
        await audit.record(conn, now, principal.role, "appeal_rule_set", f"election:{election_id}", details)
        return 201, view(election.edition, rules)

    return await perform(services, ticket, work)


async def _name_bodies(
    conn: AsyncConnection,
    election: ElectionFacts,
    election_id: int,
    rules: tuple[SetRule, ...],
    now: datetime,
    principal: Principal,
) -> None:
    """Appeals that were recorded before anybody knew who hears them go to the body that is named now."""
    for id in await store.without_body(conn, election_id):
        row = await store.by_id(conn, id)
        if row is None or row.against is None:
            continue
        deciding = str(row.object.get("decided_by") or "cec").partition(":")[0]
        named = competent_appeal_body(election, APPEALED[row.against], deciding, rules)
        if named is not None:
            await store.change(conn, id, body=str(named))
            await store.add_event(conn, id, now, "body_named", principal.role, {"body": str(named)})
