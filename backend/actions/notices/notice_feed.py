"""The feed of notices: each recipient reads its own, in its language, with what became of each delivery."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection

from backend.actions.notices import notice_texts
from backend.actions.notices.notice_links import link_of, page_of
from backend.actions.notices.notices import NoticeKind
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.problems import Problem, not_yours
from backend.services import Services
from backend.store import audit, deliveries, notices
from backend.store.deliveries import Shown, Undelivered
from backend.store.notices import Notice


async def recipients_of(conn: AsyncConnection, principal: Principal) -> list[str]:
    """The recipients that a key reads for: its organisation, its accreditation, its commission in every election.

    Raises:
        Problem: 403, the role is told nothing.
    """
    require(principal, "organisation", "observer", "cec", "zec", "lgec", "vcc", "kas", "college")
    if principal.kind in {"organisation", "observer"}:
        return [principal.role]
    return await notices.recipients_of_role(conn, principal.role)


def view(
    services: Services, language: str, notice: Notice, shown: Sequence[Shown], *, observer: bool = False
) -> dict[str, Any]:
    """A notice as its recipient reads it."""
    said = notice_texts.told(
        services.texts, language, notice.kind, notice.subject, notice.arguments, observer=observer
    )
    return {
        "id": notice.id,
        "at": notice.at,
        "position": notice.position,
        "sequence": notice.sequence,
        "kind": notice.kind,
        "subject": notice.subject,
        "election": notice.election_id,
        "arguments": notice.arguments,
        "title": said.subject,
        "text": said.text,
        "language": language,
        "link": link_of(services.settings.public_url, notice.subject, notice.id),
        "deliveries": [
            {
                "channel": one.channel,
                "state": one.state,
                "attempts": one.attempts,
                "due_at": one.due_at if one.state == "waiting" else None,
                "sent_at": one.sent_at,
                "error": one.error,
            }
            for one in shown
        ],
    }


async def listed(
    services: Services,
    principal: Principal,
    language: str,
    after: int,
    limit: int,
    kind: NoticeKind | None,
) -> dict[str, Any]:
    """A page of one's own notices in order of their position, those after the given one.

    A position is given when a notice is spread, so that no lower one ever appears behind a reader's back.

    Raises:
        Problem: 403.
    """
    async with services.database.reading() as conn:
        recipients = await recipients_of(conn, principal)
        rows = await notices.page(conn, recipients, after, limit + 1, kind)
        more, rows = len(rows) > limit, rows[:limit]
        shown = await deliveries.of_notices(conn, [row.id for row in rows])
    observer = principal.kind == "observer"
    return {
        "items": [view(services, language, row, shown.get(row.id, ()), observer=observer) for row in rows],
        "next_cursor": str(rows[-1].position) if more else None,
    }


async def newest(
    services: Services, principal: Principal, language: str, before: int, limit: int
) -> tuple[list[dict[str, Any]], bool]:
    """One's own notices for a page, newest first, each with `page`, where it is read; and whether there is more.

    Raises:
        Problem: 403.
    """
    async with services.database.reading() as conn:
        recipients = await recipients_of(conn, principal)
        rows = await notices.page(conn, recipients, before, limit + 1, newest_first=True)
        more, rows = len(rows) > limit, rows[:limit]
        shown = await deliveries.of_notices(conn, [row.id for row in rows])
    items = [
        view(services, language, row, shown.get(row.id, ())) | {"page": page_of("", row.subject, usual="")}
        for row in rows
    ]
    return items, more


async def _own(conn: AsyncConnection, principal: Principal, id: int, *, lock: bool = False) -> Notice:
    recipients = await recipients_of(conn, principal)
    notice = await notices.find(conn, id, lock=lock)
    if notice is None or notice.recipient not in recipients:
        raise not_yours()
    return notice


async def read(services: Services, principal: Principal, language: str, id: int) -> dict[str, Any]:
    """One of one's own notices.

    Raises:
        Problem: 403; 404.
    """
    async with services.database.reading() as conn:
        notice = await _own(conn, principal, id)
        shown = await deliveries.of_notices(conn, [id])
    return view(services, language, notice, shown.get(id, ()), observer=principal.kind == "observer")


async def redeliver(
    services: Services, principal: Principal, ticket: Ticket, language: str, id: int
) -> Answer:
    """Deliver one of one's own notices again, by webhook and by mail: 202, under the same id, with the same bytes.

    An address that was refused for good is tried again: its owner says so. A chat is not written to twice.

    Raises:
        Problem: 403; 404; 409 `nothing_to_redeliver`, it was never due on such a channel.
    """

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        notice = await _own(conn, principal, id, lock=True)
        if not await deliveries.reopen(conn, id, now):
            raise Problem(409, "nothing_to_redeliver", remedy="set_webhook")
        await audit.record(
            conn, now, principal.role, "notice_redelivered", f"notice:{id}", {"key": principal.key_id}
        )
        shown = await deliveries.of_notices(conn, [id])
        return 202, view(services, language, notice, shown.get(id, ()))

    answer = await perform(services, ticket, work)
    for bell in ("webhooks", "mails"):
        services.parts.get("wake", lambda _: None)(bell)
    return answer


async def undelivered(
    services: Services, principal: Principal, before: int, limit: int
) -> tuple[list[Undelivered], bool]:
    """What could not be delivered, newest first, for the operator and an auditor; and whether there is more.

    Raises:
        Problem: 403.
    """
    require(principal, "operator", "auditor")
    async with services.database.reading() as conn:
        rows = await deliveries.undelivered(conn, before, limit + 1)
    return rows[:limit], len(rows) > limit


async def undelivered_page(
    services: Services, principal: Principal, before: int, limit: int
) -> dict[str, Any]:
    """A page of what could not be delivered; no address is in it.

    Raises:
        Problem: 403.
    """
    rows, more = await undelivered(services, principal, before, limit)
    return {
        "items": [
            {
                "id": row.id,
                "notice": row.notice_id,
                "recipient": row.recipient,
                "kind": row.kind,
                "channel": row.channel,
                "state": row.state,
                "attempts": row.attempts,
                "at": row.at,
                "error": row.error,
            }
            for row in rows
        ],
        "next_cursor": str(rows[-1].id) if more else None,
    }
