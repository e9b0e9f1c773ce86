"""While a human holds a conversation the bot is silent, and every message still stands in the inbox."""

from __future__ import annotations

import asyncio

from tests.backend.intake.house import update


async def test_the_bot_says_nothing_while_a_human_holds_the_conversation(house):
    """Messages are recorded and closed in order, nothing is said, and nothing is stepped."""
    phone = await house.greeted()
    state = await house.one("SELECT state FROM conversations")
    await house.sql("UPDATE conversations SET human_owner = 'helpdesk:1', human_since = now()")
    for text in ("/menu", "ku votoj?", "/help"):
        assert (await house.post(update(phone.chat_id, text))).json() == {}

    assert await house.one("SELECT count(*) FROM outbox") == 2
    assert await house.one("SELECT count(*) FROM inbox WHERE state = 'done'") == 4
    assert await house.one("SELECT state FROM conversations") == state
    await house.sql("UPDATE conversations SET human_owner = NULL, human_since = NULL")
    assert "method" in (await house.post(update(phone.chat_id))).json()


async def test_a_human_who_takes_the_conversation_during_a_step_is_heard_first(house):
    """The claim and the step take the same lock: after the claim has committed, no step of the bot speaks."""
    import psycopg

    phone = await house.greeted()
    async with await psycopg.AsyncConnection.connect(house.database_url) as officer:
        await officer.execute("UPDATE conversations SET human_owner = 'helpdesk:1'")
        answer = await house.post(update(phone.chat_id))
        assert answer.json() == {}
        assert await house.one("SELECT count(*) FROM inbox WHERE state = 'open'") == 1
    await house.eventually("SELECT count(*) FROM inbox WHERE state = 'open'", 0)
    await asyncio.sleep(0.2)

    assert await house.one("SELECT count(*) FROM outbox") == 2
