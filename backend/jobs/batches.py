"""Large batches, worked off behind the answer 202."""

from __future__ import annotations

from backend.actions.requests.batches import work_off
from backend.services import Services


async def drain(services: Services) -> int:
    """Answer every row that waits; returns how many. Safe in several processes at once."""
    return await work_off(services)
