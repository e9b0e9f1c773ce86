"""The facts of an election that the rules of accreditation need."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import msgspec

from accreditation.findings import Finding, FindingCode, Severity, found
from accreditation.law.choices import Choice, ChoiceCode, Option, SetChoice, choice
from accreditation.law.counting import WorkCalendar
from accreditation.law.editions import EDITIONS, EditionId, Provision, cite, edition_in_force
from accreditation.law.limits import Limit, LimitCode, SetLimit, limit
from accreditation.law.readings import HourAnchor, HourClock, Reading
from accreditation.law.rest_days import CEC_SEAT, RestDay, work_calendar

FIRST_YEAR, LAST_YEAR = 1991, 2200
"""The years an election date can have: from the first plural election in Albania on."""


class ElectionKind(StrEnum):
    """What is voted on; a partial election follows the procedure of a general one (Art. 14(6)).

    A repeat election names the election that it repeats and follows that one's procedure, on a calendar of its own.
    """

    ASSEMBLY = "assembly"
    LOCAL = "local"
    REFERENDUM = "referendum"
    PARTIAL = "partial"
    REPEAT = "repeat"


class ElectionFacts(msgspec.Struct, frozen=True):
    """An election.

    Attributes:
        id: our identifier.
        name: as the commission calls it.
        kind: what is voted on.
        election_date: the civil date of voting, set by decree (Art. 2(1)).
        decreed_on: the civil date of the decree, None while there is none.
        edition: the edition of the code it is held under.
        reading: the reading of limits in days chosen by the commission's lawyer.
        holidays: official days off of the whole country, known when the election was recorded.
        reduced_days: days on which offices work reduced hours, likewise.
        final_announcement: the instant of the final announcement of results, None before it.
        hour_anchor: what 72 hours are counted back from; the default is the safe one.
        hour_clock: elapsed hours or the wall clock.
        set_limits: numbers set for this election by an act.
        set_choices: open questions answered for this election by an act.
        rest_days: days off and of reduced hours that acts announced, nationwide or of some bodies, perhaps late.
        repeats: the kind of the election that a repeat election repeats, None for any other.

    Raises:
        ValueError: the date lies outside the years this law can speak of, or the decree after the vote.
    """

    id: str
    name: str
    kind: ElectionKind
    election_date: date
    decreed_on: date | None = None
    edition: EditionId = EditionId.CODE_2005
    reading: Reading = Reading.CALENDAR
    holidays: frozenset[date] = frozenset()
    reduced_days: frozenset[date] = frozenset()
    final_announcement: datetime | None = None
    hour_anchor: HourAnchor = HourAnchor.START_OF_DATE
    hour_clock: HourClock = HourClock.ELAPSED
    set_limits: tuple[SetLimit, ...] = ()
    set_choices: tuple[SetChoice, ...] = ()
    rest_days: tuple[RestDay, ...] = ()
    repeats: ElectionKind | None = None

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.election_date.year <= LAST_YEAR:
            raise ValueError(f"an election date lies between {FIRST_YEAR} and {LAST_YEAR}")
        # A decree years before its election is no mistake we can name; one after it is.
        if self.decreed_on is not None and not self.decreed_on.year >= FIRST_YEAR:
            raise ValueError(f"a decree is not older than {FIRST_YEAR}")
        if self.decreed_on is not None and self.decreed_on > self.election_date:
            raise ValueError("an election is decreed before its date")

    @property
    def calendar(self) -> WorkCalendar:
        """The rest days of the CEC, with which requests are filed (Art. 18(5))."""
        return self.calendar_of(CEC_SEAT)

    def calendar_of(self, body: str) -> WorkCalendar:
        """The rest days of a body: `cec`, or a commission of a unit such as `zec:12`."""
        return work_calendar(self.holidays, self.reduced_days, self.rest_days, body)

    @property
    def procedure(self) -> ElectionKind:
        """The kind whose procedure holds: that of the election repeated, else its own."""
        return self.repeats or self.kind

    def limit(self, code: LimitCode) -> Limit:
        """A number of the law for this election, what was set for it included."""
        return limit(code, self.edition, self.election_date, self.set_limits)

    def choice(self, code: ChoiceCode) -> Choice:
        """An open question of the text with the answer that holds for this election."""
        return choice(code, self.edition, self.set_choices)

    def chosen(self, code: ChoiceCode, option: Option) -> bool:
        """True if this answer holds for this election."""
        return self.choice(code).option is option


def limit_warnings(*limits: Limit) -> tuple[Finding, ...]:
    """A number that nobody found blocks the act that needs it, and a demonstration value says what it is.

    Returns: one `limit_unset` or `limit_is_demo` for each limit concerned.
    No article: each warning carries the article of its own limit.
    """
    warnings = []
    for row in limits:
        if row.value is None:
            warnings.append(
                found(
                    FindingCode.LIMIT_UNSET,
                    Severity.NEEDS_LEGAL_DECISION,
                    row.citation,
                    limit=str(row.code),
                    unit=str(row.unit),
                    note=row.note,
                )
            )
        if row.demo:
            warnings.append(
                found(
                    FindingCode.LIMIT_IS_DEMO,
                    Severity.TO_RECORD,
                    row.citation,
                    limit=str(row.code),
                    value=row.value,
                    act=row.act,
                )
            )
    return tuple(warnings)


def election_warnings(election: ElectionFacts) -> tuple[Finding, ...]:
    """An election is set by decree and held under the code in force on its date.

    Returns: a warning where no decree is known, and where the edition chosen was not in force on the date.
    Source: Art. 2(1) and Art. 7(1) of the code of 2005.
    """
    warnings = []
    if election.decreed_on is None:
        warnings.append(
            found(
                FindingCode.ELECTION_NOT_DECREED,
                Severity.TO_RECORD,
                cite(election.edition, Provision.ELECTION_DATE),
                election_date=election.election_date.isoformat(),
            )
        )
    in_force = edition_in_force(election.election_date)
    if in_force is not election.edition:
        warnings.append(
            found(
                FindingCode.EDITION_NOT_IN_FORCE,
                Severity.TO_RECORD,
                cite(election.edition, Provision.ELECTION_DATE),
                edition=str(election.edition),
                law=str(EDITIONS[election.edition].law),
                in_force=str(in_force) if in_force else "",
            )
        )
    return tuple(warnings)
