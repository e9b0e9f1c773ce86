"""One accreditation POST, one badge verification, one help answer, one list of thousands; each in one process.

The list is taken, assessed and answered while other calls go on; how long those wait is measured too.
"""

from __future__ import annotations

import asyncio
import csv
import io
import logging
import resource
import statistics
import time
import warnings
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
import structlog
from litestar.testing import AsyncTestClient

from backend.actions.principals import issue_key
from backend.actions.requests.batch_columns import COLUMNS
from backend.actions.requests.batch_files import ROWS_LIMIT
from backend.actions.requests.batches import work_off
from backend.app import compose, create_app
from backend.services import Services
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


class ListTimes(msgspec.Struct):
    """What one list took: seconds in all, and milliseconds that other calls and the event loop waited meanwhile."""

    rows: int
    seconds: float
    loop_most_ms: float
    call_median_ms: float
    call_most_ms: float
    peak_mib: float


def _list(rows: int) -> bytes:
    """A CSV as Albanian Excel writes it; 3 in 100 rows lack a name."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=COLUMNS, delimiter=";", restval="")
    writer.writeheader()
    for n in range(rows):
        writer.writerow(
            {
                "given_name": "Ana",
                "family_name": f"Çela {n}" if n % 33 else "",
                "birth_date": "28.02.1990",
                "citizenship": "AL" if n % 5 else "IT",
                "document_type": "letërnjoftim",
                "document_number": f"K{n:08d}",
                "phone": "+355691234567",
                "languages": "sq en",
                "voting_centres": "1850/01; 289/02",
                "code_of_conduct": "po",
            }
        )
    return out.getvalue().encode("utf-8-sig")


async def _list_times(
    services: Services, sender: Api, client: AsyncTestClient, election: int, rows: int
) -> ListTimes:
    """File a list and work it off, while another call is made every 50 ms."""
    waits: list[float] = []
    calls: list[float] = []
    data = _list(rows)
    done = asyncio.Event()

    async def watch() -> None:
        while not done.is_set():
            started = time.perf_counter()
            await asyncio.sleep(0.005)
            waits.append(1e3 * (time.perf_counter() - started) - 5)

    async def call() -> None:
        while not done.is_set():
            started = time.perf_counter()
            assert (await client.get("/health/live")).status_code == 200
            calls.append(1e3 * (time.perf_counter() - started))
            await asyncio.sleep(0.05)

    async with asyncio.TaskGroup() as group:
        group.create_task(watch())
        group.create_task(call())
        started = time.perf_counter()
        answer = await sender.client.post(
            f"/v1/requests/batch?election={election}",
            content=data,
            headers={
                "Content-Type": "text/csv",
                "Authorization": f"Bearer {sender.key}",
                "Idempotency-Key": "the list",
            },
        )
        assert answer.status_code in (201, 202), answer.text
        await work_off(services)
        seconds = time.perf_counter() - started
        done.set()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return ListTimes(rows, seconds, max(waits), statistics.median(calls), max(calls), peak)


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


async def _run(
    url: str, folder: Path, rows: int
) -> tuple[list[tuple[str, tuple[float, float, float]]], ListTimes]:
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

        alone = [
            ("an empty answer", await _measured(live)),
            ("accreditation POST", await _measured(file)),
            ("badge verification", await _measured(verify)),
            ("help answer", await _measured(ask)),
        ]
        return alone, await _list_times(services, sender, client, opened.election, rows)


def run(url: str, folder: Path, rows: int = ROWS_LIMIT) -> None:
    """Print one line for each; the ratio is to an answer that does nothing, through the same client.

    The list's ratio is of one of its rows to one request filed alone.
    """
    warnings.simplefilter("ignore")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    alone, listed = asyncio.run(_run(url, folder, rows))
    print(f"{'in one process':<22}{'median ms':>10}{'p99 ms':>8}{'cpu ms':>8}{'ratio':>8}")
    for name, (median, slowest, cpu_ms) in alone:
        print(f"{name:<22}{median:>10.2f}{slowest:>8.2f}{cpu_ms:>8.2f}{median / alone[0][1][0]:>8.1f}")
    each_ms = 1e3 * listed.seconds / listed.rows
    print(
        f"a list of {listed.rows}: {listed.seconds:.1f} s, {listed.rows / listed.seconds:.0f} rows/s, "
        f"{each_ms:.2f} ms a row, "
        f"{each_ms / alone[1][1][0]:.2f} of a request alone; other calls {listed.call_median_ms:.1f} ms at the median, "
        f"{listed.call_most_ms:.1f} at most; the event loop waited {listed.loop_most_ms:.1f} ms at most; "
        f"peak {listed.peak_mib:.0f} MiB"
    )
