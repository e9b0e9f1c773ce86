"""Evidence for a filed report, its summary with every answer to correct, and its end."""

from __future__ import annotations

from datetime import datetime

from bots.dialogue import filing
from bots.dialogue.effects import FinishReport
from bots.dialogue.flows.order import NO, YES, also, keep_words, onward, said, skip_button, skipped
from bots.dialogue.reading import Heard
from bots.dialogue.table import Row, leads
from bots.dialogue.turn import Turn, button, column

_ENOUGH = frozenset(
    {"mjafton", "s'kam", "skam", "nuk kam", "s'kam foto", "skam foto", "nuk kam foto", "asgje", "gati"}
    | {"enough", "that is all", "that's all", "no photos", "none", "nothing"}
)


def ask_evidence(turn: Turn) -> None:
    """Ask for photos, after the warning of the secrecy of the vote."""
    turn.say(
        "ask-evidence", column(button(f"enough#{turn.draft.serial}", "button-enough")), ask_location=True
    )


def hear_evidence(turn: Turn) -> str | None:
    """Files, a position and words are added; enough leads to the summary."""
    reading = turn.reading
    pressed = reading.heard is Heard.PRESS and reading.name in ("enough", "skip")
    if pressed or skipped(turn) or said(turn, NO) or said(turn, _ENOUGH):
        return onward(turn, "report.evidence")
    if reading.heard is Heard.FILES:
        filing.attach_files(turn)
        return None
    if also(turn):
        return "report.evidence"
    keep_words(turn)
    return None


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


def _instant(turn: Turn) -> datetime:
    return datetime.fromisoformat(turn.draft.observed_at) if turn.draft.observed_at else turn.now


_FIXES = frozenset({"place", "group", "when", "knowledge", "evidence", "more"})


def hear_review(turn: Turn) -> str | None:
    """Finish, correct one answer, or add to the report."""
    reading = turn.reading
    if reading.heard is Heard.PRESS and reading.name == "fix" and reading.value in _FIXES:
        return f"report.{reading.value}"
    if (reading.heard is Heard.PRESS and reading.name == "enough") or said(turn, YES):
        return "report.finish"
    if not also(turn):
        keep_words(turn)
    return "report.review"


def ask_more(turn: Turn) -> None:
    """Ask for further words."""
    turn.say("ask-more", column(skip_button(turn)))


def hear_more(turn: Turn) -> str | None:
    """Words for the report."""
    if skipped(turn):
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


ROWS = {
    "report.evidence": Row(ask_evidence, hear_evidence, leads("report.evidence", "report.review")),
    "report.review": Row(
        ask_review,
        hear_review,
        leads("report.finish", *(f"report.{name}" for name in _FIXES), "report.review"),
    ),
    "report.more": Row(ask_more, hear_more, leads("report.review", "report.more")),
    "report.finish": Row(finish, stay, leads("menu.home")),
}
