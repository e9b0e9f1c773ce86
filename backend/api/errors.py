"""Every error of the API as problem details (RFC 9457), never a traceback."""

import json
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from psycopg import errors as pg
from psycopg_pool import PoolTimeout, TooManyRequests

from backend.problems import Problem

log = structlog.get_logger()

PROBLEM_JSON = "application/problem+json"
UNAVAILABLE = (
    pg.OperationalError,
    pg.InterfaceError,
    pg.QueryCanceled,
    pg.LockNotAvailable,
    PoolTimeout,
    TooManyRequests,
)
CODES = {
    400: "malformed",
    401: "key_missing",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
    429: "too_many_requests",
}


def respond(request: Request, problem: Problem, errors: list[Any] | None = None) -> Response:
    """A problem as its HTTP answer, its title in the language of the request."""
    body: dict[str, Any] = {"type": f"urn:vezhgo:problem:{problem.code}", "status": problem.status}
    texts = request.app.state.services.texts
    language = request_language(request)
    message = "problem-" + problem.code.replace("_", "-")
    if texts.has(message, language):
        body["title"] = texts.text(language, message, **problem.arguments)
    else:
        body["title"] = problem.code.replace("_", " ")
    body["code"] = problem.code
    body["article"] = problem.article
    body["remedy"] = problem.remedy
    if problem.arguments:
        body["arguments"] = problem.arguments
    if errors:
        body["errors"] = errors
    body["request_id"] = getattr(request.state, "request_id", None)
    headers = {}
    if problem.retry_after_s is not None:
        headers["Retry-After"] = str(problem.retry_after_s)
    if problem.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(
        msgspec.json.encode(body, enc_hook=str),
        status_code=problem.status,
        media_type=PROBLEM_JSON,
        headers=headers,
    )


def request_language(request: Request) -> str:
    """Albanian unless the caller prefers English (`Accept-Language`)."""
    preferred = request.headers.get("accept-language", "").strip().lower()
    return "en" if preferred.startswith("en") else "sq"


def on_problem(request: Request, problem: Problem) -> Response:
    """An action's own problem."""
    return respond(request, problem)


def on_http(request: Request, error: HTTPException) -> Response:
    """Litestar's own errors: routing, decoding, size."""
    status = error.status_code
    details = _field_errors(error) if isinstance(error, ValidationException) else None
    problem = Problem(status, CODES.get(status, "malformed" if status < 500 else "internal"))
    if status == 400:
        problem.remedy = "mend_body"
    return respond(request, problem, details)


def _field_errors(error: ValidationException) -> list[Any] | None:
    found = error.extra if isinstance(error.extra, list) else None
    if not found:
        return None
    # Only the field's path and msgspec's own sentence go out: never the value that was sent.
    return [
        {"field": str(item.get("key", "")), "reason": str(item.get("message", ""))}
        for item in found
        if isinstance(item, dict)
    ]


def on_decode(request: Request, error: Exception) -> Response:
    """A body that cannot be decoded at all, or is nested too deep."""
    return respond(request, Problem(400, "malformed", remedy="mend_body"))


def on_unavailable(request: Request, error: Exception) -> Response:
    """The database cannot answer in time: nothing was recorded, try again."""
    log.warning("database_unavailable", error=type(error).__name__, path=request.url.path)
    return respond(request, Problem(503, "unavailable", remedy="repeat_request", retry_after_s=2))


def on_anything(request: Request, error: Exception) -> Response:
    """Our own mistake: logged with its type and place, answered without either."""
    log.error("unhandled_error", error=type(error).__name__, path=request.url.path, exc_info=error)
    return respond(request, Problem(500, "internal", remedy="repeat_request"))


HANDLERS = {
    Problem: on_problem,
    HTTPException: on_http,
    msgspec.DecodeError: on_decode,
    RecursionError: on_decode,
    json.JSONDecodeError: on_decode,
    # A NUL or a lone surrogate in a text: PostgreSQL cannot hold it, and nobody means it.
    pg.DataError: on_decode,
    UnicodeEncodeError: on_decode,
    # A body in another encoding than the UTF-8 that JSON has.
    UnicodeDecodeError: on_decode,
    **dict.fromkeys(UNAVAILABLE, on_unavailable),
    Exception: on_anything,
}
