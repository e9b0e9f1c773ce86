"""The help center in the chat: an approved answer with its source, a list to choose from, or the other channels."""

from __future__ import annotations

from bots.dialogue.effects import RememberUnanswered, RequestHuman
from bots.dialogue.facts import HelpFact, HelpKind
from bots.dialogue.turn import Turn, button, column
from bots.messages import Button
from bots.reports import guard
from bots.reports.wording import cap

ANSWER_CHARACTERS = 3500
"""Of an approved answer; with its source line it stays inside Telegram's 4096."""


def answer(turn: Turn, question: str) -> str | None:
    """Say what the help center has for a free question, or that it has nothing."""
    fact = turn.facts.help
    if fact is None or fact.kind is HelpKind.HANDOVER:
        kept = guard.sift(question).kept
        if kept:
            turn.do(RememberUnanswered(kept, turn.language))
        handover(turn, "help-handover", fact.alternatives if fact else ())
    else:
        _say(turn, fact)
    return resting(turn)


def topic(turn: Turn) -> str | None:
    """Say the answer of the topic whose button was pressed."""
    fact = turn.facts.help
    if fact is None or fact.kind is HelpKind.HANDOVER:
        handover(turn, "help-handover", ())
    else:
        _say(turn, fact)
    return resting(turn)


def voter_irregularity(turn: Turn) -> None:
    """A voter told of an irregularity: a human was asked, and these ways are open now."""
    handover(turn, "voter-irregularity", ())
    if turn.facts.help and turn.facts.help.kind is HelpKind.ANSWER:
        _say(turn, turn.facts.help)


def human(turn: Turn) -> str | None:
    """The person wants a human: ask for one, promise nothing, name the other channels."""
    turn.do(RequestHuman(cap(guard.sift(turn.reading.text).kept, 4000), "asked"))
    handover(turn, "human-asked", ())
    return resting(turn)


def handover(turn: Turn, message: str, alternatives: tuple[tuple[str, str], ...]) -> None:
    """A message that names the Help Center's other channels."""
    center = turn.facts.help_center
    turn.say(
        message,
        column(*_alternatives(alternatives)),
        phone=center.phone or "none",
        whatsapp=center.whatsapp or "none",
        chatbot=center.chatbot or "none",
        email=center.email or "none",
    )


def resting(turn: Turn) -> str | None:
    """Back to the open question of a report, else rest at the menu."""
    return turn.state.at if turn.state.flow == "report" and turn.draft else "menu.rest"


def _say(turn: Turn, fact: HelpFact) -> None:
    if fact.kind is HelpKind.LIST:
        rows = (*_alternatives(fact.alternatives), button("cmd:human", "button-human"))
        turn.say("help-list", column(*rows))
        return
    turn.say(
        "help-answer",
        column(*_alternatives(fact.alternatives)),
        text=cap(fact.text, ANSWER_CHARACTERS),
        source=fact.source or "none",
        election=fact.election or "none",
        since=fact.valid_from or "none",
    )


def _alternatives(pairs: tuple[tuple[str, str], ...]) -> tuple[Button, ...]:
    return tuple(button(f"help:{name}", "button-topic", title=cap(title, 60)) for name, title in pairs[:8])
