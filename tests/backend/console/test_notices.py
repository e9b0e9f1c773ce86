"""The page of notices: what a commission was told, and where delivery failed."""

from __future__ import annotations

from datetime import timedelta

from backend.actions.notices import notices
from backend.actions.notices.notices import NoticeKind, to_commission, to_sender
from backend.jobs import spreading
from tests.backend.api.conftest import World
from tests.backend.console.conftest import Pages


async def tell(world: World, *told: notices.NewNotice) -> None:
    """Record and spread."""
    async with world.services.database.transaction() as conn:
        await notices.tell(world.services, conn, world.services.clock.now(), told)
    while await spreading.spread_due(world.services):
        pass


async def test_a_commission_sees_what_it_was_told_newest_first(world: World, pages: Pages) -> None:
    """With the request behind it, in both languages; a page at a time."""
    due = world.services.clock.now() + timedelta(days=1)
    for number in range(1, 53):
        subject = f"request:R-2027-{number:06d}"
        await tell(
            world, to_commission(world.election, "zec:30", NoticeKind.DECISION_DUE_SOON, subject, due_at=due)
        )
    officer = await pages.officer("zec:30")
    page = await officer.open("/console/notices")

    assert page.status == 200
    assert "Kërkesa R-2027-000052: afati po mbaron" in page.text
    assert page.text.index("000052") < page.text.index("000051")
    assert "/console/requests/R-2027-000052" in page.links
    [further] = [one for one in page.links if one.startswith("/console/notices?before=")]
    page = await officer.open(further)
    assert "R-2027-000001" in page.text
    assert "R-2027-000003" not in page.text

    await officer.open("/language/en?to=/console/notices")
    assert "the time is running out" in (await officer.open("/console/notices")).text
    other = await pages.officer("zec:90")
    assert "Ende asnjë njoftim" in (await other.open("/console/notices")).text


async def test_the_operator_sees_what_could_not_be_delivered(world: World, pages: Pages) -> None:
    """By recipient and reason."""
    id, _ = await world.organisation()
    await tell(world, to_sender(id, NoticeKind.REQUEST_GRANTED, "request:R-2027-000001"))
    operator = await pages.officer("operator")
    assert "Çdo njoftim mbërriti" in (await operator.open("/console/notices")).text
    async with world.services.database.transaction() as conn:
        await conn.execute(
            "INSERT INTO deliveries (notice_id, channel, kind, state, error, attempts, first_at, due_at) "
            "SELECT id, 'mail', kind, 'failed', '550', 1, at, at FROM notices"
        )
    page = await operator.open("/console/notices")
    assert f"organisation:{id}" in page.text
    assert "nuk mbërriti" in page.text
    assert "550" in page.text


async def test_who_is_told_nothing_has_no_such_page(world: World, pages: Pages) -> None:
    """The help desk is told nothing."""
    helpdesk = await pages.officer("helpdesk")
    assert (await helpdesk.open("/console/notices")).status == 403
