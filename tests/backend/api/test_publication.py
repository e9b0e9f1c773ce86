"""The public list of decisions: acts in numbers; no observer, no party, no person."""

from __future__ import annotations

ACT = {"number": "857", "date": "2027-04-20", "signatory": "Kryetari i KQZ"}
OWN = {
    "code": "own",
    "article": "18(1)",
    "facts": "Ana Hoxha nuk ka të drejtë.",
    "reason": "Ana Hoxha u refuzua.",
}


async def acted(world, number: str, lines: list[dict]) -> None:
    """An act in effect."""
    made = await world.cec.post("/v1/acts", {"election": world.election, "lines": lines})
    assert made.status_code == 201, made.text
    done = await world.cec.post(f"/v1/acts/{made.json()['id']}/effect", {**ACT, "number": number})
    assert done.status_code == 200, done.text


async def test_the_list_counts_and_names_only_who_contests_nothing(world):
    """NGOs are named with their counts, a party's requests are a number, refusals stand by ground and article."""
    id, ngo = await world.organisation()
    party_id, party = await world.organisation("political_party")
    candidate_id, candidate = await world.organisation("independent_candidate")
    mine = [(await world.filed(ngo))["number"] for _ in range(3)]
    theirs = [(await world.filed(one))["number"] for one in (party, candidate)]
    lines = [{"request": mine[0], "outcome": "grant"}]
    lines += [{"request": one, "outcome": "refuse", "grounds": [OWN]} for one in (mine[1], *theirs)]
    await acted(world, "857", lines)
    body = {"outcome": "return", "grounds": [OWN], "act": {**ACT, "number": "858"}}
    assert (await world.cec.post(f"/v1/requests/{mine[2]}/decision", body)).status_code == 200

    answer = await world.public.get(f"/v1/elections/{world.election}/decisions")
    assert answer.status_code == 200, answer.text
    first, second = answer.json()["items"]
    assert first["act"] == {"number": "857", "date": "2027-04-20"}
    assert (first["granted"], first["refused"], first["returned"], first["subjects"]) == (1, 3, 0, 2)
    assert first["grounds"] == [{"code": "own", "count": 3, "article": "18(1)"}]
    name = (await ngo.get(f"/v1/organisations/{id}")).json()["name"]
    assert first["organisations"] == [
        {"name": name, "kind": "albanian_ngo", "granted": 1, "refused": 1, "returned": 0}
    ]
    assert (second["act"]["number"], second["returned"]) == ("858", 1)
    page = await world.client.get("/decisions")
    assert page.status_code == 200
    for text in (answer.text, page.text):
        for secret in ("Ana", "Hoxha", "R-2027", "VZH-"):
            assert secret not in text
        for organisation_id, key in ((party_id, party), (candidate_id, candidate)):
            party_name = (await key.get(f"/v1/organisations/{organisation_id}")).json()["name"]
            assert f"{party_name}<" not in text
            assert f'"{party_name}"' not in text
        assert name in text


async def test_the_list_comes_in_pages_and_an_unknown_election_is_404(world):
    """Three acts two at a time; an election that is not there is not found; the page of none says so."""
    assert "Nuk ka ende asnjë vendim." in (await world.client.get("/decisions")).text
    _, ngo = await world.organisation()
    for number in ("1", "2", "3"):
        await acted(world, number, [{"request": (await world.filed(ngo))["number"], "outcome": "grant"}])
    path = f"/v1/elections/{world.election}/decisions"
    first = (await world.public.get(path, limit=2)).json()
    rest = (await world.public.get(path, limit=2, cursor=first["next_cursor"])).json()
    assert [one["act"]["number"] for one in first["items"] + rest["items"]] == ["1", "2", "3"]
    assert rest["next_cursor"] is None
    assert (await world.public.get("/v1/elections/9999/decisions")).status_code == 404
    for query in ("?election=9999", "?election=0", "?after=-1", "?election=x"):
        assert (await world.client.get(f"/decisions{query}")).status_code in (200, 400, 404)


async def test_delegations_are_listed_and_ended(world):
    """Planned, in force, ended: everybody reads them; another kind of commission for the same unit is 409."""
    path = f"/v1/elections/{world.election}/delegations"
    first = {"instruction": "KQZ 1", "to": "zec", "from_at": "2027-04-01T00:00:00Z", "units": ["30"]}
    later = {"instruction": "KQZ 2", "to": "lgec", "from_at": "2027-05-01T00:00:00Z", "units": ["90"]}
    ids = [(await world.cec.post(path, one)).json()["id"] for one in (first, later)]
    clash = await world.cec.post(path, {**later, "units": ["30"]})
    assert (clash.status_code, clash.json()["code"], clash.json()["article"]) == (
        409,
        "delegation_conflicts",
        "18(6)",
    )
    assert [one["status"] for one in (await world.public.get(path)).json()["items"]] == [
        "in_force",
        "planned",
    ]

    for body in ({"instruction": " "}, {"instruction": "KQZ 3", "at": "2027-04-01T00:00:00Z"}):
        assert (await world.cec.post(f"{path}/{ids[0]}/end", body)).status_code == 400
    assert (
        await (await world.key("zec:30")).post(f"{path}/{ids[0]}/end", {"instruction": "x"})
    ).status_code == 403
    assert (await world.cec.post(f"{path}/999/end", {"instruction": "x"})).status_code == 404
    ended = await world.cec.post(f"{path}/{ids[0]}/end", {"instruction": "KQZ 3"})
    assert (ended.status_code, ended.json()["status"]) == (200, "ended")
    assert ended.json()["ended"]["instruction"] == "KQZ 3"
    again = await world.cec.post(f"{path}/{ids[0]}/end", {"instruction": "KQZ 4"})
    assert (again.status_code, again.json()["code"]) == (409, "delegation_ended")
    assert (await world.cec.post(path, {**later, "units": ["30"]})).status_code == 201


async def test_files_move_with_their_clock_and_everybody_is_told(world):
    """EC-12: the instruction begins and is ended early in mid-window; times to decide stay, decisions stay, all are told."""
    party_id, party = await world.organisation("political_party")
    _, ngo = await world.organisation()
    waiting = [(await world.filed(party))["number"] for _ in range(3)]
    ngos = (await world.filed(ngo))["number"]
    due = [(await party.get(f"/v1/requests/{one}")).json()["decision_due"]["at"] for one in waiting]
    path = f"/v1/elections/{world.election}/delegations"
    body = {"instruction": "KQZ 10", "to": "zec", "from_at": "2027-04-01T00:00:00Z", "units": ["30"]}
    made = (await world.cec.post(path, body)).json()
    assert made["moved"] == 3
    zec = await world.key("zec:30")
    decided = await zec.post(
        f"/v1/requests/{waiting[0]}/decision", {"outcome": "grant", "act": {**ACT, "number": "7"}}
    )
    assert decided.status_code == 200, decided.text
    assert (await world.cec.post(f"{path}/{made['id']}/end", {"instruction": "KQZ 11"})).json()["moved"] == 2

    seen = [(await party.get(f"/v1/requests/{one}")).json() for one in waiting]
    assert [one["competent"] for one in seen] == ["zec:30", "cec", "cec"]
    assert [one["decision_due"]["at"] for one in seen] == due
    assert seen[0]["decision"]["body"] == "zec:30"
    assert seen[0]["decision"]["basis"]["issued_by"] == "cec"
    assert (await ngo.get(f"/v1/requests/{ngos}")).json()["competent"] == "cec"
    async with world.services.database.reading() as conn:
        cursor = await conn.execute(
            "SELECT recipient, arguments->>'to', (arguments->>'count')::int FROM notices "
            "WHERE kind = 'competence_moved' ORDER BY id"
        )
        told = await cursor.fetchall()
    commission = f"commission:{world.election}"
    assert told == [
        (f"organisation:{party_id}", "zec:30", 3),
        (f"{commission}:cec", "zec:30", 3),
        (f"{commission}:zec:30", "zec:30", 3),
        (f"organisation:{party_id}", "cec", 2),
        (f"{commission}:zec:30", "cec", 2),
        (f"{commission}:cec", "cec", 2),
    ]
