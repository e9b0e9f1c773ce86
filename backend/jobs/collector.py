"""The collector: what arrived in the last few milliseconds becomes one batch, one transaction, and then the answers.

Its queue is bounded; past it Telegram gets 503 with Retry-After, and Twilio keeps a reserved share,
because it forgives 15 seconds in all and does not repeat a 503.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from datetime import datetime

import structlog
from prometheus_client import Counter, Histogram
from psycopg import errors

from backend.actions import stepping
from backend.actions.ports import Allowance, Port
from backend.actions.stepping_batch import Taken
from backend.services import Services
from backend.store.database import RETRIED
from backend.store.inbox import Arrival

log = structlog.get_logger()

BATCH_LIMIT = 128
LINGER_S = 0.002
"""How long a batch waits for company once it has its first arrival."""
QUEUE_LIMIT = 2_000
TWILIO_SHARE = 500
"""Places beyond the limit that only Twilio may take."""
ANSWER_LIMIT_S = 4.0
"""Every webhook is answered within this; Twilio hangs up after 15 s, Telegram after 60 s."""
LANES = 2
"""Batches under way at once: one steps while the other waits for its COMMIT."""
BATCH_RETRIES = 5
UNAVAILABLE = (errors.OperationalError, errors.InterfaceError)
"""The database cannot answer: nothing of the batch is recorded, and the provider is asked to come again."""

BATCH_SIZE = Histogram(
    "vezhgo_intake_batch_size", "Arrivals in a batch", buckets=(1, 2, 4, 8, 16, 32, 64, 128)
)
STEPPED = Counter("vezhgo_steps_total", "Inbox rows stepped")


class Overloaded(Exception):
    """The queue is full: the provider should come again."""


class NotRecorded(Exception):
    """The batch could not be recorded: the provider should come again."""


@dataclass(slots=True)
class _Waiting:
    arrival: Arrival
    answer: asyncio.Future


class Collector:
    """Gathers arrivals of all channels and answers each after the COMMIT of its batch."""

    def __init__(self, services: Services, ports: dict[str, Port], allowance: Allowance) -> None:
        self._services = services
        self._ports = ports
        self._allowance = allowance
        self._queue: deque[_Waiting] = deque()
        self._arrived = asyncio.Event()
        self._in_flight: dict[tuple[str, str], asyncio.Future] = {}
        self._rides: list[tuple[float, int]] = []

    async def submit(self, arrival: Arrival) -> bytes:
        """Record and step one arrival; returns the body of its webhook's answer, after COMMIT.

        A repeated provider id that is in flight here waits for the first one's answer.

        Raises:
            Overloaded: the queue is full.
            NotRecorded: the database could not record it in time.
        """
        key = (arrival.channel, arrival.provider_id)
        first = self._in_flight.get(key)
        if first is None:
            limit = QUEUE_LIMIT + (TWILIO_SHARE if arrival.channel.startswith("whatsapp") else 0)
            if len(self._queue) >= limit:
                raise Overloaded
            first = asyncio.get_running_loop().create_future()
            self._in_flight[key] = first
            first.add_done_callback(lambda _: self._in_flight.pop(key, None))
            self._queue.append(_Waiting(arrival, first))
            self._arrived.set()
        try:
            async with asyncio.timeout(ANSWER_LIMIT_S):
                return await asyncio.shield(first)
        except TimeoutError as error:
            raise NotRecorded from error

    async def work(self) -> None:
        """Take batches for as long as the process lives; a crash fails what waits, so that it is sent again."""
        try:
            while True:
                if not self._queue:
                    self._arrived.clear()
                    await self._arrived.wait()
                if len(self._queue) < BATCH_LIMIT:
                    await asyncio.sleep(LINGER_S)
                batch = self._next_batch()
                if batch:
                    await self._run(batch)
        finally:
            self._fail_waiting()

    def _next_batch(self) -> list[_Waiting]:
        return [self._queue.popleft() for _ in range(min(BATCH_LIMIT, len(self._queue)))]

    def _fail_waiting(self) -> None:
        while self._queue:
            waiting = self._queue.popleft()
            if not waiting.answer.done():
                waiting.answer.set_exception(NotRecorded())

    async def _run(self, batch: list[_Waiting]) -> None:
        BATCH_SIZE.observe(len(batch))
        try:
            taken = await self._take([waiting.arrival for waiting in batch])
        except BaseException as error:
            log.warning("batch_not_recorded", size=len(batch), error=type(error).__name__)
            for waiting in batch:
                if not waiting.answer.done():
                    waiting.answer.set_exception(NotRecorded())
                    waiting.answer.exception()
            if not isinstance(error, Exception):
                raise
            return
        STEPPED.inc(taken.stepped)
        written_at = asyncio.get_running_loop().time()
        for waiting in batch:
            key = (waiting.arrival.channel, waiting.arrival.provider_id)
            if not waiting.answer.done():
                waiting.answer.set_result(taken.answers[key])
            if key in taken.rides:
                self._rides.append((written_at, taken.rides[key]))
        self._after(taken)

    def _after(self, taken: Taken) -> None:
        wake = self._services.parts.get("wake", lambda _: None)
        if taken.left:
            wake("inbox")
        if taken.sends:
            wake("outbox")
        for channel, reference in taken.callbacks:
            self._services.parts.get("acknowledge", lambda *_: None)(channel, reference)

    async def _take(self, arrivals: list[Arrival]) -> Taken:
        now = self._services.clock.now()
        for attempt in range(BATCH_RETRIES):
            try:
                async with self._services.database.intake_transaction() as conn:
                    return await stepping.take(
                        self._services, conn, arrivals, self._ports, self._allowance, now
                    )
            except RETRIED:
                # A deadlock or serialisation failure: the whole batch again; nothing of it was answered.
                await asyncio.sleep(0.005 * 2**attempt)
            except UNAVAILABLE:
                raise
            except Exception as error:
                log.error("batch_failed", size=len(arrivals), error=type(error).__name__, exc_info=error)
                return await self._one_by_one(arrivals, now)
        raise NotRecorded

    async def _one_by_one(self, arrivals: list[Arrival], now: datetime) -> Taken:
        """One arrival's SQL broke the batch: record all, then run each conversation alone."""
        async with self._services.database.intake_transaction() as conn:
            await stepping.record_only(conn, arrivals, now)
        whole = Taken(left=True)
        for arrival in sorted(arrivals):
            # Recorded: the answer is silence, and the reply comes through the outbox from the worker,
            # which steps each conversation in a transaction of its own and counts its failures.
            whole.answers[arrival.channel, arrival.provider_id] = self._ports[arrival.channel].silence
        return whole

    def rides_older_than(self, seconds: float) -> list[int]:
        """Outbox ids whose answers were written at least this long ago; each is given once."""
        limit = asyncio.get_running_loop().time() - seconds
        ready = [id for written_at, id in self._rides if written_at <= limit]
        self._rides = [(written_at, id) for written_at, id in self._rides if written_at > limit]
        return ready
