"""The taxonomy of irregularities: a table that the commission approves.

Groups are the first level of buttons, categories the second. `article` is the legal hook in the Electoral
Code of 2005 as the register shows it. Severity is the default; words of danger raise it.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from bots.reports.severity import Severity


class Form(StrEnum):
    """How a must-ask question is answered."""

    NUMBER = "number"
    YES_NO = "yes_no"
    WORDS = "words"


class Ask(msgspec.Struct, frozen=True):
    """A question that a category must ask; `id` is also the tail of its message id `ask-<id>`."""

    id: str
    form: Form


class Category(msgspec.Struct, frozen=True):
    """One kind of irregularity.

    Attributes:
        code: three letters, stable.
        group: first level of buttons.
        article: the legal hook.
        severity: default.
        asks: what must be asked, at most three; persons by role, never by name.
        against_commission: the commission of the place is itself the one complained of.
        answers_with: help topic for a voter who tells of it, or empty when a voter asks rather than reports.
    """

    code: str
    group: str
    article: str
    severity: Severity
    asks: tuple[Ask, ...] = ()
    against_commission: bool = False
    answers_with: str = ""


S1, S2, S3, S4 = Severity
COUNT = Ask("count", Form.NUMBER)
_TABLE = (
    Category(
        "ACC",
        "observer",
        "19(1)(a), 105",
        S2,
        (Ask("badge_shown", Form.YES_NO), Ask("reason_given", Form.WORDS), Ask("by_whom_role", Form.WORDS)),
        against_commission=True,
    ),
    Category("BDG", "observer", "19(2)(c)", S2, (Ask("photo_matches", Form.YES_NO),)),
    Category("OWN", "observer", "19(2)(b)", S3, (Ask("by_whom_role", Form.WORDS),)),
    Category(
        "OPN",
        "opening",
        "8, 97-98",
        S3,
        (Ask("opening_time", Form.WORDS), Ask("cause", Form.WORDS)),
        against_commission=True,
    ),
    Category("STF", "opening", "98", S3, (Ask("which_role", Form.WORDS),), against_commission=True),
    Category("MAT", "opening", "93-97", S3, (Ask("which_material", Form.WORDS), COUNT)),
    Category(
        "SUS",
        "opening",
        "104",
        S1,
        (Ask("still_going_on", Form.YES_NO), Ask("record_signed", Form.YES_NO)),
        against_commission=True,
        answers_with="irregularity",
    ),
    Category("CLS", "opening", "8(3), 108", S3, (Ask("queue_length", Form.NUMBER),), against_commission=True),
    Category("IDV", "voters", "108", S3, (Ask("device_or_document", Form.WORDS),)),
    Category("LST", "voters", "50-60", S3, (COUNT,)),
    Category("TRN", "voters", "3(3), 9", S2, (COUNT,)),
    Category("ACS", "voters", "3(2)", S3, (Ask("what_is_missing", Form.WORDS),)),
    Category("FAM", "voting", "3(1), 103, 108", S3, (COUNT,), answers_with="irregularity"),
    Category("AST", "voting", "108(2)-(4)", S3, (COUNT, Ask("statement_signed", Form.YES_NO))),
    Category("SEC", "voting", "3(1), 19(2)(d)", S2, (COUNT,), answers_with="irregularity"),
    Category(
        "STU", "voting", "176", S2, (Ask("seen_directly", Form.YES_NO), COUNT), answers_with="irregularity"
    ),
    Category(
        "INT",
        "pressure",
        "104, 109",
        S2,
        (Ask("still_going_on", Form.YES_NO), Ask("police_called", Form.YES_NO)),
        answers_with="irregularity",
    ),
    Category(
        "BUY",
        "pressure",
        "Penal Code",
        S2,
        (Ask("direct_or_hearsay", Form.WORDS),),
        answers_with="vote_buying",
    ),
    Category(
        "CAM", "pressure", "133, 141", S3, (Ask("distance_m", Form.NUMBER),), answers_with="irregularity"
    ),
    Category("PUB", "pressure", "5", S3, (Ask("which_resource", Form.WORDS),), answers_with="work_pressure"),
    Category(
        "UNA",
        "pressure",
        "105",
        S2,
        (Ask("by_whom_role", Form.WORDS), Ask("voting_suspended", Form.YES_NO)),
        answers_with="irregularity",
    ),
    Category(
        "TRA", "counting", "109/1-109/2", S2, (Ask("seal_numbers", Form.WORDS),), answers_with="irregularity"
    ),
    Category(
        "CNT",
        "counting",
        "109/3-109/6",
        S3,
        (Ask("table_number", Form.NUMBER),),
        against_commission=True,
        answers_with="irregularity",
    ),
    Category(
        "REC",
        "counting",
        "109/6-109/7",
        S2,
        (Ask("which_figures", Form.WORDS),),
        against_commission=True,
        answers_with="irregularity",
    ),
    Category("TAB", "counting", "109/7", S2, against_commission=True, answers_with="irregularity"),
    Category("OCV", "abroad", "24-25 (2020)", S3, (Ask("courier_step", Form.WORDS),)),
    Category("POS", "good", "19(1)(b)", S4),
    Category("OTH", "other", "19(1)(b)", S3),
)

CATEGORIES: dict[str, Category] = {category.code: category for category in _TABLE}
"""Every category by its code."""

GROUPS: dict[str, tuple[str, ...]] = {}
"""First-level buttons, in order, each with the codes below it; at most nine, so that ten rows hold a skip."""
for _category in _TABLE:
    GROUPS[_category.group] = (*GROUPS.get(_category.group, ()), _category.code)


def default_severity(code: str | None) -> Severity | None:
    """The default severity of a category code; None for no or an unknown category."""
    category = CATEGORIES.get(code or "")
    return category.severity if category else None


def asks(code: str | None) -> tuple[Ask, ...]:
    """The must-ask questions of a category code; empty for no or an unknown category."""
    category = CATEGORIES.get(code or "")
    return category.asks if category else ()
