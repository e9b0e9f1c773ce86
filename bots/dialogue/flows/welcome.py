"""First contact and the language."""

from __future__ import annotations

from bots.dialogue.effects import SetLanguage
from bots.dialogue.languages import SERVED
from bots.dialogue.reading import Heard
from bots.dialogue.table import Row, leads
from bots.dialogue.turn import Turn, button, column


def ask_language(turn: Turn) -> None:
    """Ask for the language, in both languages at once."""
    turn.say("ask-language", column(button("lang:sq", "language-sq"), button("lang:en", "language-en")))


def hear_language(turn: Turn) -> str | None:
    """The name of a language; other words belong to the menu and are handed to it by the engine."""
    words = turn.reading.folded.strip(" .!")
    if turn.reading.heard is Heard.WORDS:
        if words in ("shqip", "albanian", "sq", "al"):
            return choose(turn, "sq")
        if words in ("english", "anglisht", "en"):
            return choose(turn, "en")
    turn.say("language-not-understood")
    return "welcome.language"


def choose(turn: Turn, language: str) -> str | None:
    """Use this language from here on, and go back to what was open."""
    if language not in SERVED:
        turn.say("stale-button")
        return turn.state.at
    turn.set(language=language)
    turn.do(SetLanguage(language))
    turn.say("language-set")
    if turn.state.flow == "report" and turn.draft:
        return turn.state.at
    if turn.state.flow == "binding" and turn.state.link:
        return turn.state.at
    return "menu.home"


ROWS = {"welcome.language": Row(ask_language, hear_language, leads("welcome.language", "menu.home"))}
