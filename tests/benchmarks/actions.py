"""One accreditation POST, one badge verification, one help answer: each through the whole application, in one process."""

from __future__ import annotations

import asyncio
import logging
import statistics
import time
import warnings
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog
from litestar.testing import AsyncTestClient

from backend.actions.principals import issue_key
from backend.app import compose, create_app
from backend.settings import Settings
from tests.backend.api.conftest import Api, World
from tests.backend.badges import world as badges

ROUNDS = 60
QUESTIONS = (
    "ku votoj?",
    "kur jane zgjedhjet",
    "me cfare dokumenti votoj",
    "can I vote with an expired passport?",
)


async def _measured(work: Callable[[int], Awaitable[object]]) -> tuple[float, float, float]:
    """Median and 99th percentile in milliseconds, and CPU milliseconds of this process, of one call."""
    for place in range(5):
        await work(place)
    times = []
    cpu = time.process_time()
    for place in range(ROUNDS):
        started = time.perf_counter()
        await work(place + 5)
        times.append(1e3 * (time.perf_counter() - started))
    cpu_ms = 1e3 * (time.process_time() - cpu) / ROUNDS
    return statistics.median(times), sorted(times)[int(ROUNDS * 0.99)], cpu_ms


async def _run(url: str, folder: Path) -> list[tuple[str, tuple[float, float, float]]]:
    settings = Settings(
        data_dir=folder, secret_key="the benchmarks' secret key, long enough", test_clock=True
    )
    services = compose(settings, url)
    async with AsyncTestClient(create_app(services, worker=False)) as client:
        opened = badges.World(services, client)
        await opened.clock(badges.NOW)
        opened.election = await opened.make_election()
        text = await opened.credential(await opened.accredit(await opened.make_organisation()))
        filing = World()
        filing.services, filing.election = services, opened.election
        organisation = await opened.make_organisation(name="Vëzhguesit e matjeve")
        async with services.database.transaction() as conn:
            key = await issue_key(conn, services.clock.now(), f"organisation:{organisation}")
        sender = Api(client, key)

        async def live(place: int) -> None:
            await client.get("/health/live")

        async def file(place: int) -> None:
            answer = await sender.post("/v1/requests", filing.body())
            assert answer.status_code == 201, answer.text

        async def ask(place: int) -> None:
            question = {"text": QUESTIONS[place % len(QUESTIONS)]}
            assert (await client.post("/v1/help/questions", json=question)).status_code == 200

        async def verify(place: int) -> None:
            assert (await opened.verify(text))["verdict"] in {"valid", "caution"}

        return [
            ("an empty answer", await _measured(live)),
            ("accreditation POST", await _measured(file)),
            ("badge verification", await _measured(verify)),
            ("help answer", await _measured(ask)),
        ]


def run(url: str, folder: Path) -> None:
    """Print one line for each; the ratio is to an answer that does nothing, through the same client."""
    warnings.simplefilter("ignore")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    rows = asyncio.run(_run(url, folder))
    print(f"{'in one process':<22}{'median ms':>10}{'p99 ms':>8}{'cpu ms':>8}{'ratio':>8}")
    for name, (median, slowest, cpu_ms) in rows:
        print(f"{name:<22}{median:>10.2f}{slowest:>8.2f}{cpu_ms:>8.2f}{median / rows[0][1][0]:>8.1f}")
