"""`vezhgo audit`: whether the chain of audit records still holds."""

from __future__ import annotations

import asyncio
import hmac
import sys

import click
import msgspec

from backend import settings as environment
from backend.cli.database import database_url, open_services
from backend.logs import configure
from backend.settings import Settings
from backend.store import audit as records


class Findings(msgspec.Struct, frozen=True):
    """What a walk along the chain found.

    Attributes:
        held: links that hold, from the first on.
        broken: position of the first broken link, or None.
        waiting: records without a link yet.
        head: hash of the last link; empty for an empty chain.
        noted_holds: whether the link noted earlier is still the same; None where none was given.
    """

    held: int
    broken: int | None
    waiting: int
    head: bytes
    noted_holds: bool | None


class _Noted(click.ParamType):
    name = "POSITION:HASH"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, bytes]:
        """The position and the 32-byte hash of a noted link."""
        position, _, text = value.partition(":")
        try:
            digest = bytes.fromhex(text)
        except ValueError:
            digest = b""
        if not position.isascii() or not position.isdigit() or len(position) > 18 or len(digest) != 32:
            self.fail("is a position, a colon and 64 hex digits, as printed by an earlier run", param, ctx)
        return int(position), digest


@click.group()
def audit() -> None:
    """The audit chain: verify it."""


@audit.command()
@click.option(
    "--noted",
    type=_Noted(),
    help="a link noted at an earlier run; it must still be there unchanged",
)
def verify(noted: tuple[int, bytes] | None) -> None:
    """Walk the chain; exit 1 at the first broken link.

    A chain shows what was changed inside it, not that its end was cut off or that it was written anew.
    So note the last line in another place and give it back with --noted.
    """
    configure(pretty=True)
    settings = environment.load()
    with database_url(settings) as url:
        found = asyncio.run(_walk(settings, url, noted))
    click.echo(f"{found.held} links hold.")
    click.echo(f"{found.waiting} records are not linked yet.")
    if found.broken is not None:
        click.echo(f"vezhgo: the chain is broken at position {found.broken}.", err=True)
        sys.exit(1)
    if found.noted_holds is False:
        click.echo(f"vezhgo: position {noted[0]} is not the link that was noted.", err=True)
        sys.exit(1)
    if found.held:
        click.echo(f"{found.held}:{found.head.hex()}")


async def _walk(settings: Settings, url: str, noted: tuple[int, bytes] | None) -> Findings:
    async with open_services(settings, url) as services, services.database.reading() as conn:
        held, broken = await records.verify(conn)
        noted_holds = None
        if noted is not None:
            stored = await records.hash_at(conn, noted[0])
            noted_holds = stored is not None and hmac.compare_digest(stored, noted[1])
        return Findings(
            held=held,
            broken=broken,
            waiting=await records.not_linked(conn),
            head=await records.hash_at(conn, held) or b"",
            noted_holds=noted_holds,
        )
