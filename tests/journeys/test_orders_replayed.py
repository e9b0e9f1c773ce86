"""The two cases of Albania, replayed through the API with a whole service: 27 April 2021 and 11 May 2025 (domain.md B1)."""

from __future__ import annotations

import asyncio
import base64
import time
from datetime import datetime, timedelta
from typing import Any

from badges import credential, revocations
from badges import trust as trust_lists
from tests.journeys.town import Caller, Town, codes, fresh, portrait

EXEMPT = {"organisation_kinds": ["international_organisation", "foreign_ngo", "foreign_state", "media"]}


class Watch:
    """Seconds since an order, by what was seen then."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.seen: dict[str, float] = {}

    def note(self, effect: str) -> None:
        """An effect was seen now."""
        self.seen[effect] = round(time.monotonic() - self.started, 3)

    def tell(self) -> None:
        """Print what was seen, in order."""
        for effect, seconds in sorted(self.seen.items(), key=lambda one: one[1]):
            print(f"  {seconds:7.3f} s  {effect}")


class Scanner:
    """A commissioner's phone: it knows the root, and the lists it last fetched; it has no network at the door."""

    def __init__(self, town: Town) -> None:
        self.town = town

    async def fetch(self, election: int) -> None:
        """Bring trust list and revocation list up to date."""
        keys = (await self.town.public.get("/v1/badges/keys")).json()
        self.trust = trust_lists.read(keys["list"], [base64.b64decode(keys["root"]["public"])])
        items = (await self.town.public.get("/v1/badges/revocations", election=election)).json()["items"]
        self.held = revocations.read(items[0]["list"], self.trust)

    def verdict(self, text: str, now: datetime) -> str:
        """The verdict without a network."""
        return str(credential.verify(text, self.trust, self.held, now).verdict)


async def zone(town: Town, edition: str, units: dict[str, list[str]]) -> int:
    """An election under an edition, with the voting centres of these units."""
    election = await town.election(edition=edition)
    for unit, centres in units.items():
        await town.house.sql(
            "INSERT INTO electoral_units (election_id, code, name) VALUES (%s, %s, %s)",
            election,
            unit,
            f"KZAZ {unit}",
        )
        for centre in centres:
            await town.house.sql(
                "INSERT INTO places (election_id, code, kind, unit_code, name) VALUES (%s, %s, 'voting_centre', %s, %s)",
                election,
                centre,
                unit,
                f"Qendra {centre}",
            )
    return election


async def text_of(sender: Caller, number: str) -> str:
    return (await sender.get(f"/v1/accreditations/{number}")).json()["badge"]["text"]


async def verdict_of(town: Town, text: str) -> dict[str, Any]:
    return (await town.public.post("/v1/badges/verification", {"text": text}, once=None)).json()


def act(town_now: datetime) -> dict[str, Any]:
    return {"number": fresh("V-"), "date": town_now.date().isoformat(), "signatory": "Komisioneri Shtetëror"}


async def compared_and_granted(town: Town, sender: Caller, number: str) -> str:
    """The lane: a new photo, the comparison, the act; the new accreditation's number."""
    files = {"file": ("p.jpg", portrait())}
    answer = await sender.call("PUT", f"/v1/requests/{number}/photo", files=files)
    assert answer.status_code in (200, 201), answer.text
    seen = {"photo_matches": True, "document_matches": True, "place": "KZAZ 27"}
    await town.cec.ok(f"/v1/requests/{number}/identity-check", seen, 200)
    today = (await town.now()).date()
    decided = await town.cec.ok(f"/v1/requests/{number}/decision", town.decision(today=today), 200)
    return decided["accreditation"]


async def test_eleven_may_2025_vore(town: Town) -> None:
    """All observers of CEAZ 27 but internationals and media lose their accreditation: at once, published, appealable.

    Forged badges and somebody else's badge at the door; a decision of two officers on Arts. 6, 7, 19(1)(n), 19(2); three
    days to KAS; badges given back within hours after face and document were compared; an upheld appeal restores.
    """
    election = await zone(town, "2008", {"27": ["2701", "2702"], "28": ["2801"]})
    senders: dict[str, Caller] = {}
    held: dict[str, str] = {}
    for kind, country, citizenship in (
        ("political_party", "AL", "AL"),
        ("albanian_ngo", "AL", "AL"),
        ("international_organisation", "AT", "DE"),
        ("media", "AL", "AL"),
    ):
        _, senders[kind] = await town.organisation(kind, country)
        for name, centre in (("in", "2701"), ("out", "2801")):
            held[f"{kind}-{name}"] = await town.accredited(
                senders[kind],
                election=election,
                scope={"voting_centres": [centre]},
                observer={"citizenship": citizenship},
            )
    held["political_party-second"] = await town.accredited(
        senders["political_party"], election=election, scope={"electoral_units": ["27"]}
    )
    texts = {name: await text_of(senders[name.rpartition("-")[0]], number) for name, number in held.items()}
    scanner = Scanner(town)

    # 19:30 on the day of the vote, after the polls closed and before the boxes are counted.
    await town.at(datetime.fromisoformat(f"{town.day}T19:30:00+01:00"))
    now = await town.now()
    await scanner.fetch(election)
    door = await town.key("vcc:2701")
    path = f"/v1/voting-centres/2701/check-ins?election={election}"
    forged = texts["political_party-in"][:60] + "0" + texts["political_party-in"][61:]
    assert (await verdict_of(town, forged))["verdict"] == "invalid"
    assert scanner.verdict(texts["political_party-in"], now) == "valid"
    entered = await door.post(path, {"badge": texts["political_party-second"]})
    assert entered.status_code == 201, entered.text
    borrowed = await door.post(path, {"badge": texts["albanian_ngo-in"], "compared": False})
    assert (borrowed.status_code, borrowed.json()["code"]) == (409, "comparison_failed")

    order = {
        "election": election,
        "zone": {"electoral_units": ["27"]},
        "exempt": EXEMPT,
        "reason": "Në zonë u gjetën karta të falsifikuara dhe karta të huazuara.",
        "act": act(now),
        "reaccreditation_hours": 3,
    }
    preview = await town.cec.ok("/v1/revocations?preview=true", order, 200)
    met = {held[name] for name in ("political_party-in", "political_party-second", "albanian_ngo-in")}
    assert set(preview["accreditations"]) == met
    assert preview["inside"] == [{"place": "2701", "unit": "27", "count": 1}]
    assert preview["basis"]["article"] == "6, 7, 19(1)(n), 19(2)"
    proposed = await town.cec.ok("/v1/revocations", order)
    second = await town.key("cec")

    watch = Watch()
    done = await second.ok(f"/v1/revocations/{proposed['id']}/confirmation", {}, 200)
    watch.note("order answered as in effect")
    for name in ("political_party-in", "political_party-second", "albanian_ngo-in"):
        assert (await verdict_of(town, texts[name]))["verdict"] == "invalid"
    watch.note("every badge of the zone refused online")
    await scanner.fetch(election)
    assert {scanner.verdict(texts[n], now) for n in ("political_party-in", "albanian_ngo-in")} == {"invalid"}
    watch.note("refused offline, by the list a phone fetched")
    again = await door.post(path, {"badge": texts["political_party-in"]})
    assert (again.status_code, again.json()["code"]) == (409, "badge_not_good")
    watch.note("turned away at the door")
    published = (await town.public.call("GET", "/orders", headers={"cookie": "vezhgo_language=en"})).text
    assert order["act"]["number"] in published
    assert not [number for number in held.values() if number in published]
    watch.note("order on the public page, without names")
    paper = await town.public.get(f"/v1/revocations/{done['id']}/paper.pdf", lang="sq")
    assert paper.content.startswith(b"%PDF")
    watch.note("decision as PDF")
    told: list[int] = []
    while not told and time.monotonic() - watch.started < 60:
        # The worker spreads notices; it does so in milliseconds, but not within this very call.
        await asyncio.sleep(0.05)
        feed = (await senders["political_party"].get("/v1/notices", kind="order_took_effect")).json()["items"]
        told = [one["arguments"]["count"] for one in feed]
    assert told == [2]
    watch.note("sender's notice in its feed")
    watch.tell()
    assert max(watch.seen.values()) < 60

    for name in ("international_organisation-in", "media-in", "political_party-out", "albanian_ngo-out"):
        assert (await verdict_of(town, texts[name]))["verdict"] == "valid", name
        assert scanner.verdict(texts[name], now) == "valid", name
    # Three days from the announcement, that day excluded: Wednesday, to KAS.
    assert done["appeal"]["body"] == "kas"
    assert done["appeal"]["last_day"] == (town.day + timedelta(days=3)).isoformat()

    asked = await senders["political_party"].ok(
        f"/v1/accreditations/{held['political_party-in']}/reaccreditation"
    )
    found = codes(asked["assessment"])
    assert found["follows_order"]["severity"] == "needs_legal_decision"
    assert found["too_late"]["severity"] != "against"
    due = datetime.fromisoformat(asked["lane"]["due_at"])
    assert due - now < timedelta(hours=3, minutes=5)
    queue = (await town.cec.get("/v1/reaccreditations", election=election)).json()["items"]
    assert [one["request"] for one in queue] == [asked["number"]]
    new = await compared_and_granted(town, senders["political_party"], asked["number"])
    badge = await text_of(senders["political_party"], new)
    assert (await verdict_of(town, badge))["verdict"] == "valid"
    assert scanner.verdict(badge, now) == "valid"
    assert (await verdict_of(town, texts["political_party-in"]))["verdict"] == "invalid"

    appeal = await senders["albanian_ngo"].post(
        f"/v1/accreditations/{held['albanian_ngo-in']}/appeal",
        {
            "grounds": "Vëzhguesja ka kartën e vet.",
            "legal_basis": "Neni 6",
            "asked": "Të rikthehet akreditimi.",
            "evidence": "Karta",
            "signatory": "OJF",
        },
    )
    assert appeal.status_code == 201, appeal.text
    kas = await town.key("kas")
    number = appeal.json()["number"]
    checked = await kas.post(f"/v1/appeals/{number}/check", {"outcome": "accept", "act": act(now)})
    assert checked.status_code == 200, checked.text
    ruled = await kas.post(
        f"/v1/appeals/{number}/decision",
        {
            "outcome": "uphold",
            "grounds": [{"article": "7", "reason": "Karta ishte e saj."}],
            "act": act(now),
        },
    )
    assert ruled.status_code == 200, ruled.text
    restored = (await senders["albanian_ngo"].get(f"/v1/accreditations/{held['albanian_ngo-in']}")).json()
    assert restored["state"] == "valid"
    # The old serial stands in lists that phones hold; the restored badge has a new one, and is good on all of them.
    assert (await verdict_of(town, restored["badge"]["text"]))["verdict"] == "valid"
    assert scanner.verdict(restored["badge"]["text"], now) == "valid"
    assert (await verdict_of(town, texts["albanian_ngo-in"]))["verdict"] == "invalid"


async def test_twenty_seven_april_2021_ceaz_30_tirana(town: Town) -> None:
    """After an incident at CEAZ 30 all accreditations of political observers are cancelled and new observers accredited.

    Under the code of 2005 no article gives the power, so the order waits for the lawyer's act; party, coalition and
    candidate lose theirs, NGO, internationals and media keep theirs; each sender names new observers.
    """
    election = await zone(town, "2005", {"30": ["3001"], "31": ["3101"]})
    political = ("political_party", "coalition", "independent_candidate")
    senders: dict[str, Caller] = {}
    held: dict[str, str] = {}
    for kind in (*political, "albanian_ngo", "media"):
        _, senders[kind] = await town.organisation(kind)
        held[kind] = await town.accredited(
            senders[kind], election=election, scope={"voting_centres": ["3001"], "counting_centres": []}
        )
    texts = {kind: await text_of(senders[kind], number) for kind, number in held.items()}
    # Two days after the vote, while votes are counted.
    await town.at(datetime.fromisoformat(f"{town.day + timedelta(days=2)}T10:00:00+01:00"))
    now = await town.now()
    order = {
        "election": election,
        "zone": {"electoral_units": ["30"]},
        "category": {"organisation_kinds": list(political)},
        "reason": "Incident në KZAZ 30.",
        "act": act(now),
        "reaccreditation_hours": 6,
    }
    blocked = await town.cec.post("/v1/revocations", order)
    assert (blocked.status_code, blocked.json()["code"]) == (409, "basis_unset")
    assert {(await verdict_of(town, text))["verdict"] for text in texts.values()} == {"valid"}
    named = {"measure": "revoke", "article": "29(1)", "law": "9087/2003", "act": act(now)}
    await town.cec.ok(f"/v1/elections/{election}/legal-bases", named)

    proposed = await town.cec.ok("/v1/revocations", order)
    second = await town.key("cec")
    watch = Watch()
    done = await second.ok(f"/v1/revocations/{proposed['id']}/confirmation", {}, 200)
    watch.note("order answered as in effect")
    verdicts = {kind: (await verdict_of(town, text))["verdict"] for kind, text in texts.items()}
    watch.note("every political badge refused online")
    watch.tell()

    assert done["basis"]["article"] == "29(1)"
    assert verdicts == dict.fromkeys(political, "invalid") | {"albanian_ngo": "valid", "media": "valid"}
    assert done["appeal"]["body"] == "electoral_college"
    for kind in political:
        body = town.body(
            election=election,
            scope={"voting_centres": ["3001"]},
            observer={"given_name": "Besnik"},
            reaccredits=held[kind],
        )
        asked = await senders[kind].ok("/v1/requests", body)
        assert codes(asked["assessment"])["follows_order"]["arguments"]["same_person"] is False
        new = await compared_and_granted(town, senders[kind], asked["number"])
        shown = (await senders[kind].get(f"/v1/accreditations/{new}")).json()
        assert shown["name"].startswith("Besnik")
        assert (await verdict_of(town, shown["badge"]["text"]))["verdict"] == "valid"
        assert (await verdict_of(town, texts[kind]))["verdict"] == "invalid"
    assert (await town.cec.get("/v1/reaccreditations", election=election)).json()["items"] == []
