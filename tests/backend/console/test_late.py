"""The page of what is late, and what the page of one request shows of its life."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.backend.console.test_queue import rows

LATER = datetime(2027, 4, 28, 8, tzinfo=UTC)


async def test_the_page_shows_what_is_late_since_when_and_the_appeal(world, pages):
    """The longest late first, with article, term of appeal and the count of each commission."""
    _, ngo = await world.organisation()
    _, embassy = await world.organisation("foreign_state", "IT")
    foreign = (await world.filed(embassy, observer={"citizenship": "IT"}))["number"]
    number = (await world.filed(ngo))["number"]
    officer = await pages.officer("cec")
    assert "Asgjë nuk është me vonesë." in (await officer.open("/console/late")).text

    await world.at(LATER)
    # A session lasts twelve hours.
    page = await (await pages.officer("cec")).open("/console/late")

    assert rows(page) == [foreign, number]
    assert "25 prill 2027, 24:00" in page.text
    assert "i hapur deri më 29 prill 2027, 24:00" in page.text
    assert "synim i brendshëm, jo ligj" in page.text
    assert "neni 18(5), ligji 9087/2003" in page.text


async def test_a_zone_sees_its_own_and_others_nothing(world, pages):
    """Another commission's lateness is not shown; a voting centre has no such page."""
    _, ngo = await world.organisation()
    await world.filed(ngo)
    await world.at(LATER)

    zone = await (await pages.officer("zec:30")).open("/console/late")
    assert rows(zone) == []
    centre = await (await pages.officer("vcc:1850/01")).open("/console/late")
    assert centre.status == 403


async def test_the_page_of_a_request_shows_similar_persons_and_both_beginnings_of_the_time(world, pages):
    """Another sender's filing of the same person, the awaited translation, and from when the time runs."""
    _, ngo = await world.organisation()
    _, media = await world.organisation("media")
    first = (await world.filed(ngo, language="en", sent_at="2027-04-20T08:00:00Z"))["number"]
    second = (await world.filed(media, observer={"given_name": "Хоџа", "family_name": "Ана"}))["number"]
    officer = await pages.officer("cec")
    await world.cec.post(
        f"/v1/requests/{first}/translation-notice", {"last_day": "2027-04-26", "act": {"number": "7"}}
    )

    page = await officer.open(f"/console/requests/{first}")

    assert f"/console/requests/{second}" in page.links
    assert "i njëjti emër dhe e njëjta datëlindje" in page.text
    assert "Kjo vetëm tregohet; makina nuk vendos asgjë." in page.text
    assert "afati shtesë deri më 26 prill 2027 (akti 7)" in page.text
    assert "Nga përkthimi: nuk ka filluar" in page.text
    assert "U dërgua, sipas dërguesit" in page.text

    await ngo.post(f"/v1/requests/{first}/translation", files={"file": ("t.pdf", b"%PDF-1.7 x")})
    page = await officer.open(f"/console/requests/{first}")
    assert f"/console/requests/{first}/translation" in page.links
    file = await officer.open(f"/console/requests/{first}/translation")
    assert file.status == 200


async def test_an_officer_asks_for_a_translation_by_the_form(world, pages):
    """A day without an act is refused with a sentence and kept; with one the sender is told, and the form is gone."""
    _, ngo = await world.organisation()
    number = (await world.filed(ngo, language="en"))["number"]
    officer = await pages.officer("cec")
    page = await officer.open(f"/console/requests/{number}")

    lacking = await officer.submit(page, "/translation-notice", last_day="2027-04-26")
    assert lacking.status == 400
    assert "Vendimi nuk ka numër akti." in lacking.text
    assert 'value="2027-04-26"' in lacking.html
    done = await officer.submit(lacking, "/translation-notice", last_day="2027-04-26", act_number="7")
    assert "Dërguesi u njoftua për përkthimin." in done.text
    assert "afati shtesë deri më 26 prill 2027 (akti 7)" in done.text
    assert "/translation-notice" not in done.html
