"""Presence: two of one sender at a time, under any concurrency, closed by id."""

from __future__ import annotations

import asyncio

import pytest

from tests.backend.badges.world import ACT, NOW

CENTRE = "/v1/voting-centres/1850-01/check-ins"


@pytest.fixture
async def door(world):
    """The headers of the commissioner of 1850/01."""
    return await world.key("vcc:1850/01")


async def several(world, count: int, organisation: int, **facts) -> list[str]:
    return [await world.accredit(organisation, **facts) for _ in range(count)]


async def enter(world, headers, number, path=CENTRE, **body):
    return await world.post(path, {"accreditation": number, "source": "scanner", **body}, headers)


async def test_twenty_at_once_admit_exactly_two(world, door):
    """Twenty observers of one capped sender at one door in the same moment: two are stored, eighteen refused."""
    organisation = await world.make_organisation()
    numbers = await several(world, 20, organisation)

    answers = await asyncio.gather(*(enter(world, door, number) for number in numbers))

    assert sorted(answer.status_code for answer in answers) == [201] * 2 + [409] * 18
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"cap_reached"}
    assert (await world.sql("SELECT count(*) FROM check_ins WHERE left_at IS NULL"))[0][0] == 2


async def test_the_third_is_told_who_is_inside_and_enters_when_one_has_left(world, door):
    """The commissioner sees both names with the visits' ids; a recorded departure makes room."""
    organisation = await world.make_organisation()
    first, second, third = await several(world, 3, organisation)
    visit = (await enter(world, door, first)).json()
    await enter(world, door, second)

    refused = await enter(world, door, third)

    assert (refused.status_code, refused.json()["article"]) == (409, "18(4)")
    inside = refused.json()["arguments"]["inside"]
    assert [one["accreditation"] for one in inside] == [first, second]
    assert {one["name"] for one in inside} == {"Elira Hoxha-Përmeti"}
    assert refused.json()["remedy"] == "ask_who_left"

    out = await world.client.post(f"/v1/check-ins/{visit['id']}/check-out", headers=door)
    assert (out.status_code, out.json()["closed_by"]) == (200, "vcc:1850/01")
    again = await world.client.post(f"/v1/check-ins/{visit['id']}/check-out", headers=door)
    assert (again.status_code, again.json()["code"]) == (409, "already_out")
    assert (await enter(world, door, third)).status_code == 201
    listed = (await world.client.get(CENTRE, headers=door)).json()["items"]
    assert [one["accreditation"] for one in listed] == [second, third]


async def test_an_override_needs_a_reason_and_is_audited(world, door):
    """A commissioner may admit a third for a reason, which is kept and marked; an empty one is refused."""
    organisation = await world.make_organisation()
    numbers = await several(world, 3, organisation)
    for number in numbers[:2]:
        await enter(world, door, number)

    assert (await enter(world, door, numbers[2], override={"reason": "  "})).status_code == 400
    admitted = await enter(world, door, numbers[2], override={"reason": "Ndërrim turni"})

    assert admitted.status_code == 201, admitted.text
    assert (admitted.json()["over_cap"], admitted.json()["override_reason"]) == (True, "Ndërrim turni")
    assert await world.sql("SELECT 1 FROM audit_records WHERE action = 'presence_cap_overridden'")


CAPPED = [
    ("albanian_ngo", "AL", "short_term", 2),
    ("political_party", "AL", "short_term", 2),
    ("foreign_ngo", "DE", "short_term", 2),
    ("foreign_ngo", "AL", "short_term", 4),
    ("international_organisation", "DE", "interpreter", 4),
    ("foreign_state", "DE", "short_term", 4),
    ("media", "AL", "media", 4),
]


async def test_the_cap_is_the_law_s(world, door):
    """Art. 18(4): Albanian bodies and subjects, and foreign observers of foreign bodies; nobody else is capped."""
    for kind, citizenship, role, admitted in CAPPED:
        organisation = await world.make_organisation(kind=kind)
        numbers = await several(world, 4, organisation, citizenship=citizenship, role=role)

        answers = [await enter(world, door, number) for number in numbers]

        assert sum(answer.status_code == 201 for answer in answers) == admitted, (kind, citizenship, role)


async def test_a_party_and_its_coalition_share_one_cap(world, door):
    """One of the party and one of the coalition are two; the next of either waits."""
    coalition = await world.make_organisation(kind="coalition", name="Aleanca")
    party = await world.make_organisation(kind="political_party", name="Partia")
    await world.sql(
        "INSERT INTO electoral_registrations (election_id, organisation_id, kind, coalition_id, since, act, "
        "recorded_at, recorded_by) VALUES (%s, %s, 'coalition_member', %s, %s, '{}', %s, 'cec')",
        (world.election, party, coalition, NOW, NOW),
    )
    of_party, of_coalition = await several(world, 2, party), await several(world, 2, coalition)

    assert (await enter(world, door, of_party[0])).status_code == 201
    assert (await enter(world, door, of_coalition[0])).status_code == 201
    assert (await enter(world, door, of_party[1])).json()["code"] == "cap_reached"
    assert (await enter(world, door, of_coalition[1])).json()["code"] == "cap_reached"


async def test_a_check_in_elsewhere_closes_the_open_visit_by_its_id(world, door):
    """Nobody is in two centres at once; the first visit ends where the second begins."""
    number = await world.accredit(await world.make_organisation())
    first = (await enter(world, door, number)).json()
    other = await world.key("vcc:1850/02")

    second = await enter(world, other, number, "/v1/voting-centres/1850-02/check-ins")

    assert second.json()["closed"] == {"id": first["id"], "voting_centre": "1850/01"}
    rows = await world.sql("SELECT id, left_at IS NULL, closed_by FROM check_ins ORDER BY id")
    assert rows == [(first["id"], False, "vcc:1850/02"), (second.json()["id"], True, None)]


async def test_one_badge_at_two_doors_at_once_is_inside_one(world):
    """Copies of one badge shown in two centres at the same moment leave one open visit."""
    number = await world.accredit(await world.make_organisation())
    cec = await world.key("cec")
    paths = ["/v1/voting-centres/1850-01/check-ins", "/v1/voting-centres/1850-02/check-ins"] * 3

    answers = await asyncio.gather(*(enter(world, cec, number, path) for path in paths))

    assert {answer.status_code for answer in answers} <= {201, 409}
    assert (await world.sql("SELECT count(*) FROM check_ins WHERE left_at IS NULL"))[0][0] == 1


async def test_a_second_scan_of_one_badge_is_no_third_person(world, door):
    """The same badge again is told to be inside already, with the visit's id."""
    number = await world.accredit(await world.make_organisation())
    visit = (await enter(world, door, number)).json()

    again = await enter(world, door, number)

    assert (again.status_code, again.json()["code"]) == (409, "already_inside")
    assert again.json()["arguments"] == {"check_in": visit["id"]}


async def test_the_badge_s_text_opens_the_door_as_its_number_does(world, door):
    """A scanned text is verified; garbage, a revoked badge or a place out of scope stays outside."""
    organisation = await world.make_organisation()
    number, revoked = await several(world, 2, organisation)
    text = await world.credential(number)
    await world.post(
        f"/v1/accreditations/{revoked}/revocation", {"reason": "Arsye", "act": ACT}, await world.key("cec")
    )

    entered = await world.post(CENTRE, {"badge": text}, door)
    garbage = await world.post(CENTRE, {"badge": "një mace"}, door)
    dead = await world.post(CENTRE, {"badge": await world.credential(revoked)}, door)
    far = await enter(world, await world.key("cec"), number, "/v1/voting-centres/4337/check-ins")
    failed = await enter(
        world, await world.key("cec"), number, "/v1/voting-centres/1850-02/check-ins", compared=False
    )
    both = await world.post(CENTRE, {"badge": text, "accreditation": number}, door)

    assert entered.status_code == 201, entered.text
    assert (garbage.status_code, garbage.json()["remedy"]) == (409, "scan_again")
    assert dead.json()["arguments"] == {"verdict": "invalid", "reasons": ["revoked"]}
    assert (far.status_code, far.json()["code"]) == (409, "outside_scope")
    assert (failed.status_code, failed.json()["code"]) == (409, "comparison_failed")
    assert both.status_code == 400


async def test_a_centre_s_code_may_be_written_in_its_usual_ways(world, door):
    """With a dash, a slash or an escaped slash it is the same voting centre."""
    for path in ("1850-01", "1850/01", "1850%2F01", "1850-1"):
        number = await world.accredit(await world.make_organisation())

        answer = await enter(world, door, number, f"/v1/voting-centres/{path}/check-ins")

        assert (answer.status_code, answer.json().get("voting_centre")) == (201, "1850/01"), path


async def test_only_the_centre_its_commissions_and_the_observer_write_presence(world, door):
    """A commissioner of another centre, another unit or another observer is told that there is nothing."""
    organisation = await world.make_organisation()
    number, other = await several(world, 2, organisation)
    tried = {
        "vcc:1850/02": 404,
        "zec:12": 404,
        f"observer:{other}": 404,
        f"organisation:{organisation}": 403,
        "helpdesk": 403,
    }
    for role, status in tried.items():
        assert (await enter(world, await world.key(role), number)).status_code == status, role
    own = await world.key(f"observer:{number}")

    entered = await world.post(CENTRE, {"source": "app"}, own)

    assert entered.status_code == 201, entered.text
    id = entered.json()["id"]
    stranger = await world.key(f"observer:{other}")
    assert (await world.client.post(f"/v1/check-ins/{id}/check-out", headers=stranger)).status_code == 404
    assert (await world.client.post(f"/v1/check-ins/{id}/check-out", headers=own)).status_code == 200
    assert (await enter(world, await world.key("zec:07"), number)).status_code == 201
    override = await enter(world, own, number, override={"reason": "unë"})
    assert override.status_code == 403


async def test_an_observer_is_not_told_who_is_inside(world, door):
    """Over the cap the observer's own session learns since when two are inside, and no name."""
    numbers = await several(world, 3, await world.make_organisation())
    for number in numbers[:2]:
        await enter(world, door, number)

    refused = await world.post(CENTRE, {}, await world.key(f"observer:{numbers[2]}"))

    assert refused.status_code == 409
    assert [set(one) for one in refused.json()["arguments"]["inside"]] == [{"since"}, {"since"}]


async def test_an_observer_revoked_inside_is_shown_as_revoked(world, door):
    """A revocation does not pretend that somebody left: the commissioner sees who has to go."""
    number = await world.accredit(await world.make_organisation())
    await enter(world, door, number)
    await world.post(
        f"/v1/accreditations/{number}/revocation", {"reason": "Arsye", "act": ACT}, await world.key("cec")
    )

    (listed,) = (await world.client.get(CENTRE, headers=door)).json()["items"]

    assert (listed["accreditation"], listed["accreditation_state"]) == (number, "revoked")
    out = await world.client.post(f"/v1/check-ins/{listed['id']}/check-out", headers=door)
    assert out.status_code == 200
    assert (await enter(world, door, number)).json()["code"] == "badge_not_good"


async def test_grants_revocations_and_arrivals_at_once_never_block_each_other(world, door):
    """Locks are taken in one order: everything sent at once is answered, and nothing times out."""
    cec = await world.key("cec")
    organisation = await world.make_organisation(kind="media")
    numbers = await several(world, 6, organisation)
    texts = [await world.credential(number) for number in numbers[3:]]

    answers = await asyncio.gather(
        *(enter(world, door, number) for number in numbers),
        *(
            world.post(f"/v1/accreditations/{n}/revocation", {"reason": "Arsye", "act": ACT}, cec)
            for n in numbers[:3]
        ),
        *(world.verify(text) for text in texts),
    )
    more = await asyncio.gather(*(world.accredit(organisation) for _ in range(4)))

    assert {getattr(answer, "status_code", 200) for answer in answers} <= {200, 201, 409}
    revoked = {row[0] for row in await world.sql("SELECT number FROM accreditations WHERE state = 'revoked'")}
    assert revoked == set(numbers[:3])
    assert len(set(more)) == 4
