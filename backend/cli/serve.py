"""`vezhgo serve` and `vezhgo work`: the web and the worker."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys

import click

from backend import settings as environment
from backend.cli.database import database_url
from backend.cli.family import Family
from backend.cli.listening import BACKLOG, open_for_all, reserve
from backend.logs import configure
from backend.settings import Settings

CHILD_URL = "VEZHGO_CHILD_DATABASE_URL"
CHILD_SOCKET = "VEZHGO_CHILD_SOCKET"


@click.command()
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="web processes")
def serve(workers: int) -> None:
    """Serve the web, and drain the ledgers."""
    configure(pretty=sys.stderr.isatty())
    settings = environment.load()
    with reserve(settings) as listener, database_url(settings, watch=True) as url:
        run_web(settings, url, workers, listener)


def run_web(settings: Settings, url: str, workers: int = 1, listener: socket.socket | None = None) -> None:
    """Serve until a signal; with several workers each is a process on one listening socket.

    Args:
        settings: the environment; children read it again.
        url: the database.
        workers: web processes; with more than one the ledgers have a process of their own.
        listener: the reserved socket; by default it is taken now.
    """
    listener = listener or reserve(settings)
    open_for_all(listener)
    if workers == 1:
        run_uvicorn(settings, url, listener, worker=True)
        return
    listener.set_inheritable(True)
    env = {**os.environ, CHILD_URL: url, CHILD_SOCKET: str(listener.fileno())}
    family = Family(env, (listener.fileno(),))
    for _ in range(workers):
        family.add([sys.executable, "-m", "backend.cli.web_child", "web"])
    family.add([sys.executable, "-m", "backend.cli.web_child", "work"])
    family.stay()


def run_uvicorn(settings: Settings, url: str, listener: socket.socket, *, worker: bool) -> None:
    """Serve on a listening socket until a signal; exits with 3 when the service could not start."""
    import uvicorn

    from backend.app import compose, create_app

    app = create_app(compose(settings, url), worker=worker)
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=5,
        backlog=BACKLOG,
    )
    server = uvicorn.Server(config)
    # uvicorn raises the signal that ended it once more; as an exception it lets the database be stopped.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        # The terminal was closed; under `nohup` the signal is ignored and stays so.
        signal.signal(signal.SIGHUP, lambda *_: setattr(server, "should_exit", True))
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listener])
    if not server.started:
        sys.exit(3)


@click.command()
def work() -> None:
    """Drain the ledgers without serving the web."""
    configure(pretty=sys.stderr.isatty())
    settings = environment.load()
    with database_url(settings, watch=True) as url:
        run_worker(settings, url)


def run_worker(settings: Settings, url: str) -> None:
    """Drain the ledgers until a signal."""
    import uvloop

    uvloop.run(_work(settings, url))


async def _work(settings: Settings, url: str) -> None:
    from backend.app import compose
    from backend.jobs.crew import crew

    services = compose(settings, url)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(name) is not signal.SIG_IGN:
            loop.add_signal_handler(name, stopped.set)
    await services.database.open()
    try:
        async with crew(services, worker=True):
            await stopped.wait()
    finally:
        await services.database.close()
