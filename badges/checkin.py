"""The verdict at the door of a voting centre: the badge, the place, the hour and who is already inside.

Art. 19(2)(c): an observer presents the authorisation *and* an identification document; so even the best
verdict asks for the comparison with face and document, and stays amber until a person says it was made.
Art. 18(4): a capped sender has at most so many observers present at once. Reaching the cap refuses nobody
by itself: forgotten departures are commoner than crowding, so the step is to ask who has left. The cap
itself is the law's affair (`accreditation`) and comes as a fact.
"""

from datetime import datetime
from enum import StrEnum

import msgspec

from badges.credential import ReasonCode, Verdict, Verification
from badges.scope import Coverage, Place


class Colour(StrEnum):
    """What the commissioner sees first; each colour also has its own shape and word on the screen."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


class DoorCode(StrEnum):
    """Why, beyond what the verification itself says."""

    OUTSIDE_SCOPE = "outside_scope"
    OTHER_CENTRE_OF_UNIT = "other_centre_of_unit"
    UNIT_UNKNOWN = "unit_unknown"
    CAP_REACHED = "cap_reached"
    ALREADY_INSIDE = "already_inside"
    INSIDE_ELSEWHERE = "inside_elsewhere"
    NOT_REGISTER_DEVICE = "not_register_device"
    NOT_COMPARED = "not_compared"
    COMPARISON_FAILED = "comparison_failed"


class Step(StrEnum):
    """What the commissioner does next; one step at a time."""

    ADMIT = "admit"
    COMPARE_PHOTO_AND_DOCUMENT = "compare_photo_and_document"
    ASK_WHO_LEFT = "ask_who_left"
    RECORD_DEPARTURE = "record_departure"
    ASK_REGISTER_DEVICE = "ask_register_device"
    UPDATE_LISTS = "update_lists"
    UPDATE_APP = "update_app"
    SET_CLOCK = "set_clock"
    SCAN_AGAIN = "scan_again"
    CHECK_ON_LIST = "check_on_list"
    SEND_TO_OWN_CENTRE = "send_to_own_centre"
    REFUSE_AND_RECORD = "refuse_and_record"


class Visit(msgspec.Struct, frozen=True):
    """One open presence, closed later by its own id: two visits of one person are never mistaken."""

    interval_id: str
    election: int
    serial: int
    since: datetime


class Presence(msgspec.Struct, frozen=True):
    """What this device knows of who is inside. `cap` is None where the law sets none for this sender."""

    cap: int | None = None
    counted: tuple[Visit, ...] = ()  # open visits here that count against the same cap as this badge
    uncapped_here: tuple[Visit, ...] = ()  # the other open visits here
    elsewhere: tuple[Visit, ...] = ()  # open visits of this badge in other centres
    is_register: bool = True  # whether this device may write presence for the centre


class DoorReason(msgspec.Struct, frozen=True):
    """One ground of the door's verdict; `visits` are those it speaks of."""

    code: DoorCode | ReasonCode
    colour: Colour
    instant: datetime | None = None
    visits: tuple[Visit, ...] = ()


class DoorVerdict(msgspec.Struct, frozen=True):
    """The answer at the door: a colour, its grounds gravest first, and the next step of the person holding
    the phone.

    `may_admit` says whether a check-in may be recorded now; `closes` are visits elsewhere that it would
    close.
    """

    colour: Colour
    reasons: tuple[DoorReason, ...]
    step: Step
    may_admit: bool
    verification: Verification
    closes: tuple[Visit, ...] = ()


_GRAVEST_FIRST = (Colour.RED, Colour.GREY, Colour.AMBER)
_COLOURS = {
    Verdict.INVALID: Colour.RED,
    Verdict.UNKNOWN: Colour.GREY,
    Verdict.CAUTION: Colour.AMBER,
}

# Which step answers which ground; of several grounds of one colour the first row found decides.
_STEPS: dict[Colour, tuple[tuple[frozenset[StrEnum], Step], ...]] = {
    Colour.RED: (
        (frozenset({DoorCode.OUTSIDE_SCOPE}), Step.SEND_TO_OWN_CENTRE),
        (frozenset(), Step.REFUSE_AND_RECORD),
    ),
    Colour.GREY: (
        (frozenset({ReasonCode.UPDATE_NEEDED}), Step.UPDATE_APP),
        (frozenset({ReasonCode.KEY_UNKNOWN, DoorCode.UNIT_UNKNOWN}), Step.UPDATE_LISTS),
        (frozenset({ReasonCode.NOT_YET_VALID, ReasonCode.KEY_NOT_YET_VALID}), Step.SET_CLOCK),
        (frozenset({ReasonCode.DAMAGED, ReasonCode.NOT_A_BADGE}), Step.SCAN_AGAIN),
        (frozenset(), Step.CHECK_ON_LIST),
    ),
    Colour.AMBER: (
        (frozenset({DoorCode.OTHER_CENTRE_OF_UNIT}), Step.SEND_TO_OWN_CENTRE),
        # Who it is comes before how many are inside: a borrowed badge must not send anybody else out.
        (frozenset({DoorCode.NOT_COMPARED}), Step.COMPARE_PHOTO_AND_DOCUMENT),
        (frozenset({DoorCode.NOT_REGISTER_DEVICE}), Step.ASK_REGISTER_DEVICE),
        (frozenset({DoorCode.ALREADY_INSIDE}), Step.RECORD_DEPARTURE),
        (frozenset({DoorCode.CAP_REACHED}), Step.ASK_WHO_LEFT),
        (frozenset(), Step.ADMIT),
    ),
}

# Amber grounds that stop a check-in until a person has acted on them; the other amber grounds only warn.
_HOLDING = frozenset(
    {
        DoorCode.ALREADY_INSIDE,
        DoorCode.CAP_REACHED,
        DoorCode.OTHER_CENTRE_OF_UNIT,
        DoorCode.NOT_COMPARED,
        DoorCode.NOT_REGISTER_DEVICE,
    }
)


def judge(
    verification: Verification,
    place: Place,
    presence: Presence,
    *,
    compared: bool | None = None,
) -> DoorVerdict:
    """The verdict on a verified badge at `place`.

    Art. 18(4), 19(2)(c): valid badge, in scope, under the cap, compared with photo and document.

    `compared` is what the commissioner said of the comparison: None not asked yet, False it did not match.
    The election and the instant are those of the verification, so that one clock reading judges everything.
    """
    reasons = [
        DoorReason(reason.code, _COLOURS[reason.verdict], reason.instant) for reason in verification.reasons
    ]
    if verification.badge is not None and verification.verdict in (Verdict.VALID, Verdict.CAUTION):
        reasons += _place_reasons(verification.badge.scope.coverage(place))
        reasons += _presence_reasons(verification, presence)
        reasons += _comparison_reasons(compared)
    colour = next((c for c in _GRAVEST_FIRST if any(r.colour is c for r in reasons)), Colour.GREEN)
    reasons.sort(key=lambda reason: _GRAVEST_FIRST.index(reason.colour))
    codes = frozenset(reason.code for reason in reasons if reason.colour is colour)
    may_admit = colour in (Colour.GREEN, Colour.AMBER) and not codes & _HOLDING
    return DoorVerdict(
        colour,
        tuple(reasons),
        _step(colour, codes),
        may_admit,
        verification,
        presence.elsewhere if may_admit else (),
    )


def _step(colour: Colour, codes: frozenset[StrEnum]) -> Step:
    if colour is Colour.GREEN:
        return Step.ADMIT
    return next(step for triggers, step in _STEPS[colour] if not triggers or triggers & codes)


def _place_reasons(coverage: Coverage) -> list[DoorReason]:
    return {
        Coverage.INSIDE: [],
        Coverage.SAME_UNIT: [DoorReason(DoorCode.OTHER_CENTRE_OF_UNIT, Colour.AMBER)],
        Coverage.OUTSIDE: [DoorReason(DoorCode.OUTSIDE_SCOPE, Colour.RED)],
        Coverage.UNSURE: [DoorReason(DoorCode.UNIT_UNKNOWN, Colour.GREY)],
    }[coverage]


def _presence_reasons(verification: Verification, presence: Presence) -> list[DoorReason]:
    badge = verification.badge
    assert badge is not None  # the caller judged presence only for a badge that was read
    reasons = []
    here = tuple(
        visit
        for visit in presence.counted + presence.uncapped_here
        if (visit.election, visit.serial) == (badge.election, badge.serial)
    )
    if here:
        reasons.append(DoorReason(DoorCode.ALREADY_INSIDE, Colour.AMBER, here[0].since, here))
    elif presence.cap is not None and len(presence.counted) >= presence.cap:
        reasons.append(DoorReason(DoorCode.CAP_REACHED, Colour.AMBER, visits=presence.counted))
    if presence.elsewhere:
        reasons.append(DoorReason(DoorCode.INSIDE_ELSEWHERE, Colour.AMBER, visits=presence.elsewhere))
    if not presence.is_register:
        reasons.append(DoorReason(DoorCode.NOT_REGISTER_DEVICE, Colour.AMBER))
    return reasons


def _comparison_reasons(compared: bool | None) -> list[DoorReason]:
    if compared is None:
        return [DoorReason(DoorCode.NOT_COMPARED, Colour.AMBER)]
    return [] if compared else [DoorReason(DoorCode.COMPARISON_FAILED, Colour.RED)]
