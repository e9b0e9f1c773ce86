"""Orders as they are shown: whole to a commission, without numbers in lists, without senders to everybody."""

from __future__ import annotations

from typing import Any

from psycopg import AsyncConnection

from backend.store import revocations as store
from backend.store.revocations import Order


def summary(order: Order) -> dict[str, Any]:
    """One line of the commissions' list."""
    return {
        "id": order.id,
        "state": order.state,
        "measure": order.measure,
        "election": order.election_id,
        "act": order.act,
        "basis": order.basis,
        "filter": order.filter,
        "count": order.revoked,
        "exempted": order.exempted,
        "ordered_at": order.ordered_at,
        "effective_at": order.effective_at,
        "last_day_to_appeal": (order.appeal or {}).get("last_day"),
        "paper": f"/v1/revocations/{order.id}/paper.pdf" if order.state == "effective" else None,
    }


async def full(conn: AsyncConnection, order: Order) -> dict[str, Any]:
    """The whole order with the accreditations it met, or would meet while it is proposed."""
    if order.state == "effective":
        numbers = await store.numbers_of_order(conn, order.id)
    else:
        numbers = await store.numbers_of(conn, order.frozen)
    return summary(order) | {
        "reason": order.reason,
        "ordered_by": order.ordered_by,
        "confirmed_by": order.confirmed_by,
        "appeal": order.appeal,
        "reaccreditation_hours": order.reaccreditation_hours,
        "accreditations": numbers,
        "by_organisation": await store.senders_of(conn, order.frozen),
        "inside": await store.inside(conn, order.frozen),
    }


def public(order: Order) -> dict[str, Any]:
    """An order as everybody may read it: where, which categories, how many; no sender and no person."""
    named = order.filter
    return {
        "id": order.id,
        "measure": order.measure,
        "election": order.election_name,
        "demo": order.demo,
        "act": order.act,
        "basis": order.basis or {},
        "effective_at": order.effective_at,
        "count": order.revoked,
        "exempted": order.exempted,
        "electoral_units": named.get("zone", {}).get("electoral_units", []),
        "voting_centres": named.get("zone", {}).get("voting_centres", []),
        "organisation_kinds": named.get("category", {}).get("organisation_kinds", []),
        "exempt_kinds": named.get("exempt", {}).get("organisation_kinds", []),
        "last_day_to_appeal": (order.appeal or {}).get("last_day"),
        "appeal_body": (order.appeal or {}).get("body"),
    }
