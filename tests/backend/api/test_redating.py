"""Re-dating: every limit follows, what waits is assessed anew, everyone whom it touches is told, nothing is lost."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from backend.actions.elections import reassessing
from tests.backend.api.conftest import ELECTION
from tests.backend.api.test_appeals import appealed, in_force, refused, ruling, step

ACT = {"number": "77", "date": "2027-04-19", "signatory": "Kryetari i KQZ"}


def path(world, rest: str = "redating") -> str:
    """A route of the world's election."""
    return f"/v1/elections/{world.election}/{rest}"


async def redated(world, day: str, **changes):
    """Another date, recorded by the CEC."""
    answer = await world.cec.post(path(world), {"election_date": day, "act": ACT, **changes})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def notices(world) -> list[tuple[str, str, str]]:
    """Whom notices of changed limits were recorded for."""
    async with world.services.database.reading() as conn:
        cursor = await conn.execute(
            "SELECT recipient, kind, subject FROM notices WHERE kind = 'limits_changed' ORDER BY recipient"
        )
        return await cursor.fetchall()


async def deadlines(world, number: str) -> dict[str, tuple[str, datetime]]:
    """The deadlines of a request by kind: state and instant."""
    async with world.services.database.reading() as conn:
        cursor = await conn.execute(
            "SELECT d.kind, d.state, d.due_at FROM deadlines d JOIN requests r ON d.subject = 'request:' || r.id "
            "WHERE r.number = %s",
            (number,),
        )
        return {kind: (state, due_at) for kind, state, due_at in await cursor.fetchall()}


def position(request: dict) -> str:
    """Where the assessment finds a filing in its window."""
    codes = [one["code"] for one in request["assessment"]["findings"]]
    return next(code for code in codes if code in ("too_early", "in_time", "too_late"))


CASES = [
    # new date      filed on 20 April is   due
    ("2027-05-30", "in_time", "2027-04-25T22:00:00Z"),
    ("2027-05-02", "too_late", "2027-04-25T22:00:00Z"),
    ("2027-06-13", "too_early", "2027-04-25T22:00:00Z"),
]


@pytest.mark.parametrize(("day", "place", "due"), CASES)
async def test_what_waits_is_assessed_on_the_new_limits_with_its_own_instant(world, day, place, due):
    """The filing keeps its instant; the preview names what happens, changes nothing, and the re-dating does just that."""
    _, ngo = await world.organisation()
    receipt = await world.filed(ngo)
    body = {"election_date": day, "act": ACT}

    preview = (await world.cec.post(path(world), body, params={"preview": "true"})).json()
    before = (await ngo.get(f"/v1/requests/{receipt['number']}")).json()
    done = await redated(world, day)
    after = (await ngo.get(f"/v1/requests/{receipt['number']}")).json()

    assert position(before) == "in_time"
    assert position(after) == place
    assert after["received_at"] == receipt["received_at"]
    assert after["decision_due"]["at"] == due
    happened = {f"now_{place}"} - {"now_in_time"}
    assert set(preview["touches"]["requests"]) - {"examined", "touched"} == happened
    assert set(done["done"]) - {"examined", "changed"} == happened
    for name in ("before", "after", "limits", "touches", "warnings"):
        assert preview[name] == done[name]
    closing = next(one for one in done["limits"] if one["code"] == "albanian_request")
    assert closing["moved"]
    shown = {one["code"]: one for one in (await world.public.get(path(world, "time-limits"))).json()["items"]}
    assert closing["after"]["closes_at"] == shown["albanian_request"]["closes_at"]
    events = [one["event"] for one in after["history"]]
    assert ("reassessed" in events) is bool(happened)


async def test_a_held_filing_is_opened_held_again_and_moved(world):
    """With its sender's consent a filing that is now too early waits for the new opening, and its clock with it."""
    _, ngo = await world.organisation()
    number = (await world.filed(ngo, hold_until_opening=True))["number"]

    held = await redated(world, "2027-06-13")
    waiting = (await ngo.get(f"/v1/requests/{number}")).json()
    assert (held["done"]["held"], held["done"]["due_moved"]) == (1, 1)
    assert waiting["status"] == "held"
    opening = datetime(2027, 4, 28, 22, tzinfo=UTC)
    assert await deadlines(world, number) == {
        "open_held_request": ("open", opening),
        "failure_to_decide": ("open", opening + timedelta(days=6)),
    }

    moved = await redated(world, "2027-06-20")
    assert moved["done"]["opening_moved"] == 1
    assert (await deadlines(world, number))["open_held_request"] == ("open", opening + timedelta(days=7))

    back = await redated(world, "2027-05-16")
    opened = (await ngo.get(f"/v1/requests/{number}")).json()
    assert back["done"]["opened"] == 1
    assert opened["status"] == "received"
    assert opened["decision_due"]["at"] == "2027-04-25T22:00:00Z"
    found = await deadlines(world, number)
    assert found["open_held_request"][0] == "closed"
    assert found["failure_to_decide"] == ("open", datetime(2027, 4, 25, 22, tzinfo=UTC))


async def test_everyone_whom_it_touches_is_told_once(world):
    """Senders with a request, observers in force and the deciding commissions; not a sender without a request."""
    first, ngo = await world.organisation()
    second, other = await world.organisation()
    await world.organisation()
    granted = (await world.filed(ngo))["number"]
    await world.filed(other)
    answer = await world.cec.post(f"/v1/requests/{granted}/decision", world.decision())
    accreditation = answer.json()["accreditation"]
    body = {"election_date": "2027-05-30", "act": ACT}

    one = await world.cec.post(path(world), body, once="once")
    again = await world.cec.post(path(world), body, once="once")

    assert one.json() == again.json()
    assert one.json()["touches"]["senders"] == 2
    assert one.json()["touches"]["observers"] == 1
    assert one.json()["touches"]["badges"] == {
        "in_force": 1,
        "end_before_horizon": 1,
        "end_before_election": 0,
    }
    subject = f"election:{world.election}"
    assert await notices(world) == [
        (recipient, "limits_changed", subject)
        for recipient in sorted(
            [
                *(f"commission:{world.election}:{role}" for role in ("cec", "zec:30", "zec:90")),
                f"observer:{accreditation}",
                f"organisation:{first}",
                f"organisation:{second}",
            ]
        )
    ]


async def test_the_earlier_date_stays_on_record(world):
    """The history names the act and both dates; a decree's date stays unless another one is given."""
    await redated(world, "2027-05-30")
    await redated(world, "2027-06-06", decreed_on="2027-04-19")

    items = (await world.public.get(path(world, "changes"))).json()["items"]

    assert [(one["kind"], one["before"], one["after"]) for one in items] == [
        (
            "redating",
            {"election_date": "2027-05-16", "decreed_on": "2027-03-31"},
            {"election_date": "2027-05-30", "decreed_on": "2027-03-31"},
        ),
        (
            "redating",
            {"election_date": "2027-05-30", "decreed_on": "2027-03-31"},
            {"election_date": "2027-06-06", "decreed_on": "2027-04-19"},
        ),
    ]
    assert items[0]["act"] == ACT
    assert {one["state"] for one in items} == {"done"}
    async with world.services.database.reading() as conn:
        cursor = await conn.execute("SELECT count(*) FROM audit_records WHERE action = 'election_redating'")
        assert (await cursor.fetchone())[0] == 2


REFUSED = [
    ({"election_date": "2027-05-16"}, 409, "nothing_changed"),
    ({"election_date": "2027-04-19"}, 400, "field_invalid"),
    ({"election_date": "2027-05-30", "decreed_on": "2027-06-01"}, 400, "field_invalid"),
    ({"election_date": "2027-05-30", "act": {**ACT, "number": ""}}, 400, "field_invalid"),
    ({"election_date": "2027-05-30", "act": {**ACT, "date": "2027-12-01"}}, 400, "field_invalid"),
    ({}, 400, "malformed"),
]


@pytest.mark.parametrize(("change", "status", "code"), REFUSED)
async def test_a_re_dating_that_cannot_be_changes_nothing(world, change, status, code):
    """A date on record, in the past, before its decree, or an act that lacks a part."""
    body = {"act": ACT, **change}

    answer = await world.cec.post(path(world), body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    shown = (await world.public.get(f"/v1/elections/{world.election}")).json()
    assert shown["election_date"] == ELECTION["election_date"]
    assert await notices(world) == []


async def test_only_the_cec_re_dates_and_never_after_the_results(world):
    """A ZEC and a sender get 403, nobody 401; after the final announcement it is 409."""
    _, ngo = await world.organisation()
    zec = await world.key("zec:30")
    body = {"election_date": "2027-05-30", "act": ACT}

    assert (await world.public.post(path(world), body)).status_code == 401
    for caller in (ngo, zec):
        for preview in ("true", "false"):
            assert (await caller.post(path(world), body, params={"preview": preview})).status_code == 403
    assert (await world.cec.post("/v1/elections/999/redating", body)).status_code == 404
    announced = {"announced_at": world.services.clock.now().isoformat()}
    assert (await world.cec.post(path(world, "announcement"), announced)).status_code == 200
    over = await world.cec.post(path(world), body)
    assert (over.status_code, over.json()["code"]) == (409, "already_announced")


async def test_thousands_are_left_to_a_job_and_no_old_deadline_is_raised_meanwhile(world, monkeypatch):
    """Past the bound the answer is 202; the job works in chunks, survives a crash, and the sweep does it first."""
    monkeypatch.setattr(reassessing, "INLINE_REQUESTS", 2)
    monkeypatch.setattr(reassessing, "CHUNK_REQUESTS", 2)
    _, ngo = await world.organisation()
    numbers = [(await world.filed(ngo, hold_until_opening=True))["number"] for _ in range(5)]

    answer = await world.cec.post(path(world), {"election_date": "2027-06-13", "act": ACT})
    assert (answer.status_code, answer.json()["state"]) == (202, "open")
    assert answer.json()["touches"]["requests"]["held"] == 5
    event = answer.json()["event"]
    async with world.services.database.reading() as conn:
        before = await conn.execute("SELECT count(*) FROM requests WHERE state = 'held'")
        assert (await before.fetchone())[0] == 0

    # One chunk, and then the process dies: what is committed stays, the rest is done later.
    assert await reassessing._chunk(world.services, event) == 2
    # The old time to decide has passed; the new one has not. The sweep of this call does the work first.
    await world.at(datetime(2027, 4, 26, 9, tzinfo=UTC))

    shown = (await world.public.get(path(world, "changes"))).json()["items"][0]
    assert (shown["state"], shown["counts"]["held"]) == ("done", 5)
    for number in numbers:
        request = (await ngo.get(f"/v1/requests/{number}")).json()
        assert request["status"] == "held"
        assert "failure_to_decide" not in [one["event"] for one in request["history"]]


async def test_a_failure_that_arose_is_not_taken_back(world):
    """Silence past the limit of its day opened an appeal; a later date does not undo it."""
    _, ngo = await world.organisation()
    number = (await world.filed(ngo))["number"]
    await world.at(datetime(2027, 4, 26, 9, tzinfo=UTC))
    overdue = (await ngo.get(f"/v1/requests/{number}")).json()
    assert overdue["status"] == "overdue"

    await redated(world, "2027-06-13")

    after = (await ngo.get(f"/v1/requests/{number}")).json()
    assert after["status"] == "overdue"
    assert after["decision_due"] == overdue["decision_due"]
    assert after["assessment"]["remedy"] == overdue["assessment"]["remedy"]
    codes = [one["code"] for one in after["assessment"]["findings"]]
    assert "failure_to_decide" in codes
    assert "too_early" in codes


async def test_a_filing_beside_a_re_dating_is_never_stored_on_the_old_limits(world):
    """Whichever comes first, the request ends up assessed on the date that holds."""
    _, ngo = await world.organisation()
    for day in ("2027-05-02", "2027-05-30", "2027-05-02", "2027-05-30"):
        filings = [ngo.post("/v1/requests", world.body()) for _ in range(4)]
        answers = await asyncio.gather(*filings[:2], redated(world, day), *filings[2:])
        numbers = [one.json()["number"] for one in answers if not isinstance(one, dict)]
        expected = "too_late" if day == "2027-05-02" else "in_time"
        for number in numbers:
            assert position((await ngo.get(f"/v1/requests/{number}")).json()) == expected


async def test_a_number_set_by_an_act_reaches_what_waits(world):
    """Ten days to decide instead of five: the deadline of a waiting request moves, its sender is told."""
    first, ngo = await world.organisation()
    number = (await world.filed(ngo))["number"]

    made = await world.cec.post(path(world, "limits"), {"code": "decision", "value": 10, "act": "KQZ 8"})

    assert made.status_code == 201
    found = await deadlines(world, number)
    assert found["failure_to_decide"] == ("open", datetime(2027, 4, 30, 22, tzinfo=UTC))
    assert [one[0] for one in await notices(world)] == [f"organisation:{first}"]
    change = (await world.public.get(path(world, "changes"))).json()["items"][0]
    assert (change["kind"], change["act"]["number"], change["after"]["value"]) == ("limit", "KQZ 8", 10)


async def test_a_time_to_decide_that_a_ruling_gave_is_not_moved(world):
    """The request that an appeal sent back keeps the ruling's own due date on any date of the election."""
    await in_force(world)
    _, ngo = await world.organisation()
    number = await refused(world, ngo)
    appeal = (await appealed(world, ngo, number))["number"]
    checked = {"outcome": "accept", "competent": True, "standing": True, "in_time": True}
    await step(world.kas, appeal, "check", checked)
    hearing = (world.services.clock.now() + timedelta(hours=30)).isoformat()
    await step(world.kas, appeal, "hearing", {"at": hearing, "place": "Pallati i Kongreseve"})
    await world.jump(datetime(2027, 4, 22, 9, tzinfo=UTC))
    await step(world.kas, appeal, "decision", ruling(world))
    before = (await ngo.get(f"/v1/requests/{number}")).json()
    assert before["decision_due"]["at"] == "2027-04-27T22:00:00Z"

    await redated(world, "2027-05-30")

    after = (await ngo.get(f"/v1/requests/{number}")).json()
    assert after["decision_due"] == before["decision_due"]
    assert (await deadlines(world, number))["failure_to_decide"] == (
        "open",
        datetime(2027, 4, 27, 22, tzinfo=UTC),
    )
