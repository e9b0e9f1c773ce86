"""The API's description (OpenAPI 3.1) as it is served: the framework's, completed from what the code knows.

The framework sees routes, parameters and JSON bodies. Added here: the answers of `backend.api.answers`, problem details
(RFC 9457) for every refusal, keys and idempotency keys by what a route asks for, bodies of files, and real examples.
"""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from importlib import resources
from typing import Any

import msgspec
from litestar import Litestar, Request
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.plugins import JsonRenderPlugin

from backend.api.answers import NOTHING, File, all_answers
from backend.api.bodies import BODIES

PROBLEM = "#/components/schemas/Problem"
PROBLEM_JSON = "application/problem+json"
JSON = "application/json"
METHODS = ("get", "post", "put", "delete", "patch")
TICKETS = {"ticket": True, "public_ticket": True, "optional_ticket": False}
"""Dependencies of a route that take an idempotency key, and whether it is required."""
KEYED, VISITOR = "principal", "visitor"
WEBHOOK = "/webhooks/"


class Problem(msgspec.Struct, frozen=True):
    """An error as problem details (RFC 9457); programs should look at `code`."""

    type: str
    status: int
    title: str
    code: str
    article: str | None = None
    remedy: Any = None
    arguments: dict[str, Any] = {}
    errors: list[dict[str, str]] = []
    request_id: str | None = None


class DescribedJson(JsonRenderPlugin):
    """`/schema/openapi.json`, completed once and served from memory."""

    def render(self, request: Request, openapi_schema: dict[str, Any]) -> bytes:
        """The description as JSON."""
        kept: dict[str, bytes] = request.app.state.services.parts
        if "description" not in kept:
            kept["description"] = msgspec.json.encode(described(request.app, openapi_schema))
        return kept["description"]


def described(app: Litestar, framework: dict[str, Any] | None = None) -> dict[str, Any]:
    """The whole description of an application's API.

    Raises:
        ValueError: a type of answers has the name of a body's: our mistake.
    """
    document = deepcopy(framework if framework is not None else app.openapi_schema.to_schema())
    answers = all_answers()
    types = [
        type for statuses in answers.values() for type in statuses.values() if not isinstance(type, File)
    ]
    schemas, components = msgspec.json.schema_components(
        [*types, Problem], ref_template="#/components/schemas/{name}"
    )
    known = document.setdefault("components", {}).setdefault("schemas", {})
    if doubled := sorted(
        name for name in set(known) & set(components) if not _same(known[name], components[name])
    ):
        raise ValueError(f"a body and an answer have one name: {doubled}")
    known.update(components)
    shapes = iter(schemas)
    of_status = {
        operation: {
            status: type if isinstance(type, File) else next(shapes) for status, type in statuses.items()
        }
        for operation, statuses in answers.items()
    }
    handlers = _handlers(app)
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                _complete(item[method], path, handlers[item[method]["operationId"]], of_status)
    return document


def _same(first: dict[str, Any], second: dict[str, Any]) -> bool:
    """Whether two schemas are of one type, which a body and an answer may share."""
    if "enum" in first:
        return sorted(map(str, first["enum"])) == sorted(map(str, second.get("enum", [])))
    return set(first.get("properties", ())) == set(second.get("properties", ()))


def _handlers(app: Litestar) -> dict[str, HTTPRouteHandler]:
    return {
        str(handler.operation_id): handler
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
    }


def _complete(
    operation: dict[str, Any], path: str, handler: HTTPRouteHandler, answers: dict[str, dict[int, Any]]
) -> None:
    """Complete one operation in place."""
    id = operation["operationId"]
    asks = set(handler.parsed_fn_signature.parameters)
    first, _, rest = (handler.fn.__doc__ or "").strip().partition("\n")
    operation["summary"] = first.strip().removesuffix(".")
    if rest.strip():
        operation["description"] = _paragraphs(rest)
    operation["security"] = [{"key": []}] if KEYED in asks else [{}, {"key": []}] if VISITOR in asks else [{}]
    for ticket, required in TICKETS.items():
        if ticket in asks:
            operation.setdefault("parameters", []).append(_idempotency_key(required))
    if id in BODIES:
        operation["requestBody"] = BODIES[id]
    refused = _refusals(operation, path, asks)
    good = answers.get(id)
    if good is None:
        good = {int(status): None for status in operation["responses"] if status.startswith("2")}
        kept = {str(status): operation["responses"][str(status)] for status in good}
    else:
        kept = {str(status): _answer(shape) for status, shape in good.items()}
    operation["responses"] = {**kept, **refused}
    _add_examples(operation, id)


def _paragraphs(docstring: str) -> str:
    """A docstring's further lines up to its sections for programmers."""
    lines = []
    for line in docstring.strip().splitlines():
        if line.strip() in {"Raises:", "Args:", "Returns:"}:
            break
        lines.append(line.strip())
    return "\n".join(lines).strip()


def _idempotency_key(required: bool) -> dict[str, Any]:
    return {
        "name": "Idempotency-Key",
        "in": "header",
        "required": required,
        "description": "one key for one intention; send it again when the answer was lost",
        "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[ -~]+$"},
    }


def _answer(shape: Any) -> dict[str, Any]:
    if shape == NOTHING:
        return {"description": "done; there is no body"}
    if isinstance(shape, File):
        binary = {"schema": {"type": "string", "format": "binary"}}
        return {"description": "the file", "content": dict.fromkeys(shape.media_types, binary)}
    return {"description": "the answer", "content": {JSON: {"schema": shape}}}


def _refusals(operation: dict[str, Any], path: str, asks: set[str]) -> dict[str, Any]:
    """The refusals that a route can give, by what it asks for."""
    statuses = {429: "too many calls", 503: "not now: repeat after `Retry-After`"}
    if operation.get("requestBody") or operation.get("parameters"):
        statuses |= {400: "malformed, nothing was recorded"}
    if operation.get("requestBody"):
        statuses |= {413: "too large", 415: "another media type is needed"}
    if {KEYED, VISITOR} & asks:
        statuses |= {401: "no key, or an unknown one"}
    if KEYED in asks or path.startswith(WEBHOOK):
        statuses |= {403: "the role may not do this"}
    # A path parameter that cannot be one of ours is not found either.
    if "{" in path:
        statuses |= {
            400: "malformed, nothing was recorded",
            404: "there is no such thing, or it is not yours",
        }
    if set(TICKETS) & asks:
        statuses |= {404: "there is no such thing, or it is not yours", 409: "the state forbids it"}
    if KEYED in asks and "{" in path:
        # A thing that is not in effect yet has no paper, and a file that has not arrived cannot be read.
        statuses |= {409: "the state forbids it"}
    content = {PROBLEM_JSON: {"schema": {"$ref": PROBLEM}}}
    return {str(status): {"description": statuses[status], "content": content} for status in sorted(statuses)}


@cache
def examples() -> dict[str, Any]:
    """The recorded examples by operation id: `{request, status, answer}`; made by `python -m tests.docs.examples`."""
    folder = resources.files("backend.api") / "examples"
    return {
        entry.name.removesuffix(".json"): json.loads(entry.read_text(encoding="utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(".json")
    }


def _add_examples(operation: dict[str, Any], id: str) -> None:
    example = examples().get(id)
    if example is None:
        return
    body = operation.get("requestBody", {}).get("content", {}).get(JSON)
    if body is not None and "request" in example:
        body["examples"] = {"recorded": {"value": example["request"]}}
    answer = operation["responses"].get(str(example["status"]), {}).get("content", {}).get(JSON)
    if answer is not None:
        answer["examples"] = {"recorded": {"value": example["answer"]}}
