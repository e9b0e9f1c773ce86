"""Answers of the routes of elections and places."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from backend.api.answers import Answer, Answers, File


class Act(Answer, frozen=True):
    """An act of a commission; of a set number only its number is known."""

    number: str
    date: str | None = None
    signatory: str | None = None


class SetLimit(Answer, frozen=True):
    """A number that an act set for an election."""

    code: str
    value: int
    act: str
    demo: bool = False


class SetChoice(Answer, frozen=True):
    """An open question that an act answered for an election."""

    code: str
    option: str
    act: str


class RestDay(Answer, frozen=True):
    """A day off or of reduced hours as it is recorded."""

    id: int
    day: date
    reduced: bool
    name: str
    bodies: list[str] | None
    act: Act
    recorded_at: datetime


class VotingHours(Answer, frozen=True):
    """The hours of voting by the date's branch."""

    opens_at: datetime
    closes_at: datetime | None
    branch: str
    article: str
    law: str


class Warned(Answer, frozen=True):
    """Something its commission should look at; nothing of it blocks."""

    code: str
    article: str
    law: str
    arguments: dict[str, Any]


class Election(Answer, frozen=True):
    """An election."""

    id: int
    name: str
    kind: str
    election_date: date
    decreed_on: date | None
    edition: str
    reading: str
    hour_anchor: str
    hour_clock: str
    holidays: list[date]
    reduced_days: list[date]
    set_limits: list[SetLimit]
    set_choices: list[SetChoice]
    rest_days: list[RestDay]
    demo: bool
    final_announcement: datetime | None
    created_at: datetime
    repeats: int | None
    repeated_kind: str | None
    voting_hours: VotingHours
    warnings: list[Warned]


class Elections(Answer, frozen=True):
    """A page of elections."""

    items: list[Election]
    next_cursor: str | None


class Step(Answer, frozen=True):
    """One step of a count."""

    code: str
    args: dict[str, str | int]


class LimitReading(Answer, frozen=True):
    """A limit's end under one reading."""

    reading: str
    variant: str
    at: datetime
    last_day: date | None
    article: str
    law: str
    counting: list[Step]


class Finding(Answer, frozen=True):
    """A finding about a limit."""

    code: str
    severity: str
    article: str
    law: str
    arguments: dict[str, Any]
    instant: datetime | None
    readings: list[LimitReading]


class TimeLimit(Answer, frozen=True):
    """One time limit, explained."""

    code: str
    title: str
    rule: str
    article: str
    law: str
    value: int | None
    unit: str
    counted_from: str
    opens_at: datetime | None
    closes_at: datetime | None
    reading: str
    safe_until: datetime | None
    lenient_until: datetime | None
    counting: list[Step]
    readings: list[LimitReading]
    warnings: list[Finding]
    known_by: str
    source: str
    note: str
    act: str
    unset: bool
    internal: bool
    demo: bool


class LimitedElection(Answer, frozen=True):
    """The facts of an election that its limits follow from."""

    id: int
    name: str
    kind: str
    election_date: date
    decreed_on: date | None
    edition: str
    reading: str
    hour_anchor: str
    hour_clock: str
    demo: bool
    voting_hours: VotingHours
    warnings: list[Warned]


class Holiday(Answer, frozen=True):
    """A day off: whose offices it shuts (null: all), and whether it was recorded when it had begun."""

    day: date
    kind: str
    name: str
    bodies: list[str] | None
    act: Act | None
    recorded_at: datetime
    announced_late: bool


class Holidays(Answer, frozen=True):
    """Days off."""

    items: list[Holiday]
    next_cursor: None = None


class TimeLimits(Answer, frozen=True):
    """Every time limit of an election; `calendar_of` is whose days off moved them."""

    election: LimitedElection
    calendar_of: str
    holidays: list[Holiday]
    items: list[TimeLimit]
    next_cursor: None = None


class Dates(Answer, frozen=True):
    """The dates of an election."""

    election_date: date
    decreed_on: date | None


class Ends(Answer, frozen=True):
    """The ends of a limit."""

    opens_at: datetime | None
    closes_at: datetime | None
    safe_until: datetime | None
    lenient_until: datetime | None
    value: int | None


class MovedLimit(Answer, frozen=True):
    """A limit before and after a change."""

    code: str
    article: str
    moved: bool
    before: Ends
    after: Ends


class Badges(Answer, frozen=True):
    """Badges in force, and those whose printed end lies too early for the new date."""

    in_force: int
    end_before_horizon: int
    end_before_election: int


class Touched(Answer, frozen=True):
    """Whom a change touches; `requests` counts what happens to those that wait."""

    requests: dict[str, int]
    senders: int
    observers: int
    commissions: int
    badges: Badges


class CalendarChange(Answer, frozen=True):
    """A change of an election's calendar, or its preview; `event`, `state` and `done` follow its work."""

    preview: bool
    election: int
    before: Dates
    after: Dates
    limits: list[MovedLimit]
    touches: Touched
    warnings: list[Warned]
    event: int | None = None
    state: str | None = None
    done: dict[str, int] | None = None


class ElectionEvent(Answer, frozen=True):
    """Something that changed an election's limits, with the facts before and after."""

    id: int
    kind: str
    at: datetime
    by: str
    act: dict[str, Any]
    before: dict[str, Any]
    after: dict[str, Any]
    state: str
    counts: dict[str, int]
    finished_at: datetime | None


class ElectionEvents(Answer, frozen=True):
    """A page of changes."""

    items: list[ElectionEvent]
    next_cursor: str | None


class CarryWindow(Answer, frozen=True):
    """A window that carried requests meet."""

    code: str
    opens_at: datetime | None
    closes_at: datetime | None
    safe_until: datetime | None
    lenient_until: datetime | None


class CarriedOne(Answer, frozen=True):
    """One accreditation to carry over, or carried over with the number of the new request."""

    accreditation: str
    organisation: int
    unknown_places: list[str] | None = None
    number: str | None = None


class CarryOver(Answer, frozen=True):
    """A carry-over or its preview."""

    election: int
    earlier: int
    observers: int
    already: int
    items: list[CarriedOne]
    preview: bool = False
    windows: list[CarryWindow] | None = None
    event: int | None = None
    state: str | None = None


class Place(Answer, frozen=True):
    """A voting centre, counting centre or table, or a counting place for votes from abroad."""

    code: str
    kind: str
    unit_code: str
    name: str
    address: str
    latitude: float | None
    longitude: float | None
    special: str | None
    parent_code: str | None


class Places(Answer, frozen=True):
    """A page of places."""

    items: list[Place]
    next_cursor: str | None


class Unit(Answer, frozen=True):
    """An electoral unit, and how much of each kind lies in it."""

    code: str
    name: str
    voting_centres: int
    counting_centres: int
    counting_tables: int


class Units(Answer, frozen=True):
    """A page of electoral units."""

    items: list[Unit]
    next_cursor: str | None


class Competence(Answer, frozen=True):
    """Whose requests a commission decides on now, and by which instruction."""

    senders: str
    article: str
    law: str
    instruction: str | None


class Commission(Answer, frozen=True):
    """A commission; `role` is what its officers' keys are issued for."""

    role: str
    kind: str
    name: str
    unit_code: str | None
    place_code: str | None
    competence: Competence | None


class Commissions(Answer, frozen=True):
    """A page of commissions."""

    items: list[Commission]
    next_cursor: str | None


class ImportedRow(Answer, frozen=True):
    """What became of one row of a file; `field` and `reason` of a rejected one."""

    row: int
    kind: str
    code: str
    outcome: str
    field: str | None = None
    reason: str | None = None


class Import(Answer, frozen=True):
    """What became of a file of places."""

    election: int
    dry_run: bool
    rows: int
    created: int
    changed: int
    unchanged: int
    rejected: int
    commissions: int
    items: list[ImportedRow]


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ANSWERS: Answers = {
    "create_election": {201: Election},
    "list_elections": {200: Elections},
    "read_election": {200: Election},
    "read_time_limits": {200: TimeLimits},
    "set_limit": {201: Election},
    "announce_results": {200: Election},
    "redate_election": {200: CalendarChange, 202: CalendarChange},
    "record_holidays": {200: CalendarChange, 202: CalendarChange},
    "list_holidays": {200: Holidays},
    "list_election_changes": {200: ElectionEvents},
    "carry_over": {200: CarryOver, 201: CarryOver, 202: CarryOver},
    "list_places": {200: Places},
    "list_electoral_units": {200: Units},
    "list_commissions": {200: Commissions},
    "import_places": {200: Import},
    "places_template": {200: File(("text/csv", XLSX))},
}
