"""Appeals over HTTP: always recorded, followed step by step, and what a ruling does to what was appealed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from tests.backend.api.conftest import ELECTION

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
GROUNDS = {"grounds": "Kërkesa u paraqit në kohë, refuzimi nuk ka bazë."}
FULL = {
    **GROUNDS,
    "legal_basis": "Neni 18(5)",
    "asked": "Të shfuqizohet refuzimi.",
    "evidence": "Vërtetimi i marrjes.",
    "signatory": "Ana Hoxha",
}
HOUR = timedelta(hours=1)


def act(world, number: str = "KAS 7") -> dict:
    """An act of today."""
    return {
        "number": number,
        "date": world.services.clock.now().date().isoformat(),
        "signatory": "Kryetari i KAS",
    }


def ruling(world, outcome: str = "uphold", **changes) -> dict:
    """A ruling without a defect."""
    grounds = [{"article": "18(5)", "reason": "Kërkesa ishte në kohë."}]
    return {"outcome": outcome, "grounds": grounds, "act": act(world), **changes}


async def in_force(world, **changes):
    """An election under the code in force, its places, and the keys of KAS and the College."""
    from backend.store import places

    body = {
        **ELECTION,
        "edition": "2008",
        "set_limits": [
            {"code": "decision", "value": 5, "act": "KQZ 1"},
            {"code": "albanian_opens", "value": 45, "act": "KQZ 1"},
        ],
        **changes,
    }
    made = await world.cec.post("/v1/elections", body)
    assert made.status_code == 201, made.text
    world.election = made.json()["id"]
    async with world.services.database.transaction() as conn:
        await places.put_units(conn, world.election, [places.Unit("30", "Tiranë")])
        await places.put_places(
            conn, world.election, [places.Place("1850/01", "voting_centre", "30", "Shkolla 1")]
        )
    world.kas, world.college = await world.key("kas"), await world.key("college")


async def refused(world, sender) -> str:
    """The number of a refused request."""
    number = (await world.filed(sender))["number"]
    decision = world.decision("refuse", lenient_date_seen=True)
    for ground in decision["grounds"]:
        ground["facts"] = "Kërkesa u mor më 20 prill."
    answer = await world.cec.post(f"/v1/requests/{number}/decision", decision)
    assert answer.status_code == 200, answer.text
    return number


async def appealed(world, sender, number: str, **changes) -> dict:
    """The receipt of an appeal against a refusal or a failure."""
    answer = await sender.post(f"/v1/requests/{number}/appeal", {**FULL, **changes})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def step(who, appeal: str, what: str, body: dict, status: int = 200) -> dict:
    """Make one step of an appeal."""
    answer = await who.post(f"/v1/appeals/{appeal}/{what}", body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def counted(world, statement: str, *values) -> int:
    """A number read from the database."""
    async with world.services.database.reading() as conn:
        return (await (await conn.execute(statement, values)).fetchone())[0]


async def test_an_appeal_is_recorded_with_its_place_second_and_clocks(world):
    """201 with ordinal, the exact instant, who hears it, when its check is due, and until when it is of use."""
    await in_force(world)
    _, ngo = await world.organisation()
    first, second = await refused(world, ngo), await refused(world, ngo)
    await world.jump(datetime(2027, 4, 20, 9, 30, 7, tzinfo=UTC))
    receipts = [await appealed(world, ngo, one) for one in (first, second)]

    assert [one["ordinal"] for one in receipts] == [1, 2]
    assert [one["against"] for one in receipts] == ["refusal", "refusal"]
    assert receipts[0]["body"] == "kas"
    assert receipts[0]["received_at"].startswith("2027-04-20T09:30:07")
    assert receipts[0]["step"]["step"] == "check"
    assert receipts[0]["step"]["due_at"].startswith("2027-04-21T09:30:07")
    seen = (await ngo.get(f"/v1/appeals/{receipts[0]['number']}")).json()
    assert seen["useful"]["until"] == "2027-05-15T22:00:00Z"
    assert seen["useful"]["still"] is True
    assert seen["lacks"] == []
    assert seen["object"]["act"]["number"] == "12"
    assert [one["event"] for one in seen["history"]] == ["recorded"]


async def test_what_is_missing_is_told_and_stops_nothing(world):
    """Grounds alone are enough to be recorded; the parts of Art. 126 that are not there are named."""
    await in_force(world)
    _, ngo = await world.organisation()
    number = await refused(world, ngo)
    answer = await ngo.post(f"/v1/requests/{number}/appeal", GROUNDS)

    assert answer.status_code == 201, answer.text
    codes = [one["code"] for one in answer.json()["assessment"]["findings"]]
    assert "appeal_content_missing" in codes
    seen = (await ngo.get(f"/v1/appeals/{answer.json()['number']}")).json()
    assert seen["lacks"] == ["legal_basis", "asked", "evidence", "signatory"]


async def test_late_strange_and_pointless_appeals_are_recorded(world):
    """Never refused to be recorded: after the term, against nothing, against another's request, against mere words."""
    await in_force(world)
    _, ngo = await world.organisation()
    _, other = await world.organisation()
    number = await refused(world, ngo)
    await world.jump(datetime(2027, 5, 10, 9, tzinfo=UTC))
    late = await appealed(world, ngo, number)
    pending = (await world.filed(ngo))["number"]
    nothing = await appealed(world, ngo, pending)
    strangers = [
        await other.post("/v1/appeals", {"challenged": named, **FULL})
        for named in (number, "R-2027-999999", "Refuzimi që na u tha me gojë")
    ]

    def codes(receipt):
        return [one["code"] for one in receipt["assessment"]["findings"]]

    assert "too_late" in codes(late)
    assert nothing["against"] is None
    assert "nothing_to_appeal" in codes(nothing)
    assert [one.status_code for one in strangers] == [201, 201, 201]
    shown = [one.json() for one in strangers]
    assert [one["against"] for one in shown] == [None, None, None]
    # What exists and what does not are answered alike.
    assert codes(shown[0]) == codes(shown[1])
    assert [one["ordinal"] for one in (late, nothing, *shown)] == [1, 2, 3, 4, 5]


async def test_the_attestation_proves_the_second_in_both_languages(world):
    """JSON and PDF: ordinal, local time to the second, appellant, object, and each document with its hash."""
    await in_force(world)
    id, ngo = await world.organisation()
    number = await refused(world, ngo)
    await world.jump(datetime(2027, 4, 20, 21, 59, 58, tzinfo=UTC))
    appeal = (await appealed(world, ngo, number))["number"]
    added = await ngo.post(
        f"/v1/appeals/{appeal}/documents",
        files={"file": ("vendimi.pdf", PDF, "application/pdf")},
        data={"title": "Vendimi 12"},
    )
    assert added.status_code == 201, added.text
    facts = (await ngo.get(f"/v1/appeals/{appeal}/attestation")).json()

    assert facts["recorded_local"] == "2027-04-20T23:59:58+02:00"
    assert (facts["ordinal"], facts["appellant"]["id"]) == (1, id)
    assert facts["object"]["request"] == number
    assert [(one["title"], one["type"]) for one in facts["documents"]] == [("Vendimi 12", "application/pdf")]
    assert facts["article"] == "127"
    for language in ("sq", "en"):
        pdf = await ngo.get(f"/v1/appeals/{appeal}/attestation.pdf", language=language)
        assert pdf.headers["content-type"] == "application/pdf"
        assert pdf.content.startswith(b"%PDF-")
        assert len(pdf.content) > 5_000
    stranger = (await world.organisation())[1]
    assert (await stranger.get(f"/v1/appeals/{appeal}/attestation")).status_code == 404


UNTAKEN = [
    (b"MZ\x90\x00" + b"\0" * 60, 415, "document_type_not_taken"),
    (b"\x00\x01\x02\x03", 415, "document_type_not_taken"),
    (b"PK\x03\x04" + b"\0" * 100, 415, "document_type_not_taken"),
    (b"", 400, "file_missing"),
    (b"%PDF-" + b"0" * (10 * 1024 * 1024), 413, "too_large"),
]


@pytest.mark.parametrize(("content", "status", "code"), UNTAKEN)
async def test_documents_are_told_by_their_bytes_and_capped(world, content, status, code):
    """A program, noise, an archive, nothing and eleven megabytes are not taken, whatever their name says."""
    _, ngo = await world.organisation()
    appeal = (await ngo.post("/v1/appeals", {"challenged": "x", **FULL})).json()["number"]
    answer = await ngo.post(
        f"/v1/appeals/{appeal}/documents",
        files={"file": ("vendimi.pdf", content, "application/pdf")},
        data={"title": "Vendimi"},
    )

    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_documents_are_sealed_counted_once_and_read_by_parties_only(world):
    """The same bytes are one document; they lie sealed; each reading is audited; a stranger gets 404."""
    await in_force(world)
    _, ngo = await world.organisation()
    _, other = await world.organisation()
    appeal = (await appealed(world, ngo, await refused(world, ngo)))["number"]
    for _ in range(2):
        answer = await ngo.post(
            f"/v1/appeals/{appeal}/documents", files={"file": ("a.pdf", PDF)}, data={"title": "A"}
        )
        assert answer.json()["place"] == 1
    read = await world.kas.get(f"/v1/appeals/{appeal}/documents/1")

    assert read.content == PDF
    assert read.headers["content-disposition"].startswith("attachment")
    assert (await other.get(f"/v1/appeals/{appeal}/documents/1")).status_code == 404
    assert (await ngo.get(f"/v1/appeals/{appeal}/documents/2")).status_code == 404
    name = bytes.fromhex(answer.json()["sha256"])
    assert PDF not in await world.services.files.sealed(name)
    audited = "SELECT count(*) FROM audit_records WHERE action = 'appeal_document_read'"
    assert await counted(world, audited) == 1


async def test_who_reads_which_appeal(world):
    """The appellant, the CEC, an auditor and the body that hears it; not the College, a ZEC or another organisation."""
    await in_force(world)
    _, ngo = await world.organisation()
    _, other = await world.organisation()
    appeal = (await appealed(world, ngo, await refused(world, ngo)))["number"]
    readers = {
        "own": ngo,
        "cec": world.cec,
        "auditor": await world.key("auditor"),
        "kas": world.kas,
        "college": world.college,
        "zec": await world.key("zec:30"),
        "other": other,
    }
    may = {
        name for name, who in readers.items() if (await who.get(f"/v1/appeals/{appeal}")).status_code == 200
    }
    lists = {name for name, who in readers.items() if (await who.get("/v1/appeals")).json().get("items")}

    assert may == lists == {"own", "cec", "auditor", "kas"}
    helpdesk = await world.key("helpdesk")
    assert (await helpdesk.get("/v1/appeals")).status_code == 403


async def test_the_lot_is_recorded_so_that_anybody_can_draw_again(world):
    """KAS draws the rapporteur: candidates, seed and name stand in the appeal, and the seed draws the same name."""
    from accreditation.appeal_steps import drawn_by_lot

    await in_force(world)
    _, ngo = await world.organisation()
    appeal = (await appealed(world, ngo, await refused(world, ngo)))["number"]
    names = ["Ilir Basha", "Ana Kola", "Genti Dervishi"]
    drawn = (await step(world.kas, appeal, "rapporteur", {"method": "lot", "candidates": names}))[
        "rapporteur"
    ]

    assert drawn["candidates"] == sorted(names)
    assert drawn_by_lot(names, bytes.fromhex(drawn["seed"]), appeal) == drawn["name"]
    # Where the edition wants a lot, a choice says why there was none; a lot by hand names its witness.
    chosen = {"method": "chosen", "name": "Ana Kola"}
    await step(world.kas, appeal, "rapporteur", chosen, 400)
    again = await step(world.kas, appeal, "rapporteur", {**chosen, "reason": "Relatori u sëmur."})
    assert again["rapporteur"]["before"]["name"] == drawn["name"]
    await step(world.kas, appeal, "rapporteur", {"method": "drawn", "name": "Ana Kola"}, 400)
    by_hand = {"method": "drawn", "name": "Ana Kola", "witness": "Sekretari i KAS"}
    assert (await step(world.kas, appeal, "rapporteur", by_hand))["rapporteur"][
        "witness"
    ] == "Sekretari i KAS"


async def test_one_return_and_no_second(world):
    """Sent back once; completed within 24 hours; the check goes on; a second return is 409."""
    await in_force(world)
    _, ngo = await world.organisation()
    number = await refused(world, ngo)
    receipt = await ngo.post(f"/v1/requests/{number}/appeal", GROUNDS)
    appeal = receipt.json()["number"]
    back = {"outcome": "return", "reason": "Mungon baza ligjore dhe nënshkrimi."}
    returned = await step(world.kas, appeal, "check", back)

    assert returned["status"] == "returned"
    assert returned["step"]["owed_by"] == "appellant"
    early = await world.kas.post(f"/v1/appeals/{appeal}/decision", ruling(world, "not_accept"))
    assert (early.status_code, early.json()["code"]) == (409, "completion_open")
    await world.jump(world.services.clock.now() + 2 * HOUR)
    parts = {name: FULL[name] for name in ("legal_basis", "asked", "evidence", "signatory")}
    completed = await step(ngo, appeal, "completion", {"grounds": "Shtesë.", **parts})
    assert (completed["status"], completed["lacks"]) == ("completed", [])
    assert completed["grounds"].endswith("Shtesë.")
    again = await world.kas.post(f"/v1/appeals/{appeal}/check", back)
    assert (again.status_code, again.json()["code"]) == (409, "appeal_state_forbids")
    assert (await step(world.kas, appeal, "check", {"outcome": "accept"}))["status"] == "accepted"


async def test_a_return_that_nobody_completes_lapses(world):
    """After 24 hours the sweep goes on with what is there; what comes later is recorded as late."""
    await in_force(world)
    _, ngo = await world.organisation()
    appeal = (await appealed(world, ngo, await refused(world, ngo)))["number"]
    await step(world.kas, appeal, "check", {"outcome": "return", "reason": "Mungon vendimi."})
    begun = world.services.clock.now()
    await world.at(begun + 24 * HOUR - timedelta(seconds=1))
    assert (await ngo.get(f"/v1/appeals/{appeal}")).json()["status"] == "returned"
    await world.at(begun + 24 * HOUR)
    seen = (await ngo.get(f"/v1/appeals/{appeal}")).json()

    assert seen["status"] == "completed"
    assert seen["history"][-1]["event"] == "completion_lapsed"
    await step(ngo, appeal, "completion", {"grounds": "Me vonesë."})
    assert (await ngo.get(f"/v1/appeals/{appeal}")).json()["history"][-1]["event"] == "completed_late"


async def test_the_sweep_says_when_the_body_is_late(world):
    """The 24 hours of the check pass: the appeal waits on, the list of what is late holds it, and the body is told."""
    await in_force(world)
    _, ngo = await world.organisation()
    appeal = (await appealed(world, ngo, await refused(world, ngo)))["number"]
    begun = world.services.clock.now()
    assert (await world.kas.get("/v1/appeals", late=True)).json()["items"] == []
    await world.at(begun + 24 * HOUR)
    late = (await world.kas.get("/v1/appeals", late=True)).json()["items"]

    assert [(one["number"], one["late"]) for one in late] == [(appeal, True)]
    seen = (await ngo.get(f"/v1/appeals/{appeal}")).json()
    assert (seen["status"], seen["history"][-1]["event"]) == ("filed", "body_late")
    told = "SELECT count(*) FROM notices WHERE kind = 'appeal_late' AND recipient = %s"
    assert await counted(world, told, f"commission:{world.election}:kas") == 1


async def test_an_upheld_appeal_against_a_refusal_reopens_the_request(world):
    """The ruling is in front of the assessment, a new due date runs, and the commission decides a second time."""
    await in_force(world)
    _, ngo = await world.organisation()
    number = await refused(world, ngo)
    appeal = (await appealed(world, ngo, number))["number"]
    await step(
        world.kas,
        appeal,
        "check",
        {"outcome": "accept", "competent": True, "standing": True, "in_time": True},
    )
    hearing = (world.services.clock.now() + 30 * HOUR).isoformat()
    await step(world.kas, appeal, "hearing", {"at": hearing, "place": "Pallati i Kongreseve"})
    ruled = await step(world.kas, appeal, "decision", ruling(world))

    assert (ruled["status"], ruled["ruling"]["effect"]) == ("upheld", "reopened")
    seen = (await ngo.get(f"/v1/requests/{number}")).json()
    assert seen["status"] == "assessed"
    assert seen["assessment"]["findings"][0]["code"] == "appeal_upheld"
    # Ruled on 20 April; five days, the day of the ruling excluded.
    assert seen["decision_due"]["at"] == "2027-04-25T22:00:00Z"
    granted = await world.cec.post(f"/v1/requests/{number}/decision", world.decision())
    assert granted.status_code == 200, granted.text
    assert (await ngo.get(f"/v1/requests/{number}")).json()["accreditation"]
    told = "SELECT array_agg(kind ORDER BY id) FROM notices WHERE subject = %s"
    assert await counted(world, told, f"appeal:{appeal}") == [
        "appeal_recorded", "appeal_filed", "appeal_filed", "appeal_hearing", "appeal_decided", "appeal_decided",
    ]  # fmt: skip


async def test_a_reopened_request_that_nobody_decides_fails_again(world):
    """The ruling's own instant binds: past it a second failure to decide arises, which can be appealed too."""
    await in_force(world)
    _, ngo = await world.organisation()
    number = await refused(world, ngo)
    appeal = (await appealed(world, ngo, number))["number"]
    await step(world.kas, appeal, "check", {"outcome": "accept"})
    by = world.services.clock.now() + 36 * HOUR
    await step(world.kas, appeal, "decision", ruling(world, decide_by=by.isoformat()))
    await world.at(by)
    assert (await ngo.get(f"/v1/requests/{number}")).json()["status"] == "overdue"
    second = await appealed(world, ngo, number)

    assert second["against"] == "failure_to_decide"
    await step(world.kas, second["number"], "check", {"outcome": "accept"})
    await step(world.kas, second["number"], "decision", ruling(world))
    assert (await ngo.get(f"/v1/requests/{number}")).json()["status"] == "assessed"
    refusal = world.decision("refuse", lenient_date_seen=True)
    refusal["grounds"][0]["facts"] = "Fakte."
    assert (await world.cec.post(f"/v1/requests/{number}/decision", refusal)).status_code == 200


async def test_the_ruling_itself_grants_where_an_act_says_so(world):
    """With `upheld_refusal` set to `grants`, the appeal body's act stands on the accreditation at once."""
    await in_force(world)
    _, ngo = await world.organisation()
    rule = {"code": "upheld_refusal", "value": "grants", "act": "KQZ 5/2027"}
    set_ = await world.cec.post(f"/v1/elections/{world.election}/appeal-rules", rule)
    assert set_.status_code == 201, set_.text
    number = await refused(world, ngo)
    appeal = (await appealed(world, ngo, number))["number"]
    await step(world.kas, appeal, "check", {"outcome": "accept"})
    ruled = await step(world.kas, appeal, "decision", ruling(world))

    assert ruled["ruling"]["effect"] == "granted"
    seen = (await ngo.get(f"/v1/requests/{number}")).json()
    assert (seen["status"], seen["accreditation"]) == ("granted", ruled["granted"])
    assert seen["decision"]["act"]["number"] == "KAS 7"
    assert seen["decision"]["body"] == "kas"


async def test_a_rejected_appeal_goes_to_the_college(world):
    """Rejected: the refusal stands, five days to the College; its appeal is linked, and its ruling reopens."""
    await in_force(world)
    _, ngo = await world.organisation()
    number = await refused(world, ngo)
    appeal = (await appealed(world, ngo, number))["number"]
    await step(world.kas, appeal, "check", {"outcome": "accept"})
    rejected = await step(world.kas, appeal, "decision", ruling(world, "reject"))

    assert rejected["ruling"]["appeal"]["body"] == "electoral_college"
    assert rejected["ruling"]["appeal"]["last_day"] == "2027-04-25"
    assert (await ngo.get(f"/v1/requests/{number}")).json()["status"] == "refused"
    second = await step(ngo, appeal, "appeal", FULL, 201)
    assert (second["against"], second["body"], second["previous"]) == ("ruling", "electoral_college", appeal)
    college = second["number"]
    # The College reads the first appeal too; KAS does not decide the second.
    assert (await world.college.get(f"/v1/appeals/{appeal}")).status_code == 200
    assert (await world.kas.get(f"/v1/appeals/{college}")).status_code == 404
    seen = await step(world.college, college, "check", {"outcome": "accept"})
    # The College decides within ten days of filing: 20 April, the first day excluded, ends with the 30th.
    assert seen["step"]["due_at"] == "2027-04-30T22:00:00Z"
    ruled = await step(world.college, college, "decision", ruling(world, act=act(world, "KZ 3")))
    assert ruled["ruling"]["effect"] == "reopened"
    assert ruled["ruling"]["appeal"] is None
    assert (await ngo.get(f"/v1/requests/{number}")).json()["status"] == "assessed"


async def test_a_revocation_is_appealed_and_undone(world):
    """Against a revocation the appeal names its act; upheld, the accreditation is valid again."""
    await in_force(world)
    _, ngo = await world.organisation()
    number = (await world.filed(ngo))["number"]
    granted = await world.cec.post(f"/v1/requests/{number}/decision", world.decision())
    accreditation = granted.json()["accreditation"]
    revoked = await world.cec.post(
        f"/v1/accreditations/{accreditation}/revocation",
        {"reason": "Distinktiv i huazuar.", "act": world.decision()["act"]},
    )
    assert revoked.status_code == 201, revoked.text
    receipt = await ngo.post(f"/v1/accreditations/{accreditation}/appeal", FULL)

    assert receipt.status_code == 201, receipt.text
    appeal = receipt.json()["number"]
    assert (receipt.json()["against"], receipt.json()["body"]) == ("revocation", "kas")
    assert receipt.json()["assessment"]["window"]["last_day"] == "2027-04-23"
    await step(world.kas, appeal, "check", {"outcome": "accept"})
    ruled = await step(world.kas, appeal, "decision", ruling(world))
    assert ruled["ruling"]["effect"] == "restored"
    assert (await ngo.get(f"/v1/accreditations/{accreditation}")).json()["state"] == "valid"
    stranger = (await world.organisation())[1]
    assert (await stranger.post(f"/v1/accreditations/{accreditation}/appeal", FULL)).status_code == 404


async def test_a_refused_admission_is_appealed_and_opened(world):
    """Against a refused admission, by the organisation itself only; upheld, the CEC decides on it anew."""
    await in_force(world)
    id, ngo = await world.organisation()
    _, other = await world.organisation()
    refusal = {
        "outcome": "refuse",
        "act": world.decision()["act"],
        "article": "18(1)",
        "reason": "Nuk e plotëson.",
        "facts": "Statuti nuk përmend të drejtat e njeriut.",
    }
    answer = await world.cec.post(f"/v1/organisations/{id}/admission", refusal)
    assert answer.status_code == 200, answer.text
    assert (await other.post(f"/v1/organisations/{id}/appeal", FULL)).status_code == 404
    receipt = (await ngo.post(f"/v1/organisations/{id}/appeal", FULL)).json()
    assert receipt["against"] == "admission"
    appeal = receipt["number"]
    await step(world.kas if receipt["body"] == "kas" else world.cec, appeal, "check", {"outcome": "accept"})
    ruled = await step(world.kas, appeal, "decision", ruling(world))

    assert ruled["ruling"]["effect"] == "admission_opened"
    assert (await ngo.get(f"/v1/organisations/{id}")).json()["admission"] == "pending"


async def test_in_2005_nobody_decides_before_an_act_names_the_body(world):
    """Recording, documents and withdrawal go on; accepting and ruling wait for the lawyer, and then go on."""
    _, ngo = await world.organisation()
    college = await world.key("college")
    number = await refused(world, ngo)
    receipt = await appealed(world, ngo, number)
    appeal = receipt["number"]

    assert receipt["body"] is None
    assert "appeal_body_unset" in [one["code"] for one in receipt["assessment"]["findings"]]
    blocked = await world.cec.post(f"/v1/appeals/{appeal}/check", {"outcome": "accept"})
    assert (blocked.status_code, blocked.json()["code"]) == (409, "appeal_body_unset")
    assert blocked.json()["article"] == "146"
    added = await ngo.post(
        f"/v1/appeals/{appeal}/documents", files={"file": ("a.pdf", PDF)}, data={"title": "Vendimi"}
    )
    assert added.status_code == 201
    rule = {"code": "first_body", "value": "by_titles", "act": "KQZ 5/2027"}
    assert (await ngo.post(f"/v1/elections/{world.election}/appeal-rules", rule)).status_code == 403
    wrong = {**rule, "value": "nobody"}
    assert (await world.cec.post(f"/v1/elections/{world.election}/appeal-rules", wrong)).status_code == 400
    assert (await world.cec.post(f"/v1/elections/{world.election}/appeal-rules", rule)).status_code == 201
    wrong_body = await world.cec.post(f"/v1/appeals/{appeal}/check", {"outcome": "accept"})
    assert (wrong_body.status_code, wrong_body.json()["code"]) == (403, "not_appeal_body")
    accepted = await step(college, appeal, "check", {"outcome": "accept"})
    assert (accepted["body"], accepted["step"]["due_at"]) == ("electoral_college", None)
    rules = (await world.public.get(f"/v1/elections/{world.election}/appeal-rules")).status_code
    assert rules in (200, 401)


async def test_of_two_officers_one_rules(world):
    """Six rulings at once, for and against: one takes effect, five get 409, one reopening at most."""
    await in_force(world)
    _, ngo = await world.organisation()
    number = await refused(world, ngo)
    appeal = (await appealed(world, ngo, number))["number"]
    await step(world.kas, appeal, "check", {"outcome": "accept"})
    bodies = [ruling(world, "uphold" if n % 2 else "reject") for n in range(6)]
    answers = await asyncio.gather(
        *(world.kas.post(f"/v1/appeals/{appeal}/decision", body) for body in bodies)
    )

    assert sorted(one.status_code for one in answers) == [200] + [409] * 5
    assert await counted(world, "SELECT count(*) FROM appeal_rulings") == 1
    won = next(one for one in answers if one.status_code == 200).json()["status"] == "upheld"
    assert await counted(world, "SELECT round FROM requests WHERE number = %s", number) == (2 if won else 1)


async def test_appeals_filed_at_once_have_a_register_without_gaps(world):
    """Twelve appeals in the same instant: twelve ordinals from 1 to 12, none twice, none left out."""
    await in_force(world)
    _, ngo = await world.organisation()
    numbers = [await refused(world, ngo) for _ in range(4)]
    receipts = await asyncio.gather(*(appealed(world, ngo, numbers[n % 4]) for n in range(12)))

    assert sorted(one["ordinal"] for one in receipts) == list(range(1, 13))


async def test_a_repeated_filing_is_one_appeal(world):
    """The same idempotency key answers the same bytes and records once."""
    await in_force(world)
    _, ngo = await world.organisation()
    number = await refused(world, ngo)
    answers = [await ngo.post(f"/v1/requests/{number}/appeal", FULL, once="appeal-once") for _ in range(2)]

    assert answers[0].content == answers[1].content
    assert await counted(world, "SELECT count(*) FROM appeals") == 1


async def test_a_withdrawn_appeal_ends_and_leaves_the_refusal(world):
    """Withdrawn by its appellant only; no ruling after it; the refusal stands."""
    await in_force(world)
    _, ngo = await world.organisation()
    _, other = await world.organisation()
    number = await refused(world, ngo)
    appeal = (await appealed(world, ngo, number))["number"]
    assert (await other.post(f"/v1/appeals/{appeal}/withdrawal", {})).status_code == 404
    await step(ngo, appeal, "withdrawal", {"reason": "U morëm vesh."})
    late = await world.kas.post(f"/v1/appeals/{appeal}/decision", ruling(world))

    assert (late.status_code, late.json()["code"]) == (409, "appeal_state_forbids")
    assert (await ngo.get(f"/v1/requests/{number}")).json()["status"] == "refused"
    assert (
        await counted(world, "SELECT count(*) FROM deadlines WHERE kind = 'appeal_step' AND state = 'open'")
        == 0
    )


LACKING = [
    ({"grounds": []}, "grounds"),
    ({"grounds": [{"article": "", "reason": "Pse."}]}, "grounds.article"),
    ({"grounds": [{"article": "18(5)", "reason": " "}]}, "grounds.reason"),
    ({"act": {"number": "", "date": "2027-04-20", "signatory": "K"}}, "act.number"),
    ({"act": {"number": "1", "signatory": "K"}}, "act.date"),
    ({"act": {"number": "1", "date": "2027-04-21", "signatory": "K"}}, "act.date"),
    ({"act": {"number": "1", "date": "2027-04-20", "signatory": ""}}, "act.signatory"),
    ({"decide_by": "2027-04-19T10:00:00Z"}, "decide_by"),
]


async def test_a_ruling_that_lacks_something_takes_no_effect(world):
    """400 with the field; the appeal stays under review."""
    await in_force(world)
    _, ngo = await world.organisation()
    appeal = (await appealed(world, ngo, await refused(world, ngo)))["number"]
    await step(world.kas, appeal, "check", {"outcome": "accept"})
    for change, field in LACKING:
        answer = await world.kas.post(f"/v1/appeals/{appeal}/decision", {**ruling(world), **change})

        assert (answer.status_code, answer.json()["arguments"]["field"]) == (400, field), answer.text
    assert (await ngo.get(f"/v1/appeals/{appeal}")).json()["status"] == "accepted"
