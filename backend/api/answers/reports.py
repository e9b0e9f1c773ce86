"""Answers about irregularity reports."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from backend.api.answers import Answer, Answers, File
from bots.reports.states import Status


class ReportPlace(Answer, frozen=True):
    """Where it was seen; `code` is null where no centre was recognised in the observer's words."""

    code: str | None
    name: str | None
    unit: str | None
    words: str | None
    outside_scope: bool


class Addressee(Answer, frozen=True):
    """The commission that the report is addressed to."""

    role: str
    name: str | None


class ReportSummary(Answer, frozen=True):
    """A report as it stands in a list; a voting centre's commission does not see whose it is."""

    number: str
    status: Status
    election: int | None
    place: ReportPlace
    category: str | None
    severity: str | None
    phase: str | None
    words: str
    addressee: Addressee
    unaccredited: bool
    language: str
    sent_at: datetime | None
    received_at: datetime
    accreditation: str | msgspec.UnsetType | None = msgspec.UNSET
    organisation: int | msgspec.UnsetType | None = msgspec.UNSET


class Location(Answer, frozen=True):
    """Degrees, WGS 84."""

    latitude: float
    longitude: float | None


class ReportEvent(Answer, frozen=True):
    """One thing that happened to a report."""

    at: datetime
    event: str
    by: str
    text: str | None
    details: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET


class EvidenceFile(Answer, frozen=True):
    """One file; its hash and type are known once it is stored."""

    id: int
    kind: str
    caption: str | None
    forwarded: bool
    state: str
    sha256: str | None
    type: str | None
    size_bytes: int | None
    stored_at: datetime | None


class ReportReceipt(Answer, frozen=True):
    """The proof of receipt: number, instant, and the SHA-256 of what was received."""

    number: str
    received_at: datetime
    sha256: str
    article: str


class Report(ReportSummary, frozen=True, kw_only=True):
    """A report whole."""

    details: dict[str, Any]
    location: Location | None
    history: list[ReportEvent]
    evidence: list[EvidenceFile]
    receipt: ReportReceipt


class ReportPage(Answer, frozen=True):
    """A page of reports, newest first."""

    items: list[ReportSummary]
    next_cursor: str | None


class StoredEvidence(Answer, frozen=True):
    """The file that was just stored."""

    id: int
    kind: str
    sha256: str
    type: str
    size_bytes: int
    stored_at: datetime


class Acknowledged(Answer, frozen=True):
    """The alert is taken."""

    number: str
    acknowledged_at: datetime


ANSWERS: Answers = {
    "file_report": {201: Report},
    "list_reports": {200: ReportPage},
    "read_report": {200: Report},
    "answer_report": {201: Report},
    "move_report": {200: Report},
    "acknowledge_alert": {200: Acknowledged},
    "add_evidence": {201: StoredEvidence},
    "read_evidence": {200: File(("*/*",))},
}
