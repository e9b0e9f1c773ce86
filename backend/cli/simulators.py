"""`vezhgo simulators`: the Bot API, Twilio and a mail server on loopback, each with a page to use or read."""

from __future__ import annotations

import contextlib
import os
import signal
import threading

import click

from backend.logs import configure

TELEGRAM_PORT, TWILIO_PORT, MAILBOX_PORT, SMTP_PORT = 8081, 8082, 8083, 8025
DEMO_BOT = "vezhgo_demo_bot"
DEMO_TOKEN = "1000001:demo-token-of-the-simulated-bot"  # noqa: S105
DEMO_ACCOUNT = "ACdeadbeefdeadbeefdeadbeefdeadbeef"
DEMO_AUTH = "demo-auth-token-of-the-simulator"
DEMO_NUMBER = "+355690000001"
DEMO_SENDER = "kqz@vezhgo.example"
"""All invented: they open nothing but the simulators of this machine."""


@click.command()
@click.option("--telegram-port", default=TELEGRAM_PORT, show_default=True)
@click.option("--twilio-port", default=TWILIO_PORT, show_default=True)
@click.option("--mailbox-port", default=MAILBOX_PORT, show_default=True, help="the page of the mails")
@click.option("--smtp-port", default=SMTP_PORT, show_default=True)
@click.option("--public-url", default="http://127.0.0.1:8000", show_default=True, help="where webhooks go")
def simulators(
    telegram_port: int, twilio_port: int, mailbox_port: int, smtp_port: int, public_url: str
) -> None:
    """Serve the simulators until a signal."""
    configure()
    run(telegram_port, twilio_port, mailbox_port, smtp_port, public_url)


def run(telegram_port: int, twilio_port: int, mailbox_port: int, smtp_port: int, public_url: str) -> None:
    """Serve the simulators until SIGINT or SIGTERM."""
    from bots.simulators.mail.app import create as mailbox
    from bots.simulators.serving import serve
    from bots.simulators.telegram.app import create as telegram
    from bots.simulators.twilio.app import create as twilio

    stopped = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopped.set())
    account = twilio(
        DEMO_ACCOUNT,
        DEMO_AUTH,
        senders={"Vëzhgo DEMO": f"whatsapp:{DEMO_NUMBER}"},
        webhook_url=f"{public_url}/webhooks/twilio/messages#rc=3&rp=ct,rt,5xx",
    )
    with contextlib.ExitStack() as served:
        served.enter_context(serve(telegram({DEMO_BOT: DEMO_TOKEN}), telegram_port))
        served.enter_context(serve(account, twilio_port))
        served.enter_context(serve(mailbox(smtp_port), mailbox_port))
        parent = os.getppid()
        # The service that started this may be killed: nobody would stop the simulators then.
        while not stopped.wait(1.0) and os.getppid() == parent:
            pass
