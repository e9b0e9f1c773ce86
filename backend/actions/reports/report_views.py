"""Who may see a report, and how much of it."""

from __future__ import annotations

from typing import Any

from psycopg import AsyncConnection

from backend.actions.elections.register import Register, register
from backend.actions.principals import Principal
from backend.problems import not_yours
from backend.services import Services
from backend.store import evidence, reports
from backend.store.reports import Report
from bots.reports.severity import Severity

READERS = {"cec", "zec", "lgec", "vcc", "organisation", "observer", "auditor", "helpdesk"}


def addressees_of(principal: Principal, known: Register) -> list[str] | None:
    """The commission roles whose reports a principal reads; None for all.

    The CEC and auditors read all; the help desk takes alerts of any commission, and reads no other report.
    A ZEC or LGEC reads its own and those of the voting centres of its unit.
    """
    if principal.kind in {"cec", "auditor", "helpdesk"}:
        return None
    roles = {principal.role}
    if principal.kind in {"zec", "lgec"}:
        for found in known.elections.values():
            roles |= {
                f"vcc:{place.code}" for place in found.places.values() if place.unit_code == principal.subject
            }
    return sorted(roles)


def may_read(principal: Principal, report: Report, known: Register) -> bool:
    """Ownership of one report, checked on every read and write."""
    if principal.kind == "organisation":
        return principal.organisation_id is not None and report.organisation_id == principal.organisation_id
    if principal.kind == "observer":
        return report.accreditation is not None and report.accreditation == principal.subject
    if principal.kind not in READERS:
        return False
    if principal.kind == "helpdesk":
        return report.severity == Severity.S1
    allowed = addressees_of(principal, known)
    return allowed is None or report.addressee in allowed or was_passed_on_by(principal, report)


def was_passed_on_by(principal: Principal, report: Report) -> bool:
    """A commission keeps sight of what it passed on."""
    return principal.role in (report.fields.get("passed_by") or [])


async def readable(
    services: Services, conn: AsyncConnection, principal: Principal, number: str, *, lock: bool = False
) -> Report:
    """The report with this number, if the principal may read it.

    Raises:
        Problem: 404, there is none, or it belongs to others.
    """
    report = await reports.find(conn, number, lock=lock)
    if report is None or not may_read(principal, report, await register(services, conn)):
        raise not_yours()
    return report


def sees_identity(principal: Principal) -> bool:
    """A voting centre's commission never sees who the observer is; the others do."""
    return principal.kind != "vcc"


def summary(report: Report, principal: Principal, known: Register) -> dict[str, Any]:
    """A report as it stands in a list."""
    election = known.elections.get(report.election_id) if report.election_id is not None else None
    place = election.places.get(report.place_code) if election and report.place_code else None
    shown = {
        "number": report.number,
        "status": report.state,
        "election": report.election_id,
        "place": {
            "code": report.place_code,
            "name": place.name if place else None,
            "unit": place.unit_code if place else None,
            "words": report.place_words or None,
            "outside_scope": report.out_of_scope,
        },
        "category": report.category,
        "severity": report.severity,
        "phase": report.phase or None,
        "words": report.words,
        "addressee": {
            "role": report.addressee,
            "name": election.commissions.get(report.addressee) if election else None,
        },
        "unaccredited": report.unaccredited,
        "language": report.language,
        "sent_at": report.sent_at,
        "received_at": report.received_at,
    }
    if sees_identity(principal):
        shown["accreditation"] = report.accreditation
        shown["organisation"] = report.organisation_id
    return shown


async def whole(
    services: Services, conn: AsyncConnection, principal: Principal, report: Report
) -> dict[str, Any]:
    """A report with its additions, answers, evidence and receipt."""
    known = await register(services, conn)
    events = await reports.events(conn, report.id)
    files = await evidence.of_report(conn, report.id)
    hidden = {"passed_by"}
    shown = summary(report, principal, known)
    shown |= {
        "details": {name: value for name, value in report.fields.items() if name not in hidden},
        "location": None
        if report.latitude is None
        else {"latitude": report.latitude, "longitude": report.longitude},
        "history": [
            {
                "at": event.at,
                "event": event.event,
                "by": event.actor
                if sees_identity(principal) or not event.actor.startswith("observer")
                else "observer",
                "text": event.text or None,
                **({"details": event.details} if event.details else {}),
            }
            for event in events
        ],
        "evidence": [
            {
                "id": file.id,
                "kind": file.kind,
                "caption": file.caption or None,
                "forwarded": file.forwarded,
                "state": file.state,
                "sha256": file.sha256.hex() if file.sha256 else None,
                "type": file.sniffed_type,
                "size_bytes": file.size_bytes,
                "stored_at": file.stored_at,
            }
            for file in files
        ],
        "receipt": {
            "number": report.number,
            "received_at": report.received_at,
            "sha256": report.content_hash.hex(),
            "article": "19(1)(b)",
        },
    }
    return shown
