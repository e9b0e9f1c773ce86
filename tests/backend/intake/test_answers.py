"""The webhook's answer: after COMMIT only, the same bytes for a repeated update, refused when it is not authentic."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest

from tests.backend.intake.house import update

MIB = 1024 * 1024
COUNTS = "SELECT (SELECT count(*) FROM inbox), (SELECT coalesce(sum(steps), 0)::int FROM conversations)"


async def test_a_message_is_recorded_stepped_and_answered_in_one_request(house):
    """The answer carries the reply; inbox, conversation and outbox agree on one step."""
    chat = (await house.greeted()).chat_id
    answer = await house.post(update(chat))

    assert answer.status_code == 200
    assert answer.json()["method"] == "sendMessage"
    assert answer.json()["chat_id"] == chat
    rows = await house.sql("SELECT state, step_no, answer FROM inbox ORDER BY id")
    assert [row[:2] for row in rows] == [("done", 1), ("done", 2)]
    assert bytes(rows[1][2]) == answer.content


async def test_an_answer_waits_for_the_commit(house):
    """A constraint that fails at COMMIT leaves nothing behind, and nobody is told 200."""
    await house.sql(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$"
    )
    await house.sql(
        "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON inbox DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION refuse()"
    )

    answers = [
        await house.post(update(41)),
        await house.form("/webhooks/twilio/messages", house.whatsapp_form("SM1", "ku votoj?")),
    ]

    assert [answer.status_code for answer in answers] == [503, 503]
    assert answers[0].headers["retry-after"] == "2"
    assert await house.one("SELECT count(*) FROM inbox") == 0
    await house.sql("DROP TRIGGER late ON inbox")
    assert (await house.post(update(41))).status_code == 200


async def test_a_repeated_update_steps_once_and_is_answered_with_the_same_bytes(house):
    """Repeated at the same moment and later, an update has one effect and one answer."""
    chat = (await house.greeted()).chat_id
    repeated = update(chat)
    async with httpx.AsyncClient(timeout=20) as client:
        at_once = await asyncio.gather(*(house.post(repeated, client=client) for _ in range(12)))
    later = [await house.post(repeated) for _ in range(2)]

    assert {answer.status_code for answer in [*at_once, *later]} == {200}
    assert {answer.content for answer in [*at_once, *later]} == {at_once[0].content}
    assert at_once[0].json()["method"] == "sendMessage"
    assert (await house.sql(COUNTS))[0] == (2, 2)
    assert await house.one("SELECT count(*) FROM outbox") == 3


async def test_a_repeated_whatsapp_message_is_one_message(house):
    """Twilio's repetition carries the same MessageSid, so it is stepped once."""
    form = house.whatsapp_form("SM" + "a" * 32, "/menu")
    answers = [await house.form("/webhooks/twilio/messages", form) for _ in range(3)]

    assert {(answer.status_code, answer.content) for answer in answers} == {(200, answers[0].content)}
    assert answers[0].headers["content-type"].startswith("text/xml")
    assert (await house.sql(COUNTS))[0] == (1, 1)


@pytest.mark.parametrize("secret", ["", "wrong", "tests-webhook-secre", "tests-webhook-secretx"])
async def test_a_wrong_secret_is_refused(house, secret):
    """Without the webhook's secret nothing is recorded."""
    answer = await house.post(update(41), secret=secret)

    assert (answer.status_code, answer.json()["code"]) == (403, "bad_secret")
    assert await house.one("SELECT count(*) FROM inbox") == 0


@pytest.mark.parametrize("path", ["/webhooks/twilio/messages", "/webhooks/twilio/status"])
async def test_a_wrong_signature_is_refused(house, path):
    """A form that is not signed with the account's token over the public address is refused."""
    form = house.whatsapp_form("SM1", "ku votoj?")

    assert (await house.form(path, form, token="another token")).status_code == 403
    async with httpx.AsyncClient() as client:
        assert (await client.post(house.url + path, data=form)).status_code == 403
    assert await house.one("SELECT count(*) FROM inbox") == 0


async def test_a_body_over_one_mebibyte_is_refused(house):
    """1 MiB is read, one byte more is 413, whether the length is announced or not."""
    fitting = update(41, "x" * 1000)
    fitting["padding"] = "y" * (MIB - len(json.dumps(fitting)) - len(', "padding": ""'))
    assert len(json.dumps(fitting)) == MIB

    assert (await house.post(fitting)).status_code == 200
    assert (await house.post(json.dumps(fitting).encode() + b" ")).status_code == 413

    async def chunks():
        for _ in range(17):
            yield b" " * 65_536

    headers = {"x-telegram-bot-api-secret-token": "tests-webhook-secret"}
    async with httpx.AsyncClient() as client:
        answer = await client.post(f"{house.url}/webhooks/telegram", content=chunks(), headers=headers)
    assert answer.status_code == 413
    assert answer.json()["code"] == "too_large"
    assert await house.one("SELECT count(*) FROM inbox") == 1


async def test_overlapping_batches_of_two_processes_never_deadlock(house, shared_url):
    """Many concurrent batches with the same updates in another order all end; each update has one row."""
    from backend.actions.conversations import stepping
    from backend.store.database import Database
    from backend.store.inbox import Arrival

    ports = house.services.parts["ports"]
    databases = [Database(shared_url, intake_size=4) for _ in range(2)]
    arrivals = [
        Arrival("telegram", str(n), str(100 + n % 17), json.dumps(update(100 + n % 17, number=n)).encode())
        for n in range(60)
    ]
    for database in databases:
        await database.open()

    class Free:
        def take(self, sender_key: str, chat_key: str) -> bool:
            return True

    async def batch(place: int) -> int:
        turned = arrivals[place % 60 :] + arrivals[: place % 60]
        chosen = turned[:: 1 + place % 3] if place % 2 else turned[::-1][:: 1 + place % 3]
        async with databases[place % 2].intake_transaction() as conn:
            now = house.services.clock.now()
            taken = await stepping.take(house.services, conn, chosen, ports, Free(), now)
            # Older rows that another batch left open are stepped here too, so there may be more answers.
            assert {(arrival.channel, arrival.provider_id) for arrival in chosen} <= taken.answers.keys()
            return len(chosen)

    try:
        for start in range(0, 48, 8):
            await asyncio.gather(*(batch(place * 7) for place in range(start, start + 8)))
    finally:
        for database in databases:
            await database.close()

    await house.eventually("SELECT count(*) FROM inbox WHERE state = 'done'", 60)
    assert await house.one("SELECT sum(steps)::int FROM conversations") == 60
