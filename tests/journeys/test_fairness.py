"""Nobody else waits: while some send the heaviest things, another person's question and request are answered at once."""

from __future__ import annotations

import asyncio
import io
import time

from PIL import Image

from tests.journeys.test_hostile_api import table
from tests.journeys.town import Chat, Town


def heavy() -> bytes:
    """A noisy photo of about 6 MB and 20 million pixels."""
    image = Image.effect_noise((5_000, 4_000), 90).convert("RGB")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=40)
    return out.getvalue()


async def test_large_photos_tables_and_deep_updates_do_not_make_a_voter_wait(town: Town) -> None:
    """Four large photos, a table of 1,000 rows and poison at once: a voter's answer takes less than three seconds."""
    photo = heavy()
    numbers = [(await town.filed(town.demo))["number"] for _ in range(4)]
    voter = Chat(town, "telegram")
    await voter.say("Përshëndetje")
    poison = b'{"update_id": 1, "message": ' + b'{"a":' * 5_000 + b"1" + b"}" * 5_000 + b"}"
    load = asyncio.gather(
        *(
            town.demo.call("PUT", f"/v1/requests/{number}/photo", files={"file": ("p.jpg", photo)})
            for number in numbers
        ),
        town.demo.call(
            "POST",
            f"/v1/requests/batch?election={town.keys.election_id}",
            content=table(1_000).encode(),
            headers={"content-type": "text/csv"},
        ),
        *(town.house.post(poison + b" " * n) for n in range(10)),
    )
    took = []
    while not load.done() and len(took) < 12:
        started = time.monotonic()
        said = await voter.say("ku votoj?")
        took.append(time.monotonic() - started)
        assert "e-Albania" in said
        await asyncio.sleep(0.05)
    answers = await load
    assert {one.status_code for one in answers} <= {200, 202, 413}
    assert max(took) < 3, took


async def test_fifty_filings_at_once_are_all_recorded_with_numbers_of_their_own(town: Town) -> None:
    """Fifty organisations' requests in one moment: fifty numbers, none twice, each to be read by its sender."""
    answers = await asyncio.gather(*(town.demo.post("/v1/requests", town.body()) for _ in range(50)))
    assert {one.status_code for one in answers} == {201}
    numbers = {one.json()["number"] for one in answers}
    assert len(numbers) == 50
    shown = await asyncio.gather(*(town.demo.get(f"/v1/requests/{number}") for number in list(numbers)[:10]))
    assert {one.status_code for one in shown} == {200}
