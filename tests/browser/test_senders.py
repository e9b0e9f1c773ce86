"""The officer's pages of senders in a real browser: a coalition's switch from preview to order, by typing and clicks."""

from __future__ import annotations

from playwright.async_api import expect

from tests.backend.api.test_registration_changes import Cast
from tests.browser.test_officer import sign_in


async def test_a_coalition_switch_from_the_list_to_the_order(site, desk, seen):
    """The officer sees what passes over before anything happens, gives the act, and the page says what was done."""
    cast = Cast(site)
    party, api = await cast.sender(
        "political_party", {"kind": "multi_name_list"}, {"kind": "candidate", "electoral_unit": "30"}
    )
    coalition, _ = await cast.sender("coalition", {"kind": "multi_name_list"})
    number = await cast.granted(api)
    await site.filed(api)
    await sign_in(desk, site)
    await desk.goto(f"{site.url}/console/elections/{site.election}/registrations?of={party}")
    row = desk.get_by_role("group", name="Fakti 1")
    await row.get_by_label("Fakti", exact=True).select_option("coalition_member")
    await row.get_by_label("Koalicioni").select_option(str(coalition))
    await desk.get_by_role("button", name="Parapamja").click()

    await expect(desk.get_by_role("heading", name="Çfarë do të pasonte")).to_be_visible()
    await expect(desk.get_by_role("link", name=number)).to_be_visible()
    assert await cast.state(number) == "valid"
    await desk.get_by_label("Numri i aktit").last.focus()
    order = desk.get_by_role("group", name="Urdhëro")
    await order.get_by_label("Numri i aktit").fill("44")
    await order.get_by_label("Data e aktit").fill("2027-04-19")
    await order.get_by_label("Nënshkruesi").fill("Kryetari i KQZ")
    await order.get_by_role("button", name="Urdhëro").click()

    await expect(desk.get_by_role("status")).to_contain_text("hyri në fuqi me aktin 44")
    assert await cast.state(number) == "replaced"
    assert seen.complaints == []
