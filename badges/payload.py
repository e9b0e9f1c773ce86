"""What a badge says, as facts and as the positional CBOR array inside the signature.

By position, not by key: a real badge takes 59 bytes. Items may be added at the end, and a reader passes
over those it does not know; a change of meaning takes a new schema number. No birth date, document number,
telephone or e-mail is in it, since the badge is worn in public.
"""

from datetime import datetime
from enum import IntEnum

import cbor2
import msgspec

from badges import cbor, names
from badges import scope as scopes
from badges.errors import Malformed, Misuse
from badges.instants import HOUR, from_count, to_count
from badges.scope import NewerFormat, Scope

SCHEMA = 1
MAX_NAME_BYTES = 48
MAX_ACRONYM_BYTES = 12
PHOTO_HASH_BYTES = 8
_MAX_NUMBER = 2**32


class Role(IntEnum):
    """The number that stands for whom the observer observes; a later version's number stays an int."""

    CITIZEN = 1
    ALBANIAN_NGO = 2
    INTERNATIONAL_ORGANISATION = 3
    POLITICAL_PARTY = 4
    MEDIA = 5
    INTERPRETER = 6
    FOREIGN_NGO = 7
    FOREIGN_STATE = 8
    COALITION = 9
    INDEPENDENT_CANDIDATE = 10


class Badge(msgspec.Struct, frozen=True):
    """The facts of one badge. `(election, serial)` is its identity; a re-issue is a new serial."""

    election: int
    serial: int
    name: str  # display name; the payload carries at most 48 bytes of it
    organisation: int
    acronym: str  # of the organisation, at most 12 bytes, readable without any pack
    role: int
    valid_from: datetime  # aware UTC, whole hours
    valid_until: datetime  # aware UTC, whole hours, exclusive
    scope: Scope
    photo_hash: bytes = b""  # first 8 bytes of SHA-256 of the canonical photo; empty without a photo


def encode(badge: Badge) -> bytes:
    """`badge` as the payload's bytes, name and acronym cleaned and shortened to what fits.

    Raises `Misuse` for facts that the format can't carry: an empty name, a number outside 0 to 2**32, a
    validity not in whole hours or ending before it begins, a photo hash of another length, an empty scope.
    """
    name = names.shortened(names.cleaned(badge.name), MAX_NAME_BYTES)
    acronym = names.shortened(names.cleaned(badge.acronym), MAX_ACRONYM_BYTES)
    if not name:
        raise Misuse("a badge has a name")
    if len(badge.photo_hash) not in (0, PHOTO_HASH_BYTES):
        raise Misuse("a photo hash is 8 bytes, or none")
    numbers = (badge.election, badge.serial, badge.organisation, badge.role)
    if not all(0 <= number < _MAX_NUMBER for number in numbers):
        raise Misuse("number out of range")
    start, end = to_count(badge.valid_from, HOUR), to_count(badge.valid_until, HOUR)
    if end <= start:
        raise Misuse("a badge is valid for at least an hour")
    return cbor2.dumps(
        [
            SCHEMA,
            badge.election,
            badge.serial,
            name,
            badge.organisation,
            acronym,
            int(badge.role),
            start,
            end - start,
            scopes.to_items(badge.scope),
            badge.photo_hash,
        ]
    )


def decode(payload: bytes) -> Badge:
    """The badge in a payload whose signature has been checked.

    Raises `NewerFormat` for a schema or scope of a later version, `Damaged` or `Malformed` for anything
    else that is not a badge.
    """
    match cbor.decode(payload):
        case [
            1,
            int(election),
            int(serial),
            str(name),
            int(organisation),
            str(acronym),
            int(role),
            int(start),
            int(hours),
            list(scope),
            bytes(photo_hash),
            *_,  # items of a later version of schema 1
        ]:
            if min(election, serial, organisation, role, start) < 0 or hours < 1:
                raise Malformed("payload")
            if (
                len(photo_hash) not in (0, PHOTO_HASH_BYTES)
                or len(name.encode()) > MAX_NAME_BYTES
                or not name
            ):
                raise Malformed("payload")
            return Badge(
                election,
                serial,
                name,
                organisation,
                acronym,
                _role(role),
                from_count(start, HOUR),
                from_count(start + hours, HOUR),
                scopes.from_items(scope),
                photo_hash,
            )
        case [int(schema), *_] if schema > SCHEMA:
            raise NewerFormat("schema")
        case _:
            raise Malformed("payload")


def _role(number: int) -> int:
    return Role(number) if number in Role.__members__.values() else number
