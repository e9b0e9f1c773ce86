"""An organisation's own profile over HTTP: contact, keys, similar names, declarations, a second try at admission."""

from __future__ import annotations

import pytest

from tests.backend.api.conftest import Api

ACT = {"number": "3", "date": "2027-04-19", "signatory": "Kryetari"}
REFUSAL = {
    "outcome": "refuse",
    "act": ACT,
    "article": "18(1)",
    "reason": "Nuk është organizatë joqeveritare.",
    "facts": "Regjistrimi në gjykatë nuk u paraqit.",
}


async def register(world, **fields):
    """Register an organisation; returns its body with the key."""
    world.services.parts.pop("rates", None)
    body = {"name": "Shoqata", "kind": "albanian_ngo", "country": "AL", **fields}
    answer = await world.public.post("/v1/organisations", body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_refused_admission_carries_its_reason_remedy_and_last_day(world):
    """As any refusal: ground with facts, who hears the appeal, and until when; the sender is told."""
    id, ngo = await world.organisation()
    path = f"/v1/organisations/{id}/admission"
    bare = await world.cec.post(path, {**REFUSAL, "facts": ""})
    assert (bare.status_code, bare.json()["arguments"]["field"]) == (400, "facts")

    refused = await world.cec.post(path, REFUSAL)

    assert (refused.status_code, refused.json()["admission"]) == (200, "refused")
    decision = refused.json()["admission_act"]
    assert decision["grounds"][0]["article"] == "18(1)"
    # Announced on 20 April 2027, three days set by the act TEST 1.
    assert decision["appeal"]["last_day"] == "2027-04-23"
    assert decision["appeal"]["body"]
    async with world.services.database.reading() as conn:
        row = await (
            await conn.execute("SELECT kind, arguments FROM notices WHERE organisation_id = %s", (id,))
        ).fetchone()
    assert row[0] == "admission_decided"
    assert (row[1]["outcome"], row[1]["last_day"]) == ("refused", "2027-04-23")
    filed = await world.filed(ngo)
    assert "sender_refused" in [one["code"] for one in filed["assessment"]["findings"]]
    assert filed["assessment"]["remedy"]["action"] == "ask_admission_again"


async def test_an_unset_term_blocks_the_refusal_of_an_admission(world):
    """Where the lawyer has set no days to appeal, nobody is refused; an admission goes through."""
    id, _ = await world.organisation()
    answer = await world.cec.post(
        "/v1/elections",
        {"name": "B", "kind": "local", "election_date": "2027-06-27", "decreed_on": "2027-04-01"},
    )
    other = answer.json()["id"]
    path = f"/v1/organisations/{id}/admission"

    blocked = await world.cec.post(path, {**REFUSAL, "election": other})
    assert (blocked.status_code, blocked.json()["code"]) == (409, "last_day_to_appeal_unset")
    assert (await world.cec.post(path, {"outcome": "admit", "act": ACT})).status_code == 200


async def test_new_facts_open_a_refused_admission_again(world):
    """Refused, asked again, refused again, asked again, admitted: every step stays in the history."""
    id, ngo = await world.organisation()
    _, stranger = await world.organisation()
    path = f"/v1/organisations/{id}"
    facts = {"facts": "Vendimi i gjykatës nr. 44 u paraqit."}
    early = await ngo.post(f"{path}/admission-requests", facts)
    assert (early.status_code, early.json()["code"]) == (409, "admission_not_refused")

    for _ in range(2):
        assert (await world.cec.post(f"{path}/admission", REFUSAL)).status_code == 200
        assert (await stranger.post(f"{path}/admission-requests", facts)).status_code == 404
        again = await ngo.post(f"{path}/admission-requests", facts)
        assert (again.status_code, again.json()["admission"]) == (201, "pending")
    admitted = await world.cec.post(f"{path}/admission", {"outcome": "admit", "act": ACT})

    assert admitted.json()["admission"] == "admitted"
    history = (await ngo.get(path)).json()["admission_history"]
    assert [one["event"] for one in history] == [
        "refused", "asked_again", "refused", "asked_again", "admitted"
    ]  # fmt: skip


async def test_a_key_is_rotated_at_once_and_the_old_one_ends(world):
    """The new key works, the old one is 401, and a stranger sees neither."""
    made = await register(world)
    id, old = made["id"], Api(world.client, made["api_key"])
    _, stranger = await world.organisation()

    assert (await stranger.post(f"/v1/organisations/{id}/keys", {})).status_code == 404
    rotated = await old.post(f"/v1/organisations/{id}/keys", {"label": "server"})
    assert rotated.status_code == 201, rotated.text
    new = Api(world.client, rotated.json()["api_key"])
    world.client._transport.app.state.key_ring._known.clear()  # a key is remembered for five seconds

    assert (await old.get(f"/v1/organisations/{id}")).status_code == 401
    keys = (await new.get(f"/v1/organisations/{id}/keys")).json()["items"]
    assert [(one["id"], one["label"]) for one in keys] == [(rotated.json()["id"], "server")]
    assert "vzk_" not in str(keys)


async def test_the_last_key_is_replaced_never_deleted(world):
    """One key cannot end itself; with a second one beside it, it can."""
    made = await register(world)
    id, first = made["id"], Api(world.client, made["api_key"])
    path = f"/v1/organisations/{id}/keys"
    (only,) = (await first.get(path)).json()["items"]

    last = await world.client.delete(f"{path}/{only['id']}", headers={"Authorization": f"Bearer {first.key}"})
    assert (last.status_code, last.json()["code"]) == (409, "last_key")
    second = (await first.post(path, {"keep_old": True})).json()
    assert second["ended"] == []
    gone = await world.client.delete(f"{path}/{only['id']}", headers={"Authorization": f"Bearer {first.key}"})
    assert gone.status_code == 200
    assert len((await world.cec.get(path)).json()["items"]) == 1


async def test_the_commission_replaces_the_keys_of_a_sender_that_lost_them(world):
    """The CEC issues a new key and every old one ends; no operator or auditor gets one, it would act as the sender."""
    made = await register(world)
    path = f"/v1/organisations/{made['id']}/keys"
    operator, auditor = await world.key("operator"), await world.key("auditor")

    for nobody in (operator, auditor):
        assert (await nobody.post(path, {})).status_code == 403
    answer = await world.cec.post(path, {})

    assert answer.status_code == 201
    assert len(answer.json()["ended"]) == 1


async def test_an_operator_sees_no_contact(world):
    """The operator sees which senders there are, and neither the person nor the address of any."""
    id, ngo = await world.organisation()
    changed = await ngo.put(f"/v1/organisations/{id}/contact", json={"email": "new@example.org"})
    assert changed.status_code == 200
    operator, auditor = await world.key("operator"), await world.key("auditor")

    for path in ("/v1/organisations", f"/v1/organisations/{id}"):
        assert "new@example.org" in (await auditor.get(path)).text
        answer = await operator.get(path)
        assert answer.status_code == 200
        assert "new@example.org" not in answer.text


async def test_a_contact_is_changed_by_its_owner(world):
    """Its own key and the CEC change a contact; a stranger gets 404; a broken address 400."""
    id, ngo = await world.organisation()
    _, stranger = await world.organisation()
    path = f"/v1/organisations/{id}/contact"

    assert (await stranger.put(path, json={"email": "x@example.org"})).status_code == 404
    assert (await ngo.put(path, json={"email": "no address"})).status_code == 400
    changed = await ngo.put(path, json={"email": "new@example.org", "language": "en"})

    assert changed.status_code == 200
    assert changed.json()["contact"] == {"email": "new@example.org", "language": "en"}


async def test_similar_names_are_shown_to_the_officer_and_to_nobody_else(world):
    """Art. 17: the same name with other accents and order; shown to the CEC, decided by nobody."""
    first = await register(world, name="Lëvizja për të Drejtat", acronym="LPD")
    second = await register(world, name="Levizja per te drejtat")
    third = await register(world, name="Qendra e Krejt Tjetër", acronym="lpd")
    await register(world, name="Instituti Detar")

    shown = (await world.cec.get(f"/v1/organisations/{first['id']}")).json()["similar_names"]
    own = await Api(world.client, first["api_key"]).get(f"/v1/organisations/{first['id']}")

    assert [one["id"] for one in shown] == [second["id"], third["id"]]
    assert "similar_names" not in own.json()


async def test_a_member_of_an_observer_coalition_declares_who_sends(world):
    """EC-9: the declaration is shown to the officer; a party has none; an unknown coalition is 400."""
    head = await register(world, name="Koalicioni i Vëzhguesve")
    member = await register(world, observer_coalition={"sender": "coalition", "coalition": head["id"]})

    assert member["observer_coalition"] == {
        "sender": "coalition",
        "coalition": head["id"],
        "name": "Koalicioni i Vëzhguesve",
    }
    world.services.parts.pop("rates", None)
    for kind, declared, field in (
        ("political_party", {"sender": "member", "name": "X"}, "observer_coalition"),
        ("albanian_ngo", {"sender": "member", "coalition": 999}, "observer_coalition.coalition"),
        ("albanian_ngo", {"sender": "member"}, "observer_coalition.name"),
    ):
        answer = await world.public.post(
            "/v1/organisations", {"name": "X", "kind": kind, "observer_coalition": declared}
        )
        assert (answer.status_code, answer.json()["arguments"]["field"]) == (400, field)


@pytest.mark.parametrize("kind", ["media", "foreign_state", "albanian_ngo", "foreign_ngo"])
async def test_engagement_is_never_recorded_of_media_and_states(world, kind):
    """18(1): the criterion is recorded of international organisations, and of NGOs once the lawyer reads it so."""
    id, _ = await world.organisation(kind)
    body = {"election": world.election, "kind": "human_rights", "act": ACT}

    refused = await world.cec.post(f"/v1/organisations/{id}/registrations", body)

    assert (refused.status_code, refused.json()["arguments"]["reason"]) == (400, "not_for_this_sender")


async def test_a_dual_citizen_is_shown_under_both_limits(world):
    """EC-8: one or several codes are taken; both readings stand in the assessment."""
    _, ngo = await world.organisation()
    for observer in ({"citizenship": "AL", "citizenships": ["DE"]}, {"citizenship": "AL DE"}):
        filed = await world.filed(ngo, observer=observer)
        found = {one["code"]: one for one in filed["assessment"]["findings"]}
        assert found["dual_citizenship"]["arguments"]["as_albanian"] == "in_time"
        shown = (await ngo.get(f"/v1/requests/{filed['number']}")).json()["observer"]
        assert (shown["citizenship"], shown["citizenships"]) == ("AL", ["AL", "DE"])
    nobody = await ngo.post("/v1/requests", world.body(observer={"citizenship": ""}))
    assert (nobody.status_code, nobody.json()["code"]) == (400, "field_invalid")


async def test_members_that_send_through_their_coalition_share_its_cap(world):
    """EC-9 at the door: two members declared the coalition as sender; the third waits; before admission each is alone."""
    head = await register(world, name="Koalicioni")
    declared = {"sender": "coalition", "coalition": head["id"]}
    senders = []
    for name in ("Anëtari A", "Anëtari B", "Anëtari C"):
        senders.append(await register(world, name=name, observer_coalition=declared))
    path = "/v1/voting-centres/1850-01/check-ins"
    numbers = []
    for one in senders:
        filed = await world.filed(Api(world.client, one["api_key"]))
        answer = await world.cec.post(f"/v1/requests/{filed['number']}/decision", world.decision())
        numbers.append(answer.json()["accreditation"])
    alone = [(await world.cec.post(path, {"accreditation": number})).status_code for number in numbers]
    assert alone == [201, 201, 201], "what nobody has looked at fills no cap of another's"
    visits = (await world.cec.get(path)).json()["items"]
    await world.cec.post(f"/v1/check-ins/{visits[2]['id']}/check-out")

    for one in senders:
        admission = {"outcome": "admit", "act": ACT}
        assert (
            await world.cec.post(f"/v1/organisations/{one['id']}/admission", admission)
        ).status_code == 200
    full = await world.cec.post(path, {"accreditation": numbers[2]})

    assert (full.status_code, full.json()["code"]) == (409, "cap_reached")
