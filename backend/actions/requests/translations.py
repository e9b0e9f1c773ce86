"""Translation: the notice of the duty to translate, and the translation that a sender delivers (CAP 44/2015 Art. 20)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.civil_time import civil_date
from accreditation.requests import RequestState
from accreditation.translation import additional_deadline
from backend.actions.elections.elections import facts_of, require_election
from backend.actions.fields import civil_day, cleaned_text, invalid
from backend.actions.notices import notices
from backend.actions.notices.notices import NoticeKind
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.actions.requests import assessing
from backend.actions.requests.courses import reassess
from backend.actions.requests.requests import require_own, require_request
from backend.actions.senders.admissions import ActBody
from backend.problems import Problem, not_yours
from backend.services import Services
from backend.store import audit, deadlines, request_courses, requests
from backend.store.request_courses import TranslationRow
from backend.store.requests import RequestRow

ARTICLE = "20(4)"
MAX_BYTES = 10 * 1024 * 1024
WAITING = frozenset({RequestState.RECEIVED, RequestState.HELD, RequestState.ASSESSED, RequestState.RETURNED})
"""A translation is asked for while the commission's time has not run out."""
TYPES = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"PK\x03\x04", "application/zip"),
)
"""What a file is, told by its first bytes; text documents of office programs are zip files."""


class TranslationNoticeBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The notice: `last_day` is the additional deadline it sets, by its act; without it the election's own holds."""

    act: ActBody = ActBody()
    last_day: date | None = None


async def notify(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: TranslationNoticeBody
) -> Answer:
    """The competent commission tells a sender that its filing must be translated, and until when.

    Raises:
        Problem: 403, not the competent commission; 404; 409, the filing is Albanian, was decided, or the notice was
            given; 400, a last day without an act, or one that is over.
    """
    require(principal, "cec", "zec", "lgec")
    act = {
        "number": cleaned_text("act.number", body.act.number, 60, empty=True),
        "date": civil_day("act.date", body.act.date).isoformat() if body.act.date else None,
        "signatory": cleaned_text("act.signatory", body.act.signatory, empty=True),
    }
    if body.last_day is not None and not act["number"]:
        raise Problem(400, "act_number_missing", article=ARTICLE, remedy="complete_decision")

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await require_request(conn, principal, number, lock=True)
        if principal.role != row.competent:
            raise Problem(
                403,
                "not_competent",
                article="18(6)",
                remedy="ask_competent_commission",
                arguments={"competent": row.competent},
            )
        _must_wait(row)
        if body.last_day is not None and body.last_day < civil_date(now):
            raise invalid("last_day", "impossible_date")
        election = facts_of(await require_election(conn, row.election_id))
        deadline = additional_deadline(election, now, body.last_day)
        first = await request_courses.add_translation_notice(
            conn,
            row.id,
            notified_at=now,
            notified_by=principal.role,
            act=act,
            last_day=deadline.last_day,
            due_at=deadline.due_at,
        )
        if not first:
            raise Problem(409, "translation_notified", article=ARTICLE, remedy="read_status")
        if deadline.due_at is not None:
            await deadlines.put(conn, assessing.TRANSLATION, assessing.subject_of(row.id), deadline.due_at)
        until = deadline.last_day.isoformat() if deadline.last_day else None
        details = {"last_day": until} if until else {}
        await requests.add_event(conn, row.id, now, "translation_asked", principal.role, details)
        subject = assessing.subject_of(row.id)
        await audit.record(
            conn, now, principal.role, "translation_asked", subject, details | {"act": act["number"]}
        )
        row, kept = await reassess(conn, number, now)
        await notices.tell_sender(
            services,
            conn,
            now,
            row.organisation_id,
            NoticeKind.TRANSLATION_REQUIRED,
            f"request:{number}",
            dedup_key=f"translation:{row.id}",
            last_day=until,
            article=ARTICLE,
        )
        return 201, {
            "number": number,
            "translation": await shown(conn, row.id),
            "decision_due": assessing.due_shown(kept),
            "warnings": deadline.warnings,
        }

    return await perform(services, ticket, work)


async def deliver(
    services: Services, principal: Principal, ticket: Ticket, number: str, data: bytes
) -> Answer:
    """The sender delivers the translation; late or not, it is recorded, and the commission's time begins with it.

    Raises:
        Problem: 403; 404; 409, no translation was asked for or it came already; 413 and 415, the file.
    """
    require(principal, "organisation")
    async with services.database.reading() as conn:
        await require_request(conn, principal, number)
    file_type = sniffed(data)
    name = await services.files.put(data)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await require_own(conn, principal, number)
        asked = await request_courses.translation(conn, row.id)
        if asked is None:
            raise Problem(409, "translation_not_asked", article=ARTICLE, remedy="read_status")
        if asked.delivered_at is not None:
            raise Problem(409, "translation_delivered", article=ARTICLE, remedy="read_status")
        _must_wait(row)
        await request_courses.deliver_translation(
            conn, row.id, at=now, file_ref=name.hex(), file_type=file_type, file_hash=name
        )
        await deadlines.close(conn, assessing.TRANSLATION, assessing.subject_of(row.id))
        await requests.add_event(conn, row.id, now, "translation_delivered", principal.role)
        row, kept = await reassess(conn, number, now)
        return 201, {
            "number": number,
            "translation": await shown(conn, row.id),
            "decision_due": assessing.due_shown(kept),
        }

    return await perform(services, ticket, work)


async def read(services: Services, principal: Principal, number: str) -> tuple[bytes, str]:
    """The translation's bytes and their type; 404 unless the caller may read the request and it came."""
    async with services.database.reading() as conn:
        row = await require_request(conn, principal, number)
        found = await request_courses.translation(conn, row.id)
    if found is None or found.file_ref is None or found.file_type is None:
        raise not_yours()
    return await services.files.get(bytes.fromhex(found.file_ref)), found.file_type


async def shown(conn: AsyncConnection, request_id: int) -> dict[str, Any] | None:
    """The notice and what came of it, as whoever may read the request sees it."""
    row: TranslationRow | None = await request_courses.translation(conn, request_id)
    if row is None:
        return None
    return {
        "notified_at": row.notified_at,
        "notified_by": row.notified_by,
        "act": row.act,
        "last_day": row.last_day,
        "due_at": row.due_at,
        "delivered_at": row.delivered_at,
        "file": {"type": row.file_type, "sha256": row.file_hash.hex()} if row.file_hash else None,
    }


def sniffed(data: bytes) -> str:
    """What a file is by its first bytes.

    Raises:
        Problem: 413, it is too large; 415, it is none of the kinds that are taken; 400, it is empty.
    """
    if len(data) > MAX_BYTES:
        raise Problem(413, "too_large", remedy="send_smaller_file", arguments={"limit_bytes": MAX_BYTES})
    for head, kind in TYPES:
        if data.startswith(head):
            return kind
    raise Problem(415, "unsupported_media_type", remedy="send_pdf")


def _must_wait(row: RequestRow) -> None:
    if row.language == assessing.ALBANIAN:
        raise Problem(409, "nothing_to_translate", article=ARTICLE, remedy="read_status")
    if row.state not in WAITING:
        raise Problem(
            409,
            "state_forbids",
            article=ARTICLE,
            remedy="read_status",
            arguments={"state": row.state, "move": "translation"},
        )
