"""The file of a backup: a tar with a manifest, the sealed secret, the dump, every evidence object, and an end.

`manifest.json` first and `end.json` last, so that a file that was cut off is known before anything is touched.
Evidence stays sealed as it lies in the store. The secret is sealed with a passphrase, or not in the file at all.
"""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from backend.vault import Vault

FORMAT = 1
MANIFEST, SECRET, DUMP, END = "manifest.json", "secret.sealed", "database.dump", "end.json"
EVIDENCE = "evidence/"
SALT_BYTES, NONCE_BYTES = 16, 12
SMALL_BYTES = 1024 * 1024
OBJECT_BYTES = 64 * 1024 * 1024
"""No object of evidence is larger: files are capped at 20 MB where they come in."""
SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**17, 8, 1
"""About 130 MB and half a second for one guess of the passphrase (RFC 7914)."""
PASSPHRASE_MIN = 12
BLOCK = 1024 * 1024


class BadArchive(Exception):
    """The file is no backup, was altered or cut off, or its passphrase is wrong; the message is one line."""


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the file says of itself.

    Attributes:
        format: of the file.
        version: of the program that wrote it.
        created_at: aware UTC.
        migrations: names of the migrations the database had.
        dump_bytes: size of the dump.
        dump_sha256: its hash, hex.
        secret_mark: tells whether a secret is the right one, hex; nobody finds the secret from it.
    """

    format: int
    version: str
    created_at: datetime
    migrations: list[str]
    dump_bytes: int
    dump_sha256: str
    secret_mark: str


class End(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The last member: how many objects of evidence came before."""

    objects: int


def secret_mark(secret: str) -> str:
    """A mark of a secret key: derived from it for this purpose alone (HKDF), so it gives nothing away."""
    return Vault(secret).derive("backup mark").hex()


def seal_secret(secret: str, passphrase: str) -> bytes:
    """The secret sealed with a passphrase: salt, nonce, AES-256-GCM under a key by scrypt."""
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    return salt + nonce + AESGCM(_key(passphrase, salt)).encrypt(nonce, secret.encode(), b"vezhgo backup")


def open_secret(sealed: bytes, passphrase: str) -> str:
    """The secret again.

    Raises:
        BadArchive: the passphrase is wrong, or the bytes were altered.
    """
    salt, nonce = sealed[:SALT_BYTES], sealed[SALT_BYTES : SALT_BYTES + NONCE_BYTES]
    try:
        opened = AESGCM(_key(passphrase, salt)).decrypt(
            nonce, sealed[SALT_BYTES + NONCE_BYTES :], b"vezhgo backup"
        )
    except (InvalidTag, ValueError) as error:
        raise BadArchive("the passphrase is wrong, or the sealed secret was altered.") from error
    return opened.decode()


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt, 32, n=SCRYPT_N, r=SCRYPT_R, p=SCRYPT_P).derive(passphrase.encode())


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file, hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Writer:
    """Writes the members in their order; use `writing`."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self._objects = 0

    def begin(self, manifest: Manifest, sealed_secret: bytes | None, dump: Path) -> None:
        """Manifest, secret, dump."""
        self._add(MANIFEST, msgspec.json.encode(manifest))
        if sealed_secret is not None:
            self._add(SECRET, sealed_secret)
        with dump.open("rb") as file:
            self._tar.addfile(_member(DUMP, manifest.dump_bytes), file)

    def evidence(self, name: bytes, sealed: bytes) -> None:
        """One sealed object."""
        self._add(EVIDENCE + name.hex(), sealed)
        self._objects += 1

    def end(self) -> int:
        """The last member; returns how many objects came before."""
        self._add(END, msgspec.json.encode(End(self._objects)))
        return self._objects

    def _add(self, name: str, content: bytes) -> None:
        self._tar.addfile(_member(name, len(content)), io.BytesIO(content))


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """A new archive that appears under its name only when it is whole and on the disk; readable by its owner.

    Raises:
        FileExistsError: there is a file of this name.
    """
    if path.exists():
        raise FileExistsError(17, "File exists", str(path))
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                yield Writer(tar)
            file.flush()
            os.fsync(file.fileno())
        # A link, not a rename: it fails where the name was taken meanwhile.
        os.link(part, path)
    finally:
        part.unlink(missing_ok=True)


class Survey(msgspec.Struct, frozen=True):
    """What a whole reading of the file found."""

    manifest: Manifest
    sealed_secret: bytes | None
    objects: int


def survey(path: Path) -> Survey:
    """Read the file to its end and check every member; nothing is kept but the small ones.

    Raises:
        BadArchive: see there.
        OSError: it cannot be read.
    """
    try:
        return _survey(path)
    except tarfile.TarError as error:
        raise BadArchive("the file is no backup of this program, or it was cut off.") from error


def _survey(path: Path) -> Survey:
    manifest, sealed_secret, objects, ended, dumped = None, None, 0, False, False
    for name, size, file in _members(path):
        if ended or (manifest is None) != (name == MANIFEST):
            raise BadArchive("the file is no backup of this program.")
        if name == MANIFEST:
            manifest = _decode(file.read(_small(size)), Manifest)
            if manifest.format != FORMAT:
                raise BadArchive(f"the backup has format {manifest.format}; this program reads {FORMAT}.")
        elif name == SECRET:
            sealed_secret = file.read(_small(size))
        elif name == DUMP:
            dumped = hashlib.file_digest(file, "sha256").hexdigest() == manifest.dump_sha256
        elif name == END:
            ended = True
            if _decode(file.read(_small(size)), End).objects != objects:
                raise BadArchive("objects of evidence are missing in the file.")
        else:
            _object_name(name, size)
            objects += 1
    if manifest is None or not ended:
        raise BadArchive("the file is no backup of this program, or it was cut off.")
    if not dumped:
        raise BadArchive("the dump in the file was altered.")
    return Survey(manifest, sealed_secret, objects)


def extract_dump(path: Path, target: Path) -> None:
    """Write the dump to a file of its own; the archive was surveyed before."""
    for name, _, file in _members(path):
        if name == DUMP:
            with target.open("wb") as out:
                while block := file.read(BLOCK):
                    out.write(block)
            return


def evidence_of(path: Path) -> Iterator[tuple[bytes, bytes]]:
    """Each object's hash and sealed bytes; the archive was surveyed before."""
    for name, size, file in _members(path):
        if name.startswith(EVIDENCE):
            yield _object_name(name, size), file.read()


def _members(path: Path) -> Iterator[tuple[str, int, io.BufferedReader]]:
    with tarfile.open(path, mode="r:") as tar:
        for member in tar:
            if not member.isreg():
                raise BadArchive("the file is no backup of this program.")
            yield member.name, member.size, tar.extractfile(member)


def _object_name(name: str, size: int) -> bytes:
    text = name.removeprefix(EVIDENCE)
    try:
        found = bytes.fromhex(text)
    except ValueError:
        found = b""
    if not name.startswith(EVIDENCE) or len(found) != 32 or size > OBJECT_BYTES:
        raise BadArchive("the file holds something that belongs in no backup.")
    return found


def _small(size: int) -> int:
    if size > SMALL_BYTES:
        raise BadArchive("the file is no backup of this program.")
    return size


def _decode(raw: bytes, kind: type) -> Manifest | End:
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.DecodeError as error:
        raise BadArchive("the file is no backup of this program.") from error
