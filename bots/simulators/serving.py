"""Serve an ASGI simulator on a loopback port, in a thread of its own, for as long as a block lasts.

A thread, not a task: the simulator must answer while the program under test blocks its own loop.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import msgspec
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_START_LIMIT_S = 20.0
_STOP_LIMIT_S = 15.0
_TICK_S = 0.01


class _DroppableProtocol(HttpToolsProtocol):
    """The HTTP protocol of uvicorn, which lets the app drop the connection as a failing network does."""

    def connection_made(self, transport: Any) -> None:
        """Put the transport's `abort` into the ASGI state, where `drop` finds it."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, "drop_connection": transport.abort}


def drop(scope: Any) -> None:
    """Cut the TCP connection of a request at once, without an answer.

    Args:
        scope: the ASGI scope of a request that `serve` delivered.

    Raises:
        ConnectionAbortedError: the app is not served by `serve`, so there is no connection to cut.
    """
    cut = scope.get("state", {}).get("drop_connection")
    if cut is None:
        raise ConnectionAbortedError("the simulator dropped this call")
    cut()


class _PromptServer(uvicorn.Server):
    """uvicorn's server, which looks for its end every few milliseconds instead of ten times a second."""

    async def main_loop(self) -> None:
        """Tick until told to stop; uvicorn renews its date header on every tenth tick."""
        tick = 0
        while not await self.on_tick(tick):
            tick = (tick + 1) % 10
            await asyncio.sleep(_TICK_S)


class Served(msgspec.Struct, frozen=True):
    """Where a simulator listens.

    Attributes:
        host: a loopback address.
        port: the TCP port.
    """

    host: str
    port: int

    @property
    def url(self) -> str:
        """The address without a final slash."""
        return f"http://{self.host}:{self.port}"


@contextlib.contextmanager
def serve(app: Any, port: int = 0, host: str = "127.0.0.1") -> Iterator[Served]:
    """Serve `app` until the block ends; its ASGI lifespan runs too.

    Args:
        app: an ASGI application.
        port: 0 takes a free one.
        host: the address to listen on; keep it on the loopback.

    Raises:
        OSError: the port is taken.
        RuntimeError: the app did not start, or it failed in its lifespan.
    """
    listener = socket.create_server((host, port), backlog=2048)
    config = uvicorn.Config(
        app,
        http=_DroppableProtocol,
        ws="none",
        lifespan="on",
        log_level="error",
        access_log=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=1,
    )
    server = _PromptServer(config)
    thread = threading.Thread(target=server.run, args=([listener],), name="simulator", daemon=True)
    thread.start()
    try:
        give_up_at = time.monotonic() + _START_LIMIT_S
        while not server.started:
            if not thread.is_alive() or time.monotonic() > give_up_at:
                raise RuntimeError("the simulator did not start")
            time.sleep(0.005)
        yield Served(host, listener.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(_STOP_LIMIT_S)
        listener.close()
