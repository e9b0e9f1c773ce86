"""Deliveries to our webhooks: signed, timed out, retried and faulted as Twilio's are.

Overrides in the address: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
Idempotency token and signature: https://www.twilio.com/docs/usage/webhooks/webhooks-faq and .../webhooks-security
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode, urlsplit

import aiohttp
import msgspec
from twilio.request_validator import RequestValidator

from bots.simulators.faults import DELIVERY_FAULTS, FaultKind, FaultScript
from bots.simulators.twilio.clock import Clock
from bots.simulators.twilio.errors import ALERTS
from bots.simulators.twilio.records import Attempt, Delivery

OPERATIONS = {"message": "webhook", "status": "status", "voice": "voice"}
"""The name of each kind of delivery in a fault script."""

_KINDS = DELIVERY_FAULTS | {FaultKind.DROP_BEFORE}
_ANSWER_LIMIT_BYTES = 64 * 1024
_RETRY_PAUSE_S = 0.05


class Overrides(msgspec.Struct, frozen=True):
    """Time-outs and retries of one address; Twilio's defaults.

    Attributes:
        policy: which failures are retried: `ct`, `rt`, `4xx`, `5xx`, `all`.
    """

    connect_s: float = 5.0
    read_s: float = 15.0
    total_s: float = 15.0
    retries: int = 1
    policy: frozenset[str] = frozenset({"ct"})


_RANGES = {"ct": (100, 10_000), "rt": (100, 15_000), "tt": (100, 15_000), "rc": (0, 5)}
_POLICIES = frozenset({"ct", "rt", "4xx", "5xx", "all"})


def read_overrides(url: str) -> tuple[str, Overrides]:
    """An address without its fragment, and what the fragment asks for.

    Raises:
        ValueError: an unknown key, or a value out of Twilio's range.
    """
    bare, _, fragment = url.partition("#")
    pairs = dict(parse_qsl(fragment, keep_blank_values=True, strict_parsing=bool(fragment)))
    numbers: dict[str, int] = {}
    policy = Overrides().policy
    for key, value in pairs.items():
        if key == "rp":
            policy = frozenset(value.split(","))
            if not policy <= _POLICIES:
                raise ValueError(f"rp={value}")
        elif key in _RANGES:
            low, high = _RANGES[key]
            numbers[key] = int(value)
            if not low <= numbers[key] <= high:
                raise ValueError(f"{key}={value} is not in {low}..{high}")
        elif key not in ("e", "sni"):
            raise ValueError(f"unknown override {key}")
    usual = Overrides()
    return bare, Overrides(
        numbers.get("ct", usual.connect_s * 1000) / 1000,
        numbers.get("rt", usual.read_s * 1000) / 1000,
        numbers.get("tt", usual.total_s * 1000) / 1000,
        numbers.get("rc", usual.retries),
        policy,
    )


class Answer(msgspec.Struct, frozen=True):
    """A good answer of ours."""

    content_type: str
    body: bytes


class Courier:
    """Brings webhooks to the program under test; lives in the simulator's loop."""

    def __init__(
        self, account_sid: str, auth_token: str, clock: Clock, faults: FaultScript, reach: str
    ) -> None:
        """Prepare.

        Args:
            account_sid: named in a header.
            auth_token: signs.
            clock: stamps the attempts.
            faults: the script.
            reach: scheme and host to connect to instead of the configured public ones; empty for those.
        """
        self._account_sid = account_sid
        self._validator = RequestValidator(auth_token)
        self._clock = clock
        self._faults = faults
        self._reach = reach.rstrip("/")
        self._held: list[asyncio.Event] = []
        self._session: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """The open session of this loop."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return self._session

    @property
    def holding(self) -> int:
        """How many deliveries a fault holds back."""
        return len(self._held)

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    def release(self) -> bool:
        """Let held deliveries go; True when there were any."""
        held, self._held = self._held, []
        for event in held:
            event.set()
        return bool(held)

    async def deliver(
        self, delivery: Delivery, chat: str, fallback_url: str = "", on_hold: Callable[[], None] | None = None
    ) -> Answer | None:
        """Bring one webhook, with its faults and retries.

        Args:
            delivery: what to tell; it keeps the record.
            chat: the person's address, for the fault script.
            fallback_url: asked once when the primary address failed.
            on_hold: called when a fault holds the delivery back.

        Returns:
            The answer that Twilio reads, None when there is none.
        """
        fault = self._faults.take(_KINDS, OPERATIONS[delivery.kind], chat)
        kind = fault.kind if fault else None
        if kind is FaultKind.DROP_BEFORE:
            delivery.outcome = "lost"
            return None
        if kind is FaultKind.REORDER:
            delivery.outcome = "held"
            released = asyncio.Event()
            self._held.append(released)
            if on_hold:
                on_hold()
            await released.wait()
        answer = await self._with_fault(delivery, kind)
        if answer is None and fallback_url and delivery.kind != "status":
            delivery.params |= {"ErrorCode": str(delivery.alert), "ErrorUrl": delivery.url.partition("#")[0]}
            answer = await self._exchange(delivery, fallback_url)
        delivery.outcome = "failed" if answer is None else "answered"
        if answer is not None:
            delivery.answer = answer.body.decode("utf-8", "replace")
            delivery.alert, delivery.alert_text = 0, ""
        if kind is not FaultKind.REORDER:
            self.release()
        return answer

    async def _with_fault(self, delivery: Delivery, kind: FaultKind | None) -> Answer | None:
        """One exchange, or two of the same token."""
        if kind is FaultKind.DUPLICATE:
            first, second = await asyncio.gather(
                self._exchange(delivery, delivery.url), self._exchange(delivery, delivery.url)
            )
            return first or second
        answer = await self._exchange(delivery, delivery.url)
        if kind is FaultKind.REDELIVER:
            return await self._exchange(delivery, delivery.url) or answer
        return answer

    async def _exchange(self, delivery: Delivery, url: str) -> Answer | None:
        """Attempts until one is answered, the retries are used up, or the total time is over."""
        bare, overrides = read_overrides(url)
        started = time.monotonic()
        for round_ in range(overrides.retries + 1):
            left_s = overrides.total_s - (time.monotonic() - started)
            if left_s <= 0:
                break
            attempt, answer = await self._attempt(delivery, bare, overrides, left_s)
            delivery.attempts.append(attempt)
            if answer is not None:
                return answer
            delivery.alert = 11205 if attempt.outcome == "ct" else 11200
            delivery.alert_text = ALERTS[delivery.alert]
            if round_ == overrides.retries or not overrides.policy & {attempt.outcome, "all"}:
                break
            await asyncio.sleep(min(_RETRY_PAUSE_S * 2**round_, left_s))
        return None

    async def _attempt(
        self, delivery: Delivery, url: str, overrides: Overrides, left_s: float
    ) -> tuple[Attempt, Answer | None]:
        """One signed request."""
        started = time.monotonic()
        attempt = Attempt(self._clock.now(), url, "rt")
        headers = {
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
            "Accept": "*/*",
            "User-Agent": "TwilioProxy/1.1",
            "X-Home-Region": "us1",
            "X-Twilio-Signature": self._validator.compute_signature(url, delivery.params),
            "I-Twilio-Idempotency-Token": delivery.token,
        }
        limits = aiohttp.ClientTimeout(
            total=left_s, sock_connect=min(overrides.connect_s, left_s), sock_read=overrides.read_s
        )
        answer = None
        try:
            async with self.session.post(
                self._reached(url),
                data=urlencode(delivery.params),
                headers=headers,
                timeout=limits,
                allow_redirects=False,
            ) as reply:
                body = await reply.content.read(_ANSWER_LIMIT_BYTES + 1)
                while len(body) <= _ANSWER_LIMIT_BYTES and not reply.content.at_eof():
                    body += await reply.content.read(_ANSWER_LIMIT_BYTES + 1 - len(body))
                attempt.status = reply.status
                good = 200 <= reply.status < 300 and len(body) <= _ANSWER_LIMIT_BYTES
                attempt.outcome = "ok" if good else f"{reply.status // 100}xx"
                if good:
                    answer = Answer(reply.headers.get("Content-Type", ""), body)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            attempt.outcome = "ct"
        except (aiohttp.ClientError, TimeoutError, OSError):
            attempt.outcome = "rt"
        attempt.elapsed_ms = round((time.monotonic() - started) * 1000, 2)
        return attempt, answer

    def _reached(self, url: str) -> str:
        """The address to connect to."""
        if not self._reach:
            return url
        parts = urlsplit(url)
        return self._reach + parts.path + (f"?{parts.query}" if parts.query else "")
