"""Orders that suspend or revoke many accreditations at once: proposed by one officer, confirmed by another.

Made for what happened in Vorë on 11 May 2025: all observers of one zone, except internationals and media.
What the first officer saw is kept with the proposal, and no more than that takes effect; what changed since is shown
to the second one. An order may still be made in one call that carries the second officer's key.
"""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.elections import ElectionFacts
from accreditation.standing import STANDINGS, Measure, Standing
from backend.actions.elections import legal_bases
from backend.actions.elections.elections import facts_of, require_election
from backend.actions.fields import invalid, long_text
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import KEY, Principal, require
from backend.actions.senders.admissions import ActBody, act_values
from backend.actions.standing import order_selection, order_views, revocations, standing
from backend.actions.standing.order_selection import CategoryBody, ExemptionBody, FilterBody, ZoneBody
from backend.problems import Problem, forbidden, not_yours
from backend.services import Services
from backend.store import api_keys, audit
from backend.store import revocations as store
from backend.store import standing as standings
from backend.store.revocations import Order
from backend.vault import digest

REASON_LIMIT_CHARACTERS = 4_000
LONGEST_TARGET_HOURS = 720


class ConfirmationBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The second officer's own API key, another one than the caller's."""

    key: str


class SecondBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The second officer's word; `differences_seen` says that what changed since the proposal was looked at."""

    differences_seen: bool = False


class OrderBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An order: what it does, to whom, why, by which act. A preview needs neither reason nor act.

    Without `confirmed_by` it is proposed, and a second officer confirms it. `reaccreditation_hours` is the target of
    the lane that it opens.
    """

    election: int
    measure: Measure = Measure.REVOKE
    organisations: list[int] = []
    zone: ZoneBody = msgspec.field(default_factory=ZoneBody)
    category: CategoryBody = msgspec.field(default_factory=CategoryBody)
    exempt: ExemptionBody = msgspec.field(default_factory=ExemptionBody)
    reason: str = ""
    act: ActBody = ActBody()
    reaccreditation_hours: int | None = None
    confirmed_by: ConfirmationBody | None = None


def filter_of(body: OrderBody) -> FilterBody:
    """Whom the body names."""
    return FilterBody(body.organisations, body.zone, body.category, body.exempt)


async def preview(services: Services, principal: Principal, body: OrderBody) -> dict[str, Any]:
    """Whom the order would meet now, and on what it would rest.

    Raises:
        Problem: 403; 404, no such election; 400, the order says nothing of whom.
    """
    require(principal, "cec")
    wanted = filter_of(body)
    order_selection.check(wanted)
    async with services.database.reading() as conn:
        election = facts_of(await require_election(conn, body.election))
        found = await order_selection.select(conn, election, wanted, body.measure)
        basis = await legal_bases.basis_for(conn, election, body.measure)
        told = await order_selection.told(conn, election, wanted, found)
    findings = [*told["findings"], *msgspec.to_builtins(basis.findings)]
    return {
        "preview": True,
        "measure": str(body.measure),
        **told,
        "basis": legal_bases.shown(basis),
        "blocked": basis.blocks,
        "findings": findings,
    }


async def order(services: Services, principal: Principal, ticket: Ticket, body: OrderBody) -> Answer:
    """Propose an order, or make it at once where the body carries the second officer's key: 201.

    Raises:
        Problem: 403, not the CEC, or the second officer's key is not a live one of another CEC officer; 404;
            400, the order says nothing of whom or lacks its act; 409, it meets nobody or has no legal basis.
    """
    require(principal, "cec")
    order_selection.check(filter_of(body))
    hours = body.reaccreditation_hours
    if hours is not None and not 1 <= hours <= LONGEST_TARGET_HOURS:
        raise invalid("reaccreditation_hours", "out_of_range")

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        election = facts_of(await require_election(conn, body.election))
        second = body.confirmed_by and await _second_officer(conn, principal, body.confirmed_by.key)
        id = await _propose(conn, now, principal, election, body)
        if second:
            proposed = await _require(conn, id, lock=True)
            await _take_effect(services, conn, now, principal, proposed, second)
        return 201, await _shown(conn, await _require(conn, id))

    return await perform(services, ticket, work)


async def _propose(
    conn: AsyncConnection, now: datetime, principal: Principal, election: ElectionFacts, body: OrderBody
) -> int:
    wanted = filter_of(body)
    reason = long_text("reason", body.reason, REASON_LIMIT_CHARACTERS)
    act = act_values(body.act, now)
    basis = await legal_bases.require_basis(conn, election, body.measure)
    found = await order_selection.select(conn, election, wanted, body.measure)
    if not found.met:
        raise Problem(409, "nothing_to_revoke", remedy="use_preview")
    id = await store.add_order(
        conn,
        election_id=body.election,
        measure=str(body.measure),
        act=act,
        reason=reason,
        basis=legal_bases.shown(basis),
        filter=msgspec.to_builtins(wanted),
        frozen=found.ids,
        exempted=len(found.exempted),
        ordered_at=now,
        ordered_by=principal.key_id,
        reaccreditation_hours=body.reaccreditation_hours,
    )
    details = {
        "act": act["number"],
        "measure": str(body.measure),
        "count": len(found.met),
        "key": principal.key_id,
    }
    await audit.record(conn, now, principal.role, "revocation_proposed", f"revocation-order:{id}", details)
    return id


async def confirm(
    services: Services, principal: Principal, ticket: Ticket, id: int, body: SecondBody
) -> Answer:
    """A second officer confirms a proposed order, which takes effect at once: 200.

    Raises:
        Problem: 403, not the CEC, or the officer who proposed it; 404; 409, it was confirmed or withdrawn already,
            it meets nobody any more, its basis is gone, or what changed since the proposal was not looked at.
    """
    require(principal, "cec")

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        proposed = await _require(conn, id, lock=True)
        if proposed.state != "proposed":
            raise Problem(409, "order_not_open", remedy="read_status", arguments={"state": proposed.state})
        if proposed.ordered_by == principal.key_id:
            raise Problem(403, "confirmation_wrong", remedy="send_second_officer")
        changed = await difference(conn, proposed)
        if any(changed.values()) and not body.differences_seen:
            shown = {name: len(numbers) for name, numbers in changed.items()}
            raise Problem(409, "preview_changed", remedy="look_at_differences", arguments=shown)
        await _take_effect(services, conn, now, principal, proposed, principal.key_id)
        return 200, await _shown(conn, await _require(conn, id))

    return await perform(services, ticket, work)


async def withdraw(services: Services, principal: Principal, ticket: Ticket, id: int) -> Answer:
    """An officer of the CEC withdraws a proposed order: 200.

    Raises:
        Problem: 403; 404; 409, it was confirmed or withdrawn already.
    """
    require(principal, "cec")

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        proposed = await _require(conn, id, lock=True)
        if proposed.state != "proposed":
            raise Problem(409, "order_not_open", remedy="read_status", arguments={"state": proposed.state})
        await store.withdraw_order(conn, id)
        details = {"key": principal.key_id}
        await audit.record(
            conn, now, principal.role, "revocation_withdrawn", f"revocation-order:{id}", details
        )
        return 200, await _shown(conn, await _require(conn, id))

    return await perform(services, ticket, work)


async def difference(conn: AsyncConnection, proposed: Order) -> dict[str, list[str]]:
    """What changed since the proposal: `gone` are no longer there to be met, `new` would be met now but will not."""
    election = facts_of(await require_election(conn, proposed.election_id))
    wanted = msgspec.convert(proposed.filter, FilterBody)
    now_met = {one.id: one.number for one in (await order_selection.select(
        conn, election, wanted, Measure(proposed.measure)
    )).met}  # fmt: skip
    frozen = set(proposed.frozen)
    return {
        "gone": await store.numbers_of(conn, sorted(frozen - now_met.keys())),
        "new": [number for id, number in now_met.items() if id not in frozen],
    }


async def _take_effect(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    principal: Principal,
    proposed: Order,
    second: str,
) -> None:
    """Everything in one transaction: standings, list, notices, record. What the first officer saw, and no more."""
    election = facts_of(await require_election(conn, proposed.election_id))
    measure = Measure(proposed.measure)
    basis = await legal_bases.require_basis(conn, election, measure)
    appeal = revocations.appeal_of(election, now, principal.role)
    locked = await standings.lock(conn, proposed.frozen)
    ids = [one.id for one in locked if STANDINGS.allows(Standing(one.state), measure.move)]
    if not ids:
        raise Problem(409, "nothing_to_revoke", remedy="use_preview")
    await store.take_effect(
        conn,
        proposed.id,
        now=now,
        confirmed_by=second,
        count=len(ids),
        basis=legal_bases.shown(basis),
        appeal=appeal,
    )
    numbers = await standing.move(
        services,
        conn,
        now,
        ids,
        measure.move,
        proposed.reason,
        proposed.act,
        principal.role,
        appeal=appeal,
        order_id=proposed.id,
    )
    details = {
        "ordered_by": proposed.ordered_by,
        "confirmed_by": second,
        "act": proposed.act["number"],
        "measure": str(measure),
        "basis": basis.article,
        "accreditations": numbers,
    }
    await audit.record(
        conn, now, principal.role, "revocation_ordered", f"revocation-order:{proposed.id}", details
    )


async def _shown(conn: AsyncConnection, order: Order) -> dict[str, Any]:
    election = facts_of(await require_election(conn, order.election_id))
    findings = order_selection.findings_of(election, msgspec.convert(order.filter, FilterBody))
    return await order_views.full(conn, order) | {"findings": findings}


async def _require(conn: AsyncConnection, id: int, *, lock: bool = False) -> Order:
    """An order; raises 404."""
    found = await store.order(conn, id, lock=lock) if id < 2**63 else None
    if found is None:
        raise not_yours()
    return found


async def read(services: Services, principal: Principal, id: int) -> dict[str, Any]:
    """One order with the accreditations it meets, and, while it is proposed, what changed since.

    Raises:
        Problem: 403, neither a commission nor an auditor; 404.
    """
    require(principal, "cec", "zec", "lgec", "auditor")
    async with services.database.reading() as conn:
        found = await _require(conn, id)
        shown = await _shown(conn, found)
        if found.state == "proposed":
            shown["difference"] = await difference(conn, found)
    return shown


async def listed(
    services: Services,
    principal: Principal,
    *,
    before: int | None,
    limit: int,
    election: int | None = None,
    state: str | None = None,
) -> dict[str, Any]:
    """A page of orders, the newest first, without numbers of accreditations.

    Raises:
        Problem: 403, neither a commission nor an auditor.
    """
    require(principal, "cec", "zec", "lgec", "auditor")
    async with services.database.reading() as conn:
        rows = await store.orders(conn, before=before, limit=limit + 1, election_id=election, state=state)
    more = len(rows) > limit
    rows = rows[:limit]
    return {
        "items": [order_views.summary(row) for row in rows],
        "next_cursor": str(rows[-1].id) if more else None,
    }


async def published(services: Services, limit: int = 200) -> list[dict[str, Any]]:
    """The orders in effect as everybody may read them: no person and no party is named."""
    async with services.database.reading() as conn:
        rows = await store.orders(conn, before=None, limit=limit, election_id=None, state="effective")
    return [order_views.public(row) for row in rows]


async def public_order(services: Services, id: int) -> Order:
    """An order in effect, for its paper; raises 404."""
    async with services.database.reading() as conn:
        found = await _require(conn, id)
    if found.state != "effective":
        raise not_yours()
    return found


async def _second_officer(conn: AsyncConnection, principal: Principal, key: str) -> str:
    """The id of the confirming officer's key: live, of the CEC, and not the caller's.

    Raises:
        Problem: 403.
    """
    match = KEY.fullmatch(key)
    found = await api_keys.find(conn, match[1]) if match else None
    if match is None or found is None or not hmac.compare_digest(found.secret_hash, digest(match[2])):
        raise Problem(403, "confirmation_wrong", remedy="send_second_officer")
    if found.role != "cec":
        raise forbidden("cec")
    if found.id == principal.key_id:
        raise Problem(403, "confirmation_wrong", remedy="send_second_officer")
    return found.id
