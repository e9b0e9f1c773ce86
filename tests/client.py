"""A client of the application in the test's own event loop.

Litestar's own test client runs the application in a thread with a loop of its own. A test that also uses
the services' pools would then share them between two loops, and sooner or later wait for ever.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from litestar import Litestar

from tests.described import Described

BASE_URL = "http://testserver.local"


@asynccontextmanager
async def client_of(app: Litestar, address: str = "testclient") -> AsyncIterator[httpx.AsyncClient]:
    """Run the application's lifespan and call it without a network; `address` is the caller's.

    Every answer is held to the API's description.
    """
    started, over = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        try:
            async with app.lifespan():
                started.set()
                await over.wait()
        finally:
            started.set()

    # A fixture's two halves may run in different tasks, and the lifespan's task group forbids that.
    lifespan = asyncio.create_task(live())  # noqa: TID251
    await started.wait()
    transport = httpx.ASGITransport(app=app, client=(address, 50_000))
    try:
        if lifespan.done():
            await lifespan
        hooks = {"response": [Described(app).check]}
        async with httpx.AsyncClient(transport=transport, base_url=BASE_URL, event_hooks=hooks) as client:
            yield client
    finally:
        over.set()
        await lifespan
