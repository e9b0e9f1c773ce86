"""A small world for conversations: a register, two links, a help center, and a person who talks.

It answers the dialogue's questions as the shell does from the database, and counts what was filed.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from bots.dialogue import engine
from bots.dialogue.effects import Effect, Say
from bots.dialogue.facts import (
    BoundAccreditation,
    Facts,
    HelpCenter,
    HelpFact,
    HelpKind,
    LinkFact,
    LinkState,
    Place,
    PlaceKind,
    ReportStatus,
)
from bots.dialogue.questions import (
    AskHelp,
    CheckSecondFact,
    FindPlaces,
    HelpTopic,
    MyReports,
    NearestCentres,
    NextReportNumber,
    OpenLink,
    Question,
)
from bots.messages import Channel, Inbound, Kind, Location, Media

NOW = datetime(2026, 5, 17, 10, 0, tzinfo=UTC)
"""Noon in Tirana on the election day of this world."""
SCHOOL = Place("1850/01", PlaceKind.VOTING_CENTRE, "Shkolla 9-vjeçare", "unit:12", True)
GYM = Place("2224/01", PlaceKind.VOTING_CENTRE, "Palestra", "unit:13", False)
ZONE = Place("unit:12", PlaceKind.COMMISSION, "KZAZ 12", "unit:12", True)
PLACES = {place.code: place for place in (SCHOOL, GYM, ZONE)}
OBSERVER = (BoundAccreditation("A-1", "e1", "Zgjedhjet 2026", "Ana", "Organizata"),)
CHECKED_IN = (BoundAccreditation("A-1", "e1", "Zgjedhjet 2026", "Ana", "Organizata", last_check_in=SCHOOL),)
REVOKED = (BoundAccreditation("A-1", "e1", "Zgjedhjet 2026", "Ana", "Organizata", revoked=True),)
VOTER: tuple[BoundAccreditation, ...] = ()
REPORTS = (
    ReportStatus("R-9", "1850/01", "FAM", "passed_on", NOW, "KZAZ 12"),
    ReportStatus("R-8", "2224/01", "", "received", NOW),
)
PHOTO = Inbound(Channel.TELEGRAM, "", "7", Kind.PHOTO, media=(Media("file-1", "unique-1", "image/jpeg"),))
VOICE = Inbound(Channel.TELEGRAM, "", "7", Kind.VOICE, media=(Media("file-2", "unique-2", "audio/ogg"),))
POSITION = Inbound(Channel.TELEGRAM, "", "7", Kind.LOCATION, location=Location(41.33, 19.82))


def odd(kind: Kind, text: str = "") -> Inbound:
    """A message of a kind that carries no words for the dialogue."""
    return Inbound(Channel.TELEGRAM, "", "7", kind, text=text)


def inbound(said: str | Inbound) -> Inbound:
    """A line of a transcript as a message: `[data]` presses a button, everything else is text."""
    if isinstance(said, Inbound):
        return said
    if said.startswith("[") and said.endswith("]"):
        return Inbound(Channel.TELEGRAM, "", "7", Kind.BUTTON, button=said[1:-1])
    return Inbound(Channel.TELEGRAM, "", "7", Kind.TEXT, text=said)


class Talk:
    """One conversation: say lines, read what came of them."""

    def __init__(self, bound: tuple[BoundAccreditation, ...] = OBSERVER, language: str | None = "sq") -> None:
        """Begins greeted, in Albanian, unless `language` is None for a first contact."""
        self.bound = bound
        self.state = engine.State(language=language, greeted=language is not None)
        self.numbers = 0
        self.reports: tuple[ReportStatus, ...] = REPORTS
        self.attempts = 5
        self.effects: list[Effect] = []
        self.last: tuple[Effect, ...] = ()

    def facts(self, questions: tuple[Question, ...]) -> Facts:
        """The answers of this world."""
        known: dict[str, Any] = {}
        for question in questions:
            match question:
                case FindPlaces(codes):
                    known["places"] = tuple(PLACES[code] for code in codes if code in PLACES)
                case NearestCentres():
                    known["nearest"] = (SCHOOL, GYM)
                case OpenLink(code):
                    known["link"] = self.link(code)
                case CheckSecondFact(_, answer):
                    known["second_fact_right"] = answer == "1990-05-17"
                case NextReportNumber():
                    self.numbers += 1
                    known["report_number"] = f"R-{self.numbers}"
                case MyReports():
                    known["reports"] = self.reports
                case AskHelp(text, _):
                    known["help"] = help_for(text)
                case HelpTopic(topic, _):
                    known["help"] = HelpFact(HelpKind.ANSWER, topic, f"Tema {topic}.", "Kodi Zgjedhor")
        return Facts(
            bound=self.bound,
            help_center=HelpCenter(phone="0800 1111", email="info@example.al"),
            election_name="Zgjedhjet 2026",
            election_date=date(2026, 5, 17),
            police_number="129",
            **known,
        )

    def link(self, code: str) -> LinkFact:
        """`GOODCODE` is valid until its attempts are used up; `USEDCODE` and `OLDCODE` are what they say."""
        if code == "GOODCODE" and self.attempts:
            return LinkFact(LinkState.VALID, self.attempts, "A", "Zgjedhjet 2026")
        states = {"USEDCODE": LinkState.USED, "OLDCODE": LinkState.EXPIRED, "GOODCODE": LinkState.BURNED}
        return LinkFact(states.get(code, LinkState.UNKNOWN))

    def say(self, said: str | Inbound) -> list[str]:
        """One message to the bot; the message ids that it answers, in order."""
        message = inbound(said)
        asked = engine.questions(self.state, message, self.bound)
        outcome = engine.step(self.state, message, self.facts(asked), NOW)
        self.state = engine.load(engine.dump(outcome.state))
        assert self.state == outcome.state
        self.last = outcome.effects
        self.effects.extend(outcome.effects)
        return [effect.outbound.message for effect in outcome.effects if isinstance(effect, Say)]

    def done(self, kind: type) -> list[Any]:
        """All effects of one kind so far."""
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def acts(self) -> list[str]:
        """The names of the last message's effects, in order, what was said left out."""
        return [type(effect).__name__ for effect in self.last if not isinstance(effect, Say)]


def help_for(text: str) -> HelpFact | None:
    """A help center that knows where to vote and hesitates about passports."""
    folded = text.lower()
    if "votoj" in folded:
        return HelpFact(
            HelpKind.ANSWER, "where_vote", "Në qendrën tuaj.", "Kodi Zgjedhor, neni 10", "Zgjedhjet 2026"
        )
    if "pasaport" in folded or "passport" in folded:
        choices = (("expired_id", "Dokument i skaduar"), ("id_documents", "Dokumentet"))
        return HelpFact(HelpKind.LIST, alternatives=choices)
    return HelpFact(HelpKind.HANDOVER)
