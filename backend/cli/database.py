"""The database of a command: the one named by the environment, or the embedded one for as long as it runs."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import click

from backend.settings import Settings
from backend.store.embedded import EmbeddedDatabase, EmbeddedDatabaseError
from backend.store.migrations import migrate


@contextmanager
def database_url(settings: Settings, *, watch: bool = False) -> Iterator[str]:
    """The URL of a migrated database; the embedded one is started, and stopped at the end."""
    if settings.database_url:
        migrate(settings.database_url)
        yield settings.database_url
        return
    embedded = EmbeddedDatabase(settings.data_dir)
    try:
        url = embedded.start()
    except EmbeddedDatabaseError as error:
        click.echo(f"vezhgo: {error}", err=True)
        sys.exit(2)
    try:
        migrate(url)
        if watch:
            embedded.watch()
        yield url
    finally:
        embedded.stop()


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
