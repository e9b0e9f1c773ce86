"""A strict reader for the small part of CBOR (RFC 8949) that our signed texts use.

Why not the library's decoder: a verifier reads bytes of strangers before any signature is checked, and a
general decoder builds dates, regular expressions, shared references and floats from them. This one knows
six types and refuses the rest: unsigned and negative integers, byte strings, text strings, arrays and maps.
It takes definite lengths in shortest form only, no tags, no repeated keys, no trailing bytes and no deep
nesting, so that each value has exactly one encoding. The door scanner's JavaScript reader obeys the same
rules. Writing is left to `cbor2`, whose output is already in that one form.
"""

from typing import Any

from badges.errors import Damaged, Malformed

MAX_DEPTH = 4  # arrays and maps inside each other; a scope of several kinds needs 3


def decode(data: bytes) -> Any:
    """The one value that `data` encodes.

    Raises `Damaged` where the bytes end too early and `Malformed` where they break a rule of this module.
    """
    value, end = _item(data, 0, 0)
    if end != len(data):
        raise Malformed("trailing_bytes")
    return value


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """Major type, argument and the offset behind the head that starts at `at` (RFC 8949, 3)."""
    if at >= len(data):
        raise Damaged("truncated")
    first = data[at]
    major, info = first >> 5, first & 0x1F
    at += 1
    if info < 24:
        return major, info, at
    if info > 27:
        raise Malformed("indefinite_length" if info == 31 else "reserved_length")
    width = 1 << (info - 24)
    if at + width > len(data):
        raise Damaged("truncated")
    argument = int.from_bytes(data[at : at + width], "big")
    shortest = 24 if width == 1 else 1 << (4 * width)
    if argument < shortest:
        raise Malformed("not_shortest")
    return major, argument, at + width


def _item(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    major, argument, at = _head(data, at)
    if major == 0:
        return argument, at
    if major == 1:
        return -1 - argument, at
    if major in (2, 3):
        end = at + argument
        if end > len(data):
            raise Damaged("truncated")
        chunk = data[at:end]
        if major == 2:
            return chunk, end
        try:
            return chunk.decode("utf-8"), end
        except UnicodeDecodeError:
            raise Malformed("text_not_utf8") from None
    if major in (4, 5):
        if depth == MAX_DEPTH:
            raise Malformed("too_deep")
        return (_array if major == 4 else _map)(data, at, argument, depth + 1)
    raise Malformed("type_not_allowed")


def _array(data: bytes, at: int, length: int, depth: int) -> tuple[list[Any], int]:
    # A huge length needs no check of its own: every item takes a byte, so the bytes run out first.
    items = []
    for _ in range(length):
        value, at = _item(data, at, depth)
        items.append(value)
    return items, at


def _map(data: bytes, at: int, length: int, depth: int) -> tuple[dict[Any, Any], int]:
    pairs: dict[Any, Any] = {}
    for _ in range(length):
        key, at = _item(data, at, depth)
        if not isinstance(key, int | str):
            raise Malformed("key_not_allowed")
        if key in pairs:
            raise Malformed("duplicate_key")
        value, at = _item(data, at, depth)
        pairs[key] = value
    return pairs, at
