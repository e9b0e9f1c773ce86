"""Random lives of requests over the API: whatever senders, officers and appeal bodies do, in any order, all agrees."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck
from hypothesis import settings as bounds
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from backend.settings import Settings
from tests.backend.api.conftest import ELECTION, open_world
from tests.backend.api.test_appeals import FULL
from tests.journeys.invariants import broken

LIVES, STEPS = 12, 30
"""Bounded for the suite; the search was run longer by hand."""
START = datetime(2027, 4, 20, 9, tzinfo=UTC)
TAKEN = {200, 201, 202}
REFUSED = {400, 403, 404, 409}
anyone = st.integers(0, 40)


class Lives(RuleBasedStateMachine):
    """One election with two senders; every step is one call, and its answer is a result or a problem, never a fault."""

    runner: asyncio.Runner
    world: Any
    calls: dict[str, set[int]]

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[tuple[str, Any]] = []
        self.badges: list[str] = []
        self.appeals: list[tuple[str, Any]] = []
        self.day = date(2027, 5, 16)
        self.runner.run(self._begin())

    async def _begin(self) -> None:
        from backend.store import places

        world = self.world
        await world.at(START)
        limits = [
            {"code": "decision", "value": 5, "act": "KQZ 1"},
            {"code": "albanian_opens", "value": 45, "act": "KQZ 1"},
        ]
        made = await world.cec.post("/v1/elections", {**ELECTION, "edition": "2008", "set_limits": limits})
        assert made.status_code == 201, made.text
        self.election = world.election = made.json()["id"]
        async with world.services.database.transaction() as conn:
            await places.put_units(conn, self.election, [places.Unit("30", "Tiranë")])
            await places.put_places(
                conn,
                self.election,
                [
                    places.Place("1850/01", "voting_centre", "30", "Shkolla 1"),
                    places.Place("289/01", "voting_centre", "30", "Shkolla 2"),
                ],
            )
            await places.put_commissions(
                conn, self.election, [places.Commission("zec:30", "zec", "KZAZ 30", "30")]
            )
        act = world.decision()["act"]
        for measure in ("revoke", "suspend"):
            basis = {"measure": measure, "article": "19(2)", "law": "10019/2008", "act": act}
            answer = await world.cec.post(f"/v1/elections/{self.election}/legal-bases", basis)
            assert answer.status_code == 201, answer.text
        choice = {"code": "interim", "option": "allowed", "act": act}
        answer = await world.cec.post(f"/v1/elections/{self.election}/choices", choice)
        assert answer.status_code == 201, answer.text
        self.senders = [(await world.organisation())[1], (await world.organisation("political_party"))[1]]
        for sender in self.senders:
            made = await world.filed(sender, election=self.election)
            self.requests.append((made["number"], sender))

    def call(self, who: Any, path: str, body: Any = None) -> Any:
        """One POST: done, or refused with a problem; a fault of the service fails the test."""
        answer = self.runner.run(who.post(path, body))
        assert answer.status_code in TAKEN | REFUSED, (path, answer.status_code, answer.text)
        name = path.rsplit("/", 1)[-1]
        self.calls.setdefault(name, set()).add(answer.status_code)
        return answer.json() if answer.status_code in TAKEN else None

    def _request(self, which: int) -> tuple[str, Any]:
        return (
            self.requests[which % len(self.requests)] if self.requests else ("R-2027-999999", self.senders[0])
        )

    def _act(self) -> dict[str, Any]:
        return self.world.decision()["act"]

    @property
    def _now(self) -> datetime:
        return self.world.services.clock.now()

    @rule(who=st.integers(0, 1), foreign=st.booleans(), held=st.booleans())
    def file(self, who: int, foreign: bool, held: bool) -> None:
        """A sender files, perhaps in a foreign language, perhaps with consent to be held."""
        sender = self.senders[who]
        language = "en" if foreign else "sq"
        body = self.world.body(election=self.election, language=language, hold_until_opening=held)
        made = self.call(sender, "/v1/requests", body)
        assert made is not None
        self.requests.append((made["number"], sender))

    @rule(which=anyone, outcome=st.sampled_from(["grant", "grant", "refuse", "return"]), zec=st.booleans())
    def decide(self, which: int, outcome: str, zec: bool) -> None:
        """The CEC or the zone's commission decides."""
        number, _ = self._request(which)
        body = self.world.decision(outcome, lenient_date_seen=True)
        made = self.call(self.world.zec if zec else self.world.cec, f"/v1/requests/{number}/decision", body)
        if made and made["accreditation"]:
            self.badges.append(made["accreditation"])

    @rule(which=anyone, what=st.sampled_from(["withdrawal", "completion", "reinstatement"]))
    def answer(self, which: int, what: str) -> None:
        """The sender withdraws, completes, or asks to be put back in time."""
        number, sender = self._request(which)
        body = {"reasons": "Sëmundje.", "documents": []} if what == "reinstatement" else {}
        self.call(sender, f"/v1/requests/{number}/{what}", body)

    @rule(which=anyone, addendum=st.booleans())
    def follow(self, which: int, addendum: bool) -> None:
        """The sender replaces the observer or adds a place."""
        number, sender = self._request(which)
        body: dict[str, Any] = {"scope": {"voting_centres": ["289/01"]}}
        if not addendum:
            person = self.world.body(observer={"given_name": "Besa", "family_name": "Kola"})["observer"]
            body = {"observer": person}
        made = self.call(sender, f"/v1/requests/{number}/{'addendum' if addendum else 'replacement'}", body)
        if made:
            self.requests.append((made["number"], sender))

    @rule(which=anyone)
    def translate(self, which: int) -> None:
        """The CEC asks for a translation."""
        number, _ = self._request(which)
        self.call(self.world.cec, f"/v1/requests/{number}/translation-notice", {"act": self._act()})

    @rule(which=anyone)
    def appeal(self, which: int) -> None:
        """The sender appeals, with reason or without."""
        number, sender = self._request(which)
        made = self.call(sender, f"/v1/requests/{number}/appeal", FULL)
        if made:
            self.appeals.append((made["number"], sender))

    @precondition(lambda self: self.appeals)
    @rule(
        which=anyone, outcome=st.sampled_from(["uphold", "uphold", "reject", "withdraw"]), gives=st.booleans()
    )
    def settle(self, which: int, outcome: str, gives: bool) -> None:
        """KAS rules, or the appellant withdraws."""
        number, sender = self.appeals[which % len(self.appeals)]
        if outcome == "withdraw":
            self.call(sender, f"/v1/appeals/{number}/withdrawal", {})
            return
        self.call(self.world.kas, f"/v1/appeals/{number}/check", {"outcome": "accept"})
        grounds = [{"article": "18(5)", "reason": "Kërkesa ishte në kohë."}]
        body = {"outcome": outcome, "grounds": grounds, "act": self._act()}
        if gives:
            body["decide_by"] = (self._now + timedelta(days=9)).isoformat()
        self.call(self.world.kas, f"/v1/appeals/{number}/decision", body)

    @rule(which=anyone)
    def interim(self, which: int) -> None:
        """The CEC accredits for the time of an appeal."""
        number, _ = self._request(which)
        body = {"act": self._act(), "until": "appeal_decision", "reason": "Ankimi zgjat."}
        made = self.call(self.world.cec, f"/v1/requests/{number}/interim", body)
        if made:
            self.badges.append(made["accreditation"])

    @precondition(lambda self: self.badges)
    @rule(which=anyone, what=st.sampled_from(["suspension", "revocation", "restoration", "reissue"]))
    def measure(self, which: int, what: str) -> None:
        """The CEC moves an accreditation."""
        number = self.badges[which % len(self.badges)]
        body = {"reason": "Incident", "act": self._act()}
        made = self.call(self.world.cec, f"/v1/accreditations/{number}/{what}", body)
        if made and what == "reissue":
            self.badges.append(made["number"])

    @rule(days=st.sampled_from([-14, -7, 7, 14, 28]))
    def redate(self, days: int) -> None:
        """The election gets another date."""
        day = self.day + timedelta(days=days)
        body = {"election_date": day.isoformat(), "act": self._act()}
        if self.call(self.world.cec, f"/v1/elections/{self.election}/redating", body):
            self.day = day

    @rule(ahead=st.integers(0, 6))
    def rest(self, ahead: int) -> None:
        """A day off is announced late."""
        day = (self._now + timedelta(days=ahead)).date().isoformat()
        body = {"days": [{"day": day, "name": "Ditë pushimi"}], "act": self._act()}
        self.call(self.world.cec, f"/v1/elections/{self.election}/holidays", body)

    @rule(hours=st.integers(0, 72), ends=st.booleans())
    def delegate(self, hours: int, ends: bool) -> None:
        """The CEC delegates by an instruction, now or later, with an end or without."""
        from_at = self._now + timedelta(hours=hours)
        body = {"instruction": "KQZ 10", "to": "zec", "from_at": from_at.isoformat(), "units": ["30"]}
        if ends:
            body["until_at"] = (from_at + timedelta(hours=20)).isoformat()
        self.call(self.world.cec, f"/v1/elections/{self.election}/delegations", body)

    @rule(hours=st.sampled_from([1, 20, 50, 130]))
    def wait(self, hours: int) -> None:
        """Time passes."""
        self.runner.run(self.world.at(self._now + timedelta(hours=hours)))

    @invariant()
    def everything_agrees(self) -> None:
        """After each step, once what is due was raised."""
        if not hasattr(self, "election"):
            return
        from backend.jobs.deadlines import sweep

        async def look() -> list[str]:
            await sweep(self.world.services)
            return await broken(self.world.services, self.election)

        assert self.runner.run(look()) == []


def test_whatever_happens_in_whatever_order_everything_agrees(
    settings: Settings, database_url: str, now: datetime
) -> None:
    """States, limits, ledger, competence, decisions, badges, signed list, audit and notices agree after each step."""
    with asyncio.Runner() as runner:
        opened = open_world(settings, database_url, now)
        world = runner.run(opened.__aenter__())
        world.kas, world.zec = runner.run(world.key("kas")), runner.run(world.key("zec:30"))
        Lives.runner, Lives.world, Lives.calls = runner, world, {}
        try:
            run_state_machine_as_test(
                Lives,
                settings=bounds(
                    max_examples=LIVES,
                    stateful_step_count=STEPS,
                    deadline=None,
                    derandomize=True,
                    database=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        finally:
            runner.run(opened.__aexit__(None, None, None))
    done = {name for name, statuses in Lives.calls.items() if statuses & TAKEN}
    assert {"requests", "decision", "withdrawal", "redating", "holidays", "delegations"} <= done
