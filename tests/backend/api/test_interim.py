"""Interim accreditation over HTTP and on the page: blocked without a basis, marked, and ended as its act says."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.backend.api.conftest import ELECTION

ACT = {"number": "901", "date": "2027-05-04", "signatory": "Kryetari i KQZ"}
OWN = {"code": "own", "article": "6", "facts": "U vu re.", "reason": "Nuk ka të drejtë."}
LAW = {**ELECTION, "edition": "2008", "set_limits": []}


async def refused(world) -> tuple:
    """A request refused twelve days before the vote under the code in force, and its sender."""
    made = await world.cec.post("/v1/elections", LAW)
    assert made.status_code == 201, made.text
    election = made.json()["id"]
    _, ngo = await world.organisation()
    number = (
        await world.filed(ngo, election=election, scope={"voting_centres": [], "commissions": ["cec"]})
    )["number"]
    await world.at(datetime(2027, 5, 4, 9, tzinfo=UTC))
    body = {"outcome": "refuse", "grounds": [OWN], "act": ACT, "lenient_date_seen": True}
    answer = await world.cec.post(f"/v1/requests/{number}/decision", body)
    assert answer.status_code == 200, answer.text
    return election, number, ngo, answer.json()


async def allow(world, election: int) -> None:
    """The lawyer answers the open question by an act."""
    body = {"code": "interim", "option": "allowed", "act": ACT}
    answer = await world.cec.post(f"/v1/elections/{election}/choices", body)
    assert answer.status_code == 201, answer.text


def body(until: str = "appeal_decision") -> dict:
    """An interim act."""
    return {"act": {**ACT, "number": "902"}, "until": until, "reason": "Ankimi vendoset pas zgjedhjeve."}


async def test_it_is_blocked_until_a_basis_is_set_and_an_appeal_runs(world):
    """Refused too late for the remedies: the decision says so; the basis and the appeal must be there; only the CEC."""
    election, number, ngo, decision = await refused(world)
    assert decision["decision"]["appeal"]["outlasts_election"] is True
    assert "appeal_outlasts_election" in [one["code"] for one in decision["warnings"]]
    path = f"/v1/requests/{number}/interim"
    blocked = await world.cec.post(path, body())
    assert (blocked.status_code, blocked.json()["code"]) == (409, "interim_basis_unset")
    assert blocked.json()["arguments"]["defects"] == ["interim_basis_unset", "nothing_refused"]
    await allow(world, election)
    assert (await world.cec.post(path, body())).json()["code"] == "nothing_refused"
    appeal = await ngo.post(f"/v1/requests/{number}/appeal", {"grounds": "Kemi të drejtë."})
    assert appeal.status_code == 201, appeal.text
    assert (await (await world.key("zec:30")).post(path, body())).status_code == 403
    assert (await ngo.post(path, body())).status_code == 403
    assert (await world.cec.post(path, {**body(), "act": {"number": "1"}})).status_code == 400

    issued = await world.cec.post(path, body())
    assert issued.status_code == 201, issued.text
    assert issued.json()["status"] == "refused"
    seen = (await ngo.get(f"/v1/requests/{number}")).json()
    assert seen["status"] == "refused"
    assert seen["interim"]["accreditation"] == issued.json()["accreditation"]
    assert (seen["interim"]["until"], seen["interim"]["appeal"]) == (
        "appeal_decision",
        appeal.json()["number"],
    )
    badge = (await ngo.get(f"/v1/accreditations/{issued.json()['accreditation']}")).json()
    assert (badge["state"], badge["interim"]["act"]["number"]) == ("valid", "902")
    verdict = await world.public.post("/v1/badges/verification", {"text": badge["badge"]["text"]})
    assert verdict.json()["verdict"] in ("valid", "caution")
    assert (await world.cec.post(path, body())).json()["code"] == "interim_issued"


@pytest.mark.parametrize(("until", "state"), [("appeal_decision", "expired"), ("election", "valid")])
async def test_it_ends_at_the_appeals_decision_or_the_election_as_its_act_says(world, until, state):
    """KAS rejects the appeal: the interim accreditation ends then, or stays to the election where its act says that."""
    election, number, ngo, _ = await refused(world)
    await allow(world, election)
    appeal = (await ngo.post(f"/v1/requests/{number}/appeal", {"grounds": "Kemi të drejtë."})).json()[
        "number"
    ]
    issued = (await world.cec.post(f"/v1/requests/{number}/interim", body(until))).json()["accreditation"]
    kas = await world.key("kas")
    ruling = {
        "outcome": "reject",
        "grounds": [{"article": "130", "reason": "Pa të drejtë."}],
        "act": {**ACT, "number": "77"},
    }
    for step, content in (("check", {"outcome": "accept"}), ("decision", ruling)):
        answer = await kas.post(f"/v1/appeals/{appeal}/{step}", content)
        assert answer.status_code == 200, answer.text
    assert (await ngo.get(f"/v1/accreditations/{issued}")).json()["state"] == state


async def test_a_grant_after_the_ruling_takes_its_place(world):
    """KAS upholds and the commission grants: one accreditation is in force, the interim one is replaced."""
    election, number, ngo, _ = await refused(world)
    await allow(world, election)
    appeal = (await ngo.post(f"/v1/requests/{number}/appeal", {"grounds": "Kemi të drejtë."})).json()[
        "number"
    ]
    issued = (await world.cec.post(f"/v1/requests/{number}/interim", body("election"))).json()[
        "accreditation"
    ]
    rule = {"code": "upheld_refusal", "value": "reopens", "act": ACT}
    await world.cec.post(f"/v1/elections/{election}/appeal-rules", rule)
    kas = await world.key("kas")
    ruling = {
        "outcome": "uphold",
        "grounds": [{"article": "130", "reason": "Me të drejtë."}],
        "act": {**ACT, "number": "78"},
    }
    for step, content in (("check", {"outcome": "accept"}), ("decision", ruling)):
        answer = await kas.post(f"/v1/appeals/{appeal}/{step}", content)
        assert answer.status_code == 200, answer.text
    if (await ngo.get(f"/v1/requests/{number}")).json()["status"] != "granted":
        granted = await world.cec.post(
            f"/v1/requests/{number}/decision", {"outcome": "grant", "act": {**ACT, "number": "903"}}
        )
        assert granted.status_code == 200, granted.text
    assert (await ngo.get(f"/v1/accreditations/{issued}")).json()["state"] == "replaced"
    async with world.services.database.reading() as conn:
        cursor = await conn.execute("SELECT count(*) FROM accreditations WHERE state = 'valid'")
        assert (await cursor.fetchone())[0] == 1
