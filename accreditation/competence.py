"""Which commission is competent to decide on a request."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

import msgspec

from accreditation.civil_time import require_aware
from accreditation.elections import ElectionFacts
from accreditation.findings import Finding, FindingCode, Severity, found
from accreditation.law.editions import Provision, cite
from accreditation.senders import ELECTORAL_SUBJECTS, SenderFacts


class BodyKind(StrEnum):
    """The commissions that can be competent; a voting centre commission never is."""

    CEC = "cec"
    ZEC = "zec"
    LGEC = "lgec"


class Body(msgspec.Struct, frozen=True):
    """One commission: its kind and, below the CEC, its electoral unit."""

    kind: str
    unit: str = ""

    @property
    def role(self) -> str:
        """As roles are written: `cec`, `zec:07`, `lgec:12`."""
        return f"{self.kind}:{self.unit}" if self.unit else self.kind


def body_of_role(role: str) -> Body:
    """The body behind a role such as `cec` or `zec:07`; any other role is a body without competence.

    No article: a notation of ours.
    """
    kind, _, unit = role.partition(":")
    return Body(kind, unit)


class DelegationFacts(msgspec.Struct, frozen=True):
    """A special instruction that delegates the competence to grant accreditation.

    Attributes:
        instruction: number and date of the instruction.
        to: `zec` or `lgec`.
        in_force_from: the first instant it holds.
        in_force_until: the instant it ends, None while it holds.
        units: the electoral units it covers, None for all.
    """

    instruction: str
    to: BodyKind
    in_force_from: datetime
    in_force_until: datetime | None = None
    units: frozenset[str] | None = None

    def in_force(self, at: datetime) -> bool:
        """True from its beginning until its end, the end excluded; raises NaiveInstant without a time zone."""
        at = require_aware(at)
        ended = self.in_force_until is not None and at >= self.in_force_until
        return self.in_force_from <= at and not ended


class Competence(msgspec.Struct, frozen=True):
    """Who decides.

    Attributes:
        body: the competent commission.
        article: the article it rests on.
        law: that article's law.
        instruction: the instruction that delegated, empty for the CEC's own competence.
        issued_by: who issues the authorisation, always the CEC (Art. 19(2)(c)).
    """

    body: Body
    article: str
    law: str
    instruction: str = ""
    issued_by: str = BodyKind.CEC


def competent_body(
    election: ElectionFacts,
    sender: SenderFacts,
    units: frozenset[str],
    delegations: Iterable[DelegationFacts],
    at: datetime,
) -> Competence:
    """The CEC decides, unless a special instruction in force delegates parties and candidates to a ZEC or LGEC.

    Organisations, foreign states and media can never be delegated.
    A request that touches several units, or none, stays with the CEC: no lower body is competent for all of it.
    Args:
        election: the facts of the election.
        sender: the body that sends.
        units: the electoral units that the request touches.
        delegations: the instructions known.
        at: the instant of the decision; pending files move when an instruction begins or ends.

    Raises:
        NaiveInstant: `at` has no time zone.

    Source: Art. 18(5)-(6) and Art. 19(2)(c) of the code of 2005.
    """
    cited = cite(election.edition, Provision.REQUEST_TIME)
    if sender.kind in ELECTORAL_SUBJECTS and len(units) == 1:
        (unit,) = units
        for delegation in sorted(delegations, key=lambda one: one.in_force_from, reverse=True):
            if delegation.in_force(at) and (delegation.units is None or unit in delegation.units):
                by = cite(election.edition, Provision.DELEGATION)
                body = Body(str(delegation.to), unit)
                return Competence(body, by.label, str(by.law), delegation.instruction)
    return Competence(Body(str(BodyKind.CEC)), cited.label, str(cited.law))


def competence_findings(
    election: ElectionFacts, competence: Competence, deciding: Body
) -> tuple[Finding, ...]:
    """A decision by a body without competence is void, whatever it says.

    The CEC that decides what it delegated needs its lawyer: the text does not say that it keeps the competence.
    Source: Art. 18(6) of the code of 2005.
    """
    if deciding == competence.body:
        return ()
    cited = cite(election.edition, Provision.DELEGATION)
    delegated = bool(competence.instruction) and deciding.kind == BodyKind.CEC
    return (
        found(
            FindingCode.DELEGATED_AWAY if delegated else FindingCode.NOT_COMPETENT,
            Severity.NEEDS_LEGAL_DECISION if delegated else Severity.AGAINST,
            cited,
            deciding=deciding.role,
            competent=competence.body.role,
            instruction=competence.instruction,
        ),
    )
