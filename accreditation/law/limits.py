"""The one table of numbers: each limit and cap with value, unit, dates, article and the day it was checked.

No other file holds a number of the law.
A value of None was looked for and not found: the act that needs it is blocked with the warning `limit_unset`
until the commission's lawyer sets it for the election by a `SetLimit` with the number of the act.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import msgspec

from accreditation.law.citations import Citation, Law, Mark
from accreditation.law.editions import EDITIONS, VERIFIED_ON, EditionId, Provision, cite
from accreditation.law.procedure import TRANSLATION


class Unit(StrEnum):
    """What a value counts."""

    DAYS = "days"
    HOURS = "hours"
    PERSONS = "persons"
    HOUR_OF_DAY = "hour_of_day"


class LimitCode(StrEnum):
    """The name of each number."""

    ALBANIAN_OPENS = "albanian_opens"
    ALBANIAN_CLOSES = "albanian_closes"
    FOREIGN_CLOSES = "foreign_closes"
    DECISION = "decision"
    FOREIGN_DECISION_TARGET = "foreign_decision_target"
    PRESENCE_CAP = "presence_cap"
    PARTY_REGISTRATION = "party_registration"
    COALITION_REGISTRATION = "coalition_registration"
    APPEAL = "appeal"
    COURT_APPEAL = "court_appeal"
    COLLEGE_DECISION = "college_decision"
    APPEAL_REPORT = "appeal_report"
    APPEAL_COMPLETION = "appeal_completion"
    APPEAL_DECISION = "appeal_decision"
    ELECTION_AFTER_DECREE = "election_after_decree"
    TRANSLATION = "translation"
    VOTING_OPENS = "voting_opens"
    VOTING_CLOSES_SUMMER = "voting_closes_summer"
    VOTING_CLOSES_WINTER = "voting_closes_winter"


class Limit(msgspec.Struct, frozen=True):
    """One number of the law.

    Attributes:
        code: its name.
        edition: the edition of the code it belongs to.
        value: the number, or None where it was not found.
        unit: what it counts.
        citation: the article, with a mark for how well it is known.
        effective_from: first day of this value.
        effective_until: last day, or None while it holds.
        verified_on: the day it was last compared with its source.
        note: what the reader must know.
        act: number and date of the act by which a lawyer set it for one election, else empty.
        demo: true for a value that is no law and must print so.
    """

    code: LimitCode
    edition: EditionId
    value: int | None
    unit: Unit
    citation: Citation
    effective_from: date
    effective_until: date | None = None
    verified_on: date = VERIFIED_ON
    note: str = ""
    act: str = ""
    demo: bool = False


LARGEST_SET_VALUE = 1000
"""A bound against a slip of the pen, in the limit's own unit."""


class SetLimit(msgspec.Struct, frozen=True):
    """A number that the commission set for one election, such as the calendar of a repeat election.

    Attributes:
        code: the limit it sets.
        value: the number, in the limit's own unit, not negative.
        act: number and date of the act that sets it.
        demo: true for demonstration data; everything it touches prints "DEMO, NOT LAW".

    Raises:
        ValueError: the value is negative or beyond `LARGEST_SET_VALUE`, or no act is named.
    """

    code: LimitCode
    value: int
    act: str
    demo: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.value <= LARGEST_SET_VALUE:
            raise ValueError(f"a limit lies between 0 and {LARGEST_SET_VALUE}")
        if not self.act.strip():
            raise ValueError("a limit is set by an act with a number")


_C05, _C08 = EditionId.CODE_2005, EditionId.CODE_2008
_TARGET = Citation(Law.INTERNAL, "18", "5", "the text is silent for foreign observers", Mark.INFERRED)


def _row(
    code: LimitCode,
    edition: EditionId,
    value: int | None,
    unit: Unit,
    provision: Provision,
    effective_from: date | None = None,
    effective_until: date | None = None,
    note: str = "",
) -> Limit:
    held = EDITIONS[edition]
    return Limit(
        code=code,
        edition=edition,
        value=value,
        unit=unit,
        citation=cite(edition, provision),
        effective_from=effective_from or held.in_force_from,
        effective_until=effective_until or held.in_force_until,
        note=note,
    )


_FEB_2025 = date(2025, 2, 18)
"""The day the commission reported the amendment; its law number and its entry into force were not found."""

LIMITS: tuple[Limit, ...] = (
    # The code of 2005: read word for word.
    _row(LimitCode.ALBANIAN_OPENS, _C05, 45, Unit.DAYS, Provision.REQUEST_TIME),
    _row(LimitCode.ALBANIAN_CLOSES, _C05, 15, Unit.DAYS, Provision.REQUEST_TIME),
    _row(LimitCode.FOREIGN_CLOSES, _C05, 72, Unit.HOURS, Provision.REQUEST_TIME),
    _row(LimitCode.DECISION, _C05, 5, Unit.DAYS, Provision.DECISION_TIME),
    _row(LimitCode.PRESENCE_CAP, _C05, 2, Unit.PERSONS, Provision.PRESENCE_CAP),
    _row(LimitCode.PARTY_REGISTRATION, _C05, 40, Unit.DAYS, Provision.PARTY_REGISTRATION),
    _row(LimitCode.COALITION_REGISTRATION, _C05, 35, Unit.DAYS, Provision.COALITION_REGISTRATION),
    _row(
        LimitCode.ELECTION_AFTER_DECREE,
        _C05,
        45,
        Unit.DAYS,
        Provision.SETTING_THE_DATE,
        note="Assembly only: the Sunday nearest to that day",
    ),
    _row(LimitCode.VOTING_OPENS, _C05, 7, Unit.HOUR_OF_DAY, Provision.VOTING_HOURS),
    _row(
        LimitCode.VOTING_CLOSES_SUMMER,
        _C05,
        19,
        Unit.HOUR_OF_DAY,
        Provision.VOTING_HOURS,
        note="31 March to 15 October",
    ),
    _row(
        LimitCode.VOTING_CLOSES_WINTER,
        _C05,
        18,
        Unit.HOUR_OF_DAY,
        Provision.VOTING_HOURS,
        note="16 October to 30 March",
    ),
    _row(
        LimitCode.APPEAL,
        _C05,
        None,
        Unit.DAYS,
        Provision.COMPLAINT_TIME,
        note="Arts. 146 and 146/1: titles only",
    ),
    _row(LimitCode.COURT_APPEAL, _C05, None, Unit.DAYS, Provision.COURT_APPEAL, note="Art. 168: title only"),
    _row(
        LimitCode.COLLEGE_DECISION, _C05, None, Unit.DAYS, Provision.COLLEGE_TIME, note="Art. 173: title only"
    ),
    _row(
        LimitCode.APPEAL_REPORT, _C05, None, Unit.HOURS, Provision.APPEAL_CHECK, note="Art. 150: title only"
    ),
    _row(
        LimitCode.APPEAL_COMPLETION,
        _C05,
        None,
        Unit.HOURS,
        Provision.APPEAL_COMPLETION,
        note="Art. 149: title only",
    ),
    _row(
        LimitCode.APPEAL_DECISION,
        _C05,
        None,
        Unit.DAYS,
        Provision.APPEAL_DECISION,
        note="Art. 161/2: title only",
    ),
    # The code in force: the commission's own page, the Vorë decision of 11 May 2025, and the press.
    _row(
        LimitCode.ALBANIAN_OPENS,
        _C08,
        None,
        Unit.DAYS,
        Provision.DECISION_TIME,
        note="whether an earliest day survives in Arts. 6-7 was not found",
    ),
    _row(LimitCode.ALBANIAN_CLOSES, _C08, 15, Unit.DAYS, Provision.REQUEST_TIME),
    _row(LimitCode.FOREIGN_CLOSES, _C08, 72, Unit.HOURS, Provision.REQUEST_TIME),
    _row(
        LimitCode.DECISION,
        _C08,
        None,
        Unit.DAYS,
        Provision.DECISION_TIME,
        note="whether the five days survive in Arts. 6-7 was not found",
    ),
    _row(LimitCode.PRESENCE_CAP, _C08, 2, Unit.PERSONS, Provision.PRESENCE_CAP),
    _row(
        LimitCode.PARTY_REGISTRATION,
        _C08,
        None,
        Unit.DAYS,
        Provision.PARTY_REGISTRATION,
        effective_until=date(2025, 2, 17),
        note="the value before the amendment of 2025 was not found",
    ),
    _row(LimitCode.PARTY_REGISTRATION, _C08, 75, Unit.DAYS, Provision.PARTY_REGISTRATION, _FEB_2025),
    _row(
        LimitCode.COALITION_REGISTRATION,
        _C08,
        None,
        Unit.DAYS,
        Provision.COALITION_REGISTRATION,
        effective_until=date(2025, 2, 17),
        note="the value before the amendment of 2025 was not found",
    ),
    _row(LimitCode.COALITION_REGISTRATION, _C08, 70, Unit.DAYS, Provision.COALITION_REGISTRATION, _FEB_2025),
    _row(
        LimitCode.ELECTION_AFTER_DECREE,
        _C08,
        None,
        Unit.DAYS,
        Provision.SETTING_THE_DATE,
        note="the rule in force was not found; nothing is warned of",
    ),
    _row(LimitCode.VOTING_OPENS, _C08, 7, Unit.HOUR_OF_DAY, Provision.VOTING_HOURS, note="press, May 2025"),
    _row(LimitCode.VOTING_CLOSES_SUMMER, _C08, 19, Unit.HOUR_OF_DAY, Provision.VOTING_HOURS, note="May 2025"),
    _row(LimitCode.VOTING_CLOSES_WINTER, _C08, None, Unit.HOUR_OF_DAY, Provision.VOTING_HOURS),
    _row(
        LimitCode.APPEAL,
        _C08,
        3,
        Unit.DAYS,
        Provision.COMPLAINT_TIME,
        note="read in a revocation; held to cover refusals by analogy, which the lawyer confirms",
    ),
    _row(LimitCode.COURT_APPEAL, _C08, 5, Unit.DAYS, Provision.COURT_APPEAL, note="press"),
    _row(LimitCode.COLLEGE_DECISION, _C08, 10, Unit.DAYS, Provision.COLLEGE_TIME, note="press"),
    _row(LimitCode.APPEAL_REPORT, _C08, 24, Unit.HOURS, Provision.APPEAL_COMPLETION),
    _row(LimitCode.APPEAL_COMPLETION, _C08, 24, Unit.HOURS, Provision.APPEAL_COMPLETION),
    _row(
        LimitCode.APPEAL_DECISION,
        _C08,
        None,
        Unit.DAYS,
        Provision.APPEAL_DECISION,
        note="how long KAS may take was not found",
    ),
    # The additional deadline for a translation: the organ sets it in its notice, the lawyer may set one for all.
    *(
        Limit(
            LimitCode.TRANSLATION,
            edition,
            None,
            Unit.DAYS,
            TRANSLATION,
            EDITIONS[edition].in_force_from,
            note="Art. 20 asks the organ to set it and gives no number",
        )
        for edition in EditionId
    ),
    # No law: a target that the product proposes, because five days cannot fit inside 72 hours.
    *(
        Limit(
            LimitCode.FOREIGN_DECISION_TARGET,
            edition,
            24,
            Unit.HOURS,
            _TARGET,
            EDITIONS[edition].in_force_from,
            note="internal target, not law",
        )
        for edition in EditionId
    ),
)


def limit(code: LimitCode, edition: EditionId, on: date, set_limits: Iterable[SetLimit] = ()) -> Limit:
    """A limit of the code holds from its date; an act of the commission may set it for one election.

    An election names its edition itself, so a date outside the edition's own time takes the nearest row.

    Args:
        code: which limit.
        edition: the edition the election is held under.
        on: the civil date that decides which amendment holds, the election date.
        set_limits: what was set for this election; the last entry of a code wins.

    Returns: the limit; its `value` is None where the law's number was not found and nobody set one.
    No article: this reads the table; each row carries its own citation.
    """
    rows = sorted(
        (row for row in LIMITS if row.code is code and row.edition is edition),
        key=lambda row: row.effective_from,
    )
    begun = [row for row in rows if row.effective_from <= on]
    found = begun[-1] if begun else rows[0]
    for entry in set_limits:
        if entry.code is code:
            found = msgspec.structs.replace(found, value=entry.value, act=entry.act, demo=entry.demo)
    return found
