"""From a request over the API to a badge that opens a door, every step as the people do it."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from badges import symbol
from tests.backend.badges.world import ACT


async def test_from_the_request_to_the_door_and_to_the_revocation(world, photo):
    """File, photo, grant, badge, public check, phone session, check-in, revocation, refusal at the door."""
    await world.clock(datetime(2027, 4, 20, 9, tzinfo=UTC))
    cec = await world.key("cec")
    registered = await world.post("/v1/organisations", {"name": "Vëzhguesit e Lirë", "kind": "albanian_ngo"})
    owner = {"authorization": f"Bearer {registered.json()['api_key']}"}
    filed = await world.post(
        "/v1/requests",
        {
            "election": world.election,
            "observer": {
                "given_name": "Ana",
                "father_name": "Petrit",
                "family_name": "Hoxha",
                "birth_date": "1990-02-28",
                "citizenship": "AL",
                "document": {"type": "id_card", "number": "J12345678K"},
                "languages": ["sq"],
            },
            "scope": {"voting_centres": ["1850/01"]},
            "role": "short_term",
            "language": "sq",
            "code_of_conduct": {"accepted": True, "version": "2027-1"},
        },
        owner,
    )
    request = filed.json()["number"]
    picture = io.BytesIO()
    photo.save(picture, "PNG")
    put = await world.client.put(
        f"/v1/requests/{request}/photo",
        files={"photo": ("face.png", picture.getvalue(), "image/png")},
        headers=owner,
    )
    assert put.status_code in (200, 201), put.text
    act = ACT | {"date": "2027-04-20"}

    decided = await world.post(
        f"/v1/requests/{request}/decision", {"outcome": "grant", "grounds": [], "act": act}, cec
    )

    assert decided.status_code in (200, 201), decided.text
    (mine,) = (await world.client.get("/v1/accreditations", headers=owner)).json()["items"]
    number = mine["number"]
    assert (mine["request"], mine["has_photo"], mine["state"]) == (request, True, "valid")
    png = (await world.client.get(mine["badge"]["png"], headers=owner)).content
    pdf = await world.client.get(mine["badge"]["pdf"], headers=owner)
    assert pdf.content.startswith(b"%PDF")
    text = symbol.decoded(png)
    assert (text, (await world.verify(text))["verdict"]) == (mine["badge"]["text"], "valid")
    assert "J12345678K" not in str(mine) + str(await world.verify(text))

    link = (await world.post(f"/v1/accreditations/{number}/chat-links", {}, owner)).json()
    app = await world.post("/v1/observers/sessions", {"code": link["code"], "second_fact": "1990-02-28"})
    phone = {"authorization": f"Bearer {app.json()['api_key']}"}
    assert (await world.client.get(f"/v1/accreditations/{number}", headers=phone)).status_code == 200

    door = await world.key("vcc:1850/01")
    path = "/v1/voting-centres/1850-01/check-ins"
    visit = await world.post(path, {"badge": text, "source": "scanner"}, door)
    assert visit.status_code == 201, visit.text
    left = await world.client.post(f"/v1/check-ins/{visit.json()['id']}/check-out", headers=phone)
    assert left.status_code == 200

    body = {"reason": "Kartë e huazuar", "act": act}
    revoked = await world.post(f"/v1/accreditations/{number}/revocation", body, cec)
    assert revoked.status_code == 201
    assert (await world.verify(text))["verdict"] == "invalid"
    refused = await world.post(path, {"badge": text, "source": "scanner"}, door)
    assert (refused.status_code, refused.json()["code"]) == (409, "badge_not_good")
