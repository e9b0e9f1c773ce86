"""The category of a filed report: a guess to confirm, or two levels of buttons, or free words."""

from __future__ import annotations

from bots.dialogue import filing
from bots.dialogue.flows.order import NO, YES, also, keep_words, onward, said, skip_button, skipped
from bots.dialogue.reading import Heard
from bots.dialogue.table import Row, leads
from bots.dialogue.turn import Turn, button, column
from bots.reports import matching
from bots.reports.categories import CATEGORIES, GROUPS

_OTHER = frozenset({"tjeter", "tjera", "other", "another", "jo tjeter", "jo, tjeter", "no, another"})


def ask_guess(turn: Turn) -> None:
    """Ask whether the guessed category is right."""
    serial = turn.draft.serial
    buttons = column(
        button(f"yes#{serial}", "button-yes"),
        button(f"other#{serial}", "button-other-category"),
        skip_button(turn),
    )
    turn.say("ask-guess", buttons, category=turn.draft.category or "OTH")


def hear_guess(turn: Turn) -> str | None:
    """Yes keeps it; no opens the groups; a different description sets another one."""
    reading = turn.reading
    if (reading.heard is Heard.PRESS and reading.name == "yes") or said(turn, YES):
        filing.categorise(turn, turn.draft.category)
        return onward(turn, "report.group")
    if (reading.heard is Heard.PRESS and reading.name == "other") or said(turn, NO) or said(turn, _OTHER):
        return "report.group"
    if skipped(turn):
        turn.draw(guessed=False)
        return onward(turn, "report.group")
    return _category_words(turn, "report.guess")


def ask_group(turn: Turn) -> None:
    """The first level of categories."""
    serial = turn.draft.serial
    rows = [button(f"grp:{group}#{serial}", "group-name", group=group) for group in GROUPS]
    turn.say("ask-group", column(*rows, skip_button(turn)))


def hear_group(turn: Turn) -> str | None:
    """A group opens its categories; a group of one is the category."""
    reading = turn.reading
    if reading.heard is Heard.PRESS and reading.name == "grp" and reading.value in GROUPS:
        codes = GROUPS[reading.value]
        if len(codes) == 1:
            return _categorised(turn, codes[0])
        turn.draw(group=reading.value)
        return "report.category"
    if said(turn, _OTHER):
        return _categorised(turn, "OTH")
    if skipped(turn):
        turn.draw(guessed=False)
        return onward(turn, "report.group")
    return _category_words(turn, "report.group")


def ask_category(turn: Turn) -> None:
    """The categories of the chosen group."""
    draft = turn.draft
    codes = GROUPS.get(draft.group) or GROUPS["other"]
    rows = [button(f"cat:{code}#{draft.serial}", "category-name", category=code) for code in codes]
    turn.say(
        "ask-category",
        column(*rows, button(f"back#{draft.serial}", "button-back")),
        group=draft.group or "other",
    )


def hear_category(turn: Turn) -> str | None:
    """A category, or back to the groups."""
    reading = turn.reading
    if reading.heard is Heard.PRESS and reading.name == "cat" and reading.value in CATEGORIES:
        return _categorised(turn, reading.value)
    if reading.heard is Heard.PRESS and reading.name == "back":
        return "report.group"
    if skipped(turn):
        return onward(turn, "report.group")
    return _category_words(turn, "report.category")


def _categorised(turn: Turn, code: str) -> str:
    filing.categorise(turn, code)
    return onward(turn, "report.group")


def _category_words(turn: Turn, here: str) -> str:
    """Free words where a category was asked: one that they name, else words for the report."""
    if also(turn):
        return here
    code = turn.reading.text.strip().upper()
    guess = code if code in CATEGORIES else matching.match(turn.reading.text)
    if guess is None:
        keep_words(turn, "category-not-understood")
        return here
    if code != guess:
        keep_words(turn)
    return _categorised(turn, guess)


_NEXT = ("report.knowledge", "report.when", "report.detail", "report.evidence", "report.review")
ROWS = {
    "report.guess": Row(ask_guess, hear_guess, leads("report.guess", "report.group", *_NEXT)),
    "report.group": Row(ask_group, hear_group, leads("report.group", "report.category", *_NEXT)),
    "report.category": Row(ask_category, hear_category, leads("report.group", "report.category", *_NEXT)),
}
