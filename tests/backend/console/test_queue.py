"""The queue: what is late on top, what is due first next, and only what is one's own."""

from __future__ import annotations

import re
from datetime import timedelta

from tests.backend.api.conftest import Api, World

NUMBER = re.compile(r"/console/requests/(R-\d{4}-\d{6})$")


def rows(page) -> list[str]:
    """The request numbers of a queue in the order shown."""
    return [found[1] for link in page.links if (found := NUMBER.search(link))]


async def delegated(world: World) -> tuple[str, str]:
    """Two requests of a party in two units whose commissions decide by delegation."""
    delegation = {
        "instruction": "KQZ 10",
        "to": "zec",
        "from_at": "2027-04-01T00:00:00Z",
        "units": ["30", "90"],
    }
    made = await world.cec.post(f"/v1/elections/{world.election}/delegations", delegation)
    assert made.status_code == 201, made.text
    _, party = await world.organisation("political_party")
    scope = {"voting_centres": [], "electoral_units": ["30"]}
    first = (await world.filed(party, scope=scope))["number"]
    second = (await world.filed(party, scope={**scope, "electoral_units": ["90"]}))["number"]
    return first, second


async def test_what_is_late_stands_on_top_then_what_is_due_first(world, pages, now):
    """A failure to decide leads the queue and is named; the others follow by their terms."""
    _, ngo = await world.organisation()
    _, foreign = await world.organisation("foreign_ngo", "DE")
    old = (await world.filed(ngo))["number"]
    await world.at(now + timedelta(days=2))
    later = (await world.filed(ngo))["number"]
    await world.at(now + timedelta(days=6, hours=1))
    soonest = (await world.filed(foreign, observer={"citizenship": "DE"}))["number"]
    page = await (await pages.officer("cec")).open("/console")

    assert rows(page) == [old, soonest, later]
    assert "Mosvendim" in page.text
    assert "Me vonesë" in page.text
    assert "Edhe 23 orë" in page.text or "Edhe 1 ditë" in page.text
    assert "synim i brendshëm" in page.text


async def test_each_commission_sees_only_its_own(world, pages):
    """A ZEC's queue holds what is delegated to it; another zone's request is not in it and does not open."""
    first, second = await delegated(world)
    zec = await pages.officer("zec:30")

    assert rows(await zec.open("/console")) == [first]
    assert rows(await zec.open("/console?of=all&status=all")) == [first]
    assert rows(await zec.open(f"/console?number={second}")) == []
    assert (await zec.open(f"/console/requests/{first}")).status == 200
    assert (await zec.open(f"/console/requests/{second}")).status == 404
    assert (await zec.open(f"/console/requests/{second}/photo")).status == 404


async def test_the_cec_can_look_at_every_commissions_requests(world, pages):
    """The CEC's own queue is its own; the other view holds all."""
    first, second = await delegated(world)
    _, ngo = await world.organisation()
    own = (await world.filed(ngo))["number"]
    cec = await pages.officer("cec")

    assert rows(await cec.open("/console")) == [own]
    assert sorted(rows(await cec.open("/console?of=all"))) == sorted([first, second, own])


async def test_filters_by_state_and_number(world, pages):
    """Each state has its own list with a count; a number finds one request in any state."""
    _, ngo = await world.organisation()
    granted = (await world.filed(ngo))["number"]
    open_one = (await world.filed(ngo))["number"]
    answer = await world.cec.post(f"/v1/requests/{granted}/decision", world.decision())
    assert answer.status_code == 200, answer.text
    cec = await pages.officer("cec")

    assert rows(await cec.open("/console")) == [open_one]
    assert rows(await cec.open("/console?status=granted")) == [granted]
    assert sorted(rows(await cec.open("/console?status=all"))) == sorted([granted, open_one])
    assert rows(await cec.open(f"/console?number={granted.lower()}")) == [granted]
    assert rows(await cec.open("/console?status=nonsense")) == [open_one]
    assert rows(await cec.open("/console?page=2")) == []


async def test_a_finding_against_is_a_badge_and_lateness_is_said_in_words(world, pages, now):
    """Colour is never alone: each clock and each finding has words."""
    await world.at(now - timedelta(days=40))
    _, ngo = await world.organisation()
    await world.filed(ngo)
    page = await (await pages.officer("cec")).open("/console?status=all")

    assert "Para kohe" in page.text


async def test_names_and_words_of_others_are_text_and_never_markup(world, pages):
    """A name that is a script stands on the page as its letters."""
    script = "<script>alert(1)</script>"
    _, ngo = await world.organisation()
    answer = await world.public.post(
        "/v1/organisations",
        {"name": '"><img src=x onerror=alert(2)>', "kind": "albanian_ngo", "country": "AL"},
    )
    number = (
        await world.filed(
            Api(world.client, answer.json()["api_key"]),
            observer={"given_name": script, "family_name": "O'<i>X"},
        )
    )["number"]
    cec = await pages.officer("cec")
    for path in ("/console", f"/console/requests/{number}"):
        page = await cec.open(path)

        assert page.status == 200
        assert script in page.text
        assert "onerror=alert(2)" in page.text
        assert not [tag for tag, _ in page.tags if tag in ("script", "i")]
        assert "x" not in page.pictures


async def test_roles_without_requests_get_their_own_first_page(pages):
    """A voting centre's commission starts with reports, the help desk with people who wait, the operator elsewhere."""
    for role, path in (
        ("vcc:1850/01", "/console/reports"),
        ("helpdesk", "/console/waiting"),
        ("operator", "/console/operation"),
    ):
        browser = await pages.officer(role)

        assert (await browser.open("/console")).path == path
        assert (await browser.open("/console/requests/R-2027-000001")).status == 403
