"""Answers about badges, keys, lists and the door."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from backend.api.answers import Answer, Answers


class RootKey(Answer, frozen=True):
    """The key to pin: it signs the trust list. `public` is the raw Ed25519 key in Base64."""

    kid: str
    algorithm: str
    public: str


class TrustedKey(Answer, frozen=True):
    """A key that signs badges; `algorithm` is COSE's number."""

    kid: str
    algorithm: int
    public: str
    valid_from: datetime
    valid_until: datetime
    status: str


class TrustList(Answer, frozen=True):
    """The signed trust list `VZ5` and what is in it; take a higher `seq` only."""

    root: RootKey
    seq: int
    issued_at: datetime
    list: str
    keys: tuple[TrustedKey, ...]


class RevocationListOf(Answer, frozen=True):
    """The newest signed list `VZ3` of one election."""

    election: int
    seq: int
    issued_at: datetime
    next_due_at: datetime
    count: int
    list: str


class RevocationLists(Answer, frozen=True):
    """The newest list of each election."""

    items: list[RevocationListOf]
    next_cursor: None


class Reason(Answer, frozen=True):
    """One reason of a verdict."""

    code: str
    verdict: str
    detail: str | int | None
    instant: datetime | None
    text: str


class NextStep(Answer, frozen=True):
    """What the person at the door does now."""

    code: str
    text: str


class NamedElection(Answer, frozen=True):
    """An election by id; its name where the register knows it."""

    id: int
    name: str | None


class BadgeOrganisation(Answer, frozen=True):
    """The sender on a badge; its whole name comes from the register."""

    id: int
    name: str | None
    acronym: str


class BadgeFacts(Answer, frozen=True):
    """What the signature covers; never a document number."""

    number: str | None
    serial: int
    election: NamedElection
    name: str
    organisation: BadgeOrganisation
    role: str
    valid_from: datetime
    valid_until: datetime
    scope: dict[str, Any]
    has_photo: bool


class BadgeEvidence(Answer, frozen=True):
    """What the verdict rests on."""

    checked_at: datetime
    signature_holds: bool
    kid: str
    key_status: str | None
    trust_seq: int | None
    revocations_seq: int | None
    revocations_issued_at: datetime | None
    revocations_count: int | None


class Verdict(Answer, frozen=True):
    """The verdict on a badge's text: `valid`, `caution`, `invalid` or `unknown`."""

    verdict: str
    text: str
    reasons: list[Reason]
    next_step: NextStep
    badge: BadgeFacts | None
    evidence: BadgeEvidence


class Visit(Answer, frozen=True):
    """One visit of an observer to a voting centre."""

    id: int
    accreditation: str
    voting_centre: str
    organisation: int
    entered_at: datetime
    left_at: datetime | None
    counted: bool
    over_cap: bool
    override_reason: str | None
    source: str
    recorded_by: str
    closed_by: str | None


class VisitInside(Visit, frozen=True):
    """A visit of somebody who is inside now."""

    name: str
    accreditation_state: str


class ObserversInside(Answer, frozen=True):
    """Who is inside now."""

    items: list[VisitInside]
    next_cursor: None


class ClosedVisit(Answer, frozen=True):
    """The visit elsewhere that this arrival closed."""

    id: int
    voting_centre: str


class CapFinding(Answer, frozen=True):
    """What the law finds on this arrival."""

    code: str
    article: str
    law: str


class Arrival(Visit, frozen=True):
    """A recorded arrival, with what the cap of Art. 18(4) says of it."""

    closed: ClosedVisit | None
    cap: int | None
    finding: CapFinding
    inside_of_sender: int | None


ANSWERS: Answers = {
    "badge_keys": {200: TrustList},
    "badge_revocations": {200: RevocationLists},
    "verify_badge": {200: Verdict},
    "check_in": {201: Arrival},
    "check_out": {200: Visit},
    "list_inside": {200: ObserversInside},
}
