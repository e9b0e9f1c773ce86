"""Which commission a report is addressed to, by place and phase."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from bots.reports.categories import CATEGORIES
from bots.reports.phases import Phase


class Commission(StrEnum):
    """The election commissions, lowest first; a zone has a ZEC, in local elections an LGEC."""

    VCC = "vcc"
    ZEC = "zec"
    LGEC = "lgec"
    CEC = "cec"


class Addressee(msgspec.Struct, frozen=True):
    """A commission.

    Attributes:
        kind: which level.
        code: the voting centre of a VCC, the electoral unit of a ZEC or LGEC; empty for the CEC.
    """

    kind: Commission
    code: str = ""


_AT_THE_CENTRE = frozenset({Phase.OPENING, Phase.VOTING, Phase.CLOSING})


def addressee(
    *,
    place_kind: str | None,
    place_code: str | None,
    unit: str | None,
    phase: str,
    category: str | None,
    local_elections: bool = False,
) -> Addressee:
    """An observer submits written comments to the election commissions; this is the first one to read them.

    At a voting centre while it opens, votes and closes it is the VCC. Before that day, on the way of the box,
    at the count and the tabulation it is the commission of the unit. Votes from abroad, and a place that is
    not in the register, go to the CEC. A report against a commission goes one level up.
    `place_kind` is a code of the place register; all codes may be None when the place is unknown.
    Electoral Code 2005, Art. 19(1)(b); the routing itself is the commission's configuration.
    """
    middle = Commission.LGEC if local_elections else Commission.ZEC
    if phase == Phase.ABROAD or not unit or place_kind is None:
        return Addressee(Commission.CEC)
    if place_kind == "voting_centre" and place_code and phase in _AT_THE_CENTRE:
        first = Addressee(Commission.VCC, place_code)
    else:
        first = Addressee(middle, unit)
    listed = CATEGORIES.get(category or "")
    if listed is None or not listed.against_commission:
        return first
    return Addressee(middle, unit) if first.kind is Commission.VCC else Addressee(Commission.CEC)
