"""The connection pools and the transaction idiom.

Connections are opened with `autocommit=True`, so that `conn.transaction()` is a real transaction.
On a default connection it would be a savepoint after the first SELECT, and nothing would be committed.
An action is exactly one outermost `async with database.transaction() as conn`; its answer is built after the block.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from psycopg import AsyncConnection, conninfo, errors
from psycopg_pool import AsyncConnectionPool

LOCK_TIMEOUT_MS = 2_000
STATEMENT_TIMEOUT_MS = 2_000
"""For the intake: a webhook is answered within 4 s, so nothing in it may wait longer than this."""
WORK_STATEMENT_TIMEOUT_MS = 30_000
"""For everything else: batches and sweeps."""
POOL_WAIT_S = 2.0

Connection = AsyncConnection
RETRIED = (errors.DeadlockDetected, errors.SerializationFailure)
"""Errors after which the whole transaction is simply run again."""
UNAVAILABLE = (errors.OperationalError,)


class Database:
    """Two pools on one database: `intake` with short time-outs for webhooks, `work` for the rest."""

    def __init__(self, url: str, *, work_size: int = 8, intake_size: int = 3) -> None:
        self.url = url
        self.work = _pool(url, work_size, WORK_STATEMENT_TIMEOUT_MS, "work")
        self.intake = _pool(url, intake_size, STATEMENT_TIMEOUT_MS, "intake")

    async def open(self) -> None:
        """Open both pools and wait for a first connection.

        Raises:
            psycopg_pool.PoolTimeout: the database cannot be reached.
        """
        await self.work.open(wait=True, timeout=30)
        await self.intake.open(wait=True, timeout=30)

    async def close(self) -> None:
        """Close both pools."""
        await self.intake.close()
        await self.work.close()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """One outermost transaction on a connection of the work pool: COMMIT at the end, or nothing."""
        async with self.work.connection() as conn, conn.transaction():
            yield conn

    @asynccontextmanager
    async def intake_transaction(self) -> AsyncIterator[AsyncConnection]:
        """The same on the intake pool, with its short time-outs."""
        async with self.intake.connection() as conn, conn.transaction():
            yield conn

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection for reads; each statement stands alone."""
        async with self.work.connection() as conn:
            yield conn


def _pool(url: str, size: int, statement_ms: int, name: str) -> AsyncConnectionPool:
    options = f"-c statement_timeout={statement_ms} -c lock_timeout={LOCK_TIMEOUT_MS} -c timezone=UTC"
    return AsyncConnectionPool(
        conninfo.make_conninfo(url, options=options, application_name=f"vezhgo-{name}"),
        kwargs={"autocommit": True},
        min_size=1,
        max_size=size,
        timeout=POOL_WAIT_S,
        open=False,
        check=None,
        reconnect_timeout=60,
        name=name,
    )
