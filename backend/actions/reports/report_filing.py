"""Filing a report by the API: the phone app of an observer, or a supervisor of the organisation."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.civil_time import civil_date
from backend.actions.conversations.chat_effects import content_hash, route
from backend.actions.conversations.chat_facts import in_scope
from backend.actions.elections.register import election_register
from backend.actions.fields import instant, invalid, long_text
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.actions.reports.report_views import whole
from backend.problems import Problem, not_yours
from backend.services import Services
from backend.store import accreditations, audit, reports
from bots.reports import guard
from bots.reports import places as place_codes
from bots.reports.categories import CATEGORIES
from bots.reports.phases import guess
from bots.reports.severity import Severity, assess

WORDS_LIMIT = 10_000
ANSWER_LIMIT = 10_000
SKEW = timedelta(minutes=5)
"""How far a phone's clock may go before ours."""


class ReportBody(msgspec.Struct, forbid_unknown_fields=True):
    """A report by the phone app or a supervisor; place and words are enough.

    Attributes:
        place: a code in any written form, or the person's own words for the place.
        words: what happened.
        accreditation: whose report it is, when an organisation's supervisor files it.
        category: a code of the taxonomy.
        knowledge: `seen`, `heard` or `read`.
        observed_at: aware instant.
        latitude, longitude: WGS 84 degrees.
    """

    place: str
    words: str
    accreditation: str | None = None
    category: str | None = None
    knowledge: str | None = None
    observed_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
    language: str = "sq"


async def file(services: Services, principal: Principal, ticket: Ticket, body: ReportBody) -> Answer:
    """File a report for an accreditation of one's own.

    Raises:
        Problem: 400 a field cannot be read; 403; 404 the accreditation is not one's own.
    """
    require(principal, "observer", "organisation")
    words = sifted_text("words", body.words, WORDS_LIMIT)
    if body.category is not None and body.category not in CATEGORIES:
        raise invalid("category", "unknown")
    if body.knowledge not in {None, "seen", "heard", "read"}:
        raise invalid("knowledge", "unknown")
    observed_at = instant("observed_at", body.observed_at) if body.observed_at is not None else None
    if observed_at is not None and observed_at > services.clock.now() + SKEW:
        raise invalid("observed_at", "in_the_future")
    if (body.latitude is None) != (body.longitude is None) or not _on_earth(body.latitude, body.longitude):
        raise invalid("latitude", "not_a_position")

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await _own_accreditation(conn, principal, body.accreditation)
        election = await election_register(services, conn, row.election_id)
        code = place_codes.alone_code(body.place)
        registered = code if code in election.places else None
        phase = guess(body.category, observed_at or now, election.election.election_date)
        listed = CATEGORIES.get(body.category or "")
        severity = assess(listed.severity if listed else None, words)
        number = (await reports.next_numbers(conn, 1, civil_date(now).year))[0]
        fields = {"filed_by": principal.role} if principal.kind == "organisation" else {}
        if body.knowledge:
            fields["knowledge"] = body.knowledge
        if observed_at:
            fields["observed_at"] = observed_at.isoformat()
        place_words = "" if registered else sifted_text("place", body.place, 400)
        report_id = await reports.add(
            conn,
            reports.NewReport(
                number=number,
                election_id=row.election_id,
                accreditation_id=row.id,
                organisation_id=row.organisation_id,
                conversation_id=None,
                unaccredited=row.state != "valid" or row.valid_until <= now,
                place_code=registered,
                place_words=place_words,
                out_of_scope=registered is not None and not in_scope(row.scope, election.places[registered]),
                words=words,
                phase=phase,
                category=body.category,
                severity=severity,
                fields=fields,
                addressee=route(election, registered, phase, body.category),
                language="en" if body.language == "en" else "sq",
                sent_at=None,
                received_at=now,
                content_hash=content_hash(number, registered or place_words, words, now),
            ),
        )
        if body.latitude is not None and body.longitude is not None:
            await reports.set_location(conn, report_id, body.latitude, body.longitude)
        if severity == Severity.S1:
            await reports.add_alert(conn, report_id, now)
        await audit.record(conn, now, principal.role, "report_filed", f"report:{number}", {})
        filed = await reports.find(conn, number)
        return 201, await whole(services, conn, principal, filed)

    return await perform(services, ticket, work)


def sifted_text(field: str, text: str, limit_characters: int) -> str:
    """A text of an observer as it may be kept: without lists of voters, personal numbers masked, as in the chat.

    Raises:
        Problem: 400, it is too long or empty, or holds nothing but a list.
    """
    sifted = guard.sift(long_text(field, text, limit_characters))
    if not sifted.kept:
        arguments = {"field": field, "reason": str(sifted.refused)}
        raise Problem(400, "field_invalid", article="19(2)(d)", remedy="mend_field", arguments=arguments)
    return sifted.kept


def _on_earth(latitude: float | None, longitude: float | None) -> bool:
    if latitude is None or longitude is None:
        return True
    return -90 <= latitude <= 90 and -180 <= longitude <= 180


async def _own_accreditation(conn: AsyncConnection, principal: Principal, number: str | None) -> Any:
    wanted = principal.subject if principal.kind == "observer" else number
    if principal.kind == "organisation" and not wanted:
        raise invalid("accreditation", "missing")
    row = await accreditations.find(conn, wanted or "")
    if row is None or (principal.kind == "organisation" and row.organisation_id != principal.organisation_id):
        raise not_yours()
    return row
