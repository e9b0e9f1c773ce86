"""The draft of an irregularity report: what has been said so far, and what is still open.

A report is filed as soon as place and event are known; the draft then only remembers what was already asked.
"""

from __future__ import annotations

import msgspec


class Draft(msgspec.Struct, frozen=True, omit_defaults=True):
    """One report being told.

    Attributes:
        serial: counts the drafts of a conversation, so that an old button can't change a newer report.
        number: the report's number once it is filed.
        accreditation: the accreditation it is filed under.
        unaccredited: that accreditation is revoked.
        place_code: normal form, when the place is in the register.
        place_name: the register's name, for the summary.
        place_kind: kind of the registered place.
        place_words: the person's own words for the place.
        place_known: True once a place was given in either form.
        outside_scope: the place lies outside the accreditation.
        words: what happened, until it is filed; then only its opening, for the summary.
        category: category code, confirmed or guessed.
        guessed: the category was guessed and is not yet confirmed.
        phase: phase code.
        knowledge: seen, heard or read.
        observed_at: ISO instant, UTC.
        count: how many, as a decimal string.
        severity: severity code once it is filed.
        group: the first-level group that was picked, while its categories are offered.
        position: a shared position (latitude, longitude), until it is attached.
        stage: the step to come back to after a pause.
        reviewing: answers lead back to the summary.
        detail: index of the must-ask question that is open.
        files: number of files attached.
        located: a position was attached.
    """

    serial: int
    number: str | None = None
    accreditation: str | None = None
    unaccredited: bool = False
    place_code: str | None = None
    place_name: str = ""
    place_kind: str = ""
    place_words: str = ""
    place_known: bool = False
    outside_scope: bool = False
    words: str = ""
    category: str | None = None
    guessed: bool = False
    phase: str = ""
    knowledge: str | None = None
    observed_at: str | None = None
    count: str | None = None
    severity: str = ""
    group: str = ""
    position: tuple[float, float] | None = None
    stage: str = ""
    reviewing: bool = False
    detail: int = 0
    files: int = 0
    located: bool = False

    @property
    def filed(self) -> bool:
        """Whether the report is in the register."""
        return self.number is not None

    @property
    def place(self) -> str:
        """The place as it is shown: code, else the person's words, else empty."""
        return self.place_code or self.place_words
