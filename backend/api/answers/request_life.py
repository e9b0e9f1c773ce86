"""Answers about the life of a request: receipts, addenda, translation, reinstatement, what is late, reminders."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec

from backend.api.answers import Answer, Answers, File


class ReceiptKey(Answer, frozen=True):
    """The public key that signs receipts, in Base64."""

    algorithm: str
    key_id: str
    public_key: str


class ReceiptRule(Answer, frozen=True):
    """Which instant decides, by which article."""

    code: str
    article: str
    law: str


class FiledHash(Answer, frozen=True):
    """The hash of what was filed: of the body as it was sent, or of a batch's row as it was read."""

    algorithm: str
    value: str | None
    of: str


class Receipt(Answer, frozen=True):
    """A signed receipt; `text` is what is signed."""

    number: str
    election: int
    organisation: int
    received_at: datetime
    sent_at: datetime | None
    rule: ReceiptRule
    filed: FiledHash
    key: ReceiptKey
    text: str


class ReceiptVerdict(Answer, frozen=True):
    """Whether a text is a receipt of this service, and what it says if it is."""

    verdict: str
    number: str | None
    received_at: str | None
    filed_sha256: str | None
    key_id: str


class AddendumFiled(Answer, frozen=True):
    """The receipt of an addendum."""

    number: str
    received_at: datetime
    status: str
    assessment: dict[str, Any]
    decision_due: dict[str, Any]
    public_status: str
    addendum_to: str


class RequestTreatment(Answer, frozen=True):
    """One way in which the commission can treat a filing."""

    code: str
    counts_from: datetime
    position: str
    closes_at: datetime | None
    in_time_under: list[str]
    late_under: list[str]
    decision: str
    to_decide: str
    article: str
    law: str
    stated: bool


class FilingPreview(Answer, frozen=True):
    """What would be found if it were filed now; nothing was recorded."""

    preview: bool
    at: datetime
    status: str
    competent: str
    assessment: dict[str, Any]
    decision_due: dict[str, Any]
    treatments: list[RequestTreatment]
    replaces: str | msgspec.UnsetType = msgspec.UNSET
    addendum_to: str | msgspec.UnsetType = msgspec.UNSET


class TranslationAct(Answer, frozen=True):
    """The act of a notice; its parts are empty where none was named."""

    number: str
    date: date | None
    signatory: str


class TranslationFile(Answer, frozen=True):
    """The delivered file: what it is by its first bytes, and its SHA-256."""

    type: str | None
    sha256: str


class TranslationState(Answer, frozen=True):
    """The notice of the duty to translate, and what came of it."""

    notified_at: datetime
    notified_by: str
    act: TranslationAct
    last_day: date | None
    due_at: datetime | None
    delivered_at: datetime | None
    file: TranslationFile | None


class TranslationAsked(Answer, frozen=True):
    """The notice, the time to decide as it stands now, and what nobody set."""

    number: str
    translation: TranslationState
    decision_due: dict[str, Any]
    warnings: list[dict[str, Any]]


class TranslationDelivered(Answer, frozen=True):
    """The delivery, and the time to decide that begins with it."""

    number: str
    translation: TranslationState
    decision_due: dict[str, Any]


class PleaDocument(Answer, frozen=True):
    """A document of a plea, by its hash."""

    title: str
    sha256: str


class ReinstatementAsked(Answer, frozen=True):
    """The plea as it is recorded, and the request's assessment with it."""

    number: str
    filed_at: datetime
    article: str
    law: str
    documents: list[PleaDocument]
    assessment: dict[str, Any]


class OfficeRecorded(Answer, frozen=True):
    """The request's assessment with the office on record."""

    number: str
    assessment: dict[str, Any]


class LateRequest(Answer, frozen=True):
    """One request that should have been decided; `kind` is `law` or `internal_target`."""

    number: str
    election: int
    organisation: int
    organisation_name: str
    competent: str
    status: str
    received_at: datetime
    since: datetime
    late_seconds: int
    kind: str
    article: str
    law: str
    appeal_until: datetime | None
    appeal_open: bool
    appeals: int


class LateCommission(Answer, frozen=True):
    """How much one commission is late with."""

    competent: str
    election: int
    law: int
    internal_target: int
    oldest: datetime


class LateList(Answer, frozen=True):
    """What is late at one instant, the longest late first."""

    items: list[LateRequest]
    next_cursor: str | None
    at: datetime
    commissions: list[LateCommission]


class Reminders(Answer, frozen=True):
    """How many hours before a decision is due its commission is reminded."""

    election: int
    leads_hours: list[int]
    default: bool


ANSWERS: Answers = {
    "read_receipt": {200: Receipt},
    "read_receipt_text": {200: File(("text/plain",))},
    "read_receipt_key": {200: ReceiptKey},
    "verify_receipt": {200: ReceiptVerdict},
    "add_to_request": {201: AddendumFiled, 200: FilingPreview},
    "ask_translation": {201: TranslationAsked},
    "deliver_translation": {201: TranslationDelivered},
    "read_translation": {200: File(("application/pdf", "image/jpeg", "image/png", "application/zip"))},
    "ask_reinstatement": {201: ReinstatementAsked},
    "record_office": {201: OfficeRecorded},
    "list_late": {200: LateList},
    "read_reminders": {200: Reminders},
    "choose_reminders": {200: Reminders},
}
