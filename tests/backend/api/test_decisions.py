"""Decisions over HTTP: by the competent commission, with everything a decision must carry, by one officer only."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from tests.backend.api.conftest import ELECTION


async def decide(who, number, body):
    """POST a decision."""
    return await who.post(f"/v1/requests/{number}/decision", body)


async def test_a_grant_issues_the_accreditation(world):
    """A grant answers the accreditation's number; the request, its history and the audit say who decided by which act."""
    _, ngo = await world.organisation()
    number = (await world.filed(ngo))["number"]
    granted = await decide(world.cec, number, world.decision())

    assert granted.status_code == 200, granted.text
    assert granted.json()["status"] == "granted"
    accreditation = granted.json()["accreditation"]
    seen = (await ngo.get(f"/v1/requests/{number}")).json()
    assert seen["accreditation"] == accreditation
    assert [one["event"] for one in seen["history"]] == ["received", "assessed", "granted"]
    assert seen["decision"]["act"] == {"number": "12", "date": "2027-04-20", "signatory": "Kryetari i KQZ"}
    badge = await ngo.get(f"/v1/accreditations/{accreditation}")
    assert badge.status_code == 200, badge.text
    async with world.services.database.reading() as conn:
        audited = await (
            await conn.execute(
                "SELECT actor, details->>'act' FROM audit_records WHERE action = 'request_decided'"
            )
        ).fetchall()
        open_ones = await (
            await conn.execute("SELECT count(*) FROM deadlines WHERE state = 'open'")
        ).fetchone()
    assert audited == [("cec", "12")]
    assert open_ones[0] == 0


async def test_a_refusal_prints_remedy_and_last_day_to_appeal(world):
    """The last day is counted from the announcement under the act that set the term; who hears it is named."""
    _, ngo = await world.organisation()
    number = (await world.filed(ngo))["number"]
    refused = await decide(world.cec, number, world.decision("refuse"))

    assert refused.status_code == 200, refused.text
    appeal = refused.json()["decision"]["appeal"]
    # Announced on 20 April; the day is excluded; three days are 21, 22 and 23 April.
    assert appeal["last_day"] == "2027-04-23"
    assert appeal["body"] == "electoral_college"
    assert appeal["article"] == "146"
    assert (await ngo.get(f"/v1/requests/{number}")).json()["decision"]["appeal"]["last_day"] == "2027-04-23"


async def test_a_refusal_is_blocked_while_the_term_to_appeal_is_unset(world):
    """No source gives the term of the code of 2005: without an act that sets it no refusal takes effect."""
    made = await world.cec.post("/v1/elections", {**ELECTION, "set_limits": []})
    _, ngo = await world.organisation()
    number = (await world.filed(ngo, election=made.json()["id"]))["number"]
    blocked = await decide(world.cec, number, world.decision("refuse"))

    assert (blocked.status_code, blocked.json()["code"]) == (409, "last_day_to_appeal_unset")
    assert blocked.json()["article"] == "146"
    assert (await ngo.get(f"/v1/requests/{number}")).json()["status"] == "received"
    limit = {"code": "appeal", "value": 3, "act": "KQZ 9/2027"}
    await world.cec.post(f"/v1/elections/{made.json()['id']}/limits", limit)
    assert (await decide(world.cec, number, world.decision("refuse"))).status_code == 200


LACKING = [
    ({"act": {"number": "", "date": "2027-04-20", "signatory": "K"}}, "act_number_missing"),
    ({"act": {"number": "1", "signatory": "K"}}, "act_date_missing"),
    ({"act": {"number": "1", "date": "2027-04-21", "signatory": "K"}}, "act_date_wrong"),
    ({"act": {"number": "1", "date": "2027-04-20", "signatory": " \u200f "}}, "signatory_missing"),
    ({"grounds": []}, "grounds_missing"),
    ({"grounds": [{"code": "x", "reason": "Pse."}]}, "ground_without_article"),
    ({"grounds": [{"code": "x", "article": "18(1)", "reason": "  "}]}, "ground_without_reason"),
    ({"outcome": "maybe"}, "malformed"),
    ({"surprise": True}, "malformed"),
]


async def test_a_refusal_that_lacks_something_takes_no_effect(world):
    """400 with the code and the article of what is missing; the request stays as it was."""
    _, ngo = await world.organisation()
    for change, code in LACKING:
        number = (await world.filed(ngo))["number"]
        answer = await decide(world.cec, number, {**world.decision("refuse"), **change})

        assert (answer.status_code, answer.json()["code"]) == (400, code)
        if code != "malformed":
            assert answer.json()["article"] == "161/4"
            assert code in answer.json()["arguments"]["defects"]
        assert (await ngo.get(f"/v1/requests/{number}")).json()["status"] == "received"


async def test_only_the_competent_commission_decides(world):
    """A ZEC without delegation, a VCC: 403 with Art. 18(6). The sender itself: 403. An unknown request: 404."""
    _, ngo = await world.organisation()
    number = (await world.filed(ngo))["number"]
    for role in ("zec:30", "lgec:30", "vcc:1850/01"):
        answer = await decide(await world.key(role), number, world.decision())
        assert (answer.status_code, answer.json()["code"]) == (403, "not_competent")
        assert answer.json()["article"] == "18(6)"
    own = await decide(ngo, number, world.decision())
    assert (own.status_code, own.json()["code"], own.json()["article"]) == (403, "wrong_role", "18(5)")
    assert (await decide(world.cec, "R-2027-999999", world.decision())).status_code == 404
    assert (await ngo.get(f"/v1/requests/{number}")).json()["status"] == "received"


async def test_a_delegation_makes_a_zec_competent_for_parties_only(world):
    """Art. 18(6): with an instruction in force the ZEC of the unit decides a party's request, never an NGO's."""
    _, ngo = await world.organisation()
    _, party = await world.organisation("political_party")
    delegation = {"instruction": "KQZ 10", "to": "zec", "from_at": "2027-04-01T00:00:00Z", "units": ["30"]}
    made = await world.cec.post(f"/v1/elections/{world.election}/delegations", delegation)
    assert made.status_code == 201, made.text
    zec, other = await world.key("zec:30"), await world.key("zec:90")
    partys, ngos = await world.filed(party), await world.filed(ngo)

    assert [one["number"] for one in (await zec.get("/v1/requests")).json()["items"]] == [partys["number"]]
    assert (await decide(other, partys["number"], world.decision())).status_code == 403
    assert (await decide(zec, ngos["number"], world.decision())).status_code == 403
    decided = await decide(zec, partys["number"], world.decision("refuse"))
    assert decided.status_code == 200, decided.text
    assert decided.json()["decision"]["body"] == "zec:30"
    assert decided.json()["decision"]["appeal"]["body"] == "cec"


async def test_of_two_officers_one_decides(world):
    """Six decisions at once, granting and refusing: one takes effect, five get 409, one accreditation at most."""
    _, ngo = await world.organisation()
    number = (await world.filed(ngo))["number"]
    bodies = [world.decision("grant" if n % 2 else "refuse") for n in range(6)]

    answers = await asyncio.gather(*(decide(world.cec, number, body) for body in bodies))

    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 5
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"state_forbids"}
    async with world.services.database.reading() as conn:
        decided = await (await conn.execute("SELECT count(*) FROM decisions")).fetchone()
    assert decided[0] == 1


async def test_a_repeated_decision_is_the_same_answer(world):
    """The same idempotency key gives the same bytes, and one accreditation."""
    _, ngo = await world.organisation()
    path = f"/v1/requests/{(await world.filed(ngo))['number']}/decision"
    body = world.decision()
    first = await world.cec.post(path, body, once="decide-1")
    again = await world.cec.post(path, body, once="decide-1")

    assert first.status_code == again.status_code == 200
    assert first.content == again.content


async def test_granting_what_speaks_against_is_shown_as_a_warning(world):
    """The commission may grant a late request; the answer names what it decided against."""
    _, ngo = await world.organisation()
    await world.at(datetime(2027, 5, 14, 9, tzinfo=UTC))
    number = (await world.filed(ngo))["number"]
    granted = await decide(world.cec, number, world.decision())

    warning = granted.json()["warnings"][0]
    assert (warning["code"], warning["arguments"]["codes"]) == ("decided_against_findings", ["too_late"])


async def test_a_refusal_waits_until_the_lenient_date_was_seen(world):
    """Late by the calendar, in time under another reading: the refusal is blocked until the officer saw the latest date."""
    _, ngo = await world.organisation()
    await world.at(datetime(2027, 5, 2, 9, tzinfo=UTC))
    number = (await world.filed(ngo))["number"]
    unseen = await decide(world.cec, number, world.decision("refuse"))

    assert (unseen.status_code, unseen.json()["code"]) == (400, "lenient_date_not_seen")
    assert unseen.json()["arguments"]["lenient_until"]
    assert (await ngo.get(f"/v1/requests/{number}")).json()["status"] == "received"
    seen = await decide(world.cec, number, world.decision("refuse", lenient_date_seen=True))
    assert seen.status_code == 200, seen.text


async def test_facts_are_a_field_beside_ground_and_reason(world):
    """A ground of the commission's own states its facts; one that names a finding has the facts of the finding."""
    _, ngo = await world.organisation()
    number = (await world.filed(ngo))["number"]
    bare = {"code": "own", "article": "18(1)", "reason": "Pse."}
    blocked = await decide(world.cec, number, world.decision("refuse", grounds=[bare]))
    assert (blocked.status_code, blocked.json()["code"]) == (400, "ground_without_facts")
    named = {"code": "in_time", "article": "18(5)", "reason": "Pse."}
    refused = await decide(
        world.cec, number, world.decision("refuse", grounds=[{**bare, "facts": "U vu re."}, named])
    )

    assert refused.status_code == 200, refused.text
    kept = (await ngo.get(f"/v1/requests/{number}")).json()["decision"]["grounds"]
    assert kept[0] == {**bare, "facts": "U vu re."}
    assert kept[1]["finding"]["arguments"]["closes_at"]


async def notices_of(world, recipient: str = "%") -> list[tuple[str, str, dict]]:
    """Kind, subject and arguments of the notices recorded."""
    async with world.services.database.reading() as conn:
        cursor = await conn.execute(
            "SELECT kind, subject, arguments FROM notices WHERE recipient LIKE %s ORDER BY id", (recipient,)
        )
        return await cursor.fetchall()


async def test_ec_12_an_office_cannot_refuse_in_the_commissions_place(world):
    """The Kosovo case: a refusal by an office was annulled for want of competence. Here none comes into being.

    On no route and by no role without competence: the answer is 403 or 404 with the article, the request waits on,
    no decision and no notice of one is recorded, and no paper of it can be had.
    """
    _, ngo = await world.organisation()
    number = (await world.filed(ngo))["number"]
    refusal = world.decision("refuse")
    act = {"number": "1", "date": "2027-04-20", "signatory": "Drejtori i zyrës"}
    draft = {
        "election": world.election,
        "requests": [number],
        "outcome": "refuse",
        "grounds": refusal["grounds"],
    }
    made = await world.cec.post("/v1/acts", draft)
    assert made.status_code == 201, made.text
    proposal = {"outcome": "refuse", "grounds": refusal["grounds"]}
    for role in ("helpdesk", "operator", "auditor", "vcc:1850/01", "zec:30", "lgec:30"):
        office = await world.key(role)
        decided = await decide(office, number, refusal)
        assert decided.status_code == 403, (role, decided.text)
        assert decided.json()["article"] in ("18(5)", "18(6)")
        assert (await office.post(f"/v1/requests/{number}/proposal", proposal)).status_code == 403
        assert (await office.post("/v1/acts", draft)).status_code in (400, 403)
        assert (await office.post(f"/v1/acts/{made.json()['id']}/effect", act)).status_code in (403, 404)
        assert (await office.post(f"/v1/requests/{number}/interim", {})).status_code in (400, 403, 404)

    assert (await ngo.get(f"/v1/requests/{number}")).json()["status"] == "received"
    assert (await ngo.get(f"/v1/requests/{number}")).json()["decision"] is None
    assert [kind for kind, _, _ in await notices_of(world) if kind.startswith(("request_", "act_"))] == []
    for reader in (ngo, world.cec):
        assert (await reader.get(f"/v1/requests/{number}/decision.pdf")).status_code in (404, 409)
    async with world.services.database.reading() as conn:
        assert (await (await conn.execute("SELECT count(*) FROM decisions")).fetchone())[0] == 0


async def test_the_sender_and_the_observer_are_told_of_a_decision(world):
    """A grant tells the sender and the observer, a refusal the sender with the last day to appeal."""
    _, ngo = await world.organisation()
    granted, refused, returned = [(await world.filed(ngo))["number"] for _ in range(3)]
    number = (await decide(world.cec, granted, world.decision())).json()["accreditation"]
    await decide(world.cec, refused, world.decision("refuse"))
    await decide(world.cec, returned, world.decision("return"))

    told = [(kind, subject) for kind, subject, _ in await notices_of(world)]
    assert told == [
        ("request_granted", f"request:{granted}"),
        ("accreditation_granted", f"accreditation:{number}"),
        ("request_refused", f"request:{refused}"),
        ("request_returned", f"request:{returned}"),
    ]
    assert (await notices_of(world))[2][2]["last_day"] == "2027-04-23"


async def test_pending_requests_move_when_an_instruction_begins_and_ends(world):
    """EC-12: filed before the instruction, a party's request moves to the ZEC as it begins, and back as it ends."""
    _, party = await world.organisation("political_party")
    number = (await world.filed(party))["number"]
    zec = await world.key("zec:30")
    body = {
        "instruction": "KQZ 11",
        "to": "zec",
        "from_at": "2027-04-21T00:00:00Z",
        "until_at": "2027-04-22T00:00:00Z",
    }
    path = f"/v1/elections/{world.election}/delegations"
    assert (await world.cec.post(path, body)).status_code == 201
    assert (await world.cec.post(path, {**body, "units": ["77"]})).status_code == 400
    assert (await zec.get(f"/v1/requests/{number}")).status_code == 404

    await world.at(datetime(2027, 4, 21, 9, tzinfo=UTC))
    moved = await zec.get(f"/v1/requests/{number}")
    assert (moved.status_code, moved.json()["competent"]) == (200, "zec:30")
    assert moved.json()["history"][-1]["event"] == "moved_to_commission"
    await world.at(datetime(2027, 4, 22, 9, tzinfo=UTC))
    assert (await zec.get(f"/v1/requests/{number}")).status_code == 404
    assert (await decide(zec, number, world.decision("refuse"))).status_code == 403


async def test_an_officer_sees_what_is_on_file_now(world):
    """A candidacy recorded after the filing is in the assessment that the officer reads and decides upon."""
    id, party = await world.organisation("political_party")
    number = (await world.filed(party))["number"]
    act = {"number": "3", "date": "2027-04-19", "signatory": "Kryetari"}
    for fields in ({"kind": "subject"}, {"kind": "candidate", "electoral_unit": "30"}):
        body = {"election": world.election, "act": act, **fields}
        assert (await world.cec.post(f"/v1/organisations/{id}/registrations", body)).status_code == 201

    seen = (await world.cec.get(f"/v1/requests/{number}")).json()

    codes = [one["code"] for one in seen["assessment"]["findings"]]
    assert "candidacy_to_check" not in codes
    assert "kind_has_right" in codes


async def test_under_the_code_in_force_a_refusal_goes_to_kas(world):
    """Edition 2008: three days to the complaints commission; the five days to decide were not found, so none is due."""
    made = await world.cec.post("/v1/elections", {**ELECTION, "edition": "2008", "set_limits": []})
    assert made.status_code == 201, made.text
    _, ngo = await world.organisation()
    filed = await world.filed(ngo, election=made.json()["id"])
    assert filed["decision_due"]["at"] is None
    assert "limit_unset" in [one["code"] for one in filed["assessment"]["findings"]]
    refused = await decide(world.cec, filed["number"], world.decision("refuse"))

    assert refused.status_code == 200, refused.text
    appeal = refused.json()["decision"]["appeal"]
    assert (appeal["body"], appeal["last_day"]) == ("kas", "2027-04-23")
