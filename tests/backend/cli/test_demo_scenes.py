"""The demo at its first start: what issue 3 made is there to be seen, and it is quickly there."""

from __future__ import annotations

import time
from collections import Counter

from backend.actions.requests.deadlines import raise_due
from backend.cli import demo_scenes
from backend.cli.demo_data import load

MOST_S = 20
"""Generous, for a machine that does other things; it takes about two seconds on a quiet one."""


async def _count(services, sql: str) -> dict[str, int]:
    async with services.database.reading() as conn:
        return Counter({row[0]: row[1] for row in await (await conn.execute(sql)).fetchall()})


async def test_a_first_start_shows_each_state(services):
    """Requests wait, are late, granted, refused, returned and withdrawn; two are of a similar person."""
    keys = await load(services)
    begun = time.monotonic()

    await demo_scenes.fill(services, keys)
    taken = time.monotonic() - begun
    await raise_due(services, services.clock.now())

    states = await _count(services, "SELECT state, count(*) FROM requests GROUP BY state")
    assert {"overdue", "granted", "refused", "returned", "withdrawn"} <= set(states)
    assert states["overdue"] == 1
    assert taken < MOST_S
    acts = await _count(services, "SELECT state, count(*) FROM acts GROUP BY state")
    assert acts == {"draft": 1, "in_effect": 1}
    appealed = await _count(services, "SELECT state, count(*) FROM appeals GROUP BY state")
    assert appealed == {"filed": 1}
    kinds = await _count(services, "SELECT kind, count(*) FROM organisations GROUP BY kind")
    assert len(kinds) == 5


async def test_everything_in_it_says_that_it_is_a_demo(services):
    """No sender and no act of the scenes could be taken for a real one."""
    keys = await load(services)
    await demo_scenes.fill(services, keys)

    names = await _count(services, "SELECT name, count(*) FROM organisations GROUP BY name")
    assert [name for name in names if "(DEMO)" not in name] == []
    numbers = await _count(
        services, "SELECT number, count(*) FROM acts WHERE number IS NOT NULL GROUP BY number"
    )
    assert [number for number in numbers if "DEMO" not in number] == []
