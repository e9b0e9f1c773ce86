"""The lists that every integrator reads first: one page each, with what a new election holds."""

from __future__ import annotations


async def test_the_first_lists_hold_what_was_recorded(world):
    """Elections, senders, registrations, bases, delegations, keys and readiness answer a new installation whole."""
    organisation, ngo = await world.organisation("political_party")
    act = {"number": "7", "date": "2027-04-01", "signatory": "Kryetari i KQZ"}
    recorded = await world.cec.post(
        f"/v1/organisations/{organisation}/registrations",
        {"election": world.election, "kind": "subject", "act": act},
    )
    assert recorded.status_code == 201, recorded.text
    based = await world.cec.post(
        f"/v1/elections/{world.election}/legal-bases",
        {"measure": "suspend", "article": "8", "law": "VKQZ 7", "act": act},
    )
    assert based.status_code == 201, based.text

    async def read(api, path, **filters):
        answer = await api.get(path, **filters)
        assert answer.status_code == 200, (path, answer.text)
        return answer.json()

    assert [one["id"] for one in (await read(world.public, "/v1/elections"))["items"]] == [world.election]
    assert [one["id"] for one in (await read(world.cec, "/v1/organisations"))["items"]] == [organisation]
    own = await read(ngo, f"/v1/organisations/{organisation}/registrations", election=world.election)
    assert [one["kind"] for one in own["items"]] == ["subject"]
    bases = await read(world.public, f"/v1/elections/{world.election}/legal-bases")
    assert [one["article"] for one in bases["history"]] == ["8"]
    assert (await read(world.public, f"/v1/elections/{world.election}/delegations"))["items"] == []
    assert (await read(world.public, "/v1/badges/keys"))["keys"]
    assert (await read(world.public, "/health/ready"))["checks"]["database"] == "ok"
