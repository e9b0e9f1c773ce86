"""What keeps one line of an act with a list from being decided, beside what a decision alone must carry."""

from __future__ import annotations

from collections.abc import Collection

from accreditation.findings import Finding, FindingCode, Severity, found
from accreditation.law.editions import EditionId, Provision, cite


def proposal_findings(edition: EditionId, *, proposed: bool) -> tuple[Finding, ...]:
    """The commission approves or refuses each request: a line on which nobody proposed an outcome decides nothing.

    Args:
        edition: the edition the election is held under.
        proposed: whether an officer proposed an outcome for the line, or the line carries one.

    Source: Art. 18(5) of the code of 2005.
    """
    if proposed:
        return ()
    return (found(FindingCode.PROPOSAL_MISSING, Severity.AGAINST, cite(edition, Provision.DECISION_TIME)),)


def addendum_findings(
    edition: EditionId, sender_id: int, senders: Collection[int] | None
) -> tuple[Finding, ...]:
    """An addendum adds names to the list of a sender whom the earlier act is about, and of no other (EC-15).

    The commission's practice of 2019, "an addition to decision no. 857"; the code is silent on addenda.
    Args:
        edition: the edition the election is held under.
        sender_id: the sender of the line's request.
        senders: the senders of the earlier act, None for an act that is no addendum.

    Source: Art. 18(4) of the code of 2005, individual data for each observer; silent on addenda.
    """
    if senders is None or sender_id in senders:
        return ()
    cited = cite(edition, Provision.INDIVIDUAL_DATA)
    return (found(FindingCode.NOT_IN_EARLIER_ACT, Severity.AGAINST, cited),)


def badge_findings(edition: EditionId, fact: str | None) -> tuple[Finding, ...]:
    """The authorisation must hold the observer's individual data: what no badge can carry cannot be granted.

    Args:
        edition: the edition the election is held under.
        fact: `name` or `scope`, the one that no badge can carry, or None.

    Source: Art. 18(4) and Art. 19(2)(c) of the code of 2005.
    """
    if fact is None:
        return ()
    cited = cite(edition, Provision.INDIVIDUAL_DATA)
    return (found(FindingCode.BADGE_CANNOT_CARRY, Severity.AGAINST, cited, fact=fact),)
