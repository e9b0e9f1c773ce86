"""Who may send observers: the rule of Art. 18(1), then its exceptions in the order the law gives them.

A sender of a wrong kind or outside the right is found to be so; nothing here raises or refuses.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from accreditation.civil_time import require_aware
from accreditation.elections import ElectionFacts, ElectionKind
from accreditation.findings import Finding, FindingCode, Remedy, RemedyAction, Severity, found
from accreditation.law.choices import ChoiceCode, Option
from accreditation.law.editions import Provision, cite
from accreditation.senders import ELECTORAL_SUBJECTS, NGOS, SenderFacts, SenderKind, known_kind

GENERAL_SENDERS = frozenset(SenderKind) - ELECTORAL_SUBJECTS


def kind_findings(election: ElectionFacts, sender: SenderFacts) -> tuple[Finding, ...]:
    """Non-governmental and international organisations, foreign countries and media may send observers.

    The protection of human rights is a criterion that an officer records for international organisations;
    for non-governmental ones only under the reading that the lawyer set, for states and media never.
    Source: Art. 18(1) of the code of 2005.
    """
    cited = cite(election.edition, Provision.WHO_MAY_SEND)
    kind = known_kind(sender.kind)
    if kind is None:
        known = [str(one) for one in SenderKind]
        return (found(FindingCode.KIND_HAS_NO_RIGHT, Severity.AGAINST, cited, kind=sender.kind, kinds=known),)
    if kind not in GENERAL_SENDERS:
        return ()
    findings = [found(FindingCode.KIND_HAS_RIGHT, Severity.FOR, cited, kind=str(kind))]
    asked = kind is SenderKind.INTERNATIONAL_ORGANISATION or (
        kind in NGOS and election.chosen(ChoiceCode.HUMAN_RIGHTS, Option.NGOS_TOO)
    )
    if asked and sender.human_rights is not True:
        missing = sender.human_rights is None
        findings.append(
            found(
                FindingCode.HUMAN_RIGHTS_TO_RECORD if missing else FindingCode.HUMAN_RIGHTS_NOT_MET,
                Severity.TO_RECORD if missing else Severity.AGAINST,
                cited,
                kind=str(kind),
            )
        )
    return tuple(findings)


def coalition_holds_right(sender: SenderFacts, at: datetime) -> bool:
    """Once parties appear as a coalition, the right to appoint observers rests with the coalition only.

    A coalition whose instant of registration is not recorded counts as registered.
    Raises:
        NaiveInstant: `at` or the instant of registration has no time zone.

    Source: Art. 18(2) and Art. 16(1) of the code of 2005.
    """
    if not sender.coalition_id:
        return False
    registered = sender.coalition_registered_at
    return registered is None or require_aware(at) >= require_aware(registered)


def _registration(election: ElectionFacts, sender: SenderFacts, provision: Provision) -> tuple[Finding, ...]:
    cited = cite(election.edition, provision)
    if sender.registered_as_subject is None:
        return (found(FindingCode.REGISTRATION_TO_CHECK, Severity.TO_RECORD, cited, kind=sender.kind),)
    if sender.registration_contested:
        code = FindingCode.REGISTRATION_CONTESTED
        return (found(code, Severity.NEEDS_LEGAL_DECISION, cited, kind=sender.kind),)
    if not sender.registered_as_subject:
        return (found(FindingCode.NOT_REGISTERED_AS_SUBJECT, Severity.AGAINST, cited, kind=sender.kind),)
    return ()


def gate_findings(election: ElectionFacts, sender: SenderFacts, units: frozenset[str]) -> tuple[Finding, ...]:
    """The right opens in a unit once a candidate is registered there, or once a multi-name list is submitted.

    Args:
        election: the facts of the election.
        sender: a party or a coalition.
        units: the electoral units that the request touches.

    Source: Art. 18(2) of the code of 2005.
    """
    cited = cite(election.edition, Provision.PARTIES)
    findings = []
    contested = sorted(units & sender.units_contested)
    if contested:
        code = FindingCode.CANDIDACY_CONTESTED
        findings.append(found(code, Severity.NEEDS_LEGAL_DECISION, cited, units=contested))
    if sender.multi_name_list:
        return tuple(findings)
    if sender.list_contested:
        code, units_left = FindingCode.CANDIDACY_CONTESTED, units - sender.units_contested
        without = sorted(units_left - (sender.units_with_candidate or frozenset()))
        if without or not units:
            findings.append(found(code, Severity.NEEDS_LEGAL_DECISION, cited, units=without))
        return tuple(findings)
    if sender.units_with_candidate is None:
        code = FindingCode.CANDIDACY_TO_CHECK
        findings.append(found(code, Severity.TO_RECORD, cited, units=sorted(units)))
        return tuple(findings)
    shut = sorted(units - sender.units_with_candidate - sender.units_contested)
    if shut or (not units and not sender.units_with_candidate):
        code = FindingCode.NO_CANDIDATE_IN_UNIT
        findings.append(found(code, Severity.AGAINST, cited, units=shut))
    return tuple(findings)


def party_findings(
    election: ElectionFacts, sender: SenderFacts, units: frozenset[str], at: datetime
) -> tuple[Finding, ...]:
    """A party registered as an electoral subject may appoint observers, unless it appears in a coalition.

    Args:
        election: the facts of the election.
        sender: a party or a coalition.
        units: the electoral units that the request touches.
        at: the instant judged.

    Raises:
        NaiveInstant: `at` has no time zone.

    Source: Art. 18(2) of the code of 2005.
    """
    cited = cite(election.edition, Provision.PARTIES)
    findings = list(_registration(election, sender, Provision.PARTIES))
    if sender.kind == SenderKind.POLITICAL_PARTY and coalition_holds_right(sender, at):
        code, held_by = FindingCode.COALITION_ONLY, sender.coalition_id
        since = sender.coalition_registered_at
        findings.append(found(code, Severity.AGAINST, cited, instant=since, coalition=held_by))
    findings += gate_findings(election, sender, units)
    return tuple(findings)


def independent_findings(
    election: ElectionFacts, sender: SenderFacts, units: frozenset[str]
) -> tuple[Finding, ...]:
    """An independent candidate may appoint observers in the candidate's own zone; a party's candidate may not.

    A candidacy under appeal is an open question, as it is for a party in `gate_findings`.
    Source: Art. 18(3), and Art. 18(2) last sentence, of the code of 2005.
    """
    if sender.supported_by_party:
        cited = cite(election.edition, Provision.PARTIES)
        return (found(FindingCode.PARTY_CANDIDATE_HAS_NO_RIGHT, Severity.AGAINST, cited),)
    cited = cite(election.edition, Provision.INDEPENDENTS)
    findings = list(_registration(election, sender, Provision.INDEPENDENTS))
    if sender.own_units is None:
        findings.append(found(FindingCode.OWN_ZONE_TO_CHECK, Severity.TO_RECORD, cited, units=sorted(units)))
        return tuple(findings)
    contested = sorted(units & sender.units_contested)
    if contested:
        code = FindingCode.CANDIDACY_CONTESTED
        findings.append(found(code, Severity.NEEDS_LEGAL_DECISION, cited, units=contested))
    outside = sorted(units - sender.own_units - sender.units_contested)
    if outside:
        own = sorted(sender.own_units)
        code = FindingCode.OUTSIDE_OWN_ZONE
        findings.append(found(code, Severity.AGAINST, cited, units=outside, own_units=own))
    return tuple(findings)


def referendum_findings(election: ElectionFacts, sender: SenderFacts) -> tuple[Finding, ...]:
    """In a referendum nobody is a candidate, so the event that opens a party's right never comes.

    Read to the letter, parties, coalitions and candidates send no observers to a referendum; it is a reading,
    so it asks for a legal decision and does not speak against.
    Source: Art. 2(30) with Art. 18(2)-(3) of the code of 2005.
    """
    if election.procedure != ElectionKind.REFERENDUM or sender.kind not in ELECTORAL_SUBJECTS:
        return ()
    cited = cite(election.edition, Provision.PARTIES)
    code = FindingCode.REFERENDUM_HAS_NO_CANDIDATES
    return (found(code, Severity.NEEDS_LEGAL_DECISION, cited, kind=sender.kind),)


def eligibility_findings(
    election: ElectionFacts, sender: SenderFacts, units: frozenset[str], at: datetime
) -> tuple[Finding, ...]:
    """Who may send observers: five kinds by the rule, electoral subjects each on its own terms.

    Args:
        election: the facts of the election.
        sender: the body that sends.
        units: the electoral units that the request touches.
        at: the instant judged, the filing's.

    Returns: findings for and against; a subject outside whom nothing speaks gets `kind_has_right`.
    Raises:
        NaiveInstant: `at` has no time zone.

    Source: Art. 18(1)-(3) of the code of 2005.
    """
    findings = list(kind_findings(election, sender))
    if sender.kind in ELECTORAL_SUBJECTS:
        if election.procedure == ElectionKind.REFERENDUM:
            findings += referendum_findings(election, sender)
        elif sender.kind == SenderKind.INDEPENDENT_CANDIDATE:
            findings += independent_findings(election, sender, units)
        else:
            findings += party_findings(election, sender, units, at)
        if not any(one.severity in (Severity.AGAINST, Severity.NEEDS_LEGAL_DECISION) for one in findings):
            independent = sender.kind == SenderKind.INDEPENDENT_CANDIDATE
            cited = cite(election.edition, Provision.INDEPENDENTS if independent else Provision.PARTIES)
            findings.insert(0, found(FindingCode.KIND_HAS_RIGHT, Severity.FOR, cited, kind=sender.kind))
    cited = cite(election.edition, Provision.WHO_MAY_SEND)
    if sender.admitted is None:
        findings.append(found(FindingCode.SENDER_NOT_ADMITTED_YET, Severity.TO_RECORD, cited))
    elif not sender.admitted:
        findings.append(found(FindingCode.SENDER_REFUSED, Severity.AGAINST, cited))
    return tuple(findings)


def body_findings(
    election: ElectionFacts, sender: SenderFacts, taken: Mapping[str, tuple[str, ...]]
) -> tuple[Finding, ...]:
    """Read strictly, a party, coalition or independent candidate has one observer for each body, not two in turn.

    It speaks against under that reading only, with the numbers of the others; two present at once (18(4)) is the
    other reading, under which nothing is found.
    Args:
        election: the facts of the election.
        sender: the body that sends.
        taken: for each body asked for, the numbers of the sender's accreditations there.

    Source: Art. 18(2)-(3) with Art. 18(4) of the code of 2005.
    """
    if sender.kind not in ELECTORAL_SUBJECTS or not taken:
        return ()
    if not election.chosen(ChoiceCode.AN_OBSERVER, Option.ONE_FOR_EACH_BODY):
        return ()
    independent = sender.kind == SenderKind.INDEPENDENT_CANDIDATE
    cited = cite(election.edition, Provision.INDEPENDENTS if independent else Provision.PARTIES)
    return (
        found(
            FindingCode.BODY_HAS_OBSERVER,
            Severity.AGAINST,
            cited,
            bodies=sorted(taken),
            accreditations=sorted({number for numbers in taken.values() for number in numbers}),
            act=election.choice(ChoiceCode.AN_OBSERVER).act,
        ),
    )


_REMEDIES = {
    FindingCode.COALITION_ONLY: RemedyAction.FILE_THROUGH_COALITION,
    FindingCode.KIND_HAS_NO_RIGHT: RemedyAction.FILE_THROUGH_ENTITLED_SENDER,
    FindingCode.PARTY_CANDIDATE_HAS_NO_RIGHT: RemedyAction.FILE_THROUGH_ENTITLED_SENDER,
    FindingCode.NOT_REGISTERED_AS_SUBJECT: RemedyAction.REGISTER_AS_SUBJECT,
    FindingCode.SENDER_REFUSED: RemedyAction.ASK_ADMISSION_AGAIN,
    FindingCode.NO_CANDIDATE_IN_UNIT: RemedyAction.NARROW_SCOPE,
    FindingCode.BODY_HAS_OBSERVER: RemedyAction.NARROW_SCOPE,
    FindingCode.OUTSIDE_OWN_ZONE: RemedyAction.NARROW_SCOPE,
    FindingCode.SCOPE_EMPTY: RemedyAction.COMPLETE_REQUEST,
    FindingCode.HUMAN_RIGHTS_NOT_MET: RemedyAction.COMPLETE_REQUEST,
    FindingCode.REFERENDUM_HAS_NO_CANDIDATES: RemedyAction.AWAIT_LEGAL_DECISION,
    FindingCode.CANDIDACY_CONTESTED: RemedyAction.AWAIT_LEGAL_DECISION,
    FindingCode.REGISTRATION_CONTESTED: RemedyAction.AWAIT_LEGAL_DECISION,
}


def right_remedy(findings: tuple[Finding, ...], until: datetime | None) -> Remedy | None:
    """What stands outside the right can be put right by another sender, another scope, or a completed request.

    What the law closes for good comes first, because no other remedy helps until it is settled.
    Args:
        findings: findings of eligibility and scope.
        until: until when a new filing is in time, the safe end of the window.

    Returns: the nearest remedy, None if nothing speaks against the right.
    Source: Art. 18(1)-(5) of the code of 2005.
    """
    by_code = {finding.code: finding for finding in findings}
    for code, action in _REMEDIES.items():
        if code in by_code:
            return Remedy(action, by_code[code].article, until, by_code[code].law)
    return None
