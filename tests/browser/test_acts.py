"""An act in a real browser, by the keyboard: tick, draft, see what is blocked, put into effect."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.test_officer import sign_in


async def test_an_act_is_drafted_and_put_into_effect_by_the_keyboard(site, desk, seen):
    """Space ticks, Enter sends; what is blocked stands on top; after the effect the list names the accreditations."""
    _, ngo = await site.organisation()
    good = [(await site.filed(ngo))["number"] for _ in range(2)]
    bad = (await site.filed(ngo, scope={"voting_centres": []}))["number"]
    await sign_in(desk, site)
    for number in (*good, bad):
        await desk.get_by_label(f"Zgjidh kërkesën {number}").focus()
        await desk.keyboard.press("Space")
    await desk.get_by_label("Vendimi", exact=True).select_option("grant")
    # shot: queue
    await desk.get_by_role("button", name="Përgatit projektin").press("Enter")
    await expect(desk.get_by_text("2 kërkesa mund të vendosen, 1 jo.")).to_be_visible()
    await expect(desk.get_by_text("Karta nuk e mban dot")).to_be_visible()
    await desk.get_by_label("Numri i aktit").fill("857")
    await desk.get_by_label("Data e aktit").fill("2027-04-20")
    await desk.get_by_label("Nënshkruesi").fill("Kryetari i KQZ")
    await desk.get_by_label("Lëre jashtë kërkesën").check()
    # shot: preview
    await desk.get_by_role("button", name="Vëre në fuqi").press("Enter")
    await expect(desk.get_by_text("Akti hyri në fuqi.")).to_be_visible()
    await expect(desk.get_by_text("VZH-2027-000001")).to_be_visible()
    # shot: done
    for number in good:
        assert (await ngo.get(f"/v1/requests/{number}")).json()["status"] == "granted"
    assert (await ngo.get(f"/v1/requests/{bad}")).json()["status"] == "received"
    assert seen.complaints == []


async def test_the_pages_of_acts_fit_a_phone(site, desk):
    """At 360 pixels no page of acts scrolls sideways, in either language."""
    _, ngo = await site.organisation()
    numbers = [(await site.filed(ngo))["number"] for _ in range(2)]
    body = {"election": site.election, "requests": numbers, "outcome": "grant"}
    made = (await site.cec.post("/v1/acts", body)).json()
    await sign_in(desk, site)
    await desk.set_viewport_size({"width": 360, "height": 740})
    for language in ("sq", "en"):
        await desk.goto(f"{site.url}/language/{language}?to=/console")
        for path in ("/console", "/console/acts", f"/console/acts/{made['id']}", "/decisions"):
            await desk.goto(site.url + path)
            # shot: phone
            wide = await desk.evaluate("document.documentElement.scrollWidth")
            assert wide <= 360, (language, path, wide)
