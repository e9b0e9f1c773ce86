"""The reconciler: asks the providers what they hold for us and fills gaps through the same unique key.

Twilio forgives an outage of 15 seconds only, and lists its inbound messages: they are read again and again.
Telegram keeps undelivered updates for 24 hours and repeats them by itself, faster when the webhook is set anew:
so a growing count of pending updates is shown in /health/ready, and the webhook is registered again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import structlog
from prometheus_client import Counter

from backend.actions.conversations.stepping import record_only
from backend.jobs import channels
from backend.jobs.channels import WhatsAppPort
from backend.services import Services
from backend.store import inbox
from backend.store.inbox import Arrival
from bots.channels.telegram import Pending
from bots.channels.twilio import TwilioUnavailableError, list_inbound
from bots.messages import Channel

if TYPE_CHECKING:
    from bots.channels.telegram_sender import TelegramSender

log = structlog.get_logger()

LOOK_BACK = timedelta(minutes=30)
"""How far the list is read each time; at the first run after a start, `FIRST_LOOK_BACK`."""
FIRST_LOOK_BACK = timedelta(hours=24)
EVERY_S = 30.0
AGAIN_S = 2.0
"""After a list that could not be read; the span to be read is kept."""
UNAVAILABLE = "list_unavailable"
MAX_CONNECTIONS = 40

FILLED = Counter("vezhgo_reconciled_total", "Inbound messages found by listing", ["channel"])


async def fill_gaps(services: Services, since: datetime) -> int:
    """Record the inbound WhatsApp messages since an instant that no webhook brought; returns how many.

    A message whose webhook is still on its way is recorded once all the same: both have its `MessageSid`.
    """
    filled = 0
    health = services.parts.setdefault("channel_health", {})
    for channel, port in channels.of(services).items():
        if not isinstance(port.sender, WhatsAppPort):
            continue
        try:
            forms = await list_inbound(port.sender.twilio, port.sender.from_, since)
        except TwilioUnavailableError:
            health[channel] = UNAVAILABLE
            continue
        health[channel] = "ok"
        filled += await _fill(services, channel, forms)
    return filled


async def _fill(services: Services, channel: str, forms: tuple[bytes, ...]) -> int:
    found = []
    for form in forms:
        fields = parse_qs(form.decode("utf-8", "replace"))
        sid, sender = fields.get("MessageSid", [""])[0], fields.get("From", [""])[0]
        if sid and sender:
            found.append(Arrival(channel, sid, sender, form))
    async with services.database.reading() as conn:
        known = await inbox.known_ids(conn, channel, [arrival.provider_id for arrival in found])
    missing = [arrival for arrival in found if arrival.provider_id not in known]
    if not missing:
        return 0
    now = services.clock.now()
    async with services.database.transaction() as conn:
        await record_only(conn, missing, now)
    FILLED.labels(channel).inc(len(missing))
    log.warning("gap_filled", channel=channel, messages=len(missing))
    services.parts.get("wake", lambda _: None)("inbox")
    return len(missing)


async def watch_telegram(services: Services, backlog: dict[str, int]) -> None:
    """Show each bot's pending updates; register the webhook again where they only grow or it was lost."""
    health = services.parts.setdefault("channel_health", {})
    for port, sender, path in channels.webhook_bots(services):
        bot = await sender.bot()
        pending = await bot.pending_updates()
        if not isinstance(pending, Pending):
            health[port.channel] = "unreachable"
            continue
        await _learn_name(services, port.channel, bot)
        health[port.channel] = "ok" if pending.count < 100 else f"pending_{pending.count}"
        grew = pending.count > backlog.get(port.channel, 0) > 0
        backlog[port.channel] = pending.count
        if grew or pending.url != services.settings.public_url + path:
            await bot.register_webhook(
                services.settings.public_url + path,
                services.settings.telegram_webhook_secret or "",
                MAX_CONNECTIONS,
            )


async def learn_names(services: Services) -> None:
    """Learn the bot's name and show the bots' health in a process that does not watch the deliveries itself."""
    health = services.parts.setdefault("channel_health", {})
    for port, sender, _ in channels.webhook_bots(services):
        bot = await sender.bot()
        health[port.channel] = "ok" if isinstance(await bot.pending_updates(), Pending) else "unreachable"
        await _learn_name(services, port.channel, bot)


async def _learn_name(services: Services, channel: str, bot: TelegramSender) -> None:
    """The bot's name, for the one-time links: the observers' own bot where there is one."""
    if channel == Channel.TELEGRAM and Channel.TELEGRAM_OBSERVER in channels.of(services):
        return
    if "telegram_observer_username" not in services.parts:
        name = await bot.username()
        if isinstance(name, str):
            services.parts["telegram_observer_username"] = name
