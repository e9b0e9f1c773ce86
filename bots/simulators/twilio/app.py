"""The simulator as an ASGI application, and as an object that tests and the drill drive.

Serve it with `bots.simulators.serving.serve`; virtual phones are in Python (`Simulator.phone`), over HTTP
under `/_sim/`, and on a page at `/`.
"""

from __future__ import annotations

import asyncio
import re
import traceback
from collections.abc import Coroutine
from datetime import datetime
from typing import Any

from bots.simulators.faults import CALL_FAULTS, Fault, FaultKind, FaultScript
from bots.simulators.serving import drop
from bots.simulators.twilio.account import Account
from bots.simulators.twilio.clock import Clock
from bots.simulators.twilio.controls import Controls
from bots.simulators.twilio.errors import TwilioError
from bots.simulators.twilio.phone import Phone
from bots.simulators.twilio.routes import Routes
from bots.simulators.twilio.voice import PhoneCall
from bots.simulators.twilio.webhooks import Courier, read_overrides
from bots.simulators.twilio.wire import Reply, Request, answer, read, write

_SETTLE_LIMIT_S = 30.0


def create(
    account_sid: str,
    auth_token: str,
    senders: dict[str, str],
    webhook_url: str,
    status_url: str = "",
    *,
    fallback_url: str = "",
    voice_url: str = "",
    voice_number: str = "",
    reach: str = "",
    clock_start: datetime | None = None,
    pace_s: tuple[float, float] = (0.0, 0.0),
    faults: FaultScript | None = None,
) -> Simulator:
    """The simulator of one account, an ASGI application.

    Args:
        account_sid: `AC` and 32 hex digits.
        auth_token: checks calls and signs webhooks.
        senders: our WhatsApp senders by name, such as `{"voter": "whatsapp:+355..."}`.
        webhook_url: the exact public address for inbound messages, with overrides in its fragment if any.
        status_url: for callbacks of messages that name none; empty for none.
        fallback_url: asked when the webhook fails; empty for none.
        voice_url: for calls; empty when there is no voice number.
        voice_number: our voice number, `+355...`.
        reach: scheme and host to connect to instead of the public ones, as a proxy does; empty for those.
        clock_start: freezes the clock there; None follows the wall clock.
        pace_s: seconds of the clock until an accepted message is sent, and then delivered.
        faults: a script to share; None makes an own one.

    Raises:
        ValueError: an address, a SID or an override is malformed.
    """
    if not re.fullmatch(r"AC[0-9a-f]{32}", account_sid):
        raise ValueError("an account SID is AC and 32 hex digits")
    for sender in senders.values():
        if not re.fullmatch(r"whatsapp:\+[1-9]\d{6,14}", sender):
            raise ValueError("a sender is whatsapp:+ and a number")
    for url in (webhook_url, status_url, fallback_url, voice_url):
        read_overrides(url)
    return Simulator(
        account_sid, auth_token, senders, webhook_url, status_url, fallback_url, voice_url, voice_number,
        reach, clock_start, pace_s, faults or FaultScript(),
    )  # fmt: skip


class Simulator:
    """The whole simulator.

    Attributes:
        clock: its clock; move it with `advance`.
        account: its state, to look at.
        faults: arm `Fault`s here. Operations: `Messages.create`, `Messages.list`, `Media.content`, ...,
            and `webhook`, `status`, `voice` for deliveries. `DROP_BEFORE` on `webhook` loses that webhook.
    """

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        senders: dict[str, str],
        webhook_url: str,
        status_url: str,
        fallback_url: str,
        voice_url: str,
        voice_number: str,
        reach: str,
        clock_start: datetime | None,
        pace_s: tuple[float, float],
        faults: FaultScript,
    ) -> None:
        """Use `create`."""
        self.clock = Clock(clock_start)
        self.faults = faults
        self.failures: list[str] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._group: asyncio.TaskGroup | None = None
        self._waiting: list[Coroutine[Any, Any, None]] = []
        self._active = 0
        self._voice = (voice_url, voice_number)
        self._phones: dict[tuple[str, str], Phone] = {}
        self._courier = Courier(account_sid, auth_token, self.clock, faults, reach)
        self.account = Account(
            account_sid, senders, self.clock, self._courier, self._spawn,
            webhook_url=webhook_url, status_url=status_url, fallback_url=fallback_url, pace_s=pace_s,
        )  # fmt: skip
        self._routes = Routes(self.account, auth_token)
        self._controls = Controls(self)

    # Driving it, from any loop and thread

    def phone(self, number: str, name: str = "", sender: str = "") -> Phone:
        """The phone of a number, in its chat with one of our senders.

        Args:
            number: `+355...`.
            name: the profile name, the first time.
            sender: a name of `senders`; the first one by default.

        Raises:
            KeyError: no such sender.
        """
        address = self.account.senders[sender or next(iter(self.account.senders))]
        key = (number, address)
        if key not in self._phones:
            self._phones[key] = Phone(self.account, self.run, number, name or "Person", address)
        return self._phones[key]

    def phones(self) -> list[Phone]:
        """Every phone that was used."""
        return list(self._phones.values())

    async def call(self, number: str) -> PhoneCall:
        """Call our voice number; returns when it waits for the caller or has ended.

        Raises:
            LookupError: the simulator has no voice number.
        """
        url, called = self._voice
        if not url:
            raise LookupError("no voice number")
        call = PhoneCall(self.account, self.run, url, number, called)
        await call.dial()
        return call

    async def advance(self, seconds: float) -> None:
        """Move the clock forward, and let what became due happen."""

        async def moving() -> None:
            self.clock.advance(seconds)

        await self.run(moving())
        await self.settle()

    async def settle(self) -> None:
        """Return when nothing happens any more; held deliveries are let go. Sleepers of the clock stay.

        Raises:
            TimeoutError: it did not settle within 30 real seconds.
        """
        await self.run(self._settled())

    async def reset(self) -> None:
        """Start anew: no message, phone, template or fault, and the clock at its start."""

        async def resetting() -> None:
            self.faults.clear()
            self.clock.reset()
            await self._settled()
            self.account.forget()
            self._phones.clear()

        await self.run(resetting())

    async def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run a coroutine in the simulator's loop and return its result."""
        if self._loop is None or self._loop is asyncio.get_running_loop():
            return await work
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    async def _settled(self) -> None:
        """Wait until every task sleeps on the clock or is done."""
        async with asyncio.timeout(_SETTLE_LIMIT_S):
            while True:
                # Polled: three counters decide, and one of them belongs to the clock.
                while self._busy():  # noqa: ASYNC110
                    await asyncio.sleep(0.002)
                # One more turn: an ended task may have just started another.
                await asyncio.sleep(0.002)
                if not self._busy() and not self._courier.release():
                    return

    def _busy(self) -> bool:
        """Whether something runs that is not waiting for the clock or for a release."""
        return self._active > self.clock.sleeping + self._courier.holding

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Start a task that belongs to the simulator's life."""
        if self._group is None:
            raise RuntimeError("the simulator is not served: use bots.simulators.serving.serve")
        self._active += 1
        self._group.create_task(self._guarded(work))

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        """A task whose failure is recorded and never ends the others."""
        try:
            await work
        except Exception:
            self.failures.append(traceback.format_exc())
        finally:
            self._active -= 1

    # ASGI

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """The ASGI entry."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Any, send: Any) -> None:
        """The lifespan: a task group for everything the simulator does by itself."""
        await receive()
        self._loop = asyncio.get_running_loop()
        try:
            async with asyncio.TaskGroup() as group:
                self._group = group
                await send({"type": "lifespan.startup.complete"})
                await receive()
                raise _ClosedError
        except* _ClosedError:
            pass
        finally:
            self._group = None
            await self._courier.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Any, receive: Any, send: Any) -> None:
        """One HTTP request."""
        try:
            request = await read(scope, receive)
        except ValueError as error:
            await write(send, answer({"error": str(error)}, 413))
            return
        if request.path == "/" or request.path.startswith("/_sim"):
            await write(send, await self._controls.answer(request))
        elif request.path.startswith("/_store/"):
            await write(send, self._routes.store(request))
        else:
            await self._api(scope, receive, send, request)

    async def _api(self, scope: Any, receive: Any, send: Any, request: Request) -> None:
        """One call of the API, with its fault."""
        operation, follow = self._routes.find(request)
        chat = next((value for name, value in _fields(request) if name == "To"), "")
        fault = self.faults.take(CALL_FAULTS, operation, chat)
        kind = fault.kind if fault else None
        if kind is FaultKind.DROP_BEFORE:
            drop(scope)
            return
        if fault is not None and kind in (FaultKind.TOO_MANY, FaultKind.SERVER_ERROR):
            await write(send, _refusal(fault))
            return
        try:
            reply = follow()
        except TwilioError as error:
            reply = _error(error)
        if fault is not None and kind in (FaultKind.TIMEOUT_AFTER, FaultKind.SLOW):
            await _silence(receive, fault.delay_s)
        if kind in (FaultKind.TIMEOUT_AFTER, FaultKind.DROP_AFTER):
            drop(scope)
            return
        await write(send, reply)


class _ClosedError(Exception):
    """Ends the task group when the server stops."""


def _fields(request: Request) -> list[tuple[str, str]]:
    """Where a call names its recipient."""
    return [*request.query, *request.form()] if request.method == "POST" else request.query


def _error(error: TwilioError) -> Reply:
    """An error as Twilio answers it."""
    headers = {"WWW-Authenticate": 'Basic realm="Twilio API"'} if error.status == 401 else {}
    return answer(error.body(), error.status, headers)


def _refusal(fault: Fault) -> Reply:
    """The answer of a fault that accepts nothing."""
    if fault.kind is FaultKind.TOO_MANY:
        return answer(TwilioError(20429).body(), 429, {"Retry-After": str(fault.retry_after_s)})
    code = 20503 if fault.status == 503 else 20500
    return answer(TwilioError(code, status=fault.status).body(), fault.status)


async def _silence(receive: Any, seconds: float) -> None:
    """Stay silent, at most until the caller gives up."""
    try:
        async with asyncio.timeout(seconds):
            while (await receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        pass
