"""Our own mistakes: a step that raises, and SQL that fails, cost one conversation some time and nobody else anything."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from bots.dialogue import engine
from tests.backend.intake.house import update

MAGIC = "fjala që prish hapin"


@pytest.fixture
def broken(monkeypatch):
    """The pure step raises for one text."""
    real = engine.step

    def step(state, inbound, facts, now):
        if inbound.text == MAGIC:
            raise ZeroDivisionError("a mistake of ours")
        return real(state, inbound, facts, now)

    monkeypatch.setattr(engine, "step", step)


async def test_a_step_that_raises_is_tried_five_times_then_the_person_is_told(house, broken):
    """The row is dead after five attempts; what came after it waited, and is then stepped in order."""
    phone = await house.greeted()
    phone.say(MAGIC)
    await house.eventually("SELECT max(attempts)::int FROM inbox", 1)
    phone.say("/menu")
    await house.eventually("SELECT count(*) FROM inbox WHERE state = 'open'", 2)
    for attempts in (2, 3, 4, 5):
        assert await house.one("SELECT count(*) FROM inbox WHERE state = 'open'") == 2, "the later one waits"
        house.later(seconds=20)
        await house.eventually("SELECT max(attempts)::int FROM inbox", attempts)

    await house.eventually("SELECT count(*) FROM inbox WHERE state = 'open'", 0)
    rows = await house.sql("SELECT state, attempts, error FROM inbox ORDER BY id")
    assert [row[0] for row in rows] == ["done", "dead", "done"]
    assert rows[1][1:] == (5, "ZeroDivisionError")
    told = await phone.wait_for(lambda bubble: "u regjistrua" in bubble.text, after=0)
    menu = await phone.wait_for(lambda bubble: bubble.message_id > told.message_id, after=0)
    assert menu.text != told.text
    answer = await house.post(update(phone.chat_id, MAGIC, number=1))
    assert answer.status_code == 200, "the next one is recorded as well"


async def test_neighbours_of_a_broken_step_are_answered_at_once(house, broken):
    """In one batch with a broken step, forty other conversations are stepped, and none of them twice."""
    async with httpx.AsyncClient(timeout=20) as client:
        answers = await asyncio.gather(
            house.post(update(700, MAGIC), client=client),
            *(house.post(update(701 + n), client=client) for n in range(40)),
        )

    assert {answer.status_code for answer in answers} == {200}
    assert answers[0].json() == {}
    assert await house.one("SELECT count(*) FROM conversations WHERE steps = 1 AND chat_key <> '700'") == 40
    assert await house.one("SELECT count(*) FROM inbox WHERE state = 'open'") == 1


async def test_failing_sql_of_one_conversation_leaves_the_others_alone(fresh, logged):
    """A constraint that one conversation's effects break: all are recorded, the others are stepped, it dies alone."""
    await fresh.sql("ALTER TABLE conversations ADD CHECK (chat_key <> '700' OR steps = 0)")

    async with httpx.AsyncClient(timeout=20) as client:
        answers = await asyncio.gather(
            fresh.post(update(700), client=client),
            *(fresh.post(update(701 + n), client=client) for n in range(20)),
        )

    assert {answer.status_code for answer in answers} == {200}
    await fresh.eventually("SELECT count(*) FROM conversations WHERE steps = 1 AND chat_key <> '700'", 20)
    for attempts in range(1, 6):
        await fresh.eventually("SELECT max(attempts)::int FROM inbox", attempts)
        fresh.later(seconds=20)
    await fresh.eventually("SELECT state FROM inbox WHERE chat_key = '700'", "dead")
    assert await fresh.one("SELECT count(*) FROM inbox WHERE state = 'done'") == 20
    assert await fresh.one("SELECT count(*) FROM outbox WHERE op_no = 99") == 1
    assert any("conversation_failed" in line for line in logged)
    assert not any("Failing row" in line for line in logged), "a row's content stays out of the log"


async def test_a_conversation_that_waits_for_somebody_does_not_hold_up_its_batch(fresh):
    """One conversation's effects wait for a row that an officer holds: its neighbours are recorded meanwhile."""
    import psycopg

    await fresh.sql(
        "CREATE FUNCTION stuck() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "PERFORM 1 FROM elections FOR UPDATE; RETURN NEW; END $$"
    )
    await fresh.sql(
        "CREATE TRIGGER stuck BEFORE UPDATE ON conversations FOR EACH ROW WHEN (NEW.chat_key = '700') "
        "EXECUTE FUNCTION stuck()"
    )
    async with await psycopg.AsyncConnection.connect(fresh.database_url) as officer:
        await officer.execute("SELECT 1 FROM elections FOR UPDATE")
        started = asyncio.get_running_loop().time()
        async with httpx.AsyncClient(timeout=20) as client:
            answers = await asyncio.gather(
                fresh.post(update(700), client=client),
                *(fresh.post(update(701 + n), client=client) for n in range(10)),
            )
        seconds = asyncio.get_running_loop().time() - started
        assert {answer.status_code for answer in answers} == {200}
        # One wait for the lock (2 s) and the recording; the machine of the tests may be busy.
        assert seconds < 6
        await fresh.eventually("SELECT count(*) FROM conversations WHERE steps = 1", 10, timeout_s=15)
    await fresh.eventually("SELECT count(*) FROM conversations WHERE steps = 1", 11)
    assert await fresh.one("SELECT max(attempts)::int FROM inbox") == 0, "waiting is nobody's mistake"
