"""What follows when parties register as a coalition after one of them accredited observers (EC-10)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import msgspec

from accreditation.civil_time import end_of_day, require_aware
from accreditation.elections import ElectionFacts, limit_warnings
from accreditation.eligibility import coalition_holds_right
from accreditation.findings import Finding, FindingCode, Severity, found
from accreditation.law.editions import Provision, cite
from accreditation.law.limits import LimitCode
from accreditation.senders import SenderFacts


class Transfer(msgspec.Struct, frozen=True):
    """One accreditation that passes from a party to its coalition.

    Attributes:
        accreditation: its number.
        from_sender: the party, whose right has ended.
        to_sender: the coalition, under which it is issued again.
        article: the article cited.
        law: that article's law.
    """

    accreditation: str
    from_sender: str
    to_sender: str
    article: str
    law: str


class RegistrationEnd(msgspec.Struct, frozen=True):
    """By when a party or a coalition registers with the commission.

    Attributes:
        last_day: the last civil day in calendar days, None where the number was not found.
        closes_at: the first instant that is late.
        article: the article cited.
        law: that article's law.
        warnings: unset limits.
    """

    last_day: date | None
    closes_at: datetime | None
    article: str
    law: str
    warnings: tuple[Finding, ...] = ()


def registration_end(election: ElectionFacts, *, coalition: bool) -> RegistrationEnd:
    """A party registers no later than 40 days before the election, a coalition 35; since 2025, 75 and 70.

    Source: Art. 15(1) and Art. 16(1) of the code of 2005; the amendment of February 2025 to Law 10019/2008.
    """
    row = election.limit(LimitCode.COALITION_REGISTRATION if coalition else LimitCode.PARTY_REGISTRATION)
    cited, law = row.citation.label, str(row.citation.law)
    if row.value is None:
        return RegistrationEnd(None, None, cited, law, limit_warnings(row))
    last = election.election_date - timedelta(days=row.value)
    return RegistrationEnd(last, end_of_day(last), cited, law, limit_warnings(row))


def registration_findings(
    election: ElectionFacts, *, coalition: bool, since: datetime
) -> tuple[Finding, ...]:
    """A party or coalition registered after its last day is found to be so; the commission has decided already.

    Args:
        election: the facts of the election.
        coalition: true for a coalition, false for a party.
        since: the instant from which it is registered.

    Raises:
        NaiveInstant: `since` has no time zone.

    Source: Art. 15(1) and Art. 16(1) of the code of 2005; the amendment of February 2025 to Law 10019/2008.
    """
    end = registration_end(election, coalition=coalition)
    since = require_aware(since)
    if end.closes_at is None or since < end.closes_at:
        return end.warnings
    provision = Provision.COALITION_REGISTRATION if coalition else Provision.PARTY_REGISTRATION
    late = found(
        FindingCode.REGISTERED_AFTER_LIMIT,
        Severity.TO_RECORD,
        cite(election.edition, provision),
        instant=end.closes_at,
        last_day=end.last_day.isoformat() if end.last_day else None,
    )
    return (late, *end.warnings)


def transfers(
    election: ElectionFacts, party: SenderFacts, accreditations: Iterable[str], at: datetime
) -> tuple[Transfer, ...]:
    """When a party appears in a coalition its own right ends, and its accreditations pass to the coalition.

    They stay one group for the cap at every instant, so that both never hold two each.
    Returns: one transfer for each accreditation, none while the party still holds the right.
    Raises:
        NaiveInstant: `at` has no time zone.

    Source: Art. 18(2) of the code of 2005, the coalition only.
    """
    if not coalition_holds_right(party, at):
        return ()
    cited = cite(election.edition, Provision.PARTIES)
    law = str(cited.law)
    return tuple(
        Transfer(number, party.id, party.coalition_id, cited.label, law) for number in accreditations
    )
