"""Every operation is described whole: the types of its answers, and an example of what is sent and answered."""

from __future__ import annotations

import functools
import re
from typing import Any

import msgspec
import pytest

from backend.api.answers import File, all_answers
from backend.api.description import METHODS, described, examples
from backend.app import compose, create_app
from backend.settings import Settings


@functools.cache
def _application() -> Any:
    return create_app(
        compose(
            Settings(secret_key="long enough, and never used for anything", test_clock=True),
            "postgresql:///none",
        )
    )


@functools.cache
def _document() -> dict[str, Any]:
    return described(_application())


def _operations() -> dict[str, dict[str, Any]]:
    return {
        item[method]["operationId"]: item[method]
        for item in _document()["paths"].values()
        for method in METHODS
        if method in item
    }


def _body_type(operation: str) -> Any:
    for route in _application().routes:
        for handler in getattr(route, "route_handlers", ()):
            if str(handler.operation_id) == operation:
                found = handler.parsed_fn_signature.parameters.get("data")
                return found.annotation if found else None
    raise LookupError(operation)


OPERATIONS = sorted(_operations())


def test_every_operation_has_the_types_of_its_answers():
    """A new operation names its answers in `backend.api.answers`, and none is left there without its route."""
    assert set(OPERATIONS) == set(all_answers())


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_has_an_example_that_is_as_described(operation):
    """Where an operation answers JSON it has an example, and both of its halves are what the types say."""
    shapes = {
        status: shape for status, shape in all_answers()[operation].items() if not isinstance(shape, File)
    }
    if not shapes:
        return
    example = examples()[operation]

    msgspec.json.decode(msgspec.json.encode(example["answer"]), type=shapes[example["status"]])
    if example.get("request") is not None and (body := _body_type(operation)) is not None:
        msgspec.json.decode(msgspec.json.encode(example["request"]), type=body)


def test_every_operation_says_what_it_is():
    """Each has a summary of a few words, a tag, and the refusals that a caller must expect."""
    for operation, told in _operations().items():
        assert 5 < len(told["summary"]) < 160, operation
        assert told["tags"], operation
        assert {"429", "503"} <= set(told["responses"]), operation


def test_every_type_has_a_plain_name():
    """Two types with one name would get the names of their modules, which are no word of the API."""
    names = _document()["components"]["schemas"]

    assert [name for name in names if not (name.isalnum() and name[0].isupper())] == []


def test_examples_are_short_and_hold_no_secret():
    """No real key, webhook secret or idempotency key stands in an example, and each fits on a screen or three."""
    for operation, example in examples().items():
        text = msgspec.json.encode(example).decode()
        assert len(text) < 12_000, operation
        for secret in re.findall(r"vzk_\w{16}_([\w-]+)|whsec_([A-Za-z0-9+/]+)", text):
            assert set("".join(secret)) == {"A"}, operation
        assert "idempotency-key" not in text.lower(), operation
