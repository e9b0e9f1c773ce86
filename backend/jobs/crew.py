"""The tasks of one process: which run where, started and stopped together."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog

from backend.actions.conversations import chat_facts
from backend.jobs import (
    batches,
    channels,
    deadlines,
    drain,
    elections,
    fetching,
    mailing,
    reconciler,
    sender,
    spreading,
    webhooks_out,
)
from backend.jobs.collector import LANES, Collector
from backend.jobs.limiter import Limiter
from backend.jobs.nursery import Nursery, nursery
from backend.jobs.waking import Bell
from backend.services import Services
from backend.store import audit, housekeeping, outbox, test_clocks

log = structlog.get_logger()

RIDE_GRACE_S = 0.3
"""After a webhook's answer is handed to the server, later messages of the conversation wait this long."""
SWEEP_S = 60.0
ELECTIONS_POLL_S = 1.0
TIDY_S = 3_600.0
CLOCK_S = 0.25
ACKNOWLEDGED_LIMIT = 1_000
REGISTER_S = 30.0
WEBHOOK_LOOPS = 3
"""A few slow receivers delay no other."""


@asynccontextmanager
async def crew(services: Services, *, worker: bool, web: bool = True) -> AsyncIterator[None]:
    """Run this process's tasks for as long as the block lasts: intake for web, ledgers for the worker."""
    ports = channels.of(services)
    limits = {port.sender_key: port.limit for port in ports.values()}
    limiter = Limiter(services, limits)
    collector = Collector(services, ports, limiter)
    bell = Bell(services, tells_others=not worker)
    presses: asyncio.Queue = asyncio.Queue(ACKNOWLEDGED_LIMIT)
    services.parts |= {
        "collector": collector,
        "limiter": limiter,
        "wake": bell.ring,
        "acknowledge": _acknowledger(presses),
        "run_due": _runner(services, ports, limiter),
    }
    if services.settings.test_clock:
        await _follow_clock_once(services)
    # Reading the knowledge base and the texts takes a second: nobody's first question shall wait for it.
    await asyncio.to_thread(chat_facts.knowledge, services)
    for language in ("sq", "en"):
        services.texts.text(language, "chat-too-fast")
    # What is loaded by now lives as long as the process: the garbage collector need not walk it for every batch.
    gc.collect()
    gc.freeze()
    async with nursery() as kept:
        if web:
            for lane in range(LANES):
                kept.keep(f"intake-{lane}", collector.work)
            kept.keep("rides", lambda: _flush_rides(services, collector))
            kept.keep("presses", lambda: _acknowledge(services, presses))
        if services.settings.test_clock:
            kept.keep("test-clock", lambda: _follow_clock(services))
        if worker:
            _keep_worker(kept, services, ports, limiter, bell)
            kept.keep("listen", bell.keep_listening)
        else:
            kept.keep("tell", bell.keep_telling)
            kept.keep("names", lambda: _every(REGISTER_S, lambda: reconciler.learn_names(services)))
        try:
            yield
        finally:
            await _flush_rides_once(services, collector, 0.0)
    for port in ports.values():
        if port.sender is not None:
            await port.sender.close()


def _keep_worker(kept: Nursery, services: Services, ports: dict, limiter: Limiter, bell: Bell) -> None:
    kept.keep("inbox", lambda: _drained(bell, "inbox", lambda: drain.drain(services, ports, limiter)))
    kept.keep("outbox", lambda: _drained(bell, "outbox", lambda: sender.send_due(services, ports, limiter)))
    kept.keep(
        "evidence", lambda: _drained(bell, "evidence", lambda: fetching.fetch_due(services, ports), 1.0)
    )
    kept.keep("batches", lambda: _drained(bell, "batches", lambda: batches.drain(services), 1.0))
    kept.keep("notices", lambda: _drained(bell, "notices", lambda: spreading.spread_due(services)))
    for place in range(WEBHOOK_LOOPS):
        kept.keep(
            f"webhooks-{place}",
            lambda: _drained(bell, "webhooks", lambda: webhooks_out.deliver_due(services), 1.0),
        )
    kept.keep("mails", lambda: _drained(bell, "mails", lambda: mailing.send_due(services), 2.0))
    kept.keep(
        "elections", lambda: _drained(bell, "elections", lambda: elections.drain(services), ELECTIONS_POLL_S)
    )
    kept.keep("deadlines", lambda: _every(SWEEP_S, lambda: deadlines.sweep(services)))
    kept.keep("audit", lambda: _every(5.0, lambda: _link_audit(services)))
    kept.keep("tidy", lambda: _every(TIDY_S, lambda: _tidy(services)))
    kept.keep("telegram", lambda: _watch_telegram(services))
    if any(isinstance(port.sender, channels.WhatsAppPort) for port in ports.values()):
        kept.keep("reconciler", lambda: _reconcile(services))


async def _drained(bell: Bell, name: str, work: Callable[[], Awaitable[int]], poll_s: float = 0.25) -> None:
    """Do the work as long as there is some, then wait for the bell or the poll."""
    while True:
        if not await work():
            await bell.wait(name, poll_s)


async def _every(seconds: float, work: Callable[[], Awaitable[object]]) -> None:
    while True:
        await work()
        await asyncio.sleep(seconds)


def _runner(services: Services, ports: dict, limiter: Limiter) -> Callable[[], Awaitable[None]]:
    async def run_due() -> None:
        """Run what became due, for the test clock."""
        await deadlines.sweep(services)
        await drain.drain(services, ports, limiter)
        while await spreading.spread_due(services):
            pass
        await sender.send_due(services, ports, limiter)

    return run_due


def _acknowledger(presses: asyncio.Queue) -> Callable[[str, str], None]:
    def acknowledge(channel: str, reference: str) -> None:
        # Only the waiting sign on the button depends on it, so a full queue may drop one.
        if not presses.full():
            presses.put_nowait((channel, reference))

    return acknowledge


async def _acknowledge(services: Services, presses: asyncio.Queue) -> None:
    bots = {port.channel: bot for port, bot, _ in channels.webhook_bots(services)}
    while True:
        channel, reference = await presses.get()
        if channel in bots:
            await (await bots[channel].bot()).answer_callback(reference)


async def _flush_rides(services: Services, collector: Collector) -> None:
    while True:
        await asyncio.sleep(RIDE_GRACE_S / 2)
        await _flush_rides_once(services, collector, RIDE_GRACE_S)


async def _flush_rides_once(services: Services, collector: Collector, grace_s: float) -> None:
    ids = collector.rides_older_than(grace_s)
    if ids:
        async with services.database.transaction() as conn:
            await outbox.rode(conn, sorted(ids))
        services.parts["wake"]("outbox")


async def _follow_clock_once(services: Services) -> None:
    sets = services.clock.sets
    async with services.database.reading() as conn:
        offset = timedelta(seconds=await test_clocks.offset_s(conn))
    # It may have been set while the row was read; what was read is then the past.
    if services.clock.sets == sets:
        services.clock.offset = offset


async def _follow_clock(services: Services) -> None:
    while True:
        await asyncio.sleep(CLOCK_S)
        await _follow_clock_once(services)


async def _link_audit(services: Services) -> None:
    async with services.database.transaction() as conn:
        await audit.link_settled(conn)


async def _tidy(services: Services) -> None:
    async with services.database.transaction() as conn:
        counts = await housekeeping.tidy(conn, services.clock.now())
    if any(counts.values()):
        log.info("tidied", **counts)


async def _watch_telegram(services: Services) -> None:
    """Register the webhooks, again and again until it works: a provider that is away never stops the start."""
    backlog: dict[str, int] = {}
    while True:
        await reconciler.watch_telegram(services, backlog)
        health = services.parts.get("channel_health", {})
        settled = all(
            health.get(port.channel) not in {None, "unreachable"}
            for port, *_ in channels.webhook_bots(services)
        )
        await asyncio.sleep(REGISTER_S if settled else 2.0)


async def _reconcile(services: Services) -> None:
    since = services.clock.now() - reconciler.FIRST_LOOK_BACK
    while True:
        started = services.clock.now()
        await reconciler.fill_gaps(services, since)
        if reconciler.UNAVAILABLE in services.parts.get("channel_health", {}).values():
            # What was not read yet must be read in full when the list is there again.
            await asyncio.sleep(reconciler.AGAIN_S)
            continue
        since = started - reconciler.LOOK_BACK
        await asyncio.sleep(reconciler.EVERY_S)
