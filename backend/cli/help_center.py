"""`vezhgo help`: how well the help center answers a file of labelled questions.

It starts neither the service nor a database, so an editor can run it after every change of a text.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click
import msgspec


@click.group(name="help")
def help_center() -> None:
    """The help center: evaluate it."""


@help_center.command()
@click.argument("file", metavar="FILE")
def evaluate(file: str) -> None:
    """Answer the labelled questions of FILE (JSON lines) and print how many came out right."""
    from bots.helpcenter.evaluate import run

    _check(file)
    click.echo(run(file))


def _check(file: str) -> None:
    """Stop with one line that names the first line of the file that is no labelled question."""
    from bots.helpcenter.evaluate import Question

    found = 0
    try:
        with Path(file).open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    try:
                        msgspec.json.decode(line, type=Question)
                    except (msgspec.DecodeError, UnicodeDecodeError) as error:
                        _stop(f"line {number} of {file} is not a labelled question: {error}.")
                    found += 1
    except (OSError, ValueError) as error:
        _stop(f"cannot read {file}: {getattr(error, 'strerror', None) or error}.")
    if not found:
        _stop(f"{file} holds no question.")


def _stop(message: str) -> NoReturn:
    click.echo(f"vezhgo: {message}", err=True)
    sys.exit(2)
