"""The listening socket of the service: taken before anything is started, opened when it can answer."""

from __future__ import annotations

import errno
import socket
import sys
import time

import click

from backend.settings import Settings

BACKLOG = 2048
TAKEN_WAIT_S = 4.0
"""Processes of a service that was killed let go of its port within this time (`Family`)."""


def reserve(settings: Settings) -> socket.socket:
    """A socket bound to the address of VEZHGO_LISTEN; exits with 2 and one line where that cannot be.

    It does not listen yet: until the service can answer, a connection is refused instead of kept waiting.
    """
    family = socket.AF_INET6 if ":" in settings.listen_host else socket.AF_INET
    give_up_at = time.monotonic() + TAKEN_WAIT_S
    while True:
        bound = socket.socket(family, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((settings.listen_host, settings.listen_port))
            return bound
        except OSError as error:
            bound.close()
            if error.errno == errno.EADDRINUSE and time.monotonic() < give_up_at:
                time.sleep(0.2)
                continue
            reason = error.strerror or str(error)
            click.echo(
                f"vezhgo: cannot listen on {settings.listen_host}:{settings.listen_port}: {reason}.", err=True
            )
            sys.exit(2)


def open_for_all(bound: socket.socket) -> None:
    """Let connections in; on a port that another process took since, exits like `reserve`."""
    try:
        bound.listen(BACKLOG)
    except OSError as error:
        click.echo(f"vezhgo: cannot listen: {error.strerror}.", err=True)
        sys.exit(2)
