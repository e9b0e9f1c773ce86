"""The signed envelope that every text of the family shares: prefix, Base45, COSE_Sign1 (RFC 9052, 4.2).

The prefix names the member of the family (`VZ1` badge, `VZ3` revocation list, `VZ5` trust list) and is
signed too, as the external data of the signature, so that no member can be passed off as another.
Not compressed: on texts this small compression adds bytes. Base45 costs nothing in a QR's alphanumeric mode.
"""

from functools import lru_cache
from typing import Any

import base45
import cbor2
import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils
from cryptography.hazmat.primitives.hashes import SHA256

from badges import cbor
from badges.errors import Damaged, Malformed, Misuse, NotOurs
from badges.keys import ED25519, ESP256, KEY_ID_BYTES, KeyRecord, Signer

SIGNATURE_BYTES = 64  # both algorithms
_ALGORITHM, _KEY_ID = 1, 4  # COSE header labels (RFC 9052, 3.1)


class Envelope(msgspec.Struct, frozen=True):
    """A text taken apart, its signature not yet checked: nothing in `payload` may be believed."""

    prefix: str
    algorithm: int  # what the header claims; never used to choose how to verify
    kid: bytes
    protected: bytes
    payload: bytes
    signature: bytes
    size_bytes: int


def seal(prefix: str, payload: bytes, signer: Signer) -> str:
    """`payload` signed and written as a text that fits a QR's alphanumeric mode.

    Raises `Misuse` where the signer answers a signature of another length than 64 bytes.
    """
    protected = cbor2.dumps({_ALGORITHM: signer.algorithm, _KEY_ID: signer.kid})
    signature = signer.sign(_signed_bytes(prefix, protected, payload))
    if len(signature) != SIGNATURE_BYTES:
        raise Misuse("a signature is 64 bytes")
    return f"{prefix}:" + base45.b45encode(cbor2.dumps([protected, {}, payload, signature])).decode("ascii")


def open_text(prefix: str, text: str, max_bytes: int) -> Envelope:
    """The envelope in `text`, at most `max_bytes` once decoded; the signature is not checked here.

    Raises `NotOurs` for another prefix, `Damaged` for what can't be read to its end, `Malformed` for a
    broken rule.
    """
    head = f"{prefix}:"
    if not text.startswith(head):
        raise NotOurs("prefix")
    body = text[len(head) :]
    if len(body) > max_bytes * 3 // 2 + 2:  # before decoding, so that a huge text costs nothing
        raise Malformed("too_large")
    try:
        data = base45.b45decode(body.encode("ascii"))
    except ValueError:  # a UnicodeEncodeError is one too
        raise Damaged("base45") from None
    if len(data) > max_bytes:
        raise Malformed("too_large")
    match cbor.decode(data):
        case [bytes(protected), dict(unprotected), bytes(payload), bytes(signature)]:
            pass
        case _:
            raise Malformed("not_cose_sign1")
    if unprotected:
        raise Malformed("unprotected_header")
    if len(signature) != SIGNATURE_BYTES:
        raise Malformed("signature_length")
    match cbor.decode(protected):
        case {1: int(algorithm), 4: bytes(kid), **others} if not others and len(kid) == KEY_ID_BYTES:
            return Envelope(prefix, algorithm, kid, protected, payload, signature, len(data))
        case _:
            raise Malformed("protected_header")


def signature_holds(envelope: Envelope, key: KeyRecord) -> bool:
    """Whether `key` signed this envelope under its own prefix, by the algorithm of the key's record.

    The header's algorithm must be the record's, whatever the signature says.
    """
    if envelope.algorithm != key.algorithm:
        return False
    signed = _signed_bytes(envelope.prefix, envelope.protected, envelope.payload)
    try:
        if key.algorithm == ED25519:
            _loaded(key.algorithm, key.public).verify(envelope.signature, signed)
        elif key.algorithm == ESP256:
            r, s = envelope.signature[:32], envelope.signature[32:]
            der = utils.encode_dss_signature(int.from_bytes(r, "big"), int.from_bytes(s, "big"))
            _loaded(key.algorithm, key.public).verify(der, signed, ec.ECDSA(SHA256()))
        else:
            return False
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=64)  # a trust list holds a handful of keys, and each is checked once, not once a badge
def _loaded(algorithm: int, public: bytes) -> Any:
    if algorithm == ED25519:
        return ed25519.Ed25519PublicKey.from_public_bytes(public)
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)


def _signed_bytes(prefix: str, protected: bytes, payload: bytes) -> bytes:
    """The Sig_structure of RFC 9052, 4.4, with the prefix as external data."""
    return cbor2.dumps(["Signature1", protected, prefix.encode("ascii"), payload])
