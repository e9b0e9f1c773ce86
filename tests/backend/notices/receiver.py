"""A sender's server as a strict double: it keeps every delivery and does wrong what it is told to."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from typing import Any

from bots.simulators.serving import drop, serve


class Receiver:
    """Takes deliveries; `script` deals out faults, one a call, and then all goes well.

    A fault is a status, `timeout` (silence), `drop_before` (the connection is cut, nothing kept), `drop_after`
    (kept, then cut), `redirect`, `slow`, `large` (a body without end), or (status, Retry-After).
    """

    def __init__(self) -> None:
        self.script: list[Any] = []
        self.calls: list[tuple[str, dict[str, str], bytes]] = []
        self.taken: list[tuple[dict[str, str], bytes]] = []
        self.under_way = 0
        self.most_at_once = 0
        self.silence_s = 3.0

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """ASGI."""
        if scope["type"] == "lifespan":
            while True:
                event = await receive()
                await send({"type": event["type"] + ".complete"})
                if event["type"] == "lifespan.shutdown":
                    return
        body = b""
        while True:
            event = await receive()
            body += event.get("body", b"")
            if not event.get("more_body"):
                break
        headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        self.under_way += 1
        self.most_at_once = max(self.most_at_once, self.under_way)
        self.calls.append((scope["path"], headers, body))
        try:
            await self._answer(scope, headers, body, send)
        finally:
            self.under_way -= 1

    async def _answer(self, scope: Any, headers: dict[str, str], body: bytes, send: Any) -> None:
        fault = self.script.pop(0) if self.script else 204
        status, extra = fault if isinstance(fault, tuple) else (fault, None)
        match fault:
            case "timeout":
                await asyncio.sleep(self.silence_s)
                return drop(scope)
            case "drop_before":
                return drop(scope)
            case "drop_after":
                self.taken.append((headers, body))
                return drop(scope)
            case "redirect":
                await send(
                    {
                        "type": "http.response.start",
                        "status": 302,
                        "headers": [(b"location", b"/elsewhere"), (b"content-length", b"0")],
                    }
                )
                await send({"type": "http.response.body"})
                return None
            case "slow":
                await asyncio.sleep(0.2)
                status = 200
            case "large":
                self.taken.append((headers, body))
                await send({"type": "http.response.start", "status": 200, "headers": []})
                with contextlib.suppress(Exception):
                    for _ in range(10_000):
                        await send({"type": "http.response.body", "body": b"x" * 65_536, "more_body": True})
                return None
        if 200 <= status < 300:
            self.taken.append((headers, body))
        answer = [(b"content-length", b"0")]
        if extra is not None:
            answer.append((b"retry-after", str(extra).encode()))
        await send({"type": "http.response.start", "status": status, "headers": answer})
        await send({"type": "http.response.body"})
        return None


@contextlib.contextmanager
def receiving() -> Iterator[tuple[Receiver, str]]:
    """A receiver on loopback, and its address."""
    receiver = Receiver()
    with serve(receiver) as served:
        yield receiver, f"{served.url}/vezhgo"
