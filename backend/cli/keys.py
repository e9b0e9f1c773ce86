"""`vezhgo keys`: the keys that sign badges."""

from __future__ import annotations

import asyncio

import click

from backend import settings as environment
from backend.actions.door import badge_keys
from backend.actions.door.badge_keys import Trust
from backend.cli.database import database_url, open_services
from backend.logs import configure
from backend.settings import Settings
from badges.keys import key_id


@click.group()
def keys() -> None:
    """Keys that sign badges and lists."""


@keys.command(name="list")
def list_keys() -> None:
    """Print the root and every badge key with its status and life; private halves never leave the database."""
    configure(pretty=True)
    _print(rotating=False)


@keys.command()
@click.confirmation_option(prompt="Retire the current badge key and let the standby sign?")
def rotate() -> None:
    """Let the standby key sign from now on and make a new standby; old badges stay good."""
    configure(pretty=True)
    _print(rotating=True)


def _print(*, rotating: bool) -> None:
    found = environment.load()
    with database_url(found) as url:
        trust = asyncio.run(_trust(found, url, rotating))
    click.echo(f"trust list {trust.list.seq} of {trust.list.issued_at:%Y-%m-%d %H:%M} UTC")
    click.echo(f"root     {key_id(trust.root).hex()}  {trust.root.hex()}")
    for key in trust.list.keys:
        life = f"{key.valid_from:%Y-%m-%d} to {key.valid_until:%Y-%m-%d}"
        click.echo(f"{key.status:<8} {key.kid.hex()}  {life}  {key.public.hex()}")


async def _trust(found: Settings, url: str, rotating: bool) -> Trust:
    async with open_services(found, url) as services, services.database.transaction() as conn:
        now = services.clock.now()
        if rotating:
            return await badge_keys.rotate(services, conn, now, "cli")
        return await badge_keys.trust(services, conn, now)
