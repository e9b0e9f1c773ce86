"""`vezhgo badge`: verify a badge by text or picture, with the register or offline by signed lists."""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from backend import settings as environment
from backend.actions.door import verification
from backend.actions.door.verification import Checked
from backend.cli.database import database_url, open_services
from backend.locales.texts import LANGUAGES, Texts
from backend.logs import configure
from backend.settings import Settings
from backend.store import test_clocks
from badges import credential, symbol
from badges import revocations as revocation_lists
from badges import trust as trust_lists
from badges.credential import PREFIX, Verdict
from badges.errors import RejectedInput
from badges.revocations import RevocationList
from badges.trust import TrustList

PICTURE_LIMIT_BYTES = 20 * 1024 * 1024
TEXT_LIMIT_BYTES = 1024 * 1024


@click.group()
def badge() -> None:
    """Badges: verify one."""


@badge.command()
@click.argument("source", metavar="TEXT|-|IMAGE")
@click.option(
    "--trust",
    "trust_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="offline: the answer of GET /v1/badges/keys, or a VZ5 text with --root",
)
@click.option(
    "--revocations",
    "revocations_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="offline: the answer of GET /v1/badges/revocations, or a VZ3 text",
)
@click.option(
    "--root", help="offline: the root key to pin, base64 or hex; by default the one that --trust names"
)
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="print the whole answer as JSON")
def verify(
    source: str,
    trust_file: Path | None,
    revocations_file: Path | None,
    root: str | None,
    language: str,
    as_json: bool,
) -> None:
    """Print verdict, reasons and badge; exit 0 only where the badge is valid.

    SOURCE is the badge's text, - for standard input, or a PNG, JPEG or WebP with its symbol.
    """
    configure(pretty=True)
    text = _text_of(source)
    texts = Texts(strict=False)
    if trust_file is None:
        if revocations_file is not None or root is not None:
            raise click.UsageError("--revocations and --root belong to --trust")
        found = environment.load()
        with database_url(found) as url:
            checked = asyncio.run(_by_register(found, url, text))
    else:
        checked = _offline(text, trust_file, revocations_file, root)
    shown = verification.view(checked, texts, language)
    click.echo(json.dumps(shown, default=str, ensure_ascii=False, indent=2) if as_json else _lines(shown))
    sys.exit(0 if checked.verdict is Verdict.VALID else 1)


def _text_of(source: str) -> str:
    if source == "-":
        data = sys.stdin.buffer.read(PICTURE_LIMIT_BYTES)
    elif source.startswith(f"{PREFIX}:") or not _is_file(source):
        return source.strip("\r\n")
    else:
        path = Path(source)
        if path.stat().st_size > PICTURE_LIMIT_BYTES:
            raise click.UsageError("the file is larger than 20 MB")
        data = path.read_bytes()
    found = symbol.decoded(data)
    if found is not None:
        return found
    # No symbol in it: a text file, or a picture that the verdict calls no badge.
    return data[:TEXT_LIMIT_BYTES].decode(errors="replace").strip("\r\n")


def _is_file(source: str) -> bool:
    try:
        return Path(source).is_file()
    except (OSError, ValueError):  # too long for a path, or a NUL in it
        return False


async def _by_register(found: Settings, url: str, text: str) -> Checked:
    async with open_services(found, url) as services:
        if found.test_clock:
            async with services.database.reading() as conn:
                services.clock.offset = timedelta(seconds=await test_clocks.offset_s(conn))
        return await verification.check(services, text, services.clock.now())


def _offline(text: str, trust_file: Path, revocations_file: Path | None, root: str | None) -> Checked:
    now = datetime.now(UTC)
    try:
        trust = _trust(trust_file.read_text(), root)
        held = None if revocations_file is None else _revocations(revocations_file.read_text(), trust, text)
    except (RejectedInput, ValueError, KeyError, TypeError) as error:
        reason = error.code if isinstance(error, RejectedInput) else type(error).__name__
        raise click.UsageError(f"a list cannot be trusted: {reason}") from error
    return Checked(credential.verify(text, trust, held, now), None)


def _trust(content: str, root: str | None) -> TrustList:
    if content.lstrip().startswith("{"):
        answer = json.loads(content)
        return trust_lists.read(answer["list"], [_key(root or answer["root"]["public"])])
    if root is None:
        raise click.UsageError("--root must name the root key of a bare VZ5 text")
    return trust_lists.read(content.strip("\r\n"), [_key(root)])


def _key(text: str) -> bytes:
    """A 32-byte key in hex or base64; raises ValueError."""
    try:
        raw = bytes.fromhex(text)
    except ValueError:
        try:
            raw = base64.b64decode(text, validate=True)
        except binascii.Error as error:
            raise ValueError("root") from error
    if len(raw) != 32:
        raise ValueError("root")
    return raw


def _revocations(content: str, trust: TrustList, text: str) -> RevocationList | None:
    """The list of the badge's election among those given, or None where there is none."""
    answer = json.loads(content) if content.lstrip().startswith("{") else None
    # A space is a letter of Base45, so a bare text is cut at line ends only.
    given = content.splitlines() if answer is None else [item["list"] for item in answer["items"]]
    lists = [revocation_lists.read(one, trust) for one in given if one]
    badge = credential.verify(text, trust, None, datetime.now(UTC)).badge
    return next((one for one in lists if badge is not None and one.election == badge.election), None)


def _lines(shown: dict[str, Any]) -> str:
    lines = [f"{shown['verdict'].upper()}: {shown['text']}"]
    lines += [f"  - {reason['code']}: {reason['text']}" for reason in shown["reasons"]]
    badge = shown["badge"]
    if badge is not None:
        sender = badge["organisation"]["name"] or badge["organisation"]["acronym"]
        lines += [
            f"  name:         {badge['name']}",
            f"  number:       {badge['number'] or '-'} (serial {badge['serial']})",
            f"  organisation: {sender}",
            f"  role:         {badge['role']}",
            f"  election:     {badge['election']['name'] or badge['election']['id']}",
            f"  valid:        {badge['valid_from']:%Y-%m-%d %H:%M} to {badge['valid_until']:%Y-%m-%d %H:%M} UTC",
        ]
    lines.append(f"  next: {shown['next_step']['text']}")
    return "\n".join(lines)
