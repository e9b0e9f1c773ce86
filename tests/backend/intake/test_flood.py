"""A person who writes faster than anybody reads: all is recorded and carried out, and answered once."""

from __future__ import annotations

import pytest

from backend.actions.ports import Limit
from tests.backend.intake.house import make_election, open_house, update

NOTICE = "Po dërgoni shumë mesazhe"


@pytest.fixture
def strict(database_url, tmp_path):
    """A service that answers five messages of a person in a minute."""
    make_election(database_url)
    with open_house(database_url, tmp_path, limits=Limit(1e9, 1e9, 1e9, 1e9, 5)) as opened:
        yield opened


async def _said(house) -> list[str]:
    rows = await house.sql("SELECT convert_from(body, 'UTF8') FROM outbox ORDER BY id")
    return [row[0] for row in rows]


async def test_past_the_rate_messages_are_recorded_and_stepped_but_answered_once(strict):
    """Twelve messages in a minute: five answers, one notice, all twelve stepped; the next minute is answered again."""
    for _ in range(12):
        assert (await strict.post(update(41))).status_code == 200
    said = await _said(strict)

    assert await strict.one("SELECT steps FROM conversations") == 12
    assert sum(NOTICE in text for text in said) == 1
    # The first message is answered with two: the menu, and the notice about privacy.
    assert len(said) == 6 + 1
    strict.later(seconds=61)
    await strict.post(update(41))
    assert len(await _said(strict)) == len(said) + 1
    for _ in range(8):
        await strict.post(update(41))
    assert sum(NOTICE in text for text in await _said(strict)) == 2


async def test_another_person_is_answered_meanwhile(strict):
    """The rate is one person's own."""
    for _ in range(9):
        await strict.post(update(41))
    before = len(await _said(strict))

    await strict.post(update(42))

    assert len(await _said(strict)) == before + 2


async def test_the_ordinary_pace_of_a_report_is_never_slowed(house):
    """Twenty messages a minute are answered one by one."""
    phone = await house.greeted()
    for _ in range(19):
        await house.post(update(phone.chat_id))

    assert not any(NOTICE in text for text in await _said(house))
