"""The menu: free words of observers and voters, and the way into every flow."""

from __future__ import annotations

from bots.dialogue import filing
from bots.dialogue.effects import RequestHuman
from bots.dialogue.flows import help as help_flow
from bots.dialogue.flows import report
from bots.dialogue.reading import LONGEST_TEXT, Heard, Reading, Route, is_greeting, is_question, route, told
from bots.dialogue.table import Row, leads
from bots.dialogue.turn import Turn, button, column, echo
from bots.messages import Button
from bots.reports import matching, places, severity
from bots.reports.categories import CATEGORIES


def home_buttons(turn: Turn) -> tuple[tuple[Button, ...], ...]:
    """The menu's buttons, for an observer or for a voter."""
    if turn.facts.bound:
        draft = turn.draft
        first = "button-continue-report" if draft else "button-report"
        return column(
            button("cmd:report", first),
            button("cmd:status", "button-status"),
            button("cmd:help", "button-help"),
            button("cmd:language", "button-language"),
        )
    return column(
        button("help:where_vote", "topic-where-vote"),
        button("help:id_documents", "topic-id-documents"),
        button("help:dia_register", "topic-abroad"),
        button("help:impostor", "topic-impostor"),
        button("help:irregularity", "topic-irregularity"),
        button("cmd:language", "button-language"),
    )


def ask_home(turn: Turn) -> None:
    """Say what can be done here."""
    accreditation = turn.accreditation()
    if accreditation:
        turn.say(
            "menu-observer",
            home_buttons(turn),
            name=accreditation.given_name or "none",
            organisation=accreditation.organisation or "none",
            election=accreditation.election_name or "none",
            standing="revoked" if accreditation.revoked else "valid",
        )
    else:
        turn.say("menu-voter", home_buttons(turn), election=turn.facts.election_name or "none")


def hear_home(turn: Turn) -> str | None:
    """Free words, a file or a position with no report open."""
    reading = turn.reading
    if reading.heard is Heard.PRESS:
        turn.say("stale-button")
        return "menu.home"
    observer = bool(turn.facts.bound)
    if reading.heard is Heard.FILES:
        return _files(turn, observer)
    if reading.heard is Heard.POSITION:
        if not observer:
            turn.say("voter-position", home_buttons(turn))
            return "menu.rest"
        if turn.draft is None:
            filing.begin(turn)
        return report.hear_place(turn)
    return _observer_words(turn) if observer else _voter_words(turn)


def _files(turn: Turn, observer: bool) -> str | None:
    if turn.draft and turn.draft.filed:
        filing.attach_files(turn)
        return "menu.rest"
    if observer:
        return report.from_files(turn)
    turn.say("voter-file", home_buttons(turn))
    return "menu.rest"


def _observer_words(turn: Turn) -> str | None:
    match route(turn.reading):
        case Route.GREETING:
            return "menu.home"
        case Route.QUESTION:
            return help_flow.answer(turn, turn.reading.text)
        case Route.REPORT:
            return report.from_words(turn)
        case _:
            return _hold(turn)


def _hold(turn: Turn) -> str | None:
    kept = turn.sift(turn.reading.text)
    if not kept:
        return "menu.rest"
    pending = turn.state.pending
    turn.set(pending=(f"{pending}\n{kept}" if pending else kept)[:LONGEST_TEXT])
    return "menu.unsure"


def _voter_words(turn: Turn) -> str | None:
    reading = turn.reading
    if is_greeting(reading.folded):
        return "menu.home"
    if topic_of_voter(reading) is None:
        return help_flow.answer(turn, reading.text)
    kept = turn.sift(reading.text)
    if kept:
        turn.do(RequestHuman(kept, "irregularity"))
    if severity.dangerous(reading.text):
        filing.danger(turn)
    help_flow.voter_irregularity(turn)
    return "menu.rest"


def topic_of_voter(reading: Reading) -> str | None:
    """The help topic for a voter whose words clearly tell of an irregularity; None when they ask."""
    if is_question(reading):
        return None
    category = CATEGORIES.get(matching.match(reading.text) or "")
    if category and category.answers_with:
        return category.answers_with
    if severity.dangerous(reading.text) or (reading.codes and told(reading)):
        return "irregularity"
    return None


def ask_unsure(turn: Turn) -> None:
    """Ask whether the held words are a report or a question."""
    turn.say(
        "ask-unsure",
        column(
            button("pend:report", "button-is-report"),
            button("pend:question", "button-is-question"),
            button("pend:drop", "button-neither"),
        ),
        words=echo(turn.state.pending),
    )


def hear_unsure(turn: Turn) -> str | None:
    """A button settles the held words; further words join them."""
    reading = turn.reading
    if reading.heard is Heard.PRESS and reading.name == "pend":
        pending = turn.state.pending
        turn.set(pending="")
        if reading.value == "report":
            return report.from_words(turn, pending)
        if reading.value == "question":
            return help_flow.answer(turn, pending)
        turn.say("dropped-words")
        return "menu.home"
    if reading.heard is Heard.WORDS:
        decided = route(reading)
        if decided is Route.REPORT:
            words = f"{turn.state.pending}\n{reading.text}"
            turn.set(pending="")
            return report.from_words(turn, words)
        if decided is Route.UNSURE:
            return _hold(turn)
    return hear_home(turn)


def codes_of(text: str) -> tuple[str, ...]:
    """The place codes in a text, a lone one included."""
    alone = places.alone_code(text)
    return tuple(found.code for found in places.find(text)) or ((alone,) if alone else ())


_REPORT = (
    "report.place", "report.what", "report.nearest", "report.guess", "report.group", "report.knowledge",
    "report.when", "report.detail", "report.evidence", "report.review",
)  # fmt: skip
ROWS = {
    "menu.home": Row(ask_home, hear_home, leads("menu.home", "menu.rest", "menu.unsure", *_REPORT)),
    "menu.unsure": Row(ask_unsure, hear_unsure, leads("menu.home", "menu.rest", "menu.unsure", *_REPORT)),
}
