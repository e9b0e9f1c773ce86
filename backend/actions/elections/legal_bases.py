"""On which article an election's measures rest: the edition's own, or the one the commission's lawyer set by an act."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.elections import ElectionFacts
from accreditation.standing import Basis, Measure, SetBasis, basis_of
from backend.actions.elections.elections import facts_of, require_election
from backend.actions.fields import cleaned_text
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.actions.senders.admissions import ActBody, act_values
from backend.problems import Problem
from backend.services import Services
from backend.store import audit
from backend.store import legal_bases as store
from backend.store.legal_bases import LegalBasis


class BasisBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The article for a measure of one election, and the act by which the commission's lawyer sets it."""

    measure: Measure
    article: str
    law: str
    act: ActBody


async def basis_for(conn: AsyncConnection, election: ElectionFacts, measure: Measure) -> Basis:
    """The basis of a measure in an election; one that is unset says so in its findings."""
    rows = await store.of_election(conn, int(election.id))
    set_bases = [SetBasis(Measure(one.measure), one.article, one.law, one.act, one.demo) for one in rows]
    return basis_of(election.edition, measure, set_bases)


async def require_basis(conn: AsyncConnection, election: ElectionFacts, measure: Measure) -> Basis:
    """The basis on which a measure takes effect.

    Raises:
        Problem: 409, the edition names no such power and nobody set a basis.
    """
    found = await basis_for(conn, election, measure)
    if found.blocks:
        raise Problem(
            409,
            "basis_unset",
            article=found.findings[0].article,
            remedy="set_basis_by_act",
            arguments={"measure": str(measure), "law": found.findings[0].law},
        )
    return found


def shown(basis: Basis) -> dict[str, Any]:
    """A basis as orders keep and show it."""
    return {"article": basis.article, "law": basis.law, "act": basis.act, "demo": basis.demo}


async def set_basis(
    services: Services, principal: Principal, ticket: Ticket, election_id: int, body: BasisBody
) -> Answer:
    """The CEC records by an act on which article a measure rests in one election: 201; the last one holds.

    Raises:
        Problem: 403, not the CEC; 404, no such election; 400, the article, the law or the act lacks something.
    """
    require(principal, "cec")
    article = cleaned_text("article", body.article, 60)
    law = cleaned_text("law", body.law, 60)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        await require_election(conn, election_id)
        act = act_values(body.act, now)
        named = f"{act['number']}, {act['date']}"
        basis = LegalBasis(str(body.measure), article, law, named, False, now, principal.role)
        await store.add(conn, election_id, basis)
        details = {"measure": str(body.measure), "article": article, "law": law, "act": named}
        await audit.record(conn, now, principal.role, "legal_basis_set", f"election:{election_id}", details)
        return 201, await _view(conn, election_id)

    return await perform(services, ticket, work)


async def read(services: Services, election_id: int) -> dict[str, Any]:
    """The basis of each measure of an election, and every act that set one; raises 404."""
    async with services.database.reading() as conn:
        await require_election(conn, election_id)
        return await _view(conn, election_id)


async def _view(conn: AsyncConnection, election_id: int) -> dict[str, Any]:
    election = facts_of(await require_election(conn, election_id))
    items = []
    for measure in Measure:
        found = await basis_for(conn, election, measure)
        items.append(
            {
                "measure": str(measure),
                "blocked": found.blocks,
                **shown(found),
                "findings": msgspec.to_builtins(found.findings),
            }
        )
    history = await store.of_election(conn, election_id)
    return {"items": items, "history": history, "next_cursor": None}
