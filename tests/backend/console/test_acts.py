"""Acts on the pages: ticked in the queue, previewed with what is blocked, put into effect; without scripts."""

from __future__ import annotations

from datetime import UTC, datetime

ACT = {"act_number": "857", "act_date": "2027-04-20", "act_signatory": "Kryetari i KQZ"}


async def filed(world, sender, count: int, **changes) -> list[str]:
    """Numbers of so many requests."""
    return [(await world.filed(sender, **changes))["number"] for _ in range(count)]


async def status(world, number: str) -> str:
    """Where a request stands."""
    return (await world.cec.get(f"/v1/requests/{number}")).json()["status"]


async def test_ticked_requests_become_an_act(world, pages):
    """Tick two of three in the queue, draft, put into effect: the two are granted, the third waits."""
    _, ngo = await world.organisation()
    numbers = await filed(world, ngo, 3)
    browser = await pages.officer("cec")
    queue = await browser.open("/console")
    assert {("request", number) for number in numbers} <= set(queue.form("/console/acts").choices)

    preview = await browser.submit(queue, "/console/acts", request=numbers[:2], outcome="grant")
    assert preview.status == 200
    assert "2 kërkesa mund të vendosen, 0 jo." in preview.text
    assert await status(world, numbers[0]) == "received"
    done = await browser.submit(preview, "/effect", **ACT)
    assert "Akti hyri në fuqi." in done.text
    assert [await status(world, number) for number in numbers] == ["granted", "granted", "received"]
    pdf = next(one for one in done.links if one.endswith("decision.pdf"))
    assert (await browser.raw(pdf)).content.startswith(b"%PDF")
    listed = await browser.open("/console/acts")
    assert "Nr. 857" in listed.text
    assert "2 të miratuara" in listed.text


async def test_blocked_lines_are_explained_and_left_out_only_when_the_officer_says_so(world, pages):
    """A line that cannot be decided stands on top with its reason; the act waits until it is left out by hand."""
    _, ngo = await world.organisation()
    good, bad = await filed(world, ngo, 1), await filed(world, ngo, 1, scope={"voting_centres": []})
    browser = await pages.officer("cec")
    queue = await browser.open("/console")
    preview = await browser.submit(queue, "/console/acts", request=good + bad, outcome="grant")
    assert "1 kërkesë nuk vendoset dot" in preview.text
    assert "Karta nuk e mban dot" in preview.text

    stopped = await browser.submit(preview, "/effect", **ACT)
    assert stopped.status == 409
    assert stopped.value("/effect", "act_number") == "857"
    assert await status(world, good[0]) == "received"
    done = await browser.submit(stopped, "/effect", leave_out="1", **ACT)
    assert done.status == 200
    assert "1 kërkesë mbeti jashtë" in done.text
    assert await status(world, good[0]) == "granted"
    assert await status(world, bad[0]) == "received"


async def test_a_proposal_on_the_requests_page_goes_into_the_act(world, pages):
    """Propose on the request's page, then draft by the last proposals: the act refuses with the proposed grounds."""
    _, ngo = await world.organisation()
    (number,) = await filed(world, ngo, 1)
    browser = await pages.officer("cec")
    page = await browser.open(f"/console/requests/{number}")
    form = page.form("/decision")
    typed = {
        "outcome": "refuse",
        "ground": "own",
        "article_own": "18(1)",
        "reason_own": "Nuk ka të drejtë.",
        "facts_own": "U vu re.",
    }
    fields = [(name, value) for name, value in form.fields if name not in typed] + list(typed.items())
    answer = await browser.post(f"/console/requests/{number}/proposal", fields)
    assert answer.status_code == 303
    page = await browser.open(f"/console/requests/{number}")
    assert "Propozimet" in page.text
    assert await status(world, number) == "received"

    preview = await browser.submit(await browser.open("/console"), "/console/acts", request=[number])
    assert "Nuk ka të drejtë." in preview.text
    await browser.submit(preview, "/effect", **ACT)
    assert await status(world, number) == "refused"
    page = await browser.open(f"/console/requests/{number}")
    assert "U vu re." in page.text
    assert "Ankimi mund ta sjellë vëzhguesin në qendër deri më 16 maj 2027" in page.text
    pdf = next(one for one in page.links if one.endswith("decision.pdf"))
    assert (await browser.raw(pdf)).content.startswith(b"%PDF")


async def test_a_whole_sender_by_one_form(world, pages):
    """Every waiting request of a sender in one draft; the officer need not tick hundreds."""
    id, ngo = await world.organisation()
    numbers = await filed(world, ngo, 4)
    browser = await pages.officer("cec")
    page = await browser.open("/console/acts")
    preview = await browser.submit(
        page, "/console/acts", organisation=str(id), election=str(world.election), outcome="grant"
    )
    await browser.submit(preview, "/effect", **ACT)
    assert {await status(world, number) for number in numbers} == {"granted"}


async def test_the_lenient_date_must_be_ticked(world, pages):
    """Refusing late requests in an act: the page shows the latest reading and waits for the tick."""
    _, ngo = await world.organisation()
    await world.at(datetime(2027, 5, 2, 9, tzinfo=UTC))
    numbers = await filed(world, ngo, 2)
    browser = await pages.officer("cec")
    ground = {"article": "18(5)", "facts": "U regjistrua vonë.", "reason": "Jashtë afatit."}
    preview = await browser.submit(
        await browser.open("/console"), "/console/acts", request=numbers, outcome="refuse", **ground
    )
    act = {**ACT, "act_date": "2027-05-02"}
    stopped = await browser.submit(preview, "/effect", **act)
    assert stopped.status == 409
    done = await browser.submit(stopped, "/effect", lenient_seen="1", **act)
    assert done.status == 200
    assert await status(world, numbers[0]) == "refused"


async def test_nothing_ticked_says_so(world, pages):
    """A draft of nothing comes back with a sentence."""
    _, ngo = await world.organisation()
    await filed(world, ngo, 1)
    browser = await pages.officer("cec")
    page = await browser.submit(await browser.open("/console"), "/console/acts", outcome="grant")
    assert page.status == 400
    assert "Mungon diçka" in page.text


async def test_each_commission_sees_its_own_acts(world, pages):
    """A ZEC sees neither the CEC's drafts nor their paper; an auditor reads and has no buttons; the help desk none."""
    _, ngo = await world.organisation()
    numbers = await filed(world, ngo, 1)
    body = {"election": world.election, "requests": numbers, "outcome": "grant"}
    made = (await world.cec.post("/v1/acts", body)).json()
    zec = await pages.officer("zec:30")
    assert (await zec.open(f"/console/acts/{made['id']}")).status == 404
    assert (await zec.raw(f"/console/acts/{made['id']}/decision.pdf")).status_code == 404
    assert f"/console/acts/{made['id']}" not in (await zec.open("/console/acts")).links
    auditor = await pages.officer("auditor")
    page = await auditor.open(f"/console/acts/{made['id']}")
    assert page.status == 200
    assert [one.action for one in page.forms if "/acts" in one.action] == []
    assert ("request", numbers[0]) not in [
        choice for form in (await auditor.open("/console?status=all")).forms for choice in form.choices
    ]
    office = await pages.officer("helpdesk")
    assert (await office.open("/console/acts")).status == 403
    token = (await office.open("/console/waiting")).value("/console/logout", "csrf")
    fields = [("csrf", token), ("once", "x"), *ACT.items()]
    assert (await office.post(f"/console/acts/{made['id']}/effect", fields)).status_code == 403
    assert await status(world, numbers[0]) == "received"
