"""Where the observer's reports stand."""

from __future__ import annotations

from bots.dialogue.facts import ReportStatus
from bots.dialogue.turn import Turn, button, column
from bots.messages import Button
from bots.reports.wording import cap

SHOWN = 8
"""Reports offered as buttons below the newest."""


def latest(turn: Turn) -> None:
    """The newest report in full, the others as buttons."""
    if not turn.facts.bound and not turn.facts.reports:
        turn.say("status-unbound")
        return
    if not turn.facts.reports:
        turn.say("status-none", column(button("cmd:report", "button-report")))
        return
    _line(turn, turn.facts.reports[0], _others(turn, turn.facts.reports[0].number))


def one(turn: Turn, number: str) -> None:
    """One report of the observer's own, by the button of its number."""
    for report in turn.facts.reports:
        if report.number == number:
            _line(turn, report, _others(turn, number))
            return
    turn.say("stale-button")


def _others(turn: Turn, number: str) -> tuple[tuple[Button, ...], ...]:
    rest = [report.number for report in turn.facts.reports if report.number != number][:SHOWN]
    return column(*(button(f"st:{other}", "button-number", number=other) for other in rest))


def _line(turn: Turn, report: ReportStatus, buttons: tuple[tuple[Button, ...], ...]) -> None:
    turn.say(
        "status-line",
        buttons,
        number=report.number,
        place=cap(report.place, 120) or "none",
        category=report.category or "none",
        status=report.status,
        at=report.at,
        addressee=report.addressee or "none",
    )
