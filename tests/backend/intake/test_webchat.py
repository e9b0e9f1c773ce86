"""The web chat: posting once, fetching in order, one session's messages to nobody else."""

from __future__ import annotations

import asyncio
import secrets

import httpx
import pytest


@pytest.fixture
def session() -> str:
    """A session as the page makes it."""
    return secrets.token_urlsafe(24)


async def _say(house, session: str, id: str, **said: str) -> httpx.Response:
    async with httpx.AsyncClient(timeout=20) as client:
        return await client.post(f"{house.url}/v1/chat/messages", json={"id": id, "session": session, **said})


async def _read(house, session: str, after: int = 0) -> list[dict]:
    async with httpx.AsyncClient(timeout=20) as client:
        answer = await client.get(
            f"{house.url}/v1/chat/messages", params={"session": session, "after": after}
        )
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_a_question_is_answered_when_the_post_returns(house, session):
    """The answer is there to be fetched at once, with its buttons; a later fetch begins after what was seen."""
    assert (await _say(house, session, "1", text="ku votoj?", language="sq")).json() == {"recorded": True}
    items = await _read(house, session)

    assert len(items) >= 1
    assert all(item["text"] for item in items)
    assert await _read(house, session, items[-1]["id"]) == []
    button = next(data for item in items for line in item["buttons"] for data in [line[0]["data"]])
    await _say(house, session, "2", button=button)
    assert len(await _read(house, session, items[-1]["id"])) >= 1


async def test_a_repeated_post_is_one_message(house, session):
    """The page repeats a post whose answer it did not get: it is stepped once."""
    answers = await asyncio.gather(*(_say(house, session, "1", text="/menu") for _ in range(5)))

    assert {answer.status_code for answer in answers} == {200}
    assert await house.one("SELECT steps FROM conversations") == 1


async def test_another_session_sees_nothing(house, session):
    """Messages are shown to who holds the session's key."""
    await _say(house, session, "1", text="/menu")

    assert await _read(house, secrets.token_urlsafe(24)) == []
    async with httpx.AsyncClient() as client:
        for wrong in ("", "short", "x" * 65, "y" * 21 + "'"):
            answer = await client.get(f"{house.url}/v1/chat/messages", params={"session": wrong})
            assert answer.status_code == 400


@pytest.mark.parametrize(
    ("said", "status"),
    [({"text": "x" * 4001}, 413), ({"button": "x" * 65}, 413), ({"nonsense": "1"}, 400)],
)
async def test_what_the_page_never_sends_is_refused(house, session, said, status):
    """Too long, or unknown fields: a problem document, and nothing is recorded."""
    assert (await _say(house, session, "1", **said)).status_code == status
    assert await house.one("SELECT count(*) FROM inbox") == 0
