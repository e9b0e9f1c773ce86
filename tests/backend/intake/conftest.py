"""Fixtures of the intake: a whole service between strict simulators, emptied for each test."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
import structlog
from psycopg import conninfo, sql

from backend.logs import without_words
from tests.backend.intake.house import House, make_election, open_house

_names = itertools.count(1)
EMPTIED = (
    "inbox, outbox, conversations, channel_budgets, reports, report_events, evidence, duty_alerts, bindings, "
    "chat_links, unanswered_questions"
)


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[str]]:
    """The log lines of the service, as the real processors write them."""
    kept = structlog.get_config()
    lines: list[str] = []

    def keep(logger: Any, method: str, event: dict[str, Any]) -> str:
        lines.append(json.dumps(event, default=str, ensure_ascii=False))
        raise structlog.DropEvent

    structlog.configure(processors=[without_words, keep], cache_logger_on_first_use=False)
    yield lines
    structlog.configure(**kept)


@contextlib.contextmanager
def _database(server_url: str, template_name: str) -> Iterator[str]:
    name = f"vezhgo_intake_{os.getpid()}_{next(_names)}"
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(server_url, autocommit=True) as conn:
        conn.execute(drop)
        conn.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template_name)
            )
        )
    url = conninfo.make_conninfo(server_url, dbname=name)
    make_election(url)
    yield url
    with psycopg.connect(server_url, autocommit=True) as conn:
        conn.execute(drop)


@pytest.fixture(scope="session")
def shared_url(server_url: str, template_name: str) -> Iterator[str]:
    """A migrated database with an election, for the tests of the intake."""
    with _database(server_url, template_name) as url:
        yield url


@pytest.fixture(scope="session")
def shared_house(shared_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A running service whose limits are not what is tested."""
    with open_house(shared_url, tmp_path_factory.mktemp("house")) as opened:
        yield opened


@pytest.fixture(scope="session")
def shared_web(
    server_url: str, template_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """The web half alone, on a database that nobody drains."""
    with (
        _database(server_url, template_name) as url,
        open_house(url, tmp_path_factory.mktemp("web"), worker=False) as opened,
    ):
        yield opened


@pytest.fixture
async def house(shared_house: House) -> AsyncIterator[House]:
    """The running service with empty ledgers."""
    await _empty(shared_house)
    yield shared_house
    await _calm(shared_house)


@pytest.fixture
async def web(shared_web: House) -> AsyncIterator[House]:
    """The web half with empty ledgers: nobody drains them."""
    await _empty(shared_web)
    yield shared_web
    await _calm(shared_web)


@pytest.fixture
async def fresh(database_url: str, tmp_path: Path) -> AsyncIterator[House]:
    """A service with a database of its own, for tests that hurt it."""
    make_election(database_url)
    with open_house(database_url, tmp_path) as opened:
        yield opened


async def _empty(house: House) -> None:
    await house.sql(f"TRUNCATE {EMPTIED} CASCADE")
    house.services.clock.offset = timedelta(0)
    await house.twilio.reset()


async def _calm(house: House) -> None:
    house.telegram.faults.clear()
    house.twilio.faults.clear()
    await house.twilio.settle()
    assert house.twilio.failures == []
