"""Rates, counted in this process: so many calls an hour from one address on public routes, and of one key elsewhere."""

import ipaddress
import time

from litestar import Request

from backend.actions.principals import Principal
from backend.problems import Problem

HOUR_S = 3600.0
KNOWN_LIMIT = 50_000
"""Addresses or keys remembered; past it the oldest are forgotten."""
KEY_PER_HOUR, KEY_BURST = 36_000, 600
"""Calls of a sender's or an observer's key: ten a second for as long as one likes, and 600 at once."""
OFFICE_PER_HOUR, OFFICE_BURST = 180_000, 3_000
"""Calls of a commission's key: a whole office, or every scanner of a zone, may share it."""
LOOPBACK_TIMES = 100
"""The machine itself, where a proxy of the operator's may stand, is trusted this many times more."""


class Rate:
    """A token bucket for each address or key: it holds `burst`, `per_hour` unless given, and refills evenly."""

    def __init__(self, per_hour: int, burst: int | None = None) -> None:
        self.per_hour = per_hour
        self.burst = per_hour if burst is None else burst
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, address: str, at_s: float) -> int:
        """Take one token; returns 0, or the seconds after which one will be there.

        `at_s` is a monotonic clock in seconds.
        """
        tokens, since = self._buckets.pop(address, (float(self.burst), at_s))
        tokens = min(float(self.burst), tokens + (at_s - since) * self.per_hour / HOUR_S)
        taken = tokens >= 1
        self._buckets[address] = (tokens - 1 if taken else tokens, at_s)
        if len(self._buckets) > KNOWN_LIMIT:
            del self._buckets[next(iter(self._buckets))]
        return 0 if taken else int((1 - tokens) * HOUR_S / self.per_hour) + 1


def allow(request: Request, name: str, per_hour: int, loopback_per_hour: int) -> None:
    """Let a call pass, or refuse it with the seconds to wait; the machine's own address has a rate of its own.

    Raises:
        Problem: 429 with `Retry-After`.
    """
    host = request.client.host if request.client else "unknown"
    local = _is_loopback(host)
    rates = request.app.state.services.parts.setdefault("rates", {})
    rate = rates.setdefault((name, local), Rate(loopback_per_hour if local else per_hour))
    wait_s = rate.take(_network(host), time.monotonic())
    if wait_s:
        raise Problem(429, "too_many_requests", remedy="wait", retry_after_s=wait_s)


def allow_key(request: Request, principal: Principal) -> None:
    """Let a call of a key pass, or refuse it with the seconds to wait; each key has a bucket of its own.

    Raises:
        Problem: 429 with `Retry-After`.
    """
    host = request.client.host if request.client else "unknown"
    times = LOOPBACK_TIMES if _is_loopback(host) else 1
    office = principal.is_commission
    per_hour, burst = (OFFICE_PER_HOUR, OFFICE_BURST) if office else (KEY_PER_HOUR, KEY_BURST)
    rates = request.app.state.services.parts.setdefault("rates", {})
    rate = rates.setdefault(("key", office, times), Rate(per_hour * times, burst * times))
    wait_s = rate.take(principal.key_id, time.monotonic())
    if wait_s:
        raise Problem(429, "too_many_requests", remedy="wait", retry_after_s=wait_s)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _network(host: str) -> str:
    """One IPv6 household has a whole /64, so it is counted as one address."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return host
