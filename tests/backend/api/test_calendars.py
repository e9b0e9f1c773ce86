"""Days off recorded by acts, kinds of elections, Art. 7(7) and the limits as a lawyer reads them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.backend.api.conftest import ELECTION
from tests.backend.api.test_redating import ACT, deadlines, notices, path


async def working_days(world) -> None:
    """The same election under the reading that counts working days."""
    async with world.services.database.transaction() as conn:
        await conn.execute("UPDATE elections SET reading = 'administrative' WHERE id = %s", (world.election,))


async def recorded(world, *days: dict, **params):
    """Days off of one act."""
    answer = await world.cec.post(path(world, "holidays"), {"days": list(days), "act": ACT}, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_day_off_moves_the_time_to_decide_and_its_sender_is_told(world):
    """Filed on Tuesday 20 April: five working days end on the 27th; with the 22nd off, on the 28th."""
    await working_days(world)
    first, ngo = await world.organisation()
    number = (await world.filed(ngo))["number"]
    assert (await deadlines(world, number))["failure_to_decide"][1] == datetime(2027, 4, 27, 22, tzinfo=UTC)

    preview = await recorded(world, {"day": "2027-04-22"}, preview="true")
    assert (await world.public.get(path(world, "holidays"))).json()["items"] == []
    done = await recorded(world, {"day": "2027-04-22", "name": "Urë"})

    assert preview["touches"]["requests"]["due_moved"] == done["done"]["due_moved"] == 1
    assert (await deadlines(world, number))["failure_to_decide"] == (
        "open",
        datetime(2027, 4, 28, 22, tzinfo=UTC),
    )
    told = [one[0] for one in await notices(world)]
    assert f"organisation:{first}" in told
    assert f"commission:{world.election}:cec" in told
    (shown,) = (await world.public.get(path(world, "time-limits"))).json()["holidays"]
    assert (shown["day"], shown["name"], shown["bodies"], shown["announced_late"]) == (
        "2027-04-22",
        "Urë",
        None,
        False,
    )


async def test_a_local_day_off_moves_only_what_its_commission_decides(world):
    """Off in unit 30 only: a party's request before ZEC 30 has a day more, an NGO's before the CEC has not."""
    await working_days(world)
    _, ngo = await world.organisation()
    _, party = await world.organisation("political_party")
    delegation = {
        "instruction": "5/2027",
        "to": "zec",
        "from_at": "2027-04-01T00:00:00Z",
        "units": ["KZAZ 30"],
    }
    answer = await world.cec.post(path(world, "delegations"), delegation)
    assert answer.status_code == 201, answer.text
    of_ngo = (await world.filed(ngo))["number"]
    of_party = (await world.filed(party))["number"]

    done = await recorded(world, {"day": "2027-04-22", "bodies": ["kzaz nr. 30"]})

    assert done["done"]["due_moved"] == 1
    assert (await deadlines(world, of_ngo))["failure_to_decide"][1] == datetime(2027, 4, 27, 22, tzinfo=UTC)
    assert (await deadlines(world, of_party))["failure_to_decide"][1] == datetime(2027, 4, 28, 22, tzinfo=UTC)
    assert not any(one["moved"] for one in done["limits"])
    (shown,) = (await world.public.get(path(world, "holidays"))).json()["items"]
    assert shown["bodies"] == ["30"]


async def test_ec12_a_file_that_moves_takes_the_days_off_of_its_new_commission(world):
    """EC-12: with the 22nd off in unit 30, a party's five working days end on the 27th at the CEC, on the 28th at ZEC 30."""
    await working_days(world)
    _, party = await world.organisation("political_party")
    number = (await world.filed(party))["number"]
    await recorded(world, {"day": "2027-04-22", "bodies": ["30"]})
    assert (await deadlines(world, number))["failure_to_decide"][1] == datetime(2027, 4, 27, 22, tzinfo=UTC)

    delegation = {"instruction": "5/2027", "to": "zec", "from_at": "2027-04-01T00:00:00Z", "units": ["30"]}
    moved = await world.cec.post(path(world, "delegations"), delegation)

    assert (moved.status_code, moved.json()["moved"]) == (201, 1)
    assert (await deadlines(world, number))["failure_to_decide"][1] == datetime(2027, 4, 28, 22, tzinfo=UTC)
    ended = await world.cec.post(
        path(world, f"delegations/{moved.json()['id']}/end"), {"instruction": "6/2027"}
    )
    assert ended.json()["moved"] == 1
    assert (await deadlines(world, number))["failure_to_decide"][1] == datetime(2027, 4, 27, 22, tzinfo=UTC)


async def test_a_day_off_announced_late_counts_and_says_so(world):
    """Recorded on the 20th for the 19th: the day is counted off all the same, and everybody can see that it came late."""
    await working_days(world)
    await world.jump(datetime(2027, 4, 16, 9, tzinfo=UTC))
    _, ngo = await world.organisation()
    number = (await world.filed(ngo))["number"]
    assert (await deadlines(world, number))["failure_to_decide"][1] == datetime(2027, 4, 23, 22, tzinfo=UTC)
    await world.jump(datetime(2027, 4, 20, 9, tzinfo=UTC))

    await recorded(world, {"day": "2027-04-19", "bodies": ["cec"]})

    # The fifth working day is now Monday 26 April.
    assert (await deadlines(world, number))["failure_to_decide"][1] == datetime(2027, 4, 26, 22, tzinfo=UTC)
    (shown,) = (await world.public.get(path(world, "holidays"))).json()["items"]
    assert shown["announced_late"] is True
    assert shown["recorded_at"].startswith("2027-04-20T09:00:0")


REFUSED = [
    {"days": []},
    {"days": [{"day": "2027-04-22", "bodies": []}]},
    {"days": [{"day": "2027-04-22", "bodies": ["77"]}]},
    {"days": [{"day": "2027-04-22"}, {"day": "2027-04-22"}]},
    {"days": [{"day": "1500-04-22"}]},
    {"days": [{"day": "2027-04-22", "kind": "feast"}]},
    {"days": [{"day": "2027-04-22"}], "act": {}},
]


@pytest.mark.parametrize("change", REFUSED)
async def test_days_off_that_cannot_be_are_refused(world, change):
    """No day, no body, an unknown unit, a day twice, a day centuries away, no act: 400, and nothing is recorded."""
    answer = await world.cec.post(path(world, "holidays"), {"act": ACT, **change})

    assert answer.status_code == 400
    assert (await world.public.get(path(world, "holidays"))).json()["items"] == []


async def test_only_the_cec_records_days_off(world):
    """Others get 403, also for a preview."""
    _, ngo = await world.organisation()
    body = {"days": [{"day": "2027-04-22"}], "act": ACT}

    for params in ({}, {"preview": "true"}):
        assert (await ngo.post(path(world, "holidays"), body, params=params)).status_code == 403


WARNINGS = [
    # kind        decree        date          warned of
    ("assembly", "2027-03-31", "2027-05-16", set()),
    ("assembly", "2027-03-31", "2027-05-23", {"not_nearest_sunday"}),
    ("local", "2027-03-31", "2027-05-23", set()),
    ("local", "2027-04-15", "2027-05-16", {"window_truncated"}),
    ("referendum", None, "2027-05-16", {"election_not_decreed"}),
]


@pytest.mark.parametrize(("kind", "decreed_on", "day", "expected"), WARNINGS)
async def test_the_answer_warns_and_never_blocks(world, kind, decreed_on, day, expected):
    """Art. 7(7) for the Assembly, a truncated window, no decree yet: 201 with a warning, here and in GET."""
    body = {**ELECTION, "kind": kind, "decreed_on": decreed_on, "election_date": day}

    made = await world.cec.post("/v1/elections", body)
    read = await world.public.get(f"/v1/elections/{made.json()['id']}")

    assert made.status_code == 201
    found = {one["code"] for one in made.json()["warnings"]} - {"edition_not_in_force"}
    assert found == expected
    assert read.json()["warnings"] == made.json()["warnings"]


HOURS = [
    # date        closes, in UTC          branch
    ("2027-03-30", "2027-03-30T16:00:00Z", "winter"),
    ("2027-03-31", "2027-03-31T17:00:00Z", "summer"),
    ("2027-10-15", "2027-10-15T17:00:00Z", "summer"),
    ("2027-10-16", "2027-10-16T16:00:00Z", "winter"),
    ("2027-12-05", "2027-12-05T17:00:00Z", "winter"),
]


@pytest.mark.parametrize(("day", "closes_at", "branch"), HOURS)
async def test_the_answer_has_the_hours_of_voting_by_the_date_s_branch(world, day, closes_at, branch):
    """Art. 8: 19:00 from 31 March to 15 October, 18:00 otherwise, whatever the clocks do."""
    body = {**ELECTION, "kind": "local", "election_date": day, "decreed_on": None}

    hours = (await world.cec.post("/v1/elections", body)).json()["voting_hours"]

    assert (hours["closes_at"], hours["branch"], hours["article"]) == (closes_at, branch, "8")


async def test_each_limit_is_explained_in_the_reader_s_language(world):
    """The rule in words with its number, under the article that sets it; what was not found says who sets it."""

    async def items(language: str) -> dict[str, dict]:
        answer = await world.client.get(path(world, "time-limits"), headers={"Accept-Language": language})
        return {one["code"]: one for one in answer.json()["items"]}

    english, albanian = await items("en"), await items("sq")

    assert "not later than 15 days before the election date" in english["albanian_request"]["rule"]
    assert "jo më vonë se 15 ditë para datës së zgjedhjeve" in albanian["albanian_request"]["rule"]
    assert (english["party_registration"]["article"], english["party_registration"]["value"]) == ("15(1)", 40)
    assert (english["coalition_registration"]["article"], english["coalition_registration"]["value"]) == (
        "16(1)",
        35,
    )
    assert (english["appeal"]["value"], english["appeal"]["act"]) == (3, "TEST 1")
    college = english["college_decision"]
    assert (college["unset"], college["known_by"], college["closes_at"]) == (True, "not_found", None)
    assert "not found" in college["rule"]
    target = english["foreign_decision_target"]
    assert (target["internal"], target["value"], target["unit"]) == (True, 24, "hours")
    readings = {one["reading"] for one in english["albanian_request"]["readings"]}
    assert readings == {"calendar", "clear_days", "civil_procedure", "administrative"}
    assert {one["variant"] for one in english["foreign_request"]["readings"]} == {"elapsed", "wall_clock"}
