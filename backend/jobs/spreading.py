"""Spreading: each notice becomes one delivery for every channel on which its recipient is reached.

The feed needs no delivery: a notice stands in it as soon as it has its position.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import msgspec
from psycopg import AsyncConnection

from backend.actions.conversations import announcing
from backend.actions.notices import notice_texts
from backend.actions.notices.notice_links import link_of
from backend.services import Services
from backend.store import deliveries, mails, notices, outbox, recipients
from backend.store.deliveries import NewDelivery
from backend.store.notices import Notice
from backend.store.recipients import BoundChat, ObserverReach, OrganisationReach
from bots.channels.rendered import Rendered
from bots.messages import Outbound

AT_ONCE = 200
DIGEST = timedelta(minutes=1)
"""A mail waits so long for others of its kind to the same address."""
URGENT = {"accreditation_revoked", "accreditation_suspended"}
"""These are alerts in a chat, and their mails do not wait."""
OBSERVER_EMAIL = "observer-email"
"""The purpose under which a request seals the observer's address."""
ADDRESS = "notice-address"
"""The purpose under which a delivery seals an address."""
ALERT_LANE, NOTICE_LANE = 0, 2


async def spread_due(services: Services) -> int:
    """Spread the oldest notices in one transaction; returns how many."""
    now = services.clock.now()
    async with services.database.transaction() as conn:
        taken = await notices.take_unspread(conn, AT_ONCE)
        if not taken:
            return 0
        reach = await _reach(conn, taken)
        rows: list[NewDelivery] = []
        for notice in taken:
            rows += await _of_chats(services, conn, notice, reach, now)
            rows += _of_mail(services, notice, reach, now)
        rows = await _without_bad(conn, rows)
        placed = await _placed(conn, taken)
        rows += [
            _of_webhook(services, notice, now)
            for notice in placed
            if notice.organisation_id in reach.organisations
            and notice.recipient.startswith("organisation:")
            and reach.organisations[notice.organisation_id].has_webhook
        ]
        await deliveries.add(conn, rows, now)
        await notices.mark_spread(conn, placed)
    for bell in ("webhooks", "mails"):
        services.parts.get("wake", lambda _: None)(bell)
    return len(taken)


class _Reach(msgspec.Struct, frozen=True):
    """How everybody in one batch is reached."""

    organisations: dict[int | None, OrganisationReach]
    observers: dict[str, ObserverReach]
    commissions: dict[tuple[int, str], str]


async def _reach(conn: AsyncConnection, taken: list[Notice]) -> _Reach:
    ids = {one.organisation_id for one in taken if one.recipient.startswith("organisation:")}
    numbers = {one.recipient.partition(":")[2] for one in taken if one.recipient.startswith("observer:")}
    elections = {one.election_id for one in taken if one.recipient.startswith("commission:")}
    return _Reach(
        organisations=dict(await recipients.organisations(conn, sorted(id for id in ids if id is not None))),
        observers=await recipients.observers(conn, sorted(numbers)),
        commissions=await recipients.commissions(conn, sorted(id for id in elections if id is not None)),
    )


async def _of_chats(
    services: Services, conn: AsyncConnection, notice: Notice, reach: _Reach, now: datetime
) -> list[NewDelivery]:
    observer = reach.observers.get(notice.recipient.removeprefix("observer:"))
    if observer is None or not notice.recipient.startswith("observer:"):
        return []
    rows = []
    message = notice_texts.message_of(notice.kind, observer=True, texts=services.texts)
    for bound in observer.chats:
        if bound.since > notice.at:
            # Who connects a chat is told the state of things then, not what led to it.
            continue
        chat = bound.target
        await _ask_to_be_answered(services, conn, bound, now)
        shown = notice_texts.shown_arguments(
            services.texts, chat.language or "sq", notice.kind, notice.subject, notice.arguments
        )
        lane = ALERT_LANE if notice.kind in URGENT else NOTICE_LANE
        outbound = Outbound(message, shown, ride=False, lane=lane)
        key = f"notice:{notice.id}:{chat.id}"
        id = await announcing.tell(services, conn, chat, outbound, now, dedup_key=key)
        # What becomes of it stands in the outbox: here it counts as handed on.
        rows.append(
            NewDelivery(notice.id, "chat", notice.kind, now, str(chat.id), state="sent", outbox_id=id)
        )
    return rows


async def _ask_to_be_answered(
    services: Services, conn: AsyncConnection, bound: BoundChat, now: datetime
) -> None:
    """Where WhatsApp's window is closed: one approved template, once a window, that asks the person to write.

    The notice itself waits in escrow until the answer opens the window.
    """
    template = services.settings.twilio_notice_template
    chat = bound.target
    closed = bound.window_until is None or bound.window_until <= now
    if template is None or not closed or not chat.channel.startswith("whatsapp"):
        return
    window = "never" if bound.window_until is None else int(bound.window_until.timestamp())
    body = msgspec.json.encode(Rendered(text="", template=template))
    key = f"template:{chat.id}:{window}"
    row = outbox.NewMessage(chat.id, chat.channel, None, 0, ALERT_LANE, body, dedup_key=key)
    await outbox.add(conn, [row], now)


def _of_mail(services: Services, notice: Notice, reach: _Reach, now: datetime) -> list[NewDelivery]:
    if services.settings.smtp_url is None:
        return []
    address, language = _address(services, notice, reach)
    if not address:
        return []
    return [
        NewDelivery(
            notice.id,
            "mail",
            notice.kind,
            now if notice.kind in URGENT else now + DIGEST,
            organisation_id=notice.organisation_id,
            address_sealed=services.vault.seal_text(address, ADDRESS),
            address_index=services.vault.index(address.casefold(), ADDRESS),
            language=language,
        )
    ]


def _address(services: Services, notice: Notice, reach: _Reach) -> tuple[str, str | None]:
    """Where a notice is mailed to, and in which language; None is both."""
    kind, _, subject = notice.recipient.partition(":")
    match kind:
        case "organisation":
            found = reach.organisations.get(notice.organisation_id)
            return (found.email, read_language(found.language)) if found else ("", None)
        case "observer":
            observer = reach.observers.get(subject)
            if observer is None or observer.email_sealed is None:
                return "", None
            email = services.vault.open_text(observer.email_sealed, OBSERVER_EMAIL)
            return email, read_language(observer.language)
        case "commission" if notice.election_id is not None:
            role = subject.partition(":")[2]
            return reach.commissions.get((notice.election_id, role), ""), "sq"
    return "", None


def read_language(written: str) -> str | None:
    """A language as an organisation wrote it: `sq`, `en`, or None where neither can be read from it."""
    start = written.strip().casefold()
    if start.startswith(("sq", "shqip", "alb", "al")):
        return "sq"
    return "en" if start.startswith(("en", "angl")) else None


async def _without_bad(conn: AsyncConnection, rows: list[NewDelivery]) -> list[NewDelivery]:
    """Mails to addresses that were refused for good are not tried: they show as failed."""
    indexes = [row.address_index for row in rows if row.address_index is not None]
    bad = await mails.bad_among(conn, indexes) if indexes else set()
    return [
        msgspec.structs.replace(row, state="failed", error="address_bad") if row.address_index in bad else row
        for row in rows
    ]


async def _placed(conn: AsyncConnection, taken: list[Notice]) -> list[Notice]:
    """The notices with their place in the feed of all and among those of their recipient."""
    counts = Counter(one.recipient for one in taken)
    last = await notices.count_up(conn, {**counts, "": len(taken)})
    placed = []
    for notice in taken:
        for name in ("", notice.recipient):
            last[name] += 1
        placed.append(msgspec.structs.replace(notice, position=last[""], sequence=last[notice.recipient]))
    return placed


def _of_webhook(services: Services, notice: Notice, now: datetime) -> NewDelivery:
    body = webhook_body(services.settings.public_url, notice)
    return NewDelivery(
        notice.id, "webhook", notice.kind, now, organisation_id=notice.organisation_id, body=body
    )


def webhook_body(public_url: str, notice: Notice) -> bytes:
    """What a webhook gets of a notice: numbers, codes and instants, and where to read more with the key."""
    return msgspec.json.encode(
        {
            "id": message_id(notice.id),
            "type": notice.kind,
            "timestamp": notice.at,
            "sequence": notice.sequence,
            "data": {
                "subject": notice.subject,
                "arguments": notice.arguments,
                "link": link_of(public_url, notice.subject, notice.id),
            },
        }
    )


def message_id(notice_id: int) -> str:
    """The id that every delivery of a notice carries, repeated ones too."""
    return f"notice-{notice_id}"
