"""`vezhgo migrate`: bring the schema up to date."""

from __future__ import annotations

import click

from backend import settings
from backend.cli.database import database_url
from backend.logs import configure


@click.command()
def migrate() -> None:
    """Apply the missing migrations."""
    configure(pretty=True)
    with database_url(settings.load()):
        click.echo("The schema is up to date.")
