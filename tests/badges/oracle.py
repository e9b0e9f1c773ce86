"""An independent reading of the vectors by python-cwt, in an environment of its own.

The library pins an older `cbor2` than the product uses, so it can't live in the product's environment:

    python -m venv oracle && oracle/bin/pip install --require-hashes -r requirements/oracle.txt
    oracle/bin/python tests/badges/oracle.py

It imports nothing of ours. It verifies our texts with its own COSE, signs the known payload with its own and
compares the bytes, and refuses what must be refused. It prints one line a check and exits 1 if any fails.
"""

import json
import sys
from pathlib import Path

import base45
import cbor2
from cwt import COSE, COSEHeaders, COSEKey, VerifyError

FOLDER = Path(__file__).parent / "vectors"


def load(name):
    """One vector file."""
    return json.loads((FOLDER / name).read_text("utf-8"))


def body(text):
    """The COSE_Sign1 behind a text's prefix, tagged as the library wants it."""
    return base45.b45decode(text.partition(":")[2])


def public_key(kid, public):
    """A public Ed25519 key of the library's."""
    return COSEKey.new({1: 1, 2: bytes.fromhex(kid), 3: -19, -1: 6, -2: bytes.fromhex(public)})


def verified(text, keys, prefix):
    """The payload if the library verifies the text under the prefix as external data, else None."""
    try:
        return COSE.new(verify_kid=True).decode(b"\xd2" + body(text), keys, external_aad=prefix.encode())
    except (VerifyError, ValueError):
        return None


def checks():
    """Name and outcome of every check."""
    badge, lists, verdicts = load("badge.json"), load("lists.json"), load("verdicts.json")
    keys = [public_key(key["kid"], key["public"]) for key in lists["keys"]]
    payload = bytes.fromhex(badge["payload"])
    yield "verifies the badge", verified(badge["text"], keys, "VZ1") == payload
    yield "refuses the badge without its external data", verified(badge["text"], keys, "") is None
    yield "refuses the badge as a revocation list", verified(badge["text"], keys, "VZ3") is None
    yield "verifies the revocation list", verified(lists["revocations"], keys, "VZ3") is not None
    root_kid = cbor2.loads(cbor2.loads(body(lists["trust"]))[0])[4].hex()
    root = [public_key(root_kid, lists["root_public"])]
    yield "verifies the trust list", verified(lists["trust"], root, "VZ5") is not None
    secret = COSEKey.new(
        {
            1: 1,
            2: bytes.fromhex(badge["kid"]),
            3: -19,
            -1: 6,
            -2: bytes.fromhex(badge["public"]),
            -4: bytes.fromhex(badge["secret"]),
        }
    )
    made = COSE.new().encode(
        payload,
        secret,
        protected={COSEHeaders.ALG: -19, COSEHeaders.KID: bytes.fromhex(badge["kid"])},
        external_aad=b"VZ1",
    )
    yield "signs the same bytes as we do", made.removeprefix(b"\xd2").hex() == badge["cose"]
    yield "reads the facts", cbor2.loads(payload)[3] == badge["facts"]["name"]
    for case in verdicts["cases"]:
        if case["reasons"] in (["signature"], ["key_unknown"]):
            yield f"refuses: {case['case']}", verified(case["text"], keys, "VZ1") is None
        if case["verdict"] == "valid":
            yield f"verifies: {case['case']}", verified(case["text"], keys, "VZ1") is not None


def main():
    """Runs every check; 0 where all hold."""
    failed = 0
    for name, held in checks():
        print("ok  " if held else "FAIL", name)
        failed += not held
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
