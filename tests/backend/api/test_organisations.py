"""Organisations over HTTP: registration with a key at once, admission, registrations as subjects."""

from __future__ import annotations

ACT = {"number": "3", "date": "2027-04-19", "signatory": "Kryetari"}
BODY = {"name": "Vëzhguesit", "kind": "albanian_ngo", "country": "AL", "contact": {"email": "a@example.org"}}


async def test_an_organisation_gets_its_key_at_once_and_once(world):
    """Registration answers 201 with a key that files; a repetition gives the same bytes; reading shows no key."""
    made = await world.public.post("/v1/organisations", BODY, once="same")
    again = await world.public.post("/v1/organisations", BODY, once="same")
    other = await world.public.post("/v1/organisations", {**BODY, "name": "Tjetër"}, once="same")

    assert made.status_code == 201
    assert made.json()["admission"] == "pending"
    assert made.json()["registered_at"]
    assert again.content == made.content
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    own = await world.client.get(
        f"/v1/organisations/{made.json()['id']}",
        headers={"Authorization": f"Bearer {made.json()['api_key']}"},
    )
    assert own.status_code == 200
    assert "vzk_" not in own.text


async def test_registration_is_limited_for_each_address(world):
    """The thirty-first registration of an hour from one address gets 429 and an honest Retry-After."""
    answers = [await world.public.post("/v1/organisations", BODY) for _ in range(31)]

    assert [answer.status_code for answer in answers] == [201] * 30 + [429]
    assert 100 <= int(answers[-1].headers["retry-after"]) <= 121
    assert answers[-1].json()["code"] == "too_many_requests"


async def test_admission_is_the_cecs_and_needs_an_act(world):
    """Another organisation gets 404, another role 403, an act without number 400; a second admission 409."""
    id, ngo = await world.organisation()
    _, stranger = await world.organisation()
    path = f"/v1/organisations/{id}/admission"
    body = {"outcome": "admit", "act": ACT}

    assert (await ngo.post(path, body)).status_code == 403
    assert (await stranger.get(f"/v1/organisations/{id}")).status_code == 404
    incomplete = await world.cec.post(path, {"outcome": "admit", "act": {"number": "", "signatory": "K"}})
    assert (incomplete.status_code, incomplete.json()["arguments"]["field"]) == (400, "act.number")
    refusal = await world.cec.post(path, {"outcome": "refuse", "act": ACT})
    assert (refusal.status_code, refusal.json()["arguments"]["field"]) == (400, "article")
    admitted = await world.cec.post(path, body)
    assert (admitted.status_code, admitted.json()["admission"]) == (200, "admitted")
    twice = await world.cec.post(path, body)
    assert (twice.status_code, twice.json()["code"]) == (409, "admission_decided")
    assert (await ngo.get("/v1/organisations")).status_code == 403


async def test_a_request_never_waits_for_admission(world):
    """A pending organisation files; the finding says so; after admission a new request does not have it."""
    id, ngo = await world.organisation()
    before = await world.filed(ngo)
    await world.cec.post(f"/v1/organisations/{id}/admission", {"outcome": "admit", "act": ACT})
    after = await world.filed(ngo)

    assert "sender_not_admitted_yet" in [one["code"] for one in before["assessment"]["findings"]]
    assert "sender_not_admitted_yet" not in [one["code"] for one in after["assessment"]["findings"]]


async def record(world, id, **fields):
    """Record a registration; returns the answer."""
    body = {"election": world.election, "act": ACT, **fields}
    return await world.cec.post(f"/v1/organisations/{id}/registrations", body)


def against(receipt):
    """The codes that speak against a request."""
    return {one["code"] for one in receipt["assessment"]["findings"] if one["severity"] == "against"}


async def test_a_partys_right_opens_where_its_candidate_is_registered(world):
    """Art. 18(2): unknown before it is on file; shut in another unit; open in its own; a list opens all."""
    id, party = await world.organisation("political_party")
    unknown = await world.filed(party)
    assert "candidacy_to_check" in [one["code"] for one in unknown["assessment"]["findings"]]

    assert (await record(world, id, kind="subject")).status_code == 201
    assert "no_candidate_in_unit" in against(await world.filed(party))
    assert (await record(world, id, kind="candidate", electoral_unit="90")).status_code == 201
    assert "no_candidate_in_unit" in against(await world.filed(party))
    assert against(await world.filed(party, scope={"voting_centres": ["289/1"]})) == set()
    assert (await record(world, id, kind="multi_name_list")).status_code == 201
    assert against(await world.filed(party)) == set()


async def test_a_party_in_a_coalition_has_no_right_of_its_own(world):
    """Art. 18(2): once it appears in a coalition, the right is the coalition's only, and the remedy says so."""
    coalition, _ = await world.organisation("coalition")
    id, party = await world.organisation("political_party")
    for fields in (
        {"kind": "subject"},
        {"kind": "multi_name_list"},
        {"kind": "coalition_member", "coalition": coalition},
    ):
        assert (await record(world, id, **fields)).status_code == 201

    filed = await world.filed(party)

    assert "coalition_only" in against(filed)
    assert filed["assessment"]["remedy"]["action"] == "file_through_coalition"


async def test_a_registration_must_name_a_unit_and_a_coalition_that_exist(world):
    """An unknown unit, a missing one, an organisation that is no coalition: 400 with the field."""
    id, _ = await world.organisation("political_party")
    for fields, field in (
        ({"kind": "candidate", "electoral_unit": "77"}, "electoral_unit"),
        ({"kind": "candidate"}, "electoral_unit"),
        ({"kind": "coalition_member", "coalition": id}, "coalition"),
        ({"kind": "subject", "electoral_unit": "30"}, "electoral_unit"),
    ):
        answer = await record(world, id, **fields)
        assert (answer.status_code, answer.json()["arguments"]["field"]) == (400, field)
