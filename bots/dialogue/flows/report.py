"""The report until it has its number: place and what happened, in any order, and danger before all else."""

from __future__ import annotations

from bots.dialogue import filing
from bots.dialogue.facts import Place
from bots.dialogue.flows.order import onward
from bots.dialogue.reading import LONGEST_TEXT, Heard, Reading, told
from bots.dialogue.table import Row, leads
from bots.dialogue.turn import Turn, button, column
from bots.messages import Button
from bots.reports import matching, places, severity
from bots.reports.wording import cap


def start(turn: Turn) -> str:
    """The step that begins a report, or comes back to one that is open."""
    draft = turn.draft
    if turn.accreditation() is None and draft is None:
        turn.say("report-voter", _voter_buttons())
        return "menu.rest"
    if draft and (draft.filed or draft.words or draft.place_known):
        return "report.resume"
    filing.begin(turn)
    return "report.place"


def from_words(turn: Turn, words: str | None = None) -> str | None:
    """Begin a report with free words: place and event in one message earn the number at once."""
    draft = filing.begin(turn)
    found = _registered(turn)
    reading = turn.reading
    if found:
        filing.place(turn, found)
    elif reading.codes:
        _unregistered(turn, reading)
    event = told(reading) if words is None else words
    if not event:
        return "report.what" if turn.draft.place_known else "report.place"
    kept = turn.sift(event if words is not None or not reading.codes else reading.text)
    if not kept:
        turn.set(draft=None if draft.number is None else draft)
        return "menu.rest"
    return _with_words(turn, kept)


def from_files(turn: Turn) -> str | None:
    """Begin a report with a file: it is filed at once, place and words follow."""
    filing.begin(turn)
    found = _registered(turn)
    if found:
        filing.place(turn, found)
    return _with_files(turn)


def close(turn: Turn) -> str | None:
    """`/done` on a report that is not filed: file what there is, or say what is missing."""
    draft = turn.draft
    if draft.words:
        filed = filing.file(turn, draft.words)
        return "report.finish" if filed else None
    turn.say("report-nothing-yet")
    return "report.what" if draft.place_known else "report.place"


# place


def ask_place(turn: Turn) -> None:
    """Ask where, offering the last check-in, the last place and the phone's position."""
    buttons: list[Button] = []
    accreditation = turn.accreditation()
    here = accreditation.last_check_in if accreditation else None
    serial = turn.draft.serial
    if here:
        buttons.append(button(f"pl:{here.code}#{serial}", "button-place", place=here.code))
    last = turn.state.last_place
    if last and (here is None or here.code != last):
        buttons.append(button(f"pl:{last}#{serial}", "button-place", place=last))
    if turn.draft.filed:
        buttons.append(button(f"skip#{serial}", "button-skip"))
    else:
        buttons.append(button("cmd:cancel", "button-cancel"))
    turn.say("ask-place", column(*buttons), ask_location=True)


def hear_place(turn: Turn) -> str | None:
    """A code, a shared position, a button, or words; words that tell the event are kept as the event."""
    reading = turn.reading
    if reading.heard is Heard.PRESS:
        if reading.name == "skip" and turn.draft.filed:
            return onward(turn, "report.place")
        if reading.name == "pl":
            found = _registered(turn) or _check_in(turn, reading.value)
            if found:
                filing.place(turn, found)
            else:
                filing.place_in_words(turn, reading.value)
            return _after_place(turn)
        turn.say("stale-button")
        return turn.state.at
    if reading.heard is Heard.POSITION:
        filing.attach_position(turn)
        if turn.facts.nearest:
            return "report.nearest"
        turn.say("nearest-none")
        return "report.place"
    if reading.heard is Heard.FILES:
        return _with_files(turn)
    return _place_words(turn, reading)


def _place_words(turn: Turn, reading: Reading) -> str | None:
    found = _registered(turn)
    if found:
        filing.place(turn, found)
        event = told(reading)
        return _event(turn, reading.text) if event else _after_place(turn)
    if reading.codes or places.alone_code(reading.text):
        _unregistered(turn, reading)
        return _event(turn, reading.text) if reading.codes and told(reading) else _after_place(turn)
    dangerous = severity.dangerous(reading.text)
    if dangerous or (not turn.draft.words and matching.match(reading.text)):
        return _event(turn, reading.text)
    kept = turn.sift(reading.text)
    if not kept:
        return "report.place"
    filing.place_in_words(turn, kept)
    turn.say("place-in-words", place=cap(kept, 120))
    return _after_place(turn)


def _event(turn: Turn, text: str) -> str | None:
    """Words that tell what happened, said where the place was asked."""
    kept = turn.sift(text)
    if not kept:
        return turn.state.at
    if turn.draft.filed:
        filing.add_words(turn, kept)
        filing.added(turn, kept)
        return _after_place(turn) if turn.draft.place_known else "report.place"
    return _with_words(turn, kept)


def _after_place(turn: Turn) -> str | None:
    """The next step once the place is known; words that wait for it are filed now."""
    draft = turn.draft
    if draft.filed:
        turn.say("place-set", place=draft.place)
        return onward(turn, "report.place")
    if draft.words:
        return onward(turn, "report.what") if filing.file(turn, draft.words) else None
    return "report.what"


def ask_nearest(turn: Turn) -> None:
    """Offer the nearest centres; pressing one picks it."""
    serial = turn.draft.serial
    rows = [
        button(f"pl:{near.code}#{serial}", "button-near", place=near.code, name=cap(near.name, 40))
        for near in turn.facts.nearest[:5]
    ]
    if not rows:
        turn.say("ask-place-code", column(button("cmd:cancel", "button-cancel")))
        return
    turn.say("ask-nearest", column(*rows))


# what happened


def ask_what(turn: Turn) -> None:
    """Ask what happened, by role and never by name."""
    turn.say("ask-what", column(button("cmd:cancel", "button-cancel")), place=turn.draft.place or "none")


def hear_what(turn: Turn) -> str | None:
    """The words, or a file that tells it; either earns the number."""
    reading = turn.reading
    if reading.heard is Heard.FILES:
        return _with_files(turn)
    if reading.heard is Heard.POSITION:
        filing.attach_position(turn)
        turn.say("position-kept")
        return "report.what"
    if reading.heard is Heard.PRESS:
        turn.say("stale-button")
        return "report.what"
    found = _registered(turn)
    if found:
        filing.place(turn, found)
        if not told(reading):
            turn.say("place-set", place=found.code)
            return "report.what"
    kept = turn.sift(reading.text)
    if not kept:
        return "report.what"
    return _with_words(turn, kept)


def _with_words(turn: Turn, words: str) -> str | None:
    """File at once when the place is known or danger speaks; otherwise hold the words and ask for the place."""
    draft = turn.draft
    if draft.filed:
        filing.add_words(turn, words)
        guess = None if draft.category else matching.match(words)
        turn.draw(words=cap(words, filing.OPENING_WORDS))
        if guess:
            turn.draw(category=guess, guessed=True)
        return onward(turn, "report.what")
    if draft.words and draft.words != words:
        words = f"{draft.words}\n{words}"
    if draft.place_known or severity.dangerous(words):
        if not draft.place_known:
            _assume_check_in(turn)
        if not filing.file(turn, words):
            return None
        return onward(turn, "report.what") if turn.draft.place_known else "report.place"
    turn.draw(words=words[:LONGEST_TEXT])
    turn.say("words-held")
    return "report.place"


def _with_files(turn: Turn) -> str | None:
    """File with what is known, attach the files, and go on with what is missing."""
    draft = turn.draft
    if not draft.filed:
        words = turn.sift(turn.reading.text) if turn.reading.text else ""
        if draft.words:
            words = f"{draft.words}\n{words}".strip()
        if not filing.file(turn, words):
            return None
    filing.attach_files(turn)
    if not turn.draft.place_known:
        return "report.place"
    return onward(turn, "report.what") if turn.draft.words else "report.what"


# places


def _registered(turn: Turn) -> Place | None:
    """The first registered place among those that were looked up."""
    return turn.facts.places[0] if turn.facts.places else None


def _check_in(turn: Turn, code: str) -> Place | None:
    for bound in turn.facts.bound:
        if bound.last_check_in and bound.last_check_in.code == code:
            return bound.last_check_in
    return None


def _assume_check_in(turn: Turn) -> None:
    """In danger the place of the last check-in is taken for granted; it can be corrected."""
    accreditation = turn.accreditation()
    if accreditation and accreditation.last_check_in:
        filing.place(turn, accreditation.last_check_in)


def _unregistered(turn: Turn, reading: Reading) -> None:
    code = reading.codes[0].code if reading.codes else places.alone_code(reading.text) or reading.text
    filing.place_in_words(turn, code)
    turn.say("place-not-in-register", place=code)


# come back


def ask_resume(turn: Turn) -> None:
    """Offer to go on with the open report or to begin another."""
    draft = turn.draft
    turn.say(
        "ask-resume",
        column(
            button(f"continue#{draft.serial}", "button-continue"), button(f"new#{draft.serial}", "button-new")
        ),
        number=draft.number or "none",
        words=cap(draft.words, 120) or "none",
    )


def hear_resume(turn: Turn) -> str | None:
    """Go on, or begin anew; free words go into the open report."""
    reading = turn.reading
    if reading.heard is Heard.PRESS:
        if reading.name == "continue":
            return turn.draft.stage if turn.draft.stage in RESUMABLE else "report.place"
        if reading.name == "new":
            if not turn.draft.filed and turn.draft.words:
                filing.file(turn, turn.draft.words)
            filing.begin(turn)
            return "report.place"
        turn.say("stale-button")
        return "report.resume"
    if not turn.draft.filed:
        return hear_place(turn)
    if reading.heard is Heard.FILES:
        filing.attach_files(turn)
    elif reading.heard is Heard.POSITION:
        filing.attach_position(turn)
        turn.say("position-kept")
    elif filing.add_words(turn, reading.text):
        filing.added(turn, reading.text)
    return "report.resume"


def _voter_buttons() -> tuple[tuple[Button, ...], ...]:
    return column(
        button("help:irregularity", "topic-irregularity"),
        button("help:impostor", "topic-impostor"),
        button("help:vote_buying", "topic-vote-buying"),
        button("cmd:human", "button-human"),
    )


RESUMABLE = frozenset(
    {
        "report.place", "report.what", "report.guess", "report.group", "report.category", "report.knowledge",
        "report.when", "report.detail", "report.evidence", "report.review", "report.more",
    }
)  # fmt: skip
_AFTER = (
    "report.place", "report.what", "report.nearest", "report.guess", "report.group", "report.knowledge",
    "report.when", "report.detail", "report.evidence", "report.review",
)  # fmt: skip
ROWS = {
    "report.place": Row(ask_place, hear_place, leads(*_AFTER)),
    "report.nearest": Row(ask_nearest, hear_place, leads(*_AFTER)),
    "report.what": Row(ask_what, hear_what, leads(*_AFTER)),
    "report.resume": Row(ask_resume, hear_resume, leads(*_AFTER, *RESUMABLE, "report.resume")),
}
