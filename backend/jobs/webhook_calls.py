"""One call of a sender's webhook: signed, guarded against calling ourselves, its answer judged and not kept."""

from __future__ import annotations

import asyncio
import ipaddress
import random
import socket
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

import aiohttp
import msgspec
from aiohttp.abc import AbstractResolver, ResolveResult

from backend.actions.notices.webhook_secrets import headers
from backend.actions.notices.webhook_targets import TargetRefused, check_address, check_url

CONNECT_S, TOTAL_S = 5.0, 10.0
RETRY_AFTER_LIMIT_S = 86_400.0
PAUSES_S = (5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200)
"""The pause after each failed attempt; the last one repeats."""
GIVE_UP = timedelta(days=3)
"""A notice that an endpoint did not take for so long is given up, and an endpoint that took none is closed."""
AGENT = "Vezhgo-Webhooks/1"


class Outcome(msgspec.Struct, frozen=True):
    """What became of a call.

    Attributes:
        ok: a 2xx answer.
        code: `ok`, `http_<status>`, `redirect`, `timeout`, `connect`, `tls`, `broken`, or a code of `TargetRefused`.
        status: the answer's status; 0 without one.
        after_s: the pause that the receiver asked for.
        silent: nothing came back, so that the next notices need not be tried now.
        gone: 410: the receiver wants no more.
    """

    ok: bool
    code: str
    status: int = 0
    after_s: float = 0.0
    silent: bool = False
    gone: bool = False


class GuardedResolver(AbstractResolver):
    """Resolves names to addresses that may be called. aiohttp connects to what this returns and asks no other."""

    def __init__(self, *, loopback: bool) -> None:
        """`loopback`: the service is on loopback only, and so may its receivers be."""
        self._loopback = loopback

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of a name; one bad address spoils them all.

        Raises:
            OSError: the name is unknown.
            TargetRefused: one of its addresses is not to be called.
        """
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family)
        results: list[ResolveResult] = []
        for known, _, proto, _, where in found:
            address = str(where[0]).partition("%")[0]
            check_address(ipaddress.ip_address(address), loopback=self._loopback)
            results.append(
                {
                    "hostname": host,
                    "host": address,
                    "port": port,
                    "family": known,
                    "proto": proto,
                    "flags": socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
                }
            )
        if not results:
            raise OSError("no address")
        return results

    async def close(self) -> None:
        """Nothing is held."""


class Caller:
    """Calls one endpoint, over one connection while it lasts."""

    def __init__(self, url: str, secrets: list[str], *, loopback: bool, total_s: float = TOTAL_S) -> None:
        """Prepare; nothing is called yet. `secrets`: the present one first."""
        self._url, self._secrets, self._loopback = url, secrets, loopback
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=GuardedResolver(loopback=loopback), use_dns_cache=False, limit=1
            ),
            timeout=aiohttp.ClientTimeout(
                total=total_s, connect=min(CONNECT_S, total_s), sock_connect=min(CONNECT_S, total_s)
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            headers={"User-Agent": AGENT},
        )

    async def __aenter__(self) -> Self:
        """Use as a block that closes."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection."""
        await self._session.close()

    async def call(self, id: str, body: bytes, now: datetime) -> Outcome:
        """Post a body under an id; the answer's own body is not read."""
        given = headers(self._secrets, id, now, body) | {"Content-Type": "application/json"}
        try:
            # Literal addresses never meet the resolver, so the form is judged at every call.
            check_url(self._url, loopback=self._loopback)
            async with self._session.post(
                self._url, data=body, headers=given, allow_redirects=False
            ) as response:
                outcome = _judge(response.status, response.headers.get("Retry-After", ""), now)
                if response.content_length != 0:
                    # Whatever it says is not wanted; the connection goes with it.
                    response.close()
                return outcome
        except TargetRefused as refused:
            return Outcome(False, refused.reason, silent=True)
        except TimeoutError:
            return Outcome(False, "timeout", silent=True)
        except (aiohttp.ClientSSLError, aiohttp.ClientConnectorCertificateError):
            return Outcome(False, "tls", silent=True)
        except (aiohttp.ClientConnectorError, aiohttp.ClientConnectionError, OSError) as error:
            refused = _refusal(error)
            return Outcome(False, refused or "connect", silent=True)
        except (aiohttp.ClientError, ValueError):
            return Outcome(False, "broken")


def _refusal(error: BaseException | None) -> str | None:
    while error is not None:
        if isinstance(error, TargetRefused):
            return error.reason
        error = error.__cause__ or error.__context__
    return None


def _judge(status: int, retry_after: str, now: datetime) -> Outcome:
    if 200 <= status < 300:
        return Outcome(True, "ok", status)
    if 300 <= status < 400:
        return Outcome(False, "redirect", status)
    busy = status in (429, 503)
    after_s = read_retry_after(retry_after, now) if busy else 0.0
    return Outcome(False, f"http_{status}", status, after_s, silent=busy, gone=status == 410)


def read_retry_after(value: str, now: datetime) -> float:
    """`Retry-After` in seconds, from a number or a date (RFC 9110, 10.2.3), at most a day; 0 where it says nothing."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:9]), RETRY_AFTER_LIMIT_S)
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    at = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    return min(max(0.0, (at - now).total_seconds()), RETRY_AFTER_LIMIT_S)


def pause_s(attempts: int, after_s: float = 0.0) -> float:
    """The pause after the given number of failed attempts: growing, with a fifth of jitter, and never shorter than asked."""
    usual = PAUSES_S[min(attempts, len(PAUSES_S)) - 1] * random.uniform(0.8, 1.2)  # noqa: S311
    return max(usual, after_s)
