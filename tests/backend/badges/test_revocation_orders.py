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


async def proposed(world, headers, **parts) -> dict:
    answer = await world.post(PATH, order(world, **parts), headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_an_order_is_proposed_by_one_officer_and_confirmed_by_another(world, field):
    """The proposal changes nothing; its officer cannot confirm it; the second one makes it effective at once."""
    first, second = await world.key("cec"), await world.key("cec")
    made = await proposed(world, first, **VORE, reaccreditation_hours=3)
    path = f"{PATH}/{made['id']}"

    assert (made["state"], made["count"], made["exempted"], made["confirmed_by"]) == ("proposed", 4, 4, None)
    assert await states(world) == set()
    alone = await world.post(f"{path}/confirmation", {}, first)
    assert (alone.status_code, alone.json()["code"]) == (403, "confirmation_wrong")

    done = await world.post(f"{path}/confirmation", {}, second)

    assert (done.status_code, done.json()["state"]) == (200, "effective")
    assert await states(world) == {field[name] for name in ("ngo-7", "ngo-7c", "party-7", "party-7c")}
    assert set(done.json()["accreditations"]) == await states(world)
    again = await world.post(f"{path}/confirmation", {}, second)
    assert (again.status_code, again.json()["code"]) == (409, "order_not_open")
    audited = await world.sql("SELECT action FROM audit_records WHERE action LIKE 'revocation%%' ORDER BY id")
    assert [row[0] for row in audited] == ["revocation_proposed", "revocation_ordered"]


async def test_what_the_first_officer_saw_is_what_takes_effect(world, field):
    """Granted or ended since the proposal: the second officer is shown it first, and the new one is not touched."""
    first, second = await world.key("cec"), await world.key("cec")
    made = await proposed(world, first, **VORE)
    path = f"{PATH}/{made['id']}"
    later = await world.accredit(field["ngo"], scope={"voting_centres": ["1851"]})
    await world.post(
        f"/v1/accreditations/{field['party-7']}/revocation", {"reason": "Vetëm", "act": ACT}, first
    )

    shown = (await world.client.get(path, headers=second)).json()["difference"]
    unseen = await world.post(f"{path}/confirmation", {}, second)

    assert shown == {"gone": [field["party-7"]], "new": [later]}
    assert (unseen.status_code, unseen.json()["code"]) == (409, "preview_changed")
    assert unseen.json()["arguments"] == {"gone": 1, "new": 1}
    done = await world.post(f"{path}/confirmation", {"differences_seen": True}, second)
    assert done.status_code == 200, done.text
    assert done.json()["count"] == 3
    assert (await world.verify(await world.credential(later)))["verdict"] == "valid"


async def test_a_withdrawn_order_takes_no_effect(world, field):
    """Whoever withdraws it, it can no longer be confirmed, and it has no paper."""
    first, second = await world.key("cec"), await world.key("cec")
    path = f"{PATH}/{(await proposed(world, first, **VORE))['id']}"
    assert (await world.post(f"{path}/withdrawal", {}, first)).json()["state"] == "withdrawn"

    late = await world.post(f"{path}/confirmation", {}, second)

    assert (late.status_code, late.json()["code"]) == (409, "order_not_open")
    assert (await world.client.get(f"{path}/paper.pdf")).status_code == 404
    assert await states(world) == set()


async def test_a_suspending_order_spares_nobody_twice_and_can_be_followed_by_a_revocation(world, field):
    """A suspension meets the valid; a revocation of the same zone then meets the suspended too."""
    first, second = await world.key("cec"), await world.key("cec")
    done = await world.post(
        PATH, order(world, **VORE, measure="suspend", confirmed_by=await key_of(second)), first
    )
    assert (done.status_code, done.json()["measure"]) == (201, "suspend")
    verdict = await world.verify(await world.credential(field["ngo-7"]))
    assert (verdict["verdict"], verdict["reasons"][0]["code"]) == ("invalid", "suspended")
    twice = await world.post(
        PATH, order(world, **VORE, measure="suspend", confirmed_by=await key_of(second)), first
    )
    assert twice.json()["code"] == "nothing_to_revoke"
    revoked = await world.post(PATH, order(world, **VORE, confirmed_by=await key_of(second)), first)
    assert (revoked.json()["count"], len(await states(world))) == (4, 4)


BASES = [
    # edition, what the lawyer set, measure -> the article printed, or None where the order is blocked
    ("2005", None, "revoke", None),
    ("2005", None, "suspend", None),
    ("2005", ("revoke", "19(2)"), "revoke", "19(2)"),
    ("2005", ("revoke", "19(2)"), "suspend", None),
    ("2008", None, "revoke", "6, 7, 19(1)(n), 19(2)"),
    ("2008", None, "suspend", None),
    ("2008", ("suspend", "171"), "suspend", "171"),
]


@pytest.mark.parametrize(("edition", "basis", "measure", "article"), BASES)
async def test_an_order_cites_its_basis_or_is_blocked(world, field, edition, basis, measure, article):
    """Arts. 18 and 19 of 2005 name no power to revoke; the Vorë decision names its own; the lawyer may set one by an act."""
    cec, second = await world.key("cec"), await world.key("cec")
    await world.sql("DELETE FROM legal_bases")
    await world.sql("UPDATE elections SET edition = %s", (edition,))
    if basis is not None:
        named = {"measure": basis[0], "article": basis[1], "law": "10019/2008", "act": ACT}
        answer = await world.post(f"/v1/elections/{world.election}/legal-bases", named, cec)
        assert answer.status_code == 201, answer.text
    body = order(world, **VORE, measure=measure)

    preview = (await world.client.post(PATH, params={"preview": "true"}, json=body, headers=cec)).json()
    answer = await world.post(PATH, body | {"confirmed_by": await key_of(second)}, cec)
    one = await world.post(
        f"/v1/accreditations/{field['osce-12']}/{'suspension' if measure == 'suspend' else 'revocation'}",
        {"reason": "Vetëm", "act": ACT},
        cec,
    )

    assert preview["blocked"] is (article is None)
    if article is None:
        assert (answer.status_code, answer.json()["code"], one.json()["code"]) == (
            409,
            "basis_unset",
            "basis_unset",
        )
        assert "basis_unset" in [found["code"] for found in preview["findings"]]
        assert await world.sql("SELECT 1 FROM accreditations WHERE state <> 'valid'") == []
    else:
        assert (answer.status_code, one.status_code) == (201, 201)
        assert answer.json()["basis"]["article"] == article
        assert one.json()["measure"]["act"]["basis"]["article"] == article


async def test_the_preview_counts_by_sender_unit_exemption_and_who_is_inside_now(world, field):
    """What an officer weighs before signing: whom, where, who is spared, and who stands in a voting centre now."""
    await world.sql(
        "INSERT INTO check_ins (accreditation_id, election_id, organisation_id, place_code, counted, entered_at, source, "
        "recorded_by) SELECT id, election_id, organisation_id, '1850/01', true, issued_at, 'door', 'vcc:1850/01' "
        "FROM accreditations WHERE number = ANY(%s)",
        ([field["ngo-7"], field["media-7"]],),
    )

    shown = (
        await world.client.post(
            PATH, params={"preview": "true"}, json=order(world, **VORE), headers=await world.key("cec")
        )
    ).json()

    assert [(one["organisation"], one["count"]) for one in shown["by_organisation"]] == [
        (field["ngo"], 2),
        (field["party"], 2),
    ]
    assert shown["by_unit"] == [{"unit": "07", "count": 4}]
    assert shown["exempted"]["by_kind"] == [
        {"kind": "international_organisation", "count": 2},
        {"kind": "media", "count": 2},
    ]
    assert shown["inside"] == [{"place": "1850/01", "unit": "07", "count": 1}]


async def test_an_order_is_published_with_its_decision_and_without_names(world, field):
    """Everybody reads the decision as PDF in both languages; the list counts and names no sender."""
    first, second = await world.key("cec"), await world.key("cec")
    done = (await world.post(PATH, order(world, **VORE, confirmed_by=await key_of(second)), first)).json()

    for language in ("sq", "en"):
        paper = await world.client.get(f"{done['paper']}?lang={language}")
        assert (paper.status_code, paper.headers["content-type"]) == (200, "application/pdf")
        assert paper.content.startswith(b"%PDF")
        assert paper.content == (await world.client.get(f"{done['paper']}?lang={language}")).content
    for role in ("auditor", "zec:07"):
        items = (await world.client.get(PATH, headers=await world.key(role))).json()["items"]
        assert [(one["id"], one["count"]) for one in items] == [(done["id"], 4)]
        assert field["ngo-7"] not in str(items)
    assert (await world.client.get(PATH, headers=await world.key("organisation:1"))).status_code == 403


async def test_every_sender_is_told_once_of_an_order_and_every_observer_of_the_own_badge(world, field):
    """A sender of hundreds reads one notice with the count, not hundreds."""
    first, second = await world.key("cec"), await world.key("cec")
    await world.post(PATH, order(world, **VORE, confirmed_by=await key_of(second)), first)

    told = await world.sql("SELECT recipient, kind, arguments FROM notices ORDER BY id")

    senders = {(recipient, given["count"]) for recipient, kind, given in told if kind == "order_took_effect"}
    assert senders == {(f"organisation:{field['ngo']}", 2), (f"organisation:{field['party']}", 2)}
    observers = {recipient for recipient, kind, _ in told if kind == "accreditation_revoked"}
    assert observers == {f"observer:{field[name]}" for name in ("ngo-7", "ngo-7c", "party-7", "party-7c")}
