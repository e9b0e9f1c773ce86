"""The trust list `VZ5`: which keys sign badges and lists, itself signed by a root key kept offline.

A verifier pins the root's public key, takes a list only if its number is higher than the one it holds, and
finds in it the only algorithm by which a key may be used. The list travels by HTTP, inside packs, or as a
QR on a screen.
"""

from collections.abc import Iterable
from datetime import datetime

import cbor2
import msgspec

from badges import cbor
from badges.envelope import open_text, seal, signature_holds
from badges.errors import Malformed, Misuse, NotTrusted
from badges.instants import HOUR, MINUTE, from_count, to_count
from badges.keys import ED25519, PUBLIC_BYTES, KeyRecord, KeyStatus, Signer

PREFIX = "VZ5"
MAX_BYTES = 4096  # some sixty keys
_SCHEMA = 5
_STATUS = (KeyStatus.CURRENT, KeyStatus.STANDBY, KeyStatus.RETIRED, KeyStatus.REVOKED)


class TrustList(msgspec.Struct, frozen=True):
    """The keys that a verifier believes, as of `issued_at` (aware UTC, whole minutes)."""

    seq: int
    issued_at: datetime
    keys: tuple[KeyRecord, ...]
    next_root: bytes = b""  # the root key that will sign later lists; empty while none is announced

    def key(self, kid: bytes) -> KeyRecord | None:
        """The record with this id, or None. Ids are unique in a list: `issue` and `read` see to it."""
        return next((key for key in self.keys if key.kid == kid), None)


def issue(trust: TrustList, root: Signer) -> str:
    """`trust` as signed text.

    Raises `Misuse` where two keys share an id, a key has a foreign algorithm or length, or an instant is
    not whole.
    """
    _check(trust.keys, Misuse)
    keys = [
        [
            key.algorithm,
            key.public,
            to_count(key.valid_from, HOUR),
            to_count(key.valid_until, HOUR),
            _STATUS.index(key.status),
        ]
        for key in trust.keys
    ]
    payload = [_SCHEMA, trust.seq, to_count(trust.issued_at, MINUTE), keys, trust.next_root]
    return seal(PREFIX, cbor2.dumps(payload), root)


def read(text: str, roots: Iterable[bytes], held: TrustList | None = None) -> TrustList:
    """The trust list in `text`, signed by one of the pinned Ed25519 `roots` (32 bytes each).

    `held` is the list in hand: a lower number is refused, the same number must be the same list.
    Raises `NotOurs`, `Damaged` or `Malformed` as the envelope does, and `NotTrusted` with the codes
    `root_unknown`, `signature`, `older`, `conflict`.
    """
    envelope = open_text(PREFIX, text, MAX_BYTES)
    # A root has no window of its own: it is replaced by pinning its successor.
    start = from_count(0, HOUR)
    pinned = [
        key for key in (KeyRecord(ED25519, root, start, start) for root in roots) if key.kid == envelope.kid
    ]
    if not pinned:
        raise NotTrusted("root_unknown")
    if not any(signature_holds(envelope, key) for key in pinned):
        raise NotTrusted("signature")
    trust = _parsed(envelope.payload)
    if held is not None and trust.seq < held.seq:
        raise NotTrusted("older")
    if held is not None and trust.seq == held.seq and trust != held:
        raise NotTrusted("conflict")
    return trust


def _parsed(payload: bytes) -> TrustList:
    match cbor.decode(payload):
        case [int(schema), int(seq), int(issued), list(rows), bytes(next_root), *_] if schema == _SCHEMA:
            keys = tuple(_record(row) for row in rows)
            _check(keys, Malformed)
            return TrustList(seq, from_count(issued, MINUTE), keys, next_root)
        case [int(schema), *_] if schema > _SCHEMA:
            raise NotTrusted("newer_schema")
        case _:
            raise Malformed("trust_list")


def _record(row: object) -> KeyRecord:
    match row:
        case [int(algorithm), bytes(public), int(start), int(end), int(status), *_] if (
            0 <= status < len(_STATUS)
        ):
            window = from_count(start, HOUR), from_count(end, HOUR)
            return KeyRecord(algorithm, public, *window, _STATUS[status])
        case _:
            raise Malformed("key_record")


def _check(keys: tuple[KeyRecord, ...], error: type[Exception]) -> None:
    if len({key.kid for key in keys}) != len(keys):
        raise error("key_ids_collide")
    if any(PUBLIC_BYTES.get(key.algorithm) != len(key.public) for key in keys):
        raise error("key_form")
