"""The trust list: signed by a pinned root, never going back."""

import cbor2
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges import trust
from badges.errors import Malformed, Misuse, NotOurs, NotTrusted, RejectedInput
from badges.keys import KeyStatus
from tests.badges.samples import CURRENT_KEY, ROOT, SIGNER, STRANGER, TRUST, body, signed, text_of

replace = msgspec.structs.replace
ROOTS = [STRANGER.public, ROOT.public]
TEXT = trust.issue(TRUST, ROOT)


def test_list_comes_back_under_its_root():
    """What the root signed is read back equal, with a successor announced or not."""
    assert trust.read(TEXT, ROOTS) == TRUST
    announced = replace(TRUST, seq=4, next_root=STRANGER.public)
    assert trust.read(trust.issue(announced, ROOT), ROOTS, TRUST) == announced


def test_four_keys_fit_a_symbol():
    """Four keys are under 423 characters, a QR of version 13-M or smaller."""
    keys = tuple(replace(CURRENT_KEY, public=bytes([n]) * 32) for n in range(4))
    assert len(trust.issue(replace(TRUST, keys=keys), ROOT)) <= 423


def refusal(text, held=None, roots=ROOTS):
    """The code under which a text is refused."""
    with pytest.raises(RejectedInput) as fault:
        trust.read(text, roots, held)
    return fault.value.code


def test_list_of_another_root_is_refused():
    """A list is believed only under a pinned root."""
    assert refusal(TEXT, roots=[STRANGER.public]) == "root_unknown"
    assert refusal(TEXT, roots=[]) == "root_unknown"


def test_list_signed_by_a_badge_key_is_refused():
    """A key that signs badges can't make itself a root."""
    assert refusal(trust.issue(TRUST, SIGNER)) == "root_unknown"


def test_list_with_the_roots_id_but_not_its_signature_is_refused():
    """Naming the root's id is not signing."""
    forged = signed(cbor2.loads(body(TEXT))[2], STRANGER, kid=ROOT.kid, aad=b"VZ5", prefix="VZ5")
    assert refusal(forged) == "signature"


def test_badge_prefix_is_not_a_trust_list():
    """A text of another member of the family is told apart by its prefix, and by its signature under ours."""
    with pytest.raises(NotOurs):
        trust.read(TEXT.replace("VZ5", "VZ1", 1), ROOTS)
    as_badge = signed(cbor2.loads(body(TEXT))[2], ROOT, aad=b"VZ1", prefix="VZ5")
    assert refusal(as_badge) == "signature"


def test_older_list_is_refused_and_the_same_is_taken():
    """Numbers only grow; the same list again is no fault; another one under the same number is."""
    held = replace(TRUST, seq=TRUST.seq + 1)
    assert refusal(TEXT, held) == "older"
    assert trust.read(TEXT, ROOTS, TRUST) == TRUST
    revoked = replace(TRUST, keys=(replace(CURRENT_KEY, status=KeyStatus.REVOKED),))
    assert refusal(trust.issue(revoked, ROOT), TRUST) == "conflict"


def test_keys_that_share_an_id_are_refused():
    """Ids are unique in a list, for the issuer and for the reader."""
    with pytest.raises(Misuse):
        trust.issue(replace(TRUST, keys=(CURRENT_KEY, CURRENT_KEY)), ROOT)
    content = cbor2.loads(cbor2.loads(body(TEXT))[2])
    content[3] = [content[3][0]] * 2
    assert refusal(signed(cbor2.dumps(content), ROOT, aad=b"VZ5", prefix="VZ5")) == "key_ids_collide"


@pytest.mark.parametrize("position,value", [(0, -8), (0, 0), (1, b"short"), (2, -(2**60)), (4, 9), (4, -1)])
def test_key_of_another_form_is_refused(position, value):
    """A foreign algorithm, a key of another length, a window outside the calendar, an unknown status."""
    content = cbor2.loads(cbor2.loads(body(TEXT))[2])
    content[3][0][position] = value
    with pytest.raises(Malformed):
        trust.read(signed(cbor2.dumps(content), ROOT, aad=b"VZ5", prefix="VZ5"), ROOTS)


def test_newer_schema_is_named():
    """A list of a later version is not believed and not called malformed."""
    with pytest.raises(NotTrusted) as fault:
        trust.read(signed(cbor2.dumps([6, "new"]), ROOT, aad=b"VZ5", prefix="VZ5"), ROOTS)
    assert fault.value.code == "newer_schema"


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_by_our_own_errors(data):
    """Nothing but a signed list is taken, and nothing else escapes, signed payloads included."""
    for text in (text_of(data, "VZ5"), signed(data, ROOT, aad=b"VZ5", prefix="VZ5")):
        with pytest.raises(RejectedInput):
            trust.read(text, ROOTS)
