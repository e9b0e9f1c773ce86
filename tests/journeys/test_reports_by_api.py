"""Reports by the phone app and by a supervisor: the same guard, scope and clock as in the chat."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.town import Caller, Town

ENDS = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]


async def reporting(town: Town, **changes: Any) -> tuple[Caller, dict[str, Any]]:
    """A sender with an accreditation for Tirana, and the body of a report."""
    _, sender = await town.organisation()
    accreditation = await town.accredited(sender)
    return sender, {"accreditation": accreditation, "place": "1850/01", "words": "Votim familjar."} | changes


async def test_a_report_is_read_as_people_write_places_and_marked_outside_the_scope(town: Town) -> None:
    """`1850/1` is 1850/01; another zone is kept and marked, a place in words is kept as words."""
    sender, body = await reporting(town)
    for place, code, outside in (
        ("1850/1", "1850/01", False),
        ("4338", "4338", True),
        ("te shkolla", None, False),
    ):
        shown = await sender.ok("/v1/reports", body | {"place": place})
        assert (shown["place"]["code"], shown["place"]["outside_scope"]) == (code, outside)
    assert shown["place"]["words"] == "te shkolla"


async def test_personal_numbers_are_masked_and_lists_of_voters_are_not_kept(town: Town) -> None:
    """Art. 19(2)(d): what the chat takes out never enters by the API either, nor by an answer or a caption."""
    sender, body = await reporting(town)
    shown = await sender.ok("/v1/reports", body | {"words": "Personi I90517123K votoi dy herë."})
    assert "I90517123K" not in str(shown)
    assert "votoi dy herë" in shown["words"]
    names = "\n".join(
        ["Arben Hoxha", "Besa Leka", "Drita Gjoka", "Edmond Prifti", "Fatmir Dervishi", "Gent Kola"]
    )
    refused = await sender.post("/v1/reports", body | {"words": names})
    assert refused.status_code == 400
    assert refused.json()["article"] == "19(2)(d)"
    assert "listat e zgjedhësve nuk ruhen" in refused.json()["title"]
    kept = await sender.ok("/v1/reports", body | {"words": names + "\nKëta emra i lexuan me zë të lartë."})
    assert "Besa" not in str(kept)
    assert "me zë të lartë" in kept["words"]
    path = f"/v1/reports/{shown['number']}"
    assert (await sender.post(f"{path}/responses", {"text": names})).status_code == 400
    answered = await sender.ok(f"{path}/responses", {"text": "Ishte J12345678A, e pashë."})
    assert "J12345678A" not in str(answered)
    files = {"file": ("a.txt", b"x")}
    added = await sender.call(
        "POST", f"{path}/evidence", files=files, data={"caption": "Karta J12345678A e tij"}
    )
    assert added.status_code == 201, added.text
    assert "J12345678A" not in (await sender.get(path)).text


@pytest.mark.parametrize("when", [*ENDS, "2099-01-01T00:00:00Z", "2026-01-01T10:00:00"])
async def test_a_time_that_cannot_be_is_refused(town: Town, when: str) -> None:
    """The ends of the calendar, the future, and a time without a zone: 400, never a 500."""
    sender, body = await reporting(town)
    answer = await sender.post("/v1/reports", body | {"observed_at": when})
    assert answer.status_code == 400, answer.text
    assert answer.json()["code"] in ("field_invalid", "instant_without_zone")


@pytest.mark.parametrize("end", ENDS)
async def test_instants_at_the_ends_of_the_calendar_are_refused_everywhere(town: Town, end: str) -> None:
    """Acts, registrations, announcements, delegations and acceptances: 400 with the field's name."""
    id, sender = await town.organisation()
    election = await town.election()
    act = {"number": "1", "date": "2026-01-01", "signatory": "Kryetari"}
    delegation = {"election": election, "instruction": "1", "to": "zec", "from_at": end, "act": act}
    for path, body in (
        (
            f"/v1/organisations/{id}/registrations",
            {"election": election, "kind": "subject", "act": act, "since": end},
        ),
        (f"/v1/elections/{election}/announcement", {"announced_at": end}),
        (f"/v1/elections/{election}/delegations", delegation),
    ):
        answer = await town.cec.post(path, body)
        assert answer.status_code == 400, (path, answer.text)
    conduct = {"accepted": True, "accepted_at": end}
    assert (await sender.post("/v1/requests", town.body(code_of_conduct=conduct))).status_code == 400


async def test_an_act_of_the_year_one_decides_nothing(town: Town) -> None:
    """A date of an act that nobody can have signed is a mistake: 400, and the request waits on."""
    number = (await town.filed(town.demo))["number"]
    for day in ("0001-01-01", "9999-12-31"):
        body = town.decision("refuse")
        body["act"]["date"] = day
        answer = await town.cec.post(f"/v1/requests/{number}/decision", body)
        assert answer.status_code == 400, answer.text
    assert (await town.demo.get(f"/v1/requests/{number}")).json()["status"] == "received"


async def test_a_report_of_an_election_recorded_a_moment_ago_is_filed(town: Town) -> None:
    """The register kept in memory may be older than the election; it is read again, not a 500."""
    assert (await town.public.get("/v1/elections")).status_code == 200
    await town.public.ok("/v1/help/questions", {"text": "ku votoj?"}, 200)
    election = await town.election()
    _, sender = await town.organisation()
    accreditation = await town.accredited(sender, election=election)
    made = await sender.ok(
        "/v1/reports", {"accreditation": accreditation, "place": "te shkolla", "words": "Votim familjar."}
    )
    assert made["election"] == election


async def test_the_help_desk_reads_alerts_and_no_other_report(town: Town) -> None:
    """A report of severity S1 is the help desk's to take; every other is not there for it, in no list and by no filter."""
    _, sender = await town.organisation()
    accreditation = await town.accredited(sender)
    body = {"accreditation": accreditation, "place": "1850/01", "words": "Radhë e gjatë."}
    plain, danger = [(await sender.ok("/v1/reports", body))["number"] for _ in range(2)]
    await town.house.sql("UPDATE reports SET severity = 'S1' WHERE number = %s", danger)
    await town.house.sql("UPDATE reports SET severity = 'S3' WHERE number = %s", plain)
    desk = await town.key("helpdesk")

    assert (await desk.get(f"/v1/reports/{danger}")).status_code == 200
    assert (await desk.get(f"/v1/reports/{plain}")).status_code == 404
    for filters in ({}, {"severity": "S1"}, {"severity": "S3"}):
        shown = {
            one["number"] for one in (await desk.get("/v1/reports", limit=200, **filters)).json()["items"]
        }
        assert plain not in shown
        assert (danger in shown) == (filters.get("severity") != "S3")
