"""What the demo shows at its first start: senders of every kind, requests in each state, an act, an appeal.

Everything goes through the same actions as a caller's, so nothing in it could not have happened.
What must be old, such as a request that nobody decided in time, is filed with a clock of its own.
"""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import date, timedelta
from typing import Any

import msgspec

from accreditation.civil_time import civil_date
from backend.actions.appeals import appeals
from backend.actions.appeals.appeals import AppealBody
from backend.actions.decisions import act_drafts, act_effects, decisions, proposals
from backend.actions.decisions.act_drafts import ActDraftBody
from backend.actions.decisions.act_effects import EffectBody
from backend.actions.decisions.decisions import DecisionBody
from backend.actions.decisions.proposals import ProposalBody
from backend.actions.once import Answer, Ticket
from backend.actions.principals import Principal
from backend.actions.requests import conduct, reminders, replacements, requests
from backend.actions.requests.conduct import ConductVersionBody
from backend.actions.requests.filings import RequestBody
from backend.actions.requests.reminders import RemindersBody
from backend.actions.requests.replacements import ReplacementBody
from backend.actions.requests.requests import WithdrawalBody
from backend.actions.senders import organisations, registrations
from backend.actions.senders.organisations import OrganisationBody
from backend.actions.senders.registrations import RegistrationBody
from backend.cli.demo_data import ACTOR, DEMO_ACT, DemoKeys
from backend.clock import Clock
from backend.services import Services
from backend.store import organisations as organisation_rows

LATE_DAYS = 7
"""Art. 18(5) gives five days, so a request so old is late under the reading that the demo chose."""
RECENT_DAYS = 2
LEADS_HOURS = [72, 24, 6]
CEC = Principal("cec")
SENDERS = (
    ("mission", "Misioni Ndërkombëtar i Vëzhgimit (DEMO)", "international_organisation", "AT", True),
    ("media", "Gazeta e Ditës (DEMO)", "media", "AL", True),
    ("party", "Partia e Parë (DEMO)", "political_party", "AL", True),
    ("candidate", "Kandidati i Pavarur (DEMO)", "independent_candidate", "AL", False),
)
"""Short name, name, kind, seat, whether it is admitted already."""
CONDUCT = {
    "sq": "DEMO: vëzhguesi është i paanshëm, nuk ndërhyn dhe mban distinktivin të dukshëm.",
    "en": "DEMO: an observer is impartial, does not interfere and wears the badge visibly.",
}


class Stage:
    """The demo as its scenes act on it: one service, who sends, and a key for each step."""

    def __init__(self, services: Services, keys: DemoKeys) -> None:
        self.services = services
        self.election = keys.election_id
        self.senders = {"ngo": keys.organisation_id}
        self.steps = 0

    def at(self, days_ago: float) -> Services:
        """The same services at an earlier time."""
        clock = Clock()
        clock.jump(self.services.clock.offset - timedelta(days=days_ago))
        return dataclasses.replace(self.services, clock=clock)

    def sender(self, name: str) -> Principal:
        """Who sends."""
        id = self.senders[name]
        return Principal(f"organisation:{id}", organisation_id=id)

    def ticket(self, principal: Principal) -> Ticket:
        """The idempotency key of the next step."""
        self.steps += 1
        key = f"demo-{self.steps}"
        return Ticket(principal.role, "demo", key, hashlib.sha256(key.encode()).digest())

    def today(self) -> date:
        """The civil date that acts bear."""
        return civil_date(self.services.clock.now())

    def act(self, number: str) -> dict[str, Any]:
        """Number, date and signatory of an act of the demo."""
        return {"number": f"{number} DEMO", "date": self.today().isoformat(), "signatory": "DEMO"}

    async def file(
        self, sender: str, days_ago: float, names: str, born: str, document: str, centre: str, **more: Any
    ) -> str:
        """One request; its number."""
        given, family = names.split()
        body = {
            "election": self.election,
            "observer": {
                "given_name": given,
                "family_name": family,
                "birth_date": born,
                "citizenship": more.pop("citizenship", "AL"),
                "document": {"type": "id_card", "number": document},
            },
            "scope": {"voting_centres": [centre]},
            "code_of_conduct": {"version": "1"},
        }
        who = self.sender(sender)
        read = msgspec.convert(body | more, RequestBody)
        return _of(await requests.file(self.at(days_ago), who, self.ticket(who), read))["number"]

    async def decide(self, number: str, outcome: str, act: str, **ground: str) -> None:
        """The CEC decides on one request."""
        body = {"outcome": outcome, "grounds": [ground] if ground else [], "act": self.act(act)}
        read = msgspec.convert(body, DecisionBody)
        await decisions.decide(self.services, CEC, self.ticket(CEC), number, read)

    async def gather(self, numbers: list[str]) -> int:
        """Officers propose to grant, and a draft act gathers the proposals; its id."""
        for number in numbers:
            body = msgspec.convert({"outcome": "grant"}, ProposalBody)
            await proposals.propose(self.services, CEC, self.ticket(CEC), number, body)
        draft = ActDraftBody(self.election, requests=numbers)
        return _of(await act_drafts.draft(self.services, CEC, self.ticket(CEC), draft))["id"]


async def fill(services: Services, keys: DemoKeys) -> None:
    """Play all scenes on a demo that was loaded a moment ago.

    Raises:
        Problem: a scene is not what the actions allow: a fault of this file.
    """
    stage = Stage(services, keys)
    await _senders(stage)
    await _requests(stage)


async def _senders(stage: Stage) -> None:
    """A code of conduct, reminders, and senders of several kinds with what is on file about them."""
    early = stage.at(LATE_DAYS + 1)
    published = {"version": "1", "valid_from": early.clock.now().isoformat(), "text": CONDUCT}
    code = msgspec.convert(published, ConductVersionBody)
    await conduct.publish(early, CEC, stage.ticket(CEC), stage.election, code)
    await reminders.choose(early, CEC, stage.election, RemindersBody(LEADS_HOURS))
    now = early.clock.now()
    async with stage.services.database.transaction() as conn:
        for name, full, kind, country, admitted in SENDERS:
            contact = {"person": "Demo Demo", "email": f"{name}@example.org"}
            body = {"name": full, "kind": kind, "country": country, "contact": contact}
            made, _ = await organisations.add(conn, now, msgspec.convert(body, OrganisationBody), ACTOR)
            stage.senders[name] = made.id
            if admitted:
                act = {"number": DEMO_ACT, "date": civil_date(now).isoformat(), "signatory": "DEMO"}
                await organisation_rows.decide_admission(conn, made.id, "admitted", act, now)
    for name, kind in (("party", "subject"), ("party", "multi_name_list"), ("mission", "human_rights")):
        fact = {"election": stage.election, "kind": kind, "act": stage.act("1")}
        read = msgspec.convert(fact, RegistrationBody)
        await registrations.record(stage.services, CEC, stage.ticket(CEC), stage.senders[name], read)


async def _requests(stage: Stage) -> None:
    """Requests in each state that an open window allows, two similar persons, acts, and an appeal."""
    services = stage.services
    await stage.file("ngo", LATE_DAYS, "Arta Shehu", "1988-02-11", "J80211101A", "1851")
    replaced = await stage.file("ngo", RECENT_DAYS, "Genti Marku", "1979-09-30", "H90930102B", "1852/01")
    shown = await stage.file("media", RECENT_DAYS, "Drita Koka", "1991-12-01", "J11201103C", "1850/01")
    act = await stage.gather([replaced, shown])
    signed = EffectBody("10 DEMO", stage.today(), "DEMO")
    await act_effects.put_in_effect(services, CEC, stage.ticket(CEC), act, signed)

    refused = await stage.file("party", RECENT_DAYS, "Luan Prifti", "1983-04-18", "H30418104D", "1853")
    facts = "DEMO: regjistri i komisioneve e mban si anëtar të KQV-së."
    reason = "DEMO: vëzhguesi është anëtar i komisionit."
    await stage.decide(
        refused, "refuse", "11", code="office_held", article="18(1)", reason=reason, facts=facts
    )
    returned = await stage.file("candidate", 1, "Besa Leka", "1985-02-01", "H50201105E", "1854/01")
    await stage.decide(returned, "return", "12", article="18(4)", reason="DEMO: mungon zona e kandidatit.")
    withdrawn = await stage.file("ngo", 1, "Ermal Dushi", "1994-07-07", "J40707106F", "1854/02")
    ngo, party = stage.sender("ngo"), stage.sender("party")
    await requests.withdraw(services, ngo, stage.ticket(ngo), withdrawn, WithdrawalBody())
    grounds = AppealBody("DEMO: vëzhguesi dha dorëheqjen nga komisioni para kërkesës.")
    await appeals.file(services, party, stage.ticket(party), refused, grounds)

    # The same person, as far as anybody can tell from two filings of two senders.
    await stage.file("ngo", 0.5, "Elira Çela", "1990-05-17", "J00517107G", "1853")
    await stage.file("media", 0.4, "Elira Cela", "1990-05-17", "J00517107G", "1853")
    wait = [
        await stage.file("mission", 0.3, "Anna Huber", "1975-03-03", "P1234567", "1851", citizenship="AT"),
        await stage.file(
            "mission", 0.2, "Jonas Lindt", "1981-08-24", "P7654321", "1852/02", citizenship="AT"
        ),
    ]
    await stage.gather(wait)
    instead = {
        "observer": {
            "given_name": "Sokol",
            "family_name": "Hasa",
            "birth_date": "1987-01-20",
            "citizenship": "AL",
            "document": {"type": "id_card", "number": "H70120108H"},
        },
    }
    body = msgspec.convert(instead, ReplacementBody)
    await replacements.file(services, ngo, stage.ticket(ngo), replaced, body)


def _of(answer: Answer) -> dict[str, Any]:
    return msgspec.json.decode(answer.body)
