"""The report once it has its number: category, how it is known, when, what must be asked, evidence, summary.

Every question can be skipped, every answer corrected. What a step does not understand is added to the report.
"""

from __future__ import annotations

import re
from datetime import timedelta

from bots.dialogue import filing
from bots.dialogue.effects import FinishReport, SetReportField
from bots.dialogue.reading import Heard
from bots.dialogue.table import Row, leads
from bots.dialogue.times import observed
from bots.dialogue.turn import Turn, button, column, echo
from bots.messages import Button
from bots.reports import categories, matching
from bots.reports.categories import CATEGORIES, GROUPS, Form
from bots.reports.wording import cap

ORDER = (
    "report.place", "report.what", "report.guess", "report.group", "report.knowledge", "report.when",
    "report.detail", "report.evidence", "report.review",
)  # fmt: skip
"""The questions in their order; a skipped one is not asked again."""
KNOWLEDGE = ("seen", "heard", "read")
_YES = frozenset(["po", "yes", "y", "e", "po", "sakte", "saktë", "pikerisht", "ok", "okay"]) | {
    "po po",
    "po sakte",
}
_NO = frozenset(["jo", "no", "n", "jo", "jo", "nuk"])
_SKIP = frozenset({"kalo", "skip", "s'e di", "nuk e di", "se di", "don't know", "dont know", "-"})
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


def onward(turn: Turn, present: str) -> str:
    """The next question that applies after this step; back to the summary while reviewing."""
    draft = turn.draft
    if draft.reviewing:
        return "report.review"
    for name in ORDER[ORDER.index(present) + 1 :]:
        if _applies(turn, name):
            return name
    return "report.review"


def _applies(turn: Turn, name: str) -> bool:
    draft = turn.draft
    match name:
        case "report.what":
            return not draft.words
        case "report.guess":
            return draft.category is not None and draft.guessed
        case "report.group":
            return draft.category is None
        case "report.knowledge":
            return draft.knowledge is None
        case "report.when":
            return draft.observed_at is None
        case "report.detail":
            return draft.detail < len(categories.asks(draft.category))
        case _:
            return True


def also(turn: Turn) -> bool:
    """Files, a position, or a button of another question: what any step of a filed report understands.

    True when it was dealt with; the step then asks again.
    """
    reading = turn.reading
    if reading.heard is Heard.FILES:
        filing.attach_files(turn)
        return True
    if reading.heard is Heard.POSITION:
        filing.attach_position(turn)
        turn.say("position-kept")
        return True
    if reading.heard is Heard.PRESS:
        turn.say("button-stale")
        return True
    return False


def keep_words(turn: Turn, message: str = "words-added") -> None:
    """Words that the step does not understand go into the report, and the person is told so."""
    text = turn.reading.text
    if filing.add_words(turn, text):
        turn.say(message, number=turn.draft.number, words=echo(text))


def _skip(turn: Turn) -> Button:
    return button(f"skip#{turn.draft.serial}", "button-skip")


def _skipped(turn: Turn) -> bool:
    reading = turn.reading
    if reading.heard is Heard.PRESS:
        return reading.name == "skip"
    return reading.heard is Heard.WORDS and reading.folded.strip(" .!") in _SKIP


def _said(turn: Turn, answers: frozenset[str]) -> bool:
    return turn.reading.heard is Heard.WORDS and turn.reading.folded.strip(" .!") in answers


# category


def ask_guess(turn: Turn) -> None:
    """Ask whether the guessed category is right."""
    serial = turn.draft.serial
    buttons = column(
        button(f"yes#{serial}", "button-yes"), button(f"other#{serial}", "button-other-category"), _skip(turn)
    )
    turn.say("ask-guess", buttons, category=turn.draft.category or "OTH")


def hear_guess(turn: Turn) -> str | None:
    """Yes keeps it; no opens the groups; a different description sets another one."""
    reading = turn.reading
    if (reading.heard is Heard.PRESS and reading.name == "yes") or _said(turn, _YES):
        filing.categorise(turn, turn.draft.category)
        return onward(turn, "report.group")
    if (reading.heard is Heard.PRESS and reading.name == "other") or _said(turn, _NO):
        return "report.group"
    if _skipped(turn):
        turn.draw(guessed=False)
        return onward(turn, "report.group")
    return _category_words(turn, "report.guess")


def ask_group(turn: Turn) -> None:
    """The first level of categories."""
    serial = turn.draft.serial
    rows = [button(f"grp:{group}#{serial}", "group-name", group=group) for group in GROUPS]
    turn.say("ask-group", column(*rows, _skip(turn)))


def hear_group(turn: Turn) -> str | None:
    """A group opens its categories; a group of one is the category."""
    reading = turn.reading
    if reading.heard is Heard.PRESS and reading.name == "grp" and reading.value in GROUPS:
        codes = GROUPS[reading.value]
        if len(codes) == 1:
            return _categorised(turn, codes[0])
        turn.draw(group=reading.value)
        return "report.category"
    if _skipped(turn):
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
    if _skipped(turn):
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


# how it is known, and when


def ask_knowledge(turn: Turn) -> None:
    """Seen, heard or read."""
    serial = turn.draft.serial
    rows = [button(f"know:{way}#{serial}", "knowledge-name", knowledge=way) for way in KNOWLEDGE]
    turn.say("ask-knowledge", column(*rows, _skip(turn)))


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
    if _skipped(turn):
        return onward(turn, "report.knowledge")
    if not also(turn):
        keep_words(turn, "knowledge-not-understood")
    return "report.knowledge"


def ask_when(turn: Turn) -> None:
    """When it was observed."""
    serial = turn.draft.serial
    rows = (button(f"now#{serial}", "button-now"), button(f"hour#{serial}", "button-hour-ago"), _skip(turn))
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
    if _skipped(turn):
        return onward(turn, "report.when")
    if not also(turn):
        keep_words(turn, "when-not-understood")
    return "report.when"


# must-ask questions


def ask_detail(turn: Turn) -> None:
    """The next question that the category must ask."""
    draft = turn.draft
    asks = categories.asks(draft.category)
    if draft.detail >= len(asks):
        turn.say("ask-nothing-more", column(_skip(turn)))
        return
    ask = asks[draft.detail]
    buttons = [_skip(turn)]
    if ask.form is Form.YES_NO:
        serial = draft.serial
        buttons = [button(f"yes#{serial}", "button-yes"), button(f"no#{serial}", "button-no"), *buttons]
    turn.say("ask-" + ask.id.replace("_", "-"), column(*buttons))


def hear_detail(turn: Turn) -> str | None:
    """An answer in the question's form; anything else is kept as words and asked again once."""
    draft = turn.draft
    asks = categories.asks(draft.category)
    if draft.detail >= len(asks) or _skipped(turn):
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
        if _said(turn, _YES):
            return "yes"
        return "no" if _said(turn, _NO) else None
    if reading.heard is not Heard.WORDS:
        return None
    if form is Form.NUMBER:
        numbers = _NUMBER.findall(reading.folded)
        if len(numbers) == 1 and len(reading.folded.split()) <= 4:
            return str(int(numbers[0]))
        spelt = [_IN_WORDS[word] for word in reading.folded.split() if word in _IN_WORDS]
        return str(spelt[0]) if len(spelt) == 1 and not numbers and len(reading.folded.split()) <= 3 else None
    return cap(turn.sift(reading.text), 1000)


# evidence and summary


def ask_evidence(turn: Turn) -> None:
    """Ask for photos, after the warning of the secrecy of the vote."""
    turn.say(
        "ask-evidence", column(button(f"enough#{turn.draft.serial}", "button-enough")), ask_location=True
    )


def hear_evidence(turn: Turn) -> str | None:
    """Files, a position and words are added; enough leads to the summary."""
    reading = turn.reading
    if (
        (reading.heard is Heard.PRESS and reading.name in ("enough", "skip"))
        or _skipped(turn)
        or _said(turn, _NO)
    ):
        return onward(turn, "report.evidence")
    if reading.heard is Heard.FILES:
        filing.attach_files(turn)
        return None
    if not also(turn):
        keep_words(turn)
    return "report.evidence"


def ask_review(turn: Turn) -> None:
    """The summary, with a button for each answer that can be corrected."""
    draft = turn.draw(reviewing=True)
    serial = draft.serial
    buttons = (
        button(f"enough#{serial}", "button-finish"),
        button(f"fix:place#{serial}", "button-fix-place"),
        button(f"fix:group#{serial}", "button-fix-category"),
        button(f"fix:when#{serial}", "button-fix-when"),
        button(f"fix:knowledge#{serial}", "button-fix-knowledge"),
        button(f"fix:evidence#{serial}", "button-fix-evidence"),
        button(f"fix:more#{serial}", "button-fix-more"),
    )
    turn.say(
        "report-summary",
        column(*buttons),
        number=draft.number or "none",
        place=draft.place or "none",
        name=draft.place_name or "none",
        category=draft.category or "none",
        knowledge=draft.knowledge or "none",
        observed="known" if draft.observed_at else "none",
        at=_instant(turn),
        count=draft.count or "none",
        files=str(draft.files),
    )


def _instant(turn: Turn) -> object:
    from datetime import datetime

    return datetime.fromisoformat(turn.draft.observed_at) if turn.draft.observed_at else turn.now


_FIXES = frozenset({"place", "group", "when", "knowledge", "evidence", "more"})


def hear_review(turn: Turn) -> str | None:
    """Finish, correct one answer, or add to the report."""
    reading = turn.reading
    if reading.heard is Heard.PRESS and reading.name == "fix" and reading.value in _FIXES:
        return f"report.{reading.value}"
    if (reading.heard is Heard.PRESS and reading.name == "enough") or _said(turn, _YES):
        return "report.finish"
    if not also(turn):
        keep_words(turn)
    return "report.review"


def ask_more(turn: Turn) -> None:
    """Ask for further words."""
    turn.say("ask-more", column(_skip(turn)))


def hear_more(turn: Turn) -> str | None:
    """Words for the report."""
    if _skipped(turn):
        return "report.review"
    if not also(turn):
        keep_words(turn)
    return "report.review"


def finish(turn: Turn) -> None:
    """The report is complete for now; the chat is at the menu again."""
    draft = turn.draft
    turn.do(FinishReport(draft.number))
    turn.set(draft=None, flow="menu", step="home", offered=())
    turn.say(
        "report-finished",
        column(button("cmd:report", "button-report"), button("cmd:status", "button-status")),
        number=draft.number,
    )


def stay(turn: Turn) -> str | None:
    """The closing step is left as soon as it is entered; a message there begins at the menu."""
    return "menu.home"


_NEXT = ("report.knowledge", "report.when", "report.detail", "report.evidence", "report.review")
ROWS = {
    "report.guess": Row(ask_guess, hear_guess, leads("report.guess", "report.group", *_NEXT)),
    "report.group": Row(ask_group, hear_group, leads("report.group", "report.category", *_NEXT)),
    "report.category": Row(ask_category, hear_category, leads("report.group", "report.category", *_NEXT)),
    "report.knowledge": Row(ask_knowledge, hear_knowledge, leads(*_NEXT)),
    "report.when": Row(ask_when, hear_when, leads(*_NEXT[1:])),
    "report.detail": Row(ask_detail, hear_detail, leads(*_NEXT[2:])),
    "report.evidence": Row(ask_evidence, hear_evidence, leads("report.evidence", "report.review")),
    "report.review": Row(
        ask_review,
        hear_review,
        leads(
            "report.finish",
            "report.place",
            "report.group",
            "report.when",
            "report.knowledge",
            "report.evidence",
            "report.more",
            "report.review",
        ),
    ),
    "report.more": Row(ask_more, hear_more, leads("report.review", "report.more")),
    "report.finish": Row(finish, stay, leads("menu.home")),
}
