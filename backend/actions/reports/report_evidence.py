"""Files of a report by the API: original bytes kept sealed under their hash, each reading audited."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from psycopg import AsyncConnection

from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.actions.reports.report_views import readable
from backend.problems import Problem, not_yours
from backend.services import Services
from backend.store import audit, evidence

WORDS_LIMIT = 10_000
ANSWER_LIMIT = 10_000


async def attach(
    services: Services,
    principal: Principal,
    ticket: Ticket | None,
    number: str,
    content: bytes,
    caption: str,
    sniffed_type: str,
) -> Answer:
    """Attach an uploaded file to a report; its original bytes are kept sealed under their hash.

    Raises:
        Problem: 403, 404.
    """
    require(principal, "observer", "organisation")
    async with services.database.reading() as conn:
        await readable(services, conn, principal, number)
    # Stored before the transaction: an object without a row is only a file nobody names.
    name = await services.files.put(content)
    kind = {"image": "photo", "video": "video", "audio": "audio"}.get(
        sniffed_type.partition("/")[0], "document"
    )

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        report = await readable(services, conn, principal, number, lock=True)
        id = await evidence.add_stored(
            conn,
            report.id,
            kind=kind,
            caption=caption,
            sha256=name,
            sniffed_type=sniffed_type,
            size_bytes=len(content),
            now=now,
        )
        await audit.record(
            conn, now, principal.role, "evidence_added", f"report:{number}", {"sha256": name.hex()}
        )
        return 201, {
            "id": id,
            "kind": kind,
            "sha256": name.hex(),
            "type": sniffed_type,
            "size_bytes": len(content),
            "stored_at": now,
        }

    return await perform(services, ticket, work)


async def content(services: Services, principal: Principal, number: str, id: int) -> tuple[bytes, str]:
    """The original bytes of one file and their sniffed type; each reading is audited.

    Raises:
        Problem: 404, or 409 it is not fetched yet.
    """
    require(principal, "cec", "zec", "lgec", "vcc", "organisation", "observer")
    async with services.database.transaction() as conn:
        report = await readable(services, conn, principal, number)
        found = await evidence.one(conn, report.id, id)
        if found is None:
            raise not_yours()
        if found.sha256 is None:
            raise Problem(409, "evidence_not_stored", remedy="repeat_request")
        await audit.record(
            conn, services.clock.now(), principal.role, "evidence_read", f"report:{number}", {"id": id}
        )
    return await services.files.get(found.sha256), found.sniffed_type or "application/octet-stream"
