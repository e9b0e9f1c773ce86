"""What a step wants done: values that the shell carries out in order, in the step's own transaction.

The order of the tuple is the order of the acts. A receipt is always a `Say` after its `FileReport`.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from bots.messages import Kind, Media, Outbound


class Say(msgspec.Struct, frozen=True, tag="say"):
    """Send one message to the person of this conversation."""

    outbound: Outbound


class BindChat(msgspec.Struct, frozen=True, tag="bind_chat"):
    """Bind this chat to the accreditation of the one-time link and use the link up."""

    code: str


class CountWrongFact(msgspec.Struct, frozen=True, tag="count_wrong_fact"):
    """Count one wrong second fact against the link; the fifth burns it."""

    code: str


class Unbind(msgspec.Struct, frozen=True, tag="unbind"):
    """Unbind this chat from the accreditation with this number."""

    number: str


class FileReport(msgspec.Struct, frozen=True, tag="file_report"):
    """Enter a new report in the register: a written comment of an observer.

    Attributes:
        number: the answer to `NextReportNumber`.
        accreditation: number of the accreditation it is filed under.
        place_code: normal form of a registered place, or None.
        place_words: the person's own words for the place, when it is not in the register.
        words: what happened, in the person's own words; may be empty when a file came first.
        phase: a code of `bots.reports.phases.Phase`.
        category: a code of `bots.reports.categories`, guessed from the words, or None.
        severity: a code of `bots.reports.severity.Severity`.
        knowledge: `seen`, `heard` or `read`, or None when not yet said.
        observed_at: when it was seen, aware UTC, or None when not yet said.
        language: `sq` or `en`.
        unaccredited: True when the accreditation is revoked; it is kept, marked so.
        outside_scope: True when the place lies outside the accreditation; it is kept, marked so.
    """

    number: str
    accreditation: str | None
    place_code: str | None
    place_words: str
    words: str
    phase: str
    category: str | None
    severity: str
    knowledge: str | None
    observed_at: datetime | None
    language: str
    unaccredited: bool = False
    outside_scope: bool = False


class SetReportField(msgspec.Struct, frozen=True, tag="set_report_field"):
    """Set or correct one field of a filed report; a repeated one overwrites.

    `field` is one of `place_code`, `place_words`, `outside_scope` (`yes`/`no`), `phase`, `category`,
    `severity`, `knowledge`, `observed_at` (ISO, UTC), `count` (decimal), or `detail:<question id>` for a
    must-ask question of the category. An empty value clears the field.
    """

    number: str
    field: str
    value: str


class AddWords(msgspec.Struct, frozen=True, tag="add_words"):
    """Append words to a filed report; `edited` marks the new text of a message edited in the chat."""

    number: str
    text: str
    edited: bool = False


class AttachEvidence(msgspec.Struct, frozen=True, tag="attach_evidence"):
    """Attach one file to a filed report; the original is fetched later by a job.

    Attributes:
        number: the report.
        media: the provider's reference.
        kind: photo, video, voice, audio or document.
        forwarded: the provider marked it as forwarded.
        album: groups the files of one album.
        caption: the caption, after the secrecy guard.
    """

    number: str
    media: Media
    kind: Kind
    forwarded: bool = False
    album: str = ""
    caption: str = ""


class AttachLocation(msgspec.Struct, frozen=True, tag="attach_location"):
    """Attach a shared position (WGS 84 degrees) to a filed report."""

    number: str
    latitude: float
    longitude: float


class FinishReport(msgspec.Struct, frozen=True, tag="finish_report"):
    """The observer has nothing to add for now. The report was filed before; nothing depends on this."""

    number: str


class AlertDuty(msgspec.Struct, frozen=True, tag="alert_duty"):
    """Alert the duty officers of a report that can't wait (severity S1)."""

    number: str
    category: str | None
    severity: str


class RefusedContent(msgspec.Struct, frozen=True, tag="refused_content"):
    """Content was refused by the secrecy guard; only the reason is kept.

    `reason` is a code of `bots.reports.guard.Reason`. The shell also drops the text from its own record of
    the inbound message as soon as the provider can't redeliver it.
    """

    reason: str


class RequestHuman(msgspec.Struct, frozen=True, tag="request_human"):
    """Put the conversation before a human. The bot says that it asked, never that somebody has it.

    `reason`: `asked`, `irregularity`, `impostor`, `no_number`.
    """

    text: str
    reason: str


class RememberUnanswered(msgspec.Struct, frozen=True, tag="remember_unanswered"):
    """Keep a question that the help center could not answer, for its editors."""

    text: str
    language: str


class SetLanguage(msgspec.Struct, frozen=True, tag="set_language"):
    """Use this language (`sq` or `en`) for the conversation from the next message of this step on."""

    language: str


class StopChat(msgspec.Struct, frozen=True, tag="stop_chat"):
    """The person wants no further messages, or blocked the bot: send nothing unasked."""


Effect = (
    Say
    | BindChat
    | CountWrongFact
    | Unbind
    | FileReport
    | SetReportField
    | AddWords
    | AttachEvidence
    | AttachLocation
    | FinishReport
    | AlertDuty
    | RefusedContent
    | RequestHuman
    | RememberUnanswered
    | SetLanguage
    | StopChat
)
