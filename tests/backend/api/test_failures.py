"""Failure to decide, appeals and replacements over HTTP."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from backend.jobs.deadlines import sweep

AFTER = datetime(2027, 4, 26, 10, 0, tzinfo=UTC)
DUE = "2027-04-25T22:00:00Z"


async def test_silence_past_the_law_is_an_event_that_can_be_appealed(world):
    """At the due instant a failure arises: event, finding, audit, remedy; it is no approval, and it is raised once."""
    _, ngo = await world.organisation()
    number = (await world.filed(ngo))["number"]
    await world.at(datetime(2027, 4, 25, 21, 59, tzinfo=UTC))
    assert (await ngo.get(f"/v1/requests/{number}")).json()["status"] == "received"

    await world.at(AFTER)

    seen = (await ngo.get(f"/v1/requests/{number}")).json()
    assert (seen["status"], seen["failure_at"], seen["accreditation"]) == ("overdue", DUE, None)
    finding = seen["assessment"]["findings"][-1]
    assert (finding["code"], finding["article"], finding["instant"]) == ("failure_to_decide", "18(5)", DUE)
    assert seen["assessment"]["remedy"]["action"] == "appeal"
    assert [one["event"] for one in seen["history"]] == ["received", "failure_to_decide"]
    assert await sweep(world.services) == 0
    async with world.services.database.reading() as conn:
        audited = await (
            await conn.execute("SELECT count(*) FROM audit_records WHERE action = 'failure_to_decide'")
        ).fetchone()
    assert audited[0] == 1


async def test_a_decision_before_the_sweep_is_late_all_the_same(world):
    """The due instant judges, not the sweep: an officer who decides first finds the failure recorded before the grant."""
    _, ngo = await world.organisation()
    number = (await world.filed(ngo))["number"]
    await world.jump(AFTER)
    returned = await world.cec.post(f"/v1/requests/{number}/decision", world.decision("return"))
    granted = await world.cec.post(f"/v1/requests/{number}/decision", world.decision())

    assert (returned.status_code, returned.json()["code"]) == (409, "state_forbids")
    assert granted.status_code == 200, granted.text
    seen = (await ngo.get(f"/v1/requests/{number}")).json()
    assert [one["event"] for one in seen["history"]] == ["received", "failure_to_decide", "granted"]
    assert seen["failure_at"] == DUE


async def test_a_failure_is_appealed_by_the_sender(world):
    """The appeal is 201 with a number, against the failure, with its term under the act that set it."""
    _, ngo = await world.organisation()
    number = (await world.filed(ngo))["number"]
    await world.jump(AFTER)
    appeal = await ngo.post(f"/v1/requests/{number}/appeal", {"grounds": "Asnjë vendim brenda pesë ditëve."})

    assert appeal.status_code == 201, appeal.text
    assert appeal.json()["number"].startswith("A-2027-")
    assert appeal.json()["against"] == "failure_to_decide"
    assert appeal.json()["assessment"]["findings"][0]["code"] == "in_time"
    seen = (await ngo.get(f"/v1/requests/{number}")).json()
    assert [one["number"] for one in seen["appeals"]] == [appeal.json()["number"]]


async def test_an_appeal_is_recorded_however_hopeless(world):
    """Nothing to appeal, or too late: still 201 with the finding. Empty grounds: 400."""
    _, ngo = await world.organisation()
    number = (await world.filed(ngo))["number"]
    nothing = await ngo.post(f"/v1/requests/{number}/appeal", {"grounds": "Ankim."})
    assert (nothing.status_code, nothing.json()["against"]) == (201, None)
    assert nothing.json()["assessment"]["findings"][0]["code"] == "nothing_to_appeal"
    await world.cec.post(f"/v1/requests/{number}/decision", world.decision("refuse"))
    await world.at(datetime(2027, 5, 6, tzinfo=UTC))
    late = await ngo.post(f"/v1/requests/{number}/appeal", {"grounds": "Ankim."})
    assert (late.status_code, late.json()["against"]) == (201, "refusal")
    assert late.json()["assessment"]["findings"][0]["code"] == "too_late"
    assert (await ngo.post(f"/v1/requests/{number}/appeal", {"grounds": " "})).status_code == 400
    assert (await world.cec.post(f"/v1/requests/{number}/appeal", {"grounds": "x"})).status_code == 403


async def test_a_missed_target_is_noted_and_is_no_failure(world):
    """The 24 hours for a foreign observer are the commission's own target: an event, no failure, no appeal."""
    _, embassy = await world.organisation("foreign_state", "FR")
    filed = await world.filed(embassy, observer={"citizenship": "FR"})
    await world.at(datetime(2027, 4, 22, 9, tzinfo=UTC))

    seen = (await embassy.get(f"/v1/requests/{filed['number']}")).json()
    assert (seen["status"], seen["failure_at"]) == ("received", None)
    assert [one["event"] for one in seen["history"]] == ["received", "decision_target_missed"]


async def test_a_replacement_takes_the_place_by_a_new_decision(world):
    """A linked request says how the law treats it; its grant ends the old accreditation by the same act."""
    _, ngo = await world.organisation()
    old = (await world.filed(ngo))["number"]
    body = {
        "observer": {**world.body()["observer"], "given_name": "Besa"},
        "reason": "U sëmur.",
        "code_of_conduct": True,
    }
    early = await ngo.post(f"/v1/requests/{old}/replacement", body)
    assert (early.status_code, early.json()["code"]) == (409, "state_forbids")
    granted = await world.cec.post(f"/v1/requests/{old}/decision", world.decision())
    await world.at(datetime(2027, 5, 14, 9, tzinfo=UTC))

    made = await ngo.post(f"/v1/requests/{old}/replacement", body)

    assert made.status_code == 201, made.text
    codes = [one["code"] for one in made.json()["assessment"]["findings"]]
    assert codes[0] == "replacement_addendum"
    assert "substitute_for_timely" in codes
    assert made.json()["replaces"] == old
    new = made.json()["number"]
    # The old observer holds the accreditation until the commission decides.
    assert (await ngo.get(f"/v1/requests/{old}")).json()["status"] == "granted"
    decided = await world.cec.post(f"/v1/requests/{new}/decision", world.decision())
    assert decided.status_code == 200, decided.text
    seen = (await ngo.get(f"/v1/requests/{old}")).json()
    assert (seen["status"], seen["replacement"]) == ("replaced", new)
    revoked = (await ngo.get(f"/v1/accreditations/{granted.json()['accreditation']}")).json()
    assert revoked["state"] == "replaced"
    assert decided.json()["accreditation"] != granted.json()["accreditation"]


async def test_a_withdrawal_after_the_grant_ends_the_accreditation(world):
    """The sender withdraws a granted request: its accreditation ends in the same transaction."""
    _, ngo = await world.organisation()
    number = (await world.filed(ngo))["number"]
    granted = (await world.cec.post(f"/v1/requests/{number}/decision", world.decision())).json()
    withdrawn = await ngo.post(f"/v1/requests/{number}/withdrawal")

    assert withdrawn.json()["status"] == "withdrawn"
    revoked = (await ngo.get(f"/v1/accreditations/{granted['accreditation']}")).json()
    assert revoked["state"] == "withdrawn"


async def test_a_returned_request_is_completed_and_waits_again(world):
    """Sent back for its scope, completed by its sender under the same number: assessed anew, due as before."""
    _, ngo = await world.organisation()
    filed = await world.filed(ngo, scope={"voting_centres": []})
    number = filed["number"]
    early = await ngo.post(f"/v1/requests/{number}/completion", {"scope": {"voting_centres": ["289/1"]}})
    assert (early.status_code, early.json()["code"]) == (409, "state_forbids")
    returned = await world.cec.post(f"/v1/requests/{number}/decision", world.decision("return"))
    assert returned.json()["status"] == "returned"
    observer = {**world.body()["observer"], "family_name": "Leka"}

    body = {"scope": {"voting_centres": ["289/1"]}, "observer": observer, "note": "Qendra u shtua."}
    done = await ngo.post(f"/v1/requests/{number}/completion", body)

    assert done.status_code == 200, done.text
    assert "scope_empty" not in [one["code"] for one in done.json()["assessment"]["findings"]]
    assert done.json()["decision_due"]["at"] == filed["decision_due"]["at"]
    seen = (await ngo.get(f"/v1/requests/{number}")).json()
    assert (seen["status"], seen["observer"]["family_name"]) == ("received", "Leka")
    assert seen["scope"]["voting_centres"] == ["289/01"]
    assert [one["event"] for one in seen["history"]] == ["received", "assessed", "returned", "completed"]
    await world.at(AFTER)
    assert (await ngo.get(f"/v1/requests/{number}")).json()["status"] == "overdue"


async def test_sweeps_at_once_raise_a_failure_once(world):
    """Four sweeps and a withdrawal at the same time: the failure is recorded at most once, and nothing deadlocks."""
    _, ngo = await world.organisation()
    numbers = [(await world.filed(ngo))["number"] for _ in range(6)]
    await world.jump(AFTER)

    await asyncio.gather(
        *(world.at(AFTER) for _ in range(4)),
        *(ngo.post(f"/v1/requests/{number}/withdrawal") for number in numbers[:3]),
    )

    for number in numbers:
        seen = (await ngo.get(f"/v1/requests/{number}")).json()
        failures = [one["event"] for one in seen["history"]].count("failure_to_decide")
        # A withdrawal may come before or after the failure; what waits on has failed exactly once.
        assert failures in ((0, 1) if number in numbers[:3] else (1,))
        assert seen["status"] == ("withdrawn" if number in numbers[:3] else "overdue")
