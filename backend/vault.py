"""Secrets at rest: sealing of personal data, blind indexes, and the secret of this installation.

Sealed values are AES-256-GCM with a random 96-bit nonce (NIST SP 800-38D), the purpose as associated data.
A blind index is HMAC-SHA256, so that equal document numbers can be found without reading one.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12


class SealBroken(Exception):
    """A sealed value cannot be opened: another secret key sealed it, or it was altered."""


class Vault:
    """Seals and opens values under keys derived from the one secret key."""

    def __init__(self, secret_key: str) -> None:
        self._root = secret_key.encode()
        self._cipher = AESGCM(self.derive("seal"))
        self._index_key = self.derive("index")

    def derive(self, purpose: str) -> bytes:
        """A 32-byte key of its own for one purpose (HKDF-SHA256, RFC 5869)."""
        return HKDF(SHA256(), 32, salt=b"vezhgo", info=purpose.encode()).derive(self._root)

    def seal(self, value: bytes, purpose: str) -> bytes:
        """Encrypt a value; it opens only for the same purpose."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, value, purpose.encode())

    def open(self, sealed: bytes, purpose: str) -> bytes:
        """Decrypt a sealed value.

        Raises:
            SealBroken: it was sealed under another key or for another purpose, or was altered.
        """
        try:
            return self._cipher.decrypt(
                bytes(sealed[:NONCE_BYTES]), bytes(sealed[NONCE_BYTES:]), purpose.encode()
            )
        except InvalidTag as error:
            raise SealBroken(purpose) from error

    def seal_text(self, value: str, purpose: str) -> bytes:
        """Encrypt a text as UTF-8."""
        return self.seal(value.encode(), purpose)

    def open_text(self, sealed: bytes, purpose: str) -> str:
        """Decrypt a text; raises `SealBroken` like `open`."""
        return self.open(sealed, purpose).decode()

    def index(self, value: str, purpose: str) -> bytes:
        """A 32-byte blind index of a value, equal for equal values of one purpose."""
        return hmac.digest(self._index_key, f"{purpose}\0{value}".encode(), "sha256")


def secret_of(data_dir: Path) -> str:
    """The secret key kept in the data directory; made once, readable by its owner only.

    Used only where no VEZHGO_SECRET_KEY is set, which the settings allow on loopback alone.
    """
    path = data_dir / "secret.key"
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        pass
    data_dir.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    return path.read_text().strip()


def digest(value: str | bytes) -> bytes:
    """SHA-256 of a high-entropy secret (an API key, a one-time code), as it is stored."""
    return hashlib.sha256(value.encode() if isinstance(value, str) else value).digest()
