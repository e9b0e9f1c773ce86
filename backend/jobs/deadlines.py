"""The sweep of deadlines: raises what became due; the law judges by the due instant, not by when the sweep ran."""

from __future__ import annotations

from backend.actions.elections import reassessing
from backend.actions.requests.batches import work_off
from backend.actions.requests.deadlines import raise_due
from backend.actions.requests.similar import fill_keys
from backend.actions.standing import standing_terms
from backend.services import Services


async def sweep(services: Services) -> int:
    """Raise every deadline that is due by the services' clock; returns how many, rows of waiting batches included.

    Safe to run in several processes at once, and as often as one likes: an empty sweep costs three index scans.
    """
    # New limits come before what falls due under the old ones; another process may be at them.
    await reassessing.work_off(services)
    if not await reassessing.settled(services):
        return await work_off(services)
    raised = await raise_due(services, services.clock.now())
    raised += await standing_terms.move_due(services, services.clock.now())
    await fill_keys(services)
    # A large batch is worked off by `jobs.batches`; the sweep is its second chance after a crash.
    return raised + await work_off(services)
