"""Delivery to senders' webhooks: signed, at least once, the same bytes under the same id, and never for ever."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import pytest

from backend.actions.notices.webhook_secrets import verify
from backend.jobs import webhook_calls, webhooks_out
from tests.backend.notices.house import House
from tests.backend.notices.receiver import Receiver


async def test_a_notice_arrives_signed_with_number_code_and_link(house: House, receiver: Receiver) -> None:
    """The receiver verifies it with the secret that was shown once."""
    await house.set_webhook(receiver.url)
    await house.tell()

    assert await house.deliver() == 1
    [(headers, body)] = receiver.taken
    assert verify(house.secret, headers, body, house.services.clock.now())
    said = json.loads(body)
    assert headers["webhook-id"] == said["id"]
    assert said["type"] == "request_granted"
    assert said["sequence"] == 1
    assert said["data"]["subject"].startswith("request:R-")
    assert said["data"]["link"].startswith("http://127.0.0.1:8000/v1/requests/R-")
    assert await house.states() == ["sent"]


async def test_notices_arrive_in_order_with_numbers_without_a_gap(house: House, receiver: Receiver) -> None:
    """A receiver sees by the sequence whether it missed one."""
    await house.set_webhook(receiver.url)
    await house.tell(25)

    await house.deliver()
    assert [json.loads(body)["sequence"] for _, body in receiver.taken] == list(range(1, 26))
    assert receiver.most_at_once == 1


@pytest.mark.parametrize("fault", [500, 400, 404, 429, "redirect", "drop_before", "drop_after", "timeout"])
async def test_a_failed_delivery_is_repeated_with_the_same_id_and_bytes(
    house: House, receiver: Receiver, fault: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever went wrong, the receiver tells the repetition by its id."""
    monkeypatch.setattr(webhook_calls.Caller.__init__, "__kwdefaults__", {"total_s": 0.5})
    await house.set_webhook(receiver.url)
    receiver.script = [fault]
    await house.tell()

    await house.deliver()
    assert await house.states() == ["waiting"]
    house.later(seconds=60)
    await house.deliver()
    assert await house.states() == ["sent"]
    first, second = receiver.calls
    assert first[1]["webhook-id"] == second[1]["webhook-id"]
    assert first[2] == second[2]
    assert first[0] == second[0] == "/vezhgo", "a redirect is not followed"


async def test_pauses_grow_and_after_three_days_it_is_given_up(house: House, receiver: Receiver) -> None:
    """About twenty attempts in three days, the first ones close together."""
    await house.set_webhook(receiver.url)
    receiver.script = [500] * 100
    started = house.services.clock.now()
    await house.tell()
    at = []
    for _ in range(100):
        if await house.deliver():
            at.append((house.services.clock.now() - started).total_seconds())
        [(state, due)] = await house.rows("SELECT state, due_at FROM deliveries WHERE channel = 'webhook'")
        if state != "waiting":
            break
        house.move_to(due)

    assert state == "failed"
    assert 12 <= len(at) <= 25
    assert at[1] - at[0] < 10
    assert at[3] - at[2] > 60
    assert timedelta(days=3) <= timedelta(seconds=at[-1]) < timedelta(days=4)


async def test_retry_after_is_honoured(house: House, receiver: Receiver) -> None:
    """The receiver knows best when it is there again; the notices behind wait with it."""
    await house.set_webhook(receiver.url)
    receiver.script = [(503, 1800)]
    await house.tell(3)

    assert await house.deliver() == 1
    house.later(minutes=29)
    assert await house.deliver() == 0
    house.later(minutes=2)
    assert await house.deliver() == 3
    assert [json.loads(body)["sequence"] for _, body in receiver.taken] == [1, 2, 3]


async def test_410_closes_the_endpoint_and_the_sender_is_told(house: House, receiver: Receiver) -> None:
    """What waits is given up and stands in the feed, with a notice about the endpoint itself."""
    await house.set_webhook(receiver.url)
    receiver.script = [410]
    await house.tell(2)

    await house.deliver()
    assert await house.states() == ["failed", "failed"]
    assert len(receiver.calls) == 1
    rows = await house.rows("SELECT kind FROM notices ORDER BY id")
    assert [row[0] for row in rows] == ["request_granted", "request_granted", "endpoint_disabled"]
    await house.tell()
    assert await house.deliver() == 0
    [(state, reason)] = await house.rows("SELECT state, reason FROM sender_webhooks")
    assert (state, reason) == ("disabled", "gone")

    # Set again, it is live; what comes from now on is delivered.
    await house.set_webhook(receiver.url)
    await house.tell()
    assert await house.deliver() == 1


async def test_an_endpoint_that_takes_nothing_for_three_days_is_closed(
    house: House, receiver: Receiver
) -> None:
    """Whatever fails there, each notice for itself: nothing arrived for three days."""
    await house.set_webhook(receiver.url)
    receiver.script = [500] * 100
    await house.tell()
    await house.deliver()
    for _ in range(4):
        house.later(hours=20)
        await house.tell()
        await house.deliver()

    [(state, reason)] = await house.rows("SELECT state, reason FROM sender_webhooks")
    assert (state, reason) == ("disabled", "failing")


async def test_one_success_ends_the_time_of_failing(house: House, receiver: Receiver) -> None:
    """A receiver that is often wrong and sometimes right is never closed."""
    await house.set_webhook(receiver.url)
    for _ in range(6):
        receiver.script = [500]
        await house.tell(2)
        await house.deliver()
        house.later(hours=20)
        await house.deliver()
    [(state,)] = await house.rows("SELECT state FROM sender_webhooks")
    assert state == "live"


async def test_a_body_without_end_is_not_read(house: House, receiver: Receiver) -> None:
    """The status counts; what the receiver says is neither read nor stored."""
    await house.set_webhook(receiver.url)
    receiver.script = ["large"]
    await house.tell()

    await asyncio.wait_for(house.deliver(), 5)
    assert await house.states() == ["sent"]


async def test_while_secrets_overlap_both_sign(house: House, receiver: Receiver) -> None:
    """After a rotation a receiver has a day to change over; then only the new one signs."""
    await house.set_webhook(receiver.url)
    old = house.secret
    await house.set_webhook(receiver.url, rotate=True)
    assert house.secret != old
    await house.tell()
    await house.deliver()
    headers, body = receiver.taken[-1]
    now = house.services.clock.now()
    assert verify(old, headers, body, now)
    assert verify(house.secret, headers, body, now)

    house.later(hours=25)
    await house.tell()
    await house.deliver()
    headers, body = receiver.taken[-1]
    now = house.services.clock.now()
    assert not verify(old, headers, body, now)
    assert verify(house.secret, headers, body, now)


async def test_two_workers_never_call_one_endpoint_at_once(house: House, receiver: Receiver) -> None:
    """Each notice is called once, one after the other, however many workers there are."""
    await house.set_webhook(receiver.url)
    receiver.script = ["slow"] * 6
    await house.tell(12)
    await house.spread()

    await asyncio.gather(*(webhooks_out.deliver_due(house.services) for _ in range(5)))
    await house.deliver()
    ids = [headers["webhook-id"] for headers, _ in receiver.taken]
    assert len(ids) == len(set(ids)) == 12
    assert receiver.most_at_once == 1


async def test_a_crash_between_call_and_mark_repeats_under_the_same_id(
    house: House, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lease ends, another worker calls again: the receiver has it twice and can tell."""
    await house.set_webhook(receiver.url)
    await house.tell()
    await house.spread()

    async def killed(*_: object) -> bool:
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(webhooks_out, "_settle", killed)
        with pytest.raises(RuntimeError):
            await webhooks_out.deliver_due(house.services)
    assert await house.deliver() == 0, "the lease of the dead worker still holds"
    house.later(seconds=61)
    assert await house.deliver() == 1
    (first, one), (second, other) = receiver.taken
    assert first["webhook-id"] == second["webhook-id"]
    assert one == other
    assert await house.states() == ["sent"]


async def test_a_removed_webhook_gets_nothing_more(house: House, receiver: Receiver) -> None:
    """Not even what was spread before; the feed has it."""
    from backend.actions.notices import sender_webhooks

    await house.set_webhook(receiver.url)
    await house.tell(2)
    await house.spread()
    await sender_webhooks.remove(house.services, house.principal, house.organisation)

    assert await house.deliver() == 0
    assert receiver.calls == []
    assert await house.states() == ["failed", "failed"]


async def test_a_slow_receiver_does_not_delay_another(house: House, receiver: Receiver) -> None:
    """Endpoints are served side by side."""
    await house.set_webhook(receiver.url)
    other = House(house.services, house.services.clock.now())
    await other.open()
    await other.set_webhook(receiver.url + "/other")
    receiver.script = ["slow", "slow"]
    await house.tell()
    await other.tell()

    await house.deliver()
    assert receiver.most_at_once == 2
