"""Requests checked against Twilio's own OpenAPI: unknown names, types, enums, patterns, bounds."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

import msgspec

_FILES = ("twilio_api_v2010.json", "twilio_content_v1.json")


@functools.cache
def _specification(name: str) -> dict[str, Any]:
    """One trimmed specification."""
    text = files("bots.simulators.twilio").joinpath("spec").joinpath(name).read_bytes()
    return msgspec.json.decode(text)


@functools.cache
def operation(operation_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """An operation and the schemas it may refer to.

    Raises:
        LookupError: no such operation in the specification.
    """
    for name in _FILES:
        document = _specification(name)
        for methods in document["paths"].values():
            for found in methods.values():
                if found["operationId"] == operation_id:
                    return found, document["components"]["schemas"]
    raise LookupError(operation_id)


def form_faults(operation_id: str, pairs: Iterable[tuple[str, str]]) -> list[str]:
    """What is wrong with the form of a call, one sentence each; empty when it is right."""
    found, schemas = operation(operation_id)
    schema = found["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
    faults: list[str] = []
    seen: set[str] = set()
    for name, value in pairs:
        rule = schema["properties"].get(name)
        if rule is None:
            faults.append(f"unknown parameter {name}")
            continue
        rule = _resolved(rule, schemas)
        if rule.get("type") == "array":
            rule = _resolved(rule["items"], schemas)
        elif name in seen:
            faults.append(f"{name} is given twice")
        seen.add(name)
        faults.extend(f"{name} {fault}" for fault in _text_faults(value, rule))
    return faults


def query_faults(operation_id: str, pairs: Iterable[tuple[str, str]]) -> list[str]:
    """What is wrong with the query of a call."""
    found, schemas = operation(operation_id)
    rules = {rule["name"]: rule["schema"] for rule in found["parameters"] if rule["in"] == "query"}
    faults: list[str] = []
    for name, value in pairs:
        if name not in rules:
            faults.append(f"unknown parameter {name}")
        else:
            faults.extend(f"{name} {fault}" for fault in _text_faults(value, _resolved(rules[name], schemas)))
    return faults


def json_faults(operation_id: str, body: Any) -> list[str]:
    """What is wrong with the JSON body of a call."""
    found, schemas = operation(operation_id)
    return _json_faults(body, found["requestBody"]["content"]["application/json"]["schema"], schemas, "body")


def answer_faults(operation_id: str, status: int, body: Any) -> list[str]:
    """What is wrong with an answer of the simulator itself; its tests hold it to the specification."""
    found, schemas = operation(operation_id)
    schema = found["responses"][str(status)]["content"]["application/json"]["schema"]
    return _json_faults(body, schema, schemas, "answer")


def _resolved(rule: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """The schema behind a reference."""
    while "$ref" in rule:
        rule = schemas[rule["$ref"].rsplit("/", 1)[1]]
    return rule


def _text_faults(value: str, rule: dict[str, Any]) -> list[str]:
    """What is wrong with a value that travels as text."""
    kind = rule.get("type")
    if kind == "integer":
        if not re.fullmatch(r"-?\d{1,18}", value):
            return ["is not an integer"]
        return _bound_faults(int(value), rule)
    if kind == "number" and not re.fullmatch(r"-?\d+(\.\d+)?", value):
        return ["is not a number"]
    if kind == "boolean" and value.lower() not in ("true", "false"):
        return ["is not true or false"]
    return _string_faults(value, rule)


def _string_faults(value: str, rule: dict[str, Any]) -> list[str]:
    """What is wrong with a string: enum, pattern, lengths, date."""
    if "enum" in rule and value not in rule["enum"]:
        return [f"is not one of {', '.join(map(str, rule['enum']))}"]
    if "pattern" in rule and not re.search(rule["pattern"], value):
        return [f"does not match {rule['pattern']}"]
    if not rule.get("minLength", 0) <= len(value) <= rule.get("maxLength", len(value)):
        return ["has a wrong length"]
    if rule.get("format") == "date-time" and not re.fullmatch(
        r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?)?", value
    ):
        return ["is not a date"]
    return []


def _bound_faults(value: float, rule: dict[str, Any]) -> list[str]:
    """Whether a number is inside its bounds."""
    if value < rule.get("minimum", value) or value > rule.get("maximum", value):
        return ["is out of bounds"]
    return []


_JSON_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}


def _json_faults(value: Any, rule: dict[str, Any], schemas: dict[str, Any], where: str) -> list[str]:
    """What is wrong with a JSON value, all through."""
    nullable = rule.get("nullable", False)
    rule = _resolved(rule, schemas)
    if value is None:
        return [] if nullable or rule.get("nullable") else [f"{where} is null"]
    kind = rule.get("type")
    if kind and (not isinstance(value, _JSON_TYPES[kind]) or (kind != "boolean" and isinstance(value, bool))):
        return [f"{where} is not of type {kind}"]
    faults: list[str] = []
    if isinstance(value, str):
        faults.extend(f"{where} {fault}" for fault in _string_faults(value, _undated(rule)))
    elif isinstance(value, list) and "items" in rule:
        for place, item in enumerate(value):
            faults.extend(_json_faults(item, rule["items"], schemas, f"{where}[{place}]"))
    elif isinstance(value, dict) and "properties" in rule:
        faults.extend(f"{where}.{name} is missing" for name in rule.get("required", ()) if name not in value)
        for name, item in value.items():
            if name in rule["properties"]:
                faults.extend(_json_faults(item, rule["properties"][name], schemas, f"{where}.{name}"))
            else:
                faults.append(f"{where}.{name} is unknown")
    return faults


def _undated(rule: dict[str, Any]) -> dict[str, Any]:
    """The rule without its date format: answers write RFC 2822 or ISO 8601 as each API does."""
    return {name: part for name, part in rule.items() if name != "format"}
