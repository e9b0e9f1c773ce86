"""Fixtures of the whole suite: one real PostgreSQL for the session, a fresh database for each test that asks."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from psycopg import conninfo, sql

from backend.settings import Settings
from backend.store.embedded import EmbeddedDatabase
from backend.store.migrations import migrate

_names = itertools.count(1)


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """A PostgreSQL server: the one named by VEZHGO_DATABASE_URL, or the embedded one."""
    named = os.environ.get("VEZHGO_DATABASE_URL")
    if named:
        yield named
        return
    folder = Path(tempfile.mkdtemp(prefix="vz"))
    embedded = EmbeddedDatabase(folder)
    try:
        yield embedded.start()
    finally:
        embedded.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _create(server_url: str, name: str, template: str | None = None) -> str:
    with psycopg.connect(server_url, autocommit=True) as conn:
        conn.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        if template:
            conn.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
        else:
            conn.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return conninfo.make_conninfo(server_url, dbname=name)


def _as_url(dsn: str) -> str:
    parts = conninfo.conninfo_to_dict(dsn)
    host = parts.get("host", "")
    user = parts.get("user", "postgres")
    password = f":{parts['password']}" if parts.get("password") else ""
    if host.startswith("/"):
        return f"postgresql://{user}{password}@/{parts['dbname']}?host={host}"
    return f"postgresql://{user}{password}@{host}:{parts.get('port', 5432)}/{parts['dbname']}"


@pytest.fixture(scope="session")
def template_name(server_url: str) -> Iterator[str]:
    """A migrated, empty database to copy from."""
    name = f"vezhgo_template_{os.getpid()}"
    migrate(_as_url(_create(server_url, name)))
    yield name
    with psycopg.connect(server_url, autocommit=True) as conn:
        conn.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def database_url(server_url: str, template_name: str) -> Iterator[str]:
    """A fresh, migrated database for one test."""
    name = f"vezhgo_test_{os.getpid()}_{next(_names)}"
    yield _as_url(_create(server_url, name, template_name))
    with psycopg.connect(server_url, autocommit=True) as conn:
        conn.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a service on loopback with the test clock."""
    return Settings(
        data_dir=tmp_path,
        secret_key="a secret key of the tests, long enough",
        test_clock=True,
        telegram_webhook_secret="tests-webhook-secret",
    )


@pytest.fixture
async def services(settings: Settings, database_url: str) -> AsyncIterator:
    """Services with open pools on a fresh database."""
    from backend.app import compose

    composed = compose(settings, database_url)
    await composed.database.open()
    try:
        yield composed
    finally:
        await composed.database.close()


@pytest.fixture
def now() -> datetime:
    """A fixed instant inside the demo election's windows."""
    return datetime(2027, 4, 20, 9, 0, tzinfo=UTC)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how many tests were skipped."""
    skipped = len(terminalreporter.stats.get("skipped", []))
    if skipped:
        terminalreporter.write_line(f"{skipped} browser tests skipped: no Chromium was found")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI a skip is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("VEZHGO_NO_SKIPS") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = 1
