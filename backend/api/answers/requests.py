"""Answers about requests: the receipt of a filing, and one request whole."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec

from accreditation.decision_time import DueKind
from accreditation.observers import Track
from accreditation.requests import RequestState
from backend.api.answers import Answer, Answers, File
from backend.api.answers.decisions import DecisionMade, InterimMark
from backend.api.answers.elections import Finding, LimitReading, Step
from backend.api.answers.request_life import FilingPreview, PleaDocument, TranslationState


class RequestRemedy(Answer, frozen=True):
    """What can still be done, by which article and until when."""

    action: str
    article: str
    until: datetime | None
    law: str


class ObserverClass(Answer, frozen=True):
    """Albanian or foreign, by both readings of the text."""

    by_observer: Track
    by_sender: Track
    dual: bool


class Assessment(Answer, frozen=True):
    """What the law finds, for and against; it decides nothing."""

    findings: list[Finding]
    remedy: RequestRemedy | None
    classification: ObserverClass
    demo: bool


class DecisionStart(Answer, frozen=True):
    """When the time to decide begins under one reading."""

    code: str
    begins_at: datetime | None
    at: datetime | None
    holds: bool
    article: str
    law: str


class DecisionDue(Answer, frozen=True):
    """By when the commission must decide, how that was counted, and whether it is law or an internal target."""

    at: datetime | None
    kind: DueKind
    article: str
    law: str
    reading: str
    counting: list[Step]
    readings: list[LimitReading]
    warnings: list[Finding]
    demo: bool
    starts: list[DecisionStart]
    ruling: str | msgspec.UnsetType = msgspec.UNSET
    set_by_ruling: bool | msgspec.UnsetType = msgspec.UNSET


class Filed(Answer, frozen=True):
    """The receipt of a filing; 201 is a receipt, not an approval."""

    number: str
    received_at: datetime
    status: RequestState
    assessment: Assessment
    decision_due: DecisionDue
    public_status: str | msgspec.UnsetType = msgspec.UNSET
    reaccredits: str | msgspec.UnsetType = msgspec.UNSET
    lane: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET


class FiledReplacement(Filed, frozen=True, kw_only=True):
    """The receipt of a replacement."""

    replaces: str


class Completed(Filed, frozen=True, kw_only=True):
    """The receipt of a completion."""

    completed_at: datetime


class Withdrawn(Answer, frozen=True):
    """The request is withdrawn."""

    number: str
    status: RequestState
    withdrawn_at: datetime


class Crop(Answer, frozen=True):
    """The part of the picture that was kept, in pixels of the original."""

    left: int
    top: int
    width: int


class StoredPhoto(Answer, frozen=True):
    """The photo as it is kept: its hash, and what was cut."""

    sha256: str
    crop: Crop


class PhotoStored(Answer, frozen=True):
    """The photo belongs to the request."""

    number: str
    photo: StoredPhoto


class ObserverDocument(Answer, frozen=True):
    """The identity document; its number is masked even for the sender."""

    type: str
    number: str


class Observer(Answer, frozen=True):
    """The person; phone and document are masked."""

    given_name: str
    father_name: str
    family_name: str
    birth_date: date
    citizenship: str
    citizenships: list[str]
    document: ObserverDocument
    phone: str | None
    email: str | None
    languages: list[str]


class RequestScope(Answer, frozen=True):
    """Where the observer wants to be; codes in their normal form."""

    voting_centres: list[str]
    electoral_units: list[str]
    counting_centres: list[str]
    commissions: list[str]
    counting_tables: list[str] = []


class Conduct(Answer, frozen=True):
    """The code of conduct: which version was accepted, and when."""

    accepted: bool
    version: str | msgspec.UnsetType = msgspec.UNSET
    accepted_at: datetime | msgspec.UnsetType = msgspec.UNSET


class DecisionOfRequest(DecisionMade, frozen=True, kw_only=True):
    """The latest decision; `act_id` is set where an act decided many requests."""

    act_id: int | None
    basis: dict[str, Any]


class RequestAppeal(Answer, frozen=True):
    """An appeal as it stands with its request."""

    number: str
    against: str | None
    status: str
    filed_at: datetime
    grounds: str
    assessment: dict[str, Any]


class Plea(Answer, frozen=True):
    """A plea to be put back in time."""

    filed_at: datetime
    reasons: str
    documents: list[PleaDocument]


class InterimOf(InterimMark, frozen=True, kw_only=True):
    """The interim accreditation of a request."""

    accreditation: str
    state: str


class HistoryEvent(Answer, frozen=True):
    """One thing that happened to a request."""

    at: datetime
    event: str
    actor: str
    details: dict[str, Any]


class SimilarPerson(Answer, frozen=True):
    """A filing that may be of the same person; a human decides what it means."""

    number: str
    organisation: int
    organisation_name: str
    why: str
    state: str
    received_at: datetime
    competent: str


class Request(Answer, frozen=True, kw_only=True):
    """One request whole; `similar` is for commissions, and for a sender among its own."""

    number: str
    election: int
    organisation: int
    received_at: datetime
    sent_at: datetime | None
    status: RequestState
    observer: Observer
    scope: RequestScope
    role: str
    language: str
    code_of_conduct: Conduct
    photo: bool
    competent: str
    assessment: Assessment
    decision_due: DecisionDue
    failure_at: datetime | None
    decision: DecisionOfRequest | None
    accreditation: str | None
    interim: InterimOf | None
    appeals: list[RequestAppeal]
    translation: TranslationState | None
    reinstatements: list[Plea]
    replaces: str | None
    addendum_to: str | None
    replacement: str | None
    public_status: str
    history: list[HistoryEvent]
    similar: list[SimilarPerson] | msgspec.UnsetType = msgspec.UNSET


class RequestItem(Answer, frozen=True):
    """A request as it stands in a list."""

    id: int
    number: str
    election: int
    organisation: int
    status: RequestState
    received_at: datetime
    given_name: str
    family_name: str
    role: str
    competent: str
    has_photo: bool
    decision_due_at: datetime | None
    decision_due_kind: DueKind | None
    against: int


class Requests(Answer, frozen=True):
    """A page of requests, oldest first."""

    items: list[RequestItem]
    next_cursor: str | None


ANSWERS: Answers = {
    "file_request": {200: FilingPreview, 201: Filed},
    "list_requests": {200: Requests},
    "read_request": {200: Request},
    "withdraw_request": {200: Withdrawn},
    "complete_request": {200: Completed},
    "replace_observer": {200: FilingPreview, 201: FiledReplacement},
    "put_photo": {200: PhotoStored},
    "read_photo": {200: File(("image/jpeg",))},
}
