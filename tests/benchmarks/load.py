"""The load generator: a process of its own, kept connections, the same bytes for every server."""

from __future__ import annotations

import asyncio
import json
import sys
import time

import uvloop

CONNECTIONS = 64
CHATS = 4_096


class Connection(asyncio.Protocol):
    """One kept connection with one request in flight."""

    def __init__(self, generator: Generator) -> None:
        self.generator = generator
        self.transport: asyncio.Transport | None = None
        self.buffer = b""
        self.sent_at = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Send the first request."""
        self.transport = transport
        self.generator.ready(self)

    def send(self, request: bytes) -> None:
        """Write one request."""
        self.sent_at = time.perf_counter()
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Take an answer once its body is whole."""
        self.buffer += data
        head, found, body = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return
        length = 0
        for line in head.split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if len(body) < length:
            return
        status = int(head[9:12])
        self.buffer = body[length:]
        self.generator.answered(self, status, time.perf_counter() - self.sent_at)

    def connection_lost(self, error: Exception | None) -> None:
        """The server hung up."""
        self.generator.lost()


class Generator:
    """Sends updates of many chats for some seconds, as fast as answers come or at a fixed rate."""

    def __init__(self, path: str, seconds: float, rate_per_s: float | None, texts: list[str]) -> None:
        self.path = path
        self.until = time.perf_counter() + seconds
        self.rate_per_s = rate_per_s
        self.texts = texts
        self.number = int(time.time() * 1000) % 1_000_000_000
        self.first = self.number
        self.latencies: list[float] = []
        self.statuses: dict[int, int] = {}
        self.idle: list[Connection] = []
        self.open = 0
        self.done = asyncio.Event()
        self.started = time.perf_counter()

    def request(self) -> bytes:
        """The next update: the chats take turns, so that each writes about once a second at most."""
        self.number += 1
        chat = 10_000_000 + self.number % CHATS
        body = json.dumps(
            {
                "update_id": self.number,
                "message": {
                    "message_id": self.number,
                    "date": int(time.time()),
                    "chat": {"id": chat, "type": "private", "first_name": "Ana"},
                    "from": {"id": chat, "is_bot": False, "first_name": "Ana", "language_code": "sq"},
                    "text": self.texts[(self.number // CHATS) % len(self.texts)],
                },
            }
        ).encode()
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: bench-secret\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def ready(self, connection: Connection) -> None:
        """A connection may send."""
        self.open += 1
        if self.rate_per_s is None:
            connection.send(self.request())
        else:
            self.idle.append(connection)

    def answered(self, connection: Connection, status: int, seconds: float) -> None:
        """Count an answer and send the next request."""
        self.latencies.append(seconds)
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if time.perf_counter() >= self.until:
            connection.transport.close()
        elif self.rate_per_s is None:
            connection.send(self.request())
        else:
            self.idle.append(connection)

    def lost(self) -> None:
        """A connection ended."""
        self.open -= 1
        if self.open == 0:
            self.done.set()

    async def run(self, port: int) -> dict:
        """Send until the time is over; returns rate and latencies."""
        loop = asyncio.get_running_loop()
        for _ in range(CONNECTIONS):
            await loop.create_connection(lambda: Connection(self), "127.0.0.1", port)
        if self.rate_per_s is not None:
            await self._paced()
        await asyncio.wait_for(self.done.wait(), 60)
        seconds = time.perf_counter() - self.started
        ordered = sorted(self.latencies)
        return {
            "requests": len(ordered),
            "per_s": len(ordered) / seconds,
            "p50_ms": 1e3 * ordered[len(ordered) // 2],
            "p99_ms": 1e3 * ordered[int(len(ordered) * 0.99)],
            "statuses": self.statuses,
        }

    async def _paced(self) -> None:
        due = time.perf_counter()
        while time.perf_counter() < self.until:
            due += 1 / self.rate_per_s
            wait_s = due - time.perf_counter()
            if wait_s > 0:
                await asyncio.sleep(wait_s)
            if self.idle:
                self.idle.pop().send(self.request())
        for connection in self.idle:
            connection.transport.close()


def main() -> None:
    """`load.py PORT PATH SECONDS RATE|max TEXTS_JSON`: print one JSON line."""
    port, path, seconds, rate, texts = sys.argv[1:6]
    pace = None if rate == "max" else float(rate)

    async def run() -> dict:
        return await Generator(path, float(seconds), pace, json.loads(texts)).run(int(port))

    print(json.dumps(uvloop.run(run())))


if __name__ == "__main__":
    main()
