"""Secrets at rest."""

from __future__ import annotations

import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.vault import SealBroken, Vault, secret_of

VAULT = Vault("a secret key for the tests, long enough")


@given(st.binary(max_size=2_000))
def test_what_is_sealed_opens_only_for_its_purpose(value):
    """A sealed value opens for its own purpose and for no other."""
    sealed = VAULT.seal(value, "document")

    assert value == VAULT.open(sealed, "document")
    with pytest.raises(SealBroken):
        VAULT.open(sealed, "phone")


def test_an_altered_value_does_not_open():
    """Every single altered byte is noticed."""
    sealed = VAULT.seal(b"J12345678A", "document")

    for place in range(len(sealed)):
        altered = bytearray(sealed)
        altered[place] ^= 1
        with pytest.raises(SealBroken):
            VAULT.open(bytes(altered), "document")


def test_another_installation_cannot_open_it():
    """Another secret key opens nothing."""
    with pytest.raises(SealBroken):
        Vault("another secret key, also long enough").open(VAULT.seal(b"x", "p"), "p")


def test_a_blind_index_finds_equal_values_of_one_purpose_only():
    """Equal document numbers have equal indexes; a phone with the same digits has another."""
    assert VAULT.index("123", "document") == VAULT.index("123", "document")
    assert VAULT.index("123", "document") != VAULT.index("123", "phone")
    assert VAULT.index("123", "document") != VAULT.index("124", "document")


def test_the_secret_is_made_once_and_is_its_owners(tmp_path):
    """Two starts use the same secret; nobody else on the machine can read its file."""
    first = secret_of(tmp_path)

    assert first == secret_of(tmp_path)
    assert len(first) >= 32
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
