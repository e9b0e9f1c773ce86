"""Signing keys: their public record, their 4-byte id, and the signer behind which the private half stays.

A signer is a protocol, so that a hardware module or a key service can stand where the file signer stands
today. Two keys are live from the first day, one current and one standby, so that losing one never stops
issuing. The private half leaves this module only sealed under a passphrase; where the sealed bytes lie is
the shell's matter.
"""

import hashlib
import os
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from badges.errors import Misuse, WrongPassphrase

ED25519 = -19  # COSE algorithm, fully specified (RFC 9864)
ESP256 = -9  # ECDSA on P-256 with SHA-256 (RFC 9864), for hardware modules that lack Ed25519
KEY_ID_BYTES = 4
PUBLIC_BYTES = {ED25519: 32, ESP256: 33}  # raw key; compressed point

_SEALED = b"VZK1"
_SALT_BYTES, _NONCE_BYTES, _TAG_BYTES, _SECRET_BYTES = 16, 12, 16, 32
_SCRYPT = {"n": 2**15, "r": 8, "p": 1}  # 32 MiB and under 0.2 s: once per start, not per badge


class KeyStatus(StrEnum):
    """What a verifier does with a key: all but `revoked` verify; only `current` issues."""

    CURRENT = "current"
    STANDBY = "standby"
    RETIRED = "retired"
    REVOKED = "revoked"


class KeyRecord(msgspec.Struct, frozen=True):
    """The public half of a signing key as the trust list carries it.

    The window is the time in which a text of this key may be shown, not only signed: it must reach past the
    last possible run-off, or badges die in the middle of an election.
    """

    algorithm: int  # ED25519 or ESP256
    public: bytes
    valid_from: datetime  # aware UTC, whole hours
    valid_until: datetime  # aware UTC, whole hours, exclusive
    status: KeyStatus = KeyStatus.CURRENT

    @property
    def kid(self) -> bytes:
        """The key's 4-byte id, always derived, so that a record can't claim another key's id."""
        return key_id(self.public)


class Signer(Protocol):
    """Whatever holds a private key and signs: a file today, a hardware module tomorrow."""

    @property
    def kid(self) -> bytes:
        """The 4-byte id of the key."""

    @property
    def algorithm(self) -> int:
        """The COSE algorithm of the key."""

    @property
    def public(self) -> bytes:
        """The public half, as `KeyRecord.public` carries it."""

    def sign(self, message: bytes) -> bytes:
        """A 64-byte signature over `message`; for ECDSA the two numbers r and s side by side (RFC 9053,
        2.1).
        """


def key_id(public: bytes) -> bytes:
    """The first 4 bytes of SHA-256 over the public key: enough to pick a key, never a proof."""
    return hashlib.sha256(public).digest()[:KEY_ID_BYTES]


class Ed25519Signer:
    """An Ed25519 key held in this process. Make one with `generate` or open a sealed one with `unseal`."""

    __slots__ = ("_key", "kid", "public")
    algorithm = ED25519

    def __init__(self, secret: bytes) -> None:
        """A signer of the 32 secret bytes. Raises `Misuse` for another length."""
        if len(secret) != _SECRET_BYTES:
            raise Misuse("an Ed25519 secret is 32 bytes")
        self._key = Ed25519PrivateKey.from_private_bytes(secret)
        self.public = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.kid = key_id(self.public)

    @classmethod
    def generate(cls) -> "Ed25519Signer":
        """A new key from the system's random source."""
        return cls(os.urandom(_SECRET_BYTES))

    def sign(self, message: bytes) -> bytes:
        """The 64-byte Ed25519 signature over `message` (RFC 8032); the same message gives the same bytes."""
        return self._key.sign(message)

    def sealed(self, passphrase: bytes) -> bytes:
        """The private key encrypted under `passphrase` (scrypt, AES-256-GCM), safe to write to a file.

        Raises `Misuse` for an empty passphrase.
        """
        salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
        box = AESGCM(_stretched(passphrase, salt))
        # The public key stands outside, readable without the passphrase, and is bound to the secret by the
        # tag.
        head = _SEALED + self.public
        return head + salt + nonce + box.encrypt(nonce, self._key.private_bytes_raw(), head)

    def __repr__(self) -> str:
        return f"Ed25519Signer(kid={self.kid.hex()})"


def unseal(sealed: bytes, passphrase: bytes) -> Ed25519Signer:
    """The signer inside bytes made by `Ed25519Signer.sealed`.

    Raises `WrongPassphrase` where they do not open, be it the passphrase or a changed byte.
    """
    public = sealed_public(sealed)
    head, rest = sealed[: len(_SEALED) + 32], sealed[len(_SEALED) + 32 :]
    salt, nonce = rest[:_SALT_BYTES], rest[_SALT_BYTES : _SALT_BYTES + _NONCE_BYTES]
    try:
        secret = AESGCM(_stretched(passphrase, salt)).decrypt(nonce, rest[_SALT_BYTES + _NONCE_BYTES :], head)
    except InvalidTag:
        raise WrongPassphrase("sealed key") from None
    signer = Ed25519Signer(secret)
    if signer.public != public:  # sealed by us this can't be; it would sign under a foreign id
        raise WrongPassphrase("sealed key")
    return signer


def sealed_public(sealed: bytes) -> bytes:
    """The public key that a sealed key states, without opening it. Raises `WrongPassphrase` for foreign
    bytes.
    """
    size = len(_SEALED) + 32 + _SALT_BYTES + _NONCE_BYTES + _SECRET_BYTES + _TAG_BYTES
    if len(sealed) != size or not sealed.startswith(_SEALED):
        raise WrongPassphrase("not a sealed key")
    return sealed[len(_SEALED) : len(_SEALED) + 32]


def record_of(
    signer: Signer, valid_from: datetime, valid_until: datetime, status: KeyStatus = KeyStatus.CURRENT
) -> KeyRecord:
    """The public record of `signer` for a trust list; both instants whole hours, aware UTC."""
    return KeyRecord(signer.algorithm, signer.public, valid_from, valid_until, status)


def _stretched(passphrase: bytes, salt: bytes) -> bytes:
    if not passphrase:
        raise Misuse("an empty passphrase protects nothing")
    return Scrypt(salt=salt, length=32, **_SCRYPT).derive(passphrase)
