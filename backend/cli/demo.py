"""`vezhgo demo`: an invented election to try everything on, and, with `--serve`, the service and the simulators."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from pathlib import Path

import click
import msgspec
import structlog

from backend import settings as environment
from backend.cli import demo_data, demo_scenes
from backend.cli.database import database_url, open_services
from backend.cli.listening import reserve
from backend.cli.serve import run_web
from backend.cli.simulators import (
    DEMO_ACCOUNT,
    DEMO_AUTH,
    DEMO_BOT,
    DEMO_NUMBER,
    DEMO_SENDER,
    DEMO_TOKEN,
    MAILBOX_PORT,
    SMTP_PORT,
    TELEGRAM_PORT,
    TWILIO_PORT,
)
from backend.logs import configure
from backend.settings import Settings

log = structlog.get_logger()

KEYS_FILE = "demo-keys.json"
STOP_WAIT_S = 5.0


@click.command()
@click.option("--serve", "serves", is_flag=True, help="then serve, with simulators where no tokens are set")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="web processes")
def demo(serves: bool, workers: int) -> None:
    """Load the demo election into an empty database.

    Its keys are printed, at every later start the same ones.
    """
    configure(pretty=sys.stderr.isatty())
    settings = environment.load()
    listener = reserve(settings) if serves else None
    with database_url(settings, watch=serves) as url:
        keys = asyncio.run(_load(settings, url))
        if keys is None:
            click.echo("The database holds elections already: the demo is not loaded.")
        else:
            _print_keys(keys)
        if not serves:
            return
        simulated = not (settings.telegram_token or settings.twilio_account_sid)
        child, settings, mailbox_url = _simulators(settings) if simulated else (None, settings, "")
        try:
            _print_addresses(settings, mailbox_url, simulated=simulated)
            run_web(settings, url, workers, listener)
        finally:
            if child is not None:
                child.terminate()
                try:
                    child.wait(STOP_WAIT_S)
                except subprocess.TimeoutExpired:
                    child.kill()


async def _load(settings: Settings, url: str) -> dict[str, str] | None:
    """The demo's keys: made now, or read from the file a first start left; None when others' elections are there."""
    kept = settings.data_dir / KEYS_FILE
    async with open_services(settings, url) as services:
        made = await demo_data.load(services)
        if made is None:
            return msgspec.json.decode(kept.read_bytes()) if kept.exists() else None
        keys = msgspec.to_builtins(made)
        # Kept before the scenes: whatever happens to those, nobody is left without keys.
        _keep(kept, msgspec.json.encode(keys))
        await demo_scenes.fill(services, made)
    return keys


def _keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


def _print_keys(keys: dict[str, str]) -> None:
    click.echo("DEMO, NOT LAW: every election, organisation and person in it is invented.")
    for name, value in keys.items():
        click.echo(f"  {name.upper():<20} {value}")


def _print_addresses(settings: Settings, mailbox_url: str, *, simulated: bool) -> None:
    click.echo(f"Serving on {settings.public_url}")
    click.echo(f"  officers        {settings.public_url}/console")
    click.echo(f"  web chat        {settings.public_url}/chat")
    click.echo(f"  API             {settings.public_url}/schema")
    if simulated:
        click.echo(f"  Telegram phone  {settings.telegram_api_url}/   (simulated)")
        click.echo(f"  WhatsApp phone  {settings.twilio_api_url}/   (simulated)")
        click.echo(f"  mails           {mailbox_url}/   (simulated)")


def _free(port: int) -> int:
    """This port, or another one where it is taken."""
    for wanted in (port, 0):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", wanted))
            except OSError:
                continue
            return probe.getsockname()[1]
    return port


def _simulators(settings: Settings) -> tuple[subprocess.Popen, Settings, str]:
    """Start the simulators in a process of their own: it, settings that speak to them, and the mailbox's address."""
    telegram_port, twilio_port = _free(TELEGRAM_PORT), _free(TWILIO_PORT)
    mailbox_port, smtp_port = _free(MAILBOX_PORT), _free(SMTP_PORT)
    command = [sys.executable, "-m", "backend.cli", "simulators"]
    command += ["--telegram-port", str(telegram_port), "--twilio-port", str(twilio_port)]
    command += ["--mailbox-port", str(mailbox_port), "--smtp-port", str(smtp_port)]
    command += ["--public-url", settings.public_url]
    child = subprocess.Popen(command, start_new_session=True)
    changed = {
        "telegram_token": DEMO_TOKEN,
        "telegram_api_url": f"http://127.0.0.1:{telegram_port}",
        "telegram_webhook_secret": settings.telegram_webhook_secret or "demo-webhook-secret",
        "twilio_account_sid": DEMO_ACCOUNT,
        "twilio_auth_token": DEMO_AUTH,
        "twilio_whatsapp_from": DEMO_NUMBER,
        "twilio_api_url": f"http://127.0.0.1:{twilio_port}",
    }
    if settings.smtp_url is None:
        changed["smtp_url"] = f"smtp://127.0.0.1:{smtp_port}"
        changed["mail_address"] = settings.mail_address or DEMO_SENDER
    # Children of several workers read the environment, so it must say the same.
    for name, value in changed.items():
        os.environ[f"VEZHGO_{name.upper()}"] = value
    return child, msgspec.structs.replace(settings, **changed), f"http://127.0.0.1:{mailbox_port}"


__all__ = ["DEMO_BOT", "demo"]
