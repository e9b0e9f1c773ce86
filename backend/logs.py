"""Structured logs on standard error: JSON lines, no personal data, no secrets.

Events are snake_case names with facts; no message text, name, phone or document number is ever a fact.
An exception's own words may quote what a person wrote (PostgreSQL's DETAIL holds the whole row, a decoder quotes its
input), so of an exception only its type, the place and PostgreSQL's code are logged.
"""

from __future__ import annotations

import logging
import sys
import traceback
from typing import Any

import structlog
from psycopg import Error

FRAMES = 12
"""The innermost frames of a traceback that are logged."""


def places(error: BaseException) -> str:
    """An exception with its causes as types and places, innermost last, without a word of its message."""
    told = []
    seen: set[int] = set()
    chain: BaseException | None = error
    while chain is not None and id(chain) not in seen:
        seen.add(id(chain))
        frames = traceback.extract_tb(chain.__traceback__)[-FRAMES:]
        lines = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        told.append("\n".join([*lines, _named(chain)]))
        chain = chain.__cause__ or chain.__context__
    return "\ncaused by\n".join(told)


def _named(error: BaseException) -> str:
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    if isinstance(error, Error):
        facts = (error.sqlstate, error.diag.table_name, error.diag.constraint_name)
        return " ".join([name, *(fact for fact in facts if fact)])
    return name


def without_words(logger: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Replace `exc_info` by the exception's type and places."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    elif isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["exception"] = places(error)
    return event


class _Plain(logging.Formatter):
    """Records of libraries, without an exception's words."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 (the library's name)
        """Types and places."""
        return places(ei[1])


def configure(*, pretty: bool = False) -> None:
    """Set up structlog and quieten libraries; `pretty` is for a terminal."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            without_words,
            structlog.dev.ConsoleRenderer(colors=False) if pretty else structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        # Not cached: a module's logger would keep the stream it met first, whatever is configured later.
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(_Plain("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    # These put the failed statement or the asked address into their messages: only our own words are kept.
    for name in ("psycopg", "psycopg.pool", "aiogram", "aiohttp", "twilio", "urllib3", "asyncio"):
        logging.getLogger(name).setLevel(logging.ERROR)
    for name in ("uvicorn.error", "yoyo", "fontTools", "PIL"):
        logging.getLogger(name).setLevel(logging.WARNING)
