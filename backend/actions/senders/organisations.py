"""Organisations: each registers itself and gets its key at once, because filing never waits for admission."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec
from psycopg import AsyncConnection

from accreditation.senders import ELECTORAL_SUBJECTS, SenderKind
from accreditation.similar_names import names_alike
from backend.actions.fields import cleaned_text, country_code, email_address, invalid, phone_number
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, issue_key, require
from backend.problems import not_yours
from backend.services import Services
from backend.store import audit, organisations
from backend.store.organisations import Organisation

SIMILAR_LIMIT = 50


class ContactBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How the commission reaches an organisation; all parts may be left out, and `name` is `person` too."""

    person: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    language: str = ""
    name: str = ""


class ObserverCoalitionBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The observer coalition that an organisation belongs to, and which of the two sends its observers.

    `coalition` is the coalition's id where it is registered here, `name` its name where it is not.
    The declaration is the sender's own; it counts at the door once the commission has admitted the sender.
    """

    sender: Literal["coalition", "member"]
    coalition: int | None = None
    name: str = ""


class OrganisationBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An organisation as it registers. `country` is the ISO 3166 code of its seat."""

    name: str
    kind: SenderKind
    country: str = "AL"
    contact: ContactBody | str | None = None
    acronym: str = ""
    observer_coalition: ObserverCoalitionBody | None = None


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
        "observer_coalition": row.declaration or None,
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


async def _declaration(conn: AsyncConnection, body: OrganisationBody) -> dict[str, Any]:
    """What a member of an observer coalition declares, as it is stored.

    Raises:
        Problem: 400, an electoral subject, or a coalition that is neither named nor known.
    """
    declared = body.observer_coalition
    if declared is None:
        return {}
    if body.kind in ELECTORAL_SUBJECTS:
        raise invalid("observer_coalition", "not_for_this_kind")
    name = cleaned_text("observer_coalition.name", declared.name, empty=declared.coalition is not None)
    if declared.coalition is not None:
        coalition = await organisations.find(conn, declared.coalition)
        if coalition is None or coalition.kind in ELECTORAL_SUBJECTS:
            raise invalid("observer_coalition.coalition", "unknown")
        name = coalition.name
    return {"sender": declared.sender, "coalition": declared.coalition, "name": name}


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
        declaration=await _declaration(conn, body),
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


def _seen_by(principal: Principal, row: Organisation) -> dict[str, Any]:
    """An organisation as a role sees it: an operator runs the service and needs nobody's name, phone or e-mail."""
    return view(row) | ({"contact": {}} if principal.kind == "operator" else {})


async def read(services: Services, principal: Principal, id: int) -> dict[str, Any]:
    """One organisation; 404 unless it is the caller's own or the caller is the CEC."""
    async with services.database.reading() as conn:
        row = await require_organisation(conn, principal, id)
        history = await organisations.admission_events(conn, id)
        shown = _seen_by(principal, row) | {
            "admission_history": msgspec.to_builtins(history, builtin_types=(datetime,))
        }
        if principal.kind in {"cec", "auditor"}:
            shown["similar_names"] = await similar_names(conn, row)
    return shown


async def similar_names(conn: AsyncConnection, row: Organisation) -> list[dict[str, Any]]:
    """Other senders that could be taken for this one by name or initials (Art. 17); shown, and decided by nobody here."""
    return [
        {"id": one.id, "name": one.name, "acronym": one.acronym, "kind": one.kind, "admission": one.admission}
        for one in await organisations.names(conn, row.id)
        if names_alike(row.name, row.acronym, one.name, one.acronym)
    ][:SIMILAR_LIMIT]


async def change_contact(
    services: Services, principal: Principal, ticket: Ticket | None, id: int, body: ContactBody
) -> Answer:
    """An organisation changes how the commission reaches it; the commission may too.

    Raises:
        Problem: 404; 400, a part cannot be read.
    """
    if principal.organisation_id is None:
        require(principal, "organisation", "cec")

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        await require_organisation(conn, principal, id, lock=True)
        await organisations.set_contact(conn, id, _contact(body))
        details = {"key": principal.key_id}
        await audit.record(conn, now, principal.role, "contact_changed", f"organisation:{id}", details)
        return 200, view(await require_organisation(conn, principal, id))

    return await perform(services, ticket, work)


async def listed(
    services: Services,
    principal: Principal,
    after: int,
    limit: int,
    admission: str | None,
    kind: str | None = None,
) -> dict[str, Any]:
    """A page of organisations for the CEC and an auditor.

    Raises:
        Problem: 403.
    """
    require(principal, "cec", "auditor", "operator")
    async with services.database.reading() as conn:
        rows = await organisations.page(conn, after, limit + 1, admission, kind)
    more = len(rows) > limit
    rows = rows[:limit]
    return {
        "items": [_seen_by(principal, row) for row in rows],
        "next_cursor": str(rows[-1].id) if more else None,
    }
