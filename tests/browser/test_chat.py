"""A voter in the web chat, on a small phone: asks, reads, presses a button, and loses nothing on a bad line."""

from __future__ import annotations

from playwright.async_api import Page, Route, expect


async def ask(page: Page, words: str) -> None:
    """Type and send."""
    await page.get_by_label("Pyetja juaj").fill(words)
    await page.get_by_role("button", name="Dërgo").click()


async def inbox(site) -> int:
    """How many messages were recorded."""
    async with site.services.database.reading() as conn:
        row = await (await conn.execute("SELECT count(*) FROM inbox")).fetchone()
    return row[0]


async def test_a_voter_asks_where_to_vote_and_sees_the_answer(site, phone, seen):
    """Opening sends nothing; the question gets an approved answer with its election, and its buttons lead on."""
    await phone.goto(f"{site.url}/chat")
    await expect(phone.get_by_text("Askush nga KQZ-ja nuk vjen")).to_be_visible()
    await phone.wait_for_timeout(1_000)
    assert await inbox(site) == 0

    await ask(phone, "ku votoj?")
    answer = phone.locator("#talk .ours", has_text="listën e zgjedhësve").first
    await expect(answer).to_be_visible(timeout=10_000)
    await expect(phone.locator("#talk .theirs", has_text="ku votoj?")).to_be_in_viewport()
    assert "16 maj 2027" in await phone.locator("#talk").inner_text()

    button = phone.locator(".choices button").first
    label = await button.inner_text()
    await button.click()
    await expect(phone.locator("#talk .theirs", has_text=label)).to_be_visible()
    await expect(phone.locator("#talk .theirs ~ .ours").nth(2)).to_be_visible(timeout=10_000)
    assert await inbox(site) == 2
    assert seen.complaints == []


async def test_a_message_is_sent_again_until_it_is_recorded_and_answered_once(site, phone):
    """The line fails twice, once after the service had recorded the message: one message stands, answered once."""
    failures = []

    async def flaky(route: Route) -> None:
        if route.request.method != "POST" or len(failures) >= 2:
            await route.continue_()
            return
        failures.append(route.request.post_data)
        if len(failures) == 2:
            await route.fetch()
        await route.abort()

    await phone.route("**/v1/chat/messages*", flaky)
    await phone.goto(f"{site.url}/chat")
    await ask(phone, "ku votoj?")
    await expect(phone.get_by_text("Lidhja është e dobët")).to_be_visible(timeout=10_000)
    answers = phone.locator("#talk .ours", has_text="listën e zgjedhësve")
    await expect(answers.first).to_be_visible(timeout=20_000)
    await phone.wait_for_timeout(2_500)

    assert len(failures) == 2
    assert failures[0] == failures[1]
    assert await inbox(site) == 1
    assert await answers.count() == 1


async def test_the_conversation_is_still_there_after_a_reload(site, phone):
    """The tab keeps its key: opened again, the page shows question and answer in their order."""
    await phone.goto(f"{site.url}/chat")
    await ask(phone, "ku votoj?")
    answers = phone.locator("#talk .ours", has_text="listën e zgjedhësve")
    await expect(answers.first).to_be_visible(timeout=10_000)
    await phone.reload()
    await expect(answers.first).to_be_visible(timeout=10_000)
    lines = await phone.locator("#talk li").evaluate_all("all => all.map(one => one.className)")

    assert lines[:3] == ["ours first", "theirs", "ours"]
    assert await inbox(site) == 1


async def test_words_of_a_person_are_text_in_the_chat(site, phone, seen):
    """Markup that somebody types, or that an answer repeats, is shown as its letters."""
    await phone.goto(f"{site.url}/chat")
    await ask(phone, "<img src=x onerror=\"document.title='broken'\">")
    await expect(phone.locator("#talk .theirs", has_text="onerror")).to_be_visible()
    await phone.wait_for_timeout(2_000)

    assert await phone.locator("#talk img").count() == 0
    assert "broken" not in await phone.title()
    assert seen.complaints == []
