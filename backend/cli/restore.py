"""`vezhgo restore`: a backup put back; nothing is touched before the whole file was read and judged good."""

from __future__ import annotations

import asyncio
import hmac
import os
import tempfile
from pathlib import Path

import click
import psycopg
from obstore.exceptions import BaseError as StoreError
from psycopg import AsyncConnection

from backend import settings as environment
from backend.cli import archive
from backend.cli.archive import BadArchive, Survey
from backend.cli.backup import PASSPHRASE, passphrase_for, stop
from backend.cli.database import database_url
from backend.logs import configure
from backend.settings import Settings
from backend.store import postgres_tools, restoring
from backend.store.evidence_files import EvidenceFiles, EvidenceMissing
from backend.store.migrations import known, migrate
from backend.vault import SealBroken, Vault

SECRET_FILE = "secret.key"  # noqa: S105 - the name of a file


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--force", is_flag=True, help="replace a database that holds rows")
def restore(file: Path, force: bool) -> None:
    """Put the backup in FILE back into an empty database.

    Stop the service first. A database that holds rows is refused unless --force is typed.
    The present rows are set aside until the new ones are in, so a restore that fails changes nothing.
    """
    configure(pretty=True)
    settings = environment.load()
    try:
        found = archive.survey(file)
        unknown = sorted(set(found.manifest.migrations) - set(known()))
        if unknown:
            stop(
                f"the backup is of a newer version ({found.manifest.version}): {unknown[0]} is not known here."
            )
        secret, is_new = _secret(settings, found)
        with (
            database_url(settings) as url,
            tempfile.TemporaryDirectory(dir=file.absolute().parent, prefix=".vezhgo-restore-") as folder,
        ):
            dump = Path(folder) / "dump"
            archive.extract_dump(file, dump)
            objects = asyncio.run(_restore(settings, url, file, dump, secret, force))
            if is_new:
                _keep_secret(settings.data_dir / SECRET_FILE, secret)
            migrate(url)
    except (BadArchive, postgres_tools.ToolFailed) as error:
        stop(str(error))
    except StoreError as error:
        stop(f"the evidence store does not answer: {type(error).__name__}.")
    except OSError as error:
        stop(f"{error.filename or file}: {error.strerror or error}.")
    click.echo(
        f"Restored the backup of {found.manifest.created_at:%Y-%m-%d %H:%M} UTC, {objects} objects of evidence."
    )


def _secret(settings: Settings, found: Survey) -> tuple[str, bool]:
    """The secret key of the backup, and whether it must be written to the data directory.

    The present one is taken where it is the same; else the sealed one is opened.
    """
    present = settings.secret_key
    if present is None:
        try:
            present = (settings.data_dir / SECRET_FILE).read_text().strip()
        except FileNotFoundError:
            present = None
    if present and _is_of(found, present):
        return present, False
    if settings.secret_key is not None:
        stop("VEZHGO_SECRET_KEY is not the secret key of this backup; set the one that it was made with.")
    if found.sealed_secret is None:
        stop("the secret key is not in this backup; set VEZHGO_SECRET_KEY to the one that it was made with.")
    typed = passphrase_for(confirm=False)
    if typed is None:
        stop(f"set {PASSPHRASE} to the passphrase of this backup.")
    secret = archive.open_secret(found.sealed_secret, typed)
    if not _is_of(found, secret):
        raise BadArchive("the sealed secret is not of this backup.")
    return secret, True


def _is_of(found: Survey, secret: str) -> bool:
    return hmac.compare_digest(archive.secret_mark(secret), found.manifest.secret_mark)


async def _restore(settings: Settings, url: str, file: Path, dump: Path, secret: str, force: bool) -> int:
    """Bring evidence and rows; returns how many objects of evidence there were."""
    async with await AsyncConnection.connect(url, autocommit=True) as conn:
        if await restoring.others(conn):
            stop("the service is running on this database; stop it first.")
        filled = await restoring.filled_tables(conn)
        if filled and not force:
            stop(f"the database is not empty ({', '.join(filled[:3])}); --force replaces what it holds.")
        # Evidence first: an object more in the store harms nothing, a row without its object does.
        objects = await _bring_evidence(settings, file, secret)
        await _replace_rows(conn, settings, url, dump)
    return objects


async def _bring_evidence(settings: Settings, file: Path, secret: str) -> int:
    files = EvidenceFiles(settings.evidence_location, Vault(secret))
    objects = 0
    for name, sealed in archive.evidence_of(file):
        try:
            await files.bring(name, sealed)
        except (SealBroken, EvidenceMissing) as error:
            raise BadArchive(f"the object of evidence {name.hex()[:12]} was altered.") from error
        objects += 1
    return objects


async def _replace_rows(conn: AsyncConnection, settings: Settings, url: str, dump: Path) -> None:
    try:
        await restoring.set_aside(conn)
    except psycopg.errors.DuplicateSchema:
        stop(f"a restore was cut off before: look at the schema {restoring.ASIDE}, then drop or rename it.")
    try:
        await asyncio.to_thread(postgres_tools.restore, url, dump, embedded=settings.database_url is None)
    except BaseException:
        await restoring.put_back(conn)
        raise
    await restoring.forget(conn)


def _keep_secret(path: Path, secret: str) -> None:
    """Write the secret key; the former one stays beside it, because nobody can make it again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        path.replace(path.with_name(f"{path.name}.before-restore"))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
