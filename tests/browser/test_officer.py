"""An officer in a real browser: signs in, reads, decides, sees the badge."""

from __future__ import annotations

from playwright.async_api import Page, expect


async def sign_in(page: Page, site) -> None:
    """Type the commission's key into the form."""
    await page.goto(f"{site.url}/console")
    await page.get_by_label("Çelësi juaj").fill(site.cec.key)
    await page.get_by_role("button", name="Hyr").click()
    await expect(page.get_by_role("heading", name="Kërkesat për akreditim")).to_be_visible()


async def test_an_officer_signs_in_opens_a_request_and_grants_it(site, desk, seen):
    """From the key to the badge by clicks and typing only; the badge's picture is drawn, and nothing complains."""
    _, ngo = await site.organisation()
    number = (await site.filed(ngo))["number"]
    await sign_in(desk, site)
    await desk.get_by_role("link", name=number).click()
    await expect(desk.get_by_text("Kërkesa është në afat")).to_be_visible()
    await desk.get_by_label("Miratohet").check()
    await desk.get_by_label("Numri i aktit").fill("12")
    await desk.get_by_label("Data e aktit").fill("2027-04-20")
    await desk.get_by_role("button", name="Regjistro vendimin").click()

    # The signatory is missing: the page says so and keeps what was typed.
    await expect(desk.get_by_role("alert")).to_be_visible()
    assert await desk.get_by_label("Numri i aktit").input_value() == "12"
    await desk.get_by_label("Nënshkruesi").fill("Kryetari i KQZ")
    await desk.get_by_role("button", name="Regjistro vendimin").click()

    await expect(desk.get_by_text("Karta është gati")).to_be_visible()
    symbol = desk.locator("img.symbol")
    await expect(symbol).to_be_visible()
    assert await symbol.evaluate("one => one.complete && one.naturalWidth > 100")
    assert (await ngo.get(f"/v1/requests/{number}")).json()["status"] == "granted"
    # A browser reports the page that came back with status 400 as an error of loading, and nothing else.
    assert [one for one in seen.complaints if "status of 400" not in one] == []


async def test_the_counting_opens_with_the_keyboard(site, desk):
    """Each reading unfolds without a mouse and shows its steps; the first stop of the keyboard skips to the content."""
    _, ngo = await site.organisation()
    number = (await site.filed(ngo))["number"]
    await sign_in(desk, site)
    await desk.goto(f"{site.url}/console/requests/{number}")
    await desk.keyboard.press("Tab")
    assert await desk.evaluate("document.activeElement.className") == "skip"
    reading = desk.locator("summary", has_text="Procedura civile").first
    await reading.focus()
    await desk.keyboard.press("Enter")

    await expect(desk.get_by_text("16 maj 2027 nuk numërohet.").locator("visible=true").first).to_be_visible()


async def test_no_page_is_wider_than_a_small_phone(site, phone, seen):
    """On 360 points every page fits, with long names and words; nothing has to be pushed sideways."""
    _, ngo = await site.organisation()
    long_name = "Aleksandra-Konstandina" * 6
    number = (await site.filed(ngo, observer={"given_name": long_name, "family_name": "W" * 60}))["number"]
    await sign_in(phone, site)
    paths = [
        "/",
        "/chat",
        "/b/x",
        "/console",
        "/console/reports",
        "/console/waiting",
        f"/console/requests/{number}",
    ]
    for path in paths:
        await phone.goto(site.url + path)
        width = await phone.evaluate("document.documentElement.scrollWidth")

        assert width <= 360, (path, width)
    assert [one for one in seen.complaints if "status of 404" not in one] == []


async def test_the_api_page_draws_the_description_without_any_other_host(site, desk, seen):
    """The self-hosted viewer lists the operations; not one request leaves this site, and its policy is kept."""
    hosts = set()
    desk.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    await desk.goto(f"{site.url}/schema")
    # Every subject is there, closed: with more than a hundred operations open at once the viewer draws only some.
    await expect(desk.locator(".opblock-tag").nth(12)).to_be_visible(timeout=20_000)
    await desk.locator("#operations-tag-requests").click()
    await expect(desk.locator(".opblock").nth(20)).to_be_visible(timeout=20_000)

    assert hosts == {site.url.split("/")[2]}
    assert seen.complaints == []
