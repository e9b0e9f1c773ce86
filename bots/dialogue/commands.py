"""What works at any point of the conversation: commands, and buttons that belong to no step."""

from __future__ import annotations

from collections.abc import Callable

from bots.dialogue import filing
from bots.dialogue.effects import SetReportField, StopChat
from bots.dialogue.flows import binding, details, menu, order, report, status, welcome
from bots.dialogue.flows import help as help_flow
from bots.dialogue.reading import Heard
from bots.dialogue.turn import Turn
from bots.reports.categories import CATEGORIES, GROUPS


def obey(turn: Turn, name: str) -> str | None:
    """Carry out a command; gives the next step."""
    return _COMMANDS[name](turn)


def start(turn: Turn) -> str | None:
    """`/start`: with a code it opens a link, without one it greets."""
    if turn.reading.value:
        return binding.open_link(turn, turn.reading.value)
    return "menu.home" if turn.state.greeted or turn.facts.bound else "welcome.language"


def help_(turn: Turn) -> str | None:
    """`/help`: words after it are a question; within a report it explains the report."""
    if turn.reading.text:
        return help_flow.answer(turn, turn.reading.text)
    if turn.state.flow == "report" and turn.draft:
        turn.say("help-report")
        return turn.state.at
    if turn.facts.bound:
        turn.say("help-observer", menu.home_buttons(turn))
        return "menu.rest"
    return "menu.home"


def report_(turn: Turn) -> str | None:
    """`/report`: words after it are the report itself."""
    if turn.reading.text and turn.facts.bound:
        return report.from_words(turn, turn.reading.text)
    return report.start(turn)


def status_(turn: Turn) -> str | None:
    """`/status`: the newest report, then what was open."""
    status.latest(turn)
    return None


def language(turn: Turn) -> str | None:
    """`/language`: asked without leaving what is open."""
    welcome.ask_language(turn)
    return None


def cancel(turn: Turn) -> str | None:
    """`/cancel`: an unfiled draft is dropped; a filed report stays, because it is in the register."""
    draft = turn.draft
    flow = turn.state.flow
    if turn.state.at == "binding.leave":
        turn.say("unbind-kept")
        return "menu.home"
    if draft is None or flow not in ("report", "menu"):
        turn.set(link="", pending="")
        turn.say("cancelled" if flow in ("binding", "welcome") else "nothing-to-cancel")
        return "menu.home"
    turn.set(draft=None, pending="")
    if draft.number:
        turn.say("cancel-filed", number=draft.number)
    else:
        turn.say("cancelled")
    return "menu.home"


def done(turn: Turn) -> str | None:
    """`/done`: finish the open report; an unfiled one with words is filed."""
    draft = turn.draft
    if draft is None:
        turn.say("nothing-open")
        return "menu.home"
    return "report.finish" if draft.filed else report.close(turn)


def later(turn: Turn) -> str | None:
    """`/later`: pause the open report; it waits for days."""
    if turn.draft is None:
        return "menu.home"
    turn.say("report-paused", menu.home_buttons(turn), number=turn.draft.number or "none")
    return "menu.rest"


def stop(turn: Turn) -> str | None:
    """`/stop`: nothing unasked is sent any more; a filed report stays."""
    turn.do(StopChat())
    turn.say("stopped", ride=False)
    return "menu.rest"


def home(turn: Turn) -> str | None:
    """`/menu`."""
    return "menu.home"


def unknown(turn: Turn) -> str | None:
    """A command that does not exist: name those that do, and ask again what was open."""
    turn.say("command-unknown")
    return turn.state.at if turn.state.flow != "menu" else "menu.rest"


_COMMANDS: dict[str, Callable[[Turn], str | None]] = {
    "start": start,
    "help": help_,
    "report": report_,
    "status": status_,
    "language": language,
    "cancel": cancel,
    "done": done,
    "later": later,
    "stop": stop,
    "menu": home,
    "unbind": binding.unbind,
    "human": help_flow.human,
    "unknown": unknown,
}


def anywhere(turn: Turn) -> tuple[bool, str | None]:
    """A button that works anywhere, or that is stale; (True, next step) when it was dealt with."""
    reading = turn.reading
    if reading.heard is not Heard.PRESS:
        return False, None
    if reading.name == "lang":
        return True, welcome.choose(turn, reading.value)
    if reading.name == "help":
        return True, help_flow.topic(turn)
    if reading.name == "st":
        status.one(turn, reading.value)
        return True, None
    if reading.serial is None:
        return False, None
    draft = turn.draft
    if draft is None or draft.serial != reading.serial:
        turn.say("stale-button")
        return True, turn.state.at if turn.state.flow != "menu" else "menu.home"
    return _correction(turn)


_OWN_STEPS = {
    "cat": ("report.category",),
    "grp": ("report.group",),
    "know": ("report.knowledge",),
    "pl": ("report.place", "report.nearest"),
    "continue": ("report.resume",),
    "new": ("report.resume",),
}


def _correction(turn: Turn) -> tuple[bool, str | None]:
    """An earlier button of the open report, pressed again, corrects that answer; the open question stays."""
    reading, draft = turn.reading, turn.draft
    steps = _OWN_STEPS.get(reading.name)
    if turn.state.flow != "report":
        return True, "report.resume"
    if steps is None or turn.state.at in steps or not draft.filed:
        return False, None
    if reading.name == "cat" and reading.value in CATEGORIES:
        filing.categorise(turn, reading.value)
        turn.say("category-set", category=reading.value)
    elif reading.name == "grp" and reading.value in GROUPS:
        turn.draw(group=reading.value)
        return True, "report.category" if len(GROUPS[reading.value]) > 1 else "report.group"
    elif reading.name == "know" and reading.value in details.KNOWLEDGE:
        turn.do(SetReportField(draft.number, "knowledge", reading.value))
        turn.draw(knowledge=reading.value)
        turn.say("knowledge-set", knowledge=reading.value)
    elif reading.name == "pl" and turn.facts.places:
        filing.place(turn, turn.facts.places[0])
        turn.say("place-set", place=turn.draft.place)
    else:
        turn.say("stale-button")
    at = turn.state.at
    if (
        at in ("report.guess", "report.group", "report.category")
        and not turn.draft.guessed
        and turn.draft.category
    ):
        return True, order.onward(turn, "report.group")
    return True, at
