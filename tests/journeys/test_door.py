"""The door of a voting centre: the cap of two, the badge, the scope, and who may write it down."""

from __future__ import annotations

import asyncio

from tests.journeys.town import Town, fresh

CENTRE = "/v1/voting-centres/4338/check-ins"


async def test_the_third_observer_of_one_sender_waits_for_a_departure(town: Town) -> None:
    """Art. 18(4): four of one NGO at once, two are inside; a departure admits the next; an override has a reason."""
    _, sender = await town.organisation()
    scope = {"voting_centres": ["4338"]}
    numbers = [await town.accredited(sender, scope=scope) for _ in range(4)]
    door = await town.key("vcc:4338")
    answers = await asyncio.gather(*(door.post(CENTRE, {"accreditation": number}) for number in numbers))
    assert sorted(one.status_code for one in answers) == [201, 201, 409, 409]
    waiting = [n for n, one in zip(numbers, answers, strict=True) if one.status_code == 409]
    refused = next(one for one in answers if one.status_code == 409).json()
    assert refused["code"] == "cap_reached"
    assert refused["article"] == "18(4)"
    assert refused["title"]
    visit = next(one for one in answers if one.status_code == 201).json()["id"]
    left = await door.post(f"/v1/check-ins/{visit}/check-out", {})
    assert left.status_code == 200, left.text
    assert (await door.post(CENTRE, {"accreditation": waiting[0]})).status_code == 201
    empty = await door.post(CENTRE, {"accreditation": waiting[1], "override": {"reason": "  "}})
    assert empty.status_code == 400
    over = await door.post(CENTRE, {"accreditation": waiting[1], "override": {"reason": "Vendim i KZAZ-së."}})
    assert over.status_code == 201, over.text


async def test_another_senders_observer_is_not_counted_and_media_have_no_cap(town: Town) -> None:
    """The cap is of one sender; representatives of the media are not capped."""
    door = await town.key("vcc:4339/01")
    path = "/v1/voting-centres/4339-01/check-ins"
    scope = {"voting_centres": ["4339/01"]}
    _, media = await town.organisation("media")
    for _ in range(3):
        number = await town.accredited(media, scope=scope)
        answer = await door.post(path, {"accreditation": number})
        assert answer.status_code == 201, answer.text
    _, other = await town.organisation()
    assert (
        await door.post(path, {"accreditation": await town.accredited(other, scope=scope)})
    ).status_code == 201
    inside = (await door.get(path)).json()
    assert len(inside["items"]) == 4, inside


async def test_a_badge_of_nobody_of_elsewhere_or_forged_is_not_admitted(town: Town) -> None:
    """Out of scope 409 with the article, a forged text and an unknown number are told so, nothing is admitted."""
    _, sender = await town.organisation()
    number = await town.accredited(sender, scope={"voting_centres": ["1850/02"]})
    badge = (await sender.get(f"/v1/accreditations/{number}")).json()["badge"]["text"]
    door = await town.key("vcc:4340")
    path = "/v1/voting-centres/4340/check-ins"
    outside = await door.post(path, {"badge": badge})
    assert (outside.status_code, outside.json()["code"]) == (409, "outside_scope")
    forged = badge[:40] + ("A" if badge[40] != "A" else "B") + badge[41:]
    for body in (
        {"badge": forged},
        {"badge": "VZ1:"},
        {"badge": fresh("x")},
        {"accreditation": "VZH-2026-999999"},
        {},
    ):
        answer = await door.post(path, body)
        assert answer.status_code in (400, 404, 409), (body, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
    for text in (forged, "VZ1:", "", "https://evil.example/b/x", "😀" * 500, "\u202e" + badge, badge[:-3]):
        verdict = (await town.public.post("/v1/badges/verification", {"text": text}, once=None)).json()
        assert verdict.get("verdict") in ("invalid", "unknown", None), text
    assert (await door.get(path)).json()["items"] == []
