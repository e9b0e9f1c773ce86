"""The simulator as an ASGI application; serve it with `bots.simulators.serving.serve`."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from litestar import Litestar
from litestar.datastructures import State

from bots.simulators.telegram.control import control, page
from bots.simulators.telegram.simulator import Simulator
from bots.simulators.telegram.wire import bot_method, download


def create(
    tokens: Mapping[str, str] | None = None, *, simulator: Simulator | None = None, limited: bool = True
) -> Litestar:
    """The ASGI application of a simulator; `app.state.simulator` is the `Simulator`.

    Args:
        tokens: username to token; None makes the two demo bots.
        simulator: one made before, with its own clock, limits or faults.
        limited: False never answers 429 by itself, for benchmarks.
    """
    served = simulator or Simulator(tokens, limited=limited)
    return Litestar(
        route_handlers=[page, control, bot_method, download],
        state=State({"simulator": served}),
        lifespan=[_running],
        openapi_config=None,
        # The limits on sizes are the Bot API's own and are checked where they belong.
        request_max_body_size=None,
        logging_config=None,
    )


@asynccontextmanager
async def _running(app: Litestar) -> AsyncIterator[None]:
    """Deliver to webhooks for as long as the application is served."""
    async with asyncio.TaskGroup() as tasks:
        courier = tasks.create_task(app.state.simulator.courier.run())
        yield
        courier.cancel()
