"""Deciding on the page: the same rules, defects and effects as the API's, without scripts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.backend.console.test_queue import delegated

ACT = {"act_number": "12", "act_date": "2027-04-20", "act_signatory": "Kryetari i KQZ"}
OWN = {
    "ground": "own",
    "article_own": "18(5)",
    "reason_own": "U paraqit pas afatit.",
    "facts_own": "U regjistrua pas ditës së fundit.",
}


async def filed(world) -> str:
    """One request of an Albanian organisation."""
    _, ngo = await world.organisation()
    return (await world.filed(ngo))["number"]


async def decided(browser, number: str, **fields):
    """Open the request's page and send its form."""
    page = await browser.open(f"/console/requests/{number}")
    return await browser.submit(page, f"/console/requests/{number}/decision", **fields)


async def test_a_grant_shows_the_badge_and_its_files(world, pages):
    """After the grant the same page shows the badge, whose picture and card open, and the act."""
    number = await filed(world)
    browser = await pages.officer("cec")
    page = await decided(browser, number, outcome="grant", **ACT)

    assert page.status == 200
    assert page.path.startswith(f"/console/requests/{number}?done=grant")
    assert "Karta është gati" in page.text
    assert "Kryetari i KQZ" in page.text
    png = next(one for one in page.pictures if one.endswith("badge.png"))
    pdf = next(one for one in page.links if one.endswith("badge.pdf"))
    assert (await browser.raw(png)).content.startswith(b"\x89PNG")
    card = await browser.raw(pdf)
    assert card.content.startswith(b"%PDF")
    assert card.headers["cache-control"] == "no-store"
    api = (await world.cec.get(f"/v1/requests/{number}")).json()
    assert api["status"] == "granted"
    assert api["decision"]["act"] == {"number": "12", "date": "2027-04-20", "signatory": "Kryetari i KQZ"}


async def test_a_refusal_prints_the_last_day_to_appeal(world, pages):
    """A refusal carries its ground, its act and the last day to appeal, on the page as in the API."""
    number = await filed(world)
    page = await decided(await pages.officer("cec"), number, outcome="refuse", **OWN, **ACT)

    assert "U paraqit pas afatit." in page.text
    assert "deri më 23 prill 2027" in page.text
    api = (await world.cec.get(f"/v1/requests/{number}")).json()
    assert api["status"] == "refused"
    assert api["decision"]["grounds"][0]["article"] == "18(5)"
    assert api["decision"]["appeal"]["last_day"] == "2027-04-23"


FORMS = [
    ({"outcome": "grant"}, {"outcome": "grant", "act": {}}),
    (
        {"outcome": "grant", **ACT, "act_date": "2027-04-21"},
        {"outcome": "grant", "act": {"date": "2027-04-21"}},
    ),
    ({"outcome": "grant", **ACT, "act_number": " "}, {"outcome": "grant", "act": {"number": " "}}),
    ({"outcome": "refuse", **ACT}, {"outcome": "refuse"}),
    (
        {"outcome": "refuse", **ACT, **OWN, "reason_own": " "},
        {
            "outcome": "refuse",
            "grounds": [{"article": "18(5)", "reason": " ", "facts": "U regjistrua pas ditës së fundit."}],
        },
    ),
    (
        {"outcome": "return", **ACT, **OWN, "article_own": ""},
        {"outcome": "return", "grounds": [{"article": "", "reason": "U paraqit pas afatit."}]},
    ),
    ({"outcome": "refuse"}, {"outcome": "refuse", "act": {}}),
]
"""What is typed on the page, and the same decision as a body of the API."""


async def test_the_page_finds_the_same_defects_as_the_api(world, pages):
    """For each incomplete decision: the same status, a sentence for each defect the API names, and nothing decided."""
    number = await filed(world)
    browser = await pages.officer("cec")
    texts = world.services.texts
    for typed, body in FORMS:
        act = {"number": "12", "date": "2027-04-20", "signatory": "Kryetari i KQZ"}
        given = body.get("act")
        body = {**body, "act": {**act, **given} if given else (act if given is None else {})}
        answer = await world.cec.post(f"/v1/requests/{number}/decision", body)
        problem = answer.json()
        page = await decided(browser, number, **typed)

        assert answer.status_code == page.status == 400, typed
        for code in problem["arguments"]["defects"]:
            arguments = {"act_date": datetime(2027, 4, 21).date(), "index": 0}
            sentence = texts.text("sq", "finding-" + code.replace("_", "-"), **arguments)
            assert " ".join(sentence.split()) in page.text, (typed, code)
    assert (await world.cec.get(f"/v1/requests/{number}")).json()["status"] in ("received", "assessed")


async def test_what_was_typed_is_kept_when_something_is_missing(world, pages):
    """Defects come back on the same page with every field as it was."""
    number = await filed(world)
    typed = {
        "outcome": "refuse",
        "ground": "own",
        "article_own": "18(1) <i>",
        "reason_own": "Rreshti i parë\nRreshti i dytë",
        "facts_own": "U vu re.",
        "act_number": "77/2027",
        "act_date": "",
        "act_signatory": 'A. "Kryetari" & Co',
    }
    page = await decided(await pages.officer("cec"), number, **typed)
    form = page.form("/decision")

    assert page.status == 400
    assert typed.items() <= dict(form.fields).items() | {("act_date", "")}
    assert "Mungon diçka" in page.text


async def test_an_impossible_date_or_no_outcome_is_a_sentence(world, pages):
    """A browser without a date field may send anything."""
    number = await filed(world)
    browser = await pages.officer("cec")
    wrong = await decided(browser, number, outcome="grant", **{**ACT, "act_date": "31.02.2027"})
    empty = await decided(browser, number, **ACT)

    assert (wrong.status, empty.status) == (400, 400)
    assert "Data e aktit: nuk është datë" in wrong.text
    assert dict(wrong.form("/decision").fields)["act_date"] == "31.02.2027"
    assert "Vendimi: është bosh" in empty.text


async def test_a_form_sent_twice_decides_once(world, pages):
    """A double click gets the same page; the decision and the audit stand once."""
    number = await filed(world)
    browser = await pages.officer("cec")
    page = await browser.open(f"/console/requests/{number}")
    fields = {"outcome": "grant", **ACT}
    first = await browser.submit(page, "/decision", **fields)
    second = await browser.submit(page, "/decision", **fields)

    assert (first.status, second.status) == (200, 200)
    async with world.services.database.reading() as conn:
        row = await (await conn.execute("SELECT count(*) FROM decisions")).fetchone()
    assert row[0] == 1


async def test_the_second_of_two_officers_sees_what_the_first_decided(world, pages):
    """Both had the page open: the second form takes no effect, and says so with the state of today."""
    number = await filed(world)
    one, other = await pages.officer("cec"), await pages.officer("cec")
    stale = await other.open(f"/console/requests/{number}")
    await decided(one, number, outcome="grant", **ACT)
    page = await other.submit(stale, "/decision", outcome="refuse", **OWN, **ACT)

    assert page.status == 409
    assert "E miratuar" in page.text
    assert (await world.cec.get(f"/v1/requests/{number}")).json()["status"] == "granted"


async def test_only_a_competent_commission_has_the_form_and_can_use_it(world, pages):
    """Another zone's commission sees nothing and its forged form is refused; the zone's own commission decides."""
    first, _ = await delegated(world)
    zec, other = await pages.officer("zec:30"), await pages.officer("zec:90")
    token = (await other.open("/console")).value("/console/logout", "csrf")
    fields = [("csrf", token), ("once", "forged"), ("outcome", "grant"), *ACT.items()]

    assert (await other.open(f"/console/requests/{first}")).status == 404
    assert (await other.post(f"/console/requests/{first}/decision", fields)).status_code in (403, 404)
    assert (await decided(zec, first, outcome="grant", **ACT)).status == 200


async def test_the_cec_that_decides_what_it_delegated_is_warned(world, pages):
    """The form says before, and the page after, that the decision was delegated."""
    first, _ = await delegated(world)
    cec = await pages.officer("cec")
    before = await cec.open(f"/console/requests/{first}")
    after = await decided(cec, first, outcome="grant", **ACT)

    assert "ia ka deleguar këtë kërkesë: KZAZ 30" in before.text
    assert "delegated_away" in after.path


async def test_an_auditor_reads_and_decides_nothing(world, pages):
    """An auditor sees the request and has no form; a forged one is refused."""
    number = await filed(world)
    browser = await pages.officer("auditor")
    page = await browser.open(f"/console/requests/{number}")

    assert page.status == 200
    assert [one.action for one in page.forms] == ["/console/logout"]
    fields = [
        ("csrf", page.value("/console/logout", "csrf")),
        ("once", "x"),
        ("outcome", "grant"),
        *ACT.items(),
    ]
    assert (await browser.post(f"/console/requests/{number}/decision", fields)).status_code == 403


async def test_the_lenient_date_stands_beside_the_form_before_a_refusal_for_lateness(world, pages):
    """Late by the election's reading, in time by another: both dates are shown, and without the tick nothing is refused."""
    _, ngo = await world.organisation()
    # 1 May 2027 is the last day by the calendar reading; it is a Saturday, so another reading moves the end.
    await world.at(datetime(2027, 5, 2, 9, tzinfo=UTC))
    number = (await world.filed(ngo))["number"]
    browser = await pages.officer("cec")
    page = await browser.open(f"/console/requests/{number}")

    assert (
        "U paraqit më 2 maj 2027, 11:00. Sipas leximit më të gjerë afati mbaron më 3 maj 2027, 24:00."
        in page.text
    )
    assert "afati mbaroi më 1 maj 2027, 24:00" in page.text
    assert "lenient_seen" in page.form("/decision").names
    ground = page.value("/decision", "mark")
    assert page.value("/decision", f"code_{ground}") == "too_late"
    assert page.value("/decision", f"reason_{ground}")
    act = {**ACT, "act_date": "2027-05-02"}
    blocked = await decided(browser, number, outcome="refuse", ground=ground, **act)
    assert blocked.status == 400
    assert "Sipas një leximi tjetër kërkesa ishte në afat" in blocked.text
    assert (await world.cec.get(f"/v1/requests/{number}")).json()["status"] == "received"

    seen = await decided(browser, number, outcome="refuse", ground=ground, lenient_seen="1", **act)
    assert seen.status == 200
    assert (await world.cec.get(f"/v1/requests/{number}")).json()["status"] == "refused"


async def test_the_counting_of_every_reading_is_printed(world, pages):
    """Each of the four readings stands with its end and every step of its count, in words and not in codes."""
    number = await filed(world)
    page = await (await pages.officer("cec")).open(f"/console/requests/{number}")

    for name in ("Ditë kalendarike", "Ditë të plota", "Procedura civile", "Procedura administrative"):
        assert name in page.text
    assert "16 maj 2027 nuk numërohet" in page.text
    assert "U numëruan 15 ditë" in page.text
    for code in ("excluded_day", "counted_days", "last_day", "in_time", "kind_has_right", "finding-"):
        assert code not in page.text


async def test_the_same_document_is_shown_and_decides_nothing(world, pages):
    """Two requests for one document point to each other; the document's number is masked on both."""
    _, ngo = await world.organisation()
    document = {"document": {"type": "passport", "number": "BK7654321"}}
    first = (await world.filed(ngo, observer=document))["number"]
    second = (await world.filed(ngo, observer=document))["number"]
    page = await (await pages.officer("cec")).open(f"/console/requests/{second}")

    assert f"/console/requests/{first}" in page.links
    assert "i njëjti dokument" in page.text
    assert "BK7654321" not in page.html
    assert "•••••••21" in page.text
    assert page.form("/decision")


async def test_a_revocation_by_the_page_ends_the_badge_at_once(world, pages):
    """Without a reason it is refused with a sentence; with one the badge's file is gone and its public page says so."""
    basis = {
        "measure": "revoke",
        "article": "19(2)",
        "law": "9087/2003",
        "act": {"number": "1", "date": "2027-04-20", "signatory": "Juristi"},
    }
    answer = await world.cec.post(f"/v1/elections/{world.election}/legal-bases", basis)
    assert answer.status_code == 201, answer.text
    number = await filed(world)
    browser = await pages.officer("cec")
    page = await decided(browser, number, outcome="grant", **ACT)
    accreditation = (await world.cec.get(f"/v1/requests/{number}")).json()["accreditation"]
    public = (await world.cec.get(f"/v1/accreditations/{accreditation}")).json()["badge"]["public_address"]
    public = "/b/" + public.rpartition("/")[2]
    assert "në fuqi" in (await browser.open(public)).text

    lacking = await browser.submit(page, "/revocation", **{**ACT, "reason": ""})
    assert lacking.status == 400
    assert "Arsyeja: është bosh" in lacking.text
    assert lacking.value("/revocation", "act_number") == "12"

    revoked = await browser.submit(lacking, "/revocation", **{**ACT, "reason": "Shkeli kodin e sjelljes."})
    assert "Karta nuk vlen më" in revoked.text
    assert (await browser.raw(f"/console/accreditations/{accreditation}/badge.png")).status_code == 409
    assert "shfuqizuar" in (await browser.open(public)).text


async def test_a_failure_to_decide_is_named_and_can_still_be_mended(world, pages, now):
    """After the term the page says that it is late; a late decision is late, not void."""
    number = await filed(world)
    await world.at(now + timedelta(days=6, hours=1))
    browser = await pages.officer("cec")
    page = await browser.open(f"/console/requests/{number}")

    assert "Mosvendim" in page.text
    assert "Me vonesë" in page.text
    assert (
        await decided(browser, number, outcome="grant", **{**ACT, "act_date": "2027-04-26"})
    ).status == 200
