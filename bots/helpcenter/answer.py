"""What the help center gives back: kind, reason, approved texts and where they rest."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from bots.helpcenter.decision import Kind
from bots.helpcenter.topic import Source


class Reason(StrEnum):
    """Why a question got the kind of answer it got; codes for the dialogue and the counters."""

    SURE = "sure"
    CHOSEN = "chosen"
    """The person picked the topic from a list."""
    UNSURE = "unsure"
    NO_WORDS = "no_words"
    """Nothing to read in it: empty, emoji or marks only. The menu of topics is offered."""
    OUT_OF_SCOPE = "out_of_scope"
    NOT_UNDERSTOOD = "not_understood"
    NO_APPROVED_ANSWER = "no_approved_answer"
    """The topic is known; no approved answer holds for this election today."""
    UNKNOWN_TOPIC = "unknown_topic"


class Alternative(msgspec.Struct, frozen=True):
    """A row of a list: a topic id and its title of at most 24 characters."""

    topic: str
    title: str


class HelpAnswer(msgspec.Struct, frozen=True):
    """What to tell a voter.

    Attributes:
        kind: `answer`, `list` or `handover`; the words of a list's head and of a hand-over are messages of
            the shell (`help-list`, `help-handover`), so `text` is empty then.
        topic: the topic answered; with a hand-over, the topic it is about, if known.
        language: `sq` or `en`, the language of the texts.
        title: the topic's title.
        text: the approved long text, facts filled in.
        short_text: the approved short text for a chat, facts filled in.
        sources: where it rests, at least one for an answer.
        law: the edition of the law or the act it rests on.
        valid_from: since when the answer is official.
        election: name of the election it was given for.
        demo: True when the election is invented; the shell must say DEMO.
        alternatives: rows of a list, or topics near an answer.
        reason: why it came out so.
        deflection: the deflection intent it resembled, when `reason` is `out_of_scope`.
        original_language: the language the person wrote in; `it`, `el`, `de`, `fr` get one line of their own.
        version: digest of the text served, so that a changed answer can be recalled.
    """

    kind: Kind
    language: str
    election: str
    reason: Reason
    original_language: str
    topic: str | None = None
    title: str = ""
    text: str = ""
    short_text: str = ""
    sources: tuple[Source, ...] = ()
    law: str = ""
    valid_from: date | None = None
    demo: bool = False
    alternatives: tuple[Alternative, ...] = ()
    deflection: str | None = None
    version: str = ""
