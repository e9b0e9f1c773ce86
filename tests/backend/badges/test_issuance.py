"""Issuing: numbers, serials, keys, and the signed credential in the register."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from backend.actions.door import badge_keys
from backend.actions.standing import issuance
from backend.problems import Problem
from backend.vault import Vault
from badges import credential
from badges.credential import ReasonCode
from tests.backend.badges.world import NOW


async def trust_of(world):
    async with world.services.database.transaction() as conn:
        return await badge_keys.trust(world.services, conn, world.services.clock.now())


async def test_a_grant_issues_a_badge_that_verifies_offline(world):
    """The credential holds the facts of the request, from the hour of the decision to the stated horizon."""
    organisation = await world.make_organisation()
    number = await world.accredit(organisation)

    assert number == "VZH-2027-000001"
    found = credential.verify(await world.credential(number), (await trust_of(world)).list, None, NOW)
    assert {reason.code for reason in found.reasons} == {ReasonCode.REVOCATIONS_MISSING}
    badge = found.badge
    assert (badge.name, badge.acronym, badge.organisation) == ("Elira Hoxha-Përmeti", "KVV", organisation)
    assert (badge.election, badge.serial) == (world.election, 1)
    assert badge.scope.voting_centres == (1850 * 16 + 1, 1850 * 16 + 2)
    assert badge.valid_from == NOW.replace(minute=0)
    assert badge.valid_until - badge.valid_from > timedelta(days=90)
    assert [row[0] for row in await world.sql("SELECT action FROM audit_records ORDER BY id")][-1] == (
        "accreditation_issued"
    )


async def test_concurrent_grants_get_serials_without_gap_or_repeat(world):
    """Twelve grants at once, the first of an installation: one set of keys, serials 1 to 12."""
    organisation = await world.make_organisation()
    granted = [await world.make_request(organisation) for _ in range(12)]

    async def one(request: int, decision: int) -> str:
        async with world.services.database.transaction() as conn:
            return await issuance.issue(world.services, conn, NOW, request_id=request, decision_id=decision)

    numbers = await asyncio.gather(*(one(*pair) for pair in granted))

    serials = await world.sql("SELECT serial FROM accreditations ORDER BY serial")
    assert [row[0] for row in serials] == list(range(1, 13))
    assert len(set(numbers)) == 12
    keys = await world.sql("SELECT purpose, status FROM badge_keys ORDER BY purpose, status")
    assert keys == [("badge", "current"), ("badge", "standby"), ("root", "current")]


async def test_serials_are_counted_for_each_election(world):
    """A serial is the badge's place in its own election."""
    organisation = await world.make_organisation()
    other = await world.make_election("Zgjedhje të tjera")
    await world.accredit(organisation)
    await world.accredit(organisation, election=other)

    assert await world.sql("SELECT election_id, serial FROM accreditations ORDER BY id") == [
        (world.election, 1),
        (other, 1),
    ]


async def test_a_replacement_revokes_the_one_it_replaces(world):
    """The substitute's grant revokes the first badge by the same act; both are never good together."""
    organisation = await world.make_organisation()
    request, decision = await world.make_request(organisation)
    async with world.services.database.transaction() as conn:
        first = await issuance.issue(world.services, conn, NOW, request_id=request, decision_id=decision)
    second = await world.accredit(organisation, replaces=request, given_name="Besnik")

    states = await world.sql("SELECT number, state FROM accreditations ORDER BY id")
    assert states == [(first, "replaced"), (second, "valid")]


@pytest.mark.parametrize(
    ("facts", "fact"),
    [
        ({"scope": {}}, "scope"),
        ({"scope": {"voting_centres": [str(17 * n) for n in range(1, 900)]}}, "scope"),
        ({"given_name": "\u202e", "family_name": "\u200b"}, "name"),
    ],
)
async def test_facts_that_no_badge_can_carry_stop_the_grant(world, facts, fact):
    """An empty or endless scope or an invisible name is a named problem, and nothing is issued."""
    organisation = await world.make_organisation()

    with pytest.raises(Problem) as refused:
        await world.accredit(organisation, **facts)

    assert (refused.value.status, refused.value.arguments["fact"]) == (409, fact)
    assert await world.sql("SELECT 1 FROM accreditations") == []


async def test_private_keys_are_stored_sealed(world):
    """The stored private half opens only with the installation's secret, and is 32 bytes then."""
    await world.accredit(await world.make_organisation())

    for kid, sealed in await world.sql("SELECT kid, private_sealed FROM badge_keys"):
        secret = world.services.vault.open(bytes(sealed), f"badge-key:{bytes(kid).hex()}")
        assert len(secret) == 32
        assert secret not in bytes(sealed)


async def test_a_key_of_another_secret_signs_nothing(world):
    """With the secret key lost or changed a grant is refused with a named problem; badges still verify."""
    number = await world.accredit(await world.make_organisation())
    text = await world.credential(number)
    world.services.vault = Vault("another secret key, quite as long as the first")
    world.services.parts.clear()

    with pytest.raises(Problem) as refused:
        await world.accredit(await world.make_organisation(name="Tjetër"))

    assert (refused.value.status, refused.value.code) == (503, "badge_key_sealed")
    assert (await world.verify(text))["verdict"] == "valid"
