"""The readings of a limit set in days or hours: four profiles for days, four for hours, as dated and cited data.

Which general code governs the limits of Art. 18(5) is open (Art. 146/1 would say, and its text was not found).
So every limit is computed under each reading, and the commission's lawyer chooses one for each election.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from accreditation.law.citations import Citation, Law, Mark
from accreditation.law.editions import CODE_2005_TEXT
from accreditation.law.procedure import CAP_2015_FROM


class Reading(StrEnum):
    """The four readings of a limit in days."""

    CALENDAR = "calendar"
    CLEAR_DAYS = "clear_days"
    CIVIL_PROCEDURE = "civil_procedure"
    ADMINISTRATIVE = "administrative"


class HourAnchor(StrEnum):
    """What "before the election date" means for a limit in hours."""

    START_OF_DATE = "start_of_date"
    OPENING_HOUR = "opening_hour"


class HourClock(StrEnum):
    """Whether hours are counted as they elapse, or read on the wall clock across a clock change."""

    ELAPSED = "elapsed"
    WALL_CLOCK = "wall_clock"


class Rule(StrEnum):
    """How days are counted."""

    CALENDAR = "calendar"
    """Every day counts; the event's own day does not; the end is never moved."""
    CLEAR = "clear"
    """The full number of days lies between the act and the event."""
    MOVED = "moved"
    """Every day counts; an end on a rest day moves to the next working day."""
    MOVED_REDUCED = "moved_reduced"
    """As `MOVED`; a day of reduced office hours moves the end too."""
    WORKING = "working"
    """Saturdays, Sundays and official holidays are not counted."""
    WORKING_CLEAR = "working_clear"
    """As `WORKING`, and the full number of working days lies between."""


class Variant(msgspec.Struct, frozen=True):
    """One way to carry a reading out.

    Attributes:
        code: its name within the reading; the first variant of a profile is named `main`.
        rule: how days are counted.
        citation: the text it rests on.
    """

    code: str
    rule: Rule
    citation: Citation


class Profile(msgspec.Struct, frozen=True):
    """A reading in one period.

    Attributes:
        reading: its name.
        backward: the variants of a limit counted back from the vote; the first is the profile's own answer.
        forward: the variants of a limit counted on from an act, such as the five days to decide.
        effective_from: first election date it is stated for.
        text_read: false where the text in force in this period was not found and the older text stands in.
        note: what the lawyer must know.
    """

    reading: Reading
    backward: tuple[Variant, ...]
    forward: tuple[Variant, ...]
    effective_from: date
    text_read: bool = True
    note: str = ""


_CODE = Citation(Law.CODE_2005, "18", "5", CODE_2005_TEXT, Mark.VERBATIM)
_CODE_CLEAR = Citation(Law.CODE_2005, "18", "5", CODE_2005_TEXT, Mark.INFERRED)
_CPC = Citation(Law.CPC, "148", "", "http://ligjet.info/kodi_proc_civile/pjesa_i/titulli_vi/kreu_v")
_CAP_SOURCE = "http://ligjet.com/kodi_proc_admin/pjesa_v/kreu_iii/seksioni_ii"
_CAP_B = Citation(Law.CAP_1999, "62", "b", _CAP_SOURCE)
_CAP_C = Citation(Law.CAP_1999, "62", "c", _CAP_SOURCE)

_BEGINNING = date(2000, 1, 1)

_ADMINISTRATIVE_BACK = (
    Variant("main", Rule.WORKING, _CAP_B),
    Variant("clear", Rule.WORKING_CLEAR, _CAP_B),
    Variant("moved", Rule.MOVED_REDUCED, _CAP_C),
)
_ADMINISTRATIVE_ON = (Variant("main", Rule.WORKING, _CAP_B),)

PROFILES: tuple[Profile, ...] = (
    Profile(
        Reading.CALENDAR,
        (Variant("main", Rule.CALENDAR, _CODE),),
        (Variant("main", Rule.CALENDAR, _CODE),),
        _BEGINNING,
    ),
    Profile(
        Reading.CLEAR_DAYS,
        (Variant("main", Rule.CLEAR, _CODE_CLEAR),),
        # Counting on from a filing leaves five full days already, so the clear reading changes nothing there.
        (Variant("main", Rule.CALENDAR, _CODE_CLEAR),),
        _BEGINNING,
    ),
    Profile(
        Reading.CIVIL_PROCEDURE,
        (Variant("main", Rule.MOVED, _CPC),),
        (Variant("main", Rule.MOVED, _CPC),),
        _BEGINNING,
    ),
    Profile(Reading.ADMINISTRATIVE, _ADMINISTRATIVE_BACK, _ADMINISTRATIVE_ON, _BEGINNING),
    Profile(
        Reading.ADMINISTRATIVE,
        _ADMINISTRATIVE_BACK,
        _ADMINISTRATIVE_ON,
        CAP_2015_FROM,
        text_read=False,
        note="Law 44/2015 Arts. 56-57 replace Art. 62 of 1999; their text was not found, the old one stands in",
    ),
)


def profile(reading: Reading, on: date) -> Profile:
    """A reading is carried out by the general code in force on the election date.

    Returns: the profile; `text_read` is false where the text in force was not found.
    Source: Law 8485/1999 Art. 62; Law 44/2015 Arts. 56-57 (unread); Civil Procedure Code Art. 148.
    """
    rows = [row for row in PROFILES if row.reading is reading]
    begun = [row for row in rows if row.effective_from <= on]
    return max(begun or rows[:1], key=lambda row: row.effective_from)
