"""Answers about decisions: proposals, acts with their lists, papers, the public list."""

from __future__ import annotations

import datetime as dt
from datetime import datetime
from typing import Any

import msgspec

from accreditation.decisions import Outcome
from backend.api.answers import Answer, Answers, File


class DecisionFinding(Answer, frozen=True):
    """A finding about a decision; `readings` hold the same limit under each reading."""

    code: str
    severity: str
    article: str
    law: str
    arguments: dict[str, Any]
    instant: datetime | None
    readings: list[dict[str, Any]]


class GroundFinding(Answer, frozen=True):
    """What the rules found with a ground's code: the facts of the ground."""

    code: str
    arguments: dict[str, Any]


class DecisionGround(Answer, frozen=True):
    """One ground with its article, facts and reason."""

    code: str
    article: str
    reason: str
    facts: str
    finding: GroundFinding | msgspec.UnsetType = msgspec.UNSET


class DecisionAct(Answer, frozen=True):
    """An act: number, civil date, signatory."""

    number: str
    date: dt.date
    signatory: str


class DecisionRemedy(Answer, frozen=True):
    """Who hears an appeal, its last day and how it was counted, and how long it is of use."""

    body: str | None
    article: str
    law: str
    last_day: dt.date | None
    closes_at: datetime | None
    useful_until: datetime
    outlasts_election: bool
    reading: str
    counting: list[dict[str, Any]]
    readings: list[dict[str, Any]]
    warnings: list[DecisionFinding]
    demo: bool


class DecisionMade(Answer, frozen=True):
    """A decision as it took effect."""

    outcome: Outcome
    grounds: list[DecisionGround]
    act: DecisionAct
    body: str
    decided_at: datetime
    appeal: DecisionRemedy | None


class DecisionAnswer(Answer, frozen=True):
    """What became of a request."""

    number: str
    status: str
    decision: DecisionMade
    accreditation: str | None
    warnings: list[DecisionFinding]


class Proposal(Answer, frozen=True):
    """What an officer proposed."""

    id: int
    outcome: Outcome
    grounds: list[DecisionGround]
    proposed_at: datetime
    proposed_by: str


class ProposalMade(Answer, frozen=True):
    """A proposal with what its decision would still lack besides the act."""

    id: int
    outcome: Outcome
    grounds: list[DecisionGround]
    proposed_at: datetime
    proposed_by: str
    lacking: list[DecisionFinding]
    warnings: list[DecisionFinding]


class Proposals(Answer, frozen=True):
    """The proposals on a request, oldest first."""

    items: list[Proposal]
    next_cursor: str | None


class ActCounts(Answer, frozen=True):
    """The lines of an act; of a draft those that would be granted, refused, returned."""

    requests: int
    takeable: int
    blocked: int
    granted: int
    refused: int
    returned: int


class LineBlock(Answer, frozen=True):
    """What keeps a line from being decided."""

    code: str
    article: str
    arguments: dict[str, Any]


class ActLine(Answer, frozen=True):
    """One request of an act."""

    request: str
    organisation: int
    given_name: str
    family_name: str
    outcome: Outcome | None
    grounds: list[DecisionGround]
    takeable: bool
    blocked: list[LineBlock]
    lenient_until: datetime | None
    warnings: list[str]
    last_day_to_appeal: dt.date | None
    accreditation: str | None


class LeftOut(Answer, frozen=True):
    """A line that the act did not decide, with the codes that stood in the way."""

    request: str
    codes: list[str]


class ActHead(Answer, frozen=True):
    """An act without its list; `act` is null while it is a draft."""

    id: int
    election: int
    body: str
    status: str
    addendum_to: int | None
    created_at: datetime
    act: DecisionAct | None
    effected_at: datetime | None


class ActWhole(ActHead, frozen=True):
    """An act with its list: the preview of a draft, or what it decided."""

    counts: ActCounts
    lines: list[ActLine]
    left_out: list[LeftOut] | msgspec.UnsetType = msgspec.UNSET


class ActEffect(ActHead, frozen=True):
    """An act that took effect."""

    counts: ActCounts
    left_out: list[LeftOut]


class ActItem(Answer, frozen=True):
    """One act in a list."""

    id: int
    election: int
    body: str
    state: str
    addendum_to: int | None
    created_at: datetime
    number: str | None
    date: dt.date | None
    signatory: str | None
    effected_at: datetime | None
    requests: int
    granted: int
    refused: int
    returned: int


class Acts(Answer, frozen=True):
    """A page of acts in order of id."""

    items: list[ActItem]
    next_cursor: str | None


class InterimMark(Answer, frozen=True):
    """Why an accreditation is interim, and what ends it: `appeal_decision` or `election`."""

    until: str
    act: DecisionAct
    reason: str
    appeal: str


class Interim(Answer, frozen=True):
    """An interim accreditation; the request stays as it was."""

    number: str
    status: str
    accreditation: str
    interim: InterimMark


class PublishedActName(Answer, frozen=True):
    """Number and civil date of a published act."""

    number: str
    date: dt.date


class PublishedSender(Answer, frozen=True):
    """A sender that contests nothing, with what the act decided on its requests."""

    name: str
    kind: str
    granted: int
    refused: int
    returned: int


class PublishedGround(Answer, frozen=True):
    """How many refusals of the act stand on a ground."""

    code: str
    article: str
    count: int


class PublishedAct(Answer, frozen=True):
    """One act in numbers; `subjects` counts the requests of electoral subjects, which are not named."""

    act: PublishedActName
    body: str
    announced_at: datetime
    addendum_to: str | None
    granted: int
    refused: int
    returned: int
    subjects: int
    organisations: list[PublishedSender]
    grounds: list[PublishedGround]
    demo: bool


class PublishedActs(Answer, frozen=True):
    """A page of the public list, oldest act first."""

    items: list[PublishedAct]
    next_cursor: str | None


PDF = File(("application/pdf",))
ANSWERS: Answers = {
    "decide_request": {200: DecisionAnswer},
    "propose_decision": {201: ProposalMade},
    "list_proposals": {200: Proposals},
    "draft_act": {201: ActWhole},
    "list_acts": {200: Acts},
    "read_act": {200: ActWhole},
    "put_act_in_effect": {200: ActEffect},
    "abandon_act": {200: ActHead},
    "read_decision_paper": {200: PDF},
    "read_act_paper": {200: PDF},
    "accredit_interim": {201: Interim},
    "list_decisions": {200: PublishedActs},
}
