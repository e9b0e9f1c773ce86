"""The last minute: forty officers and senders at once on the same requests, over real HTTP, and nothing is done twice."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.journeys.invariants import broken
from tests.journeys.test_outcomes import DAY, TIRANE, election_of
from tests.journeys.town import Caller, Town, fresh

FINE = {200, 201, 202, 400, 403, 404, 409, 503}
FULL = {
    "grounds": "Kemi të drejtë.",
    "legal_basis": "Neni 18(5)",
    "asked": "Të pranohet.",
    "signatory": "Ana",
}


async def everything_agrees(town: Town, election: int) -> None:
    """The sweep has nothing left to do, and every invariant holds.

    It is awaited, because the worker's own sweep may be at it in this moment.
    """
    said: list[str] = []
    for _ in range(20):
        await town.at(await town.now())
        said = await _look(town, election)
        if not said:
            return
        await asyncio.sleep(0.2)
    raise AssertionError("\n".join(said))


async def _look(town: Town, election: int) -> list[str]:
    """The invariants, read on connections of this loop's own."""
    from backend.app import compose

    services = compose(town.house.services.settings, town.house.database_url)
    services.clock.offset = town.house.services.clock.offset
    await services.database.open()
    try:
        return await broken(services, election)
    finally:
        await services.database.close()


async def test_forty_at_once_on_the_same_requests_decide_nothing_twice(town: Town) -> None:
    """Decisions, acts, withdrawals, replacements, appeals and measures cross: one wins, the others are told so."""
    await town.at(datetime(2027, 4, 30, 23, 30, tzinfo=TIRANE))
    election = await election_of(town, edition="2005")
    act = town.decision(today=(await town.now()).date())["act"]
    for measure in ("revoke", "suspend"):
        basis = {"measure": measure, "article": "19(2)", "law": "9087/2003", "act": act}
        await town.cec.ok(f"/v1/elections/{election}/legal-bases", basis)
    _, sender = await town.organisation()
    waiting = [(await town.filed(sender, election=election))["number"] for _ in range(8)]
    granted = {}
    for _ in range(4):
        number = (await town.filed(sender, election=election))["number"]
        body = town.decision(today=(await town.now()).date())
        done = await town.cec.ok(f"/v1/requests/{number}/decision", body, 200)
        granted[number] = done["accreditation"]
    drafts = [
        (
            await town.cec.ok(
                "/v1/acts",
                {"election": election, "lines": [{"request": one, "outcome": "grant"} for one in part]},
            )
        )["id"]
        for part in (waiting[:6], waiting[2:], waiting)
    ]
    officers = [await town.key("cec") for _ in range(4)]
    today = (await town.now()).date()
    calls: list[tuple[Caller, str, Any]] = []
    for place, number in enumerate(waiting):
        for officer in officers[:2]:
            outcome = "grant" if place % 3 else "refuse"
            calls.append(
                (
                    officer,
                    f"/v1/requests/{number}/decision",
                    town.decision(outcome, today, lenient_date_seen=True),
                )
            )
        if place % 2:
            calls.append((sender, f"/v1/requests/{number}/withdrawal", {}))
        calls.append((sender, f"/v1/requests/{number}/appeal", FULL))
    for id, officer in zip(drafts, officers, strict=False):
        signed = town.decision(today=today)["act"]
        calls.append((officer, f"/v1/acts/{id}/effect", {**signed, "leave_out_blocked": True}))
    measure = {"reason": "Incident", "act": act}
    for number, accreditation in granted.items():
        person = town.body(observer={"given_name": "Besa"})["observer"]
        calls.append((sender, f"/v1/requests/{number}/replacement", {"observer": person}))
        calls += [
            (officer, f"/v1/accreditations/{accreditation}/{what}", measure)
            for officer, what in zip(
                officers, ("revocation", "suspension", "restoration", "reissue"), strict=True
            )
        ]
        calls.append((sender, f"/v1/requests/{number}/withdrawal", {}))
    assert len(calls) >= 40

    answers = await asyncio.gather(*(who.post(path, body) for who, path, body in calls))

    wrong = [(path, one.status_code, one.text) for (_, path, _), one in zip(calls, answers, strict=True)
             if one.status_code not in FINE]  # fmt: skip
    assert wrong == []
    final = Counter(
        path.split("/")[3]
        for (_, path, _), one in zip(calls, answers, strict=True)
        if path.endswith("/decision") and one.status_code == 200
    )
    assert max(final.values(), default=0) <= 1
    appeals = [
        one.json() for (_, path, _), one in zip(calls, answers, strict=True) if path.endswith("/appeal")
    ]
    ordinals = sorted(one["ordinal"] for one in appeals if "ordinal" in one)
    assert ordinals == list(range(1, len(ordinals) + 1))
    assert len(ordinals) == len(waiting)
    await everything_agrees(town, election)


async def test_one_intention_sent_forty_times_is_done_once_and_answered_alike(town: Town) -> None:
    """A client whose network stutters sends the same filing, decision and appeal again: the same bytes, one effect."""
    await town.at(datetime(2027, 4, 30, 23, 58, tzinfo=TIRANE))
    election = await election_of(town, edition="2005")
    _, sender = await town.organisation()
    today = (await town.now()).date()

    async def all_alike(who: Caller, path: str, body: Any) -> dict[str, Any]:
        key = fresh("again-")
        answers = await asyncio.gather(*(who.post(path, body, once=key) for _ in range(40)))
        bodies = {one.content for one in answers if one.status_code != 503}
        assert len(bodies) == 1, [one.text[:200] for one in answers if one.status_code >= 400][:3]
        return next(one for one in answers if one.status_code != 503).json()

    number = (await all_alike(sender, "/v1/requests", town.body(election=election)))["number"]
    refuse = town.decision("refuse", today, lenient_date_seen=True)
    decided = await all_alike(town.cec, f"/v1/requests/{number}/decision", refuse)
    assert decided["decision"]["outcome"] == "refuse"
    assert (await all_alike(sender, f"/v1/requests/{number}/appeal", FULL))["ordinal"] == 1

    assert await town.house.one("SELECT count(*) FROM requests WHERE election_id = %s", election) == 1
    assert await town.house.one("SELECT count(*) FROM appeals WHERE election_id = %s", election) == 1
    told = await town.house.sql(
        "SELECT kind, count(*) FROM notices WHERE subject = %s GROUP BY kind", f"request:{number}"
    )
    assert dict(told)["request_refused"] == 1
    await everything_agrees(town, election)


MIDNIGHT = datetime(2027, 5, 2, tzinfo=TIRANE)


async def test_receipts_around_midnight_prove_on_which_side_of_it_a_filing_came(town: Town) -> None:
    """Filings before and after the last midnight are recorded; each receipt is signed and no word of it can be changed."""
    election = await election_of(town, edition="2005")
    _, sender = await town.organisation()
    seen = set()
    for when in (MIDNIGHT - timedelta(seconds=20), MIDNIGHT - timedelta(seconds=1), MIDNIGHT):
        await town.at(when)
        receipt = await town.filed(sender, election=election)
        at = datetime.fromisoformat(receipt["received_at"])
        codes = {one["code"] for one in receipt["assessment"]["findings"]}
        assert ("too_late" in codes) is (at >= MIDNIGHT)
        assert ("late_by_stricter_reading" in codes) is (at < MIDNIGHT)
        seen.add(at >= MIDNIGHT)
        text = (await sender.get(f"/v1/requests/{receipt['number']}/receipt.txt")).text
        shown = (await sender.get(f"/v1/requests/{receipt['number']}/receipt")).json()
        assert datetime.fromisoformat(shown["received_at"]) == at
        assert await genuine(town, text)
        assert not await genuine(town, text.replace(receipt["number"], "R-2027-999998"))
        earlier = re.sub(r"(received_at: .*)\d(\D*)$", r"\g<1>9\2", text, count=1, flags=re.MULTILINE)
        later = re.sub(r"(received_at: .*)\d(\D*)$", r"\g<1>8\2", text, count=1, flags=re.MULTILINE)
        assert [await genuine(town, one) for one in {earlier, later} - {text}].count(True) == 0
    assert seen == {True, False}


async def genuine(town: Town, text: str) -> bool:
    """What anybody is told of a receipt's text."""
    answer = await town.public.post("/v1/receipts/verification", {"text": text})
    assert answer.status_code == 200, answer.text
    return answer.json()["verdict"] == "genuine"


async def test_an_evening_of_changes_leaves_all_in_agreement(town: Town) -> None:
    """Filings held and in time wait while the date, a holiday, a delegation and an instruction's end pass over them."""
    await town.at(datetime(2027, 3, 25, 12, tzinfo=UTC))
    election = await election_of(town, edition="2005")
    _, ngo = await town.organisation()
    _, party = await town.organisation("political_party")
    held = await town.filed(ngo, election=election, hold_until_opening=True)
    assert "too_early" in [one["code"] for one in held["assessment"]["findings"]]
    await town.at(datetime(2027, 4, 1, 0, 0, 1, tzinfo=TIRANE))
    assert (await ngo.get(f"/v1/requests/{held['number']}")).json()["status"] == "received"
    for sender in (ngo, party):
        for _ in range(6):
            await town.filed(sender, election=election)
    await everything_agrees(town, election)
    act = {"number": fresh("N-"), "date": "2027-04-01", "signatory": "Kryetari"}
    path = f"/v1/elections/{election}"
    now = await town.now()
    steps: list[tuple[str, Any, int]] = [
        ("redating", {"election_date": (DAY + timedelta(days=14)).isoformat(), "act": act}, 200),
        ("holidays", {"days": [{"day": "2027-04-05", "name": "Ditë pushimi"}], "act": act}, 200),
        ("delegations", {"instruction": "KQZ 10", "to": "zec",
                         "from_at": (now + timedelta(hours=2)).isoformat(),
                         "until_at": (now + timedelta(hours=30)).isoformat()}, 201),
        ("redating", {"election_date": DAY.isoformat(), "act": act}, 200),
    ]  # fmt: skip
    for name, body, status in steps:
        await town.cec.ok(f"{path}/{name}", body, status)
        await everything_agrees(town, election)
    for hours in (1, 3, 31, 24 * 5, 24 * 9):
        await town.at(now + timedelta(hours=hours))
        await everything_agrees(town, election)
