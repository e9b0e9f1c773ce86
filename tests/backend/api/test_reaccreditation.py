"""The lane: after an order an observer is accredited anew, compared with a document first, never late by machine."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from PIL import Image

ACT = {"number": "214", "date": "2027-04-20", "signatory": "Kryetari i KQZ"}


def portrait(shade: int = 200) -> bytes:
    out = io.BytesIO()
    Image.radial_gradient("L").resize((600, 800)).point(lambda v: v * shade // 255).convert("RGB").save(
        out, "JPEG"
    )
    return out.getvalue()


def codes(receipt: dict) -> dict[str, dict]:
    return {one["code"]: one for one in receipt["assessment"]["findings"]}


@pytest.fixture
async def cancelled(world):
    """An accreditation of a party's observer that an order of two officers revoked on the eve of the vote."""
    id, ngo = await world.organisation()
    number = (await world.filed(ngo))["number"]
    held = (await world.cec.post(f"/v1/requests/{number}/decision", world.decision())).json()["accreditation"]
    answer = await world.cec.post(
        f"/v1/elections/{world.election}/legal-bases",
        {"measure": "revoke", "article": "19(2)", "law": "9087/2003", "act": ACT},
    )
    assert answer.status_code == 201, answer.text
    second = await world.key("cec")
    # The eve of the vote: the window of 18(5) closed a fortnight ago.
    await world.jump(world.services.clock.now() + timedelta(days=25))
    order = {"election": world.election, "organisations": [id], "reason": "Incident", "act": ACT}
    made = (await world.cec.post("/v1/revocations", order | {"reaccreditation_hours": 4})).json()
    done = await second.post(f"/v1/revocations/{made['id']}/confirmation", {})
    assert done.status_code == 200, done.text
    return ngo, held, made["id"]


async def photo(sender, number: str, shade: int = 200) -> None:
    files = {"file": ("a.jpg", portrait(shade), "image/jpeg")}
    answer = await sender.put(f"/v1/requests/{number}/photo", files=files)
    assert answer.status_code in (200, 201), answer.text


async def test_an_observer_is_accredited_anew_within_the_orders_own_clock(world, cancelled):
    """Asked, photographed, compared, granted: a new badge, while the old one stays revoked."""
    ngo, held, order = cancelled
    asked = await ngo.post(f"/v1/accreditations/{held}/reaccreditation")
    assert asked.status_code == 201, asked.text
    number, lane = asked.json()["number"], asked.json()["lane"]
    assert (asked.json()["reaccredits"], lane["order"], lane["same_person"]) == (held, order, True)
    queue = (await world.cec.get("/v1/reaccreditations")).json()["items"]
    assert [(one["request"], one["accreditation"], one["has_photo"]) for one in queue] == [
        (number, held, False)
    ]
    assert queue[0]["due_at"] > queue[0]["asked_at"]
    await photo(ngo, number)
    early = await world.cec.post(f"/v1/requests/{number}/decision", world.decision())
    assert (early.status_code, early.json()["code"]) == (409, "identity_check_missing")

    seen = {"photo_matches": True, "document_matches": True, "place": "KZAZ 30"}
    checked = await world.cec.post(f"/v1/requests/{number}/identity-check", seen)
    granted = await world.cec.post(f"/v1/requests/{number}/decision", world.decision())

    assert (checked.status_code, checked.json()["identity"]["matched"]) == (200, True)
    assert granted.status_code == 200, granted.text
    new = (await ngo.get(f"/v1/accreditations/{granted.json()['accreditation']}")).json()
    old = (await ngo.get(f"/v1/accreditations/{held}")).json()
    assert (new["state"], old["state"]) == ("valid", "revoked")
    verdict = await world.public.post("/v1/badges/verification", {"text": new["badge"]["text"]}, once=None)
    assert verdict.json()["verdict"] in ("valid", "caution")
    assert (await world.cec.get("/v1/reaccreditations")).json()["items"] == []
    back = await world.cec.post(f"/v1/accreditations/{held}/restoration", {"reason": "Ankesa", "act": ACT})
    assert (back.status_code, back.json()["code"]) == (409, "accredited_anew")


READINGS = [
    # what the lawyer answered -> severity of the lateness, severity of the finding that it follows an order
    (None, "needs_legal_decision", "needs_legal_decision"),
    ("follows_order", "to_record", "for"),
    ("own_window", "against", "to_record"),
]


@pytest.mark.parametrize(("option", "late", "follows"), READINGS)
async def test_its_lateness_is_the_lawyers_to_judge(world, cancelled, option, late, follows):
    """Filed a day before the vote, it is recorded with the edition's article, and nobody is refused by the machine."""
    ngo, held, _ = cancelled
    if option is not None:
        answer = await world.cec.post(
            f"/v1/elections/{world.election}/choices",
            {"code": "reaccreditation_time", "option": option, "act": ACT},
        )
        assert answer.status_code in (200, 201), answer.text

    asked = (await ngo.post(f"/v1/accreditations/{held}/reaccreditation")).json()

    found = codes(asked)
    assert found["too_late"]["severity"] == late
    assert found["follows_order"]["severity"] == follows
    assert (found["follows_order"]["article"], found["follows_order"]["law"]) == ("18(5)", "9087/2003")
    assert found["follows_order"]["arguments"]["accreditation"] == held
    kept = (await world.cec.get(f"/v1/requests/{asked['number']}")).json()
    assert codes(kept)["follows_order"]["severity"] == follows


async def test_another_observer_takes_the_place_in_the_lane(world, cancelled):
    """27 April 2021: new accreditation with new observers; a request that names what it re-accredits goes into the lane."""
    ngo, held, _ = cancelled
    asked = await ngo.post("/v1/requests", world.body(reaccredits=held, observer={"given_name": "Besa"}))

    assert asked.status_code == 201, asked.text
    assert asked.json()["lane"]["same_person"] is False
    assert codes(asked.json())["follows_order"]["arguments"]["same_person"] is False
    twice = await ngo.post(f"/v1/accreditations/{held}/reaccreditation")
    assert (twice.status_code, twice.json()["code"]) == (409, "reaccreditation_asked")


async def test_a_comparison_that_failed_or_is_of_another_photo_keeps_the_badge_back(world, cancelled):
    """A borrowed badge is what the order was about: no match, no grant; a photo put after the comparison needs a new one."""
    ngo, held, _ = cancelled
    number = (await ngo.post(f"/v1/accreditations/{held}/reaccreditation")).json()["number"]
    path = f"/v1/requests/{number}/identity-check"
    bare = await world.cec.post(path, {"photo_matches": True, "document_matches": True})
    assert (bare.status_code, bare.json()["code"]) == (409, "photo_missing")
    await photo(ngo, number)
    await world.cec.post(path, {"photo_matches": False, "document_matches": True})
    failed = await world.cec.post(f"/v1/requests/{number}/decision", world.decision())
    assert failed.json()["code"] == "identity_check_failed"
    await world.cec.post(path, {"photo_matches": True, "document_matches": True})
    await photo(ngo, number, 120)
    swapped = await world.cec.post(f"/v1/requests/{number}/decision", world.decision())
    assert swapped.json()["code"] == "identity_check_missing"


async def test_the_lane_is_only_for_what_an_order_ended_and_for_its_owner(world, cancelled):
    """A valid accreditation, somebody else's, or a request outside the lane: no lane."""
    ngo, held, _ = cancelled
    _, other = await world.organisation()
    assert (await other.post(f"/v1/accreditations/{held}/reaccreditation")).status_code == 404
    stranger = await other.post("/v1/requests", world.body(reaccredits=held))
    assert (stranger.status_code, stranger.json()["arguments"]["field"]) == (400, "reaccredits")
    assert (await world.cec.post(f"/v1/accreditations/{held}/reaccreditation")).status_code == 403
    plain = (await world.filed(other))["number"]
    path = f"/v1/requests/{plain}/identity-check"
    seen = {"photo_matches": True, "document_matches": True}
    assert (await world.cec.post(path, seen)).status_code == 404
    assert (await ngo.post(path, seen)).status_code == 403
    granted = (await world.cec.post(f"/v1/requests/{plain}/decision", world.decision())).json()[
        "accreditation"
    ]
    valid = await other.post(f"/v1/accreditations/{granted}/reaccreditation")
    assert (valid.status_code, valid.json()["code"]) == (409, "nothing_to_reaccredit")
