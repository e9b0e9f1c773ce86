"""Orders in a browser without scripts: filter, preview, proposal, the second officer, the paper, and one accreditation."""

from __future__ import annotations

import pytest

ACT = {"act_number": "214", "act_date": "2027-04-20", "act_signatory": "Kryetari i KQZ"}


@pytest.fixture
async def held(world):
    """Accreditations of an NGO and of a medium in the same voting centre, under a basis that the lawyer set."""
    answer = await world.cec.post(
        f"/v1/elections/{world.election}/legal-bases",
        {
            "measure": "revoke",
            "article": "19(2)",
            "law": "9087/2003",
            "act": {"number": "1", "date": "2027-04-20", "signatory": "Juristi"},
        },
    )
    assert answer.status_code == 201, answer.text
    numbers = {}
    for kind in ("albanian_ngo", "media"):
        _, sender = await world.organisation(kind)
        number = (await world.filed(sender))["number"]
        granted = await world.cec.post(f"/v1/requests/{number}/decision", world.decision())
        numbers[kind] = granted.json()["accreditation"]
    return numbers


async def test_two_officers_make_an_order_page_by_page(world, pages, held):
    """What is previewed is proposed; its officer is told to wait; the second one confirms in an own session."""
    first, second = await pages.officer("cec"), await pages.officer("cec")
    page = await first.open("/console/revocations")
    page = await first.submit(page, "/console/revocations/preview", units="30", exempt_kinds=["media"])
    assert page.status == 200
    assert held["albanian_ngo"] in page.text
    assert held["media"] not in page.text

    bad = await first.submit(page, "/console/revocations", reason="", **ACT)
    assert bad.status == 400
    assert "Çfarë mungon" in bad.text or bad.form("/console/revocations")
    page = await first.submit(bad, "/console/revocations", reason="Incident në zonë", hours="3", **ACT)
    assert "Pret zyrtarin e dytë" in page.text
    assert not [one for one in page.forms if one.action.endswith("/confirmation#defects")]
    states = await world.cec.get(f"/v1/accreditations/{held['albanian_ngo']}")
    assert states.json()["state"] == "valid"

    seen = await second.open(page.path.partition("?")[0])
    done = await second.submit(seen, "/confirmation")

    assert "Urdhri hyri në fuqi" in done.text
    assert (await world.cec.get(f"/v1/accreditations/{held['albanian_ngo']}")).json()["state"] == "revoked"
    assert (await world.cec.get(f"/v1/accreditations/{held['media']}")).json()["state"] == "valid"
    paper = next(one for one in done.links if "paper.pdf" in one)
    assert (await second.raw(paper)).content.startswith(b"%PDF")


async def test_what_changed_is_shown_before_the_confirmation(world, pages, held):
    """The second officer ticks that the differences were seen; without it the page comes back."""
    first, second = await pages.officer("cec"), await pages.officer("cec")
    page = await first.submit(
        await first.open("/console/revocations"), "/console/revocations/preview", units="30"
    )
    page = await first.submit(page, "/console/revocations", reason="Incident", **ACT)
    body = {"reason": "Vetëm", "act": {"number": "2", "date": "2027-04-20", "signatory": "K"}}
    await world.cec.post(f"/v1/accreditations/{held['media']}/revocation", body)
    seen = await second.open(page.path.partition("?")[0])
    assert held["media"] in seen.text

    back = await second.submit(seen, "/confirmation")
    assert back.status == 409
    done = await second.submit(back, "/confirmation", differences_seen="1")

    assert "Urdhri hyri në fuqi" in done.text


async def test_an_order_without_a_basis_says_so_and_offers_no_proposal(world, pages):
    """The code of 2005 names no such power: the lawyer's act is asked for on the same page, and then it works."""
    _, sender = await world.organisation()
    number = (await world.filed(sender))["number"]
    await world.cec.post(f"/v1/requests/{number}/decision", world.decision())
    officer = await pages.officer("cec")
    page = await officer.open("/console/revocations")
    blocked = await officer.submit(page, "/console/revocations/preview", units="30")
    assert "nuk e përmend këtë kompetencë" in blocked.text
    assert not [one for one in blocked.forms if one.action == "/console/revocations#defects"]

    page = await officer.submit(
        blocked, f"/bases/{world.election}", measure="revoke", article="19(2)", law="9087/2003", **ACT
    )
    assert "Baza ligjore u caktua" in page.text
    page = await officer.submit(page, "/console/revocations/preview", units="30")
    assert [one for one in page.forms if one.action == "/console/revocations#defects"]


async def test_everybody_reads_the_orders_in_effect_without_names(world, pages, held):
    """Where, which categories, how many, until when: no observer, no sender."""
    first, second = await pages.officer("cec"), await pages.officer("cec")
    page = await first.submit(
        await first.open("/console/revocations"), "/console/revocations/preview", units="30"
    )
    page = await first.submit(page, "/console/revocations", reason="Incident", **ACT)
    await second.submit(await second.open(page.path.partition("?")[0]), "/confirmation")
    from tests.backend.console.browser import Browser

    public = await Browser(world.client).open("/orders")

    assert public.status == 200
    assert "214" in public.text
    assert "30" in public.text
    assert "VZH-" not in public.text
    assert "Vëzhguesit" not in public.text


async def test_one_accreditation_is_suspended_restored_and_issued_anew(world, pages, held):
    """Each measure is a form with its reason and act; what it lacks comes back; the history shows all of them."""
    await world.cec.post(
        f"/v1/elections/{world.election}/legal-bases",
        {
            "measure": "suspend",
            "article": "19(2)",
            "law": "9087/2003",
            "act": {"number": "1", "date": "2027-04-20", "signatory": "Juristi"},
        },
    )
    officer = await pages.officer("cec")
    path = f"/console/accreditations/{held['media']}"
    page = await officer.open(path)
    bare = await officer.submit(page, "/suspension", reason="", **ACT)
    assert bare.status == 400
    page = await officer.submit(bare, "/suspension", reason="Nën hetim", **ACT)
    assert "Akreditimi u pezullua" in page.text
    assert not [one for one in page.forms if one.action.endswith("/reissue#defects")]
    page = await officer.submit(page, "/restoration", reason="U sqarua", **ACT)
    assert "Akreditimi u rikthye" in page.text
    page = await officer.submit(page, "/reissue", reason="Karta u humb", **ACT)
    assert page.path.partition("?")[0] != path
    assert held["media"] in page.text
    old = await officer.open(path)
    for word in ("Lëshuar", "Pezulluar", "Rikthyer", "Zëvendësuar", "Nën hetim"):
        assert word in old.text
    auditor = await (await pages.officer("auditor")).open(path)
    assert not [one for one in auditor.forms if "/accreditations/" in one.action]
    assert (await (await pages.officer("zec:90")).open(path)).status == 404
