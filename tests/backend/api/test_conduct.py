"""The code of conduct: versions published, the version accepted with its instant, and acceptance until the decision."""

from __future__ import annotations

from datetime import timedelta

VERSION = {
    "version": "2027-1",
    "text": {"sq": "Vëzhguesi është i paanshëm.", "en": "The observer is impartial."},
}


def codes(receipt: dict) -> dict[str, dict]:
    return {one["code"]: one for one in receipt["assessment"]["findings"]}


async def publish(world, **changes):
    body = VERSION | {"valid_from": "2027-04-01T00:00:00+02:00"} | changes
    return await world.cec.post(f"/v1/elections/{world.election}/codes-of-conduct", body)


async def test_everybody_reads_the_versions_and_which_one_is_in_force(world):
    """A version holds from its instant until a later one holds; none is ever changed."""
    assert (await publish(world)).status_code == 201
    later = (world.services.clock.now() + timedelta(days=3)).isoformat()
    document = {"version": "2027-2", "text": None, "url": "https://kqz.gov.al/kodi.pdf", "sha256": "a" * 64}
    assert (await publish(world, **document, valid_from=later)).status_code == 201

    items = (await world.public.get(f"/v1/elections/{world.election}/codes-of-conduct")).json()["items"]

    assert [(one["version"], one["in_force"]) for one in items] == [("2027-1", True), ("2027-2", False)]
    assert items[0]["text"]["sq"] == VERSION["text"]["sq"]
    again = await publish(world, text={"sq": "Tjetër"})
    assert (again.status_code, again.json()["code"]) == (409, "version_published")


async def test_an_outdated_version_is_found_with_its_remedy_and_accepted_until_the_decision(world):
    """The officer sees which version was accepted; the sender accepts the one in force, and the finding goes."""
    await publish(world)
    _, ngo = await world.organisation()
    timely = await world.filed(ngo)
    assert "code_of_conduct_outdated" not in codes(timely)
    old = await world.filed(ngo, code_of_conduct={"accepted": True, "version": "2025-1"})
    found = codes(old)["code_of_conduct_outdated"]
    assert found["arguments"] == {"accepted": "2025-1", "current": "2027-1"}
    assert (found["article"], found["severity"]) == ("19(2)", "to_record")
    assert old["assessment"]["remedy"]["action"] == "accept_code_of_conduct"

    accepted = await ngo.post(f"/v1/requests/{old['number']}/conduct", {"version": "2027-1"})

    assert accepted.status_code == 200, accepted.text
    assert "code_of_conduct_outdated" not in codes(accepted.json())
    shown = (await world.cec.get(f"/v1/requests/{old['number']}")).json()
    assert shown["code_of_conduct"]["version"] == "2027-1"
    assert shown["code_of_conduct"]["accepted_at"]
    assert "conduct_accepted" in [one["event"] for one in shown["history"]]


async def test_a_version_published_after_the_filing_makes_the_acceptance_outdated(world):
    """The commission decides on the version in force at the decision; the sender can accept it before."""
    await publish(world)
    _, ngo = await world.organisation()
    number = (await world.filed(ngo))["number"]
    await publish(world, version="2027-2", valid_from=world.services.clock.now().isoformat())

    accepted = await ngo.post(f"/v1/requests/{number}/conduct", {"version": "2027-2"})

    assert accepted.json()["code_of_conduct"]["version"] == "2027-2"


async def test_acceptance_is_the_senders_own_and_ends_with_the_decision(world):
    """Another sender finds nothing, a commission may not, an unknown version is refused, and a decided request is closed."""
    await publish(world)
    _, ngo = await world.organisation()
    _, other = await world.organisation()
    number = (await world.filed(ngo, code_of_conduct=None))["number"]
    path = f"/v1/requests/{number}/conduct"
    assert (await other.post(path, {"version": "2027-1"})).status_code == 404
    assert (await world.cec.post(path, {"version": "2027-1"})).status_code == 403
    assert (await ngo.post(path, {"version": "1999"})).status_code == 400
    future = (world.services.clock.now() + timedelta(hours=1)).isoformat()
    assert (await ngo.post(path, {"version": "2027-1", "accepted_at": future})).status_code == 400
    assert (await world.cec.post(f"/v1/requests/{number}/decision", world.decision())).status_code == 200
    closed = await ngo.post(path, {"version": "2027-1"})
    assert (closed.status_code, closed.json()["code"]) == (409, "state_forbids")


async def test_only_the_cec_publishes_and_a_version_has_content(world):
    """No content, a bad address or a hash that is none: 400; a sender or a zone: 403; no such election: 404."""
    _, ngo = await world.organisation()
    path = f"/v1/elections/{world.election}/codes-of-conduct"
    body = VERSION | {"valid_from": "2027-04-01T00:00:00+02:00"}
    assert (await ngo.post(path, body)).status_code == 403
    assert (await (await world.key("zec:30")).post(path, body)).status_code == 403
    assert (await world.cec.post("/v1/elections/9999/codes-of-conduct", body)).status_code == 404
    for bad in (
        {"text": None},
        {"text": {"sq": " "}},
        {"text": None, "url": "http://kqz.gov.al/a", "sha256": "a" * 64},
        {"text": None, "url": "https://kqz.gov.al/a", "sha256": "short"},
        {"version": ""},
    ):
        assert (await publish(world, **bad)).status_code == 400, bad
