"""What a step may know: the answers of the shell to the questions of `questions`, and standing facts.

Every struct is a plain value. A fact that was not asked for has its default.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import msgspec


class PlaceKind(StrEnum):
    """What a code of the place register names."""

    VOTING_CENTRE = "voting_centre"
    COUNTING_CENTRE = "counting_centre"
    ELECTORAL_UNIT = "electoral_unit"
    COMMISSION = "commission"


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """One place of the register.

    Attributes:
        code: in normal form (`1850/01`).
        kind: what it is.
        name: as the register has it.
        unit: code of its electoral unit.
        in_scope: inside the accreditation of the bound observer; False when nobody is bound.
    """

    code: str
    kind: PlaceKind
    name: str
    unit: str = ""
    in_scope: bool = False


class BoundAccreditation(msgspec.Struct, frozen=True, omit_defaults=True):
    """One accreditation that this chat speaks for.

    Attributes:
        number: the accreditation's number.
        election: id of the election.
        election_name: as it is shown.
        given_name: of the observer.
        organisation: name of the sender.
        revoked: True once it was revoked or has ended; reports are then kept as unaccredited.
        all_places: True when the scope is the whole country.
        last_check_in: the voting centre where the observer is or was last checked in.
    """

    number: str
    election: str
    election_name: str = ""
    given_name: str = ""
    organisation: str = ""
    revoked: bool = False
    all_places: bool = False
    last_check_in: Place | None = None


class LinkState(StrEnum):
    """What a one-time chat link is worth now."""

    VALID = "valid"
    USED = "used"
    EXPIRED = "expired"
    UNKNOWN = "unknown"
    BURNED = "burned"
    """Too many wrong second facts."""


class LinkFact(msgspec.Struct, frozen=True, omit_defaults=True):
    """A one-time link, without personal data of the observer.

    Attributes:
        state: see `LinkState`.
        attempts_left: wrong second facts that are still forgiven, before the present answer.
        observer_initial: first letter of the given name, so that a person sees a wrong link.
        election_name: as it is shown.
    """

    state: LinkState
    attempts_left: int = 0
    observer_initial: str = ""
    election_name: str = ""


class ReportStatus(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where one report stands.

    Attributes:
        number: the report's number.
        place: code or words of the place.
        category: category code, or empty.
        status: a code of `bots.reports.states.Status`.
        at: when that status began, aware UTC.
        addressee: name of the commission it is addressed to, or empty.
    """

    number: str
    place: str
    category: str
    status: str
    at: datetime
    addressee: str = ""


class HelpKind(StrEnum):
    """What the help center can do with a question."""

    ANSWER = "answer"
    LIST = "list"
    HANDOVER = "handover"


class HelpFact(msgspec.Struct, frozen=True, omit_defaults=True):
    """The help center's result for one question, already in the person's language.

    Attributes:
        kind: see `HelpKind`.
        topic: id of the topic answered, or empty.
        text: the approved answer.
        source: the line that names its source.
        election: the election it holds for, or empty when it holds for all.
        valid_from: civil date as shown, or empty.
        alternatives: (topic, title) of other topics that may be meant; shown as buttons, at most eight.
    """

    kind: HelpKind
    topic: str = ""
    text: str = ""
    source: str = ""
    election: str = ""
    valid_from: str = ""
    alternatives: tuple[tuple[str, str], ...] = ()


class HelpCenter(msgspec.Struct, frozen=True, omit_defaults=True):
    """The Help Center's other channels; an empty one is not shown. They are configuration."""

    phone: str = ""
    whatsapp: str = ""
    chatbot: str = ""
    email: str = ""


class Facts(msgspec.Struct, frozen=True, omit_defaults=True):
    """All that one step may know.

    Attributes:
        bound: accreditations of this chat; empty for a voter.
        places: answer to `FindPlaces`.
        nearest: answer to `NearestCentres`, nearest first.
        link: answer to `OpenLink`.
        second_fact_right: answer to `CheckSecondFact`.
        report_number: answer to `NextReportNumber`.
        reports: answer to `MyReports`.
        help: answer to `AskHelp` or `HelpTopic`.
        help_center: the Help Center's other channels.
        election_name: the open election, or empty.
        election_date: its day, for the phase of a report; None when no election is open.
        police_number: the police emergency number; configuration.
        duty_on: True when a duty officer is on duty now, so that the bot does not promise one.
    """

    bound: tuple[BoundAccreditation, ...] = ()
    places: tuple[Place, ...] = ()
    nearest: tuple[Place, ...] = ()
    link: LinkFact | None = None
    second_fact_right: bool | None = None
    report_number: str | None = None
    reports: tuple[ReportStatus, ...] = ()
    help: HelpFact | None = None
    help_center: HelpCenter = HelpCenter()
    election_name: str = ""
    election_date: date | None = None
    police_number: str = ""
    duty_on: bool = False
