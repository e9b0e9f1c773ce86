"""How many observers of one sender may be present at the same time in a voting centre.

It is a cap on presence, not on accreditation, and it holds in voting centres only.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from accreditation.elections import ElectionFacts
from accreditation.findings import Finding, FindingCode, Severity, found
from accreditation.law.limits import Limit, LimitCode
from accreditation.observers import ObserverFacts, ObserverRole
from accreditation.scope import PlaceKind
from accreditation.senders import ALBANIAN_BODIES, FOREIGN_BODIES, SenderFacts


class Presence(msgspec.Struct, frozen=True):
    """One observer who is inside a voting centre, with no departure recorded.

    Attributes:
        accreditation: the accreditation's number.
        group: whose cap it counts for, as `cap_group` gives it.
        counts: whether it counts at all, as `counts_toward_cap` gives it.
        since: the instant of arrival.
    """

    accreditation: str
    group: str
    counts: bool
    since: datetime


def cap_group(sender: SenderFacts) -> str:
    """A party and its coalition are one for the cap, and so is a body with the one it declared.

    Source: Art. 18(2) and Art. 18(4) of the code of 2005.
    """
    return sender.coalition_id or sender.declared_group or sender.id


def counts_toward_cap(sender: SenderFacts, observer: ObserverFacts) -> bool:
    """All observers of Albanian bodies count; of foreign and international bodies only the foreign ones do.

    Foreign states and media are not capped by the text, nor are interpreters of foreign bodies.
    Source: Art. 18(4) of the code of 2005.
    """
    if sender.kind in ALBANIAN_BODIES:
        return True
    if sender.kind in FOREIGN_BODIES:
        return not observer.albanian and observer.role != ObserverRole.INTERPRETER
    return False


def presence_cap(election: ElectionFacts, sender: SenderFacts) -> Limit | None:
    """Not more than two observers of one sender may be in a voting centre at once; None for a sender uncapped.

    Source: Art. 18(4) of the code of 2005; Arts. 6-7 of the code in force.
    """
    if sender.kind in ALBANIAN_BODIES or sender.kind in FOREIGN_BODIES:
        return election.limit(LimitCode.PRESENCE_CAP)
    return None


def presence_finding(
    election: ElectionFacts,
    sender: SenderFacts,
    observer: ObserverFacts,
    inside: Iterable[Presence],
    place: PlaceKind = PlaceKind.VOTING_CENTRES,
    accreditation: str = "",
) -> Finding:
    """A third observer of a capped sender waits until one of the two has left.

    Args:
        election: the facts of the election.
        sender: the arriving observer's sender.
        observer: the arriving observer.
        inside: everyone recorded inside this place.
        place: what kind of place it is; only voting centres are capped.
        accreditation: the arriving accreditation, so that a second scan of one badge is no third person.

    Returns: `not_capped`, `within_cap` or `cap_reached` with who is inside and since when.
    Source: Art. 18(4) of the code of 2005.
    """
    row = election.limit(LimitCode.PRESENCE_CAP)
    cap = presence_cap(election, sender)
    if cap is None or place is not PlaceKind.VOTING_CENTRES or not counts_toward_cap(sender, observer):
        return found(FindingCode.NOT_CAPPED, Severity.FOR, row.citation, kind=sender.kind, place=str(place))
    group = cap_group(sender)
    counted = {
        one.accreditation: one.since
        for one in inside
        if one.counts and one.group == group and one.accreditation != accreditation
    }
    names = sorted(counted, key=lambda number: (counted[number], number))
    arguments = {
        "cap": cap.value,
        "inside": names,
        "since": [counted[number].isoformat() for number in names],
        "group": group,
    }
    if cap.value is None:
        code, severity = FindingCode.LIMIT_UNSET, Severity.NEEDS_LEGAL_DECISION
    elif len(counted) < cap.value:
        code, severity = FindingCode.WITHIN_CAP, Severity.FOR
    else:
        code, severity = FindingCode.CAP_REACHED, Severity.AGAINST
    return found(code, severity, cap.citation, **arguments)
