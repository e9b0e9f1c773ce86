"""Evidence and photos as sealed, content-addressed objects: a folder by default, S3-compatible by URL.

An object's name is the SHA-256 of its original bytes, so that storing it twice is storing it once.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import obstore
from obstore.store import LocalStore, from_url

from backend.vault import Vault

PURPOSE = "evidence"
OBJECT_NAME = re.compile(r"[0-9a-f]{64}")


class EvidenceMissing(Exception):
    """No object is stored under this hash."""


class EvidenceFiles:
    """The store of original bytes, sealed at rest."""

    def __init__(self, url: str, vault: Vault) -> None:
        self._vault = vault
        if url.startswith("file://"):
            folder = Path(urlsplit(url).path)
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._store = LocalStore(prefix=str(folder))
        else:
            self._store = from_url(url)

    async def put(self, original: bytes) -> bytes:
        """Store the original bytes and return their SHA-256 (32 bytes); storing again changes nothing."""
        name = hashlib.sha256(original).digest()
        sealed = await asyncio.to_thread(self._vault.seal, original, PURPOSE)
        await obstore.put_async(self._store, _path(name), sealed)
        return name

    async def get(self, name: bytes) -> bytes:
        """The original bytes of a hash.

        Raises:
            EvidenceMissing: nothing is stored under it.
            SealBroken: it was altered, or sealed under another key.
        """
        try:
            stored = await obstore.get_async(self._store, _path(name))
        except FileNotFoundError as error:
            raise EvidenceMissing(name.hex()) from error
        return self._vault.open(bytes(await stored.bytes_async()), PURPOSE)

    async def names(self) -> AsyncIterator[bytes]:
        """The hash of every object, in no order; what does not look like one of ours is passed over."""
        async for page in obstore.list(self._store):
            for entry in page:
                name = entry["path"].rpartition("/")[2]
                if OBJECT_NAME.fullmatch(name):
                    yield bytes.fromhex(name)

    async def sealed(self, name: bytes) -> bytes:
        """An object as it lies in the store, still sealed.

        Raises:
            EvidenceMissing: nothing is stored under this hash.
        """
        try:
            stored = await obstore.get_async(self._store, _path(name))
        except FileNotFoundError as error:
            raise EvidenceMissing(name.hex()) from error
        return bytes(await stored.bytes_async())

    async def bring(self, name: bytes, sealed: bytes) -> None:
        """Put a sealed object of a backup back, after opening it and comparing its bytes with its name.

        Raises:
            SealBroken: another key sealed it, or it was altered.
            EvidenceMissing: it holds other bytes than its name says.
        """
        original = await asyncio.to_thread(self._vault.open, sealed, PURPOSE)
        if hashlib.sha256(original).digest() != name:
            raise EvidenceMissing(name.hex())
        await obstore.put_async(self._store, _path(name), sealed)


def _path(name: bytes) -> str:
    text = name.hex()
    return f"{text[:2]}/{text}"
