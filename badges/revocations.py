"""The revocation list `VZ3`: which serials of an election are no longer good, signed, numbered, small.

A list of 50 in 5,000 is about 150 bytes and fits a QR, so that one commissioner's phone can bring another's
up to date without a network. Numbers only grow: a lower one is refused, so an old list can't bring a
revoked badge back. Age never refuses a badge by itself; it is shown with the verdict as a caution. Instants
are in minutes, not hours as the badge's, because the age shown at the door is a matter of minutes.
"""

from collections.abc import Iterable
from datetime import datetime

import cbor2
import msgspec

from badges import cbor
from badges.envelope import open_text, seal, signature_holds
from badges.errors import Malformed, Misuse, NotTrusted
from badges.instants import MINUTE, from_count, to_count
from badges.keys import KeyStatus, Signer
from badges.trust import TrustList

PREFIX = "VZ3"
MAX_BYTES = 262_144  # a hundred thousand revoked serials and more; over HTTP, not in a QR
_SCHEMA = 3
_MAX_SERIAL = 2**32


class RevocationList(msgspec.Struct, frozen=True):
    """The revoked serials of one election as of `issued_at`; both instants aware UTC, whole minutes."""

    election: int
    seq: int
    issued_at: datetime
    next_due_at: datetime
    serials: frozenset[int] = frozenset()


def issue(revocations: RevocationList, signer: Signer) -> str:
    """The list as signed text. Raises `Misuse` for a serial outside 0 to 2**32 or an instant not on a
    minute.
    """
    payload = [
        _SCHEMA,
        revocations.election,
        revocations.seq,
        to_count(revocations.issued_at, MINUTE),
        to_count(revocations.next_due_at, MINUTE),
        packed(revocations.serials),
    ]
    return seal(PREFIX, cbor2.dumps(payload), signer)


def read(text: str, trust: TrustList, held: RevocationList | None = None) -> RevocationList:
    """The revocation list in `text`, signed by a key of `trust`, not older than `held` (same election).

    Raises `NotOurs`, `Damaged` or `Malformed` as the envelope does, and `NotTrusted` with the codes
    `key_unknown`, `key_revoked`, `signature`, `other_election`, `older`, `conflict`, `newer_schema`.
    """
    envelope = open_text(PREFIX, text, MAX_BYTES)
    key = trust.key(envelope.kid)
    if key is None:
        raise NotTrusted("key_unknown")
    if key.status is KeyStatus.REVOKED:
        raise NotTrusted("key_revoked")
    if not signature_holds(envelope, key):
        raise NotTrusted("signature")
    found = _parsed(envelope.payload)
    if not key.valid_from <= found.issued_at < key.valid_until:
        raise NotTrusted("key_expired")
    if held is not None:
        if found.election != held.election:
            raise NotTrusted("other_election")
        if found.seq < held.seq:
            raise NotTrusted("older")
        if found.seq == held.seq and found != held:
            raise NotTrusted("conflict")
    return found


def _parsed(payload: bytes) -> RevocationList:
    match cbor.decode(payload):
        case [int(schema), int(election), int(seq), int(issued), int(due), bytes(body), *_] if (
            schema == _SCHEMA
        ):
            instants = from_count(issued, MINUTE), from_count(due, MINUTE)
            return RevocationList(election, seq, *instants, frozenset(unpacked(body)))
        case [int(schema), *_] if schema > _SCHEMA:
            raise NotTrusted("newer_schema")
        case _:
            raise Malformed("revocation_list")


def packed(serials: Iterable[int]) -> bytes:
    """The serials sorted, each as its distance to the one before, in 7-bit groups, low group first.

    Raises `Misuse` for a serial below 0 or from 2**32 on.
    """
    out = bytearray()
    before = -1
    for serial in sorted(set(serials)):
        if not 0 <= serial < _MAX_SERIAL:
            raise Misuse("serial out of range")
        step = serial - before - 1
        before = serial
        while step > 0x7F:
            out.append(step & 0x7F | 0x80)
            step >>= 7
        out.append(step)
    return bytes(out)


def unpacked(body: bytes) -> list[int]:
    """The serials that `packed` wrote, ascending. Raises `Malformed` for a cut, padded or overflowing
    number.
    """
    serials = []
    before, step, shift = -1, 0, 0
    for byte in body:
        if shift > 28:
            raise Malformed("serial")
        step |= (byte & 0x7F) << shift
        if byte & 0x80:
            shift += 7
            continue
        before += step + 1
        if (byte == 0 and shift) or before >= _MAX_SERIAL:  # one number, one form
            raise Malformed("serial")
        serials.append(before)
        step, shift = 0, 0
    if shift:
        raise Malformed("serial")
    return serials
