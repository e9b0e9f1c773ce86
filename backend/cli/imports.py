"""`vezhgo import`: the register of places, organisations and requests from files."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import click
import msgspec

from backend import settings as environment
from backend.actions.elections import places
from backend.actions.principals import Principal
from backend.actions.requests import batches
from backend.actions.requests.batch_files import format_of
from backend.actions.senders import organisation_files, registration_files
from backend.cli.database import database_url, open_services
from backend.logs import configure
from backend.problems import Problem
from backend.services import Services
from backend.store import elections
from backend.store.elections import ElectionRow

ACTOR = "cli"
PLACES_LIMIT_BYTES = 12 * 2**20
"""As the body of any route."""
FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
ELECTION = click.option("--election", type=int, help="id of the election; not needed where there is one only")


@click.group(name="import")
def import_() -> None:
    """Read files into the database."""


@import_.command(name="places")
@FILE
@ELECTION
@click.option("--dry-run", is_flag=True, help="answer every row, store nothing")
@click.option("--all-rows", is_flag=True, help="print the rows that were taken too")
def import_places(file: Path, election: int | None, dry_run: bool, all_rows: bool) -> None:
    """Places of every kind from CSV or XLSX; all good rows are taken. Exit status 1 where one was rejected.

    Columns: kind,code,name and unit,centre,address,latitude,longitude,special,email.
    """
    format = format_of("", file.name)
    if file.stat().st_size > PLACES_LIMIT_BYTES:
        raise click.UsageError(f"the file is larger than {PLACES_LIMIT_BYTES // 2**20} MiB")
    data = file.read_bytes()

    async def work(services: Services) -> bool:
        row = await _election(services, election)
        answer = await places.take(services, None, row.id, format, data, ACTOR, dry_run=dry_run)
        made = msgspec.json.decode(answer.body)
        for one in made["items"]:
            if one["outcome"] == "rejected":
                click.echo(f"{one['row']} {one['code']} rejected {one['field']} {one['reason']}")
            elif all_rows:
                click.echo(f"{one['row']} {one['code']} {one['outcome']}")
        click.echo(
            f"{row.name}: {made['rows']} rows, {made['created']} created, {made['changed']} changed, "
            f"{made['unchanged']} unchanged, {made['rejected']} rejected; {made['commissions']} commissions."
            + (" Nothing was stored." if dry_run else "")
        )
        return made["rejected"] == 0

    _run(work)


@import_.command(name="organisations")
@FILE
def import_organisations(file: Path) -> None:
    """Organisations from CSV: name,kind,country and acronym,person,email,phone,address. Prints id,key of each."""

    async def work(services: Services) -> bool:
        async with services.database.transaction() as conn:
            made = await organisation_files.load(conn, services.clock.now(), _text(file), ACTOR)
        for one in made:
            click.echo(f"{one.organisation.id},{one.key}")
        return True

    _run(work)


@import_.command(name="registrations")
@FILE
@ELECTION
def import_registrations(file: Path, election: int | None) -> None:
    """Registrations of electoral subjects from CSV or XLSX; every row is answered. Exit status 1 where one was rejected.

    Columns: organisation,kind,electoral_unit,coalition,name,standing,since,act_number,act_date,signatory.
    """
    data = file.read_bytes()

    async def work(services: Services) -> bool:
        row = await _election(services, election)
        cec = Principal("cec")
        answer = await registration_files.load(services, cec, None, row.id, format_of("", file.name), data)
        made = msgspec.json.decode(answer.body)
        for one in made["rows"]:
            click.echo(f"{one['row']} {_said(one['problem']) if 'problem' in one else one['outcome']}")
        click.echo(
            f"{made['recorded']} recorded, {made['already_recorded']} recorded before, {made['rejected']} rejected."
        )
        return made["rejected"] == 0

    _run(work)


@import_.command(name="requests")
@FILE
@ELECTION
@click.option("--organisation", type=int, required=True, help="id of the organisation that files")
def import_requests(file: Path, election: int | None, organisation: int) -> None:
    """Requests from NDJSON, CSV or XLSX; every row is answered. Exit status 1 where one was rejected."""
    data = file.read_bytes()

    async def work(services: Services) -> bool:
        principal = Principal(f"organisation:{organisation}", organisation_id=organisation)
        row = await _election(services, election)
        answer = await batches.file(
            services, principal, None, format_of("", file.name), data, batches.Options(row.id)
        )
        made = msgspec.json.decode(answer.body)
        if made["state"] != "done":
            await batches.work_off(services)
        after: int | None = batches.FIRST
        while after is not None:
            made = await batches.read(services, principal, made["id"], after=after)
            for one in map(msgspec.json.decode, made["rows"]):
                click.echo(_row_line(one))
            after = int(made["next_cursor"]) if made["next_cursor"] else None
        repeated = f", {made['already_recorded']} recorded before" if made["already_recorded"] else ""
        click.echo(f"{made['recorded']} recorded{repeated}, {made['rejected']} rejected.")
        return made["rejected"] == 0

    _run(work)


def _row_line(row: dict[str, Any]) -> str:
    """One answered row: its number in the file, and the request's number or the problem."""
    if row["outcome"] == "already_recorded":
        return f"{row['row']} {row['number']} recorded before"
    return f"{row['row']} {row.get('number') or _said(row['problem'])}"


async def _election(services: Services, id: int | None) -> ElectionRow:
    """The election named, or the only one.

    Raises:
        Problem: 404, there is none of this id; 400, there are several and none was named.
    """
    async with services.database.reading() as conn:
        if id is not None:
            found = await elections.find(conn, id)
            rows = [found] if found else []
        else:
            rows = await elections.page(conn, 0, 2)
    if len(rows) != 1:
        raise Problem(404 if id is not None or not rows else 400, "election_to_name")
    return rows[0]


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Problem(400, "not_utf8") from None


def _said(problem: dict[str, Any]) -> str:
    """A problem on one line: its code and where it lies, never a value."""
    arguments = problem.get("arguments") or {}
    shown = [
        str(arguments[name]) for name in ("line", "field", "reason", "columns", "found") if name in arguments
    ]
    return " ".join([problem["code"], *shown])


def _run(work: Callable[[Services], Awaitable[bool]]) -> None:
    configure(pretty=True)
    settings = environment.load()

    async def opened(url: str) -> bool:
        async with open_services(settings, url) as services:
            return await work(services)

    with database_url(settings) as url:
        try:
            good = asyncio.run(opened(url))
        except Problem as problem:
            click.echo(f"vezhgo: {_said({'code': problem.code, 'arguments': problem.arguments})}", err=True)
            sys.exit(2)
    if not good:
        sys.exit(1)
