"""Answers about senders: organisations, their keys, and what is registered of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from accreditation.senders import SenderKind
from backend.api.answers import Answer, Answers
from backend.api.answers.elections import Act, Finding


class ObserverCoalition(Answer, frozen=True):
    """A declared coalition of observers: whether the coalition or the member is the sender."""

    name: str
    sender: str
    coalition: int | None = None


class Ground(Answer, frozen=True):
    """One ground of a refusal."""

    code: str
    article: str
    facts: str
    reason: str


class AdmissionAct(Act, frozen=True, kw_only=True):
    """The act on an admission, with its grounds and the remedy against a refusal, or the appeal that it follows."""

    grounds: list[Ground] | msgspec.UnsetType = msgspec.UNSET
    appeal: dict[str, Any] | msgspec.UnsetType | None = msgspec.UNSET
    by_appeal: str | msgspec.UnsetType = msgspec.UNSET


class Organisation(Answer, frozen=True):
    """A sender as its own key and the commissions see it."""

    id: int
    name: str
    acronym: str
    kind: SenderKind
    country: str
    contact: dict[str, str]
    registered_at: datetime
    admission: str
    admission_act: AdmissionAct | None
    admitted_at: datetime | None
    observer_coalition: ObserverCoalition | None


class Registered(Organisation, frozen=True, kw_only=True):
    """A sender just registered: its key, shown this once."""

    api_key: str


class AdmissionEvent(Answer, frozen=True):
    """One step of an admission."""

    at: datetime
    event: str
    actor: str
    details: dict[str, Any]


class SimilarName(Answer, frozen=True):
    """Another sender with a similar name; a human decides what it means (Art. 17)."""

    id: int
    name: str
    acronym: str
    kind: SenderKind
    admission: str


class OrganisationWhole(Organisation, frozen=True, kw_only=True):
    """A sender with the history of its admission; similar names are for the commission only."""

    admission_history: list[AdmissionEvent]
    similar_names: list[SimilarName] | msgspec.UnsetType = msgspec.UNSET


class Organisations(Answer, frozen=True):
    """A page of senders."""

    items: list[Organisation]
    next_cursor: str | None


class OrganisationKey(Answer, frozen=True):
    """A live key, without its secret."""

    id: str
    label: str
    created_at: datetime


class OrganisationKeys(Answer, frozen=True):
    """The live keys of a sender."""

    items: list[OrganisationKey]
    next_cursor: None


class NewOrganisationKey(OrganisationKey, frozen=True):
    """A new key, shown this once, and the keys that ended with it."""

    api_key: str
    ended: list[str]


class EndedOrganisationKey(OrganisationKey, frozen=True):
    """A key that ended."""

    ended_at: datetime


class Registration(Answer, frozen=True):
    """A recorded fact: a registration, candidacy, list, coalition or engagement."""

    id: int
    kind: str
    standing: str
    electoral_unit: str | None
    coalition: int | None
    since: datetime
    name: str
    act: Act
    recorded_at: datetime


class RegistrationRecorded(Registration, frozen=True, kw_only=True):
    """A fact just recorded, with what the law says of it."""

    findings: list[Finding]


class Registrations(Answer, frozen=True):
    """What is recorded of a sender in one election."""

    items: list[Registration]
    next_cursor: None


class RegistrationRowProblem(Answer, frozen=True):
    """Why a row was not taken."""

    code: str
    arguments: dict[str, Any]
    article: str | None = None
    status: int | msgspec.UnsetType = msgspec.UNSET


class ImportedRegistration(Answer, frozen=True):
    """What became of one row."""

    row: int
    outcome: str
    organisation: int | msgspec.UnsetType | None = msgspec.UNSET
    id: int | msgspec.UnsetType = msgspec.UNSET
    problem: RegistrationRowProblem | msgspec.UnsetType = msgspec.UNSET


class ImportedRegistrations(Answer, frozen=True):
    """What became of each row of a file of registrations."""

    recorded: int
    already_recorded: int
    rejected: int
    rows: list[ImportedRegistration]


class Choice(Answer, frozen=True):
    """An open question of the law and how the lawyer answered it for this election."""

    code: str
    options: list[str]
    option: str | None
    article: str
    law: str
    mark: str
    note: str
    act: str | None


class Choices(Answer, frozen=True):
    """The open questions of an election."""

    items: list[Choice]
    next_cursor: None


class LegalBasis(Answer, frozen=True):
    """Whether the edition or an act of the lawyer gives a basis for a measure."""

    measure: str
    blocked: bool
    article: str
    law: str
    act: str
    demo: bool
    findings: list[Finding]


class SetLegalBasis(Answer, frozen=True):
    """A basis that was set by act."""

    measure: str
    article: str
    law: str
    act: str
    demo: bool
    set_at: datetime
    set_by: str


class LegalBases(Answer, frozen=True):
    """The basis of each measure, and every one that was set."""

    items: list[LegalBasis]
    history: list[SetLegalBasis]
    next_cursor: None


class RegistrationChange(Answer, frozen=True):
    """One change of an order: whose registration, and what becomes of it."""

    kind: str
    since: datetime | None
    standing: str
    coalition: int | None
    organisation: int
    electoral_unit: str | None


class ChangeOrder(Answer, frozen=True):
    """An order that changed registrations and what hung on them."""

    id: int
    election: int
    act: Act
    changes: list[RegistrationChange]
    counts: dict[str, int]
    ordered_at: datetime


class ChangeOrders(Answer, frozen=True):
    """The orders of an election, newest first."""

    items: list[ChangeOrder]
    next_cursor: str | None


class OrderedAccreditation(Answer, frozen=True):
    """What an order did to one accreditation; `issued` is the number that took its place."""

    accreditation: str
    effect: str
    organisation: int
    to: int
    issued: str | None
    reason: str
    article: str


class ChangeOrderWhole(ChangeOrder, frozen=True, kw_only=True):
    """An order with what became of each accreditation."""

    accreditations: list[OrderedAccreditation]


class OrganisationCounts(Answer, frozen=True):
    """What a change does to one sender, by effect."""

    organisation: int
    name: str
    counts: dict[str, int]


class UnitCounts(Answer, frozen=True):
    """What a change does in one unit, by effect."""

    electoral_unit: str
    counts: dict[str, int]


class ChangedAccreditation(Answer, frozen=True):
    """What a change does to one accreditation, with its reason and article."""

    accreditation: str
    effect: str
    organisation: int
    to: int | None
    reason: str
    article: str
    law: str
    basis: str | None
    electoral_units: list[str]
    electoral_units_left: list[str]
    spared: bool
    blocked: str | None
    issued: str | None


class ChangedRequest(Answer, frozen=True):
    """A waiting request that gets other findings."""

    number: str
    organisation: int
    added: list[str]
    removed: list[str]


class OverCap(Answer, frozen=True):
    """A voting centre where the new sender would have more present than Art. 18(4) allows."""

    voting_centre: str
    group: str
    cap: int
    inside: list[str]


class ChangePlan(Answer, frozen=True, kw_only=True):
    """What a change of registrations does."""

    election: int
    digest: str
    counts: dict[str, int]
    by_organisation: list[OrganisationCounts]
    by_unit: list[UnitCounts]
    accreditations: list[ChangedAccreditation]
    more_accreditations: int
    requests: list[ChangedRequest]
    more_requests: int
    over_cap: list[OverCap]
    findings: list[Finding]
    blocked_by: list[Finding]


class ChangePreview(ChangePlan, frozen=True, kw_only=True):
    """What the order would do now; nothing is changed."""

    preview: bool


class ChangeDone(ChangePlan, frozen=True, kw_only=True):
    """What the order did."""

    id: int
    ordered_at: datetime
    act: Act
    reassessed: dict[str, int]


class EndedDelegation(Answer, frozen=True):
    """When and by which instruction a delegation was ended early."""

    at: datetime
    instruction: str
    planned_until: datetime | None


class Delegation(Answer, frozen=True):
    """A delegation under Art. 18(6)."""

    id: int
    instruction: str
    to: str
    from_at: datetime
    until_at: datetime | None
    units: list[str] | None
    status: str
    ended: EndedDelegation | None


class DelegationDone(Delegation, frozen=True):
    """A delegation just begun or ended, and how many waiting files moved."""

    moved: int


class Delegations(Answer, frozen=True):
    """The delegations of an election."""

    items: list[Delegation]
    next_cursor: None


ANSWERS: Answers = {
    "register_organisation": {201: Registered},
    "list_organisations": {200: Organisations},
    "read_organisation": {200: OrganisationWhole},
    "decide_admission": {200: Organisation},
    "ask_admission_again": {201: Organisation},
    "change_contact": {200: Organisation},
    "list_organisation_keys": {200: OrganisationKeys},
    "rotate_organisation_key": {201: NewOrganisationKey},
    "delete_organisation_key": {200: EndedOrganisationKey},
    "list_registrations": {200: Registrations},
    "record_registration": {201: RegistrationRecorded},
    "list_choices": {200: Choices},
    "set_choice": {201: Choices},
    "list_legal_bases": {200: LegalBases},
    "set_legal_basis": {201: LegalBases},
    "list_registration_changes": {200: ChangeOrders},
    "read_registration_change": {200: ChangeOrderWhole},
    "change_registrations": {200: ChangePreview, 201: ChangeDone},
    "import_registrations": {201: ImportedRegistrations},
    "delegate": {201: DelegationDone},
    "list_delegations": {200: Delegations},
    "end_delegation": {200: DelegationDone},
}
