"""Answers about appeals: the register, the steps, the rulings, the attestation, the rules of an election."""

from __future__ import annotations

import datetime as dt
from datetime import datetime
from typing import Any

import msgspec

from backend.api.answers import Answer, Answers, File


class AppealRemedy(Answer, frozen=True):
    """Until when something can be appealed, how that was counted, and how long it is of use."""

    body: str
    article: str
    law: str
    last_day: dt.date | None
    closes_at: datetime | None
    useful_until: datetime
    outlasts_election: bool
    reading: str
    counting: list[dict[str, Any]]
    readings: list[dict[str, Any]]
    warnings: list[dict[str, Any]]
    demo: bool


class AppealPathStep(Answer, frozen=True):
    """One stage ahead at its latest; `at_least` where a limit on the way is unset and was counted as no time."""

    code: str
    latest: datetime
    at_least: bool


class AppealPath(Answer, frozen=True):
    """How long the way through both instances can last, and whether it outlasts the vote."""

    until: datetime
    path: list[AppealPathStep]
    outlasts: bool | None
    interim: bool


class AppealAssessment(Answer, frozen=True):
    """What was found when the appeal was recorded."""

    findings: list[dict[str, Any]]
    remedy: None
    window: AppealRemedy | None
    usefulness: AppealPath | msgspec.UnsetType | None = msgspec.UNSET


class AppealStepClock(Answer, frozen=True):
    """The step that runs, who owes it, and the first instant that is late."""

    step: str
    owed_by: str
    due_at: datetime | None
    article: str
    law: str
    warnings: list[dict[str, Any]]
    demo: bool


class AppealReceipt(Answer, frozen=True):
    """A recorded appeal."""

    number: str
    ordinal: int
    request: str | None
    accreditation: str | None
    previous: str | None
    received_at: datetime
    status: str
    against: str | None
    body: str | None
    assessment: AppealAssessment
    step: AppealStepClock | None
    attestation: str


class Appellant(Answer, frozen=True):
    """The organisation that appeals."""

    id: int | None
    name: str


class AppealDue(Answer, frozen=True):
    """The step that runs and its end."""

    step: str
    at: datetime | None


class AppealLine(Answer, frozen=True):
    """An appeal in a list; `late` says that its body is."""

    number: str
    ordinal: int | None
    election: int | None
    organisation: Appellant
    against: str | None
    request: str | None
    accreditation: str | None
    previous: str | None
    body: str | None
    status: str
    filed_at: datetime
    due: AppealDue | None
    late: bool


class AppealPage(Answer, frozen=True):
    """A page of appeals."""

    items: list[AppealLine]
    next_cursor: str | None


class AppealDocument(Answer, frozen=True):
    """One attached document, its type told by its bytes."""

    place: int
    title: str
    type: str
    size_bytes: int
    sha256: str
    added_at: datetime


class AppealUse(Answer, frozen=True):
    """Until when the appeal can still bring somebody into a voting centre."""

    until: datetime
    still: bool
    outlasts: bool | None
    interim: bool
    path: list[AppealPathStep]
    article: str
    law: str


class AppealAct(Answer, frozen=True):
    """The act of a ruling."""

    number: str
    date: dt.date
    signatory: str


class AppealRuling(Answer, frozen=True):
    """How the appeal ended before its body, and what followed; `appeal` is the remedy against it."""

    outcome: str
    grounds: list[dict[str, Any]]
    act: AppealAct
    body: str
    decided_at: datetime
    effect: str
    appeal: AppealRemedy | None


class AppealRule(Answer, frozen=True):
    """One rule of appeals with its source; `value` is null where none was found and nobody set it."""

    code: str
    value: str | None
    article: str
    law: str
    source: str
    mark: str
    note: str
    act: str
    demo: bool


class AppealRules(Answer, frozen=True):
    """The rules of appeals of an election."""

    items: list[AppealRule]


class AppealedObserver(Answer, frozen=True):
    """Whom the request is for, and where it stands."""

    given_name: str
    family_name: str
    status: str


class AppealHappened(Answer, frozen=True):
    """One thing that happened to an appeal."""

    at: datetime
    event: str
    actor: str
    details: dict[str, Any]


class Appeal(AppealLine, frozen=True, kw_only=True):
    """An appeal with everything; `granted` is the accreditation that a ruling has just granted."""

    object: dict[str, Any]
    grounds: str
    content: dict[str, Any]
    documents: list[AppealDocument]
    assessment: AppealAssessment
    lacks: list[str]
    useful: AppealUse | None
    step: AppealStepClock | None
    rapporteur: dict[str, Any] | None
    returned: dict[str, Any] | None
    completed_at: datetime | None
    accepted_at: datetime | None
    hearing: dict[str, Any] | None
    ruling: AppealRuling | None
    following: list[str]
    moves: list[str]
    history: list[AppealHappened]
    attestation: str
    observer: AppealedObserver | None
    rules: list[AppealRule]
    granted: str | msgspec.UnsetType | None = msgspec.UNSET


class AttestedElection(Answer, frozen=True):
    """The election of an attestation."""

    id: int | None
    name: str
    demo: bool


class Attestation(Answer, frozen=True):
    """What the register holds of an appeal; instants are exact, `recorded_local` is in Tirana's time to the second."""

    number: str
    ordinal: int | None
    election: AttestedElection
    recorded_at: datetime
    recorded_local: str
    appellant: Appellant
    object: dict[str, Any]
    body: str | None
    text_sha256: str
    documents: list[AppealDocument]
    documents_count: int
    article: str
    law: str
    attested_at: datetime


_WHOLE = {200: Appeal}
ANSWERS: Answers = {
    "file_appeal": {201: AppealReceipt},
    "appeal_request": {201: AppealReceipt},
    "appeal_accreditation": {201: AppealReceipt},
    "appeal_admission": {201: AppealReceipt},
    "appeal_ruling": {201: AppealReceipt},
    "list_appeals": {200: AppealPage},
    "read_appeal": _WHOLE,
    "name_appeal_rapporteur": _WHOLE,
    "check_appeal": _WHOLE,
    "complete_appeal": _WHOLE,
    "set_appeal_hearing": _WHOLE,
    "decide_appeal": _WHOLE,
    "withdraw_appeal": _WHOLE,
    "read_appeal_attestation": {200: Attestation},
    "read_appeal_attestation_pdf": {200: File(("application/pdf",))},
    "add_appeal_document": {201: AppealDocument},
    "read_appeal_document": {200: File(("*/*",))},
    "read_appeal_rules": {200: AppealRules},
    "set_appeal_rule": {201: AppealRules},
}
