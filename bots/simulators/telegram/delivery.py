"""Delivery of updates to webhooks, as telegram-bot-api's WebhookActor does it.

One update of a chat is in flight at a time, at most `max_connections` in all. A failure is tried again
after 1 s, doubling up to a random 60 to 120 s, or after the answer's `Retry-After`, at most 3600 s.
410 for 23 hours closes the webhook. A method in a good answer is performed as a call of the bot.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import parse_qsl

import aiohttp

from bots.simulators.faults import DELIVERY_FAULTS, FaultKind
from bots.simulators.telegram.records import BotAccount, Delivery, Waiting, Webhook
from bots.simulators.telegram.world import World

_IDLE_LIMIT_S = 60.0
_SLOWEST_S = (60.0, 120.0)
_RETRY_AFTER_LIMIT_S = 3600
_GONE_LIMIT_S = 23 * 3600.0
_ANSWER_LIMIT_BYTES = 1024 * 1024
_POLL_S = 5.0


class Courier:
    """Delivers the waiting updates of every bot of one world."""

    def __init__(self, world: World) -> None:
        """Work for `world`; nothing runs before `run`."""
        self._world = world

    async def run(self) -> None:
        """Deliver until cancelled; the deliveries under way are cancelled with it."""
        loop = asyncio.get_running_loop()
        news = asyncio.Event()

        def wake() -> None:
            loop.call_soon_threadsafe(news.set)

        with self._world.lock:
            # A simulator that is served again starts with nothing under way.
            for bot in self._world.bots.values():
                bot.in_flight = 0
                for waiting in bot.queue:
                    waiting.in_flight = 0
        self._world.on_change(wake)
        connector = aiohttp.TCPConnector(limit=0)
        timeout = aiohttp.ClientTimeout(total=_IDLE_LIMIT_S, sock_connect=10)
        try:
            async with (
                aiohttp.ClientSession(connector=connector, timeout=timeout) as session,
                asyncio.TaskGroup() as tasks,
            ):
                while True:
                    news.clear()
                    pause_s = self._launch(tasks, session, wake)
                    try:
                        async with asyncio.timeout(pause_s):
                            await news.wait()
                    except TimeoutError:
                        continue
        finally:
            self._world.off_change(wake)

    def _launch(self, tasks: asyncio.TaskGroup, session: aiohttp.ClientSession, wake: Any) -> float:
        """Start every delivery that may start now; the real seconds until the next look."""
        next_due = float("inf")
        with self._world.lock:
            now_s = self._world.clock.now()
            for bot in self._world.bots.values():
                if bot.webhook is None:
                    continue
                self._world.forget_old(bot)
                room = bot.webhook.max_connections - bot.in_flight
                busy: set[str] = set()
                for waiting in bot.queue:
                    if room <= 0:
                        break
                    if waiting.held or waiting.chat_key in busy:
                        continue
                    busy.add(waiting.chat_key)
                    if waiting.in_flight:
                        continue
                    if waiting.due_at > now_s:
                        next_due = min(next_due, waiting.due_at)
                        continue
                    copies = self._draw(bot, waiting)
                    if not copies:
                        busy.discard(waiting.chat_key)
                    for _ in range(copies):
                        waiting.in_flight += 1
                        bot.in_flight += 1
                        room -= 1
                        tasks.create_task(self._deliver(session, bot, bot.webhook, waiting, wake))
            if not self._world.clock.running:
                return _POLL_S
            return min(max(next_due - now_s, 0.001), _POLL_S)

    def _draw(self, bot: BotAccount, waiting: Waiting) -> int:
        """Draw the fault of an update once; how many copies to deliver now, 0 to hold it back."""
        if waiting.tripped:
            return 1
        waiting.tripped = True
        fault = self._world.faults.take(DELIVERY_FAULTS, "webhook", waiting.chat_key)
        if fault is None:
            return 1
        waiting.fault = fault.kind.value
        waiting.held = fault.kind is FaultKind.REORDER
        return {FaultKind.REORDER: 0, FaultKind.DUPLICATE: 2}.get(fault.kind, 1)

    async def _deliver(
        self, session: aiohttp.ClientSession, bot: BotAccount, webhook: Webhook, waiting: Waiting, wake: Any
    ) -> None:
        body = waiting.raw
        if body is None:
            body = json.dumps(waiting.update, ensure_ascii=False).encode("utf-8", "surrogatepass")
        headers = {"Content-Type": "application/json"}
        if webhook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret
        status, error, retry_after, ride = 0, "", 0, None
        try:
            async with session.post(
                webhook.url, data=body, headers=headers, allow_redirects=False
            ) as response:
                answer = await response.content.read(_ANSWER_LIMIT_BYTES)
                status = response.status
                retry_after = _seconds(response.headers.get("Retry-After"))
                ride = _ride(response.content_type, answer) if 200 <= status <= 299 else None
                if not 200 <= status <= 299:
                    error = f"Wrong response from the webhook: {status} {response.reason}"
        except TimeoutError:
            error = "Read timeout expired"
        except aiohttp.ClientConnectorError:
            error = "Connection refused"
        except aiohttp.ClientError:
            error = "Connection reset by peer"
        with self._world.lock:
            self._settle(bot, waiting, status, error, retry_after, ride)
        wake()

    def _settle(
        self,
        bot: BotAccount,
        waiting: Waiting,
        status: int,
        error: str,
        retry_after_s: int,
        ride: dict[str, Any] | None,
    ) -> None:
        """Take note of one try; the lock is held."""
        world, now_s = self._world, self._world.clock.now()
        waiting.in_flight -= 1
        bot.in_flight -= 1
        waiting.tries += 1
        world.deliveries.append(
            Delivery(
                at=now_s,
                bot=bot.username,
                update_id=waiting.update.get("update_id", 0),
                chat=waiting.chat_key,
                attempt=waiting.tries,
                status=status,
                error=error,
                ride=str(ride.get("method", "")) if ride else "",
                fault=waiting.fault,
            )
        )
        if 200 <= status <= 299:
            bot.gone_since = None
            if waiting.fault == FaultKind.REDELIVER and waiting.tries == 1:
                # The good answer is taken as lost, so nothing in it is performed either.
                waiting.due_at = now_s + waiting.delay_s
                return
            if waiting not in bot.queue:
                # The second answer to a duplicate: the update is done, and this answer is lost.
                return
            bot.queue.remove(waiting)
            for other in bot.queue:
                other.held = False
            if ride is not None:
                world.dispatch(bot, str(ride.pop("method")), ride)
            return
        bot.last_error = (now_s, error)
        self._note_gone(bot, status, now_s)
        pause_s = retry_after_s or min(waiting.delay_s, world.random.uniform(*_SLOWEST_S))
        waiting.due_at = now_s + pause_s
        waiting.delay_s *= 2

    def _note_gone(self, bot: BotAccount, status: int, now_s: float) -> None:
        if status != 410:
            bot.gone_since = None
        elif bot.gone_since is None:
            bot.gone_since = now_s
        elif now_s - bot.gone_since >= _GONE_LIMIT_S:
            bot.webhook, bot.gone_since = None, None


def _seconds(header: str | None) -> int:
    if header is None or not header.strip().isdigit():
        return 0
    return min(int(header.strip()), _RETRY_AFTER_LIMIT_S)


def _ride(content_type: str, body: bytes) -> dict[str, Any] | None:
    """The method and arguments in a webhook's answer, or None."""
    if not body.strip():
        return None
    try:
        if content_type == "application/x-www-form-urlencoded":
            found: Any = dict(parse_qsl(body.decode()))
        else:
            found = json.loads(body)
    except ValueError:
        return None
    return found if isinstance(found, dict) and isinstance(found.get("method"), str) else None
