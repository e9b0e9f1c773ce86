"""The HTTP transport under Twilio's own client: one session, strict time-outs, and honest failures.

The library's `AsyncTwilioHttpClient` can't be used: it sends JSON bodies as forms (so the Content API
fails), needs a running loop when it is built, sets no time-out, logs addresses, and does not say whether
a failed call may have been accepted.
"""

from __future__ import annotations

import base64
import logging
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import aiohttp
from twilio.http import AsyncHttpClient
from twilio.http.response import Response

DEFAULT_API_URL = "https://api.twilio.com"
_ANSWER_LIMIT_BYTES = 8 * 1024 * 1024


def basic(user: str, password: str) -> dict[str, str]:
    """The header of HTTP Basic credentials (RFC 7617, UTF-8)."""
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii")}


class NotAcceptedError(Exception):
    """The call never reached Twilio, so repeating it is safe."""


class AnswerLostError(Exception):
    """The call was sent, but no whole answer came back; Twilio may have accepted it."""


class TwilioTransport(AsyncHttpClient):
    """Carries the calls of `twilio.rest.Client` to Twilio, or to a simulator at another address.

    Attributes:
        api_url: scheme and host that replace those of every call, when it is not Twilio's own.
    """

    def __init__(self, api_url: str = DEFAULT_API_URL, connect_s: float = 5.0, total_s: float = 15.0) -> None:
        """Prepare; the session opens with the first call, inside the running loop.

        Args:
            api_url: `VEZHGO_TWILIO_API_URL`; scheme and host, a path is refused.
            connect_s: seconds to connect.
            total_s: seconds for a whole call.

        Raises:
            ValueError: the address is not http(s), or it has a path.
        """
        super().__init__(logging.getLogger(__name__), True, total_s)
        parts = urlsplit(api_url)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/"):
            raise ValueError("the Twilio API address must be a scheme and a host")
        self.api_url = f"{parts.scheme}://{parts.netloc}"
        self.timeouts = aiohttp.ClientTimeout(total=total_s, sock_connect=connect_s)
        self._session: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """The open session of the running loop."""
        if self._session is None or self._session.closed:
            # A connection idle for long may be closed at the far end just as we send, which would make
            # that send ambiguous; so it is closed at ours first.
            connector = aiohttp.TCPConnector(limit=100, keepalive_timeout=10)
            self._session = aiohttp.ClientSession(timeout=self.timeouts, connector=connector)
        return self._session

    def located(self, url: str) -> str:
        """A call's address, moved to the configured host when that is not Twilio's own."""
        if self.api_url == DEFAULT_API_URL:
            return url
        parts = urlsplit(url)
        return self.api_url + parts.path + (f"?{parts.query}" if parts.query else "")

    async def request(
        self,
        method: str,
        uri: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """Make one call; the arguments are those of the library's interface.

        Raises:
            NotAcceptedError: no connection was made.
            AnswerLostError: the connection broke, or the time ran out, after the call was sent.
        """
        body: dict[str, Any] = {"data": data}
        if headers and headers.get("Content-Type", "").endswith("json"):
            body = {"json": data}
        try:
            async with self.session.request(
                method.upper(),
                self.located(uri),
                params={name: str(value) for name, value in (params or {}).items()},
                headers={**(headers or {}), **(basic(*auth) if auth else {})},
                allow_redirects=allow_redirects,
                **body,
            ) as answer:
                content = await answer.content.read(_ANSWER_LIMIT_BYTES)
                while not answer.content.at_eof() and len(content) < _ANSWER_LIMIT_BYTES:
                    content += await answer.content.read(_ANSWER_LIMIT_BYTES - len(content))
                return Response(answer.status, content.decode("utf-8", "replace"), answer.headers)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotAcceptedError("connect") from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise AnswerLostError("timeout" if isinstance(error, TimeoutError) else "connection") from error

    async def close(self) -> None:
        """Close the session; a later call opens a new one."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def __aenter__(self) -> Self:
        """Use as a block that closes."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close at the block's end."""
        await self.close()
