"""Documents of an appeal: bytes of a stranger, told by their first bytes, capped, kept sealed under their hash."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import filetype
from psycopg import AsyncConnection

from accreditation.appeals import RUNNING
from backend.actions.appeals.appeal_views import document_view, require_appeal
from backend.actions.fields import cleaned_text
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.problems import Problem, not_yours
from backend.services import Services
from backend.store import appeals as store
from backend.store import audit

DOCUMENT_LIMIT_BYTES = 10 * 1024 * 1024
DOCUMENTS_LIMIT = 30
TEXT = "text/plain"
TAKEN = frozenset(
    {
        "application/pdf",
        "image/jpeg",
        "image/png",
        "image/webp",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.oasis.opendocument.text",
        TEXT,
    }
)
"""What is taken, by the first bytes and never by the name."""


def sniffed(content: bytes) -> str:
    """The type of a document by its bytes; plain text is UTF-8 without control characters.

    Raises:
        Problem: 415, it is none of those that are taken.
    """
    kind = filetype.guess_mime(content[:8192])
    if kind is None and _is_text(content):
        kind = TEXT
    if kind not in TAKEN:
        raise Problem(
            415,
            "document_type_not_taken",
            remedy="send_other_document",
            arguments={"taken": sorted(TAKEN)},
        )
    return kind


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    return not any(ch < " " and ch not in "\n\r\t" for ch in text)


async def attach(
    services: Services,
    principal: Principal,
    ticket: Ticket,
    number: str,
    content: bytes,
    title: str,
) -> Answer:
    """The appellant attaches a document to an appeal that has not ended; the same bytes again are the same document.

    Raises:
        Problem: 403, 404; 400, it is empty or has no title; 409, the appeal has ended; 413, too large or too many;
            415, its type is not taken.
    """
    require(principal, "organisation")
    async with services.database.reading() as conn:
        # Ownership comes before any work on the bytes of a stranger.
        await require_appeal(conn, principal, number)
    if not content:
        raise Problem(400, "file_missing", remedy="send_one_file")
    if len(content) > DOCUMENT_LIMIT_BYTES:
        raise Problem(413, "too_large", remedy="send_less", arguments={"limit_bytes": DOCUMENT_LIMIT_BYTES})
    kind = sniffed(content)
    shown = cleaned_text("title", title)
    name = await services.files.put(content)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await require_appeal(conn, principal, number, lock=True)
        if row.state not in RUNNING:
            raise Problem(
                409,
                "appeal_state_forbids",
                article="127",
                remedy="read_status",
                arguments={"state": row.state, "move": "document"},
            )
        known = await store.documents(conn, row.id)
        if len(known) >= DOCUMENTS_LIMIT and all(one.sha256 != name for one in known):
            raise Problem(413, "too_many_documents", remedy="send_less", arguments={"limit": DOCUMENTS_LIMIT})
        place = await store.add_document(
            conn,
            row.id,
            title=shown,
            sha256=name,
            sniffed_type=kind,
            size_bytes=len(content),
            added_at=now,
            added_by=principal.role,
        )
        found = next(one for one in await store.documents(conn, row.id) if one.place == place)
        if place > len(known):
            details = {"place": place, "sha256": name.hex()}
            await store.add_event(conn, row.id, now, "document_added", principal.role, details)
            kept = details | {"key": principal.key_id}
            await audit.record(conn, now, principal.role, "appeal_document_added", f"appeal:{number}", kept)
        return 201, document_view(found)

    return await perform(services, ticket, work)


async def read(services: Services, principal: Principal, number: str, place: int) -> tuple[bytes, str, str]:
    """The original bytes of a document with its type and file name; each reading is audited.

    Raises:
        Problem: 404.
    """
    async with services.database.transaction() as conn:
        row = await require_appeal(conn, principal, number)
        found = next((one for one in await store.documents(conn, row.id) if one.place == place), None)
        if found is None:
            raise not_yours()
        await audit.record(
            conn,
            services.clock.now(),
            principal.role,
            "appeal_document_read",
            f"appeal:{number}",
            {"place": place, "key": principal.key_id},
        )
    return await services.files.get(found.sha256), found.sniffed_type, f"{number}-{place}"
