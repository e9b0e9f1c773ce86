"""The sweep of deadlines: raises what became due; the law judges by the due instant, not by when the sweep ran."""

from __future__ import annotations

from backend.actions.batches import work_off
from backend.actions.deadlines import raise_due
from backend.services import Services


async def sweep(services: Services) -> int:
    """Raise every deadline that is due by the services' clock; returns how many, rows of waiting batches included.

    Safe to run in several processes at once, and as often as one likes: an empty sweep costs three index scans.
    """
    raised = await raise_due(services, services.clock.now())
    # A large batch is worked off by `jobs.batches`; the sweep is its second chance after a crash.
    return raised + await work_off(services)
