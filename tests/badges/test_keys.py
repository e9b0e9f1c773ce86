"""Keys: ids, sealing at rest, and signers of another make."""

import hashlib

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from badges import credential
from badges.credential import Verdict
from badges.errors import Misuse, WrongPassphrase
from badges.keys import ESP256, Ed25519Signer, key_id, record_of, sealed_public, unseal
from tests.badges.samples import BADGE, CURRENT_KEY, NOW, REVOCATIONS, SIGNER, TRUST

SEALED = SIGNER.sealed(b"a passphrase")


def test_key_id_is_four_bytes_of_the_public_keys_hash():
    """The id is derived from the key and from nothing else."""
    assert SIGNER.kid == key_id(SIGNER.public) == hashlib.sha256(SIGNER.public).digest()[:4]
    assert CURRENT_KEY.kid == SIGNER.kid


def test_sealed_key_opens_with_its_passphrase():
    """The opened signer is the same key, and the public half can be read without opening."""
    assert unseal(SEALED, b"a passphrase").sign(b"x") == SIGNER.sign(b"x")
    assert sealed_public(SEALED) == SIGNER.public


def test_sealing_twice_gives_other_bytes_and_hides_the_secret():
    """Every sealing has its own salt and nonce; the secret is nowhere in it."""
    assert SIGNER.sealed(b"a passphrase") != SEALED
    assert bytes(range(32)) not in SEALED


def test_other_passphrase_does_not_open():
    """A wrong passphrase is refused."""
    with pytest.raises(WrongPassphrase):
        unseal(SEALED, b"another")


@pytest.mark.parametrize("at", [0, 5, 40, 60, 70, len(SEALED) - 1])
def test_changed_byte_does_not_open(at):
    """A byte changed in the head, salt, nonce, secret or tag is noticed."""
    changed = bytearray(SEALED)
    changed[at] ^= 1
    with pytest.raises(WrongPassphrase):
        unseal(bytes(changed), b"a passphrase")


@pytest.mark.parametrize("sealed", [b"", b"VZK1", SEALED[:-1], SEALED + b"\x00"])
def test_bytes_of_another_length_do_not_open(sealed):
    """Cut or foreign bytes are refused before any work is done on them."""
    with pytest.raises(WrongPassphrase):
        unseal(sealed, b"a passphrase")


def test_empty_passphrase_is_our_own_mistake():
    """Sealing under nothing is refused."""
    with pytest.raises(Misuse):
        SIGNER.sealed(b"")


def test_secret_is_not_shown():
    """A signer's representation names its id only."""
    assert repr(SIGNER) == f"Ed25519Signer(kid={SIGNER.kid.hex()})"


def test_generated_keys_differ():
    """Two new keys are two keys."""
    assert Ed25519Signer.generate().public != Ed25519Signer.generate().public


class P256Signer:
    """A signer as a hardware module without Ed25519 would be: ECDSA on P-256 behind the same protocol."""

    algorithm = ESP256

    def __init__(self):
        self._key = ec.derive_private_key(12345, ec.SECP256R1())
        self.public = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
        self.kid = key_id(self.public)

    def sign(self, message):
        r, s = utils.decode_dss_signature(self._key.sign(message, ec.ECDSA(SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def test_signer_of_another_algorithm_takes_its_place():
    """A badge signed by a P-256 key is verified by the record's algorithm, and a changed one refused."""
    signer = P256Signer()
    record = record_of(signer, CURRENT_KEY.valid_from, CURRENT_KEY.valid_until)
    trust = msgspec.structs.replace(TRUST, keys=(CURRENT_KEY, record))
    text = credential.issue(BADGE, signer)
    assert credential.verify(text, trust, REVOCATIONS, NOW).verdict is Verdict.VALID
    forged = text[:-4] + ("0" if text[-4] != "0" else "1") + text[-3:]
    assert credential.verify(forged, trust, REVOCATIONS, NOW).badge is None
