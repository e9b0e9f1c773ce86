"""One limiter per sender over all processes: never more than rate and burst in a second, one pause for all."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from backend.actions.ports import Limit
from backend.app import compose
from backend.jobs.limiter import Limiter

KEY, OTHER = "telegram:1", "telegram:2"
RATE, BURST = 40.0, 40.0


@pytest.fixture
async def limiters(settings, database_url) -> AsyncIterator[list[Limiter]]:
    """The limiters of two processes."""
    both = [compose(settings, database_url, work_size=2) for _ in range(2)]
    for services in both:
        await services.database.open()
    limits = {KEY: Limit(RATE, BURST, 1e9, 1e9), OTHER: Limit(RATE, BURST, 1e9, 1e9)}
    yield [Limiter(services, limits) for services in both]
    for services in both:
        await services.database.close()


async def _greedy(limiter: Limiter, until: float, sent: list[float], key: str = KEY) -> None:
    while time.monotonic() < until:
        if limiter.take(key, "chat"):
            sent.append(time.monotonic())
        else:
            await limiter.ensure(key, 5)
            await asyncio.sleep(0.003)


async def test_two_processes_never_send_more_than_rate_and_burst_in_a_second(limiters):
    """Both take all they can for three seconds: every window of a second holds at most rate + burst, and the rate is used."""
    sent: list[float] = []
    until = time.monotonic() + 3
    await asyncio.gather(*(_greedy(limiter, until, sent) for limiter in limiters))
    sent.sort()

    fullest = max(sum(at <= later < at + 1 for later in sent) for at in sent)
    assert fullest <= RATE + BURST
    assert len(sent) >= 0.8 * RATE * 3


async def test_a_pause_holds_the_sender_in_every_process_and_no_other(limiters):
    """After 429 with retry_after 1 nothing of that sender is sent anywhere; another sender goes on."""
    first, second = limiters
    await second.ensure(KEY, 1)
    await first.pause(KEY, 1)
    paused_at = time.monotonic()
    sent: list[float] = []
    other: list[float] = []
    # What the other process holds already is good for a quarter of a second.
    await asyncio.sleep(0.3)
    until = paused_at + 2.5
    await asyncio.gather(
        _greedy(first, until, sent), _greedy(second, until, sent), _greedy(second, until, other, OTHER)
    )

    assert min(sent) - paused_at >= 1
    assert min(other) - paused_at < 0.6


async def test_tokens_are_void_after_a_quarter_of_a_second(limiters):
    """What was drawn and not used is not saved up for later."""
    limiter = limiters[0]
    await limiter.ensure(KEY, 10)
    assert limiter.take(KEY, "chat")
    await asyncio.sleep(0.3)

    assert not limiter.take(KEY, "chat")


async def test_a_chat_has_a_pace_of_its_own(settings, database_url):
    """Three unasked messages at once, then one in a second; another chat is not slowed."""
    services = compose(settings, database_url, work_size=2)
    await services.database.open()
    try:
        limiter = Limiter(services, {KEY: Limit(1000, 1000, 1.0, 3.0)})
        await limiter.ensure(KEY, 4)
        for _ in range(3):
            assert limiter.chat_wait_s(KEY, "a") == 0
            assert limiter.take(KEY, "a")
        assert 0.5 < limiter.chat_wait_s(KEY, "a") <= 1
        assert limiter.chat_wait_s(KEY, "b") == 0
    finally:
        await services.database.close()
