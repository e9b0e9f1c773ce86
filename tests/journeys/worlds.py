"""Things that each role owns or is competent for, so that every operation can be called by everybody."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.journeys.town import Caller, Town, fresh

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PLACES = (
    "INSERT INTO electoral_units (election_id, code, name) SELECT %s, code, name FROM electoral_units "
    "WHERE election_id = %s",
    "INSERT INTO places (election_id, code, kind, unit_code, name) SELECT %s, code, kind, unit_code, name "
    "FROM places WHERE election_id = %s",
)


def act() -> dict[str, Any]:
    """An act of today."""
    return {"number": fresh("U-"), "date": datetime.now(UTC).date().isoformat(), "signatory": "Kryetari"}


class World:
    """A sender with its request, accreditation, report and all that hangs on them.

    `ids` holds what stands in paths, by its name; `decider` is who is competent for its requests.
    """

    def __init__(self, town: Town, election: int, sender: tuple[int, Caller], decider: Caller) -> None:
        self.town, self.election, self.decider = town, election, decider
        self.organisation, self.sender = sender
        self.ids: dict[str, Any] = {"election": election, "organisation": sender[0]}
        self.place = "1850/01"
        self.addressee, self.severity = "vcc:1850/01", "S1"

    def request(self, **changes: Any) -> dict[str, Any]:
        """The body of a request of this world."""
        return self.town.body(election=self.election, scope={"voting_centres": [self.place]}, **changes)

    async def waiting(self, **changes: Any) -> str:
        """The number of a fresh request that waits for its decision."""
        return (await self.sender.ok("/v1/requests", self.request(**changes)))["number"]

    async def granted(self) -> tuple[str, str]:
        """The numbers of a fresh request and of its accreditation."""
        number = await self.waiting()
        await self.town.photographed(self.sender, number)
        decided = await self.decider.ok(f"/v1/requests/{number}/decision", self.town.decision(), 200)
        return number, decided["accreditation"]

    async def fill(self) -> World:
        """Make one of everything."""
        town, sender, ids = self.town, self.sender, self.ids
        await self._lane()
        ids["request"] = ids["number"] = await self.waiting()
        ids["granted"], ids["accreditation"] = await self.granted()
        _, ids["unbound"] = await self.granted()
        ids["withdrawn"], ids["late"] = await self.waiting(), await self.waiting()
        shown = (await sender.get(f"/v1/requests/{ids['request']}")).json()
        ids["public_status"] = shown["public_status"].rstrip("/").rsplit("/", 1)[-1]
        foreign = ids["foreign"] = await self.waiting(language="en")
        await self.decider.ok(f"/v1/requests/{foreign}/translation-notice", {"act": act()})
        delivered = await sender.post(f"/v1/requests/{foreign}/translation", files={"file": ("t.pdf", PDF)})
        assert delivered.status_code in (200, 201), delivered.text
        for name, row in (("batch", self.request()), ("broken", {"election": self.election})):
            sent = await sender.post(
                f"/v1/requests/batch?check={'true' if name == 'batch' else 'false'}",
                headers={"content-type": "application/x-ndjson"},
                content=json.dumps(row).encode(),
            )
            assert sent.status_code == 201, sent.text
            ids[name] = sent.json()["id"]
        await self._after_the_grant()
        await self._appeal()
        draft = {"election": self.election, "outcome": "grant"}
        drafted = await self.decider.ok("/v1/acts", draft | {"requests": [await self.waiting()]})
        ids["act"] = drafted["id"]
        whole = await self.decider.ok("/v1/acts", draft | {"requests": [await self.waiting()]})
        await self.decider.ok(f"/v1/acts/{whole['id']}/effect", act(), 200)
        ids["act_in_effect"] = whole["id"]
        order = {"election": self.election, "organisations": [self.organisation], "reason": "x", "act": act()}
        ids["order"] = (await town.cec.ok("/v1/revocations", order))["id"]
        ids["notice"] = await self._notice(sender)
        return self

    async def _lane(self) -> None:
        """An order in effect, and the request for re-accreditation that its lane takes."""
        _, number = await self.granted()
        second = await self.town.key("cec")
        order = {
            "election": self.election, "organisations": [self.organisation], "reason": "Shkelje.", "act": act(),
            "reaccreditation_hours": 72, "confirmed_by": {"key": second.key},
        }  # fmt: skip
        self.ids["order_in_effect"] = (await self.town.cec.ok("/v1/revocations", order))["id"]
        asked = await self.sender.ok(f"/v1/accreditations/{number}/reaccreditation", {})
        self.ids["lane"] = asked["number"]

    async def _after_the_grant(self) -> None:
        ids, number = self.ids, self.ids["accreditation"]
        words = {"accreditation": number, "place": self.place, "words": "Pa votim familjar."}
        ids["report"] = (await self.sender.ok("/v1/reports", words))["number"]
        kept = await self.sender.post(
            f"/v1/reports/{ids['report']}/evidence", files={"file": ("a.txt", b"pamje")}
        )
        assert kept.status_code == 201, kept.text
        ids["evidence"] = kept.json()["id"]
        # Addressed as on the day of the vote, which is weeks ahead.
        await self.town.house.sql(
            "UPDATE reports SET addressee = %s, severity = %s WHERE number = %s",
            self.addressee,
            self.severity,
            ids["report"],
        )
        visit = await self.town.cec.ok(
            f"/v1/voting-centres/{self.place.replace('/', '-')}/check-ins", {"accreditation": number}
        )
        ids["visit"], ids["place"] = visit["id"], self.place.replace("/", "-")
        code = (await self.town.link(self.sender, number))["code"]
        session = await self.town.public.ok(
            "/v1/observers/sessions", {"code": code, "second_fact": "1990-05-17"}
        )
        self.observer = Caller(self.town, session["api_key"])

    async def _appeal(self) -> None:
        filed = await self.sender.ok(
            f"/v1/requests/{self.ids['request']}/appeal", {"grounds": "Pritet ende."}
        )
        self.ids["appeal"], self.ids["document"] = filed["number"], 1
        path = f"/v1/appeals/{filed['number']}/documents"
        added = await self.sender.post(path, files={"file": ("a.pdf", PDF)})
        assert added.status_code == 201, added.text

    @staticmethod
    async def _notice(caller: Caller) -> int | None:
        """The oldest notice of a caller; they stand in the feed a moment after their event."""
        for _ in range(200):
            items = (await caller.get("/v1/notices")).json()["items"]
            if items:
                return items[0]["id"]
            await asyncio.sleep(0.05)
        raise AssertionError("nothing was told")


async def an_election(town: Town, kind: str, first_body: str, lower: str) -> dict[str, Any]:
    """An election with the demo's places, its questions answered, and parties' requests delegated to `lower`."""
    election = await town.election(kind=kind)
    for statement in PLACES:
        await town.house.sql(statement, election, town.keys.election_id)
    path = f"/v1/elections/{election}"
    for code, value in (("first_body", first_body), ("rapporteur", "by_lot")):
        await town.cec.ok(f"{path}/appeal-rules", {"code": code, "value": value, "act": "TEST 1"})
    for measure in ("suspend", "revoke"):
        basis = {"measure": measure, "article": "1", "law": "TEST", "act": act()}
        await town.cec.ok(f"{path}/legal-bases", basis)
    start = {"instruction": fresh("KQZ "), "from_at": (await town.now() - timedelta(minutes=1)).isoformat()}
    held = await town.cec.ok(f"{path}/delegations", start | {"to": lower})
    spare, _ = await town.organisation("political_party")
    change = {"organisation": spare, "kind": "subject"}
    made = await town.cec.ok(
        f"{path}/registration-changes", {"changes": [change], "reason": "Regjistrim.", "act": act()}
    )
    return {"election": election, "delegation": held["id"], "change": made["id"], "spare": spare}


async def worlds(town: Town) -> dict[str, World]:
    """Four worlds: two of NGOs before the CEC, a party's before a ZEC, a party's before an LGEC."""
    assembly = await an_election(town, "assembly", "kas", "zec")
    local = await an_election(town, "local", "electoral_college", "lgec")
    made = {}
    for name, where, kind, decider in (
        ("cec", assembly, "albanian_ngo", town.cec),
        ("other", assembly, "albanian_ngo", town.cec),
        ("zec", assembly, "political_party", town.zec),
        ("lgec", local, "political_party", await town.key("lgec:30")),
    ):
        id, sender = await town.organisation(kind, contact={"person": "Ana", "email": "ana@example.al"})
        if kind == "political_party":
            for fact in (
                {"kind": "subject"},
                {"kind": "candidate", "electoral_unit": "30"},
                {"kind": "multi_name_list"},
            ):
                body = {"election": where["election"], "act": act(), **fact}
                await town.cec.ok(f"/v1/organisations/{id}/registrations", body)
        world = World(town, where["election"], (id, sender), decider)
        world.ids |= where
        if name == "other":
            world.place, world.addressee, world.severity = "4337", "vcc:4337", "S3"
        elif kind == "political_party":
            world.addressee = f"{name}:30"
        made[name] = await world.fill()
    # A centre's commission is told of alerts on the day of the vote; this one is told now.
    await town.house.sql(
        "INSERT INTO notices (at, recipient, kind, subject, arguments, organisation_id, election_id, dedup_key) "
        "SELECT at, 'commission:' || election_id || ':vcc:1850/01', kind, subject, arguments, organisation_id, "
        "election_id, %s FROM notices WHERE recipient LIKE 'commission:%%:kas' ORDER BY id DESC LIMIT 1",
        fresh("roles-"),
    )
    return made
