"""Lists narrowed: by sender, kind, instants, batch, place and state; what no filter can be is 400."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest


async def numbers(api, **filters):
    """The numbers of the listed requests."""
    answer = await api.get("/v1/requests", **filters)
    assert answer.status_code == 200, answer.text
    return [one["number"] for one in answer.json()["items"]]


async def granted(world, sender, **changes):
    """The number of a fresh accreditation."""
    filed = await world.filed(sender, **changes)
    decided = await world.cec.post(f"/v1/requests/{filed['number']}/decision", world.decision())
    assert decided.status_code == 200, decided.text
    return decided.json()["accreditation"]


async def test_requests_are_narrowed_by_their_sender(world):
    """A commission asks for one sender or one kind of sender; a sender that asks for another one sees nothing."""
    first, ngo = await world.organisation()
    second, media = await world.organisation("media")
    one = (await world.filed(ngo))["number"]
    two = (await world.filed(media))["number"]

    assert await numbers(world.cec, organisation=first) == [one]
    assert await numbers(world.cec, kind="media") == [two]
    assert await numbers(world.cec, kind="media", organisation=first) == []
    assert await numbers(ngo, organisation=second) == []
    assert await numbers(ngo) == [one]


async def test_requests_are_narrowed_by_instants(world, now):
    """The first instant counts, the last does not; what is due before an instant still waits for its decision."""
    _, ngo = await world.organisation()
    await world.at(now)
    early = await world.filed(ngo)
    await world.at(now + timedelta(days=1))
    late = await world.filed(ngo)
    between = (now + timedelta(hours=12)).isoformat()

    assert await numbers(world.cec, received_until=between) == [early["number"]]
    assert await numbers(world.cec, received_from=between) == [late["number"]]
    assert await numbers(world.cec, received_from=late["received_at"]) == [late["number"]]
    assert await numbers(world.cec, received_until=early["received_at"]) == []
    due = late["decision_due"]["at"]
    assert await numbers(world.cec, due_before=due) == [early["number"]]
    withdrawn = await ngo.post(f"/v1/requests/{early['number']}/withdrawal", {})
    assert withdrawn.status_code == 200, withdrawn.text
    assert await numbers(world.cec, due_before=due) == []


async def test_requests_of_a_batch(world):
    """What came with one file is listed by the batch's id, and by nobody else's key."""
    _, ngo = await world.organisation()
    _, other = await world.organisation()
    alone = (await world.filed(ngo))["number"]
    lines = "\n".join(json.dumps(world.body(observer={"given_name": name})) for name in ("Ana", "Era"))
    sent = await ngo.post(
        "/v1/requests/batch", content=lines.encode(), headers={"content-type": "application/x-ndjson"}
    )
    assert sent.status_code == 201, sent.text
    batch = sent.json()["id"]

    found = await numbers(ngo, batch=batch)
    assert len(found) == 2
    assert alone not in found
    assert await numbers(other, batch=batch) == []


async def test_a_filter_holds_on_every_page_of_similar_persons(world):
    """The same person under two senders is shown under each filter, and the pages miss none."""
    first, ngo = await world.organisation()
    second, media = await world.organisation("media")
    same = {"document": {"type": "id_card", "number": "J55555555K"}}
    one = (await world.filed(ngo, observer=same))["number"]
    two = (await world.filed(media, observer=same))["number"]
    await world.filed(ngo, observer={"given_name": "Bardha", "family_name": "Leka"})

    assert await numbers(world.cec, similar=True) == [one, two]
    assert await numbers(world.cec, similar=True, organisation=second) == [two]
    assert await numbers(world.cec, similar=True, kind="albanian_ngo") == [one]
    page = (await world.cec.get("/v1/requests", similar=True, organisation=first, limit=1)).json()
    assert [item["number"] for item in page["items"]] == [one]
    assert page["next_cursor"] is None


async def test_accreditations_are_narrowed(world):
    """By state, election and sender; a unit's list holds who may observe anywhere in it, a centre's who may observe there."""
    first, ngo = await world.organisation()
    _, other = await world.organisation("media")
    centre = await granted(world, ngo, scope={"voting_centres": ["1850/01"]})
    unit = await granted(world, ngo, scope={"voting_centres": [], "electoral_units": ["30"]})
    away = await granted(world, other, scope={"voting_centres": ["289/01"]})

    async def listed(api=world.cec, **filters):
        answer = await api.get("/v1/accreditations", **filters)
        assert answer.status_code == 200, answer.text
        return [one["number"] for one in answer.json()["items"]]

    assert await listed(organisation=first) == [centre, unit]
    assert await listed(state="valid", election=world.election) == [centre, unit, away]
    assert await listed(state="revoked") == []
    assert await listed(election=world.election + 1) == []
    assert await listed(election=world.election, unit="KZAZ 30") == [centre, unit]
    assert await listed(election=world.election, unit="90") == [away]
    assert await listed(election=world.election, voting_centre="QV 1850-1") == [centre, unit]
    assert await listed(election=world.election, voting_centre="289/01") == [away]
    assert await listed(other, election=world.election, unit="30") == []


async def test_organisations_are_narrowed(world):
    """By kind and by the state of admission, alone and together."""
    first, _ = await world.organisation()
    second, _ = await world.organisation("media")

    async def ids(**filters):
        answer = await world.cec.get("/v1/organisations", **filters)
        assert answer.status_code == 200, answer.text
        return [one["id"] for one in answer.json()["items"]]

    assert await ids(kind="media") == [second]
    assert await ids(kind="albanian_ngo", admission="pending") == [first]
    assert await ids(kind="media", admission="admitted") == []


@pytest.mark.parametrize(
    ("path", "field", "value"),
    [
        ("/v1/requests", "status", "lost"),
        ("/v1/requests", "kind", "friends"),
        ("/v1/requests", "organisation", "first"),
        ("/v1/requests", "received_from", "yesterday"),
        ("/v1/requests", "received_until", "2027-04-20T10:00:00"),
        ("/v1/requests", "due_before", "2027-04-20T10:00:00"),
        ("/v1/requests", "batch", "x"),
        ("/v1/accreditations", "state", "lost"),
        ("/v1/accreditations", "unit", "30"),
        ("/v1/accreditations", "voting_centre", "1850/01"),
        ("/v1/organisations", "kind", "friends"),
        ("/v1/organisations", "admission", "perhaps"),
    ],
)
async def test_a_filter_that_cannot_be_is_malformed(world, path, field, value):
    """400 for a word that no filter knows, an instant without its offset, and a code without its election."""
    answer = await world.cec.get(path, **{field: value})

    assert answer.status_code == 400, answer.text
