"""The vectors on file, which other verifiers are checked against, are what this package makes and says."""

import json
from datetime import datetime

import pytest

from badges import credential, payload, revocations, trust
from badges.keys import Ed25519Signer
from badges.payload import Badge
from badges.scope import Scope
from tests.badges import make_vectors

STORED = {path.name: json.loads(path.read_text("utf-8")) for path in make_vectors.FOLDER.glob("*.json")}
LISTS, VERDICTS = STORED["lists.json"], STORED["verdicts.json"]


def test_stored_vectors_are_what_the_script_makes():
    """Making the vectors again changes no file and leaves none out."""
    assert make_vectors.build() == STORED


def test_realistic_badge_takes_139_bytes_and_symbol_8_m():
    """The badge of the specification keeps its size: 59 bytes of payload, 139 signed, versions 8-M and 10-Q."""
    stored = STORED["badge.json"]
    assert len(stored["payload"]) == 2 * 59
    assert stored["cose_bytes"] == 139
    assert stored["symbol_version"] == {"M": 8, "Q": 10}


def test_known_facts_and_secret_give_the_known_text():
    """From the stored facts and secret alone come the stored payload and text."""
    stored = STORED["badge.json"]
    facts = dict(stored["facts"])
    facts["scope"] = Scope(voting_centres=tuple(facts.pop("voting_centres")))
    facts["photo_hash"] = bytes.fromhex(facts["photo_hash"])
    for name in ("valid_from", "valid_until"):
        facts[name] = datetime.fromisoformat(facts[name])
    badge = Badge(**facts)
    assert payload.encode(badge).hex() == stored["payload"]
    assert credential.issue(badge, Ed25519Signer(bytes.fromhex(stored["secret"]))) == stored["text"]


@pytest.mark.parametrize("case", VERDICTS["cases"], ids=lambda case: case["case"])
def test_every_case_has_its_stated_verdict(case):
    """Each text gets the verdict and the reasons that the vector states by hand."""
    known = trust.read(LISTS["trust"], [bytes.fromhex(LISTS["root_public"])])
    listed = revocations.read(LISTS["revocations"], known)
    found = credential.verify(case["text"], known, listed, datetime.fromisoformat(VERDICTS["now"]))
    assert found.verdict == case["verdict"]
    assert [reason.code for reason in found.reasons] == case["reasons"]
