"""The standing of an accreditation after it was granted, and who is spared a revocation by zone."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from accreditation.elections import ElectionFacts
from accreditation.findings import Finding, FindingCode, Severity, found
from accreditation.law.citations import Mark
from accreditation.law.editions import EditionId, Provision, cite
from accreditation.tables import Table


class Standing(StrEnum):
    """Where an accreditation stands."""

    VALID = "valid"
    SUSPENDED = "suspended"
    """Its ground is contested, such as a candidacy struck with an appeal pending (EC-11)."""
    REVOKED = "revoked"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    """The sender gave it back."""
    EXPIRED = "expired"


class StandingMove(StrEnum):
    """What can happen to an accreditation."""

    SUSPEND = "suspend"
    RESTORE = "restore"
    REVOKE = "revoke"
    REPLACE = "replace"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"


_S, _M = Standing, StandingMove

STANDINGS: Table[Standing, StandingMove] = Table(
    "accreditation",
    {
        _S.VALID: {
            _M.SUSPEND: _S.SUSPENDED,
            _M.REVOKE: _S.REVOKED,
            _M.REPLACE: _S.REPLACED,
            _M.WITHDRAW: _S.WITHDRAWN,
            _M.EXPIRE: _S.EXPIRED,
        },
        _S.SUSPENDED: {
            _M.RESTORE: _S.VALID,
            _M.REVOKE: _S.REVOKED,
            _M.WITHDRAW: _S.WITHDRAWN,
            _M.EXPIRE: _S.EXPIRED,
        },
        # An appeal that succeeds restores a revoked accreditation; its badge is issued anew.
        _S.REVOKED: {_M.RESTORE: _S.VALID, _M.EXPIRE: _S.EXPIRED},
        _S.REPLACED: {},
        _S.WITHDRAWN: {},
        _S.EXPIRED: {},
    },
)


def change_standing(standing: Standing, move: StandingMove) -> Standing:
    """An accreditation changes only as its table says.

    Raises:
        IllegalMove: the table holds no such move from this standing; nothing changed.

    Source: Art. 19(2) of the code of 2005; Arts. 6, 7, 19 of the code in force as the Vorë decision cites them.
    """
    return STANDINGS.after(standing, move)


IN_FORCE = (Standing.VALID, Standing.SUSPENDED)
"""The standings of which a request has at most one: it is good now, or can be good again."""


class Measure(StrEnum):
    """What an order does to the accreditations it meets."""

    SUSPEND = "suspend"
    REVOKE = "revoke"

    @property
    def move(self) -> StandingMove:
        """The move of the table that the measure makes."""
        return StandingMove(self.value)


_PROVISIONS = {Measure.SUSPEND: Provision.SUSPENSION, Measure.REVOKE: Provision.REVOCATION}


class SetBasis(msgspec.Struct, frozen=True):
    """The article that the commission's lawyer names for a measure in one election.

    Attributes:
        measure: what it is the basis of.
        article: the article, such as `19(2)`.
        law: the law's number.
        act: number and date of the act that sets it.
        demo: true for demonstration data; everything it touches prints "DEMO, NOT LAW".

    Raises:
        ValueError: no article, law or act is named.
    """

    measure: Measure
    article: str
    law: str
    act: str
    demo: bool = False

    def __post_init__(self) -> None:
        if not (self.article.strip() and self.law.strip() and self.act.strip()):
            raise ValueError("a basis names its article, its law and the act that sets it")


class Basis(msgspec.Struct, frozen=True):
    """On what a measure rests.

    Attributes:
        measure: suspend or revoke.
        article: the article to be printed on the order; empty where there is none.
        law: that article's law.
        act: the act by which the lawyer set it, empty where the edition itself names it.
        demo: true if a demonstration value was used.
        findings: `basis_unset` where the measure is blocked, `basis_is_demo` where it must say so.
    """

    measure: Measure
    article: str
    law: str
    act: str = ""
    demo: bool = False
    findings: tuple[Finding, ...] = ()

    @property
    def blocks(self) -> bool:
        """True if an order has no legal basis and must not take effect."""
        return not self.article


def basis_of(edition: EditionId, measure: Measure, set_bases: Iterable[SetBasis] = ()) -> Basis:
    """An order cites the article that gives the power, or it is blocked until the lawyer names one by an act.

    Arts. 18 and 19 of the code of 2005 grant accreditations and list duties; neither names a power to take one
    back. The decision on Vorë of 11.5.2025 rests on Arts. 6, 7, 19(1)(n) and 19(2) of the code in force, for a
    revocation; no decision that suspends was found.
    Args:
        edition: the edition the election is held under.
        measure: suspend or revoke.
        set_bases: what was set for this election; the last entry of a measure wins, over the edition too.

    Source: the decision on Vorë of 11.5.2025, Arts. 6, 7, 19(1)(n), 19(2); Arts. 18-19 of the code of 2005.
    """
    cited = cite(edition, _PROVISIONS[measure])
    own = [one for one in set_bases if one.measure is measure]
    if own:
        last = own[-1]
        warnings: tuple[Finding, ...] = ()
        if last.demo:
            told = found(
                FindingCode.BASIS_IS_DEMO,
                Severity.TO_RECORD,
                cited,
                measure=str(measure),
                basis=last.article,
                act=last.act,
            )
            warnings = (told,)
        return Basis(measure, last.article, last.law, last.act, last.demo, warnings)
    if cited.mark is Mark.NOT_FOUND:
        unset = found(FindingCode.BASIS_UNSET, Severity.NEEDS_LEGAL_DECISION, cited, measure=str(measure))
        return Basis(measure, "", "", findings=(unset,))
    return Basis(measure, cited.label, str(cited.law))


class Accredited(msgspec.Struct, frozen=True):
    """One accreditation, as a revocation by zone sees it.

    Attributes:
        number: the accreditation's number.
        sender_id: its sender.
        sender_kind: the sender's kind.
        units: the electoral units it reaches.
    """

    number: str
    sender_id: str
    sender_kind: str
    units: frozenset[str]


class RevocationScope(msgspec.Struct, frozen=True):
    """Whom an order revokes; an empty set of senders or kinds means all of them.

    Attributes:
        units: the zones concerned, never empty for an order by zone.
        sender_ids: only these senders.
        sender_kinds: only these kinds.
        exempt_kinds: kinds spared, such as international organisations and media in Vorë, 2025.
    """

    units: frozenset[str] = frozenset()
    sender_ids: frozenset[str] = frozenset()
    sender_kinds: frozenset[str] = frozenset()
    exempt_kinds: frozenset[str] = frozenset()


def revocation_findings(election: ElectionFacts, order: RevocationScope) -> tuple[Finding, ...]:
    """A revocation by zone and category names its zone or its sender; one that names neither reaches everybody.

    Source: Art. 19(2) of the code of 2005; the commission's decision on Vorë of 11.5.2025, Arts. 6, 7, 19.
    """
    if order.units or order.sender_ids:
        return ()
    cited = cite(election.edition, Provision.REVOCATION)
    return (found(FindingCode.ZONE_MISSING, Severity.NEEDS_LEGAL_DECISION, cited),)


def revoked_by(order: RevocationScope, accredited: Iterable[Accredited]) -> tuple[str, ...]:
    """An order revokes the accreditations it names by zone, sender and kind, the exempt kinds spared.

    Returns: their numbers, sorted.
    Source: the commission's decision on Vorë of 11.5.2025, Arts. 6, 7, 19 of the code in force.
    """
    return tuple(
        sorted(
            one.number
            for one in accredited
            if one.sender_kind not in order.exempt_kinds
            and (not order.units or one.units & order.units)
            and (not order.sender_ids or one.sender_id in order.sender_ids)
            and (not order.sender_kinds or one.sender_kind in order.sender_kinds)
        )
    )
