"""Carry-over to a repeat election (EC-16): one call files a request for each accreditation of the earlier election.

An accreditation holds for its own election only, so each observer is asked for again: a request like any other, with a
number, an assessment and a decision of its own. Nothing is granted by it, and nobody is asked for twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.findings import Severity
from accreditation.law.editions import EditionId, Provision, cite
from accreditation.scope import ScopeFacts
from backend.actions.elections import reassessing
from backend.actions.elections.elections import facts_of, require_election
from backend.actions.elections.time_limits import explained
from backend.actions.fields import invalid
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.actions.requests import assessing, requests
from backend.actions.requests.filings import Filing
from backend.actions.requests.requests import DOCUMENT, EMAIL, PHONE, Linked
from backend.problems import Problem
from backend.services import Services
from backend.store import audit, carry_overs, election_events, elections, organisations
from backend.store import requests as store
from backend.store.carry_overs import Candidate, Carried
from backend.store.election_events import ElectionEvent
from backend.store.elections import ElectionRow
from backend.store.requests import RequestRow

INLINE_OBSERVERS = 500
CHUNK_OBSERVERS = 200
SHOWN_OBSERVERS = 200
CARRIERS = ("organisation", "cec")
CARRIED_OVER = "carried_over"
"""The finding that says where a request comes from; it speaks neither for nor against it."""


class CarryOverBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose observers: the caller's own, for the CEC one sender's or all. `hold_until_opening` as with any filing."""

    organisation: int | None = None
    hold_until_opening: bool = False


async def preview(services: Services, principal: Principal, id: int, body: CarryOverBody) -> dict[str, Any]:
    """Whom a carry-over would ask for, which places the new election does not know, and the windows they meet.

    Raises:
        Problem: 403; 404; 400, an organisation that is not the caller's or unknown; 409, no repeat election.
    """
    require(principal, *CARRIERS)
    async with services.database.reading() as conn:
        election, earlier_id = await _repeat(conn, id)
        sender = await _sender(conn, principal, body)
        ready, already = await carry_overs.counts(conn, earlier_id, id, sender)
        found = await carry_overs.candidates(conn, earlier_id, id, 0, SHOWN_OBSERVERS, sender, lock=False)
        rows = {
            row.id: row for row in await store.lock_all(conn, [one.request_id for one in found], lock=False)
        }
        scopes = {one.id: assessing.asked_for(rows[one.request_id]).scope for one in found}
        known = await assessing.register_of(conn, id, scopes.values())
    limits = {one["code"]: one for one in explained(services, election, "sq")["items"]}
    return {
        "preview": True,
        "election": id,
        "earlier": earlier_id,
        "observers": ready,
        "already": already,
        "windows": [
            {
                name: limits[code][name]
                for name in ("code", "opens_at", "closes_at", "safe_until", "lenient_until")
            }
            for code in ("albanian_request", "foreign_request")
        ],
        "items": [
            {
                "accreditation": one.number,
                "organisation": one.organisation_id,
                "unknown_places": _unknown(scopes[one.id], known),
            }
            for one in found
        ],
    }


def _unknown(scope: ScopeFacts, known: Any) -> list[str]:
    places = (*scope.voting_centres, *scope.counting_centres, *scope.counting_tables)
    strange = [code for code in places if code not in known.unit_of]
    return [*strange, *(f"unit:{code}" for code in scope.electoral_units if code not in known.units)]


async def carry(
    services: Services, principal: Principal, ticket: Ticket, id: int, body: CarryOverBody
) -> Answer:
    """File the requests: 201 with the number of each, or 202 where there are more than 500.

    Raises:
        Problem: 403; 404; 400, an organisation that is not the caller's or unknown; 409, no repeat election, the new
            one is over, or nobody is left to carry over.
    """

    require(principal, *CARRIERS)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        election, earlier_id = await _repeat(conn, id)
        sender = await _sender(conn, principal, body)
        if election.final_announcement is not None:
            raise Problem(409, "already_announced", article="2(16)")
        ready, already = await carry_overs.counts(conn, earlier_id, id, sender)
        if not ready:
            raise Problem(409, "nobody_to_carry_over", article="18(4)", remedy="use_preview")
        event = await election_events.add(
            conn,
            election_id=id,
            kind="carry_over",
            at=now,
            by_role=principal.role,
            organisation_id=sender,
            act={"earlier": earlier_id, "hold": body.hold_until_opening},
            before={},
            after={},
            stage=reassessing.CARRY_STAGE,
        )
        details = {"earlier": earlier_id, "organisation": sender, "observers": ready, "event": event.id}
        await audit.record(conn, now, principal.role, "carried_over", f"election:{id}", details)
        made: list[dict[str, Any]] = []
        if ready > INLINE_OBSERVERS:
            reassessing.wake(services)
        else:
            event, made = await _step(services, conn, now, event, INLINE_OBSERVERS)
            event = msgspec.structs.replace(event, state="done", finished_at=now)
            await election_events.came_to(conn, event)
        answer = {
            "election": id,
            "earlier": earlier_id,
            "event": event.id,
            "state": event.state,
            "observers": ready,
            "already": already,
            "items": made,
        }
        return (201 if event.state == "done" else 202), answer

    return await perform(services, ticket, work)


async def work_off(services: Services) -> int:
    """Do the carry-overs that were left to the job, a chunk a transaction; returns how many requests were filed."""
    worked = 0
    async with services.database.reading() as conn:
        ids = await election_events.open_ids(conn)
    for id in ids:
        while done := await _chunk(services, id):
            worked += done
    return worked


async def _chunk(services: Services, id: int) -> int:
    now = services.clock.now()
    async with services.database.transaction() as conn:
        event = await election_events.take(conn, id)
        if event is None or event.stage != reassessing.CARRY_STAGE:
            return 0
        event, made = await _step(services, conn, now, event, CHUNK_OBSERVERS)
        if not made:
            event = msgspec.structs.replace(event, state="done", finished_at=now)
        await election_events.came_to(conn, event)
    return len(made)


async def _step(
    services: Services, conn: AsyncConnection, now: datetime, event: ElectionEvent, limit: int
) -> tuple[ElectionEvent, list[dict[str, Any]]]:
    """File the next requests of a carry-over; the event as it stands then, not yet stored, and what was filed."""
    earlier = await require_election(conn, event.act["earlier"])
    found = await carry_overs.candidates(
        conn,
        earlier.id,
        event.election_id,
        event.accreditation_after,
        limit,
        event.organisation_id,
        lock=True,
    )
    if not found:
        return event, []
    numbers = await _file(services, conn, now, event, earlier, found)
    counts = Counter(event.counts) + Counter(filed=len(found))
    event = msgspec.structs.replace(event, accreditation_after=found[-1].id, counts=dict(counts))
    items = [
        {"accreditation": one.number, "organisation": one.organisation_id, "number": number}
        for one, number in zip(found, numbers, strict=True)
    ]
    return event, items


async def _file(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    event: ElectionEvent,
    earlier: ElectionRow,
    found: Sequence[Candidate],
) -> list[str]:
    await elections.hold(conn, event.election_id)
    rows = {row.id: row for row in await store.lock_all(conn, [one.request_id for one in found], lock=False)}
    ready = []
    for one in found:
        filing = _filing(services, rows[one.request_id], event.election_id, hold=event.act["hold"])
        principal = Principal(event.by_role, organisation_id=one.organisation_id)
        linked = Linked(findings=(_finding(earlier, one),))
        ready.append(await requests.judged(services, conn, now, principal, filing, linked))
    made = await requests.record(conn, now, ready)
    carried = [Carried(id, one.id, one.request_id) for (id, _), one in zip(made, found, strict=True)]
    await carry_overs.mark(conn, carried)
    return [number for _, number in made]


def _filing(services: Services, row: RequestRow, election_id: int, *, hold: bool) -> Filing:
    """The observer of an earlier request, asked for again in another election."""
    vault = services.vault
    return Filing(
        election_id=election_id,
        given_name=row.given_name,
        father_name=row.father_name,
        family_name=row.family_name,
        birth_date=row.birth_date,
        citizenship=row.citizenship,
        document_type=row.document_type,
        document_number=vault.open_text(row.document_sealed, DOCUMENT),
        phone=vault.open_text(row.phone_sealed, PHONE) if row.phone_sealed else None,
        email=vault.open_text(row.email_sealed, EMAIL) if row.email_sealed else None,
        languages=row.languages,
        scope=msgspec.convert(row.scope, ScopeFacts),
        role=row.role,
        language=row.language,
        code_of_conduct=row.code_of_conduct,
        hold_consent=hold,
    )


def _finding(earlier: ElectionRow, one: Candidate) -> dict[str, Any]:
    cited = cite(EditionId(earlier.edition), Provision.INDIVIDUAL_DATA)
    return {
        "code": CARRIED_OVER,
        "severity": str(Severity.TO_RECORD),
        "article": cited.label,
        "law": str(cited.law),
        "arguments": {"accreditation": one.number, "earlier": earlier.id},
        "instant": None,
        "readings": [],
    }


async def _repeat(conn: AsyncConnection, id: int) -> tuple[ElectionRow, int]:
    """A repeat election and the one that it repeats.

    Raises:
        Problem: 404; 409, it repeats none.
    """
    election = await require_election(conn, id)
    if election.repeats is None:
        raise Problem(409, "not_a_repeat_election", article=_article(election), remedy="read_status")
    return election, election.repeats


def _article(election: ElectionRow) -> str:
    """The article under which an accreditation names its places, in the election's edition."""
    return cite(facts_of(election).edition, Provision.INDIVIDUAL_DATA).label


async def _sender(conn: AsyncConnection, principal: Principal, body: CarryOverBody) -> int | None:
    """Whose observers are carried over; None for all.

    Raises:
        Problem: 400, an organisation that is not the caller's or unknown.
    """
    if principal.kind == "organisation":
        if body.organisation not in (None, principal.organisation_id):
            raise invalid("organisation", "unknown")
        return principal.organisation_id
    if body.organisation is None:
        return None
    known = 0 < body.organisation < 2**63 and await organisations.find(conn, body.organisation)
    if not known:
        raise invalid("organisation", "unknown")
    return body.organisation
