"""What the general codes say about a filing's life, as dated and cited rows: language, dispatch, reinstatement, return.

Which general code holds depends on the election date; where its words were not found, the row says so by its mark
and the rule asks for a legal decision. Nothing here is a number: numbers stand in `limits`.
"""

from __future__ import annotations

from datetime import date

import msgspec

from accreditation.law.citations import Citation, Law, Mark
from accreditation.law.editions import CODE_2005_TEXT, EditionId

CAP_2015_FROM = date(2016, 5, 28)
"""A year after Law 44/2015 was published, as we understand it; our sources don't give the day."""
_CAP_1999_TEXT = "http://ligjet.com/kodi_proc_admin/pjesa_v/kreu_iii/seksioni_ii"
_CPC_TEXT = "http://ligjet.info/kodi_proc_civile/pjesa_i/titulli_vi/kreu_v"

TRANSLATION = Citation(
    Law.CAP_2015, "20", "4", "http://komentarielektronik.magjistratura.edu.al/en/eli/fz/2015/44/20"
)
RECEIPT = Citation(
    Law.CAP_2015, "60", "", "http://komentarielektronik.magjistratura.edu.al/en/eli/fz/2015/44/60"
)
DISPATCH = Citation(Law.CPC, "149", "", f"{_CPC_TEXT}/neni_149")
"""A limit is kept when the act was sent by post on its last day: for courts, and by analogy at most."""
REINSTATEMENT_PLEA = Citation(Law.CPC, "152", "", f"{_CPC_TEXT}/neni_152")
"""The plea comes with its documents."""


_INCOMPATIBLE_2005 = {"zec": "34/1", "lgec": "40/1", "vcc": "45/1"}


def incompatibility(edition: EditionId, body_kind: str) -> Citation:
    """Incompatibilities with the office of a member of a commission stand in an article of its own for each body.

    Known by their titles only, so nothing follows from them here.
    Source: Arts. 34/1, 40/1 and 45/1 of the code of 2005, titles only.
    """
    if edition is EditionId.CODE_2005 and body_kind in _INCOMPATIBLE_2005:
        return Citation(Law.CODE_2005, _INCOMPATIBLE_2005[body_kind], "", CODE_2005_TEXT, Mark.NOT_FOUND)
    law = Law.CODE_2005 if edition is EditionId.CODE_2005 else Law.CODE_2008
    return Citation(law, "not found", "", "", Mark.NOT_FOUND)


class LanguageRule(msgspec.Struct, frozen=True):
    """What a general code says about a filing in a foreign language.

    Attributes:
        effective_from: first election date it is stated for.
        citation: the article; its mark says whether its words were read.
        stamped_in_time: whether the filing counts from its receipt, None where not found.
        organ_waits: whether the organ's own time runs only from the translation, None where not found.
    """

    effective_from: date
    citation: Citation
    stamped_in_time: bool | None
    organ_waits: bool | None


LANGUAGE_RULES: tuple[LanguageRule, ...] = (
    LanguageRule(
        date(2000, 1, 1),
        Citation(Law.CAP_1999, "not found", "", _CAP_1999_TEXT, Mark.NOT_FOUND),
        None,
        None,
    ),
    LanguageRule(CAP_2015_FROM, TRANSLATION, True, True),
)


def language_rule(on: date) -> LanguageRule:
    """A filing in a foreign language is treated by the general code in force on the election date.

    Source: Law 44/2015 Art. 20(4); the words of Law 8485/1999 on it were not found.
    """
    begun = [row for row in LANGUAGE_RULES if row.effective_from <= on]
    return (begun or [LANGUAGE_RULES[0]])[-1]


class ReturnRule(msgspec.Struct, frozen=True):
    """Whether a request that was sent back for completion stops the commission's time.

    Attributes:
        edition: the edition of the code.
        stops: whether it does; false where no text says so.
        citation: the article that sets the commission's time; the mark of a missing rule is `inferred`.
        note: what the lawyer must know.
    """

    edition: EditionId
    stops: bool
    citation: Citation
    note: str = ""


RETURN_RULES: tuple[ReturnRule, ...] = (
    ReturnRule(
        EditionId.CODE_2005,
        stops=False,
        citation=Citation(Law.CODE_2005, "18", "5", CODE_2005_TEXT, Mark.INFERRED),
        note="the five days run from the submission; the text knows no return and no pause",
    ),
    ReturnRule(
        EditionId.CODE_2008,
        stops=False,
        citation=Citation(Law.CODE_2008, "6-7", "", "", Mark.NOT_FOUND),
        note="whether Arts. 6-7 know a return was not found",
    ),
)


def return_rule(edition: EditionId) -> ReturnRule:
    """A return for completion stops the time to decide only where the edition of the code says so.

    Source: Art. 18(5) of the code of 2005, which knows no pause.
    """
    return next(row for row in RETURN_RULES if row.edition is edition)
