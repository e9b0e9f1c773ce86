"""The collector: what arrived in the last few milliseconds becomes one batch, one transaction, and then the answers.

Its queue is bounded; past it Telegram gets 503 with Retry-After, and Twilio keeps a reserved share,
because it forgives 15 seconds in all and does not repeat a 503.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter as Counted
from collections import deque
from dataclasses import dataclass
from datetime import datetime

import msgspec
import structlog
from prometheus_client import Counter, Histogram
from psycopg import errors
from psycopg.errors import PipelineAborted

from backend.actions.conversations import stepping
from backend.actions.conversations.stepping_batch import Taken
from backend.actions.ports import Port
from backend.jobs.limiter import Limiter
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
ANSWER_LIMIT_S = 3.8
"""Every webhook is answered within this; Twilio hangs up after 15 s, Telegram after 60 s."""
TRY_AGAIN_S = 1.5
"""A batch whose connection was lost is tried again within this time: most often only the connection was stale."""
LANES = 2
"""Batches under way at once: one steps while the other waits for its COMMIT."""
BATCH_RETRIES = 5
UNAVAILABLE = (errors.OperationalError, errors.InterfaceError)
"""The database cannot answer: nothing of the batch is recorded, and the provider is asked to come again."""
HELD_UP = (errors.QueryCanceled, errors.LockNotAvailable, PipelineAborted)
"""The database answers, but one conversation's effects wait for somebody, or fail: its neighbours must not."""

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
    waiters: int = 0


class Collector:
    """Gathers arrivals of all channels and answers each after the COMMIT of its batch."""

    def __init__(self, services: Services, ports: dict[str, Port], allowance: Limiter) -> None:
        self._services = services
        self._ports = ports
        self._allowance = allowance
        self._queue: deque[_Waiting] = deque()
        self._arrived = asyncio.Event()
        self._in_flight: dict[tuple[str, str], _Waiting] = {}
        self._rides: list[tuple[float, int]] = []

    async def submit(self, arrival: Arrival) -> bytes:
        """Record and step one arrival; returns the body of its webhook's answer, after COMMIT.

        A repeated provider id that is in flight here waits for the first one's answer.

        Raises:
            Overloaded: the queue is full.
            NotRecorded: the database could not record it in time.
        """
        if not (arrival.provider_id.isascii() and arrival.provider_id.isprintable()):
            # An id that no text column holds (a NUL, a lone surrogate) would break its whole batch.
            digest = hashlib.sha256(arrival.provider_id.encode("utf-8", "surrogatepass")).hexdigest()
            arrival = msgspec.structs.replace(arrival, provider_id=f"sha256:{digest}")
        key = (arrival.channel, arrival.provider_id)
        first = self._in_flight.get(key)
        if first is None:
            limit = QUEUE_LIMIT + (TWILIO_SHARE if arrival.channel.startswith("whatsapp") else 0)
            if len(self._queue) >= limit:
                raise Overloaded
            loop = asyncio.get_running_loop()
            first = self._in_flight[key] = _Waiting(arrival, loop.create_future())
            first.answer.add_done_callback(lambda _: self._in_flight.pop(key, None))
            self._queue.append(first)
            self._arrived.set()
        first.waiters += 1
        try:
            async with asyncio.timeout(ANSWER_LIMIT_S):
                return await asyncio.shield(first.answer)
        except TimeoutError as error:
            raise NotRecorded from error
        finally:
            first.waiters -= 1

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
                # Somebody may have given up waiting: then nobody takes the exception, which is no mistake.
                waiting.answer.exception()

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
            # A reply that nobody waited for any more keeps riding until the provider comes again, or its lease ends.
            if key in taken.rides and waiting.waiters > 0:
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
        started = asyncio.get_running_loop().time()
        wanted = Counted(self._ports[arrival.channel].sender_key for arrival in arrivals)
        for attempt in range(BATCH_RETRIES):
            try:
                async with self._services.database.intake.connection() as conn:
                    for sender_key, count in wanted.items():
                        await self._allowance.ensure(sender_key, count, conn)
                    async with conn.transaction():
                        return await stepping.take(
                            self._services, conn, arrivals, self._ports, self._allowance, now
                        )
            except RETRIED:
                # A deadlock or serialisation failure: the whole batch again; nothing of it was answered.
                await asyncio.sleep(0.005 * 2**attempt)
            except HELD_UP as error:
                log.warning("batch_held_up", size=len(arrivals), error=type(error).__name__)
                return await self._one_by_one(arrivals, now)
            except UNAVAILABLE:
                # Also when COMMIT's answer was lost: what is recorded already is then answered as a repetition.
                if asyncio.get_running_loop().time() - started > TRY_AGAIN_S:
                    raise
                await asyncio.sleep(0.05 * 2**attempt)
            except Exception as error:
                log.error("batch_failed", size=len(arrivals), error=type(error).__name__, exc_info=error)
                return await self._one_by_one(arrivals, now)
        raise NotRecorded

    async def _one_by_one(self, arrivals: list[Arrival], now: datetime) -> Taken:
        """One arrival's SQL broke the batch: record all; the worker runs each conversation alone."""
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
