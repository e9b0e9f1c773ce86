"""Names and words that are markup: on every page they stand as text, and make nothing of their own."""

from __future__ import annotations

SCRIPT = "<script>alert(1)</script>"
BREAK = "\"'><img src=x onerror=alert(2)>"
WORDS = f"{SCRIPT} {BREAK} {{{{ 7*7 }}}}"


async def test_hostile_words_stand_as_text_on_every_page(world, pages):
    """A sender, a request, an appeal, an order and an act whose words are markup: no page holds a tag of theirs."""
    made = await world.client.post(
        "/v1/organisations",
        json={"name": WORDS, "kind": "albanian_ngo", "country": "AL", "acronym": "<b>X</b>",
              "contact": {"person": WORDS, "address": WORDS}},
        headers={"Idempotency-Key": "hostile"},
    )  # fmt: skip
    assert made.status_code == 201, made.text
    sender = await world.key(f"organisation:{made.json()['id']}")
    number = (await world.filed(sender))["number"]
    appealed = await sender.post(
        f"/v1/requests/{number}/appeal",
        {"grounds": WORDS, "legal_basis": WORDS, "asked": WORDS, "evidence": WORDS, "signatory": WORDS},
    )
    assert appealed.status_code == 201, appealed.text
    granted = (await world.filed(sender))["number"]
    act = {"number": "<b>12</b>", "date": world.decision()["act"]["date"], "signatory": WORDS}
    decided = await world.cec.post(f"/v1/requests/{granted}/decision", world.decision(act=act))
    assert decided.status_code == 200, decided.text
    drafted = await world.cec.post(
        "/v1/acts", {"election": world.election, "outcome": "grant", "requests": [number]}
    )
    assert drafted.status_code == 201, drafted.text
    browser = await pages.officer("cec")
    shown = 0
    for address in (
        "/console", "/console/late", "/console/senders", f"/console/senders/{made.json()['id']}",
        f"/console/requests/{number}", f"/console/requests/{granted}",
        f"/console/accreditations/{decided.json()['accreditation']}", "/console/acts",
        f"/console/acts/{drafted.json()['id']}", "/console/appeals",
        f"/console/appeals/{appealed.json()['number']}", "/console/revocations", "/console/notices",
        f"/console/elections/{world.election}/registrations", "/console/registrations", "/open", "/decisions",
        "/orders", f"/elections/{world.election}/time-limits",
    ):  # fmt: skip
        page = await browser.open(address)
        assert page.status == 200, address
        for tag in (SCRIPT, "<img src=x", "<b>X</b>", "<b>12</b>", " 49 "):
            assert tag not in page.html, (address, tag)
        shown += "&lt;script&gt;alert(1)" in page.html
    assert shown >= 5
