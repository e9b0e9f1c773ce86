"""Structured logs on standard error: JSON lines, no personal data, no secrets.

Events are snake_case names with facts; no message text, name, phone or document number is ever a fact.
"""

from __future__ import annotations

import logging
import sys

import structlog


def configure(*, pretty: bool = False) -> None:
    """Set up structlog and quieten libraries; `pretty` is for a terminal."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer(colors=False) if pretty else structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
    for name in ("psycopg.pool", "aiogram", "twilio", "urllib3", "uvicorn.error", "yoyo", "fontTools", "PIL"):
        logging.getLogger(name).setLevel(logging.WARNING)
