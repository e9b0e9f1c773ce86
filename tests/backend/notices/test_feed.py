"""The feed and the sender's webhook over the API: own things only, in order, without a gap, and repeated on demand."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest

from backend.actions.notices import notices
from backend.actions.notices.notices import NoticeKind, to_commission, to_observer, to_sender
from backend.jobs import spreading, webhooks_out
from backend.store.notices import NewNotice
from tests.backend.api.conftest import Api, World, world
from tests.backend.notices.receiver import Receiver

__all__ = ["world"]
GRANTED = NoticeKind.REQUEST_GRANTED


async def tell(world: World, *told: NewNotice, spread: bool = True) -> None:
    """Record notices in one transaction, and spread them."""
    async with world.services.database.transaction() as conn:
        await notices.tell(world.services, conn, world.services.clock.now(), told)
    while spread and await spreading.spread_due(world.services):
        pass


async def deliver(world: World) -> None:
    """Call webhooks as long as something is due."""
    while await webhooks_out.deliver_due(world.services):
        pass


def granted(id: int, number: int) -> NewNotice:
    """A notice to a sender."""
    return to_sender(id, GRANTED, f"request:R-2027-{number:06d}")


async def numbers(api: Api, **asked: Any) -> list[str]:
    """The subjects of a page of the feed."""
    answer = await api.get("/v1/notices", **asked)
    assert answer.status_code == 200, answer.text
    return [one["subject"][-6:] for one in answer.json()["items"]]


async def test_a_sender_reads_its_own_notices_in_its_language(world: World) -> None:
    """Text, link and what became of it; nobody else's."""
    id, sender = await world.organisation()
    other_id, _ = await world.organisation()
    await tell(world, granted(other_id, 1), granted(id, 2))

    answer = await sender.client.get(
        "/v1/notices", headers={"Authorization": f"Bearer {sender.key}", "Accept-Language": "en"}
    )
    [item] = answer.json()["items"]
    assert item["title"] == "Request R-2027-000002 was granted"
    assert item["link"].endswith("/v1/requests/R-2027-000002")
    assert item["sequence"] == 1
    assert item["deliveries"] == []
    [item] = (await sender.get("/v1/notices")).json()["items"]
    assert item["title"] == "Kërkesa R-2027-000002 u miratua"


async def test_pages_follow_each_other_without_gap_or_repetition(world: World) -> None:
    """By `cursor`, and by `after` for a program that asks every minute."""
    id, sender = await world.organisation()
    await tell(world, *[granted(id, number) for number in range(1, 8)])
    read, cursor = [], None
    while True:
        page = (await sender.get("/v1/notices", limit=3, **({"cursor": cursor} if cursor else {}))).json()
        read += [one["subject"][-6:] for one in page["items"]]
        last = page["items"][-1]["position"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert read == [f"{number:06d}" for number in range(1, 8)]
    assert await numbers(sender, after=last) == []
    await tell(world, granted(id, 8))
    assert await numbers(sender, after=last) == ["000008"]


async def test_filtered_by_kind(world: World) -> None:
    """A kind that there is not is 400, not an empty page."""
    id, sender = await world.organisation()
    await tell(world, granted(id, 1), to_sender(id, NoticeKind.REQUEST_RETURNED, "request:R-2027-000002"))
    assert await numbers(sender, kind="request_returned") == ["000002"]
    assert (await sender.get("/v1/notices", kind="surprise")).status_code == 400


async def test_concurrent_events_never_appear_behind_a_reader(world: World) -> None:
    """A transaction that was slow to commit gets a later position, not an earlier one."""
    id, sender = await world.organisation()
    started, go_on = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        async with world.services.database.transaction() as conn:
            await notices.tell(world.services, conn, world.services.clock.now(), [granted(id, 1)])
            started.set()
            await go_on.wait()

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(slow())
        await started.wait()
        await tell(world, granted(id, 2))
        [first] = (await sender.get("/v1/notices")).json()["items"]
        assert first["subject"].endswith("000002")
        go_on.set()
    await tell(world)
    assert await numbers(sender, after=first["position"]) == ["000001"]


async def test_spreading_at_once_numbers_each_recipient_without_a_gap(world: World) -> None:
    """Several workers: every notice once, sequences 1 to n."""
    id, sender = await world.organisation()
    other_id, other = await world.organisation()
    for number in range(1, 31):
        await tell(world, granted(id if number % 3 else other_id, number), spread=False)
    await asyncio.gather(*(spreading.spread_due(world.services) for _ in range(5)))
    await tell(world)
    for api, count in ((sender, 20), (other, 10)):
        items = (await api.get("/v1/notices", limit=200)).json()["items"]
        assert sorted(one["sequence"] for one in items) == list(range(1, count + 1))
        positions = [one["position"] for one in items]
        assert positions == sorted(set(positions))


async def test_a_commission_reads_what_its_role_was_told_in_every_election(world: World) -> None:
    """And no other commission does; roles that are told nothing are refused."""
    zec = await world.key("zec:30")
    other = await world.key("zec:90")
    due = world.services.clock.now() + timedelta(days=1)
    kind = NoticeKind.DECISION_DUE_SOON
    await tell(world, to_commission(world.election, "zec:30", kind, "request:R-2027-000001", due_at=due))

    assert await numbers(zec) == ["000001"]
    assert await numbers(other) == []
    [item] = (await zec.get("/v1/notices")).json()["items"]
    assert item["election"] == world.election
    for role in ("helpdesk", "auditor", "operator"):
        assert (await (await world.key(role)).get("/v1/notices")).status_code == 403
    assert (await world.public.get("/v1/notices")).status_code == 401
    assert (await other.get(f"/v1/notices/{item['id']}")).status_code == 404


async def test_an_observer_reads_its_own_in_its_own_words(world: World) -> None:
    """The text for the one whom it is about."""
    observer = await world.key("observer:A-2027-000001")
    kind, subject = NoticeKind.ACCREDITATION_REVOKED, "accreditation:A-2027-000001"
    await tell(world, to_observer("A-2027-000001", kind, subject, at=world.services.clock.now()))

    [item] = (await observer.get("/v1/notices")).json()["items"]
    assert item["text"].startswith("Akreditimi juaj A-2027-000001")


async def test_a_notice_is_its_owners_only(world: World) -> None:
    """Not yours and not there are both 404, for reading and for a redelivery."""
    id, sender = await world.organisation()
    _, other = await world.organisation()
    await tell(world, granted(id, 1))
    [item] = (await sender.get("/v1/notices")).json()["items"]
    path = f"/v1/notices/{item['id']}"
    assert (await sender.get(path)).json()["id"] == item["id"]
    assert (await other.get(path)).status_code == 404
    assert (await other.post(f"{path}/redelivery")).status_code == 404
    assert (await sender.get("/v1/notices/999999")).status_code == 404
    assert (await sender.post(f"{path}/redelivery", once=None)).status_code == 400
    answer = await sender.post(f"{path}/redelivery")
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_redeliver")


# The webhook --------------------------------------------------------------------------------------------------


async def test_a_webhook_from_setting_to_removal(world: World, receiver: Receiver) -> None:
    """The secret is shown once; the state tells how it does."""
    id, sender = await world.organisation()
    path, url = f"/v1/organisations/{id}/webhook", receiver.url  # type: ignore[attr-defined]
    assert (await sender.get(path)).status_code == 404

    made = await sender.put(path, json={"url": url})
    assert made.status_code == 200, made.text
    assert made.json()["secret"].startswith("whsec_")
    again = await sender.put(path, json={"url": url})
    assert "secret" not in again.json()
    rotated = await sender.put(path, json={"url": url, "rotate": True})
    assert rotated.json()["secret"] != made.json()["secret"]
    assert rotated.json()["old_secret_until"]

    await tell(world, granted(id, 1), granted(id, 2))
    assert (await sender.get(path)).json()["waiting"] == 2
    await deliver(world)
    shown = (await sender.get(path)).json()
    assert (shown["waiting"], shown["state"], shown["last_outcome"]) == (0, "live", "ok")
    assert "secret" not in shown
    [first, _] = (await sender.get("/v1/notices")).json()["items"]
    assert [(one["channel"], one["state"]) for one in first["deliveries"]] == [("webhook", "sent")]

    assert (
        await sender.client.delete(path, headers={"Authorization": f"Bearer {sender.key}"})
    ).status_code == 204
    assert (await sender.get(path)).status_code == 404


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"url": "http://10.0.0.1:9000/"}, "webhook_url_refused"),
        ({"url": "https://169.254.169.254/"}, "webhook_url_refused"),
        ({"url": "ftp://a.example/"}, "webhook_url_refused"),
        ({"url": ""}, "webhook_url_refused"),
        ({"url": 5}, "malformed"),
        ({}, "malformed"),
        ({"url": "https://a.example/", "secret": "mine"}, "malformed"),
    ],
)
async def test_a_webhook_that_cannot_be(world: World, body: dict, code: str) -> None:
    """400 with what is wrong, and nothing is set."""
    id, sender = await world.organisation()
    answer = await sender.put(f"/v1/organisations/{id}/webhook", json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert (await sender.get(f"/v1/organisations/{id}/webhook")).status_code == 404


async def test_a_webhook_is_its_organisations_only(world: World, receiver: Receiver) -> None:
    """Another sender gets 404, another role 403."""
    id, sender = await world.organisation()
    _, other = await world.organisation()
    path, body = f"/v1/organisations/{id}/webhook", {"url": receiver.url}  # type: ignore[attr-defined]
    await sender.put(path, json=body)
    for api, status in ((other, 404), (world.cec, 403), (await world.key("operator"), 403)):
        assert (await api.get(path)).status_code == status
        assert (await api.put(path, json=body)).status_code == status
        assert (await api.post(f"{path}/test")).status_code == status
        gone = await api.client.delete(path, headers={"Authorization": f"Bearer {api.key}"})
        assert gone.status_code == status
    assert receiver.calls == []


async def test_a_test_tells_what_was_answered_and_is_not_repeated_at_once(
    world: World, receiver: Receiver
) -> None:
    """Signed like every other; 429 within ten seconds."""
    id, sender = await world.organisation()
    path = f"/v1/organisations/{id}/webhook"
    await sender.put(path, json={"url": receiver.url})  # type: ignore[attr-defined]
    answer = (await sender.post(f"{path}/test")).json()
    assert (answer["delivered"], answer["code"], answer["status"]) == (True, "ok", 204)
    [(headers, body)] = receiver.taken
    assert json.loads(body)["type"] == "test"
    assert "webhook-signature" in headers
    again = await sender.post(f"{path}/test")
    assert again.status_code == 429
    assert again.headers["retry-after"] == "10"

    await world.jump(world.services.clock.now() + timedelta(seconds=11))
    receiver.script = [500]
    answer = (await sender.post(f"{path}/test")).json()
    assert (answer["delivered"], answer["code"], answer["status"]) == (False, "http_500", 500)


async def test_a_redelivery_brings_the_same_id_and_bytes(world: World, receiver: Receiver) -> None:
    """Asked for twice with one key it is one redelivery."""
    id, sender = await world.organisation()
    await sender.put(f"/v1/organisations/{id}/webhook", json={"url": receiver.url})  # type: ignore[attr-defined]
    await tell(world, granted(id, 1))
    await deliver(world)
    [item] = (await sender.get("/v1/notices")).json()["items"]
    for _ in range(2):
        answer = await sender.post(f"/v1/notices/{item['id']}/redelivery", once="again")
        assert answer.status_code == 202, answer.text
        assert answer.json()["deliveries"][0]["state"] == "waiting"
    await deliver(world)
    (first, one), (second, other) = receiver.taken
    assert first["webhook-id"] == second["webhook-id"]
    assert one == other


async def test_what_was_told_before_the_webhook_was_set_is_not_sent_to_it(
    world: World, receiver: Receiver
) -> None:
    """The feed has the past."""
    id, sender = await world.organisation()
    await tell(world, granted(id, 1))
    await sender.put(f"/v1/organisations/{id}/webhook", json={"url": receiver.url})  # type: ignore[attr-defined]
    await tell(world, granted(id, 2))
    await deliver(world)
    assert [json.loads(body)["sequence"] for _, body in receiver.taken] == [2]


async def test_what_could_not_be_delivered_is_listed_for_the_operator(
    world: World, receiver: Receiver
) -> None:
    """With recipient and reason, without an address."""
    id, sender = await world.organisation()
    await sender.put(f"/v1/organisations/{id}/webhook", json={"url": receiver.url})  # type: ignore[attr-defined]
    receiver.script = [410]
    await tell(world, granted(id, 1))
    await deliver(world)

    operator = await world.key("operator")
    answer = await operator.get("/v1/deliveries/undelivered")
    [item] = answer.json()["items"]
    assert (item["recipient"], item["channel"], item["state"]) == (f"organisation:{id}", "webhook", "failed")
    assert receiver.url not in answer.text  # type: ignore[attr-defined]
    assert (await sender.get("/v1/deliveries/undelivered")).status_code == 403
    assert (await world.cec.get("/v1/deliveries/undelivered")).status_code == 403


async def test_the_measures_show_what_waits(world: World, receiver: Receiver) -> None:
    """For the operator's alerts."""
    id, sender = await world.organisation()
    await sender.put(f"/v1/organisations/{id}/webhook", json={"url": receiver.url})  # type: ignore[attr-defined]
    await tell(world, granted(id, 1))
    await tell(world, granted(id, 2), spread=False)
    shown = (await world.client.get("/metrics")).text
    assert "vezhgo_notices_unspread 1.0" in shown
    assert 'vezhgo_deliveries_open{channel="webhook"} 1.0' in shown
