"""The standing of an accreditation after it was granted, and who is spared a revocation by zone."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from accreditation.elections import ElectionFacts
from accreditation.findings import Finding, FindingCode, Severity, found
from accreditation.law.editions import Provision, cite
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
