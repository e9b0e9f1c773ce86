"""Binding a chat to an accreditation: a one-time link and a second fact that only the observer knows."""

from __future__ import annotations

from bots.dialogue.effects import BindChat, CountWrongFact, Unbind
from bots.dialogue.facts import LinkFact, LinkState
from bots.dialogue.flows.menu import home_buttons
from bots.dialogue.reading import Heard
from bots.dialogue.table import Row, leads
from bots.dialogue.times import birth_date
from bots.dialogue.turn import Turn, button, column


def open_link(turn: Turn, code: str) -> str | None:
    """`/start CODE`: a valid link asks the second fact, any other says clearly what is wrong with it."""
    link = turn.facts.link or LinkFact(LinkState.UNKNOWN)
    if link.state is not LinkState.VALID:
        return _refused(turn, link)
    turn.set(link=code)
    return "binding.fact"


def ask_fact(turn: Turn) -> None:
    """Ask the birth date; the initial shows a person that the link is someone else's."""
    link = turn.facts.link
    turn.say(
        "ask-birth-date",
        column(button("cmd:cancel", "button-cancel")),
        initial=(link.observer_initial if link else "") or "none",
        election=(link.election_name if link else "") or "none",
    )


def hear_fact(turn: Turn) -> str | None:
    """The birth date in any usual form; a wrong one is counted, the fifth burns the link."""
    reading = turn.reading
    if reading.heard is Heard.PRESS:
        turn.say("stale-button")
        return "binding.fact"
    iso = birth_date(reading.text) if reading.heard is Heard.WORDS else None
    if iso is None:
        turn.say("birth-date-not-understood", column(button("cmd:cancel", "button-cancel")))
        return None
    link = turn.facts.link or LinkFact(LinkState.UNKNOWN)
    code = turn.state.link
    if link.state is not LinkState.VALID:
        return _refused(turn, link)
    if turn.facts.second_fact_right:
        turn.set(link="")
        turn.do(BindChat(code))
        turn.say(
            "bound",
            column(button("cmd:report", "button-report"), button("cmd:help", "button-help")),
            ride=False,
            lane=2,
            election=link.election_name or "none",
        )
        return "menu.rest"
    turn.do(CountWrongFact(code))
    left = link.attempts_left - 1
    if left <= 0:
        return _refused(turn, LinkFact(LinkState.BURNED))
    turn.say("birth-date-wrong", column(button("cmd:cancel", "button-cancel")), left=str(left))
    return None


def _refused(turn: Turn, link: LinkFact) -> str:
    turn.set(link="")
    turn.say("link-refused", home_buttons(turn), state=link.state.value)
    return "menu.rest"


def unbind(turn: Turn) -> str | None:
    """`/unbind`: ask once, then this chat speaks for nobody any more."""
    if not turn.facts.bound:
        turn.say("unbind-nothing", home_buttons(turn))
        return "menu.rest"
    return "binding.leave"


def ask_leave(turn: Turn) -> None:
    """Ask whether the chat is really to be unbound."""
    turn.say(
        "ask-unbind", column(button("unbind:yes", "button-unbind"), button("cmd:cancel", "button-cancel"))
    )


def hear_leave(turn: Turn) -> str | None:
    """Only the button unbinds; anything else keeps the binding."""
    if turn.reading.heard is Heard.PRESS and turn.reading.name == "unbind":
        for bound in turn.facts.bound:
            turn.do(Unbind(bound.number))
        turn.set(draft=None)
        turn.say("unbound", ride=False)
        return "menu.rest"
    turn.say("unbind-kept")
    return "menu.home"


ROWS = {
    "binding.fact": Row(ask_fact, hear_fact, leads("binding.fact", "menu.rest")),
    "binding.leave": Row(ask_leave, hear_leave, leads("menu.home", "menu.rest")),
}
