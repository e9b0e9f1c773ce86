"""Makes the test vectors that other verifiers, the door scanner's among them, are checked against.

Run `python -m tests.badges.make_vectors` to write them; a test makes them again and compares.
"""

import json
from pathlib import Path
from typing import Any

import cbor2

from badges import payload, revocations, symbol, trust
from tests.badges import samples
from tests.badges.samples import BADGE, NOW, REVOCATIONS, ROOT, SIGNER, STANDBY, TEXT, TRUST

FOLDER = Path(__file__).parent / "vectors"


def build() -> dict[str, Any]:
    """File name to content, the same on every run: Ed25519 signs without chance."""
    return {"badge.json": _badge(), "lists.json": _lists(), "verdicts.json": _verdicts()}


def written(content: Any) -> str:
    """The text of a vector file."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _badge() -> dict[str, Any]:
    encoded = payload.encode(BADGE)
    return {
        "about": "One realistic badge, from its facts to the symbol.",
        "secret": bytes(range(32)).hex(),
        "public": SIGNER.public.hex(),
        "kid": SIGNER.kid.hex(),
        "algorithm": -19,
        "external_aad": b"VZ1".hex(),
        "facts": {
            "election": BADGE.election,
            "serial": BADGE.serial,
            "name": BADGE.name,
            "organisation": BADGE.organisation,
            "acronym": BADGE.acronym,
            "role": int(BADGE.role),
            "valid_from": BADGE.valid_from.isoformat(),
            "valid_until": BADGE.valid_until.isoformat(),
            "voting_centres": list(BADGE.scope.voting_centres),
            "photo_hash": BADGE.photo_hash.hex(),
        },
        "payload": encoded.hex(),
        "cose": samples.body(TEXT).hex(),
        "cose_bytes": len(samples.body(TEXT)),
        "text": TEXT,
        "symbol_version": {level.value: symbol.draw(TEXT, level).version for level in symbol.Level},
    }


def _lists() -> dict[str, Any]:
    return {
        "about": "The trust list under the root key, and a revocation list of 50 serials under the current key.",
        "root_public": ROOT.public.hex(),
        "trust": trust.issue(TRUST, ROOT),
        "trust_seq": TRUST.seq,
        "keys": [
            {"kid": key.kid.hex(), "public": key.public.hex(), "status": key.status.value}
            for key in TRUST.keys
        ],
        "revocations": revocations.issue(REVOCATIONS, SIGNER),
        "revocations_seq": REVOCATIONS.seq,
        "revoked": sorted(REVOCATIONS.serials),
    }


def _verdicts() -> dict[str, Any]:
    """Texts with the verdict and reasons, stated by hand, that every verifier must reach at `now`.

    It holds the lists of `lists.json` and has chosen no election.
    """
    good = samples.items()
    cose = cbor2.loads(samples.body(TEXT))
    revoked = [*good[:2], 4119, *good[3:]]
    cases = (
        ("good", "valid", TEXT),
        ("good under the standby key", "valid", samples.signed(cbor2.dumps(good), STANDBY)),
        ("further items of a later version", "valid", samples.signed(cbor2.dumps([*good, "later", [1, 2]]))),
        ("other prefix", "unknown not_a_badge", "VZ2:" + TEXT[4:]),
        ("look-alike prefix", "unknown not_a_badge", "vz1:" + TEXT[4:]),
        ("another code", "unknown not_a_badge", "https://example.org/"),
        ("character outside Base45", "unknown damaged", TEXT[:20] + "_" + TEXT[21:]),
        ("cut off", "unknown damaged", samples.text_of(samples.body(TEXT)[:-1])),
        ("trailing byte", "invalid malformed", samples.text_of(samples.body(TEXT) + b"\x00")),
        (
            "indefinite array",
            "invalid malformed",
            samples.text_of(b"\x9f" + samples.body(TEXT)[1:] + b"\xff"),
        ),
        ("tagged", "invalid malformed", samples.text_of(b"\xd2" + samples.body(TEXT))),
        (
            "longer length than needed",
            "invalid malformed",
            samples.text_of(b"\x98\x04" + samples.body(TEXT)[1:]),
        ),
        ("deep", "invalid malformed", samples.text_of(b"\x81" * 900 + b"\x00")),
        (
            "duplicate header",
            "invalid malformed",
            samples.text_of(cbor2.dumps([b"\xa3\x01\x32\x01\x32\x04\x44" + SIGNER.kid, *cose[1:]])),
        ),
        (
            "unprotected header",
            "invalid malformed",
            samples.signed(cbor2.dumps(good), unprotected={4: SIGNER.kid}),
        ),
        (
            "other algorithm in the header",
            "invalid algorithm",
            samples.signed(cbor2.dumps(good), algorithm=-8),
        ),
        ("unknown key", "unknown key_unknown", samples.signed(cbor2.dumps(good), samples.STRANGER)),
        (
            "foreign key under our id",
            "invalid signature",
            samples.signed(cbor2.dumps(good), samples.STRANGER, kid=SIGNER.kid),
        ),
        ("signed as a revocation list", "invalid signature", samples.signed(cbor2.dumps(good), aad=b"VZ3")),
        ("signed without external data", "invalid signature", samples.signed(cbor2.dumps(good), aad=b"")),
        ("newer schema", "unknown update_needed", samples.signed(cbor2.dumps([2, *good[1:]]))),
        (
            "newer scope kind",
            "unknown update_needed",
            samples.signed(cbor2.dumps([*good[:9], [42, 1], good[10]])),
        ),
        ("not a badge inside", "invalid malformed", samples.signed(cbor2.dumps([1, 2, 3]))),
        ("expired", "invalid expired", samples.signed(cbor2.dumps([*good[:8], 1, *good[9:]]))),
        (
            "not yet valid",
            "invalid not_yet_valid",
            samples.signed(cbor2.dumps([*good[:7], 29500, *good[8:]])),
        ),
        ("revoked", "invalid revoked", samples.signed(cbor2.dumps(revoked))),
        (
            "revoked, written again with more items",
            "invalid revoked",
            samples.signed(cbor2.dumps([*revoked, 0])),
        ),
        (
            "other election, no list held",
            "caution revocations_missing",
            samples.signed(cbor2.dumps([1, 11, *good[2:]])),
        ),
    )
    return {
        "about": "What a verifier says at `now`, with no election chosen.",
        "now": NOW.isoformat(),
        "cases": [
            {"case": case, "text": text, "verdict": said.split()[0], "reasons": said.split()[1:]}
            for case, said, text in cases
        ],
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, content in build().items():
        (FOLDER / name).write_text(written(content), encoding="utf-8")
