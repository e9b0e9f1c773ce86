"""Answers for everybody: the numbers of an election, and the public status of a request."""

from __future__ import annotations

import datetime as dt
from datetime import datetime

from backend.api.answers import Answer, Answers, File

Count = int | str
"""A number, "<5" for one under five, "…" for one hidden so that totals tell nothing."""


class OpenElection(Answer, frozen=True):
    """The election counted."""

    id: int
    name: str
    kind: str
    election_date: dt.date
    demo: bool


class OpenMethod(Answer, frozen=True):
    """How it was counted, in words."""

    sq: str
    en: str


class OpenHidden(Answer, frozen=True):
    """The rule for small numbers and its signs."""

    threshold: int
    small: str
    hidden: str


class OpenRequests(Answer, frozen=True):
    """Requests by kind of sender (rows) and status (columns), with totals."""

    kinds: list[str]
    states: list[str]
    cells: list[list[Count]]
    by_kind: list[Count]
    by_state: list[Count]
    total: Count


class OpenTimes(Answer, frozen=True):
    """Hours from receipt to the first final decision; null where fewer than five were decided."""

    median_hours: float | None
    longest_hours: float | None
    median_hours_by_kind: dict[str, float]


class OpenRefusal(Answer, frozen=True):
    """How many refusals that stand name a ground."""

    code: str
    article: str
    count: Count


class OpenLate(Answer, frozen=True):
    """What is past its limit now."""

    requests: Count
    appeals: Count


class OpenAppeals(Answer, frozen=True):
    """Appeals by what they are against (rows) and where they stand (columns), with totals."""

    against: list[str]
    outcomes: list[str]
    cells: list[list[Count]]
    by_against: list[Count]
    by_outcome: list[Count]
    total: Count | None


class OpenEnded(Answer, frozen=True):
    """Accreditations that an act has ended or stopped."""

    suspended: Count
    revoked: Count


class OpenData(Answer, frozen=True):
    """What the commission did with the requests of an election, in numbers that name nobody."""

    election: OpenElection
    as_of: datetime
    method: OpenMethod
    hidden: OpenHidden
    requests: OpenRequests
    decision_time: OpenTimes
    refusals: list[OpenRefusal]
    failures_to_decide: Count
    decided_late: Count
    late_now: OpenLate
    appeals: OpenAppeals
    accreditations: OpenEnded


class PublicElection(Answer, frozen=True):
    """The election of a request."""

    name: str
    demo: bool


class PublicDue(Answer, frozen=True):
    """By when the commission decides: `law` or `internal_target`."""

    at: datetime | None
    kind: str | None


class PublicAppeal(Answer, frozen=True):
    """Until when a refusal can be appealed."""

    last_day: dt.date | None
    closes_at: datetime | None
    useful_until: datetime | None


class PublicStatus(Answer, frozen=True):
    """Where a request stands: no name, no sender, no party."""

    status: str
    election: PublicElection
    received_at: datetime
    decision_due: PublicDue | None
    failure_at: datetime | None
    decided_at: datetime | None
    appeal_until: PublicAppeal | None
    as_of: datetime


ANSWERS: Answers = {
    "read_open_data": {200: OpenData},
    "read_open_data_csv": {200: File(("text/csv",))},
    "read_public_status": {200: PublicStatus},
}
