"""`vezhgo drill`: a rehearsal of an election's day against the simulators, on this machine, in bounds."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import click
import msgspec

from backend.cli.drill_observers import Observer, make, marks
from backend.cli.drill_service import DrillFailed, Service, running_service, temporary_service
from backend.cli.simulators import DEMO_BOT, TELEGRAM_PORT, TWILIO_PORT
from backend.logs import configure
from bots.simulators.faults import Fault, FaultKind

BIND_AT_ONCE = 4
SETTLE_LIMIT_S = 60.0
FAULT_EVERY = 9
"""One in so many calls or deliveries meets a fault."""
DELIVERIES = (FaultKind.DUPLICATE, FaultKind.REDELIVER, FaultKind.REORDER)


class Tally(msgspec.Struct, frozen=True):
    """What the drill found.

    Attributes:
        sent: reports that observers wrote.
        acknowledged: reports whose webhook was answered 200, so that the provider forgot them.
        stored: reports in the register that belong to the drill.
        lost: acknowledged and not stored.
        doubled: stored more than once.
        receipts: reports whose receipt was seen on the phone.
        repeated_receipts: receipts seen again; after an ambiguous send that is right.
        repeats: how often a provider repeated or reordered a delivery, or failed a call, on purpose.
        latencies_s: seconds from writing to the receipt, sorted.
    """

    sent: int
    acknowledged: int
    stored: int
    lost: int
    doubled: int
    receipts: int
    repeated_receipts: int
    repeats: int
    latencies_s: list[float]

    def percentile(self, share: float) -> float:
        """The latency that this share of the receipts kept, in seconds; 0 without any."""
        if not self.latencies_s:
            return 0.0
        return self.latencies_s[min(len(self.latencies_s) - 1, int(share * len(self.latencies_s)))]


@click.command()
@click.option("--observers", default=20, show_default=True, type=click.IntRange(1, 500))
@click.option(
    "--seconds", default=30.0, show_default=True, type=click.FloatRange(1, 3600), help="of reporting"
)
@click.option(
    "--rate", default=2.0, show_default=True, type=click.FloatRange(0.1, 200), help="reports a second"
)
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 16), help="web processes")
@click.option("--faults/--no-faults", default=True, show_default=True, help="let the providers misbehave")
@click.option("--url", help="a running service that was told to use these simulators, instead of a new one")
@click.option(
    "--keys",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="its demo-keys.json, with --url",
)
@click.option("--telegram-port", default=TELEGRAM_PORT, show_default=True, help="with --url")
@click.option("--twilio-port", default=TWILIO_PORT, show_default=True, help="with --url")
def drill(
    observers: int,
    seconds: float,
    rate: float,
    workers: int,
    faults: bool,
    url: str | None,
    keys: Path | None,
    telegram_port: int,
    twilio_port: int,
) -> None:
    """Rehearse an election's day on simulators.

    Exit 1 if a report that was acknowledged was lost, or stored twice.
    It starts a service of its own in a temporary folder and touches no other, or with --url uses one that
    runs with the tokens of the demo and the simulators' addresses, and only where its election is a demo.
    """
    configure(pretty=True)
    if (url is None) != (keys is None):
        raise click.UsageError("--url and --keys belong together")
    begun = time.monotonic()
    try:
        if url is None:
            chosen = temporary_service(workers)
        else:
            chosen = running_service(url.rstrip("/"), _keys(keys), (telegram_port, twilio_port))
        with chosen as service:
            click.echo(f"The service is up after {time.monotonic() - begun:.1f} s on {service.url}.")
            found = asyncio.run(_drill(service, observers, seconds, rate, faults))
    except DrillFailed as error:
        click.echo(f"vezhgo: {error}", err=True)
        sys.exit(2)
    _print(found)
    sys.exit(1 if found.lost or found.doubled else 0)


def _keys(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_bytes())
        return {name: found[name] for name in ("election_id", "organisation_key", "cec_key")}
    except (ValueError, KeyError, TypeError) as error:
        raise DrillFailed(f"{file} does not hold the keys of a demo") from error


async def _drill(service: Service, count: int, seconds: float, rate: float, faults: bool) -> Tally:
    observers = make(service, count)
    gate = asyncio.Semaphore(BIND_AT_ONCE)

    async def bind(one: Observer) -> None:
        async with gate:
            await one.bind()

    try:
        async with asyncio.TaskGroup() as group:
            for one in observers:
                group.create_task(bind(one))
    except* DrillFailed as failed:
        raise failed.exceptions[0] from None
    click.echo(f"{count} observers are bound; {rate:g} reports a second for {seconds:g} s.")
    if faults:
        _arm(service, int(seconds * rate * 4))
    await _report(observers, seconds, rate)
    service.telegram.faults.clear()
    service.twilio.faults.clear()
    unacknowledged = await _settle(service)
    return _count(service, observers, await asyncio.to_thread(service.reports), unacknowledged)


async def _report(observers: list[Observer], seconds: float, rate: float) -> None:
    """Start a report at each beat with the next observer who is free."""
    words, until = marks(), time.monotonic() + seconds
    beat, turn = time.monotonic(), 0
    async with asyncio.TaskGroup() as group:
        while time.monotonic() < until:
            free = next((one for one in observers[turn:] + observers[:turn] if not one.busy.locked()), None)
            if free is not None:
                turn = (observers.index(free) + 1) % len(observers)
                group.create_task(free.report(next(words)))
            beat += 1.0 / rate
            await asyncio.sleep(max(0.0, beat - time.monotonic()))


def _arm(service: Service, about: int) -> None:
    """Spread faults over the deliveries and calls to come; the same ones at every drill."""
    each = max(1, about // FAULT_EVERY // len(DELIVERIES))
    for place in range(each):
        for kind in DELIVERIES:
            for simulator in (service.telegram, service.twilio):
                simulator.faults.arm(Fault(kind, "webhook", skip=FAULT_EVERY + place % 3))
        for simulator, method in ((service.telegram, "sendMessage"), (service.twilio, "Messages.create")):
            simulator.faults.arm(Fault(FaultKind.SERVER_ERROR, method, skip=FAULT_EVERY))
            simulator.faults.arm(Fault(FaultKind.TOO_MANY, method, skip=FAULT_EVERY, retry_after_s=1))


async def _settle(service: Service) -> set[str]:
    """Wait until the providers have delivered all; returns the texts that they gave up on or still hold."""
    give_up_at = time.monotonic() + SETTLE_LIMIT_S
    await service.twilio.settle()
    # What is awaited happens in the simulator's thread, so there is no event of this loop to wait for.
    while service.telegram.pending(DEMO_BOT) and time.monotonic() < give_up_at:  # noqa: ASYNC110
        await asyncio.sleep(0.1)
    given_up = {
        told.params.get("Body", "")
        for told in service.twilio.account.deliveries
        if told.kind == "message" and told.outcome != "answered"
    }
    with service.telegram.world.lock:
        held = [waiting.update for waiting in service.telegram.bot(DEMO_BOT).queue]
    return given_up | {update.get("message", {}).get("text", "") for update in held}


def _count(
    service: Service, observers: list[Observer], stored: list[dict], unacknowledged: set[str]
) -> Tally:
    sent = [one for observer in observers for one in observer.sent]
    held = Counter(one.mark for one in sent for report in stored if one.mark in (report.get("words") or ""))
    refused = {one.mark for one in sent if any(one.mark in text for text in unacknowledged)}
    receipts = Counter(number for observer in observers for number in observer.receipts())
    fired = len(service.telegram.faults.fired()) + len(service.twilio.faults.fired())
    return Tally(
        sent=len(sent),
        acknowledged=len(sent) - len(refused),
        stored=sum(held.values()),
        lost=sum(1 for one in sent if not held[one.mark] and one.mark not in refused),
        doubled=sum(1 for times in held.values() if times > 1),
        receipts=sum(1 for one in sent if one.receipt_s is not None),
        repeated_receipts=sum(times - 1 for times in receipts.values()),
        repeats=fired,
        latencies_s=sorted(one.receipt_s for one in sent if one.receipt_s is not None),
    )


def _print(found: Tally) -> None:
    click.echo(f"sent               {found.sent:>6}")
    click.echo(f"acknowledged       {found.acknowledged:>6}")
    click.echo(f"stored             {found.stored:>6}")
    click.echo(f"receipts           {found.receipts:>6}")
    click.echo(f"repeated receipts  {found.repeated_receipts:>6}")
    click.echo(f"faults played      {found.repeats:>6}")
    click.echo(f"doubled            {found.doubled:>6}")
    click.echo(f"lost               {found.lost:>6}")
    shown = ", ".join(
        f"p{share * 100:g} {found.percentile(share) * 1e3:.0f} ms" for share in (0.5, 0.95, 0.99)
    )
    click.echo(f"receipt after      {shown}")
