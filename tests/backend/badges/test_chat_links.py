"""One-time links: guessed, wrong, used twice, expired, burned; and the phone app's session."""

from __future__ import annotations

import asyncio
import re
import secrets
from datetime import timedelta

import pytest

from backend.store import bindings, chat_links
from backend.vault import digest
from bots.dialogue.facts import LinkState
from tests.backend.badges.world import ACT, NOW

BORN = "1990-04-23"


@pytest.fixture
async def link(world):
    """A fresh link: number of the accreditation, headers of its owner, the answer."""
    organisation = await world.make_organisation()
    owner = await world.key(f"organisation:{organisation}")
    number = await world.accredit(organisation)
    answer = await world.post(f"/v1/accreditations/{number}/chat-links", {}, owner)
    assert answer.status_code == 201, answer.text
    return number, owner, answer.json()


async def session(world, code: str, fact: str = BORN):
    return await world.post("/v1/observers/sessions", {"code": code, "second_fact": fact})


async def test_a_link_is_random_short_lived_and_stored_as_a_hash(world, link):
    """128 bits in Telegram's alphabet, seven days, both links carry the code, the database does not."""
    _, _, shown = link
    code = shown["code"]

    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", code)
    # Nobody has told the bot's name here, and a guessed one could be a stranger's bot.
    assert shown["telegram_url"] is None
    assert shown["whatsapp_url"].endswith(f"?text=VEZHGO%20{code}")
    assert shown["expires_at"].startswith((NOW + timedelta(days=7)).strftime("%Y-%m-%dT%H:%M"))
    rows = await world.sql("SELECT chat_links::text FROM chat_links")
    assert code not in rows[0][0]
    assert await world.sql("SELECT 1 FROM chat_links WHERE code_hash = %s", (digest(code),))


async def test_a_link_names_the_bot_that_telegram_named(world, link):
    """The deep link opens our own bot with the code."""
    number, owner, _ = link
    world.services.parts["telegram_observer_username"] = "kqz_vezhgues_bot"
    shown = (await world.post(f"/v1/accreditations/{number}/chat-links", {}, owner)).json()
    assert shown["telegram_url"] == f"https://t.me/kqz_vezhgues_bot?start={shown['code']}"


async def test_the_phone_app_gets_a_key_of_its_own_accreditation(world, link):
    """The session's key reads its own accreditation and nothing else; a birth date may be written with dots."""
    number, _, shown = link
    answer = await session(world, shown["code"], "23.04.1990")

    assert answer.status_code == 201, answer.text
    headers = {"authorization": f"Bearer {answer.json()['api_key']}"}
    assert (await world.client.get(f"/v1/accreditations/{number}", headers=headers)).status_code == 200
    other = await world.accredit(await world.make_organisation(name="Tjetër"))
    assert (await world.client.get(f"/v1/accreditations/{other}", headers=headers)).status_code == 404
    assert (await world.post(f"/v1/accreditations/{number}/chat-links", {}, headers)).status_code == 403


async def test_a_code_is_good_once_even_when_sent_twice_at_once(world, link):
    """Of ten uses at once one gets a key; the others hear that it is used."""
    answers = await asyncio.gather(*(session(world, link[2]["code"]) for _ in range(6)))

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409, 409]
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"code_used"}


async def test_a_guessed_code_is_unknown(world, link):
    """A code that nobody issued opens nothing, whatever its form."""
    for code in (secrets.token_urlsafe(16), "", "x" * 5000, "🗳️" * 20, link[2]["code"][:-1]):
        answer = await session(world, code)
        assert (answer.status_code, answer.json()["code"]) == (404, "code_unknown")


async def test_five_wrong_facts_burn_a_link(world, link):
    """Each wrong date is counted although it is refused; after the fifth the right one is too late."""
    code = link[2]["code"]
    left = []
    for day in range(1, 6):
        answer = await session(world, code, f"1991-01-{day:02d}")
        assert (answer.status_code, answer.json()["code"]) == (403, "second_fact_wrong")
        left.append(answer.json()["arguments"]["attempts_left"])

    burned = await session(world, code)

    assert left == [4, 3, 2, 1, 0]
    assert (burned.status_code, burned.json()["code"]) == (409, "code_burned")


async def test_wrong_facts_at_once_are_counted_one_after_another(world, link):
    """Twelve guesses in parallel get five tries in all."""
    answers = await asyncio.gather(
        *(session(world, link[2]["code"], f"1991-02-{n:02d}") for n in range(1, 13))
    )

    assert sorted(a.status_code for a in answers) == [403] * 5 + [409] * 7


async def test_a_typing_mistake_costs_no_attempt(world, link):
    """What is no date is refused before the link is looked at."""
    for fact in ("", "maj", "1990-13-01", "1990-02-30", "23 prill 1990"):
        assert (await session(world, link[2]["code"], fact)).status_code == 400

    assert (await session(world, link[2]["code"])).status_code == 201


async def test_a_repeated_request_is_answered_with_the_same_key(world, link):
    """The same idempotency key and body give the same bytes; a wrong fact repeated so counts once."""
    wrong = {"code": link[2]["code"], "second_fact": "1991-01-01"}
    for _ in range(3):
        assert (await world.post("/v1/observers/sessions", wrong, key="w")).status_code == 403
    body = {"code": link[2]["code"], "second_fact": BORN}

    answers = [await world.post("/v1/observers/sessions", body, key="same") for _ in range(2)]

    assert answers[0].content == answers[1].content
    assert (await world.sql("SELECT wrong_facts FROM chat_links"))[0][0] == 1


async def test_a_link_expires(world, link):
    """After seven days it opens nothing."""
    await world.later(days=7, seconds=1)

    answer = await session(world, link[2]["code"])

    assert (answer.status_code, answer.json()["code"]) == (409, "code_expired")


async def test_a_revocation_burns_links_and_ends_sessions(world, link):
    """A revoked observer's unused code is dead, and so is the phone's key."""
    number, owner, shown = link
    second = (await world.post(f"/v1/accreditations/{number}/chat-links", {}, owner)).json()
    answer = await session(world, shown["code"])
    await world.post(
        f"/v1/accreditations/{number}/revocation", {"reason": "Arsye", "act": ACT}, await world.key("cec")
    )

    assert (await session(world, second["code"])).json()["code"] == "code_burned"
    headers = {"authorization": f"Bearer {answer.json()['api_key']}"}
    assert (await world.client.get(f"/v1/accreditations/{number}", headers=headers)).status_code == 401
    assert (await world.post(f"/v1/accreditations/{number}/chat-links", {}, owner)).status_code == 409


async def test_only_the_owner_or_an_officer_makes_links(world, link):
    """Another sender is told that there is no such accreditation; an idempotency key is required."""
    number = link[0]
    other = await world.key(f"organisation:{await world.make_organisation(name='Tjetër')}")
    path = f"/v1/accreditations/{number}/chat-links"

    assert (await world.post(path, {}, other)).status_code == 404
    assert (await world.post(path, {}, await world.key("helpdesk"))).status_code == 403
    assert (await world.post(path, {}, await world.key("cec"))).status_code == 201
    bare = await world.client.post(path, headers=link[1])
    assert (bare.status_code, bare.json()["code"]) == (400, "idempotency_key_required")


async def test_a_chat_uses_a_link_inside_its_own_transaction(world, link):
    """The intake's functions: state, second fact, wrong facts, use and binding follow the same rules."""
    code_hash = digest(link[2]["code"])
    rows = await world.sql(
        "INSERT INTO conversations (channel, chat_key, created_at) VALUES ('telegram', '5', %s) RETURNING id",
        (NOW,),
    )
    chat = rows[0][0]
    async with world.services.database.transaction() as conn:
        known = await chat_links.fact(conn, code_hash, NOW)
        assert (known.state, known.attempts_left, known.observer_initial) == (LinkState.VALID, 5, "E")
        assert (await chat_links.fact(conn, digest("guess"), NOW)).state == LinkState.UNKNOWN
        assert not await chat_links.second_fact_right(conn, code_hash, "1990-04-24")
        assert not await chat_links.second_fact_right(conn, digest("guess"), BORN)
        assert await chat_links.count_wrong(conn, code_hash, NOW) == 4
        assert await chat_links.second_fact_right(conn, code_hash, BORN)
        accreditation = await chat_links.use(conn, code_hash, NOW)
        await bindings.bind(conn, chat, accreditation, NOW)
        await bindings.bind(conn, chat, accreditation, NOW)
        assert await chat_links.use(conn, code_hash, NOW) is None
        assert not await chat_links.second_fact_right(conn, code_hash, BORN)
        assert (await chat_links.fact(conn, code_hash, NOW)).state == LinkState.USED
        assert [one.number for one in await bindings.of_conversation(conn, chat)] == [link[0]]
        assert [one.conversation_id for one in await bindings.of_accreditation(conn, accreditation)] == [chat]
        assert await bindings.unbind(conn, chat, link[0], NOW)
        assert not await bindings.unbind(conn, chat, link[0], NOW)
        assert await bindings.of_conversation(conn, chat) == []
