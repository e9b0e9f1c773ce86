"""Rates of public routes, counted in this process: so many calls an hour from one address."""

import ipaddress
import time

from litestar import Request

from backend.problems import Problem

HOUR_S = 3600.0
KNOWN_LIMIT = 50_000
"""Addresses remembered; past it the oldest are forgotten."""


class Rate:
    """A token bucket for each address: it holds `per_hour` and refills evenly."""

    def __init__(self, per_hour: int) -> None:
        self.per_hour = per_hour
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, address: str, at_s: float) -> int:
        """Take one token; returns 0, or the seconds after which one will be there.

        `at_s` is a monotonic clock in seconds.
        """
        tokens, since = self._buckets.pop(address, (float(self.per_hour), at_s))
        tokens = min(float(self.per_hour), tokens + (at_s - since) * self.per_hour / HOUR_S)
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
