"""What may be served: approved by two people, sourced, in date, and of the right election."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from bots.helpcenter.election import FACTS, Election
from bots.helpcenter.topic import Answer, Status, Topic

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_TYPED_HOUR = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
TITLE_MAX_CHARS = 24
"""Longest row title of a WhatsApp list, in characters."""


def approved(topic: Topic, today: date) -> bool:
    """True when an editor and a second, other person stand behind the topic and its review is not overdue."""
    a = topic.approval
    return (
        a.status is Status.APPROVED
        and bool(a.editor)
        and bool(a.second_reader)
        and a.editor != a.second_reader
        and a.approved_on is not None
        and a.review_by is not None
        and today <= a.review_by
    )


def holds(answer: Answer, election: Election, today: date) -> bool:
    """True when the answer has a source, is in date, and is general or made for this very election."""
    return (
        bool(answer.sources)
        and answer.valid_from <= today
        and (answer.valid_to is None or today <= answer.valid_to)
        and (not answer.elections or election.key in answer.elections)
    )


def servable(topic: Topic, election: Election, today: date, facts: Mapping[str, str]) -> Answer | None:
    """The first answer of the topic that may be sent now, or None.

    Dated answers stand before the general one, so a fact of one election never leaks into another.
    An answer whose computed facts are not all known is passed over.
    """
    if not approved(topic, today):
        return None
    for answer in topic.answers:
        if holds(answer, election, today) and all(fact in facts for fact in answer.facts):
            return answer
    return None


def faults(topic: Topic, today: date) -> list[str]:
    """Why an approved topic must not be published, in words for the editor; empty when all is well.

    A draft may be incomplete; it is never served.
    """
    found: list[str] = []
    for language in ("sq", "en"):
        title = topic.title.in_language(language)
        if not title or len(title) > TITLE_MAX_CHARS:
            found.append(f"{topic.id}: title {language} must have 1 to {TITLE_MAX_CHARS} characters")
    if topic.approval.status is not Status.APPROVED:
        return found
    if not approved(topic, today):
        found.append(f"{topic.id}: approval incomplete, one-handed or past its review date")
    if not topic.answers:
        found.append(f"{topic.id}: approved without an answer")
    elif topic.answers[-1].elections or topic.answers[-1].valid_to is not None:
        found.append(f"{topic.id}: the last answer must be general, without election and end")
    for answer in topic.answers:
        found.extend(f"{topic.id}: {fault}" for fault in _answer_faults(answer, today))
    return found


def _answer_faults(answer: Answer, today: date) -> list[str]:
    found: list[str] = []
    if not answer.sources:
        found.append("an answer without a source")
    for source in answer.sources:
        if not source.title or not (source.article or source.url) or source.date is None:
            found.append(f"source '{source.title}' needs an article or address, and a date")
    if not answer.elections and answer.valid_to is not None and answer.valid_to < today:
        found.append("a general answer past its date")
    if answer.elections and answer.valid_to is None:
        found.append("a dated answer needs its last day")
    texts = (answer.sq.full, answer.en.full)
    for text in texts:
        if set(_PLACEHOLDER.findall(text)) != set(answer.facts):
            found.append("the facts named and the placeholders in the text differ")
        if not answer.elections and _TYPED_HOUR.search(text):
            found.append("an hour typed into a general answer; name a fact instead")
    if not set(answer.facts) <= FACTS:
        found.append("an unknown fact is named")
    return found
