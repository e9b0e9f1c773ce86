"""Reports on the pages: words are text, identities are kept, and each move is the API's."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from backend.actions.principals import Principal
from backend.actions.reports import report_evidence

WORDS = 'Tre veta në një kabinë. <img src=x onerror="alert(1)"> {{ 7*7 }}'


@pytest.fixture
async def sent(world):
    """Two reports of an accredited observer: an ordinary one and one of danger; the sender's client."""
    id, ngo = await world.organisation()
    number = (await world.filed(ngo))["number"]
    granted = await world.cec.post(f"/v1/requests/{number}/decision", world.decision())
    accreditation = granted.json()["accreditation"]
    numbers = []
    for words, category in ((WORDS, "FAM"), ("Burra me armë kërcënuan komisionin.", "SUS")):
        body = {"place": "1850/01", "words": words, "accreditation": accreditation, "category": category}
        answer = await ngo.post("/v1/reports", body)
        assert answer.status_code == 201, answer.text
        numbers.append(answer.json()["number"])
    return {"calm": numbers[0], "danger": numbers[1], "ngo": ngo, "accreditation": accreditation, "id": id}


async def test_the_list_shows_severity_place_and_age_and_escapes_words(world, pages, sent):
    """Whatever an observer wrote stands as text, in the list as on the page."""
    cec = await pages.officer("cec")
    for path in ("/console/reports", f"/console/reports/{sent['calm']}"):
        page = await cec.open(path)

        assert page.status == 200
        assert 'onerror="alert(1)"' in page.text
        assert "{{ 7*7 }}" in page.text
        assert "x" not in page.pictures
        assert "1850/01" in page.text
        assert "Votim familjar" in page.text
    only = await cec.open("/console/reports?severity=S1")
    assert sent["danger"] in only.text
    assert sent["calm"] not in only.html.partition("<table")[2]


async def test_a_voting_centres_commission_sees_no_identity(world, pages, sent):
    """The VCC reads what is addressed to it, without the accreditation, the sender or who filed it."""
    cec = await pages.officer("cec")
    page = await cec.open(f"/console/reports/{sent['calm']}")
    assert sent["accreditation"] in page.text
    fields = [
        ("csrf", page.value("/answer", "csrf")),
        ("once", "pass"),
        ("to", "passed_on"),
        ("addressee", "vcc:1850/01"),
    ]
    await cec.post(f"/console/reports/{sent['calm']}/transition", fields)
    vcc = await pages.officer("vcc:1850/01")
    seen = await vcc.open(f"/console/reports/{sent['calm']}")

    assert seen.status == 200
    assert "nuk u tregohet" in seen.text
    assert sent["accreditation"] not in seen.html
    assert f"organisation:{sent['id']}" not in seen.html


async def test_reports_of_other_commissions_do_not_open(world, pages, sent):
    """Another zone's commission, another voting centre, and roles without reports see nothing."""
    for role in ("zec:90", "vcc:289/01"):
        browser = await pages.officer(role)

        assert (await browser.open(f"/console/reports/{sent['calm']}")).status == 404, role
        assert sent["calm"] not in (await browser.open("/console/reports")).text
    operator = await pages.officer("operator")
    assert (await operator.open("/console/reports")).status == 403


async def test_an_answer_and_a_closing_go_the_way_of_the_api(world, pages, sent):
    """The sender reads the answer; an empty one is a sentence; a closed report takes no answer."""
    cec = await pages.officer("cec")
    page = await cec.open(f"/console/reports/{sent['calm']}")
    empty = await cec.submit(page, "/answer", text="  ")
    assert empty.status == 400
    assert "Teksti: është bosh" in empty.text

    answered = await cec.submit(empty, "/answer", text="U udhëzua komisioni.\nFaleminderit.")
    assert answered.path.endswith("done=answered")
    seen = (await sent["ngo"].get(f"/v1/reports/{sent['calm']}")).json()
    assert seen["status"] == "answered"
    assert seen["history"][-1]["text"] == "U udhëzua komisioni.\nFaleminderit."

    token = answered.value("/answer", "csrf")
    path = f"/console/reports/{sent['calm']}"
    await cec.post(f"{path}/transition", [("csrf", token), ("once", "close"), ("to", "closed")])
    closed = await cec.open(path)
    assert "I mbyllur" in closed.text
    assert not [one for one in closed.forms if one.action.endswith("/answer")]
    refused = await cec.post(f"{path}/answer", [("csrf", token), ("once", "late"), ("text", "Prapë")])
    assert refused.status_code == 409
    assert "nuk kalon dot" in refused.text


async def test_passing_on_needs_a_commission_of_the_election(world, pages, sent):
    """No choice, or a role that is no commission, is a sentence on the page."""
    cec = await pages.officer("cec")
    path = f"/console/reports/{sent['calm']}"
    token = (await cec.open(path)).value("/answer", "csrf")
    for once, addressee in (("a", ""), ("b", "operator"), ("c", "vcc:9999")):
        fields = [("csrf", token), ("once", once), ("to", "passed_on"), ("addressee", addressee)]
        answer = await cec.post(f"{path}/transition", fields)

        assert answer.status_code == 400, addressee
        assert "nuk u zgjodh" in answer.text


async def test_an_alert_stays_until_a_person_takes_it(world, pages, sent):
    """An S1 alert stands above every queue; taking it says who, and it is gone for all."""
    cec, helpdesk = await pages.officer("cec"), await pages.officer("helpdesk")
    stranger = await pages.officer("zec:90")
    page = await cec.open("/console")
    assert "Një alarm S1" in page.text
    assert "Një alarm S1" in (await helpdesk.open("/console/waiting")).text
    assert "alarm S1" not in (await stranger.open("/console")).text

    taken = await cec.submit(page, f"/console/reports/{sent['danger']}/acknowledgement")
    assert "Alarmi u mor në dorë" in taken.text
    assert "alarm S1" not in (await helpdesk.open("/console/waiting")).text
    late = await cec.submit(page, f"/console/reports/{sent['danger']}/acknowledgement", once="second")
    assert late.status == 200


async def test_pictures_are_shown_and_every_reading_is_audited(world, pages, sent):
    """A picture is served inline with nosniff; anything else is only saved; both leave an audit record."""
    out = BytesIO()
    Image.new("RGB", (320, 240), (90, 120, 90)).save(out, "JPEG")
    sender = Principal(f"organisation:{sent['id']}", organisation_id=sent["id"])
    for content, sniffed in ((out.getvalue(), "image/jpeg"), (b"<script>alert(1)</script>", "text/html")):
        await report_evidence.attach(world.services, sender, None, sent["calm"], content, "", sniffed)
    cec = await pages.officer("cec")
    page = await cec.open(f"/console/reports/{sent['calm']}")
    paths = [one for one in [*page.links, *page.pictures] if "/evidence/" in one]
    picture = await cec.raw(page.pictures[-1])
    other = await cec.raw(next(one for one in paths if one not in page.pictures))

    assert picture.headers["content-type"] == "image/jpeg"
    assert picture.headers["content-disposition"].startswith("inline")
    assert other.headers["content-type"] == "application/octet-stream"
    assert other.headers["content-disposition"].startswith("attachment")
    assert {one.headers["x-content-type-options"] for one in (picture, other)} == {"nosniff"}
    async with world.services.database.reading() as conn:
        row = await (
            await conn.execute("SELECT count(*) FROM audit_records WHERE action = 'evidence_read'")
        ).fetchone()
    assert row[0] == 2
