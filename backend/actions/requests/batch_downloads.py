"""Files that a sender downloads: the template, and what is to be mended in a batch."""

from __future__ import annotations

import asyncio

import msgspec

from backend.actions.principals import Principal
from backend.actions.requests.batch_books import corrections
from backend.actions.requests.batch_books import template as blank
from backend.actions.requests.batch_files import Row
from backend.actions.requests.batch_rows import PURPOSE
from backend.actions.requests.batches import require_batch
from backend.services import Services
from backend.store import batches


async def template(services: Services, format: str, language: str) -> tuple[str, bytes]:
    """The name and the bytes of the table to fill in; made once a process for each format and language."""
    kept: dict[tuple[str, str], bytes] = services.parts.setdefault("batch_templates", {})
    if (format, language) not in kept:
        kept[format, language] = await asyncio.to_thread(blank, services.texts, format, language)
    name = services.texts.text(language, "batch-file-template")
    return f"{name}.{format}", kept[format, language]


async def rejected(
    services: Services, principal: Principal, id: int, format: str, language: str
) -> tuple[str, bytes]:
    """The name and the bytes of the rejected rows, each with what to mend.

    Only the sender gets the rows as they were sent; the CEC and an auditor, who did not send them, get the reasons.

    Raises:
        Problem: 404, there is no such batch, or it is somebody else's.
    """
    async with services.database.reading() as conn:
        await require_batch(conn, principal, id)
        found = await batches.rejected(conn, id)
    own = principal.kind == "organisation"

    def made() -> bytes:
        rows = [
            (
                told,
                msgspec.json.decode(services.vault.open(sealed, PURPOSE), type=Row)
                if sealed is not None and own
                else None,
            )
            for _, told, sealed in found
        ]
        return corrections(services.texts, format, language, rows)

    name = services.texts.text(language, "batch-file-rejected")
    return f"{name}-{id}.{format}", await asyncio.to_thread(made)
