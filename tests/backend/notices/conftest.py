"""Fixtures of notices: a service with an organisation, a receiver of webhooks, and the log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import structlog

from backend.logs import without_words
from backend.services import Services
from tests.backend.notices.house import House
from tests.backend.notices.receiver import Receiver, receiving


@pytest.fixture
async def house(services: Services, now: datetime) -> House:
    """An organisation without a webhook and without an address."""
    made = House(services, now)
    await made.open()
    return made


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver on loopback; `url` is its address."""
    with receiving() as (made, url):
        made.url = url  # type: ignore[attr-defined]
        yield made


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """The log lines, as the real processors write them."""
    kept = structlog.get_config()
    lines: list[str] = []

    def keep(logger: Any, method: str, event: dict[str, Any]) -> str:
        lines.append(json.dumps(event, default=str, ensure_ascii=False))
        raise structlog.DropEvent

    structlog.configure(processors=[without_words, keep], cache_logger_on_first_use=False)
    yield lines
    structlog.configure(**kept)
