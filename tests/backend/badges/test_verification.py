"""A badge's life: issued, drawn, verified everywhere, revoked, and never valid again."""

from __future__ import annotations

import base64
import io

import msgspec
import pytest

from backend.actions.door import badge_keys
from badges import credential, revocations, symbol, trust
from tests.backend.badges.world import ACT, NOW
from tests.badges.test_card import painted_symbol


@pytest.fixture
async def badge(world):
    """An organisation, its headers, and one accreditation."""
    organisation = await world.make_organisation()
    return organisation, await world.key(f"organisation:{organisation}"), await world.accredit(organisation)


async def test_a_badge_is_drawn_as_symbol_and_card_that_decode_again(world, photo):
    """PNG, SVG and the PDF card all carry the same text; the card is one A6 page with the photo."""
    organisation = await world.make_organisation()
    owner = await world.key(f"organisation:{organisation}")
    out = io.BytesIO()
    photo.save(out, "JPEG")
    ref = await world.services.files.put(out.getvalue())
    number = await world.accredit(organisation, photo_ref=ref.hex(), photo_hash=ref)
    text = await world.credential(number)

    png = await world.client.get(f"/v1/accreditations/{number}/badge.png", headers=owner)
    svg = await world.client.get(f"/v1/accreditations/{number}/badge.svg", headers=owner)
    pdf = await world.client.get(f"/v1/accreditations/{number}/badge.pdf", headers=owner)

    assert (png.headers["content-type"], symbol.decoded(png.content)) == ("image/png", text)
    assert svg.headers["content-type"].startswith("image/svg+xml")
    assert b"<svg" in svg.content
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.content.count(b"/Type /Page\n") == 1
    assert symbol.decoded(painted_symbol(pdf.content)) == text


async def test_a_revoked_badge_stops_verifying_at_once(world, badge):
    """Valid until the act, invalid right after it; so is the same serial signed again under another text."""
    _, owner, number = badge
    text = await world.credential(number)
    cec = await world.key("cec")

    before = await world.verify(text)
    assert (before["verdict"], before["reasons"]) == ("valid", [])
    assert before["badge"]["number"] == number
    assert before["next_step"]["code"] == "compare_photo_and_document"

    answer = await world.post(
        f"/v1/accreditations/{number}/revocation", {"reason": "Kartë e huazuar", "act": ACT}, cec
    )
    assert answer.status_code == 201, answer.text
    assert answer.json()["state"] == "revoked"

    after = await world.verify(text)
    assert (after["verdict"], [one["code"] for one in after["reasons"]]) == ("invalid", ["revoked"])
    async with world.services.database.transaction() as conn:
        signer = await badge_keys.signer(world.services, conn, NOW)
        listed = await badge_keys.trust(world.services, conn, NOW)
    held = credential.verify(text, listed.list, None, NOW).badge
    again = credential.issue(msgspec.structs.replace(held, name="Tjetër"), signer)
    assert again != text
    assert (await world.verify(again))["verdict"] == "invalid"
    refused = await world.client.get(f"/v1/accreditations/{number}/badge.png", headers=owner)
    assert (refused.status_code, refused.json()["code"]) == (409, "accreditation_revoked")
    actions = [row[0] for row in await world.sql("SELECT action FROM audit_records ORDER BY id")]
    assert actions[-1] == "accreditation_revoked"


async def test_a_device_without_network_verifies_by_the_published_lists(world, badge):
    """The trust list and the revocation list as fetched are enough; after a revocation the next list says so."""
    _, _, number = badge
    text = await world.credential(number)
    keys = (await world.client.get("/v1/badges/keys")).json()
    listed = trust.read(keys["list"], [base64.b64decode(keys["root"]["public"])])
    first = (await world.client.get("/v1/badges/revocations")).json()["items"][0]
    held = revocations.read(first["list"], listed)
    assert credential.verify(text, listed, held, NOW).verdict == "valid"

    await world.post(
        f"/v1/accreditations/{number}/revocation", {"reason": "Arsye", "act": ACT}, await world.key("cec")
    )
    second = (await world.client.get("/v1/badges/revocations")).json()["items"][0]

    assert (second["seq"], second["count"]) == (first["seq"] + 1, 1)
    newer = revocations.read(second["list"], listed, held)
    assert credential.verify(text, listed, newer, NOW).verdict == "invalid"


async def test_the_revocation_list_has_an_entity_tag(world, badge):
    """Unchanged is 304 without a body; a revocation changes the tag; half of its life signs it anew."""
    _, _, number = badge
    first = await world.client.get("/v1/badges/revocations")
    tag = {"if-none-match": first.headers["etag"]}
    assert (await world.client.get("/v1/badges/revocations", headers=tag)).status_code == 304

    await world.post(
        f"/v1/accreditations/{number}/revocation", {"reason": "Arsye", "act": ACT}, await world.key("cec")
    )
    assert (await world.client.get("/v1/badges/revocations", headers=tag)).status_code == 200

    await world.later(hours=4)
    renewed = (await world.client.get("/v1/badges/revocations")).json()["items"][0]
    assert (renewed["seq"], renewed["count"]) == (first.json()["items"][0]["seq"] + 2, 1)


GARBAGE = [
    ("", "unknown", "not_a_badge"),
    ("https://example.org/maçe", "unknown", "not_a_badge"),
    ("VZ1:", "unknown", "damaged"),
    ("VZ1:maçe", "unknown", "damaged"),
    ("VZ1:" + "A" * 5000, "invalid", "malformed"),
    ("VZ1:\x00\x00", "unknown", "damaged"),
]


async def test_garbage_has_a_verdict_and_is_no_error(world):
    """Whatever a camera reads gets a plain verdict and a next step."""
    for text, verdict, code in GARBAGE:
        found = await world.verify(text)

        assert (found["verdict"], [one["code"] for one in found["reasons"]]) == (verdict, [code])
        assert found["badge"] is None
        assert found["next_step"]["text"]


async def test_a_changed_badge_is_a_forgery(world, badge):
    """One character changed anywhere never gives a valid verdict."""
    text = await world.credential(badge[2])
    for place in range(4, len(text), 17):
        other = "0" if text[place] != "0" else "1"
        found = await world.verify(text[:place] + other + text[place + 1 :])
        assert found["verdict"] in ("invalid", "unknown")
        assert found["badge"] is None


async def test_a_badge_signed_by_a_stolen_key_but_never_issued_is_not_valid(world, badge):
    """A good signature is not enough: the register must hold the serial."""
    text = await world.credential(badge[2])
    async with world.services.database.transaction() as conn:
        signer = await badge_keys.signer(world.services, conn, NOW)
        listed = await badge_keys.trust(world.services, conn, NOW)
    real = credential.verify(text, listed.list, None, NOW).badge
    ghost = credential.issue(msgspec.structs.replace(real, serial=777), signer)

    found = await world.verify(ghost)

    assert (found["verdict"], [one["code"] for one in found["reasons"]]) == ("unknown", ["not_in_register"])


async def test_the_final_announcement_ends_every_badge(world, badge):
    """A badge printed for longer is invalid from the announcement on."""
    text = await world.credential(badge[2])
    await world.sql("UPDATE elections SET final_announcement = %s", (NOW.replace(hour=8),))

    found = await world.verify(text)

    assert (found["verdict"], found["reasons"][0]["code"]) == ("invalid", "election_ended")


async def test_a_badge_of_a_retired_key_stays_good(world, badge):
    """After a rotation the standby signs; old badges verify, new ones have the new key."""
    organisation, _, number = badge
    old = await world.credential(number)
    async with world.services.database.transaction() as conn:
        await badge_keys.rotate(world.services, conn, NOW, "operator")
    new = await world.credential(await world.accredit(organisation))

    first, second = await world.verify(old), await world.verify(new)

    assert (first["verdict"], second["verdict"]) == ("valid", "valid")
    assert (first["evidence"]["key_status"], second["evidence"]["key_status"]) == ("retired", "current")
    assert first["evidence"]["kid"] != second["evidence"]["kid"]
    keys = (await world.client.get("/v1/badges/keys")).json()
    assert (keys["seq"], sorted(key["status"] for key in keys["keys"])) == (
        2,
        ["current", "retired", "standby"],
    )


async def test_only_owners_and_competent_bodies_see_an_accreditation(world, badge):
    """To everybody else it does not exist; a sender never sees another's."""
    organisation, owner, number = badge
    other = await world.make_organisation(name="Tjetër", acronym="T")
    path = f"/v1/accreditations/{number}"
    seen = {
        role: (await world.client.get(path, headers=await world.key(role))).status_code
        for role in (
            f"organisation:{organisation}",
            f"organisation:{other}",
            "cec",
            "auditor",
            "zec:07",
            "vcc:1850/01",
            "helpdesk",
            f"observer:{number}",
            "observer:VZH-2027-999999",
        )
    }
    assert seen == {
        f"organisation:{organisation}": 200,
        f"organisation:{other}": 404,
        "cec": 200,
        "auditor": 200,
        "zec:07": 404,
        "vcc:1850/01": 404,
        "helpdesk": 404,
        f"observer:{number}": 200,
        "observer:VZH-2027-999999": 404,
    }
    assert (await world.client.get(path)).status_code == 401
    foreign = await world.key(f"organisation:{other}")
    assert (await world.client.get(f"{path}/badge.pdf", headers=foreign)).status_code == 404
    body = {"reason": "Arsye", "act": ACT}
    assert (await world.post(f"{path}/revocation", body, owner)).status_code == 403
    assert (await world.post(f"{path}/revocation", body, await world.key("zec:07"))).status_code == 404
    page = (await world.client.get("/v1/accreditations", headers=owner)).json()
    assert [one["number"] for one in page["items"]] == [number]
    assert (await world.client.get("/v1/accreditations", headers=foreign)).json()["items"] == []


async def test_nothing_public_shows_a_document_number(world, badge):
    """The verification's answer holds only what the signature covers and the register's words for it."""
    found = await world.verify(await world.credential(badge[2]))

    assert set(found["badge"]) == {
        "number", "serial", "election", "name", "organisation", "role", "valid_from", "valid_until", "scope",
        "has_photo",
    }  # fmt: skip


async def test_the_schema_describes_every_badge_route(world):
    """OpenAPI lists the contract's paths of badges, presence and sessions with their bodies."""
    schema = (await world.client.get("/schema/openapi.json")).json()

    paths = schema["paths"]
    for path in (
        "/v1/accreditations/{number}",
        "/v1/accreditations/{number}/badge.pdf",
        "/v1/accreditations/{number}/badge.png",
        "/v1/accreditations/{number}/badge.svg",
        "/v1/badges/keys",
        "/v1/badges/revocations",
    ):
        assert "get" in paths[path]
    for path in (
        "/v1/accreditations/{number}/revocation",
        "/v1/revocations",
        "/v1/badges/verification",
        "/v1/observers/sessions",
        "/v1/voting-centres/{code}/check-ins",
    ):
        assert "application/json" in paths[path]["post"]["requestBody"]["content"]
    assert "post" in paths["/v1/accreditations/{number}/chat-links"]
    assert "post" in paths["/v1/check-ins/{id}/check-out"]
