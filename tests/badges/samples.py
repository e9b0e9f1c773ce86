"""The realistic badge of the specification, its keys and lists, and the means to forge texts by hand."""

from datetime import UTC, datetime
from typing import Any

import base45
import cbor2

from badges import credential, payload, revocations, trust
from badges.card import CardFacts, CardLabels, Words
from badges.keys import Ed25519Signer, KeyStatus, record_of
from badges.payload import Badge, Role
from badges.scope import Scope, centre_code

NOW = datetime(2027, 5, 10, 9, 0, tzinfo=UTC)
ELECTION = 12

# Secrets of the test vectors only: published, and therefore worth nothing.
SIGNER = Ed25519Signer(bytes(range(32)))
STANDBY = Ed25519Signer(bytes(range(32, 64)))
ROOT = Ed25519Signer(bytes(range(64, 96)))
STRANGER = Ed25519Signer(bytes(range(96, 128)))

_WINDOW = datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC)
CURRENT_KEY = record_of(SIGNER, *_WINDOW)
STANDBY_KEY = record_of(STANDBY, *_WINDOW, KeyStatus.STANDBY)
TRUST = trust.TrustList(3, datetime(2027, 5, 1, tzinfo=UTC), (CURRENT_KEY, STANDBY_KEY))

BADGE = Badge(
    election=ELECTION,
    serial=4217,
    name="Elira Hoxha-Përmeti",
    organisation=37,
    acronym="KVV",
    role=Role.ALBANIAN_NGO,
    valid_from=datetime(2027, 5, 9, 4, tzinfo=UTC),
    valid_until=datetime(2027, 5, 13, 22, tzinfo=UTC),
    scope=Scope(voting_centres=tuple(map(centre_code, ("1523/1", "1523/2", "1524", "2210/3", "2211")))),
    photo_hash=bytes.fromhex("55c64d0fcd6f9d5f"),
)
TEXT = credential.issue(BADGE, SIGNER)

REVOCATIONS = revocations.RevocationList(
    election=ELECTION,
    seq=41,
    issued_at=datetime(2027, 5, 10, 8, 5, tzinfo=UTC),
    next_due_at=datetime(2027, 5, 10, 12, 0, tzinfo=UTC),
    serials=frozenset(range(19, 5000, 100)),
)

LABELS = CardLabels(
    authority=Words("Komisioni Qendror i Zgjedhjeve", "Central Election Commission"),
    title=Words("VËZHGUES", "OBSERVER"),
    number=Words("Nr.", "No."),
    valid=Words("E vlefshme", "Valid"),
    scope=Words("Ku vlen", "Where valid"),
    everywhere=Words("E gjithë Shqipëria", "All of Albania"),
    electoral_units=Words("Njësi zgjedhore", "Electoral units"),
    voting_centres=Words("Qendra votimi", "Voting centres"),
    counting_centres=Words("Vende numërimi", "Counting centres"),
    commissions=Words("Komisione", "Commissions"),
    identity_document=Words(
        "E vlefshme vetëm me dokument identifikimi", "Valid only with an identity document"
    ),
    check_at=Words("Kontrollo te", "Check at"),
)
CARD = CardFacts(
    text=TEXT,
    name=BADGE.name,
    organisation="Koalicioni i Vëzhguesve Vendorë",
    role=Words("Vëzhgues i organizatës shqiptare", "Observer of an Albanian organisation"),
    number="VZH-2027-004217",
    election=Words("Zgjedhjet për Kuvendin, 11 maj 2027", "Elections to the Assembly, 11 May 2027"),
    valid_from=BADGE.valid_from,
    valid_until=BADGE.valid_until,
    scope=BADGE.scope,
    public_address="vezhgo.example/k",
)


def body(text: str) -> bytes:
    """The COSE bytes behind a text's prefix."""
    return base45.b45decode(text.partition(":")[2].encode())


def text_of(data: bytes, prefix: str = "VZ1") -> str:
    """Any bytes behind any prefix, as a forger would write them."""
    return f"{prefix}:" + base45.b45encode(data).decode()


def signed(
    payload_bytes: bytes,
    signer: Ed25519Signer = SIGNER,
    *,
    aad: bytes = b"VZ1",
    prefix: str = "VZ1",
    algorithm: int = -19,
    kid: bytes | None = None,
    unprotected: dict[Any, Any] | None = None,
    extra: dict[Any, Any] | None = None,
) -> str:
    """A text signed for real over whatever is given: for forgeries that a key's holder could make."""
    head = cbor2.dumps({1: algorithm, 4: signer.kid if kid is None else kid, **(extra or {})})
    signature = signer.sign(cbor2.dumps(["Signature1", head, aad, payload_bytes]))
    return text_of(cbor2.dumps([head, unprotected or {}, payload_bytes, signature]), prefix)


def items(badge: Badge = BADGE) -> list[Any]:
    """The payload's positional items, to be changed and signed again."""
    return cbor2.loads(payload.encode(badge))
