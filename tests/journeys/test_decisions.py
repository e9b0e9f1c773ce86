"""Decisions: only by the competent commission, only whole, never twice; and silence becomes an event by itself."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.journeys.town import BIRTH_SPOKEN, Caller, Chat, Town, moved

PROBLEM = "application/problem+json"


async def decide(town: Town, officer: Caller, number: str, body: dict[str, Any]) -> Any:
    """Decide on a request."""
    return await officer.post(f"/v1/requests/{number}/decision", body)


def without(body: dict[str, Any], *path: str) -> dict[str, Any]:
    """A decision with one text emptied."""
    act = body["act"] | {path[1]: ""} if path[0] == "act" else body["act"]
    grounds = [one | {path[1]: ""} for one in body["grounds"]] if path[0] == "grounds" else body["grounds"]
    return body | {"act": act, "grounds": grounds}


DEFECTS = [
    ("grant", ("act", "number"), "act_number_missing"),
    ("grant", ("act", "signatory"), "signatory_missing"),
    ("refuse", ("act", "number"), "act_number_missing"),
    ("refuse", ("grounds", "article"), "ground_without_article"),
    ("refuse", ("grounds", "reason"), "ground_without_reason"),
    ("return", ("grounds", "reason"), "ground_without_reason"),
]


@pytest.mark.parametrize(("outcome", "missing", "code"), DEFECTS)
async def test_a_decision_that_lacks_something_takes_no_effect_and_is_told_what(
    town: Town, outcome: str, missing: tuple[str, str], code: str
) -> None:
    """No act number, no signatory, no article, no reason: a problem with code, article and remedy; nothing moves."""
    number = (await town.filed(town.demo))["number"]
    answer = await decide(town, town.cec, number, without(town.decision(outcome), *missing))
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == PROBLEM
    problem = answer.json()
    assert problem["code"] == code
    assert code in problem["arguments"]["defects"]
    assert problem["article"]
    assert problem["remedy"]
    assert problem["title"]
    shown = (await town.demo.get(f"/v1/requests/{number}")).json()
    assert shown["status"] == "received"
    assert shown.get("decision") is None


async def test_a_refusal_without_any_ground_is_no_refusal(town: Town) -> None:
    """The machine asks for the grounds, in the officer's language."""
    number = (await town.filed(town.demo))["number"]
    officer = Caller(town, town.keys.cec_key, "en-GB")
    answer = await decide(town, officer, number, town.decision("refuse", grounds=[]))
    assert (answer.status_code, answer.json()["code"]) == (400, "grounds_missing")
    albanian = (await decide(town, town.cec, number, town.decision("refuse", grounds=[]))).json()
    assert albanian["title"] == "Vendimi nuk jep asnjë shkak."
    assert answer.json()["title"] != albanian["title"]


async def test_a_refusal_carries_its_remedy_and_the_last_day_to_appeal(town: Town) -> None:
    """EC-12: grounds, body of appeal and last day stand in the answer and are shown to the sender."""
    number = (await town.filed(town.demo))["number"]
    answer = await decide(town, town.cec, number, town.decision("refuse"))
    assert answer.status_code == 200, answer.text
    appeal = answer.json()["decision"]["appeal"]
    assert appeal["body"]
    assert appeal["article"]
    assert appeal["last_day"]
    shown = (await town.demo.get(f"/v1/requests/{number}")).json()
    assert shown["decision"]["appeal"]["last_day"] == appeal["last_day"]
    appealed = await town.demo.ok(f"/v1/requests/{number}/appeal", {"grounds": "Kërkesa ishte në afat."})
    assert appealed["against"] == "refusal"


async def test_a_zone_commission_without_delegation_cannot_decide(town: Town) -> None:
    """Art. 18(6): without an instruction the CEC alone is competent; a zone sees nothing of the request."""
    number = (await town.filed(town.demo))["number"]
    answer = await decide(town, town.zec, number, town.decision("refuse"))
    assert answer.status_code in (403, 404)
    assert (await town.zec.get(f"/v1/requests/{number}")).status_code == 404
    assert (await town.demo.get(f"/v1/requests/{number}")).json()["status"] == "received"


async def test_a_sender_and_the_public_cannot_decide(town: Town) -> None:
    """The sender's own key gets 403, none gets 401."""
    number = (await town.filed(town.demo))["number"]
    assert (await decide(town, town.demo, number, town.decision())).status_code == 403
    assert (await decide(town, town.public, number, town.decision())).status_code == 401


async def test_of_two_officers_at_once_one_decides(town: Town) -> None:
    """Grant and refusal race: one takes effect, the others get 409; one decision is stored."""
    other = await town.key("cec")
    number = (await town.filed(town.demo))["number"]
    answers = await asyncio.gather(
        *(
            decide(town, who, number, town.decision(what))
            for who in (town.cec, other)
            for what in ("grant", "refuse")
        )
    )
    assert sorted(one.status_code for one in answers) == [200, 409, 409, 409]
    lost = next(one for one in answers if one.status_code == 409)
    assert lost.json()["code"] == "state_forbids"
    stored = "SELECT count(*) FROM decisions d JOIN requests r ON r.id = d.request_id WHERE r.number = %s"
    assert await town.house.one(stored, number) == 1


async def test_what_was_withdrawn_is_decided_no_more_and_withdrawn_once(town: Town) -> None:
    """After a withdrawal 409 to the officer, 409 to a second withdrawal."""
    number = (await town.filed(town.demo))["number"]
    await town.demo.ok(f"/v1/requests/{number}/withdrawal", {"reason": "U sëmur."}, 200)
    assert (await decide(town, town.cec, number, town.decision())).status_code == 409
    assert (await town.demo.post(f"/v1/requests/{number}/withdrawal")).status_code == 409
    assert (await town.demo.get(f"/v1/requests/{number}")).json()["status"] == "withdrawn"


async def test_silence_becomes_a_failure_to_decide_once_then_an_appeal_and_a_late_grant(town: Town) -> None:
    """EC-6: after five days the event arises by itself, exactly once; a late decision is still possible."""
    _, sender = await town.organisation()
    number = (await town.filed(sender))["number"]
    path = f"/v1/requests/{number}"
    due = datetime.fromisoformat((await sender.get(path)).json()["decision_due"]["at"])
    async with moved(town, due - timedelta(seconds=30)):
        assert (await sender.get(path)).json()["status"] == "received"
        for seconds in (1, 60, 3600):
            await town.at(due + timedelta(seconds=seconds))
        shown = (await sender.get(path)).json()
        assert shown["status"] == "overdue"
        assert [one["kind"] if "kind" in one else one["event"] for one in shown["history"]].count(
            "failure_to_decide"
        ) == 1
        assert [f["code"] for f in shown["assessment"]["findings"]].count("failure_to_decide") == 1
        assert shown["assessment"]["remedy"]["action"] == "appeal"
        appealed = await sender.ok(f"{path}/appeal", {"grounds": "Nuk u vendos brenda pesë ditëve."})
        assert appealed["against"] == "failure_to_decide"
        late = await decide(town, town.cec, number, town.decision())
        assert late.status_code == 200, late.text
        await town.at(due + timedelta(days=1))
        assert (await sender.get(path)).json()["status"] == "granted"


async def test_an_appeal_against_nothing_is_recorded_and_told_so(town: Town) -> None:
    """Nothing is turned away at the counter: 201 with the finding."""
    number = (await town.filed(town.demo))["number"]
    appeal = await town.demo.ok(f"/v1/requests/{number}/appeal", {"grounds": "S'jam dakord."})
    assert appeal["against"] is None
    assert "nothing_to_appeal" in [one["code"] for one in appeal["assessment"]["findings"]]


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_a_revoked_badge_stops_verifying_and_its_observer_is_told_and_still_heard(
    town: Town, channel: str
) -> None:
    """The badge verifies until the revocation; the chat is told; a later report is kept as unaccredited."""
    _, sender = await town.organisation()
    accreditation = await town.accredited(sender)
    shown = (await sender.get(f"/v1/accreditations/{accreditation}")).json()
    text = shown.get("credential") or shown["badge"]["text"]
    verify = {"text": text}
    verdict = (await town.public.post("/v1/badges/verification", verify, once=None)).json()
    assert verdict["verdict"] in ("valid", "caution"), verdict
    for kind, magic in (("pdf", b"%PDF"), ("png", b"\x89PNG"), ("svg", b"<")):
        badge = await sender.get(f"/v1/accreditations/{accreditation}/badge.{kind}")
        assert badge.status_code == 200
        assert badge.content.startswith(magic)
    chat = Chat(town, channel)
    link = await town.link(sender, accreditation)
    await chat.say(("/start " if channel == "telegram" else "VEZHGO ") + link["code"])
    bound = await chat.say(BIRTH_SPOKEN)
    assert "u lidh me akreditimin" in bound
    act = {"number": "R-1", "date": datetime.now(UTC).date().isoformat(), "signatory": "Kryetari"}
    await town.cec.ok(f"/v1/accreditations/{accreditation}/revocation", {"reason": "Neni 19(2).", "act": act})
    told = await chat.answer()
    assert accreditation in told
    assert "u shfuqizua" in told
    verdict = (await town.public.post("/v1/badges/verification", verify, once=None)).json()
    assert verdict["verdict"] == "invalid"
    assert "revoked" in str(verdict["reasons"])
    receipt = await chat.say("QV 1850/01 familja voton bashkë")
    assert "i paakredituar" in receipt
    stored = await town.house.sql("SELECT unaccredited FROM reports ORDER BY id DESC LIMIT 1")
    assert stored == [(True,)]
