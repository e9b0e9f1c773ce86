"""Elections over HTTP: who may record one, and the time limits that follow."""

from __future__ import annotations

from tests.backend.api.conftest import ELECTION


async def test_time_limits_are_public_and_count_each_reading(world):
    """Anybody reads the limits; the vectors of Art. 18(5) for 16 May 2027 stand in them, each with its count."""
    answer = await world.public.get(f"/v1/elections/{world.election}/time-limits")

    assert answer.status_code == 200
    items = {item["code"]: item for item in answer.json()["items"]}
    assert {"albanian_request", "foreign_request", "decision"} <= items.keys()
    albanian = items["albanian_request"]
    assert albanian["article"] == "18(5)"
    # 45 days before is 1 April; fifteen days before is 1 May, a Saturday, which runs until 24:00.
    assert albanian["opens_at"] == "2027-03-31T22:00:00Z"
    assert albanian["closes_at"] == "2027-05-01T22:00:00Z"
    assert albanian["reading"] == "calendar"
    assert albanian["safe_until"] < albanian["closes_at"] < albanian["lenient_until"]
    assert items["foreign_request"]["closes_at"] == "2027-05-12T22:00:00Z"
    for item in items.values():
        assert {
            "code",
            "article",
            "opens_at",
            "closes_at",
            "reading",
            "safe_until",
            "lenient_until",
        } <= item.keys()
        # What was found in no source has no count, and the hours of voting are none.
        assert item["counting"] or item["unset"] or item["code"] == "voting"
        assert item["title"]
        assert item["rule"]


async def test_only_the_cec_records_an_election(world):
    """Without a key 401, with an organisation's 403, without an idempotency key 400; the list is public."""
    _, ngo = await world.organisation()

    assert (await world.public.post("/v1/elections", ELECTION)).status_code == 401
    refused = await ngo.post("/v1/elections", ELECTION)
    assert (refused.status_code, refused.json()["code"]) == (403, "wrong_role")
    keyless = await world.cec.post("/v1/elections", ELECTION, once=None)
    assert (keyless.status_code, keyless.json()["code"]) == (400, "idempotency_key_required")

    listed = (await world.public.get("/v1/elections", limit=1)).json()
    assert [one["id"] for one in listed["items"]] == [world.election]
    assert listed["next_cursor"] is None
    assert (await world.public.get("/v1/elections/999")).status_code == 404


MALFORMED = [
    {"election_date": "2027-02-30"},
    {"decreed_on": "2027-06-01"},
    {"kind": "presidential"},
    {"reading": "generous"},
    {"edition": "1998"},
    {"surprise": 1},
    {"name": " \u202e "},
    {"set_limits": [{"code": "appeal", "value": -1, "act": "1"}]},
]


async def test_an_election_with_a_malformed_field_is_refused(world):
    """Impossible dates, unknown fields and values, an empty name: 400, and nothing is recorded."""
    for change in MALFORMED:
        answer = await world.cec.post("/v1/elections", {**ELECTION, **change})

        assert answer.status_code == 400, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert len((await world.public.get("/v1/elections")).json()["items"]) == 1


async def test_a_limit_that_no_source_gives_is_set_by_an_act(world):
    """The last act that sets a limit holds; the places and units of the register are public pages."""
    path = f"/v1/elections/{world.election}/limits"
    made = await world.cec.post(path, {"code": "appeal", "value": 5, "act": "KQZ 7/2027"})

    assert made.status_code == 201
    assert made.json()["set_limits"][-1] == {"code": "appeal", "value": 5, "act": "KQZ 7/2027"}
    places = (await world.public.get(f"/v1/elections/{world.election}/places", limit=2)).json()
    assert [place["code"] for place in places["items"]] == ["1850/01", "289/01"]
    after = places["next_cursor"]
    rest = (await world.public.get(f"/v1/elections/{world.election}/places", cursor=after)).json()
    assert [place["code"] for place in rest["items"]] == ["VNV-30"]
