"""Answers about batches: counts, and the answer to each row by its outcome."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec

from backend.actions.requests.batch_books import MEDIA
from backend.api.answers import Answer, Answers, File


class RowFinding(Answer, frozen=True):
    """A finding about one row; the request itself has its arguments and its count under every reading."""

    code: str
    severity: str
    article: str
    law: str
    instant: datetime | None


class RowRemedy(Answer, frozen=True):
    """What can be done about the findings of a row, and until when."""

    action: str
    article: str
    until: datetime | None
    law: str


class RowAssessment(Answer, frozen=True):
    """The assessment of one row."""

    findings: list[RowFinding]
    remedy: RowRemedy | None


class RowDue(Answer, frozen=True):
    """By when the commission must decide: by law, or by a target of its own."""

    at: datetime | None
    kind: str


class BatchRowProblem(Answer, frozen=True):
    """Why a row was rejected; `arguments` name the field and never its value."""

    status: int
    code: str
    arguments: dict[str, Any]


class BatchRow(Answer, frozen=True):
    """The answer to one row, counted from 1; `line` is its line in the file, where it is known.

    `recorded` has number, instant, status, assessment and time to decide; `ready` the last two;
    `already_recorded` the number that it has, none in a trial run; `rejected` its problem.
    """

    row: int
    outcome: Literal["recorded", "already_recorded", "rejected", "ready"]
    line: int = 0
    number: str | None = None
    received_at: datetime | msgspec.UnsetType = msgspec.UNSET
    status: str | msgspec.UnsetType = msgspec.UNSET
    assessment: RowAssessment | msgspec.UnsetType = msgspec.UNSET
    decision_due: RowDue | msgspec.UnsetType = msgspec.UNSET
    problem: BatchRowProblem | msgspec.UnsetType = msgspec.UNSET


class BatchNote(Answer, frozen=True):
    """What its sender should know about how a file was read."""

    code: Literal["encoding", "examples_left_out", "day_before_month"]
    encoding: str | msgspec.UnsetType = msgspec.UNSET
    count: int | msgspec.UnsetType = msgspec.UNSET


class BatchSummary(Answer, frozen=True):
    """A batch with its counts; a trial run is `checking`, then `checked`, and has rows `ready`, none `recorded`."""

    id: int
    organisation: int
    election: int | None
    received_at: datetime
    format: Literal["ndjson", "csv", "xlsx"]
    state: Literal["checking", "checked", "received", "done", "failed"]
    total: int
    answered: int
    percent: int
    ready: int
    recorded: int
    already_recorded: int
    rejected: int
    notes: list[BatchNote]
    checked_at: datetime | None
    finished_at: datetime | None


class Batch(BatchSummary, frozen=True):
    """A batch with a page of answers."""

    rows: list[BatchRow]
    next_cursor: str | None


class BatchPage(Answer, frozen=True):
    """A page of batches, the newest first."""

    items: list[BatchSummary]
    next_cursor: str | None


_FILES = {name: media.partition(";")[0] for name, media in MEDIA.items()}
ANSWERS: Answers = {
    "file_batch": {201: Batch, 202: Batch},
    "read_batch": {200: Batch},
    "list_batches": {200: BatchPage},
    "file_checked_batch": {201: Batch, 202: Batch},
    "batch_template": {200: File(tuple(_FILES.values()))},
    "batch_rejected_csv": {200: File((_FILES["csv"],))},
    "batch_rejected_xlsx": {200: File((_FILES["xlsx"],))},
}
