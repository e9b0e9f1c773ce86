"""One order changes registrations and carries out what follows: coalition switch, candidacy lost, party leaving."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.backend.api.conftest import Api

ACT = {"number": "44", "date": "2027-04-19", "signatory": "Kryetari"}


class Cast:
    """A party with a list, a coalition, and accreditations of the party."""

    def __init__(self, world: Any) -> None:
        self.world = world
        self.path = f"/v1/elections/{world.election}/registration-changes"

    async def sender(self, kind: str = "political_party", *facts: dict[str, Any]) -> tuple[int, Api]:
        """An electoral subject with facts on file."""
        id, api = await self.world.organisation(kind)
        for fact in ({"kind": "subject"}, *facts):
            await self.record(id, **fact)
        return id, api

    async def record(self, id: int, **fact: Any) -> None:
        """Record one fact the plain way."""
        body = {"election": self.world.election, "act": ACT, **fact}
        answer = await self.world.cec.post(f"/v1/organisations/{id}/registrations", body)
        assert answer.status_code == 201, answer.text

    async def granted(self, sender: Api, **changes: Any) -> str:
        """An accreditation of a sender."""
        filed = await self.world.filed(sender, **changes)
        answer = await self.world.cec.post(f"/v1/requests/{filed['number']}/decision", self.world.decision())
        assert answer.status_code == 200, answer.text
        return answer.json()["accreditation"]

    async def preview(self, *changes: dict[str, Any], **fields: Any) -> dict[str, Any]:
        """What an order would do."""
        answer = await self.world.cec.post(
            f"{self.path}?preview=true", {"changes": list(changes), **fields}, once=None
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def order(self, *changes: dict[str, Any], **fields: Any):
        """The order itself."""
        body = {"changes": list(changes), "act": ACT, "reason": "Ndryshoi regjistrimi.", **fields}
        return await self.world.cec.post(self.path, body)

    async def choose(self, code: str, option: str) -> None:
        """Answer an open question."""
        body = {"code": code, "option": option, "act": ACT}
        answer = await self.world.cec.post(f"/v1/elections/{self.world.election}/choices", body)
        assert answer.status_code == 201, answer.text

    async def basis(self, measure: str) -> None:
        """Name the article on which a measure rests."""
        async with self.world.services.database.transaction() as conn:
            await conn.execute(
                "INSERT INTO legal_bases (election_id, measure, article, law, act, set_at, set_by) "
                "VALUES (%s, %s, '19(2)', '9087/2003', '5', now(), 'cec')",
                (self.world.election, measure),
            )

    async def state(self, number: str) -> str:
        """Where an accreditation stands."""
        async with self.world.services.database.reading() as conn:
            cursor = await conn.execute("SELECT state FROM accreditations WHERE number = %s", (number,))
            return (await cursor.fetchone())[0]

    async def notices(self, organisation: int) -> list[str]:
        """The kinds of notices to a sender."""
        async with self.world.services.database.reading() as conn:
            cursor = await conn.execute(
                "SELECT kind FROM notices WHERE organisation_id = %s ORDER BY id", (organisation,)
            )
            return [row[0] for row in await cursor.fetchall()]


@pytest.fixture
def cast(world) -> Cast:
    """The helpers of this page."""
    return Cast(world)


LIST = {"kind": "multi_name_list"}


def joins(party: int, coalition: int) -> dict[str, Any]:
    """A party appears in a coalition."""
    return {"organisation": party, "kind": "coalition_member", "coalition": coalition}


def effects(told: dict[str, Any]) -> dict[str, str]:
    """Effect by accreditation."""
    return {one["accreditation"]: one["effect"] for one in told["accreditations"]}


async def test_ec10_a_coalition_switch_passes_everything_over(cast: Cast, world):
    """Preview and order agree; each person gets a new badge under the coalition, the old one is in the signed list."""
    party, api = await cast.sender("political_party", LIST)
    coalition, head = await cast.sender("coalition", LIST)
    old = [await cast.granted(api), await cast.granted(api, scope={"voting_centres": ["289/1"]})]
    waiting = await world.filed(api)

    seen = await cast.preview(joins(party, coalition))
    assert seen["counts"] == {"passes_over": 2}
    assert seen["by_unit"] == [
        {"electoral_unit": "30", "counts": {"passes_over": 1}},
        {"electoral_unit": "90", "counts": {"passes_over": 1}},
    ]
    assert {one["article"] for one in seen["accreditations"]} == {"18(2)"}
    assert seen["requests"] == [
        {"number": waiting["number"], "organisation": party, "added": ["coalition_only"], "removed": []}
    ]
    assert [await cast.state(number) for number in old] == ["valid", "valid"]

    done = await cast.order(joins(party, coalition), digest=seen["digest"])

    assert done.status_code == 201, done.text
    assert effects(done.json()) == effects(seen)
    new = [one["issued"] for one in done.json()["accreditations"]]
    assert [await cast.state(number) for number in old] == ["replaced", "replaced"]
    assert [await cast.state(number) for number in new] == ["valid", "valid"]
    mine = (await head.get("/v1/accreditations")).json()["items"]
    assert [one["number"] for one in mine] == new
    serials = (await api.get(f"/v1/accreditations/{old[0]}")).json()["serial"]
    async with world.services.database.reading() as conn:
        from backend.store import revocations

        assert serials in await revocations.serials(conn, world.election)
    assert "accreditation_passed_over" in await cast.notices(coalition)
    assert "registration_changed" in await cast.notices(party)
    now = (await api.get(f"/v1/requests/{waiting['number']}")).json()
    assert "coalition_only" in [one["code"] for one in now["assessment"]["findings"]]
    # The same order again finds nothing of the party's left.
    again = await cast.preview(joins(party, coalition))
    assert again["counts"] == {"stays": 2}


async def test_an_order_that_saw_another_preview_is_refused(cast: Cast, world):
    """An accreditation granted between preview and order is not swept along unseen."""
    party, api = await cast.sender("political_party", LIST)
    coalition, _ = await cast.sender("coalition", LIST)
    await cast.granted(api)
    seen = await cast.preview(joins(party, coalition))
    await cast.granted(api)

    answer = await cast.order(joins(party, coalition), digest=seen["digest"])

    assert (answer.status_code, answer.json()["code"]) == (409, "preview_outdated")


async def test_ec11_a_struck_list_waits_for_a_basis_and_then_takes_what_hung_on_it(cast: Cast, world):
    """The code of 2005 names no power to revoke: blocked by name; with the basis set the accreditations fall."""
    party, api = await cast.sender("political_party", LIST)
    number = await cast.granted(api)
    struck = {"organisation": party, "kind": "multi_name_list", "standing": "ended"}

    seen = await cast.preview(struck)
    assert effects(seen) == {number: "falls"}
    assert [one["code"] for one in seen["blocked_by"]] == ["basis_unset"]
    blocked = await cast.order(struck)
    assert (blocked.status_code, blocked.json()["code"]) == (409, "basis_unset")
    assert await cast.state(number) == "valid"

    await cast.basis("revoke")
    wordless = await cast.order(struck, reason="")
    assert (wordless.status_code, wordless.json()["arguments"]["field"]) == (400, "reason")
    done = await cast.order(struck)

    assert done.status_code == 201, done.text
    assert await cast.state(number) == "revoked"
    shown = (await api.get(f"/v1/accreditations/{number}")).json()
    assert shown["state"] == "revoked"
    assert "accreditation_revoked" in await cast.notices(party)


async def test_a_candidacy_lost_in_one_unit_narrows_what_reaches_another(cast: Cast, world):
    """Who may stay in unit 90 keeps an accreditation for it, under a new badge; who had 30 alone falls."""
    party, api = await cast.sender(
        "political_party",
        {"kind": "candidate", "electoral_unit": "30"},
        {"kind": "candidate", "electoral_unit": "90"},
    )
    both = await cast.granted(api, scope={"voting_centres": ["1850/1", "289/1"]})
    one = await cast.granted(api, scope={"voting_centres": ["1850/1"]})
    other = await cast.granted(api, scope={"voting_centres": ["289/1"]})
    await cast.basis("revoke")
    lost = {"organisation": party, "kind": "candidate", "electoral_unit": "30", "standing": "ended"}

    done = await cast.order(lost)

    assert done.status_code == 201, done.text
    assert effects(done.json()) == {both: "narrowed", one: "falls", other: "stays"}
    (new,) = [row["issued"] for row in done.json()["accreditations"] if row["issued"]]
    assert (await api.get(f"/v1/accreditations/{new}")).json()["scope"]["voting_centres"] == ["289/01"]


async def test_a_contested_candidacy_suspends_and_its_return_restores(cast: Cast, world):
    """Refused with an appeal pending: suspended; the appeal upheld: the same badge is good again."""
    party, api = await cast.sender("political_party", {"kind": "candidate", "electoral_unit": "30"})
    number = await cast.granted(api)
    await cast.basis("suspend")
    fact = {"organisation": party, "kind": "candidate", "electoral_unit": "30"}

    contested = await cast.order({**fact, "standing": "contested"})
    assert contested.status_code == 201, contested.text
    assert await cast.state(number) == "suspended"
    upheld = await cast.order(fact)

    assert effects(upheld.json()) == {number: "restored"}
    assert await cast.state(number) == "valid"


async def test_a_party_that_leaves_waits_for_the_lawyers_answer(cast: Cast, world):
    """No rule was found: blocked by name; read as a return, what came from the party goes back to it."""
    party, api = await cast.sender("political_party", LIST)
    coalition, head = await cast.sender("coalition", LIST)
    own = await cast.granted(head)
    await cast.granted(api)
    joined = (await cast.order(joins(party, coalition))).json()
    (passed,) = [row["issued"] for row in joined["accreditations"] if row["issued"]]
    leaves = {**joins(party, coalition), "standing": "ended"}

    blocked = await cast.order(leaves)
    assert (blocked.status_code, blocked.json()["code"]) == (409, "choice_unset")
    assert blocked.json()["arguments"]["choice"] == "left_coalition"
    await cast.choose("left_coalition", "return_to_party")
    done = await cast.order(leaves)

    assert done.status_code == 201, done.text
    assert effects(done.json()) == {passed: "returns", own: "stays"}
    (back,) = [row["issued"] for row in done.json()["accreditations"] if row["issued"]]
    assert back in [one["number"] for one in (await api.get("/v1/accreditations")).json()["items"]]


async def test_a_party_and_its_coalition_never_hold_two_each_in_a_centre(cast: Cast, world):
    """18(4) at the door: two of the party are inside, the switch comes, and the coalition's third waits."""
    party, api = await cast.sender("political_party", LIST)
    coalition, head = await cast.sender("coalition", LIST)
    numbers = [await cast.granted(api) for _ in range(2)]
    third = await cast.granted(head)
    path = "/v1/voting-centres/1850-01/check-ins"
    visits = [(await world.cec.post(path, {"accreditation": number})).json()["id"] for number in numbers]

    done = await cast.order(joins(party, coalition))
    assert done.status_code == 201, done.text
    full = await world.cec.post(path, {"accreditation": third})
    assert (full.status_code, full.json()["code"]) == (409, "cap_reached")
    inside = (await world.cec.get(path)).json()["items"]
    assert {one["organisation"] for one in inside} == {coalition}
    assert (await world.cec.post(f"/v1/check-ins/{visits[0]}/check-out")).status_code == 200

    assert (await world.cec.post(path, {"accreditation": third})).status_code == 201


async def test_three_inside_after_the_switch_are_shown_to_the_officer(cast: Cast, world):
    """Two of each were lawfully inside: the preview names the centre and who is there, and sends nobody out."""
    party, api = await cast.sender("political_party", LIST)
    coalition, head = await cast.sender("coalition", LIST)
    path = "/v1/voting-centres/1850-01/check-ins"
    inside = []
    for sender in (api, api, head):
        inside.append(await cast.granted(sender))
        assert (await world.cec.post(path, {"accreditation": inside[-1]})).status_code == 201

    seen = await cast.preview(joins(party, coalition))

    assert seen["over_cap"] == [
        {"voting_centre": "1850/01", "group": str(coalition), "cap": 2, "inside": inside}
    ]


async def test_an_accreditation_that_the_officer_spares_stays(cast: Cast, world):
    """The order says whom it spares; everybody else passes over."""
    party, api = await cast.sender("political_party", LIST)
    coalition, _ = await cast.sender("coalition", LIST)
    kept, passed = await cast.granted(api), await cast.granted(api)

    done = await cast.order(joins(party, coalition), spare=[kept])

    assert effects(done.json()) == {kept: "stays", passed: "passes_over"}
    assert await cast.state(kept) == "valid"


async def test_art_16_5_a_party_is_in_one_coalition_only(cast: Cast, world):
    """A second coalition is 409 until the party has left the first; leaving and joining fit in one order."""
    party, api = await cast.sender("political_party", LIST)
    first, _ = await cast.sender("coalition", LIST)
    second, _ = await cast.sender("coalition", LIST)
    await cast.record(party, **{k: v for k, v in joins(party, first).items() if k != "organisation"})

    refused = await cast.order(joins(party, second))
    assert (refused.status_code, refused.json()["code"]) == (409, "in_another_coalition")
    assert refused.json()["article"] == "16(5)"
    await cast.choose("left_coalition", "stay")
    moved = await cast.order({**joins(party, first), "standing": "ended"}, joins(party, second))

    assert moved.status_code == 201, moved.text


async def test_only_the_cec_changes_registrations(cast: Cast, world):
    """A sender, a zone commission and an auditor get 403; the auditor reads the orders."""
    party, api = await cast.sender("political_party", LIST)
    body = {"changes": [{"organisation": party, "kind": "subject", "standing": "ended"}], "act": ACT}
    auditor, zec = await world.key("auditor"), await world.key("zec:30")

    for one in (api, auditor, zec):
        assert (await one.post(cast.path, body)).status_code == 403
        assert (await one.post(f"{cast.path}?preview=true", body, once=None)).status_code == 403
    assert (await cast.order(*body["changes"])).status_code == 201
    (kept,) = (await auditor.get(cast.path)).json()["items"]
    assert kept["act"]["number"] == "44"
    one = await auditor.get(f"{cast.path}/{kept['id']}")
    assert one.json()["accreditations"] == []


@pytest.mark.parametrize(
    "changes,status,field",
    [
        ([], 400, "changes"),
        ([{"organisation": 999_999, "kind": "subject"}], 404, None),
        ([{"organisation": 1, "kind": "human_rights"}], 400, "kind"),
        ([{"organisation": 1, "kind": "candidate", "electoral_unit": "77"}], 400, "electoral_unit"),
        ([{"organisation": 1, "kind": "candidate"}], 400, "electoral_unit"),
        ([{"organisation": 1, "kind": "subject", "since": "2027-04-21T00:00:00Z"}], 400, "since"),
        ([{"organisation": 1, "kind": "subject", "since": "2027-04-01T00:00:00"}], 400, None),
    ],
)
async def test_a_change_that_cannot_be_is_said_before_anything_happens(
    cast: Cast, world, changes, status, field
):
    """An empty order, an unknown sender, a fact of another kind: the same answer to preview and order."""
    party, _ = await cast.sender("political_party")
    changes = [{**one, "organisation": party} if one["organisation"] == 1 else one for one in changes]
    for answer in (
        await world.cec.post(f"{cast.path}?preview=true", {"changes": changes}, once=None),
        await cast.order(*changes),
    ):
        assert answer.status_code == status, answer.text
        if field:
            assert answer.json()["arguments"]["field"] == field


async def test_one_observer_for_each_body_is_a_finding_under_the_strict_reading(cast: Cast, world):
    """18(2) against 18(4): nothing by default; read strictly, a second request for a centre names the first."""
    party, api = await cast.sender("political_party", LIST)
    number = await cast.granted(api)
    lenient = await world.filed(api)
    assert "body_has_observer" not in [one["code"] for one in lenient["assessment"]["findings"]]

    await cast.choose("an_observer", "one_for_each_body")
    strict = await world.filed(api)
    elsewhere = await world.filed(api, scope={"voting_centres": ["289/1"]})
    unit = await world.filed(api, scope={"voting_centres": [], "electoral_units": ["30"]})

    found = {one["code"]: one for one in strict["assessment"]["findings"]}["body_has_observer"]
    assert (found["arguments"]["accreditations"], found["arguments"]["bodies"]) == ([number], ["1850/01"])
    assert "body_has_observer" not in [one["code"] for one in elsewhere["assessment"]["findings"]]
    assert "body_has_observer" in [one["code"] for one in unit["assessment"]["findings"]]
    granted = await world.cec.post(f"/v1/requests/{strict['number']}/decision", world.decision())
    assert granted.status_code == 200, "the commission decides, never the machine"


async def test_open_questions_are_public_and_answered_by_the_cec(cast: Cast, world):
    """Each with its options, article and note; an answer that the question has not is 400."""
    path = f"/v1/elections/{world.election}/choices"
    items = {one["code"]: one for one in (await world.cec.get(path)).json()["items"]}
    assert items["left_coalition"]["option"] is None
    assert items["an_observer"]["option"] == "two_present"
    assert (await (await world.key("auditor")).post(path, {})).status_code in (400, 403)
    wrong = {"code": "an_observer", "option": "fall", "act": ACT}

    assert (await world.cec.post(path, wrong)).status_code == 400


async def test_a_late_registration_is_said_and_a_unit_is_read_in_every_form(cast: Cast, world):
    """Art. 15(1): 40 days before 16 May is 6 April; on 20 April the preview says so. "KZAZ 30" is unit 30."""
    party, _ = await world.organisation("political_party")
    seen = await cast.preview(
        {"organisation": party, "kind": "subject"},
        {"organisation": party, "kind": "candidate", "electoral_unit": "KZAZ 30"},
    )

    assert [(one["code"], one["article"]) for one in seen["findings"]] == [
        ("registered_after_limit", "15(1)")
    ]
    assert seen["findings"][0]["arguments"]["last_day"] == "2027-04-06"


async def test_a_grant_in_the_same_moment_is_not_lost_and_not_doubled(cast: Cast, world):
    """A decision and the switch at once: both are done, no badge twice, and the same order again takes in the rest."""
    party, api = await cast.sender("political_party", LIST)
    coalition, _ = await cast.sender("coalition", LIST)
    await cast.granted(api)
    filed = [await world.filed(api) for _ in range(4)]

    async def decided(number: str) -> int:
        """Decide, and repeat under the same key where the answer was that the order held it up for too long."""
        for _ in range(10):
            answer = await world.cec.post(
                f"/v1/requests/{number}/decision", world.decision(), once=f"grant-{number}"
            )
            if answer.status_code != 503:
                break
        return answer.status_code

    order, *statuses = await asyncio.gather(
        cast.order(joins(party, coalition)), *(decided(one["number"]) for one in filed)
    )
    assert (order.status_code, statuses) == (201, [200] * 4), order.text
    assert (await cast.order(joins(party, coalition))).status_code == 201

    async with world.services.database.reading() as conn:
        cursor = await conn.execute(
            "SELECT organisation_id, count(*), count(DISTINCT serial), count(DISTINCT request_id) "
            "FROM accreditations WHERE election_id = %s AND state = 'valid' GROUP BY organisation_id",
            (world.election,),
        )
        assert await cursor.fetchall() == [(coalition, 5, 5, 5)]
