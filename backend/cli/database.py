"""The database of a command: the one named by the environment, or the embedded one for as long as it runs."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import NoReturn

import click
import psycopg

from backend.settings import Settings
from backend.store.embedded import EmbeddedDatabase, EmbeddedDatabaseError
from backend.store.migrations import migrate


@contextmanager
def database_url(settings: Settings, *, watch: bool = False) -> Iterator[str]:
    """The URL of a migrated database; the embedded one is started, and stopped at the end.

    SIGTERM and the closing of the terminal end the block like Ctrl-C, from its first moment on:
    the embedded database must not outlive a command that is stopped while it starts.
    """
    _end_by_signals()
    if settings.database_url:
        _migrate(settings.database_url, "the database of VEZHGO_DATABASE_URL")
        yield settings.database_url
        return
    embedded = EmbeddedDatabase(settings.data_dir)
    try:
        try:
            url = embedded.start()
        except EmbeddedDatabaseError as error:
            _stop(str(error))
        _migrate(url, "the embedded database")
        if watch:
            embedded.watch()
        yield url
    finally:
        embedded.stop()


def _migrate(url: str, name: str) -> None:
    try:
        migrate(url)
    except psycopg.OperationalError as error:
        # The first line says why; the server's name is in it, a password never is.
        _stop(f"{name} cannot be used: {str(error).splitlines()[0]}")


def _end_by_signals() -> None:
    """Make SIGTERM and SIGHUP raise KeyboardInterrupt; a command started under `nohup` stays deaf to SIGHUP."""
    if threading.current_thread() is not threading.main_thread():
        return  # A test runs the command; signals belong to the main thread.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.default_int_handler)


def _stop(message: str) -> NoReturn:
    click.echo(f"vezhgo: {message}", err=True)
    sys.exit(2)


@asynccontextmanager
async def open_services(settings: Settings, url: str) -> AsyncIterator:
    """Services with open pools for a short command."""
    from backend.app import compose

    services = compose(settings, url, work_size=2)
    await services.database.open()
    try:
        yield services
    finally:
        await services.database.close()
