"""Repeat elections (EC-16): a calendar of their own, the places that vote again, and observers asked for once more."""

from __future__ import annotations

import asyncio

import pytest

from backend.actions.elections import carry_over
from backend.jobs import elections as job
from tests.backend.api.conftest import ELECTION

REPEAT = {
    **ELECTION,
    "name": "Përsëritja (TEST)",
    "kind": "repeat",
    "election_date": "2027-05-30",
    "decreed_on": "2027-04-10",
}


async def repeat(world, **changes) -> int:
    """A repeat of the world's election."""
    answer = await world.cec.post("/v1/elections", {**REPEAT, "repeats": world.election, **changes})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def granted(world, sender, **changes) -> str:
    """The number of an accreditation of the world's election."""
    number = (await world.filed(sender, **changes))["number"]
    answer = await world.cec.post(f"/v1/requests/{number}/decision", world.decision())
    assert answer.status_code == 200, answer.text
    return answer.json()["accreditation"]


WRONG = [
    ({"repeats": None}, "repeats"),
    ({"repeats": 999}, "repeats"),
    ({"kind": "partial"}, "repeats"),
    ({"election_date": "2027-05-16"}, "election_date"),
    ({"units": ["77"]}, "units"),
    ({"kind": "partial", "repeats": None, "units": ["30"]}, "units"),
]


@pytest.mark.parametrize(("change", "field"), WRONG)
async def test_a_repeat_election_names_an_earlier_one_and_only_it_does(world, change, field):
    """Neither without the one repeated, nor another kind with one, nor before it, nor with units it has not."""
    answer = await world.cec.post("/v1/elections", {**REPEAT, "repeats": world.election, **change})

    assert (answer.status_code, answer.json()["arguments"]["field"]) == (400, field)


async def test_the_units_that_vote_again_are_taken_over_and_the_calendar_is_its_own(world):
    """Unit 30 with its places and commissions; the limits follow the new date."""
    id = await repeat(world, units=["KZAZ 30"])

    units = (await world.public.get(f"/v1/elections/{id}/electoral-units")).json()["items"]
    assert [one["code"] for one in units] == ["30"]
    places = (await world.public.get(f"/v1/elections/{id}/places")).json()["items"]
    assert [one["code"] for one in places] == ["1850/01", "VNV-30"]
    roles = (await world.public.get(f"/v1/elections/{id}/commissions")).json()["items"]
    assert [one["role"] for one in roles] == ["cec", "vcc:1850/01", "zec:30"]
    read = (await world.public.get(f"/v1/elections/{id}")).json()
    assert (read["repeats"], read["repeated_kind"]) == (world.election, "assembly")
    limits = {
        one["code"]: one
        for one in (await world.public.get(f"/v1/elections/{id}/time-limits")).json()["items"]
    }
    assert limits["albanian_request"]["closes_at"] == "2027-05-15T22:00:00Z"


async def test_one_call_asks_for_each_observer_again_and_grants_nothing(world):
    """A request like any other: number, instant, assessment, time to decide; the same person and places, once."""
    _, ngo = await world.organisation()
    _, other = await world.organisation()
    accreditation = await granted(world, ngo)
    gone = await granted(world, ngo, observer={"given_name": "Besa"}, scope={"voting_centres": ["289/01"]})
    await granted(world, other)
    withdrawn = (await ngo.get(f"/v1/accreditations/{gone}")).json()["request"]
    await ngo.post(f"/v1/requests/{withdrawn}/withdrawal", {})
    id = await repeat(world, units=["30"])

    preview = await ngo.post(f"/v1/elections/{id}/carry-over", {}, params={"preview": "true"})
    done = await ngo.post(f"/v1/elections/{id}/carry-over", {})
    again = await ngo.post(f"/v1/elections/{id}/carry-over", {})

    assert preview.status_code == 200
    assert (preview.json()["observers"], preview.json()["already"]) == (1, 0)
    assert [one["accreditation"] for one in preview.json()["items"]] == [accreditation]
    assert done.status_code == 201, done.text
    (item,) = done.json()["items"]
    assert item["accreditation"] == accreditation
    assert (again.status_code, again.json()["code"]) == (409, "nobody_to_carry_over")
    request = (await ngo.get(f"/v1/requests/{item['number']}")).json()
    assert (request["election"], request["status"]) == (id, "received")
    assert request["observer"]["given_name"] == "Ana"
    assert request["scope"]["voting_centres"] == ["1850/01"]
    codes = [one["code"] for one in request["assessment"]["findings"]]
    assert {"carried_over", "in_time"} <= set(codes)
    assert request["decision_due"]["at"] == "2027-04-25T22:00:00Z"
    assert request.get("accreditation") is None
    assert len((await ngo.get("/v1/requests", election=id)).json()["items"]) == 1
    assert (await other.get("/v1/requests", election=id)).json()["items"] == []


async def test_a_place_that_does_not_vote_again_is_named_before_and_found_after(world):
    """Unit 90 is not repeated: the preview names the centre, the assessment finds it unknown, nothing is refused."""
    _, ngo = await world.organisation()
    await granted(world, ngo, scope={"voting_centres": ["289/01"]})
    id = await repeat(world, units=["30"])

    preview = await ngo.post(f"/v1/elections/{id}/carry-over", {}, params={"preview": "true"})
    done = await ngo.post(f"/v1/elections/{id}/carry-over", {})

    assert preview.json()["items"][0]["unknown_places"] == ["289/01"]
    number = done.json()["items"][0]["number"]
    request = (await ngo.get(f"/v1/requests/{number}")).json()
    assert "scope_unknown_place" in [one["code"] for one in request["assessment"]["findings"]]


async def test_the_cec_carries_over_one_sender_or_all_and_others_nobody(world):
    """A sender reaches its own observers only; a ZEC none; an election that repeats nothing is 409."""
    first, ngo = await world.organisation()
    second, other = await world.organisation()
    await granted(world, ngo)
    await granted(world, other)
    id = await repeat(world)
    zec = await world.key("zec:30")
    path = f"/v1/elections/{id}/carry-over"

    assert (await zec.post(path, {})).status_code == 403
    assert (await world.public.post(path, {})).status_code == 401
    foreign = await ngo.post(path, {"organisation": second})
    assert (foreign.status_code, foreign.json()["arguments"]["field"]) == (400, "organisation")
    assert (await world.cec.post(path, {"organisation": 10**12})).status_code == 400
    wrong = await ngo.post(f"/v1/elections/{world.election}/carry-over", {})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "not_a_repeat_election")

    one = (await world.cec.post(path, {"organisation": first})).json()
    rest = (await world.cec.post(path, {})).json()

    assert [item["organisation"] for item in one["items"]] == [first]
    assert [item["organisation"] for item in rest["items"]] == [second]
    assert rest["already"] == 1


async def test_calls_at_once_ask_for_nobody_twice(world):
    """Four calls race: each observer has one request in the end."""
    _, ngo = await world.organisation()
    for _ in range(3):
        await granted(world, ngo)
    id = await repeat(world)

    await asyncio.gather(*(ngo.post(f"/v1/elections/{id}/carry-over", {}) for _ in range(4)))

    assert len((await ngo.get("/v1/requests", election=id)).json()["items"]) == 3


async def test_thousands_are_left_to_a_job(world, monkeypatch):
    """Past the bound the answer is 202, and the job files chunk by chunk until all are asked for."""
    monkeypatch.setattr(carry_over, "INLINE_OBSERVERS", 1)
    monkeypatch.setattr(carry_over, "CHUNK_OBSERVERS", 2)
    _, ngo = await world.organisation()
    for _ in range(3):
        await granted(world, ngo)
    id = await repeat(world)

    answer = await ngo.post(f"/v1/elections/{id}/carry-over", {"hold_until_opening": True})
    assert (answer.status_code, answer.json()["state"], answer.json()["items"]) == (202, "open", [])
    assert await job.drain(world.services) == 3

    event = (await world.public.get(f"/v1/elections/{id}/changes")).json()["items"][0]
    assert (event["kind"], event["state"], event["counts"], event["by"]) == (
        "carry_over",
        "done",
        {"filed": 3},
        "organisation",
    )
    assert len((await ngo.get("/v1/requests", election=id)).json()["items"]) == 3
