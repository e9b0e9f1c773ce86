"""The one place that starts tasks: each is named, restarted when it fails, and cancelled at the end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog

log = structlog.get_logger()

RESTART_S = 0.5


class Nursery:
    """Keeps the tasks of one process alive until it is closed."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task] = set()

    def keep(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Run `work` for as long as the process lives; a failure is logged and it is started again."""

        async def kept() -> None:
            while True:
                try:
                    await work()
                    return
                except asyncio.CancelledError:
                    raise
                except Exception as error:
                    log.error("task_failed", task=name, error=type(error).__name__, exc_info=error)
                    await asyncio.sleep(RESTART_S)

        task = asyncio.create_task(kept(), name=name)  # noqa: TID251 - the one place
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Cancel every task and wait for it."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def nursery() -> AsyncIterator[Nursery]:
    """A nursery that closes with its block."""
    kept = Nursery()
    try:
        yield kept
    finally:
        await kept.close()
