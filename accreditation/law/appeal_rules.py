"""How appeals go, by edition of the code: who hears them, the lot, and what a ruling does; as data with its source.

A rule whose value is None was looked for and not found: the commission's lawyer sets it for the election by an act.
It blocks only the step that needs it, and never the recording of an appeal.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from accreditation.law.citations import Citation, Law, Mark
from accreditation.law.editions import COLLEGE_APPEAL, LOT_OF_KAS, VORE_DECISION, EditionId


class AppealBody(StrEnum):
    """Who hears an appeal."""

    KAS = "kas"
    """The Complaints and Sanctions Commission of the code in force."""
    CEC = "cec"
    """Under the code of 2005, against an act of a ZEC or LGEC (Art. 146, title)."""
    ELECTORAL_COLLEGE = "electoral_college"
    """The Electoral College; under the code of 2005 against an act of the CEC (Art. 162, title)."""


class RuleCode(StrEnum):
    """What an edition says about appeals besides its numbers."""

    FIRST_BODY = "first_body"
    """Who hears an appeal first."""
    SECOND_BODY = "second_body"
    """Who hears an appeal against the ruling of the first."""
    RAPPORTEUR = "rapporteur"
    """How the rapporteur is named."""
    UPHELD_REFUSAL = "upheld_refusal"
    """What follows when an appeal against a refusal or a failure to decide is upheld."""


BY_TITLES = "by_titles"
"""Art. 146 and Art. 162 of 2005 by their titles: the CEC hears ZECs and LGECs, the Electoral College the CEC."""


class Naming(StrEnum):
    """How a rapporteur is named."""

    BY_LOT = "by_lot"
    BY_HAND = "by_hand"


class UpheldEffect(StrEnum):
    """What a ruling for the appellant does to a refused or undecided request."""

    REOPENS = "reopens"
    """The request goes back to the competent commission, with the ruling as a ground."""
    GRANTS = "grants"
    """The appeal body's own decision grants the accreditation."""


VALUES: dict[RuleCode, frozenset[str]] = {
    RuleCode.FIRST_BODY: frozenset({*AppealBody, BY_TITLES}),
    RuleCode.SECOND_BODY: frozenset(AppealBody),
    RuleCode.RAPPORTEUR: frozenset(Naming),
    RuleCode.UPHELD_REFUSAL: frozenset(UpheldEffect),
}
"""What each rule can be set to."""


class AppealRule(msgspec.Struct, frozen=True):
    """One rule of appeals.

    Attributes:
        code: its name.
        edition: the edition it belongs to.
        value: one of `VALUES`, or None where it was not found.
        citation: the article, with a mark for how well it is known.
        note: what the reader must know.
        act: number and date of the act by which a lawyer set it for one election, else empty.
        demo: true for a value that is no law and must print so.
    """

    code: RuleCode
    edition: EditionId
    value: str | None
    citation: Citation
    note: str = ""
    act: str = ""
    demo: bool = False


class SetRule(msgspec.Struct, frozen=True):
    """A rule that the commission set for one election.

    Attributes:
        code: the rule it sets.
        value: one of `VALUES`.
        act: number and date of the act that sets it.
        demo: true for demonstration data.

    Raises:
        ValueError: the rule has no such value, or no act is named.
    """

    code: RuleCode
    value: str
    act: str
    demo: bool = False

    def __post_init__(self) -> None:
        if self.value not in VALUES[self.code]:
            raise ValueError(f"{self.code} has no value {self.value!r}")
        if not self.act.strip():
            raise ValueError("a rule is set by an act with a number")


def _c05(article: str) -> Citation:
    return Citation(Law.CODE_2005, article, mark=Mark.NOT_FOUND)


def _c08(article: str, source: str, mark: Mark) -> Citation:
    return Citation(Law.CODE_2008, article, "", source, mark)


_C05, _C08 = EditionId.CODE_2005, EditionId.CODE_2008
APPEAL_RULES: tuple[AppealRule, ...] = (
    AppealRule(
        RuleCode.FIRST_BODY, _C05, None, _c05("146"), "Arts. 146 and 162: titles only, `by_titles` reads them"
    ),
    AppealRule(RuleCode.SECOND_BODY, _C05, None, _c05("162"), "Art. 162: title only"),
    AppealRule(RuleCode.RAPPORTEUR, _C05, None, _c05("not found"), "no title speaks of a rapporteur"),
    AppealRule(RuleCode.UPHELD_REFUSAL, _C05, None, _c05("174"), "Art. 174: title only"),
    AppealRule(
        RuleCode.FIRST_BODY,
        _C08,
        AppealBody.KAS,
        _c08("122-125", VORE_DECISION, Mark.SUMMARY),
        "read in the revocation of Vorë, the articles themselves not; held to cover refusals by analogy",
    ),
    AppealRule(
        RuleCode.SECOND_BODY,
        _C08,
        AppealBody.ELECTORAL_COLLEGE,
        _c08("not found", COLLEGE_APPEAL, Mark.PRESS),
        "press; Art. 157 gives the time of the College and not who may turn to it",
    ),
    AppealRule(
        RuleCode.RAPPORTEUR,
        _C08,
        Naming.BY_LOT,
        _c08("129", LOT_OF_KAS, Mark.SUMMARY),
        "practice of KAS, April 2023; Art. 129 knows the rapporteur, and not the lot",
    ),
    AppealRule(
        RuleCode.UPHELD_REFUSAL,
        _C08,
        None,
        _c08("not found", "", Mark.NOT_FOUND),
        "whether the appeal body itself may grant was not found; unset, the request goes back",
    ),
)
"""The one table of rules of appeals. No other file holds one."""


def appeal_rule(code: RuleCode, edition: EditionId, set_rules: Iterable[SetRule] = ()) -> AppealRule:
    """A rule of the edition holds; an act of the commission may set it for one election, the last one wins.

    Returns: the rule; its `value` is None where nothing was found and nobody set it.
    Source: the decision on Vorë, and Art. 129 of the code in force; Arts. 146, 162 and 174 of 2005, titles only.
    """
    found = next(row for row in APPEAL_RULES if row.code is code and row.edition is edition)
    for entry in set_rules:
        if entry.code is code:
            found = msgspec.structs.replace(found, value=entry.value, act=entry.act, demo=entry.demo)
    return found
