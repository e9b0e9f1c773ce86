"""Requests over HTTP: recorded with number and instant however hopeless, assessed, owned, listed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime


def codes(receipt):
    """The codes of a receipt's findings."""
    return [one["code"] for one in receipt["assessment"]["findings"]]


async def test_a_filing_in_time_is_recorded_and_assessed(world, now):
    """201 with number, instant, status, findings with article and readings, and the time to decide as law."""
    _, ngo = await world.organisation()
    filed = await world.filed(ngo)

    assert filed["number"].startswith("R-2027-")
    assert filed["status"] == "received"
    assert datetime.fromisoformat(filed["received_at"]) >= now
    finding = filed["assessment"]["findings"][0]
    assert (finding["code"], finding["article"]) == ("in_time", "18(5)")
    assert finding["instant"] == "2027-05-01T22:00:00Z"
    assert {one["reading"] for one in finding["readings"]} == {
        "calendar",
        "clear_days",
        "civil_procedure",
        "administrative",
    }
    assert filed["decision_due"]["kind"] == "law"
    # Filed on 20 April: the day itself is excluded, the fifth day runs until its 24:00.
    assert filed["decision_due"]["at"] == "2027-04-25T22:00:00Z"


async def test_hopeless_filings_are_recorded_all_the_same(world):
    """Too early, too late, unknown places, an empty scope, no conduct, a foreign language: 201, each with its finding."""
    _, ngo = await world.organisation()
    await world.at(datetime(2027, 3, 1, 9, tzinfo=UTC))
    early = await world.filed(ngo)
    assert codes(early)[0] == "too_early"
    assert early["assessment"]["remedy"]["action"] == "file_again"
    await world.at(datetime(2027, 5, 14, 9, tzinfo=UTC))
    late = await world.filed(ngo)
    assert codes(late)[0] == "too_late"
    assert late["assessment"]["remedy"]["action"] == "ask_reinstatement"
    await world.at(datetime(2027, 4, 20, 9, tzinfo=UTC))
    strange = await world.filed(ngo, scope={"voting_centres": ["9999/09"], "electoral_units": ["77"]})
    unknown = next(one for one in strange["assessment"]["findings"] if one["code"] == "scope_unknown_place")
    assert unknown["arguments"]["places"] == ["9999/09", "unit:77"]
    empty = await world.filed(ngo, scope={"voting_centres": []}, code_of_conduct=None, language="en")
    assert {"scope_empty", "code_of_conduct_not_accepted", "translation_to_ask"} <= set(codes(empty))


async def test_a_foreign_observer_has_a_target_and_no_term_of_law(world):
    """Art. 18(5) gives no time to decide for foreign observers: the due instant is an internal target."""
    _, embassy = await world.organisation("foreign_state", "FR")
    filed = await world.filed(embassy, observer={"citizenship": "FR"}, scope={"electoral_units": ["30"]})

    assert filed["decision_due"]["kind"] == "internal_target"
    assert filed["assessment"]["findings"][0]["arguments"]["limit"] == "foreign_request"


async def test_a_filing_held_by_consent_is_opened_at_the_opening(world):
    """Filed too early with consent it is held, counts from the opening minute, and opens by itself."""
    _, ngo = await world.organisation()
    await world.at(datetime(2027, 3, 30, 9, tzinfo=UTC))
    filed = await world.filed(ngo, hold_until_opening=True)
    held = (await ngo.get(f"/v1/requests/{filed['number']}")).json()
    assert (filed["status"], held["status"]) == ("received", "held")
    assert filed["assessment"]["remedy"]["action"] == "hold_until_opening"

    await world.at(datetime(2027, 4, 1, 9, tzinfo=UTC))

    opened = (await ngo.get(f"/v1/requests/{filed['number']}")).json()
    assert opened["status"] == "received"
    assert [one["event"] for one in opened["history"]] == ["received", "held", "opened"]


async def test_the_same_key_files_once(world):
    """Six filings at once with one key: the same bytes six times, one request; another body gets 409."""
    _, ngo = await world.organisation()
    body = world.body()

    answers = await asyncio.gather(*(ngo.post("/v1/requests", body, once="once") for _ in range(6)))
    other = await ngo.post("/v1/requests", world.body(), once="once")

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert len((await ngo.get("/v1/requests")).json()["items"]) == 1
    keyless = await ngo.post("/v1/requests", body, once=None)
    assert (keyless.status_code, keyless.json()["code"]) == (400, "idempotency_key_required")


async def test_nobody_reads_or_moves_anothers_request(world):
    """Another organisation gets 404 on every door; a ZEC without competence reads nothing; a helpdesk 403."""
    _, ngo = await world.organisation()
    _, stranger = await world.organisation()
    zec = await world.key("zec:30")
    number = (await world.filed(ngo))["number"]

    assert (await stranger.get(f"/v1/requests/{number}")).status_code == 404
    assert (await stranger.post(f"/v1/requests/{number}/withdrawal", {})).status_code == 404
    assert (await stranger.post(f"/v1/requests/{number}/appeal", {"grounds": "x"})).status_code == 404
    replacement = {"observer": world.body()["observer"]}
    assert (await stranger.post(f"/v1/requests/{number}/replacement", replacement)).status_code == 404
    photo = {"photo": ("a.png", b"x", "image/png")}
    assert (await stranger.put(f"/v1/requests/{number}/photo", files=photo)).status_code == 404
    assert (await stranger.get("/v1/requests")).json()["items"] == []
    assert (await zec.get(f"/v1/requests/{number}")).status_code == 404
    assert (await zec.get("/v1/requests")).json()["items"] == []
    assert (await (await world.key("helpdesk")).get("/v1/requests")).status_code == 403
    assert (await world.public.get(f"/v1/requests/{number}")).status_code == 401
    assert (await world.cec.post("/v1/requests", world.body())).status_code == 403


async def test_documents_and_phones_are_masked_and_never_listed(world):
    """The sender sees two characters of a document and a phone; lists and the database hold neither in clear."""
    _, ngo = await world.organisation()
    observer = {"document": {"type": "passport", "number": "BA7654321"}, "phone": "+355 69 765 4321"}
    filed = await world.filed(ngo, observer=observer)
    one = await ngo.get(f"/v1/requests/{filed['number']}")
    listed = await ngo.get("/v1/requests")

    assert one.json()["observer"]["document"] == {"type": "passport", "number": "•••••••21"}
    assert one.json()["observer"]["phone"].endswith("21")
    for text in (one.text, listed.text):
        assert "7654321" not in text
        assert "697654321" not in text
    async with world.services.database.reading() as conn:
        stored = await (await conn.execute("SELECT r::text FROM requests r")).fetchone()
        audited = await (
            await conn.execute("SELECT coalesce(string_agg(a::text, ''), '') FROM audit_records a")
        ).fetchone()
    for text in (stored[0], audited[0]):
        assert "7654321" not in text


async def test_lists_are_pages_with_filters(world):
    """`limit` and `cursor` walk through all requests once; status and election filter; a bad cursor is 400."""
    _, ngo = await world.organisation()
    numbers = [(await world.filed(ngo))["number"] for _ in range(5)]
    await ngo.post(f"/v1/requests/{numbers[0]}/withdrawal", {})
    seen, cursor = [], ""
    while cursor is not None:
        page = (await ngo.get("/v1/requests", limit=2, cursor=cursor)).json()
        seen += [item["number"] for item in page["items"]]
        cursor = page["next_cursor"]

    assert seen == numbers
    received = (await ngo.get("/v1/requests", status="received")).json()["items"]
    assert [item["number"] for item in received] == numbers[1:]
    assert (await world.cec.get("/v1/requests", election=world.election + 1)).json()["items"] == []
    assert (await ngo.get("/v1/requests", cursor="drop table")).status_code == 400
    assert (await ngo.get("/v1/requests", limit=0)).status_code == 400


async def test_a_withdrawn_request_is_final(world):
    """Its sender withdraws it once; the history says so; a second withdrawal and a decision get 409 with the article."""
    _, ngo = await world.organisation()
    number = (await world.filed(ngo))["number"]
    first = await ngo.post(f"/v1/requests/{number}/withdrawal", {"reason": "U sëmur."})
    second = await ngo.post(f"/v1/requests/{number}/withdrawal")
    decided = await world.cec.post(f"/v1/requests/{number}/decision", world.decision())

    assert (first.status_code, first.json()["status"]) == (200, "withdrawn")
    assert (second.status_code, second.json()["code"], second.json()["article"]) == (
        409,
        "state_forbids",
        "18(5)",
    )
    assert (decided.status_code, decided.json()["code"]) == (409, "state_forbids")
    events = (await ngo.get(f"/v1/requests/{number}")).json()["history"]
    assert [one["event"] for one in events] == ["received", "withdrawn"]
