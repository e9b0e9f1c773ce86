"""The reconciler: what no webhook brought is found in the provider's list and goes through the same unique key."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from backend.jobs import reconciler
from bots.simulators.faults import Fault, FaultKind

SINCE = timedelta(hours=1)


@pytest.fixture
def fill(house):
    """Run the reconciler in the service's own loop, as its worker does."""

    async def filling() -> int:
        from backend.app import compose

        services = compose(house.services.settings, house.database_url, work_size=2)
        await services.database.open()
        try:
            return await reconciler.fill_gaps(services, datetime.now(UTC) - SINCE)
        finally:
            for port in services.parts["ports"].values():
                if port.sender is not None:
                    await port.sender.close()
            await services.database.close()

    return filling


async def test_a_lost_webhook_is_found_in_the_list_and_answered(house, fill):
    """Twilio's webhook is lost for good; the listed message is recorded once, stepped, and answered by the API."""
    phone = house.twilio.phone("+355690000100")
    await phone.say("ku votoj?")
    await house.settled(phone.address)
    known = await house.one("SELECT count(*) FROM inbox")
    house.twilio.faults.arm(Fault(kind=FaultKind.DROP_BEFORE, operation="webhook", times=0))
    lost = await phone.say("/menu")
    house.twilio.faults.clear()
    assert await house.one("SELECT count(*) FROM inbox") == known

    assert await fill() == 1
    assert await fill() == 0, "the same key: nothing is found twice"

    await house.eventually("SELECT state FROM inbox WHERE provider_id = %s", "done", lost)
    before = len([line for line in phone.transcript() if not line.mine])
    await house.settled(phone.address)
    assert len([line for line in phone.transcript() if not line.mine]) >= max(before, 2)


async def test_a_late_webhook_after_the_list_steps_nothing_again(house, fill):
    """The webhook comes after all: it is answered with what was recorded, and stepped once."""
    phone = house.twilio.phone("+355690000101")
    house.twilio.faults.arm(Fault(kind=FaultKind.DROP_BEFORE, operation="webhook", times=0))
    sid = await phone.say("/menu")
    house.twilio.faults.clear()
    assert await fill() == 1
    await house.eventually("SELECT state FROM inbox WHERE provider_id = %s", "done", sid)

    answer = await house.form("/webhooks/twilio/messages", house.whatsapp_form(sid, "/menu", phone.address))

    assert answer.status_code == 200
    assert b"<Message" not in answer.content
    assert await house.one("SELECT steps FROM conversations WHERE chat_key = %s", phone.address) == 1


async def test_an_unreadable_list_loses_nothing(house, fill):
    """Twilio cannot be asked now: it is shown in the channel's health, and the next run finds the gap."""
    phone = house.twilio.phone("+355690000102")
    house.twilio.faults.arm(Fault(kind=FaultKind.DROP_BEFORE, operation="webhook", times=0))
    await phone.say("/menu")
    house.twilio.faults.clear()
    house.twilio.faults.arm(Fault(kind=FaultKind.SERVER_ERROR, operation="Messages.list", status=503))

    assert await fill() == 0
    assert await fill() == 1


async def test_telegram_brings_by_itself_what_it_could_not_deliver(house):
    """A 503 is repeated by Telegram itself until it is taken, in the order of the chat."""
    phone = await house.greeted()
    await house.sql("ALTER TABLE inbox ADD CONSTRAINT closed CHECK (received_at < '2000-01-01') NOT VALID")
    phone.say("/menu")
    phone.say("/help")
    await asyncio.sleep(0.5)
    await house.sql("ALTER TABLE inbox DROP CONSTRAINT closed")
    await house.eventually("SELECT count(*) FROM inbox WHERE state = 'done'", 3)

    steps = await house.sql("SELECT convert_from(raw, 'UTF8') FROM inbox ORDER BY step_no")
    assert ["/menu" in steps[1][0], "/help" in steps[2][0]] == [True, True]
