"""Order: a conversation is stepped only under its lock, its older messages first, whoever does it."""

from __future__ import annotations

import asyncio
import random

import psycopg

from bots.dialogue import engine
from tests.backend.intake.house import update

STEPS = "SELECT provider_id FROM inbox WHERE chat_key = '41' ORDER BY step_no"


async def _hold(house, chat: str) -> psycopg.AsyncConnection:
    """A foreign transaction that holds a conversation's lock."""
    conn = await psycopg.AsyncConnection.connect(house.database_url)
    await conn.execute("SELECT 1 FROM conversations WHERE chat_key = %s FOR UPDATE", (chat,))
    return conn


async def test_a_locked_conversation_is_left_to_the_worker_and_its_neighbours_go_on(house):
    """While another transaction holds a conversation, its message is recorded and answered with silence."""
    await house.post(update(41))
    holder = await _hold(house, "41")
    held = update(41)

    answers = await asyncio.gather(house.post(held), house.post(update(42)))

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == {}
    rows = await house.sql(
        "SELECT chat_key, count(*) FILTER (WHERE state = 'open') FROM inbox GROUP BY 1 ORDER BY 1"
    )
    assert rows == [("41", 1), ("42", 0)]
    await holder.rollback()
    await holder.close()
    await house.eventually("SELECT count(*) FROM inbox WHERE state = 'open'", 0)
    assert (await house.post(held)).json() == {}, "the same bytes as at first"
    assert await house.one("SELECT steps FROM conversations WHERE chat_key = '41'") == 2


async def test_messages_left_behind_are_stepped_first_and_in_order(house):
    """Messages that came while a conversation was held keep their order before later ones."""
    await house.post(update(41))
    holder = await _hold(house, "41")
    sent = [update(41, f"fjalë {n}") for n in range(6)]
    for one in sent:
        assert (await house.post(one)).json() == {}
    await holder.rollback()
    await holder.close()
    last = update(41, "e fundit")
    await house.post(last)

    await house.eventually("SELECT count(*) FROM inbox WHERE state = 'open'", 0)
    order = [row[0] for row in await house.sql(STEPS)]
    assert order[1:] == [str(one["update_id"]) for one in [*sent, last]]


async def test_up_to_eight_older_messages_are_stepped_with_a_new_one(web):
    """Nobody drains here: eight recorded messages are stepped by the batch of the ninth, nine are left alone."""
    for chat, older in ((51, 8), (52, 9)):
        await web.post(update(chat))
        for n in range(older):
            one = update(chat, f"fjalë {n}")
            await web.sql(
                "INSERT INTO inbox (channel, provider_id, chat_key, received_at, raw) "
                "VALUES ('telegram', %s, %s, now(), convert_to(%s, 'UTF8'))",
                str(one["update_id"]), str(chat), __import__("json").dumps(one),
            )  # fmt: skip
        assert (await web.post(update(chat))).json() == {}

    rows = await web.sql(
        "SELECT chat_key, count(*) FILTER (WHERE state = 'done'), count(*) FILTER (WHERE state = 'open') "
        "FROM inbox GROUP BY 1 ORDER BY 1"
    )
    assert rows == [("51", 10, 0), ("52", 1, 10)]


async def test_updates_of_many_chats_shuffled_and_repeated_end_in_the_same_order(house):
    """Whatever order chats interleave in, and however often an update repeats, each chat tells the same story."""
    stories = {}
    for seed in (1, 2, 3):
        dice = random.Random(seed)
        base = seed * 1000
        queues = {
            chat: [update(base + chat, text) for text in ("/menu", "ku votoj?", "/language", "po", "/help")]
            for chat in range(6)
        }
        lanes = [list(queue) for queue in queues.values()]
        while any(lanes):
            lane = dice.choice([lane for lane in lanes if lane])
            now = lane.pop(0)
            copies = [house.post(now) for _ in range(dice.choice((1, 1, 2, 3)))]
            await asyncio.gather(*copies)
        await house.eventually("SELECT count(*) FROM inbox WHERE state = 'open'", 0)
        for chat in queues:
            state, steps, said = (
                await house.sql(
                    "SELECT c.state, c.steps, (SELECT array_agg(o.body ORDER BY o.id) FROM outbox o "
                    "WHERE o.conversation_id = c.id) FROM conversations c WHERE chat_key = %s",
                    str(base + chat),
                )
            )[0]
            assert steps == 5
            stories.setdefault(chat, set()).add((bytes(state), tuple(bytes(body) for body in said)))
        for state, _ in stories[0]:
            assert engine.load(state).greeted

    assert [len(found) for found in stories.values()] == [1] * 6
