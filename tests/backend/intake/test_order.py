"""Order: a conversation is stepped only under its lock, its older messages first, whoever does it."""

from __future__ import annotations

import asyncio
import itertools

import psycopg
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

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


TEXTS = ("/menu", "ku votoj?", "/language", "po", "/help")
_bases = itertools.count(1_000, 100)
_stories: dict[str, tuple] = {}


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(
    turns=st.permutations([chat for chat in range(4) for _ in TEXTS]),
    copies=st.lists(st.integers(1, 3), min_size=20, max_size=20),
)
async def test_any_interleaving_and_repetition_tells_each_chat_the_same_story(house, turns, copies):
    """Whatever order chats interleave in, and however often an update repeats, each chat ends in the same state and words."""
    base = next(_bases)
    queues = [[update(base + chat, text) for text in TEXTS] for chat in range(4)]
    for chat, count in zip(turns, copies, strict=True):
        one = queues[chat].pop(0)
        answers = await asyncio.gather(*(house.post(one) for _ in range(count)))
        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.content for answer in answers}) == 1
    await house.eventually("SELECT count(*) FROM inbox WHERE state = 'open'", 0)
    for chat in range(4):
        state, steps, said = (
            await house.sql(
                "SELECT c.state, c.steps, (SELECT array_agg(o.body ORDER BY o.id) FROM outbox o "
                "WHERE o.conversation_id = c.id) FROM conversations c WHERE chat_key = %s",
                str(base + chat),
            )
        )[0]
        assert steps == len(TEXTS)
        assert engine.load(state).greeted
        story = (bytes(state), tuple(bytes(body) for body in said))
        assert _stories.setdefault("first", story) == story
