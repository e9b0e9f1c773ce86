"""Filing a report and adding to it: the effects, in their order, and nothing about the dialogue around them."""

from __future__ import annotations

from datetime import datetime

from bots.dialogue.effects import (
    AddWords,
    AlertDuty,
    AttachEvidence,
    AttachLocation,
    FileReport,
    RequestHuman,
    SetReportField,
)
from bots.dialogue.facts import Place
from bots.dialogue.turn import Turn, echo
from bots.reports import categories, matching, phases, severity
from bots.reports.form import Draft
from bots.reports.severity import Severity
from bots.reports.wording import cap

PLACE_WORDS = 300
"""Characters of a place in the person's own words."""
OPENING_WORDS = 200
"""Characters of the words that the draft remembers for its summary once they are filed."""


def begin(turn: Turn) -> Draft:
    """A new empty draft under the accreditation that holds."""
    accreditation = turn.accreditation()
    serial = turn.state.serial + 1
    draft = Draft(
        serial=serial,
        accreditation=accreditation.number if accreditation else None,
        unaccredited=accreditation is None or accreditation.revoked,
    )
    turn.set(draft=draft, serial=serial)
    return draft


def place(turn: Turn, found: Place) -> None:
    """Put a registered place into the draft, and into the register if the report is filed already."""
    draft = turn.draw(
        place_code=found.code,
        place_name=cap(found.name, 80),
        place_kind=found.kind.value,
        place_words="",
        place_known=True,
        outside_scope=not found.in_scope,
    )
    turn.set(last_place=found.code)
    if draft.number:
        turn.do(SetReportField(draft.number, "place_code", found.code))
        turn.do(SetReportField(draft.number, "place_words", ""))
        turn.do(SetReportField(draft.number, "outside_scope", "no" if found.in_scope else "yes"))
    if not found.in_scope and not draft.unaccredited:
        turn.say("place-outside-scope", place=found.code)


def place_in_words(turn: Turn, words: str) -> None:
    """Put a place in the person's own words into the draft; it is never refused for being unknown."""
    words = cap(" ".join(words.split()), PLACE_WORDS)
    draft = turn.draw(
        place_code=None,
        place_name="",
        place_kind="",
        place_words=words,
        place_known=True,
        outside_scope=False,
    )
    if draft.number:
        turn.do(SetReportField(draft.number, "place_code", ""))
        turn.do(SetReportField(draft.number, "place_words", words))
        turn.do(SetReportField(draft.number, "outside_scope", "no"))


def file(turn: Turn, words: str) -> bool:
    """Enter the draft in the register and give the receipt at once; then the duty officer, if it is danger.

    Returns False when no number could be had: the words stay in the draft, a human is asked for, and the
    person is told that it is not filed yet.
    """
    draft = turn.draft
    number = turn.facts.report_number
    if number is None:
        turn.draw(words=words)
        turn.do(RequestHuman(words, "no_number"))
        turn.say("report-not-yet")
        return False
    held = next((bound for bound in turn.facts.bound if bound.number == draft.accreditation), None)
    if held is None or held.revoked:  # revoked since the draft was begun
        draft = turn.draw(unaccredited=True)
    category = draft.category or matching.match(words)
    grade = severity.assess(categories.default_severity(category), words)
    phase = phases.guess(category, turn.now, turn.facts.election_date)
    turn.do(
        FileReport(
            number=number,
            accreditation=draft.accreditation,
            place_code=draft.place_code,
            place_words=draft.place_words,
            words=words,
            phase=phase.value,
            category=category,
            severity=grade.value,
            knowledge=draft.knowledge,
            observed_at=datetime.fromisoformat(draft.observed_at) if draft.observed_at else None,
            language=turn.language,
            unaccredited=draft.unaccredited,
            outside_scope=draft.outside_scope,
        )
    )
    if grade is Severity.S1:
        turn.do(AlertDuty(number, category, grade.value))
    turn.say(
        "report-receipt",
        ride=False,
        lane=2,
        number=number,
        at=turn.now,
        place=draft.place or "none",
        standing="unaccredited" if draft.unaccredited else "accredited",
    )
    if grade is Severity.S1:
        danger(turn)
    position = draft.position
    if position:
        turn.do(AttachLocation(number, position[0], position[1]))
    turn.draw(
        number=number,
        words=cap(words, OPENING_WORDS),
        category=category,
        guessed=category is not None and draft.category is None,
        phase=phase.value,
        severity=grade.value,
        position=None,
        located=draft.located or position is not None,
    )
    return True


def danger(turn: Turn) -> None:
    """Tell a person in danger whom to call. It never says that a human has the report."""
    turn.say(
        "danger",
        ride=False,
        lane=0,
        police=turn.facts.police_number or "none",
        duty="on" if turn.facts.duty_on else "off",
    )


def raise_severity(turn: Turn, words: str) -> None:
    """Alert the duty officer once when later words or a category make a filed report S1."""
    draft = turn.draft
    grade = severity.assess(categories.default_severity(draft.category), words)
    if grade is Severity.S1 and draft.severity != Severity.S1:
        turn.draw(severity=grade.value)
        turn.do(SetReportField(draft.number, "severity", grade.value))
        turn.do(AlertDuty(draft.number, draft.category, grade.value))
        danger(turn)


def categorise(turn: Turn, code: str) -> None:
    """Set the category of the filed report, with its phase and severity."""
    draft = turn.draft
    phase = phases.guess(code, turn.now, turn.facts.election_date)
    turn.do(SetReportField(draft.number, "category", code))
    if phase.value != draft.phase:
        turn.do(SetReportField(draft.number, "phase", phase.value))
    grade = categories.default_severity(code)
    if draft.severity != Severity.S1 and grade is not Severity.S1 and grade.value != draft.severity:
        turn.do(SetReportField(draft.number, "severity", grade.value))
        draft = turn.draw(severity=grade.value)
    turn.draw(category=code, guessed=False, group="", phase=phase.value, detail=0)
    raise_severity(turn, "")


def add_words(turn: Turn, text: str, *, edited: bool = False) -> bool:
    """Append words to the filed report; False when the guard left nothing of them."""
    kept = turn.sift(text)
    if not kept:
        return False
    turn.do(AddWords(turn.draft.number, kept, edited))
    raise_severity(turn, kept)
    return True


def attach_files(turn: Turn) -> None:
    """Attach the message's files to the filed report, with their caption."""
    draft = turn.draft
    inbound = turn.inbound
    caption = turn.sift(turn.reading.text) if turn.reading.text else ""
    for media in inbound.media:
        turn.do(AttachEvidence(draft.number, media, inbound.kind, inbound.forwarded, inbound.album, caption))
    if caption:
        raise_severity(turn, caption)
    turn.draw(files=draft.files + len(inbound.media))
    turn.say("evidence-kept", number=draft.number, count=str(draft.files + len(inbound.media)))


def attach_position(turn: Turn) -> None:
    """Attach the message's position to the filed report, or keep it until the report is filed."""
    where = turn.inbound.location
    draft = turn.draft
    if draft.number:
        turn.do(AttachLocation(draft.number, where.latitude, where.longitude))
        turn.draw(located=True)
    else:
        turn.draw(position=(where.latitude, where.longitude))


def added(turn: Turn, text: str) -> None:
    """Say that words were added, with their beginning, so that nothing is added unseen."""
    turn.say("words-added", number=turn.draft.number, words=echo(text))
