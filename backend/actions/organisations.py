"""Organisations: each registers itself and gets its key at once, because filing never waits for admission."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.senders import SenderKind
from backend.actions.fields import cleaned_text, country_code, email_address, phone_number
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, issue_key, require
from backend.problems import not_yours
from backend.services import Services
from backend.store import audit, organisations
from backend.store.organisations import Organisation


class ContactBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How the commission reaches an organisation; all parts may be left out, and `name` is `person` too."""

    person: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    language: str = ""
    name: str = ""


class OrganisationBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An organisation as it registers. `country` is the ISO 3166 code of its seat."""

    name: str
    kind: SenderKind
    country: str = "AL"
    contact: ContactBody | str | None = None
    acronym: str = ""


def view(row: Organisation) -> dict[str, Any]:
    """An organisation as its own key and the commissions see it."""
    return {
        "id": row.id,
        "name": row.name,
        "acronym": row.acronym,
        "kind": row.kind,
        "country": row.country,
        "contact": row.contact,
        "registered_at": row.registered_at,
        "admission": row.admission,
        "admission_act": row.admission_act,
        "admitted_at": row.admitted_at,
    }


def _contact(body: ContactBody | str | None) -> dict[str, str]:
    if body is None:
        return {}
    if isinstance(body, str):
        # One line is a contact too: most people type an address into it.
        text = cleaned_text("contact", body, 300, empty=True)
        return {"email": text} if "@" in text else {"person": text} if text else {}
    shown = {
        "person": cleaned_text("contact.person", body.person or body.name, empty=True),
        "email": email_address("contact.email", body.email) if body.email else "",
        "phone": phone_number("contact.phone", body.phone) if body.phone else "",
        "address": cleaned_text("contact.address", body.address, 300, empty=True),
        "language": cleaned_text("contact.language", body.language, 20, empty=True),
    }
    return {name: value for name, value in shown.items() if value}


async def add(
    conn: AsyncConnection, now: datetime, body: OrganisationBody, actor: str
) -> tuple[Organisation, str]:
    """Store an organisation and issue its first key inside the caller's transaction.

    Returns: the organisation, its admission pending, and the key, shown this once.
    Raises:
        Problem: 400, a field cannot be read.
    """
    id = await organisations.add(
        conn,
        name=cleaned_text("name", body.name),
        acronym=cleaned_text("acronym", body.acronym, 40, empty=True),
        kind=str(body.kind),
        country=country_code("country", body.country),
        contact=_contact(body.contact),
        registered_at=now,
    )
    key = await issue_key(conn, now, f"organisation:{id}", organisation_id=id, actor=actor)
    await audit.record(
        conn, now, actor, "organisation_registered", f"organisation:{id}", {"kind": str(body.kind)}
    )
    stored = await organisations.find(conn, id)
    if stored is None:
        raise not_yours()
    return stored, key


async def register(services: Services, ticket: Ticket, body: OrganisationBody) -> Answer:
    """Anybody registers an organisation: 201 with its id and key; admission is pending.

    Raises:
        Problem: 400, a field cannot be read.
    """

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        stored, key = await add(conn, now, body, "public")
        return 201, view(stored) | {"api_key": key}

    return await perform(services, ticket, work)


async def require_organisation(
    conn: AsyncConnection, principal: Principal, id: int, *, lock: bool = False
) -> Organisation:
    """An organisation that the principal may read: its own, or any for the CEC, an auditor and an operator.

    Raises:
        Problem: 404.
    """
    own = principal.organisation_id == id
    row = (
        await organisations.find(conn, id, lock=lock)
        if own or principal.kind in {"cec", "auditor", "operator"}
        else None
    )
    if row is None:
        raise not_yours()
    return row


async def read(services: Services, principal: Principal, id: int) -> dict[str, Any]:
    """One organisation; 404 unless it is the caller's own or the caller is the CEC."""
    async with services.database.reading() as conn:
        return view(await require_organisation(conn, principal, id))


async def listed(
    services: Services, principal: Principal, after: int, limit: int, admission: str | None
) -> dict[str, Any]:
    """A page of organisations for the CEC and an auditor.

    Raises:
        Problem: 403.
    """
    require(principal, "cec", "auditor", "operator")
    async with services.database.reading() as conn:
        rows = await organisations.page(conn, after, limit + 1, admission)
    more = len(rows) > limit
    rows = rows[:limit]
    return {"items": [view(row) for row in rows], "next_cursor": str(rows[-1].id) if more else None}
