"""Instants as the signed texts carry them: whole hours or minutes since the start of 2024, UTC."""

from datetime import UTC, datetime, timedelta

from badges.errors import Malformed, Misuse

EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def to_count(instant: datetime, unit: timedelta) -> int:
    """How many whole `unit`s lie between the epoch and `instant`.

    Raises `Misuse` where the instant is naive, before 2024, or not on a border of `unit`: rounding a
    validity is the caller's decision, never this module's.
    """
    if instant.tzinfo is None:
        raise Misuse("instants are aware")
    count, rest = divmod(instant - EPOCH, unit)
    if rest or count < 0:
        raise Misuse("instant is before 2024 or not on a whole unit")
    return count


def from_count(count: int, unit: timedelta) -> datetime:
    """The instant `count` units after the epoch. Raises `Malformed` where no calendar holds it."""
    try:
        return EPOCH + count * unit
    except OverflowError:
        raise Malformed("instant") from None
