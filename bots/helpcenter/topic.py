"""One topic of the knowledge base as its file says it: titles, phrasings, answers, sources, approval.

The files lie in `topics/`, one TOML file a topic, and are meant to be read and reviewed by people.
A field that is unknown or missing stops the load: a typing error must never reach a voter.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec


class Status(StrEnum):
    """How far a topic has come; only `approved` may be served."""

    DRAFT = "draft"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One text in the two languages of the product."""

    sq: str
    en: str

    def in_language(self, language: str) -> str:
        """The English text for `en`, else the Albanian, which is the authoritative one."""
        return self.en if language == "en" else self.sq


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where an answer rests: an article, a decision or a page, with its date."""

    title: str
    article: str = ""
    url: str = ""
    date: date | None = None


class AnswerText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The approved text of one language: `short` for a chat, `details` what the long form adds."""

    short: str
    details: str = ""

    @property
    def full(self) -> str:
        """The long form: the short text, then the details."""
        return f"{self.short}\n\n{self.details}" if self.details else self.short


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One approved answer and what it holds for.

    Attributes:
        law: the edition of the law or the act it rests on.
        valid_from: first civil day it is official.
        valid_to: last civil day, None while it stands.
        elections: keys such as `assembly:2025-05-11` it holds for; empty means every election.
        facts: names of the computed facts that stand between braces in the texts.
        sq: the Albanian text, authoritative.
        en: the English text.
        sources: at least one, or the answer cannot be served.
    """

    law: str
    valid_from: date
    sq: AnswerText
    en: AnswerText
    valid_to: date | None = None
    elections: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()

    def in_language(self, language: str) -> AnswerText:
        """The English text for `en`, else the Albanian."""
        return self.en if language == "en" else self.sq


class Approval(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who wrote it, who read it after, and until when it may stand without a new look."""

    status: Status
    editor: str = ""
    second_reader: str = ""
    approved_on: date | None = None
    review_by: date | None = None


class Phrasings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How people ask for it, language by language; Albanian holds every dialect."""

    sq: tuple[str, ...]
    en: tuple[str, ...]
    it: tuple[str, ...] = ()
    el: tuple[str, ...] = ()
    de: tuple[str, ...] = ()
    fr: tuple[str, ...] = ()

    def every(self) -> tuple[str, ...]:
        """All phrasings of all languages."""
        return self.sq + self.en + self.it + self.el + self.de + self.fr


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question that voters ask and all that belongs to it.

    Attributes:
        pinned: True for the safety topics, which stand in every list.
        see_also: topics a person may have meant as well.
        answers: dated answers first, the general one last; the first that holds is served.
    """

    id: str
    about: str
    title: Wording
    approval: Approval
    phrasings: Phrasings
    answers: tuple[Answer, ...] = ()
    pinned: bool = False
    see_also: tuple[str, ...] = ()


class Deflection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A class of questions the help center must not answer, with phrasings that compete with the topics."""

    id: str
    about: str
    phrasings: tuple[str, ...]


def decode_topic(raw: bytes) -> Topic:
    """A topic from its TOML file.

    Raises:
        msgspec.DecodeError: the file is not TOML or a field is missing, unknown or of the wrong type.
    """
    return msgspec.toml.decode(raw, type=Topic)


class _Deflections(msgspec.Struct, forbid_unknown_fields=True):
    deflections: tuple[Deflection, ...]


def decode_deflections(raw: bytes) -> tuple[Deflection, ...]:
    """The deflection intents from their one TOML file; raises `msgspec.DecodeError` as `decode_topic`."""
    return msgspec.toml.decode(raw, type=_Deflections).deflections
