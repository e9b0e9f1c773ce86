"""The revocation list: small, signed, numbered, never going back."""

from datetime import timedelta

import cbor2
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges import revocations
from badges.errors import Malformed, Misuse, NotOurs, RejectedInput
from badges.keys import KeyStatus
from badges.symbol import Level, draw
from tests.badges.samples import (
    CURRENT_KEY,
    REVOCATIONS,
    SIGNER,
    STANDBY,
    STRANGER,
    TRUST,
    body,
    signed,
    text_of,
)

replace = msgspec.structs.replace
TEXT = revocations.issue(REVOCATIONS, SIGNER)
SERIALS = st.frozensets(st.integers(0, 2**32 - 1), max_size=200)


@given(SERIALS)
def test_serials_come_back_from_their_bytes(serials):
    """Delta coding loses nothing and gives the serials ascending."""
    assert revocations.unpacked(revocations.packed(serials)) == sorted(serials)


@given(st.binary(max_size=40))
def test_accepted_bytes_are_the_only_coding_of_their_serials(data):
    """Every accepted body is the one that its serials would be coded to."""
    try:
        serials = revocations.unpacked(data)
    except Malformed:
        return
    assert revocations.packed(serials) == data


@pytest.mark.parametrize(
    "data", [b"\x80", b"\x81\x00", b"\xff\xff\xff\xff\xff\x01", b"\xff\xff\xff\xff\x7f", b"\x80\x80"]
)
def test_cut_padded_or_overflowing_numbers_are_malformed(data):
    """A number cut off, written longer than needed or past 32 bits is refused."""
    with pytest.raises(Malformed):
        revocations.unpacked(data)


def test_list_comes_back_under_either_live_key():
    """The current and the standby key both may sign a list."""
    for signer in (SIGNER, STANDBY):
        assert revocations.read(revocations.issue(REVOCATIONS, signer), TRUST) == REVOCATIONS


def test_fifty_of_five_thousand_fit_a_symbol_of_version_9():
    """A list of 50 revoked serials travels from phone to phone as one symbol."""
    assert len(REVOCATIONS.serials) == 50
    assert len(body(TEXT)) <= 170
    assert draw(TEXT, Level.M).version <= 9


def refusal(text, held=None, trust=TRUST):
    """The code under which a text is refused."""
    with pytest.raises(RejectedInput) as fault:
        revocations.read(text, trust, held)
    return fault.value.code


def test_older_list_is_refused_and_the_same_is_taken():
    """A list that would bring a revoked badge back is refused by its number."""
    held = replace(REVOCATIONS, seq=42, serials=REVOCATIONS.serials | {4217})
    assert refusal(TEXT, held) == "older"
    assert revocations.read(TEXT, TRUST, REVOCATIONS) == REVOCATIONS
    other = revocations.issue(replace(REVOCATIONS, serials=frozenset()), SIGNER)
    assert refusal(other, REVOCATIONS) == "conflict"


def test_list_of_another_election_does_not_replace_this_ones():
    """A later list of another election is refused where this election's is held."""
    other = revocations.issue(replace(REVOCATIONS, election=13, seq=99), SIGNER)
    assert refusal(other, REVOCATIONS) == "other_election"


def test_list_of_a_foreign_or_revoked_key_is_refused():
    """Only a live key of the trust list may say what is revoked."""
    assert refusal(revocations.issue(REVOCATIONS, STRANGER)) == "key_unknown"
    stolen = replace(TRUST, keys=(replace(CURRENT_KEY, status=KeyStatus.REVOKED),))
    assert refusal(TEXT, trust=stolen) == "key_revoked"
    early = replace(REVOCATIONS, issued_at=CURRENT_KEY.valid_from - timedelta(minutes=1))
    assert refusal(revocations.issue(early, SIGNER)) == "key_expired"


def test_badge_signature_does_not_sign_a_list():
    """The prefix is signed: a list under a badge's prefix, or signed as a badge, is refused."""
    with pytest.raises(NotOurs):
        revocations.read(TEXT.replace("VZ3", "VZ1", 1), TRUST)
    payload = cbor2.loads(body(TEXT))[2]
    assert refusal(signed(payload, aad=b"VZ1", prefix="VZ3")) == "signature"


@given(st.integers(0, len(TEXT) - 5), st.integers(1, 44))
def test_every_changed_character_is_refused(at, step):
    """No list that differs in one character behind the prefix is taken."""
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
    at += 4
    changed = alphabet[(alphabet.index(TEXT[at]) + step) % 45]
    with pytest.raises(RejectedInput):
        revocations.read(TEXT[:at] + changed + TEXT[at + 1 :], TRUST)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_by_our_own_errors(data):
    """Nothing but a signed list is taken, signed payloads of another kind included."""
    for text in (text_of(data, "VZ3"), signed(data, aad=b"VZ3", prefix="VZ3")):
        with pytest.raises(RejectedInput):
            revocations.read(text, TRUST)


def test_newer_schema_is_named():
    """A list of a later version is refused as such."""
    assert refusal(signed(cbor2.dumps([4]), aad=b"VZ3", prefix="VZ3")) == "newer_schema"


@pytest.mark.parametrize("change", [{"serials": frozenset({-1})}, {"serials": frozenset({2**32})}])
def test_serials_out_of_range_are_our_own_mistake(change):
    """A serial that no badge has is never listed."""
    with pytest.raises(Misuse):
        revocations.issue(replace(REVOCATIONS, **change), SIGNER)


def test_half_minutes_are_our_own_mistake():
    """Instants of a list are whole minutes; the caller rounds."""
    with pytest.raises(Misuse):
        revocations.issue(
            replace(REVOCATIONS, issued_at=REVOCATIONS.issued_at + timedelta(seconds=30)), SIGNER
        )


def test_list_of_a_hundred_thousand_is_taken():
    """A whole election's badges can be revoked in one list."""
    every = replace(REVOCATIONS, serials=frozenset(range(100_000)))
    assert revocations.read(revocations.issue(every, SIGNER), TRUST) == every
