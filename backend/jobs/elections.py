"""The work that follows a change of an election: requests assessed anew, observers told, observers carried over."""

from __future__ import annotations

from backend.actions.elections import carry_over, reassessing
from backend.services import Services


async def drain(services: Services) -> int:
    """Do the work of every open event; returns how many rows. Safe in several processes at once."""
    return await reassessing.work_off(services) + await carry_over.work_off(services)
