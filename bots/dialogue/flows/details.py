"""How a filed report is known, when it was, and what its category must ask.

Every question can be skipped. What a step does not understand is added to the report.
"""

from __future__ import annotations

import re
from datetime import timedelta

from bots.dialogue import filing
from bots.dialogue.effects import SetReportField
from bots.dialogue.flows.order import NO, YES, also, keep_words, onward, said, skip_button, skipped
from bots.dialogue.reading import Heard
from bots.dialogue.table import Row, leads
from bots.dialogue.times import observed
from bots.dialogue.turn import Turn, button, column, echo
from bots.reports import categories
from bots.reports.categories import Form
from bots.reports.wording import cap

KNOWLEDGE = ("seen", "heard", "read")
_KNOWN_BY = (
    ("seen", re.compile(r"\b(?:e |i )?(?:pashe|pash|pame|shoh|shoha|vete|saw|seen|directly|myself)\b")),
    (
        "heard",
        re.compile(r"\b(?:degjova|degjuam|degjue|ndegjova|me than\w*|me tha|me kane thene|heard|told)\b"),
    ),
    ("read", re.compile(r"\b(?:lexova|lexuam|dokument\w*|lexue|read)\b")),
)
_NUMBER = re.compile(r"(?<![\d.,:/])(\d{1,6})(?![\d:/]|[.,]\d)")
_IN_WORDS = {
    "nje": 1, "nji": 1, "dy": 2, "tre": 3, "tri": 3, "kater": 4, "pese": 5, "gjashte": 6, "shtate": 7, "tete": 8,
    "nente": 9, "dhjete": 10, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip


def ask_knowledge(turn: Turn) -> None:
    """Seen, heard or read."""
    serial = turn.draft.serial
    rows = [button(f"know:{way}#{serial}", "knowledge-name", knowledge=way) for way in KNOWLEDGE]
    turn.say("ask-knowledge", column(*rows, skip_button(turn)))


def hear_knowledge(turn: Turn) -> str | None:
    """A button, or words that say how."""
    reading = turn.reading
    way = None
    if reading.heard is Heard.PRESS and reading.name == "know" and reading.value in KNOWLEDGE:
        way = reading.value
    elif reading.heard is Heard.WORDS:
        named = [name for name, pattern in _KNOWN_BY if pattern.search(reading.folded)]
        way = named[0] if len(named) == 1 and len(reading.folded.split()) <= 6 else None
    if way:
        turn.do(SetReportField(turn.draft.number, "knowledge", way))
        turn.draw(knowledge=way)
        return onward(turn, "report.knowledge")
    if skipped(turn):
        return onward(turn, "report.knowledge")
    if not also(turn):
        keep_words(turn, "knowledge-not-understood")
    return "report.knowledge"


def ask_when(turn: Turn) -> None:
    """When it was observed."""
    serial = turn.draft.serial
    rows = (
        button(f"now#{serial}", "button-now"),
        button(f"hour#{serial}", "button-hour-ago"),
        skip_button(turn),
    )
    turn.say("ask-when", column(*rows))


def hear_when(turn: Turn) -> str | None:
    """Now, an hour ago, or a time in words; a time to come is asked again."""
    reading = turn.reading
    at = None
    if reading.heard is Heard.PRESS and reading.name in ("now", "hour"):
        at = turn.now - timedelta(hours=1 if reading.name == "hour" else 0)
    elif reading.heard is Heard.WORDS:
        at = observed(reading.text, turn.now)
    if at is not None:
        if at > turn.now + timedelta(minutes=5):
            turn.say("when-in-future", words=echo(reading.text))
            return "report.when"
        stamp = at.replace(microsecond=0).isoformat()
        turn.do(SetReportField(turn.draft.number, "observed_at", stamp))
        turn.draw(observed_at=stamp)
        return onward(turn, "report.when")
    if skipped(turn):
        return onward(turn, "report.when")
    if not also(turn):
        keep_words(turn, "when-not-understood")
    return "report.when"


def ask_detail(turn: Turn) -> None:
    """The next question that the category must ask.

    A question for a number has no buttons, so that on a channel that numbers them a `1` is the answer.
    """
    draft = turn.draft
    asks = categories.asks(draft.category)
    if draft.detail >= len(asks):
        turn.say("ask-nothing-more", column(skip_button(turn)))
        return
    ask = asks[draft.detail]
    buttons = [] if ask.form is Form.NUMBER else [skip_button(turn)]
    if ask.form is Form.YES_NO:
        serial = draft.serial
        buttons = [button(f"yes#{serial}", "button-yes"), button(f"no#{serial}", "button-no"), *buttons]
    turn.say("ask-" + ask.id.replace("_", "-"), column(*buttons))


def hear_detail(turn: Turn) -> str | None:
    """An answer in the question's form; anything else is kept as words and asked again."""
    draft = turn.draft
    asks = categories.asks(draft.category)
    if draft.detail >= len(asks) or skipped(turn):
        if draft.detail >= len(asks) and turn.reading.heard is not Heard.PRESS and not also(turn):
            keep_words(turn)
        turn.draw(detail=draft.detail + 1)
        return onward(turn, "report.when")
    ask = asks[draft.detail]
    answer = _answer(turn, ask.form)
    if answer is None:
        if also(turn):
            return "report.detail"
        keep_words(turn, "number-not-understood" if ask.form is Form.NUMBER else "answer-not-understood")
        return "report.detail"
    if answer:
        field = "count" if ask.id == "count" else f"detail:{ask.id}"
        turn.do(SetReportField(draft.number, field, answer))
        if ask.form is Form.WORDS:
            filing.raise_severity(turn, answer)
        if field == "count":
            turn.draw(count=answer)
    turn.draw(detail=draft.detail + 1)
    return onward(turn, "report.when")


def _answer(turn: Turn, form: Form) -> str | None:
    """The answer in its form, or None when it is none; empty when the guard left nothing."""
    reading = turn.reading
    if form is Form.YES_NO:
        if reading.heard is Heard.PRESS and reading.name in ("yes", "no"):
            return reading.name
        if said(turn, YES):
            return "yes"
        return "no" if said(turn, NO) else None
    if reading.heard is not Heard.WORDS:
        return None
    if form is Form.NUMBER:
        numbers = _NUMBER.findall(reading.folded)
        if len(numbers) == 1 and len(reading.folded.split()) <= 4:
            return str(int(numbers[0]))
        spelt = [_IN_WORDS[word] for word in reading.folded.split() if word in _IN_WORDS]
        return str(spelt[0]) if len(spelt) == 1 and not numbers and len(reading.folded.split()) <= 3 else None
    return cap(turn.sift(reading.text), 1000)


_NEXT = ("report.knowledge", "report.when", "report.detail", "report.evidence", "report.review")
ROWS = {
    "report.knowledge": Row(ask_knowledge, hear_knowledge, leads(*_NEXT)),
    "report.when": Row(ask_when, hear_when, leads(*_NEXT[1:])),
    "report.detail": Row(ask_detail, hear_detail, leads(*_NEXT[2:])),
}
