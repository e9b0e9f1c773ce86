"""Answers about accreditations after the grant: standing, orders, codes of conduct, the lane of re-accreditation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from backend.actions.standing.order_selection import FilterBody
from backend.api.answers import Answer, Answers, File
from backend.store.reaccreditations import LaneItem
from backend.store.revocations import Inside as PlaceInside
from backend.store.revocations import Sender as SenderMet


class AccreditedElection(Answer, frozen=True):
    """The election of an accreditation; a demonstration says so."""

    id: int
    name: str
    demo: bool


class AccreditedSender(Answer, frozen=True):
    """The sender of an accreditation."""

    id: int
    name: str


class BadgeAddresses(Answer, frozen=True):
    """The badge's text, its files, and the public page of its state."""

    text: str
    pdf: str
    png: str
    svg: str
    public_address: str


class AccreditationView(Answer, frozen=True):
    """An accreditation. `measure` says why it is not valid; `revocation` is the same where it is revoked."""

    number: str
    state: str
    serial: int
    election: AccreditedElection
    organisation: AccreditedSender
    request: str
    name: str
    role: str
    scope: dict[str, Any]
    issued_at: datetime
    valid_from: datetime
    valid_until: datetime
    has_photo: bool
    badge: BadgeAddresses
    revoked_at: datetime | None
    revocation: dict[str, Any] | None
    standing_at: datetime | None
    measure: dict[str, Any] | None
    reissues: str | None
    interim: dict[str, Any] | None


class AccreditationPage(Answer, frozen=True):
    """A page of accreditations, oldest first."""

    items: list[AccreditationView]
    next_cursor: str | None


class StandingEvent(Answer, frozen=True):
    """Something that happened to an accreditation: a move of its table, or `issue` and `renew`."""

    at: datetime
    move: str
    by: str
    reason: str
    act: dict[str, Any]
    order: int | None
    appeal: dict[str, Any] | None


class StandingHistory(Answer, frozen=True):
    """The history of an accreditation, oldest first."""

    items: list[StandingEvent]
    next_cursor: None


class OrderBasis(Answer, frozen=True):
    """The article on which an order rests, and the act that set it where the edition names none."""

    article: str
    law: str
    act: str
    demo: bool


class UnitMet(Answer, frozen=True):
    """How many accreditations an order meets in a unit."""

    unit: str
    count: int


class KindSpared(Answer, frozen=True):
    """How many of a kind of sender an order spares."""

    kind: str
    count: int


class Spared(Answer, frozen=True):
    """Whom the exemptions of an order spare."""

    count: int
    by_kind: list[KindSpared]


class OrderPreview(Answer, frozen=True):
    """Whom an order would meet now; `blocked` where it has no legal basis."""

    preview: bool
    measure: str
    election: int
    count: int
    accreditations: list[str]
    by_organisation: list[SenderMet]
    by_unit: list[UnitMet]
    exempted: Spared
    inside: list[PlaceInside]
    findings: list[dict[str, Any]]
    basis: OrderBasis
    blocked: bool


class OrderLine(Answer, frozen=True, kw_only=True):
    """One line of the list of orders."""

    id: int
    state: str
    measure: str
    election: int
    act: dict[str, Any]
    basis: OrderBasis | None
    filter: FilterBody
    count: int
    exempted: int
    ordered_at: datetime
    effective_at: datetime | None
    last_day_to_appeal: str | None
    paper: str | None


class OrderPage(Answer, frozen=True):
    """A page of orders, the newest first."""

    items: list[OrderLine]
    next_cursor: str | None


class OrderDifference(Answer, frozen=True):
    """What changed since a proposal: no longer there to be met, and met now but not in the proposal."""

    gone: list[str]
    new: list[str]


class OrderView(OrderLine, frozen=True, kw_only=True):
    """A whole order with the accreditations that it met, or would meet; `difference` while it is proposed."""

    reason: str
    ordered_by: str
    confirmed_by: str | None
    appeal: dict[str, Any] | None
    reaccreditation_hours: int | None
    accreditations: list[str]
    by_organisation: list[SenderMet]
    inside: list[PlaceInside]
    findings: list[dict[str, Any]]
    difference: OrderDifference | None = None


class PublishedWording(Answer, frozen=True):
    """The wording of a code of conduct; English may be empty."""

    sq: str
    en: str


class ConductVersion(Answer, frozen=True):
    """One version of a code of conduct; `sha256` is of its wording or of its document."""

    version: str
    valid_from: datetime
    in_force: bool
    text: PublishedWording | None
    url: str | None
    sha256: str
    published_at: datetime


class ConductVersions(Answer, frozen=True):
    """Every version of an election, oldest first."""

    items: list[ConductVersion]
    next_cursor: None


class ConductAccepted(Answer, frozen=True):
    """The acceptance as it is kept, and the assessment that follows."""

    number: str
    status: str
    code_of_conduct: dict[str, Any]
    assessment: dict[str, Any]


class LaneEntry(Answer, frozen=True):
    """Where a request stands in the lane; `due_at` is the order's target."""

    order: int | None
    due_at: datetime | None
    same_person: bool
    identity: dict[str, Any] | None


class Reaccreditation(Answer, frozen=True):
    """The receipt of a request of the lane."""

    number: str
    received_at: datetime
    status: str
    public_status: str
    assessment: dict[str, Any]
    decision_due: dict[str, Any]
    reaccredits: str
    lane: LaneEntry


class IdentityChecked(Answer, frozen=True):
    """What the comparison of face, photo and document gave."""

    number: str
    identity: dict[str, Any]


class Lane(Answer, frozen=True):
    """The open requests of the lane, what is due first."""

    items: list[LaneItem]
    next_cursor: None


ANSWERS: Answers = {
    "list_accreditations": {200: AccreditationPage},
    "read_accreditation": {200: AccreditationView},
    "accreditation_history": {200: StandingHistory},
    "badge_pdf": {200: File(("application/pdf",))},
    "badge_png": {200: File(("image/png",))},
    "badge_svg": {200: File(("image/svg+xml",))},
    "revoke_accreditation": {201: AccreditationView},
    "suspend_accreditation": {201: AccreditationView},
    "restore_accreditation": {201: AccreditationView},
    "reissue_accreditation": {201: AccreditationView},
    "ask_reaccreditation": {201: Reaccreditation},
    "order_revocation": {200: OrderPreview, 201: OrderView},
    "list_revocations": {200: OrderPage},
    "read_revocation": {200: OrderView},
    "confirm_revocation": {200: OrderView},
    "withdraw_revocation": {200: OrderView},
    "revocation_paper": {200: File(("application/pdf",))},
    "publish_code_of_conduct": {201: ConductVersion},
    "list_codes_of_conduct": {200: ConductVersions},
    "accept_code_of_conduct": {200: ConductAccepted},
    "check_identity": {200: IdentityChecked},
    "list_reaccreditations": {200: Lane},
}
