"""The strict reader of CBOR, compared with the library that writes."""

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges import cbor
from badges.errors import Damaged, Malformed, RejectedInput

LEAVES = st.integers(-(2**64), 2**64 - 1) | st.text(max_size=30) | st.binary(max_size=30)
KEYS = st.integers(-1000, 1000) | st.text(max_size=5)


def nested(depth):
    """Values whose arrays and maps lie at most `depth` deep."""
    if depth == 0:
        return LEAVES
    inner = nested(depth - 1)
    return LEAVES | st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4)


@given(nested(cbor.MAX_DEPTH))
def test_what_the_library_writes_is_read_back(value):
    """Every allowed value up to the allowed depth comes back equal."""
    assert cbor.decode(cbor2.dumps(value)) == value


@given(st.binary(max_size=60))
def test_accepted_bytes_are_the_only_encoding_of_their_value(data):
    """Whatever is accepted encodes again to the same bytes; everything else is refused by our own errors."""
    try:
        value = cbor.decode(data)
    except RejectedInput:
        return
    assert cbor2.dumps(value) == data


@pytest.mark.parametrize(
    "data,code",
    [
        ("0000", "trailing_bytes"),
        ("1800", "not_shortest"),
        ("1900ff", "not_shortest"),
        ("1a0000ffff", "not_shortest"),
        ("1b00000000ffffffff", "not_shortest"),
        ("9f00ff", "indefinite_length"),
        ("5f4100ff", "indefinite_length"),
        ("7f6161ff", "indefinite_length"),
        ("bf0000ff", "indefinite_length"),
        ("1c", "reserved_length"),
        ("a200010002", "duplicate_key"),
        ("a2616100616101", "duplicate_key"),
        ("a1800000", "key_not_allowed"),
        ("a1410000", "key_not_allowed"),
        ("8181818180", "too_deep"),
        ("a100a100a100a100a0", "too_deep"),
        ("c000", "type_not_allowed"),
        ("d81c80", "type_not_allowed"),
        ("f5", "type_not_allowed"),
        ("f6", "type_not_allowed"),
        ("f97e00", "type_not_allowed"),
        ("fb3ff8000000000000", "type_not_allowed"),
        ("62c328", "text_not_utf8"),
        ("63eda080", "text_not_utf8"),
    ],
)
def test_broken_rules_are_named(data, code):
    """Each forbidden form is refused under its own code."""
    with pytest.raises(Malformed) as fault:
        cbor.decode(bytes.fromhex(data))
    assert fault.value.code == code


@pytest.mark.parametrize(
    "data", ["", "18", "1a0000", "42aa", "82", "8200", "a1", "a100", "9bffffffffffffffff", "5a7fffffff"]
)
def test_bytes_that_end_too_early_are_damaged(data):
    """Lengths beyond the bytes, however huge, end as damage and allocate nothing."""
    with pytest.raises(Damaged):
        cbor.decode(bytes.fromhex(data))
