"""The order of a filed report's questions, and what every one of them understands besides its own answer."""

from __future__ import annotations

from bots.dialogue import filing
from bots.dialogue.reading import Heard
from bots.dialogue.turn import Turn, button, echo
from bots.messages import Button
from bots.reports import categories

ORDER = (
    "report.place", "report.what", "report.guess", "report.group", "report.knowledge", "report.when",
    "report.detail", "report.evidence", "report.review",
)  # fmt: skip
"""The questions in their order; a skipped one is not asked again."""

YES = frozenset(["po", "yes", "y", "e", "po", "sakte", "saktë", "pikerisht", "ok", "okay"]) | {
    "po po",
    "po sakte",
}
NO = frozenset(["jo", "no", "n", "jo", "jo", "nuk"])
SKIPPING = frozenset({"kalo", "skip", "s'e di", "nuk e di", "se di", "don't know", "dont know", "-"})


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
        turn.say("stale-button")
        return True
    return False


def keep_words(turn: Turn, message: str = "words-added") -> None:
    """Words that the step does not understand go into the report, and the person is told so."""
    text = turn.reading.text
    if filing.add_words(turn, text):
        turn.say(message, number=turn.draft.number, words=echo(text))


def skip_button(turn: Turn) -> Button:
    """The button that leaves a question open."""
    return button(f"skip#{turn.draft.serial}", "button-skip")


def skipped(turn: Turn) -> bool:
    """Whether the person left the question open, by button or by word."""
    reading = turn.reading
    if reading.heard is Heard.PRESS:
        return reading.name == "skip"
    return reading.heard is Heard.WORDS and reading.folded.strip(" .!") in SKIPPING


def said(turn: Turn, answers: frozenset[str]) -> bool:
    """Whether the words are one of these short answers."""
    return turn.reading.heard is Heard.WORDS and turn.reading.folded.strip(" .!") in answers
