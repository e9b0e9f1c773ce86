"""Problem details (RFC 9457): the one shape of every error of the API.

A `Problem` is raised by an action or a route and rolls its transaction back.
Its title is a Fluent message `problem-<code>`; the code, article and remedy are for programs.
"""

from __future__ import annotations

from typing import Any


class Problem(Exception):
    """A request that cannot be carried out, with what the caller can do about it.

    Attributes:
        status: HTTP status.
        code: stable snake_case code.
        article: the article it rests on, where there is one.
        remedy: what can still be done, as a code or a short structure.
        arguments: values for the message; never personal data.
        retry_after_s: seconds, for 429 and 503.
    """

    def __init__(
        self,
        status: int,
        code: str,
        *,
        article: str | None = None,
        remedy: Any = None,
        arguments: dict[str, Any] | None = None,
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.article = article
        self.remedy = remedy
        self.arguments = arguments or {}
        self.retry_after_s = retry_after_s


def not_yours() -> Problem:
    """404: there is no such thing, or it belongs to somebody else; the two look alike on purpose."""
    return Problem(404, "not_found", remedy="check_identifier")


def forbidden(needed: str) -> Problem:
    """403: the key's role may not do this."""
    return Problem(403, "wrong_role", remedy="use_key_of_role", arguments={"needed": needed})
