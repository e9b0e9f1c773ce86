"""The Bot API's specification as a checker: does the method exist, are the arguments of its types.

The JSON beside this file is Paul Larsen's machine reading of core.telegram.org/bots/api (MIT licence).
"""

from __future__ import annotations

import functools
import json
from importlib import resources
from typing import Any

from bots.simulators.telegram.errors import ApiError, bad_request

_PRIMITIVES = {"Integer": int, "Float": (int, float), "String": str, "Boolean": bool, "True": bool}
_ARRAY = "Array of "
_TRUE = frozenset({"true", "True", "1", "yes"})
_FALSE = frozenset({"false", "False", "0", "no", ""})
_EMPTY = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "file_id": "file_id is not specified",
}


@functools.cache
def specification() -> dict[str, Any]:
    """The whole specification, read once."""
    text = resources.files(__package__).joinpath("bot_api_10_1.json").read_text(encoding="utf-8")
    return json.loads(text)


@functools.cache
def _by_lower_name() -> dict[str, str]:
    return {name.lower(): name for name in specification()["methods"]}


def method_name(name: str) -> str:
    """The method's own spelling; Telegram ignores case.

    Raises:
        ApiError: 404, there is no such method.
    """
    known = _by_lower_name().get(name.lower())
    if known is None:
        raise ApiError(404, "Not Found: method not found")
    return known


def checked(method: str, given: dict[str, Any], files: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a call, read into their types.

    Args:
        method: a method's own spelling.
        given: name to value; strings as of a form, or JSON values.
        files: the uploaded parts by name, to which `attach://name` may point.

    Returns:
        Name to value; JSON values read, files still as `attach://` or file ids.

    Raises:
        ApiError: 400, a required argument is missing or an argument has not its type.
    """
    fields = {field["name"]: field for field in specification()["methods"][method].get("fields", [])}
    unknown = given.keys() - fields.keys()
    if unknown:
        # Telegram ignores these in silence; here they are a mistake of the program under test.
        raise bad_request(f"unknown argument {min(unknown)!r} of {method} (refused by the simulator only)")
    read: dict[str, Any] = {}
    for name, field in fields.items():
        value = given.get(name)
        if name in files and value is None:
            read[name] = f"attach://{name}"
        elif value is None or (value == "" and not field["required"]):
            if field["required"]:
                raise bad_request(_EMPTY.get(name, f"parameter {name!r} is required"))
        else:
            read[name] = _read(name, value, field["types"])
    return read


def _read(name: str, value: Any, types: list[str]) -> Any:
    """One argument, as the first of its types that it fits; a form carries everything as strings."""
    if isinstance(value, str):
        value = _of_form(name, value, types)
    complaint = _mismatch(value, types)
    if complaint is None:
        return value
    if name == "reply_markup":
        raise bad_request(f"can't parse reply keyboard markup JSON object: {complaint}")
    raise bad_request(f"can't parse {name}: {complaint}")


def _of_form(name: str, text: str, types: list[str]) -> Any:
    if "Integer" in types and text.lstrip("-").isdigit():
        return int(text)
    if "Float" in types:
        try:
            return float(text)
        except ValueError:
            raise bad_request(f"can't parse {name}: expected a number") from None
    if "Boolean" in types and text in _TRUE | _FALSE:
        return text in _TRUE
    if "String" in types or "InputFile" in types:
        return text
    if types[0] in _PRIMITIVES:
        return text
    try:
        return json.loads(text)
    except ValueError:
        subject = "reply keyboard markup" if name == "reply_markup" else name
        raise bad_request(f"can't parse {subject} JSON object") from None


def _mismatch(value: Any, types: list[str]) -> str | None:
    """Why a value fits none of the types; None when it fits one."""
    complaints = []
    for kind in types:
        complaint = _mismatch_one(value, kind)
        if complaint is None:
            return None
        complaints.append(complaint)
    # With several object types the nearest one complains least; its complaint helps most.
    return min(complaints, key=lambda text: ("unknown field" in text, "missing" in text, len(text)))


def _mismatch_one(value: Any, kind: str) -> str | None:
    if kind.startswith(_ARRAY):
        if not isinstance(value, list):
            return "expected an array"
        inner = kind.removeprefix(_ARRAY)
        return next((text for item in value if (text := _mismatch_one(item, inner))), None)
    if kind == "InputFile":
        return None if isinstance(value, str) else "expected a file"
    if kind in _PRIMITIVES:
        right = isinstance(value, _PRIMITIVES[kind])
        if kind in ("Integer", "Float") and isinstance(value, bool):
            right = False
        return None if right else f"expected {kind}"
    known = specification()["types"].get(kind)
    if known is None:
        return f"unknown type {kind}"
    if "subtypes" in known:
        return _mismatch(value, known["subtypes"])
    if not isinstance(value, dict):
        return f"expected an object ({kind})"
    fields = {field["name"]: field for field in known.get("fields", [])}
    for name, field in fields.items():
        if name not in value:
            if field["required"]:
                return f"field {name!r} of {kind} is missing"
        elif (text := _mismatch(value[name], field["types"])) is not None:
            return f"{name}: {text}"
    unknown = value.keys() - fields.keys()
    return f"unknown field {min(unknown)!r} of {kind}" if unknown else None
