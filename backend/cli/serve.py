"""`vezhgo serve` and `vezhgo work`: the web and the worker."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time

import click
import structlog

from backend import settings as environment
from backend.cli.database import database_url
from backend.logs import configure
from backend.settings import Settings

log = structlog.get_logger()

STOP_WAIT_S = 10.0
CHILD_URL = "VEZHGO_CHILD_DATABASE_URL"
CHILD_SOCKET = "VEZHGO_CHILD_SOCKET"


@click.command()
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="web processes")
def serve(workers: int) -> None:
    """Serve the web, and drain the ledgers."""
    configure(pretty=sys.stderr.isatty())
    settings = environment.load()
    with database_url(settings, watch=True) as url:
        run_web(settings, url, workers)


def run_web(settings: Settings, url: str, workers: int = 1) -> None:
    """Serve until a signal; with several workers each is a process on one listening socket."""
    listener = _listen(settings)
    if workers == 1:
        _run_uvicorn(settings, url, listener, worker=True)
        return
    listener.set_inheritable(True)
    env = {**os.environ, CHILD_URL: url, CHILD_SOCKET: str(listener.fileno())}
    command = [sys.executable, "-m", "backend.cli.web_child"]
    children = [
        subprocess.Popen(command, env=env, pass_fds=[listener.fileno()], start_new_session=True)
        for _ in range(workers)
    ]
    children.append(
        subprocess.Popen(
            [sys.executable, "-m", "backend.cli.web_child", "work"], env=env, start_new_session=True
        )
    )
    _stay(children)


def _stay(children: list[subprocess.Popen]) -> None:
    """Wait for a signal or a dead child; then stop the others."""
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    while not stopping and all(child.poll() is None for child in children):
        time.sleep(0.2)
    for child in children:
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + STOP_WAIT_S
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
    if not stopping:
        log.error("child_died", hint="a process of this service ended by itself")
        sys.exit(1)


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.listen_host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.listen_host, settings.listen_port))
    except OSError as error:
        click.echo(
            f"vezhgo: cannot listen on {settings.listen_host}:{settings.listen_port}: {error.strerror}.",
            err=True,
        )
        sys.exit(2)
    listener.listen(2048)
    return listener


def _run_uvicorn(settings: Settings, url: str, listener: socket.socket, *, worker: bool) -> None:
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
        backlog=2048,
    )
    server = uvicorn.Server(config)
    # uvicorn raises the signal that ended it once more; as an exception it lets the database be stopped.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
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
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopped.set)
    await services.database.open()
    try:
        async with crew(services, worker=True):
            await stopped.wait()
    finally:
        await services.database.close()
