"""The test clock: every process follows it, and nothing brings the past back."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from backend.jobs import crew
from tests.journeys.town import Town


async def test_a_follower_that_read_the_old_offset_does_not_undo_a_new_one(town: Town) -> None:
    """A reading of the stored offset that was under way while the clock was set is dropped."""
    for days in range(1, 21):
        wanted = datetime.fromisoformat("2027-01-01T12:00:00+00:00") + timedelta(days=days)
        follow = [crew._follow_clock_once(town.house.services) for _ in range(4)]
        _, *_ = await asyncio.gather(town.at(wanted), *follow)
        assert abs(await town.now() - wanted) < timedelta(seconds=30)


async def test_an_instant_without_a_zone_or_centuries_away_is_refused(town: Town) -> None:
    """The clock keeps to the years that the laws and the time zones know."""
    for wrong in ("2027-01-01T00:00:00", "0001-01-01T00:00:00+02:00", "9999-12-31T23:59:59-01:00"):
        answer = await town.public.call("PUT", "/v1/test/clock", {"now": wrong})
        assert answer.status_code == 400, wrong
        assert answer.headers["content-type"] == "application/problem+json"
