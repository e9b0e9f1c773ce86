"""Receipts: proof of what was filed and when, signed, so that nobody needs to trust the copy of either side.

The key is an Ed25519 key (RFC 8032) of this installation, derived from its secret key for this one purpose. It is
independent of the badges' keys. What is signed is the plain text of the receipt, line by line, as it is shown.
The stated rule is the receipt's instant (Law 44/2015 Art. 60); what a sender claims is recorded beside it.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from accreditation.law.procedure import RECEIPT
from backend.actions.requests.filings import Filing
from backend.services import Services
from backend.store.request_courses import FiledRow
from backend.vault import Vault

HEAD = "VEZHGO RECEIPT 1"
PURPOSE = "receipt-signature"
RULE = "receipt"
TEXT_LIMIT = 4_000
_ENCODER = msgspec.json.Encoder(order="deterministic")


class ReceiptText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A receipt's text to verify, whole, with its last line."""

    text: str


def hash_of(filing: Filing) -> bytes:
    """SHA-256 of a filing as it was read, for a row of a batch, which has no body of its own."""
    return hashlib.sha256(_ENCODER.encode(filing)).digest()


@lru_cache(maxsize=4)
def _signer(vault: Vault) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(vault.derive(PURPOSE))


def public_key(services: Services) -> bytes:
    """The 32 bytes of the key that receipts are verified with."""
    return _signer(services.vault).public_key().public_bytes_raw()


def key_id(key: bytes) -> str:
    """The name of a key in a receipt: the first eight bytes of its SHA-256."""
    return hashlib.sha256(key).hexdigest()[:16]


def key_view(services: Services) -> dict[str, Any]:
    """The public key of receipts, as the API shows it."""
    key = public_key(services)
    return {"algorithm": "Ed25519", "key_id": key_id(key), "public_key": base64.b64encode(key).decode()}


def text_of(services: Services, filed: FiledRow) -> str:
    """The receipt as plain text: one fact a line, the signature over all lines above it in the last."""
    lines = [
        HEAD,
        f"number: {filed.number}",
        "object: request for the accreditation of one observer",
        f"election: {filed.election_id}",
        f"sender: organisation:{filed.organisation_id}",
        f"received_at: {_instant(filed.received_at)}",
        f"sent_at_claimed: {_instant(filed.sent_at) if filed.sent_at else 'none'}",
        f"rule: {RULE} (Law {RECEIPT.law} Art. {RECEIPT.label})",
        f"filed_sha256: {filed.filed_hash.hex() if filed.filed_hash else 'none'}",
        f"filed_as: {_filed_as(filed)}",
        f"key: {key_id(public_key(services))}",
    ]
    signature = _signer(services.vault).sign("\n".join(lines).encode())
    return "\n".join([*lines, f"signature: {base64.urlsafe_b64encode(signature).decode()}"]) + "\n"


def _filed_as(filed: FiledRow) -> str:
    if filed.batch_id is None:
        return "body"
    return f"row {filed.batch_row} of batch {filed.batch_id}"


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def view(services: Services, filed: FiledRow) -> dict[str, Any]:
    """The receipt as the API shows it; `text` is what is signed and can be verified by anybody."""
    text = text_of(services, filed)
    return {
        "number": filed.number,
        "election": filed.election_id,
        "organisation": filed.organisation_id,
        "received_at": filed.received_at,
        "sent_at": filed.sent_at,
        "rule": {"code": RULE, "article": RECEIPT.label, "law": str(RECEIPT.law)},
        "filed": {
            "algorithm": "sha256",
            "value": filed.filed_hash.hex() if filed.filed_hash else None,
            "of": _filed_as(filed),
        },
        "key": key_view(services),
        "text": text,
    }


def verified(services: Services, body: ReceiptText) -> dict[str, Any]:
    """Whether a text is a receipt of this installation: `genuine`, or `false_text`, and never an error."""
    head, parted, last = body.text[:TEXT_LIMIT].replace("\r\n", "\n").strip().rpartition("\nsignature: ")
    genuine = bool(parted) and head.startswith(HEAD) and _holds(public_key(services), head, last.strip())
    facts = dict(line.partition(": ")[::2] for line in head.splitlines()[1:]) if genuine else {}
    return {
        "verdict": "genuine" if genuine else "not_genuine",
        "number": facts.get("number"),
        "received_at": facts.get("received_at"),
        "filed_sha256": facts.get("filed_sha256"),
        "key_id": key_id(public_key(services)),
    }


def _holds(key: bytes, signed: str, signature: str) -> bool:
    try:
        raw = base64.b64decode(signature.encode(), altchars=b"-_", validate=True)
        Ed25519PublicKey.from_public_bytes(key).verify(raw, signed.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
