"""The tasks of one process: which run where, started and stopped together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from backend.jobs.nursery import nursery
from backend.services import Services


@asynccontextmanager
async def crew(services: Services, *, worker: bool) -> AsyncIterator[None]:
    """Run this process's tasks for as long as the block lasts."""
    async with nursery():
        yield
