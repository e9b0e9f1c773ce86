"""Questions that the text leaves open, each with its possible answers, and which answer holds for an election.

An answer of None was looked for and not found: what needs it is blocked with the finding `choice_unset`
until the commission's lawyer sets it for the election by a `SetChoice` with the number of the act.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from accreditation.law.citations import Citation, Mark
from accreditation.law.editions import EditionId, Provision, cite


class ChoiceCode(StrEnum):
    """The name of each question."""

    HUMAN_RIGHTS = "human_rights"
    """Whose engagement in human rights is recorded: the qualifier of 18(1) stands next to international ones."""
    AN_OBSERVER = "an_observer"
    """What "an observer" for each body (18(2)) means beside two present at once (18(4))."""
    COALITION_SWITCH = "coalition_switch"
    """What becomes of a party's accreditations once the coalition alone holds the right."""
    LEFT_COALITION = "left_coalition"
    """What becomes of those that passed to the coalition when their party leaves it."""
    LOST_REGISTRATION = "lost_registration"
    """What becomes of accreditations whose candidacy, list or registration ended."""
    CONTESTED_REGISTRATION = "contested_registration"
    """What becomes of them while an appeal against that end runs."""
    REACCREDITATION_TIME = "reaccreditation_time"
    """Whether the window of 18(5) binds a request that follows an order of revocation or suspension."""
    INTERIM = "interim"
    """Whether an observer may be accredited for the time of an appeal that would outlast the election (EC-13)."""


class Option(StrEnum):
    """The possible answers."""

    INTERNATIONAL_ORGANISATIONS = "international_organisations"
    NGOS_TOO = "ngos_too"
    TWO_PRESENT = "two_present"
    ONE_FOR_EACH_BODY = "one_for_each_body"
    PASS_OVER = "pass_over"  # noqa: S105
    RETURN_TO_PARTY = "return_to_party"
    FALL = "fall"
    SUSPEND = "suspend"
    STAY = "stay"
    FOLLOWS_ORDER = "follows_order"
    OWN_WINDOW = "own_window"
    ALLOWED = "allowed"
    NOT_ALLOWED = "not_allowed"


class Choice(msgspec.Struct, frozen=True):
    """One question and the answer that holds.

    Attributes:
        code: its name.
        edition: the edition of the code it belongs to.
        options: the answers the text can bear.
        option: the answer that holds, or None where the sources give none.
        citation: the text it rests on, with a mark for how well it is known.
        note: what the lawyer must know.
        act: number and date of the act by which the lawyer set it for one election, else empty.
    """

    code: ChoiceCode
    edition: EditionId
    options: tuple[Option, ...]
    option: Option | None
    citation: Citation
    note: str = ""
    act: str = ""


class SetChoice(msgspec.Struct, frozen=True):
    """An answer that the commission's lawyer set for one election.

    Raises:
        ValueError: the question has no such answer, or no act is named.
    """

    code: ChoiceCode
    option: Option
    act: str

    def __post_init__(self) -> None:
        if self.option not in OPTIONS[self.code]:
            raise ValueError("the question has no such answer")
        if not self.act.strip():
            raise ValueError("an answer is set by an act with a number")


_C, _O = ChoiceCode, Option
OPTIONS: dict[ChoiceCode, tuple[Option, ...]] = {
    _C.HUMAN_RIGHTS: (_O.INTERNATIONAL_ORGANISATIONS, _O.NGOS_TOO),
    _C.AN_OBSERVER: (_O.TWO_PRESENT, _O.ONE_FOR_EACH_BODY),
    _C.COALITION_SWITCH: (_O.PASS_OVER, _O.FALL),
    _C.LEFT_COALITION: (_O.STAY, _O.RETURN_TO_PARTY, _O.FALL),
    _C.LOST_REGISTRATION: (_O.FALL, _O.STAY),
    _C.CONTESTED_REGISTRATION: (_O.SUSPEND, _O.STAY),
    _C.REACCREDITATION_TIME: (_O.FOLLOWS_ORDER, _O.OWN_WINDOW),
    _C.INTERIM: (_O.ALLOWED, _O.NOT_ALLOWED),
}


def _row(
    code: ChoiceCode, edition: EditionId, option: Option | None, provision: Provision, mark: Mark, note: str
) -> Choice:
    cited = msgspec.structs.replace(cite(edition, provision), mark=mark)
    return Choice(code, edition, OPTIONS[code], option, cited, note)


_P = Provision
CHOICES: tuple[Choice, ...] = (
    *(
        _row(
            _C.HUMAN_RIGHTS,
            edition,
            _O.INTERNATIONAL_ORGANISATIONS,
            _P.WHO_MAY_SEND,
            Mark.INFERRED,
            "the words stand next to international organisations; read widely they reach the others too",
        )
        for edition in EditionId
    ),
    *(
        _row(
            _C.AN_OBSERVER,
            edition,
            _O.TWO_PRESENT,
            _P.PARTIES,
            Mark.INFERRED,
            "18(2) says an observer for each body; 18(4) bears two at once in a voting centre",
        )
        for edition in EditionId
    ),
    *(
        _row(
            _C.COALITION_SWITCH,
            edition,
            _O.PASS_OVER,
            _P.PARTIES,
            Mark.INFERRED,
            "the right rests with the coalition only; the text does not say what becomes of what was granted",
        )
        for edition in EditionId
    ),
    *(
        _row(
            _C.LEFT_COALITION,
            edition,
            None,
            _P.PARTIES,
            Mark.NOT_FOUND,
            "no rule was found for a party that leaves",
        )
        for edition in EditionId
    ),
    *(
        _row(
            code,
            edition,
            option,
            _P.PARTIES,
            Mark.INFERRED,
            "the right hangs on the registration; the power to end or suspend what was granted is a basis of its own",
        )
        for edition in EditionId
        for code, option in (
            (_C.LOST_REGISTRATION, _O.FALL),
            (_C.CONTESTED_REGISTRATION, _O.SUSPEND),
        )
    ),
    *(
        _row(
            _C.INTERIM,
            edition,
            None,
            _P.REQUEST_TIME,
            Mark.NOT_FOUND,
            "no text knows an interim accreditation; an appeal can outlast the election and be won for nothing",
        )
        for edition in EditionId
    ),
    *(
        _row(
            _C.REACCREDITATION_TIME,
            edition,
            None,
            _P.REQUEST_TIME,
            Mark.NOT_FOUND,
            "in 2021 and 2025 accreditations were issued anew after every window had closed; no text says under which limit",
        )
        for edition in EditionId
    ),
)


def choice(code: ChoiceCode, edition: EditionId, set_choices: Iterable[SetChoice] = ()) -> Choice:
    """An open question is answered by its edition, or by an act for one election; the last act wins.

    Returns: the question; its `option` is None where nothing was found and nobody set one.
    No article: this reads the table; each row carries its own citation.
    """
    found = next(row for row in CHOICES if row.code is code and row.edition is edition)
    for entry in set_choices:
        if entry.code is code:
            found = msgspec.structs.replace(found, option=entry.option, act=entry.act)
    return found
