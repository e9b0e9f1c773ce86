"""Reports over HTTP: filed, addressed, read, answered, moved on, and seen by nobody else."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from tests.backend.badges.world import NOW


async def test_a_report_is_a_written_comment_with_a_receipt(scene):
    """Number, instant and hash stand in the receipt; the hash covers number, place, words and instant."""
    filed = await scene.file()

    receipt = filed["receipt"]
    assert filed["status"] == "received"
    assert receipt["article"] == "19(1)(b)"
    assert filed["place"]["code"] == "1850/01"
    text = "\n".join(
        (filed["number"], "1850/01", filed["words"], filed["received_at"].replace("Z", "+00:00"))
    )
    assert hashlib.sha256(text.encode()).hexdigest() == receipt["sha256"]


@pytest.mark.parametrize(
    ("days_to_vote", "category", "addressee"),
    [
        (6, "FAM", "zec:07"),  # before the day: the commission of the unit
        (0, "FAM", "vcc:1850/01"),  # on the day, at the centre: its own commission
        (0, "STF", "zec:07"),  # against that commission: one level up
        (0, "CNT", "cec"),  # at the count, against the commission of the unit: the CEC
        (0, "TRA", "zec:07"),  # on the way of the box: the commission of the unit
        (0, "OCV", "cec"),  # votes from abroad: the CEC
    ],
)
async def test_a_report_goes_to_the_commission_of_its_place_and_phase(
    scene, days_to_vote, category, addressee
):
    """Art. 19(1)(b): written comments to the election commissions; the first that can act reads it first."""
    await scene.world.clock(NOW.replace(day=16) - timedelta(days=days_to_vote))
    filed = await scene.file(category=category)

    assert addressee == filed["addressee"]["role"]


async def test_a_place_that_is_not_in_the_register_is_kept_in_the_persons_words(scene):
    """A report is never refused for its place; the CEC reads it."""
    filed = await scene.file(place="shkolla pas xhamisë, në fshat")

    assert filed["place"]["code"] is None
    assert filed["place"]["words"] == "shkolla pas xhamisë, në fshat"
    assert filed["addressee"]["role"] == "cec"


async def test_the_sender_follows_its_own_observers_reports_and_no_others(scene):
    """Another organisation gets 404 on every door, and an empty list."""
    number = (await scene.file())["number"]

    assert (await scene.read(number, scene.sender)).status_code == 200
    assert (await scene.read(number, scene.rival)).status_code == 404
    listed = await scene.world.client.get("/v1/reports", headers=scene.rival)
    assert listed.json()["items"] == []
    for path, body in (
        ("responses", {"text": "x"}),
        ("transitions", {"to": "read"}),
        ("acknowledgement", None),
    ):
        answer = await scene.world.post(f"/v1/reports/{number}/{path}", body, scene.rival)
        assert answer.status_code in {403, 404}, path


async def test_a_voting_centres_commission_reads_its_own_reports_without_the_observer(scene):
    """A VCC never sees who reported, and nothing addressed to another centre."""
    await scene.world.clock(NOW.replace(day=16))
    number = (await scene.file())["number"]

    seen = await scene.read(number, scene.vcc)
    assert seen.status_code == 200
    assert scene.accreditation not in seen.text
    assert "organisation" not in seen.json()
    assert (await scene.read(number, scene.other_vcc)).status_code == 404
    assert (await scene.read(number, scene.zec)).status_code == 200


async def test_the_addressees_first_reading_is_told_and_nobody_elses(scene):
    """The ladder moves to `read` when the addressee opens it; the sender's reading moves nothing."""
    number = (await scene.file())["number"]

    await scene.read(number, scene.sender)
    await scene.read(number, scene.cec)
    assert (await scene.read(number, scene.sender)).json()["status"] == "received"

    await scene.read(number, scene.zec)
    assert (await scene.read(number, scene.sender)).json()["status"] == "read"


async def test_the_ladder_has_no_other_moves(scene):
    """A received report can't be closed unread; what is no status is 400."""
    number = (await scene.file())["number"]

    closed = await scene.world.post(f"/v1/reports/{number}/transitions", {"to": "closed"}, scene.zec)
    unknown = await scene.world.post(f"/v1/reports/{number}/transitions", {"to": "burnt"}, scene.zec)

    assert (closed.status_code, closed.json()["code"]) == (409, "illegal_move")
    assert unknown.status_code == 400


async def test_a_report_passed_on_belongs_to_its_new_addressee_and_stays_in_sight(scene):
    """The ZEC passes it to the CEC; both read it, and the history says so."""
    number = (await scene.file())["number"]
    moved = await scene.world.post(
        f"/v1/reports/{number}/transitions", {"to": "passed_on", "addressee": "cec"}, scene.zec
    )

    assert moved.status_code == 200
    assert moved.json()["addressee"]["role"] == "cec"
    assert (await scene.read(number, scene.zec)).status_code == 200
    assert [event["event"] for event in moved.json()["history"]] == ["received", "passed_on"]


async def test_an_answer_reaches_the_observer_and_the_observer_answers_back(scene):
    """Both stand in the history, in order, with their times."""
    number = (await scene.file())["number"]
    await scene.world.post(f"/v1/reports/{number}/responses", {"text": "U verifikua."}, scene.zec)
    answer = await scene.world.post(
        f"/v1/reports/{number}/responses", {"text": "Vazhdon ende."}, scene.observer
    )

    history = answer.json()["history"]
    assert [event["event"] for event in history] == ["received", "answered", "words_added"]
    assert [event["text"] for event in history[1:]] == ["U verifikua.", "Vazhdon ende."]
    assert answer.json()["status"] == "answered"


async def test_the_same_key_files_one_report(scene):
    """A repeated POST with its key gets the same bytes; nothing happens twice."""
    body = {"place": "1850/01", "words": "Kutia pa vulë."}
    first = await scene.world.post("/v1/reports", body, scene.observer, key="once")
    again = await scene.world.post("/v1/reports", body, scene.observer, key="once")

    assert first.content == again.content
    listed = await scene.world.client.get("/v1/reports", headers=scene.observer)
    assert len(listed.json()["items"]) == 1


async def test_danger_raises_an_alert_that_one_officer_takes(scene):
    """S1 stays open until a named officer acknowledges it; a second one is told that it is taken."""
    number = (await scene.file(words="Po rrahin komisionerët, ka armë!", category="INT"))["number"]

    assert (await scene.read(number, scene.cec)).json()["severity"] == "S1"
    taken = await scene.world.post(f"/v1/reports/{number}/acknowledgement", None, scene.cec)
    again = await scene.world.post(f"/v1/reports/{number}/acknowledgement", None, scene.zec)
    assert (taken.status_code, again.status_code) == (200, 409)


async def test_evidence_is_kept_whole_and_sealed(scene, settings):
    """The original bytes come back; on disk they can't be found in clear."""
    number = (await scene.file())["number"]
    original = b"\x89PNG\r\n\x1a\n" + b"original bytes that must not lie in clear" * 50
    added = await scene.world.client.post(
        f"/v1/reports/{number}/evidence",
        headers=scene.observer,
        files={"file": ("foto.png", original, "text/html")},
        data={"caption": "Kabina"},
    )

    assert added.status_code == 201, added.text
    assert hashlib.sha256(original).hexdigest() == added.json()["sha256"]
    assert added.json()["type"] == "image/png"
    path = f"/v1/reports/{number}/evidence/{added.json()['id']}"
    back = await scene.world.client.get(path, headers=scene.zec)
    assert original == back.content
    assert back.headers["x-content-type-options"] == "nosniff"
    assert (await scene.world.client.get(path, headers=scene.rival)).status_code == 404
    for file in settings.data_dir.rglob("*"):
        if file.is_file():
            assert b"must not lie in clear" not in file.read_bytes()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"words": "  "}, "field_invalid"),
        ({"words": "x" * 10_001}, "field_invalid"),
        ({"category": "NONE"}, "field_invalid"),
        ({"knowledge": "guessed"}, "field_invalid"),
        ({"latitude": 91.0, "longitude": 0.0}, "field_invalid"),
        ({"latitude": 41.0}, "field_invalid"),
        ({"observed_at": "2027-05-10T09:00:00"}, "instant_without_zone"),
        ({"observed_at": "2027-05-16T09:00:00Z"}, "field_invalid"),
        ({"observed_at": "2027-02-30T09:00:00Z"}, "malformed"),
        ({"surprise": 1}, "malformed"),
        ({"words": "a\u0000b\u202e"}, None),
    ],
)
async def test_bad_input_is_a_problem_document_and_files_nothing(scene, change, code):
    """Each wrong field is named; control characters are dropped and the rest is kept."""
    body = {"place": "1850/01", "words": "Ndodhi.", **change}
    answer = await scene.world.post("/v1/reports", body, scene.observer)

    if code is None:
        assert answer.status_code == 201
        assert answer.json()["words"] == "ab"
        return
    assert (400, code) == (answer.status_code, answer.json()["code"])
    listed = await scene.world.client.get("/v1/reports", headers=scene.observer)
    assert listed.json()["items"] == []


async def test_a_supervisor_files_for_an_observer_marked_so(scene):
    """The organisation's own key may file for its accreditation, not for another's."""
    body = {"place": "1851", "words": "Pa dritë.", "accreditation": scene.accreditation}
    filed = await scene.world.post("/v1/reports", body, scene.sender)
    refused = await scene.world.post("/v1/reports", body, scene.rival)

    assert f"organisation:{scene.organisation}" == filed.json()["details"]["filed_by"]
    assert refused.status_code == 404
