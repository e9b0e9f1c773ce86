"""The servers under load: (a) a bare route, (b) the same with a batched durable insert, (c) Vëzhgo itself."""

from __future__ import annotations

import asyncio
import hmac
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import uvicorn
from litestar import Litestar, Request, Response, post
from psycopg_pool import AsyncConnectionPool

SECRET = "bench-secret"
LINGER_S = 0.002
BATCH_LIMIT = 128


class Chat(msgspec.Struct):
    """The chat of a message."""

    id: int


class Message(msgspec.Struct):
    """A message as a bare bot reads it."""

    chat: Chat
    text: str = ""


class Update(msgspec.Struct):
    """An update as a bare bot reads it."""

    update_id: int
    message: Message


DECODER = msgspec.json.Decoder(Update)


def checked(request: Request) -> None:
    """The same secret check for all three."""
    if not hmac.compare_digest(request.headers.get("x-telegram-bot-api-secret-token", ""), SECRET):
        raise PermissionError


@post("/webhooks/telegram", status_code=200)
async def bare(request: Request) -> Response:
    """(a): decode the body and answer."""
    checked(request)
    DECODER.decode(await request.body())
    return Response(b"{}", media_type="application/json")


class Inserter:
    """(b): gathers bodies for two milliseconds and inserts them in one transaction."""

    def __init__(self, pool: AsyncConnectionPool) -> None:
        self.pool = pool
        self.queue: list[tuple[int, bytes, asyncio.Future]] = []
        self.arrived = asyncio.Event()

    async def submit(self, number: int, raw: bytes) -> None:
        """Wait until the body is durable."""
        future = asyncio.get_running_loop().create_future()
        self.queue.append((number, raw, future))
        self.arrived.set()
        await future

    async def work(self) -> None:
        """Insert batches for ever."""
        while True:
            await self.arrived.wait()
            await asyncio.sleep(LINGER_S)
            batch, self.queue = self.queue[:BATCH_LIMIT], self.queue[BATCH_LIMIT:]
            if not self.queue:
                self.arrived.clear()
            batch.sort(key=lambda entry: entry[0])
            async with self.pool.connection() as conn, conn.transaction():
                await conn.execute(
                    "INSERT INTO bench_inbox (id, raw) SELECT * FROM unnest(%s::bigint[], %s::bytea[]) "
                    "ON CONFLICT DO NOTHING",
                    ([entry[0] for entry in batch], [entry[1] for entry in batch]),
                )
            for _, _, future in batch:
                future.set_result(None)


@post("/webhooks/telegram", status_code=200)
async def inserted(request: Request) -> Response:
    """(b): decode, insert durably, answer."""
    checked(request)
    raw = await request.body()
    await request.app.state.inserter.submit(DECODER.decode(raw).update_id, raw)
    return Response(b"{}", media_type="application/json")


def inserting(url: str) -> Litestar:
    """The application of (b)."""

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        async with AsyncConnectionPool(
            url, kwargs={"autocommit": True}, min_size=2, max_size=2, open=False
        ) as pool:
            async with pool.connection() as conn:
                await conn.execute(
                    "CREATE TABLE IF NOT EXISTS bench_inbox (id bigint PRIMARY KEY, raw bytea)"
                )
            app.state.inserter = Inserter(pool)
            async with asyncio.TaskGroup() as tasks:
                lanes = [tasks.create_task(app.state.inserter.work())]  # noqa: TID251
                yield
                for lane in lanes:
                    lane.cancel()

    return Litestar(route_handlers=[inserted], lifespan=[lifespan], openapi_config=None, logging_config=None)


def vezhgo(url: str, folder: str) -> Litestar:
    """The application of (c), with a limiter so wide that it is not what is measured, and nothing to send to."""
    import structlog

    from backend.actions.ports import Limit
    from backend.app import compose, create_app
    from backend.jobs import channels
    from backend.settings import Settings

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    settings = Settings(
        data_dir=Path(folder),
        secret_key="the benchmarks' secret key, long enough",
        telegram_token="1000001:benchmark-token",
        telegram_webhook_secret=SECRET,
        telegram_api_url="http://127.0.0.1:9",
    )
    services = compose(settings, url)
    ports = channels.build(settings)
    wide = Limit(1e9, 1e9, 1e9, 1e9, heard_per_minute=10**9)
    services.parts["ports"] = {
        name: __import__("dataclasses").replace(port, limit=wide, sender=None) for name, port in ports.items()
    }
    return create_app(services, worker=False)


def main() -> None:
    """`servers.py NAME PORT URL FOLDER`: serve until terminated."""
    name, port, url, folder = sys.argv[1:5]
    if name == "bare":
        app = Litestar(route_handlers=[bare], openapi_config=None, logging_config=None)
    elif name == "insert":
        app = inserting(url)
    else:
        app = vezhgo(url, folder)
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(port),
        loop="uvloop",
        http="httptools",
        ws="none",
        access_log=False,
        log_level="error",
        backlog=2048,
    )


if __name__ == "__main__":
    main()
