"""`vezhgo backup`: database, evidence and secret in one file, while the service runs."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click
from obstore.exceptions import BaseError as StoreError

from backend import settings as environment
from backend.cli import archive
from backend.cli.database import database_url, open_services
from backend.logs import configure
from backend.settings import Settings
from backend.store import postgres_tools, restoring
from backend.vault import secret_of

PASSPHRASE = "VEZHGO_BACKUP_PASSPHRASE"  # noqa: S105 - the name of a variable


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--without-secret", is_flag=True, help="leave the secret key out; keep it elsewhere yourself")
def backup(file: Path, without_secret: bool) -> None:
    """Write database, evidence and secret to FILE.

    The rows are of one instant; evidence is never changed or deleted, so what it holds later does no harm.
    The secret key is sealed with the passphrase of VEZHGO_BACKUP_PASSPHRASE or one typed in.
    The rows are not sealed as a whole: FILE holds names, so keep it like the database itself.
    """
    configure(pretty=True)
    settings = environment.load()
    passphrase = None if without_secret else passphrase_for(confirm=True)
    if passphrase is None:
        click.echo(
            "vezhgo: WARNING: the secret key is not in this backup. Without it no document number, phone number, "
            "badge key or evidence in it can ever be opened. Keep it elsewhere.",
            err=True,
        )
    if file.exists():
        stop(f"{file} exists already; a backup overwrites nothing.")
    if not file.absolute().parent.is_dir():
        stop(f"the folder of {file} does not exist.")
    with (
        database_url(settings) as url,
        tempfile.TemporaryDirectory(dir=file.absolute().parent, prefix=".vezhgo-backup-") as folder,
    ):
        try:
            objects = asyncio.run(_write(settings, url, file, Path(folder) / "dump", passphrase))
        except postgres_tools.ToolFailed as error:
            stop(f"{error}.")
        except StoreError as error:
            stop(f"the evidence store does not answer: {type(error).__name__}.")
        except OSError as error:
            stop(f"cannot write {file}: {error.strerror or error}.")
    click.echo(f"{file}: {file.stat().st_size} bytes, {objects} objects of evidence.")


async def _write(settings: Settings, url: str, file: Path, dump: Path, passphrase: str | None) -> int:
    """Write the archive; returns how many objects of evidence it holds."""
    secret = settings.secret_key or secret_of(settings.data_dir)
    async with open_services(settings, url) as services:
        async with services.database.reading() as conn:
            migrations = await restoring.applied_migrations(conn)
        # The dump first: an object is stored before its row is, so every row's object is found after it.
        await asyncio.to_thread(postgres_tools.dump, url, dump, embedded=settings.database_url is None)
        manifest = await asyncio.to_thread(_manifest, dump, migrations, secret)
        sealed = None if passphrase is None else archive.seal_secret(secret, passphrase)
        with archive.writing(file) as writer:
            writer.begin(manifest, sealed, dump)
            async for name in services.files.names():
                writer.evidence(name, await services.files.sealed(name))
            return writer.end()


def _manifest(dump: Path, migrations: list[str], secret: str) -> archive.Manifest:
    from backend.app import VERSION

    return archive.Manifest(
        format=archive.FORMAT,
        version=VERSION,
        created_at=datetime.now(UTC),
        migrations=migrations,
        dump_bytes=dump.stat().st_size,
        dump_sha256=archive.file_sha256(dump),
        secret_mark=archive.secret_mark(secret),
    )


def passphrase_for(*, confirm: bool) -> str | None:
    """The passphrase of the environment, or one typed in; None where nobody can be asked.

    Exits with 2 where it is too short.
    """
    given = os.environ.get(PASSPHRASE)
    if not given:
        if not sys.stdin.isatty():
            return None
        given = click.prompt(
            "Passphrase for the secret key", hide_input=True, confirmation_prompt=confirm, err=True
        )
    if confirm and len(given) < archive.PASSPHRASE_MIN:
        stop(f"the passphrase must have at least {archive.PASSPHRASE_MIN} characters.")
    return given


def stop(message: str) -> NoReturn:
    """One line, and exit status 2."""
    click.echo(f"vezhgo: {message}", err=True)
    sys.exit(2)
