"""The sweep: what is due is raised once, everybody concerned is told once, and the list says what is late."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from accreditation.civil_time import end_of_day
from backend.actions.requests import deadlines as sweeps
from backend.actions.requests import failures
from backend.actions.requests.deadlines import raise_due
from backend.actions.requests.reminders import DEFAULT_LEADS_HOURS, lead_of
from backend.jobs.deadlines import sweep

DUE = datetime(2027, 4, 25, 22, tzinfo=UTC)
"""When the five days of a request filed on 20 April end."""


async def notices(world, kind: str) -> list[tuple]:
    async with world.services.database.reading() as conn:
        cursor = await conn.execute(
            "SELECT recipient, subject, arguments FROM notices WHERE kind = %s ORDER BY id", (kind,)
        )
        return await cursor.fetchall()


async def filed(world, sender, count: int, **changes) -> list[str]:
    return [(await world.filed(sender, **changes))["number"] for _ in range(count)]


LEADS = [
    # left              leads        reminded at lead
    (timedelta(hours=49), (48, 24, 6), None),
    (timedelta(hours=48), (48, 24, 6), 48),
    (timedelta(hours=24, seconds=1), (48, 24, 6), 48),
    (timedelta(hours=24), (48, 24, 6), 24),
    (timedelta(hours=5), (48, 24, 6), 6),
    (timedelta(hours=5), (), None),
    (timedelta(hours=5), [12], 12),
]


@pytest.mark.parametrize(("left", "leads", "lead"), LEADS)
def test_the_lead_that_has_been_reached(left, leads, lead):
    """A sweep that comes late reminds of the shortest lead reached, and of no other."""
    assert lead_of(left, leads) == lead


async def test_a_commission_is_reminded_once_at_each_lead_with_the_count(world):
    """Three requests due at one midnight make one notice at 48, 24 and 6 hours, however often the sweep runs."""
    _, ngo = await world.organisation()
    await filed(world, ngo, 3)
    for hours in (60, 48, 47, 24, 6, 5, 1):
        await world.at(DUE - timedelta(hours=hours))
        await sweep(world.services)

    told = await notices(world, "decision_due_soon")
    assert [(one[0], one[2]["count"], one[2]["lead_hours"]) for one in told] == [
        (f"commission:{world.election}:cec", 3, lead) for lead in DEFAULT_LEADS_HOURS
    ]
    assert {one[2]["due_at"] for one in told} == {"2027-04-25T22:00:00Z"}


async def test_the_cec_chooses_the_leads_of_an_election(world):
    """Other leads for one election, the CEC only; nonsense is refused, and an empty list reminds nobody."""
    path = f"/v1/elections/{world.election}/reminders"
    assert (await world.cec.get(path)).json()["leads_hours"] == [48, 24, 6]
    chosen = await world.cec.put(path, json={"leads_hours": [2, 12, 12]})
    assert chosen.json() == {"election": world.election, "leads_hours": [12, 2], "default": False}
    for wrong in ([0], [241], list(range(1, 12))):
        assert (await world.cec.put(path, json={"leads_hours": wrong})).status_code == 400
    zec = await world.key("zec:30")
    assert (await zec.put(path, json={"leads_hours": [1]})).status_code == 403
    assert (await zec.get(path)).json()["default"] is False
    assert (await world.cec.put("/v1/elections/99/reminders", json={"leads_hours": []})).status_code == 404

    _, ngo = await world.organisation()
    (number,) = await filed(world, ngo, 1)
    await world.at(DUE - timedelta(hours=13))
    assert await notices(world, "decision_due_soon") == []
    await world.at(DUE - timedelta(hours=11))
    ((_, subject, arguments),) = await notices(world, "decision_due_soon")
    assert (subject, arguments["lead_hours"]) == (f"request:{number}", 12)


async def test_a_failure_is_told_to_the_applicant_and_the_commission_once(world):
    """The last second is in time; at the instant the failure is an event, an audit record and two notices."""
    organisation_id, ngo = await world.organisation()
    numbers = await filed(world, ngo, 2)
    await world.at(DUE - timedelta(seconds=1))
    assert await notices(world, "failure_to_decide") == []

    await world.at(DUE)
    await sweep(world.services)

    told = await notices(world, "failure_to_decide")
    assert [(one[0], one[1]) for one in told] == [
        (f"organisation:{organisation_id}", f"request:{number}") for number in numbers
    ]
    # Three days to appeal, set for this election by an act.
    assert {one[2]["last_day"] for one in told} == {"2027-04-29"}
    ((recipient, _, arguments),) = await notices(world, "decision_overdue")
    assert (recipient, arguments["count"]) == (f"commission:{world.election}:cec", 2)
    async with world.services.database.reading() as conn:
        query = "SELECT subject FROM audit_records WHERE action = 'failure_to_decide'"
        assert len(await (await conn.execute(query)).fetchall()) == 2
    shown = (await ngo.get(f"/v1/requests/{numbers[0]}")).json()
    assert (shown["status"], shown["failure_at"]) == ("overdue", "2027-04-25T22:00:00Z")
    assert shown["assessment"]["remedy"]["action"] == "appeal"


async def test_many_failures_of_one_sender_are_one_notice(world, monkeypatch):
    """Above a few the sender is told once with their count, and the chunks of the sweep leave nothing behind."""
    monkeypatch.setattr(failures, "EACH_NOTICE", 2)
    monkeypatch.setattr(sweeps, "CHUNK", 4)
    _, ngo = await world.organisation()
    numbers = await filed(world, ngo, 7)

    await world.at(DUE)

    told = await notices(world, "failure_to_decide")
    assert [one[2]["count"] for one in told] == [4, 3]
    for number in numbers:
        assert (await ngo.get(f"/v1/requests/{number}")).json()["status"] == "overdue"


async def test_held_filings_are_opened_with_a_notice(world):
    """Filed too early with consent: at the opening minute they are filed, and their sender hears of it."""
    await world.jump(datetime(2027, 3, 31, 9, tzinfo=UTC))
    organisation_id, ngo = await world.organisation()
    (number,) = await filed(world, ngo, 1, hold_until_opening=True)
    assert (await ngo.get(f"/v1/requests/{number}")).json()["status"] == "held"

    await world.at(datetime(2027, 3, 31, 22, 0, tzinfo=UTC))

    assert (await ngo.get(f"/v1/requests/{number}")).json()["status"] == "received"
    ((recipient, subject, _),) = await notices(world, "request_opened")
    assert (recipient, subject) == (f"organisation:{organisation_id}", f"request:{number}")


async def test_a_missed_target_is_told_as_a_target(world):
    """No failure in law for foreign observers: the commission hears of its own target, the applicant of nothing."""
    _, embassy = await world.organisation("foreign_state", "IT")
    await filed(world, embassy, 1, observer={"citizenship": "IT"})

    await world.at(datetime(2027, 4, 21, 9, 1, tzinfo=UTC))

    assert await notices(world, "failure_to_decide") == []
    ((_, _, arguments),) = await notices(world, "decision_overdue")
    assert arguments["due_kind"] == "internal_target"
    (item,) = (await world.cec.get("/v1/late")).json()["items"]
    assert (item["kind"], item["appeal_open"], item["law"]) == ("internal_target", False, "internal")


async def test_one_bad_request_keeps_no_other_waiting(world):
    """A chunk that cannot be raised is raised one by one: what is sound is recorded, what is not is logged and left."""
    _, ngo = await world.organisation()
    numbers = await filed(world, ngo, 3)
    async with world.services.database.transaction() as conn:
        await conn.execute("UPDATE requests SET assessment = '[]' WHERE number = %s", (numbers[1],))
    await world.jump(DUE)

    raised = await raise_due(world.services, DUE)

    assert raised == 2
    states = {one["number"]: one["status"] for one in (await ngo.get("/v1/requests")).json()["items"]}
    assert [states[number] for number in numbers] == ["overdue", "received", "overdue"]


async def test_two_sweeps_at_once_raise_everything_once(world):
    """Two processes at the same midnight: each failure is one event and one notice."""
    _, ngo = await world.organisation()
    numbers = await filed(world, ngo, 5)
    await world.jump(DUE)

    await asyncio.gather(*(sweep(world.services) for _ in range(4)))
    await sweep(world.services)

    assert len(await notices(world, "failure_to_decide")) == 5
    assert len(await notices(world, "decision_overdue")) == 1
    for number in numbers:
        history = (await ngo.get(f"/v1/requests/{number}")).json()["history"]
        assert [one["event"] for one in history].count("failure_to_decide") == 1


async def test_the_list_says_what_is_late_since_when_and_until_when_it_can_be_appealed(world):
    """The longest late first; a zone sees its own, the CEC and an auditor everybody's, a sender nothing."""
    _, ngo = await world.organisation()
    (first,) = await filed(world, ngo, 1)
    await world.at(datetime(2027, 4, 22, 9, tzinfo=UTC))
    second, third = await filed(world, ngo, 2)
    async with world.services.database.transaction() as conn:
        await conn.execute("UPDATE requests SET competent = 'zec:30' WHERE number = %s", (third,))
    assert (await world.cec.get("/v1/late")).json()["items"] == []
    now = datetime(2027, 4, 28, 8, tzinfo=UTC)
    await world.at(now)

    found = (await world.cec.get("/v1/late")).json()

    assert [one["number"] for one in found["items"]] == [first, second, third]
    item = found["items"][0]
    assert (item["since"], item["kind"], item["article"], item["law"]) == (
        "2027-04-25T22:00:00Z", "law", "18(5)", "9087/2003",
    )  # fmt: skip
    assert item["late_seconds"] == int((now - DUE).total_seconds())
    assert item["appeal_until"] == end_of_day(datetime(2027, 4, 29).date()).isoformat().replace("+00:00", "Z")
    assert (item["appeal_open"], item["appeals"]) == (True, 0)
    assert [(one["competent"], one["law"]) for one in found["commissions"]] == [("cec", 2), ("zec:30", 1)]
    page = (await world.cec.get("/v1/late", limit=2)).json()
    rest = (await world.cec.get("/v1/late", cursor=page["next_cursor"])).json()
    assert [one["number"] for one in rest["items"]] == [third]
    zec = await world.key("zec:30")
    assert [one["number"] for one in (await zec.get("/v1/late")).json()["items"]] == [third]
    auditor = await world.key("auditor")
    assert len((await auditor.get("/v1/late")).json()["items"]) == 3
    assert (await ngo.get("/v1/late")).status_code == 403
    assert (await world.cec.get("/v1/late", cursor="x")).json()["code"] == "cursor_malformed"

    await world.cec.post(f"/v1/requests/{first}/decision", world.decision())
    assert first not in (await world.cec.get("/v1/late")).text
