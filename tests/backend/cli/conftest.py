"""Fixtures of the command line: commands run in this process, and commands run as processes."""

from __future__ import annotations

import asyncio

import pytest
import structlog
from click.testing import CliRunner, Result

from backend.cli import vezhgo


@pytest.fixture
def run(settings, database_url):
    """Run a command on the test's database."""
    env = {
        "VEZHGO_DATABASE_URL": database_url,
        "VEZHGO_DATA_DIR": str(settings.data_dir),
        "VEZHGO_SECRET_KEY": settings.secret_key,
        "VEZHGO_TEST_CLOCK": "1",
    }

    async def invoke(*args: str, env: dict[str, str] = env, **more) -> Result:
        return await asyncio.to_thread(CliRunner().invoke, vezhgo, args, env=env, **more)

    yield invoke
    # A command configures the log of its process, which here is the suite's.
    structlog.reset_defaults()
