"""Every outcome of a filing under Art. 18: recorded first, then assessed; the machine refuses nothing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.town import Caller, Town, codes, moved

TIRANE = ZoneInfo("Europe/Tirane")
DAY = date(2027, 5, 16)
"""A Sunday without a change of clocks before it; E-45 is 1 April, E-15 a Saturday."""
MIDDLE = "2027-04-20T10:00"


def local(text: str) -> datetime:
    """An instant by the clock on the wall in Tirana."""
    return datetime.fromisoformat(text).replace(tzinfo=TIRANE)


async def election_of(town: Town, **changes: Any) -> int:
    """The election of these tests with one unit of places, the register of the demo."""
    id = await town.election(DAY, **changes)
    await town.house.sql(
        "INSERT INTO electoral_units (election_id, code, name) SELECT %s, code, name FROM electoral_units "
        "WHERE election_id = %s",
        id,
        town.keys.election_id,
    )
    await town.house.sql(
        "INSERT INTO places (election_id, code, kind, unit_code, name) SELECT %s, code, kind, unit_code, name "
        "FROM places WHERE election_id = %s",
        id,
        town.keys.election_id,
    )
    return id


async def file(town: Town, sender: Caller, election: int, **changes: Any) -> dict[str, Any]:
    """File, check what every receipt has, and give it."""
    receipt = await town.filed(sender, election=election, **changes)
    assert receipt["number"].startswith("R-")
    assert receipt["status"] == "received"
    assert abs((datetime.fromisoformat(receipt["received_at"]) - await town.now()).total_seconds()) < 60
    for finding in receipt["assessment"]["findings"]:
        assert finding["code"]
        assert finding["article"]
        assert finding["law"]
    shown = (await sender.get(f"/v1/requests/{receipt['number']}")).json()
    assert shown["status"] in ("received", "held")
    assert shown["assessment"]["findings"] == receipt["assessment"]["findings"]
    return receipt["assessment"]


TIMES = [
    # when, kind, country, citizenship, code, severity, instant, remedy
    ("2027-03-20T12:00", "albanian_ngo", "AL", "AL", "too_early", "against", "2027-04-01T00:00", "file_again"),
    ("2027-03-31T23:59", "albanian_ngo", "AL", "AL", "too_early", "against", "2027-04-01T00:00", "file_again"),
    ("2027-04-01T00:00", "albanian_ngo", "AL", "AL", "in_time", "for", "2027-05-02T00:00", None),
    ("2027-05-01T12:00", "albanian_ngo", "AL", "AL", "late_by_stricter_reading", "to_record", None, None),
    ("2027-05-02T00:30", "albanian_ngo", "AL", "AL", "too_late", "needs_legal_decision", "2027-05-02T00:00",
     "await_legal_decision"),
    ("2027-05-05T12:00", "albanian_ngo", "AL", "AL", "too_late", "against", "2027-05-02T00:00", "ask_reinstatement"),
    ("2027-05-12T23:00", "foreign_ngo", "IT", "IT", "in_time", "for", "2027-05-13T00:00", None),
    ("2027-05-13T03:00", "foreign_ngo", "IT", "IT", "too_late", "needs_legal_decision", "2027-05-13T00:00",
     "await_legal_decision"),
    ("2027-05-13T07:30", "foreign_ngo", "IT", "IT", "too_late", "against", "2027-05-13T00:00", "ask_reinstatement"),
    ("2027-05-06T12:00", "foreign_ngo", "IT", "AL", "observer_class_disputed", "needs_legal_decision", None,
     "await_legal_decision"),
    ("2027-05-06T12:00", "media", "AL", "FR", "observer_class_disputed", "needs_legal_decision", None,
     "await_legal_decision"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("when", "kind", "country", "citizenship", "code", "severity", "instant", "remedy"), TIMES
)
async def test_a_filing_at_any_time_is_recorded_and_its_place_in_the_window_is_computed(
    town: Town,
    when: str,
    kind: str,
    country: str,
    citizenship: str,
    code: str,
    severity: str,
    instant: str | None,
    remedy: str | None,
) -> None:
    """Too early, in time, late under some readings, late under all, Albanian or foreign: 201 with the count."""
    election = await election_of(town)
    _, sender = await town.organisation(kind, country)
    async with moved(town, local(when)):
        assessment = await file(town, sender, election, observer={"citizenship": citizenship})
    found = codes(assessment)
    assert code in found
    assert found[code]["severity"] == severity
    assert found[code]["article"] == "18(5)"
    assert found[code]["readings"]
    if instant is not None:
        assert datetime.fromisoformat(found[code]["instant"]) == local(instant)
    assert (assessment["remedy"] or {}).get("action") == remedy
    if remedy is not None:
        assert assessment["remedy"]["article"]


async def test_the_four_readings_and_the_72_hours_are_published_with_their_counting(town: Town) -> None:
    """Whoever plans a filing sees each window with its safe and its lenient end."""
    election = await election_of(town)
    items = (await town.public.get(f"/v1/elections/{election}/time-limits")).json()["items"]
    by_code = {one["code"]: one for one in items}
    assert {"albanian_request", "foreign_request", "decision"} <= set(by_code)
    albanian, foreign = by_code["albanian_request"], by_code["foreign_request"]
    assert datetime.fromisoformat(albanian["opens_at"]) == local("2027-04-01T00:00")
    assert datetime.fromisoformat(albanian["closes_at"]) == local("2027-05-02T00:00")
    assert datetime.fromisoformat(albanian["lenient_until"]) == local("2027-05-04T00:00")
    assert datetime.fromisoformat(foreign["safe_until"]) == local("2027-05-13T00:00")
    assert datetime.fromisoformat(foreign["lenient_until"]) == local("2027-05-13T07:00")
    assert {one["reading"] for one in albanian["readings"]} == {
        "calendar", "clear_days", "civil_procedure", "administrative"
    }  # fmt: skip
    # A limit that no source gives is there too, and says that it is unset; voting hours are given, not counted.
    assert [one["code"] for one in items if not (one["counting"] or one["unset"])] == ["voting"]


async def record(town: Town, organisation: int, election: int, kind: str, **more: Any) -> None:
    """An officer records a fact about a sender."""
    act = {"number": "7", "date": "2027-03-01", "signatory": "Kryetari"}
    await town.cec.ok(
        f"/v1/organisations/{organisation}/registrations",
        {"election": election, "kind": kind, "act": act, **more},
    )


async def test_a_party_without_a_candidate_in_the_unit_is_told_so(town: Town) -> None:
    """Art. 18(2): the right opens unit by unit; the remedy is another scope."""
    async with moved(town, local(MIDDLE)):
        election = await election_of(town)
        id, party = await town.organisation("political_party")
        await record(town, id, election, "subject")
        await record(town, id, election, "candidate", electoral_unit="90")
        assessment = await file(town, party, election)
        found = codes(assessment)["no_candidate_in_unit"]
        assert (found["severity"], found["article"], found["arguments"]["units"]) == (
            "against",
            "18(2)",
            ["30"],
        )
        assert assessment["remedy"]["action"] == "narrow_scope"
        own = await file(town, party, election, scope={"voting_centres": ["4337"]})
        assert "kind_has_right" in codes(own)
        assert "no_candidate_in_unit" not in codes(own)


async def test_a_party_of_a_coalition_is_sent_to_its_coalition(town: Town) -> None:
    """Art. 18(2): the right rests with the coalition only, and the coalition has it."""
    async with moved(town, local(MIDDLE)):
        election = await election_of(town)
        coalition, together = await town.organisation("coalition")
        id, party = await town.organisation("political_party")
        for one in (id, coalition):
            await record(town, one, election, "subject")
            await record(town, one, election, "candidate", electoral_unit="30")
        await record(town, id, election, "coalition_member", coalition=coalition)
        assessment = await file(town, party, election)
        assert codes(assessment)["coalition_only"]["severity"] == "against"
        assert assessment["remedy"]["action"] == "file_through_coalition"
        assert "coalition_only" not in codes(await file(town, together, election))


async def test_an_independent_candidate_has_the_right_in_the_own_zone_only(town: Town) -> None:
    """Art. 18(3): what lies outside is named with the own zone."""
    async with moved(town, local(MIDDLE)):
        election = await election_of(town)
        id, candidate = await town.organisation("independent_candidate")
        await record(town, id, election, "subject")
        await record(town, id, election, "candidate", electoral_unit="30")
        scope = {"voting_centres": ["1850/01", "289/01"]}
        found = codes(await file(town, candidate, election, scope=scope))["outside_own_zone"]
        assert (found["article"], found["arguments"]["units"]) == ("18(3)", ["4"])
        assert found["arguments"]["own_units"] == ["30"]
        assert "outside_own_zone" not in codes(await file(town, candidate, election))


@pytest.mark.parametrize("kind", ["political_party", "coalition", "independent_candidate"])
async def test_a_referendum_has_no_candidates_and_the_question_goes_to_the_lawyer(
    town: Town, kind: str
) -> None:
    """Art. 2(30) with 18(2)-(3) is a reading: it needs a legal decision and does not speak against."""
    async with moved(town, local(MIDDLE)):
        election = await election_of(town, kind="referendum")
        _, sender = await town.organisation(kind)
        assessment = await file(town, sender, election)
        assert codes(assessment)["referendum_has_no_candidates"]["severity"] == "needs_legal_decision"
        assert assessment["remedy"]["action"] == "await_legal_decision"


async def test_an_international_organisation_is_not_guessed_to_protect_human_rights(town: Town) -> None:
    """Art. 18(1): an officer records it; the request says that this is still to be done."""
    async with moved(town, local(MIDDLE)):
        election = await election_of(town)
        id, sender = await town.organisation("international_organisation", "PL")
        found = codes(await file(town, sender, election, observer={"citizenship": "POL"}))
        assert found["human_rights_to_record"]["severity"] == "to_record"
        await record(town, id, election, "human_rights", standing="ended")
        found = codes(await file(town, sender, election, observer={"citizenship": "POL"}))
        assert found["human_rights_not_met"]["severity"] == "against"


async def test_places_that_do_not_exist_an_empty_scope_and_a_foreign_language_are_findings(
    town: Town,
) -> None:
    """EC-5: incomplete or in another language is recorded like everything else."""
    async with moved(town, local(MIDDLE)):
        election = await election_of(town)
        _, sender = await town.organisation()
        found = codes(await file(town, sender, election, scope={"voting_centres": ["9999/99"]}))
        assert "9999/99" in str(found["scope_unknown_place"]["arguments"])
        body = town.body(election=election, language="it", code_of_conduct=False)
        body["scope"] = {}
        receipt = await sender.ok("/v1/requests", body)
        found = codes(receipt["assessment"])
        assert {"scope_empty", "translation_to_ask", "code_of_conduct_not_accepted"} <= set(found)


async def test_a_filing_too_early_is_held_with_consent_and_counts_from_the_opening(town: Town) -> None:
    """EC-4: never dropped; on the opening minute it counts, and the five days run from there."""
    async with moved(town, local("2027-03-20T12:00")):
        election = await election_of(town)
        _, sender = await town.organisation()
        receipt = await town.filed(sender, election=election, hold_until_opening=True)
        assert receipt["assessment"]["remedy"]["action"] == "hold_until_opening"
        path = f"/v1/requests/{receipt['number']}"
        assert (await sender.get(path)).json()["status"] == "held"
        await town.at(local("2027-04-01T00:01"))
        opened = (await sender.get(path)).json()
        assert opened["status"] == "received"
        assert datetime.fromisoformat(opened["decision_due"]["at"]) == local("2027-04-07T00:00")
