"""Orders and bodies: revocation of a whole zone by two officers, delegation by an instruction, replacement, admission."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.journeys.town import Town, codes

ACT: dict[str, Any] = {"number": "U-1", "signatory": "Kryetari"}


def act() -> dict[str, Any]:
    """An act of today."""
    return ACT | {"date": datetime.now(UTC).date().isoformat()}


async def test_a_zone_is_revoked_but_for_the_exempt_after_a_preview_by_two_officers(town: Town) -> None:
    """As in Vorë on 11 May 2025: all observers of one zone but internationals and media; the badges say so at once."""
    zone = {"electoral_units": ["4"]}
    scope = {"voting_centres": ["296"]}
    badges = {}
    for kind, country, citizenship in (
        ("albanian_ngo", "AL", "AL"),
        ("foreign_ngo", "IT", "IT"),
        ("media", "AL", "AL"),
    ):
        _, sender = await town.organisation(kind, country)
        number = await town.accredited(sender, scope=scope, observer={"citizenship": citizenship})
        badges[kind] = (await sender.get(f"/v1/accreditations/{number}")).json()["badge"]["text"]
    _, elsewhere = await town.organisation()
    spared = await town.accredited(elsewhere, scope={"voting_centres": ["4346/01"]})
    order = {
        "election": town.keys.election_id,
        "zone": zone,
        "exempt": {"organisation_kinds": ["foreign_ngo", "international_organisation", "media"]},
    }
    preview = await town.cec.ok("/v1/revocations?preview=true", order, 200)
    assert preview["preview"]
    before = preview["count"]
    assert before >= 1
    second = await town.key("cec")
    whole = order | {"reason": "Shkelje e rëndë në zonë.", "act": act()}
    alone = await town.cec.post("/v1/revocations", whole | {"confirmed_by": {"key": town.keys.cec_key}})
    assert (alone.status_code, alone.json()["code"]) == (403, "confirmation_wrong")
    lower = await town.cec.post("/v1/revocations", whole | {"confirmed_by": {"key": town.keys.zec_key}})
    assert lower.status_code == 403
    nobody = await town.zec.post("/v1/revocations", whole | {"confirmed_by": {"key": second.key}})
    assert nobody.status_code == 403
    done = await town.cec.ok("/v1/revocations", whole | {"confirmed_by": {"key": second.key}})
    assert done["count"] == before
    assert second.key not in str(done)
    verdicts = {
        kind: (await town.public.post("/v1/badges/verification", {"text": text}, once=None)).json()["verdict"]
        for kind, text in badges.items()
    }
    assert verdicts["albanian_ngo"] == "invalid"
    assert verdicts["foreign_ngo"] in ("valid", "caution")
    assert verdicts["media"] in ("valid", "caution")
    assert (await elsewhere.get(f"/v1/accreditations/{spared}")).json()["state"] == "valid"
    again = await town.cec.post("/v1/revocations", whole | {"confirmed_by": {"key": second.key}})
    assert (again.status_code, again.json()["code"]) == (409, "nothing_to_revoke")


async def test_an_instruction_moves_a_partys_request_to_the_zone_and_nobody_elses(town: Town) -> None:
    """Art. 18(6): from the instruction on the zone decides for parties in its zone; NGOs stay with the CEC."""
    election = await town.election()
    await town.house.sql(
        "INSERT INTO electoral_units (election_id, code, name) SELECT %s, code, name FROM electoral_units "
        "WHERE election_id = %s",
        election,
        town.keys.election_id,
    )
    await town.house.sql(
        "INSERT INTO places (election_id, code, kind, unit_code, name) SELECT %s, code, kind, unit_code, name "
        "FROM places WHERE election_id = %s",
        election,
        town.keys.election_id,
    )
    id, party = await town.organisation("political_party")
    for kind, more in (("subject", {}), ("candidate", {"electoral_unit": "30"})):
        body = {"election": election, "kind": kind, "act": act(), **more}
        await town.cec.ok(f"/v1/organisations/{id}/registrations", body)
    _, ngo = await town.organisation()
    number = (await town.filed(party, election=election))["number"]
    other = (await town.filed(ngo, election=election))["number"]
    assert (await town.zec.get(f"/v1/requests/{number}")).status_code == 404
    now = await town.now()
    instruction = {
        "instruction": "Udhëzimi 1",
        "to": "zec",
        "from_at": (now - timedelta(minutes=1)).isoformat(),
    }
    answer = await town.cec.post(f"/v1/elections/{election}/delegations", instruction | {"act": act()})
    if answer.status_code == 400:
        answer = await town.cec.post(f"/v1/elections/{election}/delegations", instruction)
    assert answer.status_code == 201, answer.text
    assert (await town.zec.get(f"/v1/requests/{other}")).status_code == 404
    assert (await town.zec.get(f"/v1/requests/{number}")).status_code == 200
    elsewhere = await town.key("zec:90")
    assert (await elsewhere.post(f"/v1/requests/{number}/decision", town.decision())).status_code in (
        403,
        404,
    )
    granted = await town.zec.post(f"/v1/requests/{number}/decision", town.decision())
    assert granted.status_code == 200, granted.text
    assert granted.json()["decision"]["body"] == "zec:30"


async def test_an_admission_is_decided_once_and_filing_never_waits_for_it(town: Town) -> None:
    """A request is assessed before the admission, with a note; a refusal of the body needs its article and reason."""
    id, sender = await town.organisation()
    before = codes((await town.filed(sender))["assessment"])
    assert before["sender_not_admitted_yet"]["severity"] == "to_record"
    path = f"/v1/organisations/{id}/admission"
    bare = await town.cec.post(path, {"outcome": "refuse", "act": act()})
    assert bare.status_code == 400
    admitted = await town.cec.ok(path, {"outcome": "admit", "act": act()}, 200)
    assert admitted["admission"] == "admitted"
    assert (await town.cec.post(path, {"outcome": "admit", "act": act()})).status_code == 409
    assert "sender_not_admitted_yet" not in codes((await town.filed(sender))["assessment"])


async def test_a_replacement_takes_the_place_and_the_old_badge_stops(town: Town) -> None:
    """EC-15: the substitute's request hangs on the first; once granted the first badge is invalid, the new one valid."""
    _, sender = await town.organisation()
    accreditation = await town.accredited(sender)
    shown = (await sender.get(f"/v1/accreditations/{accreditation}")).json()
    substitute = town.body(observer={"given_name": "Besa"})["observer"]
    answer = await sender.post(f"/v1/requests/{shown['request']}/replacement", {"observer": substitute})
    assert answer.status_code == 201, answer.text
    number = answer.json()["number"]
    await town.photographed(sender, number)
    granted = await town.cec.ok(f"/v1/requests/{number}/decision", town.decision(), 200)
    old = await town.public.post("/v1/badges/verification", {"text": shown["badge"]["text"]}, once=None)
    assert old.json()["verdict"] == "invalid"
    new = (await sender.get(f"/v1/accreditations/{granted['accreditation']}")).json()
    assert new["name"].startswith("Besa")
    verdict = await town.public.post("/v1/badges/verification", {"text": new["badge"]["text"]}, once=None)
    assert verdict.json()["verdict"] in ("valid", "caution")
