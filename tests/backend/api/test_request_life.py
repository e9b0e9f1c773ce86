"""The life of a request over HTTP: receipts, previews, addenda, translation, reinstatement, similar persons."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

import pytest

from backend.actions.requests.similar import fill_keys

LATE = datetime(2027, 5, 14, 9, tzinfo=UTC)
PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF"


def codes(answer) -> list[str]:
    return [one["code"] for one in answer["assessment"]["findings"]]


async def counted(world, table: str = "requests") -> int:
    async with world.services.database.reading() as conn:
        return (await (await conn.execute(f"SELECT count(*) FROM {table}")).fetchone())[0]


async def notices(world, kind: str) -> list[tuple]:
    async with world.services.database.reading() as conn:
        cursor = await conn.execute(
            "SELECT recipient, subject, arguments FROM notices WHERE kind = %s ORDER BY id", (kind,)
        )
        return await cursor.fetchall()


# Receipts


async def test_a_receipt_proves_what_was_filed_and_when(world):
    """The hash is that of the very bytes that were sent; the text verifies as it is, and no other text does."""
    _, ngo = await world.organisation()
    body = json.dumps(world.body(sent_at="2027-04-20T08:59:58Z")).encode()
    answer = await ngo.post("/v1/requests", headers={"Content-Type": "application/json"}, content=body)
    number = answer.json()["number"]

    found = (await ngo.get(f"/v1/requests/{number}/receipt")).json()
    text = (await ngo.get(f"/v1/requests/{number}/receipt.txt")).text

    assert found["filed"] == {"algorithm": "sha256", "value": hashlib.sha256(body).hexdigest(), "of": "body"}
    assert found["received_at"] == answer.json()["received_at"]
    assert found["sent_at"] == "2027-04-20T08:59:58Z"
    assert (found["rule"]["code"], found["rule"]["article"]) == ("receipt", "60")
    assert text == found["text"]
    verify = "/v1/receipts/verification"
    assert (await world.public.post(verify, {"text": text})).json()["verdict"] == "genuine"
    assert (await world.public.post(verify, {"text": text.replace("\n", "\r\n")})).json()["number"] == number
    altered = text.replace("2027-04-20", "2027-04-19")
    for wrong in (altered, text + "more", text.rpartition("signature")[0], "", "signature: x"):
        assert (await world.public.post(verify, {"text": wrong})).json()["verdict"] == "not_genuine"
    key = (await world.public.get("/v1/receipts/key")).json()
    assert key == found["key"]


async def test_one_second_late_is_recorded_and_its_receipt_proves_it(world):
    """The last second of E-15 is in time, the next is late by the instant; what the sender says is shown beside it."""
    _, ngo = await world.organisation()
    await world.at(datetime(2027, 5, 1, 21, 59, 59, tzinfo=UTC))
    first = await world.filed(ngo)
    await world.at(datetime(2027, 5, 1, 22, 0, 0, tzinfo=UTC))
    late = await world.filed(ngo, sent_at="2027-05-01T23:59:58+02:00")

    assert "in_time" in codes(first)
    assert "too_late" in codes(late)
    assert "dispatched_in_time" in codes(late)
    receipt = (await ngo.get(f"/v1/requests/{late['number']}/receipt")).json()
    assert "2027-05-01T22:00:00" in receipt["text"]
    assert "sent_at_claimed: 2027-05-01T21:59:58" in receipt["text"]
    shown = (await ngo.get(f"/v1/requests/{late['number']}")).json()
    assert (shown["sent_at"], shown["received_at"][:19]) == ("2027-05-01T21:59:58Z", "2027-05-01T22:00:00")


async def test_a_receipt_is_nobody_else_s(world):
    """A stranger's receipt does not exist; a claim without a time zone cannot be read."""
    _, ngo = await world.organisation()
    _, stranger = await world.organisation()
    number = (await world.filed(ngo))["number"]

    for path in ("receipt", "receipt.txt", "translation"):
        assert (await stranger.get(f"/v1/requests/{number}/{path}")).status_code == 404
    naive = await ngo.post("/v1/requests", world.body(sent_at="2027-04-20T08:59:58"))
    assert naive.status_code == 400


# Previews and addenda


async def test_a_preview_records_nothing(world):
    """A dry run says what would be found and how it would be treated; no request, event, deadline or notice is left."""
    _, ngo = await world.organisation()
    granted = (await world.filed(ngo))["number"]
    await world.cec.post(f"/v1/requests/{granted}/decision", world.decision())
    tables = ("requests", "request_events", "deadlines", "notices", "audit_records", "idempotency_keys")
    before = [await counted(world, table) for table in tables]
    await world.jump(LATE)

    plain = await ngo.post("/v1/requests?preview=true", world.body())
    replacement = await ngo.post(
        f"/v1/requests/{granted}/replacement?preview=true", {"observer": world.body()["observer"]}
    )
    addendum = await ngo.post(
        f"/v1/requests/{granted}/addendum?preview=true", {"scope": {"voting_centres": ["289/1"]}}
    )

    assert [plain.status_code, replacement.status_code, addendum.status_code] == [200] * 3
    assert [one["to_decide"] for one in plain.json()["treatments"]] == ["refuse_as_late_or_put_back_in_time"]
    for answer in (replacement, addendum):
        alone, second = answer.json()["treatments"]
        assert (alone["code"], alone["position"], alone["article"]) == ("new_request", "too_late", "18(5)")
        assert (second["code"], second["position"], second["decision"]) == ("addendum", "in_time", "12")
        assert second["in_time_under"]
    assert [await counted(world, table) for table in tables] == before


async def test_an_addendum_takes_the_place_of_what_it_adds_to(world):
    """Places are added to a granted request: its observer, photo and document stay; one act ends the old badge."""
    _, ngo = await world.organisation()
    body = world.body()
    old = (await ngo.post("/v1/requests", body)).json()["number"]
    granted = (await world.cec.post(f"/v1/requests/{old}/decision", world.decision())).json()

    made = await ngo.post(
        f"/v1/requests/{old}/addendum", {"scope": {"voting_centres": ["289/1"]}, "reason": "Edhe Vlora."}
    )

    assert made.status_code == 201, made.text
    assert made.json()["addendum_to"] == old
    assert codes(made.json())[0] == "replacement_addendum"
    new = made.json()["number"]
    shown = (await world.cec.get(f"/v1/requests/{new}")).json()
    assert shown["scope"]["voting_centres"] == ["1850/01", "289/01"]
    assert (shown["addendum_to"], shown["replaces"]) == (old, None)
    assert shown["observer"]["given_name"] == "Ana"
    # The document is the same one, so the two are known to be one person.
    assert [one["why"] for one in shown["similar"]] == ["same_document"]
    assert (await ngo.get(f"/v1/requests/{old}")).json()["status"] == "granted"
    decided = await world.cec.post(f"/v1/requests/{new}/decision", world.decision(act=ACT_13))
    assert decided.status_code == 200, decided.text
    assert (await ngo.get(f"/v1/requests/{old}")).json()["status"] == "replaced"
    ended = (await ngo.get(f"/v1/accreditations/{granted['accreditation']}")).json()
    assert ended["state"] == "replaced"


ACT_13 = {"number": "13", "date": "2027-04-20", "signatory": "Kryetari i KQZ"}


async def test_an_addendum_corrects_a_request_that_waits(world):
    """A wrong birth date is put right before the decision: an amendment; its grant takes the place of the first."""
    _, ngo = await world.organisation()
    first = (await world.filed(ngo))["number"]
    right = world.body()["observer"] | {"birth_date": "1990-02-27"}

    made = (await ngo.post(f"/v1/requests/{first}/addendum", {"observer": right})).json()

    (finding,) = [one for one in made["assessment"]["findings"] if one["code"] == "replacement_addendum"]
    assert [one["code"] for one in finding["arguments"]["treatments"]] == ["new_request", "amendment"]
    decided = await world.cec.post(f"/v1/requests/{made['number']}/decision", world.decision())
    assert decided.status_code == 200, decided.text
    assert (await ngo.get(f"/v1/requests/{first}")).json()["status"] == "replaced"
    empty = await ngo.post(f"/v1/requests/{made['number']}/addendum", {})
    assert (empty.status_code, empty.json()["code"]) == (400, "field_invalid")
    ended = await ngo.post(f"/v1/requests/{first}/addendum", {"scope": {"electoral_units": ["30"]}})
    assert (ended.status_code, ended.json()["code"]) == (409, "state_forbids")


# Translation


async def test_a_translation_is_asked_for_and_delivered(world):
    """In time on the day it came; the commission's clock stops with the notice and begins with the translation."""
    organisation_id, ngo = await world.organisation()
    number = (await world.filed(ngo, language="en"))["number"]
    path = f"/v1/requests/{number}"

    early = await ngo.post(f"{path}/translation", files={"file": ("t.pdf", PDF)})
    assert (early.status_code, early.json()["code"]) == (409, "translation_not_asked")
    asked = await world.cec.post(
        f"{path}/translation-notice", {"last_day": "2027-04-26", "act": {"number": "7"}}
    )
    assert asked.status_code == 201, asked.text
    assert asked.json()["decision_due"]["at"] is None
    assert asked.json()["translation"]["due_at"] == "2027-04-26T22:00:00Z"
    again = await world.cec.post(f"{path}/translation-notice", {})
    assert (again.status_code, again.json()["code"]) == (409, "translation_notified")
    ((recipient, subject, arguments),) = await notices(world, "translation_required")
    assert (recipient, subject) == (f"organisation:{organisation_id}", f"request:{number}")
    assert arguments["last_day"] == "2027-04-26"

    # The five days from the receipt pass: the law's time has not begun, so nobody failed.
    await world.at(datetime(2027, 4, 27, 9, tzinfo=UTC))
    waiting = (await ngo.get(path)).json()
    assert (waiting["status"], waiting["failure_at"]) == ("received", None)
    assert "translation_missed" in [one["event"] for one in waiting["history"]]
    delivered = await ngo.post(f"{path}/translation", files={"file": ("t.pdf", PDF)})
    assert delivered.status_code == 201, delivered.text
    assert delivered.json()["decision_due"]["at"] == "2027-05-02T22:00:00Z"
    assert delivered.json()["translation"]["file"]["sha256"] == hashlib.sha256(PDF).hexdigest()
    starts = {one["code"]: one for one in delivered.json()["decision_due"]["starts"]}
    assert (starts["receipt"]["holds"], starts["translation"]["holds"]) == (False, True)
    assert starts["receipt"]["at"] == "2027-04-25T22:00:00Z"
    file = await world.cec.get(f"{path}/translation")
    assert (file.content, file.headers["content-type"]) == (PDF, "application/pdf")
    shown = (await world.cec.get(path)).json()
    assert "in_time" in codes(shown)
    assert "translation_delivered" in codes(shown)

    await world.at(datetime(2027, 5, 2, 22, 0, 1, tzinfo=UTC))
    assert (await ngo.get(path)).json()["status"] == "overdue"


async def test_an_organ_that_asks_for_nothing_gains_no_time(world):
    """Without a notice the filing is deemed complete: the five days run from the receipt."""
    _, ngo = await world.organisation()
    number = (await world.filed(ngo, language="en"))["number"]

    await world.at(datetime(2027, 4, 25, 22, 0, 1, tzinfo=UTC))

    assert (await ngo.get(f"/v1/requests/{number}")).json()["status"] == "overdue"
    late = await world.cec.post(f"/v1/requests/{number}/translation-notice", {})
    assert (late.status_code, late.json()["code"]) == (409, "state_forbids")


async def test_who_may_ask_for_a_translation_and_of_what(world):
    """Only the competent commission, only of a filing in another language; without a deadline it says so."""
    _, ngo = await world.organisation()
    albanian = (await world.filed(ngo))["number"]
    english = (await world.filed(ngo, language="en"))["number"]
    zec = await world.key("zec:30")

    nothing = await world.cec.post(f"/v1/requests/{albanian}/translation-notice", {})
    assert (nothing.status_code, nothing.json()["code"]) == (409, "nothing_to_translate")
    assert (await zec.post(f"/v1/requests/{english}/translation-notice", {})).status_code == 404
    assert (await ngo.post(f"/v1/requests/{english}/translation-notice", {})).status_code == 403
    unsigned = await world.cec.post(f"/v1/requests/{english}/translation-notice", {"last_day": "2027-04-26"})
    assert (unsigned.status_code, unsigned.json()["code"]) == (400, "act_number_missing")
    unset = await world.cec.post(f"/v1/requests/{english}/translation-notice", {})
    assert unset.json()["translation"]["due_at"] is None
    assert [one["arguments"]["limit"] for one in unset.json()["warnings"]] == ["translation"]
    for name, content, status in (("t.exe", b"MZ\x90\x00", 415), ("t.pdf", b"", 415)):
        sent = await ngo.post(f"/v1/requests/{english}/translation", files={"file": (name, content)})
        assert sent.status_code == status
    _, stranger = await world.organisation()
    sent = await stranger.post(f"/v1/requests/{english}/translation", files={"file": ("t.pdf", PDF)})
    assert sent.status_code == 404


# Reinstatement, return, withdrawal


async def test_a_plea_to_be_put_back_in_time(world):
    """Reasons and the documents' hashes are recorded with their instant, and stand before the commission."""
    _, ngo = await world.organisation()
    await world.at(datetime(2027, 5, 6, 9, tzinfo=UTC))
    number = (await world.filed(ngo))["number"]
    document = {"title": "Vërtetim i spitalit", "sha256": "ab" * 32}

    made = await ngo.post(
        f"/v1/requests/{number}/reinstatement", {"reasons": "Zjarr në zyrë.", "documents": [document]}
    )

    assert made.status_code == 201, made.text
    assert (made.json()["article"], made.json()["law"]) == ("64", "8485/1999")
    assert made.json()["assessment"]["remedy"]["action"] == "await_legal_decision"
    shown = (await world.cec.get(f"/v1/requests/{number}")).json()
    assert "reinstatement_asked" in codes(shown)
    assert shown["reinstatements"][0]["documents"] == [document]
    wrong = {"reasons": "x", "documents": [{"title": "t", "sha256": "short"}]}
    assert (await ngo.post(f"/v1/requests/{number}/reinstatement", wrong)).status_code == 400
    await ngo.post(f"/v1/requests/{number}/withdrawal")
    over = await ngo.post(f"/v1/requests/{number}/reinstatement", {"reasons": "x"})
    assert (over.status_code, over.json()["code"]) == (409, "state_forbids")


async def test_the_time_runs_on_while_a_request_is_returned(world):
    """A return stops nothing: the failure is recorded at its instant, the request can still be completed."""
    _, ngo = await world.organisation()
    number = (await world.filed(ngo))["number"]
    returned = await world.cec.post(f"/v1/requests/{number}/decision", world.decision("return"))
    assert returned.json()["status"] == "returned"
    shown = (await ngo.get(f"/v1/requests/{number}")).json()
    assert shown["decision_due"]["at"] == "2027-04-25T22:00:00Z"
    assert "return_does_not_stop" in [one["code"] for one in shown["decision_due"]["counting"]]

    await world.at(datetime(2027, 4, 26, 9, tzinfo=UTC))

    shown = (await ngo.get(f"/v1/requests/{number}")).json()
    assert (shown["status"], shown["failure_at"]) == ("overdue", "2027-04-25T22:00:00Z")
    done = await ngo.post(f"/v1/requests/{number}/completion", {"role": "long_term"})
    assert done.status_code == 200, done.text
    shown = (await ngo.get(f"/v1/requests/{number}")).json()
    assert (shown["status"], shown["role"]) == ("overdue", "long_term")
    assert "failure_to_decide" in codes(shown)
    twice = await ngo.post(f"/v1/requests/{number}/completion", {"role": "short_term"})
    assert (twice.status_code, twice.json()["code"]) == (409, "state_forbids")


@pytest.mark.parametrize("state", ["received", "returned", "overdue", "granted"])
async def test_a_request_can_be_withdrawn_until_it_is_refused(world, state: str):
    """From each state it ends, nothing falls due on it any more, and what was granted ends with it."""
    _, ngo = await world.organisation()
    number = (await world.filed(ngo))["number"]
    accreditation = None
    if state == "returned":
        await world.cec.post(f"/v1/requests/{number}/decision", world.decision("return"))
    elif state == "granted":
        granted = await world.cec.post(f"/v1/requests/{number}/decision", world.decision())
        accreditation = granted.json()["accreditation"]
    elif state == "overdue":
        await world.at(datetime(2027, 4, 26, 9, tzinfo=UTC))

    answer = await ngo.post(f"/v1/requests/{number}/withdrawal", {"reason": "Nuk vjen."})

    assert answer.json()["status"] == "withdrawn", answer.text
    await world.at(datetime(2027, 5, 10, 9, tzinfo=UTC))
    shown = (await ngo.get(f"/v1/requests/{number}")).json()
    assert shown["status"] == "withdrawn"
    if accreditation:
        assert (await ngo.get(f"/v1/accreditations/{accreditation}")).json()["state"] == "withdrawn"


# Similar persons


async def test_the_same_person_under_two_senders_is_shown_to_the_officer_only(world):
    """Ana Hoxha in Albanian, in Cyrillic with her names exchanged, and with a slip: shown, never decided, never told."""
    _, ngo = await world.organisation()
    _, party = await world.organisation("political_party")
    first = (await world.filed(ngo, observer={"given_name": "Çlirim", "family_name": "Hoxha"}))["number"]
    second = (await world.filed(party, observer={"given_name": "Хоџа", "family_name": "Члирим"}))["number"]
    third = (await world.filed(ngo, observer={"given_name": "Clrim", "family_name": "Hodža"}))["number"]
    other = (await world.filed(party, observer={"given_name": "Luan", "family_name": "Hoxha"}))["number"]

    shown = (await world.cec.get(f"/v1/requests/{first}")).json()
    why = {one["number"]: one["why"] for one in shown["similar"]}
    assert set(why) == {second, third}
    assert why[third] == "similar_name_same_birth_date"
    assert shown["similar"][0]["organisation"]
    assert "similar" not in " ".join(codes(shown))
    # A sender sees its own filing beside its own, and nothing of another's.
    own = await ngo.get(f"/v1/requests/{first}")
    assert [one["number"] for one in own.json()["similar"]] == [third]
    assert second not in own.text
    assert (await party.get(f"/v1/requests/{second}")).json()["similar"] == []

    listed = (await world.cec.get("/v1/requests", similar="true")).json()
    assert [one["number"] for one in listed["items"]] == [first, second, third]
    listed = (await world.cec.get("/v1/requests", similar="true", limit=2)).json()
    rest = (await world.cec.get("/v1/requests", similar="true", cursor=listed["next_cursor"])).json()
    assert [one["number"] for one in rest["items"]] == [third]
    mine = (await ngo.get("/v1/requests", similar="true")).json()
    assert [one["number"] for one in mine["items"]] == [first, third]
    assert other not in [one["number"] for one in listed["items"]]


async def test_a_completed_name_is_found_by_its_new_spelling(world):
    """The keys follow the data: a corrected name is found, the old one no longer."""
    _, ngo = await world.organisation()
    _, other = await world.organisation()
    first = (await world.filed(ngo))["number"]
    second = (await world.filed(other, observer={"given_name": "Besa", "family_name": "Shehu"}))["number"]
    assert (await world.cec.get(f"/v1/requests/{first}")).json()["similar"] == []
    await world.cec.post(f"/v1/requests/{second}/decision", world.decision("return"))

    await other.post(f"/v1/requests/{second}/completion", {"observer": world.body()["observer"]})

    shown = (await world.cec.get(f"/v1/requests/{first}")).json()
    assert [(one["number"], one["why"]) for one in shown["similar"]] == [(second, "same_name_and_birth_date")]


async def test_requests_from_before_the_keys_get_theirs(world):
    """A request that was stored without keys is given them by the sweep, once."""
    _, ngo = await world.organisation()
    _, other = await world.organisation()
    first = (await world.filed(ngo))["number"]
    await world.filed(other)
    async with world.services.database.transaction() as conn:
        await conn.execute("UPDATE requests SET person_keys = '{}'")
    assert (await world.cec.get(f"/v1/requests/{first}")).json()["similar"] == []

    assert await fill_keys(world.services) == 2
    assert await fill_keys(world.services) == 0

    assert len((await world.cec.get(f"/v1/requests/{first}")).json()["similar"]) == 1


async def test_an_office_is_recorded_with_its_source_and_incompatible_only_by_it(world):
    """A commissioner by name only is shown; one whom the register calls incompatible is an open question."""
    _, ngo = await world.organisation()
    number = (await world.filed(ngo))["number"]
    path = f"/v1/requests/{number}/offices"
    office = {"office": "commissioner", "body": "zec:30", "source": "Regjistri i KZAZ, vendimi 5"}

    shown = (await world.cec.post(path, office)).json()
    said = (await world.cec.post(path, office | {"incompatible": True})).json()

    findings = [one for one in said["assessment"]["findings"] if one["code"] == "office_held"]
    assert "office_held" in codes(shown)
    assert [one["severity"] for one in findings] == ["to_record", "needs_legal_decision"]
    assert {one["article"] for one in findings} == {"34/1"}
    assert not [one for one in said["assessment"]["findings"] if one["severity"] == "against"]
    assert (await ngo.post(path, office)).status_code == 403
    assert (await world.cec.post(path, office | {"source": ""})).status_code == 400
    assert (await world.cec.post(path, office | {"office": "minor"})).status_code == 400


async def test_no_name_or_document_can_be_read_from_the_keys(world):
    """The keys depend on the secret of the installation, and hold neither a name nor a birth date."""
    _, ngo = await world.organisation()
    await world.filed(ngo)
    async with world.services.database.reading() as conn:
        ((keys,),) = await (await conn.execute("SELECT person_keys FROM requests")).fetchall()
    plain = {
        int.from_bytes(hashlib.sha256(term.encode()).digest()[:8], "big", signed=True)
        for term in ("1990-02-28 ana", "1990-02-28 hoza", "1990 =ana hoza")
    }

    assert len(set(keys)) == 5
    assert not plain & set(keys)
