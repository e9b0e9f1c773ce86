"""Orders that revoke many at once: the preview tells exactly whom, two officers sign, exemptions hold."""

from __future__ import annotations

import msgspec
import pytest

from tests.backend.badges.world import ACT

PATH = "/v1/revocations"
SENDERS = ("ngo", "party", "osce", "media")


@pytest.fixture
async def field(world):
    """Two units full of observers of five senders; numbers by a short name."""
    kinds = {
        "ngo": "albanian_ngo",
        "party": "political_party",
        "osce": "international_organisation",
        "media": "media",
    }
    found = {}
    for name, kind in kinds.items():
        organisation = await world.make_organisation(kind=kind, name=name)
        found[name] = organisation
        for unit, scope in {
            "7": {"electoral_units": ["07"]},
            "7c": {"voting_centres": ["1850/01"]},
            "12": {"voting_centres": ["4337"]},
            "12k": {"commissions": ["zec:12"]},
        }.items():
            found[f"{name}-{unit}"] = await world.accredit(organisation, scope=scope, citizenship="DE")
    return found


def order(world, **parts) -> dict:
    return {"election": world.election, "reason": "Karta të rreme në zonë", "act": ACT, **parts}


async def states(world) -> set[str]:
    return {row[0] for row in await world.sql("SELECT number FROM accreditations WHERE state = 'revoked'")}


async def key_of(headers: dict[str, str]) -> dict[str, str]:
    return {"key": headers["authorization"].removeprefix("Bearer ")}


VORE = {
    "zone": {"electoral_units": ["07"]},
    "exempt": {"organisation_kinds": ["international_organisation", "foreign_ngo", "media"]},
}


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (VORE, {"ngo-7", "ngo-7c", "party-7", "party-7c"}),
        ({"zone": {"electoral_units": ["12"]}}, {f"{n}-{z}" for n in SENDERS for z in ("12", "12k")}),
        ({"zone": {"voting_centres": ["1850/1"]}, "category": {"organisation_kinds": ["albanian_ngo"]}}, {"ngo-7", "ngo-7c"}),
        ({"zone": {"voting_centres": ["4337"]}, "category": {"roles": ["short_term"]}}, {f"{n}-12" for n in SENDERS}),
        ({"category": {"roles": ["media"]}}, set()),
    ],
)  # fmt: skip
async def test_the_order_revokes_exactly_whom_the_preview_named(world, field, parts, expected):
    """One selection serves both; what it spares stays valid, what it names is invalid at once."""
    first, second = await world.key("cec"), await world.key("cec")
    shown = await world.client.post(
        PATH, params={"preview": "true"}, json=order(world, **parts), headers=first
    )
    assert shown.status_code == 200, shown.text
    assert await states(world) == set()

    done = await world.post(PATH, order(world, **parts, confirmed_by=await key_of(second)), first)

    named = {field[name] for name in expected}
    assert set(shown.json()["accreditations"]) == named
    assert await states(world) == named
    if not expected:
        assert (done.status_code, done.json()["code"]) == (409, "nothing_to_revoke")
        return
    assert done.status_code == 201, done.text
    for part in ("accreditations", "count", "by_organisation"):
        assert done.json()[part] == shown.json()[part]
    for name, number in field.items():
        if "-" in name:
            verdict = (await world.verify(await world.credential(number)))["verdict"]
            assert verdict == ("invalid" if name in expected else "valid")
    listed = (await world.client.get("/v1/badges/revocations")).json()["items"][0]
    assert (listed["seq"], listed["count"]) == (1, len(named))


async def test_an_order_by_sender(world, field):
    """A sender may be revoked as a whole, one accreditation spared."""
    first, second = await world.key("cec"), await world.key("cec")
    parts = {"organisations": [field["party"]], "exempt": {"accreditations": [field["party-12"]]}}

    done = await world.post(PATH, order(world, **parts, confirmed_by=await key_of(second)), first)

    assert done.status_code == 201, done.text
    assert await states(world) == {field[f"party-{zone}"] for zone in ("7", "7c", "12k")}
    audited = await world.sql("SELECT details FROM audit_records WHERE action = 'revocation_ordered'")
    assert audited[0][0]["ordered_by"] != audited[0][0]["confirmed_by"]
    stored = await world.sql("SELECT ordered_by, confirmed_by, revoked FROM revocation_orders")
    assert stored == [(audited[0][0]["ordered_by"], audited[0][0]["confirmed_by"], 3)]


async def test_two_different_officers_of_the_cec_must_sign(world, field):
    """The caller's own key, another role's or an invented one: nothing is revoked."""
    first = await world.key("cec")
    zec = await world.key("zec:07")
    tried = [
        (await key_of(first), 403),
        (await key_of(zec), 403),
        ({"key": "vzk_" + "a" * 16 + "_" + "b" * 43}, 403),
        ({"key": "x"}, 403),
    ]
    for confirmed, status in tried:
        body = order(world, **VORE) | ({"confirmed_by": confirmed} if confirmed else {})
        answer = await world.post(PATH, body, first)
        assert answer.status_code == status, answer.text
        assert "vzk_" not in answer.text

    assert (await world.post(PATH, order(world, **VORE), zec)).status_code == 403
    assert await states(world) == set()


INCOMPLETE = [
    ({"zone": {}}, 400, "filter_empty"),
    ({"act": {"number": "", "date": "2027-05-10", "signatory": "x"}}, 400, "field_invalid"),
    ({"act": {"number": "1", "date": "2027-06-10", "signatory": "x"}}, 400, "field_invalid"),
    ({"reason": " "}, 400, "field_invalid"),
    ({"election": 999}, 404, "not_found"),
    ({"unknown": 1}, 400, "malformed"),
]


async def test_an_incomplete_order_revokes_nobody(world, field):
    """Whom, why and by which act must all be there."""
    first, second = await world.key("cec"), await world.key("cec")
    for change, status, code in INCOMPLETE:
        body = order(world, zone=VORE["zone"], confirmed_by=await key_of(second)) | change

        answer = await world.post(PATH, body, first)

        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await states(world) == set()


async def test_an_order_needs_an_idempotency_key_and_a_preview_does_not(world, field):
    """Repeating an order with its key gives the same answer; without a key it is not taken."""
    first, second = await world.key("cec"), await world.key("cec")
    body = order(world, **VORE, confirmed_by=await key_of(second))
    bare = await world.client.post(
        PATH, content=msgspec.json.encode(body), headers={**first, "content-type": "application/json"}
    )
    assert (bare.status_code, bare.json()["code"]) == (400, "idempotency_key_required")

    answers = [await world.post(PATH, body, first, key="one") for _ in range(2)]

    assert answers[0].content == answers[1].content
    assert len(await world.sql("SELECT 1 FROM revocation_orders")) == 1


async def test_an_order_tells_the_remedy_and_its_last_day(world, field):
    """Under the code in force three days to KAS, counted from the announcement; where no term is known, it says so."""
    first, second = await world.key("cec"), await world.key("cec")
    parts = {"organisations": [field["party"]]}
    unset = await world.post(PATH, order(world, **parts, confirmed_by=await key_of(second)), first)
    await world.sql("UPDATE elections SET edition = '2008'")
    dated = await world.post(
        PATH, order(world, organisations=[field["ngo"]], confirmed_by=await key_of(second)), first
    )

    assert unset.json()["appeal"]["last_day"] is None
    assert unset.json()["appeal"]["warnings"][0]["code"] == "limit_unset"
    appeal = dated.json()["appeal"]
    assert (appeal["body"], appeal["last_day"]) == ("kas", "2027-05-13")
    kept = await world.sql("SELECT revocation FROM accreditations WHERE number = %s", (field["ngo-7"],))
    assert kept[0][0]["appeal"]["last_day"] == "2027-05-13"
    assert kept[0][0]["order"] == dated.json()["id"]


async def test_an_order_by_category_alone_asks_for_the_lawyer(world, field):
    """It reaches the whole country, which the preview says before anybody signs."""
    shown = await world.client.post(
        PATH,
        params={"preview": "true"},
        json=order(world, category={"organisation_kinds": ["political_party"]}),
        headers=await world.key("cec"),
    )

    assert (shown.json()["count"], shown.json()["findings"][0]["code"]) == (4, "zone_missing")
