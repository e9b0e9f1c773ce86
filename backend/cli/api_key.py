"""`vezhgo api-key`: keys for roles."""

from __future__ import annotations

import asyncio
import sys

import click

from backend import settings
from backend.actions.principals import issue_key
from backend.cli.database import database_url, open_services
from backend.logs import configure
from backend.problems import Problem
from backend.store import api_keys, audit


@click.group(name="api-key")
def api_key() -> None:
    """Keys for roles."""


@api_key.command()
@click.option(
    "--role",
    required=True,
    help="cec, zec:UNIT, lgec:UNIT, vcc:CENTRE, organisation:ID, helpdesk, auditor, operator",
)
@click.option("--label", default="", help="a note for the list of keys")
def issue(role: str, label: str) -> None:
    """Issue a key; it is printed alone on the last line, this once."""
    configure(pretty=True)
    found = settings.load()
    with database_url(found) as url:
        try:
            key = asyncio.run(_issue(found, url, role, label))
        except Problem as problem:
            click.echo(f"vezhgo: {problem.code}", err=True)
            sys.exit(2)
    click.echo(key)


async def _issue(found: settings.Settings, url: str, role: str, label: str) -> str:
    async with open_services(found, url) as services, services.database.transaction() as conn:
        return await issue_key(conn, services.clock.now(), role, label=label)


@api_key.command()
@click.argument("id")
def revoke(id: str) -> None:
    """Revoke a key by its id, the part between the two underscores; live processes forget it within 5 seconds."""
    configure(pretty=True)
    found = settings.load()
    with database_url(found) as url:
        revoked = asyncio.run(_revoke(found, url, id))
    if not revoked:
        click.echo("vezhgo: there is no live key with this id.", err=True)
        sys.exit(1)
    click.echo(f"The key {id} is revoked.")


async def _revoke(found: settings.Settings, url: str, id: str) -> bool:
    async with open_services(found, url) as services, services.database.transaction() as conn:
        now = services.clock.now()
        if not await api_keys.revoke(conn, id, now):
            return False
        await audit.record(conn, now, "cli", "key_revoked", f"key:{id}")
        return True
