"""The transaction idiom and idempotency keys."""

from __future__ import annotations

import asyncio

import psycopg
import pytest

from backend.actions.once import Ticket, perform
from backend.problems import Problem


def ticket(key: str = "k1", body: bytes = b"body") -> Ticket:
    return Ticket("organisation:1", "/v1/requests", key, body.ljust(32, b"."))


async def test_a_failure_at_commit_is_never_an_answer(services):
    """A deferred constraint that fails at COMMIT raises: nothing is answered, nothing is stored."""
    async with services.database.reading() as conn:
        await conn.execute("CREATE TABLE parent (id int PRIMARY KEY)")
        await conn.execute(
            "CREATE TABLE child (id int REFERENCES parent DEFERRABLE INITIALLY DEFERRED, kept text)"
        )

    async def work(conn, now):
        await conn.execute("INSERT INTO child VALUES (1, 'never')")
        return 201, {"ok": True}

    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        await perform(services, ticket(), work)
    async with services.database.reading() as conn:
        stored = await (await conn.execute("SELECT count(*) FROM child")).fetchone()
        keys = await (await conn.execute("SELECT count(*) FROM idempotency_keys")).fetchone()

    assert (stored[0], keys[0]) == (0, 0)


async def test_the_same_key_and_body_give_the_same_bytes_and_one_effect(services):
    """Twenty requests at once with one key run the work once; all get the same bytes."""
    runs = 0

    async def work(conn, now):
        nonlocal runs
        runs += 1
        await asyncio.sleep(0.02)
        return 201, {"run": runs}

    answers = await asyncio.gather(*(perform(services, ticket(), work) for _ in range(8)))

    assert runs == 1
    assert {(201, b'{"run":1}')} == {(answer.status, answer.body) for answer in answers}


async def test_the_same_key_with_another_body_is_refused(services):
    """A key belongs to its body: another body gets 409 and no effect."""

    async def work(conn, now):
        return 201, {}

    await perform(services, ticket(), work)

    with pytest.raises(Problem) as refused:
        await perform(services, ticket(body=b"other"), work)
    assert (refused.value.status, refused.value.code) == (409, "idempotency_key_reused")


async def test_a_failed_work_leaves_its_key_free(services):
    """A problem rolls everything back, the key too: the corrected request may use it."""

    async def fails(conn, now):
        raise Problem(409, "state")

    async def works(conn, now):
        return 201, {"ok": True}

    with pytest.raises(Problem):
        await perform(services, ticket(), fails)

    assert (await perform(services, ticket(), works)).status == 201


async def test_a_deadlock_runs_the_whole_work_again(services):
    """A deadlock is not the caller's business."""
    runs = 0

    async def work(conn, now):
        nonlocal runs
        runs += 1
        if runs == 1:
            raise psycopg.errors.DeadlockDetected
        return 200, {"run": runs}

    assert (await perform(services, None, work)).body == b'{"run":2}'
