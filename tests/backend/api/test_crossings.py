"""What crosses: withdrawals, replacements, addenda, rulings and measures that meet on one observer's place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backend.actions.decisions import delegations
from tests.backend.api.test_appeals import appealed, in_force, ruling, step
from tests.backend.api.test_interim import allow, body, refused

OTHER = {"given_name": "Besa", "family_name": "Kola", "birth_date": "1988-01-02"}


async def decided(world, number: str, outcome: str = "grant", status: int = 200, **changes) -> dict:
    """The CEC's decision on a request."""
    given = world.decision(outcome, lenient_date_seen=True, **changes)
    answer = await world.cec.post(f"/v1/requests/{number}/decision", given)
    assert answer.status_code == status, answer.text
    return answer.json()


async def status_of(world, number: str) -> str:
    """Where a request stands."""
    return (await world.cec.get(f"/v1/requests/{number}")).json()["status"]


async def standing_of(world, accreditation: str) -> str:
    """Where an accreditation stands."""
    return (await world.cec.get(f"/v1/accreditations/{accreditation}")).json()["state"]


async def replacement_of(world, sender, number: str) -> str:
    """A filed replacement's number."""
    given = world.body(observer=OTHER)["observer"]
    answer = await sender.post(f"/v1/requests/{number}/replacement", {"observer": given})
    assert answer.status_code == 201, answer.text
    return answer.json()["number"]


async def addendum_of(sender, number: str, place: str) -> str:
    """The number of an addendum by one place."""
    answer = await sender.post(f"/v1/requests/{number}/addendum", {"scope": {"voting_centres": [place]}})
    assert answer.status_code == 201, answer.text
    return answer.json()["number"]


async def act(world, *numbers: str):
    """The answer to one act that grants these requests."""
    lines = [{"request": one, "outcome": "grant"} for one in numbers]
    draft = await world.cec.post("/v1/acts", {"election": world.election, "lines": lines})
    assert draft.status_code == 201, draft.text
    signed = world.decision()["act"] | {"number": f"V-{draft.json()['id']}", "leave_out_blocked": True}
    return await world.cec.post(f"/v1/acts/{draft.json()['id']}/effect", signed)


async def test_a_replacement_is_granted_though_the_first_request_was_withdrawn_meanwhile(world):
    """The observer who goes gives the place back first: the substitute's request is decided like any other."""
    _, ngo = await world.organisation()
    first = (await world.filed(ngo))["number"]
    await decided(world, first)
    second = await replacement_of(world, ngo, first)
    assert (await ngo.post(f"/v1/requests/{first}/withdrawal")).status_code == 200

    granted = await decided(world, second)

    assert granted["accreditation"]
    assert (await status_of(world, first), await status_of(world, second)) == ("withdrawn", "granted")


async def test_of_two_addenda_to_one_request_the_second_grant_is_stopped_and_says_why(world):
    """Alone it is 409 with the earlier request's number; in an act its own line is blocked and no other."""
    _, ngo = await world.organisation()
    first = (await world.filed(ngo))["number"]
    await decided(world, first)
    one, two = await addendum_of(ngo, first, "289/01"), await addendum_of(ngo, first, "289/01")
    free = (await world.filed(ngo))["number"]

    effect = await act(world, one, two, free)
    assert effect.status_code == 200, effect.text
    assert effect.json()["left_out"] == [{"request": two, "codes": ["state_forbids"]}]
    stopped = await decided(world, two, status=409)
    assert (stopped["code"], stopped["arguments"]["earlier"]) == ("state_forbids", first)
    blocked = await act(world, two)
    assert (blocked.status_code, blocked.json()["code"]) == (409, "act_blocked")
    assert await decided(world, two, "refuse")
    assert [await status_of(world, each) for each in (first, one, two, free)] == [
        "replaced",
        "granted",
        "refused",
        "granted",
    ]


async def test_a_returned_request_gives_its_place_to_an_addendum_that_was_filed_before(world):
    """The addendum says what the return asked for: granting it replaces the returned request, and nothing is due."""
    _, ngo = await world.organisation()
    first = (await world.filed(ngo))["number"]
    second = await addendum_of(ngo, first, "289/01")
    await decided(world, first, "return")
    await decided(world, second)

    assert await status_of(world, first) == "replaced"
    await world.at(world.services.clock.now() + timedelta(days=9))
    events = [one["event"] for one in (await ngo.get(f"/v1/requests/{first}")).json()["history"]]
    assert "failure_to_decide" not in events
    assert "decision_target_missed" not in events


async def test_a_ruling_that_grants_a_replacement_ends_the_place_that_it_takes(world):
    """As with a commission's grant: one observer inside, the earlier request replaced."""
    await in_force(world)
    rule = {"code": "upheld_refusal", "value": "grants", "act": "KQZ 9"}
    answer = await world.cec.post(f"/v1/elections/{world.election}/appeal-rules", rule)
    assert answer.status_code == 201, answer.text
    _, ngo = await world.organisation()
    first = (await world.filed(ngo))["number"]
    held = (await decided(world, first))["accreditation"]
    second = await replacement_of(world, ngo, first)
    await decided(world, second, "refuse")
    appeal = (await appealed(world, ngo, second))["number"]
    await step(world.kas, appeal, "check", {"outcome": "accept"})
    done = await step(world.kas, appeal, "decision", ruling(world))

    assert done["granted"]
    assert (await status_of(world, first), await status_of(world, second)) == ("replaced", "granted")
    assert await standing_of(world, held) == "replaced"
    assert (await ngo.post(f"/v1/requests/{first}/withdrawal")).status_code == 409


@pytest.mark.parametrize("how", ["withdrawn", "replaced"])
async def test_what_gave_its_place_away_is_never_restored(world, how):
    """Revoked, then withdrawn or replaced: an upheld appeal or the CEC's restoration brings no second badge back."""
    _, ngo = await world.organisation()
    first = (await world.filed(ngo))["number"]
    held = (await decided(world, first))["accreditation"]
    measure = {"reason": "Incident", "act": world.decision()["act"]}
    basis = {"measure": "revoke", "article": "19(2)", "law": "9087/2003", "act": measure["act"]}
    assert (await world.cec.post(f"/v1/elections/{world.election}/legal-bases", basis)).status_code == 201
    revoked = await world.cec.post(f"/v1/accreditations/{held}/revocation", measure)
    assert revoked.status_code == 201, revoked.text
    if how == "withdrawn":
        assert (await ngo.post(f"/v1/requests/{first}/withdrawal")).status_code == 200
    else:
        await decided(world, await replacement_of(world, ngo, first))
    assert await status_of(world, first) == how

    restored = await world.cec.post(f"/v1/accreditations/{held}/restoration", measure)

    assert restored.status_code == 409, restored.text
    assert await standing_of(world, held) == "revoked"


async def test_a_return_after_a_ruling_keeps_the_time_that_the_ruling_gave(world):
    """Reopened by KAS, returned, completed: what the ruling said and its time to decide stay, and no failure arises."""
    await in_force(world)
    _, ngo = await world.organisation()
    number = (await world.filed(ngo))["number"]
    await decided(world, number, "refuse")
    await world.at(world.services.clock.now() + timedelta(days=2))
    appeal = (await appealed(world, ngo, number))["number"]
    await step(world.kas, appeal, "check", {"outcome": "accept"})
    by = world.services.clock.now() + timedelta(days=6)
    await step(world.kas, appeal, "decision", ruling(world, decide_by=by.isoformat()))
    await decided(world, number, "return")
    answer = await ngo.post(f"/v1/requests/{number}/completion", {"note": "Plotësuar."})
    assert answer.status_code == 200, answer.text
    await world.at(by - timedelta(minutes=1))

    seen = (await ngo.get(f"/v1/requests/{number}")).json()
    assert seen["status"] == "received"
    assert datetime.fromisoformat(seen["decision_due"]["at"]) == by
    assert "appeal_upheld" in [one["code"] for one in seen["assessment"]["findings"]]
    await world.at(by)
    assert await status_of(world, number) == "overdue"


async def test_an_interim_accreditation_ends_when_its_appeal_is_withdrawn(world):
    """Issued for the time of an appeal: without the appeal there is nothing to wait for."""
    election, number, ngo, _ = await refused(world)
    await allow(world, election)
    appeal = (await ngo.post(f"/v1/requests/{number}/appeal", {"grounds": "Kemi të drejtë."})).json()
    issued = (await world.cec.post(f"/v1/requests/{number}/interim", body())).json()["accreditation"]
    badge = (await ngo.get(f"/v1/accreditations/{issued}")).json()["badge"]["text"]
    assert (await ngo.post(f"/v1/appeals/{appeal['number']}/withdrawal")).status_code == 200

    assert await standing_of(world, issued) == "expired"
    verdict = await world.public.post("/v1/badges/verification", {"text": badge})
    assert verdict.json()["verdict"] == "invalid"


async def test_a_decision_closes_what_was_asked_of_the_sender(world):
    """Granted without waiting for the translation: its last day passes, and nothing is noted as missed."""
    _, ngo = await world.organisation()
    number = (await world.filed(ngo, language="en"))["number"]
    now = world.services.clock.now()
    notice = {"act": world.decision()["act"], "last_day": (now.date() + timedelta(days=1)).isoformat()}
    asked = await world.cec.post(f"/v1/requests/{number}/translation-notice", notice)
    assert asked.status_code == 201, asked.text
    await decided(world, number)
    await world.at(now + timedelta(days=3))

    events = [one["event"] for one in (await ngo.get(f"/v1/requests/{number}")).json()["history"]]
    assert "translation_missed" not in events


async def test_one_instruction_that_cannot_begin_keeps_no_failure_from_being_raised(world):
    """A deadline that breaks is left to the next sweep; held filings open and failures arise all the same."""
    _, ngo = await world.organisation()
    number = (await world.filed(ngo))["number"]
    async with world.services.database.transaction() as conn:
        await conn.execute(
            "INSERT INTO deadlines (kind, subject, due_at) VALUES (%s, 'election:0:0:from', %s)",
            (delegations.CHANGE, datetime(2027, 4, 20, tzinfo=UTC)),
        )
    await world.at(world.services.clock.now() + timedelta(days=7))

    assert await status_of(world, number) == "overdue"
