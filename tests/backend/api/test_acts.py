"""Acts on many requests: drafted with a preview, put into effect whole or not at all, whoever else decides meanwhile."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from accreditation.findings import FindingCode

ACT = {"number": "857", "date": "2027-04-20", "signatory": "Kryetari i KQZ"}
OWN = {"code": "own", "article": "18(1)", "facts": "U vu re në regjistër.", "reason": "Nuk ka të drejtë."}


async def filed(world, sender, count: int, **changes) -> list[str]:
    """Numbers of so many requests of a sender."""
    return [(await world.filed(sender, **changes))["number"] for _ in range(count)]


async def draft(world, who=None, **body):
    """POST a draft act."""
    return await (who or world.cec).post("/v1/acts", {"election": world.election, **body})


async def effect(world, id: int, who=None, **body):
    """POST its effect."""
    return await (who or world.cec).post(f"/v1/acts/{id}/effect", {**ACT, **body})


async def rows(world, query: str, *values):
    """Rows of a query."""
    async with world.services.database.reading() as conn:
        return await (await conn.execute(query, values)).fetchall()


async def test_one_act_grants_a_list(world):
    """A draft decides nothing; by its effect every request of the list is granted by one act, and all are told."""
    id, ngo = await world.organisation()
    numbers = await filed(world, ngo, 3)
    made = await draft(world, requests=numbers, outcome="grant")

    assert made.status_code == 201, made.text
    assert made.json()["counts"] == {
        "requests": 3, "takeable": 3, "blocked": 0, "granted": 3, "refused": 0, "returned": 0,
    }  # fmt: skip
    assert (await ngo.get(f"/v1/requests/{numbers[0]}")).json()["status"] == "received"
    assert (await ngo.get(f"/v1/acts/{made.json()['id']}")).status_code == 404
    done = await effect(world, made.json()["id"])
    assert done.status_code == 200, done.text
    assert done.json()["counts"]["granted"] == 3

    read = (await ngo.get(f"/v1/acts/{made.json()['id']}")).json()
    assert [one["request"] for one in read["lines"]] == numbers
    assert all(one["accreditation"] for one in read["lines"])
    assert (await ngo.get("/v1/acts")).json()["items"][0]["granted"] == 3
    for number in numbers:
        seen = (await ngo.get(f"/v1/requests/{number}")).json()
        assert (seen["status"], seen["decision"]["act"]) == ("granted", ACT)
        assert [one["event"] for one in seen["history"]] == ["received", "assessed", "granted"]
    assert sorted(await rows(world, "SELECT serial FROM accreditations")) == [(1,), (2,), (3,)]
    told = await rows(world, "SELECT recipient, kind, arguments FROM notices ORDER BY id")
    senders = [one for one in told if one[0] == f"organisation:{id}"]
    assert [one[1] for one in senders] == ["act_in_effect"]
    assert senders[0][2]["granted_requests"] == numbers
    assert [one[1] for one in told if one[0].startswith("observer:")] == ["accreditation_granted"] * 3
    assert (await rows(world, "SELECT count(*) FROM deadlines WHERE state = 'open'"))[0][0] == 0
    audited = await rows(world, "SELECT action, count(*) FROM audit_records GROUP BY action")
    assert dict(audited)["request_decided"] == dict(audited)["accreditation_issued"] == 3


async def test_an_act_of_many_decides_exactly_as_many_decisions_would(world):
    """The same requests decided alone and by one act: the same states, grounds, remedies and rows."""
    _, ngo = await world.organisation()
    alone, together = await filed(world, ngo, 3), await filed(world, ngo, 3)
    plan = [("grant", []), ("refuse", [OWN]), ("return", [OWN])]
    for number, (outcome, grounds) in zip(alone, plan, strict=True):
        body = {"outcome": outcome, "grounds": grounds, "act": {**ACT, "number": "1"}}
        answer = await world.cec.post(f"/v1/requests/{number}/decision", body)
        assert answer.status_code == 200, answer.text
    lines = [
        {"request": number, "outcome": outcome, "grounds": grounds}
        for number, (outcome, grounds) in zip(together, plan, strict=True)
    ]
    made = (await draft(world, lines=lines)).json()
    assert (await effect(world, made["id"])).json()["counts"] == {
        "requests": 3, "takeable": 0, "blocked": 0, "granted": 1, "refused": 1, "returned": 1,
    }  # fmt: skip

    for one, other in zip(alone, together, strict=True):
        left, right = [(await ngo.get(f"/v1/requests/{number}")).json() for number in (one, other)]
        for name in ("status", "competent", "assessment"):
            assert left[name] == right[name]
        for name in ("outcome", "grounds", "body", "appeal"):
            assert left["decision"][name] == right["decision"][name]
        assert [each["event"] for each in left["history"]] == [each["event"] for each in right["history"]]


async def test_officers_propose_and_the_act_takes_the_last_proposals(world):
    """Several officers propose, the last one counts and all are kept; what nobody proposed on is blocked and named."""
    _, ngo = await world.organisation()
    first, second, third = await filed(world, ngo, 3)
    for number, outcome in ((first, "refuse"), (first, "grant"), (second, "refuse")):
        grounds = [OWN] if outcome == "refuse" else []
        proposed = await world.cec.post(
            f"/v1/requests/{number}/proposal", {"outcome": outcome, "grounds": grounds}
        )
        assert proposed.status_code == 201, proposed.text
        assert proposed.json()["lacking"] == []
    kept = (await world.cec.get(f"/v1/requests/{first}/proposals")).json()["items"]
    assert [one["outcome"] for one in kept] == ["refuse", "grant"]
    assert (await ngo.get(f"/v1/requests/{first}/proposals")).status_code == 403
    assert (await ngo.get(f"/v1/requests/{first}")).json()["status"] == "received"

    made = (await draft(world, requests=[first, second, third])).json()
    by_number = {one["request"]: one for one in made["lines"]}
    assert [by_number[number]["outcome"] for number in (first, second, third)] == ["grant", "refuse", None]
    assert [one["code"] for one in by_number[third]["blocked"]] == ["proposal_missing"]
    stopped = await effect(world, made["id"])
    assert (stopped.status_code, stopped.json()["code"]) == (409, "act_blocked")
    assert stopped.json()["arguments"]["blocked"] == [{"request": third, "codes": ["proposal_missing"]}]
    assert (await ngo.get(f"/v1/requests/{first}")).json()["status"] == "received"
    done = await effect(world, made["id"], leave_out_blocked=True)
    assert done.json()["left_out"] == [{"request": third, "codes": ["proposal_missing"]}]
    assert [
        (await ngo.get(f"/v1/requests/{number}")).json()["status"] for number in (first, second, third)
    ] == ["granted", "refused", "received"]


async def test_an_incomplete_proposal_says_what_its_decision_would_lack(world):
    """A refusal proposed without grounds is recorded, and named as lacking; a body without competence proposes nothing."""
    _, ngo = await world.organisation()
    (number,) = await filed(world, ngo, 1)
    proposed = await world.cec.post(f"/v1/requests/{number}/proposal", {"outcome": "refuse"})
    assert [one["code"] for one in proposed.json()["lacking"]] == ["grounds_missing"]
    zec = await world.key("zec:30")
    other = await zec.post(f"/v1/requests/{number}/proposal", {"outcome": "grant"})
    assert (other.status_code, other.json()["article"]) == (403, "18(6)")


async def test_a_filter_takes_an_organisations_requests(world):
    """By sender, finding and proposal; what does not wait for a decision is not taken; an empty filter result is 409."""
    id, ngo = await world.organisation()
    _, other = await world.organisation()
    mine, withdrawn = await filed(world, ngo, 2)
    await filed(world, other, 1)
    await ngo.post(f"/v1/requests/{withdrawn}/withdrawal", {})

    made = await draft(world, filter={"organisation": id}, outcome="grant")
    assert [one["request"] for one in made.json()["lines"]] == [mine]
    for filter in ({"organisation": id, "finding": "too_late"}, {"organisation": id, "without": ["in_time"]},
                   {"organisation": id, "proposed": "grant"}):  # fmt: skip
        assert (await draft(world, filter=filter, outcome="grant")).json()["code"] == "nothing_to_decide"
    await world.cec.post(f"/v1/requests/{mine}/proposal", {"outcome": "grant"})
    assert (await draft(world, filter={"proposed": "grant"})).json()["counts"]["takeable"] == 1


BAD = [
    {"outcome": "grant"},
    {"requests": [], "outcome": "grant"},
    {"requests": ["R-2027-999999"], "outcome": "grant"},
    {"requests": ["x"], "filter": {}, "outcome": "grant"},
    {"lines": [{"request": "x", "outcome": "grant"}], "outcome": "grant"},
    {"requests": ["x"], "surprise": 1},
    {"filter": {"finding": "'; DROP"}, "outcome": "grant"},
]


async def test_a_draft_that_cannot_be_read_is_refused(world):
    """No list, an empty one, two of them, an unknown number: 400, and nothing is drafted."""
    for body in BAD:
        assert (await draft(world, **body)).status_code == 400, body
    assert (await world.cec.get("/v1/acts")).json()["items"] == []


async def test_an_act_lacks_number_date_or_signatory(world):
    """What the act lacks is said once with all of it; the draft stays a draft."""
    _, ngo = await world.organisation()
    made = (await draft(world, requests=await filed(world, ngo, 2), outcome="grant")).json()
    lacking = await effect(world, made["id"], number=" ", signatory="")
    assert (lacking.status_code, lacking.json()["code"]) == (400, "act_number_missing")
    assert lacking.json()["arguments"]["defects"] == ["act_number_missing", "signatory_missing"]
    late = await effect(world, made["id"], date="2027-04-21")
    assert late.json()["code"] == "act_date_wrong"
    assert (await world.cec.get(f"/v1/acts/{made['id']}")).json()["status"] == "draft"


async def test_a_refusal_in_an_act_waits_for_the_lenient_date_too(world):
    """A late line of an act shows the latest reading, and the effect is blocked until the officer says it was seen."""
    _, ngo = await world.organisation()
    await world.at(datetime(2027, 5, 2, 9, tzinfo=UTC))
    numbers = await filed(world, ngo, 2)
    made = (await draft(world, requests=numbers, outcome="refuse", grounds=[OWN])).json()
    assert all(one["lenient_until"] and one["takeable"] for one in made["lines"])
    today = {"date": "2027-05-02"}
    unseen = await effect(world, made["id"], **today)
    assert (unseen.status_code, unseen.json()["arguments"]["codes"]) == (409, ["lenient_date_not_seen"])
    seen = await effect(world, made["id"], lenient_date_seen=True, **today)
    assert seen.json()["counts"]["refused"] == 2


async def test_a_badge_that_cannot_be_made_blocks_its_own_line(world):
    """A request for no place at all is named in the preview; the others are granted without it."""
    _, ngo = await world.organisation()
    good = await filed(world, ngo, 2)
    bad = await filed(world, ngo, 1, scope={"voting_centres": []})
    made = (await draft(world, requests=good + bad, outcome="grant")).json()
    blocked = {one["request"]: [each["code"] for each in one["blocked"]] for one in made["lines"]}
    assert blocked == {good[0]: [], good[1]: [], bad[0]: ["badge_cannot_carry"]}
    assert (await effect(world, made["id"], leave_out_blocked=True)).json()["counts"]["granted"] == 2


async def test_an_addendum_adds_names_of_the_same_sender(world):
    """EC-15: an act that adds names to an earlier one; another sender's names and a refusal do not belong to it."""
    _, ngo = await world.organisation()
    _, other = await world.organisation()
    first = (await draft(world, requests=await filed(world, ngo, 1), outcome="grant")).json()
    too_early = await draft(
        world, requests=await filed(world, ngo, 1), outcome="grant", addendum_to=first["id"]
    )
    assert (too_early.status_code, too_early.json()["code"]) == (409, "act_not_in_effect")
    await effect(world, first["id"])
    mine, theirs = await filed(world, ngo, 1), await filed(world, other, 1)
    refusing = await draft(world, requests=mine, outcome="refuse", grounds=[OWN], addendum_to=first["id"])
    assert refusing.status_code == 400
    added = (await draft(world, requests=mine + theirs, outcome="grant", addendum_to=first["id"])).json()
    assert [[each["code"] for each in one["blocked"]] for one in added["lines"]] == [
        [],
        ["not_in_earlier_act"],
    ]
    done = await effect(world, added["id"], number="857/1", leave_out_blocked=True)
    assert (done.status_code, done.json()["addendum_to"]) == (200, first["id"])


async def test_two_acts_never_share_a_number_and_date(world):
    """The second act of a commission with the same number and date is refused; another number is taken."""
    _, ngo = await world.organisation()
    acts = [
        (await draft(world, requests=await filed(world, ngo, 1), outcome="grant")).json()["id"]
        for _ in range(2)
    ]
    assert (await effect(world, acts[0])).status_code == 200
    taken = await effect(world, acts[1])
    assert (taken.status_code, taken.json()["code"]) == (409, "act_number_taken")
    assert (await effect(world, acts[1], number="858")).status_code == 200
    again = await effect(world, acts[1], number="859")
    assert (again.status_code, again.json()["code"]) == (409, "act_not_a_draft")


async def test_overlapping_acts_at_the_last_minute(world):
    """Four officers put four overlapping acts into effect at once, a fifth decides alone: each request is decided once.

    No number or serial is doubled, every decision stands with its own act, and whoever came second is told which
    requests were taken.
    """
    _, ngo = await world.organisation()
    numbers = await filed(world, ngo, 12)
    acts = []
    for start in (0, 3, 6, 0):
        made = await draft(world, requests=numbers[start : start + 6], outcome="grant")
        acts.append(made.json()["id"])
    single = world.cec.post(
        f"/v1/requests/{numbers[5]}/decision", {"outcome": "refuse", "grounds": [OWN], "act": ACT}
    )
    answers = await asyncio.gather(
        *(effect(world, id, number=f"90{place}", leave_out_blocked=True) for place, id in enumerate(acts)),
        single,
    )

    assert all(one.status_code in (200, 409) for one in answers), [one.text for one in answers]
    final = await rows(
        world,
        "SELECT request_id, count(*) FROM decisions WHERE outcome IN ('grant', 'refuse') GROUP BY request_id",
    )
    assert len(final) == 12
    assert all(count == 1 for _, count in final)
    granted = sum(one.json()["counts"]["granted"] for one in answers[:4] if one.status_code == 200)
    issued = await rows(world, "SELECT number, serial FROM accreditations")
    assert (
        len(issued)
        == granted
        == len({number for number, _ in issued})
        == len({serial for _, serial in issued})
    )
    assert granted + (answers[4].status_code == 200) == 12
    in_effect = await rows(world, "SELECT count(*) FROM acts WHERE state = 'in_effect'")
    assert in_effect[0][0] == sum(one.status_code == 200 for one in answers[:4])


async def test_one_act_posted_twice_takes_effect_once(world):
    """Two officers press the button at the same moment, and one of them twice with one key: one effect."""
    _, ngo = await world.organisation()
    made = (await draft(world, requests=await filed(world, ngo, 4), outcome="grant")).json()
    path, body = f"/v1/acts/{made['id']}/effect", ACT
    answers = await asyncio.gather(
        world.cec.post(path, body, once="press"),
        world.cec.post(path, body, once="press"),
        effect(world, made["id"]),
    )
    good = [one for one in answers if one.status_code == 200]
    assert len({one.content for one in good}) == 1
    assert {one.json()["code"] for one in answers if one.status_code != 200} <= {"act_not_a_draft"}
    assert (await rows(world, "SELECT count(*) FROM accreditations"))[0][0] == 4


async def test_a_failure_in_the_middle_leaves_the_draft(world, monkeypatch):
    """The process dies while it signs: nothing is decided, no badge exists, the draft takes effect at the next try."""
    from backend.actions.standing import issuance

    _, ngo = await world.organisation()
    numbers = await filed(world, ngo, 3)
    made = (await draft(world, requests=numbers, outcome="grant")).json()
    real = issuance.credential.verify

    def broken(*args, **kwargs):
        raise RuntimeError("killed")

    monkeypatch.setattr(issuance.credential, "verify", broken)
    assert (await effect(world, made["id"])).status_code == 500
    monkeypatch.setattr(issuance.credential, "verify", real)
    assert (await rows(world, "SELECT count(*) FROM decisions"))[0][0] == 0
    assert (await world.cec.get(f"/v1/acts/{made['id']}")).json()["status"] == "draft"
    assert (await effect(world, made["id"])).json()["counts"]["granted"] == 3


async def test_a_lower_commission_drafts_only_what_is_delegated_to_it(world):
    """A ZEC reaches the party's request of its unit; the NGO's, another unit's and the CEC's drafts are not its matter."""
    _, ngo = await world.organisation()
    _, party = await world.organisation("political_party")
    delegation = {"instruction": "KQZ 10", "to": "zec", "from_at": "2027-04-01T00:00:00Z", "units": ["30"]}
    await world.cec.post(f"/v1/elections/{world.election}/delegations", delegation)
    partys, ngos = await filed(world, party, 1), await filed(world, ngo, 1)
    zec, other = await world.key("zec:30"), await world.key("zec:90")

    assert (await draft(world, zec, requests=ngos, outcome="grant")).status_code == 400
    assert (await draft(world, other, requests=partys, outcome="grant")).status_code == 400
    made = await draft(world, zec, requests=partys, outcome="grant")
    assert made.status_code == 201, made.text
    assert (await other.get(f"/v1/acts/{made.json()['id']}")).status_code == 404
    assert (await effect(world, made.json()["id"], other)).status_code == 404
    by_cec = await effect(world, made.json()["id"])
    assert (by_cec.status_code, by_cec.json()["code"]) == (403, "not_competent")
    assert (await effect(world, made.json()["id"], zec)).status_code == 200
    assert (await other.get("/v1/acts")).json()["items"] == []
    assert (await ngo.get(f"/v1/acts/{made.json()['id']}")).status_code == 404


async def test_a_delegation_that_ends_before_the_effect_blocks_the_act(world):
    """Drafted while the ZEC was competent, effected after the instruction ended: the lines are blocked with 18(6)."""
    _, party = await world.organisation("political_party")
    delegation = {"instruction": "KQZ 10", "to": "zec", "from_at": "2027-04-01T00:00:00Z"}
    held = (await world.cec.post(f"/v1/elections/{world.election}/delegations", delegation)).json()
    zec = await world.key("zec:30")
    made = (await draft(world, zec, requests=await filed(world, party, 1), outcome="grant")).json()
    path = f"/v1/elections/{world.election}/delegations/{held['id']}/end"
    assert (await world.cec.post(path, {"instruction": "KQZ 11"})).status_code == 200
    blocked = await effect(world, made["id"], zec)
    assert (blocked.status_code, blocked.json()["article"]) == (409, "18(6)")
    assert blocked.json()["arguments"]["codes"] == [str(FindingCode.NOT_COMPETENT)]


async def test_a_draft_is_given_up(world):
    """An abandoned draft stays on record and never takes effect; its requests wait as before."""
    _, ngo = await world.organisation()
    numbers = await filed(world, ngo, 1)
    made = (await draft(world, requests=numbers, outcome="grant")).json()
    assert (await world.cec.post(f"/v1/acts/{made['id']}/abandonment")).json()["status"] == "abandoned"
    assert (await effect(world, made["id"])).json()["code"] == "act_not_a_draft"
    assert (await ngo.get(f"/v1/requests/{numbers[0]}")).json()["status"] == "received"
