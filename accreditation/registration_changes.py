"""What a change of registrations does to accreditations: coalition switch, candidacy or list lost, party leaving.

Each accreditation is judged on the facts after the change alone, so that the same order twice does nothing more.
What the edition leaves open is blocked by `choice_unset` until the lawyer answers the question, and what takes
an accreditation away, in whole or in part or for a time, is blocked by `basis_unset` until the lawyer names its basis.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from accreditation.coalitions import transfers
from accreditation.elections import ElectionFacts
from accreditation.findings import Finding, FindingCode, Severity, found
from accreditation.law.choices import ChoiceCode, Option
from accreditation.law.citations import Citation
from accreditation.law.editions import Provision, cite
from accreditation.senders import SenderFacts, SenderKind
from accreditation.standing import Basis, Measure


class Effect(StrEnum):
    """What becomes of one accreditation."""

    STAYS = "stays"
    PASSES_OVER = "passes_over"
    """To the coalition, which alone holds the right."""
    RETURNS = "returns"
    """From the coalition to the party that left it."""
    NARROWED = "narrowed"
    """It holds on in the units where the ground is left."""
    SUSPENDED = "suspended"
    """Its ground is contested, and an appeal runs."""
    RESTORED = "restored"
    """It was suspended by an earlier change, and its ground holds again."""
    FALLS = "falls"


REISSUED = frozenset({Effect.PASSES_OVER, Effect.RETURNS, Effect.NARROWED})
"""The effects after which the person gets a new badge and the old one ends."""


class Held(msgspec.Struct, frozen=True):
    """One accreditation as a change of registrations sees it.

    Attributes:
        number: its number.
        units: the electoral units that its scope touches; empty for one at the CEC alone.
        suspended: whether an earlier change suspended it.
        passed_from: the party it came from, empty if it never passed.
    """

    number: str
    units: frozenset[str] = frozenset()
    suspended: bool = False
    passed_from: str = ""


class ChangeEffect(msgspec.Struct, frozen=True):
    """What becomes of one accreditation, and why.

    Attributes:
        number: its number.
        effect: what becomes of it; where `blocked`, what would once the lawyer has answered.
        sender: whose it is afterwards.
        reason: the finding that it rests on.
        article: the article cited.
        law: that article's law.
        units: the units left to it.
        basis: the article that gives the power to take away or suspend; empty where none is needed or known.
        blocked: the question or basis that is open, None if nothing stands in the way.
    """

    number: str
    effect: Effect
    sender: str
    reason: FindingCode
    article: str
    law: str
    units: frozenset[str] = frozenset()
    basis: str = ""
    blocked: Finding | None = None


class Ground(msgspec.Struct, frozen=True):
    """How far a sender's registration carries an accreditation.

    Attributes:
        lost: units in which it carries nothing any more.
        contested: units in which an appeal runs.
        none_left: true if nothing is left of it at all.
        reason: the finding that says why.
    """

    lost: frozenset[str] = frozenset()
    contested: frozenset[str] = frozenset()
    none_left: bool = False
    reason: FindingCode = FindingCode.KIND_HAS_RIGHT

    @property
    def all_contested(self) -> bool:
        """True if the appeal decides about all that is left."""
        return self.reason in (FindingCode.CANDIDACY_CONTESTED, FindingCode.REGISTRATION_CONTESTED)


def ground_of(sender: SenderFacts, units: frozenset[str]) -> Ground:
    """An accreditation of an electoral subject rests on its registration, and on its candidate or list in the unit.

    What an officer has not recorded is unknown and takes nothing away; other senders rest on none of it.
    Where some units are firm and others contested, the accreditation rests on the firm ones.
    Source: Art. 18(2)-(3) of the code of 2005.
    """
    if sender.kind == SenderKind.INDEPENDENT_CANDIDATE:
        if sender.supported_by_party:
            return Ground(units, none_left=True, reason=FindingCode.PARTY_CANDIDATE_HAS_NO_RIGHT)
        known, listed = sender.own_units, False
        firm = (known or frozenset()) - sender.units_contested
        missing = FindingCode.OUTSIDE_OWN_ZONE
    elif sender.kind in (SenderKind.POLITICAL_PARTY, SenderKind.COALITION):
        known, listed = sender.units_with_candidate, bool(sender.multi_name_list)
        firm = known or frozenset()
        missing = FindingCode.NO_CANDIDATE_IN_UNIT
    else:
        return Ground()
    if sender.registration_contested:
        return Ground(contested=units, reason=FindingCode.REGISTRATION_CONTESTED)
    if sender.registered_as_subject is False:
        return Ground(units, none_left=True, reason=FindingCode.NOT_REGISTERED_AS_SUBJECT)
    if listed or known is None:
        return Ground()
    contested = units & sender.units_contested
    if sender.list_contested:
        contested |= units - firm
    lost = units - firm - contested
    # An accreditation at the CEC alone rests on any candidate of the sender's.
    any_left = bool(firm or sender.units_contested or sender.list_contested)
    none_left = not any_left if not units else lost == units
    if none_left or lost:
        return Ground(lost, contested, none_left, missing)
    open_question = contested == units if units else not firm
    return Ground(contested=contested, reason=FindingCode.CANDIDACY_CONTESTED) if open_question else Ground()


def effect_of(
    election: ElectionFacts,
    held: Held,
    sender: SenderFacts,
    coalition: SenderFacts | None,
    home: SenderFacts | None,
    at: datetime,
    bases: Mapping[Measure, Basis],
) -> ChangeEffect:
    """What a change of registrations does to one accreditation.

    Args:
        election: the facts of the election.
        held: the accreditation.
        sender: whose it is, after the change.
        coalition: the coalition in which the sender now appears, if it does.
        home: the party from which the accreditation once passed over, if it did.
        at: the instant of the order.
        bases: on what revoking and suspending rest in this election.

    Raises:
        NaiveInstant: `at` has no time zone.

    Source: Art. 18(2)-(3) of the code of 2005; EC-10 and EC-11 of the domain.
    """
    found_first = _switched(election, held, sender, coalition, home, at)
    return _with_basis(held, found_first, bases)


def _switched(
    election: ElectionFacts,
    held: Held,
    sender: SenderFacts,
    coalition: SenderFacts | None,
    home: SenderFacts | None,
    at: datetime,
) -> ChangeEffect:
    """The effect of joining or leaving a coalition first, then that of the ground under the holder."""
    cited = cite(election.edition, Provision.PARTIES)
    if coalition is not None and transfers(election, sender, [held.number], at):
        reason = FindingCode.COALITION_ONLY
        option, blocked = _answer(election, ChoiceCode.COALITION_SWITCH)
        if option is Option.FALL:
            return _made(held, Effect.FALLS, sender, reason, cited, blocked)
        return _carried(election, held, coalition, Effect.PASSES_OVER, reason, blocked)
    if home is not None and home.coalition_id != sender.id:
        reason = FindingCode.LEFT_COALITION
        option, blocked = _answer(election, ChoiceCode.LEFT_COALITION)
        if option is Option.FALL:
            return _made(held, Effect.FALLS, sender, reason, cited, blocked)
        if option is Option.RETURN_TO_PARTY:
            return _carried(election, held, home, Effect.RETURNS, reason, blocked)
        if blocked is not None:
            return _made(held, Effect.STAYS, sender, reason, cited, blocked, held.units)
    return _carried(election, held, sender, Effect.STAYS, FindingCode.KIND_HAS_RIGHT, None)


def _carried(
    election: ElectionFacts,
    held: Held,
    sender: SenderFacts,
    effect: Effect,
    reason: FindingCode,
    blocked: Finding | None,
) -> ChangeEffect:
    """The effect, unless the ground under its holder is lost or contested."""
    ground = ground_of(sender, held.units)
    independent = sender.kind == SenderKind.INDEPENDENT_CANDIDATE
    cited = cite(election.edition, Provision.INDEPENDENTS if independent else Provision.PARTIES)
    lost = election.chosen(ChoiceCode.LOST_REGISTRATION, Option.FALL)
    suspends = election.chosen(ChoiceCode.CONTESTED_REGISTRATION, Option.SUSPEND)
    if ground.none_left and lost:
        return _made(held, Effect.FALLS, sender, ground.reason, cited, blocked)
    if ground.lost and lost:
        narrowed = effect if effect in REISSUED else Effect.NARROWED
        return _made(held, narrowed, sender, ground.reason, cited, blocked, held.units - ground.lost)
    if ground.none_left or ground.lost:
        return _made(held, effect, sender, ground.reason, cited, blocked, held.units)
    # What passes on is issued anew first; the next order suspends it under its new holder.
    if ground.all_contested and suspends and effect not in REISSUED:
        return _made(held, Effect.SUSPENDED, sender, ground.reason, cited, blocked, held.units)
    if held.suspended and not ground.all_contested and effect is Effect.STAYS:
        return _made(held, Effect.RESTORED, sender, reason, cited, blocked, held.units)
    return _made(held, effect, sender, reason, cited, blocked, held.units)


def _with_basis(held: Held, made: ChangeEffect, bases: Mapping[Measure, Basis]) -> ChangeEffect:
    """What takes away needs the power to revoke, what takes away for a time the power to suspend."""
    narrowed = made.effect in REISSUED and made.units < held.units
    if made.effect is Effect.FALLS or narrowed:
        basis = bases[Measure.REVOKE]
    elif made.effect is Effect.SUSPENDED and not held.suspended:
        basis = bases[Measure.SUSPEND]
    else:
        return made
    open_basis = basis.findings[0] if basis.blocks else None
    return msgspec.structs.replace(made, basis=basis.article, blocked=made.blocked or open_basis)


def _made(
    held: Held,
    effect: Effect,
    sender: SenderFacts,
    reason: FindingCode,
    cited: Citation,
    blocked: Finding | None,
    units: frozenset[str] = frozenset(),
) -> ChangeEffect:
    law = str(cited.law)
    return ChangeEffect(held.number, effect, sender.id, reason, cited.label, law, units, blocked=blocked)


def _answer(election: ElectionFacts, code: ChoiceCode) -> tuple[Option | None, Finding | None]:
    """The answer that holds, and the finding that blocks where there is none."""
    question = election.choice(code)
    if question.option is not None:
        return question.option, None
    arguments = {"choice": str(code), "options": [str(one) for one in question.options]}
    severity = Severity.NEEDS_LEGAL_DECISION
    return None, found(FindingCode.CHOICE_UNSET, severity, question.citation, **arguments, note=question.note)
