"""Standing after the grant: what each move does to the badge, the list, the history and whoever is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accreditation.standing import STANDINGS, Standing, StandingMove
from accreditation.tables import IllegalMove
from backend.actions.standing import standing, standing_terms
from backend.actions.standing.reissues import Reissue
from badges import revocations
from tests.backend.badges.world import ACT, NOW

MEASURE = {"reason": "Ankesë e pranuar", "act": ACT}


async def post(world, number: str, what: str, headers, **changes):
    return await world.post(f"/v1/accreditations/{number}/{what}", MEASURE | changes, headers)


async def listed_serials(world) -> set[int]:
    """The serials of the newest signed list, as a scanner reads them."""
    trust = (await world.client.get("/v1/badges/keys")).json()
    from backend.actions.door import badge_keys

    async with world.services.database.transaction() as conn:
        known = await badge_keys.trust(world.services, conn, world.services.clock.now())
    assert known.text == trust["list"]
    text = (await world.client.get("/v1/badges/revocations")).json()["items"][0]["list"]
    return set(revocations.read(text, known.list).serials)


async def serial_of(world, number: str) -> int:
    return (await world.sql("SELECT serial FROM accreditations WHERE number = %s", (number,)))[0][0]


@pytest.fixture
async def held(world):
    """One accreditation of an NGO."""
    return await world.accredit(await world.make_organisation())


async def test_a_suspended_badge_fails_at_once_and_a_restored_one_is_good_again(world, held):
    """Online it is invalid and says why; offline its serial stands in the signed list, and leaves it when restored."""
    cec = await world.key("cec")
    text, serial = await world.credential(held), await serial_of(world, held)

    done = await post(world, held, "suspension", cec)

    assert (done.status_code, done.json()["state"]) == (201, "suspended")
    verdict = await world.verify(text)
    assert (verdict["verdict"], [one["code"] for one in verdict["reasons"]]) == ("invalid", ["suspended"])
    assert await listed_serials(world) == {serial}

    back = await post(world, held, "restoration", cec)

    assert (back.status_code, back.json()["state"], back.json()["measure"]) == (201, "valid", None)
    assert await world.credential(held) == text
    assert (await world.verify(text))["verdict"] == "valid"
    assert await listed_serials(world) == set()


async def test_a_revoked_accreditation_is_restored_under_a_new_serial(world, held):
    """A scanner without a network may hold a list that names the old serial: the old badge stays dead, the new is good."""
    cec = await world.key("cec")
    text, serial = await world.credential(held), await serial_of(world, held)
    await post(world, held, "revocation", cec)

    back = await post(world, held, "restoration", cec)

    assert (back.status_code, back.json()["number"], back.json()["state"]) == (201, held, "valid")
    new = await world.credential(held)
    assert await serial_of(world, held) != serial
    assert (await world.verify(new))["verdict"] == "valid"
    old = await world.verify(text)
    assert (old["verdict"], old["reasons"][0]["code"]) == ("invalid", "replaced")
    assert await listed_serials(world) == {serial}


async def test_a_reissued_accreditation_has_a_new_number_and_keeps_chat_and_visit(world, held):
    """The old badge ends in the same transaction; the observer inside stays inside, the bound chat stays bound."""
    cec = await world.key("cec")
    text = await world.credential(held)
    old_id = (await world.sql("SELECT id FROM accreditations WHERE number = %s", (held,)))[0][0]
    await world.sql(
        "INSERT INTO conversations (channel, chat_key, language, created_at) VALUES ('webchat', 'c1', 'sq', %s)",
        (NOW,),
    )
    await world.sql(
        "INSERT INTO bindings (conversation_id, accreditation_id, bound_at) SELECT id, %s, %s FROM conversations",
        (old_id, NOW),
    )
    await world.sql(
        "INSERT INTO check_ins (accreditation_id, election_id, organisation_id, place_code, counted, entered_at, source, "
        "recorded_by) SELECT id, election_id, organisation_id, '1850/01', true, %s, 'door', 'vcc:1850/01' "
        "FROM accreditations WHERE id = %s",
        (NOW, old_id),
    )

    done = await post(world, held, "reissue", cec, reason="Karta u humb")

    new = done.json()
    assert (done.status_code, new["state"], new["reissues"]) == (201, "valid", held)
    assert new["number"] != held
    assert (await world.verify(text))["reasons"][0]["code"] == "replaced"
    assert (await world.verify(new["badge"]["text"]))["verdict"] == "valid"
    new_id = (await world.sql("SELECT id FROM accreditations WHERE number = %s", (new["number"],)))[0][0]
    assert await world.sql("SELECT accreditation_id FROM bindings") == [(new_id,)]
    assert await world.sql("SELECT accreditation_id FROM check_ins WHERE left_at IS NULL") == [(new_id,)]
    shown = (await world.client.get(f"/v1/accreditations/{held}", headers=cec)).json()
    assert shown["state"] == "replaced"


async def test_each_move_stands_in_the_history_with_its_act(world, held):
    """The history begins with the issue and names move, reason, act and remedy, oldest first."""
    cec = await world.key("cec")
    for what in ("suspension", "restoration", "revocation"):
        await post(world, held, what, cec)

    items = (await world.client.get(f"/v1/accreditations/{held}/history", headers=cec)).json()["items"]

    assert [one["move"] for one in items] == ["issue", "suspend", "restore", "revoke"]
    assert items[1]["act"]["number"] == ACT["number"]
    assert items[1]["act"]["basis"]["demo"] is True
    assert items[3]["appeal"]["body"] == "electoral_college"


async def test_sender_and_observer_are_told_of_each_measure(world, held):
    """One notice to each, with the accreditation as its subject, and none to anybody else."""
    cec = await world.key("cec")
    for what in ("suspension", "restoration", "revocation"):
        await post(world, held, what, cec)

    told = await world.sql(
        "SELECT recipient, kind, subject FROM notices WHERE kind <> 'accreditation_granted' ORDER BY id"
    )

    kinds = ["accreditation_suspended", "accreditation_restored", "accreditation_revoked"]
    assert [kind for _, kind, _ in told] == [kind for kind in kinds for _ in range(2)]
    assert {recipient for recipient, _, _ in told} == {"organisation:1", f"observer:{held}"}
    assert {subject for _, _, subject in told} == {f"accreditation:{held}"}


@pytest.mark.parametrize(
    ("before", "what", "code"),
    [
        ((), "restoration", "nothing_to_restore"),
        (("suspension",), "suspension", "accreditation_not_valid"),
        (("revocation",), "revocation", "accreditation_revoked"),
        (("revocation",), "suspension", "accreditation_revoked"),
        (("suspension",), "reissue", "accreditation_not_valid"),
        (("revocation",), "reissue", "accreditation_revoked"),
    ],
)
async def test_a_move_that_the_table_does_not_hold_is_a_conflict(world, held, before, what, code):
    """Nothing changes and the answer says where the accreditation stands."""
    cec = await world.key("cec")
    for one in before:
        assert (await post(world, held, one, cec)).status_code == 201
    stood = await world.sql("SELECT state, serial FROM accreditations")

    answer = await post(world, held, what, cec)

    assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert await world.sql("SELECT state, serial FROM accreditations") == stood


async def test_only_the_competent_commission_moves_an_accreditation(world, held):
    """A sender gets 403, another commission 404, and nothing moves."""
    owner = await world.key("organisation:1")
    elsewhere = await world.key("zec:12")
    for what in ("suspension", "restoration", "revocation", "reissue"):
        assert (await post(world, held, what, owner)).status_code == 403
        assert (await post(world, held, what, elsewhere)).status_code == 404
    assert await world.sql("SELECT state FROM accreditations") == [("valid",)]


async def test_thousands_are_reissued_with_one_list(world):
    """A coalition's order: other sender, one transaction, one list that names all old serials and none of the new."""
    party = await world.make_organisation("political_party", "Partia", "P")
    coalition = await world.make_organisation("coalition", "Koalicioni", "K")
    numbers = [await world.accredit(party) for _ in range(5)]
    ids = [row[0] for row in await world.sql("SELECT id FROM accreditations ORDER BY id")]
    wanted = [Reissue(id, organisation_id=coalition) for id in ids]

    async with world.services.database.transaction() as conn:
        made = await standing.reissue_all(
            world.services, conn, NOW, wanted, reason="Koalicioni", act=ACT, actor="cec"
        )

    assert len(made) == 5
    assert not set(made.values()) & set(numbers)
    assert await world.sql("SELECT count(*) FROM revocation_lists") == [(1,)]
    old = {row[0] for row in await world.sql("SELECT serial FROM accreditations WHERE state = 'replaced'")}
    assert await listed_serials(world) == old
    badge = (await world.verify(await world.credential(made[ids[0]])))["badge"]
    assert (badge["organisation"]["id"], badge["role"]) == (coalition, "coalition")


async def test_the_final_announcement_ends_every_accreditation(world, held):
    """Art. 2(16), by inference: the state moves with the sweep, and the verdict already at the instant itself."""
    revoked = await world.accredit(1)
    cec = await world.key("cec")
    await post(world, revoked, "revocation", cec)
    text = await world.credential(held)
    announced = NOW + timedelta(days=20)
    answer = await world.post(
        f"/v1/elections/{world.election}/announcement", {"announced_at": announced.isoformat()}, cec
    )
    assert answer.status_code == 200, answer.text

    await world.clock(announced - timedelta(minutes=5))
    assert (await world.verify(text))["verdict"] == "valid"
    await world.clock(announced)

    states = dict(await world.sql("SELECT number, state FROM accreditations"))
    assert states == {held: "expired", revoked: "revoked"}
    verdict = await world.verify(text)
    assert (verdict["verdict"], verdict["reasons"][0]["code"]) == ("invalid", "election_ended")
    assert await serial_of(world, held) in await listed_serials(world)


async def test_a_badge_outlives_a_late_announcement(world, held):
    """No announcement by the horizon: the badge is signed again under its serial, and both are told to fetch it."""
    first = await world.credential(held)
    ends = (await world.sql("SELECT valid_until FROM accreditations"))[0][0]

    await world.clock(ends - standing_terms.RENEW_BEFORE + timedelta(minutes=1))

    second = await world.credential(held)
    assert second != first
    after = (await world.sql("SELECT valid_until, serial, state FROM accreditations"))[0]
    assert after[0] - ends > timedelta(days=70)
    assert after[1:] == (1, "valid")
    await world.clock(ends + timedelta(days=1))
    assert (await world.verify(second))["verdict"] == "valid"
    assert "expired" in [one["code"] for one in (await world.verify(first))["reasons"]]
    kinds = {row[0] for row in await world.sql("SELECT kind FROM notices WHERE kind = 'badge_renewed'")}
    assert kinds == {"badge_renewed"}


@given(st.lists(st.sampled_from(list(StandingMove)), max_size=12))
def test_no_sequence_of_moves_leaves_a_final_standing(moves):
    """Replaced, withdrawn and expired are ends: whatever is tried afterwards, they stay."""
    stand = Standing.VALID
    for move in moves:
        try:
            after = STANDINGS.after(stand, move)
        except IllegalMove:
            continue
        assert stand not in (Standing.REPLACED, Standing.WITHDRAWN, Standing.EXPIRED)
        stand = after
